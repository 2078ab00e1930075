//! What stands for the words in braces of a query.

use super::{Block, By};

const PEOPLE: &str = "count(*) FILTER (WHERE sex = 'female' AND age_group = 'adult') AS women,
  count(*) FILTER (WHERE sex = 'male' AND age_group = 'adult') AS men,
  count(*) FILTER (WHERE sex = 'female' AND age_group = 'child') AS girls,
  count(*) FILTER (WHERE sex = 'male' AND age_group = 'child') AS boys,
  count(*) FILTER (WHERE coalesce(sex, '') NOT IN ('female', 'male')
    OR coalesce(age_group, '') NOT IN ('adult', 'child')) AS unknown,
  count(*) AS total";

/// Puts in what the words in braces stand for; a word that is not known stays, and the query fails.
pub(super) fn put_in(query: &str, by: By, block: Block, narrows: bool) -> String {
    let mut out = String::with_capacity(query.len() * 3);
    let mut rest = query;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (word, after) = after.split_once('}').unwrap_or((after, ""));
        match word.split_once(' ') {
            _ if word == "people" => out.push_str(PEOPLE),
            _ if word == "teams" => out.push_str(teams(narrows)),
            Some(("whom", row)) => out.push_str(&whom(row)),
            Some(("kept", link)) => out.push_str(&format!("coalesce({})", kept(link))),
            Some(("alike", link)) => out.push_str(&alike(link)),
            Some(("by", rows)) => {
                let (row, home) = rows.split_once(' ').unwrap_or((rows, rows));
                out.push_str(&place(by, row, home));
            }
            Some(("join", of)) => out.push_str(&joined(of, narrows)),
            Some((table, "ever")) => out.push_str(&rows(table, block, narrows, false)),
            _ => out.push_str(&rows(word, block, narrows, true)),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The condition that keeps to the teams of a report; nothing where those are all that the file holds.
pub(super) fn teams(narrows: bool) -> &'static str {
    match narrows {
        true => " AND f.team IN (SELECT value FROM json_each(:teams))",
        false => "",
    }
}

fn rows(table: &str, block: Block, narrows: bool, in_period: bool) -> String {
    let counts = match block {
        Block::Now => "f.approved_ms IS NOT NULL AND f.ended_ms IS NULL",
        Block::Provisional => {
            "f.approved_ms IS NULL AND f.ended_ms IS NULL AND f.review IN ('submitted', 'verified')"
        }
        Block::Closed => {
            "f.approved_ms IS NOT NULL AND CASE
               WHEN c.at IS NULL THEN f.ended_ms IS NULL
               ELSE f.approved_ms <= c.at AND (f.ended_ms IS NULL OR f.ended_ms > c.at) END"
        }
    };
    let closing = match block {
        Block::Closed => {
            " LEFT JOIN closing AS c ON c.team = f.team AND c.month = substr(f.day, 1, 7)"
        }
        Block::Now | Block::Provisional => "",
    };
    // A record that was found to be another one counts once, as the one that was kept; in a month that was closed, from
    // the decision on.
    let since = match block {
        Block::Closed => " AND (c.at IS NULL OR b.since <= c.at)",
        Block::Now | Block::Provisional => "",
    };
    let behind =
        format!(" AND NOT EXISTS (SELECT 1 FROM behind AS b WHERE b.record = f.record{since})");
    let period = match in_period {
        true => " AND f.day BETWEEN :from AND :to",
        false => "",
    };
    let project = match has_project(table) {
        true => " AND (:project IS NULL OR f.project = :project)",
        false => "",
    };
    format!(
        "(SELECT f.* FROM {table}_figure AS f{closing} WHERE {counts}{behind}{period}{project}{})",
        teams(narrows)
    )
}

/// What stands now of the record that a row is about, reviewed or not: `person p s.link`. It is joined bare, so that its
/// index is used.
fn joined(of: &str, narrows: bool) -> String {
    let words: Vec<&str> = of.split(' ').collect();
    let [table, row, link] = words.as_slice() else {
        return format!("{{join {of}}}");
    };
    let teams = teams(narrows).replace("f.", &format!("{row}."));
    let link = kept(link);
    format!(
        "LEFT JOIN {table}_figure AS {row} ON {row}.record = coalesce({link}) AND {row}.ended_ms IS NULL \
         AND {row}.review NOT IN ('rejected', 'withdrawn', 'draft'){teams}"
    )
}

/// The record that stands for a linked one, as two arguments: where it was found to be another, the one that was kept.
fn kept(link: &str) -> String {
    format!("(SELECT b.head FROM behind AS b WHERE b.record = {link}), {link}")
}

/// The record that was kept and those that were found to be it, for looking up what is linked to any of them.
fn alike(kept: &str) -> String {
    format!("(SELECT {kept} UNION ALL SELECT b.record FROM behind AS b WHERE b.head = {kept})")
}

/// Whom a row is about; where no record of a person is linked, the row's own record tells one from another.
fn whom(row: &str) -> String {
    format!("coalesce({}, {row}.record)", kept(&format!("{row}.link")))
}

/// Whether records of a table say their project.
fn has_project(table: &str) -> bool {
    !matches!(table, "kap" | "person" | "follow_up" | "life")
}

/// The place of a row, by the codes of `home`; its project, team and month are its own.
fn place(by: By, row: &str, home: &str) -> String {
    let codes = |levels: usize| {
        let columns = ["adm1", "adm2", "adm3", "adm4"];
        let codes = columns.iter().take(levels);
        let codes: Vec<String> = codes
            .map(|level| format!("coalesce({home}.{level}, '')"))
            .collect();
        codes.join(" || '/' || ")
    };
    match by {
        By::Country => "''".to_owned(),
        By::Province => codes(1),
        By::District => codes(2),
        By::Commune => codes(3),
        By::Village => codes(4),
        By::Project => format!("coalesce({row}.project, {home}.project, '')"),
        By::Team => format!("coalesce({row}.team, '')"),
        By::Month => format!("substr(coalesce({row}.day, ''), 1, 7)"),
    }
}
