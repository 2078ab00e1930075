//! Photos in a store that speaks S3, which several processes of a centre share.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use server::centre::Home;
use tempfile::TempDir;

use crate::files::{Bearer, photo, signed_for};
use crate::kill::{Program, laptops};
use crate::kit::client;

const BUCKET: &str = "photos";
const PATIENCE: Duration = Duration::from_secs(60);

/// A store on this machine that speaks S3, as long as this lives.
struct Store {
    child: Child,
    url: String,
}

impl Store {
    /// Starts one with an empty bucket; none when it is not on this machine.
    async fn start() -> Option<Self> {
        let program = program();
        if !program.exists() {
            assert!(
                std::env::var_os("CI").is_none(),
                "moto is missing: run `cargo xtask setup`"
            );
            cluster::say_left_out("moto is not on this machine (cargo xtask setup)");
            return None;
        }
        let free = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = free.local_addr().unwrap().port().to_string();
        drop(free);
        let child = Command::new(program)
            .args(["-H", "127.0.0.1", "-p", &port])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let store = Self {
            child,
            url: format!("http://127.0.0.1:{port}"),
        };
        let until = Instant::now() + PATIENCE;
        let bucket = format!("{}/{BUCKET}", store.url);
        loop {
            match client().put(&bucket).send().await {
                Ok(made) => {
                    assert!(made.status().is_success(), "{made:?}");
                    return Some(store);
                }
                Err(error) => assert!(Instant::now() < until, "the store does not start: {error}"),
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Starts a process of the centre that keeps its files there.
    fn centre(&self, home: &Home) -> Program {
        let place = format!("s3://{BUCKET}/centre");
        let settings = [
            ("SALA_FILES", place.as_str()),
            ("AWS_ENDPOINT", &self.url),
            ("AWS_ALLOW_HTTP", "true"),
            ("AWS_REGION", "us-east-1"),
            ("AWS_ACCESS_KEY_ID", "test"),
            ("AWS_SECRET_ACCESS_KEY", "test"),
        ];
        Program::start_as(home, "warn", Stdio::null(), &settings)
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _ended = self.child.wait();
    }
}

fn program() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    root.join("target/tools/moto/bin/moto_server")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_goes_on_at_another_process_and_is_kept_once() {
    let Some(store) = Store::start().await else {
        return;
    };
    let folder: TempDir = tempfile::tempdir().unwrap();
    let home = Home::folder(&folder.path().join("centre"));
    let [dara, sophea] = laptops(&home).await;
    let (one, other) = (store.centre(&home), store.centre(&home));
    let ready = client().get(format!("{}/ready", one.url)).send().await;
    assert_eq!(ready.unwrap().status(), 200);
    // More than S3 takes in one part of many, so that the whole is put together from several.
    let photo = photo((11 << 20) + 7);
    let (first, second) = photo.split_at(6 << 20);
    let at_one = Bearer::at(&one.url, &dara);
    let at_other = Bearer::at(&other.url, &dara);
    let path = at_one.begin("A", &photo).await;
    assert_eq!(at_one.patch(&path, 0, first).await.status(), 204);
    assert_eq!(at_other.stand(&path).await, first.len());
    // What came before does not count again, whoever sends it.
    assert_eq!(at_other.patch(&path, 0, first).await.status(), 409);
    let (here, there) = tokio::join!(
        at_one.patch(&path, first.len(), second),
        at_other.patch(&path, first.len(), second)
    );
    let statuses = [here.status().as_u16(), there.status().as_u16()];
    assert!(statuses.contains(&204), "{statuses:?}");
    assert!(
        statuses
            .iter()
            .all(|status| [204, 404, 409].contains(status)),
        "one was first: {statuses:?}"
    );
    one.kill();
    let got = Bearer::at(&other.url, &sophea).get("A", &photo, &[]).await;
    assert_eq!(got.status(), 200);
    assert_eq!(got.bytes().await.unwrap(), photo);
    let range = [("range", "bytes=5-9")];
    let got = at_other.get("A", &photo, &range).await;
    assert_eq!(
        (got.status().as_u16(), got.bytes().await.unwrap()),
        (206, photo[5..10].to_vec().into())
    );
    let named = signed_for(&at_other, &[("A", &photo), ("A", b"another")]).await;
    assert_eq!(named, [*blake3::hash(&photo).as_bytes()]);
    let begun = Bearer::at(&other.url, &sophea).begin("A", &photo).await;
    let stands = Bearer::at(&other.url, &sophea).stand(&begun).await;
    assert_eq!(stands, photo.len(), "what is here need not be sent");
    other.kill();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_is_away_confirms_nothing() {
    let Some(store) = Store::start().await else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let home = Home::folder(&folder.path().join("centre"));
    let [dara, _] = laptops(&home).await;
    let centre = store.centre(&home);
    let bearer = Bearer::at(&centre.url, &dara);
    let photo = photo(3_000);
    let path = bearer.begin("A", &photo).await;
    drop(store);
    let sent = bearer.patch(&path, 0, &photo).await;
    assert_eq!(sent.status(), 500);
    let ready = client().get(format!("{}/ready", centre.url)).send().await;
    assert_eq!(ready.unwrap().status(), 500);
    centre.kill();
}
