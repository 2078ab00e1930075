//! What an index finds is what reading every row finds.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use proptest::prelude::*;

use super::{Env, Name, Node, NodeKind, Scope, Tree, Value, World, parse};

struct Lists;

impl World for Lists {
    fn now_ms(&self) -> i64 {
        1_795_401_000_000
    }
    fn offset_minutes(&self) -> i32 {
        420
    }
    fn random(&self) -> u64 {
        7
    }
    fn instance(&self, name: &str) -> Option<Node> {
        (name == "l").then_some(Node {
            doc: 1,
            id: Tree::ROOT,
        })
    }
    fn choice_label(&self, _: &str, _: &str) -> Option<String> {
        None
    }
    fn property(&self, _: &str) -> String {
        String::new()
    }
    fn language(&self) -> &'static str {
        "en"
    }
}

fn leaf(tree: &mut Tree, parent: u32, name: &str, value: &str) -> u32 {
    let name = Name::local(name);
    tree.append(parent, NodeKind::Element, name, value.to_owned())
}

/// data: one `v` for each value that is looked for.
fn answers(values: &[&str]) -> (Tree, u32) {
    let mut tree = Tree::new();
    let data = leaf(&mut tree, Tree::ROOT, "data", "");
    let asked = leaf(&mut tree, data, "asked", "");
    for value in values {
        leaf(&mut tree, data, "v", value);
    }
    tree.rank();
    (tree, asked)
}

/// root / item / at, and as many `c` as the row has cells; the last cell is an attribute too.
fn list(rows: &[Vec<&str>]) -> Tree {
    let mut tree = Tree::new();
    let root = leaf(&mut tree, Tree::ROOT, "root", "");
    for (at, cells) in rows.iter().enumerate() {
        let item = leaf(
            &mut tree,
            root,
            if at % 7 == 6 { "odd" } else { "item" },
            "",
        );
        if let Some(last) = cells.last() {
            let name = Name::local("a");
            tree.append(item, NodeKind::Attribute, name, (*last).to_owned());
        }
        leaf(&mut tree, item, "at", &at.to_string());
        for cell in cells {
            leaf(&mut tree, item, "c", cell);
        }
    }
    tree.rank();
    tree
}

/// What an expression gives, and how much work it took.
fn found(expr: &str, main: &(Tree, u32), list: &Tree) -> (String, u64) {
    let lists = [list.clone()];
    let env = Env::new(&main.0, &lists, &Lists);
    let scope = Scope::at(Node { doc: 0, id: main.1 });
    let shown = match env.eval(&scope, &parse(expr).unwrap()) {
        Ok(Value::Nodes(nodes)) => {
            let texts: Vec<_> = nodes.iter().map(|node| env.node_text(*node)).collect();
            texts.join(" ")
        }
        Ok(value) => env.plain_text(value),
        Err(error) => error.message,
    };
    (shown, env.spent())
}

const VALUES: [&str; 16] = [
    "5",
    "05",
    "5.0",
    " 5",
    "",
    " ",
    "0",
    "-0",
    "x",
    "X",
    "true",
    "19781",
    "2024-02-28",
    "2024-02-28T00:00:00.000+07:00",
    "2024-02-27T20:00:00.000Z",
    "2024-02-30",
];

const EXPRESSIONS: [&str; 26] = [
    "instance('l')/root/item[c = /data/v]/at",
    "instance('l')/root/item[/data/v = c]/at",
    "instance('l')/root/item[./c = current()/../v[1]]/at",
    "instance('l')/root/item[c = number(/data/v)]/at",
    "instance('l')/root/item[c = string(/data/v[2])]/at",
    "instance('l')/root/item[c = /data/nowhere]/at",
    "instance('l')/root/item[c = 5]/at",
    "instance('l')/root/item[c = '5']/at",
    "instance('l')/root/item[c = '']/at",
    "instance('l')/root/item[c = 0]/at",
    "instance('l')/root/item[c = true()]/at",
    "instance('l')/root/item[c = date('2024-02-28')]/at",
    "instance('l')/root/item[c = '2024-02-28T00:00:00.000+07:00']/at",
    "instance('l')/root/item[@a = /data/v]/at",
    "instance('l')/root/*[c = /data/v]/at",
    "instance('l')/root/item[c = /data/v and at > 3]/at",
    "instance('l')/root/item[at > 3 and c = /data/v]/at",
    "instance('l')/root/item[c = /data/v and c = 5]/at",
    "instance('l')/root/item[c = /data/v and position() > 2]/at",
    "instance('l')/root/item[c = /data/v and position() = last()]/at",
    "instance('l')/root/item[c = /data/v][2]/at",
    "instance('l')/root/item[c = /data/v][last()]/at",
    "instance('l')/root/item[c != /data/v]/at",
    "instance('l')/root/item[c = /data/v or at = 1]/at",
    "instance('l')/root/item[c = 5 and count(1)]/at",
    "count(instance('l')/root/item[c = position()])",
];

