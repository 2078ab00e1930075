//! How clerks write Khmer names: independent of how Sala folds them, and not changed after its figures.
//!
//! Romanisation goes from sounds to letters, by four hands: the United Nations' table of 1972 (*table*), the
//! French way (*french*), the table that historians of the country wrote for names of people (*names*), and
//! ear and English (*ear*). A clerk has one hand and strays from it now and then. Then come slips of typing.
//!
//! Khmer is written the usual or another attested way, with the marks that are typed for each other.

use super::dice::Dice;

/// A hand: which column of the tables a clerk writes by.
#[derive(Clone, Copy)]
pub(crate) struct Hand(usize);

/// One sound, and what each hand may write for it: table, french, names, ear.
type Row = (&'static str, [&'static [&'static str]; 4]);

const ONSETS: &[Row] = &[
    ("s", [&["s"], &["s"], &["s"], &["s"]]),
    ("sr", [&["sr"], &["sr"], &["sr"], &["sr"]]),
    ("sn", [&["sn"], &["sn"], &["sn"], &["sn"]]),
    ("c", [&["ch"], &["ch", "tch"], &["ch"], &["ch", "j"]]),
    ("ch", [&["chh"], &["ch", "chh"], &["chh"], &["ch", "chh"]]),
    ("k", [&["k"], &["k"], &["k"], &["k", "c"]]),
    ("kh", [&["kh"], &["kh"], &["kh"], &["kh", "k"]]),
    ("t", [&["t"], &["t"], &["t"], &["t", "th"]]),
    ("th", [&["th"], &["th"], &["th"], &["th", "t"]]),
    ("d", [&["d"], &["d"], &["d"], &["d"]]),
    ("p", [&["p"], &["p"], &["p"], &["p"]]),
    ("pr", [&["pr"], &["pr"], &["pr"], &["pr"]]),
    ("ph", [&["ph"], &["ph"], &["ph"], &["ph", "p", "f"]]),
    ("b", [&["b"], &["b"], &["b"], &["b"]]),
    ("m", [&["m"], &["m"], &["m"], &["m"]]),
    ("n", [&["n"], &["n"], &["n"], &["n"]]),
    ("J", [&["nh"], &["gn", "nh"], &["nh"], &["ny", "nh"]]),
    ("l", [&["l"], &["l"], &["l"], &["l"]]),
    ("r", [&["r"], &["r"], &["r"], &["r"]]),
    ("v", [&["v"], &["v"], &["v"], &["v", "w"]]),
    ("y", [&["y"], &["y"], &["y"], &["y"]]),
    ("h", [&["h"], &["h"], &["h"], &["h"]]),
    ("-", [&[""], &[""], &[""], &[""]]),
];

const VOWELS: &[Row] = &[
    ("a", [&["a"], &["a"], &["a"], &["a"]]),
    ("aa", [&["a"], &["a"], &["a"], &["a", "ar"]]),
    ("A", [&["a", "o"], &["a", "o"], &["a", "or"], &["o", "a"]]),
    (
        "al",
        [&["al", "oal"], &["al"], &["al", "oll"], &["al", "ol"]],
    ),
    ("o", [&["o", "u"], &["o", "ou"], &["o", "u"], &["o", "u"]]),
    ("oo", [&["o"], &["o"], &["o", "ou"], &["o", "oo"]]),
    ("u", [&["u"], &["ou"], &["u"], &["u", "oo"]]),
    ("uu", [&["u", "ou"], &["ou"], &["u", "ou"], &["oo", "u"]]),
    ("ua", [&["uo"], &["uo", "ou"], &["uo"], &["ua", "ou"]]),
    ("uo", [&["o", "uo"], &["o"], &["o"], &["o", "uo"]]),
    ("i", [&["i"], &["i"], &["i"], &["i", "y"]]),
    ("ii", [&["i"], &["y", "i"], &["y", "i"], &["y", "ee"]]),
    ("ey", [&["ei"], &["ey"], &["ei", "ey"], &["ey", "y"]]),
    (
        "ia",
        [&["ea"], &["ea", "ia"], &["ea", "ie"], &["ia", "ea", "ear"]],
    ),
    ("E", [&["ae"], &["e"], &["e"], &["e", "ae"]]),
    ("ee", [&["e"], &["e"], &["e"], &["e", "ei"]]),
    ("e", [&["e"], &["i"], &["e"], &["e", "i"]]),
    ("ec", [&["ech"], &["ech", "ich"], &["ich"], &["ich", "ech"]]),
    ("ew", [&["aev"], &["eo"], &["eo"], &["eo", "ev"]]),
    ("aw", [&["au"], &["ao"], &["ao"], &["ao", "av"]]),
    ("aay", [&["ay"], &["ay"], &["ay"], &["ay", "ai"]]),
    ("I", [&["oe", "i"], &["i"], &["i", "oe"], &["i", "e"]]),
    ("U", [&["oea"], &["oeu"], &["oeu"], &["eu", "oeu"]]),
];

const CODAS: &[Row] = &[
    ("-", [&[""], &[""], &[""], &[""]]),
    ("k", [&["k"], &["k"], &["k"], &["k", "kh"]]),
    ("t", [&["t"], &["th", "t"], &["t", "th"], &["t", "th", "d"]]),
    ("p", [&["p"], &["p"], &["p"], &["p", "b"]]),
    ("c", [&["ch"], &["ch"], &["ch"], &["ch"]]),
    ("s", [&["s"], &["s"], &["s"], &["s", "h"]]),
    ("m", [&["m"], &["m"], &["m"], &["m"]]),
    ("n", [&["n"], &["n", "nn"], &["n"], &["n", "nn"]]),
    ("ng", [&["ng"], &["ng"], &["ng"], &["ng"]]),
    ("l", [&["l"], &["l"], &["l", "ll"], &["l"]]),
];

impl Hand {
    pub(crate) fn of(dice: &mut Dice) -> Self {
        Self(dice.roll(4))
    }

    /// Writes a syllable.
    fn syllable(self, sounds: &str, dice: &mut Dice) -> String {
        let parts: Vec<&str> = sounds.split(' ').collect();
        let (onset, vowel, coda) = match parts[..] {
            // A cluster is written with its sounds apart.
            [one, two, vowel, coda] => (format!("{one}{two}"), vowel, coda),
            ["s", "r" | "n", vowel] => (parts[..2].concat(), vowel, "-"),
            [onset, vowel, coda] => (onset.to_owned(), vowel, coda),
            [onset, vowel] => (onset.to_owned(), vowel, "-"),
            _ => panic!("a syllable has an onset and a vowel: {sounds}"),
        };
        let vowel = self.write(VOWELS, vowel, dice);
        let coda = self.write(CODAS, coda, dice);
        self.write(ONSETS, &onset, dice) + &vowel + &coda
    }

    fn write(self, table: &[Row], sound: &str, dice: &mut Dice) -> String {
        let row = table.iter().find(|(it, _)| *it == sound);
        let (_, hands) = row.unwrap_or_else(|| panic!("no row for {sound}"));
        // One sound in eight by another hand.
        let hand = if dice.chance(12) {
            dice.roll(4)
        } else {
            self.0
        };
        dice.pick(hands[hand]).to_owned()
    }

    /// Writes a name in Latin letters.
    pub(crate) fn latin(self, syllables: &[&str], dice: &mut Dice) -> String {
        let written: String = syllables.iter().map(|it| self.syllable(it, dice)).collect();
        let mut written = capital(&written);
        if dice.chance(2) {
            written = slip(&written, dice);
        }
        if dice.chance(10) {
            written.to_uppercase()
        } else {
            written
        }
    }

    /// Writes a name in Khmer.
    pub(crate) fn khmer(self, ways: &[&str], dice: &mut Dice) -> String {
        let way = if dice.chance(15) {
            dice.pick(ways)
        } else {
            ways[0]
        };
        let mut written = way.to_owned();
        for (typed, instead, often) in [
            ("្ត", "្ដ", 30),
            ("្ដ", "្ត", 30),
            ("់", "", 6),
            ("៉", "", 6),
            ("៊ឹ", "ុឹ", 30),
            ("ណ", "ន", 4),
            ("ី", "ិ", 4),
            ("ុ", "ូ", 3),
            ("ំ", "ម", 2),
        ] {
            if written.contains(typed) && dice.chance(often) {
                written = written.replacen(typed, instead, 1);
            }
        }
        if dice.chance(1) {
            written = slip(&written, dice);
        }
        written
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// A slip of the fingers: a letter that is missing, twice there, or changes places with the next.
fn slip(word: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() < 3 {
        return word.to_owned();
    }
    let at = 1 + dice.roll(letters.len() - 2);
    match dice.roll(3) {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, letters[at]),
        _ => letters.swap(at, at + 1),
    }
    letters.into_iter().collect()
}
