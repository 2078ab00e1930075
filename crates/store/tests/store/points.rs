//! Points of records: narrowed as reports are, and written as a file that map programs open.

use proptest::prelude::*;
use records::RecordId;
use rusqlite::Connection;
use store::reports::{By, PointCounts, Span};
use store::{Behind, Figure, FigureLine, Figures, GeoPoint, RecordRow, geopackage};

use crate::lists::{any_query, any_rows, listed, sees, walk};
use crate::sample::{Laptop, TEAM, record, row, saves, team};

fn november() -> Span {
    Span {
        from: "2026-11-01".to_owned(),
        to: "2026-11-30".to_owned(),
        teams: vec![team(TEAM)],
        project: None,
        within: None,
        by: By::Country,
    }
}

/// Five sessions of November in Battambang, each an hour further east; some say less, or are no longer in use.
fn laptop() -> Laptop {
    let laptop = Laptop::new();
    let saved = saves(6);
    laptop.append(&saved);
    laptop
        .store
        .write(|writer| {
            for (at, revision) in (0_u8..).zip(&saved) {
                let line = RecordRow {
                    activity_date: Some(format!("2026-11-{:02}", at + 1)),
                    adm1: Some("02".to_owned()),
                    adm2: Some("0209".to_owned()),
                    lat: (at != 2).then_some(13.0),
                    lon: (at != 2).then_some(102.0 + f64::from(at)),
                    review: if at == 3 { "rejected" } else { "approved" }.to_owned(),
                    form: if at == 5 { "accident" } else { "eore_session" }.to_owned(),
                    ..row(revision, "visit")
                };
                writer.upsert_row(&line, "text")?;
            }
            let session = FigureLine {
                table: "session".to_owned(),
                day: "2026-11-02".to_owned(),
                review: "approved".to_owned(),
                cells: [("project".to_owned(), Figure::Text("P1".to_owned()))].into(),
                ..FigureLine::default()
            };
            let figures = Figures {
                lines: vec![session],
                ..Figures::default()
            };
            writer.set_figures(&team(TEAM), record(2), &figures)
        })
        .unwrap();
    laptop
}

/// The meridians of the points, the newest first.
fn meridians(laptop: &Laptop, forms: &[&str], span: &Span, most: u32) -> Vec<f64> {
    let found = laptop
        .store
        .read(|reader| reader.points(forms, span, true, most))
        .unwrap();
    found.iter().map(|point| point.lon).collect()
}

#[test]
fn points_are_narrowed_as_reports_are() {
    let laptop = laptop();
    let sessions = ["eore_session"];
    let check = |span: Span, expected: &[f64]| {
        assert_eq!(
            meridians(&laptop, &sessions, &span, 100),
            expected,
            "{span:?}"
        );
    };
    let within = |place: &str| Span {
        within: Some(place.to_owned()),
        ..november()
    };
    let of_project = |project: &str| Span {
        project: Some(project.to_owned()),
        ..november()
    };
    let all = [106.0, 103.0, 102.0];
    check(november(), &all);
    check(within("02"), &all);
    check(within("02/0209"), &all);
    check(within("02/0209/020904"), &[]);
    check(within("0"), &[]);
    check(of_project("P1"), &[103.0]);
    check(of_project("P2"), &[]);
    check(
        Span {
            from: "2026-11-02".to_owned(),
            ..november()
        },
        &[106.0, 103.0],
    );
    check(
        Span {
            teams: vec![team("elsewhere-9")],
            ..november()
        },
        &[],
    );
    assert_eq!(
        meridians(&laptop, &sessions, &november(), 2),
        [106.0, 103.0]
    );
    let both = ["accident", "eore_session"];
    assert_eq!(meridians(&laptop, &both, &november(), 1), [107.0]);
    assert_eq!(meridians(&laptop, &[], &november(), 100), [0.0; 0]);
    let counts = laptop
        .store
        .read(|reader| reader.point_counts(&sessions, &november(), true))
        .unwrap();
    assert_eq!((counts.records, counts.points), (4, 3));
    let none = laptop
        .store
        .read(|reader| reader.point_counts(&[], &november(), true))
        .unwrap();
    assert_eq!(none, PointCounts::default());
}

