//! What rules on several records read of one: from its answers alone, by the names of the questions in the domain's
//! dictionary, so that every laptop with the same lists of places comes to the same.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, NaiveTime};
use forms::{Answers, Form, Kind};
use programme::position::Point;
use programme::quality::{About, Facts, Limb, PersonFacts, SessionFacts, groups_of};
use programme::review::State;
use records::RecordId;
use store::Study;

use crate::doubles::{Named, village};
use crate::drafts::Declared;
use crate::places::{PlaceIndex, moved_place};
use crate::state::RecordState;

/// Where a position comes from that nobody measured.
const NOT_MEASURED: [&str; 2] = ["village_centroid", "office_estimate"];
/// What came of a hazard that nobody waits for any more.
const CLOSED: [&str; 3] = ["destroyed", "nothing_found", "not_eo"];
const SIDES: [&str; 2] = ["left", "right"];
/// What is lost with an arm, and with a leg, by the questions about losses and about levels of amputation.
const ARM: [&str; 8] = [
    "hand",
    "arm",
    "partial_hand",
    "wrist",
    "transradial",
    "elbow",
    "transhumeral",
    "shoulder",
];
const LEG: [&str; 10] = [
    "foot",
    "leg_below_knee",
    "leg_above_knee",
    "leg_whole",
    "partial_foot",
    "ankle_syme",
    "transtibial",
    "knee_disarticulation",
    "transfemoral",
    "hip_disarticulation",
];

/// What rules on several records read of a record; nothing when it is none of those that are judged.
pub(crate) fn study_of(
    state: &RecordState,
    form: &Form,
    places: Option<&PlaceIndex>,
    country: &str,
) -> Option<Study> {
    let out = [State::Draft, State::Rejected, State::Withdrawn];
    if out.contains(&state.status.state) || state.answers.is_empty() {
        return None;
    }
    let named = Named::of(form, &state.answers);
    let about = match form.id() {
        "eore_session" if named.text("session_outcome").as_deref() != Some("cancelled") => {
            let village_point = village_point(form, &state.answers, places, country);
            About::Session(session(&named, village_point))
        }
        "accident" => About::Accident {
            killed: named.number("killed_n"),
            injured: named.number("injured_n"),
        },
        "person" => About::Person(person(&named)),
        "needs_assessment" => About::Assessment {
            domains: domains(&named),
            needs: needs(form, &state.answers),
            due: named.date("next_visit_due"),
        },
        "service_session" => About::Service {
            cash: named.number("cash_value").zip(named.text("currency")),
            fitted: fitted(&named),
        },
        "follow_up" => About::FollowUp {
            met: named.text("contact_result").as_deref() == Some("met"),
            due: named.date("next_due"),
        },
        "hazard_report" => About::Hazard {
            settled: is_settled(&named),
        },
        _ => About::Other,
    };
    let link = named.first(&["accident_id", "person_id"]);
    let (begun, finished) = filled(&named).unzip();
    let facts = Facts {
        day: day(form, &named),
        begun,
        finished,
        link: link
            .and_then(|link| link.parse::<RecordId>().ok())
            .map(|link| format!("{:032x}", u128::from_be_bytes(link.0))),
        moved: moved_place(form, &state.answers, places, country),
        about,
    };
    let fold = &state.fold;
    let groups = groups_of(fold.record.0, fold.team.as_str(), state.made_by.0, &facts);
    (!groups.is_empty()).then(|| Study {
        facts: serde_json::json!(facts).to_string(),
        groups,
    })
}

fn day(form: &Form, named: &Named<'_>) -> Option<NaiveDate> {
    let name = match form.id() {
        "person" | "accident" => "accident_date",
        _ => "activity_date",
    };
    named.date(name)
}

/// From when to when a person filled the record. What was made in no time at all was made by a program, of a table or on
/// the command line, and says nothing of how it was asked.
fn filled(named: &Named<'_>) -> Option<(i64, i64)> {
    let moment = |name: &str| {
        let at = DateTime::parse_from_rfc3339(&named.text(name)?).ok()?;
        Some(at.timestamp_millis())
    };
    let (begun, finished) = (moment("entry_started_at")?, moment("entry_finished_at")?);
    ((finished - begun).abs() >= 1_000).then_some((begun / 1_000, finished / 1_000))
}

