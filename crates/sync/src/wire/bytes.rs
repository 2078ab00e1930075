//! Numbers and texts in a row of bytes.

use super::PackError;

/// Appends a number in groups of seven bits, smallest first.
pub(super) fn put_varint(to: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        to.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    to.push(number as u8);
}

/// Appends a difference of two numbers below 2^63; small ones either way stay short.
pub(super) fn put_difference(to: &mut Vec<u8>, number: u64, from: u64) {
    let difference = (number as i64).wrapping_sub(from as i64);
    put_varint(to, ((difference << 1) ^ (difference >> 63)) as u64);
}

/// Appends a text of at most 255 bytes with its length.
pub(super) fn put_text(to: &mut Vec<u8>, text: &str) {
    put_varint(to, text.len() as u64);
    to.extend(text.as_bytes());
}

/// Reads what the functions above wrote, and never past the end.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    left: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { left: bytes }
    }

    /// Takes `length` bytes.
    pub(super) fn take(
        &mut self,
        length: usize,
        what: &'static str,
    ) -> Result<&'a [u8], PackError> {
        let (taken, left) = self
            .left
            .split_at_checked(length)
            .ok_or(PackError::Cut { what })?;
        self.left = left;
        Ok(taken)
    }

    /// Takes exactly `N` bytes.
    pub(super) fn array<const N: usize>(
        &mut self,
        what: &'static str,
    ) -> Result<[u8; N], PackError> {
        let (taken, left) = self
            .left
            .split_first_chunk::<N>()
            .ok_or(PackError::Cut { what })?;
        self.left = left;
        Ok(*taken)
    }

    /// Takes all that is left.
    pub(super) fn rest(self) -> &'a [u8] {
        self.left
    }

    /// Tells whether everything was taken.
    pub(super) const fn is_empty(&self) -> bool {
        self.left.is_empty()
    }

    /// Takes a number.
    pub(super) fn varint(&mut self, what: &'static str) -> Result<u64, PackError> {
        let mut number = 0u64;
        for shift in (0..64).step_by(7) {
            let [byte] = self.array(what)?;
            let bits = u64::from(byte & 0x7f);
            if shift == 63 && bits > 1 {
                return Err(PackError::Damaged { what });
            }
            number |= bits << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(PackError::Damaged { what })
    }

    /// Takes a number that counts something of which there are at most `most`.
    pub(super) fn count(&mut self, most: usize, what: &'static str) -> Result<usize, PackError> {
        let count = self.varint(what)?;
        usize::try_from(count)
            .ok()
            .filter(|count| *count <= most)
            .ok_or(PackError::TooLarge { what, most })
    }

    /// Takes a place in something of which `last` is the last place.
    pub(super) fn place(&mut self, last: usize, what: &'static str) -> Result<usize, PackError> {
        self.count(last, what)
            .map_err(|_| PackError::Damaged { what })
    }

    /// Takes a difference and returns the number that is that far from `from`.
    pub(super) fn difference(&mut self, from: u64, what: &'static str) -> Result<u64, PackError> {
        let zigzag = self.varint(what)?;
        let difference = (zigzag >> 1) as i64 ^ -((zigzag & 1) as i64);
        let number = (from as i64).wrapping_add(difference);
        u64::try_from(number).map_err(|_| PackError::Damaged { what })
    }

    pub(super) fn text(&mut self, what: &'static str) -> Result<&'a str, PackError> {
        let length = self.count(255, what)?;
        let bytes = self.take(length, what)?;
        std::str::from_utf8(bytes).map_err(|_| PackError::Damaged { what })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_come_back(number in any::<u64>(), a in 0..1u64 << 63, b in 0..1u64 << 63) {
            let mut bytes = Vec::new();
            put_varint(&mut bytes, number);
            put_difference(&mut bytes, a, b);
            put_text(&mut bytes, "ភូមិ");
            let mut reader = Reader::new(&bytes);
            prop_assert_eq!(reader.varint("").unwrap(), number);
            prop_assert_eq!(reader.difference(b, "").unwrap(), a);
            prop_assert_eq!(reader.text("").unwrap(), "ភូមិ");
            prop_assert!(reader.rest().is_empty());
        }
    }

    #[track_caller]
    fn check(bytes: &[u8], expected: Result<u64, PackError>) {
        assert_eq!(Reader::new(bytes).varint("number"), expected);
    }

    #[test]
    fn numbers_have_an_end() {
        check(&[0x7f], Ok(127));
        check(&[0x80, 0x01], Ok(128));
        check(&[0x80], Err(PackError::Cut { what: "number" }));
        check(&[], Err(PackError::Cut { what: "number" }));
        check(&[0xff; 11], Err(PackError::Damaged { what: "number" }));
        let mut most = [0xff; 10];
        most[9] = 1;
        check(&most, Ok(u64::MAX));
        most[9] = 2;
        check(&most, Err(PackError::Damaged { what: "number" }));
    }

    #[test]
    fn a_difference_below_zero_is_damage() {
        let mut bytes = Vec::new();
        put_difference(&mut bytes, 0, 5);
        assert_eq!(Reader::new(&bytes).difference(5, "time"), Ok(0));
        let damaged = Err(PackError::Damaged { what: "time" });
        assert_eq!(Reader::new(&bytes).difference(4, "time"), damaged);
    }
}
