//! "Repeat last entry": what it takes over, from which record, and what it leaves alone.

use std::time::Duration;

use desk::view::FormView;
use kit::Laptop;
use kit::answers::{SESSION, SUNG};

const WHO: &str = "finish/facilitators";

fn reads(view: &FormView, path: &str) -> String {
    let mut nodes: Vec<_> = view.sections.iter().flat_map(|it| &it.nodes).collect();
    while let Some(node) = nodes.pop() {
        if node.path == path {
            return node.value.clone();
        }
        nodes.extend(&node.children);
    }
    String::new()
}

fn entered(laptop: &Laptop, village: &str, who: &str) -> String {
    let of_this_one = [("place/village_name", village), (WHO, who)];
    let made = laptop.make("eore_session", &[SUNG, SESSION, &of_this_one]);
    laptop.watch.pass(Duration::from_secs(60));
    made
}

fn repeated(laptop: &Laptop, form: &str, typed: &[(&str, &str)]) -> (String, FormView) {
    let draft = laptop.desk.draft_new(form, None).unwrap().draft;
    for (path, value) in typed {
        laptop.desk.draft_set(&draft, path, value).unwrap();
    }
    let view = laptop.desk.draft_repeat_last(&draft).unwrap();
    (draft, view)
}

#[test]
fn what_was_entered_last_is_repeated_whatever_was_corrected_since() {
    let laptop = Laptop::alone("Sok Dara", "field");
    let first = entered(&laptop, "Sung Muoy", "BTB-001");
    entered(&laptop, "Sung Pir", "BTB-002");
    laptop.correct(&first, "finish/remarks", "It rained.");
    let (_, view) = repeated(&laptop, "eore_session", &[]);
    assert_eq!(reads(&view, WHO), "BTB-002");
}

#[test]
fn what_was_answered_already_stays_and_one_step_takes_the_rest_back() {
    let laptop = Laptop::alone("Sok Dara", "field");
    entered(&laptop, "Sung Muoy", "BTB-001");
    let typed = [
        (WHO, "BTB-777"),
        ("session/primary_audience", "pupils"),
        ("sadd/women", "3"),
    ];
    let (draft, view) = repeated(&laptop, "eore_session", &typed);
    let check = |view: &FormView, rows: &[(&str, &str)]| {
        for (path, expected) in rows {
            assert_eq!(reads(view, path), *expected, "{path}");
        }
    };
    check(&view, &typed);
    check(
        &view,
        &[
            ("content/messages", "dont_touch report_mark"),
            ("session/technique", "interactive_group"),
            // Never: counts, days, hours, places, words and pictures.
            ("sadd/men", ""),
            ("sadd/total", ""),
            ("place/activity_date", ""),
            ("place/village_name", ""),
            ("place/venue_type", ""),
            ("session/start_time", ""),
            ("finish/remarks", ""),
            ("finish/photo", ""),
        ],
    );
    let view = laptop.desk.draft_undo(&draft).unwrap();
    check(&view, &typed);
    check(&view, &[("content/messages", "")]);
}

/// Defaults are nobody's answer: the last entry says more.
#[test]
fn a_default_gives_way_to_the_last_entry() {
    let laptop = Laptop::alone("Sok Dara", "field");
    let kuy = [
        ("session/language", "other"),
        ("session/language_other", "Kuy"),
        ("session/session_kind", "event"),
    ];
    laptop.make("eore_session", &[SUNG, SESSION, &kuy]);
    let (_, view) = repeated(&laptop, "eore_session", &[]);
    for (path, value) in kuy {
        assert_eq!(reads(&view, path), value);
    }
}

/// A form of somebody else fills a choice itself; another was read-only by an answer.
const CLINIC: &str = "survey,,,,,,
,type,name,label,read_only,relevant,default
,select_one ward,ward,Ward,yes,,north
,select_one ward,bed,Bed,,,
,text,words,Words,,,
choices,,,,,,
,list_name,name,label,,,
,ward,north,North,,,
,ward,south,South,,,
settings,,,,,,
,form_title,form_id,version,,,
,Clinic,clinic,1,,,
";

#[test]
fn a_choice_that_the_form_fills_itself_does_not_stop_the_others() {
    let laptop = Laptop::alone("Chan Sophea", "supervisor");
    laptop
        .desk
        .form_import("clinic.csv", CLINIC.as_bytes())
        .unwrap();
    laptop.make("clinic", &[&[("bed", "south"), ("words", "Fever")]]);
    let (_, view) = repeated(&laptop, "clinic", &[]);
    let got = ["ward", "bed", "words"].map(|path| reads(&view, path));
    assert_eq!(got, ["north", "south", ""]);
}
