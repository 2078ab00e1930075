//! A season of made-up risk-education sessions, of the size and variety of real ones.

use records::contract::Pen;
use records::{Draft, Header, RecordId, Revision};

/// A small generator of numbers, the same on every run.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, most: u64) -> u64 {
        self.next() % most
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        let place = self.below(from.len() as u64) as usize;
        from.get(place).copied().unwrap_or_default()
    }

    fn some(&mut self, from: &[&str]) -> String {
        let mut chosen: Vec<&str> = from
            .iter()
            .filter(|_| self.below(3) == 0)
            .copied()
            .collect();
        if chosen.is_empty() {
            chosen.push(self.pick(from));
        }
        chosen.join(" ")
    }
}

const VILLAGES: &[(&str, &str)] = &[
    ("17030406", "Prey Thmei"),
    ("17030314", "Phnum Reang"),
    ("02010305", "Ou Ta Ki"),
    ("02130102", "Kampong Lpov"),
    ("01020407", "Kouk Romiet"),
    ("01050301", "Boeng Beng"),
    ("24010102", "Psar Prum"),
    ("24020204", "Stueng Kach"),
    ("22010105", "Anlong Veaeng"),
    ("22030403", "Trapeang Prei"),
    ("13060204", "Choam Ksant"),
    ("13010306", "Srayang"),
];
const REMARKS: &[&str] = &[
    "កុមារភាគច្រើនមិនធ្លាប់ចូលរួមវគ្គអប់រំពីមុនមក",
    "អ្នកភូមិបានរាយការណ៍អំពីគ្រាប់ដែលរកឃើញ",
    "ភ្លៀងធ្លាក់ខ្លាំង វគ្គត្រូវបញ្ចប់មុនម៉ោង",
    "មេភូមិសុំឱ្យមានវគ្គបន្ថែម",
    "",
    "",
];
const SETTINGS: &[&str] = &[
    "house",
    "school",
    "pagoda",
    "health_centre",
    "rice_field",
    "market",
];
const METHODS: &[&str] = &["interpersonal", "loudspeaker", "theatre", "peer"];
const AUDIENCE: &[&str] = &[
    "farmers",
    "hunters",
    "scrap_dealers",
    "children",
    "teachers",
    "migrant_returnees",
];
const MESSAGES: &[&str] = &[
    "dont_touch",
    "report",
    "children_play",
    "mark",
    "safe_path",
    "burning",
];
const MATERIALS: &[&str] = &[
    "leaflet",
    "notebook",
    "school_bag",
    "cap",
    "poster",
    "flipchart",
];
const ANSWERS: &[&str] = &["correct", "partly", "wrong", "no_answer"];
const FACILITATORS: &[&str] = &["Nhem Sokha", "Chan Dara", "Ly Sopheap", "Kong Vanna"];
const SUBMIT: &str = r#"{"move":"submit","role":"field"}"#;

fn session(dice: &mut Dice, day: u64) -> String {
    let village = VILLAGES.get(dice.below(VILLAGES.len() as u64) as usize);
    let (code, name) = village.copied().unwrap_or_default();
    let (hour, minute) = (7 + dice.below(9), dice.below(60));
    let people: Vec<u64> = (0..4).map(|_| dice.below(24)).collect();
    let [men, women, boys, girls] = people.try_into().unwrap_or([0; 4]);
    let tests: Vec<&str> = (0..6).map(|_| dice.pick(ANSWERS)).collect();
    format!(
        concat!(
            r#"{{"date":"2026-01-{:02}","start":"{:02}:{:02}","end":"{:02}:{:02}","province":"{}","#,
            r#""district":"{}","commune":"{}","village":"{}","village_name":"{}","#,
            r#""gps":"13.{:07} 103.{:07} {}.{} {}.{}","setting":"{}","method":"{}","audience":"{}","#,
            r#""men":"{}","women":"{}","boys":"{}","girls":"{}","total":"{}","disability_men":"{}","#,
            r#""disability_women":"{}","disability_boys":"{}","disability_girls":"{}","messages":"{}","#,
            r#""materials":"{}","leaflets_given":"{}","pre_test":{{"q1":"{}","q2":"{}","q3":"{}"}},"#,
            r#""post_test":{{"q1":"{}","q2":"{}","q3":"{}"}},"facilitator":"{}","chief_phone":"0{} {} {}","#,
            r#""remarks":"{}"}}"#,
        ),
        1 + day % 28,
        hour,
        minute,
        hour + 1,
        dice.below(60),
        code.get(..2).unwrap_or_default(),
        code.get(..4).unwrap_or_default(),
        code.get(..6).unwrap_or_default(),
        code,
        name,
        dice.below(10_000_000),
        dice.below(10_000_000),
        dice.below(300),
        dice.below(10),
        3 + dice.below(9),
        dice.below(10),
        dice.pick(SETTINGS),
        dice.pick(METHODS),
        dice.some(AUDIENCE),
        men,
        women,
        boys,
        girls,
        men + women + boys + girls,
        dice.below(2),
        dice.below(2),
        dice.below(3),
        dice.below(2),
        dice.some(MESSAGES),
        dice.some(MATERIALS),
        dice.below(60),
        tests.first().unwrap_or(&""),
        tests.get(1).unwrap_or(&""),
        tests.get(2).unwrap_or(&""),
        tests.get(3).unwrap_or(&""),
        tests.get(4).unwrap_or(&""),
        tests.get(5).unwrap_or(&""),
        dice.pick(FACILITATORS),
        10 + dice.below(89),
        100 + dice.below(900),
        100 + dice.below(900),
        dice.pick(REMARKS),
    )
}

/// Returns `count` sessions, each with its submission, as one laptop makes them.
pub(crate) fn of_a_season(count: u64) -> Vec<Revision> {
    let mut dice = Dice(0x5a1a_2026);
    let mut pen = Pen::new(1, "T-01");
    let mut made = Vec::new();
    for day in 0..count {
        pen.at += 3_600_000 + dice.below(7_200_000);
        let began = pen.at - dice.below(3_600_000);
        let mut random = [0; 10];
        random
            .iter_mut()
            .for_each(|byte| *byte = dice.below(256) as u8);
        let save = moved(pen.save(1, &[], &session(&mut dice, day)), began, random);
        pen.at += dice.below(600_000);
        let review = moved(pen.review(1, &[&save], SUBMIT), began, random);
        made.extend([save, review]);
    }
    made
}

/// The same revision in a record of its own.
fn moved(revision: Revision, made_ms: u64, random: [u8; 10]) -> Revision {
    let Header {
        team,
        kind,
        parents,
        form,
        form_version,
        author,
        device,
        n,
        at,
        ..
    } = revision.header;
    let record = RecordId::v7(made_ms, random);
    let draft = Draft {
        record,
        team,
        kind,
        parents,
        form,
        form_version,
        author,
        device,
        n,
        at,
    };
    match Revision::new(draft, revision.body.unwrap_or_default()) {
        Ok(revision) => revision,
        Err(error) => panic!("a made-up session: {error}"),
    }
}
