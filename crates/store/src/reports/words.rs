//! What stands for the words in braces of a query.

use super::{Block, By, Span};

const PEOPLE: &str = "count(*) FILTER (WHERE sex = 'female' AND age_group = 'adult') AS women,
  count(*) FILTER (WHERE sex = 'male' AND age_group = 'adult') AS men,
  count(*) FILTER (WHERE sex = 'female' AND age_group = 'child') AS girls,
  count(*) FILTER (WHERE sex = 'male' AND age_group = 'child') AS boys,
  count(*) FILTER (WHERE coalesce(sex, '') NOT IN ('female', 'male')
    OR coalesce(age_group, '') NOT IN ('adult', 'child')) AS unknown,
  count(*) AS total";

/// Stands between a place and the project, team or month in it.
pub(super) const IN_PLACE: &str = "\u{1f}";

/// By what the rows of a query are told apart.
#[derive(Debug, Clone, Copy)]
pub(super) struct Apart {
    by: By,
    /// Project, team or month are told apart within places of so many codes.
    within: Option<usize>,
}

impl Apart {
    pub(super) fn of(span: &Span) -> Self {
        let is_place = !matches!(span.by, By::Project | By::Team | By::Month);
        let within = span.within.as_ref().filter(|_| !is_place);
        Self {
            by: span.by,
            within: within.map(|place| place.split('/').count()),
        }
    }

    /// Whether a place stands before what rows are told apart by.
    pub(super) fn is_in_place(self) -> bool {
        self.within.is_some()
    }

    /// Within what somebody is counted once: told by month, in each of them, so that none moves with another.
    fn once(self, row: &str) -> String {
        match self.by {
            By::Month => format!("substr({row}.day, 1, 7)"),
            _ => "''".to_owned(),
        }
    }

    /// The place of a row, by the codes of `home`; its project, team and month are its own.
    fn place(self, row: &str, home: &str) -> String {
        let own = match self.by {
            By::Country => "''".to_owned(),
            By::Province => codes(home, 1),
            By::District => codes(home, 2),
            By::Commune => codes(home, 3),
            By::Village => codes(home, 4),
            By::Project => format!("coalesce({row}.project, {home}.project, '')"),
            By::Team => format!("coalesce({row}.team, '')"),
            By::Month => format!("substr(coalesce({row}.day, ''), 1, 7)"),
        };
        match self.within {
            Some(depth) => format!("{} || '{IN_PLACE}' || {own}", codes(home, depth)),
            None => own,
        }
    }
}

/// The codes of a row's place from the province down, with `/` between them.
fn codes(home: &str, levels: usize) -> String {
    let columns = ["adm1", "adm2", "adm3", "adm4"];
    let codes = columns.iter().take(levels);
    let codes: Vec<String> = codes
        .map(|level| format!("coalesce({home}.{level}, '')"))
        .collect();
    codes.join(" || '/' || ")
}

