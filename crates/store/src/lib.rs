//! Store: where records stay on the laptop, in one SQLCipher file.
//!
//! A [`Store`] is opened in one place ([`Store::open`]), read through a [`Reader`] and written through a
//! [`Writer`], which is one transaction. The log of revisions is the truth; the rows of [`RecordRow`] and
//! the search index are a projection of it that can be dropped and made again. Drafts are the one thing
//! that changes in place.
//!
//! A form that was just finished is durable in one page and settled into all of these by whoever comes next;
//! nobody reads the file without it.
//!
//! Photos and scans lie encrypted in a folder beside the database; a line of the database says which are
//! there, and is written when its file is durable.
//!
//! Nothing is ever deleted because it cannot be read: a damaged file is set aside and salvaged. Every
//! write is all or nothing, and returns when it is durable.

mod anew;
mod arriving;
mod backup;
mod batch;
mod centre;
mod clear;
mod conditions;
mod connect;
mod delivery;
mod doctor;
mod draft;
mod entity;
mod error;
mod figures;
mod file;
mod file_use;
mod finding;
mod form;
mod form_file;
mod fresh;
mod geopackage;
mod guard;
mod guest_file;
mod hub;
mod journal;
mod likeness;
mod listing;
mod log;
mod looked;
mod open;
mod order;
mod part;
mod place;
mod query;
mod receipt;
mod record;
mod refusal;
pub mod reports;
mod rescue;
mod revision;
mod rule;
mod salvage;
mod search;
mod setting;
mod shelf;
mod site;
mod store;
mod study;
mod sums;
mod sweep;
mod tally;
mod text;
mod tidy;
mod tie;

pub use anew::Checked;
pub use arriving::Arriving;
pub use backup::BackedUp;
pub use batch::{Batch, BatchId, BatchState, Moved};
pub use centre::{Account, Centre, HeldRoster};
pub use clear::Cleared;
pub use delivery::{Came, Confirmed, Delivery, DeliveryCounts};
pub use doctor::{Diagnosis, Finding};
pub use draft::{Draft, DraftId};
pub use entity::{Apart, EntityChanges, EntityLine};
pub use error::{OpenError, StoreError};
pub use figures::{FIGURE_TABLES, Figure, FigureLine, Figures};
pub use file::{ContentId, FILE_BYTES_MAX, FileFacts, HeldFile, Media, NotAContent};
pub use file_use::{AbsentFile, FileSums, FileUse, WaitingFile};
pub use finding::{HeldFinding, NewFinding};
pub use form::{Form, NewForm};
pub use form_file::FormFile;
pub use fresh::Finish;
pub use geopackage::{GeoPoint, geopackage};
pub use guard::{Classes, FoundBy, REVEALS_MAX, Reveal, Sight};
pub use guest_file::GuestFile;
pub use hub::{HubCertificate, HubGuest, HubPart, KnownHub};
pub use likeness::{Compared, Double, FoundDouble, Likeness, Sharing};
pub use listing::Listing;
pub use looked::Looked;
pub use open::FILE;
pub use order::{Mark, Sort, Start};
pub use part::{HeldPart, PartNumber, PartState};
pub use place::{NewPlace, NewPlaceList, Place, PlaceLine, PlaceVersion, PlacesTaken, Texts};
pub use query::{Ends, PAGE_ROWS_MAX, Page, PeopleSums, PlaceLevel, Query};
pub use receipt::{HeldReceipt, Receipt, ReceiptNumber};
pub use record::{MonthCount, RecordRow, ReviewCounts};
pub use refusal::Refusal;
pub use revision::{Added, Held, RecordName};
pub use rule::HeldRules;
pub use salvage::{SET_ASIDE, Salvage};
pub use search::Found;
pub use shelf::FILES;
pub use site::Site;
pub use store::{Reader, Store, Writer};
pub use study::{Studied, Study};
pub use sums::Open;
pub use text::{fold_name, normalise};
pub use tidy::Tidied;
pub use tie::{Behind, Stood, TieLine, TieThen, TieWord, Ties};

// The room's own tests use the same cast as those that come through its door.
#[cfg(test)]
extern crate self as room;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod file_tests;
#[cfg(test)]
mod file_use_tests;
#[cfg(test)]
#[path = "../tests/store/sample.rs"]
mod sample;
