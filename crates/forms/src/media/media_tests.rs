#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use proptest::prelude::*;

use super::{Media, Table, column_name, table, xml};
use crate::Filling;
use crate::survey_tests::{form, moment, set};
use crate::xpath::{NodeKind, Tree};

/// A document as short text: `name(children)` or `name=value`.
fn shown(tree: &Tree, id: u32) -> String {
    let children: Vec<String> = tree
        .children(id)
        .iter()
        .map(|id| shown(tree, *id))
        .collect();
    let attributes = tree.attributes(id).iter();
    let attributes: String = attributes
        .map(|id| format!("@{}={}", tree.name(*id).unwrap().local, tree.value(*id)))
        .collect();
    let name = tree
        .name(id)
        .map(|name| name.local.to_string())
        .unwrap_or_default();
    match tree.kind(id) {
        NodeKind::Text => format!("'{}'", tree.value(id)),
        _ if children.is_empty() => format!("{name}{attributes}={}", tree.value(id)),
        _ => format!("{name}{attributes}({})", children.join(" ")),
    }
}

fn file(name: &str, bytes: &[u8]) -> (String, Vec<String>) {
    let mut media = Media::new();
    let findings = media.add(name, bytes);
    let tree = media.by_file.get(name);
    let text = tree.map_or_else(String::new, |tree| shown(tree, Tree::ROOT));
    (text, findings.iter().map(ToString::to_string).collect())
}

#[test]
fn files_become_documents() {
    let check = |name: &str, bytes: &[u8], want: &str| {
        let (text, findings) = file(name, bytes);
        assert_eq!(text, format!("({want})"), "{name}");
        assert!(findings.is_empty(), "{findings:?}");
    };
    check(
        "a.csv",
        b"name,label\n1,One\n2,\"Two, too\"\n",
        "root(item(name=1 label=One) item(name=2 label=Two, too))",
    );
    check(
        "a.csv",
        b"\xef\xbb\xbfname;label\r\n1;One\r\n",
        "root(item(name=1 label=One))",
    );
    check(
        "a.csv",
        b"name\tlabel\n 1 \tOne",
        "root(item(name= 1  label=One))",
    );
    check("a.csv", b"name,label\n1\n", "root(item(name=1 label=))");
    check("a.csv", b"name,label", "root=");
    check("a.csv", b"", "root=");
    check(
        "a.csv",
        b"Item label,2nd\nx,y\n",
        "root(item(Item_label=x _2nd=y))",
    );
    check("a.csv", b"\xff\xfen\0\n\0a\0", "root(item(n=a))");
    check(
        "a.xml",
        b"<r>\n <i a='1'> x </i><i/>\n</r>",
        "r(i@a=1= x  i=)",
    );
    check("a.xml", b"<r>&lt;&#x41;<![CDATA[<b>]]></r>", "r=<A<b>");
    check(
        "a.xml",
        b"<?xml version='1.0'?><!-- c --><r>a<i>b</i>c</r>",
        "r('a' i=b 'c')",
    );
    check(
        "a.geojson",
        br#"{"type":"FeatureCollection","features":[
            {"type":"Feature","id":7,"geometry":{"type":"Point","coordinates":[102,0.5]},"properties":{"id":"p","name":"A"}},
            {"type":"Feature","geometry":{"type":"LineString","coordinates":[[1,2],[3,4]]},"properties":{"id":"q","n":5}}]}"#,
        "root(item(geometry=0.5 102 0 0 id=7 name=A) item(geometry=2 1 0 0; 4 3 0 0 id=q n=5))",
    );
}

#[test]
fn what_is_wrong_with_a_file_is_said_and_the_form_goes_on() {
    let check = |name: &str, bytes: &[u8], want: &str| {
        let (_, findings) = file(name, bytes);
        assert!(
            findings
                .iter()
                .any(|f| f.contains(want) && f.starts_with(name)),
            "{name}: {findings:?}"
        );
    };
    check("a.csv", b"a,a\n1,2\n", "two columns are called a");
    check("a.csv", b"a\n1,2\n", "row 2 has more cells");
    check("a.csv", b"a\n\xe9\n", "not UTF-8");
    check("a.xml", b"<r><a></r>", "line 1");
    check("a.xml", b"<r>\n<a>", "line 2: the file ends before");
    check("a.xml", b"", "no element");
    check("a.xml", b"<r/><r/>", "second element");
    check("a.xml", b"<r/>x", "outside");
    check(
        "a.xml",
        b"<!DOCTYPE r [<!ENTITY e 'x'>]><r>&e;</r>",
        "document type",
    );
    check("a.xml", b"<r>&e;</r>", "entity");
    check("a.xml", b"<r a='&e;'/>", "entity");
    check("a.xml", "<a>".repeat(200).as_bytes(), "deeper than 128");
    check("a.geojson", b"{}", "FeatureCollection");
    check("a.geojson", b"[", "not GeoJSON");
    check(
        "a.geojson",
        br#"{"type":"FeatureCollection","features":[{"geometry":null}]}"#,
        "feature 1 has no point",
    );
}

