//! Sticks and lines in any order: laptops that write, carry, lose, read twice and sync now and then, by chance.

use std::path::PathBuf;
use std::time::Duration;

use kit::{Laptop, Office, Stick, for_the_centre, with_words};

const WORDS: &str = "four dry fish on a roof";
const HISTORIES: u64 = 10;
const STEPS: u32 = 18;

/// Chance that can be played again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most.max(1)
    }

    fn one<'f>(&mut self, of: &'f [PathBuf]) -> Option<&'f PathBuf> {
        of.get(self.below(of.len()))
    }
}

/// Two laptops of a team, their centre, and every file that was ever written.
struct Story {
    office: Office,
    laptops: [Laptop; 2],
    stick: Stick,
    records: u32,
}

impl Story {
    fn begin() -> Story {
        let office = Office::open();
        let laptops = [
            office.laptop("Sok Dara", "supervisor", &["BTB2"]),
            office.laptop("Chan Sophea", "supervisor", &["BTB2"]),
        ];
        Story {
            office,
            laptops,
            stick: Stick::new(),
            records: 0,
        }
    }

    fn step(&mut self, dice: &mut Dice) -> String {
        let who = dice.below(2);
        let laptop = &self.laptops[who];
        laptop.watch.pass(Duration::from_secs(90));
        let did = match dice.below(7) {
            0 | 1 => {
                laptop.session("Phum Thmei", self.records);
                self.records += 1;
                "records a session".to_owned()
            }
            2 => {
                laptop.writes(&self.stick, &for_the_centre()).unwrap();
                "writes for the centre".to_owned()
            }
            3 => {
                laptop.writes(&self.stick, &with_words(WORDS)).unwrap();
                "writes for the other".to_owned()
            }
            4 => {
                let file = dice.one(&self.stick.asks()).cloned();
                let files: Vec<PathBuf> = file.into_iter().collect();
                self.office.reads(&files, None, &self.stick);
                format!("has {files:?} read")
            }
            5 => {
                let mut files = self.stick.asks();
                files.extend(self.stick.answers());
                let file = dice.one(&files).cloned();
                let files: Vec<PathBuf> = file.into_iter().collect();
                laptop.takes(&files, Some(WORDS));
                format!("takes {files:?}")
            }
            _ => {
                laptop.sync().unwrap();
                "has a line".to_owned()
            }
        };
        format!("laptop {who} {did}")
    }

    /// What is confirmed on a laptop is at the centre.
    fn is_true(&self) {
        let there = self.office.centre().examine().unwrap();
        assert!(!there.findings.iter().any(|found| found.broken));
        for laptop in &self.laptops {
            let counts = laptop.desk.sync_view().unwrap().counts;
            // Each session is two revisions.
            assert!(u64::from(counts.confirmed) * 2 <= there.counts.revisions);
        }
    }

    /// Once both have had a line, everybody has everything.
    fn end(&self) {
        for laptop in self.laptops.iter().chain(&self.laptops) {
            laptop.sync().unwrap();
        }
        let there = self.office.centre().examine().unwrap().counts.revisions;
        assert_eq!(there, u64::from(self.records) * 2);
        for laptop in &self.laptops {
            let view = laptop.desk.sync_view().unwrap();
            let counts = &view.counts;
            assert_eq!((counts.laptop, counts.handed), (0, 0));
            assert_eq!(
                (counts.confirmed, laptop.count()),
                (self.records, self.records)
            );
            assert!(self.records == 0 || view.compared_equal);
        }
        assert_eq!(
            self.laptops[0].export().len(),
            self.laptops[1].export().len()
        );
    }
}

#[test]
fn whatever_way_things_travel_everybody_ends_with_everything() {
    for seed in 1..=HISTORIES {
        let (mut dice, mut story) = (Dice(seed), Story::begin());
        let mut told = format!("history {seed}");
        let played = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            for _ in 0..STEPS {
                told = format!("{told}\n  {}", story.step(&mut dice));
                story.is_true();
            }
            story.end();
        }));
        assert!(played.is_ok(), "{told}");
    }
}
