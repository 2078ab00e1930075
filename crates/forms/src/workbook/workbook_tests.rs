//! Files of all kinds: what is read, and what is refused by name.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::panic,
    reason = "a failed test should stop at once"
)]

use std::path::PathBuf;

use proptest::prelude::*;

use crate::{Workbook, compile, read};

fn refusal(bytes: &[u8]) -> String {
    read("x.csv", bytes)
        .unwrap_err()
        .iter()
        .map(ToString::to_string)
        .collect()
}

/// The cells of a sheet as `heading=text` lines, one line a row, with its number.
fn rows(book: &Workbook, sheet: &str) -> Vec<String> {
    let sheet = book.sheet(sheet).unwrap();
    sheet
        .rows
        .iter()
        .map(|row| {
            let cells = sheet
                .cells(row)
                .map(|(column, text)| format!("{}={text}", column.key));
            format!("{} {}", row.number, cells.collect::<Vec<_>>().join(" "))
        })
        .collect()
}

#[test]
fn a_csv_names_its_sheets_in_the_first_column() {
    let want = ["3 type=text name=q", "4 type=note name=n"];
    for text in [
        "survey\n,type,name\n,text,q\n,note,n\n",
        "\u{feff}survey\r\n,type,name\r\n,text,q\r\n,note,n\r\n",
        "Survey,,\n,Type, NAME \n,text,  q\n,note,n,beyond the header\n",
        "survey;;\n;type;name\n;text;q\n;note;n\n",
    ] {
        assert_eq!(
            rows(&read("a/b/form.csv", text.as_bytes()).unwrap(), "survey"),
            want,
            "{text}"
        );
    }
    let beside = read(
        "f.csv",
        b"survey,type,name\n,text,q\nchoices,list_name,name\n,l,a",
    )
    .unwrap();
    assert_eq!(beside.sheets().collect::<Vec<_>>(), ["survey", "choices"]);
    assert_eq!(rows(&beside, "choices"), ["4 list_name=l name=a"]);
}

#[test]
fn headings_have_one_spelling() {
    let check = |heading: &str, key: &str, language: Option<&str>| {
        let text = format!("survey\n,type,{heading}\n,text,x\n");
        let book = read("f.csv", text.as_bytes()).unwrap();
        let column = &book.sheet("survey").unwrap().columns[1];
        assert_eq!(
            (column.key.as_str(), column.language.as_deref()),
            (key, language),
            "{heading}"
        );
    };
    check("relevance", "relevant", None);
    check("Required Message", "required_message", None);
    check("requiredMsg", "required_message", None);
    check("calculate", "calculation", None);
    check("read only", "read_only", None);
    check("readonly", "read_only", None);
    check("jr:count", "repeat_count", None);
    check("label::Khmer (km)", "label", Some("Khmer (km)"));
    check("Label :: Khmer (km)", "label", Some("Khmer (km)"));
    check("label:French", "label", Some("French"));
    check("caption::French", "label", Some("French"));
    check("media::image::French", "media::image", Some("French"));
    check("image", "media::image", None);
    check("bind::relevant", "relevant", None);
    check("bind::jr:constraintMsg", "constraint_message", None);
    check("bind::orx:x", "bind::orx:x", None);
    check("control::rows", "body::rows", None);
}

#[test]
fn cells_lose_what_word_processors_put_in() {
    let text = "survey\n,type,name,label\n,text,q,\"  a\u{a0} b\t c \r\n second \"\n";
    let book = read("f.csv", text.as_bytes()).unwrap();
    assert_eq!(
        rows(&book, "survey"),
        ["3 type=text name=q label=a b c\n second"]
    );
}

#[test]
fn two_columns_of_one_meaning_are_said_and_the_first_filled_counts() {
    let book = read(
        "f.csv",
        b"survey\n,type,name,label,caption\n,text,q,,second\n",
    )
    .unwrap();
    let sheet = book.sheet("survey").unwrap();
    assert_eq!(sheet.get(&sheet.rows[0], "label"), Some("second"));
    assert!(
        book.findings[0]
            .message
            .contains("means the same as \"label\"")
    );
}

#[test]
fn other_files_are_refused_by_name() {
    let check = |bytes: &[u8], want: &str| {
        let words = refusal(bytes);
        assert!(words.contains(want), "{words}");
    };
    check(b"", "empty");
    check(b"\xff\xfes\0u\0", "UTF-16");
    check(b"\xfe\xff\0s", "UTF-16");
    check(
        "survey\n,type\n,text caf\u{e9}"
            .replace('\u{e9}', "?")
            .replace('?', "\u{0}")
            .as_bytes(),
        "neither CSV",
    );
    check(b"survey\n,type,name\n,text,caf\xe9", "line 3 is not UTF-8");
    check(b"survey\n,type\n,\x93quoted\x94", "Windows-1252");
    check(b"%PDF-1.7\n%\xe2\xe3", "UTF-8");
    check(b",type,name\n,text,q", "before any sheet");
    check(b"PK\x03\x04 cut off", "cut off");
    check(
        &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0],
        "cannot be opened",
    );
}

#[test]
fn a_long_cell_is_cut_with_a_finding_and_too_many_rows_are_refused() {
    let text = format!("survey\n,type,name,label\n,text,q,{}\n", "ក".repeat(30_000));
    let book = read("f.csv", text.as_bytes()).unwrap();
    let sheet = book.sheet("survey").unwrap();
    assert!(sheet.get(&sheet.rows[0], "label").unwrap().len() <= super::CELL_BYTES_MAX);
    assert!(book.findings[0].message.contains("64 KiB"));
    let rows = format!(
        "survey\n,type,name\n{}",
        ",text,q\n".repeat(super::ROWS_MAX as usize + 5)
    );
    assert!(refusal(rows.as_bytes()).contains("more than 100000 rows"));
}

