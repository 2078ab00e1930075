//! Workbooks that no careful tool wrote: each gives a finding that names its place, and none takes much time or room.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::panic,
    reason = "a failed test should stop at once"
)]

mod packed;
mod told;

use packed::{pack, parts, row, rows, unpack, workbook};
use told::{check, csv, shared, told};

const SURVEY: &[&[&str]] = &[&["type", "name", "label"], &["text", "q", "Q"]];

#[test]
fn a_workbook_of_our_own_making_is_read() {
    check(&workbook(&[("survey", rows(SURVEY))]), true, "");
    let parts = unpack(&workbook(&[("survey", rows(SURVEY))])).unwrap();
    assert_eq!(parts.len(), 5);
    check(&pack(&parts), true, "");
}

#[test]
fn sheets_that_are_missing_doubled_or_empty_are_said() {
    check(
        &workbook(&[("choices", rows(SURVEY))]),
        false,
        "no sheet named survey",
    );
    check(
        &workbook(&[("surveys", rows(SURVEY))]),
        false,
        "rename it if it should be \"survey\"",
    );
    check(&workbook(&[]), false, "");
    check(
        &workbook(&[("survey", String::new())]),
        false,
        "no column named type",
    );
    check(
        &workbook(&[("survey", rows(&SURVEY[..1]))]),
        false,
        "asks nothing",
    );
    let two = [("survey", rows(SURVEY)), ("Survey", rows(&[&["x"]]))];
    check(&workbook(&two), true, "");
}

#[test]
fn parts_of_a_workbook_that_are_missing_or_broken_are_said() {
    let whole = parts(&[("survey", rows(SURVEY))]);
    for gone in 1..whole.len() {
        let mut parts = whole.clone();
        parts.remove(gone);
        let words = told("f.xlsx", &pack(&parts));
        assert!(
            words.starts_with("no form\n") && words.len() > 20,
            "{gone}: {words}"
        );
    }
    let broken = |at: usize, from: &str, to: &str| {
        let mut parts = whole.clone();
        let text = String::from_utf8(parts[at].1.clone()).unwrap();
        assert!(text.contains(from), "{text}");
        parts[at].1 = text.replacen(from, to, 1).into_bytes();
        told("f.xlsx", &pack(&parts))
    };
    // A sheet that ends in the middle, is no XML, or has a document type.
    assert!(broken(1, "</sheetData></worksheet>", "").contains("cannot be opened"));
    assert!(broken(1, "<row r=\"2\">", "<row r=\"2\"><<").starts_with("no form"));
    let typed = broken(
        1,
        "<worksheet",
        "<!DOCTYPE w [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><worksheet",
    );
    assert!(!typed.contains("hostname"), "{typed}");
    let entity = broken(1, ">Q<", ">&e;<");
    assert!(
        entity.starts_with("no form") || entity.contains("no label"),
        "{entity}"
    );
    // A place that is no place.
    for place in [
        "A0",
        "A99999999999",
        "ZZZZZZZZ1",
        "",
        "1",
        "A1:B2",
        "\u{1f600}",
    ] {
        let words = broken(1, "r=\"A2\"", &format!("r=\"{place}\""));
        assert!(!words.is_empty(), "{place}");
    }
    // A relationship that leads out of the archive.
    let outside = broken(3, "worksheets/sheet1.xml", "../../../../etc/passwd");
    assert!(outside.starts_with("no form"), "{outside}");
}

