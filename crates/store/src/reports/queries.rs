//! The queries, by the name of the indicator or report.

/// Every query with its name.
pub const QUERIES: [(&str, &str); 31] = [
    ("donor", include_str!("donor.sql")),
    ("e01", include_str!("e01.sql")),
    ("e02", include_str!("e02.sql")),
    ("e03", include_str!("e03.sql")),
    ("e04", include_str!("e04.sql")),
    ("e05", include_str!("e05.sql")),
    ("e06", include_str!("e06.sql")),
    ("e07", include_str!("e07.sql")),
    ("e08", include_str!("e08.sql")),
    ("e09", include_str!("e09.sql")),
    ("e10", include_str!("e10.sql")),
    ("e11", include_str!("e11.sql")),
    ("e12", include_str!("e12.sql")),
    ("e13", include_str!("e13.sql")),
    ("e14", include_str!("e14.sql")),
    ("quality", include_str!("quality.sql")),
    ("referrals", include_str!("referrals.sql")),
    ("sadd", include_str!("sadd.sql")),
    ("v01", include_str!("v01.sql")),
    ("v02", include_str!("v02.sql")),
    ("v03", include_str!("v03.sql")),
    ("v04", include_str!("v04.sql")),
    ("v05", include_str!("v05.sql")),
    ("v06", include_str!("v06.sql")),
    ("v07", include_str!("v07.sql")),
    ("v08", include_str!("v08.sql")),
    ("v09", include_str!("v09.sql")),
    ("v10", include_str!("v10.sql")),
    ("v11", include_str!("v11.sql")),
    ("v12", include_str!("v12.sql")),
    ("village", include_str!("village.sql")),
];

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]
    use super::*;
    use crate::reports::words::{Apart, put_in};
    use crate::reports::{Block, By, Span};

    /// What rows are about is looked up, now and as it was when a month was closed: a country has 60,000 persons.
    #[test]
    fn what_a_row_is_about_is_found_by_its_record() {
        let folder = tempfile::tempdir().unwrap();
        let key = vault::DatabaseKey::from_bytes(zeroize::Zeroizing::new([7; 32]));
        let store = crate::Store::create(folder.path(), &key).unwrap();
        let span = Span {
            from: "2026-01-01".to_owned(),
            to: "2026-12-31".to_owned(),
            teams: vec![records::TeamId::new("BTB1").unwrap()],
            project: None,
            within: None,
            by: By::Province,
        };
        let mut joins = 0;
        for (name, query) in QUERIES {
            for block in [Block::Closed, Block::Now] {
                let sql = put_in(query, Apart::of(&span), block, true);
                let sql = format!("EXPLAIN QUERY PLAN {sql}");
                let plan: Vec<String> = store
                    .read(|reader| reader.with_span(&sql, &span, |row| row.get(3)))
                    .unwrap();
                let joined = query.split("{join ").skip(1);
                let rows = joined.filter_map(|of| of.split(' ').nth(1));
                for row in rows.chain(["z"]) {
                    joins += 1;
                    let scan = format!("SCAN {row}");
                    let is_scan =
                        |step: &&String| **step == scan || step.starts_with(&format!("{scan} "));
                    assert_eq!(
                        plan.iter().find(is_scan),
                        None,
                        "{name} {block:?}: {plan:?}"
                    );
                }
            }
        }
        assert!(
            joins > QUERIES.len() * 2,
            "queries join what rows are about"
        );
    }
}
