//! The envelope of what is carried by hand: an age file, which only its reader opens.
//!
//! A centre or a laptop reads with the key that it signs with: the X25519 key of an Ed25519 key is the same
//! point written otherwise, so whoever knows whom to believe knows whom to seal for, offline too. Anybody
//! else is given a passphrase. The sender is not named by the envelope; who wrote is signed inside.

use std::io::{self, Cursor, Read, Write};

use age::secrecy::SecretString;
use age::{DecryptError, Decryptor, EncryptError, Encryptor};
use bech32::{Bech32, Hrp};
use ed25519_dalek::VerifyingKey;
use zeroize::Zeroizing;

use crate::{Cost, DeviceKey, Passphrase};

/// No head of ours is longer; without a limit a head could fill the memory.
const HEAD_BYTES_MAX: usize = 4096;
/// Stands at the beginning of the last line of a head.
const HEAD_END: &[u8] = b"\n--- ";
const MAGIC: &[u8] = b"age-encryption.org/";
/// The most memory that opening may take: 1 GiB.
const WORK_MAX: u8 = 20;

/// Whom something is sealed for.
#[derive(Debug, Clone, Copy)]
pub enum SealFor<'a> {
    /// Whoever signs with this Ed25519 public key.
    Key(&'a [u8; 32]),
    /// Whoever knows these words; a guess takes as much memory as `cost` says.
    Words(&'a Passphrase, Cost),
}

/// What opens it.
#[derive(Debug, Clone, Copy)]
pub enum OpenWith<'a> {
    /// The key of a laptop or of a centre.
    Key(&'a DeviceKey),
    /// A passphrase.
    Words(&'a Passphrase),
}

/// Why an envelope cannot be made or opened.
#[derive(Debug, thiserror::Error)]
pub enum EnvelopeError {
    /// Something else.
    #[error("this is no sealed file")]
    NotSealed,
    /// It ends before its head does.
    #[error("the sealed file ends inside its head")]
    Cut,
    /// Its head was changed.
    #[error("the head of the sealed file is damaged")]
    Damaged,
    /// Sealed for somebody else's key.
    #[error("it is sealed for another reader")]
    OtherReader,
    /// Sealed with a passphrase, and a key was shown.
    #[error("it is sealed with a passphrase")]
    NeedsWords,
    /// Sealed for a key, and a passphrase was given.
    #[error("it is sealed for a key, not with a passphrase")]
    NeedsKey,
    /// Another passphrase.
    #[error("the passphrase does not open it")]
    WrongWords,
    /// A passphrase that takes more work than any of ours.
    #[error("it asks for more memory than a laptop can give")]
    TooMuchWork,
    /// The reader's key is none that can be sealed for.
    #[error("the key of the reader cannot be sealed for")]
    BadKey,
    /// The disk, or whatever it is on, failed.
    #[error("read or write the sealed file")]
    Io(#[from] io::Error),
}

/// Seals what is written; nothing of it can be opened before [`Sealing::finish`].
pub struct Sealing<W: Write>(age::stream::StreamWriter<W>);

impl<W: Write> Sealing<W> {
    /// Writes the head. What is written after it is sealed in pieces of 64 KiB.
    ///
    /// # Errors
    /// [`EnvelopeError::BadKey`], or when `out` cannot be written.
    pub fn begin(reader: SealFor<'_>, out: W) -> Result<Self, EnvelopeError> {
        let encryptor = match reader {
            SealFor::Key(public) => {
                let recipient = recipient(public).ok_or(EnvelopeError::BadKey)?;
                Encryptor::with_recipients([&recipient as &dyn age::Recipient].into_iter())
            }
            SealFor::Words(words, cost) => {
                let mut recipient = age::scrypt::Recipient::new(secret(words));
                recipient.set_work_factor(cost.doublings());
                Encryptor::with_recipients([&recipient as &dyn age::Recipient].into_iter())
            }
        };
        let encryptor = encryptor.map_err(|error| match error {
            EncryptError::Io(source) => EnvelopeError::Io(source),
            _ => EnvelopeError::BadKey,
        })?;
        Ok(Self(encryptor.wrap_output(out)?))
    }

    /// Writes the end and gives back what was written to.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(self) -> io::Result<W> {
        self.0.finish()
    }
}

impl<W: Write> Write for Sealing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// What is inside, proven in pieces of 64 KiB.
///
/// Reading gives [`io::ErrorKind::UnexpectedEof`] where the file ends too early or is damaged in its last
/// piece (the two look alike), [`io::ErrorKind::InvalidData`] where it is damaged before that.
pub struct Opened<R: Read> {
    inner: age::stream::StreamReader<Watched<R>>,
    ended: std::rc::Rc<std::cell::Cell<bool>>,
}

/// Opens what was sealed.
///
/// # Errors
/// One of [`EnvelopeError`]; memory stays small whatever the head says.
pub fn open<R: Read>(with: OpenWith<'_>, mut input: R) -> Result<Opened<R>, EnvelopeError> {
    let head = head(&mut input)?;
    let ended = std::rc::Rc::new(std::cell::Cell::new(false));
    let watched = Watched {
        inner: Cursor::new(head).chain(input),
        ended: std::rc::Rc::clone(&ended),
    };
    let decryptor = Decryptor::new(watched).map_err(of_decrypting)?;
    let inner = match (with, decryptor.is_scrypt()) {
        (OpenWith::Key(_), true) => return Err(EnvelopeError::NeedsWords),
        (OpenWith::Words(_), false) => return Err(EnvelopeError::NeedsKey),
        (OpenWith::Key(key), false) => {
            let identity = identity(key).ok_or(EnvelopeError::BadKey)?;
            decryptor.decrypt([&identity as &dyn age::Identity].into_iter())
        }
        (OpenWith::Words(words), true) => {
            let mut identity = age::scrypt::Identity::new(secret(words));
            identity.set_max_work_factor(WORK_MAX);
            let opened = decryptor.decrypt([&identity as &dyn age::Identity].into_iter());
            return match opened {
                Ok(inner) => Ok(Opened { inner, ended }),
                Err(DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed) => {
                    Err(EnvelopeError::WrongWords)
                }
                Err(error) => Err(of_decrypting(error)),
            };
        }
    };
    let inner = inner.map_err(of_decrypting)?;
    Ok(Opened { inner, ended })
}

impl<R: Read> Read for Opened<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.inner.read(into).map_err(|error| {
            let is_damage = error.kind() == io::ErrorKind::InvalidData;
            if is_damage && self.ended.get() {
                io::ErrorKind::UnexpectedEof.into()
            } else {
                error
            }
        })
    }
}

