//! What the sheets say: ids, languages, lists, released paths, and questions that are not ours to reword.

use std::collections::BTreeMap;
use std::sync::Arc;

use forms::{Answers, Class, Filling, Index, Kind, check, sample};

use super::{NAMES, filled, form, moment};

#[test]
fn they_compile_under_their_own_ids() {
    for name in NAMES {
        let form = form(name);
        assert_eq!(form.id(), name);
        assert!(!form.version().is_empty(), "{name} has a version");
    }
}

#[test]
fn every_text_stands_in_english_and_khmer() {
    for name in NAMES {
        let form = form(name);
        let codes: Vec<&str> = form.languages().iter().map(|l| l.code.as_str()).collect();
        assert_eq!(codes, ["en", "km"], "{name}");
        assert_eq!(form.default_language(), "en", "{name}");
        assert_ne!(
            form.title("en"),
            form.title("km"),
            "{name}: the title is translated"
        );
        for question in form
            .questions()
            .filter(|q| q.kind.is_asked() || q.kind == Kind::Note)
        {
            let (en, km) = (question.label("en"), question.label("km"));
            assert!(
                !en.is_empty() && en != km,
                "{name} {}: \"{en}\" / \"{km}\"",
                question.path
            );
            assert!(
                question.hint("en").is_empty() == question.hint("km").is_empty(),
                "{name} {}",
                question.path
            );
        }
    }
}

#[test]
fn made_up_records_fit_and_come_back_the_same() {
    for name in NAMES {
        let form = form(name);
        for seed in 0..40 {
            let answers = sample::fill(&form, seed);
            let problems = check(&form, &answers, &moment(), "en");
            assert!(
                problems.is_empty(),
                "{name} seed {seed}: {problems:#?}\n{answers:#?}"
            );
            assert_eq!(
                answers,
                sample::fill(&form, seed),
                "{name}: the same seed, the same record"
            );
            let bytes = answers.to_bytes();
            assert_eq!(Answers::from_bytes(&bytes).unwrap(), answers);
        }
    }
}

#[test]
fn a_record_that_was_stored_can_be_opened_and_stored_again_unchanged() {
    for name in NAMES {
        let form = Arc::new(form(name));
        for seed in 0..10 {
            let answers = sample::fill(&form, seed);
            let filling = Filling::resume(form.clone(), &answers, &moment());
            assert_eq!(filling.submission(), answers, "{name} seed {seed}");
            assert!(filling.leftover().is_empty());
        }
    }
}

/// Answers that were released stay where they were: programmes map tables and count figures by these paths.
#[test]
fn released_questions_stay_where_they_are() {
    for line in include_str!("released.txt").lines() {
        let (name, paths) = line.split_once(": ").unwrap();
        let form = form(name);
        for released in paths.split(' ') {
            let (path, kind) = released.split_once('=').unwrap();
            let question = form.question(path);
            assert_eq!(
                question.map(|q| q.kind.as_str()),
                Some(kind),
                "{name} {path}"
            );
        }
    }
}

#[test]
fn a_list_says_the_same_in_every_form() {
    let mut lists: BTreeMap<String, (&str, Vec<[String; 3]>)> = BTreeMap::new();
    for name in NAMES {
        let form = form(name);
        for list in form.questions().filter_map(|q| q.list.clone()) {
            let choices: Vec<[String; 3]> = form
                .choices(&list)
                .iter()
                .map(|c| [c.name.clone(), c.label("en").into(), c.label("km").into()])
                .collect();
            for [code, en, km] in &choices {
                assert!(!en.is_empty() && !km.is_empty(), "{name} {list} {code}");
            }
            let (first, known) = lists
                .entry(list.clone())
                .or_insert_with(|| (name, choices.clone()));
            assert_eq!(*known, choices, "{list} in {first} and {name}");
        }
    }
}

/// The version of the code lists, and the fingerprint of every code and label in them. Whoever changes a list raises both.
const LISTS: (&str, u64) = ("2026.1", 13_303_714_475_218_235_014);

