//! The power goes: `kill -9` of the real program in the middle of its work, again and again.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use records::RevisionId;
use server::centre::Invite;
use server::ledger::{Guest, Scope, Team};
use server::{Centre, Config, Running};
use sync::Reply;

use crate::kit::{Laptop, Said, exchange};

/// At least so many runs, and so many receipts that outlived a kill; a busy machine takes more runs.
const RUNS_MIN: u32 = 30;
const RUNS_MAX: u32 = 300;
const RECEIPTS_MIN: usize = 60;

/// The real program, serving.
struct Program {
    child: Child,
    url: String,
}

impl Program {
    fn start(data: &Path) -> Self {
        Self::start_with(data, "warn", Stdio::null())
    }

    fn start_with(data: &Path, log: &str, errors: Stdio) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_sala-server"))
            .args(["serve", "--listen", "127.0.0.1:0", "--log", log, "--data"])
            .arg(data)
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

    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// What a laptop holds the centre to.
#[derive(Default)]
struct Promised {
    /// Answered: the reply says that they were taken.
    taken: BTreeSet<RevisionId>,
    receipts: Vec<sync::SignedReceipt>,
}

/// Brings parts until the line breaks, one batch after the other.
async fn bring(laptop: &mut Laptop, promised: &mut Promised, batch: &mut u32) {
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
async fn everything(data: &Path, laptop: &Laptop) -> BTreeSet<RevisionId> {
    let running = Running::start(Config::local(data)).unwrap();
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
    let data = folder.path().join("centre");
    let centre = Centre::create(&data, "Risk education", "KH", "http://centre.test").unwrap();
    centre
        .add_team(&Team {
            id: "A".parse().unwrap(),
            name: "Team A".into(),
        })
        .unwrap();
    let invite = |name: &str| {
        let guest = Guest::New {
            name: name.into(),
            role: "field".into(),
            scope: Scope::All,
        };
        centre
            .invite(&Invite {
                guest,
                days: 7,
                url: None,
            })
            .unwrap()
    };
    let program = Program::start(&data);
    let mut laptops = [
        Laptop::join_at(&program.url, &invite("Dara"), 1).await,
        Laptop::join_at(&program.url, &invite("Sophea"), 2).await,
    ];
    program.kill();
    // From here on nobody else has the file open, as after a power cut.
    drop(centre);
    let mut promised = [Promised::default(), Promised::default()];
    let mut batches = [1, 1];
    for run in 0..RUNS_MAX {
        let receipts: usize = promised
            .iter()
            .map(|promised| promised.receipts.len())
            .sum();
        if run >= RUNS_MIN && receipts >= RECEIPTS_MIN {
            break;
        }
        let program = Program::start(&data);
        let [dara, sophea] = &mut laptops;
        let ([ours, theirs], [batch, other]) = (&mut promised, &mut batches);
        dara.url.clone_from(&program.url);
        sophea.url.clone_from(&program.url);
        let wait = Duration::from_micros(u64::from(run * 7919 % 60_000));
        let kill = async {
            tokio::time::sleep(wait).await;
            program.kill();
        };
        tokio::join!(kill, bring(dara, ours, batch), bring(sophea, theirs, other));
        let found = Centre::open(&data).unwrap().examine().unwrap();
        let broken: Vec<_> = found
            .findings
            .iter()
            .filter(|finding| finding.broken)
            .collect();
        assert!(broken.is_empty(), "after run {run}: {broken:?}");
    }
    let held = everything(&data, &laptops[0]).await;
    let centre = Centre::open(&data).unwrap();
    for promised in &promised {
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
    assert!(centre.examine().unwrap().counts.receipts >= receipts as u64);
}

#[cfg(unix)]
#[test]
fn told_to_stop_it_ends_well() {
    let folder = tempfile::tempdir().unwrap();
    Centre::create(folder.path(), "Risk education", "KH", "http://centre.test").unwrap();
    for signal in ["-TERM", "-INT"] {
        let mut program = Program::start(folder.path());
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
    let mut program = Program::start_with(&data, "trace", Stdio::piped());
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
