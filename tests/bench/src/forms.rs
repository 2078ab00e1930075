//! The form engine: against ODK's own in the same run, and alone where a form is as large as forms get.

use std::sync::Arc;
use std::time::Instant;

use forms::{Filling, Form, Media, Moment, compile, read};

use crate::beside::beside;
use crate::table::{Bar, Table, part};
use crate::words::Dice;

pub(crate) fn moment() -> Moment {
    Moment {
        now_ms: 1_795_399_200_000,
        offset_minutes: 420,
        seed: 7,
        username: "u".into(),
        device: "d".into(),
    }
}

/// ODK's engine beside ours; one answer in a large form; choices of a large file.
pub(crate) fn forms(quick: bool) -> Table {
    let mut table = Table::default();
    beside(&mut table, if quick { 1 } else { 5 });
    large(&mut table, if quick { 400 } else { 3_000 });
    external(&mut table, if quick { 20_000 } else { 100_000 });
    table
}

/// One answer in a form of 1,500 rows and 5,000 choices.
fn large(table: &mut Table, count: usize) {
    let form = form(&large_source());
    let questions = form.questions().count();
    let mut filling = Filling::start(form, &moment());
    let mut dice = Dice::new(9);
    let mut times = Vec::with_capacity(count);
    while times.len() < count {
        let group = dice.roll(100);
        let (name, value) = match dice.roll(4) {
            0 => ("n", dice.roll(90).to_string()),
            1 => ("district", format!("d{}", dice.roll(100))),
            2 => ("village", format!("c{}", dice.roll(5_000))),
            _ => ("remark", format!("Answer {}", dice.roll(1_000))),
        };
        let path = format!("g{group}/{name}_{group}");
        let begun = Instant::now();
        filling.set(&path, &value, &moment()).unwrap();
        times.push(begun.elapsed());
    }
    table.add("questions of a large form", questions as f64, "");
    table.add("one answer in it, p50", part(&mut times, 0.5), "ms");
    table.hold(
        "one answer in it, p99",
        part(&mut times, 0.99),
        "ms",
        Bar::AtMost,
        5.0,
    );
}

/// A hundred groups of fifteen rows, whose villages are a list of 5,000 narrowed by the district; a sum over all.
fn large_source() -> String {
    let mut survey = String::from(
        "survey\n,type,name,label,relevant,constraint,required,calculation,choice_filter\n",
    );
    for group in 0..100 {
        let before = if group == 0 {
            String::new()
        } else {
            format!("${{n_{}}} >= 0 or ${{n_{}}} = ''", group - 1, group - 1)
        };
        survey += &format!(",begin group,g{group},Group {group},,,,,\n");
        survey += &format!(",integer,n_{group},How many?,{before},. >= 0 and . < 1000,yes,,\n");
        survey += &format!(",select_one districts,district_{group},District,,,,,\n");
        survey += &format!(
            ",select_one villages,village_{group},Village,${{district_{group}}} != '',,,,district = ${{district_{group}}}\n"
        );
        survey +=
            &format!(",text,remark_{group},Remark,${{n_{group}}} > 10,string-length(.) < 200,,,\n");
        survey += &format!(",calculate,double_{group},,,,,${{n_{group}}} * 2,\n");
        survey += &format!(
            ",calculate,name_{group},,,,,\"concat(${{village_{group}}}, ' ', ${{remark_{group}}})\",\n"
        );
        survey += &format!(
            ",note,note_{group},Twice: ${{double_{group}}},${{double_{group}}} > 20,,,,\n"
        );
        for more in 0..6 {
            survey += &format!(
                ",integer,m{more}_{group},Count {more},${{n_{group}}} > {more},. <= ${{n_{group}}},,,\n"
            );
        }
        survey += ",end group,,,,,,,\n";
    }
    let all: Vec<String> = (0..100)
        .map(|group| format!("coalesce(${{n_{group}}}, 0)"))
        .collect();
    survey += &format!(",calculate,total,,,,,\"{}\",\n", all.join(" + "));
    survey += "choices\n,list_name,name,label,district\n";
    for district in 0..100 {
        survey += &format!(",districts,d{district},District {district},\n");
    }
    for village in 0..5_000 {
        survey += &format!(
            ",villages,c{village},Village {village},d{}\n",
            village % 100
        );
    }
    survey
}

/// A choice list from a file of many rows, narrowed by another answer.
fn external(table: &mut Table, count: usize) {
    const SOURCE: &str = "survey\n,type,name,label,choice_filter\n,text,district,District,\n,select_one_from_file villages.csv,village,Village,district = ${district}\n";
    let mut csv = String::from("name,label,district\n");
    for row in 0..count {
        csv += &format!("v{row},Village {row},d{}\n", row % 1_000);
    }
    let mut media = Media::new();
    let begun = Instant::now();
    let findings = media.add("villages.csv", csv.as_bytes());
    assert!(findings.is_empty(), "{findings:?}");
    table.add(
        &format!("a file of {count} rows is read"),
        begun.elapsed().as_secs_f64() * 1e3,
        "ms",
    );
    let form = form(SOURCE);
    let mut filling = Filling::start_with(form, &media, &moment());
    let mut times = Vec::new();
    let mut offered = 0;
    for turn in 0..50 {
        filling
            .set("district", &format!("d{}", turn * 7), &moment())
            .unwrap();
        let begun = Instant::now();
        let nodes = filling.nodes("");
        let took = begun.elapsed();
        offered = nodes.get(1).map_or(0, |node| node.choices.len());
        if turn == 0 {
            table.add(
                "its choices, narrowed, first use",
                took.as_secs_f64() * 1e3,
                "ms",
            );
        } else {
            times.push(took);
        }
    }
    let expected = count / 1_000;
    if offered < expected {
        // What is not offered was not measured.
        times.clear();
    }
    table.hold(
        "choices offered of it",
        offered as f64,
        "",
        Bar::AtLeast,
        expected as f64,
    );
    let worst = part(&mut times, 1.0);
    table.hold(
        "its choices, narrowed, the slowest of 49",
        worst,
        "ms",
        Bar::AtMost,
        20.0,
    );
}

fn form(source: &str) -> Arc<Form> {
    let (form, findings) = compile(&read("made.csv", source.as_bytes()).unwrap());
    let words: Vec<String> = findings.iter().map(ToString::to_string).collect();
    Arc::new(form.unwrap_or_else(|| panic!("{words:#?}")))
}
