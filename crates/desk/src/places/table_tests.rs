#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test stops at once"
)]
use super::*;
use store::Site;

const HEAD: &str = "pcode,parent,level,name_km,name_latin,unit_en";

fn read(lines: &[&str]) -> Result<PlaceTable, ImportError> {
    PlaceTable::read(lines.join("\n").as_bytes())
}

#[track_caller]
fn refused(lines: &[&str], words: &[&str]) {
    let said = read(lines).unwrap_err().to_string();
    for word in words {
        assert!(said.contains(word), "“{said}” should say “{word}”");
    }
    assert!(said.ends_with("nothing was imported"), "{said}");
}

/// A whole list with one more line.
#[track_caller]
fn refused_line(line: &str, words: &[&str]) {
    let lines = [
        HEAD,
        "KH02,KH,1,បាត់ដំបង,Battambang,Province",
        "KH0209,KH02,2,សំឡូត,Samlout,District",
        line,
    ];
    let words: Vec<&str> = ["line 4"].iter().chain(words).copied().collect();
    refused(&lines, &words);
}

#[test]
fn a_list_is_read_with_its_names_by_script() {
    let table = read(&[
        "longitude,pcode,parent,level,name_km,name_latin,unit_km,unit_en,replaced_by",
        "not known,KH02,KH,១,បាត់ដំបង,Battambang,ខេត្ត,Province,",
        ",KH0209,KH02,2,សំឡូត,,,,",
        ",KH0299,KH02,2,,Old,,,KH0209",
    ])
    .unwrap();
    assert_eq!(table.list, "KH");
    let [province, district, old] = &table.places[..] else {
        panic!("{:?}", table.places);
    };
    assert_eq!((province.code.as_str(), province.level), ("KH02", 1));
    assert_eq!(province.names["latin"], "Battambang");
    assert_eq!(province.units["km"], "ខេត្ត");
    assert_eq!(district.names.len(), 1);
    assert!(district.units.is_empty());
    assert_eq!(old.replaced_by.as_deref(), Some("KH0209"));
}

#[test]
fn the_list_is_named_by_what_its_top_hangs_on() {
    let check = |top: &str, list: &str| {
        let table = read(&["pcode,parent,level,name_latin", top]).unwrap();
        assert_eq!(table.list, list, "{top}");
        assert_eq!(table.places[0].parent, list, "{top}");
    };
    check("KH02,KH,1,Battambang", "KH");
    check("KH02,,1,Battambang", "KH");
    check("MMR017,,1,Ayeyarwady", "MMR");
    check("01,PH,3,Somewhere", "PH");
    refused(
        &["pcode,parent,level,name_latin", "01,,1,Nowhere"],
        &["line 2", "“parent”", "names the country"],
    );
}

#[test]
fn the_columns_that_are_needed_are_named() {
    refused(&["parent,level,name_km", "KH,1,ក"], &["line 1", "“pcode”"]);
    refused(
        &["pcode,level,name_km", "KH01,1,ក"],
        &["line 1", "“parent”"],
    );
    refused(
        &["pcode,parent,name_km", "KH01,KH,ក"],
        &["line 1", "“level”"],
    );
    refused(
        &["pcode,parent,level", "KH01,KH,1"],
        &["line 1", "“name_km”"],
    );
    refused(
        &["pcode,parent,level,name_", "KH01,KH,1,x"],
        &["line 1", "“name_”", "no language"],
    );
    refused(&[HEAD], &["line 1", "no place"]);
    refused(&[""], &["line 1"]);
    refused(&["{\"pcode\": \"KH01\"}"], &["line 1", "“pcode”"]);
}

#[test]
fn a_wrong_cell_is_named_by_line_and_column() {
    refused_line(",KH02,2,ក,A,", &["“pcode”", "no code"]);
    refused_line("KH 03,KH02,2,ក,A,", &["“pcode”", "letters and digits"]);
    refused_line("KH០៣,KH02,2,ក,A,", &["“pcode”", "letters and digits"]);
    refused_line(
        &format!("{},KH02,2,ក,A,", "9".repeat(33)),
        &["“pcode”", "at most 32"],
    );
    refused_line("KH0209,KH02,2,ក,A,", &["“pcode”", "KH0209", "line 3"]);
    refused_line("KH0210,KH02,0,ក,A,", &["“level”", "from 1"]);
    refused_line("KH0210,KH02,10,ក,A,", &["“level”"]);
    refused_line("KH0210,KH02,district,ក,A,", &["“level”"]);
    refused_line("KH0210,KH02,,ក,A,", &["“level”"]);
    refused_line("KH0210,KH07,2,ក,A,", &["“parent”", "KH07"]);
    refused_line("KH0210,,2,ក,A,", &["“parent”", "only a topmost"]);
    refused_line("KH0210,KH0209,2,ក,A,", &["“parent”", "level 2"]);
    refused_line("KH0210,KH0210,2,ក,A,", &["“parent”", "level 2"]);
    refused_line("LA01,LA,1,ក,A,", &["“parent”", "one country"]);
    refused_line("KH0210,KH02,2,,,", &["“name_km”", "no name"]);
    refused_line(
        &format!("KH0210,KH02,2,,{},", "a".repeat(201)),
        &["“name_latin”", "200"],
    );
    refused_line("KH0210,KH02,2,,\"a\nb\",", &["“name_latin”", "one line"]);
    refused_line("KH0210,KH02,2,RBHraCaNacRkk,,", &["“name_km”", "legacy"]);
    refused_line("KH0210,KH02,2,ក,A,District,more", &["7 cells"]);
}

