//! Titles and forms of address that stand before a name and are no part of it.

use super::plain::Words;

/// A title in Latin letters, word by word. Words that are family names too (Om, Neang, Ta) are not here.
const LATIN: &[&[&str]] = &[
    &["lok", "chumteav"],
    &["lok", "srey"],
    &["lok", "srei"],
    &["neak", "srey"],
    &["neak", "srei"],
    &["ek", "oudom"],
    &["ek", "udom"],
    &["his", "excellency"],
    &["her", "excellency"],
    &["h", "e"],
    &["lok"],
    &["lokta"],
    &["yeay"],
    &["bong"],
    &["oknha"],
    &["mr"],
    &["mrs"],
    &["ms"],
    &["miss"],
    &["dr"],
    &["doctor"],
    &["prof"],
    &["monsieur"],
    &["madame"],
    &["mme"],
    &["ven"],
    &["venerable"],
];

/// A title in Khmer.
struct Khmer {
    title: &'static str,
    /// It is taken off when it is written together with the name too. Not so where what follows could
    /// belong to the name: លោកតារា is លោក តារា.
    together: bool,
}

/// The longer stand before the shorter that they begin with.
const KHMER: &[Khmer] = &[
    khmer("លោកជំទាវ", true),
    khmer("លោកស្រី", true),
    khmer("លោកគ្រូ", false),
    khmer("លោកយាយ", false),
    khmer("លោកតា", false),
    khmer("លោក", true),
    khmer("អ្នកស្រី", true),
    khmer("អ្នកគ្រូ", false),
    khmer("អ្នកនាង", false),
    khmer("ឯកឧត្តម", true),
    khmer("ឯកឧត្ដម", true),
    khmer("ឧកញ៉ា", true),
    khmer("កញ្ញា", true),
    khmer("វេជ្ជបណ្ឌិត", true),
    khmer("បណ្ឌិត", true),
    khmer("ព្រះតេជគុណ", true),
    khmer("ភិក្ខុ", false),
];

const fn khmer(title: &'static str, together: bool) -> Khmer {
    Khmer { title, together }
}

/// Takes the titles off, as many as there are; a word that is all there is stays.
pub(super) fn take_off(words: &mut Words) {
    while let Some(rest) = without_latin(&words.latin) {
        words.latin = rest;
    }
    while let Some(rest) = without_khmer(&words.local) {
        words.local = rest;
    }
}

fn without_latin(words: &[String]) -> Option<Vec<String>> {
    LATIN.iter().find_map(|title| {
        let rest = words.get(title.len()..).filter(|rest| !rest.is_empty())?;
        let same = title.iter().zip(words).all(|(one, other)| one == other);
        same.then(|| rest.to_vec())
    })
}

fn without_khmer(words: &[String]) -> Option<Vec<String>> {
    let (first, rest) = words.split_first()?;
    KHMER.iter().find_map(|it| {
        let left = first.strip_prefix(it.title)?;
        if left.is_empty() {
            return (!rest.is_empty()).then(|| rest.to_vec());
        }
        // A sign that follows a letter belongs to the title's last letter: it is another word.
        let begins = left
            .chars()
            .next()
            .is_some_and(|it| ('ក'..='ឳ').contains(&it));
        let name = || [&[left.to_owned()], rest].concat();
        (it.together && begins).then(name)
    })
}

#[cfg(test)]
mod tests {
    use super::super::plain::words;
    use super::*;

    #[track_caller]
    fn check(name: &str, left: &str) {
        let mut found = words(name);
        take_off(&mut found);
        let all = [found.latin, found.local].concat();
        assert_eq!(all.join(" "), left, "{name}");
    }

    #[test]
    fn titles_are_taken_off() {
        check("Mr. Sok Dara", "sok dara");
        check("H.E. Dr Sok Dara", "sok dara");
        check("Lok Srey Keo Mom", "keo mom");
        check("លោក សុខ ដារ៉ា", "សុខ ដារ៉ា");
        check("លោកសុខ ដារ៉ា", "សុខ ដារ៉ា");
        check("លោកស្រី កែវ មុំ", "កែវ មុំ");
        check("ឯកឧត្តម បណ្ឌិត សុខ", "សុខ");
        check("លោក លោកតា សុខ", "សុខ");
        check("លោកតារា", "តារា");
    }

    #[test]
    fn a_name_stays_a_name() {
        check("Lok", "lok");
        check("Mr Lok", "lok");
        check("Om Chan", "om chan");
        check("លោក", "លោក");
        check("កញ្ញា", "កញ្ញា");
        check("Sok Lok", "sok lok");
        check("", "");
    }

    #[test]
    fn the_longer_title_comes_first() {
        for (at, row) in KHMER.iter().enumerate() {
            let hides = |later: &Khmer| later.title.starts_with(row.title);
            assert!(!KHMER.iter().skip(at + 1).any(hides), "{}", row.title);
        }
        for (at, row) in LATIN.iter().enumerate() {
            let hides = |later: &&[&str]| later.starts_with(row);
            assert!(!LATIN.iter().skip(at + 1).any(hides), "{row:?}");
        }
    }
}
