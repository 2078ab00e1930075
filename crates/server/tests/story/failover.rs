//! PostgreSQL falls, alone or in turn with the centre, and what was promised is there.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use cluster::Cluster;
use server::centre::Home;

use crate::kill::{Program, Promised, bring, is_kept, kills, laptops};
use crate::kit::Laptop;

fn home(folder: &Path, url: String) -> Home {
    Home {
        folder: folder.join("centre"),
        database: Some(url),
        by: String::new(),
    }
}

fn receipts(promised: &[Promised]) -> usize {
    promised
        .iter()
        .map(|promised| promised.receipts.len())
        .sum()
}

/// Has both laptops bring parts until something breaks.
async fn bring_both(
    laptops: &mut [Laptop; 2],
    url: &str,
    promised: &mut [Promised; 2],
    batches: &mut [u32; 2],
) {
    let ([dara, sophea], [ours, theirs], [batch, other]) = (laptops, promised, batches);
    url.clone_into(&mut dara.url);
    url.clone_into(&mut sophea.url);
    tokio::join!(bring(dara, ours, batch), bring(sophea, theirs, other));
}

/// Runs what waits for the database where it holds nobody up.
async fn wait<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(work).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_standby_takes_over_and_nothing_with_a_receipt_is_lost() {
    let Some(first) = wait(Cluster::start).await else {
        return;
    };
    let first = Arc::new(first);
    let leading = Arc::clone(&first);
    let (second, url) = wait(move || {
        let made = leading.fresh();
        let name = made.rsplit('/').next().unwrap();
        let second = leading.follow();
        let url = leading.url_or(&second, name);
        (second, url)
    })
    .await;
    let second = Arc::new(second);
    let folder = tempfile::tempdir().unwrap();
    let home = home(folder.path(), url);
    let mut laptops = laptops(&home).await;
    let (mut promised, mut batches) = ([Promised::default(), Promised::default()], [1, 1]);
    let program = Program::start(&home);
    let falls = Arc::clone(&first);
    let fall = async {
        tokio::time::sleep(Duration::from_secs(3)).await;
        wait(move || falls.kill()).await;
    };
    tokio::join!(
        fall,
        bring_both(&mut laptops, &program.url, &mut promised, &mut batches)
    );
    let before = receipts(&promised);
    assert!(before > 0, "nothing was promised before the fall");
    let next = Arc::clone(&second);
    wait(move || next.take_over()).await;
    // The same process finds the other one: laptops only come again.
    for _ in 0..200 {
        let more = bring_both(&mut laptops, &program.url, &mut promised, &mut batches);
        let _enough = tokio::time::timeout(Duration::from_millis(1_500), more).await;
        if receipts(&promised) >= before + 60 {
            break;
        }
    }
    assert!(receipts(&promised) > before, "it did not go on");
    program.kill();
    is_kept(&home, &laptops[0], &promised).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn database_and_centre_fall_in_turn_and_nothing_with_a_receipt_is_lost() {
    let Some(cluster) = wait(Cluster::start).await else {
        return;
    };
    let cluster = Arc::new(cluster);
    let made = Arc::clone(&cluster);
    let url = wait(move || made.fresh()).await;
    let folder = tempfile::tempdir().unwrap();
    let home = home(folder.path(), url);
    let mut laptops = laptops(&home).await;
    let (mut promised, mut batches) = ([Promised::default(), Promised::default()], [1, 1]);
    let mut running = Some(Program::start(&home));
    for turn in 0..u64::from(kills(10)) {
        let program = running.take().unwrap_or_else(|| Program::start(&home));
        let url = program.url.clone();
        let when = Duration::from_millis(150 + turn * 7919 % 400);
        let falls = Arc::clone(&cluster);
        let fall = async {
            tokio::time::sleep(when).await;
            if turn % 2 == 0 {
                wait(move || falls.kill()).await;
                Some(program)
            } else {
                program.kill();
                None
            }
        };
        let work = bring_both(&mut laptops, &url, &mut promised, &mut batches);
        (running, ()) = tokio::join!(fall, work);
        if running.is_some() {
            let again = Arc::clone(&cluster);
            wait(move || again.go_on()).await;
        }
    }
    // Enough to prove something, on a slow machine too.
    while receipts(&promised) < 60 {
        let program = running.take().unwrap_or_else(|| Program::start(&home));
        let work = bring_both(&mut laptops, &program.url, &mut promised, &mut batches);
        let _enough = tokio::time::timeout(Duration::from_secs(2), work).await;
        running = Some(program);
    }
    if let Some(program) = running {
        program.kill();
    }
    is_kept(&home, &laptops[0], &promised).await;
}

/// Runs a command of the centre and returns whether it was done, and what it said.
fn run(folder: &Path, url: &str, authority: Option<&Path>, words: &[&str]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sala-server"));
    command
        .arg("--data")
        .arg(folder)
        .args(words)
        .env("SALA_DATABASE_URL", url)
        .env_remove("SSL_CERT_FILE")
        .envs(authority.map(|authority| ("SSL_CERT_FILE", authority)));
    let output = command.output().unwrap();
    let told = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(told).unwrap())
}

#[test]
fn the_line_to_the_database_is_tls_and_its_certificate_is_looked_at() {
    let Some(cluster) = Cluster::start() else {
        return;
    };
    let url = cluster.fresh();
    let authority = cluster.speak_tls();
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let init = ["init", "--programme", "P", "--country", "KH"];
    let check = |url: &str, authority: Option<&Path>, words: &[&str], wanted: Option<&str>| {
        let (done, told) = run(folder, url, authority, words);
        assert_eq!(done, wanted.is_none(), "{url} {words:?}: {told}");
        assert!(told.contains(wanted.unwrap_or_default()), "{told}");
        assert!(!told.contains("secret"), "{told}");
    };
    let secure = format!("{url}?sslmode=require");
    check(&url, Some(&authority), &init, Some("database"));
    check(&secure, None, &init, Some("certificate"));
    let elsewhere = secure.replace("127.0.0.1", "127.0.0.2");
    check(
        &elsewhere,
        Some(&authority),
        &init,
        Some("the database does not answer"),
    );
    check(&secure, Some(&authority), &init, None);
    check(&secure, Some(&authority), &["doctor"], None);
}