/// Puts in what the words in braces stand for; a word that is not known stays, and the query fails.
pub(super) fn put_in(query: &str, apart: Apart, block: Block, narrows: bool) -> String {
    let mut out = String::with_capacity(query.len() * 3);
    let mut rest = query;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (word, after) = after.split_once('}').unwrap_or((after, ""));
        match word.split_once(' ') {
            _ if word == "people" => out.push_str(PEOPLE),
            _ if word == "teams" => out.push_str(teams(narrows)),
            _ if word == "behind" => out.push_str(behind(block)),
            Some(("held", of)) => out.push_str(&held_named(of, block)),
            Some(("whom", row)) => out.push_str(&whom(row, apart, block)),
            Some(("once", row)) => out.push_str(&apart.once(row)),
            Some(("stood", of)) => out.push_str(&stood(of, block)),
            Some(("closed", of)) => out.push_str(&closed(of, block)),
            Some(("kept", of)) => {
                let (link, at) = moment_of(of, block);
                out.push_str(&format!("coalesce({})", kept(&link, block, &at)));
            }
            Some(("alike", of)) => {
                let (link, at) = moment_of(of, block);
                out.push_str(&alike(&link, block, &at));
            }
            Some(("by", rows)) => {
                let (row, home) = rows.split_once(' ').unwrap_or((rows, rows));
                out.push_str(&apart.place(row, home));
            }
            Some(("join", of)) => out.push_str(&joined(of, block, narrows)),
            Some((table, "undated")) => out.push_str(&undated(table, block, narrows)),
            Some((table, "ever")) => out.push_str(&rows(table, block, narrows, When::Ever)),
            Some((table, "upto")) => out.push_str(&rows(table, block, narrows, When::UpTo)),
            _ => out.push_str(&rows(word, block, narrows, When::Period)),
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

/// Whether a row is approved, of whichever team it is; when the month of a team and a day was closed, whether it was then:
/// `stood f d.team d.due`.
fn stood(of: &str, block: Block) -> String {
    let words: Vec<&str> = of.split(' ').collect();
    let [row, team, day] = words.as_slice() else {
        return format!("{{stood {of}}}");
    };
    let approved = format!("{row}.approved_ms IS NOT NULL");
    let stands = format!("{row}.ended_ms IS NULL");
    if block != Block::Closed {
        return format!("{approved} AND {stands}");
    }
    let at = closing(team, day);
    format!(
        "{approved} AND CASE WHEN {at} IS NULL THEN {stands}
           ELSE {row}.approved_ms <= {at} AND ({stands} OR {row}.ended_ms > {at}) END"
    )
}

/// When the month of a team and a day was closed: `closed d.team d.due`; never outside the block of closed months.
fn closed(of: &str, block: Block) -> String {
    match of.split_once(' ') {
        None => format!("{{closed {of}}}"),
        Some((team, day)) if block == Block::Closed => closing(team, day),
        Some(_) => "NULL".to_owned(),
    }
}

fn closing(team: &str, day: &str) -> String {
    format!(
        "(SELECT c.at FROM closing AS c WHERE c.team = {team} AND c.month = substr({day}, 1, 7))"
    )
}

/// Of which days rows are, and which month's closing holds them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    /// Of the period, by their own month.
    Period,
    /// Of any day, by their own month.
    Ever,
    /// Of any day, by the month in which the period ends: what adds up from the beginning stands as it did then.
    UpTo,
}

/// The rows that count; `closed_at` is when the month was closed that holds them.
fn rows(table: &str, block: Block, narrows: bool, when: When) -> String {
    let counts = counting(block);
    let (day, period) = match when {
        When::Period => ("f.day", " AND f.day BETWEEN :from AND :to"),
        When::Ever => ("f.day", ""),
        When::UpTo => (":to", ""),
    };
    let (closed_at, closing) = match block {
        Block::Closed => (
            "c.at",
            format!(" LEFT JOIN closing AS c ON c.team = f.team AND c.month = substr({day}, 1, 7)"),
        ),
        Block::Now | Block::Provisional => ("NULL", String::new()),
    };
    let behind = unless_behind(block);
    let project = match has_project(table) {
        true => " AND (:project IS NULL OR f.project = :project)",
        false => "",
    };
    format!(
        "(SELECT f.*, {closed_at} AS closed_at FROM {table}_figure AS f{closing}
          WHERE {counts}{behind}{period}{project}{})",
        teams(narrows)
    )
}

/// Which words of records count, of rows `f` whose month was closed at `c.at`.
fn counting(block: Block) -> &'static str {
    match block {
        Block::Now => "f.approved_ms IS NOT NULL AND f.ended_ms IS NULL",
        Block::Provisional => {
            "f.approved_ms IS NULL AND f.ended_ms IS NULL AND f.review IN ('submitted', 'verified')"
        }
        Block::Closed => {
            "f.approved_ms IS NOT NULL AND CASE
               WHEN c.at IS NULL THEN f.ended_ms IS NULL
               ELSE f.approved_ms <= c.at AND (f.ended_ms IS NULL OR f.ended_ms > c.at) END"
        }
    }
}

/// A record that was found to be another one counts once, as the one that was kept; in a month that was closed, where that
/// held when it was.
fn unless_behind(block: Block) -> String {
    format!(
        " AND NOT EXISTS (SELECT 1 FROM {} AS b WHERE b.record = f.record AND {})",
        behind(block),
        held("b", block, "c.at")
    )
}

