//! Names in Khmer script, and what is typed for what; letters of other scripts stand for themselves.

use std::sync::LazyLock;

use super::distance::{Costs, Ear, Near, OTHER, OTHER_VOWEL};

/// The sign below which the next consonant stands.
const BELOW: char = '\u{17d2}';
/// The sign that makes the letter before it silent.
const SILENT: char = '\u{17cd}';

/// Returns the letters of a word as they are compared.
///
/// Signs are put in one order; a vowel typed in two strokes, an independent vowel and the sign for a
/// final m are written out; a silent letter and the marks that only decorate go; a doubled letter counts once.
pub(super) fn heard(word: &str) -> Vec<char> {
    let mut letters: Vec<char> = Vec::new();
    let mut below = false;
    for sign in word.chars() {
        match sign {
            BELOW => {}
            SILENT => drop_silent(&mut letters),
            // Robat, and marks of reading.
            '\u{17cc}' | '\u{17ce}' | '\u{17cf}' | '\u{17d1}' | '\u{17d3}' | '\u{17dd}' => {}
            // Below another letter DA and TA are drawn alike.
            'ដ' if below => letters.push('ត'),
            'ំ' => letters.push('ម'),
            sign => match written_out(sign) {
                Some((letter, vowel)) => letters.extend([letter, vowel]),
                None => letters.push(sign),
            },
        }
        below = sign == BELOW;
    }
    let mut letters = in_order(letters);
    letters.dedup();
    letters
}

fn drop_silent(letters: &mut Vec<char>) {
    if letters.last().is_some_and(|it| is_vowel(*it)) {
        letters.pop();
    }
    if letters.last().is_some_and(|it| is_consonant(*it)) {
        letters.pop();
    }
}

/// An independent vowel as a consonant and a vowel.
fn written_out(sign: char) -> Option<(char, char)> {
    Some(match sign {
        'ឥ' => ('អ', 'ិ'),
        'ឦ' => ('អ', 'ី'),
        'ឧ' => ('អ', 'ុ'),
        'ឩ' => ('អ', 'ូ'),
        'ឪ' => ('អ', 'ៅ'),
        'ឫ' => ('រ', 'ឹ'),
        'ឬ' => ('រ', 'ឺ'),
        'ឭ' => ('ល', 'ឹ'),
        'ឮ' => ('ល', 'ឺ'),
        'ឯ' => ('អ', 'េ'),
        'ឰ' => ('អ', 'ៃ'),
        'ឱ' | 'ឲ' => ('អ', 'ោ'),
        'ឳ' => ('អ', 'ៅ'),
        _ => return None,
    })
}

/// After each consonant its vowels in the order of the alphabet, then its marks; two strokes made one vowel.
fn in_order(letters: Vec<char>) -> Vec<char> {
    let mut out: Vec<char> = Vec::with_capacity(letters.len());
    let mut signs: Vec<char> = Vec::new();
    for letter in letters {
        if is_vowel(letter) || is_mark(letter) {
            signs.push(letter);
            continue;
        }
        settle(&mut out, &mut signs);
        out.push(letter);
    }
    settle(&mut out, &mut signs);
    out
}

fn settle(out: &mut Vec<char>, signs: &mut Vec<char>) {
    signs.sort_by_key(|sign| (is_mark(*sign), *sign));
    let mut joined: Vec<char> = Vec::with_capacity(signs.len());
    // Sorted, ា and ី stand before the េ that is typed first.
    for (one, whole) in [('ា', 'ោ'), ('ី', 'ើ')] {
        if signs.contains(&one) && signs.contains(&'េ') {
            signs.retain(|it| *it != one && *it != 'េ');
            joined.push(whole);
        }
    }
    out.append(&mut joined);
    out.append(signs);
}

/// Letters that are typed for each other, with what that costs in hundredths and why.
const NEAR: Near = &[
    ('ណ', 'ន', 15, "sound the same"),
    ('ល', 'ឡ', 20, "sound the same but for the series"),
    ('ឋ', 'ថ', 15, "sound the same"),
    ('ឍ', 'ធ', 15, "sound the same"),
    ('ឋ', 'ធ', 45, "the other series"),
    ('ឍ', 'ថ', 45, "the other series"),
    ('ឋ', 'ឍ', 45, "the other series"),
    ('ថ', 'ធ', 45, "the other series"),
    ('ក', 'គ', 45, "the other series"),
    ('ខ', 'ឃ', 45, "the other series"),
    ('ច', 'ជ', 45, "the other series"),
    ('ឆ', 'ឈ', 45, "the other series"),
    ('ត', 'ទ', 45, "the other series"),
    (
        'ដ',
        'ត',
        40,
        "drawn alike below another letter, and sound the same at the end",
    ),
    ('ដ', 'ទ', 50, "sound the same at the end"),
    ('ដ', 'ឌ', 40, "the other series"),
    ('ឌ', 'ទ', 45, "drawn alike"),
    ('ត', 'ឌ', 50, "sound the same at the end"),
    ('ប', 'ព', 45, "sound the same at the end"),
    ('ផ', 'ភ', 45, "the other series"),
    ('ិ', 'ី', 20, "short and long"),
    ('ឹ', 'ឺ', 20, "short and long"),
    ('ិ', 'ឹ', 30, "one stroke more"),
    ('ី', 'ឺ', 30, "one stroke more"),
    ('ី', 'ឹ', 40, "one stroke more, and short for long"),
    ('ិ', 'ឺ', 40, "one stroke more, and short for long"),
    ('ុ', 'ូ', 25, "short and long"),
    ('ុ', 'ោ', 45, "both spell the u of Pali in names: សុភា, សោភា"),
    ('េ', 'ែ', 30, "sound alike in many words"),
    ('េ', 'ិ', 35, "sound alike before a final consonant"),
    ('ោ', 'ៅ', 35, "drawn and sound alike"),
    ('ោ', 'ើ', 40, "one stroke more"),
    ('ះ', 'ៈ', 30, "drawn alike"),
    (
        'ុ',
        '៉',
        20,
        "the mark is drawn so below a vowel that stands above",
    ),
    (
        'ុ',
        '៊',
        20,
        "the mark is drawn so below a vowel that stands above",
    ),
    ('៉', '៊', 30, "one mark for the other"),
    ('់', '័', 30, "one mark for the other"),
];

