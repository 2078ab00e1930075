//! How far two spellings are apart, in hundredths of a sound.

/// What a script's ear hears as near. Both costs are in hundredths, and the same in either direction.
pub(super) trait Ear {
    /// What it costs to take one sound for another.
    fn between(one: char, other: char) -> u32;
    /// What it costs that one spelling lacks a sound; `inside` says that it stands between two others.
    fn alone(sound: char, inside: bool) -> u32;
    /// The consonant that a key keeps of a sound, near consonants as one; nothing for what may be missing.
    fn bone(sound: char) -> Option<char>;
    /// Whether a sound is a vowel.
    fn is_vowel(sound: char) -> bool;
}

/// A sound for quite another one, or none.
pub(super) const OTHER: u32 = 100;
/// A vowel for quite another one.
pub(super) const OTHER_VOWEL: u32 = 80;

/// Two neighbouring sounds that changed places: a slip of the fingers rather than another name.
const SWAPPED: u32 = 60;

/// Sounds of one name that are compared.
pub(super) const SOUNDS_MAX: usize = 60;

/// Costs of the beginnings of a name, the empty one first.
type Row = [u32; SOUNDS_MAX + 1];

/// Returns the least that it costs to make one spelling of the other, in hundredths of a sound.
///
/// It takes as many steps as one length times the other; of each at most [`SOUNDS_MAX`] sounds are read.
pub(super) fn distance<E: Ear>(one: &[char], other: &[char]) -> u32 {
    if one == other {
        return 0;
    }
    let mut costs: Row = [0; SOUNDS_MAX + 1];
    for (cost, at) in costs.iter_mut().zip(0..other.len()) {
        *cost = lacking::<E>(other, at);
    }
    let mut row: Row = [0; SOUNDS_MAX + 1];
    let mut sum = 0;
    for (cell, cost) in row.iter_mut().skip(1).zip(&costs) {
        sum += cost;
        *cell = sum;
    }
    let mut before: Row = [0; SOUNDS_MAX + 1];
    let mut next: Row = [0; SOUNDS_MAX + 1];
    let mut sound_before = None;
    for (at, sound) in one.iter().enumerate().take(SOUNDS_MAX) {
        let missing = lacking::<E>(one, at);
        let mut cells = next.iter_mut();
        let mut left = row.first().map_or(0, |it| it + missing);
        if let Some(first) = cells.next() {
            *first = left;
        }
        let above = row.iter().zip(row.iter().skip(1));
        let theirs = other
            .iter()
            .zip(&costs)
            .zip(std::iter::once(&0).chain(&before));
        let mut theirs_before = None;
        for ((cell, (corner, above)), ((their, cost), far)) in cells.zip(above).zip(theirs) {
            let kept = corner + E::between(*sound, *their);
            left = kept.min(above + missing).min(left + cost);
            if sound_before == Some(*their) && theirs_before == Some(*sound) {
                left = left.min(far + SWAPPED);
            }
            *cell = left;
            theirs_before = Some(*their);
        }
        sound_before = Some(*sound);
        std::mem::swap(&mut before, &mut row);
        std::mem::swap(&mut row, &mut next);
    }
    row.get(other.len()).copied().unwrap_or(OTHER * 100)
}

/// What it costs that the other spelling lacks the sound at this place.
fn lacking<E: Ear>(sounds: &[char], at: usize) -> u32 {
    let Some(sound) = sounds.get(at) else {
        return 0;
    };
    let before = at.checked_sub(1).and_then(|it| sounds.get(it));
    // Where two words meet, a sound may stand twice that is heard once.
    if before == Some(sound) {
        return 0;
    }
    E::alone(*sound, at > 0 && at + 1 < sounds.len())
}

/// Pairs of sounds that are near, with what one for the other costs and why.
pub(super) type Near = &'static [(char, char, u32, &'static str)];

/// What each of 128 signs costs for each other, looked up at once.
pub(super) struct Costs {
    first: u32,
    cells: Vec<u32>,
}

impl Costs {
    /// Signs that are told apart.
    const SIGNS: u32 = 128;

    /// Lays out the costs of the signs from `first` on.
    pub(super) fn of<E: Ear>(first: char, near: Near) -> Self {
        let first = u32::from(first);
        let signs = || (first..first + Self::SIGNS).map(|it| char::from_u32(it).unwrap_or(' '));
        let cost = |one: char, other: char| {
            let pair = |row: &&(char, char, u32, &str)| {
                (row.0, row.1) == (one, other) || (row.1, row.0) == (one, other)
            };
            match near.iter().find(pair) {
                _ if one == other => 0,
                Some(row) => row.2,
                None if E::is_vowel(one) && E::is_vowel(other) => OTHER_VOWEL,
                None => OTHER,
            }
        };
        let cells = signs().flat_map(|one| signs().map(move |other| cost(one, other)));
        Self {
            first,
            cells: cells.collect(),
        }
    }

    /// What it costs to take one sign for another; signs that are not laid out are quite others.
    pub(super) fn between(&self, one: char, other: char) -> u32 {
        if one == other {
            return 0;
        }
        let place = |sign: char| {
            u32::from(sign)
                .checked_sub(self.first)
                .filter(|it| *it < Self::SIGNS)
        };
        let cell = place(one)
            .zip(place(other))
            .map(|(one, other)| one * Self::SIGNS + other);
        let cell = cell.and_then(|it| self.cells.get(usize::try_from(it).ok()?));
        cell.copied().unwrap_or(OTHER)
    }
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
        fn is_vowel(_: char) -> bool {
            false
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
        check("abcd", "acbd", 60);
        check("abcd", "bacd", 60);
        check("ab", "ba", 60);
        check("abc", "cba", 200);
        check("abbc", "abc", 0);
    }
}
