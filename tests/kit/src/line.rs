//! Lines that break, and lines behind which something else answers.

use sync::{Ask, Bytes, Line, LineKind, Peer, Reply, Road};

/// A road that breaks at the n-th message: before the other side heard it, or after it acted on it.
pub struct Cut<P> {
    /// The road that works.
    pub road: P,
    /// Messages that still get through.
    pub left: u32,
    /// Whether the message that breaks is heard on the other side.
    pub heard: bool,
}

impl<P: Peer> Peer for Cut<P> {
    fn exchange(&mut self, ask: &Ask) -> Result<Reply, Line> {
        let broken = || Line::new(LineKind::Unreachable, "cut");
        if self.left == 0 {
            if self.heard {
                let _acted_unheard = self.road.exchange(ask);
            }
            return Err(broken());
        }
        self.left -= 1;
        self.road.exchange(ask)
    }
}

impl<P: Peer> Road for Cut<P> {
    fn name(&self) -> &'static str {
        "internet"
    }

    fn moved(&self) -> Bytes {
        Bytes::default()
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
