//! The program at a terminal.

use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use serde_json::{Value, json};
use vault::invitation::Invitation;

/// Runs a command.
pub(crate) fn run(data: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sala-server"))
        .env_remove("SALA_DATA")
        .arg("--data")
        .arg(data)
        .args(words)
        .output()
        .unwrap()
}

/// Runs a command that must succeed, with `--json`.
pub(crate) fn ask(data: &Path, words: &[&str]) -> Value {
    let output = run(data, &[words, &["--json"]].concat());
    let (out, err) = (
        String::from_utf8(output.stdout),
        String::from_utf8(output.stderr),
    );
    assert_eq!(
        (output.status.code(), err.unwrap().as_str()),
        (Some(0), ""),
        "{words:?}"
    );
    serde_json::from_str(&out.unwrap()).unwrap()
}

/// Checks that a command ends so, says exactly this on stderr, and the same in JSON.
#[track_caller]
fn check(data: &Path, words: &[&str], exit: i32, code: &str, message: &str) {
    let output = run(data, words);
    assert_eq!(output.status.code(), Some(exit), "{words:?}");
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "");
    let said = String::from_utf8(output.stderr).unwrap();
    // Clap adds usage lines for people; the sentence is the same.
    let plain = said.replace("error: ", "");
    assert!(plain.starts_with(message), "{words:?} said {said:?}");
    let output = run(data, &[words, &["--json"]].concat());
    assert_eq!(output.status.code(), Some(exit));
    let said: Value = serde_json::from_slice(&output.stderr).unwrap();
    assert_eq!(said, json!({ "code": code, "message": message }));
}

fn centre() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let url = "https://centre.example.org/";
    let init = [
        "init",
        "--programme",
        "Risk education",
        "--country",
        "KH",
        "--url",
        url,
    ];
    let said = ask(folder.path(), &init);
    assert_eq!(
        said["url"], "https://centre.example.org",
        "without the slash"
    );
    folder
}

#[test]
fn a_centre_is_set_up_and_looked_after() {
    let folder = centre();
    let data = folder.path();
    assert_eq!(
        ask(data, &["team", "add", "BTB-1", "Battambang"])["code"],
        "BTB-1"
    );
    ask(data, &["team", "add", "PLN", "Pailin"]);
    assert_eq!(
        ask(data, &["team", "list"]),
        json!({ "teams": [{ "code": "BTB-1", "name": "Battambang" }, { "code": "PLN", "name": "Pailin" }] })
    );
    let said = ask(
        data,
        &[
            "invite",
            "--team",
            "PLN,BTB-1",
            "--person",
            "Dara",
            "--role",
            "va",
        ],
    );
    let invitation: Invitation = said["invitation"].as_str().unwrap().parse().unwrap();
    assert_eq!(
        (invitation.person.as_str(), invitation.role.as_str()),
        ("Dara", "va")
    );
    assert_eq!(invitation.teams, ["BTB-1", "PLN"]);
    assert_eq!(invitation.url, "https://centre.example.org");
    assert_eq!(
        ask(data, &["person", "list"]),
        json!({ "people": [] }),
        "nobody joined yet"
    );
    assert_eq!(ask(data, &["device", "list"]), json!({ "devices": [] }));
    assert_eq!(
        ask(data, &["url", "http://10.0.0.5:8080"]),
        json!({ "url": "http://10.0.0.5:8080" })
    );
}

#[test]
fn an_invitation_alone_stands_on_stdout() {
    let folder = centre();
    let all = [
        "invite",
        "--all-teams",
        "--person",
        "Chenda",
        "--role",
        "admin",
    ];
    let output = run(folder.path(), &all);
    let text = String::from_utf8(output.stdout).unwrap();
    let invitation: Invitation = text.parse().unwrap();
    assert_eq!(invitation.teams, ["*"]);
    let file = folder.path().join("chenda.txt");
    let out = ["--out", file.to_str().unwrap()];
    let output = run(folder.path(), &[&all[..], &out[..]].concat());
    assert!(
        !String::from_utf8(output.stdout)
            .unwrap()
            .contains("sala-invite:")
    );
    let kept: Invitation = std::fs::read_to_string(&file).unwrap().parse().unwrap();
    assert_ne!(
        kept.secret, invitation.secret,
        "each invitation has its own"
    );
}

