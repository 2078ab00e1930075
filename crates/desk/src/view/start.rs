//! Opening the program: stages, people, preferences, home.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{DeliveryCounts, RecordRow};

/// Where the program stands when a window opens.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct AppState {
    /// What to show.
    pub stage: Stage,
    /// Who may sign in on this laptop.
    pub people: Vec<PersonCard>,
    /// The programme's name, once there is one.
    pub programme: Option<String>,
    /// Who is signed in.
    pub session: Option<SessionView>,
    /// How the window should look.
    pub preferences: Preferences,
    /// Why the laptop could not be opened, with the way out.
    pub trouble: Option<super::Fault>,
}

/// The three ways the window can start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Nothing is set up: language, then join, restore or try.
    FirstRun,
    /// Set up and locked.
    Locked,
    /// Somebody is signed in.
    Open,
}

/// A person who may sign in here.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct PersonCard {
    /// Stable id.
    pub id: String,
    /// The name as the centre or the person gave it.
    pub name: String,
}

/// Who is signed in, and for which programme.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct SessionView {
    /// Stable id of the person.
    pub person: String,
    /// Their name.
    pub name: String,
    /// `field`, `coordinator`, `supervisor`, `va` or `admin`.
    pub role: String,
    /// The team that new records go to.
    pub team: Option<TeamCard>,
    /// All teams whose records this person may see here.
    pub teams: Vec<TeamCard>,
    /// The programme's name.
    pub programme: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// A local programme made to try Sala; nothing leaves this laptop.
    pub is_trial: bool,
    /// There is a centre to sync with.
    pub has_centre: bool,
    /// May make records.
    pub may_record: bool,
    /// May review records.
    pub may_review: bool,
    /// May look after forms and lists of places.
    pub may_look_after: bool,
    /// May see what was given out, and who had guarded answers shown.
    pub may_oversee: bool,
}

/// A team.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct TeamCard {
    /// Its code.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// How the window looks on this laptop; holds nothing personal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct Preferences {
    /// BCP 47, such as `en` or `km`.
    pub language: String,
    /// `system`, `light`, `dark` or `contrast`.
    pub theme: String,
    /// Per cent, 100 to 175.
    pub text_size: u32,
    /// The language was chosen by a person and is not a guess.
    pub chosen: bool,
    /// Minutes without a key or a movement after which the window locks, 1 to 60.
    pub lock_minutes: u32,
}

/// A laptop that was just set up.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct Opened {
    /// The code of the recovery sheet, shown once; absent when the laptop had one already.
    pub recovery_code: Option<String>,
    /// Where the program stands now.
    pub state: AppState,
}

/// How good a passphrase is.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct StrengthView {
    /// 0 (useless) to 4 (strong); 2 is accepted.
    pub score: u32,
    /// A code for the hint, such as `longer`, `common` or `good`.
    pub hint: String,
    /// May be used.
    pub accepted: bool,
}

/// The first screen of a person's day.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct Home {
    /// The name to greet.
    pub name: String,
    /// Today on this laptop's clock.
    pub today: String,
    /// Hour of the day, 0 to 23, to choose the greeting.
    pub hour: u32,
    /// Forms a record can be started from, most used first.
    pub forms: Vec<FormCard>,
    /// Records that a reviewer sent back to this person's teams.
    pub returned: Vec<ReturnedRow>,
    /// Unfinished work.
    pub drafts: Vec<DraftCard>,
    /// What was put aside in the last thirty days, and can be brought back.
    pub aside: Vec<DraftCard>,
    /// Records whose activity date is today.
    pub today_records: Vec<RecordRow>,
    /// Records made in the last seven days.
    pub week_count: u32,
    /// Sums over today's records.
    pub sums: Sums,
    /// Where every record is.
    pub counts: DeliveryCounts,
    /// When this laptop and the centre last compared, and whether they were equal.
    pub compared_at: Option<String>,
    /// Equal at that time.
    pub compared_equal: bool,
    /// Different at that time in nothing but what this laptop cannot read or trust.
    pub compared_set_apart: bool,
    /// Different at that time in nothing but what the centre did not take, which waits here.
    pub compared_not_taken: bool,
    /// Waiting for a decision by this person.
    pub queue_waiting: u32,
    /// Age in days of the oldest of these.
    pub queue_oldest_days: u32,
    /// Teams with what this laptop knows of their delay.
    pub teams: Vec<TeamLag>,
}

/// A team and how far behind it is, as this laptop knows it.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct TeamLag {
    /// The team.
    pub team: TeamCard,
    /// Records held here.
    pub records: u32,
    /// Submitted and undecided.
    pub waiting: u32,
    /// Date of the newest record.
    pub newest: Option<String>,
    /// Days since then.
    pub days: Option<u32>,
    /// That is longer than a team is usually silent.
    pub late: bool,
}

/// A form that can be filled.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct FormCard {
    /// Form id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Title in the person's language.
    pub title: String,
    /// Records of this form held here.
    pub records: u32,
}

/// A draft in a list.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct DraftCard {
    /// Draft id.
    pub id: String,
    /// What it is about, or empty when nothing was entered yet.
    pub title: String,
    /// The form's title.
    pub form_title: String,
    /// When it was last saved.
    pub saved_at: String,
    /// Questions that still stand in the way.
    pub problems: u32,
    /// It corrects this record.
    pub record: Option<String>,
}

/// A record that was sent back.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct ReturnedRow {
    /// The record.
    pub record: RecordRow,
    /// The question that the first words are about; empty for the whole record.
    pub question: String,
    /// How many comments there are.
    pub comments: u32,
    /// The reviewer's first words.
    pub comment: String,
    /// Who wrote them.
    pub by: String,
}

/// People in today's sessions.
#[derive(Debug, Clone, Default, Serialize, Deserialize, Type)]
pub struct Sums {
    /// Women.
    pub women: u32,
    /// Men.
    pub men: u32,
    /// Girls.
    pub girls: u32,
    /// Boys.
    pub boys: u32,
    /// All.
    pub total: u32,
}

/// What a check of this laptop found.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct DoctorView {
    /// Nothing is wrong.
    pub clean: bool,
    /// What was checked, each with its finding in plain words.
    pub findings: Vec<FindingView>,
}

/// One thing that was checked.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
pub struct FindingView {
    /// It is as it should be.
    pub fine: bool,
    /// In plain words; holds no personal data.
    pub text: String,
}
