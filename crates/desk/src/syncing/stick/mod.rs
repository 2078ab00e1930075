//! The stick: what this laptop has to say, written down to be carried by hand, and what comes back that way.
//!
//! What is written counts as handed over, and as confirmed only when the centre's receipt has come back. What
//! comes is looked at whole before any of it is taken, and is then taken as if it had come over a line.

mod compared;
mod fault;
mod load;
mod look;
mod meter;
mod place;
mod read;
mod take;
mod write;

pub use fault::StickFault;
pub use place::{FolderPlace, Place, Written};

use records::DeviceId;
use store::Centre;

use crate::open::{Open, lock};
use crate::records_view::small;
use crate::view::{StickChoice, StickReader};
use crate::{Desk, DeskError};

/// How names of files on a stick end.
pub const STICK_ENDING: &str = ".sala";

impl Desk {
    /// What can be written onto a stick now, and for whom.
    ///
    /// # Errors
    /// When nobody is signed in, there is no centre, or the store cannot be read.
    pub fn stick_choice(&self) -> Result<StickChoice, DeskError> {
        self.with_open(|open| {
            centre_of(open)?;
            let view = self.sync_view()?;
            let unanswered = open.store.read_as(super::side::sticks)?;
            Ok(StickChoice {
                readers: readers(open),
                records: view.pill.waiting,
                files: view.files_waiting,
                bytes: view.waiting_bytes.saturating_add(view.files_waiting_bytes),
                unanswered: small(unanswered as u64),
            })
        })
    }
}

/// The laptops of the programme that may still read, without this one.
fn readers(open: &Open) -> Vec<StickReader> {
    let roster = lock(&open.roster);
    let others = roster.devices.iter();
    others
        .filter(|device| !device.revoked && device.id != open.device.0)
        .map(|device| StickReader {
            id: DeviceId(device.id).to_string(),
            people: read::people_of(&roster, &device.public),
        })
        .collect()
}

fn centre_of(open: &Open) -> Result<Centre, DeskError> {
    let account = open.store.read(|reader| reader.account())?;
    account
        .and_then(|account| account.centre)
        .ok_or(DeskError::NoCentre)
}
