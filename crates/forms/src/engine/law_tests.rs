//! Laws of filling a form, for answers drawn by chance.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use std::sync::Arc;

use proptest::prelude::*;
use proptest::sample::Index;

use crate::survey_tests::{form, moment};
use crate::{Filling, Form};

const ROWS: &str =
    "type,name,label,relevant,calculation,choice_filter,repeat_count,constraint,default
integer,a,A,,,,,. < 50,
integer,b,B,${a} > 10,,,,,3
begin group,g,G,${b} != 7,,,,,
select_one p,p,P,,,,,,
select_one d,d,D,,,province = ${p},,,
select_multiple d,ds,Ds,${a} != 5,,province = ${p} or name = 'd1',,,
end group,,,,,,,,
begin repeat,r,R,${a} != 20,,,,,
integer,n,N,${a} > 3,,,,. >= 0,
text,t,T,${n} > 2,,,,,x
calculate,own,,,${n} * 2 + position(..),,,,
begin repeat,i,I,,,,${n} mod 4,,
integer,v,V,,,,,,1
calculate,above,,,${own} + ${v},,,,
end repeat,,,,,,,,
calculate,inner,,,sum(${v}),,,,
end repeat,,,,,,,,
calculate,sum,,,sum(${n}),,,,
calculate,count,,,count(${r}),,,,
calculate,last,,,\"indexed-repeat(${t}, ${r}, count(${r}))\",,,,
calculate,name,,,\"jr:choice-name(${d}, '${d}')\",,,,
calculate,chain,,${count} > 1,${sum} + ${b},,,,";
const CHOICES: &str =
    "list_name,name,label,province\np,p1,P1,\np,p2,P2,\nd,d1,D1,p1\nd,d2,D2,p1\nd,d3,D3,p2";

fn rich() -> Arc<Form> {
    form(ROWS, CHOICES)
}

/// Something that a person does.
#[derive(Debug, Clone)]
enum Move {
    Set(Index, &'static str),
    Add,
    Remove(Index),
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let values = proptest::sample::select(vec![
        "", "0", "1", "2", "3", "5", "7", "12", "20", "60", "p1", "p2", "d1", "d3", "d1 d2", "x",
    ]);
    let set = (any::<Index>(), values).prop_map(|(at, value)| Move::Set(at, value));
    let one =
        prop_oneof![8 => set, 1 => Just(Move::Add), 1 => any::<Index>().prop_map(Move::Remove)];
    proptest::collection::vec(one, 0..24)
}

/// The paths of the questions that a person can answer now, in the order of the form.
fn open(filling: &Filling) -> Vec<String> {
    let mut out = Vec::new();
    let mut stack: Vec<_> = filling.nodes("").into_iter().rev().collect();
    while let Some(node) = stack.pop() {
        if node.kind.is_asked() && !node.read_only {
            out.push(node.path.clone());
        }
        stack.extend(node.children.into_iter().rev());
    }
    out
}

fn make(filling: &mut Filling, one: &Move) {
    match one {
        Move::Set(at, value) => {
            let paths = open(filling);
            let path = at.get(&paths).clone();
            filling.set(&path, value, &moment()).unwrap();
        }
        Move::Add => {
            filling.add_repeat("r", &moment()).unwrap();
        }
        Move::Remove(at) => {
            let answers = filling.answers();
            let ids = answers.instances("r");
            if !ids.is_empty() {
                let path = format!("r[{}]", at.get(&ids));
                filling.remove_repeat(&path, &moment()).unwrap();
            }
        }
    }
}

fn played(all: &[Move]) -> Filling {
    let mut filling = Filling::start(rich(), &moment());
    all.iter().for_each(|one| make(&mut filling, one));
    filling
}

/// Everything that can be seen of a record.
fn seen(filling: &Filling) -> String {
    let (nodes, problems) = (filling.nodes(""), filling.problems(""));
    format!("{:?}{nodes:#?}{problems:#?}", filling.answers())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn what_is_computed_step_by_step_is_what_is_computed_at_once(all in moves()) {
        let mut filling = played(&all);
        let before = seen(&filling);
        let form = filling.form().clone();
        filling.instance_mut().compute_all(&form);
        prop_assert_eq!(seen(&filling), before);
    }

    #[test]
    fn an_instance_that_is_added_and_removed_leaves_no_trace(all in moves()) {
        let mut filling = played(&all);
        let before = seen(&filling);
        let id = filling.add_repeat("r", &moment()).unwrap();
        prop_assert_ne!(seen(&filling), before.clone());
        filling.remove_repeat(&format!("r[{id}]"), &moment()).unwrap();
        prop_assert_eq!(seen(&filling), before);
    }

    #[test]
    fn a_record_that_is_laid_aside_goes_on_as_it_was(all in moves(), more in moves()) {
        let mut filling = played(&all);
        let mut again = Filling::resume(rich(), &filling.answers(), &moment());
        prop_assert_eq!(seen(&again), seen(&filling));
        prop_assert!(again.leftover().is_empty());
        for one in more.iter().filter(|one| !matches!(one, Move::Add)) {
            // Ids of new instances are drawn by chance: those inside a counted repeat are not compared.
            make(&mut filling, one);
            make(&mut again, one);
        }
        let sums = |filling: &Filling| {
            let answers = filling.submission();
            ["a", "sum", "count", "last", "name", "chain"].map(|path| answers.get(path).map(str::to_owned))
        };
        prop_assert_eq!(sums(&again), sums(&filling));
    }

    #[test]
    fn answers_that_do_not_depend_on_each_other_may_come_in_any_order(
        values in proptest::collection::vec("[0-9]{1,2}", 6), order in Just([0_usize, 1, 2, 3, 4, 5]).prop_shuffle(),
    ) {
        let rows: String = (0..6).map(|n| format!("integer,q{n},Q,\n")).collect();
        let calc = "calculate,sum,,${q0} + ${q1} * ${q2}\ncalculate,next,,${sum} - ${q3} + ${q4}\ncalculate,all,,\"concat(${next}, '/', ${q5})\"";
        let form = form(&format!("type,name,label,calculation\n{rows}{calc}"), "");
        let fill = |order: &[usize]| {
            let mut filling = Filling::start(form.clone(), &moment());
            for at in order {
                filling.set(&format!("q{at}"), &values[*at], &moment()).unwrap();
            }
            seen(&filling)
        };
        prop_assert_eq!(fill(&order), fill(&[0, 1, 2, 3, 4, 5]));
    }
}
