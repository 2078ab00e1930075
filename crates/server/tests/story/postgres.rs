//! A centre whose ledger is in PostgreSQL: several processes, and a database that goes away.

use std::path::Path;
use std::sync::Arc;

use cluster::Cluster;
use reqwest::header::RETRY_AFTER;
use serde_json::Value;
use server::centre::{Home, Invite, system_clock};
use server::ledger::{Guest, Scope, Team};
use server::{Centre, Config, Running};
use tempfile::TempDir;

use crate::commands::run;
use crate::kit::{Laptop, client, exchange, read};

/// One process of the centre, with a folder of its own.
struct Process {
    running: Running,
    folder: TempDir,
}

fn home(folder: &Path, url: &str) -> Home {
    Home {
        folder: folder.to_owned(),
        database: Some(url.to_owned()),
        by: String::new(),
    }
}

/// Runs what waits for the database where it holds nobody up, as the doors do.
async fn wait<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(work).await.unwrap()
}

/// Sets a centre up with team A.
fn first(url: &str) -> Process {
    let folder = tempfile::tempdir().unwrap();
    let home = home(folder.path(), url);
    let address = "http://centre.test";
    let centre = Centre::create_in(&home, "Risk education", "KH", address, system_clock()).unwrap();
    let team = Team {
        id: "A".parse().unwrap(),
        name: "Team A".into(),
    };
    centre.add_team(&team).unwrap();
    let running = Running::start_centre(centre, Config::local(folder.path())).unwrap();
    Process { running, folder }
}

/// Starts another process: a folder with the key of the first.
fn another(first: &Process, url: &str) -> Process {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (first.folder.path(), folder.path());
    std::fs::copy(from.join("centre.key"), to.join("centre.key")).unwrap();
    let config = Config {
        database: Some(url.to_owned()),
        ..Config::local(folder.path())
    };
    let running = Running::start(config).unwrap();
    Process { running, folder }
}

async fn join(process: &Process, seed: u8) -> Laptop {
    let guest = Guest::New {
        name: format!("Person {seed}"),
        role: "field".into(),
        scope: Scope::Teams(vec!["A".parse().unwrap()]),
    };
    let invite = Invite {
        guest,
        days: 7,
        url: None,
    };
    let centre = process.running.centre().clone();
    let invitation = wait(move || centre.invite(&invite).unwrap()).await;
    Laptop::join_at(process.running.url(), &invitation, seed).await
}

#[tokio::test]
async fn two_processes_are_one_centre() {
    let Some(cluster) = cluster::shared() else {
        return;
    };
    let begins = Arc::clone(&cluster);
    let (one, other) = wait(move || {
        let url = begins.fresh();
        let one = first(&url);
        let other = another(&one, &url);
        (one, other)
    })
    .await;
    let (mut dara, mut sophea) = (join(&one, 1).await, join(&other, 2).await);
    let (wire, ids) = dara.saves(3);
    let said = dara.offer(1, vec![wire.clone()], true).await;
    assert!(said.receipt(&dara).covers(&ids));
    // The laptop did not hear it and is answered by the other process.
    dara.url = other.running.url().to_owned();
    let again = dara.offer(1, vec![wire.clone()], true).await;
    assert_eq!(again.counts, (0, 3));
    assert_eq!(again.receipt, said.receipt, "it says the same");
    sophea.url = one.running.url().to_owned();
    let brought = sophea.offer(2, vec![], false).await.incoming;
    assert_eq!(brought.len(), 1);
    assert_eq!(brought[0].wire, wire);
    let (centre, device) = (one.running.centre().clone(), dara.pen.device);
    wait(move || centre.revoke(device).unwrap()).await;
    let (status, problem) = dara.refused(&exchange(1, vec![], false)).await;
    assert_eq!((status, &problem["code"]), (401, &Value::from("revoked")));
    let centre = other.running.centre().clone();
    let found = wait(move || centre.examine().unwrap()).await;
    assert_eq!(found.findings, []);
    assert_eq!(found.counts.revisions, 3);
    drop(cluster);
}

#[tokio::test]
async fn a_database_that_is_away_is_told_and_nothing_is_acknowledged() {
    let Some(cluster) = Cluster::start() else {
        return;
    };
    let cluster = Arc::new(cluster);
    let begins = Arc::clone(&cluster);
    let process = wait(move || first(&begins.fresh())).await;
    let mut dara = join(&process, 1).await;
    let (wire, ids) = dara.saves(2);
    let ask = exchange(1, vec![wire], true);
    let stop = Arc::clone(&cluster);
    wait(move || stop.kill()).await;
    let response = dara.send(ask.to_bytes()).await;
    assert_eq!(response.headers()[RETRY_AFTER], "15");
    let (status, problem) = read(response).await;
    assert_eq!((status, &problem["code"]), (503, &Value::from("away")));
    let health = client().get(format!("{}/health", process.running.url()));
    let (status, _) = read(health.send().await.unwrap()).await;
    assert_eq!(status, 503);
    let start = Arc::clone(&cluster);
    wait(move || start.go_on()).await;
    let said = crate::kit::Said::from(dara.ask(&ask).await);
    assert_eq!(said.counts, (2, 0));
    assert!(said.receipt(&dara).covers(&ids));
}

