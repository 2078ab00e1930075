//! Reading a bundle: what is not exactly as it was written ends the reading.

use std::io::Read;

use records::RevisionId;

use super::block::{Block, In, kind};
use super::item::{Announced, Answer, Compared, FilesSigned, Item, Said, Wanted};
use super::manifest::{Closed, Head, Manifest};
use super::{BundleError, MAGIC};
use crate::files::{FILE_BYTES_MAX, FileName};
use crate::frame::{self, Ask, FrameError, Reply, unreadable_id};
use crate::hub::Voucher;
use crate::wire::{PackError, peek};

/// Reads a bundle from its beginning to its end. Only when [`BundleReader::next`] has returned `None` is it known to be
/// whole; then [`BundleReader::closed`] has what the writer signed.
pub struct BundleReader<R> {
    input: In<R>,
    head: Head,
    met: Manifest,
    other_kind: Vec<RevisionId>,
    closed: Option<Closed>,
}

impl<R: Read> BundleReader<R> {
    /// Reads the beginning.
    ///
    /// # Errors
    /// When it is no bundle, or cut or damaged there.
    pub fn open(input: R) -> Result<Self, BundleError> {
        let mut input = In::new(input);
        if input.take(MAGIC.len(), "first line")? != MAGIC {
            return Err(BundleError::NotABundle);
        }
        let block = input.block("head")?;
        if block.kind != kind::HEAD {
            return Err(BundleError::NotABundle);
        }
        let head = read(&input, "head", Head::from_bytes(&block.plain))?;
        Ok(Self {
            input,
            head,
            met: Manifest::default(),
            other_kind: Vec::new(),
            closed: None,
        })
    }

    /// Returns who wrote, when and for whom: not proven before the end.
    #[must_use]
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// Returns what was signed, once the end was read.
    #[must_use]
    pub fn closed(&self) -> Option<&Closed> {
        self.closed.as_ref()
    }

    /// Returns what the parts met so far are called that are of a kind which this program does not know, see
    /// [`crate::unreadable_id`]: they stand between the others, and harm none of them.
    #[must_use]
    pub fn of_other_kind(&self) -> &[RevisionId] {
        &self.other_kind
    }

