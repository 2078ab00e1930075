//! Writing a bundle, one thing after the other.

use std::io::{self, Write};

use super::block::{Out, kind};
use super::item::{Announced, Answer, Compared, FilesSigned, Said, WANTED_MAX, Wanted};
use super::manifest::{Head, Manifest};
use super::{Closed, MAGIC};
use crate::files::{FILE_BYTES_MAX, FileName};
use crate::frame::{self, Ask, Reply, SignedBytes};
use crate::hub::Voucher;
use crate::wire::{PackError, peek};

/// Bytes of a file in one block.
const FILE_BLOCK_BYTES: usize = 1 << 20;

/// Writes a bundle and counts what it holds. Without [`BundleWriter::finish`] it is a cut one.
pub struct BundleWriter<W> {
    out: Out<W>,
    manifest: Manifest,
}

impl<W: Write> BundleWriter<W> {
    /// Begins a bundle.
    ///
    /// # Errors
    /// When `out` cannot be written, as everywhere here.
    pub fn begin(out: W, head: &Head) -> io::Result<Self> {
        let mut out = Out::new(out);
        out.put(MAGIC)?;
        out.block(kind::HEAD, &head.to_bytes())?;
        Ok(Self {
            out,
            manifest: Manifest::default(),
        })
    }

    /// Returns how many bytes were written so far.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.out.bytes()
    }

    /// Returns what there is so far.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Adds what a laptop says. A part of a kind that this program does not know goes along as it is.
    ///
    /// # Errors
    /// Also when it offers a part that is torn.
    pub fn ask(&mut self, ask: &Ask) -> io::Result<()> {
        if let Ask::Exchange { offer, .. } = ask {
            for wire in offer {
                self.count(wire)?;
            }
        }
        self.out.block(kind::ASK, &ask.to_bytes())
    }

    /// Adds what the centre says. A part of a kind that this program does not know goes along as it is.
    ///
    /// # Errors
    /// Also when it brings a part that is torn.
    pub fn answer(&mut self, answer: &Answer) -> io::Result<()> {
        if let Reply::Exchange { incoming, .. } = &answer.reply {
            for part in incoming {
                self.count(&part.wire)?;
            }
        }
        self.manifest.answers += 1;
        self.out.block(kind::ANSWER, &frame::write(answer))
    }

    /// Adds a roster as it was signed.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn roster(&mut self, roster: SignedBytes) -> io::Result<()> {
        let said = Said {
            roster: Some(roster),
        };
        self.out.block(kind::ROSTER, &frame::write(&said))
    }

    /// Adds a file.
    ///
    /// # Errors
    /// Also when it is larger than any may be.
    pub fn file(&mut self, name: &FileName, bytes: &[u8]) -> io::Result<()> {
        let length = bytes.len() as u64;
        if length > FILE_BYTES_MAX {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let announced = Announced {
            name: name.clone(),
            length,
        };
        self.out.block(kind::FILE, &frame::write(&announced))?;
        for some in bytes.chunks(FILE_BLOCK_BYTES) {
            self.out.block(kind::BYTES, some)?;
        }
        self.manifest.files += 1;
        self.manifest.file_bytes += length;
        self.manifest.note(&name.team);
        Ok(())
    }

    /// Asks for files.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn wanted(&mut self, files: &[FileName]) -> io::Result<()> {
        for some in files.chunks(WANTED_MAX) {
            let wanted = Wanted {
                files: some.to_vec(),
            };
            self.out.block(kind::WANTED, &frame::write(&wanted))?;
        }
        Ok(())
    }

    /// Adds a receipt for files.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn signed(&mut self, signed: &FilesSigned) -> io::Result<()> {
        self.out.block(kind::SIGNED, &frame::write(signed))
    }

    /// Adds what the centre says to a comparison.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn compared(&mut self, compared: &Compared) -> io::Result<()> {
        self.out.block(kind::COMPARED, &frame::write(compared))
    }

    /// Adds a receipt of the centre that somebody else got.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn voucher(&mut self, voucher: &Voucher) -> io::Result<()> {
        self.out.block(kind::VOUCHER, &frame::write(voucher))
    }

    /// Ends the bundle: `more` says that another piece follows, `sign` makes the writer's signature.
    ///
    /// # Errors
    /// When it cannot be written; it is cut then.
    pub fn finish(
        mut self,
        more: bool,
        sign: &dyn Fn(&[u8]) -> [u8; 64],
    ) -> io::Result<(W, Closed)> {
        let manifest = Manifest {
            more,
            content: self.out.hash(),
            ..self.manifest
        };
        let bytes = manifest.to_bytes();
        let statement = Manifest::statement(&bytes);
        let signature = sign(&statement);
        let said = Said {
            roster: Some((bytes, signature)),
        };
        self.out.block(kind::MANIFEST, &frame::write(&said))?;
        let closed = Closed {
            manifest,
            statement,
            signature,
        };
        Ok((self.out.into_inner(), closed))
    }

    fn count(&mut self, wire: &[u8]) -> io::Result<()> {
        match peek(wire) {
            Ok(part) => {
                self.manifest.revisions += u64::from(part.count);
                self.manifest.note(&part.team);
            }
            Err(PackError::NotAPart) => {}
            Err(torn) => return Err(io::Error::other(torn)),
        }
        self.manifest.parts += 1;
        Ok(())
    }
}