/// The rows of a table that say no day of their own and are of the day of the accident that they are about. Of a month that
/// was closed they are as they stood then, with the accident as it did; whose accident nobody had approved by then is in no
/// closed month. Where no accident is linked, or its month is open, they are as they stand now.
fn undated(table: &str, block: Block, narrows: bool) -> String {
    let teams_of = |row: &str| teams(narrows).replace("f.", &format!("{row}."));
    let of_now = match block {
        Block::Closed => Block::Now,
        other => other,
    };
    let standing_now = |and: &str| {
        format!(
            "SELECT f.*, NULL AS closed_at FROM {table}_figure AS f WHERE f.day = '' AND {}{}{}{and}",
            counting(of_now),
            unless_behind(of_now),
            teams_of("f")
        )
    };
    if block != Block::Closed {
        return format!("({})", standing_now(""));
    }
    let standing = format!(
        "a.review NOT IN ('rejected', 'withdrawn', 'draft'){}",
        teams_of("a")
    );
    let open = standing_now(&format!(
        " AND NOT EXISTS (SELECT 1 FROM accident_figure AS a CROSS JOIN closing AS c
            ON c.team = f.team AND c.month = substr(a.day, 1, 7)
            WHERE a.record = coalesce({}) AND a.ended_ms IS NULL AND {standing})",
        kept("f.link", Block::Now, "NULL")
    ));
    let closed = format!(
        "SELECT f.*, c.at AS closed_at FROM {table}_figure AS f
          CROSS JOIN accident_figure AS a
            ON a.record IN (SELECT f.link UNION SELECT b.head FROM stood_behind AS b WHERE b.record = f.link)
          CROSS JOIN closing AS c ON c.team = f.team AND c.month = substr(a.day, 1, 7)
          WHERE f.day = '' AND {}{}{} AND a.record = coalesce({}) AND {standing}
            AND a.approved_ms <= c.at AND (a.ended_ms IS NULL OR a.ended_ms > c.at)",
        counting(Block::Closed),
        unless_behind(Block::Closed),
        teams_of("f"),
        kept("f.link", Block::Closed, "c.at"),
    );
    format!("({open} UNION ALL {closed})")
}

/// The record that a row is about: `person p s.link`. Of a row of a closed month it is what was approved when that month
/// was closed; where nothing was, and of any other row, what stands now, reviewed or not. It is joined bare, so that its
/// index is used.
fn joined(of: &str, block: Block, narrows: bool) -> String {
    let words: Vec<&str> = of.split(' ').collect();
    let [table, row, link] = words.as_slice() else {
        return format!("{{join {of}}}");
    };
    let (link, at) = moment_of(link, block);
    let teams = teams(narrows).replace("f.", &format!("{row}."));
    let link = kept(&link, block, &at);
    let until = match block {
        Block::Now | Block::Provisional => "NULL".to_owned(),
        Block::Closed => format!(
            "CASE WHEN {at} IS NOT NULL THEN (SELECT z.ended_ms FROM {table}_figure AS z \
               WHERE z.record = coalesce({link}) AND z.approved_ms <= {at} \
                 AND (z.ended_ms IS NULL OR z.ended_ms > {at})) END"
        ),
    };
    format!(
        "LEFT JOIN {table}_figure AS {row} ON {row}.record = coalesce({link}) AND {row}.ended_ms IS {until} \
         AND {row}.review NOT IN ('rejected', 'withdrawn', 'draft'){teams}"
    )
}

/// A link, and as of when it is followed: `d.link d.team d.due` as of the closing of the month of that team and day, `s.link`
/// alone as of that of its row.
fn moment_of(of: &str, block: Block) -> (String, String) {
    let words: Vec<&str> = of.split(' ').collect();
    let at = match (block, words.as_slice()) {
        (Block::Now | Block::Provisional, _) => "NULL".to_owned(),
        (_, [_, team, day]) => closing(team, day),
        (_, [link]) => link.split_once('.').map_or_else(
            || format!("{{{of}}}"),
            |(row, _)| format!("{row}.closed_at"),
        ),
        _ => format!("{{{of}}}"),
    };
    let link = words.first().copied().unwrap_or_default();
    (link.to_owned(), at)
}

