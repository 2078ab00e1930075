//! What a reviewer looks at beside a record: what they saw of it before, who decided the contrary, what stands close
//! to it, and how far it is from where it says that it is.

use programme::masking::Showing;
use records::{Revision, RevisionId};
use store::{Looked, Query, Reader, RecordRow as Row, Sort, Writer};

use crate::clock::iso;
use crate::drafts::record_id;
use crate::misplaced::Gazetteer;
use crate::open::Open;
use crate::records_view::small;
use crate::state::RecordState;
use crate::veil::Veil;
use crate::view::{ContestedView, Neighbours, PlaceBeside, RecordRow, SeenView, VillageBeside};
use crate::{Desk, DeskError, misplaced};

/// Neighbours of one kind that are shown.
const NEIGHBOURS_MAX: u32 = 12;

impl Desk {
    /// Notes that this person saw a record when it had so many statements. Where more came meanwhile, they have not
    /// seen it as it is, and nothing is noted.
    ///
    /// # Errors
    /// When the record is not there or none of this person's teams holds it.
    pub fn record_seen(&self, record: &str, statements: u32) -> Result<(), DeskError> {
        let id = record_id(record)?;
        self.with_open(|open| {
            open.store.write_as(|writer| {
                let team = open.team_of(writer, id)?;
                if writer.statements(&team, id)? != u64::from(statements) {
                    return Ok(());
                }
                let revisions = writer.revisions_of(&team, id)?;
                match open.fold(writer, &revisions) {
                    Some(state) => self.saw(open, writer, &state),
                    None => Ok(()),
                }
            })
        })
    }

    /// Notes that this person has seen a record as it is now.
    pub(crate) fn saw(
        &self,
        open: &Open,
        writer: &mut Writer<'_>,
        state: &RecordState,
    ) -> Result<(), DeskError> {
        let (team, record) = (&state.fold.team, state.fold.record);
        let seen = Looked {
            statements: writer.statements(team, record)?,
            winner: state.winner,
            at_ms: self.now(),
        };
        Ok(writer.set_looked(open.person.id, team, record, &seen)?)
    }

    /// What this person last saw of a record.
    pub(crate) fn seen_before(
        &self,
        open: &Open,
        reader: &Reader<'_>,
        state: &RecordState,
    ) -> Result<Option<SeenView>, DeskError> {
        let seen = reader.looked(open.person.id, &state.fold.team, state.fold.record)?;
        Ok(seen.map(|seen| SeenView {
            save: seen.winner.to_string(),
            at: iso(seen.at_ms, self.offset()),
            same: seen.statements == state.fold.order.len() as u64,
        }))
    }

    /// The decisions of a record that say the contrary of each other.
    pub(crate) fn contested(
        &self,
        open: &Open,
        state: &RecordState,
        revisions: &[Revision],
        form: &forms::Form,
    ) -> Vec<ContestedView> {
        let ids = state.status.contested.iter();
        let ids = ids.filter_map(|event| state.events.get(*event));
        let told = ids.filter_map(|id: &RevisionId| {
            let revision = revisions.iter().find(|revision| revision.id == *id)?;
            let decision = state.decisions.get(id)?;
            Some(ContestedView {
                revision: id.to_string(),
                decision: decision.mv.as_str().to_owned(),
                who: open.name_of(revision.header.author),
                role: decision.role.as_str().to_owned(),
                at: iso(revision.header.at, self.offset()),
                notes: self.notes(open, revision, state, form),
            })
        });
        told.collect()
    }

    /// Where a record was, beside the village that it names, as far as this person is shown either.
    pub(crate) fn place_beside(
        &self,
        open: &Open,
        reader: &Reader<'_>,
        gazetteer: &Gazetteer<'_>,
        state: &RecordState,
        veil: &Veil<'_>,
    ) -> Result<Option<PlaceBeside>, DeskError> {
        let is_shown = |path: &str| veil.showing(path) == Showing::Open;
        let placed = misplaced::placed(open, gazetteer, &state.answers, veil.form());
        let Some(placed) = placed.filter(|placed| is_shown(&placed.path)) else {
            return Ok(None);
        };
        let village = placed.village.filter(|village| is_shown(&village.path));
        let village = village.map(|village| {
            Ok::<_, DeskError>(VillageBeside {
                place: self.place_name(open, reader, Some(veil.form()), &village.code)?,
                lat: village.at.lat,
                lon: village.at.lon,
                metres: village.metres,
            })
        });
        Ok(Some(PlaceBeside {
            path: placed.path,
            lat: placed.at.lat,
            lon: placed.at.lon,
            village: village.transpose()?,
        }))
    }

