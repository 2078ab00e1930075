//! This laptop as a hub: the parts that it gives out in an order of its own, and who brought what.

use std::collections::BTreeSet;

use records::{DeviceId, Digest, RevisionId, TeamId};
use rusqlite::{Row, named_params};
use zeroize::Zeroizing;

use crate::batch::BatchId;
use crate::error::StoreError;
use crate::part::PartNumber;
use crate::revision::{signed, team, whole};
use crate::store::{Reader, Writer};

const READ: &str = "read what this hub gives out";
const WRITE: &str = "keep what this hub gives out";

/// Batches of a guest for which the hub can still sign.
const BATCHES_KEPT: u32 = 8;

/// What a hub shows on the line. Wiped when dropped.
#[derive(Clone)]
pub struct HubCertificate {
    /// The certificate, in DER.
    pub certificate: Vec<u8>,
    /// Its private key, in DER (PKCS#8).
    pub key: Zeroizing<Vec<u8>>,
}

/// A part in the order in which this hub gives them out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HubPart {
    /// Its position in the team: 1, 2, 3 …
    pub seq: u64,
    /// The part.
    pub number: PartNumber,
    /// The laptop that brought it and its batch; `None`: it was here.
    pub from: Option<(DeviceId, BatchId)>,
}

/// A laptop that came with this hub's code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HubGuest {
    /// The laptop.
    pub device: DeviceId,
    /// When it first came, in ms since 1970.
    pub paired_ms: u64,
    /// When it last came.
    pub seen_ms: u64,
    /// Revisions that it brought and that were new here.
    pub brought: u64,
}

/// A hub that this laptop paired with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownHub {
    /// The laptop that is the hub.
    pub device: DeviceId,
    /// SHA-256 of the certificate that it shows.
    pub fingerprint: [u8; 32],
    /// Where it was last met, as `host:port`.
    pub address: String,
    /// When it was last met, in ms since 1970.
    pub met_ms: u64,
}