fn session(named: &Named<'_>, village_point: Option<Point>) -> SessionFacts {
    let people = ["women", "men", "girls", "boys"].map(|name| named.number(name));
    let disabled = ["dis_women", "dis_men", "dis_girls", "dis_boys"];
    let disabled: Vec<u32> = disabled.iter().filter_map(|it| named.number(it)).collect();
    let source = named.text("coord_source").unwrap_or_default();
    let is_measured = !NOT_MEASURED.contains(&source.as_str());
    let degrees = named.number::<f64>("lat").zip(named.number::<f64>("lon"));
    let is_on_earth = |(lat, lon): &(f64, f64)| lat.abs() <= 90.0 && lon.abs() <= 180.0;
    SessionFacts {
        village: village(named),
        start: time(named, "start_time"),
        end: time(named, "end_time"),
        point: degrees.filter(|it| is_measured && is_on_earth(it)),
        village_point: village_point.map(|it| (it.lat, it.lon)),
        people: match people {
            [Some(women), Some(men), Some(girls), Some(boys)] => Some([women, men, girls, boys]),
            _ => None,
        },
        total: named.number("total"),
        disabled: (!disabled.is_empty()).then(|| {
            disabled
                .iter()
                .fold(0, |sum: u32, it| sum.saturating_add(*it))
        }),
        sessions: named.number("sessions_count").unwrap_or(1),
        first_time: named.number("first_time").unwrap_or(0),
        school: named.text("venue_type").as_deref() == Some("school"),
        project: named.text("project_code"),
    }
}

fn time(named: &Named<'_>, name: &str) -> Option<NaiveTime> {
    let text = named.text(name)?;
    NaiveTime::parse_from_str(text.get(..5)?, "%H:%M").ok()
}

/// The point of the village that is named beside the position.
fn village_point(
    form: &Form,
    answers: &Answers,
    places: Option<&PlaceIndex>,
    country: &str,
) -> Option<Point> {
    let mut questions = form.questions();
    let asked = questions.find(|question| question.kind == Kind::Geopoint)?;
    let declared = Declared::beside(&asked.path, answers)?;
    let codes = [declared.code.clone(), format!("{country}{}", declared.code)];
    places?.village_point(&codes, declared.version.as_ref())
}

fn person(named: &Named<'_>) -> PersonFacts {
    let outcome = named.text("outcome");
    let died_later = outcome.as_deref() == Some("died_later");
    let hurt = ["killed", "injured", "injured_amputation"];
    let is_hurt = outcome.as_deref().is_some_and(|it| hurt.contains(&it));
    let lost = lost_limbs(named);
    let limbs: BTreeSet<(&str, &str)> = lost
        .iter()
        .map(|it| (it.side.as_str(), it.limb.as_str()))
        .collect();
    PersonFacts {
        hurt: is_hurt || died_later,
        killed: outcome.as_deref() == Some("killed"),
        active: named.text("case_status").as_deref() == Some("active")
            && named.text("vital_status").as_deref() != Some("deceased"),
        registered: ["report_date", "status_date"]
            .iter()
            .find_map(|name| named.date(name)),
        limbs_lost: u32::try_from(limbs.len()).unwrap_or(u32::MAX),
        lost,
    }
}

/// The arms and legs that are lost, whole or in part, one for each level that is told.
pub(super) fn lost_limbs(named: &Named<'_>) -> Vec<Limb> {
    let mut lost = Vec::new();
    for side in SIDES {
        for question in ["permanent_losses", "amputation_levels"] {
            let told = named.text(&format!("{question}_{side}"));
            for word in told.unwrap_or_default().split_whitespace() {
                let of = [("arm", &ARM[..]), ("leg", &LEG[..])];
                let of = of.into_iter().find(|(_, words)| words.contains(&word));
                lost.extend(of.map(|(limb, _)| Limb {
                    side: side.to_owned(),
                    limb: limb.to_owned(),
                    level: (question == "amputation_levels").then(|| word.to_owned()),
                }));
            }
        }
    }
    lost
}

/// The artificial limbs of a service.
pub(super) fn fitted(named: &Named<'_>) -> Vec<Limb> {
    let limb = match named.text("item").as_deref() {
        Some("prosthesis_leg") => "leg",
        Some("prosthesis_arm") => "arm",
        _ => return Vec::new(),
    };
    let told = named.text("side").unwrap_or_default();
    let sides = SIDES.iter().filter(|side| told == **side || told == "both");
    let limbs = sides.map(|side| Limb {
        side: (*side).to_owned(),
        limb: limb.to_owned(),
        level: named.text("level"),
    });
    limbs.collect()
}

fn domains(named: &Named<'_>) -> [Option<u8>; 6] {
    let names = [
        "wgss_see",
        "wgss_hear",
        "wgss_walk",
        "wgss_remember",
        "wgss_selfcare",
        "wgss_communicate",
    ];
    names.map(|name| named.number(name).filter(|it| (1..=4).contains(it)))
}

fn needs(form: &Form, answers: &Answers) -> u32 {
    let mut questions = form.questions();
    let repeat = questions.find(|question| question.name == "needs");
    let count = repeat.map_or(0, |repeat| answers.instances(&repeat.path).len());
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn is_settled(named: &Named<'_>) -> bool {
    let is_closed = |outcome: String| CLOSED.contains(&outcome.as_str());
    named.text("handed_over").as_deref() == Some("yes")
        || named.text("outcome").is_some_and(is_closed)
}
