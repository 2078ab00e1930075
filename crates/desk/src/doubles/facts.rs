//! What a record is compared by: read from its answers alone, so that every laptop comes to the same.
//!
//! A record is compared when it makes an entry of the list of people or of the list of sessions; which of its answers
//! say what, their names in the domain's dictionary tell.

use std::collections::HashMap;

use chrono::{Datelike as _, NaiveDate, NaiveTime};
use forms::{Answers, Form};
use programme::duplicates::{Id, Person, Profile, Session, Sex, session_key};
use serde::{Deserialize, Serialize};
use store::{Likeness, normalise};

use crate::drafts::sets_aside;

/// The lists whose entries are compared, by their kind in the store.
const LISTS: [&str; 2] = ["people", "sessions"];
/// The kind of people in the store.
pub(crate) const PEOPLE: u8 = 0;
/// The kind of sessions.
pub(crate) const SESSIONS: u8 = 1;

/// What a record says of a person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct PersonFacts {
    name_latin: Option<String>,
    name_local: Option<String>,
    also_known_as: Option<String>,
    sex: Option<String>,
    birth_year: Option<i32>,
    country: String,
    home: [Option<String>; 4],
    accident: Option<String>,
    phone: Option<String>,
    device: Option<String>,
    outcome: Option<String>,
}

/// What a record says of a session.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct SessionFacts {
    team: String,
    date: String,
    village: Option<String>,
    start: Option<String>,
    people: Option<[u32; 4]>,
    content: String,
}

/// What a record is compared by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Facts {
    Person(PersonFacts),
    Session(SessionFacts),
}

/// The answers of a record that no repeat holds, by the names of their questions.
pub(crate) struct Named<'a>(HashMap<&'a str, &'a str>);

impl<'a> Named<'a> {
    pub(crate) fn of(form: &'a Form, answers: &'a Answers) -> Self {
        let answered = form.questions().filter_map(|question| {
            let value = answers.get(&question.path)?.trim();
            let name = question.path.rsplit('/').next()?;
            (!value.is_empty()).then_some((name, value))
        });
        Self(answered.collect())
    }

    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.0.get(name).map(|value| (*value).to_owned())
    }

    pub(crate) fn first(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.text(name))
    }

    pub(crate) fn date(&self, name: &str) -> Option<NaiveDate> {
        day(self.0.get(name)?)
    }

    pub(crate) fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.0.get(name)?.parse().ok()
    }
}

impl Facts {
    /// Reads what a record is compared by; nothing when it makes no entry of a list that is.
    pub(crate) fn of<'e>(
        form: &Form,
        answers: &Answers,
        makes: impl IntoIterator<Item = &'e str>,
        team: &str,
        country: &str,
    ) -> Option<Self> {
        let list = makes.into_iter().find(|list| LISTS.contains(list))?;
        let named = Named::of(form, answers);
        if list == "people" {
            return Some(Self::Person(person(&named, country)));
        }
        let date = named.text("activity_date")?;
        let people = ["women", "men", "girls", "boys"].map(|name| named.number(name));
        Some(Self::Session(SessionFacts {
            team: team.to_owned(),
            date,
            village: village(&named),
            start: named.text("start_time"),
            people: match people {
                [Some(women), Some(men), Some(girls), Some(boys)] => {
                    Some([women, men, girls, boys])
                }
                _ => None,
            },
            content: content(form, answers).to_hex().to_string(),
        }))
    }

    /// Reads what the store holds; nothing when that is of no kind that is compared.
    pub(crate) fn read(kind: u8, text: &str) -> Option<Self> {
        match kind {
            PEOPLE => serde_json::from_str(text).ok().map(Self::Person),
            SESSIONS => serde_json::from_str(text).ok().map(Self::Session),
            _ => None,
        }
    }

    /// As the store holds it.
    pub(crate) fn likeness(&self) -> Likeness {
        match self {
            Self::Person(person) => Likeness {
                kind: PEOPLE,
                facts: serde_json::json!(person).to_string(),
                keys: person.profile().keys().under,
            },
            Self::Session(session) => Likeness {
                kind: SESSIONS,
                facts: serde_json::json!(session).to_string(),
                keys: session.keys(),
            },
        }
    }
}

/// All that a record says of its subject: when and by which program it was entered is none of it, nor are the ids of rows.
fn content(form: &Form, answers: &Answers) -> blake3::Hash {
    let mut hash = blake3::Hasher::new();
    for (path, value) in answers.flat() {
        if sets_aside(form, &path) {
            continue;
        }
        let path: Vec<&str> = path
            .split('/')
            .map(|step| step.split('[').next().unwrap_or(step))
            .collect();
        for piece in [path.join("/"), value] {
            hash.update(&(piece.len() as u64).to_le_bytes());
            hash.update(piece.as_bytes());
        }
    }
    hash.finalize()
}

