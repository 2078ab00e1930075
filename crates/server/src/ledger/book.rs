//! The tables of a ledger: rows in, rows out, and no decisions. Whoever stores a ledger writes this, and
//! nothing else; what the rows mean is in the modules beside it, once for every database.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{PoisonError, RwLock};

use records::{DeviceId, Digest, PersonId, RecordId, Revision, RevisionId, TeamId};
use sync::{BatchId, FileName, Kept, Placed, Refused, SignedReceipt};

use super::{
    Act, Arrival, Device, FormCard, FormFiles, LedgerError, NewForm, Pass, PassedOver, Person,
    Programme, Scope, Team,
};

/// What a question to the tables brings.
pub(super) type Found<T> = Result<T, LedgerError>;

/// Something that holds the tables and lends them out.
pub(super) trait Database: Send + Sync {
    /// What lends the tables while one ask is answered.
    type Session<'s>: Session
    where
        Self: 's;

    /// Runs `work` with a session; without `writes` nothing is changed in it. An error undoes what the
    /// session had not yet committed.
    fn session<T>(
        &self,
        writes: bool,
        work: impl FnOnce(&Self::Session<'_>) -> Found<T>,
    ) -> Found<T>;

    /// Who gives the commands, for the list of acts.
    fn actor(&self) -> &Actor;

    /// Called after bodies were taken out and that is committed.
    fn bodies_went(&self) {}

    /// As [`super::Ledger::backup`].
    fn copy(&self, to: &std::path::Path, key: &[u8; 32], now_ms: u64) -> Found<()>;

    /// Runs `work` on one moment of the tables.
    fn read<T>(&self, work: impl FnOnce(&dyn Book) -> Found<T>) -> Found<T> {
        self.session(false, |session| session.look(work))
    }

    /// Runs `work` in a writing transaction; an error undoes all of it.
    fn write<T>(&self, work: impl FnOnce(&dyn Book) -> Found<T>) -> Found<T> {
        self.session(true, |session| session.change(work))
    }
}

/// Who gives the commands that this program does at a ledger.
#[derive(Debug, Default)]
pub(super) struct Actor(RwLock<String>);

impl Actor {
    pub(super) fn set(&self, who: &str) {
        who.clone_into(&mut self.0.write().unwrap_or_else(PoisonError::into_inner));
    }

    pub(super) fn get(&self) -> String {
        let who = self.0.read().unwrap_or_else(PoisonError::into_inner);
        match who.as_str() {
            "" => "centre".to_owned(),
            who => who.to_owned(),
        }
    }
}

/// Lends the tables, for one ask.
pub(super) trait Session {
    /// Lends them for reading. What is read between two changes is one moment.
    fn look<T>(&self, work: impl FnOnce(&dyn Book) -> Found<T>) -> Found<T>;

