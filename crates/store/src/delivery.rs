//! How far each revision got, and with it each record.

use std::collections::{BTreeMap, BTreeSet};

use records::{RecordId, RevisionId, TeamId};
use rusqlite::types::Type;
use rusqlite::{Row, named_params};

use crate::error::StoreError;
use crate::part::PartNumber;
use crate::receipt::ReceiptNumber;
use crate::revision::{RecordName, team, unreadable, whole};
use crate::store::{Reader, Writer};
use crate::sums::Sums;

const CONFIRM: &str = "note what the centre confirmed";
const DOUBT: &str = "note what the centre does not hold";

/// By which road a revision came here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Came {
    /// Made on this laptop.
    Here = 0,
    /// From the centre.
    Centre = 1,
    /// From a hub or a stick; whether the centre has it is not known.
    Carried = 2,
}

/// How far a revision or a record got.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Delivery {
    /// Only on this laptop.
    #[default]
    Laptop = 0,
    /// On a stick or at a hub too.
    Handed = 1,
    /// The centre signed for it, or it came from there.
    Confirmed = 2,
}

/// A number that the file holds and this program does not know.
#[derive(Debug, thiserror::Error)]
#[error("the number {0} has no meaning here")]
struct UnknownNumber(u8);

impl Came {
    /// Returns the number that is stored.
    #[must_use]
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// Returns how far a revision has got that came by this road and has no receipt.
    #[must_use]
    pub const fn delivery(self) -> Delivery {
        match self {
            Self::Here => Delivery::Laptop,
            Self::Centre => Delivery::Confirmed,
            Self::Carried => Delivery::Handed,
        }
    }

    pub(crate) fn read(row: &Row<'_>, column: &str) -> rusqlite::Result<Self> {
        match row.get::<_, u8>(column)? {
            0 => Ok(Self::Here),
            1 => Ok(Self::Centre),
            2 => Ok(Self::Carried),
            other => Err(unreadable(row, column, Type::Integer, UnknownNumber(other))),
        }
    }
}

impl Delivery {
    /// Returns the number that is stored: larger got farther.
    #[must_use]
    pub const fn number(self) -> u8 {
        self as u8
    }

    pub(crate) fn read(row: &Row<'_>, column: &str) -> rusqlite::Result<Self> {
        match row.get::<_, u8>(column)? {
            0 => Ok(Self::Laptop),
            1 => Ok(Self::Handed),
            2 => Ok(Self::Confirmed),
            other => Err(unreadable(row, column, Type::Integer, UnknownNumber(other))),
        }
    }
}

/// What a confirmation changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Confirmed {
    /// Revisions that were not confirmed before.
    pub revisions: u64,
    /// Their records.
    pub records: BTreeSet<RecordName>,
    /// Revisions that are held under this receipt: fewer than it names where another one was first.
    pub covered: u64,
}

/// How many records are where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DeliveryCounts {
    /// Only on this laptop.
    pub laptop: u64,
    /// On a stick or at a hub.
    pub handed: u64,
    /// Confirmed by the centre.
    pub confirmed: u64,
    /// When the oldest record changed that is not confirmed, in ms since 1970.
    pub oldest_unconfirmed: Option<u64>,
}

impl Reader<'_> {
    /// Counts the records of the projection by how far they got.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn delivery_counts(&self) -> Result<DeliveryCounts, StoreError> {
        let sql = include_str!("delivery_counts.sql");
        let counts = self.one("count what was delivered", sql, [], |row| {
            let (laptop, handed) = (whole(row, "laptop")?, whole(row, "handed")?);
            Ok(DeliveryCounts {
                laptop,
                handed,
                confirmed: whole(row, "records")?.saturating_sub(laptop + handed),
                oldest_unconfirmed: row.get::<_, Option<i64>>("oldest")?.map(i64::unsigned_abs),
            })
        })?;
        Ok(counts.unwrap_or_default())
    }

    /// Tells whether a revision is here that the centre is taken to hold.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn is_confirmed(&self, id: RevisionId) -> Result<bool, StoreError> {
        let sql = "SELECT 1 AS one FROM revision WHERE id = :id AND delivery = 2";
        let found = self.one(
            "look up a revision",
            sql,
            named_params! { ":id": id.0 },
            |row| row.get::<_, u8>("one"),
        )?;
        Ok(found.is_some())
    }

    /// Returns how far a record got: as far as its least delivered revision.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn delivery_of(&self, team: &TeamId, record: RecordId) -> Result<Delivery, StoreError> {
        Ok(self
            .place(team, record)?
            .map(|(_, delivery)| delivery)
            .unwrap_or_default())
    }
}

