//! How Khmer names are written in Latin letters, folded to what is heard.
//!
//! There is no one romanisation: the United Nations' system of 1972, the French way, the way of
//! identity cards and plain English stand side by side. A row says what is written, what is heard, and why.

use std::sync::LazyLock;

use super::distance::{Costs, Ear, Near, OTHER, OTHER_VOWEL};

/// Where in a word a row applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    /// Everywhere.
    Any,
    /// At the end of the word.
    End,
    /// After a vowel, and before a consonant or the end.
    Closing,
    /// Before a vowel.
    Opening,
}

/// A row of the folding.
#[derive(Debug, Clone, Copy)]
struct Row {
    written: &'static str,
    at: At,
    heard: &'static str,
    #[cfg_attr(not(test), expect(dead_code, reason = "for who reads the table"))]
    why: &'static str,
}

const fn row(written: &'static str, at: At, heard: &'static str, why: &'static str) -> Row {
    Row {
        written,
        at,
        heard,
        why,
    }
}

/// What is written and what is heard; the first row that fits is taken, longer ones first.
///
/// `E` is heard in *ea*, `W` in *oeu*, `Y` in *ai*; `q` is *ng*.
const ROWS: &[Row] = &[
    row("chh", At::Any, "c", "ឆ ឈ: a breath that many leave out"),
    row("tch", At::Any, "c", "ច in the French way"),
    row("oeu", At::Any, "W", "ើ: oeu, aeu, eu"),
    row("aeu", At::Any, "W", "ើ: oeu, aeu, eu"),
    row("ueu", At::Any, "W", "ឺ: ueu, eu"),
    row("eae", At::Any, "e", "ែ of the second series: preaek, prek"),
    row("aev", At::Closing, "ev", "ែវ: kaev, keo, kev"),
    row("eov", At::Closing, "ev", "ែវ: keov, keo"),
    row("aov", At::Closing, "av", "ៅ: sao, sav, saov"),
    row("ieu", At::Any, "Ev", "ៀវ: khieu, khiev"),
    row("eau", At::Any, "Ev", "ាវ: leau, leav"),
    row("aoy", At::Any, "oi", "ោយ: paoy, poy, poi"),
    row("oay", At::Any, "oi", "ោយ: poay, poy"),
    row("ch", At::Any, "c", "ច ជ"),
    row("dj", At::Any, "c", "ជ in the French way"),
    row("kh", At::Any, "k", "ខ ឃ: a breath that many leave out"),
    row("gh", At::Any, "k", "ឃ"),
    row("ck", At::Any, "k", "ក at the end in the English way"),
    row(
        "th",
        At::Any,
        "t",
        "ថ ធ: a breath that many leave out, and one that is added to ត at the end",
    ),
    row("dh", At::Any, "d", "ឌ ឍ"),
    row("ph", At::Any, "p", "ផ ភ: a breath that many leave out"),
    row("bh", At::Any, "p", "ភ after its Sanskrit letter"),
    row("sh", At::Any, "s", "ស in the English way"),
    row("gn", At::Any, "n", "ញ in the French way: pagna, panha"),
    row("nh", At::Any, "n", "ញ"),
    row("ny", At::Opening, "n", "ញ in the English way"),
    row("ng", At::Any, "q", "ង"),
    row("ee", At::Any, "i", "ី in the English way"),
    row("ei", At::Any, "i", "ី of the first series: ei, ey, y"),
    row("ey", At::Any, "i", "ី of the first series: ei, ey, y"),
    row("ai", At::Any, "Y", "ៃ ាយ: ai, ay"),
    row("ay", At::Closing, "Y", "ៃ ាយ: ai, ay"),
    row("ea", At::Any, "E", "ា ៀ: ea, ie, ia"),
    row("ie", At::Any, "E", "ា ៀ: ea, ie, ia"),
    row("ia", At::Any, "E", "ា ៀ: ea, ie, ia"),
    row("eo", At::End, "ev", "ែវ: keo, kaev"),
    row("eo", At::Any, "W", "ឹ: teok, tuek, toek"),
    row("ew", At::Closing, "ev", "ែវ in the English way"),
    row("eu", At::Any, "W", "ើ ឺ"),
    row("oe", At::Any, "W", "ើ ឹ"),
    row("ue", At::Any, "W", "ឹ: tuek, toek"),
    row("ae", At::Any, "e", "ែ: saen, sen"),
    row("oo", At::Any, "u", "ូ in the English way"),
    row("ou", At::Any, "u", "ូ ុ: ou, u"),
    row("uo", At::Any, "u", "ួ: suon, soun, sun"),
    row("ua", At::Any, "u", "ួ in the English way"),
    row("oa", At::Any, "o", "័: roath, roth"),
    row("ao", At::End, "av", "ៅ: sao, sav, sau"),
    row("au", At::End, "av", "ៅ: sao, sav, sau"),
    row("ao", At::Any, "o", "ោ: kaoh, koh"),
    row("au", At::Any, "o", "ូ of the first series: tauch, toch"),
    row("aw", At::Closing, "av", "ៅ in the English way"),
    row("ow", At::Closing, "av", "ៅ in the English way"),
    row("ov", At::Closing, "av", "ៅ of the second series: pov, pao"),
    row("c", At::Any, "k", "ក in the French way"),
    row("q", At::Any, "k", "ក"),
    row("g", At::Any, "k", "គ"),
    row("j", At::Any, "c", "ជ in the English way"),
    row("f", At::Any, "p", "ផ ភ in the English way"),
    row("w", At::Any, "v", "វ"),
    row("x", At::Any, "s", "ស in the Lao way"),
    row("z", At::Any, "s", "ស of foreign names"),
    row(
        "d",
        At::Closing,
        "t",
        "ដ ត sound the same at the end of a syllable",
    ),
    row(
        "b",
        At::Closing,
        "p",
        "ប sounds as p at the end of a syllable",
    ),
    row("s", At::End, "h", "ស at the end is heard as h: phos, phoh"),
    row(
        "r",
        At::Closing,
        "",
        "រ after a vowel is not heard: chorn, chon",
    ),
    row("y", At::Opening, "y", "យ"),
    row("y", At::Any, "i", "ី ិ: y, i"),
];