/// Khmer letters as they are compared.
pub(super) struct Khmer;

static COSTS: LazyLock<Costs> = LazyLock::new(|| Costs::of::<Khmer>('ក', NEAR));

impl Ear for Khmer {
    fn between(one: char, other: char) -> u32 {
        COSTS.between(one, other)
    }

    fn alone(letter: char, _: bool) -> u32 {
        match letter {
            '់' => 20,
            '៉' | '៊' | 'ះ' | 'ៈ' => 30,
            '័' => 40,
            'អ' | 'ហ' => 60,
            letter if is_vowel(letter) => OTHER_VOWEL,
            _ => OTHER,
        }
    }

    fn is_vowel(letter: char) -> bool {
        is_vowel(letter)
    }

    fn bone(letter: char) -> Option<char> {
        match letter {
            'អ' | 'ហ' => None,
            'ឡ' => Some('ល'),
            'ណ' => Some('ន'),
            'គ' => Some('ក'),
            'ឃ' => Some('ខ'),
            'ជ' => Some('ច'),
            'ឈ' => Some('ឆ'),
            'ដ' | 'ឌ' | 'ទ' => Some('ត'),
            'ឋ' | 'ឍ' | 'ធ' => Some('ថ'),
            'ព' => Some('ប'),
            'ភ' => Some('ផ'),
            letter => (!is_vowel(letter) && !is_mark(letter)).then_some(letter),
        }
    }
}

fn is_consonant(sign: char) -> bool {
    ('ក'..='អ').contains(&sign)
}

fn is_vowel(sign: char) -> bool {
    matches!(sign, '\u{17b6}'..='\u{17c5}')
}

/// ះ ៈ, the two shifters, and the signs for a short vowel.
fn is_mark(sign: char) -> bool {
    matches!(sign, '\u{17c7}'..='\u{17cb}' | '\u{17d0}')
}

#[cfg(test)]
mod tests {
    use super::super::distance::distance;
    use super::*;

    #[track_caller]
    fn check(one: &str, other: &str, expected: u32) {
        assert_eq!(
            distance::<Khmer>(&heard(one), &heard(other)),
            expected,
            "{one} {other}"
        );
    }

    #[test]
    fn what_is_drawn_or_heard_the_same_is_the_same() {
        check("សំណាង", "សមណាង", 0);
        check("ឧត្តម", "ឧត្ដម", 0);
        check("ឥន្ទ", "អិន្ទ", 0);
        check("ពោធិ៍", "ពោ", 0);
        check("សេ\u{17b6}ភា", "សោភា", 0);
        check("ជេ\u{17b8}ង", "ជើង", 0);
        check("ស៊ុន", "សុ៊ន", 0);
        check("ផល្លា", "ផលា", 0);
        check("ម៉ៅ", "មៅ\u{17c9}", 0);
    }

    #[test]
    fn a_slip_costs_little_and_another_name_much() {
        check("ចាន់", "ចាន", 20);
        check("ណារី", "នារី", 15);
        check("ធីតា", "ធិតា", 20);
        check("សុភា", "សូភា", 25);
        check("ស៊ឹម", "សុឹម", 20);
        check("ចាន់ធី", "ចាន់ថា", 125);
        check("ដារ៉ា", "ដារី", 110);
        check("សុភា", "សុភ័ក្ត្រ", 340);
    }

    #[test]
    fn other_scripts_stand_for_themselves() {
        check("ສົມ", "ສົມ", 0);
        check("สม", "สน", OTHER);
        assert_eq!(heard("").len(), 0);
    }

    #[test]
    fn a_slip_keeps_the_bones() {
        let letters = ('\u{1780}'..='\u{17d3}')
            .filter(|it| is_consonant(*it) || is_vowel(*it) || is_mark(*it));
        let letters: Vec<char> = letters.collect();
        for one in &letters {
            assert!(Khmer::bone(*one).is_none() || Khmer::alone(*one, true) >= OTHER);
            for other in &letters {
                let near = Khmer::between(*one, *other) < OTHER;
                assert!(
                    !near || Khmer::bone(*one) == Khmer::bone(*other),
                    "{one} {other}"
                );
            }
        }
        assert!(NEAR.iter().all(|row| !row.3.is_empty()));
    }
}
