//! Receipts: what the centre signed for.

use std::collections::{BTreeMap, BTreeSet};

use records::{DeviceId, RecordId, RevisionId, TeamId};
use rusqlite::{Row, named_params};

use crate::batch::BatchId;
use crate::error::StoreError;
use crate::hub::{joined, split};
use crate::revision::{signed, whole};
use crate::store::{Reader, Writer};

const READ: &str = "read the receipts";
const WRITE: &str = "keep a receipt";

/// Names a receipt in this file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReceiptNumber(pub i64);

/// A receipt as it came, and whether its signature was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The batch it is for.
    pub batch: BatchId,
    /// The signed bytes.
    pub bytes: Vec<u8>,
    /// The centre's signature of them.
    pub signature: Vec<u8>,
    /// Revisions it covers.
    pub revisions: u64,
    /// The centre's time, in ms since 1970.
    pub time_ms: u64,
    /// The signature was checked on this laptop and holds.
    pub verified: bool,
}

/// A receipt with everything that it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldReceipt {
    /// The receipt.
    pub receipt: Receipt,
    /// The revisions that it names, in any order.
    pub ids: Vec<RevisionId>,
}

impl Reader<'_> {
    /// Returns the receipts of a batch.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn receipts_of_batch(&self, batch: BatchId) -> Result<Vec<Receipt>, StoreError> {
        let sql = "SELECT batch, bytes, signature, revisions, time_ms, verified FROM receipt
                   WHERE batch = :batch ORDER BY time_ms";
        self.all(READ, sql, named_params! { ":batch": batch }, receipt)
    }

    /// Returns the receipts that cover revisions of a record, oldest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn receipts_of(&self, team: &TeamId, record: RecordId) -> Result<Vec<Receipt>, StoreError> {
        let sql = include_str!("receipt_of_record.sql");
        let name = named_params! { ":record": record.0, ":team": team.as_str() };
        self.all(READ, sql, name, receipt)
    }

    /// Returns the revisions that the receipts of a batch cover, sorted.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn ids_under(&self, batch: BatchId) -> Result<Vec<RevisionId>, StoreError> {
        let sql = "SELECT ids FROM receipt_ids WHERE receipt IN
                   (SELECT id FROM receipt WHERE batch = :batch)";
        let of = named_params! { ":batch": batch };
        let apart: Option<Vec<u8>> = self.one(READ, sql, of, |row| row.get("ids"))?;
        if let Some(ids) = apart {
            return Ok(split(&ids).collect());
        }
        let sql = "SELECT id FROM revision WHERE receipt IN
                   (SELECT id FROM receipt WHERE batch = :batch) ORDER BY id";
        self.all(READ, sql, named_params! { ":batch": batch }, |row| {
            row.get("id").map(RevisionId)
        })
    }

    /// Returns the receipts over what a laptop sealed, whoever got them, each once and with everything that it names; the
    /// newest first, at most `limit` of them.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn receipts_over_laptop(
        &self,
        device: DeviceId,
        limit: usize,
    ) -> Result<Vec<HeldReceipt>, StoreError> {
        let sql = include_str!("receipt_over_laptop.sql");
        let of = named_params! { ":device": device.0, ":limit": limit as i64 };
        let ids: Vec<RevisionId> = self.all(READ, sql, of, |row| row.get("id").map(RevisionId))?;
        let mut held = self.receipts_over(&ids, limit)?;
        held.reverse();
        Ok(held)
    }

    /// Returns the receipts that cover any of these revisions, each once and with everything that it names; at most
    /// `limit` of them.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn receipts_over(
        &self,
        ids: &[RevisionId],
        limit: usize,
    ) -> Result<Vec<HeldReceipt>, StoreError> {
        let mut found: BTreeMap<ReceiptNumber, HeldReceipt> = BTreeMap::new();
        for id in ids {
            if found.len() >= limit {
                break;
            }
            let sql = "SELECT receipt.id AS id, batch, receipt.bytes AS bytes, signature, revisions, time_ms, verified
                       FROM revision JOIN receipt ON receipt.id = revision.receipt
                       WHERE revision.id = :id";
            let held = self.one(READ, sql, named_params! { ":id": id.0 }, |row| {
                Ok((ReceiptNumber(row.get("id")?), receipt(row)?))
            })?;
            if let Some((number, receipt)) = held
                && !found.contains_key(&number)
            {
                let ids = self.kept_ids(number)?;
                found.insert(number, HeldReceipt { receipt, ids });
            }
        }
        let names_none = |held: &HeldReceipt| held.ids.is_empty();
        if found.values().any(names_none) {
            self.gather_ids(&mut found)?;
        }
        Ok(found.into_values().collect())
    }

    /// Fills in what is named by receipts of which it was not kept apart, in one walk over the log.
    fn gather_ids(
        &self,
        found: &mut BTreeMap<ReceiptNumber, HeldReceipt>,
    ) -> Result<(), StoreError> {
        let apart: BTreeSet<ReceiptNumber> = found
            .iter()
            .filter(|(_, held)| !held.ids.is_empty())
            .map(|(number, _)| *number)
            .collect();
        let sql = "SELECT receipt, id FROM revision WHERE receipt IS NOT NULL";
        let all = self.all(READ, sql, [], |row| {
            let number = ReceiptNumber(row.get("receipt")?);
            Ok((number, RevisionId(row.get("id")?)))
        })?;
        for (number, id) in all
            .into_iter()
            .filter(|(number, _)| !apart.contains(number))
        {
            if let Some(held) = found.get_mut(&number) {
                held.ids.push(id);
            }
        }
        Ok(())
    }

    /// Everything that a receipt names, where that was kept apart.
    fn kept_ids(&self, number: ReceiptNumber) -> Result<Vec<RevisionId>, StoreError> {
        let sql = "SELECT ids FROM receipt_ids WHERE receipt = :receipt";
        let of = named_params! { ":receipt": number.0 };
        let ids: Option<Vec<u8>> = self.one(READ, sql, of, |row| row.get("ids"))?;
        Ok(split(&ids.unwrap_or_default()).collect())
    }

    /// Returns the time of the newest receipt, in ms since 1970.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn last_receipt_ms(&self) -> Result<Option<u64>, StoreError> {
        let sql = "SELECT max(time_ms) AS time_ms FROM receipt";
        let last = self.one(READ, sql, [], |row| row.get::<_, Option<i64>>("time_ms"))?;
        Ok(last.flatten().map(i64::unsigned_abs))
    }
}

