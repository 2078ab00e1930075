//! A supervisor's month end in the window, by the keyboard alone and in both languages: a month is locked, a record of it
//! is corrected afterwards, and every report goes out in every kind of file.

use std::path::{Path, PathBuf};

use desk::view::{RecordQuery, ReportAsk};
use kit::answers::{ACCIDENT, Answers, CONSENT, KILLED, PERSON, PINNED, REFERRAL, SESSION, SUNG};
use kit::window::{Window, left_out};
use kit::{Laptop, Office, days_ago};
use serde_json::json;
use tempfile::TempDir;

use crate::day::{hand_over, person};
use crate::hands::{at, done, focused, go, gone, lock, look, step_to, unlock, until};
use crate::open;
use crate::outputs::{FORMATS, Shown, check, points, shown};
use crate::pictures::preferences;

/// Whoever was taught long ago is reported late: the month is the one of this day.
const DAYS_AGO: u32 = 20;
/// The reports of the domain's dictionary, §6.3, in the order in which the screen offers them, without the list of
/// single persons.
const REPORTS: [&str; 6] = [
    "sadd",
    "casualties",
    "donor",
    "village",
    "referrals",
    "quality",
];
/// The list of single persons, which is for those who care for them.
const CASELOAD: &str = "caseload";
/// The column of women in the monthly table.
const WOMEN: usize = 1;
const CORRECTED: &str = "Andaeuk Haeb";

/// What the screens are called, and the kinds of files that are made: all of them once.
struct Tongue {
    code: &'static str,
    home: &'static str,
    review: &'static str,
    reports: &'static str,
    formats: &'static [&'static str],
}

const TONGUES: [Tongue; 2] = [
    Tongue {
        code: "en",
        home: "Home",
        review: "Review",
        reports: "Reports",
        formats: &FORMATS,
    },
    Tongue {
        code: "km",
        home: "ទំព័រដើម",
        review: "ពិនិត្យ",
        reports: "របាយការណ៍",
        formats: &["xlsx", "pdf"],
    },
];

struct MonthEnd {
    laptop: Laptop,
    /// The record that is corrected after its month was locked.
    record: String,
    day: String,
    _office: Office,
}

/// Two sessions, an accident and two persons of a month are approved; one more session waits.
fn made(language: &str) -> MonthEnd {
    let office = Office::open();
    let laptop = office.laptop("Sok Dara", "field", &["BTB2"]);
    laptop.add(&office.invite("Chea Vanna", "va", &["BTB2"]));
    laptop.add(&office.invite("Chan Sophea", "supervisor", &[]));
    // Clocks of stories are seven hours ahead of Greenwich; what they wrote must not be of tomorrow.
    laptop.watch.set_days_ago(1);
    let look = preferences(language, "light", true);
    laptop.desk.set_preferences(&look).unwrap();
    let day = days_ago(DAYS_AGO);
    laptop.sign_in("Sok Dara");
    let mut approved: Vec<String> = Vec::new();
    let held = [
        (CORRECTED, "12.783412 102.861234 0 5", "08", "9", "13"),
        ("Kamrieng", "12.942123 102.774321 0 5", "10", "20", "24"),
        ("Ou Tapoung", "12.804567 102.872345 0 5", "14", "7", "11"),
    ];
    for (village, position, hour, women, total) in held {
        let [from, to] = ["10", "55"].map(|minute| format!("{hour}:{minute}"));
        let of_this_one = [
            ("place/activity_date", day.as_str()),
            ("place/village_name", village),
            ("place/position", position),
            ("session/start_time", &from),
            ("session/end_time", &to),
            ("sadd/women", women),
            ("sadd/total", total),
        ];
        approved.push(laptop.make("eore_session", &[SUNG, SESSION, PINNED, &of_this_one]));
    }
    approved.pop();
    laptop.sign_in("Chea Vanna");
    approved.extend(care(&laptop, &day));
    laptop.sign_in("Chan Sophea");
    for record in &approved {
        laptop.decide(record, "approve", None).unwrap();
    }
    MonthEnd {
        record: approved.remove(0),
        laptop,
        day,
        _office: office,
    }
}