/// Who stands behind whom: now, or with all that no longer do.
fn behind(block: Block) -> &'static str {
    match block {
        Block::Closed => "stood_behind",
        Block::Now | Block::Provisional => "behind",
    }
}

/// Whether a row of [`behind`] holds as of a moment; as of none it holds now.
fn held(row: &str, block: Block, at: &str) -> String {
    /// Later than any moment.
    const NEVER: i64 = i64::MAX;
    match block {
        Block::Now | Block::Provisional => "1".to_owned(),
        Block::Closed => format!(
            "{row}.since <= coalesce({at}, {NEVER} - 1) AND coalesce({row}.until, {NEVER}) > coalesce({at}, {NEVER} - 1)"
        ),
    }
}

/// The same as a query names it: `held b t.closed_at`.
fn held_named(of: &str, block: Block) -> String {
    match of.split_once(' ') {
        Some((row, at)) => held(row, block, at),
        None => format!("{{held {of}}}"),
    }
}

/// The record that stands for a linked one, as two arguments: where it was found to be another, the one that was kept.
fn kept(link: &str, block: Block, at: &str) -> String {
    let (behind, held) = (behind(block), held("b", block, at));
    format!("(SELECT b.head FROM {behind} AS b WHERE b.record = {link} AND {held}), {link}")
}

/// The record that was kept and those that were found to be it, for looking up what is linked to any of them.
fn alike(kept: &str, block: Block, at: &str) -> String {
    let (behind, held) = (behind(block), held("b", block, at));
    format!(
        "(SELECT {kept} UNION ALL SELECT b.record FROM {behind} AS b WHERE b.head = {kept} AND {held})"
    )
}

/// Whom a row is about, as of the closing of the month in which the period ends, so that nobody counts twice in it; told by
/// month, as of that of the row's own. Where no record of a person is linked, the row's own record tells one from another.
fn whom(row: &str, apart: Apart, block: Block) -> String {
    let of = match apart.by {
        By::Month => format!("{row}.link"),
        _ => format!("{row}.link {row}.team :to"),
    };
    let (link, at) = moment_of(&of, block);
    format!("coalesce({}, {row}.record)", kept(&link, block, &at))
}

/// Whether records of a table say their project.
pub(super) fn has_project(table: &str) -> bool {
    !matches!(table, "kap" | "person" | "follow_up" | "life")
}

/// The table whose rows say where those of this one belong, and for answers before and after a session the project too:
/// of what was done for a person, the person's; nothing for rows that say their own place.
fn home_of(table: &str) -> Option<&'static str> {
    match table {
        "kap" => Some("session"),
        "assessment" | "need" | "service" | "referral" | "follow_up" => Some("person"),
        _ => None,
    }
}

/// The conditions that keep the rows `f` of a table to a place and a project, where these are asked for. Records that say
/// no project are given whole.
pub(super) fn narrowed(table: &str, span: &Span, narrows: bool) -> String {
    let is_in = |row: &str| {
        let place = codes(row, 4);
        format!("({place} || '/') LIKE :within || '/%'")
    };
    let mut sql = String::new();
    if span.project.is_some() && has_project(table) {
        sql.push_str(" AND f.project = :project");
    }
    let home = home_of(table);
    let of_home = match (home, &span.within) {
        (Some(_), Some(_)) => Some(is_in("h")),
        _ => None,
    };
    let of_session = span.project.as_ref().filter(|_| table == "kap");
    let of_session = of_session.map(|_| "h.project = :project".to_owned());
    let asked: Vec<String> = of_home.into_iter().chain(of_session).collect();
    if let Some(home) = home.filter(|_| !asked.is_empty()) {
        let link = kept("f.link", Block::Now, "NULL");
        let teams = teams(narrows).replace("f.", "h.");
        sql.push_str(&format!(
            " AND EXISTS (SELECT 1 FROM {home}_figure AS h WHERE h.record = coalesce({link}) AND h.ended_ms IS NULL
               AND h.review NOT IN ('rejected', 'withdrawn', 'draft'){teams} AND {})",
            asked.join(" AND ")
        ));
    }
    if home.is_none() && span.within.is_some() {
        sql.push_str(&format!(" AND {}", is_in("f")));
    }
    sql
}
