//! Repeats: stable ids, references inside and across instances, counts.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use crate::survey_tests::{form, moment, set, start, submitted, wrong};
use crate::{Filling, Kind, SetError};

const MATERIALS: &str = "type,name,label,relevant,constraint,calculation
begin repeat,r,Material,,,
text,kind,Kind,,,
integer,n,N,${kind} != '',. >= 1,
calculate,twice,,,,${n} * 2
calculate,at,,,,position(..)
end repeat,,,,,
calculate,all,,,,sum(${n})
calculate,times,,,,count(${r})
calculate,second,,,,\"indexed-repeat(${kind}, ${r}, 2)\"";

fn ids(filling: &Filling) -> Vec<String> {
    filling
        .answers()
        .instances("r")
        .into_iter()
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_new_form_has_one_instance_and_each_has_an_id_for_life() {
    let mut filling = start(MATERIALS, "");
    assert_eq!(ids(&filling).len(), 1);
    let second = filling.add_repeat("r", &moment()).unwrap();
    let third = filling.add_repeat("r", &moment()).unwrap();
    let first = ids(&filling)[0].clone();
    assert_eq!(
        ids(&filling),
        [first.clone(), second.clone(), third.clone()]
    );
    filling
        .remove_repeat(&format!("r[{second}]"), &moment())
        .unwrap();
    let resumed = Filling::resume(filling.form().clone(), &filling.answers(), &moment());
    assert_eq!(ids(&resumed), [first, third]);
}

#[test]
fn names_mean_the_same_instance_inside_and_all_instances_outside() {
    let mut filling = start(MATERIALS, "");
    let other = filling.add_repeat("r", &moment()).unwrap();
    let first = ids(&filling)[0].clone();
    for (id, kind, n) in [(&first, "poster", "3"), (&other, "bag", "4")] {
        set(&mut filling, &format!("r[{id}]/kind"), kind);
        set(&mut filling, &format!("r[{id}]/n"), n);
    }
    let get = |filling: &Filling, path: &str| filling.answers().get(path).map(str::to_owned);
    assert_eq!(
        get(&filling, &format!("r[{first}]/twice")).as_deref(),
        Some("6")
    );
    assert_eq!(
        get(&filling, &format!("r[{other}]/twice")).as_deref(),
        Some("8")
    );
    assert_eq!(
        get(&filling, &format!("r[{other}]/at")).as_deref(),
        Some("2")
    );
    assert_eq!(
        ["all", "times", "second"].map(|p| get(&filling, p).unwrap()),
        ["7", "2", "bag"]
    );
    filling
        .remove_repeat(&format!("r[{first}]"), &moment())
        .unwrap();
    assert_eq!(
        ["all", "times"].map(|p| get(&filling, p).unwrap()),
        ["4", "1"]
    );
    assert_eq!(get(&filling, "second"), None);
    assert_eq!(
        get(&filling, &format!("r[{other}]/at")).as_deref(),
        Some("1"),
        "positions move up"
    );
}

#[test]
fn problems_and_relevance_are_each_instance_s_own() {
    let mut filling = start(MATERIALS, "");
    let other = filling.add_repeat("r", &moment()).unwrap();
    set(&mut filling, &format!("r[{other}]/kind"), "bag");
    set(&mut filling, &format!("r[{other}]/n"), "0");
    assert_eq!(wrong(&filling), [format!("r[{other}]/n Constraint")]);
    let repeat = &filling.nodes("en")[0];
    assert_eq!((repeat.kind, repeat.children.len()), (Kind::Repeat, 2));
    let relevant: Vec<bool> = repeat
        .children
        .iter()
        .map(|i| i.children[1].relevant)
        .collect();
    assert_eq!(relevant, [false, true]);
    assert_eq!(repeat.children[1].path, format!("r[{other}]"));
    assert_eq!(repeat.children[1].id.as_deref(), Some(other.as_str()));
    assert_eq!(repeat.children[1].kind, Kind::Instance);
}

#[test]
fn a_counted_repeat_grows_and_never_loses_answers() {
    let rows = "type,name,label,repeat_count\ninteger,n,N,\nbegin repeat,r,R,${n}\ntext,t,T,\nend repeat,,,";
    let mut filling = start(rows, "");
    assert_eq!(ids(&filling).len(), 0);
    set(&mut filling, "n", "3");
    assert_eq!(ids(&filling).len(), 3);
    let error = filling.add_repeat("r", &moment()).unwrap_err();
    assert!(matches!(error, SetError::Counted { .. }), "{error}");
    let last = ids(&filling)[2].clone();
    set(&mut filling, &format!("r[{last}]/t"), "kept");
    set(&mut filling, "n", "1");
    assert_eq!(
        filling.submission().get(&format!("r[{last}]/t")),
        Some("kept")
    );
    filling
        .remove_repeat(&format!("r[{last}]"), &moment())
        .unwrap();
    filling
        .remove_repeat(&format!("r[{}]", ids(&filling)[1]), &moment())
        .unwrap();
    let error = filling
        .remove_repeat(&format!("r[{}]", ids(&filling)[0]), &moment())
        .unwrap_err();
    assert!(
        matches!(error, SetError::Counted { .. }),
        "what is counted stays: {error}"
    );
    set(&mut filling, "n", "99999999999");
    assert_eq!(
        ids(&filling).len(),
        super::instance::INSTANCES_MAX,
        "a slip of the finger is bounded"
    );
}

#[test]
fn repeats_lie_in_repeats() {
    let rows = "type,name,label,calculation
begin repeat,house,H,
text,head,H,
begin repeat,child,C,
integer,age,A,
calculate,label,,\"concat(${head}, ${age})\"
end repeat,,,
calculate,oldest,,max(${age})
end repeat,,,";
    let mut filling = start(rows, "");
    let second = filling.add_repeat("house", &moment()).unwrap();
    let first = filling.answers().instances("house")[0].to_owned();
    for (house, head, ages) in [
        (&first, "Sok", &["4", "9"][..]),
        (&second, "Chan", &["2"][..]),
    ] {
        set(&mut filling, &format!("house[{house}]/head"), head);
        for (at, age) in ages.iter().enumerate() {
            let path = format!("house[{house}]/child");
            if at > 0 {
                filling.add_repeat(&path, &moment()).unwrap();
            }
            let child = filling.answers().instances(&path)[at].to_owned();
            set(&mut filling, &format!("{path}[{child}]/age"), age);
        }
    }
    let values: Vec<String> = submitted(&filling)
        .into_iter()
        .filter(|line| line.contains("/label") || line.contains("/oldest"))
        .map(|line| line.split_once('=').unwrap().1.to_owned())
        .collect();
    assert_eq!(values, ["Sok4", "Sok9", "9", "Chan2", "2"]);
}

#[test]
fn defaults_come_with_each_instance() {
    let rows = "type,name,label,default\nbegin repeat,r,R,\ntext,t,T,fixed\ntext,u,U,concat('n'\\, position(..))\nend repeat,,,";
    let form = form(
        &rows.replace(
            "concat('n'\\, position(..))",
            "\"concat('n', position(..))\"",
        ),
        "",
    );
    let mut filling = Filling::start(form, &moment());
    let second = filling.add_repeat("r", &moment()).unwrap();
    assert_eq!(
        filling.answers().get(&format!("r[{second}]/t")),
        Some("fixed")
    );
    assert_eq!(filling.answers().get(&format!("r[{second}]/u")), Some("n2"));
}

#[test]
fn wrong_places_are_refused_in_words() {
    let mut filling = start(MATERIALS, "");
    let id = ids(&filling)[0].clone();
    for path in ["r[nobody]/kind", "r/kind", "r"] {
        let error = filling.set(path, "x", &moment()).unwrap_err();
        assert!(matches!(error, SetError::Unknown { .. }), "{path}");
    }
    assert!(filling.add_repeat(&format!("r[{id}]"), &moment()).is_err());
    assert!(filling.add_repeat("all", &moment()).is_err());
    assert!(filling.remove_repeat("r", &moment()).is_err());
    assert!(filling.remove_repeat("all", &moment()).is_err());
}

#[test]
fn a_repeat_without_instances_shows_whether_it_applies() {
    let rows = "type,name,label,relevant\ntext,on,On,\nbegin repeat,r,R,${on} = 'yes'\ntext,t,T,\nend repeat,,,";
    let form = form(rows, "");
    let mut filling = Filling::resume(form, &crate::Answers::default(), &moment());
    assert!(!filling.nodes("en")[1].relevant);
    set(&mut filling, "on", "yes");
    assert!(filling.nodes("en")[1].relevant);
    assert!(filling.add_repeat("r", &moment()).is_ok());
    set(&mut filling, "on", "no");
    assert_eq!(submitted(&filling), ["on=no"]);
}

#[test]
fn an_instance_is_not_computed_again_because_of_another_one() {
    let rows = "type,name,label,calculation
text,top,Top,
begin repeat,r,R,
text,a,A,
calculate,drawn,,\"concat(${a}, '-', random())\"
calculate,next,,\"concat(${drawn}, '!')\"
calculate,all,,\"concat(${top}, join(',', ../../r/a))\"
calculate,at,,position(..)
end repeat,,,";
    let mut filling = start(rows, "");
    let second = filling.add_repeat("r", &moment()).unwrap();
    let first = ids(&filling)[0].clone();
    let get = |filling: &Filling, id: &str, name: &str| {
        let answers = filling.answers();
        answers
            .get(&format!("r[{id}]/{name}"))
            .unwrap_or_default()
            .to_owned()
    };
    let drawn = |filling: &Filling, id: &str| [get(filling, id, "drawn"), get(filling, id, "next")];
    let before = drawn(&filling, &first);
    let other = drawn(&filling, &second);
    set(&mut filling, &format!("r[{second}]/a"), "x");
    assert_eq!(drawn(&filling, &first), before);
    assert_ne!(drawn(&filling, &second), other, "its own are computed");
    assert_eq!(
        get(&filling, &second, "next"),
        get(&filling, &second, "drawn") + "!"
    );
    assert_eq!(
        get(&filling, &first, "all"),
        ",x",
        "who looks at all instances is computed too"
    );
    let other = drawn(&filling, &second);
    let third = filling.add_repeat("r", &moment()).unwrap();
    filling
        .remove_repeat(&format!("r[{first}]"), &moment())
        .unwrap();
    assert_eq!(drawn(&filling, &second), other);
    assert_eq!(
        [&second, &third].map(|id| get(&filling, id, "at")),
        ["1", "2"]
    );
    set(&mut filling, "top", "t");
    assert_eq!(get(&filling, &third, "all"), "tx,");
}
