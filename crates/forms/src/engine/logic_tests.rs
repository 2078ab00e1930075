//! Relevance, calculation, choice filters, triggers.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use proptest::prelude::*;

use crate::survey_tests::{form, moment, set, start, submitted, wrong};
use crate::{Filling, check};

#[test]
fn what_is_not_relevant_reads_as_empty_is_not_submitted_and_comes_back() {
    let rows = "type,name,label,relevant,required,calculation
text,on,On,,,
begin group,g,G,${on} = 'yes',,
integer,n,N,,yes,
calculate,inside,,,,1
end group,,,,,
calculate,twice,,,,${n} * 2
calculate,counted,,,,count(${n})";
    let mut filling = start(rows, "");
    assert_eq!(
        wrong(&filling),
        Vec::<String>::new(),
        "nothing is required in a group that does not apply"
    );
    set(&mut filling, "on", "yes");
    assert_eq!(wrong(&filling), ["g/n Missing"]);
    set(&mut filling, "g/n", "4");
    assert_eq!(
        submitted(&filling),
        ["counted=1", "g/inside=1", "g/n=4", "on=yes", "twice=8"]
    );
    set(&mut filling, "on", "no");
    assert_eq!(submitted(&filling), ["counted=0", "on=no"]);
    assert_eq!(filling.answers().get("g/n"), Some("4"), "it is kept");
    set(&mut filling, "on", "yes");
    assert_eq!(
        filling.submission().get("twice"),
        Some("8"),
        "and comes back"
    );
}

#[test]
fn a_file_that_is_required_stands_in_the_way_until_it_is_there() {
    let rows = "type,name,label,required,parameters
image,photo,P,yes,max-pixels=640
file,scan,S,,";
    let mut filling = start(rows, "");
    assert_eq!(wrong(&filling), ["photo Missing"]);
    set(&mut filling, "photo", "00ff.jpg");
    assert_eq!(wrong(&filling), Vec::<String>::new());
    let rows = "type,name,label,required\nvideo,film,F,yes\naudio,sound,S,yes\nfile,scan,S,yes";
    let recorded = start(rows, "");
    assert_eq!(wrong(&recorded), ["scan Missing"], "nobody can record here");
    let takes = |path: &str| filling.form().takes_file(path);
    assert_eq!(takes("photo"), Some(("image/*", Some(640))));
    assert_eq!(takes("scan"), Some(("application/*", None)));
    assert_eq!(takes("nothing"), None);
}

#[test]
fn what_is_not_relevant_compares_as_an_empty_answer() {
    let rows = "type,name,label,relevant,calculation
text,on,On,,
integer,n,N,${on} = 'yes',
calculate,blank,,,\"if(${n} = '', 'blank', 'given')\"
calculate,four,,,\"if(${n} != '4', 'other', 'four')\"";
    let mut filling = start(rows, "");
    set(&mut filling, "on", "yes");
    set(&mut filling, "n", "4");
    assert_eq!(
        submitted(&filling),
        ["blank=given", "four=four", "n=4", "on=yes"]
    );
    set(&mut filling, "on", "no");
    assert_eq!(submitted(&filling), ["blank=blank", "four=other", "on=no"]);
}

#[test]
fn relevance_is_inherited_through_groups() {
    let rows = "type,name,label,relevant
text,a,A,
begin group,outer,O,${a} = '1'
begin group,inner,I,
text,b,B,
end group,,,
end group,,,
text,c,C,${b} = 'x'";
    let mut filling = start(rows, "");
    set(&mut filling, "a", "1");
    set(&mut filling, "outer/inner/b", "x");
    set(&mut filling, "c", "seen");
    assert_eq!(submitted(&filling), ["a=1", "c=seen", "outer/inner/b=x"]);
    set(&mut filling, "a", "2");
    assert_eq!(submitted(&filling), ["a=2"]);
}

