//! A country's list of places: importing it, and finding a village.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use desk::Desk;
use kit::PASSPHRASE;

use crate::field::{desk, laptop};
use crate::table::{Bar, Table, part};
use crate::words::{Dice, word};

/// The places of a country of Cambodia's size: provinces, and in each districts, communes and villages.
const SHAPE: [usize; 4] = [25, 8, 8, 9];

/// Imports a country's list where it is on the machine, and a made-up country; finds places by names in both
/// scripts, by several words and by code.
pub(crate) fn places(quick: bool) -> Table {
    let mut table = Table::default();
    if let Some(list) = shared_list() {
        country("kh.csv", &list, SHAPE[0], &mut table);
    }
    let [provinces, districts, communes, villages] = SHAPE;
    let provinces = if quick { 3 } else { provinces };
    let list = list([provinces, districts, communes, villages]);
    country("made up", list.as_bytes(), provinces, &mut table);
    table
}

/// Other people's list of Cambodia, read where it lies.
fn shared_list() -> Option<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let shared =
        std::env::var_os("SALA_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let list = std::fs::read(shared.join("places/kh.csv"));
    if list.is_err() {
        eprintln!("left out: a country's own list is not on this machine (SALA_SHARED)");
    }
    list.ok()
}

fn country(name: &str, list: &[u8], provinces: usize, table: &mut Table) {
    let (folder, laptop) = laptop();
    let begun = Instant::now();
    let imported = laptop.places_import("bench.csv", list).unwrap();
    let took = begun.elapsed();
    table.add(&format!("{name}: places"), f64::from(imported.places), "");
    table.hold(
        &format!("{name}: import"),
        took.as_secs_f64() * 1e3,
        "ms",
        Bar::AtMost,
        2_000.0,
    );
    let begun = Instant::now();
    laptop.places_import("bench.csv", list).unwrap();
    table.add(
        &format!("{name}: the same file again"),
        begun.elapsed().as_secs_f64() * 1e3,
        "ms",
    );
    drop(laptop);
    let desk = desk(&folder);
    desk.unlock("Dara", PASSPHRASE).unwrap();
    let first = find(&desk, "svay");
    table.add(
        &format!("{name}: the first search after unlocking"),
        first.as_secs_f64() * 1e3,
        "ms",
    );
    searches(&desk, name, provinces, table);
}

fn searches(desk: &Desk, name: &str, provinces: usize, table: &mut Table) {
    let mut dice = Dice::new(13);
    for kind in ["Latin", "Khmer", "words of several levels", "a code"] {
        let mut times: Vec<Duration> = Vec::new();
        for _ in 0..300 {
            let (latin, khmer) = (word(&mut dice, false), word(&mut dice, true));
            let words = match kind {
                "Latin" => latin.to_lowercase(),
                "Khmer" => khmer.to_owned(),
                "a code" => format!("{:02}{:02}", dice.roll(provinces) + 1, dice.roll(8) + 1),
                _ => format!("{latin} {} {}", word(&mut dice, false), dice.roll(9) + 1),
            };
            times.push(find(desk, &words));
        }
        table.add(
            &format!("{name}: find by {kind}, p50"),
            part(&mut times, 0.5),
            "ms",
        );
        table.hold(
            &format!("{name}: find by {kind}, p99"),
            part(&mut times, 0.99),
            "ms",
            Bar::AtMost,
            10.0,
        );
    }
}

fn find(desk: &Desk, words: &str) -> Duration {
    let begun = Instant::now();
    let found = desk.places_find(words, None, None).unwrap();
    let took = begun.elapsed();
    assert!(found.places.len() <= 50);
    took
}

/// A list in which names repeat as those of villages do.
fn list(shape: [usize; 4]) -> String {
    let mut dice = Dice::new(17);
    let mut text = String::from("pcode,parent,level,name_km,name_latin,unit_km,unit_en\n");
    let mut above = vec!["KH".to_owned()];
    let units = [
        ("ខេត្ត", "Province"),
        ("ស្រុក", "District"),
        ("ឃុំ", "Commune"),
        ("ភូមិ", "Village"),
    ];
    for (level, (below, (khmer, english))) in shape.into_iter().zip(units).enumerate() {
        let mut here = Vec::new();
        for parent in &above {
            for n in 1..=below {
                let code = format!("{parent}{n:02}");
                let (first, second) = (dice.roll(400), word(&mut dice, false));
                let name = format!("{}{}", word(&mut dice, true), word(&mut dice, true));
                text += &format!(
                    "{code},{parent},{},{name}{first},{} {second} {first},{khmer},{english}\n",
                    level + 1,
                    word(&mut dice, false),
                );
                here.push(code);
            }
        }
        above = here;
    }
    text
}