    /// Lends them for a change of at most one team, which is whole or not at all. Whether it is committed
    /// by itself or with the session is the database's affair.
    fn change<T>(&self, work: impl FnOnce(&dyn Book) -> Found<T>) -> Found<T>;
}

/// All tables.
pub(super) trait Book: People + Parts + Papers {}

impl<B: People + Parts + Papers> Book for B {}

/// Whom a question is about.
#[derive(Debug, Clone, Copy)]
pub(super) enum Whom {
    /// Everybody.
    All,
    /// One person.
    One(PersonId),
    /// The people who use a laptop and are active.
    On(DeviceId),
}

/// A laptop as its token finds it.
pub(super) struct Holder {
    pub(super) device: DeviceId,
    pub(super) public: [u8; 32],
    pub(super) revoked: bool,
    pub(super) token_hash: [u8; 32],
}

/// An invitation as it stands in its row.
pub(super) struct Invited {
    pub(super) person: Option<PersonId>,
    pub(super) name: String,
    pub(super) role: String,
    pub(super) scope: Scope,
    pub(super) expires_ms: u64,
    pub(super) used_by: Option<DeviceId>,
    pub(super) withdrawn: bool,
}

/// The tables of who may come. A question that finds nothing brings `None`, `false` or an empty list.
pub(super) trait People {
    /// Adds the programme; false when there is one.
    fn set_up(&self, programme: &Programme, now_ms: u64) -> Found<bool>;
    /// Moves the roster on by one and its time never back; false without a programme.
    fn renew_roster(&self, now_ms: u64) -> Found<bool>;
    /// Changes the address of the programme.
    fn set_url(&self, url: &str) -> Found<()>;
    /// Moves on by one the number of the secret by which persons are named for others.
    fn renew_names(&self) -> Found<()>;
    /// Returns that number.
    fn names(&self) -> Found<Option<u32>>;
    /// Returns the version of the roster.
    fn roster_version(&self) -> Found<Option<u64>>;
    /// Returns the programme, the version of its roster and when that grew.
    fn programme(&self) -> Found<Option<(Programme, u64, u64)>>;
    /// Returns the teams by code.
    fn teams(&self) -> Found<Vec<Team>>;
    /// Returns people by id.
    fn people(&self, whom: Whom) -> Found<Vec<Person>>;
    /// Returns the laptops by id.
    fn devices(&self) -> Found<Vec<Device>>;
    /// Adds a team; false when its code is taken.
    fn add_team(&self, team: &Team) -> Found<bool>;
    /// Says whether there is such a team.
    fn has_team(&self, team: &TeamId) -> Found<bool>;
    /// Adds an invitation for `guest`.
    fn add_invitation(&self, pass: &Pass, guest: &Invited, now_ms: u64) -> Found<()>;
    /// Returns an invitation and keeps others from using it meanwhile.
    fn invitation(&self, secret_hash: &[u8; 32]) -> Found<Option<Invited>>;
    /// Returns all invitations, the newest first, each with the hash of its secret.
    fn invitations(&self) -> Found<Vec<([u8; 32], Invited)>>;
    /// Marks an invitation as taken back; false when there is none.
    fn withdraw(&self, secret_hash: &[u8; 32]) -> Found<bool>;
    /// Gives a person another role and other teams; false when there is none.
    fn change_person(&self, person: PersonId, role: &str, scope: &Scope) -> Found<bool>;
    /// Returns the laptop with a token.
    fn holder(&self, token_hash: &[u8; 32]) -> Found<Option<Holder>>;
    /// Returns the public key of a laptop, and whether it was revoked.
    fn device_key(&self, device: DeviceId) -> Found<Option<([u8; 32], bool)>>;
    /// Marks a person as no longer active; false when there is none.
    fn deactivate(&self, person: PersonId) -> Found<bool>;
    /// Marks a laptop as revoked; false when there is none.
    fn revoke(&self, device: DeviceId) -> Found<bool>;
    /// Adds a person with their teams.
    fn add_person(&self, person: &Person, now_ms: u64) -> Found<()>;
    /// Gives a laptop another name; false when there is none.
    fn rename_device(&self, device: DeviceId, name: &str) -> Found<bool>;
    /// Gives a laptop another token, which no other may have; false when there is none.
    fn renew_token(&self, device: DeviceId, token_hash: &[u8; 32]) -> Found<bool>;
    /// Adds a laptop.
    fn add_device(&self, device: DeviceId, arrival: &Arrival, now_ms: u64) -> Found<()>;
    /// Says that a person uses a laptop; false when that was known.
    fn pair(&self, device: DeviceId, person: PersonId) -> Found<bool>;
    /// Writes down who used an invitation.
    fn use_up(&self, secret_hash: &[u8; 32], device: DeviceId, person: PersonId) -> Found<()>;
}

/// Where a team's ledger stands.
pub(super) struct Place {
    pub(super) seq: u64,
    pub(super) digest: Digest,
}

/// What the row of a part says beside its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) seq: u64,
    pub(super) device: DeviceId,
    pub(super) first: u64,
    pub(super) count: u64,
}

/// Who brought a part, under which name, and when.
#[derive(Debug, Clone, Copy)]
pub(super) struct Brought<'a> {
    pub(super) by: DeviceId,
    pub(super) batch: &'a BatchId,
    pub(super) at_ms: u64,
    /// What that laptop's own clock said then, where it told.
    pub(super) laptop_ms: Option<u64>,
}