impl Reader<'_> {
    /// Returns what this laptop shows when it is a hub.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn hub_certificate(&self) -> Result<Option<HubCertificate>, StoreError> {
        let sql = "SELECT certificate, key FROM hub_self";
        self.one("read the hub's certificate", sql, [], |row| {
            Ok(HubCertificate {
                certificate: row.get("certificate")?,
                key: Zeroizing::new(row.get("key")?),
            })
        })
    }

    /// Returns the last position of a team and the sum of what stands up to there.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn hub_state(&self, team: &TeamId) -> Result<(u64, Digest), StoreError> {
        let sql = "SELECT top, held_count, held_sum FROM hub_team WHERE team = :team";
        let found = self.one(READ, sql, named_params! { ":team": team.as_str() }, |row| {
            let (count, sum) = (whole(row, "held_count")?, row.get("held_sum")?);
            Ok((whole(row, "top")?, Digest { count, sum }))
        })?;
        Ok(found.unwrap_or_default())
    }

    /// Returns up to `limit` parts of a team after a position, in order.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn hub_after(
        &self,
        team: &TeamId,
        seq: u64,
        limit: u32,
    ) -> Result<Vec<HubPart>, StoreError> {
        let sql = "SELECT seq, part, guest, batch FROM hub_ledger
                   WHERE team = :team AND seq > :seq ORDER BY seq LIMIT :limit";
        let place = named_params! { ":team": team.as_str(), ":seq": signed(seq), ":limit": limit };
        self.all(READ, sql, place, |row| {
            let guest: Option<[u8; 16]> = row.get("guest")?;
            Ok(HubPart {
                seq: whole(row, "seq")?,
                number: PartNumber(row.get("part")?),
                from: guest.map(DeviceId).zip(row.get("batch")?),
            })
        })
    }

    /// Returns the ids of a team from `low` (with it) to `high` (without it), sorted, each with the position of the
    /// part that it is in.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn hub_ids(
        &self,
        team: &TeamId,
        low: RevisionId,
        high: Option<RevisionId>,
    ) -> Result<Vec<(RevisionId, u64)>, StoreError> {
        let sql = "SELECT revision.id AS id, hub_ledger.seq AS seq
                   FROM revision JOIN hub_ledger ON hub_ledger.part = revision.part
                   WHERE revision.id >= :low AND (:high IS NULL OR revision.id < :high)
                   AND revision.team = :team ORDER BY revision.id";
        let range = named_params! {
            ":team": team.as_str(), ":low": low.0, ":high": high.map(|id| id.0),
        };
        self.all(READ, sql, range, |row| {
            Ok((RevisionId(row.get("id")?), whole(row, "seq")?))
        })
    }

    /// Returns what was noted under a batch of a guest and is held, with team and position.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn hub_noted(
        &self,
        guest: DeviceId,
        batch: &BatchId,
    ) -> Result<Vec<(TeamId, u64, RevisionId)>, StoreError> {
        let sql = "SELECT ids FROM hub_note WHERE guest = :guest AND batch = :batch ORDER BY id";
        let of = named_params! { ":guest": guest.0, ":batch": batch };
        let notes: Vec<Vec<u8>> = self.all(READ, sql, of, |row| row.get("ids"))?;
        let mut noted = Vec::new();
        for id in notes.iter().flat_map(|note| split(note)) {
            let sql = "SELECT revision.team AS team, hub_ledger.seq AS seq
                       FROM revision JOIN hub_ledger ON hub_ledger.part = revision.part
                       WHERE revision.id = :id";
            let found = self.one(READ, sql, named_params! { ":id": id.0 }, |row| {
                Ok((team(row, "team")?, whole(row, "seq")?))
            })?;
            noted.extend(found.map(|(team, seq)| (team, seq, id)));
        }
        Ok(noted)
    }

    /// Tells whether this hub gave the part a position: then it is never sealed anew.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn is_given_out(&self, part: PartNumber) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM hub_ledger WHERE part = :part";
        let found = self.one(READ, sql, named_params! { ":part": part.0 }, |_| Ok(()))?;
        Ok(found.is_some())
    }

    /// Tells whether a device gave this count in this team to another revision too.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn is_counted_twice(
        &self,
        team: &TeamId,
        device: DeviceId,
        n: u64,
        id: RevisionId,
    ) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM revision
                   WHERE team = :team AND device = :device AND n = :n AND id <> :id";
        let of = named_params! {
            ":team": team.as_str(), ":device": device.0, ":n": signed(n), ":id": id.0,
        };
        Ok(self.one(READ, sql, of, |_| Ok(()))?.is_some())
    }

    /// Returns the laptops that paired with this hub, the last that came first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn hub_guests(&self) -> Result<Vec<HubGuest>, StoreError> {
        let sql = "SELECT device, paired_ms, seen_ms, brought FROM hub_guest
                   ORDER BY seen_ms DESC, device";
        self.all("read who came to this hub", sql, [], |row| {
            Ok(HubGuest {
                device: DeviceId(row.get("device")?),
                paired_ms: whole(row, "paired_ms")?,
                seen_ms: whole(row, "seen_ms")?,
                brought: whole(row, "brought")?,
            })
        })
    }

    /// Returns the hubs that this laptop paired with, the last that was met first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn known_hubs(&self) -> Result<Vec<KnownHub>, StoreError> {
        let sql = "SELECT device, fingerprint, address, met_ms FROM hub_known
                   ORDER BY met_ms DESC, device";
        self.all("read the hubs that were met", sql, [], known_hub)
    }

    /// Returns the parts that a hub signed for and the centre has not confirmed.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn given_to(&self, hub: &[u8; 32]) -> Result<BTreeSet<PartNumber>, StoreError> {
        let sql = "SELECT part FROM hub_given WHERE hub = :hub";
        let parts = self.all(READ, sql, named_params! { ":hub": hub }, |row| {
            row.get("part").map(PartNumber)
        })?;
        Ok(parts.into_iter().collect())
    }

    /// Parts of a team that have no position yet and brought something, in the order in which they came.
    fn hub_unlisted(&self, team: &TeamId) -> Result<Vec<PartNumber>, StoreError> {
        let sql = include_str!("hub_unlisted.sql");
        self.all(READ, sql, named_params! { ":team": team.as_str() }, |row| {
            row.get("id").map(PartNumber)
        })
    }

    /// Tells whether [`Writer::hub_list`] would change anything.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn hub_is_behind(&self, team: &TeamId) -> Result<bool, StoreError> {
        Ok(!self.hub_unlisted(team)?.is_empty())
    }
}

