//! Records with a photo: a form of one village and one picture.

use std::io::Cursor;

use desk::view::FileView;
use image::{DynamicImage, ImageFormat};

use crate::{Laptop, Office};

const FORM: &str = "survey
,type,name,label,sala_class
,text,village,Village,P1
,image,photo,Photo of the sheet,P1
settings
,form_id,form_title,version
,sheets,Sheets,1
";

/// A photo that does not shrink to a few bytes.
fn photo(seed: u8) -> Vec<u8> {
    let mut noise = blake3::Hasher::new().update(&[seed]).finalize_xof();
    let mut dots = vec![0; 300 * 200 * 3];
    noise.fill(&mut dots);
    let picture = image::RgbImage::from_raw(300, 200, dots).unwrap();
    let mut out = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(picture)
        .write_to(&mut out, ImageFormat::Jpeg)
        .unwrap();
    out.into_inner()
}

impl Office {
    /// A laptop of team `BTB2` that joined and has the form of sheets.
    pub fn laptop_with_sheets(&self, name: &str, role: &str) -> Laptop {
        let laptop = self.laptop(name, role, &["BTB2"]);
        laptop.gets_sheets();
        laptop
    }
}

impl Laptop {
    /// Gets the form with photos.
    pub fn gets_sheets(&self) {
        let imported = self.desk.form_import("sheets.csv", FORM.as_bytes());
        imported.unwrap();
    }

    /// Submits a record with a photo, another one for each seed; gives its id.
    pub fn sheet(&self, seed: u8) -> String {
        let desk = &self.desk;
        let id = desk.draft_new("sheets", None).unwrap().draft;
        desk.draft_set(&id, "village", "Phum Thmei").unwrap();
        desk.draft_attach(&id, "photo", photo(seed)).unwrap();
        let done = desk.draft_finish(&id).unwrap();
        done.record.unwrap_or_else(|| panic!("{:?}", done.problems))
    }

    /// What is known here of the photo of a record.
    pub fn sheet_file(&self, record: &str) -> FileView {
        let view = self.desk.record(record).unwrap();
        let sections = view.sections.into_iter();
        let mut answers = sections.flat_map(|section| section.answers);
        answers.find_map(|answer| answer.file).unwrap()
    }

    /// The photo of a record.
    pub fn sheet_bytes(&self, record: &str) -> Vec<u8> {
        self.desk.record_file(record, "photo", None).unwrap().bytes
    }
}