/// A woman who was killed in an accident, and one of her family who is referred.
fn care(laptop: &Laptop, day: &str) -> Vec<String> {
    let killed = [
        ("when/accident_date", day),
        ("toll/killed_n", "1"),
        ("toll/injured_n", "0"),
    ];
    let accident = laptop.make("accident", &[ACCIDENT, &killed]);
    let of_her: &Answers<'_> = &[("who/accident_pick", &accident)];
    let casualty = laptop.make("person", &[KILLED, of_her]);
    let agreed = [
        ("consent/consent_date", day),
        ("who/name_latin", "Chhim Sokha"),
    ];
    let family = laptop.make("person", &[PERSON, &agreed]);
    let of_her = [
        ("who/person_pick", family.as_str()),
        ("deciding/activity_date", day),
    ];
    let consent = laptop.make("consent", &[CONSENT, &of_her]);
    let referred = [
        ("who/person_pick", family.as_str()),
        ("consenting/consent_id", &consent),
        ("consenting/consent_date", day),
        ("progress/activity_date", day),
        ("progress/sent_on", day),
    ];
    let referral = laptop.make("referral", &[REFERRAL, &referred]);
    vec![accident, casualty, family, consent, referral]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_is_locked_corrected_and_given_out() {
    if left_out() {
        return;
    }
    for tongue in &TONGUES {
        let code = tongue.code;
        let made = move || made(code);
        let mut story = tokio::task::spawn_blocking(made).await.unwrap();
        let [dara, sophea, vanna] =
            ["Sok Dara", "Chan Sophea", "Chea Vanna"].map(|name| person(&story.laptop, name));
        let folder = tempfile::tempdir().unwrap();
        let window = open(&hand_over(&mut story.laptop)).await;
        unlock(&window, &sophea).await;
        lock_month(&window, tongue, &story.day).await;
        open_again(&window, &story.record, tongue).await;
        lock(&window).await;
        unlock(&window, &dara).await;
        correct(&window, &story.record).await;
        lock(&window).await;
        unlock(&window, &sophea).await;
        approve(&window, &story.record, tongue).await;
        let mut told = give_all(&window, tongue, &story.day, &REPORTS, &folder).await;
        lock(&window).await;
        unlock(&window, &vanna).await;
        told.extend(give_all(&window, tongue, &story.day, &[CASELOAD], &folder).await);
        window.close().await;
        let code = tongue.code;
        let came = move || {
            for (files, shown) in &told {
                files.iter().for_each(|file| check(file, shown, code));
            }
            came_of_it(&story, &told);
        };
        tokio::task::spawn_blocking(came).await.unwrap();
    }
}

async fn lock_month(window: &Window, tongue: &Tongue, day: &str) {
    let (month, _) = day.rsplit_once('-').unwrap();
    let lock = format!("lock-{month}-BTB2");
    go(window, tongue.review, "review").await;
    window.see("part-months").await;
    window.settle().await;
    step_to(window, "Tab", "part-months").await;
    window.strike(&["Enter"]).await;
    window.see(&lock).await;
    step_to(window, "Tab", &lock).await;
    window.strike(&["Enter"]).await;
    window.see("dialog-month").await;
    look(window, &format!("month-end-1-lock-{}", tongue.code)).await;
    step_to(window, "Tab", "month-do").await;
    window.strike(&["Enter"]).await;
    gone(window, &lock).await;
    gone(window, "dialog-month").await;
    look(window, &format!("month-end-2-locked-{}", tongue.code)).await;
}

/// What was locked is opened for a correction, with the reason.
async fn open_again(window: &Window, record: &str, tongue: &Tongue) {
    go(window, CORRECTED, record).await;
    window.see("move-reopen").await;
    window.settle().await;
    step_to(window, "Tab", "move-reopen").await;
    window.strike(&["Enter"]).await;
    focused(window, "reason").await;
    window.type_out("The sheet says ten women.").await;
    look(window, &format!("month-end-3-adjust-{}", tongue.code)).await;
    window.strike(&["Control+Enter"]).await;
    gone(window, "dialog-reopen").await;
    go(window, tongue.home, "home").await;
    window.see("home").await;
}

async fn correct(window: &Window, record: &str) {
    window.read_until("The sheet says ten women.").await;
    window.tab_to(&format!("fix-{record}")).await;
    window.strike(&["Enter"]).await;
    window.see("form").await;
    window.settle().await;
    window.strike(&["Alt+3"]).await;
    at(window, "sadd/").await;
    for (question, figure) in [("q-sadd/women", "10"), ("q-sadd/total", "14")] {
        step_to(window, "Tab", question).await;
        window.strike(&["Control+a"]).await;
        window.type_out(figure).await;
    }
    window.strike(&["Control+Enter"]).await;
    done(window, "the correction").await;
}

/// The correction waits among the others, and is approved.
async fn approve(window: &Window, record: &str, tongue: &Tongue) {
    let row = format!("queue-{record}");
    go(window, tongue.review, "review").await;
    window.see(&row).await;
    window.settle().await;
    step_to(window, "Tab", &row).await;
    window.strike(&["Enter"]).await;
    let chosen = "const row = document.querySelector(`[data-testid='${CSS.escape(arguments[0])}']`);
        const shown = document.querySelector(\"[data-testid='review-record'] [data-testid='record-title']\");
        return row?.getAttribute('aria-current') === 'true' && shown?.textContent.includes(arguments[1]) === true;";
    let names = vec![json!(row), json!(CORRECTED)];
    until(window, chosen, names, "the correction is never shown").await;
    look(window, &format!("month-end-4-again-{}", tongue.code)).await;
    window.strike(&["a"]).await;
    gone(window, &row).await;
}

/// The files of each report, and what the screen showed of it.
async fn give_all(
    window: &Window,
    tongue: &Tongue,
    day: &str,
    names: &[&str],
    folder: &TempDir,
) -> Vec<(Vec<PathBuf>, Shown)> {
    go(window, tongue.reports, "reports").await;
    window.see("report-days").await;
    to_month(window, day).await;
    let mut told = Vec::new();
    for name in names {
        choose(window, name).await;
        let seen = shown(window).await;
        assert!(!seen.tables.is_empty(), "{name} counts nothing");
        look(window, &format!("month-end-5-{name}-{}", tongue.code)).await;
        let mut files = Vec::new();
        for format in tongue.formats {
            let file = folder.path().join(format!("{name}.{format}"));
            give(window, format, &file).await;
            files.push(file);
        }
        told.push((files, seen));
    }
    told
}

/// Goes back to the month of a day, where that is not this one.
async fn to_month(window: &Window, day: &str) {
    let mut parts = day.split('-');
    let [year, month] = [(); 2].map(|()| parts.next().unwrap());
    let month = format!("{month}/{year}");
    let code = "return document.querySelector(\"[data-testid='report-days']\")?.textContent.includes(arguments[0]) === true;";
    if window.script(code, vec![json!(month)]).await != true {
        step_to(window, "Tab", "report-earlier").await;
        window.strike(&["Enter"]).await;
    }
    let never = format!("{month} is never shown");
    until(window, code, vec![json!(month)], &never).await;
}

/// Chooses a report with the arrows of its list.
async fn choose(window: &Window, name: &str) {
    let is_after = window.focus().await == "report-earlier";
    let way = if is_after { "Shift+Tab" } else { "Tab" };
    step_to(window, way, "report-name").await;
    let code =
        "return document.querySelector(\"[data-testid='report-name']\").value === arguments[0];";
    let wanted = || vec![json!(name)];
    let mut passed = Vec::new();
    while window.script(code, wanted()).await != true {
        let now = "return document.querySelector(\"[data-testid='report-name']\").value;";
        passed.push(window.script(now, Vec::new()).await);
        if passed.len() > 2 * REPORTS.len() {
            window.picture("unchosen").await;
            panic!("{name} is not in the list: {passed:?}");
        }
        window.strike(&["Right"]).await;
    }
    let made = "return document.querySelector(`[data-testid='report'][data-report='${arguments[0]}'][aria-busy='false']`) !== null;";
    let never = format!("{name} is never made");
    until(window, made, wanted(), &never).await;
    window.settle().await;
}

/// Has a report written as a file of one kind.
async fn give(window: &Window, format: &str, file: &Path) {
    if window.focus().await != "report-give" {
        step_to(window, "Shift+Tab", "report-give").await;
    }
    window.strike(&["Enter"]).await;
    window.see("report-save").await;
    step_to(window, "Tab", "format-*").await;
    let at = |name: &str| FORMATS.iter().position(|one| *one == name);
    let now = window.focus().await;
    let is_above = at(format) < at(now.trim_start_matches("format-"));
    let way = if is_above { "Up" } else { "Down" };
    step_to(window, way, &format!("format-{format}")).await;
    window.strike(&["Enter"]).await;
    window.save_as(file).await;
    gone(window, "report-save").await;
}

/// What the window showed and gave out is what the laptop holds.
fn came_of_it(story: &MonthEnd, told: &[(Vec<PathBuf>, Shown)]) {
    let laptop = &story.laptop;
    laptop.sign_in("Chan Sophea");
    let view = laptop.desk.record(&story.record).unwrap();
    assert_eq!(view.row.review, "approved");
    assert_eq!(laptop.reads(&story.record, "sadd/women"), "10");
    let sessions = |review: &str| {
        let query = RecordQuery {
            form: Some("eore_session".to_owned()),
            review: Some(review.to_owned()),
            limit: 1,
            ..RecordQuery::default()
        };
        laptop.desk.records(&query).unwrap().total
    };
    assert_eq!(["locked", "approved", "submitted"].map(sessions), [1; 3]);
    let (_, sadd) = &told[0];
    let sums = ["closed", "adjusted", "waiting"].map(|block| sadd.figure(block, "SADD", WOMEN));
    assert_eq!(sums, ["29", "1", "7"].map(|one| Some(one.to_owned())));
    let given = laptop.desk.given_out().unwrap();
    let files: usize = told.iter().map(|(files, _)| files.len()).sum();
    assert_eq!(given.len(), files, "each is written down");
    for (files, _) in told {
        let Some(drawn) = points(files) else { continue };
        let ask = ReportAsk {
            name: files[0].file_stem().unwrap().to_string_lossy().into_owned(),
            from: story.day.clone(),
            to: story.day.clone(),
            ..ReportAsk::default()
        };
        let held = laptop.desk.report_points(&ask).unwrap().in_all;
        assert_eq!(drawn, held, "{ask:?}");
    }
}
