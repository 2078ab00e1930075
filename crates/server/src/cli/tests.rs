#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::PathBuf;

use clap::CommandFactory as _;
use data_encoding::HEXLOWER;
use programme::built_in;
use records::PersonId;
use sync::{Addressee, BundleWriter, Head};
use tempfile::TempDir;
use vault::{DeviceKey, Invitation, SealFor, Sealing};
use zeroize::Zeroizing;

use super::*;
use crate::ledger::{Act, Admitted, Arrival, Ledger as _, SqliteLedger};

/// Who gives the commands.
const USER: &str = "chan";
/// What no act may name.
const NAMES: [&str; 3] = ["Sophea", "Dara", "Risk"];
const SURVEY: &str =
    "survey,,,\n,type,name,label\n,text,a,A\nsettings,,\n,form_id,version\n,survey,1\n";

/// Every command in an order in which they can be given to one centre: the words after its name, and what it puts into
/// the list of acts. Whoever adds a command that changes something adds its act.
const COMMANDS: [(&str, &str, &[&str]); 28] = [
    (
        "init",
        "--programme Risk --country KH --url http://centre.test",
        &["init"],
    ),
    ("url", "http://10.0.0.5:8080", &["url"]),
    ("names renew", "", &["names-renew"]),
    ("team add", "A Alpha", &["team-add"]),
    ("team list", "", &[]),
    (
        "invite",
        "--team A --person Sophea --role va --out {here}/sophea",
        &["invite"],
    ),
    ("invitation list", "", &[]),
    (
        "invitation withdraw",
        "{invitation}",
        &["invitation-withdraw"],
    ),
    // Dara comes with a laptop.
    ("invite", "--team A --person Dara --role field", &["invite"]),
    ("person list", "", &[]),
    ("person change", "{person} --role va", &["person-change"]),
    ("device list", "", &[]),
    ("form add", "{here}/survey.csv", &["form-add"]),
    ("form list", "", &[]),
    ("rules use", "{here}/rules.csv", &["rules-use"]),
    ("rules reset", "", &["rules-use"]),
    ("audit list", "", &[]),
    ("bundle import", "--dry-run {here}/dara.sala", &[]),
    (
        "bundle import",
        "{here}/dara.sala --answers {here}",
        &["bundle-import"],
    ),
    (
        "bundle export",
        "--device {device} --to {here}",
        &["bundle-export"],
    ),
    ("receipt verify", "{here}/survey.csv", &[]),
    ("doctor", "", &[]),
    ("backup", "{here}/monday.backup", &["backup"]),
    // It changes nothing but by what laptops ask.
    ("serve", "", &[]),
    ("person deactivate", "{person}", &["person-deactivate"]),
    ("device revoke", "{device}", &["device-revoke"]),
    ("bundle export", "--device {device} --to {here}", &[]),
    ("restore", "{here}/monday.backup", &["restore"]),
];
/// Those that are refused in the table: a survey is no receipt, and a laptop that was sent away gets no stick.
const REFUSED: [(&str, usize); 2] = [("receipt verify", 0), ("bundle export", 1)];

/// A centre that gets all commands, and a laptop that joined.
struct Scene {
    folder: TempDir,
    centre: PathBuf,
    key: DeviceKey,
    invitation: String,
    admitted: Option<Admitted>,
}

