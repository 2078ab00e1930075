//! The main job of Sala from end to end, without a window: two laptops, a centre, and a line that
//! is down while the work is done. Each sentence is printed after what it says was seen to be so.

use std::time::SystemTime;

use serde_json::Value;

use crate::children::go_on;
use crate::sessions::{FORM, SESSIONS, Session};
use crate::setup::{For, setup};
use crate::stage::{
    COORDINATOR, Centre, FACILITATOR, Laptop, PROGRAMME, Person, Programs, Refused, SUPERVISOR,
    Serving, TEAM, figure, list, make_empty, text,
};
use crate::trouble::Trouble;
use crate::{root, say};

struct Story<'s> {
    centre: Centre<'s>,
    /// The facilitator's.
    a: Laptop<'s>,
    /// The reviewers', who share it.
    b: Laptop<'s>,
    /// A laptop that was never invited.
    stray: Laptop<'s>,
    serving: Option<Serving>,
    /// Where the centre listens, once it has.
    address: String,
    /// The records that the facilitator made.
    records: Vec<String>,
    now: SystemTime,
}

type Step = (&'static str, fn(&mut Story<'_>) -> Result<(), Trouble>);

const STEPS: &[Step] = &[
    ("The centre", set_up_the_centre),
    ("Two laptops join", join),
    ("A day in the field, with no line", record_offline),
    ("The line is back", send),
    ("The first check", check_first),
    ("The correction", correct),
    ("Four eyes", approve),
    ("Home again", come_home),
];

/// Plays the story in a folder of its own, from nothing.
pub(crate) fn headless() -> Result<(), Trouble> {
    setup(For::Running)?;
    let programs = Programs::build()?;
    let folder = root().join("target/demo/headless");
    make_empty(&folder)?;
    let mut story = Story {
        centre: Centre::at(&programs, folder.join("centre")),
        a: Laptop::at(&programs, folder.join("laptop-a")),
        b: Laptop::at(&programs, folder.join("laptop-b")),
        stray: Laptop::at(&programs, folder.join("laptop-c")),
        serving: None,
        address: "127.0.0.1:0".to_owned(),
        records: Vec::new(),
        now: SystemTime::now(),
    };
    for (title, step) in STEPS {
        go_on()?;
        say!("\n{title}");
        step(&mut story)?;
    }
    story.count()?;
    if let Some(serving) = story.serving.take() {
        serving.stop();
    }
    say!("\nEverything above was checked as it happened. The folders are in target/demo/headless.");
    Ok(())
}

/// Fails the story where something is not as it has to be.
fn must(so: bool, what: impl FnOnce() -> String) -> Result<(), Trouble> {
    match so {
        true => Ok(()),
        false => Err(Trouble::Wrong(format!("Not so: {}", what()))),
    }
}

fn set_up_the_centre(story: &mut Story<'_>) -> Result<(), Trouble> {
    story
        .centre
        .tell(&["init", "--programme", PROGRAMME, "--country", "KH"])?;
    let (team, name) = TEAM;
    story.centre.tell(&["team", "add", team, name])?;
    story.open_the_line()?;
    say!(
        "  A centre for \u{201c}{PROGRAMME}\u{201d} listens on {}.",
        story.address
    );
    say!("  It knows the team {team}, {name}.");
    Ok(())
}

fn join(story: &mut Story<'_>) -> Result<(), Trouble> {
    let url = format!("http://{}", story.address);
    for (laptop, person, beside) in [
        (&story.a, FACILITATOR, None),
        (&story.b, COORDINATOR, None),
        (&story.b, SUPERVISOR, Some(COORDINATOR)),
    ] {
        let invitation = story.centre.invite(person, &url)?;
        laptop.join(person, beside, &invitation)?;
        let Person {
            name,
            role,
            passphrase,
        } = person;
        let which = if beside.is_some() {
            "the same laptop"
        } else {
            "a laptop"
        };
        say!(
            "  {name} joined as {role} on {which}; the passphrase is \u{201c}{passphrase}\u{201d}."
        );
        let again = story.stray.try_to(person, &["join", &invitation])?;
        let again = refusal(again, "an invitation that was used")?;
        must(
            again.code == "bad_invitation" || again.code == "barred",
            || {
                format!(
                    "a used invitation is refused as such, not as {}",
                    again.code
                )
            },
        )?;
    }
    say!("  Each invitation worked once: a third laptop that tried them was refused.");
    Ok(())
}