#[test]
fn calculations_follow_each_other_whatever_their_order_in_the_sheet() {
    let rows = "type,name,label,calculation
calculate,last,,${middle} + 1
calculate,middle,,${first} + 1
integer,first,F,";
    let mut filling = start(rows, "");
    set(&mut filling, "first", "1");
    assert_eq!(submitted(&filling), ["first=1", "last=3", "middle=2"]);
    set(&mut filling, "first", "");
    assert_eq!(
        submitted(&filling),
        Vec::<String>::new(),
        "not a number is stored as nothing"
    );
}

#[test]
fn truths_are_stored_as_phones_store_them() {
    let filling = start(
        "type,name,label,calculation\ncalculate,y,,1 = 1\ncalculate,n,,1 = 2",
        "",
    );
    assert_eq!(submitted(&filling), ["n=0", "y=1"]);
}

#[test]
fn once_keeps_what_stands_there() {
    let form = form(
        "type,name,label,calculation\ntext,t,T,\ncalculate,id,,once(uuid())",
        "",
    );
    let mut filling = Filling::start(form.clone(), &moment());
    let id = filling.answers().get("id").unwrap().to_owned();
    assert_eq!(id.len(), 36);
    let mut later = moment();
    later.seed = 99;
    filling.set("t", "x", &later).unwrap();
    let resumed = Filling::resume(form, &filling.answers(), &later);
    assert_eq!(resumed.answers().get("id"), Some(id.as_str()));
}

const PLACES: &str = "list_name,name,label,province
province,p1,P1,
province,p2,P2,
district,d1,D1,p1
district,d2,D2,p2
district,d3,D3,p2";

