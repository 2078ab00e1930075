//! Comparing two sets of revisions without sending them.

use std::fmt;

use minicbor::{Decode, Encode};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::hex;
use crate::id::RevisionId;

/// Sums up a set of revisions: how many, and their ids added modulo 2^256 (little endian).
///
/// The sum does not depend on the order, can be carried forward with each append, and taken apart by
/// subtraction. It finds loss and mistakes between honest sides; it is no proof against an enemy.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Encode, Decode, Serialize, Deserialize,
)]
pub struct Digest {
    /// How many revisions.
    #[n(0)]
    pub count: u64,
    /// Their ids added as 256-bit numbers, little endian.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    #[serde(serialize_with = "write_sum", deserialize_with = "read_sum")]
    pub sum: [u8; 32],
}

impl Digest {
    /// Takes in one revision.
    pub fn add(&mut self, id: &RevisionId) {
        self.merge(&Self {
            count: 1,
            sum: id.0,
        });
    }

    /// Takes one revision out again.
    pub fn sub(&mut self, id: &RevisionId) {
        self.unmerge(&Self {
            count: 1,
            sum: id.0,
        });
    }

    /// Takes in a set that shares no revision with this one.
    pub fn merge(&mut self, other: &Self) {
        self.count = self.count.wrapping_add(other.count);
        let mut carry = 0u16;
        for (ours, theirs) in self.sum.iter_mut().zip(other.sum) {
            let [low, high] = (u16::from(*ours) + u16::from(theirs) + carry).to_le_bytes();
            (*ours, carry) = (low, u16::from(high));
        }
    }

    /// Takes a part of this set out again.
    pub fn unmerge(&mut self, other: &Self) {
        self.count = self.count.wrapping_sub(other.count);
        let mut borrow = false;
        for (ours, theirs) in self.sum.iter_mut().zip(other.sum) {
            let (first, under) = ours.overflowing_sub(theirs);
            let (second, under_again) = first.overflowing_sub(u8::from(borrow));
            (*ours, borrow) = (second, under || under_again);
        }
    }
}

impl<'a> FromIterator<&'a RevisionId> for Digest {
    fn from_iter<I: IntoIterator<Item = &'a RevisionId>>(ids: I) -> Self {
        let mut digest = Self::default();
        ids.into_iter().for_each(|id| digest.add(id));
        digest
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}", self.count, hex::encode(&self.sum))
    }
}

fn write_sum<S: Serializer>(sum: &[u8; 32], out: S) -> Result<S::Ok, S::Error> {
    out.serialize_str(&hex::encode(sum))
}

fn read_sum<'de, D: Deserializer<'de>>(input: D) -> Result<[u8; 32], D::Error> {
    hex::decode(&String::deserialize(input)?)
        .ok_or_else(|| serde::de::Error::custom("64 hexadecimal digits expected"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "a failed test should stop at once")]

    use super::*;
    use proptest::prelude::*;

    fn ids() -> impl Strategy<Value = Vec<RevisionId>> {
        prop::collection::vec(any::<[u8; 32]>().prop_map(RevisionId), 0..40)
    }

    proptest! {
        #[test]
        fn order_does_not_matter(mut set in ids()) {
            let forwards: Digest = set.iter().collect();
            set.reverse();
            prop_assert_eq!(forwards, set.iter().collect());
        }

        #[test]
        fn a_set_is_the_sum_of_its_halves(set in ids(), at in any::<prop::sample::Index>()) {
            let (left, right) = set.split_at(at.index(set.len() + 1));
            let mut sum: Digest = left.iter().collect();
            sum.merge(&right.iter().collect());
            prop_assert_eq!(sum, set.iter().collect());
            sum.unmerge(&right.iter().collect());
            prop_assert_eq!(sum, left.iter().collect());
        }

        #[test]
        fn sub_undoes_add(set in ids(), id in any::<[u8; 32]>().prop_map(RevisionId)) {
            let before: Digest = set.iter().collect();
            let mut after = before;
            after.add(&id);
            prop_assert_ne!(after, before);
            after.sub(&id);
            prop_assert_eq!(after, before);
        }
    }

    #[test]
    fn the_sum_carries_over_byte_borders() {
        let mut digest = Digest::default();
        digest.add(&RevisionId([0xff; 32]));
        let mut one = [0; 32];
        one[0] = 2;
        digest.add(&RevisionId(one));
        let mut rest = [0; 32];
        rest[0] = 1;
        assert_eq!(
            digest,
            Digest {
                count: 2,
                sum: rest
            }
        );
    }

    #[test]
    fn its_bytes_never_change() {
        let mut sum = [0; 32];
        sum[31] = 9;
        let digest = Digest { count: 300, sum };
        let bytes = crate::canonical::to_cbor(&digest);
        insta::assert_snapshot!(hex::encode(&bytes), @"8219012c58200000000000000000000000000000000000000000000000000000000000000009");
        assert_eq!(minicbor::decode::<Digest>(&bytes).ok(), Some(digest));
    }
}
