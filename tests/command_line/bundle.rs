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
