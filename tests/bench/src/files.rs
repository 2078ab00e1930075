//! Photos in a row: how long one takes to be attached and durable, and how much memory all of them need.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};

use crate::field::laptop;
use crate::table::{Bar, Table, part};

const FORM: &str = "survey
,type,name,label
,image,photo,Photo
settings
,form_id,form_title,version
,photos,Photos,1
";

/// A telephone's photo: 24 million dots, some 8 MB.
const SIZE: (u32, u32) = (6_000, 4_000);

/// Attaches photo after photo to one question, each in place of the one before.
pub(crate) fn files(quick: bool) -> Table {
    let count = if quick { 20 } else { 200 };
    let (folder, desk) = laptop();
    desk.form_import("photos.csv", FORM.as_bytes()).unwrap();
    let base = photo();
    let mut table = Table::default();
    table.add("bytes of a photo", base.len() as f64 / 1e6, "MB");
    let draft = desk.draft_new("photos", None).unwrap().draft;
    let file = folder.path().join("photo.jpg");
    let mut times: Vec<Duration> = Vec::new();
    let begun_with = forget_peak();
    for number in 0..count {
        fs::write(&file, lower(&base, number)).unwrap();
        let begun = Instant::now();
        desk.draft_attach_file(&draft, "photo", &file).unwrap();
        times.push(begun.elapsed());
    }
    let peak = resident("VmHWM");
    table.add("photos attached", f64::from(count), "");
    table.add("attach, p50", part(&mut times, 0.5), "ms");
    table.add("attach, p95", part(&mut times, 0.95), "ms");
    let mut previews: Vec<Duration> = Vec::new();
    for _ in 0..20 {
        let begun = Instant::now();
        desk.draft_file(&draft, "photo", Some(480)).unwrap();
        previews.push(begun.elapsed());
    }
    table.add("preview, p50", part(&mut previews, 0.5), "ms");
    let kept = sizes(&folder.path().join("files"));
    table.add("files kept", kept.len() as f64, "");
    table.add(
        "bytes of a kept photo",
        kept.iter().sum::<u64>() as f64 / kept.len() as f64 / 1e6,
        "MB",
    );
    table.add("resident before", begun_with, "MB");
    match peak {
        Some(peak) => table.hold("resident at most", peak, "MB", Bar::AtMost, 300.0),
        None => table.add("resident at most: not known on this system", f64::NAN, "MB"),
    }
    table
}

/// Fields and a sky, with the grain of a sensor.
fn photo() -> Vec<u8> {
    let mut chance = 7u64;
    let picture = RgbImage::from_fn(SIZE.0, SIZE.1, |x, y| {
        chance = chance
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        let grain = (chance >> 59) as u8;
        Rgb([
            (x / 40) as u8 / 2 + grain,
            (y / 30) as u8 / 2 + grain,
            ((x + y) / 60) as u8 / 2 + grain,
        ])
    });
    let mut out = Cursor::new(Vec::new());
    JpegEncoder::new_with_quality(&mut out, 93)
        .encode_image(&picture)
        .unwrap();
    out.into_inner()
}

/// The same photo with its lowest lines cut off, so that it is another content: the height stands in its frame header.
fn lower(base: &[u8], lines: u32) -> Vec<u8> {
    let mut photo = base.to_vec();
    let frame = photo
        .windows(2)
        .position(|marker| marker == [0xff, 0xc0])
        .expect("a baseline JPEG");
    let height = u16::try_from(SIZE.1 - lines).unwrap().to_be_bytes();
    let place = photo.get_mut(frame + 5..frame + 7).expect("a whole header");
    place.copy_from_slice(&height);
    photo
}

fn sizes(folder: &Path) -> Vec<u64> {
    let files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files
        .iter()
        .map(|file| fs::metadata(file).unwrap().len())
        .collect()
}

/// Lets the system measure the peak anew; gives what is resident now.
fn forget_peak() -> f64 {
    // Where this is not possible the peak of making the photo counts too, which is larger and so no lie.
    let _elsewhere = fs::write("/proc/self/clear_refs", "5");
    resident("VmRSS").unwrap_or(f64::NAN)
}

fn resident(line: &str) -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let found = status.lines().find_map(|text| text.strip_prefix(line))?;
    let digits: String = found.chars().filter(char::is_ascii_digit).collect();
    Some(digits.parse::<f64>().ok()? / 1e3)
}
