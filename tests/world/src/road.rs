//! How messages go from a laptop to the centre and back, and what becomes of them on the way.

use records::DeviceId;
use sync::memory::toy_verify;
use sync::{Ask, Caller, Line, LineKind, Peer, Reply, answer};

use crate::story::World;

/// More than any sync of so few records needs.
const ASKS_MAX: usize = 300;

/// By what a laptop speaks to the centre.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Road {
    /// Ask and reply at once, or not at all.
    Internet,
}

/// What becomes of one ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is heard and answered.
    Fair,
    /// Nobody hears it.
    Lost,
    /// It is cut in the middle.
    Cut,
    /// It is heard, and the answer is lost.
    Unanswered,
    /// The laptop gives up waiting; it is heard later.
    Late,
    /// It is heard twice, and the second answer arrives.
    Twice,
    /// An earlier ask of this laptop is heard once more before it.
    Reordered,
    /// Heard or not, the answer to an earlier one arrives.
    Echo,
    /// Something on the way takes no message of its size.
    TooLarge,
    /// The centre falls while it works at it.
    CentreFalls,
    /// Another laptop's whole sync comes between.
    Meanwhile,
}

const FATES: [Fate; 10] = [
    Fate::Lost,
    Fate::Cut,
    Fate::Unanswered,
    Fate::Late,
    Fate::Twice,
    Fate::Reordered,
    Fate::Echo,
    Fate::TooLarge,
    Fate::CentreFalls,
    Fate::Meanwhile,
];

/// An ask as it left a laptop.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    pub(crate) from: usize,
    pub(crate) device: DeviceId,
    pub(crate) bytes: Vec<u8>,
}

/// One laptop's line during one sync.
pub(crate) struct Way<'w> {
    pub(crate) world: &'w mut World,
    pub(crate) who: usize,
    pub(crate) device: DeviceId,
    pub(crate) road: Road,
    /// Asks so far, heard or not.
    pub(crate) asked: usize,
}

impl Peer for Way<'_> {
    fn exchange(&mut self, ask: &Ask) -> Result<Reply, Line> {
        self.asked += 1;
        if self.asked > ASKS_MAX {
            self.world.laws.broken("a sync comes to an end");
            return Err(Line::new(LineKind::Unreachable, "it has talked enough"));
        }
        let message = Message {
            from: self.who,
            device: self.device,
            bytes: ask.to_bytes(),
        };
        let reply = match self.road {
            Road::Internet => self.world.over_internet(message),
        }?;
        Reply::from_bytes(&reply).map_err(|error| Line::new(LineKind::NotOurs, error.to_string()))
    }
}

impl World {
    pub(crate) fn fate(&mut self) -> Fate {
        if !self.dice.percent(self.roughness) {
            return Fate::Fair;
        }
        let place = self.dice.below(FATES.len());
        FATES.get(place).copied().unwrap_or(Fate::Fair)
    }

    fn over_internet(&mut self, message: Message) -> Result<Vec<u8>, Line> {
        let fate = self.fate();
        if fate != Fate::Fair {
            self.tell(|| format!("  the message meets {fate:?}"));
        }
        let from = message.from;
        let gone = |kind| Err(Line::new(kind, ""));
        let heard = match fate {
            Fate::Lost => return gone(LineKind::Unreachable),
            Fate::TooLarge => return gone(LineKind::TooLarge),
            Fate::Cut => {
                let left = self.dice.below(message.bytes.len());
                let cut = Message {
                    bytes: message.bytes.get(..left).unwrap_or_default().to_vec(),
                    ..message
                };
                if self.hear(&cut).is_some() {
                    self.laws.broken("an ask that was cut is not acted upon");
                }
                return gone(LineKind::Unreachable);
            }
            Fate::Late => {
                self.late.push(message);
                return gone(LineKind::Stalled);
            }
            Fate::Unanswered => {
                self.hear(&message);
                return gone(LineKind::Unreachable);
            }
            Fate::CentreFalls => {
                let falls = (self.dice.below(12), self.dice.percent(50));
                self.centre.begin(Some(falls));
                let heard = self.hear_begun(&message);
                if heard.is_none() {
                    self.centre.rise();
                    return gone(LineKind::Unreachable);
                }
                heard
            }
            Fate::Twice => {
                self.hear(&message);
                self.hear(&message)
            }
            Fate::Reordered => {
                if let Some(old) = self.past.get(from).and_then(|(ask, _)| ask.clone()) {
                    self.hear(&old);
                }
                self.hear(&message)
            }
            Fate::Echo => {
                let old = self.past.get(from).and_then(|(_, reply)| reply.clone());
                self.excused |= old.is_some();
                let is_heard = old.is_none() || self.dice.percent(50);
                let heard = is_heard.then(|| self.hear(&message)).flatten();
                old.or(heard)
            }
            Fate::Meanwhile => {
                self.somebody_syncs();
                self.hear(&message)
            }
            Fate::Fair => self.hear(&message),
        };
        let Some(reply) = heard else {
            return gone(LineKind::NotOurs);
        };
        if let Some(past) = self.past.get_mut(from) {
            *past = (Some(message), Some(reply.clone()));
        }
        Ok(reply)
    }

    /// The centre hears a message; what it replies.
    pub(crate) fn hear(&mut self, message: &Message) -> Option<Vec<u8>> {
        self.centre.begin(None);
        let heard = self.hear_begun(message);
        self.centre.end();
        heard
    }

    pub(crate) fn hear_begun(&mut self, message: &Message) -> Option<Vec<u8>> {
        let ask = Ask::from_bytes(&message.bytes).ok()?;
        let scope = self.scopes[message.from].clone();
        let mut caller = Caller {
            device: message.device,
            teams: scope.clone(),
        };
        if self.fault == Some(crate::Fault::CentreShowsAll) {
            caller.teams.extend(self.teams.iter().cloned());
        }
        let reply = answer(&mut self.centre, &caller, &toy_verify, self.now_ms, &ask).ok()?;
        self.centre.end();
        if let Reply::Exchange { incoming, .. } = &reply {
            let is_foreign = |team| !scope.contains(team);
            if incoming.iter().any(|part| is_foreign(&part.team)) {
                self.laws.broken("nothing of another team is ever sent");
            }
        }
        Some(reply.to_bytes())
    }
}