#[test]
fn every_record_says_of_which_version_its_code_lists_are() {
    let mut codes = BTreeMap::new();
    for name in NAMES {
        let form = Arc::new(form(name));
        for list in form.questions().filter_map(|q| q.list.clone()) {
            for choice in form.choices(&list) {
                let labels = (choice.label("en").to_owned(), choice.label("km").to_owned());
                codes.insert((list.clone(), choice.name.clone()), labels);
            }
        }
        let said = Filling::start(form.clone(), &moment()).submission();
        let version = form.questions().find(|q| q.name == "codelist_version");
        let path = &version
            .unwrap_or_else(|| panic!("{name} does not say"))
            .path;
        assert_eq!(said.get(path), Some(LISTS.0), "{name}");
    }
    // FNV-1a, which is the same on every machine.
    let text = format!("{codes:?}");
    let fingerprint = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| {
        (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    assert_eq!(
        fingerprint, LISTS.1,
        "the lists changed: raise their version"
    );
}

/// Names, telephones, health and homes never count as public or internal.
#[test]
fn what_is_personal_is_classed_so() {
    let personal = |name: &str| {
        let parts: Vec<&str> = name.split('_').collect();
        let tells = [
            "phone",
            "name",
            "narrative",
            "wgss",
            "injury",
            "region",
            "nature",
            "scope",
        ];
        let place = ["place", "district", "commune", "village", "site"];
        tells.iter().any(|t| parts.contains(t)) && !place.iter().any(|p| parts.contains(p))
    };
    for name in NAMES {
        for question in form(name).questions().filter(|q| q.kind.is_asked()) {
            if personal(&question.name) {
                assert!(question.class >= Class::P2, "{name} {}", question.path);
            }
        }
    }
}

/// A picture can show a person, so it is guarded, and what is said of it too; only the sketch of a place shows none.
#[test]
fn pictures_are_guarded_and_say_what_is_on_them() {
    let mut asking = Vec::new();
    for name in NAMES {
        let form = form(name);
        for picture in form.questions().filter(|q| q.kind == Kind::File) {
            let path = &picture.path;
            let least = if picture.name == "sketch" {
                Class::P1
            } else {
                Class::P2
            };
            let caption = form.question(&format!("{path}_caption"));
            let caption = caption.unwrap_or_else(|| panic!("{name} {path}: what is on it?"));
            assert!(picture.class >= least && caption.class >= picture.class);
            asking.push(name);
        }
    }
    asking.dedup();
    let all = [
        "eore_session",
        "accident",
        "person",
        "service_session",
        "consent",
        "hazard_report",
    ];
    assert_eq!(asking, all);
}

/// Every record can say for which project and donor it was made, at once or when it is verified; a form that is repeated
/// takes them over.
#[test]
fn every_form_asks_for_its_project_and_donor_and_needs_neither() {
    for name in NAMES {
        let form = form(name);
        let mut without = sample::fill(&form, 1);
        for asked in ["project_code", "donor_code"] {
            let question = form
                .questions()
                .find(|question| question.name == asked)
                .unwrap_or_else(|| panic!("{name} has no {asked}"));
            without.put(&question.path, "");
            assert_eq!(question.class, Class::P1, "{name} {asked}");
            assert!(
                question.appearance.contains("sala-repeat"),
                "{name} {asked}"
            );
        }
        let problems = check(&form, &without, &moment(), "en");
        assert!(problems.is_empty(), "{name}: {problems:#?}");
    }
}

/// Lists of people and figures must not mix: reach of media is never added to people who came.
#[test]
fn only_sessions_count_people_by_sex() {
    let counts = [Index::Women, Index::Men, Index::Girls, Index::Boys];
    for name in NAMES {
        let form = form(name);
        let counted = form
            .questions()
            .filter(|q| q.index.is_some_and(|i| counts.contains(&i)))
            .count();
        assert_eq!(
            counted,
            if name == "eore_session" { 4 } else { 0 },
            "{name}"
        );
    }
}

/// The Washington Group's short set may not be reworded, reordered or shortened.
#[test]
fn the_washington_group_questions_stand_unmodified() {
    let form = Arc::new(form("needs_assessment"));
    let asked: Vec<(String, String)> = form
        .questions()
        .filter(|q| q.path.starts_with("functioning/"))
        .map(|q| (q.name.clone(), q.label("en").to_owned()))
        .collect();
    let asked: Vec<(&str, &str)> = asked
        .iter()
        .map(|(n, l)| (n.as_str(), l.as_str()))
        .collect();
    assert_eq!(
        asked,
        [
            (
                "wgss_intro",
                "The next questions ask about difficulties you may have doing certain activities because of a HEALTH PROBLEM."
            ),
            (
                "wgss_see",
                "Do you have difficulty seeing, even if wearing glasses?"
            ),
            (
                "wgss_hear",
                "Do you have difficulty hearing, even if using a hearing aid(s)?"
            ),
            (
                "wgss_walk",
                "Do you have difficulty walking or climbing steps?"
            ),
            (
                "wgss_remember",
                "Do you have difficulty remembering or concentrating?"
            ),
            (
                "wgss_selfcare",
                "Do you have difficulty with self-care, such as washing all over or dressing?"
            ),
            (
                "wgss_communicate",
                "Using your usual language, do you have difficulty communicating, for example understanding or being understood?"
            ),
        ]
    );
    let scale: Vec<(&str, &str)> = form
        .choices("wgss")
        .iter()
        .map(|c| (c.name.as_str(), c.label("en")))
        .collect();
    assert_eq!(
        scale,
        [
            ("1", "No difficulty"),
            ("2", "Some difficulty"),
            ("3", "A lot of difficulty"),
            ("4", "Cannot do at all"),
            ("7", "Refused"),
            ("9", "Don't know"),
        ]
    );
    let fresh = filled(&form, &[("who/age_class", "adult")]).submission();
    assert!(
        fresh
            .flat()
            .iter()
            .all(|(path, value)| !path.contains("wgss_") || value.is_empty()),
        "no answer is chosen beforehand"
    );
}

#[test]
fn disability_follows_the_cut_off_of_the_washington_group() {
    let form = Arc::new(form("needs_assessment"));
    let questions = ["see", "hear", "walk", "remember", "selfcare", "communicate"];
    for (given, disability) in [
        (["1", "1", "1", "1", "1", "1"], "false"),
        (["2", "2", "2", "2", "2", "2"], "false"),
        (["1", "1", "3", "1", "1", "1"], "true"),
        (["7", "9", "7", "9", "7", "4"], "true"),
        (["7", "9", "7", "9", "7", "1"], "false"),
        (["7", "9", "7", "9", "7", "9"], ""),
    ] {
        let paths = questions.map(|q| format!("functioning/wgss_{q}"));
        let mut answers = vec![("who/age_class", "adult")];
        answers.extend(paths.iter().zip(given).map(|(p, v)| (p.as_str(), v)));
        let said = filled(&form, &answers).submission();
        assert_eq!(
            said.get("wgss_disability").unwrap_or_default(),
            disability,
            "{given:?}"
        );
    }
}

#[test]
fn the_score_is_the_share_of_right_answers() {
    let form = Arc::new(form("kap_response"));
    let right = [
        ("questions/k_mine", "mine"),
        ("questions/k_submunition", "submunition"),
        ("questions/k_sign", "danger"),
        ("questions/k_seeing", "stop_report"),
        ("questions/k_inside", "stop_call"),
        ("questions/k_report", "right_number"),
        ("questions/k_unsafe", "named"),
        ("questions/k_accident", "call_help"),
    ];
    for (count, score) in [(0, "0"), (1, "13"), (4, "50"), (6, "75"), (8, "100")] {
        let said = filled(&form, right.iter().take(count)).submission();
        assert_eq!(said.get("questions/score"), Some(score), "{count} right");
    }
}

/// A code stands for the person everywhere, so a slip of one sign must show: the last sign checks the others.
#[test]
fn the_code_of_a_person_carries_a_check_sign() {
    const HEX: &str = "0123456789ABCDEF";
    let form = Arc::new(form("person"));
    let mut seen = Vec::new();
    for seed in 0..20 {
        let moment = forms::Moment { seed, ..moment() };
        let said = Filling::start(form.clone(), &moment).answers();
        let code = said.get("who/person_ref").unwrap().to_owned();
        let signs: String = code.strip_prefix("KH-P-").unwrap().replace('-', "");
        let digits: Vec<usize> = signs.chars().map(|c| HEX.find(c).unwrap()).collect();
        let weights = [1, 3, 5, 7, 9, 11, 13, 15, 1, 3, 5];
        let sum: usize = digits.iter().zip(weights).map(|(d, w)| d * w).sum();
        assert_eq!((digits.len(), digits[11]), (12, sum % 16), "{code}");
        assert!(!seen.contains(&code), "{code} twice");
        seen.push(code);
    }
}
