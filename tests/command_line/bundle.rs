//! `sala bundle`: out on a stick, and back with a receipt.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use desk::view::StickOrder;
use kit::{Office, PASSPHRASE, Stick};
use serde_json::Value;

fn sala(laptop: &Path, words: &[&str]) -> Output {
    let secret = laptop.with_extension("secret");
    fs::write(&secret, PASSPHRASE).unwrap();
    Command::new(env!("CARGO_BIN_EXE_sala"))
        .arg("--data")
        .arg(laptop)
        .arg("--passphrase-file")
        .arg(secret)
        .arg("--json")
        .args(words)
        .output()
        .unwrap()
}

#[track_caller]
fn done(output: &Output) -> Value {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{said}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_stick_goes_out_and_its_answer_comes_back() {
    let office = Office::open();
    let mut dara = office.laptop("Sok Dara", "supervisor", &["BTB2"]);
    dara.session("Phum Thmei", 7);
    // Its program ends, and lets go of the folder.
    dara.restart();
    let (folder, out, back) = (dara.path(), Stick::new(), Stick::new());
    let to = out.path().to_string_lossy().into_owned();

    let written = done(&sala(&folder, &["bundle", "export", "--to", &to]));
    assert_eq!(
        (&written["records"], &written["revisions"]),
        (&1.into(), &2.into())
    );
    assert_eq!(office.reads(&out.asks(), None, &back).taken, 2);

    let from = back.path().to_string_lossy().into_owned();
    let look = done(&sala(&folder, &["bundle", "import", "--dry-run", &from]));
    assert_eq!(look["pieces"][0]["from_centre"], true);
    let taken = done(&sala(&folder, &["bundle", "import", &from]));
    assert_eq!(taken["confirmed"], 2);
    let again = done(&sala(&folder, &["bundle", "import", &from]));
    assert_eq!(again["confirmed"], 0);
    assert_eq!(
        done(&sala(&folder, &["bundle", "readers"])),
        Value::Array(Vec::new())
    );

    // What is sealed for the centre is not for a laptop, and nothing else was there.
    let own = sala(&folder, &["bundle", "import", &to]);
    assert_eq!(own.status.code(), Some(1));
    let said: Value = serde_json::from_slice(&own.stderr).unwrap();
    assert_eq!(said["code"], "stick_not_for_us");
    let words = sala(
        &folder,
        &["bundle", "export", "--to", &to, "--for", "words"],
    );
    assert_eq!(words.status.code(), Some(2));
}

#[test]
fn a_colleagues_stick_is_taken_and_answered_in_one_step() {
    let office = Office::open();
    let dara = office.laptop("Dara", "field", &["BTB2"]);
    let mut vanna = office.laptop("Vanna", "coordinator", &["BTB2"]);
    vanna.session("Sdau", 2);
    dara.session("Phum Thmei", 7);
    dara.sync().unwrap();
    let (out, back) = (Stick::new(), Stick::new());
    let choice = dara.desk.stick_choice().unwrap();
    let order = StickOrder {
        reader: choice.readers[0].id.clone(),
        whole: true,
        ..StickOrder::default()
    };
    dara.writes(&out, &order).unwrap();
    vanna.restart();
    let from = out.path().to_string_lossy().into_owned();
    let to = back.path().to_string_lossy().into_owned();
    let answering = ["bundle", "import", "--answers", to.as_str(), &from];
    let taken = done(&sala(&vanna.path(), &answering));
    assert_eq!(taken["added"], 2);
    assert_eq!(taken["from"][0]["people"][0], "Dara");
    assert_eq!(taken["answers"][0]["revisions"], 4);
    assert_eq!(dara.takes(&back.asks(), None).added, 2);

    let looking = [
        "bundle",
        "import",
        "--answers",
        to.as_str(),
        "--dry-run",
        &from,
    ];
    let both = sala(&vanna.path(), &looking);
    assert_eq!(both.status.code(), Some(2), "looking answers nothing");
}

#[test]
fn an_import_that_takes_some_and_refuses_some_is_refused_and_lists_them() {
    let office = Office::open();
    let dara = office.laptop("Dara", "field", &["BTB2"]);
    let mut vanna = office.laptop("Vanna", "coordinator", &["BTB2"]);
    dara.sync().unwrap();
    dara.session("Phum Thmei", 7);
    vanna.sync().unwrap();
    let stick = Stick::new();
    let choice = dara.desk.stick_choice().unwrap();
    let order = StickOrder {
        reader: choice.readers[0].id.clone(),
        ..StickOrder::default()
    };
    let written = dara.writes(&stick, &order).unwrap();
    let good = stick.path().join(&written.pieces[0]);
    let bytes = fs::read(&good).unwrap();
    fs::write(
        stick.path().join("sala-2-cut.sala"),
        &bytes[..bytes.len() / 2],
    )
    .unwrap();
    vanna.restart();
    let from = stick.path().to_string_lossy().into_owned();
    for (words, new) in [
        (vec!["bundle", "import", "--dry-run", &from], 2),
        (vec!["bundle", "import", &from], 2),
        (vec!["bundle", "import", &from], 0),
    ] {
        let output = sala(&vanna.path(), &words);
        assert_eq!(output.status.code(), Some(1), "{words:?}");
        let told: Value = serde_json::from_slice(&output.stdout).unwrap();
        // Looking answers with the list, and taking with what was taken and the list.
        let pieces = told.get("look").unwrap_or(&told)["pieces"].as_array();
        let pieces = pieces.unwrap();
        assert_eq!(pieces.len(), 2);
        let whole = pieces.iter().find(|piece| piece["fault"].is_null());
        let brings = told.get("added").unwrap_or(&whole.unwrap()["new"]);
        assert_eq!(brings, new, "{told}");
        let said: Value = serde_json::from_slice(&output.stderr).unwrap();
        assert_eq!(said["code"], "stick_cut");
        let message = said["message"].as_str().unwrap();
        assert!(
            message.starts_with("1 of 2 files were not taken: "),
            "{message}"
        );
        assert!(message.contains("sala-2-cut.sala"), "{message}");
    }
}

const FORM: &str = "survey
,type,name,label,sala_class
,text,village,Village,P1
,file,scan,Signed sheet,P1
settings
,form_id,form_title,version
,sheets,Sheets,1
";
/// Room for one piece of two scans, and not for a second one.
const SMALL_STICK: &str = "mount -t tmpfs -o size=1200k tmpfs \"$0\" || exit 77
kept=\"$1\"; shift
\"$@\"; code=$?
cp \"$0\"/* \"$kept\"
exit $code";

/// As [`sala`], with a folder that is a small stick while it runs, and that another one keeps; none where the system has
/// no small disks.
fn sala_on_a_small_stick(
    laptop: &Path,
    small: &Path,
    kept: &Path,
    words: &[&str],
) -> Option<Output> {
    let played = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount"])
        .args(["sh", "-c", SMALL_STICK])
        .args([small, kept])
        .arg(env!("CARGO_BIN_EXE_sala"))
        .arg("--data")
        .arg(laptop)
        .arg("--passphrase-file")
        .arg(laptop.with_extension("secret"))
        .arg("--json")
        .args(words)
        .output();
    let cannot = match &played {
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr);
            output.status.code() == Some(77) || said.starts_with("unshare:")
        }
        Err(_) => true,
    };
    match cannot {
        true => {
            assert!(
                std::env::var_os("CI").is_none(),
                "in CI a small disk must be had: unshare and mount"
            );
            kit::say_left_out("a small stick: no small disk can be had here");
            None
        }
        false => played.ok(),
    }
}