fn record_offline(story: &mut Story<'_>) -> Result<(), Trouble> {
    story.cut_the_line();
    for session in SESSIONS.iter().take(3) {
        let record = story.record(&story.a, FACILITATOR, session)?;
        let village = session.village;
        say!(
            "  Sok Dara logged and submitted a session in {village}: {} people.",
            session.total()
        );
        story.records.push(record);
    }
    let refused = refusal(
        story.a.try_to(FACILITATOR, &["sync"])?,
        "a sync without a line",
    )?;
    must(refused.code == "offline", || {
        format!("a sync without a line is offline, not {}", refused.code)
    })?;
    say!("  A try to sync says: {}.", refused.message);
    let counts = story.delivery(&story.a, FACILITATOR)?;
    must(counts == (3, 0), || {
        format!("3 records wait on the laptop, found {counts:?}")
    })?;
    say!("  All 3 are on the laptop, none is confirmed.");
    Ok(())
}

fn send(story: &mut Story<'_>) -> Result<(), Trouble> {
    story.open_the_line()?;
    let synced = story.sync(&story.a, FACILITATOR)?;
    let batch = synced.pointer("/batches/0").cloned().unwrap_or_default();
    let (sent, bytes) = (figure(&batch, "/sent"), figure(&batch, "/bytes_up"));
    must(sent == 6, || {
        format!("3 saves and 3 submissions are sent, found {sent}")
    })?;
    must(is_verified(&batch), || {
        "the centre's receipt is verified".to_owned()
    })?;
    let fingerprint = text(&batch, "/receipt/fingerprint");
    say!("  Laptop A sent {sent} revisions in {bytes} bytes.");
    say!(
        "  The centre's signed receipt {fingerprint} covers all of them, and the signature holds."
    );
    let counts = story.delivery(&story.a, FACILITATOR)?;
    must(counts == (0, 3), || {
        format!("3 records are confirmed, found {counts:?}")
    })?;
    say!("  All 3 records are confirmed.");
    Ok(())
}

fn check_first(story: &mut Story<'_>) -> Result<(), Trouble> {
    let synced = story.sync(&story.b, COORDINATOR)?;
    let received = figure(&synced, "/batches/0/received");
    must(received == 6, || {
        format!("laptop B receives 6 revisions, found {received}")
    })?;
    let queue = story.b.tell(COORDINATOR, &["review", "queue"])?;
    must(figure(&queue, "/waiting") == 3, || {
        "3 records wait for review on laptop B".to_owned()
    })?;
    say!("  Laptop B received {received} revisions; 3 records wait for review.");
    let [first, second, third] = story.three()?;
    story.b.tell(COORDINATOR, &["review", "verify", &first])?;
    story.b.tell(COORDINATOR, &["review", "verify", &second])?;
    say!("  Chan Sophea verified two of them.");
    let bare = refusal(
        story.b.try_to(COORDINATOR, &["review", "return", &third])?,
        "a return without a comment",
    )?;
    say!(
        "  Sending the third back without a word was refused: {}.",
        bare.message
    );
    let comment = "sadd/men=The chief counted 12 men. Please look at your sheet again.";
    story.b.tell(
        COORDINATOR,
        &["review", "return", &third, "--comment", comment],
    )?;
    say!("  She sent it back with a comment on the number of men.");
    story.sync(&story.b, COORDINATOR)?;
    Ok(())
}

