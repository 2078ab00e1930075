//! Every file that a released program left is opened by today's, with everything in it.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test stops at once"
)]

use std::collections::BTreeSet;

use tempfile::TempDir;

use super::*;
use crate::sample::{Laptop, TEAM, device, key, record, team};
use crate::shelf::Shelf;
use crate::{ContentId, Reader, Sight, Site};

/// One file per released version of the schema, oldest first.
const RELEASED: [(u32, &str); 23] = [
    (1, include_str!("../tests/fixtures/V1.sql")),
    (2, include_str!("../tests/fixtures/V2.sql")),
    (3, include_str!("../tests/fixtures/V3.sql")),
    (4, include_str!("../tests/fixtures/V4.sql")),
    (5, include_str!("../tests/fixtures/V5.sql")),
    (6, include_str!("../tests/fixtures/V6.sql")),
    (7, include_str!("../tests/fixtures/V7.sql")),
    (8, include_str!("../tests/fixtures/V8.sql")),
    (9, include_str!("../tests/fixtures/V9.sql")),
    (10, include_str!("../tests/fixtures/V10.sql")),
    (11, include_str!("../tests/fixtures/V11.sql")),
    (12, include_str!("../tests/fixtures/V12.sql")),
    (13, include_str!("../tests/fixtures/V13.sql")),
    (14, include_str!("../tests/fixtures/V14.sql")),
    (15, include_str!("../tests/fixtures/V15.sql")),
    (16, include_str!("../tests/fixtures/V16.sql")),
    (17, include_str!("../tests/fixtures/V17.sql")),
    (18, include_str!("../tests/fixtures/V18.sql")),
    (19, include_str!("../tests/fixtures/V19.sql")),
    (20, include_str!("../tests/fixtures/V20.sql")),
    (21, include_str!("../tests/fixtures/V21.sql")),
    (22, include_str!("../tests/fixtures/V22.sql")),
    (23, include_str!("../tests/fixtures/V23.sql")),
];

/// The contents of the files that fixtures name.
const PHOTO: &[u8] = b"a photo";
const SCAN: &[u8] = b"%PDF-1.4 a scan";

/// Makes the database that a fixture describes, with the files beside it.
fn old_file(sql: &str) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let shelf = Shelf::beside(&dir.path().join(FILE), &key(7));
    for content in [PHOTO, SCAN] {
        let id = ContentId::of(content);
        shelf.put(id, content, &mut || Ok(())).unwrap();
    }
    let conn = connect::connect(&dir.path().join(FILE), &key(7), Access::Create).unwrap();
    conn.execute_batch("PRAGMA foreign_keys = OFF;").unwrap();
    conn.execute_batch(sql).unwrap();
    close(conn).unwrap();
    dir
}

/// What the schema consists of, without the spaces and remarks that an older file may have otherwise.
fn schema(store: &Store) -> BTreeSet<String> {
    let sql = "SELECT type || ' ' || name || ': ' || coalesce(sql, '') AS what FROM sqlite_schema
               WHERE tbl_name <> 'refinery_schema_history'";
    let read = |reader: &Reader<'_>| {
        reader.all("read the schema", sql, [], |row| {
            row.get::<_, String>("what")
        })
    };
    let squeeze = |text: String| {
        let lines = text
            .lines()
            .map(|line| line.split("--").next().unwrap_or_default());
        lines
            .flat_map(str::split_whitespace)
            .collect::<Vec<_>>()
            .join(" ")
    };
    store.read(read).unwrap().into_iter().map(squeeze).collect()
}

#[test]
fn there_is_a_kept_file_of_every_released_version() {
    let known = embedded::migrations::runner();
    let versions: BTreeSet<u32> = known.get_migrations().iter().map(version).collect();
    let kept: BTreeSet<u32> = RELEASED.iter().map(|(version, _)| *version).collect();
    assert_eq!(
        kept, versions,
        "a new step needs the file that the step before left"
    );
}

#[test]
fn sessions_that_were_found_twice_before_stop_now() {
    let weighs = |kind: u8, score: u8| {
        let (_, before) = RELEASED[18];
        let pair = format!(
            "UPDATE likeness SET kind = {kind}; UPDATE double SET score = {score}, weight = 1; UPDATE record SET found = 1;"
        );
        let dir = old_file(&format!("{before}{pair}"));
        let store = Store::open(dir.path(), &key(7)).unwrap();
        let sql =
            "SELECT double.weight, record.found FROM double JOIN record ON record.id = double.one";
        let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, u8>(0)?, row.get::<_, u8>(1)?));
        store
            .read(|reader| reader.one("read", sql, [], read))
            .unwrap()
    };
    assert_eq!(weighs(1, 100), Some((2, 2)));
    assert_eq!(weighs(1, 92), Some((1, 1)), "not every answer is the same");
    assert_eq!(weighs(0, 100), Some((1, 1)), "persons are asked about");
}