impl Writer<'_> {
    /// Keeps what this laptop shows when it is a hub, in place of what it showed before.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn keep_hub_certificate(&mut self, of: &HubCertificate) -> Result<(), StoreError> {
        let sql = "INSERT INTO hub_self (id, certificate, key) VALUES (1, :certificate, :key)
                   ON CONFLICT (id) DO UPDATE SET certificate = excluded.certificate,
                   key = excluded.key";
        let row = named_params! { ":certificate": of.certificate, ":key": of.key.as_slice() };
        self.run("keep the hub's certificate", sql, row).map(|_| ())
    }

    /// Gives a position to every part of a team that has none and brought something. One that cannot be read is
    /// left out.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn hub_list(&mut self, team: &TeamId) -> Result<(), StoreError> {
        for number in self.hub_unlisted(team)? {
            match self.revisions_of_part(number) {
                Ok(_) => self.hub_list_part(team, number, None)?,
                Err(StoreError::Part { .. }) => {}
                Err(other) => return Err(other),
            }
        }
        Ok(())
    }

    /// Gives the next position to a part that a guest brought, or that was here.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn hub_list_part(
        &mut self,
        team: &TeamId,
        number: PartNumber,
        from: Option<(DeviceId, BatchId)>,
    ) -> Result<(), StoreError> {
        let (top, mut digest) = self.hub_state(team)?;
        let seq = signed(top.saturating_add(1));
        let sql = "INSERT INTO hub_ledger (team, seq, part, guest, batch)
                   VALUES (:team, :seq, :part, :guest, :batch)";
        let row = named_params! {
            ":team": team.as_str(), ":seq": seq, ":part": number.0,
            ":guest": from.map(|(guest, _)| guest.0), ":batch": from.map(|(_, batch)| batch),
        };
        self.run(WRITE, sql, row)?;
        let sql = include_str!("hub_ids_of_part.sql");
        let ids = self.all(READ, sql, named_params! { ":part": number.0 }, |row| {
            row.get("id").map(RevisionId)
        })?;
        ids.iter().for_each(|id| digest.add(id));
        let sql = "INSERT INTO hub_team (team, top, held_count, held_sum)
                   VALUES (:team, :top, :count, :sum) ON CONFLICT (team) DO UPDATE SET
                   top = excluded.top, held_count = excluded.held_count, held_sum = excluded.held_sum";
        let row = named_params! {
            ":team": team.as_str(), ":top": seq, ":count": signed(digest.count), ":sum": digest.sum,
        };
        self.run(WRITE, sql, row).map(|_| ())
    }

    /// Notes what a guest handed over under a batch.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn hub_note(
        &mut self,
        guest: DeviceId,
        batch: &BatchId,
        ids: &[RevisionId],
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO hub_note (guest, batch, ids) VALUES (:guest, :batch, :ids)";
        let row = named_params! { ":guest": guest.0, ":batch": batch, ":ids": joined(ids) };
        self.run(WRITE, sql, row)?;
        // Who has a receipt, or begins anew, does not ask for an old batch.
        let sql = include_str!("hub_old_notes.sql");
        let row = named_params! { ":guest": guest.0, ":batches": BATCHES_KEPT };
        self.run(WRITE, sql, row).map(|_| ())
    }

    /// Notes that a laptop came with this hub's code, or came again; with what it brought.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn hub_met_guest(
        &mut self,
        guest: DeviceId,
        brought: u64,
        now_ms: u64,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO hub_guest (device, paired_ms, seen_ms, brought)
                   VALUES (:device, :now, :now, :brought) ON CONFLICT (device) DO UPDATE SET
                   seen_ms = excluded.seen_ms, brought = brought + excluded.brought";
        let row = named_params! {
            ":device": guest.0, ":now": signed(now_ms), ":brought": signed(brought),
        };
        self.run("keep who came to this hub", sql, row).map(|_| ())
    }

    /// Keeps a hub that this laptop paired with, or where it was met again.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn keep_known_hub(&mut self, hub: &KnownHub) -> Result<(), StoreError> {
        let sql = "INSERT INTO hub_known (device, fingerprint, address, met_ms)
                   VALUES (:device, :fingerprint, :address, :now) ON CONFLICT (device) DO UPDATE SET
                   fingerprint = excluded.fingerprint, address = excluded.address,
                   met_ms = excluded.met_ms";
        let row = named_params! {
            ":device": hub.device.0, ":fingerprint": hub.fingerprint, ":address": hub.address,
            ":now": signed(hub.met_ms),
        };
        self.run("keep a hub that was met", sql, row).map(|_| ())
    }

    /// Notes that a hub signed for these parts, but for revisions that it refused; they are handed over then.
    ///
    /// # Errors
    /// When a part is not there or the file cannot be written.
    pub fn give_to(
        &mut self,
        hub: &[u8; 32],
        parts: &[PartNumber],
        refused: &BTreeSet<RevisionId>,
    ) -> Result<(), StoreError> {
        let sql = "DELETE FROM hub_given WHERE part IN (SELECT id FROM part WHERE state = 2)";
        self.run(WRITE, sql, [])?;
        for part in parts {
            let sql = "INSERT INTO hub_given (hub, part) VALUES (:hub, :part)
                       ON CONFLICT (hub, part) DO NOTHING";
            self.run(WRITE, sql, named_params! { ":hub": hub, ":part": part.0 })?;
        }
        self.hand_over_without(parts, refused)
    }

    /// Notes that a hub lost these parts.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn take_back_from(&mut self, hub: &[u8; 32], part: PartNumber) -> Result<(), StoreError> {
        let sql = "DELETE FROM hub_given WHERE hub = :hub AND part = :part";
        self.run(WRITE, sql, named_params! { ":hub": hub, ":part": part.0 })
            .map(|_| ())
    }
}

fn known_hub(row: &Row<'_>) -> rusqlite::Result<KnownHub> {
    Ok(KnownHub {
        device: DeviceId(row.get("device")?),
        fingerprint: row.get("fingerprint")?,
        address: row.get("address")?,
        met_ms: whole(row, "met_ms")?,
    })
}

/// Ids end to end.
pub(crate) fn joined(ids: &[RevisionId]) -> Vec<u8> {
    ids.iter().flat_map(|id| id.0).collect()
}

/// The ids that stand end to end.
pub(crate) fn split(bytes: &[u8]) -> impl Iterator<Item = RevisionId> {
    bytes.as_chunks::<32>().0.iter().copied().map(RevisionId)
}
