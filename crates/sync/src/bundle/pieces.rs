//! Which pieces are there, and which are not.

use std::collections::{BTreeMap, BTreeSet};

/// A piece that was read, of a whole that may have several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PieceNumber {
    /// What belongs together.
    pub set: [u8; 16],
    /// 1, 2, 3 …
    pub piece: u32,
    /// Another one follows.
    pub more: bool,
}

/// Pieces that were not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// Of which whole.
    pub set: [u8; 16],
    /// Their numbers, as far as they are known.
    pub missing: Vec<u32>,
    /// True when the last piece was not there either, so that there may be more than the last of `missing`.
    pub open: bool,
}

/// Says which pieces are missing of what was read. Nothing when all is there.
#[must_use]
pub fn gaps(read: &[PieceNumber]) -> Vec<Gap> {
    let mut sets: BTreeMap<[u8; 16], (BTreeSet<u32>, bool)> = BTreeMap::new();
    for number in read {
        let (held, ended) = sets.entry(number.set).or_default();
        held.insert(number.piece);
        *ended |= !number.more;
    }
    let found = sets.into_iter().filter_map(|(set, (held, ended))| {
        let last = held.last().copied().unwrap_or_default();
        let mut missing = Vec::new();
        let mut next = 1;
        for piece in held {
            // A piece may claim any number; what is listed stays in proportion to what was read.
            missing.extend((next..piece).take(LISTED_MAX));
            next = piece.saturating_add(1);
        }
        if !ended {
            missing.push(last.saturating_add(1));
        }
        (!missing.is_empty()).then_some(Gap {
            set,
            missing,
            open: !ended,
        })
    });
    found.collect()
}

/// How many missing pieces before one that is there are named.
const LISTED_MAX: usize = 100;

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(read: &[(u32, bool)], missing: &[u32], open: bool) {
        let numbers: Vec<PieceNumber> = read
            .iter()
            .map(|(piece, more)| PieceNumber {
                set: [7; 16],
                piece: *piece,
                more: *more,
            })
            .collect();
        let expected: Vec<Gap> = match missing {
            [] => Vec::new(),
            missing => vec![Gap {
                set: [7; 16],
                missing: missing.to_vec(),
                open,
            }],
        };
        assert_eq!(gaps(&numbers), expected, "{read:?}");
    }

    #[test]
    fn what_is_missing_is_named() {
        check(&[], &[], false);
        check(&[(1, false)], &[], false);
        check(&[(2, false), (1, true)], &[], false);
        check(&[(1, true), (1, true), (2, false)], &[], false);
        check(&[(1, true)], &[2], true);
        check(&[(2, true)], &[1, 3], true);
        check(&[(3, false)], &[1, 2], false);
        check(&[(4, false), (2, true)], &[1, 3], false);
        check(&[(u32::MAX, false)], &Vec::from_iter(1..=100), false);
    }

    #[test]
    fn each_whole_is_looked_at_by_itself() {
        let piece = |set, piece, more| PieceNumber {
            set: [set; 16],
            piece,
            more,
        };
        let found = gaps(&[piece(1, 1, false), piece(2, 1, true), piece(3, 1, false)]);
        assert_eq!(found.len(), 1);
        assert_eq!(found.first().map(|gap| gap.set), Some([2; 16]));
    }
}
