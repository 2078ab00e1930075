//! A laptop that somebody has unlocked: who they are, what they may do, and how they write.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use forms::Form;
use programme::Role;
use programme::review::Decision;
use records::{
    Clock, DeviceId, Draft, Header, Kind, PersonId, RecordId, Revision, RevisionId, TeamId,
};
use store::{Reader, Store, Writer};
use vault::{DeviceKey, Roster};

use crate::DeskError;
use crate::drafts::Live;
use crate::formbook::FormBook;
use crate::lists::Lists;
use crate::places;
use crate::quality::Losses;
use crate::rules::RulesInUse;
use crate::state::RecordState;
use crate::stick_rest::Rest;

/// An unlocked laptop.
pub(crate) struct Open {
    pub(crate) store: Store,
    pub(crate) person: Person,
    pub(crate) roster: Mutex<Roster>,
    pub(crate) device: DeviceId,
    pub(crate) device_key: DeviceKey,
    pub(crate) book: FormBook,
    pub(crate) places: Mutex<places::Held>,
    pub(crate) lists: Lists,
    pub(crate) rules: Mutex<Arc<RulesInUse>>,
    pub(crate) live: Mutex<HashMap<[u8; 16], Live>>,
    /// What was read last of a person whom a form is about.
    pub(crate) losses: Mutex<Option<Losses>>,
    /// A stick that was not written whole.
    pub(crate) stick_rest: Mutex<Option<Rest>>,
    pub(crate) is_trial: bool,
    clock: Mutex<Clock>,
}

/// Who is signed in.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) id: PersonId,
    pub(crate) name: String,
    pub(crate) role: Role,
    /// The teams whose records they may see, the one for new records first.
    pub(crate) teams: Vec<TeamId>,
    /// They may see every team and were named for none.
    pub(crate) is_everywhere: bool,
}

/// A revision about to be made.
pub(crate) struct Statement<'a> {
    pub(crate) record: RecordId,
    pub(crate) team: &'a TeamId,
    pub(crate) kind: Kind,
    pub(crate) parents: Vec<RevisionId>,
    /// Clock of the latest parent.
    pub(crate) after: u64,
    pub(crate) form: &'a str,
    pub(crate) form_version: &'a str,
    pub(crate) body: Vec<u8>,
}

impl<'a> Statement<'a> {
    /// A decision on a record, after all that is known of it.
    pub(crate) fn of_decision(
        state: &'a RecordState,
        decision: &Decision,
    ) -> Result<Statement<'a>, DeskError> {
        let fold = &state.fold;
        Ok(Statement {
            record: fold.record,
            team: &fold.team,
            kind: Kind::Review,
            parents: fold.next_parents(),
            after: state.changed_at,
            form: &fold.form,
            form_version: &fold.form_version,
            body: decision.to_bytes().map_err(DeskError::Decision)?,
        })
    }
}

impl Open {
    /// Takes the parts of a laptop that was opened with its key.
    pub(crate) fn new(
        store: Store,
        roster: Roster,
        device_key: DeviceKey,
        person: PersonId,
        is_trial: bool,
    ) -> Result<Open, DeskError> {
        let last = store.read(|reader| reader.last_at())?;
        let rules = store.read_as(RulesInUse::read)?;
        let device = DeviceId::of_public_key(&device_key.device_public());
        let person = Person::of(&roster, person)?;
        Ok(Open {
            store,
            person,
            roster: Mutex::new(roster),
            device,
            device_key,
            book: FormBook::default(),
            places: Mutex::default(),
            lists: Lists::default(),
            rules: Mutex::new(Arc::new(rules)),
            live: Mutex::new(HashMap::new()),
            losses: Mutex::default(),
            stick_rest: Mutex::default(),
            is_trial,
            clock: Mutex::new(Clock::after(last)),
        })
    }

