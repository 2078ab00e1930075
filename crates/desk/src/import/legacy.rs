//! Finds Khmer that was typed in a legacy font: text that only looks like Khmer in the font it was
//! typed in and is a jumble of Latin letters everywhere else. Storing it would lose it.

/// True when a text looks typed in a legacy Khmer font.
///
/// Such words change between small and capital letters in the middle, again and again
/// (`RBHraCaNacRkk`), or mix Latin letters with signs of the upper half of an 8-bit table.
pub fn looks_legacy(text: &str) -> bool {
    text.split(|c: char| c.is_whitespace() || matches!(c, '-' | '/' | ',' | '(' | ')'))
        .any(jumbled)
}

fn jumbled(word: &str) -> bool {
    let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).collect();
    if letters.len() < 5 {
        return false;
    }
    let pairs = letters.iter().zip(letters.iter().skip(1));
    let climbs = pairs
        .filter(|(a, b)| a.is_ascii_lowercase() && b.is_ascii_uppercase())
        .count();
    let odd = word
        .chars()
        .filter(|c| matches!(c, '\u{a1}'..='\u{bf}' | '\u{d7}' | '\u{f7}'))
        .count();
    let latin = letters.iter().filter(|c| c.is_ascii_alphabetic()).count();
    let doubled = letters
        .windows(2)
        .any(|pair| pair.iter().all(char::is_ascii_uppercase));
    climbs >= 3 || (climbs >= 2 && doubled) || (odd >= 2 && latin >= 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legacy_fonts_are_told_from_names() {
        let check = |text, legacy| assert_eq!(looks_legacy(text), legacy, "{text}");
        check("RBHraCaNacRkk", true);
        check("PUmi sñaYCMerOn", true);
        check("extþ¨k´tMbn", true);
        for fine in [
            "",
            "Phnom Penh",
            "McDonald",
            "DeLaCruz",
            "ភូមិស្វាយ",
            "CMAC",
            "Nguyễn Văn An",
            "José Núñez",
            "eBay",
            "Sung Muoy 1",
            "BTB-014",
            "São João",
        ] {
            check(fine, false);
        }
    }
}