#[test]
fn headings_become_names() {
    for (heading, want) in [
        ("name", "name"),
        (" a b ", "a_b"),
        ("1st", "_1st"),
        ("", "_"),
        ("ភូមិ", "ភូមិ"),
        ("a:b", "a_b"),
    ] {
        assert_eq!(column_name(heading), want, "{heading}");
    }
}

#[test]
fn a_form_reads_its_files_and_the_record_before() {
    let rows = "type,name,label,calculation\ncsv-external,villages,,\ntext,code,C,\ncalculate,a,,\"pulldata('villages', 'Village name', 'code', ${code})\"\ncalculate,b,,instance('villages')/root/item[code = ${code}]/Village_name\ncalculate,c,,instance('__last-saved')/data/code";
    let form = form(rows, "");
    let mut media = Media::new();
    let missing: Vec<String> = media
        .missing(&form)
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        missing,
        ["the file villages.csv is missing: what reads it is empty until it is added"]
    );
    let check = |media: &Media, want: [Option<&str>; 3]| {
        let mut filling = Filling::start_with(form.clone(), media, &moment());
        set(&mut filling, "code", "7");
        let answers = filling.answers();
        assert_eq!(["a", "b", "c"].map(|name| answers.get(name)), want);
    };
    check(&media, [None, None, None]);
    media.add("Villages.csv", b"code,Village name\n7,Trea\n");
    assert!(
        media
            .set_last_saved("<data><code>old</code></data>")
            .is_empty()
    );
    assert!(media.missing(&form).is_empty());
    check(&media, [Some("Trea"), Some("Trea"), Some("old")]);
}

#[test]
fn a_hundred_thousand_rows_are_looked_up() {
    let mut table = "code,district,label\n".to_owned();
    for row in 0..100_000 {
        table.push_str(&format!("v{row},d{},Village {row}\n", row % 500));
    }
    let mut media = Media::new();
    assert!(media.add("villages.csv", table.as_bytes()).is_empty());
    let rows = "type,name,label,calculation\ncsv-external,villages,,\ntext,d,D,\ncalculate,n,,count(instance('villages')/root/item[district = ${d}])\ncalculate,l,,\"pulldata('villages', 'label', 'code', ${d})\"";
    let mut filling = Filling::start_with(form(rows, ""), &media, &moment());
    for (value, count, label) in [
        ("d7", "200", None),
        ("none", "0", None),
        ("v99999", "0", Some("Village 99999")),
    ] {
        set(&mut filling, "d", value);
        assert_eq!(filling.answers().get("n"), Some(count));
        assert_eq!(filling.answers().get("l"), label);
    }
}

proptest! {
    #[test]
    fn no_bytes_make_a_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..120)) {
        for name in ["a.csv", "a.xml", "a.geojson"] {
            let _ = file(name, &bytes);
        }
    }

    #[test]
    fn no_markup_makes_the_reader_panic(text in "[<>/a-b&;#x0-9'\"= !\\[\\]-]{0,60}") {
        let _ = xml::read(&text);
    }

    #[test]
    fn cells_come_back_as_they_are_written(rows in proptest::collection::vec(("\\PC{0,6}", "[a-c\",;\n ]{0,6}"), 0..8)) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["a", "b"]).unwrap();
        for (a, b) in &rows {
            writer.write_record([a, b]).unwrap();
        }
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let (tree, _) = table::read(&text);
        let root = tree.children(Tree::ROOT)[0];
        let read: Vec<(String, String)> = tree.children(root).iter().map(|item| {
            let cells = tree.children(*item);
            (tree.value(cells[0]).to_owned(), tree.value(cells[1]).to_owned())
        }).collect();
        prop_assert_eq!(read, rows);
    }
}

#[test]
fn a_table_that_the_program_makes_reads_like_a_file() {
    let rows = [vec!["1", "Sung"], vec!["2"]];
    let made = Table::of(&["code", "the title"], rows);
    let (file, notes) = table::read("code,the title\n1,Sung\n2,\n");
    assert!(notes.is_empty(), "{notes:?}");
    assert_eq!(shown(&made.tree, Tree::ROOT), shown(&file, Tree::ROOT));
}
