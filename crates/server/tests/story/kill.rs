//! The power goes: `kill -9` of the real program in the middle of its work, again and again.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use records::RevisionId;
use server::centre::{Home, Invite, system_clock};
use server::ledger::{Guest, Scope, Team};
use server::{Centre, Config, Running};
use sync::Reply;
use tokio::task::block_in_place;

use crate::kit::{Laptop, Said, exchange};

/// At least so many runs, unless `SALA_KILLS` says how many, and so many receipts that outlived a kill; a busy machine
/// takes more runs.
const RUNS_MIN: u32 = 30;
const RUNS_MAX: u32 = 300;
const RECEIPTS_MIN: usize = 60;

/// How often something is killed: as often as `SALA_KILLS` says, or `usual`.
pub(crate) fn kills(usual: u32) -> u32 {
    let said = std::env::var("SALA_KILLS").ok();
    said.map_or(usual, |said| said.parse().unwrap())
}

/// The real program, serving.
pub(crate) struct Program {
    child: Child,
    pub(crate) url: String,
}

impl Program {
    pub(crate) fn start(home: &Home) -> Self {
        Self::start_with(home, "warn", Stdio::null())
    }

    fn start_with(home: &Home, log: &str, errors: Stdio) -> Self {
        Self::start_as(home, log, errors, &[])
    }

