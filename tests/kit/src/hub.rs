//! A laptop that is a hub on this machine, and how others come to it.

use std::net::SocketAddr;
use std::ops::Range;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use client::HubPeer;
use desk::view::{HubServing, HubVisit};
use desk::{Desk, DeskError, HubRefusal};
use hub::{Certificate, House, Hub, Limits, Refusal};
use store::HubCertificate;
use sync::{
    Announced, Ask, Bytes, Enter, Entered, FileName, FileRoad, FilesAsk, Hello, HubRoad, Line,
    LineKind, Peer, Reply, Road, SignedReceipt, Upload, UploadId, Vouch, Vouched, Welcome,
};

use crate::{Cut, Laptop, Meanwhile};

const STALL: Duration = Duration::from_secs(20);

/// What a laptop answers as a hub.
struct AtHome {
    desk: Desk,
    /// The pass that was given last.
    pass: Arc<Mutex<Option<[u8; 32]>>>,
}

fn refusal(why: &HubRefusal) -> Refusal {
    let (code, status) = why.code();
    Refusal {
        code,
        status,
        words: desk::chain(why),
        stands_at: why.stands_at(),
    }
}

impl House for AtHome {
    fn hello(&self, ask: &[u8]) -> Result<Vec<u8>, Refusal> {
        self.desk.hub_hello(ask).map_err(|why| refusal(&why))
    }

    fn enter(&self, ask: &[u8]) -> Result<Vec<u8>, Refusal> {
        let entered = self.desk.hub_enter(ask).map_err(|why| refusal(&why))?;
        let pass = Entered::from_bytes(&entered).unwrap().pass;
        *self.pass.lock().unwrap() = Some(pass);
        Ok(entered)
    }

    fn exchange(&self, pass: &[u8; 32], ask: &[u8]) -> Result<Vec<u8>, Refusal> {
        self.desk.hub_answer(pass, ask).map_err(|why| refusal(&why))
    }

    fn vouch(&self, pass: &[u8; 32], ask: &[u8]) -> Result<Vec<u8>, Refusal> {
        self.desk.hub_vouch(pass, ask).map_err(|why| refusal(&why))
    }

    fn announce(
        &self,
        pass: &[u8; 32],
        announced: Announced,
    ) -> Result<(UploadId, Upload), Refusal> {
        self.desk
            .hub_file_announce(pass, announced)
            .map_err(|why| refusal(&why))
    }

    fn upload(&self, pass: &[u8; 32], id: UploadId) -> Result<Upload, Refusal> {
        self.desk
            .hub_file_upload(pass, id)
            .map_err(|why| refusal(&why))
    }

    fn append(&self, pass: &[u8; 32], id: UploadId, at: u64, piece: &[u8]) -> Result<(), Refusal> {
        self.desk
            .hub_file_append(pass, id, at, piece)
            .map_err(|why| refusal(&why))
    }

    fn give_up(&self, pass: &[u8; 32], id: UploadId) -> Result<(), Refusal> {
        self.desk
            .hub_file_give_up(pass, id)
            .map_err(|why| refusal(&why))
    }

    fn length(&self, pass: &[u8; 32], file: &FileName) -> Result<Option<u64>, Refusal> {
        self.desk
            .hub_file_length(pass, file)
            .map_err(|why| refusal(&why))
    }

    fn read(
        &self,
        pass: &[u8; 32],
        file: &FileName,
        bytes: Range<u64>,
    ) -> Result<Option<Vec<u8>>, Refusal> {
        self.desk
            .hub_file_read(pass, file, bytes)
            .map_err(|why| refusal(&why))
    }

    fn sign(&self, pass: &[u8; 32], ask: &FilesAsk) -> Result<SignedReceipt, Refusal> {
        self.desk
            .hub_file_sign(pass, ask)
            .map_err(|why| refusal(&why))
    }
}

/// A laptop that is a hub until this is dropped.
pub struct Table {
    hub: Option<Hub>,
    desk: Desk,
    pass: Arc<Mutex<Option<[u8; 32]>>>,
}

