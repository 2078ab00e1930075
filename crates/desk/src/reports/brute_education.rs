//! E1 to E14 and the monthly table, straight from the answers.

use std::collections::{BTreeMap, BTreeSet};

use store::reports::By;

use super::counts::{Counting, Out, PLAN, Row, add, days_between, distinct, median, share};

const GROUPS: [(&str, &[&str]); 5] = [
    ("women", &["women"]),
    ("men", &["men"]),
    ("girls", &["girls"]),
    ("boys", &["boys"]),
    ("unknown", &["unspecified_child", "unspecified_adult"]),
];
const ALL: [&str; 6] = [
    "women",
    "men",
    "girls",
    "boys",
    "unspecified_child",
    "unspecified_adult",
];
const DISABLED: [&str; 4] = ["dis_women", "dis_men", "dis_girls", "dis_boys"];

fn held(row: &Row<'_>) -> bool {
    matches!(row.get("session_outcome"), "held" | "partly_held")
}

fn is_training(row: &Row<'_>) -> bool {
    matches!(
        row.get("session_kind"),
        "tot_teachers" | "cfp_training" | "partner_training"
    )
}

fn sessions(row: &Row<'_>) -> f64 {
    row.get("sessions_count").parse().unwrap_or(1.0)
}

fn groups(out: &mut Out, at: (&str, &str, &str), row: &Row<'_>) {
    for (group, names) in GROUPS {
        add(out, at, group, row.sum(names));
    }
    add(out, at, "total", row.sum(&ALL));
}

pub(super) fn education(it: &Counting<'_>) -> Vec<(&'static str, Out)> {
    let mut outs: BTreeMap<&'static str, Out> = [
        "e01", "e02", "e03", "e04", "e05", "e08", "e09", "e14", "sadd",
    ]
    .map(|name| (name, Out::new()))
    .into();
    let mut women: BTreeMap<String, [f64; 2]> = BTreeMap::new();
    let sessions_held: Vec<Row<'_>> = it.rows("eore_session").into_iter().filter(held).collect();
    for row in &sessions_held {
        let place = it.place(row, Some(row));
        let known = women.entry(place.clone()).or_default();
        let answer = row.get("woman_facilitator");
        known[0] += if answer == "yes" { sessions(row) } else { 0.0 };
        known[1] += if answer.is_empty() {
            0.0
        } else {
            sessions(row)
        };
        session(&mut outs, &place, row);
    }
    for (place, [with, known]) in women {
        share(outs.get_mut("e14").unwrap(), (&place, "", ""), with, known);
    }
    let mut all: Vec<(&'static str, Out)> = outs.into_iter().collect();
    all.push(("e06", reached(it, &sessions_held)));
    all.push(("e07", planned(it, &sessions_held)));
    all.extend([
        ("e10", media(it)),
        ("e11", materials(it)),
        ("e12", knowledge(it)),
        ("e13", hazards(it)),
    ]);
    all
}

/// Counts one session that was held.
fn session(outs: &mut BTreeMap<&'static str, Out>, place: &str, row: &Row<'_>) {
    let at = (place, "", "");
    add(outs.get_mut("e01").unwrap(), at, "sessions", sessions(row));
    let which = match row.get("woman_facilitator") {
        "yes" => "with_woman",
        "" => "unknown",
        _ => "without_woman",
    };
    add(outs.get_mut("e14").unwrap(), at, which, sessions(row));
    if is_training(row) {
        let of = (place, "session_kind", row.get("session_kind"));
        groups(outs.get_mut("e09").unwrap(), of, row);
        return;
    }
    groups(outs.get_mut("e02").unwrap(), at, row);
    add(
        outs.get_mut("e03").unwrap(),
        at,
        "first_time",
        row.number("first_time"),
    );
    add(
        outs.get_mut("e05").unwrap(),
        at,
        "displaced",
        row.number("displaced"),
    );
    disabled(outs.get_mut("e04").unwrap(), place, row);
    let setting = match row.get("venue_type") {
        "school" => "education",
        "" => "unknown",
        _ => "elsewhere",
    };
    let e08 = outs.get_mut("e08").unwrap();
    add(e08, (place, "setting", setting), "sessions", sessions(row));
    add(e08, (place, "setting", setting), "total", row.sum(&ALL));
    let sadd = outs.get_mut("sadd").unwrap();
    groups(sadd, at, row);
    add(sadd, at, "sessions", sessions(row));
    add(sadd, at, "with_disability", row.sum(&DISABLED));
    add(sadd, at, "displaced", row.number("displaced"));
    add(sadd, at, "first_time", row.number("first_time"));
}