    /// Makes a revision of this laptop by this person and appends it.
    pub(crate) fn state(
        &self,
        writer: &mut Writer<'_>,
        statement: Statement<'_>,
        now_ms: u64,
    ) -> Result<Revision, DeskError> {
        self.state_as(writer, self.person.id, statement, now_ms)
    }

    /// Makes a revision of this laptop by somebody of the roster and appends it.
    pub(crate) fn state_as(
        &self,
        writer: &mut Writer<'_>,
        author: PersonId,
        statement: Statement<'_>,
        now_ms: u64,
    ) -> Result<Revision, DeskError> {
        let n = writer.next_n(statement.team, self.device)?;
        let revision = self.make(author, n, statement, now_ms)?;
        let roster = lock(&self.roster);
        let may_erase = |header: &Header| may_erase(&roster, header.author);
        let one = std::slice::from_ref(&revision);
        writer.append_trusting(one, store::Came::Here, &may_erase)?;
        drop(roster);
        Ok(revision)
    }

    /// Makes the revision that is this laptop's `n`th of a team.
    pub(crate) fn make(
        &self,
        author: PersonId,
        n: u64,
        statement: Statement<'_>,
        now_ms: u64,
    ) -> Result<Revision, DeskError> {
        let draft = Draft {
            record: statement.record,
            team: statement.team.clone(),
            kind: statement.kind,
            parents: statement.parents,
            form: statement.form.to_owned(),
            form_version: statement.form_version.to_owned(),
            author,
            device: self.device,
            n,
            at: lock(&self.clock).stamp(now_ms, statement.after),
        };
        Revision::new(draft, statement.body).map_err(DeskError::Revision)
    }

    /// Refuses teams that are none of this person's.
    pub(crate) fn own_team(&self, team: &TeamId) -> Result<(), DeskError> {
        if self.person.teams.contains(team) {
            Ok(())
        } else {
            Err(DeskError::NotFound { what: "record" })
        }
    }

    /// The team that new records go to.
    pub(crate) fn home_team(&self) -> Result<&TeamId, DeskError> {
        self.person.teams.first().ok_or(DeskError::NotAllowed {
            what: "work without a team",
        })
    }

    /// Refuses people who may not make records.
    pub(crate) fn may_record(&self) -> Result<(), DeskError> {
        if self.person.role.may_record() {
            Ok(())
        } else {
            Err(DeskError::NotAllowed {
                what: "make records",
            })
        }
    }

    /// Refuses people who do not look after forms, lists of places and how pictures are kept.
    pub(crate) fn may_look_after(&self) -> Result<(), DeskError> {
        if self.person.role.may_look_after() {
            Ok(())
        } else {
            Err(DeskError::NotAllowed {
                what: "look after the forms, places and pictures of a laptop",
            })
        }
    }

    /// The name of a person as the roster knows it, or the first signs of their id.
    pub(crate) fn name_of(&self, person: PersonId) -> String {
        let roster = lock(&self.roster);
        let known = roster.people.iter().find(|p| p.id == person.0);
        known.map_or_else(
            || person.to_string().chars().take(8).collect(),
            |p| p.name.clone(),
        )
    }

    /// Folds the revisions of a record, believing the roles that the roster gives. Where several saves
    /// are joined, what the form works out follows from the joined answers, and nobody is asked about it.
    pub(crate) fn fold(&self, reader: &Reader<'_>, revisions: &[Revision]) -> Option<RecordState> {
        let state = fold_by(&lock(&self.roster), revisions)?;
        let (id, version) = (&state.fold.form, &state.fold.form_version);
        let is_joined = state.fold.heads.len() > 1;
        let form = is_joined.then(|| self.book.of_record(reader, id, version).ok());
        Some(self.worked_out(state, form.flatten().as_ref()))
    }