/// Notes when the end was reached.
struct Watched<R> {
    inner: io::Chain<Cursor<Vec<u8>>, R>,
    ended: std::rc::Rc<std::cell::Cell<bool>>,
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        if read == 0 && !into.is_empty() {
            self.ended.set(true);
        }
        Ok(read)
    }
}

/// Reads so much of the beginning that the whole head is in it.
fn head(input: &mut impl Read) -> Result<Vec<u8>, EnvelopeError> {
    let mut head = Vec::with_capacity(HEAD_BYTES_MAX);
    input
        .by_ref()
        .take(HEAD_BYTES_MAX as u64)
        .read_to_end(&mut head)?;
    let begins = head.iter().zip(MAGIC).all(|(met, wanted)| met == wanted);
    if !begins || head.is_empty() {
        return Err(EnvelopeError::NotSealed);
    }
    if head.windows(HEAD_END.len()).any(|some| some == HEAD_END) {
        Ok(head)
    } else if head.len() < HEAD_BYTES_MAX {
        Err(EnvelopeError::Cut)
    } else {
        Err(EnvelopeError::Damaged)
    }
}

fn of_decrypting(error: DecryptError) -> EnvelopeError {
    match error {
        DecryptError::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            EnvelopeError::Cut
        }
        DecryptError::Io(error) => EnvelopeError::Io(error),
        DecryptError::NoMatchingKeys => EnvelopeError::OtherReader,
        DecryptError::ExcessiveWork { .. } => EnvelopeError::TooMuchWork,
        _ => EnvelopeError::Damaged,
    }
}

fn secret(words: &Passphrase) -> SecretString {
    SecretString::from(words.as_str().to_owned())
}

/// The reader's key as age takes it; none for a key of no use, such as that of everybody.
fn recipient(public: &[u8; 32]) -> Option<age::x25519::Recipient> {
    let key = VerifyingKey::from_bytes(public).ok()?;
    if key.is_weak() {
        return None;
    }
    let point = key.to_montgomery().to_bytes();
    let hrp = Hrp::parse("age").ok()?;
    let text = bech32::encode::<Bech32>(hrp, &point).ok()?;
    text.parse().ok()
}

fn identity(key: &DeviceKey) -> Option<age::x25519::Identity> {
    let scalar = key.to_scalar();
    let hrp = Hrp::parse("age-secret-key-").ok()?;
    let text = Zeroizing::new(bech32::encode::<Bech32>(hrp, scalar.as_slice()).ok()?);
    text.to_uppercase().parse().ok()
}

#[cfg(test)]
#[path = "envelope_tests.rs"]
mod tests;