/// An archive of one packed entry of zeros, with the size that its table of contents claims.
fn archive(size: usize, claimed: u32) -> Vec<u8> {
    let mut packer = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut packer, &vec![0; size]).unwrap();
    let packed = packer.finish().unwrap();
    let length = u32::try_from(packed.len()).unwrap().to_le_bytes();
    let mut file = b"PK\x03\x04".to_vec();
    file.extend([20, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    file.extend(length);
    file.extend(claimed.to_le_bytes());
    file.extend([1, 0, 0, 0, b'x']);
    file.extend(packed);
    let contents = u32::try_from(file.len()).unwrap().to_le_bytes();
    file.extend(b"PK\x01\x02");
    file.extend([20, 0, 20, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    file.extend(length);
    file.extend(claimed.to_le_bytes());
    file.extend([1, 0]);
    file.extend([0; 16]);
    file.push(b'x');
    file.extend(b"PK\x05\x06");
    file.extend([0, 0, 0, 0, 1, 0, 1, 0, 47, 0, 0, 0]);
    file.extend(contents);
    file.extend([0, 0]);
    file
}

#[test]
fn an_archive_that_unpacks_to_too_much_is_refused_before_it_is_read() {
    let large = 40 * 1024 * 1024;
    let honest = archive(large, u32::try_from(large).unwrap());
    assert!(refusal(&honest).contains("would unpack to"));
    let lying = archive(large, 10);
    assert!(
        refusal(&lying).contains("would unpack to"),
        "the claim is not believed"
    );
    let small = archive(1_000, 1_000);
    assert!(
        refusal(&small).contains("cannot be opened"),
        "an archive that is no workbook"
    );
    for cut in 0..small.len() {
        let _ = read("x", &small[..cut]);
    }
}

#[test]
fn real_workbooks_are_read_and_never_panic() {
    let shared = std::env::var("SALA_SHARED").map_or_else(
        |_| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let Ok(folder) = std::fs::read_dir(shared.join("conformance/real")) else {
        assert!(
            std::env::var("CI").is_err(),
            "the real workbooks are missing"
        );
        println!("left out: the real workbooks are not here");
        return;
    };
    let (mut forms, mut books) = (0, 0);
    for entry in folder {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.ends_with(".json") {
            continue;
        }
        books += 1;
        let bytes = std::fs::read(&path).unwrap();
        let book = read(&name, &bytes).unwrap_or_else(|findings| panic!("{name}: {findings:?}"));
        let (form, findings) = compile(&book);
        forms += usize::from(form.is_some());
        if form.is_none() {
            let error = findings
                .iter()
                .find(|f| f.severity == crate::Severity::Error);
            println!("{name}: {}", error.unwrap());
        }
        for cut in [bytes.len() / 2, bytes.len() - 10] {
            let _ = read(&name, &bytes[..cut]);
        }
    }
    println!("{forms} of {books} real workbooks make a form");
    assert!(forms * 46 >= books * 44, "{forms} of {books}");
}

#[test]
fn tables_of_bars_are_sheets() {
    let check = |text: &str, want: &[&str]| {
        let book = read("f.md", text.as_bytes()).unwrap();
        assert_eq!(rows(&book, "survey"), want, "{text}");
    };
    let want = ["2 type=text name=q", "3 type=note name=n"];
    check(
        "| survey |\n| | type | name |\n| | text | q |\n| | note | n |\n",
        &want,
    );
    check(
        "\n  # a remark\n  | survey | type | name |\n  |--------|------|------|\n  |        | text | q    |\n  |        | note | n    |\n",
        &want,
    );
    check(
        "| survey |\n| | type | name | relevant |\n| | text | q | a \\| b |\n",
        &["2 type=text name=q relevant=a | b"],
    );
    assert!(refusal(b"| | type | name |").contains("before any sheet"));
    let long = format!(
        "| survey |\n| | type | name |\n{}",
        "| | text | q |\n".repeat(super::ROWS_MAX as usize + 5)
    );
    assert!(refusal(long.as_bytes()).contains("more than 100000 rows"));
}

#[test]
fn a_huge_cell_is_cut_and_costs_little() {
    let text = format!(
        "| survey |\n| | type | name | label | relevant |\n| | text | q | Q | {} |\n",
        "(".repeat(5 * 1024 * 1024)
    );
    let book = read("f.md", text.as_bytes()).unwrap();
    let words: Vec<String> = compile(&book).1.iter().map(ToString::to_string).collect();
    assert!(
        words.iter().any(|line| line.contains("64 KiB")),
        "{words:#?}"
    );
    assert!(
        words.iter().any(|line| line.contains("cannot be read")),
        "{words:#?}"
    );
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300), kind in 0..3) {
        let mut file = match kind {
            0 => b"PK\x03\x04".to_vec(),
            1 => vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
            _ => b"survey\n".to_vec(),
        };
        file.extend(bytes);
        if let Ok(book) = read("x", &file) {
            let _ = compile(&book);
        }
    }

    #[test]
    fn no_table_makes_the_reader_panic(lines in proptest::collection::vec("[|a-z_$#={}\\\\ (,)]{0,40}", 0..12)) {
        let head = "| survey |\n| | type | name | label | parameters | save_to | trigger |\n| entities |\n| | list_name | label |\n";
        for text in [format!("{head}{}", lines.join("\n")), format!("| survey |\n| | type | name | parameters |\n| | {} |", lines.join("|\n| | "))] {
            if let Ok(book) = read("x", text.as_bytes()) {
                let _ = compile(&book);
            }
        }
    }
}