#[test]
fn refusals_exit_1_and_name_what_is_wrong() {
    let folder = centre();
    let data = folder.path();
    ask(data, &["team", "add", "A", "Team A"]);
    check(
        data,
        &["team", "add", "A", "B"],
        1,
        "team-taken",
        "there is a team A already",
    );
    let dara = ["--person", "Dara", "--role", "field"];
    let words = [&["invite", "--team", "X"][..], &dara].concat();
    check(data, &words, 1, "no-team", "there is no team X");
    let id = "01890000-0000-7000-8000-000000000000";
    let message = format!("there is no person {id}");
    check(
        data,
        &["person", "deactivate", id],
        1,
        "no-person",
        &message,
    );
    check(
        data,
        &["invite", "--person-id", id],
        1,
        "no-person",
        &message,
    );
    let id = "00112233445566778899aabbccddeeff";
    let message = format!("there is no device {id}");
    check(data, &["device", "revoke", id], 1, "no-device", &message);
    let again = ["init", "--programme", "P", "--country", "KH"];
    check(
        data,
        &again,
        1,
        "already-set-up",
        "a programme is set up here already",
    );
    let nowhere = data.join("nowhere");
    let at = nowhere.display();
    let message = format!("there is no centre in {at}: run `sala-server --data {at} init` first");
    for words in [&["team", "list"][..], &["serve"], &["doctor"]] {
        check(&nowhere, words, 1, "not-set-up", &message);
    }
    assert!(!nowhere.exists(), "asking makes nothing");
}

#[test]
fn misuse_exits_2_and_changes_nothing() {
    let folder = centre();
    let data = folder.path();
    let dara = ["--person", "Dara", "--role", "field"];
    let check = |words: &[&str], message: &str| check(data, words, 2, "misused", message);
    check(
        &[&["invite"][..], &dara].concat(),
        "say which teams: --team CODE[,CODE] or --all-teams",
    );
    check(
        &[&["invite", "--all-teams", "--days", "0"][..], &dara].concat(),
        "the number of days must be from 1 to 90",
    );
    check(
        &["team", "add", "B", " "],
        "the name of a team must be 1 to 200 bytes of text without blanks around it",
    );
    check(
        &["url", "centre"],
        "the address of the centre must be an address such as https://centre.example.org",
    );
    assert_eq!(ask(data, &["team", "list"]), json!({ "teams": [] }));
    for words in [
        &["frobnicate"][..],
        &["team", "add", "A B", "Name"],
        &[
            "invite",
            "--all-teams",
            "--person",
            "Dara",
            "--role",
            "owner",
        ],
        &[
            "invite",
            "--all-teams",
            "--team",
            "A",
            "--person",
            "Dara",
            "--role",
            "va",
        ],
        &["serve", "--tls-cert", "cert.pem"],
        &["serve", "--listen", "nowhere"],
        &["device", "revoke", "7"],
        &[],
    ] {
        let output = run(data, &[words, &["--json"]].concat());
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        let said: Value = serde_json::from_slice(&output.stderr).unwrap();
        assert_eq!(said["code"], "misused");
        assert!(said["message"].as_str().unwrap().len() > 20, "{said}");
    }
}

#[test]
fn a_country_is_two_letters() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("centre");
    for country in ["kh", "KHM", "", "K1"] {
        let words = ["init", "--programme", "P", "--country", country];
        let message = "the country must be two capital letters of ISO 3166, such as KH";
        check(&data, &words, 2, "misused", message);
    }
    assert!(!data.exists(), "nothing was made");
}

#[test]
fn an_init_that_broke_off_is_finished_by_the_next() {
    let folder = centre();
    std::fs::remove_file(folder.path().join("centre.db")).unwrap();
    let key = std::fs::read(folder.path().join("centre.key")).unwrap();
    ask(
        folder.path(),
        &["init", "--programme", "P", "--country", "KH"],
    );
    assert_eq!(
        std::fs::read(folder.path().join("centre.key")).unwrap(),
        key,
        "the key is kept"
    );
}

#[test]
fn a_key_that_is_not_this_centres_is_refused() {
    let (ours, theirs) = (centre(), centre());
    let path = ours.path().join("centre.key");
    std::fs::copy(theirs.path().join("centre.key"), &path).unwrap();
    let at = path.display();
    let message = format!("{at} is the key of another centre than the one in the database");
    check(ours.path(), &["team", "list"], 1, "key", &message);
    std::fs::write(&path, "lost").unwrap();
    check(
        ours.path(),
        &["team", "list"],
        1,
        "key",
        &format!("{at} is no key of a centre"),
    );
}

#[test]
fn without_a_folder_nothing_is_done() {
    let output = Command::new(env!("CARGO_BIN_EXE_sala-server"))
        .env_remove("SALA_DATA")
        .args(["team", "list"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "say which folder: --data DIR\n"
    );
}

#[cfg(unix)]
#[test]
fn a_folder_that_was_there_keeps_its_rights_and_a_new_one_is_private() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    let init = ["init", "--programme", "P", "--country", "KH"];
    ask(folder.path(), &init);
    assert_eq!(mode(folder.path()), 0o755);
    let new = folder.path().join("new");
    ask(&new, &init);
    assert_eq!(mode(&new), 0o700);
}

#[test]
fn help_and_version_are_no_errors() {
    for words in [["--help"], ["--version"]] {
        let output = run(Path::new("."), &words);
        assert_eq!(output.status.code(), Some(0));
        assert!(!output.stdout.is_empty());
    }
}