#[test]
fn an_archive_whose_contents_lie_elsewhere_than_they_seem_is_refused() {
    let good = workbook(&[("survey", rows(SURVEY))]);
    let end = good.len() - 22;
    let with = |at: usize, bytes: &[u8]| {
        let mut file = good.clone();
        file[at..at + bytes.len()].copy_from_slice(bytes);
        file
    };
    check(&good, true, "");
    check(
        &with(end + 16, &[0, 0, 0, 0]),
        false,
        "not packed as spreadsheets do it",
    );
    check(
        &with(end + 12, &[1, 0, 0, 0]),
        false,
        "not packed as spreadsheets do it",
    );
    check(
        &with(end + 10, &[1, 0]),
        false,
        "not packed as spreadsheets do it",
    );
    check(
        &with(end + 20, &[9, 0]),
        false,
        "not packed as spreadsheets do it",
    );
    // A second end record within the comment of the first.
    let mut two = with(end + 20, &[22, 0]);
    two.extend(b"PK\x05\x06");
    two.extend([0; 18]);
    check(&two, false, "not packed as spreadsheets do it");
    // The form for archives beyond 4 GiB.
    let mut large = good[..end].to_vec();
    large.extend(b"PK\x06\x07");
    large.extend([0; 16]);
    large.extend(&good[end..]);
    check(&large, false, "not packed as spreadsheets do it");
    // Bytes in front, as a program that unpacks itself has them.
    let mut front = b"PK\x03\x04 in front".to_vec();
    front.extend(&good);
    assert!(told("f.xlsx", &front).starts_with("no form"));
}

#[test]
fn sheets_of_a_hundred_thousand_rows_are_read_and_larger_ones_refused() {
    let sheet = |count: usize| {
        let mut text = row(1, &["list_name", "name", "label"]);
        for at in 0..count {
            text += &row(at + 2, &["l", "n", "L"]);
        }
        text
    };
    let book = |count| workbook(&[("survey", rows(SURVEY)), ("choices", sheet(count))]);
    check(&book(99_000), true, "warnings were found, the first");
    check(&book(100_100), false, "more than 100000 rows");
    let mut text = row(1, &["type", "name", "label"]);
    for at in 0..30_000 {
        text += &row(at + 2, &["text", &format!("q{at}"), "Q"]);
    }
    check(
        &workbook(&[("survey", text)]),
        false,
        "more than 20000 questions",
    );
}