impl Table {
    /// Has a laptop be a hub on a free port of this machine.
    ///
    /// # Errors
    /// As the use case.
    pub fn of(laptop: &Laptop) -> Result<Table, DeskError> {
        let desk = laptop.desk.clone();
        let certificate = match desk.hub_certificate()? {
            Some(held) => Certificate {
                der: held.certificate,
                key: held.key,
            },
            None => Certificate::make().unwrap(),
        };
        let listen = SocketAddr::from(([127, 0, 0, 1], 0));
        let pass = Arc::new(Mutex::new(None));
        let house = Arc::new(AtHome {
            desk: desk.clone(),
            pass: Arc::clone(&pass),
        });
        let hub = Hub::start(listen, &certificate, Limits::default(), house).unwrap();
        let kept = HubCertificate {
            certificate: certificate.der.clone(),
            key: certificate.key.clone(),
        };
        let address = hub.address().to_string();
        desk.hub_open(&kept, certificate.fingerprint(), vec![address])?;
        Ok(Table {
            hub: Some(hub),
            desk,
            pass,
        })
    }

    /// What is on its screen.
    pub fn shows(&self) -> HubServing {
        self.desk.hub_view().unwrap().serving.unwrap()
    }

    /// What the laptop shows that came in last.
    pub fn last_pass(&self) -> [u8; 32] {
        self.pass.lock().unwrap().unwrap()
    }

    /// Where it answers.
    pub fn address(&self) -> String {
        self.hub.as_ref().unwrap().address().to_string()
    }
}

impl Drop for Table {
    fn drop(&mut self) {
        self.desk.hub_close();
        drop(self.hub.take());
    }
}

impl Laptop {
    /// Visits a hub with a code, or without one when it was there before.
    ///
    /// # Errors
    /// As the use case.
    pub fn visit(&self, address: &str, code: &str) -> Result<HubVisit, DeskError> {
        let call = self.desk.hub_call(address, code)?;
        let address = call.addresses.first().unwrap();
        let mut road =
            HubPeer::new(address, call.fingerprint, STALL).map_err(DeskError::HubLine)?;
        self.desk
            .sync_with_hub(&call, address, &mut road, &mut |_, _| {})
    }

    /// Visits a hub over a road of the story's.
    ///
    /// # Errors
    /// As the use case.
    pub fn visit_over<R: HubRoad>(
        &self,
        address: &str,
        code: &str,
        make: impl FnOnce(HubPeer) -> R,
    ) -> Result<HubVisit, DeskError> {
        let call = self.desk.hub_call(address, code)?;
        let address = call.addresses.first().unwrap();
        let road = HubPeer::new(address, call.fingerprint, STALL).map_err(DeskError::HubLine)?;
        self.desk
            .sync_with_hub(&call, address, &mut make(road), &mut |_, _| {})
    }
}

impl<P: HubRoad> HubRoad for Cut<P> {
    fn fingerprint(&self) -> Option<[u8; 32]> {
        self.road.fingerprint()
    }

    fn hello(&mut self, ask: &Hello) -> Result<Welcome, Line> {
        self.passing(|road| road.hello(ask))
    }

    fn enter(&mut self, ask: &Enter) -> Result<(), Line> {
        self.passing(|road| road.enter(ask))
    }

    fn vouch(&mut self, ask: &Vouch) -> Result<Vouched, Line> {
        self.passing(|road| road.vouch(ask))
    }
}

impl<P: HubRoad, F: FnMut()> HubRoad for Meanwhile<P, F> {
    fn fingerprint(&self) -> Option<[u8; 32]> {
        self.road.fingerprint()
    }

    fn hello(&mut self, ask: &Hello) -> Result<Welcome, Line> {
        self.road.hello(ask)
    }

    fn enter(&mut self, ask: &Enter) -> Result<(), Line> {
        self.road.enter(ask)
    }

