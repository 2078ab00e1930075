//! Tables that come in and go out: lists of places, rules, exports.

use std::fs;

use serde_json::Value;

use crate::{laptop, laptop_of, sala};

#[test]
fn a_list_of_places_is_imported_and_searched() {
    let folder = laptop();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let head = "pcode,parent,level,name_km,name_latin,unit_en\n";
    let places = "KH02,KH,1,បាត់ដំបង,Battambang,Province\nKH0209,KH02,2,សំឡូត,Samlout,District\n";
    let list = file("kh.csv", &format!("{head}{places}"));
    let orphan = file(
        "orphan.csv",
        &format!("{head}{places}KH0310,KH03,2,,Lost,District\n"),
    );
    let no_head = file("no_head.csv", "code,name\n1,2\n");
    let check = |words: &[&str], status: i32, out: &str, err: &str| {
        let output = sala(&folder, words);
        let said = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let (told, refused) = (said(&output.stdout), said(&output.stderr));
        assert_eq!(output.status.code(), Some(status), "{words:?}: {refused}");
        assert!(told.contains(out), "{words:?}: {told}");
        assert!(refused.contains(err), "{words:?}: {refused}");
    };
    check(
        &["places", "find", "kratie"],
        0,
        "KH10  ក្រចេះ / Kratié (Province)\n1 of 1 places",
        "",
    );
    check(
        &["places", "import", &list],
        0,
        "The list of KH is version 2: 2 places, of which 0 are new and 2 changed; 233 are retired.",
        "",
    );
    check(
        &["places", "import", &list],
        0,
        "version 2: 2 places, of which 0 are new",
        "",
    );
    check(
        &["places", "find", "samlout", "bat-tam-bang"],
        0,
        "KH0209  សំឡូត / Samlout (District), បាត់ដំបង / Battambang (Province)\n1 of 1 places",
        "",
    );
    check(&["places", "find", "kratie"], 0, "(no longer listed)", "");
    check(&["places", "find", "--level", "2"], 0, "1 of 1 places", "");
    check(&["places", "find", "nowhere"], 0, "0 of 0 places", "");
    check(
        &["places", "find", "--within", "KH77"],
        1,
        "",
        "there is no such place here",
    );
    check(&["places", "find", "--level", "0"], 2, "", "0");
    check(
        &["places", "import", &orphan],
        1,
        "",
        "line 4, column “parent”: there is no place with the code KH03 in this list; nothing was imported",
    );
    check(
        &["places", "import", &no_head],
        1,
        "",
        "line 1: there is no column “parent”",
    );
    check(
        &["places", "import", "nowhere.csv"],
        1,
        "",
        "read the file that was named",
    );
    let output = sala(&folder, &["places", "find", "០២០៩", "--json"]);
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    let place = &found["places"][0];
    assert_eq!(
        (&found["total"], &place["code"]),
        (&1.into(), &"KH0209".into())
    );
    assert_eq!(place["names"]["km"], "សំឡូត");
    assert_eq!(place["state"], "listed");
    assert_eq!(place["parents"][0]["names"]["latin"], "Battambang");
}

#[test]
fn rules_are_listed_checked_and_put_in_place_of_those_in_use() {
    let folder = laptop();
    let told = |words: &[&str], status: i32| {
        let output = sala(&folder, words);
        assert_eq!(output.status.code(), Some(status), "{words:?}");
        let text = [output.stdout, output.stderr].concat();
        String::from_utf8(text).unwrap()
    };
    assert!(told(&["rules", "list"], 0).contains("rules that Sala comes with"));
    let table = told(&["rules", "print"], 0);
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_string_lossy().into_owned()
    };
    let tuned = file(
        "tuned.csv",
        &table.replace("${total} > {session_people}", "${total} > 20"),
    );
    let wrong = file(
        "wrong.csv",
        &table.replace("${total} > {session_people}", "${totl} > 100"),
    );
    assert_eq!(
        told(&["rules", "check", &tuned], 0),
        "The table can be used.\n"
    );
    for word in ["check", "import"] {
        let said = told(&["rules", word, &wrong], 1);
        assert!(
            said.contains("${totl} is no question of the form eore_session"),
            "{said}"
        );
    }
    assert!(told(&["rules", "list"], 0).contains("rules that Sala comes with"));
    let said = told(&["rules", "import", &tuned], 0);
    assert!(
        said.contains("rules of tuned.csv") && said.contains("put in place by Dara"),
        "{said}"
    );
    assert!(told(&["rules", "list"], 0).contains("rules of tuned.csv"));
}