#[test]
fn what_was_recorded_twice_is_one_point() {
    let laptop = laptop();
    let behind = Behind {
        record: record(1),
        head: record(2),
        since_ms: 9,
    };
    laptop
        .store
        .write(|writer| writer.set_behind([behind]))
        .unwrap();
    let left = meridians(&laptop, &["eore_session"], &november(), 100);
    assert_eq!(left, [106.0, 103.0]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_points_of_a_list_are_those_of_its_rows_that_may_be_seen(
        mut rows in any_rows(),
        queries in prop::collection::vec(any_query(), 8),
        most in 0..12_u32,
    ) {
        let laptop = listed(&mut rows);
        for query in queries {
            let list = walk(&rows, &query);
            let mut with_point: Vec<&RecordRow> = list
                .iter()
                .filter(|row| row.lat.is_some() && row.lon.is_some())
                .filter(|row| row.classes.position < 2 || sees(&query, row))
                .collect();
            with_point.sort_by_key(|row| std::cmp::Reverse((row.changed_ms, row.record)));
            let expected: Vec<RecordId> =
                with_point.iter().take(most as usize).map(|row| row.record).collect();
            let (found, counts) = laptop
                .store
                .read(|reader| {
                    let found = reader.listed_points(&query, most)?;
                    Ok((found, reader.listed_point_counts(&query)?))
                })
                .unwrap();
            let found: Vec<RecordId> = found.iter().map(|point| point.record).collect();
            prop_assert_eq!(found, expected, "{:?}", &query);
            let (records, points) = (list.len() as u64, with_point.len() as u64);
            prop_assert_eq!(counts, PointCounts { records, points }, "{:?}", &query);
        }
    }
}

#[test]
fn points_are_of_what_counts_or_with_it_of_what_waits() {
    let check = |review: &str, counting: usize, with_waiting: usize| {
        let laptop = Laptop::new();
        let saved = saves(1);
        laptop.append(&saved);
        let line = RecordRow {
            activity_date: Some("2026-11-02".to_owned()),
            lat: Some(13.0),
            lon: Some(102.0),
            review: review.to_owned(),
            ..row(&saved[0], "visit")
        };
        laptop
            .store
            .write(|writer| writer.upsert_row(&line, ""))
            .unwrap();
        for (waiting, expected) in [(false, counting), (true, with_waiting)] {
            let (found, counts) = laptop
                .store
                .read(|reader| {
                    let forms = ["eore_session"];
                    let counts = reader.point_counts(&forms, &november(), waiting)?;
                    Ok((reader.points(&forms, &november(), waiting, 9)?, counts))
                })
                .unwrap();
            assert_eq!(found.len(), expected, "{review}");
            assert_eq!(counts.points, expected as u64, "{review}");
            assert!(found.iter().all(|it| it.counts() == (counting == 1)));
        }
    };
    check("approved", 1, 1);
    check("locked", 1, 1);
    check("submitted", 0, 1);
    check("verified", 0, 1);
    for out_of_use in ["draft", "returned", "rejected", "withdrawn"] {
        check(out_of_use, 0, 0);
    }
}

fn told(reference: &str, lon: f64) -> GeoPoint {
    GeoPoint {
        reference: reference.to_owned(),
        form: "eore_session".to_owned(),
        day: Some("2026-11-23".to_owned()),
        month: Some("2026-11".to_owned()),
        place: Some("ភូមិ".to_owned()),
        review: "approved".to_owned(),
        counts: true,
        total: Some(13),
        lat: 13.25,
        lon,
    }
}

fn opened(bytes: &[u8]) -> (tempfile::TempDir, Connection) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("points.gpkg");
    std::fs::write(&path, bytes).unwrap();
    let conn = Connection::open(path).unwrap();
    (folder, conn)
}

#[test]
fn a_geopackage_is_what_its_standard_asks_for() {
    let points = [told("KH-1", 103.5), told("KH-2", 102.5)];
    let bytes = geopackage("Sessions", 1_795_399_200_000, &points).unwrap();
    assert!(
        bytes.starts_with(b"SQLite format 3\0"),
        "it is not encrypted"
    );
    assert_eq!(&bytes[68..72], b"GPKG", "the application");
    assert_eq!(bytes[60..64], 10_300_u32.to_be_bytes(), "the version");
    let (_folder, conn) = opened(&bytes);
    let text = |sql: &str| {
        conn.query_row(sql, [], |row| row.get::<_, String>(0))
            .unwrap()
    };
    assert_eq!(text("PRAGMA integrity_check"), "ok");
    let broken: u32 = conn
        .query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert_eq!(broken, 0);
    assert_eq!(
        text(
            "SELECT table_name || ' ' || data_type || ' ' || description || ' ' || last_change || ' ' || srs_id
             FROM gpkg_contents"
        ),
        "points features Sessions 2026-11-23T02:00:00.000Z 4326"
    );
    let edges: [f64; 4] = conn
        .query_row(
            "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents",
            [],
            |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?]),
        )
        .unwrap();
    assert_eq!(edges, [102.5, 13.25, 103.5, 13.25]);
    assert_eq!(
        text(
            "SELECT group_concat(ref || ' ' || date || ' ' || place || ' ' || total, '; ') FROM points"
        ),
        "KH-1 2026-11-23 ភូមិ 13; KH-2 2026-11-23 ភូមិ 13"
    );
    let geometry: Vec<u8> = conn
        .query_row("SELECT geom FROM points WHERE fid = 1", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert_eq!(geometry.len(), 29);
    assert_eq!(&geometry[..8], b"GP\x00\x01\xe6\x10\x00\x00");
    assert_eq!(&geometry[8..13], b"\x01\x01\x00\x00\x00");
    assert_eq!(geometry[13..21], 103.5_f64.to_le_bytes());
    assert_eq!(geometry[21..29], 13.25_f64.to_le_bytes());
}

#[test]
fn a_geopackage_of_nothing_has_no_edges() {
    let (_folder, conn) = opened(&geopackage("Nothing", 0, &[]).unwrap());
    let edge: Option<f64> = conn
        .query_row("SELECT min_x FROM gpkg_contents", [], |row| row.get(0))
        .unwrap();
    assert_eq!(edge, None);
}
