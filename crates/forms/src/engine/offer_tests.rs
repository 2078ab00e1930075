//! Choices: from lists, files, repeats and any nodes; their labels; what is no longer offered.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use std::sync::Arc;

use proptest::prelude::*;

use crate::survey_tests::{at, moment, set, set_at, with_ids, wrong, xform};
use crate::{CHOICES_MAX, Choice, Filling, Form, Media, Moment};

/// The choices of the question with this name as `value label`, wherever it stands first.
fn offered(filling: &Filling, name: &str, language: &str) -> Vec<String> {
    let mut stack: Vec<_> = filling.nodes(language).into_iter().rev().collect();
    while let Some(node) = stack.pop() {
        if node.name == name {
            let choices = node.choices.iter();
            return choices
                .map(|c| format!("{} {}", c.value, c.label))
                .collect();
        }
        stack.extend(node.children.into_iter().rev());
    }
    Vec::new()
}

fn select(reference: &str, nodes: &str, value: &str, label: &str) -> String {
    format!(
        r#"<select1 ref="{reference}"><itemset nodeset="{nodes}"><value ref="{value}"/><label ref="{label}"/></itemset></select1>"#
    )
}

fn with_files(form: Arc<Form>, files: &[(&str, &str)]) -> Filling {
    let mut media = Media::new();
    for (name, text) in files {
        assert_eq!(media.add(name, text.as_bytes()), []);
    }
    Filling::start_with(form, &media, &moment())
}

const CSV: &str = "id,label,province\nv1,Prey,p1\nv2,Srah,p2\nv3,Kokir,p2\n";

