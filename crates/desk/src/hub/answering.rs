//! What a hub answers to laptops that came in.

use store::{HeldReceipt, Reader};
use sync::{
    Ask, Caller, PACE_BYTES_FIRST, Reply, SignedReceipt, VOUCHERS_MAX, Vouch, Vouched, Voucher,
    answer,
};

use super::HubRefusal;
use super::ledger::{HubLedger, verdict};
use crate::open::{Open, lock};
use crate::syncing::seal_next;
use crate::{Desk, DeskError};

impl Desk {
    /// Answers the bytes of an ask with the bytes of a reply, for a laptop that came in with `pass`. What it took is
    /// on the disk when it returns.
    ///
    /// # Errors
    /// When the laptop may not ask (any more), the message is none, or the store fails.
    pub fn hub_answer(&self, pass: &[u8; 32], ask: &[u8]) -> Result<Vec<u8>, HubRefusal> {
        let ask = Ask::from_bytes(ask).map_err(HubRefusal::Frame)?;
        self.as_refusal(|open| {
            let guest = self.hub_caller(open, pass)?;
            // One at a time, so that a reply is made of one moment.
            let _turn = lock(&self.0.answering);
            let caller = Caller {
                device: guest.device,
                teams: guest.teams,
            };
            let reply = self.answered(open, &caller, &ask)?;
            Ok(reply.to_bytes())
        })
    }

    fn answered(&self, open: &Open, caller: &Caller, ask: &Ask) -> Result<Reply, DeskError> {
        self.seal_all(open)?;
        self.list_parts(open, caller)?;
        let roster = lock(&open.roster).clone();
        let mut ledger = HubLedger { desk: self, open };
        let verify = |part: &records::Part| verdict(&roster, part);
        let reply = answer(&mut ledger, caller, &verify, self.now(), ask)?;
        if let Reply::Exchange { taken, .. } = &reply {
            let brought = u64::from(*taken);
            open.store
                .write(|writer| writer.hub_met_guest(caller.device, brought, self.now()))?;
        }
        Ok(reply)
    }

    /// Seals what was made on this laptop, in parts that any line takes: guests get it sealed, as everybody does.
    fn seal_all(&self, open: &Open) -> Result<(), DeskError> {
        while seal_next(open, PACE_BYTES_FIRST)?.is_some() {}
        Ok(())
    }

    /// Gives a position to what came to this laptop since the last ask.
    fn list_parts(&self, open: &Open, caller: &Caller) -> Result<(), DeskError> {
        for team in &caller.teams {
            if open.store.read(|reader| reader.hub_is_behind(team))? {
                open.store.write(|writer| writer.hub_list(team))?;
            }
        }
        Ok(())
    }

    /// Shows the centre's receipts over revisions: bytes of a [`Vouch`] in, of a [`Vouched`] out.
    ///
    /// # Errors
    /// When the laptop may not ask (any more), the message is none, or the store fails.
    pub fn hub_vouch(&self, pass: &[u8; 32], ask: &[u8]) -> Result<Vec<u8>, HubRefusal> {
        let ask = Vouch::from_bytes(ask).map_err(HubRefusal::Frame)?;
        self.as_refusal(|open| {
            let _guest = self.hub_caller(open, pass)?;
            let over = |reader: &Reader<'_>| reader.receipts_over(&ask.ids, VOUCHERS_MAX);
            let held = open.store.read(over).map_err(DeskError::from)?;
            let vouchers = vouchers(held, sync::FRAME_BYTES_MAX / 2);
            Ok(Vouched { vouchers }.to_bytes())
        })
    }
}

/// The receipts that prove themselves, as many as fit; those that do not are no use to anybody.
pub(crate) fn vouchers(held: Vec<HeldReceipt>, mut room: usize) -> Vec<Voucher> {
    let vouchers = held.into_iter().filter_map(|held| {
        let signature = held.receipt.signature.try_into().ok()?;
        let bytes = held.receipt.bytes;
        let receipt = SignedReceipt { bytes, signature };
        let voucher = Voucher {
            receipt,
            ids: held.ids,
        };
        let fits = voucher.ids.len() <= sync::VOUCHER_IDS_MAX;
        let proves = matches!(voucher.receipt(), Ok(Some(_)));
        (fits && proves).then_some(voucher)
    });
    vouchers
        .take_while(|voucher| {
            let bytes = voucher.receipt.bytes.len() + voucher.ids.len() * 40;
            let fits = bytes <= room;
            room = room.saturating_sub(bytes);
            fits
        })
        .collect()
}