/// How many records of a file of a version are counted anew, once all of them are of one form.
fn unread(version: usize, form: &str, and: &str) -> usize {
    let (_, before) = RELEASED[version - 1];
    let dir = old_file(&format!("{before}UPDATE record SET form = '{form}';{and}"));
    let store = Store::open(dir.path(), &key(7)).unwrap();
    store.read(|reader| reader.uncounted(9)).unwrap().len()
}

/// Such a record may have closed another month than its own.
#[test]
fn a_person_or_referral_that_closed_a_month_is_counted_anew() {
    let unread = |form: &str| unread(21, form, "DELETE FROM double; DELETE FROM tie;");
    assert_eq!(unread("accident"), 0);
    assert_eq!(unread("person"), 1);
    assert_eq!(unread("referral"), 1);
}

#[test]
fn sessions_and_what_was_decided_about_pairs_are_read_anew() {
    let alone = "DELETE FROM double; DELETE FROM tie;";
    assert_eq!(unread(22, "accident", alone), 0);
    assert_eq!(unread(22, "eore_session", alone), 3, "whom they were for");
    // Joined and taken apart again, of which nothing is left but the decisions.
    let decided = |body: &str| {
        format!("{alone}UPDATE revision SET body = CAST('{body}' AS BLOB) WHERE kind = 2;")
    };
    let undone =
        decided(r#"{"comments":[],"move":"untie","reason":null,"role":"supervisor","with":"07"}"#);
    assert_eq!(unread(22, "accident", &undone), 1);
    let of_one = decided(
        r#"{"comments":[],"move":"return","reason":"says \"with\": twice","role":"supervisor"}"#,
    );
    assert_eq!(unread(22, "accident", &of_one), 0);
}

#[test]
fn every_old_file_reaches_today() {
    let today = schema(&Laptop::new().store);
    for (version, sql) in RELEASED {
        let dir = old_file(sql);
        for _ in 0..2 {
            let store = Store::open(dir.path(), &key(7)).unwrap();
            assert_eq!(schema(&store), today, "version {version}");
            assert!(store.doctor().unwrap().is_clean(), "{:?}", store.doctor());
            everything_came_through(&store, version < 6);
            places_came_through(&store, version >= 3, version >= 8);
            entities_came_through(&store, version >= 4);
            files_came_through(&store, version >= 5, version >= 9);
            rules_came_through(&store, version >= 7);
            figures_came_through(&store, version >= 11, version >= 16);
            doubles_came_through(&store, version >= 12);
            findings_came_through(&store, version >= 13);
            looks_came_through(&store, version >= 14);
            targets_came_through(&store, version >= 16);
            guests_came_through(&store, version >= 17);
        }
    }
}

/// Checks what every fixture holds.
fn everything_came_through(store: &Store, is_old: bool) {
    let (ours, hub) = (team(TEAM), [9; 32]);
    store
        .read(|reader| {
            assert_eq!(reader.digest(&ours)?.count, 4);
            assert_eq!(reader.centre_digest(&ours)?.count, 3);
            assert_eq!(reader.open_revisions()?.revisions, 1);
            assert_eq!(reader.last_at()?, 1_790_000_000_003);
            assert_eq!(reader.next_n(&ours, device(1))?, 4);
            assert_eq!(reader.revisions_of(&ours, record(1))?.len(), 2);
            let next = reader.unsealed(&ours, device(1), 9, 1 << 20)?;
            assert_eq!(next.iter().map(|one| one.header.n).collect::<Vec<_>>(), [3]);
            assert_eq!(reader.receipts_of(&ours, record(1))?.len(), 1);
            assert_eq!(reader.batches(9)?[0].moved.sent, 2);
            assert_eq!(reader.refusals()?[0].code, "role");
            assert_eq!(reader.cursors(&hub)?[&ours], 4);
            assert_eq!(reader.roster()?.unwrap().version, 3);
            let account = reader.account()?.unwrap();
            assert_eq!(account.centre.unwrap().token.as_slice(), b"token");
            assert_eq!(
                reader.form_source("eore_session", "2026-11")?.unwrap().1,
                b"form"
            );
            assert_eq!(reader.setting("language")?.as_deref(), Some("km"));
            let draft = reader.draft([4; 16])?.unwrap();
            assert_eq!((draft.problems, draft.parents.len()), (2, 1));
            // Nobody knows what an older program's texts hold: they are found by whoever may see everything.
            let all = Sight::of_teams(std::slice::from_ref(&ours));
            assert_eq!(reader.search("session", &[], &all, 9)?.rows.len(), 3);
            assert_eq!(
                reader.search("ភូមិថ្មី", &[], &all, 9)?.rows[0].record,
                record(1)
            );
            let open = reader.search("session", &[], &Sight::default(), 9)?;
            assert_eq!(open.rows.len(), if is_old { 0 } else { 3 });
            assert_eq!(reader.has_old_lists()?, is_old);
            assert_eq!(reader.delivery_counts()?.confirmed, 2);
            Ok(())
        })
        .unwrap();
}

/// Checks what reports count and what was given out; the records of older files are to be counted and studied yet.
fn figures_came_through(store: &Store, kept: bool, studied: bool) {
    use crate::reports::{Block, By, Span};
    let span = Span {
        from: "2026-11-01".to_owned(),
        to: "2026-11-30".to_owned(),
        teams: vec![team(TEAM)],
        project: None,
        within: None,
        by: By::Province,
    };
    store
        .read(|reader| {
            // Whom sessions were for is read anew.
            assert_eq!(reader.uncounted(9)?.len(), 3);
            let counts = reader.count_for("e02", &span, Block::Closed)?;
            assert_eq!(counts.rows.len(), usize::from(kept));
            // Which record closed a month is read with what is unread.
            assert_eq!(reader.closed_months(&span)?.len(), usize::from(studied));
            assert_eq!(reader.given_out()?.len(), usize::from(kept));
            Ok(())
        })
        .unwrap();
}

/// Checks what donors ask of projects.
fn targets_came_through(store: &Store, kept: bool) {
    let targets = store.read(|reader| reader.targets()).unwrap();
    let told: Vec<&str> = targets.iter().map(|it| it.project.as_str()).collect();
    assert_eq!(told, if kept { &["EU-2026"][..] } else { &[] });
}

/// Checks what is compared and what was decided about pairs, which older files do not have.
fn doubles_came_through(store: &Store, kept: bool) {
    store
        .read(|reader| {
            let doubles = reader.doubles(&[team(TEAM)])?;
            let (ties, behind) = (reader.ties()?, reader.all_behind()?);
            if !kept {
                assert!(doubles.is_empty() && ties.is_empty() && behind.is_empty());
                return Ok(());
            }
            assert_eq!((doubles.len(), doubles[0].score), (1, 92));
            assert_eq!((ties.len(), behind.len()), (1, 1));
            assert_eq!(reader.sharing(&[7], 2)?.len(), 2);
            assert_eq!(reader.due_likenesses(9)?.len(), 1);
            Ok(())
        })
        .unwrap();
}

/// Checks what rules on several records read and found, which older files do not have.
fn findings_came_through(store: &Store, kept: bool) {
    store
        .read(|reader| {
            let found = reader.findings(&[team(TEAM)], 9)?;
            let due = reader.due_groups("2026-11-30", 9)?;
            if !kept {
                assert!(found.is_empty() && due.is_empty());
                return Ok(());
            }
            assert_eq!(
                (found[0].ground.as_str(), found[0].severity),
                ("rounded", 1)
            );
            assert_eq!(due, ["month x"]);
            let (all, named) = reader.records_of_finding(found[0].number, 2)?;
            assert_eq!((all, named.len()), (3, 2));
            assert_eq!(reader.group("month x", 9)?[0].facts, "ភូមិថ្មី");
            Ok(())
        })
        .unwrap();
}

/// Checks what people last saw and what drafts answer, which older files do not have.
fn looks_came_through(store: &Store, kept: bool) {
    store
        .read(|reader| {
            let names = reader.records_after(None, 9)?;
            let mut seen = Vec::new();
            for (team, record) in names {
                if let Some(row) = reader.row(&team, record)? {
                    seen.extend(reader.looked(row.author, &team, record)?);
                }
            }
            let replies: Vec<String> = reader.drafts()?.into_iter().map(|it| it.replies).collect();
            match kept {
                true => {
                    assert!(seen.iter().all(|looked| looked.statements == 2));
                    assert_eq!(
                        (seen.is_empty(), replies[0].as_str()),
                        (false, "[{\"fixed\":true}]")
                    );
                }
                false => {
                    assert!(seen.is_empty());
                    assert!(replies.iter().all(String::is_empty));
                }
            }
            Ok(())
        })
        .unwrap();
}

/// Checks what guests of this hub are bringing, which older files do not have.
fn guests_came_through(store: &Store, kept: bool) {
    let found = store.read(|reader| reader.guest_file([10; 16])).unwrap();
    let told: Vec<_> = found
        .iter()
        .map(|it| (it.content, it.bytes, it.until_ms))
        .collect();
    let want = [(ContentId::of(SCAN), 15, 1_790_000_009_000)];
    assert_eq!(told, if kept { want.to_vec() } else { Vec::new() });
}

/// Checks what is said of entities and the files of forms, which older files do not have.
fn entities_came_through(store: &Store, kept: bool) {
    store
        .read(|reader| {
            let lines = reader
                .entities("sessions", &[team(TEAM)], &Sight::default(), None)?
                .lines;
            let files = reader.form_files("eore_session", "2026-11")?;
            if !kept {
                assert!(lines.is_empty() && files.is_empty() && reader.entity_stamp()? == 0);
                return Ok(());
            }
            assert_eq!(lines[0].label.as_deref(), Some("ភូមិថ្មី"));
            assert_eq!(lines[0].properties["village_name"], "ភូមិថ្មី");
            assert_eq!((lines.len(), reader.entity_stamp()?), (1, 2));
            assert_eq!(files[0].name, "villages.csv");
            Ok(())
        })
        .unwrap();
}

/// Checks the list of files, which older files do not have.
fn files_came_through(store: &Store, kept: bool, has_uses: bool) {
    let files = store.read(|reader| reader.files()).unwrap();
    let told: Vec<String> = files
        .iter()
        .map(|file| format!("{} {:?} {}", file.name(), file.facts.size, file.named))
        .collect();
    let want = [
        format!("{}.jpg Some((2048, 1536)) true", ContentId::of(PHOTO)),
        format!("{}.pdf None false", ContentId::of(SCAN)),
    ];
    assert_eq!(told, if kept { want.to_vec() } else { Vec::new() });
    // Where an older program left off, bodies say who names what.
    let uploads: Vec<_> = store.read(|reader| reader.waiting_files()).unwrap();
    let uploads: Vec<_> = uploads.into_iter().map(|file| file.upload).collect();
    let want = vec![Some("/v1/files/00ff".to_owned())];
    assert_eq!(uploads, if has_uses { want } else { Vec::new() });
}

/// Checks the table of rules and the reasons of a draft, which older files do not have.
fn rules_came_through(store: &Store, kept: bool) {
    let (rules, draft) = store
        .read(|reader| Ok((reader.rules_in_use()?, reader.draft([4; 16])?)))
        .unwrap();
    let reasons = draft.unwrap().reasons;
    if !kept {
        assert!(rules.is_none() && reasons.is_empty());
        return;
    }
    assert_eq!(reasons, r#"[{"rule":"S6"}]"#);
    let rules = rules.unwrap();
    assert_eq!(
        (rules.source_name.as_str(), rules.source.as_slice()),
        ("rules.csv", &b"rule"[..])
    );
}

/// Checks the list of places, which older files do not have.
fn places_came_through(store: &Store, kept: bool, placed: bool) {
    store
        .read(|reader| {
            let told: Vec<String> = reader
                .place_lines()?
                .into_iter()
                .map(|line| format!("{} {}-{:?}", line.code, line.since, line.until))
                .collect();
            if !kept {
                assert!(told.is_empty() && reader.place_versions()?.is_empty());
                return Ok(());
            }
            assert_eq!(told, ["KH02 1-Some(2)", "KH02 2-None", "KH99 1-Some(2)"]);
            assert_eq!(reader.newest_places("KH")?.unwrap().source_name, "kh-2.csv");
            let retired = reader.place_numbered(3)?.unwrap();
            assert_eq!(retired.replaced_by.as_deref(), Some("KH02"));
            assert_eq!(retired.names["km"], "ចាស់");
            let sites: Vec<Site> = reader.place_lines()?.iter().map(|line| line.site).collect();
            let known = Site {
                point: Some([13.0957, 103.2022]),
                extent: Some([12.4, 13.5, 102.2, 103.6]),
            };
            let now = if placed { known } else { Site::default() };
            assert_eq!(sites, [Site::default(), now, Site::default()]);
            Ok(())
        })
        .unwrap();
}