/// Returns what is heard of a word in lower-case Latin letters; a doubled sound is heard once.
pub(super) fn heard(word: &str) -> Vec<char> {
    let mut sounds: Vec<char> = Vec::new();
    let mut rest = word;
    let mut after_vowel = false;
    while let Some(letter) = rest.chars().next() {
        let found = ROWS.iter().find_map(|row| {
            let left = rest.strip_prefix(row.written)?;
            row.at
                .fits(row.written, after_vowel, left)
                .then_some((row, left))
        });
        let plain = letter.to_string();
        let (written, said, left) = match found {
            Some((row, left)) => (row.written, row.heard, left),
            None => {
                let left = rest.get(letter.len_utf8()..).unwrap_or_default();
                (plain.as_str(), plain.as_str(), left)
            }
        };
        for sound in said.chars() {
            if sounds.last() != Some(&sound) {
                sounds.push(sound);
            }
        }
        // An r that is not heard leaves the vowel before it open.
        after_vowel = written.ends_with(is_vowel) || (said.is_empty() && after_vowel);
        rest = left;
    }
    sounds
}

impl At {
    fn fits(self, written: &str, after_vowel: bool, left: &str) -> bool {
        let opens = opens_with_vowel(left);
        match self {
            Self::Any => true,
            Self::End => left.is_empty(),
            Self::Opening => opens,
            Self::Closing => !opens && (after_vowel || written.starts_with(is_vowel)),
        }
    }
}

fn opens_with_vowel(rest: &str) -> bool {
    let mut letters = rest.chars();
    match letters.next() {
        // A y is a vowel unless one follows.
        Some('y') => !letters.next().is_some_and(is_vowel),
        Some(letter) => is_vowel(letter),
        None => false,
    }
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u')
}

/// Sounds that are written for each other, with what that costs in hundredths and why.
const NEAR: Near = &[
    (
        'a',
        'o',
        25,
        "the vowel that is not written: sarath, soroth",
    ),
    ('o', 'u', 20, "ុ ំ: phnom, phnum"),
    ('e', 'i', 30, "ិ េ: chenda, chinda"),
    ('e', 'E', 30, "ែ of the second series: preak, prek"),
    ('e', 'W', 30, "ើ written with one letter: toek, tek"),
    ('W', 'u', 40, "ឹ ុ: boeun, bun"),
    ('W', 'i', 45, "ឹ ិ: keum, kim"),
    ('W', 'o', 50, "ឹ ័: soeun, son"),
    ('Y', 'i', 30, "ៃ ី: chay, chey"),
    ('Y', 'e', 50, "ៃ េ: chay, che"),
    ('d', 't', 50, "ដ written as t"),
    ('b', 'p', 50, "ប written as p"),
    ('y', 'i', 20, "យ at the end of a syllable"),
    ('v', 'u', 30, "វ at the end of a syllable"),
    ('v', 'o', 30, "វ at the end of a syllable"),
];

/// Latin letters as they are heard.
pub(super) struct Latin;