fn disabled(out: &mut Out, place: &str, row: &Row<'_>) {
    let told = |out: &mut Out, at: (&str, &str, &str)| {
        for (name, group) in DISABLED.iter().zip(["women", "men", "girls", "boys"]) {
            add(out, at, group, row.number(name));
        }
        add(out, at, "total", row.sum(&DISABLED));
    };
    told(out, (place, "", ""));
    told(out, (place, "dis_method", &row.or_unknown("dis_method")));
}

fn reached(it: &Counting<'_>, held: &[Row<'_>]) -> Out {
    let mut out = Out::new();
    let (mut villages, mut schools, mut sites): (
        BTreeMap<_, BTreeSet<_>>,
        BTreeMap<_, BTreeSet<_>>,
        BTreeMap<_, BTreeSet<_>>,
    ) = Default::default();
    for row in held {
        let place = it.place(row, Some(row));
        let [_, _, commune, village] = &row.facts.adm;
        let commune = commune.clone().unwrap_or_default();
        let name = row.get("village_name");
        let which = match (village, name) {
            (Some(code), _) => Some(code.clone()),
            (None, "") => None,
            (None, name) => Some(format!("?{commune}/{name}")),
        };
        if let Some(which) = which {
            villages
                .entry(place.clone())
                .or_default()
                .insert(which.clone());
            if row.get("venue_type") == "school" {
                schools.entry(place.clone()).or_default().insert(which);
            }
        }
        if row.get("displacement_site") == "yes" {
            let site = [
                row.get("displacement_site_name"),
                village.as_deref().unwrap_or(""),
                name,
            ];
            let site = site.into_iter().find(|site| !site.is_empty()).unwrap_or("");
            sites
                .entry(place)
                .or_default()
                .insert(format!("{commune}/{site}"));
        }
    }
    distinct(villages, &mut out, "villages");
    distinct(schools, &mut out, "schools");
    distinct(sites, &mut out, "sites");
    out
}

fn planned(it: &Counting<'_>, held: &[Row<'_>]) -> Out {
    let mut sums: BTreeMap<String, [f64; 2]> = BTreeMap::new();
    for village in PLAN {
        let place = match it.span.by {
            By::Province => village[0].to_owned(),
            By::Month => it.within(village[0], "2026-01"),
            By::Team => it.within(village[0], ""),
            _ => String::new(),
        };
        let was = held
            .iter()
            .any(|row| row.facts.adm[3].as_deref() == Some(village[3]));
        let sum = sums.entry(place).or_default();
        sum[0] += f64::from(u8::from(was));
        sum[1] += 1.0;
    }
    let mut out = Out::new();
    for (place, [reached, planned]) in sums {
        let at = (place.as_str(), "", "");
        add(&mut out, at, "reached", reached);
        add(&mut out, at, "planned", planned);
        share(&mut out, at, reached, planned);
    }
    out
}

