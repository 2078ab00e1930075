//! How a question is stored and asked: the type of its value, its control, and attributes that are passed on.

use super::Builder;
use super::parameters::Parameters;
use crate::model::{Asks, External, Range, Texts, ValueType};
use crate::workbook::{Row, Sheet, Workbook};
use crate::xpath::numbers;

/// Parameters that other tools read from the control or from the bind, under these names.
const BODY: &[(&str, &str)] = &[
    ("rows", "rows"),
    ("capture-accuracy", "accuracyThreshold"),
    ("warning-accuracy", "unacceptableAccuracyThreshold"),
    ("incremental", "incremental"),
    ("app", "intent"),
    ("tick_interval", "odk:tick-interval"),
    ("placeholder", "odk:placeholder"),
];
const BIND: &[(&str, &str)] = &[
    ("max-pixels", "orx:max-pixels"),
    ("quality", "odk:quality"),
    ("allow-mock-accuracy", "odk:allow-mock-accuracy"),
    ("track-changes", "odk:track-changes"),
    ("track-changes-reasons", "odk:track-changes-reasons"),
    ("identify-user", "odk:identify-user"),
    ("location-max-age", "odk:location-max-age"),
    ("location-min-interval", "odk:location-min-interval"),
    ("location-priority", "odk:location-priority"),
];

/// The ends of a range and whether its steps are whole.
fn range(pairs: &Parameters) -> (Range, ValueType) {
    let value = |key, usual: &str| pairs.get(key).unwrap_or(usual).to_owned();
    let range = Range {
        start: value("start", "1"),
        end: value("end", "10"),
        step: value("step", "1"),
    };
    let whole = [&range.start, &range.end, &range.step]
        .iter()
        .all(|end| numbers::parse(end).fract() == 0.0);
    let value_type = if whole {
        ValueType::Integer
    } else {
        ValueType::Decimal
    };
    (range, value_type)
}

impl Builder {
    /// Sets what the type and the parameters of a row say of its question.
    pub(super) fn shape(&mut self, sheet: &Sheet, row: &Row, at: u32, pairs: &Parameters) {
        let cell = sheet.get(row, "type").unwrap_or_default().to_lowercase();
        let first = cell.split_whitespace().next().unwrap_or_default();
        let named = sheet.get(row, "bind::type").and_then(ValueType::named);
        let Some(item) = self.item_mut(at) else {
            return;
        };
        match first {
            "geoshape" => item.value_type = ValueType::Geoshape,
            "barcode" => item.value_type = ValueType::Barcode,
            "rank" => {
                item.value_type = ValueType::Rank;
                item.control.asks = Asks::Rank;
            }
            "start" | "end" | "starttime" | "endtime" => item.value_type = ValueType::DateTime,
            "today" => item.value_type = ValueType::Date,
            "audit" | "background-audio" => item.value_type = ValueType::Binary,
            "start-geopoint" | "background-geopoint" => item.value_type = ValueType::Geopoint,
            "image" | "photo" => item.control.media_type = Some("image/*".to_owned()),
            "audio" => item.control.media_type = Some("audio/*".to_owned()),
            "video" => item.control.media_type = Some("video/*".to_owned()),
            "file" => item.control.media_type = Some("application/*".to_owned()),
            "range" => {
                let (range, value_type) = range(pairs);
                item.value_type = value_type;
                item.control.asks = Asks::Range;
                item.control.range = Some(range);
            }
            _ => {}
        }
        if let Some(value_type) = named {
            item.value_type = value_type;
        }
        let given = |names: &[(&str, &str)]| -> Vec<(String, String)> {
            let found = names
                .iter()
                .filter_map(|(key, name)| Some((*name, pairs.get(key)?)));
            found
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect()
        };
        item.extra.body.extend(given(BODY));
        item.extra.bind.extend(given(BIND));
        for (column, text) in sheet.cells(row) {
            let attribute = column.heading.split_once("::").map(|(_, name)| name.trim());
            let Some(name) = attribute else { continue };
            let pair = (name.to_owned(), text.to_owned());
            if column.key.starts_with("body::") {
                item.extra.body.push(pair);
            } else if column.key.starts_with("bind::") && column.key != "bind::type" {
                item.extra.bind.push(pair);
            }
        }
        if let Some(rows) = sheet.get(row, "rows") {
            item.extra.body.push(("rows".to_owned(), rows.to_owned()));
        }
        if let Some(property) = sheet.get(row, "save_to") {
            let property = property.rsplit('#').next().unwrap_or(property);
            item.save_to = Some(property.to_owned());
        }
    }

    /// Guidance and media of a question, in its languages.
    pub(super) fn further_texts(&mut self, sheet: &Sheet, row: &Row, at: u32) {
        const KEYS: [&str; 5] = [
            "guidance_hint",
            "media::image",
            "media::big-image",
            "media::audio",
            "media::video",
        ];
        let [guidance, image, big_image, audio, video] = KEYS.map(|key| {
            let found = self.translations(sheet, row, key);
            let texts = found
                .into_iter()
                .map(|(code, source)| (code, self.text(source, row, at, key)));
            Texts::new(texts.collect())
        });
        if let Some(question) = self.question_mut(at) {
            question.guidance = guidance;
            question.media.image = image;
            question.media.big_image = big_image;
            question.media.audio = audio;
            question.media.video = video;
        }
    }

    /// Notes that expressions read a list from a file.
    pub(super) fn reads_file(&mut self, stem: &str, file: &str) {
        let folder = if file.ends_with(".csv") {
            "file-csv"
        } else {
            "file"
        };
        if self.head.externals.iter().all(|known| known.name != stem) {
            self.head.externals.push(External {
                name: stem.to_owned(),
                source: format!("jr://{folder}/{file}"),
            });
        }
    }

    /// What the settings say of the form beside its name.
    pub(super) fn head(&mut self, book: &Workbook) {
        let Some(sheet) = book.sheet("settings") else {
            return;
        };
        let Some(row) = sheet.rows.first() else {
            return;
        };
        let get = |key: &str| sheet.get(row, key).map(str::to_owned);
        self.head.style = get("style").unwrap_or_default();
        self.head.submission.address = get("submission_url");
        self.head.submission.public_key = get("public_key");
        self.head.submission.auto_send = get("auto_send");
        self.head.submission.auto_delete = get("auto_delete");
        for pair in get("namespaces").unwrap_or_default().split_whitespace() {
            if let Some((prefix, address)) = pair.split_once('=') {
                let address = address.trim_matches(['"', '\'']).to_owned();
                self.head.namespaces.push((prefix.to_owned(), address));
            }
        }
    }
}
