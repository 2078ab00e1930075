//! Sticks: what laptops and the centre write down is carried by hand, late, twice, in any order, to the wrong reader, or
//! never.

use std::collections::{BTreeMap, BTreeSet};

use records::{DeviceId, RevisionId, TeamId};
use sync::memory::toy_signature;
use sync::{
    Addressee, Answer, Ask, Begun, BundleReader, BundleWriter, Head, Item, Offer, Reply, hear,
    news, peek,
};

use crate::centre::Fell;
use crate::fault::Fault;
use crate::laptop::Laptop;
use crate::road::Message;
use crate::story::World;

const PART_BYTES_MAX: usize = 16 * 1024;
/// How many lie about before one gets lost.
const STICKS_MAX: usize = 12;
/// By what the centre is known on what it writes.
const CENTRE: [u8; 32] = [0xce; 32];

/// A file on a stick, and whom it is carried to: a laptop, or the centre.
#[derive(Debug, Clone)]
pub(crate) struct Stick {
    to: Option<usize>,
    bytes: Vec<u8>,
}

/// What was read of a file: who wrote it for whom, and what it holds.
type Found = (Head, Vec<Item>);

/// Reads a file from end to end: all of it, or nothing unless it is read `as_it_comes`.
fn read(bytes: &[u8], as_it_comes: bool) -> Option<Found> {
    let mut reader = BundleReader::open(bytes).ok()?;
    let mut items = Vec::new();
    let is_whole = loop {
        match reader.next() {
            Ok(Some(item)) => items.push(item),
            Ok(None) => break true,
            Err(_) => break false,
        }
    };
    let head = reader.head().clone();
    let is_signed = reader
        .closed()
        .is_some_and(|closed| toy_signature(&head.writer, &closed.statement) == closed.signature);
    ((is_whole && is_signed) || as_it_comes).then_some((head, items))
}

fn write(head: &Head, asks: &[Ask], answers: &[Answer]) -> Vec<u8> {
    let mut out = BundleWriter::begin(Vec::new(), head).unwrap();
    asks.iter().for_each(|ask| out.ask(ask).unwrap());
    answers
        .iter()
        .for_each(|answer| out.answer(answer).unwrap());
    let sign = |statement: &[u8]| toy_signature(&head.writer, statement);
    out.finish(false, &sign).unwrap().0
}

/// What a laptop says under one batch, one part to an ask; the last of them asks for the receipt.
fn asks(begun: &Begun, offers: &[Offer]) -> Vec<Ask> {
    let wires = offers.iter().map(|offer| vec![offer.wire.clone()]);
    let mut wires: Vec<Vec<Vec<u8>>> = wires.collect();
    if wires.is_empty() {
        wires.push(Vec::new());
    }
    let count = wires.len();
    let ask = |(place, offer): (usize, Vec<Vec<u8>>)| Ask::Exchange {
        batch: begun.batch,
        offer,
        last: place + 1 == count,
        cursors: begun.cursors.clone(),
        room: 0,
        roster: begun.roster,
        marks: begun.marks.clone(),
    };
    wires.into_iter().enumerate().map(ask).collect()
}

fn public(device: DeviceId) -> [u8; 32] {
    let mut key = [0; 32];
    key[..16].copy_from_slice(&device.0);
    key
}

impl World {
    /// Somebody writes a stick, or one is carried to its reader.
    pub(crate) fn by_hand(&mut self, who: usize) {
        match self.dice.below(10) {
            0..4 => self.writes_for_the_centre(who),
            4 => self.writes_for_a_colleague(who),
            5 => self.centre_writes(who),
            _ => self.one_arrives(),
        }
    }

    /// All sticks that are not lost arrive, and what is answered to them.
    pub(crate) fn sticks_arrive(&mut self) {
        for _ in 0..2 {
            for stick in std::mem::take(&mut self.sticks) {
                if self.dice.percent(80) {
                    self.arrives(&stick);
                }
            }
        }
        self.sticks.clear();
    }

    fn head(&self, writer: [u8; 32], addressee: Addressee, batch: [u8; 16]) -> Head {
        Head {
            set: batch,
            piece: 1,
            batch,
            writer,
            addressee,
            made_ms: self.now_ms,
        }
    }

    fn lay(&mut self, to: Option<usize>, bytes: Vec<u8>) {
        self.sticks.push(Stick { to, bytes });
        if self.sticks.len() > STICKS_MAX {
            self.sticks.swap_remove(self.dice.below(STICKS_MAX));
        }
    }

