//! The words of the screens, read from their own catalogues.

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use print::{Cell, Grouping};

/// What stands in for words that a language lacks.
const SOURCE: &str = "en";

/// Every language that has a folder of words, with those of its files that paper takes words from.
const CATALOGUES: &[(&str, &[&str])] = include!(concat!(env!("OUT_DIR"), "/catalogues.rs"));

/// The words of a language.
pub(super) struct Words {
    language: &'static str,
    grouping: Grouping,
    own: FluentBundle<FluentResource>,
    source: FluentBundle<FluentResource>,
}

impl Words {
    /// The words of a language, those of English for one that there is not.
    pub(super) fn of(language: &str) -> Words {
        let code = language.split('-').next().unwrap_or_default();
        let own = bundle(code).or_else(|| bundle(SOURCE));
        let (language, own) = own.unwrap_or_else(|| (SOURCE, FluentBundle::default()));
        let source = bundle(SOURCE).map_or_else(FluentBundle::default, |(_, source)| source);
        let mut words = Words {
            language,
            grouping: Grouping::Comma,
            own,
            source,
        };
        // Only Vietnamese and those that are written like it part thousands with points.
        if words.say("language-numbers", &FluentArgs::new()) == "vi" {
            words.grouping = Grouping::Point;
            words
                .own
                .set_formatter(Some(|value, _| grouped(value, Grouping::Point)));
        }
        words
    }

    /// The code of the language that these are in.
    pub(super) fn language(&self) -> &'static str {
        self.language
    }

    /// What is written between digits.
    pub(super) fn grouping(&self) -> Grouping {
        self.grouping
    }

    /// A sentence with its figures; its key where no catalogue has it.
    pub(super) fn say(&self, key: &str, figures: &FluentArgs<'_>) -> String {
        let said = [&self.own, &self.source].into_iter().find_map(|bundle| {
            let pattern = bundle.get_message(key)?.value()?;
            let told = bundle.format_pattern(pattern, Some(figures), &mut Vec::new());
            Some(told.into_owned())
        });
        said.unwrap_or_else(|| key.to_owned())
    }
}

/// The sentence of a key, with figures by their names.
macro_rules! say {
    ($words:expr, $key:literal $(, $name:literal => $value:expr)*) => {{
        #[allow(unused_mut, reason = "many sentences have no figures")]
        let mut figures = fluent_bundle::FluentArgs::new();
        $(figures.set($name, $value);)*
        $words.say($key, &figures)
    }};
}
pub(super) use say;

fn bundle(code: &str) -> Option<(&'static str, FluentBundle<FluentResource>)> {
    let (code, sources) = CATALOGUES.iter().find(|(own, _)| *own == code)?;
    let mut bundle = FluentBundle::new(vec![code.parse().ok()?]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(|value, _| grouped(value, Grouping::Comma)));
    for source in *sources {
        // A mistake of grammar costs its own sentence; the tests of the catalogues find it.
        let resource = FluentResource::try_new((*source).to_owned());
        bundle.add_resource_overriding(resource.unwrap_or_else(|(rest, _)| rest));
    }
    Some((code, bundle))
}

/// A number as it stands in a sentence.
fn grouped(value: &FluentValue<'_>, grouping: Grouping) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(print::told(&Cell::Number(number.value, 1), grouping)),
        _ => None,
    }
}

/// The codes of all languages but English.
#[cfg(test)]
pub(super) fn others() -> Vec<&'static str> {
    let codes = CATALOGUES.iter().map(|(code, _)| *code);
    codes.filter(|code| *code != SOURCE).collect()
}

#[cfg(test)]
#[path = "../../catalogues.rs"]
mod catalogues;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

    use std::collections::BTreeSet;
    use std::fs;

    use super::*;

    #[test]
    fn every_language_of_the_screens_is_here() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/ui/src/locales");
        let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
        let folders = entries.filter(|entry| entry.file_type().unwrap().is_dir());
        let there: BTreeSet<String> = folders
            .map(|entry| entry.file_name().into_string().unwrap())
            .collect();
        let here: BTreeSet<String> = CATALOGUES
            .iter()
            .map(|(code, _)| (*code).to_owned())
            .collect();
        assert_eq!(here, there);
    }

    #[test]
    fn a_folder_that_is_dropped_in_is_a_language_whatever_it_has_of_the_words() {
        let home = tempfile::tempdir().unwrap();
        for (code, names) in [
            ("tet", &["language.ftl", "paper.ftl", "frame.ftl"][..]),
            ("en", &["report.ftl"]),
            ("id", &["frame.ftl"]),
        ] {
            let folder = home.path().join(code);
            fs::create_dir(&folder).unwrap();
            for name in names {
                fs::write(folder.join(name), "").unwrap();
            }
        }
        fs::write(home.path().join("language.ftl"), "").unwrap();
        let path = |rest: &str| format!("include_str!({:?})", home.path().join(rest));
        let rows = [
            format!("    (\"en\", &[{}]),", path("en/report.ftl")),
            format!(
                "    (\"tet\", &[{}, {}]),",
                path("tet/language.ftl"),
                path("tet/paper.ftl")
            ),
        ];
        let wanted = format!("&[\n{}\n]\n", rows.join("\n"));
        assert_eq!(catalogues::table(home.path()).unwrap(), wanted);
    }

    #[test]
    fn a_sentence_is_said_in_the_language_with_its_numbers() {
        #[track_caller]
        fn check(language: &str, said: &str) {
            let words = Words::of(language);
            let told =
                say!(words, "report-provisional", "waiting" => 2, "all" => 1204, "share" => 0.2);
            assert_eq!(told, said);
        }
        let english = "2 of 1,204 records (0.2 %) wait for approval and are not counted.";
        check("en", english);
        check("en-XA", english);
        check("zxx", english);
        check(
            "km",
            "កំណត់ត្រា 2 ក្នុងចំណោម 1,204 (0.2 %) កំពុងរង់ចាំការអនុម័ត ហើយមិនទាន់រាប់ទេ។",
        );
        assert!(say!(Words::of("vi"), "report-closed", "count" => 1204).contains("1.204"));
        assert_eq!(say!(Words::of("km"), "no-such-key"), "no-such-key");
        let words = Words::of("en");
        assert_eq!(
            say!(words, "report-closed", "count" => 1),
            "One month of it is closed."
        );
    }
}