static COSTS: LazyLock<Costs> = LazyLock::new(|| Costs::of::<Latin>('\0', NEAR));

impl Ear for Latin {
    fn between(one: char, other: char) -> u32 {
        COSTS.between(one, other)
    }

    fn alone(sound: char, inside: bool) -> u32 {
        match sound {
            'h' => 30,
            'v' | 'y' => 60,
            // Unstressed, and often left out: Ratana, Ratna.
            'a' | 'o' | 'e' if inside => 40,
            'i' | 'u' if inside => 50,
            sound if Self::is_vowel(sound) => OTHER_VOWEL,
            _ => OTHER,
        }
    }

    fn is_vowel(sound: char) -> bool {
        is_vowel(sound) || matches!(sound, 'E' | 'W' | 'Y')
    }

    fn bone(sound: char) -> Option<char> {
        match sound {
            'h' | 'v' | 'y' => None,
            'd' => Some('t'),
            'b' => Some('p'),
            sound => (!Self::is_vowel(sound)).then_some(sound),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::distance::distance;
    use super::*;

    fn said(word: &str) -> String {
        heard(word).into_iter().collect()
    }

    /// Ways to write one name that are heard the same.
    #[track_caller]
    fn same(words: &str, expected: &str) {
        for word in words.split_whitespace() {
            assert_eq!(said(word), expected, "{word}");
        }
    }

    #[test]
    fn one_name_written_in_several_ways() {
        same("sok sokh sokk soc sock", "sok");
        same("keo kaev kev keov kew", "kev");
        same("sao sau sav sov saov saw", "sav");
        same("chhay chai chay", "cY");
        same("ly li lee ley lei", "li");
        same("sophea sophear sophia sofea", "sopE");
        same("rithy rithi rity rithey rittee", "riti");
        same("touch tuoch tooch", "tuc");
        same("suon soun soon sun", "sun");
        same("panha pagna pannha", "pana");
        same("sambath sambat sambatt sambad", "sambat");
        same("phos phoh pos", "poh");
        same("thmar thma tma", "tma");
        same("poy poi paoy poay", "poi");
        same("vichet vicheth wichet", "vicet");
        same("nhem nyem gnem", "nem");
        same("chorn chon", "con");
        same("yim yym", "yim");
    }

    #[test]
    fn names_that_only_look_alike_are_further_apart_than_a_spelling() {
        let far = |one: &str, other: &str| distance::<Latin>(&heard(one), &heard(other));
        for (one, other) in [
            ("chantha", "chanthy"),
            ("sophea", "sophy"),
            ("sophea", "sophal"),
            ("dara", "dary"),
            ("vanna", "vannak"),
            ("rith", "rithy"),
            ("heng", "hong"),
            ("sokha", "sokhom"),
            ("bopha", "bora"),
        ] {
            assert!(far(one, other) > 60, "{one} {other}: {}", far(one, other));
        }
        for (one, other) in [
            ("sarath", "soroth"),
            ("phnom", "phnum"),
            ("toch", "tauch"),
            ("chenda", "chinda"),
            ("boeun", "bun"),
            ("ratana", "ratna"),
            ("chey", "chay"),
            ("preah", "prea"),
        ] {
            assert!(far(one, other) <= 60, "{one} {other}: {}", far(one, other));
        }
    }

    #[test]
    fn the_table_has_its_longer_rows_first_and_a_reason_in_each() {
        for pair in ROWS.windows(2) {
            let [before, after] = pair else { continue };
            assert!(before.written.len() >= after.written.len(), "{after:?}");
        }
        for row in ROWS {
            assert!(!row.why.is_empty() && row.written.is_ascii(), "{row:?}");
        }
        assert!(NEAR.iter().all(|row| !row.3.is_empty() && row.2 < OTHER));
    }

    #[test]
    fn every_row_is_reached() {
        for (at, row) in ROWS.iter().enumerate() {
            let hidden = ROWS
                .iter()
                .take(at)
                .any(|it| it.at == At::Any && row.written.starts_with(it.written));
            assert!(!hidden, "{row:?}");
        }
    }

    /// What costs less than a consonant is not in a key.
    #[test]
    fn a_spelling_keeps_the_bones() {
        let sounds: Vec<char> = "aeiouEWYkctdpbmnqyrlvsh".chars().collect();
        for one in &sounds {
            assert!(Latin::bone(*one).is_none() || Latin::alone(*one, true) >= OTHER);
            for other in &sounds {
                let near = Latin::between(*one, *other) < OTHER;
                assert!(
                    !near || Latin::bone(*one) == Latin::bone(*other),
                    "{one} {other}"
                );
            }
        }
    }
}
