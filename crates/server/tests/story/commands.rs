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
    assert_eq!(ask(data, &["names", "renew"]), json!({ "names": 2 }));
    assert_eq!(ask(data, &["names", "renew"]), json!({ "names": 3 }));
    let acts = ask(data, &["audit", "list"]);
    let last = acts["acts"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&last["what"], &last["about"]),
        (&json!("names-renew"), &json!({ "names": 3 }))
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
fn an_invitation_is_drawn_listed_and_taken_back() {
    let folder = centre();
    let data = folder.path();
    let drawn = data.join("chenda.svg");
    let words = [
        "invite",
        "--all-teams",
        "--person",
        "Chenda",
        "--role",
        "admin",
    ];
    let said = ask(
        data,
        &[&words[..], &["--qr", drawn.to_str().unwrap()]].concat(),
    );
    let svg = std::fs::read_to_string(&drawn).unwrap();
    let code = qrcodegen::QrCode::encode_text(
        said["invitation"].as_str().unwrap(),
        qrcodegen::QrCodeEcc::Low,
    );
    let code = code.unwrap();
    let squares = (0..code.size())
        .flat_map(|y| (0..code.size()).map(move |x| (x, y)))
        .filter(|(x, y)| code.get_module(*x, *y));
    for (x, y) in squares {
        assert!(
            svg.contains(&format!("M{},{}h1v1", x + 4, y + 4)),
            "{x},{y}"
        );
    }
    let listed = &ask(data, &["invitation", "list"])["invitations"][0];
    assert_eq!(
        (&listed["state"], &listed["role"], &listed["teams"]),
        (&json!("open"), &json!("admin"), &json!(["*"]))
    );
    let id = listed["id"].as_str().unwrap();
    let withdrawn = ask(data, &["invitation", "withdraw", id.get(..8).unwrap()]);
    assert_eq!(withdrawn, json!({ "invitation": id, "state": "withdrawn" }));
    let listed = &ask(data, &["invitation", "list"])["invitations"][0];
    assert_eq!(listed["state"], "withdrawn");
    let unknown = "the centre does not know this invitation";
    check(
        data,
        &["invitation", "withdraw", "zz"],
        1,
        "refused",
        unknown,
    );
}

#[test]
fn forms_rules_and_what_was_done_are_looked_after() {
    let folder = centre();
    let data = folder.path();
    let write = |name: &str, text: &str| {
        let path = data.join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let built_in = ask(data, &["form", "list"])["forms"]
        .as_array()
        .unwrap()
        .len();
    let sheets = "survey,,,\n,type,name,label\n,text,a,A\n,select_one_from_file v.csv,v,V\n\
                  settings,,\n,form_id,version\n,survey,1\n";
    let form = write("survey.csv", sheets);
    let said = ask(data, &["form", "add", &form]);
    assert_eq!(
        (&said["form"], &said["version"]),
        (&json!("survey"), &json!("1"))
    );
    assert!(
        said["findings"].to_string().contains("v.csv is missing"),
        "{said}"
    );
    let listed = ask(data, &["form", "list"]);
    assert_eq!(listed["forms"].as_array().unwrap().len(), built_in + 1);
    let list = write("v.csv", "name,label\na,A\n");
    let taken = "there is another form survey 1: a version never changes";
    check(data, &["form", "add", &form, &list], 1, "form-taken", taken);
    let broken = write(
        "broken.csv",
        "survey,,,\n,type,name,label\n,begin_group,a,A\n",
    );
    let output = run(data, &["form", "add", &broken, "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let told: Value = serde_json::from_slice(&output.stderr).unwrap();
    assert_eq!(told["code"], "form");
    assert!(
        told["message"].to_string().contains("survey row 3"),
        "{told}"
    );
    let rules = ask(data, &["rules", "reset"])["rules"].as_u64().unwrap();
    assert!(rules > 10, "{rules}");
    let acts = ask(data, &["audit", "list"]);
    let what: Vec<&str> = acts["acts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|act| act["what"].as_str().unwrap())
        .collect();
    assert_eq!(what, ["init", "form-add", "rules-use"]);
    let after = acts["acts"][1]["number"].to_string();
    let later = ask(data, &["audit", "list", "--after", &after]);
    assert_eq!(later["acts"].as_array().unwrap().len(), 1);
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
