//! What a person agreed to, over all records of them: the strictest holds.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use forms::Form;
use programme::duplicates::{Answer, Consent, Id, strictest};
use programme::masking::Showing;
use records::RecordId;
use store::{Query, Reader, RecordRow, Writer};

use super::queue::may_compare;
use crate::clock::local;
use crate::drafts::record_id;
use crate::open::Open;
use crate::state::RecordState;
use crate::veil::{Seen, Veil};
use crate::view::ConsentStanding;
use crate::{Desk, DeskError};

/// The list that decisions about consent are entries of.
const LIST: &str = "consents";
/// Decisions about consent of one person that are read.
const READ_MAX: u32 = 200;

impl Desk {
    /// What holds for each use over two records of one person together: the strictest. Where decisions are masked for
    /// this person, that they were shown is written down first; those that they are not shown in any way are left out.
    ///
    /// # Errors
    /// When the role does not review, or one of the records is not there or not seen by this person.
    pub fn double_consents(
        &self,
        one: &str,
        other: &str,
    ) -> Result<Vec<ConsentStanding>, DeskError> {
        let records = [record_id(one)?, record_id(other)?];
        self.with_open(|open| {
            may_compare(open)?;
            open.store.write_as(|writer| {
                for record in records {
                    open.team_of(writer, record)?;
                }
                self.consents_of(open, writer, &records)
            })
        })
    }

    fn consents_of(
        &self,
        open: &Open,
        writer: &mut Writer<'_>,
        records: &[RecordId],
    ) -> Result<Vec<ConsentStanding>, DeskError> {
        let mut consents = Vec::new();
        let mut read: BTreeSet<RecordId> = BTreeSet::new();
        for record in records {
            let page = writer.page(&Query {
                link: Some(*record),
                teams: open.person.teams.clone(),
                limit: READ_MAX,
                ..Query::default()
            })?;
            for row in page.rows {
                if read.insert(row.record) {
                    let (said, is_masked) = decided(open, writer, &row)?;
                    if is_masked && !said.is_empty() {
                        let seen = Seen {
                            record: row.record,
                            team: &row.team,
                            form: &row.form,
                            path: "",
                            deed: "shown",
                        };
                        self.note_reveal(open, writer, &seen, None)?;
                    }
                    consents.extend(said);
                }
            }
        }
        let ids: Vec<Id> = records.iter().map(|record| record.0).collect();
        let today = local(self.now(), self.offset()).date_naive();
        let standing = strictest(&consents, &ids, today).into_iter();
        Ok(standing
            .map(|(scope, standing)| ConsentStanding {
                scope,
                answer: match standing.answer {
                    Answer::Given => "given",
                    Answer::NotAsked => "not_asked",
                    Answer::Refused => "refused",
                    Answer::Withdrawn => "withdrawn",
                }
                .to_owned(),
                expires: standing.expires.map(|day| day.to_string()),
            })
            .collect())
    }
}

/// The decisions about consent that a record holds, one for each use; and whether any of it is masked.
fn decided(
    open: &Open,
    reader: &Reader<'_>,
    row: &RecordRow,
) -> Result<(Vec<Consent>, bool), DeskError> {
    let Ok(form) = open.book.of_record(reader, &row.form, &row.form_version) else {
        return Ok((Vec::new(), false));
    };
    if !form.entity_lists().any(|list| list == LIST) {
        return Ok((Vec::new(), false));
    }
    let revisions = reader.revisions_of(&row.team, row.record)?;
    let Some((state, subject)) = open.fold(reader, &revisions).zip(row.link) else {
        return Ok((Vec::new(), false));
    };
    let veil = Veil::over(open, &state, &form);
    let mut is_masked = false;
    let told = read(&form, &state, subject, &mut |path| {
        let showing = veil.showing(path);
        is_masked |= showing == Showing::Masked;
        showing != Showing::Barred
    });
    Ok((told, is_masked))
}

fn read(
    form: &Form,
    state: &RecordState,
    subject: RecordId,
    is_shown: &mut dyn FnMut(&str) -> bool,
) -> Vec<Consent> {
    let mut said = |name: &str| {
        let mut questions = form.questions();
        let question = questions.find(|it| it.path.rsplit('/').next() == Some(name))?;
        let value = state.answers.get(&question.path)?;
        is_shown(&question.path).then_some(value)
    };
    let answer = match said("decision") {
        Some("given") => Answer::Given,
        Some("refused") => Answer::Refused,
        Some("withdrawn") => Answer::Withdrawn,
        _ => return Vec::new(),
    };
    let Some(date) = said("activity_date").and_then(day) else {
        return Vec::new();
    };
    let expires = said("expires_on").and_then(day);
    let org = said("share_org");
    let scopes = said("scope").unwrap_or_default().split_whitespace();
    scopes
        .map(|scope| Consent {
            subject: subject.0,
            scope: match org {
                Some(org) if scope == "share_referral" => format!("{scope}: {org}"),
                _ => scope.to_owned(),
            },
            date,
            answer,
            expires,
        })
        .collect()
}

fn day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
}
