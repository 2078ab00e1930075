//! Photos on their way from one laptop over the centre to another: after the records, resumed, signed for.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use std::io::Cursor;
use std::time::Duration;

use client::HttpPeer;
use desk::view::{Code, FileView, RecordView};
use image::{DynamicImage, ImageFormat};
use kit::{Cut, Laptop, Office};

const FORM: &str = "survey
,type,name,label,sala_class
,text,village,Village,P1
,image,photo,Photo of the sheet,P1
settings
,form_id,form_title,version
,sheets,Sheets,1
";
const STALL: Duration = Duration::from_secs(20);

/// A photo that does not shrink to a few bytes.
fn photo(seed: u8) -> Vec<u8> {
    let mut noise = blake3::Hasher::new().update(&[seed]).finalize_xof();
    let mut dots = vec![0; 300 * 200 * 3];
    noise.fill(&mut dots);
    let picture = image::RgbImage::from_raw(300, 200, dots).unwrap();
    let mut out = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(picture)
        .write_to(&mut out, ImageFormat::Jpeg)
        .unwrap();
    out.into_inner()
}

fn joined(office: &Office, name: &str, role: &str) -> Laptop {
    let laptop = office.laptop(name, role, &["BTB2"]);
    laptop
        .desk
        .form_import("sheets.csv", FORM.as_bytes())
        .unwrap();
    laptop
}

/// Submits a record with a photo; gives its id.
fn sheet(laptop: &Laptop, seed: u8) -> String {
    let desk = &laptop.desk;
    let id = desk.draft_new("sheets", None).unwrap().draft;
    desk.draft_set(&id, "village", "Phum Thmei").unwrap();
    desk.draft_attach(&id, "photo", photo(seed)).unwrap();
    let done = desk.draft_finish(&id).unwrap();
    done.record.unwrap_or_else(|| panic!("{:?}", done.problems))
}

fn file(laptop: &Laptop, record: &str) -> FileView {
    let view: RecordView = laptop.desk.record(record).unwrap();
    let mut answers = view
        .sections
        .into_iter()
        .flat_map(|section| section.answers);
    answers.find_map(|answer| answer.file).unwrap()
}

fn bytes(laptop: &Laptop, record: &str) -> Vec<u8> {
    laptop
        .desk
        .record_file(record, "photo", None)
        .unwrap()
        .bytes
}

#[test]
fn a_photo_follows_its_record_and_reaches_a_colleague_who_wants_it() {
    let office = Office::open();
    let dara = joined(&office, "Sok Dara", "supervisor");
    let record = sheet(&dara, 1);
    let before = dara.desk.sync_view().unwrap();
    assert_eq!((before.files_waiting, before.files_absent), (1, 0));
    assert!(before.files_waiting_bytes > 10_000);
    assert!(file(&dara, &record).waits);

    let after = dara.sync().unwrap();
    assert_eq!(
        (after.files_waiting, after.pill.state.as_str()),
        (0, "confirmed")
    );
    assert!(!file(&dara, &record).waits);
    let batch = after
        .batches
        .iter()
        .find(|batch| batch.files_sent > 0)
        .unwrap();
    let receipt = batch.receipt.as_ref().unwrap();
    assert_eq!(
        (batch.files_sent, receipt.files, receipt.verified),
        (1, 1, true)
    );
    assert!(batch.bytes_up > before.files_waiting_bytes);
    assert!(dara.desk.receipt_check(&batch.id).unwrap().verified);

    let sophea = joined(&office, "Chan Sophea", "supervisor");
    let came = sophea.sync().unwrap();
    assert_eq!((came.files_absent, came.fetches_files), (1, false));
    assert!(
        !file(&sophea, &record).here,
        "photos are fetched when somebody says so"
    );
    assert!(sophea.desk.set_fetches_files(true).unwrap().fetches_files);
    let fetched = sophea.sync().unwrap();
    assert_eq!(
        (fetched.files_absent, fetched.batches[0].files_received),
        (0, 1)
    );
    assert!(file(&sophea, &record).here && !file(&sophea, &record).waits);
    assert_eq!(bytes(&sophea, &record), bytes(&dara, &record));
    let idle = sophea.sync().unwrap();
    assert_eq!(
        idle.batches.len(),
        fetched.batches.len(),
        "nothing to do leaves no line"
    );
}

#[test]
fn a_photo_that_is_not_at_the_centre_yet_is_said_to_wait_and_comes_later() {
    let office = Office::open();
    let (dara, sophea) = (
        joined(&office, "Sok Dara", "supervisor"),
        joined(&office, "Chan Sophea", "supervisor"),
    );
    sophea.desk.set_fetches_files(true).unwrap();
    let record = sheet(&dara, 2);
    // The line breaks when the record is through and the photo is not.
    assert_eq!(
        cut_after(&dara, &office, 2, false).unwrap_err().code(),
        Code::Offline
    );
    let view = dara.desk.sync_view().unwrap();
    assert_eq!((view.counts.laptop, view.files_waiting), (0, 1));
    assert_eq!(view.pill.state, "offline");
    assert_eq!(sophea.sync().unwrap().files_absent, 1, "no reason to fail");
    dara.sync().unwrap();
    assert_eq!(sophea.sync().unwrap().files_absent, 0);
    assert_eq!(bytes(&sophea, &record), bytes(&dara, &record));
}

fn cut_after(
    laptop: &Laptop,
    office: &Office,
    left: u32,
    heard: bool,
) -> Result<desk::view::SyncView, desk::DeskError> {
    let token = laptop.desk.centre().unwrap().token.to_string();
    let road = HttpPeer::new(office.url(), token, STALL).unwrap();
    let mut road = Cut { road, left, heard };
    laptop.desk.sync_over(&mut road, &mut |_, _| {})
}

#[test]
fn wherever_the_line_breaks_every_photo_arrives_once_and_none_is_confirmed_before() {
    for heard in [false, true] {
        let office = Office::open();
        let (dara, sophea) = (
            joined(&office, "Sok Dara", "supervisor"),
            joined(&office, "Chan Sophea", "supervisor"),
        );
        let records = [sheet(&dara, 3), sheet(&dara, 4)];
        let mut cuts = 0;
        while cut_after(&dara, &office, cuts, heard).is_err() {
            cuts += 1;
            assert!(cuts < 60, "it never ends");
            let view = dara.desk.sync_view().unwrap();
            let waits = records.iter().filter(|id| file(&dara, id).waits).count();
            assert_eq!(view.files_waiting as usize, waits);
        }
        assert!(cuts >= 3, "the road was cut {cuts} times");
        assert_eq!(dara.desk.sync_view().unwrap().files_waiting, 0);
        sophea.desk.set_fetches_files(true).unwrap();
        let mut cuts = 0;
        while cut_after(&sophea, &office, cuts, heard).is_err() {
            cuts += 1;
        }
        for id in &records {
            assert_eq!(bytes(&sophea, id), bytes(&dara, id));
        }
        assert!(dara.desk.doctor().unwrap().clean && sophea.desk.doctor().unwrap().clean);
    }
}