    /// A laptop writes what it holds or what no receipt has confirmed, in one piece or several.
    fn writes_for_the_centre(&mut self, who: usize) {
        let Some(mut laptop) = self.seats[who].take() else {
            return;
        };
        let (whole, pieces) = (self.dice.percent(30), 1 + self.dice.below(3));
        let carried = laptop.local.parts_to_carry(whole, PART_BYTES_MAX).unwrap();
        let offers: Vec<Offer> = carried.into_iter().map(|(_, offer)| offer).collect();
        let each = offers.len().div_ceil(pieces).max(1);
        let writer = public(laptop.local.device());
        let nothing = offers.is_empty().then_some(&offers[..]);
        for some in offers.chunks(each).chain(nothing) {
            let begun = laptop.local.begin_by_hand(some);
            let head = self.head(writer, Addressee::Centre, begun.batch);
            self.lay(None, write(&head, &asks(&begun, some), &[]));
        }
        if self.fault == Some(Fault::LaptopBelievesAStick) {
            laptop
                .confirmed_by_nobody(&offers.iter().flat_map(|offer| offer.ids.clone()).collect());
            self.receipts_are_true(&mut laptop);
        }
        self.tell(|| format!("laptop {who} writes a stick, {} parts", offers.len()));
        self.seats[who] = Some(laptop);
    }

    /// A laptop writes a stick for another one, of the teams that both are in.
    fn writes_for_a_colleague(&mut self, who: usize) {
        let to = self.dice.below(self.seats.len());
        let Some(reader) = self.seats[to].as_ref().map(|one| one.local.device()) else {
            return;
        };
        let Some(mut laptop) = self.seats[who].take() else {
            return;
        };
        let whole = self.dice.percent(50);
        let mut carried = laptop.local.parts_to_carry(whole, PART_BYTES_MAX).unwrap();
        let both =
            |team: &TeamId| self.scopes[who].contains(team) && self.scopes[to].contains(team);
        carried.retain(|(part, _)| both(&part.team));
        let offers: Vec<Offer> = carried.into_iter().map(|(_, offer)| offer).collect();
        if who != to && !offers.is_empty() {
            laptop.local.hand_over(&offers);
            let mut batch = laptop.local.device().0;
            batch[..8].copy_from_slice(&self.dice.next().to_be_bytes());
            let begun = Begun {
                batch,
                cursors: BTreeMap::new(),
                roster: 0,
                marks: BTreeMap::new(),
            };
            let writer = public(laptop.local.device());
            let head = self.head(writer, Addressee::Laptop(reader), batch);
            self.lay(Some(to), write(&head, &asks(&begun, &offers), &[]));
            self.tell(|| {
                format!(
                    "laptop {who} writes a stick for {to}, {} parts",
                    offers.len()
                )
            });
        }
        self.seats[who] = Some(laptop);
    }

    /// The centre writes everything that a laptop may read onto a stick.
    fn centre_writes(&mut self, who: usize) {
        let Some(device) = self.seats[who].as_ref().map(|one| one.local.device()) else {
            return;
        };
        let begun = Begun {
            batch: [0xce; 16],
            cursors: BTreeMap::new(),
            roster: 0,
            marks: BTreeMap::new(),
        };
        self.tell(|| format!("the centre writes a stick for laptop {who}"));
        let ask = asks(&begun, &[]).remove(0);
        let mut answers = Vec::new();
        let told = self.news(who, device, (&ask, &BTreeSet::new()), &mut answers, None);
        if told.is_ok() {
            self.answer(who, device, &answers);
        }
    }

    fn news(
        &mut self,
        who: usize,
        device: DeviceId,
        (ask, brought): (&Ask, &BTreeSet<[u8; 32]>),
        answers: &mut Vec<Answer>,
        falls: Option<(usize, bool)>,
    ) -> Result<(), Fell> {
        let mut hears = |ask: &Ask| self.hears_by_hand(who, device, ask, falls);
        news(ask, brought, &mut hears, &mut |answer| {
            answers.push(answer);
            Ok(())
        })
    }

    fn answer(&mut self, who: usize, device: DeviceId, answers: &[Answer]) {
        let mut batch = [0xce; 16];
        batch[..8].copy_from_slice(&self.dice.next().to_be_bytes());
        let head = self.head(CENTRE, Addressee::Laptop(device), batch);
        self.lay(Some(who), write(&head, &[], answers));
    }

    /// One stick is read; it may lie about on, and be read once more.
    fn one_arrives(&mut self) {
        if self.sticks.is_empty() {
            return;
        }
        let place = self.dice.below(self.sticks.len());
        let stick = match self.dice.percent(35) {
            true => self.sticks[place].clone(),
            false => self.sticks.swap_remove(place),
        };
        self.arrives(&stick);
    }

    fn arrives(&mut self, stick: &Stick) {
        let reader = match self.dice.below(12) {
            // It is mistaken for another one.
            0 => self.dice.below(self.seats.len() + 1).checked_sub(1),
            _ => stick.to,
        };
        if self.dice.percent(self.roughness / 2) {
            self.arrives_damaged(reader, &stick.bytes);
        }
        self.is_read(reader, &stick.bytes);
    }