fn words<'w>(url: &'w str, words: &[&'w str]) -> Vec<&'w str> {
    [words, &["--json", "--database-url", url]].concat()
}

/// Runs a command and returns how it ended and what it said, in JSON.
fn said(folder: &Path, words: &[&str]) -> (i32, Value) {
    let output = run(folder, words);
    let told = if output.status.success() {
        output.stdout
    } else {
        output.stderr
    };
    let told = serde_json::from_slice(&told).unwrap();
    (output.status.code().unwrap(), told)
}

#[test]
fn the_commands_work_on_a_database_and_never_begin_a_second_ledger() {
    let Some(cluster) = cluster::shared() else {
        return;
    };
    let url = cluster.fresh();
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let init = ["init", "--programme", "P", "--country", "KH", "--json"];
    let (exit, _) = said(folder, &words(&url, &init[..5]));
    assert_eq!(exit, 0);
    let (exit, told) = said(folder, &words(&url, &["team", "add", "A", "Team A"]));
    assert_eq!((exit, &told["code"]), (0, &Value::from("A")));
    let (exit, told) = said(folder, &words(&url, &["doctor"]));
    assert_eq!((exit, &told["status"]), (0, &Value::from("ok")));
    let check = |words: &[&str], exit: i32, code: &str| {
        let (ended, told) = said(folder, words);
        assert_eq!(
            (ended, &told["code"]),
            (exit, &Value::from(code)),
            "{words:?}"
        );
    };
    check(&words(&url, &init[..5]), 1, "already-set-up");
    check(&["doctor", "--json"], 2, "misused");
    check(&init, 2, "misused");
    check(&words(&url, &["restore", "copy"]), 1, "file");
    check(&words("mysql://x", &["doctor"]), 2, "misused");
    check(
        &words("postgres://sala@127.0.0.1:1/x", &["doctor"]),
        1,
        "away",
    );
    let here = tempfile::tempdir().unwrap();
    let (exit, _) = said(here.path(), &init);
    assert_eq!(exit, 0);
    let (exit, told) = said(here.path(), &words(&url, &["doctor"]));
    assert_eq!((exit, &told["code"]), (2, &Value::from("misused")));
}

#[tokio::test]
async fn a_backup_is_one_file_and_sets_either_kind_of_centre_up() {
    let Some(cluster) = cluster::shared() else {
        return;
    };
    let makes = Arc::clone(&cluster);
    let (url, other) = wait(move || (makes.fresh(), makes.fresh())).await;
    let begins = url.clone();
    let process = wait(move || first(&begins)).await;
    let (mut dara, mut sophea) = (join(&process, 1).await, join(&process, 2).await);
    let (wire, ids) = dara.saves(40);
    let promised = dara.offer(1, vec![wire], true).await;
    let approve = r#"{"comments":[],"move":"approve","reason":null,"role":"supervisor"}"#;
    let save = sophea.pen.save(50, &[], "{}");
    let review = sophea.pen.review(50, &[&save], approve);
    let wire = sophea.seal(&[save, review]);
    let marked = sophea.offer(2, vec![wire], true).await.codes();
    assert_eq!(marked.len(), 1, "something is held against it: {marked:?}");
    let place = tempfile::tempdir().unwrap();
    let backup = place.path().join("sala.backup");
    let (centre, to) = (process.running.centre().clone(), backup.clone());
    let found = wait(move || {
        centre.backup(&to).unwrap();
        (centre.examine().unwrap(), centre.acts(0, 100).unwrap())
    })
    .await;
    let full = home(&place.path().join("full"), &url);
    let (from, to) = (backup.clone(), full.clone());
    let refused = wait(move || Centre::restore_in(&to, &from).err().unwrap()).await;
    assert_eq!(refused.to_string(), "a programme is set up here already");
    assert!(!full.folder.join("centre.key").exists());
    let homes = [
        Home::folder(&place.path().join("folder")),
        home(&place.path().join("database"), &other),
    ];
    for home in homes {
        let (from, to) = (backup.clone(), home.clone());
        let restored = wait(move || {
            let centre = Centre::restore_in(&to, &from).unwrap();
            (centre.examine().unwrap(), centre.acts(0, 100).unwrap())
        })
        .await;
        assert_eq!(restored.0, found.0, "it is the same centre");
        let (ours, theirs) = (restored.1.split_last(), found.1.split_last());
        let (((_, restore), ours), ((_, backup), theirs)) = (ours.unwrap(), theirs.unwrap());
        assert_eq!(ours, theirs, "with what was done at it");
        assert_eq!(
            (restore.what.as_str(), backup.what.as_str()),
            ("restore", "backup")
        );
        assert_eq!(restore.about["blake3"], backup.about["blake3"]);
        let mut config = Config::local(&home.folder);
        config.database.clone_from(&home.database);
        let running = wait(move || Running::start(config).unwrap()).await;
        let mut again = dara.again();
        again.url = running.url().to_owned();
        let said = again.offer(1, vec![], true).await;
        assert_eq!(said.receipt, promised.receipt, "what was promised stands");
        assert!(said.receipt(&again).covers(&ids));
        let (wire, _) = again.saves(2);
        assert_eq!(again.offer(3, vec![wire], true).await.counts, (2, 0));
        let centre = running.centre().clone();
        wait(move || centre.set_url("http://moved.test").unwrap()).await;
    }
}