impl Scene {
    fn set() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("survey.csv"), SURVEY).unwrap();
        fs::write(folder.path().join("rules.csv"), built_in::RULES).unwrap();
        Self {
            centre: folder.path().join("centre"),
            folder,
            key: DeviceKey::from_bytes(&Zeroizing::new([9; 32])),
            invitation: String::new(),
            admitted: None,
        }
    }

    /// Writes words with what they stand for.
    fn words(&self, name: &str, rest: &str) -> Vec<OsString> {
        let admitted = self.admitted.as_ref();
        let id = |id: Option<String>| id.unwrap_or_default();
        let rest = rest
            .replace("{here}", self.folder.path().to_str().unwrap())
            .replace("{invitation}", &self.invitation)
            .replace("{person}", &id(admitted.map(|who| who.person.to_string())))
            .replace("{device}", &id(admitted.map(|who| who.device.to_string())));
        let at = self.centre.to_str().unwrap();
        let words = ["sala-server", "--data", at].into_iter();
        let words = words.chain(name.split_whitespace());
        let words = words.chain(rest.split_whitespace());
        words.map(OsString::from).collect()
    }

    fn run(&self, name: &str, rest: &str) -> Result<Said, String> {
        let args = Args::try_parse_from(self.words(name, rest));
        let args = args.map_err(|error| error.to_string())?;
        run(args, USER.into()).map_err(|fault| fault.message)
    }

    fn acts(&self) -> Vec<(u64, Act)> {
        let path = self.centre.join("centre.db");
        if !path.exists() {
            return Vec::new();
        }
        SqliteLedger::open(&path).unwrap().acts(0, 1_000).unwrap()
    }

    /// Lets a laptop in on the invitation that was just made, and has it write a stick with nothing on it.
    fn joins(&mut self, said: &Said) {
        let line = said.json["invitation"].as_str().unwrap();
        let invitation: Invitation = line.parse().unwrap();
        let secret_hash = vault::token_hash(&invitation.secret);
        self.invitation = HEXLOWER.encode(&secret_hash);
        if invitation.person != "Dara" {
            return;
        }
        let arrival = Arrival {
            secret_hash,
            public: self.key.device_public(),
            name: "laptop".into(),
            token_hash: [7; 32],
            new_person: PersonId([7; 16]),
        };
        let ledger = SqliteLedger::open(&self.centre.join("centre.db")).unwrap();
        self.admitted = Some(ledger.admit(&arrival, system_clock()()).unwrap());
        let head = Head {
            set: [1; 16],
            piece: 1,
            batch: [1; 16],
            writer: self.key.device_public(),
            addressee: Addressee::Centre,
            made_ms: 1,
        };
        let public = Centre::open(&self.centre).unwrap().public();
        let stick = File::create(self.folder.path().join("dara.sala")).unwrap();
        let sealing = Sealing::begin(SealFor::Key(&public), stick).unwrap();
        let out = BundleWriter::begin(sealing, &head).unwrap();
        let (sealing, _) = out.finish(false, &|said| self.key.sign(said)).unwrap();
        sealing.finish().unwrap();
    }
}

/// Gathers the names of the commands that do something.
fn names(command: &clap::Command, before: &str, found: &mut BTreeSet<String>) {
    for below in command.get_subcommands() {
        let name = format!("{before} {}", below.get_name());
        match below.has_subcommands() {
            true => names(below, &name, found),
            false => {
                found.insert(name.trim().to_owned());
            }
        }
    }
}

#[test]
fn every_command_is_in_the_table_of_acts() {
    let mut there = BTreeSet::new();
    names(&Args::command(), "", &mut there);
    let table = COMMANDS.iter().map(|(name, ..)| (*name).to_owned());
    assert_eq!(table.collect::<BTreeSet<_>>(), there);
}

#[test]
fn every_command_that_changes_something_is_listed_with_who_gave_it() {
    let mut scene = Scene::set();
    let mut seen: Vec<(u64, Act)> = Vec::new();
    let mut given: Vec<&str> = Vec::new();
    for (name, rest, acts) in COMMANDS {
        if name == "serve" {
            continue;
        }
        if name == "restore" {
            scene.centre = scene.folder.path().join("restored");
        }
        let before = given.iter().filter(|other| **other == name).count();
        let refused = REFUSED.contains(&(name, before));
        given.push(name);
        match scene.run(name, rest) {
            Ok(said) => {
                assert!(!refused && !said.bad, "{name}: {}", said.text);
                let listed = scene.acts();
                let new: Vec<&Act> = listed
                    .iter()
                    .filter(|act| !seen.contains(act))
                    .map(|(_, act)| act)
                    .collect();
                let what: Vec<&str> = new.iter().map(|act| act.what.as_str()).collect();
                assert_eq!(what, acts, "{name}");
                assert!(new.iter().all(|act| act.by == USER), "{name}: {new:?}");
                if name == "invite" {
                    scene.joins(&said);
                }
            }
            Err(message) => assert!(refused, "{name}: {message}"),
        }
        let listed = scene.acts();
        let told: String = listed
            .iter()
            .map(|(_, act)| act.about.to_string())
            .collect();
        let here = scene.folder.path().to_str().unwrap();
        let named = NAMES.into_iter().chain([here]);
        assert_eq!(
            named.filter(|name| told.contains(name)).count(),
            0,
            "{told}"
        );
        seen.extend(listed);
    }
}

#[test]
fn a_copy_and_what_it_was_restored_from_are_known_by_the_same_name() {
    let mut scene = Scene::set();
    scene.run("init", "--programme P --country KH").unwrap();
    scene.run("backup", "{here}/copy").unwrap();
    let copy = fs::read(scene.folder.path().join("copy")).unwrap();
    let digest = blake3::hash(&copy).to_hex().to_string();
    let (_, act) = scene.acts().pop().unwrap();
    assert_eq!(
        (act.about["blake3"].as_str(), &act.about["bytes"]),
        (Some(&*digest), &json!(copy.len()))
    );
    scene.centre = scene.folder.path().join("restored");
    scene.run("restore", "{here}/copy").unwrap();
    let what: Vec<String> = scene.acts().into_iter().map(|(_, act)| act.what).collect();
    assert_eq!(what, ["init", "restore"]);
    let (_, act) = scene.acts().pop().unwrap();
    assert_eq!(act.about["blake3"], *digest);
}