fn correct(story: &mut Story<'_>) -> Result<(), Trouble> {
    story.sync(&story.a, FACILITATOR)?;
    let [_, _, third] = story.three()?;
    let shown = story.a.tell(FACILITATOR, &["record", "show", &third])?;
    must(text(&shown, "/row/review") == "returned", || {
        "the record is returned on laptop A".to_owned()
    })?;
    let comment = text(&shown, "/comments/0/text");
    say!("  On laptop A, Sok Dara reads: {comment}");
    let set = ["record", "correct", &third, "--set", "sadd/men=12"];
    let refused = refusal(
        story.a.try_to(FACILITATOR, &set)?,
        "figures that do not agree",
    )?;
    say!(
        "  With only the men changed, the record is not taken: {}.",
        refused.message
    );
    let total = SESSIONS
        .get(2)
        .map_or(0, |session| session.total() - session.men + 12);
    let total = format!("sadd/total={total}");
    let set = [&set[..], &["--set", &total]].concat();
    story.a.tell(FACILITATOR, &set)?;
    say!("  With the total too, it is corrected and submitted again.");
    story.sync(&story.a, FACILITATOR)?;
    Ok(())
}

fn approve(story: &mut Story<'_>) -> Result<(), Trouble> {
    story.sync(&story.b, SUPERVISOR)?;
    let own = SESSIONS
        .get(3)
        .ok_or_else(|| Trouble::Wrong("four sessions are made up".to_owned()))?;
    let own = story.record(&story.b, SUPERVISOR, own)?;
    let refused = refusal(
        story.b.try_to(SUPERVISOR, &["review", "approve", &own])?,
        "an own approval",
    )?;
    must(refused.code == "own_record", || {
        format!(
            "an own approval is refused as own_record, not {}",
            refused.code
        )
    })?;
    say!(
        "  Vann Rithy logged a session himself and tried to approve it: {}.",
        refused.message
    );
    for record in story.three()? {
        let approve = ["review", "approve", &record];
        let shown = match story.b.try_to(SUPERVISOR, &approve)? {
            Ok(shown) => shown,
            Err(asked) if asked.code == "comment_needed" => {
                say!(
                    "  What was corrected by a script was filled in too fast for a person; he says why it is right."
                );
                let why = ["--reason", "The sheet was read to me on the telephone."];
                story.b.tell(SUPERVISOR, &[&approve[..], &why].concat())?
            }
            Err(refused) => {
                return Err(Trouble::Wrong(format!(
                    "Not so: record {record} can be approved: {}",
                    refused.message
                )));
            }
        };
        must(text(&shown, "/row/review") == "approved", || {
            format!("record {record} is approved")
        })?;
    }
    say!("  He approved the three that Sok Dara made.");
    story.sync(&story.b, SUPERVISOR)?;
    Ok(())
}

fn come_home(story: &mut Story<'_>) -> Result<(), Trouble> {
    story.sync(&story.a, FACILITATOR)?;
    for record in story.three()? {
        let shown = story.a.tell(FACILITATOR, &["record", "show", &record])?;
        must(text(&shown, "/row/review") == "approved", || {
            format!("record {record} is approved on laptop A")
        })?;
        let receipts = list(&shown, "/receipts");
        let all = receipts
            .iter()
            .all(|it| it.pointer("/verified") == Some(&Value::Bool(true)));
        must(!receipts.is_empty() && all, || {
            format!("every receipt over record {record} is verified")
        })?;
    }
    say!("  On laptop A the three records are approved, and every receipt over them holds.");
    for (laptop, person, name) in [(&story.a, FACILITATOR, "A"), (&story.b, SUPERVISOR, "B")] {
        let found = laptop.tell(person, &["doctor"])?;
        must(found.pointer("/clean") == Some(&Value::Bool(true)), || {
            format!("laptop {name} is sound")
        })?;
    }
    story.centre.tell(&["doctor"])?;
    say!("  Both laptops and the centre examined what they keep and found it sound.");
    Ok(())
}