/// Where a revision is, as the index says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Indexed {
    pub(super) seq: u64,
    pub(super) n: u64,
    pub(super) kind: u8,
    pub(super) record: RecordId,
}

/// What came under the name of a batch.
pub(super) struct Note {
    pub(super) team: TeamId,
    /// What the part is called by its seal.
    pub(super) ids_hash: [u8; 32],
    /// The first and the last position at which its revisions stand.
    pub(super) positions: (u64, u64),
    pub(super) ids: Vec<RevisionId>,
}

impl Note {
    /// Reads ids that stand end to end, as a row keeps them.
    pub(super) fn ids(bytes: &[u8]) -> Found<Vec<RevisionId>> {
        let ids = bytes.chunks(32).map(RevisionId::from_slice);
        ids.collect::<Result<_, _>>()
            .map_err(|_length| LedgerError::Damaged { what: "note" })
    }
}

/// The tables of what was brought and promised.
pub(super) trait Parts {
    /// Returns where a team stands; `None` when there is no such team.
    fn place(&self, team: &TeamId) -> Found<Option<Place>>;
    /// Does the same, and nobody else moves the team on before this transaction ends.
    fn place_held(&self, team: &TeamId) -> Found<Option<Place>>;
    /// Moves a team on.
    fn move_on(&self, team: &TeamId, place: &Place) -> Found<()>;
    /// Writes down that revisions are in the part `seq`, and returns those that were not known.
    fn index(&self, team: &TeamId, seq: u64, revisions: &[Revision])
    -> Found<BTreeSet<RevisionId>>;
    /// Returns what the index says of those of `ids` that it knows.
    fn indexed(&self, team: &TeamId, ids: &[RevisionId]) -> Found<BTreeMap<RevisionId, Indexed>>;
    /// Keeps a part.
    fn keep(&self, team: &TeamId, head: &Head, brought: Brought<'_>, wire: &[u8]) -> Found<()>;
    /// Returns the bytes of a part.
    fn wire(&self, team: &TeamId, seq: u64) -> Found<Option<Vec<u8>>>;
    /// Puts other bytes in their place: those without erased bodies.
    fn rewrite(&self, team: &TeamId, seq: u64, wire: &[u8]) -> Found<()>;
    /// Returns the parts after `seq` in order, the last of them the first to reach `bytes` together.
    fn after(&self, team: &TeamId, seq: u64, bytes: usize) -> Found<Vec<Kept>>;
    /// Returns what the rows of all parts say, in order.
    fn heads(&self, team: &TeamId) -> Found<Vec<Head>>;
    /// Returns the positions of a device's parts that hold a count from `first` to `last`, in order.
    fn parts_with(&self, team: &TeamId, device: DeviceId, span: (u64, u64)) -> Found<Vec<u64>>;
    /// Returns where the revisions of records are.
    fn places(
        &self,
        team: &TeamId,
        records: &BTreeSet<RecordId>,
    ) -> Found<Vec<(RecordId, RevisionId, u64)>>;
    /// Returns those of `records` of which the index knows an erase.
    fn erased(&self, team: &TeamId, records: &BTreeSet<RecordId>) -> Found<BTreeSet<RecordId>>;
    /// Returns the ids from `low` up to but without `high`, sorted.
    fn ids(&self, team: &TeamId, low: RevisionId, high: Option<RevisionId>) -> Found<Vec<Placed>>;
    /// Returns what is held against revisions, by id and code.
    fn marks(&self, team: &TeamId, ids: &[RevisionId]) -> Found<Vec<Refused>>;
    /// Returns the marks with a number above `number` in order, at most `most`, each with its number. When there is no
    /// such number the ledger has lost some: then all from the first on.
    fn marks_after(&self, team: &TeamId, number: u64, most: usize) -> Found<Vec<(u64, Refused)>>;
    /// Adds what is held against revisions, each with the next number of the team, whose row the caller holds; what is
    /// held already stays.
    fn mark(&self, team: &TeamId, marks: &[Refused], now_ms: u64) -> Found<()>;
    /// Returns how many revisions carry a mark with this code.
    fn marked(&self, team: &TeamId, code: &str) -> Found<u64>;
    /// Adds a note under a batch, once. The device's notes in this team under other names that have
    /// their receipt go.
    fn note(&self, by: DeviceId, batch: &BatchId, note: &Note) -> Found<()>;
    /// Returns what was noted under a batch in all teams.
    fn notes(&self, by: DeviceId, batch: &BatchId) -> Found<Vec<Note>>;
    /// Says whether anything was.
    fn has_notes(&self, by: DeviceId, batch: &BatchId) -> Found<bool>;
    /// Returns the receipt that a batch got, and keeps others from giving one when `held`.
    fn receipt(&self, by: DeviceId, batch: &BatchId, held: bool) -> Found<Option<SignedReceipt>>;
    /// Keeps the receipt of a batch, in place of one before.
    fn give(&self, by: DeviceId, batch: &BatchId, signed: &SignedReceipt, now_ms: u64)
    -> Found<()>;
    /// Shows every receipt.
    fn each_receipt(
        &self,
        show: &mut dyn FnMut(DeviceId, &SignedReceipt) -> Found<()>,
    ) -> Found<()>;
    /// Returns what the database finds wrong with itself.
    fn faults(&self) -> Found<Vec<String>>;
}

/// The tables of what the centre checks by, how far it has checked, and what was done at it.
pub(super) trait Papers {
    /// Adds a form with its files; false when this version is there.
    fn add_form(&self, form: &NewForm, now_ms: u64) -> Found<bool>;
    /// Returns the file of a form version and those beside it.
    fn form(&self, id: &str, version: &str) -> Found<Option<FormFiles>>;
    /// Lists the forms that were added, by id and version.
    fn forms(&self) -> Found<Vec<FormCard>>;
    /// Puts a table of rules in place of the one before; `None`: none.
    fn set_rules(&self, table: Option<(&str, &[u8])>, now_ms: u64) -> Found<()>;
    /// Returns the table of rules: the name of its file, and what is in it.
    fn rules(&self) -> Found<Option<(String, Vec<u8>)>>;
    /// Returns a team with parts that were not looked into, and the position up to which its parts were.
    fn behind(&self) -> Found<Option<(TeamId, u64)>>;
    /// Returns the position up to which the parts of a team were looked into.
    fn checked(&self, team: &TeamId) -> Found<u64>;
    /// Moves it.
    fn set_checked(&self, team: &TeamId, seq: u64) -> Found<()>;
    /// Forgets how far every team was looked into, and what was passed over.
    fn check_all_again(&self) -> Found<()>;
    /// Adds saves of a form to those that were passed over, met behind position `seq`.
    fn pass_over(&self, over: &PassedOver, seq: u64) -> Found<()>;
    /// Returns what was passed over by team, form and version, at most `most` rows.
    fn passed_over(&self, most: u32) -> Found<Vec<PassedOver>>;
    /// Returns the position behind which a team has the first save that was passed over.
    fn first_passed_over(&self, team: &TeamId) -> Found<Option<u64>>;
    /// Forgets what was passed over in a team.
    fn forget_passed_over(&self, team: &TeamId) -> Found<()>;
    /// Writes down that a file was signed for, with its length; one that was signed for before stays as it is.
    fn promise_file(&self, file: &FileName, bytes: u64, now_ms: u64) -> Found<()>;
    /// Returns files that were signed for, with their lengths, by team and content, from behind `after` on, at most `most`.
    fn promised_files(&self, after: Option<&FileName>, most: u32) -> Found<Vec<(FileName, u64)>>;
    /// Adds an administrative act.
    fn note_act(&self, act: &Act) -> Found<()>;
    /// Returns the acts after number `after` in order, at most `most`, each with its number.
    fn acts(&self, after: u64, most: u32) -> Found<Vec<(u64, Act)>>;
}