    /// A copy that was cut, or in which a byte was changed: nothing of it is taken.
    fn arrives_damaged(&mut self, reader: Option<usize>, bytes: &[u8]) {
        let mut broken = bytes.to_vec();
        let place = self.dice.below(bytes.len());
        match self.dice.percent(50) {
            true => broken.truncate(place),
            false => broken[place] ^= 1 << self.dice.below(8),
        }
        // A byte of a packed block may say the same otherwise.
        if read(&broken, false) == read(bytes, false) {
            return;
        }
        let before = self.held_by(reader);
        self.tell(|| format!("a stick for {reader:?} was not copied well"));
        self.is_read(reader, &broken);
        if self.held_by(reader) != before {
            self.laws
                .broken("of a stick that is not whole nothing is taken");
        }
    }

    fn held_by(&self, reader: Option<usize>) -> BTreeSet<RevisionId> {
        match reader.map(|who| self.seats[who].as_ref()) {
            Some(laptop) => laptop.into_iter().flat_map(Laptop::holds).collect(),
            None => {
                let teams = self.teams.iter();
                teams.flat_map(|team| self.centre.holds(team)).collect()
            }
        }
    }

    fn is_read(&mut self, reader: Option<usize>, bytes: &[u8]) {
        let as_it_comes = self.fault == Some(Fault::SticksAreReadAsTheyCome);
        let Some(found) = read(bytes, as_it_comes) else {
            return;
        };
        match reader {
            None => self.centre_reads(found),
            Some(who) => self.laptop_reads(who, found),
        }
    }

    /// The centre takes what a laptop wrote, and answers it, unless it falls.
    fn centre_reads(&mut self, (head, items): Found) {
        let from = self.seats.iter().position(|seat| {
            let laptop = seat.as_ref();
            laptop.is_some_and(|laptop| public(laptop.local.device()) == head.writer)
        });
        let Some(who) = from.filter(|_| head.addressee == Addressee::Centre) else {
            return;
        };
        self.tell(|| format!("the centre reads a stick of laptop {who}"));
        let falls = self.dice.percent(self.roughness / 4);
        let falls = falls.then(|| (self.dice.below(12), self.dice.percent(50)));
        let mut device = DeviceId([0; 16]);
        device.0.copy_from_slice(&head.writer[..16]);
        match self.takes(who, device, items, falls) {
            Ok(answers) => self.answer(who, device, &answers),
            Err(Fell) => self.tell(|| "  it falls over it".to_owned()),
        }
    }

    fn takes(
        &mut self,
        who: usize,
        device: DeviceId,
        items: Vec<Item>,
        falls: Option<(usize, bool)>,
    ) -> Result<Vec<Answer>, Fell> {
        let (mut answers, mut brought, mut last) = (Vec::new(), BTreeSet::new(), None);
        for item in items {
            let Item::Ask(ask) = item else { continue };
            let mut hears = |ask: &Ask| self.hears_by_hand(who, device, ask, falls);
            answers.extend(hear(&ask, &mut hears)?);
            if let Ask::Exchange { offer, .. } = &ask {
                let parts = offer.iter().filter_map(|wire| peek(wire).ok());
                brought.extend(parts.map(|part| part.ids));
            }
            last = Some(ask);
        }
        if let Some(ask) = &last {
            self.news(who, device, (ask, &brought), &mut answers, falls)?;
        }
        Ok(answers)
    }

    fn hears_by_hand(
        &mut self,
        from: usize,
        device: DeviceId,
        ask: &Ask,
        falls: Option<(usize, bool)>,
    ) -> Result<Reply, Fell> {
        let message = Message {
            from,
            device,
            bytes: ask.to_bytes(),
        };
        self.centre.begin(falls);
        let Some(reply) = self.hear_begun(&message) else {
            self.centre.rise();
            return Err(Fell);
        };
        self.centre.end();
        Ok(Reply::from_bytes(&reply).unwrap())
    }

    /// A laptop takes what the centre or a colleague wrote for it, all of it unless it dies.
    fn laptop_reads(&mut self, who: usize, (head, items): Found) {
        let Some(mut laptop) = self.seats[who].take() else {
            return;
        };
        let takes_any = self.fault == Some(Fault::LaptopTakesAnyStick);
        let takes_old = takes_any || self.fault == Some(Fault::LaptopTakesOldSticks);
        if head.addressee == Addressee::Laptop(laptop.local.device()) || takes_any {
            let dies = self.dice.percent(self.roughness / 4);
            let last = dies.then(|| self.dice.below(items.len() + 1));
            self.tell(|| format!("laptop {who} reads a stick; dies {last:?}"));
            let scope = self.scopes[who].clone();
            let is_ours = |team: &TeamId| takes_old || scope.contains(team);
            for item in items.into_iter().take(last.unwrap_or(usize::MAX)) {
                match item {
                    Item::Ask(Ask::Exchange { offer, .. }) => offer.iter().for_each(|wire| {
                        laptop.local.took_carried(wire, &is_ours);
                    }),
                    Item::Answer(answer) if head.writer == CENTRE => {
                        laptop.local.took_by_hand(&answer, &is_ours).unwrap();
                    }
                    _ => {}
                }
            }
            if self.copies[who].is_some() {
                laptop.count_on();
            }
            self.receipts_are_true(&mut laptop);
        }
        self.seats[who] = Some(laptop);
    }
}
