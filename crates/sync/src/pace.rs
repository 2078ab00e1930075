//! How much to say at once on this line.

/// What a new line starts with, in compressed bytes.
pub const PACE_BYTES_FIRST: usize = 16 << 10;
/// What no line goes below, but one on which something takes smaller messages only.
pub const PACE_BYTES_MIN: usize = 2 << 10;
/// What no line goes above.
pub const PACE_BYTES_MAX: usize = 1 << 20;

const FAST_MS: u64 = 2_000;
const SLOW_MS: u64 = 10_000;
/// Incoming bytes wanted for each outgoing byte allowed: lines bring faster than they take.
const ROOM_FACTOR: usize = 4;
/// What a new sync wants at most in its first reply, in compressed bytes, and what no reply is kept below.
const ROOM_BYTES_FIRST: usize = 64 << 10;
const ROOM_BYTES_MIN: usize = 8 << 10;
/// How long storing a reply may hold up whoever fills a form meanwhile, in milliseconds.
const STORE_MS: u64 = 400;

/// Grows while a message takes under two seconds and shrinks when the line fails or drags.
///
/// A cut line loses at most the message in flight, so a bad line is spoken to in small ones. Replies are as large as this
/// laptop stores in a moment: a laptop has one writer, and who fills a form waits for it.
pub struct Pace<'c> {
    bytes: usize,
    /// What this line is not given more than.
    bytes_max: usize,
    room: usize,
    clock: Box<dyn FnMut() -> u64 + 'c>,
}

impl<'c> Pace<'c> {
    /// Starts a new line. `clock` returns milliseconds that never run backwards.
    pub fn new(clock: impl FnMut() -> u64 + 'c) -> Self {
        Self::resume(PACE_BYTES_FIRST, clock)
    }

    /// Goes on where a line of before left off, see [`Pace::bytes`].
    pub fn resume(bytes: usize, clock: impl FnMut() -> u64 + 'c) -> Self {
        let bytes = bytes.clamp(PACE_BYTES_MIN, PACE_BYTES_MAX);
        Self {
            bytes,
            bytes_max: PACE_BYTES_MAX,
            room: ROOM_BYTES_FIRST,
            clock: Box::new(clock),
        }
    }

    /// Returns how many bytes of parts to send in one ask.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        self.bytes
    }

    /// Returns how many bytes of parts to want in one reply.
    #[must_use]
    pub fn room(&self) -> u32 {
        let bytes = self.bytes.max(PACE_BYTES_MIN);
        (bytes * ROOM_FACTOR).min(self.room) as u32
    }

    /// Returns the time in milliseconds.
    pub(crate) fn now(&mut self) -> u64 {
        (self.clock)()
    }

    /// Learns from a message that arrived. A small one says nothing about large ones.
    pub(crate) fn moved(&mut self, sent: usize, received: usize, took_ms: u64) {
        let was_large = sent * 2 >= self.bytes || received * 2 >= self.room() as usize;
        if took_ms > SLOW_MS {
            self.shrink();
        } else if took_ms < FAST_MS && was_large {
            self.bytes = (self.bytes * 2).min(self.bytes_max);
        }
    }

    /// Learns from how long it took to store what came, in compressed bytes.
    pub(crate) fn stored(&mut self, received: usize, took_ms: u64) {
        let was_large = received * 2 >= self.room() as usize;
        if took_ms > STORE_MS {
            let fits = received as u64 * STORE_MS / took_ms;
            self.room = usize::try_from(fits)
                .unwrap_or(received)
                .max(ROOM_BYTES_MIN);
        } else if was_large && took_ms * 2 < STORE_MS {
            self.room = (self.room * 2).min(PACE_BYTES_MAX * ROOM_FACTOR);
        }
    }

    /// Learns from a failure.
    pub(crate) fn shrink(&mut self) {
        self.bytes = (self.bytes / 2).max(PACE_BYTES_MIN.min(self.bytes));
    }

    /// Learns that something on the way takes no message with so many bytes of parts: this line is given no more than half
    /// of them from now on, be that a single revision.
    pub(crate) fn was_too_large(&mut self, sent: usize) {
        self.bytes = (self.bytes.min(sent) / 2).max(1);
        self.bytes_max = self.bytes;
    }

    /// Learns that one part of so many bytes, which cannot be cut, is too large for the line, and goes on without it: what was
    /// cut smaller on its account need not be.
    pub(crate) fn goes_on_below(&mut self, bytes: usize) {
        self.bytes_max = (bytes / 2).clamp(PACE_BYTES_MIN, PACE_BYTES_MAX);
        self.bytes = self.bytes.max(PACE_BYTES_FIRST).min(self.bytes_max);
    }
}