impl Writer<'_> {
    /// Keeps everything that a receipt names, where the log does not tell it.
    pub(crate) fn keep_receipt_ids(
        &self,
        receipt: ReceiptNumber,
        ids: &[RevisionId],
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO receipt_ids (receipt, ids) VALUES (:receipt, :ids)
                   ON CONFLICT (receipt) DO UPDATE SET ids = excluded.ids";
        let row = named_params! { ":receipt": receipt.0, ":ids": joined(ids) };
        self.run(WRITE, sql, row).map(|_| ())
    }

    /// Keeps a receipt; one that is held already keeps its number.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn add_receipt(&mut self, receipt: &Receipt) -> Result<ReceiptNumber, StoreError> {
        let sql = "INSERT INTO receipt (batch, bytes, signature, revisions, time_ms, verified)
            VALUES (:batch, :bytes, :signature, :revisions, :time_ms, :verified)
            ON CONFLICT (batch, signature) DO UPDATE SET verified = max(verified, excluded.verified)
            RETURNING id";
        let row = named_params! {
            ":batch": receipt.batch, ":bytes": receipt.bytes, ":signature": receipt.signature,
            ":revisions": signed(receipt.revisions), ":time_ms": signed(receipt.time_ms),
            ":verified": receipt.verified,
        };
        let number = self.one(WRITE, sql, row, |row| row.get("id"))?;
        number
            .map(ReceiptNumber)
            .ok_or(StoreError::Missing { what: "receipt" })
    }
}

fn receipt(row: &Row<'_>) -> rusqlite::Result<Receipt> {
    Ok(Receipt {
        batch: row.get("batch")?,
        bytes: row.get("bytes")?,
        signature: row.get("signature")?,
        revisions: whole(row, "revisions")?,
        time_ms: whole(row, "time_ms")?,
        verified: row.get("verified")?,
    })
}
