//! Synthetic sessions, many and different, for stores of a realistic size. Names of places are invented.

use std::ops::Range;

const LATIN: [&str; 24] = [
    "Phlov", "Meas", "Svay", "Chrum", "Prek", "Thnal", "Tuol", "Ampil", "Boeng", "Krasang",
    "Damnak", "Trapeang", "Kouk", "Prey", "Andaeuk", "Sdau", "Samraong", "Chamkar", "Stueng",
    "Kdol", "Rumdoul", "Pralay", "Veal", "Snuol",
];
const KHMER: [&str; 16] = [
    "ផ្លូវ",
    "មាស",
    "ស្វាយ",
    "ជ្រុំ",
    "ព្រែក",
    "ថ្នល់",
    "ទួល",
    "អំពិល",
    "បឹង",
    "ក្រសាំង",
    "ដំណាក់",
    "ត្រពាំង",
    "គោក",
    "ព្រៃ",
    "ស្ដៅ",
    "សំរោង",
];
const VENUES: [&str; 6] = ["school", "pagoda", "household", "market", "farm", "health"];
const AUDIENCES: [&str; 5] = [
    "farmers",
    "pupils",
    "general_community",
    "herders",
    "forest_users",
];

/// A repeatable stream of numbers.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of.get(self.roll(of.len())).copied().unwrap()
    }
}

/// A word that some villages have in their names.
pub(crate) fn word(dice: &mut Dice, khmer: bool) -> &'static str {
    if khmer {
        dice.pick(&KHMER)
    } else {
        dice.pick(&LATIN)
    }
}

/// One line of JSON with the answers of a session, as `record export` writes answers.
pub(crate) fn session(dice: &mut Dice, number: usize) -> String {
    let village = format!(
        "{} {} {}",
        word(dice, true),
        word(dice, false),
        dice.roll(400)
    );
    let province = dice.roll(25) + 1;
    // Ordinary sessions: no rule asks about a crowd, or about one sex alone.
    let counts = [28, 23, 24, 24].map(|most| dice.roll(most) + 1);
    let [women, men, girls, boys] = counts;
    let total: usize = counts.iter().sum();
    let (month, day, hour) = (dice.roll(10) + 1, dice.roll(28) + 1, dice.roll(9) + 7);
    let date = format!("2026-{month:02}-{day:02}");
    let answers = serde_json::json!({
        "place": {"activity_date": date, "adm1": format!("{province:02}"),
            "adm2_code": format!("{province:02}{:02}", dice.roll(9) + 1), "district_name": word(dice, false),
            "commune_name": format!("{} {}", word(dice, false), word(dice, false)), "village_name": village,
            "place_not_listed": "no", "venue_type": dice.pick(&VENUES), "displacement_site": "no", "geo_safe": "no"},
        "session": {"delivery_method": "interpersonal", "session_kind": "group_session", "technique": "interactive_group",
            "start_time": format!("{hour:02}:00"), "end_time": format!("{hour:02}:50"), "session_outcome": "held",
            "primary_audience": dice.pick(&AUDIENCES), "language": "km"},
        "sadd": {"women": women.to_string(), "men": men.to_string(), "girls": girls.to_string(), "boys": boys.to_string(),
            "unspecified_child": "0", "unspecified_adult": "0", "total": total.to_string(), "dis_women": "0", "dis_men": "0",
            "dis_girls": "0", "dis_boys": "0", "first_time": (total / 2).to_string(), "counting_method": "head_count"},
        "content": {"hazards_addressed": "ap_mine cluster uxo", "messages": "dont_touch report_mark recognise_eo"},
        "finish": {"facilitators": format!("BTB-{:03}", dice.roll(40)), "report_date": date,
            "remarks": format!("Synthetic session {number}: {} {}", word(dice, true), word(dice, false))},
    });
    answers.to_string()
}

/// A mapping that takes the lines of [`session`] as they are.
pub(crate) fn mapping() -> String {
    let first: serde_json::Value = serde_json::from_str(&session(&mut Dice::new(1), 0)).unwrap();
    let mut text = String::from("[[record]]\nform = \"eore_session\"\n[record.answers]\n");
    for (group, answers) in first.as_object().unwrap() {
        for question in answers.as_object().unwrap().keys() {
            text += &format!("\"{group}/{question}\" = {{ from = \"{group}.{question}\" }}\n");
        }
    }
    text
}

/// Sessions of these numbers as lines of JSON.
pub(crate) fn sessions(dice: &mut Dice, numbers: Range<usize>) -> String {
    numbers.map(|number| session(dice, number) + "\n").collect()
}