    /// Records that stand close to one: of its team and day, of its village and month, about the same person.
    ///
    /// # Errors
    /// When the record is not there or none of this person's teams holds it.
    pub fn record_neighbours(&self, record: &str) -> Result<Neighbours, DeskError> {
        let id = record_id(record)?;
        self.with_open(|open| {
            open.store.read_as(|reader| {
                let team = open.team_of(reader, id)?;
                let row = reader
                    .row(&team, id)?
                    .ok_or(DeskError::NotFound { what: "record" })?;
                let shown = self.row_view(open, reader, row.clone())?;
                let all = Query {
                    teams: open.person.teams.clone(),
                    sight: open.person.sight(),
                    unmerged: true,
                    sort: Sort::Story,
                    limit: NEIGHBOURS_MAX + 1,
                    ..Query::default()
                };
                // What stands behind another record is in none of these lists by itself.
                let is_listed = reader.head_of(id)?.is_none();
                let list = |query: Option<Query>| match query {
                    Some(query) => self.some_rows(open, reader, &query),
                    None => Ok((Vec::new(), 0)),
                };
                let others = |query: Option<Query>, has_itself: bool| {
                    let (mut rows, all) = list(query)?;
                    rows.retain(|one| one.record != shown.record);
                    rows.truncate(NEIGHBOURS_MAX as usize);
                    let itself = u32::from(has_itself && is_listed);
                    let more = all.saturating_sub(itself + small(rows.len() as u64));
                    Ok::<_, DeskError>((rows, more))
                };
                let (of_the_day, day) = list(of_day(&all, &row, &shown))?;
                let day = day + u32::from(!is_listed);
                let (same_day, more_same_day) = day_with(&shown, of_the_day, day);
                let (same_village, more_same_village) =
                    others(of_village(&all, &row, &shown), true)?;
                let about = Query {
                    link: Some(row.link.unwrap_or(id)),
                    ..all
                };
                let (same_person, more_same_person) = others(Some(about), row.link.is_some())?;
                Ok(Neighbours {
                    same_day,
                    more_same_day,
                    same_village,
                    more_same_village,
                    same_person,
                    more_same_person,
                })
            })
        })
    }

    /// The first rows of a list, and how many it has.
    fn some_rows(
        &self,
        open: &Open,
        reader: &Reader<'_>,
        query: &Query,
    ) -> Result<(Vec<RecordRow>, u32), DeskError> {
        let page = reader.page(query)?;
        Ok((self.shown_rows(open, reader, page.rows)?, small(page.total)))
    }

    fn shown_rows(
        &self,
        open: &Open,
        reader: &Reader<'_>,
        rows: Vec<Row>,
    ) -> Result<Vec<RecordRow>, DeskError> {
        let rows = rows.into_iter();
        rows.map(|row| self.row_view(open, reader, row)).collect()
    }
}

/// Of a day's records those that are shown, the record itself always among them, and how many more there are.
fn day_with(itself: &RecordRow, mut rows: Vec<RecordRow>, all: u32) -> (Vec<RecordRow>, u32) {
    rows.truncate(NEIGHBOURS_MAX as usize);
    let is_here = |row: &RecordRow| row.record == itself.record;
    let is_missing = !rows.iter().any(is_here);
    if is_missing && !rows.is_empty() {
        // Those that are shown came before it.
        rows.truncate(NEIGHBOURS_MAX as usize - 1);
        rows.push(itself.clone());
    }
    match rows.len() {
        0 | 1 => (Vec::new(), 0),
        shown => (rows, all.saturating_sub(small(shown as u64))),
    }
}

/// What the same team did on the same day, where this person is shown the day.
fn of_day(all: &Query, row: &Row, shown: &RecordRow) -> Option<Query> {
    shown.date.as_ref()?;
    Some(Query {
        teams: vec![row.team.clone()],
        from: row.activity_date.clone(),
        to: row.activity_date.clone(),
        ..all.clone()
    })
}

/// What there is of the same form in the same village and month, where this person is shown both.
fn of_village(all: &Query, row: &Row, shown: &RecordRow) -> Option<Query> {
    let month = shown.date.as_ref()?.get(..7)?;
    if shown.masked.iter().any(|fact| fact == "place") {
        return None;
    }
    Some(Query {
        adm4: Some(row.adm4.clone()?),
        form: Some(row.form.clone()),
        from: Some(format!("{month}-01")),
        to: Some(format!("{month}-31")),
        ..all.clone()
    })
}
