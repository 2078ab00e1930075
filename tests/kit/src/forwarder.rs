//! A line between a laptop and its centre, in this program: slow, far, lossy, or cut where a story wants it.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// What one packet carries.
const PACKET_BYTES: usize = 1_460;
const LOOK: Duration = Duration::from_millis(5);

/// What a line is like. The one by default is as fast as this machine and never cut.
#[derive(Debug, Clone, Copy, Default)]
pub struct Link {
    /// Bytes a second each way; 0: as many as it takes.
    pub bytes_per_second: u64,
    /// From the laptop to the centre and back.
    pub round_trip: Duration,
    /// Packets of a thousand that are lost; each holds up what follows by a round trip, until it was sent again.
    pub lost_per_thousand: u64,
    /// After how many bytes, both ways together, everything is cut and nothing goes through any more.
    pub cut_at_byte: Option<u64>,
    /// When all connections are cut for the first time, and again after each such time.
    pub cuts: Option<(Duration, Duration)>,
}

/// Bytes that went over a line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Carried {
    /// To the centre.
    pub up: u64,
    /// From the centre.
    pub down: u64,
    /// How often everything was cut.
    pub cuts: u64,
}

#[derive(Debug)]
struct State {
    link: Link,
    up: AtomicU64,
    down: AtomicU64,
    cuts: AtomicU64,
    chance: AtomicU64,
    is_over: AtomicBool,
    open: Mutex<Vec<TcpStream>>,
}

/// A listening end of a line; what comes to it goes on to the centre. It ends when it is dropped.
#[derive(Debug)]
pub struct Forwarder {
    address: SocketAddr,
    state: Arc<State>,
}

impl Forwarder {
    /// Opens a line to a centre, given as `http://address`.
    pub fn open(url: &str, link: Link) -> Forwarder {
        let centre: SocketAddr = url.trim_start_matches("http://").parse().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(State {
            link,
            up: AtomicU64::new(0),
            down: AtomicU64::new(0),
            cuts: AtomicU64::new(0),
            chance: AtomicU64::new(1),
            is_over: AtomicBool::new(false),
            open: Mutex::new(Vec::new()),
        });
        let at_work = Arc::clone(&state);
        thread::spawn(move || {
            for laptop in listener.incoming().map_while(Result::ok) {
                if at_work.is_over.load(Ordering::SeqCst) {
                    break;
                }
                if !at_work.is_used_up() {
                    connect(&at_work, laptop, centre);
                }
            }
        });
        if let Some(cuts) = link.cuts {
            let at_work = Arc::clone(&state);
            thread::spawn(move || at_work.cut_again_and_again(cuts));
        }
        Forwarder { address, state }
    }

    /// Where a laptop finds it.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What went over it so far.
    pub fn carried(&self) -> Carried {
        Carried {
            up: self.state.up.load(Ordering::SeqCst),
            down: self.state.down.load(Ordering::SeqCst),
            cuts: self.state.cuts.load(Ordering::SeqCst),
        }
    }
}

impl Drop for Forwarder {
    fn drop(&mut self) {
        self.state.is_over.store(true, Ordering::SeqCst);
        self.state.hang_up();
        // Wakes the listener, which sees that it is over.
        let _woken = TcpStream::connect(self.address);
    }
}

impl State {
    fn is_used_up(&self) -> bool {
        let carried = self.up.load(Ordering::SeqCst) + self.down.load(Ordering::SeqCst);
        self.link.cut_at_byte.is_some_and(|most| carried >= most)
    }

    fn hang_up(&self) {
        for stream in self.open.lock().unwrap().drain(..) {
            let _may_be_gone = stream.shutdown(Shutdown::Both);
        }
    }

    fn cut(&self) {
        self.cuts.fetch_add(1, Ordering::SeqCst);
        self.hang_up();
    }

    fn cut_again_and_again(&self, (first, then): (Duration, Duration)) {
        let mut due = Instant::now() + first;
        while !self.is_over.load(Ordering::SeqCst) {
            if Instant::now() >= due {
                self.cut();
                due += then;
            }
            thread::sleep(LOOK);
        }
    }

    /// Whether the next packet is lost, the same way every time.
    fn loses(&self) -> bool {
        let next = |seed: u64| {
            seed.wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407)
        };
        let before = self
            .chance
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |seed| Some(next(seed)));
        (next(before.unwrap()) >> 33) % 1_000 < self.link.lost_per_thousand
    }

    /// Takes so many bytes in, as far as the line is not cut before; gives how many go through.
    fn admit(&self, count: usize, to: &AtomicU64) -> usize {
        let most = self.link.cut_at_byte.unwrap_or(u64::MAX);
        let carried = self.up.load(Ordering::SeqCst) + self.down.load(Ordering::SeqCst);
        let admitted = most.saturating_sub(carried).min(count as u64);
        to.fetch_add(admitted, Ordering::SeqCst);
        admitted as usize
    }
}

/// Joins a laptop's connection to one of the centre's.
fn connect(state: &Arc<State>, laptop: TcpStream, centre: SocketAddr) {
    let Ok(centre) = TcpStream::connect(centre) else {
        return;
    };
    for stream in [&laptop, &centre] {
        stream.set_nodelay(true).unwrap();
        let kept = stream.try_clone().unwrap();
        state.open.lock().unwrap().push(kept);
    }
    // A connection is made by a round trip.
    let ready = Instant::now() + state.link.round_trip;
    for (is_up, from, to) in [(true, &laptop, &centre), (false, &centre, &laptop)] {
        let (from, to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
        let (send, packets) = channel();
        let at_work = Arc::clone(state);
        thread::spawn(move || take_in(&at_work, is_up, from, ready, &send));
        thread::spawn(move || give_out(&packets, to));
    }
}

/// Reads what comes, no faster than the line takes it, and says when each packet arrives at the other end.
fn take_in(
    state: &State,
    is_up: bool,
    mut from: TcpStream,
    ready: Instant,
    send: &std::sync::mpsc::Sender<(Instant, Vec<u8>)>,
) {
    let link = state.link;
    let counter = if is_up { &state.up } else { &state.down };
    let (mut free, mut arrives) = (ready, ready);
    let mut packet = [0; PACKET_BYTES];
    while let Ok(count @ 1..) = from.read(&mut packet) {
        let admitted = state.admit(count, counter);
        let micros = (count as u64 * 1_000_000).checked_div(link.bytes_per_second);
        if let Some(takes) = micros.map(Duration::from_micros) {
            free = free.max(Instant::now()) + takes;
            thread::sleep(free.saturating_duration_since(Instant::now()));
        }
        let mut due = Instant::now().max(ready) + link.round_trip / 2;
        if state.loses() {
            due += link.round_trip;
        }
        arrives = due.max(arrives);
        let bytes = packet.get(..admitted).unwrap_or_default().to_vec();
        if send.send((arrives, bytes)).is_err() {
            break;
        }
        if admitted < count {
            // What was let through is to arrive before the cut does.
            thread::sleep(LOOK);
            return state.cut();
        }
    }
}

fn give_out(packets: &Receiver<(Instant, Vec<u8>)>, mut to: TcpStream) {
    for (due, bytes) in packets {
        thread::sleep(due.saturating_duration_since(Instant::now()));
        if to.write_all(&bytes).is_err() {
            break;
        }
    }
    let _may_be_gone = to.shutdown(Shutdown::Write);
}
