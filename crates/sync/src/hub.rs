//! What a laptop and a hub say before a sync, and what a hub shows of the centre's receipts.
//!
//! A hub is a colleague's laptop that answers asks. Nobody believes it anything that the centre did not sign: it
//! shows who it is by its key in the centre's roster, what it takes is *handed over*, and only a [`Voucher`],
//! which is the centre's receipt with everything that it names, confirms.

use minicbor::{Decode, Encode, Encoder};
use records::{DeviceId, RevisionId};

use crate::frame::{self, FrameError, SignedBytes};
use crate::list;
use crate::peer::{Line, Road};
use crate::receipt::{Receipt, ReceiptError, SignedReceipt};

/// The most revisions that vouchers are asked for at once.
pub const VOUCH_ASKED_MAX: usize = 1024;
/// The most revisions of one voucher: a receipt that names more is fetched from the centre itself.
pub const VOUCHER_IDS_MAX: usize = 1 << 17;
/// The most vouchers of one reply.
pub const VOUCHERS_MAX: usize = 64;

const HUB: &[u8] = b"sala 2026-11 hub\n";
const GUEST: &[u8] = b"sala 2026-11 hub guest\n";
const SLIP: &[u8] = b"sala 2026-11 hub receipt\n";

/// The first thing that a laptop says to a hub.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Hello {
    /// Random bytes that the hub signs: nobody can answer with an old signature.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub nonce: [u8; 32],
    /// The version of the roster that the laptop holds.
    #[n(1)]
    pub roster: u64,
}

/// What the hub says to that.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Welcome {
    /// The laptop that is the hub.
    #[n(0)]
    pub device: DeviceId,
    /// Random bytes that the laptop signs.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub challenge: [u8; 32],
    /// The hub's signature of [`hub_statement`].
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    pub signature: [u8; 64],
    /// The version of the roster that the hub holds.
    #[n(3)]
    pub version: u64,
    /// That roster, when it is newer than the laptop's.
    #[n(4)]
    #[cbor(encode_with = "list::write_signed", decode_with = "list::read_signed")]
    pub roster: Option<SignedBytes>,
}

/// A laptop that wants to come in.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Enter {
    /// The laptop.
    #[n(0)]
    pub device: DeviceId,
    /// The challenge of the [`Welcome`].
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub challenge: [u8; 32],
    /// The laptop's signature of [`guest_statement`].
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    pub signature: [u8; 64],
    /// [`code_proof`], when it comes for the first time.
    #[n(3)]
    #[cbor(with = "minicbor::bytes")]
    pub code: Option<[u8; 32]>,
    /// The laptop's roster, when it is newer than the hub's.
    #[n(4)]
    #[cbor(encode_with = "list::write_signed", decode_with = "list::read_signed")]
    pub roster: Option<SignedBytes>,
}

/// The laptop is in.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Entered {
    /// What it shows with each ask; the hub forgets it after an hour, and when it stops.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub pass: [u8; 32],
}

/// Asks for the centre's word on revisions.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Vouch {
    /// One revision of each part that is not confirmed, at most [`VOUCH_ASKED_MAX`].
    #[n(0)]
    #[cbor(decode_with = "list::read::<_, _, VOUCH_ASKED_MAX>")]
    pub ids: Vec<RevisionId>,
}

/// The centre's word on revisions, as far as the hub has it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Vouched {
    /// Receipts with what they name.
    #[n(0)]
    #[cbor(decode_with = "list::read::<_, _, VOUCHERS_MAX>")]
    pub vouchers: Vec<Voucher>,
}

/// A receipt of the centre, whoever got it, with every revision that it names: so it proves itself to anybody.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Voucher {
    /// As the centre signed it; the signature is to be checked by whoever believes it.
    #[n(0)]
    pub receipt: SignedReceipt,
    /// The revisions, in any order.
    #[n(1)]
    #[cbor(decode_with = "list::read::<_, _, VOUCHER_IDS_MAX>")]
    pub ids: Vec<RevisionId>,
}

