//! A programme to try Sala with: nothing leaves the laptop, and every record says that it is synthetic.

use forms::Filling;
use programme::Role;
use programme::review::{Comment, Decision, Move};
use records::{Kind, PersonId, RecordId, TeamId};
use store::{Reader, Writer};
use vault::Person;

use crate::clock::local;
use crate::drafts::sign;
use crate::open::{Open, Statement};
use crate::{Desk, DeskError, LocalProgramme};

const OFFICER: PersonId = PersonId(*b"synthetic-office");
const DAY_MS: u64 = 86_400_000;

/// One synthetic session: days ago, village, start, venue, audience, women, men, girls, boys, what became of it.
type Sample = (
    u64,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    [u32; 4],
    After,
);

#[derive(Clone, Copy)]
enum After {
    Waits,
    Returned,
    Verified,
}

const SAMPLES: [Sample; 8] = [
    (
        0,
        "Phlov Meas",
        "08:10",
        "school",
        "pupils",
        [3, 2, 16, 14],
        After::Waits,
    ),
    (
        0,
        "Traeng",
        "14:30",
        "household",
        "general_community",
        [11, 8, 6, 5],
        After::Waits,
    ),
    (
        1,
        "Sdau",
        "09:00",
        "pagoda",
        "farmers",
        [18, 13, 4, 7],
        After::Waits,
    ),
    (
        1,
        "Andaeuk Haeb",
        "10:00",
        "village_chief",
        "farmers",
        [14, 11, 9, 13],
        After::Returned,
    ),
    (
        2,
        "Ou Da",
        "08:30",
        "market",
        "general_community",
        [22, 9, 7, 4],
        After::Waits,
    ),
    (
        3,
        "Kamrieng",
        "15:00",
        "displacement_site",
        "displaced",
        [31, 19, 24, 26],
        After::Verified,
    ),
    (
        5,
        "Sung",
        "08:10",
        "pagoda",
        "tractor_drivers",
        [4, 17, 0, 2],
        After::Verified,
    ),
    (
        6,
        "Ta Saen",
        "13:30",
        "school",
        "pupils",
        [2, 1, 21, 23],
        After::Waits,
    ),
];

/// The programme of a trial.
pub(crate) fn programme(name: &str, language: &str) -> LocalProgramme {
    let title = if language == "km" {
        "កម្មវិធីសាកល្បង"
    } else {
        "Sample programme"
    };
    LocalProgramme {
        programme: title.to_owned(),
        country: "KH".to_owned(),
        team: "TRIAL1".to_owned(),
        name: name.trim().to_owned(),
        role: Role::Supervisor.as_str().to_owned(),
        with_samples: true,
    }
}

/// The synthetic colleague whose records the person can review.
pub(crate) fn people(team: &str) -> Vec<Person> {
    vec![Person {
        id: OFFICER.0,
        name: "Field officer (synthetic)".to_owned(),
        role: Role::Field.as_str().to_owned(),
        teams: vec![team.to_owned()],
        active: true,
    }]
}

/// Fills the trial with synthetic sessions in every state that a day brings.
pub(crate) fn fill(desk: &Desk, open: &Open) -> Result<(), DeskError> {
    let team = open.home_team()?.clone();
    open.store.write_as(|writer| {
        for sample in &SAMPLES {
            session(desk, open, writer, &team, sample)?;
        }
        Ok(())
    })
}

/// The form as the synthetic colleague filled it.
fn filled(
    desk: &Desk,
    open: &Open,
    reader: &Reader<'_>,
    sample: &Sample,
    at: u64,
) -> Result<Filling, DeskError> {
    let form = open.book.newest(reader, "eore_session")?;
    let moment = forms::Moment {
        now_ms: i64::try_from(at).unwrap_or_default(),
        ..desk.moment(open)
    };
    let mut filling = Filling::start(form, &moment);
    let day = local(at, desk.offset()).format("%Y-%m-%d").to_string();
    for (path, value) in answers(sample, &day) {
        filling
            .set(path, &value, &moment)
            .map_err(DeskError::Answer)?;
    }
    Ok(filling)
}