impl std::fmt::Debug for Pace<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Pace")
            .field("bytes", &self.bytes)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(start: usize, sent: usize, received: usize, took_ms: u64, next: usize) {
        let mut pace = Pace::resume(start, || 0);
        pace.moved(sent, received, took_ms);
        assert_eq!(pace.bytes(), next);
    }

    #[test]
    fn a_line_is_spoken_to_as_it_can_bear() {
        check(16 << 10, 16 << 10, 0, 1_999, 32 << 10);
        check(16 << 10, 16 << 10, 0, 2_000, 16 << 10);
        check(16 << 10, 8 << 10, 0, 100, 32 << 10);
        check(16 << 10, 8 << 9, 0, 100, 16 << 10);
        check(16 << 10, 0, 32 << 10, 100, 32 << 10);
        check(16 << 10, 16 << 10, 0, 10_001, 8 << 10);
        check(1 << 20, 1 << 20, 0, 1, 1 << 20);
        check(2 << 10, 0, 0, 60_000, 2 << 10);
    }

    #[test]
    fn it_keeps_its_bounds() {
        assert_eq!(Pace::new(|| 0).bytes(), 16 << 10);
        assert_eq!(Pace::resume(0, || 0).bytes(), PACE_BYTES_MIN);
        assert_eq!(Pace::resume(usize::MAX, || 0).bytes(), PACE_BYTES_MAX);
        assert_eq!(Pace::resume(0, || 0).room(), 8 << 10);
        assert_eq!(Pace::resume(usize::MAX, || 0).room(), 64 << 10);
        let mut pace = Pace::new(|| 0);
        (0..20).for_each(|_| pace.shrink());
        assert_eq!(pace.bytes(), PACE_BYTES_MIN);
    }

    #[test]
    fn where_less_is_taken_no_more_is_given() {
        let mut pace = Pace::resume(16 << 10, || 0);
        pace.was_too_large(12 << 10);
        assert_eq!(pace.bytes(), 6 << 10);
        pace.moved(6 << 10, 0, 1);
        assert_eq!(pace.bytes(), 6 << 10, "it is not tried again and again");
        pace.was_too_large(600);
        assert_eq!(pace.bytes(), 300);
        assert_eq!(pace.room(), 8 << 10, "what comes down is another matter");
        pace.shrink();
        assert_eq!(pace.bytes(), 300);
        (0..20).for_each(|_| pace.was_too_large(300));
        assert_eq!(pace.bytes(), 1);
    }

    #[test]
    fn what_is_behind_one_that_is_too_large_is_not_cut_on_its_account() {
        let mut pace = Pace::resume(64 << 10, || 0);
        pace.was_too_large(900 << 10);
        (0..9).for_each(|_| pace.was_too_large(800 << 10));
        pace.goes_on_below(800 << 10);
        assert_eq!(pace.bytes(), 16 << 10);
        pace.moved(16 << 10, 0, 1);
        assert_eq!(pace.bytes(), 32 << 10);
        pace.goes_on_below(5 << 10);
        assert_eq!(pace.bytes(), 5 << 9);
        pace.moved(5 << 9, 0, 1);
        assert_eq!(pace.bytes(), 5 << 9);
    }

    #[track_caller]
    fn check_room(start: usize, received: usize, took_ms: u64, next: u32) {
        let mut pace = Pace::resume(PACE_BYTES_MAX, || 0);
        pace.room = start;
        pace.stored(received, took_ms);
        assert_eq!(pace.room(), next);
    }

    #[test]
    fn a_reply_is_as_large_as_is_stored_in_a_moment() {
        check_room(64 << 10, 64 << 10, 10, 128 << 10);
        check_room(64 << 10, 64 << 10, 200, 64 << 10);
        check_room(64 << 10, 64 << 10, 400, 64 << 10);
        check_room(64 << 10, 64 << 10, 800, 32 << 10);
        // One part that is larger than the room is judged by its own size.
        check_room(64 << 10, 256 << 10, 800, 128 << 10);
        // A small reply says nothing about large ones.
        check_room(64 << 10, 16 << 10, 10, 64 << 10);
        check_room(64 << 10, 0, 60_000, 8 << 10);
        check_room(4 << 20, 4 << 20, 1, 4 << 20);
    }
}