impl Voucher {
    /// Returns the receipt when it names exactly these revisions; `None` when it names others.
    ///
    /// # Errors
    /// When the bytes are no receipt.
    pub fn receipt(&self) -> Result<Option<Receipt>, ReceiptError> {
        let receipt = Receipt::from_bytes(&self.receipt.bytes)?;
        Ok(receipt.covers(&self.ids).then_some(receipt))
    }
}

macro_rules! framed {
    ($($message:ty),+) => {$(
        impl $message {
            /// Returns the bytes: a CBOR array of version and message.
            #[must_use]
            pub fn to_bytes(&self) -> Vec<u8> {
                frame::write(self)
            }

            /// Reads the message. Fields that a newer program added are passed over.
            ///
            /// # Errors
            /// When the bytes are too many, of another version, or no such message.
            pub fn from_bytes(bytes: &[u8]) -> Result<Self, FrameError> {
                frame::read(bytes)
            }
        }
    )+};
}
framed!(Hello, Welcome, Enter, Entered, Vouch, Vouched);

/// Returns what a hub signs to show that it is the laptop `hub`: the certificate that the line shows is named in
/// it, so nobody can stand in between.
#[must_use]
pub fn hub_statement(
    fingerprint: &[u8; 32],
    hub: DeviceId,
    nonce: &[u8; 32],
    challenge: &[u8; 32],
) -> Vec<u8> {
    statement(HUB, &[fingerprint, &hub.0, nonce, challenge])
}

/// Returns what a laptop signs to come in at a hub.
#[must_use]
pub fn guest_statement(
    fingerprint: &[u8; 32],
    hub: DeviceId,
    guest: DeviceId,
    challenge: &[u8; 32],
) -> Vec<u8> {
    statement(GUEST, &[fingerprint, &hub.0, &guest.0, challenge])
}

/// Returns what a hub signs for what it took: the bytes of a receipt after a line of their own, so that it is never
/// taken for the centre's.
#[must_use]
pub fn slip_statement(bytes: &[u8]) -> Vec<u8> {
    [SLIP, bytes].concat()
}

/// Returns what shows that somebody has read the code on the hub's screen, without saying it.
#[must_use]
pub fn code_proof(
    secret: &[u8],
    fingerprint: &[u8; 32],
    guest: DeviceId,
    challenge: &[u8; 32],
) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new_derive_key("sala 2026-11 hub code");
    for piece in [fingerprint.as_slice(), &guest.0, challenge, secret] {
        hasher.update(piece);
    }
    *hasher.finalize().as_bytes()
}

fn statement(domain: &[u8], pieces: &[&[u8]]) -> Vec<u8> {
    let mut out = Encoder::new(domain.to_vec());
    let mut write = || {
        out.array(pieces.len() as u64)?;
        pieces
            .iter()
            .try_for_each(|piece| out.bytes(piece).map(|_| ()))
    };
    #[expect(
        clippy::expect_used,
        reason = "a Vec takes every byte, so writing cannot fail"
    )]
    write().expect("write CBOR into memory");
    out.into_writer()
}

/// A road to a hub.
pub trait HubRoad: Road {
    /// Returns the SHA-256 of the certificate that the hub showed; `None` before it was reached.
    fn fingerprint(&self) -> Option<[u8; 32]>;

    /// Greets the hub.
    ///
    /// # Errors
    /// When no reply came.
    fn hello(&mut self, ask: &Hello) -> Result<Welcome, Line>;

    /// Comes in; what is asked from then on is asked with the pass that the hub gave.
    ///
    /// # Errors
    /// When no reply came, or the hub lets this laptop not in.
    fn enter(&mut self, ask: &Enter) -> Result<(), Line>;

    /// Asks for the centre's word on revisions.
    ///
    /// # Errors
    /// When no reply came.
    fn vouch(&mut self, ask: &Vouch) -> Result<Vouched, Line>;
}

#[cfg(test)]
#[path = "hub_tests.rs"]
mod tests;