    /// Returns the next thing; `None` at the end, when everything is as it was written. What a newer program added is
    /// passed over.
    ///
    /// # Errors
    /// When it is cut or damaged, or does not hold what its manifest says.
    #[expect(
        clippy::should_implement_trait,
        reason = "an iterator would go on after an error"
    )]
    pub fn next(&mut self) -> Result<Option<Item>, BundleError> {
        while self.closed.is_none() {
            let before = self.input.hash();
            let Block { kind, plain } = self.input.block("content")?;
            match kind {
                kind::MANIFEST => self.close(&plain, before)?,
                kind::ASK => return self.ask(&plain).map(Some),
                kind::ANSWER => return self.answer(&plain).map(Some),
                kind::FILE => return self.file(&plain).map(Some),
                kind::ROSTER => {
                    let said: Said = read(&self.input, "roster", frame::read(&plain))?;
                    if let Some(roster) = said.roster {
                        return Ok(Some(Item::Roster(roster)));
                    }
                }
                kind::WANTED => {
                    let wanted: Wanted = read(&self.input, "list of files", frame::read(&plain))?;
                    return Ok(Some(Item::Wanted(wanted.files)));
                }
                kind::SIGNED => {
                    let signed: FilesSigned = read(&self.input, "receipt", frame::read(&plain))?;
                    return Ok(Some(Item::Signed(signed)));
                }
                kind::COMPARED => {
                    let said: Compared = read(&self.input, "comparison", frame::read(&plain))?;
                    return Ok(Some(Item::Compared(said)));
                }
                kind::VOUCHER => {
                    let voucher: Voucher = read(&self.input, "receipt", frame::read(&plain))?;
                    return Ok(Some(Item::Voucher(voucher)));
                }
                kind::HEAD | kind::BYTES => return Err(self.damaged("order")),
                _ => {}
            }
        }
        Ok(None)
    }

    fn ask(&mut self, plain: &[u8]) -> Result<Item, BundleError> {
        let ask = read(&self.input, "ask", Ask::from_bytes(plain))?;
        if let Ask::Exchange { offer, .. } = &ask {
            for wire in offer {
                self.count(wire)?;
            }
        }
        Ok(Item::Ask(ask))
    }

    fn answer(&mut self, plain: &[u8]) -> Result<Item, BundleError> {
        let answer: Answer = read(&self.input, "answer", frame::read(plain))?;
        if let Reply::Exchange { incoming, .. } = &answer.reply {
            for part in incoming {
                self.count(&part.wire)?;
            }
        }
        self.met.answers += 1;
        Ok(Item::Answer(answer))
    }

    fn file(&mut self, plain: &[u8]) -> Result<Item, BundleError> {
        let announced: Announced = read(&self.input, "file", frame::read(plain))?;
        let Announced { name, length } = announced;
        if length > FILE_BYTES_MAX {
            return Err(BundleError::TooLarge { what: "file" });
        }
        let mut bytes = Vec::new();
        while (bytes.len() as u64) < length {
            let block = self.input.block("file")?;
            let is_next = block.kind == kind::BYTES && !block.plain.is_empty();
            if !is_next || (bytes.len() + block.plain.len()) as u64 > length {
                return Err(self.damaged("file"));
            }
            bytes.extend_from_slice(&block.plain);
        }
        if *blake3::hash(&bytes).as_bytes() != name.content {
            return Err(self.damaged("file"));
        }
        self.add_file(&name, length);
        Ok(Item::File(name, bytes))
    }

    fn add_file(&mut self, name: &FileName, length: u64) {
        self.met.files += 1;
        self.met.file_bytes += length;
        self.met.note(&name.team);
    }

    fn count(&mut self, wire: &[u8]) -> Result<(), BundleError> {
        self.met.parts += 1;
        match peek(wire) {
            Ok(part) => {
                self.met.revisions += u64::from(part.count);
                self.met.note(&part.team);
            }
            Err(PackError::NotAPart) => self.other_kind.push(unreadable_id(wire)),
            Err(_) => return Err(self.damaged("part")),
        }
        Ok(())
    }

    fn close(&mut self, plain: &[u8], content: [u8; 32]) -> Result<(), BundleError> {
        let said: Said = read(&self.input, "manifest", frame::read(plain))?;
        let (bytes, signature) = said.roster.ok_or_else(|| self.damaged("manifest"))?;
        let manifest = read(&self.input, "manifest", Manifest::from_bytes(&bytes))?;
        let mut met = Manifest {
            more: manifest.more,
            content,
            ..std::mem::take(&mut self.met)
        };
        // How many revisions of which teams are in what this program cannot read, the writer knows alone.
        if !self.other_kind.is_empty() && manifest.names(&met) {
            met.revisions = manifest.revisions;
            met.teams.clone_from(&manifest.teams);
        }
        if met != manifest {
            return Err(self.damaged("content"));
        }
        self.input.end()?;
        self.closed = Some(Closed {
            manifest,
            statement: Manifest::statement(&bytes),
            signature,
        });
        Ok(())
    }

    fn damaged(&self, what: &'static str) -> BundleError {
        BundleError::Damaged {
            what,
            at: self.input.bytes(),
        }
    }
}

fn read<T, R: Read>(
    input: &In<R>,
    what: &'static str,
    found: Result<T, FrameError>,
) -> Result<T, BundleError> {
    found.map_err(|error| match error {
        FrameError::Version { .. } if what == "head" => BundleError::NotABundle,
        _ => BundleError::Damaged {
            what,
            at: input.bytes(),
        },
    })
}
