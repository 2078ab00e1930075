//! Sealed parts: those of this laptop, and those it received and may pass on.

use std::collections::BTreeSet;

use records::{DeviceId, Part, Revision, RevisionId, TeamId, hash_ids};
use rusqlite::types::Type;
use rusqlite::{Row, named_params};

use crate::error::{During, StoreError};
use crate::hub::{joined, split};
use crate::revision::{revision, signed, team, unreadable, whole};
use crate::store::{Reader, Writer};

const READ: &str = "read the sealed parts";
const WRITE: &str = "keep a sealed part";
const COLUMNS: &str = "id, team, device, first, count, ids, seal, state, seq";

/// Names a part in this file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartNumber(pub i64);

/// How far a part got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum PartState {
    /// Sealed and not given to anybody yet.
    Unsent = 0,
    /// On a stick or at a hub, or came that way.
    Handed = 1,
    /// The centre holds it.
    Confirmed = 2,
}

/// A part and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldPart {
    /// Its name in this file.
    pub number: PartNumber,
    /// What was sealed.
    pub part: Part,
    /// How far it got.
    pub state: PartState,
    /// Its position in the team's ledger at the centre, once known.
    pub seq: Option<u64>,
}

impl Reader<'_> {
    /// Returns revisions of a device that are in no part yet: consecutive, from the first one, at most
    /// `count_max`, and as many as fit `bytes_max` of headers and bodies (always one).
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn unsealed(
        &self,
        team: &TeamId,
        device: DeviceId,
        count_max: usize,
        bytes_max: usize,
    ) -> Result<Vec<Revision>, StoreError> {
        let sql = "SELECT id, header, body FROM revision
                   WHERE team = :team AND device = :device AND n >= :from AND part IS NULL
                   ORDER BY n, seq";
        let from = self.unsealed_from(team, device)?;
        let whose = named_params! {
            ":team": team.as_str(), ":device": device.0, ":from": signed(from),
        };
        let read = || {
            let mut statement = self.conn().prepare_cached(sql)?;
            let mut rows = statement.query(whose)?;
            let mut taken: Vec<Revision> = Vec::new();
            let mut bytes = 0;
            while let Some(row) = rows.next()? {
                let next = revision(row)?;
                if let Some(last) = taken.last() {
                    // The same n twice: the laptop went back to an old copy. The other one goes alone.
                    if next.header.n == last.header.n {
                        continue;
                    }
                    if next.header.n != last.header.n + 1 {
                        break;
                    }
                }
                bytes += 200 + next.body.as_ref().map_or(0, Vec::len);
                if taken.len() >= count_max || (bytes > bytes_max && !taken.is_empty()) {
                    break;
                }
                taken.push(next);
            }
            Ok(taken)
        };
        read().during(READ)
    }

    /// Returns a count before which every revision of a device is in a part.
    fn unsealed_from(&self, team: &TeamId, device: DeviceId) -> Result<u64, StoreError> {
        let sql = "SELECT n FROM unsealed WHERE team = :team AND device = :device";
        let whose = named_params! { ":team": team.as_str(), ":device": device.0 };
        Ok(self
            .one(READ, sql, whose, |row| whole(row, "n"))?
            .unwrap_or(1))
    }

    /// Returns a device's parts that the centre has not confirmed, oldest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn unconfirmed_parts(&self, device: DeviceId) -> Result<Vec<HeldPart>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM part WHERE state < 2 AND device = :device ORDER BY team, first, id"
        );
        self.all(READ, &sql, named_params! { ":device": device.0 }, held_part)
    }

    /// Returns the parts of every device that the centre is not known to hold, oldest first: what a
    /// hub or a stick takes along.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn parts_to_carry(&self) -> Result<Vec<HeldPart>, StoreError> {
        let sql =
            format!("SELECT {COLUMNS} FROM part WHERE state < 2 ORDER BY device, team, first, id");
        self.all(READ, &sql, [], held_part)
    }

    /// Returns the parts of every device, oldest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn all_parts(&self) -> Result<Vec<HeldPart>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM part ORDER BY device, team, first, id");
        self.all(READ, &sql, [], held_part)
    }

    /// Counts how many of these revisions are here.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn count_held(&self, ids: &[RevisionId]) -> Result<u64, StoreError> {
        let sql = "SELECT 1 AS one FROM revision WHERE id = :id";
        let mut held = 0;
        for id in ids {
            let found = self.one(READ, sql, named_params! { ":id": id.0 }, |row| {
                row.get::<_, u8>("one")
            })?;
            held += u64::from(found.is_some());
        }
        Ok(held)
    }

    /// Returns one part.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn part(&self, number: PartNumber) -> Result<Option<HeldPart>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM part WHERE id = :id");
        self.one(READ, &sql, named_params! { ":id": number.0 }, held_part)
    }

    /// Returns the part that a revision was sealed in; `None` when it is not sealed yet or not held.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn part_of(&self, id: RevisionId) -> Result<Option<PartNumber>, StoreError> {
        let sql = "SELECT part FROM revision WHERE id = :id";
        let part: Option<Option<i64>> =
            self.one(READ, sql, named_params! { ":id": id.0 }, |row| {
                row.get("part")
            })?;
        Ok(part.flatten().map(PartNumber))
    }

    /// Returns those revisions of a part that the centre has not confirmed.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn open_ids_of_part(&self, number: PartNumber) -> Result<Vec<RevisionId>, StoreError> {
        let sql = "SELECT revision.id AS id FROM part JOIN revision
                   ON revision.team = part.team AND revision.device = part.device
                   AND revision.n BETWEEN part.first AND part.first + part.count - 1
                   WHERE part.id = :part AND revision.part = part.id AND revision.delivery < 2";
        self.all(READ, sql, named_params! { ":part": number.0 }, |row| {
            row.get("id").map(RevisionId)
        })
    }

    /// Returns the revisions of a part in order.
    ///
    /// # Errors
    /// [`StoreError::Part`] when they are not all held; otherwise when the file cannot be read.
    pub fn revisions_of_part(&self, number: PartNumber) -> Result<Vec<Revision>, StoreError> {
        let held = self
            .part(number)?
            .ok_or(StoreError::Missing { what: "part" })?;
        let part = held.part;
        let kept = self.ids_of_part(number)?;
        if !kept.is_empty() {
            let found = kept.iter().map(|id| self.revision(*id));
            let found: Result<Vec<_>, StoreError> = found.collect();
            let found: Vec<Revision> = found?.into_iter().flatten().collect();
            if part.check(&found).is_ok() {
                return Ok(found);
            }
        }
        let mut found = self.rows_of_part(number, &part, "id, header, body", revision)?;
        found.dedup_by_key(|revision| revision.header.n);
        part.check(&found)?;
        Ok(found)
    }
}