#[test]
fn what_was_replaced_is_checked_too() {
    let check = |lines: &[&str], words: &[&str]| {
        let mut all = vec!["pcode,parent,level,name_latin,replaced_by", "KH01,KH,1,A,"];
        all.extend(lines);
        refused(&all, words);
    };
    let column = "“replaced_by”";
    check(&["KH02,KH,1,B,KH09"], &["line 3", column, "KH09"]);
    check(&["KH02,KH,1,B,KH02"], &["line 3", column]);
    check(
        &["KH02,KH,1,B,KH03", "KH03,KH,1,C,KH01"],
        &["line 3", column],
    );
    check(
        &["KH02,KH,1,B,KH01", "KH0201,KH02,2,C,"],
        &["line 4", "“parent”", "was replaced"],
    );
}

#[test]
fn the_built_in_list_can_be_kept() {
    let table = PlaceTable::read(crate::places::BUILT_IN).unwrap();
    assert_eq!(
        (table.list.as_str(), table.places.len()),
        (crate::places::BUILT_IN_LIST, 235)
    );
    let form = include_str!("../../../../forms/eore_session.csv");
    for place in table.places.iter().filter(|place| place.level == 1) {
        let code = place.code.strip_prefix("KH").unwrap();
        let (latin, khmer) = (&place.names["latin"], &place.names["km"]);
        let choice = format!(",province,{code},{latin},{khmer}");
        assert!(
            form.lines().any(|line| line.starts_with(&choice)),
            "{choice}"
        );
    }
}

/// A list of one province with its columns of degrees.
fn placed(cells: &str) -> Result<PlaceTable, ImportError> {
    let head = "pcode,parent,level,name_latin,latitude,longitude,south,north,west,east";
    read(&[head, &format!("KH02,KH,1,Battambang,{cells}")])
}

#[test]
fn where_places_are_is_read_as_far_as_it_is_said() {
    let check = |cells: &str, point: Option<[f64; 2]>, extent: Option<[f64; 4]>| {
        let table = placed(cells).unwrap_or_else(|error| panic!("{cells}: {error}"));
        assert_eq!(table.places[0].site, Site { point, extent }, "{cells}");
    };
    let (point, extent) = ([13.0957, 103.2022], [12.4, 13.5, 102.2, 103.6]);
    check(",,,,,", None, None);
    check("13.0957,103.2022,,,,", Some(point), None);
    check(",,12.4,13.5,102.2,103.6", None, Some(extent));
    check(
        "13.0957,103.2022,12.4,13.5,102.2,103.6",
        Some(point),
        Some(extent),
    );
    check("១៣.០៩៥៧,\"103,2022\",,,,", Some(point), None);
    check("-8.5,115,,,,", Some([-8.5, 115.0]), None);
}

#[test]
fn where_places_are_is_refused_by_its_column() {
    let check = |cells: &str, words: &[&str]| {
        let said = placed(cells).unwrap_err().to_string();
        for word in ["line 2"].iter().chain(words) {
            assert!(said.contains(word), "“{said}” should say “{word}”");
        }
    };
    check("103.2022,13.0957,,,,", &["“latitude”", "from -90 to 90"]);
    check("13.0957,,,,,", &["“longitude”"]);
    check("north,103.2022,,,,", &["“latitude”"]);
    check("NaN,103.2022,,,,", &["“latitude”"]);
    check("13.0957,203.2022,,,,", &["“longitude”", "180"]);
    check(",,12.4,13.5,102.2,", &["“east”"]);
    check(",,13.5,12.4,102.2,103.6", &["“north”", "other side"]);
    check(",,12.4,13.5,103.6,102.2", &["“east”", "other side"]);
    check(
        "14.0,103.2022,12.4,13.5,102.2,103.6",
        &["“latitude”", "not in its box"],
    );
}