/// The village of a session: its code, or else its name within its commune.
pub(crate) fn village(named: &Named<'_>) -> Option<String> {
    if let Some(code) = named.text("adm4_code") {
        return Some(code);
    }
    let village = named.text("village_name")?;
    let commune = named.first(&["adm3_code", "commune_name"]);
    let name = format!("{} {village}", commune.unwrap_or_default());
    Some(normalise(&name))
}

fn person(named: &Named<'_>, country: &str) -> PersonFacts {
    let accident = named.date("accident_date");
    let at_accident = || {
        let age: i32 = named.number("age_at_accident")?;
        Some(accident?.year().saturating_sub(age))
    };
    let born = named.date("birth_date").map(|day| day.year());
    PersonFacts {
        name_latin: named.text("name_latin"),
        name_local: named.text("name_local"),
        also_known_as: named.text("also_known_as"),
        sex: named.text("sex"),
        birth_year: born
            .or_else(|| named.number("birth_year"))
            .or_else(at_accident),
        country: named.text("country").unwrap_or_else(|| country.to_owned()),
        home: [
            named.first(&["adm1", "adm1_code", "adm1_name"]),
            named.first(&["adm2_code", "district_name"]),
            named.first(&["adm3_code", "commune_name"]),
            named.first(&["adm4_code", "village_name", "place_name_free"]),
        ],
        accident: named.text("accident_date"),
        phone: named.text("phone"),
        device: named.first(&["device", "hazard_l1"]),
        outcome: named.text("outcome"),
    }
}

impl PersonFacts {
    /// What is known of a person, as a record says it.
    #[cfg(test)]
    pub(super) fn told(person: &Person<'_>) -> Self {
        let text = |text: Option<&str>| text.map(str::to_owned);
        Self {
            name_latin: text(person.name_latin),
            name_local: text(person.name_local),
            also_known_as: text(person.also_known_as),
            sex: person.sex.map(|sex| {
                match sex {
                    Sex::Female => "female",
                    Sex::Male => "male",
                }
                .to_owned()
            }),
            birth_year: person.birth_year,
            country: person.country.to_owned(),
            home: person.home.map(text),
            accident: person.accident.map(|day| day.to_string()),
            phone: text(person.phone),
            device: text(person.device),
            outcome: text(person.outcome),
        }
    }

    /// The person made ready to be compared in all but the names.
    pub(crate) fn profile_without_names(&self) -> Profile {
        self.profile_named([None; 3])
    }

    /// The person made ready to be compared.
    pub(crate) fn profile(&self) -> Profile {
        let names = [&self.name_latin, &self.name_local, &self.also_known_as];
        self.profile_named(names.map(Option::as_deref))
    }

    fn profile_named(&self, [name_latin, name_local, also_known_as]: [Option<&str>; 3]) -> Profile {
        let sex = match self.sex.as_deref() {
            Some("female") => Some(Sex::Female),
            Some("male") => Some(Sex::Male),
            _ => None,
        };
        Profile::of(&Person {
            name_latin,
            name_local,
            also_known_as,
            sex,
            birth_year: self.birth_year,
            country: &self.country,
            home: self.home.each_ref().map(Option::as_deref),
            accident: self.accident.as_deref().and_then(day),
            phone: self.phone.as_deref(),
            device: self.device.as_deref(),
            outcome: self.outcome.as_deref(),
        })
    }
}

impl SessionFacts {
    /// The session as the rules look at it; nothing without a day.
    pub(crate) fn session(&self, id: Id) -> Option<Session<'_>> {
        let start = self.start.as_deref().and_then(|time| time.get(..5));
        Some(Session {
            id,
            team: &self.team,
            date: day(&self.date)?,
            village: self.village.as_deref(),
            start: start.and_then(|time| NaiveTime::parse_from_str(time, "%H:%M").ok()),
            people: self.people,
            content: blake3::Hash::from_hex(&self.content)
                .ok()
                .map(|hash| *hash.as_bytes()),
            ..Session::default()
        })
    }

    /// What others that may be the same session share: the day and village, or every answer.
    pub(crate) fn keys(&self) -> Vec<u64> {
        let of_place = self.session([0; 16]).and_then(|it| session_key(&it));
        let of_content = u64::from_str_radix(self.content.get(..16).unwrap_or_default(), 16).ok();
        let mut keys: Vec<u64> = of_place.into_iter().chain(of_content).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }
}

fn day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
}