fn media(it: &Counting<'_>) -> Out {
    let mut out = Out::new();
    for row in it
        .rows("eore_media")
        .iter()
        .filter(|row| row.get("reach_unit") == "people")
    {
        let covered = row.get("coverage_adm1");
        let province = if covered.contains(' ') { "" } else { covered };
        let month: String = row.day.chars().take(7).collect();
        let place = match it.span.by {
            By::Province => province.to_owned(),
            By::Team => it.within(province, row.made.team.as_str()),
            By::Month => it.within(province, &month),
            _ => String::new(),
        };
        for (split, name) in [("channel", "channel"), ("reach_basis", "reach_basis")] {
            add(
                &mut out,
                (&place, split, &row.or_unknown(name)),
                "reach",
                row.number("reach_total"),
            );
        }
    }
    out
}

fn materials(it: &Counting<'_>) -> Out {
    let mut out = Out::new();
    for form in ["eore_session", "eore_media"] {
        for row in it.rows(form) {
            // A broadcast lies in no place of its own.
            let place = it.place(&row, Some(&row).filter(|_| form == "eore_session"));
            for said in row.facts.rows.get("materials").into_iter().flatten() {
                let kind = said.get("material").map_or("unknown", String::as_str);
                let quantity = said
                    .get("quantity")
                    .map_or(0.0, |text| text.parse().unwrap());
                add(&mut out, (&place, "material", kind), "quantity", quantity);
            }
        }
    }
    out
}

fn knowledge(it: &Counting<'_>) -> Out {
    let who = |row: &Row<'_>| {
        let link = it.link_by(row, &it.span.to)?;
        let number = row.get("respondent_no");
        (!number.is_empty()).then(|| {
            (
                link,
                number.to_owned(),
                row.get("question_set_version").to_owned(),
            )
        })
    };
    let mut before: BTreeMap<_, Vec<f64>> = BTreeMap::new();
    for row in it.ever("kap_response") {
        if let (Some(who), "pre", false) =
            (who(&row), row.get("phase"), row.get("score").is_empty())
        {
            before.entry(who).or_default().push(row.number("score"));
        }
    }
    let mut sums: BTreeMap<String, [f64; 4]> = BTreeMap::new();
    for row in it.rows("kap_response") {
        if row.get("phase") != "post" || row.get("score").is_empty() {
            continue;
        }
        let session = it.about(&row, "eore_session");
        let sum = sums.entry(it.place(&row, session.as_ref())).or_default();
        let score = row.number("score");
        sum[0] += 1.0;
        sum[1] += f64::from(u8::from(score >= 75.0));
        if let Some(earlier) = who(&row).and_then(|who| before.get(&who)) {
            sum[2] += 1.0;
            sum[3] += score - earlier.iter().sum::<f64>() / earlier.len() as f64;
        }
    }
    let mut out = Out::new();
    for (place, [answered, passed, pairs, gain]) in sums {
        let at = (place.as_str(), "", "");
        add(&mut out, at, "answered", answered);
        add(&mut out, at, "passed", passed);
        add(&mut out, at, "pairs", pairs);
        share(&mut out, at, passed, answered);
        if pairs > 0.0 {
            add(&mut out, at, "gain", gain / pairs);
        }
    }
    out
}

fn hazards(it: &Counting<'_>) -> Out {
    let mut out = Out::new();
    let mut waits: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for row in it.rows("hazard_report") {
        let place = it.place(&row, Some(&row));
        let at = (place.as_str(), "", "");
        add(&mut out, at, "received", 1.0);
        if row.get("handed_over") == "yes" || !row.get("handed_at").is_empty() {
            add(&mut out, at, "handed_over", 1.0);
        }
        if matches!(row.get("outcome"), "destroyed" | "nothing_found" | "not_eo") {
            add(&mut out, at, "resolved", 1.0);
        }
        waits
            .entry(place.clone())
            .or_default()
            .extend(days_between(&row.day, row.get("handed_at")));
    }
    for (place, days) in waits {
        add(
            &mut out,
            (&place, "", ""),
            "days",
            median(days).unwrap_or(0.0),
        );
    }
    out
}