fn refusal(outcome: Result<Value, Refused>, what: &str) -> Result<Refused, Trouble> {
    match outcome {
        Err(refused) => Ok(refused),
        Ok(_) => Err(Trouble::Wrong(format!("Not so: {what} is refused"))),
    }
}

fn is_verified(batch: &Value) -> bool {
    batch.pointer("/receipt/verified") == Some(&Value::Bool(true))
}

impl Story<'_> {
    fn open_the_line(&mut self) -> Result<(), Trouble> {
        let serving = self.centre.serve(&self.address)?;
        serving.address().clone_into(&mut self.address);
        self.serving = Some(serving);
        Ok(())
    }

    fn cut_the_line(&mut self) {
        if let Some(serving) = self.serving.take() {
            serving.stop();
        }
    }

    fn record(
        &self,
        laptop: &Laptop<'_>,
        person: Person,
        session: &Session,
    ) -> Result<String, Trouble> {
        laptop.record(person, FORM, &session.answers(self.now))
    }

    fn sync(&self, laptop: &Laptop<'_>, person: Person) -> Result<Value, Trouble> {
        laptop.tell(person, &["sync"])
    }

    /// Records only on the laptop, and confirmed.
    fn delivery(&self, laptop: &Laptop<'_>, person: Person) -> Result<(u64, u64), Trouble> {
        let page = laptop.tell(person, &["record", "list", "--limit", "500"])?;
        let count = |state: &str| {
            let rows = list(&page, "/rows").iter();
            rows.filter(|row| text(row, "/delivery") == state).count() as u64
        };
        Ok((count("laptop"), count("confirmed")))
    }

    fn three(&self) -> Result<[String; 3], Trouble> {
        let three = self.records.first_chunk::<3>().cloned();
        three.ok_or_else(|| Trouble::Wrong("three records were made".to_owned()))
    }

    /// Counts what is where, and fails when a place has less or more than another.
    fn count(&self) -> Result<(), Trouble> {
        say!(
            "\n{:<12}{:>9}{:>11}{:>11}",
            "",
            "records",
            "revisions",
            "confirmed"
        );
        let mut seen = Vec::new();
        for (name, laptop, person) in [
            ("laptop A", &self.a, FACILITATOR),
            ("laptop B", &self.b, SUPERVISOR),
        ] {
            let page = laptop.tell(person, &["record", "list", "--limit", "500"])?;
            let mut revisions = 0;
            for row in list(&page, "/rows") {
                let shown = laptop.tell(person, &["record", "show", text(row, "/record")])?;
                revisions += list(&shown, "/history").len() as u64;
            }
            let records = figure(&page, "/total");
            let (_, confirmed) = self.delivery(laptop, person)?;
            say!("{name:<12}{records:>9}{revisions:>11}{confirmed:>11}");
            seen.push((records, revisions));
            must(records == confirmed, || {
                format!("everything on {name} is confirmed")
            })?;
        }
        let counted = self.centre.tell(&["doctor"])?;
        let revisions = figure(&counted, "/counts/revisions");
        // The centre counts what it relays, revisions, and need not know which make a record.
        let records = counted.pointer("/counts/records").and_then(Value::as_u64);
        let shown = records.map_or_else(|| "-".to_owned(), |records| records.to_string());
        say!("{:<12}{shown:>9}{revisions:>11}", "centre");
        let agrees = |(on_laptop, there): &(u64, u64)| {
            *there == revisions && records.is_none_or(|records| records == *on_laptop)
        };
        let same = seen.windows(2).all(|pair| pair.first() == pair.last());
        must(same && seen.iter().all(agrees), || {
            "both laptops and the centre hold the same records and revisions".to_owned()
        })
    }
}