fn value() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(VALUES.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn an_index_finds_what_reading_every_row_finds(
        rows in proptest::collection::vec(proptest::collection::vec(value(), 0..3), 33..60),
        values in proptest::collection::vec(value(), 0..4),
        offered in value(),
    ) {
        let (main, list) = (answers(&values), list(&rows));
        let packed = list.packed();
        for expr in EXPRESSIONS {
            let read = found(expr, &main, &list).0;
            prop_assert_eq!(&found(expr, &main, &packed).0, &read, "{}", expr);
            prop_assert_eq!(&found(expr, &main, &packed).0, &read, "{} again", expr);
        }
        for (out, key) in [("at", "c"), ("at", "@a"), ("@a", "c"), ("@a", "@a")] {
            let pulled = format!("pulldata('l', '{out}', '{key}', '{offered}')");
            prop_assert_eq!(found(&pulled, &main, &packed).0, found(&pulled, &main, &list).0);
        }
    }
}

fn villages(rows: usize) -> Tree {
    let mut tree = Tree::new();
    let root = leaf(&mut tree, Tree::ROOT, "root", "");
    for at in 0..rows {
        let item = leaf(&mut tree, root, "item", "");
        leaf(&mut tree, item, "code", &format!("{:05}", at * 7 % rows));
        leaf(&mut tree, item, "district", &(at % 500).to_string());
    }
    tree.packed()
}

#[test]
fn a_row_of_many_is_found_without_reading_the_others() {
    let list = villages(20_000);
    let main = answers(&["00042", "7"]);
    for (expr, work_max) in [
        ("instance('l')/root/item[code = /data/v[1]]/district", 60),
        ("instance('l')/root/item[code = 42]/district", 60),
        (
            "instance('l')/root/item[code = '00042' and district != '']/district",
            60,
        ),
        (
            "instance('l')/root/item[district = /data/v[2]][3]/code",
            1_000,
        ),
        ("pulldata('l', 'district', 'code', '00042')", 60),
    ] {
        let (value, work) = found(expr, &main, &list);
        assert!(!value.is_empty(), "{expr}");
        assert!(work < work_max, "{expr} took {work}");
    }
    let (_, work) = found(
        "instance('l')/root/item[contains(code, '42')]/code",
        &main,
        &list,
    );
    assert!(work > 20_000, "every row has to be read, and {work} were");
}

#[test]
fn what_differs_from_row_to_row_is_not_looked_up() {
    let list = villages(100);
    let main = answers(&[]);
    for (expr, want) in [
        (
            "count(instance('l')/root/item[district = number(code)])",
            "2",
        ),
        (
            "count(instance('l')/root/item[district = position() - 1])",
            "100",
        ),
        ("count(instance('l')/root/item[district = last()])", "0"),
        (
            "count(instance('l')/root/item[district = ../item[1]/district])",
            "1",
        ),
    ] {
        let (value, work) = found(expr, &main, &list);
        assert_eq!(value, want, "{expr}");
        assert!(work > 100, "{expr}: {work}");
    }
}

#[test]
fn documents_with_indexes_are_shared_between_threads() {
    let list = villages(5_000);
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let list = list.clone();
            std::thread::spawn(move || {
                let main = answers(&["00042"]);
                found(
                    "instance('l')/root/item[code = /data/v]/district",
                    &main,
                    &list,
                )
                .0
            })
        })
        .collect();
    let found: Vec<String> = threads.into_iter().map(|t| t.join().unwrap()).collect();
    assert!(found.iter().all(|one| *one == found[0] && !one.is_empty()));
}
