//! The `sala` command line: what it prints, and how it ends: 0 done, 1 refused, 2 misused.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

mod bundle;
mod hub;
mod maps;
mod reports;
mod tables;
mod unwritable;

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

const PASSPHRASE: &str = "nine green mangoes on a gate";

fn sala(folder: &TempDir, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sala"))
        .arg("--data")
        .arg(folder.path().join("laptop"))
        .arg("--passphrase-file")
        .arg(folder.path().join("secret"))
        .args(words)
        .output()
        .unwrap()
}

/// A laptop with a programme of its own.
fn laptop() -> TempDir {
    laptop_of("supervisor")
}

fn laptop_of(role: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("secret"), PASSPHRASE).unwrap();
    let init = [
        "init",
        "--programme",
        "Test",
        "--team",
        "BTB2",
        "--person",
        "Dara",
        "--role",
        role,
    ];
    assert_eq!(sala(&folder, &init).status.code(), Some(0));
    folder
}

#[test]
fn refusals_and_misuse_are_told_apart() {
    let folder = laptop();
    let check = |words: &[&str], status: i32, code: Option<&str>| {
        let words: Vec<&str> = ["--json"]
            .into_iter()
            .chain(words.iter().copied())
            .collect();
        let output = sala(&folder, &words);
        assert_eq!(output.status.code(), Some(status), "{words:?}");
        if let Some(code) = code {
            let said: Value = serde_json::from_slice(&output.stderr).unwrap();
            assert_eq!(said["code"], code, "{words:?}");
            assert!(!said["message"].as_str().unwrap().is_empty());
        }
    };
    check(&["record", "list"], 0, None);
    check(&["doctor"], 0, None);
    check(&["form", "retire", "kap_response"], 0, None);
    check(
        &["record", "new", "--form", "kap_response"],
        1,
        Some("not_found"),
    );
    check(
        &["form", "use", "kap_response", "1900"],
        1,
        Some("not_found"),
    );
    check(&["form", "versions"], 0, None);
    check(&["places", "lists"], 0, None);
    check(&["record", "show", "nothing"], 1, Some("not_found"));
    check(
        &["record", "new", "--form", "nothing"],
        1,
        Some("not_found"),
    );
    check(&["record", "new", "--form", "person"], 1, Some("not_valid"));
    check(&["sync"], 1, Some("no_centre"));
    check(&["bundle", "export", "--to", "."], 1, Some("no_centre"));
    check(&["bundle", "import", "a.sala"], 1, Some("no_centre"));
    check(&["bundle", "import"], 2, None);
    check(
        &["init", "--programme", "T", "--team", "A", "--person", "B"],
        1,
        Some("already_set_up"),
    );
    check(&["join", "sala-invite:x"], 2, Some("misused"));
    check(
        &[
            "record",
            "new",
            "--form",
            "person",
            "--set",
            "no equals sign",
        ],
        2,
        Some("misused"),
    );
    check(&["nonsense"], 2, None);
    check(&["--as", "Nobody", "record", "list"], 1, Some("not_found"));
    fs::write(folder.path().join("secret"), "some other passphrase").unwrap();
    check(&["record", "list"], 1, Some("wrong_passphrase"));
}

#[test]
fn an_error_is_one_sentence_on_standard_error() {
    let folder = laptop();
    let output = sala(&folder, &["record", "show", "nothing"]);
    assert!(output.stdout.is_empty());
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "there is no such record here\n"
    );
}

const XFORM: &str = "<h:html xmlns=\"http://www.w3.org/2002/xforms\" xmlns:h=\"http://www.w3.org/1999/xhtml\"><h:head><h:title>Visit</h:title><model><instance><data id=\"visit\" version=\"3\"><n/><twice/></data></instance><bind nodeset=\"/data/n\" type=\"int\"/><bind nodeset=\"/data/twice\" calculate=\"/data/n * 2\"/></model></h:head><h:body><input ref=\"/data/n\"><label>How many</label></input></h:body></h:html>";

/// Runs `sala` without a laptop, with these lines on its standard input.
fn bare(words: &[&str], lines: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_sala"))
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(lines.as_bytes())
        .unwrap();
    child.wait_with_output().unwrap()
}

/// A warning would stand on a line of its own.
#[test]
fn the_programmes_own_forms_are_checked_without_a_warning() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("forms");
    let mut checked = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let is_sheet = path.extension().is_some_and(|it| it == "csv");
        if !is_sheet || path.ends_with("rules.csv") {
            continue;
        }
        let output = bare(&["form", "check", path.to_str().unwrap()], "");
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(said.trim_end().ends_with("can be used."), "{said}");
        checked += 1;
    }
    assert_eq!(checked, 11);
}