fn session(
    desk: &Desk,
    open: &Open,
    writer: &mut Writer<'_>,
    team: &TeamId,
    sample: &Sample,
) -> Result<(), DeskError> {
    let (days_ago, .., after) = *sample;
    let at = desk.now().saturating_sub(days_ago * DAY_MS);
    let filling = filled(desk, open, writer, sample, at)?;
    let form = filling.form();
    let mut answers = filling.submission();
    sign(form, &mut answers);
    let record = RecordId::v7(at, desk.random().bytes());
    let state = |writer: &mut Writer<'_>, author, kind, parents, after, body, at| {
        let statement = Statement {
            record,
            team,
            kind,
            parents,
            after,
            form: form.id(),
            form_version: form.version(),
            body,
        };
        open.state_as(writer, author, statement, at)
    };
    let saved = state(
        writer,
        OFFICER,
        Kind::Save,
        vec![],
        0,
        answers.to_bytes(),
        at,
    )?;
    let submit = Decision::new(Move::Submit, Role::Field)
        .to_bytes()
        .map_err(DeskError::Decision)?;
    let submitted = state(
        writer,
        OFFICER,
        Kind::Review,
        vec![saved.id],
        saved.header.at,
        submit,
        at,
    )?;
    if let Some(decision) = decision(after) {
        let body = decision.to_bytes().map_err(DeskError::Decision)?;
        let parents = vec![submitted.id];
        state(
            writer,
            open.person.id,
            Kind::Review,
            parents,
            submitted.header.at,
            body,
            desk.now(),
        )?;
    }
    desk.project(open, writer, team, record)
}

fn decision(after: After) -> Option<Decision> {
    match after {
        After::Waits => None,
        After::Verified => Some(Decision::new(Move::Verify, Role::Supervisor)),
        After::Returned => {
            let mut decision = Decision::new(Move::Return, Role::Supervisor);
            decision.comments.push(Comment {
                at: Some("sadd/total".to_owned()),
                fixed: false,
                rule: None,
                text: "Please count again with the village chief: 47 seems high for this hall."
                    .to_owned(),
            });
            Some(decision)
        }
    }
}

fn answers(sample: &Sample, day: &str) -> Vec<(&'static str, String)> {
    let (_, village, start, venue, audience, [women, men, girls, boys], _) = *sample;
    let total = women + men + girls + boys;
    let end = format!(
        "{:02}{}",
        start
            .get(..2)
            .and_then(|h| h.parse::<u32>().ok())
            .unwrap_or(8)
            + 1,
        &start.get(2..).unwrap_or(":00")
    );
    vec![
        ("place/activity_date", day.to_owned()),
        ("place/adm1", "02".to_owned()),
        ("place/district_name", "Rotonak Mondol".to_owned()),
        ("place/commune_name", "Sdau".to_owned()),
        ("place/village_name", village.to_owned()),
        ("session/technique", "interactive_group".to_owned()),
        ("session/start_time", start.to_owned()),
        ("session/end_time", end),
        ("place/venue_type", venue.to_owned()),
        ("session/primary_audience", audience.to_owned()),
        ("sadd/women", women.to_string()),
        ("sadd/men", men.to_string()),
        ("sadd/girls", girls.to_string()),
        ("sadd/boys", boys.to_string()),
        ("sadd/total", total.to_string()),
        ("sadd/first_time", (total / 2).to_string()),
        ("content/hazards_addressed", "ap_mine cluster".to_owned()),
        (
            "content/messages",
            "recognise_eo dont_touch report_mark".to_owned(),
        ),
        ("finish/facilitators", "BTB-014".to_owned()),
        (
            "finish/remarks",
            "Synthetic record, made to try Sala.".to_owned(),
        ),
    ]
}
