//! `sala hub`: be a hub, find one, go to one.

use std::net::SocketAddr;
use std::path::Path;
use std::thread;
use std::time::Duration;

use clap::Subcommand;
use desk::view::{FoundHub, HubView, HubVisit};
use desk::{DeskError, code_of_file};

use super::{Done, Run};
use crate::hub;

#[derive(Debug, Subcommand)]
pub(crate) enum HubWord {
    /// Answer colleagues on this network in the centre's place, until the program is stopped.
    Serve {
        /// Listen here; on every network without it.
        #[arg(long, value_name = "ADDRESS:PORT")]
        listen: Option<SocketAddr>,
        /// Stop after so many seconds.
        #[arg(long)]
        seconds: Option<u64>,
    },
    /// Listen for hubs on this network.
    Find {
        /// Only on this machine.
        #[arg(long)]
        here: bool,
    },
    /// Come to a hub for the first time, hand over and fetch.
    Pair {
        /// The code on its screen, whole or its eight signs, or a picture of it.
        code: String,
        /// Where it answers, as address:port; a whole code says it.
        #[arg(long, value_name = "ADDRESS:PORT", default_value = "")]
        at: String,
    },
    /// Hand over to a hub that this laptop paired with, and fetch; the one that was last met without --at.
    Sync {
        /// Where it answers, as address:port.
        #[arg(long, value_name = "ADDRESS:PORT")]
        at: Option<String>,
    },
    /// Say what this laptop holds for others, who came, and which hubs it knows.
    Show,
}

impl Run<'_> {
    pub(super) fn hub(&self, word: &HubWord) -> Done {
        match word {
            HubWord::Serve { listen, seconds } => return self.be_hub(*listen, *seconds),
            HubWord::Find { here } => {
                let found = hub::find(&self.desk, *here)?;
                self.say.answer(&found, |found| found_words(found));
            }
            HubWord::Pair { code, at } => {
                let picture = Path::new(code);
                let code = match picture.is_file() {
                    true => &code_of_file(picture)?,
                    false => code,
                };
                let visit = hub::visit(&self.desk, at, code, &mut |_, _| {})?;
                self.say.answer(&visit, visited);
            }
            HubWord::Sync { at } => {
                let known = self.desk.hub_view()?.known;
                let last = known.into_iter().next().map(|hub| hub.address);
                let at = at.clone().or(last).ok_or(DeskError::HubCodeNeeded)?;
                let visit = hub::visit(&self.desk, &at, "", &mut |_, _| {})?;
                self.say.answer(&visit, visited);
            }
            HubWord::Show => self.say.answer(&self.desk.hub_view()?, shown),
        }
        Ok(())
    }

    fn be_hub(&self, listen: Option<SocketAddr>, seconds: Option<u64>) -> Done {
        let (serving, view) = hub::serve(&self.desk, listen, Box::new(|| {}))?;
        self.say.answer(&view, shown);
        match seconds {
            Some(seconds) => thread::sleep(Duration::from_secs(seconds)),
            // Whoever started it ends it: what was taken is on the disk.
            None => loop {
                thread::park();
            },
        }
        drop(serving);
        Ok(())
    }
}

fn shown(view: &HubView) -> String {
    let mut lines = Vec::new();
    if let Some(serving) = &view.serving {
        lines.push(format!(
            "This laptop is a hub at {}.",
            serving.addresses.join(", ")
        ));
        lines.push(format!("Code: {}", serving.short_code));
        lines.push(format!("Whole code: {}", serving.code));
        lines.push(format!("Certificate (SHA-256): {}", serving.fingerprint));
    }
    lines.push(format!(
        "It holds {} records of others that the centre has not confirmed.",
        view.holds_records
    ));
    for guest in &view.guests {
        let people = guest.people.join(", ");
        lines.push(format!(
            "came {}: {people}, {} new revisions",
            guest.seen_at, guest.brought
        ));
    }
    for hub in &view.known {
        let people = hub.people.join(", ");
        lines.push(format!(
            "knows the hub of {people} at {}, met {}",
            hub.address, hub.met_at
        ));
    }
    lines.join("\n")
}

fn found_words(found: &[FoundHub]) -> String {
    if found.is_empty() {
        return "No hub calls itself out on this network. Type its address.".to_owned();
    }
    let line = |hub: &FoundHub| {
        let whose = match hub.people.is_empty() {
            true => "of nobody in this programme's list".to_owned(),
            false => format!("of {}", hub.people.join(", ")),
        };
        format!("{} {whose}", hub.address)
    };
    found.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn visited(visit: &HubVisit) -> String {
    let mut text = format!(
        "The hub of {} took {} revisions; {} new ones came from it.",
        visit.people.join(", "),
        visit.handed,
        visit.received
    );
    if visit.files_handed + visit.files_received > 0 {
        text.push_str(&format!(
            " Photos and scans: it took {}, {} came from it.",
            visit.files_handed, visit.files_received
        ));
    }
    if visit.confirmed > 0 {
        text.push_str(&format!(
            " It brought the centre's receipts over {} revisions.",
            visit.confirmed
        ));
    }
    if visit.refused > 0 {
        text.push_str(&format!(" It did not take {}.", visit.refused));
    }
    if !visit.equal && visit.refused == 0 {
        text.push_str(" Both sides still differ: try again.");
    }
    text
}