#[test]
fn a_form_file_is_checked_and_played_without_a_laptop() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let form = file("visit.xml", XFORM);
    let bad = file(
        "bad.csv",
        "survey,,,,\n,type,name,label,constraint\n,integer,men,Men,. >\n",
    );
    let script = file("script.json", r#"[{"set": "/data/n", "value": 4}]"#);
    let check = |words: &[&str], status: i32, out: &str, err: &str| {
        let output = bare(words, "");
        let said = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        assert_eq!(
            output.status.code(),
            Some(status),
            "{words:?}: {}",
            said(&output.stderr)
        );
        assert!(
            said(&output.stdout).contains(out),
            "{words:?}: {}",
            said(&output.stdout)
        );
        assert!(
            said(&output.stderr).contains(err),
            "{words:?}: {}",
            said(&output.stderr)
        );
    };
    check(
        &["form", "check", &form],
        0,
        "“Visit” (visit, version 3) can be used",
        "",
    );
    check(
        &["form", "check", "--json", &form],
        0,
        r#""usable":true"#,
        "",
    );
    check(
        &["form", "check", &bad],
        1,
        "survey row 3, constraint",
        "cannot be used",
    );
    check(
        &["form", "check", "--json", &bad],
        1,
        r#""usable":false"#,
        r#""code":"bad_input""#,
    );
    check(
        &["form", "check", "nowhere.xml"],
        1,
        "",
        "read the file that was named",
    );
    check(
        &["form", "play", &form, "--script", &script],
        0,
        r#""instance_value":"8""#,
        "",
    );
    check(
        &["form", "play", &bad],
        1,
        r#""load":"failure""#,
        "could not be played",
    );
    check(
        &["form", "play", "nowhere.xml"],
        1,
        "",
        "read the file that was named",
    );
    check(
        &["form", "play", &form, "--script", &bad],
        1,
        "",
        "the script is no JSON",
    );
    check(
        &["form", "play", &form, "--now", "noon"],
        2,
        "",
        "noon is no moment",
    );
    check(
        &["form", "play", &form, "--serve"],
        2,
        "",
        "cannot be used with",
    );
    check(&["form", "play"], 1, r#""ok":false"#, "names no form");
}

#[test]
fn a_position_is_understood_without_a_laptop() {
    let check = |words: &[&str], status: i32, said: &str| {
        let words: Vec<&str> = ["position"]
            .into_iter()
            .chain(words.iter().copied())
            .collect();
        let output = bare(&words, "");
        assert_eq!(output.status.code(), Some(status), "{words:?}");
        let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(text.contains(said), "{words:?}: {text}");
    };
    check(
        &["48P 304855 1448889"],
        0,
        "13.099997, 103.200000 (WGS 84, within 1 m)",
    );
    check(&["-6.2088 106.8456", "--country", "ID"], 0, "6.2088° S");
    check(
        &["13.1, 103.2", "--datum", "indian1960", "--json"],
        0,
        "\"decimal_degrees\":\"13.101857, 103.196367\"",
    );
    check(&["704855 1448889", "--zone", "47"], 0, "R-C1 error");
    check(
        &["13°66' 103°12'"],
        1,
        "this is no position: “66” cannot be minutes",
    );
    check(&["13°66' 103°12'", "--json"], 1, "{\"code\":\"bad_input\"");
    check(&["13.1 103.2", "--zone", "61"], 2, "61");
}

#[test]
fn each_line_that_asks_is_answered_with_one_line() {
    let request = |id: u32, value: u32| {
        let actions = serde_json::json!([{ "set": "/data/n", "value": value }]);
        serde_json::json!({ "id": id, "xml": XFORM, "actions": actions }).to_string()
    };
    let lines = format!("{}\n\nnonsense\n{}\n", request(1, 2), request(2, 50));
    let output = bare(
        &["form", "play", "--serve", "--now", "2026-01-15T12:00:00Z"],
        &lines,
    );
    assert_eq!(output.status.code(), Some(0));
    let text = String::from_utf8(output.stdout).unwrap();
    let answers: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let told: Vec<(&Value, &Value)> = answers
        .iter()
        .map(|answer| (&answer["id"], &answer["ok"]))
        .collect();
    let (one, two, none, yes, no) = (1.into(), 2.into(), Value::Null, true.into(), false.into());
    assert_eq!(told, [(&one, &yes), (&none, &no), (&two, &yes)]);
    assert!(
        answers[1]["error"]
            .as_str()
            .unwrap()
            .starts_with("bad json")
    );
    let twice = answers[2]["snapshots"]["final"]["nodes"]
        .as_array()
        .unwrap();
    let twice = twice
        .iter()
        .find(|node| node["path"] == "/data/twice")
        .unwrap();
    assert_eq!(twice["value"], "100");
}

#[test]
fn a_form_is_written_as_xform_xml_and_expressions_are_answered() {
    let folder = tempfile::tempdir().unwrap();
    let form = folder.path().join("visit.csv");
    let sheets = "survey,,,\n,type,name,label\n,integer,n,How many\nsettings,,\n,form_id,version\n,visit,3\n";
    fs::write(&form, sheets).unwrap();
    let output = bare(&["form", "xml", form.to_str().unwrap()], "");
    assert_eq!(output.status.code(), Some(0));
    let again = folder.path().join("again.xml");
    fs::write(&again, &output.stdout).unwrap();
    let checked = bare(&["form", "check", again.to_str().unwrap()], "");
    let said = String::from_utf8(checked.stdout).unwrap();
    assert!(said.contains("(visit, version 3) can be used"), "{said}");
    fs::write(&again, "<data/>").unwrap();
    let refused = bare(&["form", "xml", again.to_str().unwrap()], "");
    assert_eq!((refused.status.code(), refused.stdout.len()), (Some(1), 0));
    let asked = "{\"xml\": \"<a><b>2</b></a>\", \"expr\": \"/a/b * 2\"}\n{\"expr\": 1}\nx\n";
    let output = bare(&["form", "xpath", "--serve"], asked);
    assert_eq!(output.status.code(), Some(0));
    let text = String::from_utf8(output.stdout).unwrap();
    let answers: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(answers[0]["string"], "4");
    assert!(answers[1]["error"].is_string() && answers[2]["error"].is_string());
    assert_eq!(bare(&["form", "xpath"], "").status.code(), Some(2));
}

#[test]
fn a_form_is_imported_from_xform_xml_too() {
    let folder = laptop();
    let form = folder.path().join("visit.xml");
    fs::write(&form, XFORM).unwrap();
    let output = sala(&folder, &["form", "import", form.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0));
    let made = sala(
        &folder,
        &["record", "new", "--form", "visit", "--set", "n=21"],
    );
    let said = String::from_utf8(made.stderr).unwrap();
    assert_eq!(made.status.code(), Some(0), "{said}");
    let exported = sala(&folder, &["record", "export", "--form", "visit"]);
    let record: Value = serde_json::from_slice(&exported.stdout).unwrap();
    assert!(record.to_string().contains(r#""twice":"42""#), "{record}");
}

#[test]
fn a_form_that_cannot_be_used_says_where() {
    let folder = laptop();
    let form = folder.path().join("bad.csv");
    fs::write(
        &form,
        "survey,,,,\n,type,name,label,constraint\n,integer,men,Men,. >\n",
    )
    .unwrap();
    let output = sala(&folder, &["form", "import", form.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("row") && said.contains("survey"), "{said}");
}

#[test]
fn photos_come_with_a_record_and_go_out_with_an_export() {
    let folder = laptop();
    let form = "survey\n,type,name,label,required\n,image,photo,Photo,yes\nsettings\n,form_id,form_title,version\n,sheets,Sheets,1\n";
    fs::write(folder.path().join("sheets.csv"), form).unwrap();
    let mut photo = std::io::Cursor::new(Vec::new());
    let format = image::ImageFormat::Jpeg;
    image::DynamicImage::new_rgb8(900, 10)
        .write_to(&mut photo, format)
        .unwrap();
    fs::write(folder.path().join("Sok Sophea.jpg"), photo.get_ref()).unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let done = |words: &[&str]| {
        let output = sala(&folder, words);
        assert_eq!(output.status.code(), Some(0), "{words:?} {output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    done(&["form", "import", &path("sheets.csv")]);
    assert!(done(&["pictures", "700"]).contains("at most 700 dots"));
    let new = ["record", "new", "--form", "sheets"];
    assert_eq!(sala(&folder, &new).status.code(), Some(1), "it is required");
    let with = format!("photo={}", path("Sok Sophea.jpg"));
    done(&[&new[..], &["--file", &with]].concat());
    let line = done(&["record", "export", "--files", &path("out")]);
    let line: Value = serde_json::from_str(&line).unwrap();
    let name = line["answers"]["photo"].as_str().unwrap();
    let kept = image::open(folder.path().join("out").join(name)).unwrap();
    assert_eq!(kept.width(), 700);
    assert!(done(&["doctor"]).contains("1 files lie beside the database"));
    let missing = format!("photo={}", path("nothing.jpg"));
    let refused = sala(&folder, &[&new[..], &["--file", &missing]].concat());
    assert_eq!(refused.status.code(), Some(1));
}

#[test]
fn a_receiver_that_is_not_there_is_told() {
    let output = bare(&["position", "--gps", "/dev/no-receiver"], "");
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("open the port of the receiver"), "{said}");
    assert_eq!(bare(&["position"], "").status.code(), Some(2));
}

#[test]
fn a_backup_comes_back_in_another_folder() {
    let folder = laptop();
    let file = folder.path().join("all.sala-backup");
    let path = file.to_str().unwrap();
    assert_eq!(sala(&folder, &["backup", path]).status.code(), Some(0));
    let other = tempfile::tempdir().unwrap();
    fs::write(other.path().join("secret"), PASSPHRASE).unwrap();
    assert_eq!(sala(&other, &["restore", path]).status.code(), Some(0));
    assert_eq!(sala(&other, &["doctor"]).status.code(), Some(0));
}