#[test]
fn choices_come_from_files_of_every_kind() {
    let xml = "<list><place><id>a</id><text>A</text></place><place><id>b</id><text>B</text></place></list>";
    let geo = r#"{"type":"FeatureCollection","features":[{"type":"Feature","id":"w","geometry":{"type":"Point","coordinates":[103.5,13]},"properties":{"title":"Well"}}]}"#;
    let check = |source: &str, nodes: &str, value: &str, label: &str, want: &[&str]| {
        let model = format!(r#"<instance id="x" src="{source}"/>"#);
        let form = xform(
            "<q/><p>p2</p>",
            &model,
            &select("/data/q", nodes, value, label),
        );
        let files = [("v.csv", CSV), ("v.xml", xml), ("v.geojson", geo)];
        assert_eq!(
            offered(&with_files(form, &files), "q", ""),
            want,
            "{source} {nodes}"
        );
    };
    check(
        "jr://file-csv/v.csv",
        "instance('x')/root/item",
        "id",
        "label",
        &["v1 Prey", "v2 Srah", "v3 Kokir"],
    );
    check(
        "jr://file-csv/v.csv",
        "instance('x')/root/item[province = /data/p]",
        "id",
        "label",
        &["v2 Srah", "v3 Kokir"],
    );
    check(
        "jr://file-csv/v.csv",
        "instance('x')/root/item[position() = 1]",
        "concat(id, '!')",
        "concat(label, ' of ', province)",
        &["v1! Prey of p1"],
    );
    check(
        "jr://file/v.xml",
        "instance('x')/list/place",
        "id",
        "text",
        &["a A", "b B"],
    );
    check(
        "jr://file/v.geojson",
        "instance('x')/root/item",
        "id",
        "concat(title, ' ', geometry)",
        &["w Well 13 103.5 0 0"],
    );
    check(
        "jr://file/none.csv",
        "instance('x')/root/item",
        "id",
        "label",
        &[],
    );
}

#[test]
fn choices_come_from_answers_and_follow_them() {
    let instance = r#"<r jr:template=""><name/><code/></r><r><name/><code/></r><q/>"#;
    let body = format!(
        r#"<group ref="/data/r"><repeat nodeset="/data/r"><input ref="/data/r/name"/><input ref="/data/r/code"/></repeat></group>{}"#,
        select("/data/q", "../r[./name != '']", "code", "name")
    );
    let mut filling = Filling::start(xform(instance, "", &body), &moment());
    assert_eq!(offered(&filling, "q", ""), Vec::<String>::new());
    set_at(&mut filling, "r[1]/name", "Sok");
    set_at(&mut filling, "r[1]/code", "1");
    filling.add_repeat("r", &moment()).unwrap();
    set_at(&mut filling, "r[2]/name", "Chan");
    set_at(&mut filling, "r[2]/code", "2");
    assert_eq!(offered(&filling, "q", ""), ["1 Sok", "2 Chan"]);
    set(&mut filling, "q", "2");
    set_at(&mut filling, "r[2]/name", "Chan Thy");
    assert_eq!(at(&filling, "q"), "2", "another name is no other choice");
    let second = with_ids(&filling, "r[2]");
    filling.remove_repeat(&second, &moment()).unwrap();
    assert_eq!(at(&filling, "q"), "", "who is gone cannot be chosen");
}

#[test]
fn what_is_gone_is_cleared_where_it_is_relevant_and_kept_where_its_file_is_missing() {
    let model = r#"<instance id="x" src="jr://file-csv/v.csv"/><bind nodeset="/data/q" relevant="/data/on != 'no'"/>"#;
    let body = select(
        "/data/q",
        "instance('x')/root/item[province = /data/p]",
        "id",
        "label",
    ) + r#"<input ref="/data/p"/><input ref="/data/on"/>"#;
    let form = xform("<p>p2</p><on/><q/>", model, &body);
    let mut filling = with_files(form.clone(), &[("v.csv", CSV)]);
    set(&mut filling, "q", "v3");
    set(&mut filling, "on", "no");
    set(&mut filling, "p", "p1");
    assert_eq!(
        at(&filling, "q"),
        "v3",
        "what does not apply stays as it is"
    );
    set(&mut filling, "on", "");
    assert_eq!(at(&filling, "q"), "", "until it applies again");
    set(&mut filling, "p", "p2");
    set(&mut filling, "q", "v3");
    let mut bare = Filling::resume(form, &filling.answers(), &moment());
    set(&mut bare, "p", "p1");
    assert_eq!(at(&bare, "q"), "v3", "without the file nobody knows");
    assert_eq!(wrong(&bare), Vec::<String>::new());
}

#[test]
fn a_value_that_is_not_offered_is_reported() {
    let body = select("/data/q", "instance('x')/root/item", "id", "label");
    let model = r#"<instance id="x" src="jr://file-csv/v.csv"/>"#;
    let mut filling = with_files(xform("<q/>", model, &body), &[("v.csv", CSV)]);
    set(&mut filling, "q", "v2");
    assert_eq!(wrong(&filling), Vec::<String>::new());
}

const TEXTS: &str = r#"<itext><translation lang="English (en)" default="true()"><text id="one"><value>One of <output value="/data/n"/></value></text><text id="two"><value>Two</value></text></translation><translation lang="French (fr)"><text id="one"><value>Un de <output value="/data/n"/></value></text><text id="two"><value>Deux</value></text></translation></itext>"#;

#[test]
fn labels_speak_the_language_in_use() {
    let list = r#"<instance id="l"><root><item><itextId>one</itextId><name>1</name></item><item><itextId>two</itextId><name>2</name></item></root></instance><instance id="x" src="jr://file-csv/v.csv"/>"#;
    let binds = r#"<bind nodeset="/data/named" calculate="jr:choice-name(/data/q, '/data/q')"/><bind nodeset="/data/village" calculate="jr:choice-name(/data/v, '/data/v')"/><bind nodeset="/data/said" calculate="jr:itext('two')"/>"#;
    let body = select(
        "/data/q",
        "instance('l')/root/item",
        "name",
        "jr:itext(itextId)",
    ) + &select(
        "/data/s",
        "instance('l')/root/item[name > 1]",
        "name",
        "concat(jr:itext(itextId), '!')",
    ) + &select("/data/v", "instance('x')/root/item", "id", "label");
    let form = xform(
        "<n>5</n><q/><s/><v/><named/><village/><said/>",
        &format!("{TEXTS}{list}{binds}"),
        &body,
    );
    let mut filling = with_files(form, &[("v.csv", CSV)]);
    assert_eq!(offered(&filling, "q", "en"), ["1 One of 5", "2 Two"]);
    assert_eq!(offered(&filling, "q", "fr"), ["1 Un de 5", "2 Deux"]);
    assert_eq!(offered(&filling, "s", "fr"), ["2 Deux!"]);
    set(&mut filling, "q", "2");
    set(&mut filling, "v", "v3");
    let said = |filling: &Filling| ["named", "village", "said"].map(|path| at(filling, path));
    assert_eq!(said(&filling), ["Two", "Kokir", "Two"]);
    filling.set_language("fr");
    assert_eq!(filling.language(), "fr");
    assert_eq!(said(&filling), ["Deux", "Kokir", "Deux"]);
    set(&mut filling, "q", "1");
    assert_eq!(at(&filling, "named"), "Un de 5");
}

#[test]
fn a_message_is_found_by_an_id_that_is_worked_out() {
    let texts = TEXTS.replace("/data/n", "../n");
    let model = format!(
        r#"{texts}<bind nodeset="/data/a" constraint=". &gt; 5" jr:constraintMsg="jr:itext(concat('o', 'ne'))"/>"#
    );
    let mut filling = Filling::start(
        xform("<n>5</n><a/>", &model, r#"<input ref="/data/a"/>"#),
        &moment(),
    );
    set(&mut filling, "a", "1");
    assert_eq!(filling.problems("fr")[0].text, "Un de 5");
}

#[test]
fn texts_that_name_each_other_come_to_an_end() {
    let texts = r#"<itext><translation lang="en"><text id="one"><value>a<output value="jr:itext('one')"/></value></text></translation></itext>"#;
    let model = format!(r#"{texts}<bind nodeset="/data/a" calculate="jr:itext('one')"/>"#);
    let filling = Filling::start(xform("<a/>", &model, ""), &moment());
    assert!(at(&filling, "a").starts_with("aa"));
}

#[test]
fn a_name_of_a_choice_is_found_for_each_instance_and_for_several() {
    let instance =
        r#"<r jr:template=""><c/><q/><named/></r><r><c/><q/><named/></r><m>v1 v3</m><all/>"#;
    let model = r#"<instance id="x" src="jr://file-csv/v.csv"/><bind nodeset="/data/r/named" calculate="jr:choice-name(../q, '/data/r/q')"/><bind nodeset="/data/all" calculate="jr:choice-name(/data/m, ' /data/m ')"/>"#;
    let body = format!(
        r#"<group ref="/data/r"><repeat nodeset="/data/r"><input ref="/data/r/c"/>{}</repeat></group>{}"#,
        select(
            "/data/r/q",
            "instance('x')/root/item[province = current()/../c]",
            "id",
            "label"
        ),
        select("/data/m", "instance('x')/root/item", "id", "label").replace("select1", "select")
    );
    let mut filling = with_files(xform(instance, model, &body), &[("v.csv", CSV)]);
    filling.add_repeat("r", &moment()).unwrap();
    for (place, province, village) in [("1", "p1", "v1"), ("2", "p2", "v2")] {
        set_at(&mut filling, &format!("r[{place}]/c"), province);
        set_at(&mut filling, &format!("r[{place}]/q"), village);
    }
    assert_eq!(at(&filling, "r[1]/named"), "Prey");
    assert_eq!(at(&filling, "r[2]/named"), "Srah");
    assert_eq!(at(&filling, "all"), "Prey, Kokir");
}

#[test]
fn chance_orders_choices_once_for_each_opening() {
    let items: String = (1..=9)
        .map(|n| format!("<item><name>{n}</name><label>{n}</label></item>"))
        .collect();
    let model = format!(r#"<instance id="l"><root>{items}</root></instance>"#);
    let order = |nodes: &str, seed: u64, twice: bool| {
        let form = xform(
            "<q/><s>42</s>",
            &model,
            &select("/data/q", nodes, "name", "label"),
        );
        let mut filling = Filling::start(form, &Moment { seed, ..moment() });
        let first = offered(&filling, "q", "");
        if twice {
            filling
                .set(
                    "s",
                    "42",
                    &Moment {
                        seed: 3,
                        ..moment()
                    },
                )
                .ok();
            assert_eq!(offered(&filling, "q", ""), first, "{nodes}");
        }
        first
            .iter()
            .filter_map(|one| one.split(' ').next())
            .collect::<String>()
    };
    let five = "randomize(instance('l')/root/item[name &lt; 6], 42)";
    assert_eq!(order(five, 1, true), "15324");
    assert_eq!(
        order(
            "randomize(instance('l')/root/item[name &lt; 6], /data/s)",
            1,
            true
        ),
        "15324"
    );
    let free = "randomize(instance('l')/root/item)";
    let mut seen: Vec<String> = (0..20).map(|seed| order(free, seed, true)).collect();
    seen.sort();
    seen.dedup();
    assert!(seen.len() > 15, "another opening, another order: {seen:?}");
}

proptest! {
    #[test]
    fn a_list_and_an_itemset_over_it_offer_the_same(
        rows in proptest::collection::vec(("[a-c]{1,2}", "[xy]"), 0..12), wanted in "[xyz]", seed in 0_u32..99,
    ) {
        let items: String = rows.iter().map(|(name, group)| format!("<item><name>{name}</name><label>L{name}</label><g>{group}</g></item>")).collect();
        let model = format!(r#"<instance id="l"><root>{items}</root></instance><instance id="m"><list>{items}</list></instance>"#);
        let body = [("a", "root"), ("b", "list")].map(|(name, root)| {
            let id = if root == "root" { "l" } else { "m" };
            let nodes = format!("randomize(instance('{id}')/{root}/item[g = /data/g], {seed})");
            select(&format!("/data/{name}"), &nodes, "name", "label")
        });
        let form = xform(&format!("<g>{wanted}</g><a/><b/>"), &model, &body.concat());
        let filling = Filling::start(form, &moment());
        prop_assert_eq!(offered(&filling, "a", ""), offered(&filling, "b", ""));
    }
}

/// A select from `people.csv`, with a list of so many people.
fn people(count: usize, filter: &str) -> Filling {
    let form = xform(
        "<q/><p>p2</p>",
        r#"<instance id="people" src="jr://file-csv/people.csv"/>"#,
        &select(
            "/data/q",
            &format!("instance('people')/root/item{filter}"),
            "name",
            "label",
        ),
    );
    let rows = (0..count).map(|at| format!("n{at},Person {at},p{}\n", at % 3));
    let text = format!("name,label,province\n{}", rows.collect::<String>());
    with_files(form, &[("people.csv", &text)])
}

fn shown_of(filling: &Filling) -> (Vec<String>, usize) {
    let nodes = filling.nodes("");
    let q = nodes.iter().find(|node| node.name == "q").unwrap();
    let values = q.choices.iter().map(|choice| choice.value.clone());
    (values.collect(), q.choice_count)
}

#[test]
fn a_long_list_from_a_file_is_shown_by_what_was_chosen_and_found_by_words() {
    for filter in ["", "[province = /data/p]", "[starts-with(label, 'Person')]"] {
        let mut filling = people(CHOICES_MAX * 6, filter);
        let count = shown_of(&filling).1;
        assert!(count > CHOICES_MAX, "{filter} {count}");
        assert_eq!(shown_of(&filling).0, [""; 0], "{filter}");
        set(&mut filling, "q", "n1802");
        let chosen = vec!["n1802".to_owned()];
        assert_eq!(shown_of(&filling), (chosen, count), "{filter}");
        assert_eq!(wrong(&filling), [""; 0], "{filter}");
        set(&mut filling, "q", "nobody");
        assert_ne!(filling.answers().get("q"), Some("nobody"), "{filter}");
    }
    let short = people(CHOICES_MAX, "");
    assert_eq!(shown_of(&short).0.len(), CHOICES_MAX);
}

#[test]
fn choices_are_found_best_first() {
    let filling = people(2_000, "");
    let find = |words: &str, limit: usize| {
        let fits = |choice: &Choice| {
            let at = choice.label.find(words)?;
            Some(u32::from(at + words.len() != choice.label.len()))
        };
        let found = filling.find_choices("q", "", limit, &fits).unwrap();
        let values = found.choices.iter().map(|choice| choice.value.as_str());
        (values.collect::<Vec<_>>().join(" "), found.total)
    };
    assert_eq!(find("on 199", 2), ("n199 n1990".to_owned(), 11));
    assert_eq!(find("nobody", 2), (String::new(), 0));
    let fits = |_: &Choice| Some(0);
    assert!(filling.find_choices("nowhere", "", 1, &fits).is_err());
}

#[test]
fn what_a_place_in_the_list_decides_is_not_looked_up() {
    // The second of the list has another name, so that nothing of this name is offered.
    let mut filling = people(40, "[position() = 2]");
    assert_eq!(shown_of(&filling), (vec!["n1".to_owned()], 1));
    set(&mut filling, "q", "n1");
    assert_eq!(filling.answers().get("q"), Some("n1"));
    set(&mut filling, "q", "n2");
    assert_ne!(filling.answers().get("q"), Some("n2"));
}

#[test]
fn other_answers_are_taken_with_the_same_files() {
    let mut before = people(40, "");
    set(&mut before, "q", "n7");
    let after = before.with_answers(&before.answers(), &moment());
    assert_eq!(after.answers(), before.answers());
    assert_eq!(shown_of(&after), shown_of(&before));
}