impl Reader<'_> {
    /// Returns the ids of a part's revisions in order, proven by what was sealed, without reading what they say.
    ///
    /// # Errors
    /// [`StoreError::Part`] when they are not all held; otherwise when the file cannot be read.
    pub fn ids_in_part(&self, number: PartNumber) -> Result<Vec<RevisionId>, StoreError> {
        let held = self
            .part(number)?
            .ok_or(StoreError::Missing { what: "part" })?;
        let kept = self.ids_of_part(number)?;
        if hash_ids(kept.iter()) == held.part.ids && self.count_held(&kept)? == kept.len() as u64 {
            return Ok(kept);
        }
        let mut found = self.rows_of_part(number, &held.part, "id, n", |row| {
            Ok((RevisionId(row.get("id")?), row.get::<_, i64>("n")?))
        })?;
        found.dedup_by_key(|(_, n)| *n);
        let ids: Vec<RevisionId> = found.into_iter().map(|(id, _)| id).collect();
        match hash_ids(ids.iter()) == held.part.ids {
            true => Ok(ids),
            false => Err(records::PartError::Ids.into()),
        }
    }

    /// The rows of the log in a part's span; where an n stands twice, the one that was sealed in this part comes first.
    fn rows_of_part<T>(
        &self,
        number: PartNumber,
        part: &Part,
        columns: &str,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let sql = format!("SELECT {columns} {}", include_str!("part_rows.sql"));
        let range = named_params! {
            ":team": part.team.as_str(), ":device": part.device.0, ":part": number.0,
            ":first": signed(part.first), ":last": signed(part.last()),
        };
        self.all(READ, &sql, range, read)
    }

    /// The revisions of a part that shares some with another, in order; none where the log tells them.
    fn ids_of_part(&self, number: PartNumber) -> Result<Vec<RevisionId>, StoreError> {
        let sql = "SELECT ids FROM part_ids WHERE part = :part";
        let of = named_params! { ":part": number.0 };
        let ids: Option<Vec<u8>> = self.one(READ, sql, of, |row| row.get("ids"))?;
        Ok(split(&ids.unwrap_or_default()).collect())
    }
}

