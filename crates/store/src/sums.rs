//! What the log of each team adds up to, carried forward with each change.

use std::collections::BTreeMap;

use records::{Digest, Revision, RevisionId, TeamId};
use rusqlite::{named_params, params};

use crate::delivery::{Came, Delivery};
use crate::error::{During, StoreError};
use crate::revision::{signed, team, whole};
use crate::store::{Reader, Writer};

const READ: &str = "read the sums of the log";
const WRITE: &str = "keep the sums of the log";

/// What the centre has not confirmed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Open {
    /// Revisions.
    pub revisions: u64,
    /// Bytes of their headers and bodies, before they are packed.
    pub bytes: u64,
}

/// What a team's part of the log adds up to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Sums {
    pub(crate) held: Digest,
    pub(crate) centre: Digest,
    pub(crate) open: Open,
    pub(crate) last_at: u64,
}

impl Sums {
    /// Takes in a revision that was not held before.
    pub(crate) fn take_in(&mut self, revision: &Revision, bytes: u64, came: Came) {
        self.add(&revision.id, bytes, came.delivery());
        if came == Came::Here {
            self.last_at = self.last_at.max(revision.header.at);
        }
    }

    /// Notes that a revision which was open is confirmed.
    pub(crate) fn confirm(&mut self, id: &RevisionId, bytes: u64) {
        self.centre.add(id);
        self.open.revisions = self.open.revisions.saturating_sub(1);
        self.open.bytes = self.open.bytes.saturating_sub(bytes);
    }

    /// Notes that a revision which was confirmed is open again.
    pub(crate) fn doubt(&mut self, id: &RevisionId, bytes: u64) {
        self.centre.sub(id);
        self.open.revisions += 1;
        self.open.bytes += bytes;
    }

    fn add(&mut self, id: &RevisionId, bytes: u64, delivery: Delivery) {
        self.held.add(id);
        if delivery == Delivery::Confirmed {
            self.centre.add(id);
        } else {
            self.open.revisions += 1;
            self.open.bytes += bytes;
        }
    }
}

impl Reader<'_> {
    /// Sums up every revision of a team.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn digest(&self, team: &TeamId) -> Result<Digest, StoreError> {
        Ok(self.sums(team)?.held)
    }

    /// Sums up the revisions of a team that the centre is known to hold.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn centre_digest(&self, team: &TeamId) -> Result<Digest, StoreError> {
        Ok(self.sums(team)?.centre)
    }

    /// Sums up what the centre has not confirmed, over all teams.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn open_revisions(&self) -> Result<Open, StoreError> {
        let sql = "SELECT coalesce(sum(open_count), 0) AS n, coalesce(sum(open_bytes), 0) AS bytes
                   FROM team_log";
        let open = self.one(READ, sql, [], |row| {
            Ok(Open {
                revisions: whole(row, "n")?,
                bytes: whole(row, "bytes")?,
            })
        })?;
        Ok(open.unwrap_or_default())
    }

    /// Returns the latest time that a revision made on this laptop carries, 0 before the first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn last_at(&self) -> Result<u64, StoreError> {
        let sql = "SELECT coalesce(max(last_at), 0) AS last_at FROM team_log";
        Ok(self
            .one(READ, sql, [], |row| whole(row, "last_at"))?
            .unwrap_or(0))
    }

    /// Returns the teams of which anything is held.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn teams(&self) -> Result<Vec<TeamId>, StoreError> {
        self.all(READ, "SELECT team FROM team_log ORDER BY team", [], |row| {
            team(row, "team")
        })
    }

    pub(crate) fn sums(&self, team: &TeamId) -> Result<Sums, StoreError> {
        let sql = "SELECT held_count, held_sum, centre_count, centre_sum, open_count, open_bytes,
                   last_at FROM team_log WHERE team = :team";
        let sums = self.one(READ, sql, named_params! { ":team": team.as_str() }, |row| {
            Ok(Sums {
                held: Digest {
                    count: whole(row, "held_count")?,
                    sum: row.get("held_sum")?,
                },
                centre: Digest {
                    count: whole(row, "centre_count")?,
                    sum: row.get("centre_sum")?,
                },
                open: Open {
                    revisions: whole(row, "open_count")?,
                    bytes: whole(row, "open_bytes")?,
                },
                last_at: whole(row, "last_at")?,
            })
        })?;
        Ok(sums.unwrap_or_default())
    }

    /// Adds up the log again, from its rows alone.
    pub(crate) fn counted_sums(&self) -> Result<BTreeMap<TeamId, Sums>, StoreError> {
        let sql = "SELECT id, team, came, delivery, bytes, at FROM revision";
        let mut all: BTreeMap<TeamId, Sums> = BTreeMap::new();
        let mut add = || -> rusqlite::Result<()> {
            let mut statement = self.conn().prepare_cached(sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let sums = all.entry(team(row, "team")?).or_default();
                let delivery = Delivery::read(row, "delivery")?;
                sums.add(&RevisionId(row.get("id")?), whole(row, "bytes")?, delivery);
                if Came::read(row, "came")? == Came::Here {
                    sums.last_at = sums.last_at.max(whole(row, "at")?);
                }
            }
            Ok(())
        };
        add().during(READ)?;
        Ok(all)
    }
}

impl Writer<'_> {
    /// Keeps the sums that the rows of the log add up to, in place of those carried forward.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn recount(&mut self) -> Result<(), StoreError> {
        let sums = self.counted_sums()?;
        self.run(WRITE, "DELETE FROM team_log", [])?;
        self.keep_sums(&sums)
    }

    pub(crate) fn keep_sums(&self, sums: &BTreeMap<TeamId, Sums>) -> Result<(), StoreError> {
        for (
            team,
            Sums {
                held,
                centre,
                open,
                last_at,
            },
        ) in sums
        {
            let row = params![
                team.as_str(),
                signed(held.count),
                held.sum,
                signed(centre.count),
                centre.sum,
                signed(open.revisions),
                signed(open.bytes),
                signed(*last_at),
            ];
            self.run(WRITE, include_str!("sums_keep.sql"), row)?;
        }
        Ok(())
    }
}
