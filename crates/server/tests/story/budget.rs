//! What a centre may cost: a small machine in an office, and a hundred laptops on the last day of the month.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use cluster::Cluster;
use records::{Revision, RevisionId};
use server::Centre;
use server::centre::{Home, Invite, system_clock};
use server::ledger::{Guest, Scope, Team};
use vault::invitation::Invitation;

use crate::kit::{Laptop, Said};

/// Whether the program is as it is shipped. Otherwise speed says nothing, and less is done.
const SHIPPED: bool = !cfg!(debug_assertions);
const RECORDS: usize = if SHIPPED { 10_000 } else { 2_000 };
const PART_RECORDS: usize = 500;
/// Each a save and its submission. A second is one of the processor's where the system counts those: how
/// busy the machine is besides says nothing about this program.
const RECORDS_PER_S_MIN: f64 = 15_000.0;
/// On PostgreSQL: processor seconds of the program and the database for a thousand records, and what the
/// database keeps for each.
const WORK_S_MAX: f64 = 0.4;
const STORED_BYTES_MAX: f64 = 1_900.0;
const SIZE: &str = "SELECT pg_database_size(current_database())";
const START_MAX: Duration = Duration::from_millis(200);
const MEMORY_KIB_MAX: u64 = 45 * 1024;

/// A session as a facilitator writes it: about a kilobyte, and no two alike.
fn session(number: usize) -> String {
    let mixed = |salt: usize| (number * 7919 + salt * 104_729) % 9973;
    let answers: Vec<String> = (0..30)
        .map(|question| format!(r#""question_{question}":"{}""#, mixed(question)))
        .collect();
    let remarks = ["ភ្លៀងធ្លាក់ខ្លាំង", "មេភូមិសុំឱ្យមានវគ្គបន្ថែម", "អ្នកភូមិបានរាយការណ៍"];
    let remark = remarks[mixed(31) % remarks.len()];
    format!(
        r#"{{{},"village":"1703{:04}","remarks":"{remark}"}}"#,
        answers.join(","),
        mixed(40)
    )
}

/// So many records from number `first` on, as parts.
fn season(laptop: &mut Laptop, first: usize, records: usize) -> Vec<(Vec<u8>, Vec<RevisionId>)> {
    let submit = r#"{"comments":[],"move":"submit","reason":null,"role":"field"}"#;
    let mut parts = Vec::new();
    let numbers: Vec<usize> = (first..first + records).collect();
    for part in numbers.chunks(PART_RECORDS) {
        let mut revisions: Vec<Revision> = Vec::new();
        for number in part.iter().copied() {
            let record =
                records::RecordId::imported(0, blake3::hash(&number.to_le_bytes()).as_bytes());
            let save = laptop.pen.save(0, &[], &session(number));
            let save = renamed(save, record);
            let submitted = renamed(laptop.pen.review(0, &[&save], submit), record);
            revisions.extend([save, submitted]);
        }
        let ids = revisions.iter().map(|revision| revision.id).collect();
        parts.push((laptop.seal(&revisions), ids));
    }
    parts
}

/// The same revision of another record.
fn renamed(revision: Revision, record: records::RecordId) -> Revision {
    let header = records::Header {
        record,
        ..revision.header
    };
    Revision {
        id: header.id(),
        header,
        body: revision.body,
    }
}

/// The real program, serving, and how long it took until it answered.
struct Serving {
    child: Child,
    url: String,
    start: Duration,
}

impl Serving {
    fn start(data: &Path, database: Option<&str>) -> Self {
        let started = Instant::now();
        let mut command = Command::new(env!("CARGO_BIN_EXE_sala-server"));
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--log", "warn"])
            .arg("--data")
            .arg(data)
            .env_remove("SALA_DATABASE_URL")
            .envs(database.map(|url| ("SALA_DATABASE_URL", url)))
            .stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let url = line.trim().strip_prefix("listening on ").unwrap();
        let mut door = TcpStream::connect(url.strip_prefix("http://").unwrap()).unwrap();
        door.write_all(b"GET /health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
            .unwrap();
        let mut answer = String::new();
        door.read_to_string(&mut answer).unwrap();
        let start = started.elapsed();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        let url = url.to_owned();
        Self { child, url, start }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// Sets a centre up with team A and returns so many invitations.
fn set_up(home: &Home, invitations: usize) -> Vec<Invitation> {
    let (name, url) = ("Risk education", "http://centre.test");
    let centre = Centre::create_in(home, name, "KH", url, system_clock()).unwrap();
    let team = Team {
        id: "A".parse().unwrap(),
        name: "Team A".into(),
    };
    centre.add_team(&team).unwrap();
    let invite = || {
        let guest = Guest::New {
            name: "Dara".into(),
            role: "field".into(),
            scope: Scope::All,
        };
        let invite = Invite {
            guest,
            days: 7,
            url: None,
        };
        centre.invite(&invite).unwrap()
    };
    (0..invitations).map(|_| invite()).collect()
}

/// Brings parts as one batch and checks what is signed for.
async fn bring(laptop: Laptop, parts: Vec<(Vec<u8>, Vec<RevisionId>)>) {
    let count = parts.len();
    let mut all = Vec::new();
    for (place, (wire, ids)) in parts.into_iter().enumerate() {
        let said: Said = laptop.offer(1, vec![wire], place + 1 == count).await;
        assert_eq!((said.counts.0 as usize, said.codes()), (ids.len(), vec![]));
        all.extend(ids);
        if place + 1 == count {
            assert!(said.receipt(&laptop).covers(&all));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_starts_at_once_takes_a_season_quickly_and_stays_small() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("centre");
    let invitations = set_up(&Home::folder(&data), 1);
    let serving = Serving::start(&data, None);
    let mut laptop = Laptop::join_at(&serving.url, &invitations[0], 1).await;
    let parts = season(&mut laptop, 0, RECORDS);
    let size: usize = parts.iter().map(|(wire, _)| wire.len()).sum();
    let started = Instant::now();
    bring(laptop, parts).await;
    let took = started.elapsed();
    let process = serving.child.id();
    let (start, memory, worked) = (serving.start, memory_kib(process), worked_s(process));
    drop(serving);
    let rate = RECORDS as f64 / worked.unwrap_or(took.as_secs_f64());
    let file = std::fs::metadata(data.join("centre.db")).unwrap().len();
    println!(
        "start {start:?}, {RECORDS} records ({size} bytes sent) in {took:?}, \
         {worked:?} s of work: {rate:.0} records/s, {memory:?} KiB, file {file} bytes"
    );
    if SHIPPED {
        assert!(start < START_MAX, "started in {start:?}");
        assert!(rate > RECORDS_PER_S_MIN, "{rate:.0} records a second");
    }
    if let Some(memory) = memory {
        assert!(memory < MEMORY_KIB_MAX, "{memory} KiB");
    }
}

/// How many records of the largest form a second are held against it and the rules, by one processor.
const CHECKED_PER_S_MIN: f64 = 400.0;

/// Made-up sessions of the form that Sala comes with, as one part.
fn real_sessions(laptop: &mut Laptop, records: u64) -> Vec<u8> {
    let (name, source) = programme::built_in::FORMS[0];
    let form = forms::read_form(name, source.as_bytes()).0.unwrap();
    let revisions: Vec<Revision> = (0..records)
        .map(|number| {
            let body = forms::sample::fill(&form, number).to_bytes();
            let n = laptop.pen.next;
            laptop.pen.next += 1;
            let draft = records::Draft {
                record: records::RecordId::imported(0, blake3::hash(&n.to_le_bytes()).as_bytes()),
                team: laptop.pen.team.clone(),
                kind: records::Kind::Save,
                parents: Vec::new(),
                form: form.id().to_owned(),
                form_version: form.version().to_owned(),
                author: laptop.pen.author,
                device: laptop.pen.device,
                n,
                at: 1_795_399_200_000 + n,
            };
            Revision::new(draft, body).unwrap()
        })
        .collect();
    laptop.seal(&revisions)
}

#[tokio::test(flavor = "multi_thread")]
async fn looking_into_records_takes_little() {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::folder(&folder.path().join("centre"));
    let invitation = set_up(&home, 1).remove(0);
    let serving = Serving::start(&home.folder, None);
    let mut laptop = Laptop::join_at(&serving.url, &invitation, 1).await;
    drop(serving);
    let records = if SHIPPED { 2_000 } else { 200 };
    let wire = real_sessions(&mut laptop, records);
    let centre = Centre::open(&home.folder).unwrap();
    let token = data_encoding::BASE64URL_NOPAD.decode(laptop.token.as_bytes());
    let token: [u8; 32] = token.unwrap().try_into().unwrap();
    let ask = crate::kit::exchange(1, vec![wire], true).to_bytes();
    centre.exchange(&token, &ask, None).unwrap();
    let begun = Instant::now();
    while centre.check_some().unwrap() {}
    let took = begun.elapsed();
    let rate = records as f64 / took.as_secs_f64();
    println!("{records} sessions looked into in {took:?}: {rate:.0} records/s");
    if SHIPPED {
        assert!(rate > CHECKED_PER_S_MIN, "{rate:.0} records a second");
    }
}

/// One laptop, then sixteen at once, all in one team: the worst case for its lock.
#[tokio::test(flavor = "multi_thread")]
async fn it_takes_a_season_quickly_on_postgresql() {
    let Some(cluster) = Cluster::start() else {
        return;
    };
    for laptops in [1, 16] {
        let folder = tempfile::tempdir().unwrap();
        let database = cluster.fresh();
        let home = Home {
            folder: folder.path().join("centre"),
            database: Some(database.clone()),
            by: String::new(),
        };
        let folder = home.folder.clone();
        let made = tokio::task::spawn_blocking(move || set_up(&home, laptops));
        let invitations = made.await.unwrap();
        let serving = Serving::start(&folder, Some(&database));
        let mut loaded = Vec::new();
        let each = RECORDS / laptops;
        for (number, invitation) in invitations.iter().enumerate() {
            let seed = u8::try_from(number).unwrap() + 1;
            let mut laptop = Laptop::join_at(&serving.url, invitation, seed).await;
            let parts = season(&mut laptop, number * each, each);
            loaded.push((laptop, parts));
        }
        let name = database.rsplit('/').next().unwrap();
        let stored = || -> f64 { cluster.tell(name, SIZE).parse().unwrap() };
        let work = || Some(worked_s(serving.child.id())? + family_s(cluster.process())?);
        let (empty, before, started) = (stored(), work(), Instant::now());
        let mut bringing = tokio::task::JoinSet::new();
        for (laptop, parts) in loaded {
            bringing.spawn(bring(laptop, parts));
        }
        bringing.join_all().await;
        let (took, records) = (started.elapsed().as_secs_f64(), (each * laptops) as f64);
        let worked = work().zip(before).map(|(after, before)| after - before);
        let each_1000 = worked.map(|worked| worked * 1000.0 / records);
        let kept = (stored() - empty) / records;
        let (rate, memory) = (records / took, memory_kib(serving.child.id()));
        println!(
            "PostgreSQL, {laptops} laptops: {rate:.0} records/s, {each_1000:?} s of work for 1,000 \
             records (server and database), {kept:.0} bytes stored for each, {memory:?} KiB"
        );
        assert!(kept < STORED_BYTES_MAX, "{kept} bytes for each record");
        if SHIPPED && let Some(worked) = each_1000 {
            assert!(worked < WORK_S_MAX, "{worked} s of work for 1,000 records");
        }
    }
}

/// Returns the memory a process holds, where the system says so; of a program that is not optimised without its text, which
/// is nearly twice as large.
fn memory_kib(process: u32) -> Option<u64> {
    let held = if SHIPPED { "VmRSS:" } else { "RssAnon:" };
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(held))?;
    line.trim().strip_suffix(" kB")?.trim().parse().ok()
}

/// Returns how long the processors worked for a process, in seconds, where the system says so.
fn worked_s(process: u32) -> Option<f64> {
    let times = times(process)?;
    Some(times[0] + times[1])
}

/// Returns the same for a process, its children that run and those that have ended.
fn family_s(process: u32) -> Option<f64> {
    let listed = format!("/proc/{process}/task/{process}/children");
    let children = std::fs::read_to_string(listed).ok()?;
    let children = children.split_whitespace().filter_map(|id| id.parse().ok());
    // One that ends while it is asked is counted with those that have ended the next time.
    let running: f64 = children.filter_map(worked_s).sum();
    Some(times(process)?.iter().sum::<f64>() + running)
}

/// Returns the seconds of a process in its own code and the system's, and of its ended children in both.
fn times(process: u32) -> Option<[f64; 4]> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
    let ticks = |place: usize| fields.get(place)?.parse::<f64>().ok();
    // The clock of these fields ticks a hundred times a second on every Linux.
    Some([ticks(11)?, ticks(12)?, ticks(13)?, ticks(14)?].map(|ticks| ticks / 100.0))
}
