//! The first bytes of a PMTiles archive, version 3: what is in it, and where.

/// Bytes of a header.
pub(crate) const HEADER_BYTES: usize = 127;
const MAGIC: &[u8; 7] = b"PMTiles";
const VERSION: u8 = 3;
/// The header and the first directory lie in so many bytes.
const FIRST_BYTES: u64 = 16_384;
/// Degrees are told in so many pieces.
const PIECES: f64 = 10_000_000.0;
/// No map is drawn closer.
const ZOOM_MAX: u8 = 24;

/// What an archive holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Header {
    /// Tiles of lines and areas; pictures otherwise.
    pub(crate) is_vector: bool,
    /// The levels of detail.
    pub(crate) zooms: [u8; 2],
    /// West, south, east and north, in degrees.
    pub(crate) bounds: [f64; 4],
}

impl Header {
    /// Reads the header of an archive of so many bytes; says why it cannot be used.
    pub(crate) fn read(bytes: &[u8], whole: u64) -> Result<Header, &'static str> {
        let bytes: &[u8; HEADER_BYTES] = bytes
            .first_chunk()
            .filter(|bytes| bytes.starts_with(MAGIC))
            .ok_or("it is no PMTiles archive")?;
        let fields = Fields(bytes);
        if fields.byte(7) != VERSION {
            return Err("it is a PMTiles archive of another version than 3");
        }
        fields.is_whole(whole)?;
        // None, or gzip; the map reads no other.
        if ![1, 2].contains(&fields.byte(97)) || ![0, 1, 2].contains(&fields.byte(98)) {
            return Err("it is packed in a way that cannot be read here");
        }
        let is_vector = match fields.byte(99) {
            1 => true,
            2..=5 => false,
            _ => return Err("its tiles are of a kind that cannot be drawn here"),
        };
        let zooms = [fields.byte(100), fields.byte(101)];
        let [low, high] = zooms;
        if low > high || high > ZOOM_MAX {
            return Err("its levels of detail make no sense");
        }
        let bounds = [102, 106, 110, 114].map(|at| fields.degrees(at));
        let [west, south, east, north] = bounds;
        let is_on_earth = |degrees: f64, most: f64| (-most..=most).contains(&degrees);
        let fits = [west, east].iter().all(|it| is_on_earth(*it, 180.0))
            && [south, north].iter().all(|it| is_on_earth(*it, 90.0));
        match fits && west < east && south < north {
            true => Ok(Header {
                is_vector,
                zooms,
                bounds,
            }),
            false => Err("it does not say which part of the world it shows"),
        }
    }
}

/// Numbers of a header, the least byte first.
struct Fields<'b>(&'b [u8; HEADER_BYTES]);

impl Fields<'_> {
    fn byte(&self, at: usize) -> u8 {
        self.0.get(at).copied().unwrap_or(0)
    }

    fn number(&self, at: usize) -> u64 {
        let bytes = self.0.get(at..).and_then(<[u8]>::first_chunk);
        bytes.map_or(0, |bytes| u64::from_le_bytes(*bytes))
    }

    fn degrees(&self, at: usize) -> f64 {
        let bytes = self.0.get(at..).and_then(<[u8]>::first_chunk);
        bytes.map_or(0.0, |bytes| f64::from(i32::from_le_bytes(*bytes)) / PIECES)
    }

    /// Whether everything that the header points to is in the file.
    fn is_whole(&self, whole: u64) -> Result<(), &'static str> {
        for at in [8, 24, 40, 56] {
            let end = self.number(at).checked_add(self.number(at + 8));
            if end.is_none_or(|end| end > whole) {
                return Err("it is not whole: its end is missing");
            }
        }
        let first = self.number(8).checked_add(self.number(16));
        match first.is_some_and(|end| end <= FIRST_BYTES) && self.number(16) > 0 {
            true => Ok(()),
            false => Err("its first directory is not where it should be"),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        reason = "a failed test should stop at once"
    )]

    use super::*;

    /// A small archive: a header, a first directory, and tiles; of the middle of a country, levels 0 to 6.
    pub(crate) fn archive(kind: u8) -> Vec<u8> {
        let mut bytes = vec![0; HEADER_BYTES];
        bytes[..7].copy_from_slice(MAGIC);
        bytes[7] = VERSION;
        for (at, number) in [
            (8, 127_u64),
            (16, 5),
            (24, 132),
            (32, 2),
            (40, 134),
            (48, 0),
            (56, 134),
            (64, 66),
            (72, 1),
            (80, 1),
            (88, 1),
        ] {
            bytes[at..at + 8].copy_from_slice(&number.to_le_bytes());
        }
        bytes[96..102].copy_from_slice(&[1, 1, 1, kind, 0, 6]);
        for (at, degrees) in [
            (102, 1_023_500_000_i32),
            (106, 104_000_000),
            (110, 1_076_000_000),
            (114, 147_000_000),
        ] {
            bytes[at..at + 4].copy_from_slice(&degrees.to_le_bytes());
        }
        bytes.extend([1, 0, 1, 66, 1]);
        bytes.extend(b"{}");
        bytes.extend([9; 66]);
        bytes
    }

    #[test]
    fn a_header_says_what_is_in_the_archive() {
        let bytes = archive(1);
        let header = Header::read(&bytes, bytes.len() as u64).unwrap();
        assert!(header.is_vector);
        assert_eq!(header.zooms, [0, 6]);
        assert_eq!(header.bounds, [102.35, 10.4, 107.6, 14.7]);
        let pictures = archive(2);
        assert!(!Header::read(&pictures, 200).unwrap().is_vector);
    }

    #[test]
    fn what_cannot_be_drawn_is_told() {
        #[track_caller]
        fn check(change: impl Fn(&mut Vec<u8>), part: &str) {
            let mut bytes = archive(1);
            change(&mut bytes);
            let whole = bytes.len() as u64;
            let refused = Header::read(&bytes, whole).unwrap_err();
            assert!(refused.contains(part), "{refused}");
        }
        check(|bytes| bytes.clear(), "no PMTiles");
        check(|bytes| bytes.truncate(126), "no PMTiles");
        check(|bytes| bytes[0] = b'p', "no PMTiles");
        check(|bytes| bytes[7] = 2, "another version");
        check(|bytes| bytes.truncate(199), "not whole");
        check(|bytes| bytes[56 + 7] = 0xff, "not whole");
        check(|bytes| bytes[16] = 0, "first directory");
        check(|bytes| bytes[97] = 3, "packed");
        check(|bytes| bytes[98] = 4, "packed");
        check(|bytes| bytes[99] = 0, "kind");
        check(|bytes| bytes[99] = 200, "kind");
        check(|bytes| bytes[100] = 7, "detail");
        check(|bytes| bytes[101] = 25, "detail");
        check(|bytes| bytes[102..118].fill(0), "which part of the world");
        check(
            |bytes| bytes[110..114].copy_from_slice(&i32::MAX.to_le_bytes()),
            "which part of the world",
        );
    }

    #[test]
    fn no_bytes_make_it_stumble() {
        let good = archive(1);
        for at in 0..HEADER_BYTES {
            for value in [0, 1, 0x7f, 0x80, 0xff] {
                let mut bytes = good.clone();
                bytes[at] = value;
                for whole in [0, 127, 200, u64::MAX] {
                    // Refused or read, never a panic.
                    let _read = Header::read(&bytes, whole);
                }
            }
        }
    }
}