#[test]
fn an_export_is_a_table_or_lines_and_both_come_back() {
    let folder = laptop();
    let answers = [
        "record",
        "new",
        "--form",
        "person",
        "--set",
        "consent/basis=legal_duty_casualty_register",
        "--set",
        "who/victim_type=indirect_family",
        "--set",
        "who/sex=female",
        "--set",
        "who/birth_precision=unknown",
        "--set",
        "home/place_not_listed=yes",
        "--set",
        "status/vital_status=alive",
        "--set",
        "status/displacement_status=unknown",
    ];
    let made = sala(&folder, &answers);
    assert_eq!(
        made.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    let lines = folder.path().join("person.jsonl");
    let table = folder.path().join("person.csv");
    let (lines, table) = (lines.to_str().unwrap(), table.to_str().unwrap());
    for words in [
        &["record", "export", "--out", lines][..],
        &[
            "record", "export", "--form", "person", "--csv", "--out", table,
        ],
    ] {
        let output = sala(&folder, words);
        assert_eq!(output.stdout, b"1 records were written.\n", "{words:?}");
    }
    let book = folder.path().join("person.xlsx");
    let book = book.to_str().unwrap();
    let words = [
        "record", "export", "--form", "person", "--format", "xlsx", "--out", book,
    ];
    assert_eq!(sala(&folder, &words).stdout, b"1 records were written.\n");
    assert!(fs::read(book).unwrap().starts_with(b"PK"));
    // A person's record says no position: it is on paper, and no point of a map.
    for (format, begins, told) in [
        ("pdf", "%PDF", "1 records were written.\n"),
        ("gpkg", "SQLite", "0 records were written.\n"),
        ("geojson", "{", "0 records were written.\n"),
    ] {
        let out = folder.path().join(format!("person.{format}"));
        let words = ["record", "export", "--form", "person", "--format", format];
        let output = sala(
            &folder,
            &[&words[..], &["--out", out.to_str().unwrap()]].concat(),
        );
        let aside = String::from_utf8(output.stderr).unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap(), told, "{aside}");
        assert!(fs::read(out).unwrap().starts_with(begins.as_bytes()));
        assert_eq!(
            aside.contains("1 records have no point"),
            format != "pdf",
            "{aside}"
        );
    }
    for alone in [&["--csv"][..], &["--format", "xlsx"]] {
        let words = [&["record", "export"], alone].concat();
        assert_eq!(sala(&folder, &words).status.code(), Some(2), "{words:?}");
    }
    assert!(
        fs::read_to_string(table)
            .unwrap()
            .starts_with("\u{feff}sala:record,sala:form,")
    );
    for file in [lines, table, book] {
        let other = laptop();
        let output = sala(&other, &["--json", "record", "import", file]);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(report["made"]["person"], 1, "{report}");
    }
}

#[test]
fn forms_places_and_pictures_are_looked_after_by_the_same_people_as_in_the_window() {
    let form = "survey,,,\n,type,name,label\n,text,well,Well\nsettings,,,\n,form_title,form_id,version\n,Water,water,1\n";
    let list = "pcode,parent,level,name_latin\nKH02,KH,1,Battambang\n";
    for (role, status) in [
        ("field", 1),
        ("va", 1),
        ("coordinator", 1),
        ("supervisor", 0),
    ] {
        let folder = laptop_of(role);
        let file = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::write(&path, text).unwrap();
            path.to_str().unwrap().to_owned()
        };
        let (form, list) = (file("water.csv", form), file("kh.csv", list));
        for words in [
            ["form", "import", &form].as_slice(),
            &["places", "import", &list],
            &["pictures", "700"],
        ] {
            let output = sala(&folder, words);
            let said = String::from_utf8(output.stderr).unwrap();
            assert_eq!(
                output.status.code(),
                Some(status),
                "{role} {words:?}: {said}"
            );
            let told = said.contains("your role may not look after the forms, places and pictures");
            assert_eq!(told, status == 1, "{role} {words:?}: {said}");
        }
        // What is chosen is told to everybody.
        assert_eq!(
            sala(&folder, &["pictures"]).status.code(),
            Some(0),
            "{role}"
        );
    }
}

#[test]
fn what_rules_on_several_records_found_is_listed_and_their_figures_are_set() {
    let folder = laptop_of("coordinator");
    let told = |words: &[&str], status: i32| {
        let output = sala(&folder, words);
        assert_eq!(output.status.code(), Some(status), "{words:?}");
        let text = [output.stdout, output.stderr].concat();
        String::from_utf8(text).unwrap()
    };
    assert_eq!(told(&["quality"], 0).trim(), "0 findings");
    assert_eq!(told(&["quality", "--json"], 0).trim(), "[]");
    assert_eq!(told(&["quality", "anew"], 0).trim(), "0 findings");
    assert!(told(&["quality", "thresholds"], 0).contains("entry_seconds  R-F1  90\n"));
    let set = told(&["quality", "set", "entry_seconds", "30"], 0);
    assert!(
        set.contains("entry_seconds  R-F1  30  (usually 90)"),
        "{set}"
    );
    assert!(set.contains("entry_seconds: 90 → 30"), "{set}");
    let odd = told(&["quality", "set", "entry_seconds", "often"], 2);
    assert!(
        odd.contains("entry_seconds is a whole number from 0 to 3600"),
        "{odd}"
    );
    assert!(told(&["quality", "set", "colour", "blue"], 2).contains("\"colour\""));
    let back = told(&["quality", "set", "entry_seconds", ""], 0);
    assert!(back.contains("entry_seconds  R-F1  90\n"), "{back}");
    let json = told(&["quality", "thresholds", "--json"], 0);
    let view: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(view["history"].as_array().unwrap().len(), 2);
    assert_eq!(view["may_change"], true);
}