impl Writer<'_> {
    /// Keeps a part and notes that these revisions are in it. Given again, the farther state and the
    /// position are kept.
    ///
    /// # Errors
    /// [`StoreError::Part`] when `ids` are not those that were sealed; otherwise when the file cannot be
    /// written.
    pub fn add_part(
        &mut self,
        part: &Part,
        ids: &[RevisionId],
        state: PartState,
        seq: Option<u64>,
    ) -> Result<PartNumber, StoreError> {
        if hash_ids(ids.iter()) != part.ids {
            return Err(records::PartError::Ids.into());
        }
        let row = named_params! {
            ":team": part.team.as_str(), ":device": part.device.0, ":first": signed(part.first),
            ":count": part.count, ":ids": part.ids, ":seal": part.seal, ":state": state as u8,
            ":seq": seq.map(signed),
        };
        let number = self.one(WRITE, include_str!("part_insert.sql"), row, |row| {
            row.get("id")
        })?;
        let number = number.ok_or(StoreError::Missing { what: "part" })?;
        let sql = "UPDATE revision SET part = :part WHERE id = :id AND part IS NULL";
        let number = PartNumber(number);
        let mut is_shared = false;
        for id in ids {
            let row = named_params! { ":part": number.0, ":id": id.0 };
            let is_in_this = self.run(WRITE, sql, row)? > 0;
            is_shared |= !is_in_this && self.part_of(*id)?.is_some_and(|other| other != number);
        }
        if is_shared {
            let sql = "INSERT INTO part_ids (part, ids) VALUES (:part, :ids)
                       ON CONFLICT (part) DO NOTHING";
            let row = named_params! { ":part": number.0, ":ids": joined(ids) };
            self.run(WRITE, sql, row)?;
        }
        self.find_unsealed(&part.team, part.device)?;
        Ok(number)
    }

    /// Notes that a part needs nothing any more, if all of its revisions are confirmed.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn close_part(&mut self, number: PartNumber) -> Result<(), StoreError> {
        self.confirm_whole_parts(&BTreeSet::from([number]))
    }

    /// Looks up where the unsealed revisions of a device begin, from where they began before.
    fn find_unsealed(&self, team: &TeamId, device: DeviceId) -> Result<(), StoreError> {
        let sql = include_str!("part_unsealed.sql");
        let before = signed(self.unsealed_from(team, device)?);
        let place = named_params! { ":team": team.as_str(), ":device": device.0, ":from": before };
        match self.one(WRITE, sql, place, |row| whole(row, "n"))? {
            Some(n) => self.keep_unsealed(team, device, n),
            None => Ok(()),
        }
    }

    /// Notes that a revision of this count is in no part.
    pub(crate) fn is_unsealed_from(
        &self,
        team: &TeamId,
        device: DeviceId,
        n: u64,
    ) -> Result<(), StoreError> {
        // Seldom: only after the laptop went back to an old copy, or a part was dropped.
        if n < self.unsealed_from(team, device)? {
            self.keep_unsealed(team, device, n)?;
        }
        Ok(())
    }

    fn keep_unsealed(&self, team: &TeamId, device: DeviceId, n: u64) -> Result<(), StoreError> {
        let sql = "INSERT INTO unsealed (team, device, n) VALUES (:team, :device, :n)
                   ON CONFLICT (team, device) DO UPDATE SET n = excluded.n";
        let row = named_params! { ":team": team.as_str(), ":device": device.0, ":n": signed(n) };
        self.run(WRITE, sql, row).map(|_| ())
    }

    /// Forgets a part that the centre has not confirmed, so that its revisions can be sealed anew.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such unconfirmed part; otherwise when the file cannot be
    /// written.
    pub fn drop_unconfirmed_part(&mut self, number: PartNumber) -> Result<(), StoreError> {
        let held = self
            .part(number)?
            .filter(|held| held.state < PartState::Confirmed);
        let part = held
            .ok_or(StoreError::Missing {
                what: "unconfirmed part",
            })?
            .part;
        let sql = "UPDATE revision SET part = NULL WHERE team = :team AND device = :device
                   AND n BETWEEN :first AND :last AND part = :part";
        let range = named_params! {
            ":team": part.team.as_str(), ":device": part.device.0, ":part": number.0,
            ":first": signed(part.first), ":last": signed(part.last()),
        };
        self.run(WRITE, sql, range)?;
        let sql = "DELETE FROM part_ids WHERE part = :id";
        self.run(WRITE, sql, named_params! { ":id": number.0 })?;
        self.run(
            WRITE,
            "DELETE FROM part WHERE id = :id",
            named_params! { ":id": number.0 },
        )?;
        self.is_unsealed_from(&part.team, part.device, part.first)
    }

    /// Notes that parts were put on a stick or taken by a hub; their records follow.
    ///
    /// # Errors
    /// When a part is not there or the file cannot be written.
    pub fn hand_over(&mut self, parts: &[PartNumber]) -> Result<(), StoreError> {
        self.hand_over_without(parts, &BTreeSet::new())
    }

    /// Does the same for all but these revisions, which were not taken.
    pub(crate) fn hand_over_without(
        &mut self,
        parts: &[PartNumber],
        refused: &BTreeSet<RevisionId>,
    ) -> Result<(), StoreError> {
        let mut records = BTreeSet::new();
        for number in parts {
            let sql = "UPDATE part SET state = 1 WHERE id = :id AND state = 0";
            self.run(WRITE, sql, named_params! { ":id": number.0 })?;
            for revision in self.revisions_of_part(*number)? {
                if refused.contains(&revision.id) {
                    continue;
                }
                let sql = "UPDATE revision SET delivery = 1 WHERE id = :id AND delivery = 0";
                if self.run(WRITE, sql, named_params! { ":id": revision.id.0 })? > 0 {
                    records.insert((revision.header.team.clone(), revision.header.record));
                }
            }
        }
        self.refresh_delivery(&records)
    }

    /// Marks those of these parts as confirmed of which every revision is.
    pub(crate) fn confirm_whole_parts(
        &self,
        parts: &BTreeSet<PartNumber>,
    ) -> Result<(), StoreError> {
        let sql = include_str!("part_confirm.sql");
        for number in parts {
            self.run(WRITE, sql, named_params! { ":id": number.0 })?;
        }
        Ok(())
    }
}

fn held_part(row: &Row<'_>) -> rusqlite::Result<HeldPart> {
    Ok(HeldPart {
        number: PartNumber(row.get("id")?),
        part: Part {
            device: DeviceId(row.get("device")?),
            team: team(row, "team")?,
            first: whole(row, "first")?,
            count: row.get("count")?,
            ids: row.get("ids")?,
            seal: row.get("seal")?,
        },
        state: state(row)?,
        seq: row.get::<_, Option<i64>>("seq")?.map(i64::unsigned_abs),
    })
}

fn state(row: &Row<'_>) -> rusqlite::Result<PartState> {
    match row.get::<_, u8>("state")? {
        0 => Ok(PartState::Unsent),
        1 => Ok(PartState::Handed),
        2 => Ok(PartState::Confirmed),
        _ => Err(unreadable(row, "state", Type::Integer, std::fmt::Error)),
    }
}

/// The count of the last revision of a part.
trait Last {
    fn last(&self) -> u64;
}

impl Last for Part {
    fn last(&self) -> u64 {
        self.first
            .saturating_add(u64::from(self.count))
            .saturating_sub(1)
    }
}