    fn vouch(&mut self, ask: &Vouch) -> Result<Vouched, Line> {
        self.road.vouch(ask)
    }
}

/// What a hub with a changed program does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lie {
    /// It says that it took everything, keeps nothing and signs for nothing.
    TakesNothing,
    /// It hides the parts of others.
    HidesParts,
    /// It shows receipts whose names it changed.
    BendsReceipts,
    /// It hands on a part with one byte changed.
    BendsParts,
}

/// A hub that lies, on the road to it.
pub struct Liar<P> {
    /// The road to the honest one.
    pub road: P,
    /// How it lies.
    pub lie: Lie,
}

impl<P: Peer> Peer for Liar<P> {
    fn exchange(&mut self, ask: &Ask) -> Result<Reply, Line> {
        let mut honest = ask.clone();
        let mut offered = 0;
        if let (Lie::TakesNothing, Ask::Exchange { offer, .. }) = (self.lie, &mut honest) {
            offered = offer.len() as u32;
            offer.clear();
        }
        let mut reply = self.road.exchange(&honest)?;
        if let Reply::Exchange {
            taken,
            incoming,
            receipt,
            ..
        } = &mut reply
        {
            match self.lie {
                Lie::TakesNothing => {
                    *taken = offered;
                    *receipt = None;
                }
                Lie::HidesParts => incoming.clear(),
                Lie::BendsParts => {
                    for part in incoming {
                        let last = part.wire.len() - 1;
                        part.wire[last] ^= 1;
                    }
                }
                Lie::BendsReceipts => {}
            }
        }
        Ok(reply)
    }
}

impl<P: Road> Road for Liar<P> {
    fn name(&self) -> &'static str {
        self.road.name()
    }

    fn moved(&self) -> Bytes {
        self.road.moved()
    }

    fn files(&mut self) -> Option<&mut dyn FileRoad> {
        self.road.files()
    }
}

impl<P: HubRoad> HubRoad for Liar<P> {
    fn fingerprint(&self) -> Option<[u8; 32]> {
        self.road.fingerprint()
    }

    fn hello(&mut self, ask: &Hello) -> Result<Welcome, Line> {
        self.road.hello(ask)
    }

    fn enter(&mut self, ask: &Enter) -> Result<(), Line> {
        self.road.enter(ask)
    }

    fn vouch(&mut self, ask: &Vouch) -> Result<Vouched, Line> {
        let mut vouched = self.road.vouch(ask)?;
        if self.lie == Lie::BendsReceipts {
            // The receipt is for what others brought; it is said to be for what this laptop asked about.
            for voucher in &mut vouched.vouchers {
                voucher.ids.clone_from(&ask.ids);
            }
        }
        Ok(vouched)
    }
}

/// Whether a line failed so.
pub fn met(found: &Result<HubVisit, DeskError>, kind: LineKind) -> bool {
    matches!(found, Err(DeskError::HubLine(line)) if line.kind == kind)
}

/// A road over which no files go.
pub struct TextOnly<P>(pub P);

impl<P: Peer> Peer for TextOnly<P> {
    fn exchange(&mut self, ask: &Ask) -> Result<Reply, Line> {
        self.0.exchange(ask)
    }
}

impl<P: Road> Road for TextOnly<P> {
    fn name(&self) -> &'static str {
        self.0.name()
    }

    fn moved(&self) -> Bytes {
        self.0.moved()
    }
}

impl<P: HubRoad> HubRoad for TextOnly<P> {
    fn fingerprint(&self) -> Option<[u8; 32]> {
        self.0.fingerprint()
    }

    fn hello(&mut self, ask: &Hello) -> Result<Welcome, Line> {
        self.0.hello(ask)
    }

    fn enter(&mut self, ask: &Enter) -> Result<(), Line> {
        self.0.enter(ask)
    }

    fn vouch(&mut self, ask: &Vouch) -> Result<Vouched, Line> {
        self.0.vouch(ask)
    }
}