#[test]
fn cells_far_to_the_right_take_no_room() {
    // 100,000 rows with one cell each, in the last column that is read: as a full table that were 2.4 GB.
    let mut text = row(1, &["type", "name", "label"]);
    for at in 2..100_000 {
        text += &format!(r#"<row r="{at}"><c r="ALL{at}"><v>1</v></c></row>"#);
    }
    check(
        &workbook(&[("survey", text)]),
        false,
        "more than 5000000 cells",
    );
    let beyond = r#"<row r="2"><c r="XFD2"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>"#;
    check(
        &workbook(&[("survey", rows(&SURVEY[..1]) + beyond)]),
        true,
        "survey row 1048576",
    );
    let commas = format!(
        "survey\n,type,name\n{}",
        format!(",text,q{}x\n", ",".repeat(990)).repeat(6_000)
    );
    check(commas.as_bytes(), false, "more than 5000000 cells");
    let bars = format!(
        "| survey |\n{}",
        format!("| | text {}| x |\n", "|".repeat(990)).repeat(6_000)
    );
    check(bars.as_bytes(), false, "more than 5000000 cells");
}

#[test]
fn a_cell_of_five_megabytes_is_cut_with_its_place() {
    let long = "x".repeat(5 * 1024 * 1024);
    let want = "survey row 2, label: the cell is longer than 64 KiB";
    check(
        &workbook(&[("survey", rows(&[SURVEY[0], &["text", "q", &long]]))]),
        true,
        want,
    );
    check(
        &csv(&format!("type,name,label\ntext,q,{long}"), ""),
        true,
        "survey row 3, label: the cell is longer",
    );
    // As a name, an expression, a type.
    check(
        &csv(
            &format!("type,name,label\ntext,{},Q", "x".repeat(200_000)),
            "",
        ),
        true,
        "64 KiB",
    );
    check(
        &csv(
            &format!("type,name,label,relevant\ntext,q,Q,{}", "(".repeat(200_000)),
            "",
        ),
        false,
        "relevant: the expression cannot be read",
    );
    check(
        &csv(&format!("type,name,label\n{long},q,Q"), ""),
        true,
        "not a known type",
    );
}

#[test]
fn signs_that_cannot_be_shown_are_taken_out_with_their_place() {
    let late = format!(
        "type,name,label\ntext,q,{}\ntext,r,A\u{0}B\u{1}",
        "x".repeat(5_000)
    );
    check(
        &csv(&late, ""),
        true,
        "survey row 4, label: the cell holds signs that cannot be shown",
    );
    check(
        &csv("type,name,label\ntext,a\u{7f}b,Q", ""),
        true,
        "survey row 3, name: the cell holds signs",
    );
    check(b"survey\n,type,name\n,text,\0q", false, "neither CSV text");
}

#[test]
fn other_encodings_are_named() {
    let text = String::from_utf8(csv("type,name,label\ntext,q,Étage", "")).unwrap();
    let utf16: Vec<u8> = std::iter::once(0xfeff)
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    check(&utf16, false, "UTF-16");
    let latin: Vec<u8> = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    check(&latin, false, "line 3 is not UTF-8");
    let mut bytes = text.into_bytes();
    bytes.extend([0xed, 0xa0, 0x80]);
    check(&bytes, false, "is not UTF-8");
}

#[test]
fn real_workbooks_cut_anywhere_are_refused_or_read() {
    for (name, bytes) in shared("conformance/real") {
        for part in 0..64 {
            let cut = bytes.len() * part / 64;
            let words = told(&name, &bytes[..cut]);
            // An old workbook keeps its table of contents at the front: what is left of it may still be read.
            let refused = words.starts_with("no form");
            assert!(refused || name.ends_with(".xls"), "{name} cut at {part}/64");
            assert!(words.len() > 12, "{name} cut at {part}/64: nothing is said");
        }
    }
}

/// Chance from a seed (splitmix64).
fn draw(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (*seed ^ (*seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[test]
fn real_workbooks_with_flipped_bits_are_refused_or_read() {
    let mut seed = 7;
    for (name, bytes) in shared("conformance/real") {
        for _ in 0..4 {
            let mut bytes = bytes.clone();
            for _ in 0..=draw(&mut seed) % 4 {
                let at = usize::try_from(draw(&mut seed)).unwrap() % bytes.len();
                bytes[at] ^= 1 << (draw(&mut seed) % 8);
            }
            let _ = told(&name, &bytes);
        }
    }
}

#[test]
fn a_list_of_texts_that_claims_more_than_it_holds_is_refused() {
    let book = |count: &str| {
        let mut parts = parts(&[("survey", rows(SURVEY))]);
        let link = parts
            .iter_mut()
            .find(|(name, _)| name.ends_with("workbook.xml.rels"))
            .unwrap();
        let text = String::from_utf8(link.1.clone()).unwrap();
        let more = "<Relationship Id=\"rId9\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>";
        link.1 = text.replace("</Relationships>", more).into_bytes();
        let texts = format!(
            "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" {count}><si><t>a</t></si></sst>"
        );
        parts.push(("xl/sharedStrings.xml".to_owned(), texts.into_bytes()));
        pack(&parts)
    };
    check(&book("count=\"1\" uniqueCount=\"1\""), true, "");
    check(
        &book("uniqueCount=\"99999999999\""),
        false,
        "not packed as spreadsheets do it",
    );
    check(
        &book("uniqueCount = '99999999999999999999999'"),
        false,
        "not packed as spreadsheets do it",
    );
    let far = format!("{}uniqueCount=\"4294967296\"", " ".repeat(100_000));
    check(&book(&far), false, "not packed as spreadsheets do it");
}

/// The header of an old workbook with its table in sector 0 and its folder in sector 1.
fn old_workbook(table: &[u32], stream: &[u8]) -> Vec<u8> {
    let mut file = vec![0; 512];
    file[..8].copy_from_slice(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    file[24..34].copy_from_slice(&[0x3e, 0, 3, 0, 0xfe, 0xff, 9, 0, 6, 0]);
    file[44] = 1;
    file[48] = 1;
    file[60..64].fill(0xff);
    file[68..72].copy_from_slice(&[0xfe, 0xff, 0xff, 0xff]);
    file[72..512].fill(0xff);
    file[72..76].fill(0);
    file[76..80].fill(0);
    let mut entries: Vec<u8> = table.iter().flat_map(|next| next.to_le_bytes()).collect();
    entries.resize(512, 0xff);
    file.extend(entries);
    let mut folder = vec![0; 512];
    for (at, unit) in "Workbook".encode_utf16().enumerate() {
        folder[at * 2..at * 2 + 2].copy_from_slice(&unit.to_le_bytes());
    }
    folder[116] = 2;
    folder[120..124].copy_from_slice(&u32::try_from(stream.len()).unwrap().to_le_bytes());
    file.extend(folder);
    file.extend(stream);
    file
}

/// The chain of a table: its own sector, the folder, and eight sectors of the stream.
fn table() -> Vec<u32> {
    const LAST: u32 = 0xffff_fffe;
    vec![0xffff_fffd, LAST, 3, 4, 5, 6, 7, 8, 9, LAST]
}

/// A stream of 4,096 bytes: one sheet, and the records in it.
fn stream(records: &[(u16, Vec<u8>)]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut put = |kind: u16, data: &[u8]| {
        out.extend(kind.to_le_bytes());
        out.extend(u16::try_from(data.len()).unwrap().to_le_bytes());
        out.extend(data);
    };
    let begin = [0, 6, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    put(0x809, &begin);
    // The sheet begins after this begin (20 bytes), this record (18) and the end (4).
    put(
        0x85,
        &[42, 0, 0, 0, 0, 0, 6, 0, b's', b'u', b'r', b'v', b'e', b'y'],
    );
    put(0x0a, &[]);
    put(0x809, &begin);
    for (kind, data) in records {
        put(*kind, data);
    }
    put(0x0a, &[]);
    out.resize(4_096, 0);
    out
}

#[test]
fn an_old_workbook_that_runs_in_circles_or_spans_too_much_is_refused() {
    let cell = |row: u16, column: u16| {
        let mut data = [row.to_le_bytes(), column.to_le_bytes(), [0, 0]].concat();
        data.extend(1_f64.to_le_bytes());
        (0x203, data)
    };
    let size = |rows: u32, columns: u16| {
        let mut data = [0_u32.to_le_bytes(), rows.to_le_bytes()].concat();
        data.extend([0, 0]);
        data.extend(columns.to_le_bytes());
        data.extend([0, 0]);
        (0x200, data)
    };
    let book = |records: &[(u16, Vec<u8>)]| old_workbook(&table(), &stream(records));
    check(
        &book(&[size(1, 1), cell(0, 0)]),
        false,
        "no column named type",
    );
    check(
        &book(&[cell(0, 0), cell(65_535, 255)]),
        false,
        "span more than 5000000 cells",
    );
    check(
        &book(&[cell(0, 0), cell(3, 300)]),
        false,
        "cannot be opened",
    );
    check(
        &book(&[size(0xffff_ffff, 0xffff)]),
        false,
        "cannot be opened",
    );
    check(&book(&[size(65_537, 1)]), false, "cannot be opened");
    // Chains: of the folder into itself, of the stream into its middle, of the table's own sector.
    for (at, next) in [(1, 1), (9, 5), (9, 2), (4, 4), (0, 0)] {
        let mut table = table();
        table[at] = next;
        check(
            &old_workbook(&table, &stream(&[cell(0, 0)])),
            false,
            "cannot be opened",
        );
    }
    let mut beyond = table();
    beyond[9] = 77;
    check(&old_workbook(&beyond, &stream(&[cell(0, 0)])), false, "");
}