    /// A record whose joined answers were worked out by its form; until that is here it stands as its saves left it.
    pub(crate) fn worked_out(
        &self,
        mut state: RecordState,
        form: Option<&Arc<Form>>,
    ) -> RecordState {
        if let Some(form) = form.filter(|_| state.fold.heads.len() > 1) {
            state.work_out(form);
        }
        state
    }

    /// The form of a record's answers.
    pub(crate) fn form_of(
        &self,
        reader: &Reader<'_>,
        state: &RecordState,
    ) -> Result<Arc<Form>, DeskError> {
        let (id, version) = (&state.fold.form, &state.fold.form_version);
        self.book.of_record(reader, id, version)
    }

    /// The form of this version, or the newest; nothing until the form comes to this laptop.
    pub(crate) fn form_here(
        &self,
        reader: &Reader<'_>,
        id: &str,
        version: &str,
    ) -> Result<Option<Arc<Form>>, DeskError> {
        match self.book.of_record(reader, id, version) {
            Ok(form) => Ok(Some(form)),
            Err(DeskError::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The country of the programme.
    pub(crate) fn country(&self) -> String {
        lock(&self.roster).country.clone()
    }

    /// How lists may name a place that a record names: the forms' own lists leave out the letters of the country.
    pub(crate) fn codes_of(&self, code: &str) -> [String; 2] {
        [code.to_owned(), format!("{}{code}", self.country())]
    }

    /// The revisions of a record that this person may see.
    pub(crate) fn revisions(
        &self,
        reader: &Reader<'_>,
        record: RecordId,
    ) -> Result<Vec<Revision>, DeskError> {
        let team = self.team_of(reader, record)?;
        Ok(reader.revisions_of(&team, record)?)
    }

    /// The team of a record that this person may see. Two teams can have a record of the same name only
    /// when both imported it; then the one this person works in first.
    pub(crate) fn team_of(
        &self,
        reader: &Reader<'_>,
        record: RecordId,
    ) -> Result<TeamId, DeskError> {
        let held = reader.teams_of(record)?;
        let mine = self.person.teams.iter().find(|team| held.contains(team));
        mine.cloned().ok_or(DeskError::NotFound { what: "record" })
    }
}

impl Person {
    /// A person as the roster has them.
    pub(crate) fn of(roster: &Roster, id: PersonId) -> Result<Person, DeskError> {
        let listed = roster
            .people
            .iter()
            .find(|person| person.id == id.0 && person.active);
        let listed = listed.ok_or(DeskError::NotAllowed {
            what: "work here: the programme no longer lists you",
        })?;
        let role: Role = listed.role.parse().map_err(|_| DeskError::NotAllowed {
            what: "work in this role",
        })?;
        let all = roster.teams.iter().map(|team| team.id.as_str());
        let everywhere = listed.teams.iter().any(|team| team == "*");
        let codes: Vec<&str> = if everywhere {
            all.collect()
        } else {
            listed.teams.iter().map(String::as_str).collect()
        };
        let teams = codes
            .into_iter()
            .filter_map(|code| TeamId::new(code).ok())
            .collect();
        Ok(Person {
            id,
            name: listed.name.clone(),
            role,
            teams,
            is_everywhere: everywhere,
        })
    }
}

/// Takes a lock whose holder cannot have left half a change behind.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Folds the revisions of a record by the roles that a roster gives, and works nothing out.
pub(crate) fn fold_by(roster: &Roster, revisions: &[Revision]) -> Option<RecordState> {
    let is = |person: [u8; 16], role: Role| {
        roster
            .person(&person)
            .is_some_and(|listed| listed.role == role.as_str())
    };
    RecordState::of(revisions, &is, &|header| may_erase(roster, header.author))
}

/// Tells whether the roster lets a person erase; nobody it does not know may.
pub(crate) fn may_erase(roster: &Roster, author: PersonId) -> bool {
    let role = roster
        .person(&author.0)
        .and_then(|person| person.role.parse::<Role>().ok());
    role.is_some_and(Role::may_withdraw)
}