    /// Starts it with more settings.
    pub(crate) fn start_as(
        home: &Home,
        log: &str,
        errors: Stdio,
        settings: &[(&str, &str)],
    ) -> Self {
        let database = home.database.iter();
        let mut child = Command::new(env!("CARGO_BIN_EXE_sala-server"))
            .args(["serve", "--listen", "127.0.0.1:0", "--log", log, "--data"])
            .arg(&home.folder)
            .env_remove("SALA_DATABASE_URL")
            .envs(database.map(|url| ("SALA_DATABASE_URL", url)))
            .envs(settings.iter().copied())
            .stdout(Stdio::piped())
            .stderr(errors)
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let url = line
            .trim()
            .strip_prefix("listening on ")
            .expect("one line when ready");
        Self {
            url: url.to_owned(),
            child,
        }
    }

    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// What a laptop holds the centre to.
#[derive(Default)]
pub(crate) struct Promised {
    /// Answered: the reply says that they were taken.
    taken: BTreeSet<RevisionId>,
    pub(crate) receipts: Vec<sync::SignedReceipt>,
}

/// Brings parts until the line breaks, one batch after the other.
pub(crate) async fn bring(laptop: &mut Laptop, promised: &mut Promised, batch: &mut u32) {
    loop {
        *batch += 1;
        let (wire, ids) = laptop.saves(1 + (*batch % 7) as u8);
        let response = laptop
            .try_send(exchange(*batch, vec![wire], true).to_bytes())
            .await;
        let Ok(bytes) = response else { return };
        let said = Said::from(Reply::from_bytes(&bytes).unwrap());
        assert_eq!(said.counts.0 as usize, ids.len());
        let receipt = said.receipt(laptop);
        assert!(receipt.covers(&ids));
        promised.receipts.extend(said.receipt);
        promised.taken.extend(ids);
    }
}

/// Reads everything the centre in this folder holds.
async fn everything(home: &Home, laptop: &Laptop) -> BTreeSet<RevisionId> {
    let config = Config {
        database: home.database.clone(),
        ..Config::local(&home.folder)
    };
    let running = Running::start(config).unwrap();
    let mut reader = laptop.again();
    reader.url = running.url().to_owned();
    let (mut held, mut cursors) = (BTreeSet::new(), Default::default());
    loop {
        let ask = sync::Ask::Exchange {
            batch: [0; 16],
            offer: vec![],
            last: false,
            cursors,
            room: 4 << 20,
            roster: u64::MAX,
            marks: Default::default(),
        };
        let Reply::Exchange {
            incoming,
            more,
            cursors: next,
            ..
        } = reader.ask(&ask).await
        else {
            panic!("not an exchange")
        };
        for part in incoming {
            held.extend(
                sync::unpack(&part.wire)
                    .unwrap()
                    .1
                    .iter()
                    .map(|revision| revision.id),
            );
        }
        cursors = next;
        if !more {
            return held;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_promised_is_there_after_every_kill() {
    let folder = tempfile::tempdir().unwrap();
    survive(&Home::folder(&folder.path().join("centre")), 60_000).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_promised_is_there_after_every_kill_on_postgresql() {
    let Some(cluster) = cluster::shared() else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let home = Home {
        folder: folder.path().join("centre"),
        database: Some(cluster.fresh()),
        by: String::new(),
    };
    // It connects first, so it gets more time.
    survive(&home, 250_000).await;
}

/// Opens the centre, waiting for its database where an asynchronous test may.
fn open(home: &Home) -> Centre {
    block_in_place(|| Centre::open_in(home, system_clock()).unwrap())
}

/// Kills the program in the middle of its work, again and again, each time within so many microseconds.
async fn survive(home: &Home, within_us: u64) {
    let mut laptops = laptops(home).await;
    let mut promised = [Promised::default(), Promised::default()];
    let mut batches = [1, 1];
    let runs_min = kills(RUNS_MIN);
    for run in 0..RUNS_MAX.max(runs_min) {
        let receipts: usize = promised
            .iter()
            .map(|promised| promised.receipts.len())
            .sum();
        if run >= runs_min && receipts >= RECEIPTS_MIN {
            break;
        }
        let program = Program::start(home);
        let [dara, sophea] = &mut laptops;
        let ([ours, theirs], [batch, other]) = (&mut promised, &mut batches);
        dara.url.clone_from(&program.url);
        sophea.url.clone_from(&program.url);
        let wait = Duration::from_micros(u64::from(run) * 7919 % within_us);
        let kill = async {
            tokio::time::sleep(wait).await;
            program.kill();
        };
        tokio::join!(kill, bring(dara, ours, batch), bring(sophea, theirs, other));
        let centre = open(home);
        let found = block_in_place(|| centre.examine().unwrap());
        let broken: Vec<_> = found
            .findings
            .iter()
            .filter(|finding| finding.broken)
            .collect();
        assert!(broken.is_empty(), "after run {run}: {broken:?}");
    }
    is_kept(home, &laptops[0], &promised).await;
}

/// Two laptops that joined, and nobody who has the centre open, as after a power cut.
pub(crate) async fn laptops(home: &Home) -> [Laptop; 2] {
    let (name, url) = ("Risk education", "http://centre.test");
    let made = || Centre::create_in(home, name, "KH", url, system_clock()).unwrap();
    let centre = block_in_place(made);
    let team = Team {
        id: "A".parse().unwrap(),
        name: "Team A".into(),
    };
    block_in_place(|| centre.add_team(&team).unwrap());
    let invite = |name: &str| {
        let guest = Guest::New {
            name: name.into(),
            role: "field".into(),
            scope: Scope::All,
        };
        let invite = Invite {
            guest,
            days: 7,
            url: None,
        };
        block_in_place(|| centre.invite(&invite).unwrap())
    };
    let program = Program::start(home);
    let laptops = [
        Laptop::join_at(&program.url, &invite("Dara"), 1).await,
        Laptop::join_at(&program.url, &invite("Sophea"), 2).await,
    ];
    program.kill();
    laptops
}

/// Checks that what was promised is there and signed for.
pub(crate) async fn is_kept(home: &Home, laptop: &Laptop, promised: &[Promised]) {
    let held = everything(home, laptop).await;
    let centre = open(home);
    for promised in promised {
        assert!(
            promised.taken.is_subset(&held),
            "something that has a receipt is gone"
        );
        for receipt in &promised.receipts {
            let bytes = minicbor::to_vec(receipt).unwrap();
            centre.verify_receipt(&bytes).unwrap();
        }
    }
    let receipts: usize = promised
        .iter()
        .map(|promised| promised.receipts.len())
        .sum();
    assert!(
        receipts >= RECEIPTS_MIN,
        "{receipts} receipts: too few to prove anything"
    );
    let found = block_in_place(|| centre.examine().unwrap());
    assert!(found.counts.receipts >= receipts as u64);
}

#[cfg(unix)]
#[test]
fn told_to_stop_it_ends_well() {
    let folder = tempfile::tempdir().unwrap();
    Centre::create(folder.path(), "Risk education", "KH", "http://centre.test").unwrap();
    for signal in ["-TERM", "-INT"] {
        let mut program = Program::start(&Home::folder(folder.path()));
        let id = program.child.id().to_string();
        assert!(
            Command::new("kill")
                .args([signal, &id])
                .status()
                .unwrap()
                .success()
        );
        assert_eq!(program.child.wait().unwrap().code(), Some(0), "{signal}");
    }
    let names = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    assert_eq!(
        names,
        ["centre.db", "centre.key", "files"],
        "and leaves no journal open"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_tells_what_happened_and_names_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("centre");
    let centre = Centre::create(&data, "Risk education", "KH", "http://centre.test").unwrap();
    centre
        .add_team(&Team {
            id: "A".parse().unwrap(),
            name: "Battambang".into(),
        })
        .unwrap();
    let guest = Guest::New {
        name: "Sokunthea".into(),
        role: "field".into(),
        scope: Scope::All,
    };
    let invitation = centre
        .invite(&Invite {
            guest,
            days: 7,
            url: None,
        })
        .unwrap();
    let mut program = Program::start_with(&Home::folder(&data), "trace", Stdio::piped());
    let mut laptop = Laptop::join_at(&program.url, &invitation, 1).await;
    let save = laptop.pen.save(1, &[], r#"{"name":"Kolab"}"#);
    laptop.offer(1, vec![laptop.seal(&[save])], true).await;
    laptop.send(b"Kolab".to_vec()).await;
    let mut stranger = laptop.again();
    stranger.token = "Kolab".into();
    stranger.send(b"Kolab".to_vec()).await;
    let http = crate::kit::client();
    http.get(format!("{}/Kolab?name=Kolab", program.url))
        .send()
        .await
        .unwrap();
    program.child.kill().unwrap();
    let mut log = String::new();
    program
        .child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut log)
        .unwrap();
    program.child.wait().unwrap();
    let lines: Vec<serde_json::Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON on every line"))
        .collect();
    let answered = lines.iter().filter(|line| line["message"] == "answered");
    let statuses: Vec<u64> = answered
        .map(|line| line["status"].as_u64().unwrap())
        .collect();
    assert_eq!(statuses, [200, 200, 400, 401, 404]);
    let secret = data_encoding::HEXLOWER.encode(&invitation.secret);
    let names = ["Sokunthea", "Kolab", "Battambang", &laptop.token, &secret];
    let named: Vec<&str> = names
        .into_iter()
        .filter(|name| log.contains(name))
        .collect();
    assert_eq!(named, Vec::<&str>::new());
}