#[test]
fn choices_follow_the_filter_and_what_is_gone_is_cleared() {
    let rows = "type,name,label,choice_filter,calculation
select_one province,province,P,,
select_one district,district,D,province = ${province},
select_multiple district,several,S,province = ${province} and name != 'd3',
calculate,echo,,,${district}";
    let mut filling = start(rows, PLACES);
    let offered = |filling: &Filling, at: usize| {
        let nodes = filling.nodes("en");
        nodes[at]
            .choices
            .iter()
            .map(|c| c.value.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(offered(&filling, 1), Vec::<String>::new());
    set(&mut filling, "province", "p2");
    assert_eq!(offered(&filling, 1), ["d2", "d3"]);
    assert_eq!(offered(&filling, 2), ["d2"]);
    set(&mut filling, "district", "d2");
    set(&mut filling, "several", "d2");
    assert_eq!(
        submitted(&filling),
        ["district=d2", "echo=d2", "province=p2", "several=d2"]
    );
    set(&mut filling, "province", "p1");
    assert_eq!(
        submitted(&filling),
        ["province=p1"],
        "and whoever read it knows"
    );
}

#[test]
fn a_filter_finds_the_same_through_an_index_and_without() {
    let rows = "type,name,label,choice_filter
select_one province,province,P,
select_one district,by_index,D,province = ${province}
select_one district,by_search,D,not(province != ${province})
select_one district,turned,D,${province} = province and true()";
    let mut filling = start(rows, PLACES);
    for province in ["p1", "p2"] {
        set(&mut filling, "province", province);
        let nodes = filling.nodes("en");
        assert_eq!(nodes[1].choices, nodes[2].choices, "{province}");
        assert_eq!(nodes[1].choices, nodes[3].choices, "{province}");
    }
}

#[test]
fn a_trigger_computes_only_when_it_changes() {
    let rows = "type,name,label,calculation,trigger
text,a,A,,
text,b,B,,
calculate,seen,,\"concat(${a}, '-', ${b})\",${a}";
    let mut filling = start(rows, "");
    assert_eq!(filling.answers().get("seen"), None);
    set(&mut filling, "b", "1");
    assert_eq!(
        filling.answers().get("seen"),
        None,
        "another answer does not set it off"
    );
    set(&mut filling, "a", "x");
    assert_eq!(filling.answers().get("seen"), Some("x-1"));
    set(&mut filling, "b", "2");
    assert_eq!(filling.answers().get("seen"), Some("x-1"));
}

#[test]
fn a_seeded_list_is_shown_in_the_order_of_phones() {
    let choices = "list_name,name,label\nl,1,1\nl,2,2\nl,3,3\nl,4,4\nl,5,5";
    let filling = start(
        "type,name,label,parameters\nselect_one l,q,Q,randomize=true seed=42",
        choices,
    );
    let shown: Vec<String> = filling.nodes("en")[0]
        .choices
        .iter()
        .map(|c| c.value.clone())
        .collect();
    assert_eq!(shown, ["1", "5", "3", "2", "4"]);
}

#[test]
fn or_other_asks_what_else() {
    let mut filling = start(
        "type,name,label\nselect_one l or_other,q,Q",
        "list_name,name,label\nl,a,A",
    );
    assert_eq!(filling.nodes("en")[0].choices.len(), 2);
    set(&mut filling, "q", "other");
    set(&mut filling, "q_other", "else");
    assert_eq!(wrong(&filling), Vec::<String>::new());
    assert_eq!(submitted(&filling), ["q=other", "q_other=else"]);
    set(&mut filling, "q", "a");
    assert_eq!(submitted(&filling), ["q=a"]);
}

/// A form in which everything hangs together, to compare small steps with a fresh start.
const TANGLED: &str = "type,name,label,relevant,calculation,choice_filter
integer,a,A,,,
integer,b,B,${a} > 3,,
calculate,sum,,,coalesce(${a}\\, 0) + coalesce(${b}\\, 0),
select_one province,province,P,${sum} > 2,,
select_one district,district,D,,,province = ${province}
begin group,g,G,${district} != '',,
integer,c,C,,,
calculate,d,,,${c} * ${sum},
end group,,,,,
begin repeat,r,R,${sum} < 20,,
integer,n,N,,,
calculate,share,,,${n} div sum(/data/r/n),
end repeat,,,,,
calculate,total,,,sum(${n}),";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn steps_lead_where_a_fresh_start_leads(steps in proptest::collection::vec((0_usize..8, 0_u8..12), 1..25)) {
        let survey = TANGLED.replace("coalesce(${a}\\, 0) + coalesce(${b}\\, 0)", "\"coalesce(${a}, 0) + coalesce(${b}, 0)\"");
        let form = form(&survey, PLACES);
        let mut filling = Filling::start(form.clone(), &moment());
        for (which, value) in steps {
            let ids = filling.answers();
            let ids = ids.instances("r");
            let text = if value == 0 { String::new() } else { value.to_string() };
            match which {
                0 => set(&mut filling, "a", &text),
                1 => set(&mut filling, "b", &text),
                2 => set(&mut filling, "province", if value % 2 == 0 { "p1" } else { "p2" }),
                3 => set(&mut filling, "district", ["d1", "d2", "d3", ""][usize::from(value) % 4]),
                4 => set(&mut filling, "g/c", &text),
                5 => { filling.add_repeat("r", &moment()).unwrap(); }
                6 if !ids.is_empty() => filling.remove_repeat(&format!("r[{}]", ids[usize::from(value) % ids.len()]), &moment()).unwrap(),
                7 if !ids.is_empty() => set(&mut filling, &format!("r[{}]/n", ids[usize::from(value) % ids.len()]), &text),
                _ => {}
            }
            let fresh = Filling::resume(form.clone(), &filling.answers(), &moment());
            prop_assert_eq!(filling.submission().to_bytes(), fresh.submission().to_bytes());
            prop_assert_eq!(filling.problems("en"), check(&form, &filling.answers(), &moment(), "en"));
            prop_assert_eq!(filling.nodes("en"), fresh.nodes("en"));
        }
    }
}
