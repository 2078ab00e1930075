//! How a question is stored and asked: the type of its value, its control, and attributes that are passed on.

use super::Builder;
use super::expressions::Place;
use super::parameters::Parameters;
use super::selects::FromAnswers;
use super::types;
use crate::Kind;
use crate::model::{Action, Deed, Events, Preload, Range, Texts, ValueType};
use crate::workbook::{Row, Sheet};
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
    let further = ["tick_interval", "placeholder"].map(|key| pairs.get(key).unwrap_or("0"));
    let whole = [range.start.as_str(), &range.end, &range.step]
        .into_iter()
        .chain(further)
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
        let cell = cell.split_whitespace().collect::<Vec<_>>().join(" ");
        let named = sheet.get(row, "bind::type").and_then(ValueType::named);
        let first = cell.split(' ').next().unwrap_or_default();
        let Some(item) = self.item_mut(at) else {
            return;
        };
        match first {
            "geoshape" => item.value_type = ValueType::Geoshape,
            "audit" | "background-audio" => item.value_type = ValueType::Binary,
            "start-geopoint" | "background-geopoint" => item.value_type = ValueType::Geopoint,
            "range" => {
                let (range, value_type) = range(pairs);
                item.value_type = value_type;
                item.control.range = Some(range);
            }
            _ => {}
        }
        match item.preload {
            Some(Preload::Start | Preload::End) => item.value_type = ValueType::DateTime,
            Some(Preload::Today) => item.value_type = ValueType::Date,
            _ => {}
        }
        if item.kind == Kind::File {
            let media_type = types::media_type(&cell);
            item.control.media_type = media_type.map(str::to_owned);
        }
        if let Some(name) = types::phone_fact(&cell) {
            let known = [("jr:preload", "property"), ("jr:preloadParams", name)];
            let known = known.map(|(key, value)| (key.to_owned(), value.to_owned()));
            item.extra.bind.extend(known);
        }
        if let Some(value_type) = named {
            item.value_type = value_type;
        }
        match first {
            "start-geopoint" => self.acts_by_itself(at, Deed::Geopoint),
            "background-audio" => {
                let quality = pairs.get("quality").map(str::to_owned);
                self.acts_by_itself(at, Deed::Record { quality });
            }
            "osm" => self.tags(cell.split(' ').nth(1), at),
            _ => {}
        }
        self.attributes(sheet, row, at, pairs);
        if let Some(from) = pairs.get("reference-geometry") {
            self.shapes_from(from.to_owned(), row, at);
        }
        if let Some(list) = pairs.get("tick_labelset")
            && self.lists.iter().any(|known| known.name == list)
        {
            self.items_of(at, list, "name", "label");
        }
    }

    /// A sensor that is read when the record begins.
    fn acts_by_itself(&mut self, at: u32, deed: Deed) {
        let load = matches!(deed, Deed::Record { .. });
        self.actions.push(Action {
            events: Events {
                first_load: !load,
                load,
                ..Events::default()
            },
            deed,
            target: at,
            source: None,
        });
    }

    /// Attributes that other tools read from the control, the bind and the element.
    fn attributes(&mut self, sheet: &Sheet, row: &Row, at: u32, pairs: &Parameters) {
        let given = |names: &[(&str, &str)]| -> Vec<(String, String)> {
            let found = names
                .iter()
                .filter_map(|(key, name)| Some((*name, pairs.get(key)?)));
            found
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect()
        };
        let mut body = given(BODY);
        let looks = sheet.get(row, "appearance").unwrap_or("annotate");
        body.retain(|(name, _)| name != "intent" || looks == "annotate");
        for (name, value) in &mut body {
            if name == "incremental" {
                *value = "true".to_owned();
            }
        }
        let sound = self.item(at).kind == Kind::Meta && pairs.get("quality").is_some();
        let mut bind = if sound { Vec::new() } else { given(BIND) };
        let mut instance = Vec::new();
        for (column, text) in sheet.cells(row) {
            let name = match column.heading.split_once("::") {
                Some((_, name)) => name.trim(),
                None => column.heading.split_once(':').map_or("", |(_, n)| n.trim()),
            };
            let key = column.key.as_str();
            let own = match key {
                "intent" | "autoplay" | "rows" => Some((&mut body, key)),
                "noapperrorstring" | "no_app_error_string" => {
                    Some((&mut bind, "jr:noAppErrorString"))
                }
                "compact_tag" => Some((&mut instance, "odk:tag")),
                _ if key == "bind::type" => None,
                _ if key.starts_with("body::") => Some((&mut body, name)),
                _ if key.starts_with("bind::") => Some((&mut bind, name)),
                _ if key.starts_with("instance::") => Some((&mut instance, name)),
                _ => None,
            };
            if let Some((into, name)) = own.filter(|(_, name)| !name.is_empty()) {
                let text = self.with_paths(text, at, &Place::of(row, key));
                into.push((name.to_owned(), text));
            }
        }
        if let Some(item) = self.item_mut(at) {
            item.extra.body.extend(body);
            item.extra.bind.extend(bind);
            item.extra.instance.extend(instance);
        }
    }

    /// What is asked of a building on a map.
    fn tags(&mut self, list: Option<&str>, at: u32) {
        let tags = list.and_then(|list| self.tags.get(list)).cloned();
        if let Some(item) = self.item_mut(at) {
            item.control.tags = tags.unwrap_or_default();
        }
    }

    /// Shapes on a map that a position is taken beside: of a list, a file, or a repeat.
    fn shapes_from(&mut self, from: String, row: &Row, at: u32) {
        if let Some(name) = from.strip_prefix("${") {
            self.from_answers.push(FromAnswers {
                at,
                name: name.trim_end_matches('}').trim().to_owned(),
                row: row.number,
                shapes: true,
            });
            return;
        }
        match from.rsplit_once('.') {
            Some((stem, "geojson")) => self.items_of(at, stem, "id", "title"),
            Some((stem, "csv" | "xml")) => self.items_of(at, stem, "name", "label"),
            _ => self.items_of(at, &from, "name", "label"),
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
                .map(|(code, source)| (code, self.text(source, at, &Place::of(row, key))));
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
}
