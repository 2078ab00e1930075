//! How far two spellings are apart, in hundredths of a sound.

/// What a script's ear hears as near. Both costs are in hundredths, and the same in either direction.
pub(super) trait Ear {
    /// What it costs to take one sound for another.
    fn between(one: char, other: char) -> u32;
    /// What it costs that one spelling lacks a sound; `inside` says that it stands between two others.
    fn alone(sound: char, inside: bool) -> u32;
    /// The consonant that a key keeps of a sound, near consonants as one; nothing for what may be missing.
    fn bone(sound: char) -> Option<char>;
}

/// A sound for quite another one, or none.
pub(super) const OTHER: u32 = 100;
/// A vowel for quite another one.
pub(super) const OTHER_VOWEL: u32 = 80;

/// Returns the least that it costs to make one spelling of the other, in hundredths of a sound.
///
/// It takes as many steps as one length times the other.
pub(super) fn distance<E: Ear>(one: &[char], other: &[char]) -> u32 {
    if one == other {
        return 0;
    }
    let alone = |at: usize, sound: char, of: &[char]| E::alone(sound, at > 0 && at + 1 < of.len());
    let costs: Vec<u32> = other
        .iter()
        .enumerate()
        .map(|(at, sound)| alone(at, *sound, other))
        .collect();
    let mut row: Vec<u32> = costs
        .iter()
        .scan(0, |sum, cost| {
            *sum += cost;
            Some(*sum)
        })
        .collect();
    let mut first = 0;
    for (at, sound) in one.iter().enumerate() {
        let lacking = alone(at, *sound, one);
        let mut corner = first;
        first += lacking;
        let mut left = first;
        for ((cell, theirs), cost) in row.iter_mut().zip(other).zip(&costs) {
            let kept = corner + E::between(*sound, *theirs);
            corner = *cell;
            left = kept.min(*cell + lacking).min(left + cost);
            *cell = left;
        }
    }
    row.last().copied().unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Plain;

    impl Ear for Plain {
        fn between(one: char, other: char) -> u32 {
            if one == other { 0 } else { OTHER }
        }
        fn alone(_: char, inside: bool) -> u32 {
            if inside { 40 } else { OTHER }
        }
        fn bone(sound: char) -> Option<char> {
            Some(sound)
        }
    }

    #[track_caller]
    fn check(one: &str, other: &str, expected: u32) {
        let sounds = |text: &str| text.chars().collect::<Vec<_>>();
        let (one, other) = (sounds(one), sounds(other));
        assert_eq!(distance::<Plain>(&one, &other), expected);
        assert_eq!(distance::<Plain>(&other, &one), expected);
    }

    #[test]
    fn the_cheapest_way_counts() {
        check("", "", 0);
        check("abc", "abc", 0);
        check("abc", "", 240);
        check("abc", "axc", 80);
        check("abc", "xbc", 100);
        check("abc", "ac", 40);
        check("abc", "ab", 100);
        check("dabc", "abc", 100);
    }
}
