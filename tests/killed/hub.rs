//! A hub that is killed while it answers, takes records, and takes photos.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use desk::view::HubView;
use kit::{Office, PASSPHRASE, Table};

use super::{Moments, times_or};

/// A laptop that is a hub, in a process of its own.
struct RealHub {
    process: Child,
    code: String,
}

impl RealHub {
    fn start(laptop: &Path, secret: &Path) -> RealHub {
        let mut process = Command::new(env!("CARGO_BIN_EXE_sala"))
            .arg("--data")
            .arg(laptop)
            .arg("--passphrase-file")
            .arg(secret)
            .args(["--json", "hub", "serve", "--listen", "127.0.0.1:0"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut out = BufReader::new(process.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        let view: HubView = serde_json::from_str(&line).unwrap();
        let code = view.serving.unwrap().code;
        RealHub { process, code }
    }

    fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

#[test]
fn the_hub_while_it_answers() {
    let office = Office::open();
    let dara = office.laptop_with_sheets("Dara", "supervisor");
    let mut vanna = office.laptop_with_sheets("Vanna", "supervisor");
    for laptop in [&dara, &vanna] {
        laptop.sync().unwrap();
    }
    let secrets = tempfile::tempdir().unwrap();
    let secret = secrets.path().join("secret");
    std::fs::write(&secret, PASSPHRASE).unwrap();
    let folder = vanna.path();
    vanna.restart();
    let mut moments = Moments(5);
    let (mut handed, mut photos) = (Vec::new(), Vec::new());
    let times = times_or(50);
    for time in 0..times {
        let is_sheet = time % 4 == 0;
        let record = match is_sheet {
            true => dara.sheet((time % 251) as u8),
            false => dara.session("Phlov Meas", 9),
        };
        let hub = RealHub::start(&folder, &secret);
        let code = hub.code.clone();
        let moment = moments.next_ms(600);
        let killer = std::thread::spawn(move || {
            std::thread::sleep(moment);
            hub.kill();
        });
        if dara.visit("", &code).is_ok() {
            handed.push(record.clone());
            photos.extend(is_sheet.then_some(record));
        }
        killer.join().unwrap();
    }
    vanna.sign_in("Vanna");
    for record in &handed {
        let held = vanna.desk.record(record);
        assert!(held.is_ok(), "what was handed over is on the hub's disk");
    }
    for record in &photos {
        let photo = vanna.sheet_bytes(record);
        assert_eq!(photo, dara.sheet_bytes(record), "and so is its photo");
    }
    assert_eq!(dara.desk.sync_view().unwrap().counts.confirmed, 0);
    assert!(vanna.desk.doctor().unwrap().clean);
    let table = Table::of(&vanna).unwrap();
    let visit = dara.visit("", &table.shows().code).unwrap();
    assert!(visit.equal);
    assert_eq!((vanna.count(), dara.count()), (times, times));
    assert_eq!(vanna.export(), dara.export(), "nothing twice, nothing lost");
    let view = vanna.sync().unwrap();
    assert_eq!((view.files_waiting, view.counts.handed), (0, 0));
    let view = dara.sync().unwrap();
    assert!(view.compared_equal && view.files_waiting == 0);
    assert_eq!(view.counts.confirmed, times);
    assert!(
        !handed.is_empty(),
        "something got through between the kills"
    );
}