fn with_five_scans(office: &Office) -> kit::Laptop {
    let laptop = office.laptop("Sok Dara", "supervisor", &["BTB2"]);
    let desk = &laptop.desk;
    desk.form_import("sheets.csv", FORM.as_bytes()).unwrap();
    for seed in 0..5_u64 {
        let id = desk.draft_new("sheets", None).unwrap().draft;
        desk.draft_set(&id, "village", "Phum Thmei").unwrap();
        let mut scan = b"%PDF-".to_vec();
        let mut noise: u64 = 0x9e37_79b9_7f4a_7c15 + seed;
        scan.resize_with(380_000, || {
            noise ^= noise << 13;
            noise ^= noise >> 7;
            noise ^= noise << 17;
            (noise >> 32) as u8
        });
        desk.draft_attach(&id, "scan", scan).unwrap();
        assert!(desk.draft_finish(&id).unwrap().record.is_some());
    }
    laptop
}

#[test]
fn what_does_not_fit_into_one_folder_goes_into_the_next() {
    let office = Office::open();
    let mut dara = with_five_scans(&office);
    dara.restart();
    let folder = dara.path();
    fs::write(folder.with_extension("secret"), PASSPHRASE).unwrap();
    let (small, kept, other) = (Stick::new(), Stick::new(), Stick::new());
    let to = small.path().to_string_lossy().into_owned();
    let then = other.path().to_string_lossy().into_owned();
    let export = ["bundle", "export", "--piece", "1", "--to", &to];

    let both = [&export[..], &["--to", &then]].concat();
    let Some(output) = sala_on_a_small_stick(&folder, small.path(), kept.path(), &both) else {
        return;
    };
    let written = done(&output);
    assert_eq!(
        (&written["files"], &written["left"]),
        (&5.into(), &Value::Null)
    );
    assert_eq!(written["places"][0]["to"], to);
    assert_eq!(written["places"][0]["pieces"][0], written["pieces"][0]);
    assert_eq!(written["places"][1]["pieces"].as_array().unwrap().len(), 2);
    assert_eq!((kept.asks().len(), other.asks().len()), (1, 2));
    let back = Stick::new();
    assert_eq!(office.reads(&kept.asks(), None, &back).files, 2);
    assert_eq!(office.reads(&other.asks(), None, &back).files, 3);
}

#[test]
fn folders_that_do_not_suffice_are_told_with_what_is_left() {
    let office = Office::open();
    let mut dara = with_five_scans(&office);
    dara.restart();
    let folder = dara.path();
    fs::write(folder.with_extension("secret"), PASSPHRASE).unwrap();
    let (small, kept) = (Stick::new(), Stick::new());
    let to = small.path().to_string_lossy().into_owned();
    let gone = small.path().join("gone").to_string_lossy().into_owned();
    let export = [
        "bundle", "export", "--piece", "1", "--to", &to, "--to", &gone,
    ];
    let Some(output) = sala_on_a_small_stick(&folder, small.path(), kept.path(), &export) else {
        return;
    };
    assert_eq!(output.status.code(), Some(1));
    let written: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&written["records"], &written["files"]),
        (&5.into(), &2.into())
    );
    assert_eq!(written["left"]["files"], 3);
    assert_eq!(written["places"][1]["pieces"], Value::Array(Vec::new()));
    let said: Value = serde_json::from_slice(&output.stderr).unwrap();
    let message = said["message"].as_str().unwrap();
    assert!(message.starts_with("not all was written: "), "{message}");
    assert!(message.contains("3 photos and scans are left"), "{message}");
    let back = Stick::new();
    assert_eq!(office.reads(&kept.asks(), None, &back).files, 2);
}
