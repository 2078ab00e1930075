//! Lines that break, and lines behind which something else answers.

use sync::{
    Ask, Bytes, FileName, FileRoad, FileSizes, FilesAsk, Line, LineKind, Peer, Piece, Renewal,
    Reply, Road, SignedReceipt, SizesAsk, Standing,
};

/// A road that breaks at the n-th message: before the other side heard it, or after it acted on it.
pub struct Cut<P> {
    /// The road that works.
    pub road: P,
    /// Messages that still get through.
    pub left: u32,
    /// Whether the message that breaks is heard on the other side.
    pub heard: bool,
}

impl<P> Cut<P> {
    /// Has a message pass, or breaks.
    pub(crate) fn passing<T>(
        &mut self,
        message: impl FnOnce(&mut P) -> Result<T, Line>,
    ) -> Result<T, Line> {
        if self.left == 0 {
            if self.heard {
                let _acted_unheard = message(&mut self.road);
            }
            return Err(Line::new(LineKind::Unreachable, "cut"));
        }
        self.left -= 1;
        message(&mut self.road)
    }
}

impl<P: Peer> Peer for Cut<P> {
    fn exchange(&mut self, ask: &Ask) -> Result<Reply, Line> {
        self.passing(|road| road.exchange(ask))
    }
}

impl<P: Road> Road for Cut<P> {
    fn name(&self) -> &'static str {
        self.road.name()
    }

    fn moved(&self) -> Bytes {
        self.road.moved()
    }

    fn renew(&mut self, wanted: &Renewal) -> Result<bool, Line> {
        self.passing(|road| road.renew(wanted))
    }

    fn files(&mut self) -> Option<&mut dyn FileRoad> {
        Some(self)
    }
}

impl<P: Road> FileRoad for Cut<P> {
    fn announce(&mut self, file: &FileName, length: u64) -> Result<Standing, Line> {
        self.passing(|road| files(road)?.announce(file, length))
    }

    fn standing(&mut self, address: &str) -> Result<Option<u64>, Line> {
        self.passing(|road| files(road)?.standing(address))
    }

    fn append(&mut self, address: &str, offset: u64, piece: &[u8]) -> Result<u64, Line> {
        self.passing(|road| files(road)?.append(address, offset, piece))
    }

    fn fetch(&mut self, file: &FileName, from: u64, most: usize) -> Result<Option<Piece>, Line> {
        self.passing(|road| files(road)?.fetch(file, from, most))
    }

    fn sizes(&mut self, ask: &SizesAsk) -> Result<Option<FileSizes>, Line> {
        self.passing(|road| files(road)?.sizes(ask))
    }

    fn sign(&mut self, ask: &FilesAsk) -> Result<SignedReceipt, Line> {
        self.passing(|road| files(road)?.sign(ask))
    }
}

fn files(road: &mut impl Road) -> Result<&mut dyn FileRoad, Line> {
    let none = Line::new(LineKind::NotOurs, "no files go over this road");
    road.files().ok_or(none)
}

/// A road on which something takes messages up to a size only, as a proxy with a limit does.
pub struct Capped<P> {
    /// The road that works.
    pub road: P,
    /// The largest message that goes through.
    pub bytes_max: usize,
    /// How many messages did not.
    pub refused: u32,
}

impl<P: Peer> Peer for Capped<P> {
    fn exchange(&mut self, ask: &Ask) -> Result<Reply, Line> {
        if ask.to_bytes().len() > self.bytes_max {
            self.refused += 1;
            return Err(Line::new(LineKind::TooLarge, "status 413"));
        }
        self.road.exchange(ask)
    }
}

impl<P: Road> Road for Capped<P> {
    fn name(&self) -> &'static str {
        self.road.name()
    }

    fn moved(&self) -> Bytes {
        self.road.moved()
    }
}

/// A road on which somebody works at the laptop while a message is under way: when it was heard, before its answer comes.
pub struct Meanwhile<P, F> {
    /// The road that works.
    pub road: P,
    /// What is done with each message.
    pub work: F,
}

impl<P: Peer, F: FnMut()> Peer for Meanwhile<P, F> {
    fn exchange(&mut self, ask: &Ask) -> Result<Reply, Line> {
        let reply = self.road.exchange(ask)?;
        (self.work)();
        Ok(reply)
    }
}

impl<P: Road, F: FnMut()> Road for Meanwhile<P, F> {
    fn name(&self) -> &'static str {
        self.road.name()
    }

    fn moved(&self) -> Bytes {
        self.road.moved()
    }
}

/// A road on which every message ends the same way.
pub struct Scripted(pub LineKind);

impl Peer for Scripted {
    fn exchange(&mut self, _ask: &Ask) -> Result<Reply, Line> {
        Err(Line::new(self.0, "scripted"))
    }
}

impl Road for Scripted {
    fn name(&self) -> &'static str {
        "internet"
    }

    fn moved(&self) -> Bytes {
        Bytes::default()
    }
}
