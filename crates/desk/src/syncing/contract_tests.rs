//! Both of a laptop's sides keep the contract of a [`Local`]: the one to the centre, and the one to a hub.
#![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

use std::collections::BTreeSet;

use records::{DeviceId, Digest, RevisionId, TeamId};
use store::Delivery;
use sync::contract::{Stage, local_contract};
use sync::{Begun, Local, Offer, Receipt, Refused, Round, SignedReceipt, Stored, slip_statement};

use super::hub::HubDoor;
use super::hub::side::HubSide;
use super::side::Side;
use crate::cast::{Alone, got_to, write};
use crate::open::Open;
use crate::{Desk, DeskError};

/// A side with the laptop that it borrows. What is leaked is a few pointers for each.
struct Own<S> {
    desk: &'static Desk,
    open: &'static Open,
    side: S,
}

fn laid_out(alone: &Alone) -> (&'static Desk, &'static Open) {
    let desk: &'static Desk = Box::leak(Box::new(alone.desk.clone()));
    let open = desk.0.open.read().unwrap().clone().unwrap();
    let open: &'static std::sync::Arc<Open> = Box::leak(Box::new(open));
    (desk, open)
}

impl<S: Local<Error = DeskError>> Local for Own<S> {
    type Error = DeskError;

    fn begin(&mut self) -> Result<Begun, DeskError> {
        self.side.begin()
    }

    fn next_part(&mut self, bytes_max: usize) -> Result<Option<Offer>, DeskError> {
        self.side.next_part(bytes_max)
    }

    fn has_more(&self) -> Result<bool, DeskError> {
        self.side.has_more()
    }

    fn take_back(&mut self, offers: &[Offer], bytes_max: usize) -> Result<(), DeskError> {
        self.side.take_back(offers, bytes_max)
    }

    fn leave(&mut self, offer: &Offer, why: &[Refused]) -> Result<(), DeskError> {
        self.side.leave(offer, why)
    }

    fn took(&mut self, round: Round<'_>) -> Result<Stored, DeskError> {
        self.side.took(round)
    }

    fn digest(&self, team: &TeamId) -> Result<Digest, DeskError> {
        self.side.digest(team)
    }

    fn ids(
        &self,
        team: &TeamId,
        low: RevisionId,
        high: Option<RevisionId>,
    ) -> Result<Vec<RevisionId>, DeskError> {
        self.side.ids(team, low, high)
    }

    fn mend(
        &mut self,
        team: &TeamId,
        lost: &[RevisionId],
        read_after: Option<u64>,
    ) -> Result<(), DeskError> {
        self.side.mend(team, lost, read_after)
    }
}

/// Laptops and their centre.
#[derive(Default)]
struct ToCentre(Vec<Alone>);

impl Stage for ToCentre {
    type Local = Own<Side<'static>>;

    fn laptop(&mut self) -> Self::Local {
        let alone = Alone::joined();
        let (desk, open) = laid_out(&alone);
        self.0.push(alone);
        let side = Side::new(desk, open, "internet", false).unwrap();
        Own { desk, open, side }
    }

    fn write(&mut self, laptop: &mut Self::Local, bytes: usize) -> RevisionId {
        write(laptop.desk, laptop.open, bytes)
    }

    fn device(&self, laptop: &Self::Local) -> DeviceId {
        laptop.open.device
    }

    fn confirmed(&self, laptop: &Self::Local) -> BTreeSet<RevisionId> {
        got_to(laptop.open, Delivery::Confirmed)
    }

    fn sign(&self, receipt: &Receipt) -> SignedReceipt {
        let bytes = receipt.to_bytes();
        let centre = &self.0.last().unwrap().centre;
        let signature = centre.sign(&Receipt::statement(&bytes));
        SignedReceipt { bytes, signature }
    }
}

/// Laptops and a hub: what it signs for is handed over.
#[derive(Default)]
struct ToHub(Vec<Alone>);

impl Stage for ToHub {
    type Local = Own<HubSide<'static>>;

    fn laptop(&mut self) -> Self::Local {
        let alone = Alone::joined();
        let (desk, open) = laid_out(&alone);
        let door = HubDoor {
            device: DeviceId(alone.hub.device_id()),
            public: alone.hub.device_public(),
            fingerprint: [7; 32],
        };
        self.0.push(alone);
        let side = HubSide::new(desk, open, &door).unwrap();
        Own { desk, open, side }
    }

    fn write(&mut self, laptop: &mut Self::Local, bytes: usize) -> RevisionId {
        write(laptop.desk, laptop.open, bytes)
    }

    fn device(&self, laptop: &Self::Local) -> DeviceId {
        laptop.open.device
    }

    fn confirmed(&self, laptop: &Self::Local) -> BTreeSet<RevisionId> {
        assert_eq!(
            got_to(laptop.open, Delivery::Confirmed),
            BTreeSet::new(),
            "a hub confirms nothing"
        );
        got_to(laptop.open, Delivery::Handed)
    }

    fn sign(&self, receipt: &Receipt) -> SignedReceipt {
        let bytes = receipt.to_bytes();
        let hub = &self.0.last().unwrap().hub;
        let signature = hub.sign(&slip_statement(&bytes));
        SignedReceipt { bytes, signature }
    }
}

#[test]
fn the_side_to_the_centre_keeps_the_contract() {
    local_contract(&mut ToCentre::default());
}

#[test]
fn the_side_to_a_hub_keeps_the_contract() {
    local_contract(&mut ToHub::default());
}

#[test]
fn a_hub_cannot_sign_in_the_centres_place_nor_the_centre_in_a_hubs() {
    let mut stage = ToHub::default();
    let mut laptop = stage.laptop();
    let id = stage.write(&mut laptop, 100);
    let begun = laptop.begin().unwrap();
    let offer = laptop.next_part(1 << 20).unwrap().unwrap();
    let team = TeamId::new("north").unwrap();
    let held = [(team, 1, id)];
    let receipt = Receipt::over(begun.batch, laptop.open.device, held, Vec::new(), 7).unwrap();
    let bytes = receipt.to_bytes();
    let alone = stage.0.last().unwrap();
    for signature in [
        alone.hub.sign(&Receipt::statement(&bytes)),
        alone.centre.sign(&slip_statement(&bytes)),
    ] {
        let round = Round {
            batch: &begun.batch,
            offered: std::slice::from_ref(&offer),
            refused: &[],
            incoming: &[],
            cursors: &Default::default(),
            roster: None,
            receipt: Some(&SignedReceipt {
                bytes: bytes.clone(),
                signature,
            }),
            time: 7,
            marked: None,
        };
        assert_eq!(laptop.took(round).unwrap().confirmed, 0);
        assert_eq!(got_to(laptop.open, Delivery::Handed), BTreeSet::new());
    }
}