impl Reader<'_> {
    /// Returns the revisions of a team from `low` (with it) to `high` (without it) that the centre is taken to hold, sorted.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn confirmed_ids(
        &self,
        team: &TeamId,
        low: RevisionId,
        high: Option<RevisionId>,
    ) -> Result<Vec<RevisionId>, StoreError> {
        let sql = "SELECT id FROM revision WHERE id >= :low AND (:high IS NULL OR id < :high)
                   AND team = :team AND delivery = 2 ORDER BY id";
        let range = named_params! {
            ":team": team.as_str(), ":low": low.0, ":high": high.map(|id| id.0),
        };
        self.all("read what the centre holds", sql, range, |row| {
            row.get("id").map(RevisionId)
        })
    }
}

impl Writer<'_> {
    /// Notes that a receipt covers these revisions. Ids that are not held are passed over.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn confirm(
        &mut self,
        ids: &[RevisionId],
        receipt: ReceiptNumber,
    ) -> Result<Confirmed, StoreError> {
        let mut changed = Confirmed::default();
        let mut sums: BTreeMap<TeamId, Sums> = BTreeMap::new();
        let mut parts = BTreeSet::new();
        for id in ids {
            let Some(open) = self.one(CONFIRM, FIND, named_params! { ":id": id.0 }, found)? else {
                continue;
            };
            let row = named_params! { ":id": id.0, ":receipt": receipt.0 };
            changed.covered += self.run(CONFIRM, COVER, row)? as u64;
            parts.extend(open.part);
            if open.delivery == Delivery::Confirmed {
                continue;
            }
            let (team, _) = &open.name;
            if !sums.contains_key(team) {
                sums.insert(team.clone(), self.sums(team)?);
            }
            if let Some(sums) = sums.get_mut(team) {
                sums.confirm(id, open.bytes);
            }
            changed.revisions += 1;
            changed.records.insert(open.name);
        }
        if changed.covered < ids.len() as u64 {
            self.keep_receipt_ids(receipt, ids)?;
        }
        self.keep_sums(&sums)?;
        self.confirm_whole_parts(&parts)?;
        self.refresh_delivery(&changed.records)?;
        Ok(changed)
    }

    /// Notes that the centre does not hold these revisions after all: they are handed over and no more, and go along again.
    /// Returns how many were taken for confirmed.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn doubt(&mut self, ids: &[RevisionId]) -> Result<u64, StoreError> {
        let mut sums: BTreeMap<TeamId, Sums> = BTreeMap::new();
        let mut records = BTreeSet::new();
        let mut doubted = 0;
        for id in ids {
            let found = self.one(DOUBT, FIND, named_params! { ":id": id.0 }, found)?;
            let Some(found) = found.filter(|found| found.delivery == Delivery::Confirmed) else {
                continue;
            };
            let sql = "UPDATE revision SET delivery = 1 WHERE id = :id";
            self.run(DOUBT, sql, named_params! { ":id": id.0 })?;
            if let Some(part) = found.part {
                let sql = "UPDATE part SET state = 1 WHERE id = :id AND state = 2";
                self.run(DOUBT, sql, named_params! { ":id": part.0 })?;
            }
            let (team, _) = &found.name;
            if !sums.contains_key(team) {
                sums.insert(team.clone(), self.sums(team)?);
            }
            if let Some(sums) = sums.get_mut(team) {
                sums.doubt(id, found.bytes);
            }
            doubted += 1;
            records.insert(found.name);
        }
        self.keep_sums(&sums)?;
        self.refresh_delivery(&records)?;
        Ok(doubted)
    }

    /// Makes the rows of these records say how far the records got.
    pub(crate) fn refresh_delivery(
        &self,
        records: &BTreeSet<RecordName>,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE record SET delivery = :delivery WHERE id = :id AND delivery <> :delivery";
        for (team, record) in records {
            if let Some((number, delivery)) = self.place(team, *record)? {
                let row = named_params! { ":delivery": delivery.number(), ":id": number };
                self.run(CONFIRM, sql, row)?;
            }
        }
        Ok(())
    }
}

const FIND: &str = "SELECT team, record, part, delivery, bytes FROM revision WHERE id = :id";
const COVER: &str = "UPDATE revision SET receipt = :receipt, delivery = 2
                     WHERE id = :id AND (receipt IS NULL OR delivery < 2)";

/// Where a revision stands that a receipt names.
struct Found {
    name: RecordName,
    part: Option<PartNumber>,
    delivery: Delivery,
    bytes: u64,
}

fn found(row: &Row<'_>) -> rusqlite::Result<Found> {
    Ok(Found {
        name: (team(row, "team")?, RecordId(row.get("record")?)),
        part: row.get::<_, Option<i64>>("part")?.map(PartNumber),
        delivery: Delivery::read(row, "delivery")?,
        bytes: whole(row, "bytes")?,
    })
}
