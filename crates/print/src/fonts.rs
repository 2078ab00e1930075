//! The fonts of paper: Noto Sans for Latin, Greek and Cyrillic, and its like for Khmer, Lao, Thai and Burmese, each in
//! two weights. Where they are from is in `fonts/README.md`.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use ttf_parser::Face;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

/// The families, in the order in which a sign is looked for.
pub(crate) const FAMILIES: [&str; 5] = [
    "Noto Sans",
    "Noto Sans Khmer",
    "Noto Sans Lao",
    "Noto Sans Thai",
    "Noto Sans Myanmar",
];

/// Regular faces in the order of [`FAMILIES`], then those of headings.
const FILES: [&[u8]; 10] = [
    include_bytes!("../fonts/NotoSans-Regular.ttf"),
    include_bytes!("../fonts/NotoSansKhmer-Regular.ttf"),
    include_bytes!("../fonts/NotoSansLao-Regular.ttf"),
    include_bytes!("../fonts/NotoSansThai-Regular.ttf"),
    include_bytes!("../fonts/NotoSansMyanmar-Regular.ttf"),
    include_bytes!("../fonts/NotoSans-SemiBold.ttf"),
    include_bytes!("../fonts/NotoSansKhmer-SemiBold.ttf"),
    include_bytes!("../fonts/NotoSansLao-SemiBold.ttf"),
    include_bytes!("../fonts/NotoSansThai-SemiBold.ttf"),
    include_bytes!("../fonts/NotoSansMyanmar-SemiBold.ttf"),
];

/// What typst looks fonts up in.
pub(crate) struct Shelf {
    pub(crate) book: LazyHash<FontBook>,
    pub(crate) fonts: Vec<Font>,
}

/// All fonts, read once.
pub(crate) static SHELF: LazyLock<Shelf> = LazyLock::new(|| {
    let fonts: Vec<Font> = FILES
        .iter()
        .flat_map(|file| Font::iter(Bytes::new(*file)))
        .collect();
    Shelf {
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
    }
});

/// How wide a sign is.
pub(crate) static WIDTHS: LazyLock<Widths> = LazyLock::new(|| Widths {
    faces: FILES
        .iter()
        .take(FAMILIES.len())
        .filter_map(|file| Face::parse(file, 0).ok())
        .collect(),
    known: Mutex::default(),
});

/// How wide signs are, by the first font that has them.
pub(crate) struct Widths {
    faces: Vec<Face<'static>>,
    known: Mutex<HashMap<char, Option<f32>>>,
}

impl Widths {
    /// The width of a sign as a part of the size of the font; none when no font has it.
    pub(crate) fn of(&self, sign: char) -> Option<f32> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        *known.entry(sign).or_insert_with(|| {
            self.faces.iter().find_map(|face| {
                let glyph = face.glyph_index(sign).filter(|glyph| glyph.0 != 0)?;
                let advance = face.glyph_hor_advance(glyph).unwrap_or_default();
                Some(f32::from(advance) / f32::from(face.units_per_em()))
            })
        })
    }

    /// The width of words on one line.
    pub(crate) fn of_words(&self, words: &str) -> f32 {
        words.chars().filter_map(|sign| self.of(sign)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_family_is_there_in_both_weights() {
        let families: Vec<&str> = SHELF.book.families().map(|(name, _)| name).collect();
        let mut wanted = FAMILIES.to_vec();
        wanted.sort_unstable();
        assert_eq!(families, wanted);
        assert_eq!(SHELF.fonts.len(), FILES.len());
        for (_, faces) in SHELF.book.families() {
            let faces = faces.filter_map(|at| SHELF.book.info(at));
            let weights: Vec<u16> = faces.map(|it| it.variant.weight.to_number()).collect();
            assert_eq!(weights, [400, 600]);
        }
    }

    #[test]
    fn signs_of_all_languages_have_a_width_and_others_none() {
        #[track_caller]
        fn check(signs: &str, is_there: bool) {
            for sign in signs.chars() {
                assert_eq!(WIDTHS.of(sign).is_some(), is_there, "{sign:?}");
            }
        }
        check("Aßłđươạ…–%<�", true);
        check("ក្ខំ ៃ ៛", true);
        check("ກ້ຳ", true);
        check("กำ฿", true);
        check("ကြွ၊", true);
        check("中あ한🙂", false);
    }
}
