//! Reports on the command line.

use std::fs;

use serde_json::Value;

use crate::{laptop, sala};

const NOVEMBER: [&str; 4] = ["--from", "2026-11-01", "--to", "2026-11-30"];

#[test]
fn a_report_is_printed_and_written_and_what_is_wrong_is_told() {
    let folder = laptop();
    let out = folder.path().join("sadd.csv");
    let path = out.to_str().unwrap();
    let check = |words: &[&str], status: i32, said: &str| {
        let output = sala(&folder, words);
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let (told, refused) = (text(&output.stdout), text(&output.stderr));
        assert_eq!(
            output.status.code(),
            Some(status),
            "{words:?}: {told}{refused}"
        );
        let answer = if status == 0 { told } else { refused };
        assert!(answer.contains(said), "{words:?}: {answer}");
    };
    let of = |words: &[&'static str]| [&["report"], words, &NOVEMBER].concat();
    check(&["report", "list"], 0, "sadd  Monthly table");
    check(&of(&["sadd", "--by", "district"]), 0, "As of ");
    check(&of(&["E1", "--language", "km"]), 0, "វគ្គដែលបានធ្វើ");
    check(&of(&["E15"]), 2, "there is no report \"E15\"");
    check(&of(&["sadd", "--by", "street"]), 2, "street");
    check(&of(&["sadd", "--format", "docx"]), 2, "docx");
    check(&["report", "sadd"], 2, "--from and --to");
    let backwards = ["report", "E1", "--from", "2026-12-01", "--to", "2026-11-30"];
    check(&backwards, 2, "before it begins");
    let to_file = [
        of(&["sadd", "--format", "csv"]),
        vec!["--out", path, "--recipient", "UNDP"],
    ]
    .concat();
    check(&to_file, 0, "rows were written");
    assert!(fs::read(&out).unwrap().starts_with(b"\xef\xbb\xbfReport,"));
    let paper = folder.path().join("sadd.pdf");
    let on_paper = [
        of(&[
            "sadd",
            "--by",
            "district",
            "--language",
            "km",
            "--format",
            "pdf",
        ]),
        vec!["--out", paper.to_str().unwrap()],
    ]
    .concat();
    check(&on_paper, 0, "rows were written");
    assert!(fs::read(&paper).unwrap().starts_with(b"%PDF-1.7"));
    check(
        &of(&["rows:session", "--format", "pdf"]),
        2,
        "rows are written as csv",
    );
    check(
        &["report", "given"],
        0,
        "gave sadd (2026-11-01 to 2026-11-30, by district, pdf) to the team",
    );
    check(
        &["report", "given"],
        0,
        "gave sadd (2026-11-01 to 2026-11-30, by country, csv) to UNDP",
    );
    let json = sala(&folder, &of(&["sadd", "--json"]));
    let view: Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(view["ask"]["name"], "sadd");
}

#[test]
fn points_are_written_for_map_programs() {
    let folder = laptop();
    let out = folder.path().join("points.gpkg");
    let words = [
        "report",
        "E1",
        "--format",
        "gpkg",
        "--out",
        out.to_str().unwrap(),
    ];
    let output = sala(&folder, &[&words[..], &NOVEMBER].concat());
    assert!(output.status.success(), "{output:?}");
    let bytes = fs::read(&out).unwrap();
    assert!(bytes.starts_with(b"SQLite format 3\0"));
    assert_eq!(&bytes[68..72], b"GPKG");
}
