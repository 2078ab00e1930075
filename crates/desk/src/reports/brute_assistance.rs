//! V1 to V12, straight from the answers.

use std::collections::{BTreeMap, BTreeSet};

use records::RecordId;
use store::reports::By;

use super::counts::{Counting, Out, Row, add, days_between, median, person, share};
use super::made_up::Made;

pub(super) fn assistance(it: &Counting<'_>) -> Vec<(&'static str, Out)> {
    vec![
        ("v01", casualties(it)),
        ("v02", accidents(it)),
        ("v03", survivors(it)),
        ("v04", assessed(it)),
        ("v05", served(it)),
        ("v06", services(it)),
        ("v07", devices(it)),
        ("v08", cash(it)),
        ("v09", referrals(it)),
        ("v10", on_time(it)),
        ("v11", quality(it)),
        ("v12", unmet(it)),
    ]
}

/// Whom a row is about; a record about nobody is about itself.
fn whom(it: &Counting<'_>, row: &Row<'_>) -> RecordId {
    // Nobody counts twice in a period: as of its end; told by month, none in a month, as of its own.
    let link = match it.span.by {
        By::Month => it.link(row),
        _ => it.link_by(row, &it.span.to),
    };
    link.unwrap_or(row.made.record)
}

fn home<'a>(it: &Counting<'a>, row: &Row<'_>) -> Option<Row<'a>> {
    it.about(row, "person")
}

fn placed(it: &Counting<'_>, row: &Row<'_>) -> String {
    it.place(row, home(it, row).as_ref())
}

fn casualties(it: &Counting<'_>) -> Out {
    let mut out = Out::new();
    let dated = it
        .ever("person")
        .into_iter()
        .filter(|row| !row.day.is_empty());
    for row in dated.chain(it.undated()) {
        if !matches!(row.get("victim_type"), "direct_killed" | "direct_injured") {
            continue;
        }
        let accident = it.about(&row, "accident");
        let day = match (row.day.as_str(), &accident) {
            ("", Some(accident)) => accident.day.clone(),
            (day, _) => day.to_owned(),
        };
        if !it.is_in(&day) {
            continue;
        }
        let place = it.place_of(row.made.team.as_str(), &day, accident.as_ref());
        let device = match accident
            .as_ref()
            .map_or("", |accident| accident.get("hazard_l1"))
        {
            "ap_mine" | "av_mine" | "improvised_mine" => "mine",
            "uxo" | "axo" | "cluster" | "saa" | "fuze_component" | "erw_unspecified"
            | "stored_ammo" => "erw",
            "ied" | "booby_trap" | "other" => "other",
            _ => "unknown",
        };
        let marked = accident
            .as_ref()
            .map_or("unknown".to_owned(), |it| it.or_unknown("marked_before"));
        let kinds = [
            ("", String::new()),
            ("outcome", row.or_unknown("outcome")),
            ("device", device.to_owned()),
            ("person_status", row.or_unknown("person_status_at_accident")),
            ("activity", row.or_unknown("activity_at_accident")),
            ("eore_before", row.or_unknown("eore_before")),
            ("marked_before", marked),
        ];
        for (split, kind) in &kinds {
            person(&mut out, (&place, split, kind), Some(&row));
        }
    }
    out
}

fn accidents(it: &Counting<'_>) -> Out {
    let mut out = Out::new();
    let mut sums: BTreeMap<String, [f64; 2]> = BTreeMap::new();
    for row in it.rows("accident") {
        let place = it.place(&row, Some(&row));
        let at = (place.as_str(), "", "");
        add(&mut out, at, "accidents", 1.0);
        for (measure, name) in [
            ("killed", "killed_n"),
            ("injured", "injured_n"),
            ("unknown", "unknown_n"),
        ] {
            add(&mut out, at, measure, row.number(name));
        }
        let sum = sums.entry(place).or_default();
        sum[0] += row.sum(&["killed_n", "injured_n", "unknown_n"]);
        sum[1] += 1.0;
    }
    for (place, [people, count]) in sums {
        add(&mut out, (&place, "", ""), "per_accident", people / count);
    }
    out
}

fn survivors(it: &Counting<'_>) -> Out {
    let mut out = Out::new();
    for row in it.up_to("person") {
        let registered = match row.get("report_date") {
            "" => row.get("status_date"),
            day => day,
        };
        let vital = row.or_unknown("vital_status");
        let counts =
            row.get("victim_type") == "direct_injured" && registered <= it.span.to.as_str();
        if counts && matches!(vital.as_str(), "alive" | "unknown") {
            let place = it.place(&row, Some(&row));
            person(&mut out, (&place, "vital_status", &vital), Some(&row));
        }
    }
    out
}

fn assessed(it: &Counting<'_>) -> Out {
    let mut last: BTreeMap<(String, RecordId), Row<'_>> = BTreeMap::new();
    for row in it.rows("needs_assessment") {
        let month = match it.span.by {
            By::Month => row.day.chars().take(7).collect(),
            _ => String::new(),
        };
        let once = (month, whom(it, &row));
        let later = |old: &Row<'_>| (&row.day, row.made.record) > (&old.day, old.made.record);
        if last.get(&once).is_none_or(later) {
            last.insert(once, row);
        }
    }
    let mut sums: BTreeMap<(String, &str, &str), [f64; 3]> = BTreeMap::new();
    for row in last.values() {
        let place = placed(it, row);
        let disability = row.get("wgss_disability");
        let all = sums.entry((place.clone(), "", "")).or_default();
        all[0] += 1.0;
        all[1] += f64::from(u8::from(disability == "true"));
        all[2] += f64::from(u8::from(disability.is_empty()));
        for domain in ["see", "hear", "walk", "remember", "selfcare", "communicate"] {
            let answer = row.get(&format!("wgss_{domain}")).to_owned();
            let sum = sums.entry((place.clone(), "domain", domain)).or_default();
            sum[0] += 1.0;
            sum[1] += f64::from(u8::from(matches!(answer.as_str(), "3" | "4")));
            sum[2] += f64::from(u8::from(!matches!(answer.as_str(), "1" | "2" | "3" | "4")));
        }
    }
    let mut out = Out::new();
    for ((place, split, kind), [people, with, unknown]) in sums {
        let at = (place.as_str(), split, kind);
        add(&mut out, at, "assessed", people);
        add(&mut out, at, "with_disability", with);
        add(&mut out, at, "unknown", unknown);
        share(&mut out, at, with, people - unknown);
    }
    out
}

fn served(it: &Counting<'_>) -> Out {
    // By place, person and pillar, and by place and person, with the last of the services.
    let mut last: BTreeMap<(String, RecordId, Option<String>), Row<'_>> = BTreeMap::new();
    for row in it.rows("service_session") {
        for pillar in [None, Some(row.or_unknown("pillar"))] {
            let key = (placed(it, &row), whom(it, &row), pillar);
            let later = |old: &Row<'_>| (&row.day, row.made.record) > (&old.day, old.made.record);
            if last.get(&key).is_none_or(later) {
                last.insert(key, row.clone());
            }
        }
    }
    let mut out = Out::new();
    for ((place, _, pillar), row) in last {
        let of = home(it, &row);
        if let Some(pillar) = pillar {
            person(&mut out, (&place, "pillar", &pillar), of.as_ref());
            continue;
        }
        let victim = match of.as_ref().map_or("", |of| of.get("victim_type")) {
            "direct_killed" | "direct_injured" => "direct",
            "indirect_family" | "indirect_community" => "indirect",
            "" => "unknown",
            _ => "other",
        };
        person(&mut out, (&place, "", ""), of.as_ref());
        person(&mut out, (&place, "victim", victim), of.as_ref());
    }
    out
}

fn services(it: &Counting<'_>) -> Out {
    let mut out = Out::new();
    for row in it.rows("service_session") {
        let place = placed(it, &row);
        for split in ["pillar", "service"] {
            let kind = row.or_unknown(split);
            add(&mut out, (&place, split, &kind), "services", 1.0);
            let own = f64::from(u8::from(row.get("delivered_by") == "own_team"));
            add(&mut out, (&place, split, &kind), "own", own);
        }
    }
    out
}

fn devices(it: &Counting<'_>) -> Out {
    let mut out = Out::new();
    for row in it.rows("service_session") {
        if matches!(row.get("item"), "" | "cash" | "kit") {
            continue;
        }
        let place = placed(it, &row);
        let measure = match row.get("new_or_repair") {
            "new" | "replacement" => "delivered",
            "repair" => "repaired",
            _ => "unknown",
        };
        let quantity = row.get("quantity").parse().unwrap_or(1.0);
        add(
            &mut out,
            (&place, "item", row.get("item")),
            measure,
            quantity,
        );
    }
    out
}

fn cash(it: &Counting<'_>) -> Out {
    let mut out = Out::new();
    let mut seen = BTreeSet::new();
    for row in it.rows("service_session") {
        let is_grant = matches!(row.get("service"), "cash_grant" | "livelihood_grant");
        if row.get("item") != "cash" && !is_grant {
            continue;
        }
        let place = placed(it, &row);
        let kind = match row.get("currency") {
            "" => "none".to_owned(),
            currency => currency.to_owned(),
        };
        let at = (place.as_str(), "currency", kind.as_str());
        if seen.insert((place.clone(), kind.clone(), whom(it, &row))) {
            add(&mut out, at, "persons", 1.0);
        }
        add(&mut out, at, "value", row.number("cash_value"));
    }
    out
}

fn referrals(it: &Counting<'_>) -> Out {
    let mut out = Out::new();
    let mut waits: BTreeMap<String, (f64, f64, Vec<f64>)> = BTreeMap::new();
    for row in it.rows("referral") {
        let place = placed(it, &row);
        let status = row.get("status");
        let is = |truth: bool| f64::from(u8::from(truth));
        let sent = !row.get("sent_on").is_empty();
        let accepted = !row.get("accepted_on").is_empty()
            || matches!(status, "accepted" | "in_service" | "completed");
        let completed =
            status == "completed" || (status == "closed" && !row.get("service_date").is_empty());
        let failed = matches!(
            status,
            "declined" | "not_completed" | "lost_contact" | "cancelled_by_person"
        );
        let told = [
            ("made", true),
            ("sent", sent),
            ("accepted", accepted),
            ("completed", completed),
            ("failed", failed),
        ];
        for (measure, truth) in told {
            add(&mut out, (&place, "", ""), measure, is(truth));
            if failed {
                add(
                    &mut out,
                    (&place, "fail_reason", &row.or_unknown("fail_reason")),
                    measure,
                    is(truth),
                );
            }
        }
        let of_place = waits.entry(place).or_default();
        of_place.0 += is(completed && sent);
        of_place.1 += is(sent);
        of_place
            .2
            .extend(days_between(row.get("sent_on"), row.get("service_date")));
    }
    for (place, (completed, sent, days)) in waits {
        share(&mut out, (&place, "", ""), completed, sent);
        add(
            &mut out,
            (&place, "", ""),
            "days",
            median(days).unwrap_or(0.0),
        );
    }
    out
}

/// A visit that fell due: of whom, set on which day, for which, by which team, for which project.
type Due = (RecordId, String, String, String, Option<String>);

fn dues(it: &Counting<'_>) -> BTreeSet<Due> {
    let mut due = BTreeSet::new();
    for (form, name) in [
        ("needs_assessment", "next_visit_due"),
        ("follow_up", "next_due"),
    ] {
        for row in it.ever(form) {
            let Some(link) = it
                .link_by(&row, row.get(name))
                .filter(|_| it.is_in(row.get(name)))
            else {
                continue;
            };
            let project = row
                .facts
                .said
                .get("project_code")
                .filter(|_| form == "needs_assessment")
                .cloned();
            let team = row.made.team.to_string();
            due.insert((
                link,
                row.day.clone(),
                row.get(name).to_owned(),
                team,
                project,
            ));
        }
    }
    due
}

fn on_time(it: &Counting<'_>) -> Out {
    let visits: Vec<&Made> = it
        .all
        .iter()
        .filter(|made| made.form.id() == "follow_up")
        .collect();
    let due = dues(it);
    let mut sums: BTreeMap<String, [f64; 2]> = BTreeMap::new();
    for (link, day, until, team, _) in due {
        let of = it.record_at(link, "person", it.closing(&team, &until));
        let place = it.place_of(&team, &until, of.as_ref());
        let in_time = |visit: &str| {
            visit > day.as_str() && days_between(&until, visit).is_some_and(|late| late <= 14.0)
        };
        let mut stood = visits
            .iter()
            .filter_map(|made| it.stood(made, &team, &until));
        let was = stood.any(|facts| {
            let met = facts.said.get("contact_result").map(String::as_str);
            facts
                .link
                .is_some_and(|whom| it.kept(whom, it.closing(&team, &until)) == link)
                && matches!(met, Some("met" | "deceased"))
                && facts.date.as_deref().is_some_and(in_time)
        });
        let sum = sums.entry(place).or_default();
        sum[0] += 1.0;
        sum[1] += f64::from(u8::from(was));
    }
    let mut out = Out::new();
    for (place, [due, on_time]) in sums {
        let at = (place.as_str(), "", "");
        add(&mut out, at, "due", due);
        add(&mut out, at, "on_time", on_time);
        share(&mut out, at, on_time, due);
    }
    out
}

fn quality(it: &Counting<'_>) -> Out {
    let mut answers: BTreeMap<(String, &str, String), Vec<Option<f64>>> = BTreeMap::new();
    for row in it.rows("service_session") {
        let said = row.or_unknown("satisfaction");
        let grade = said.parse().ok();
        answers
            .entry((placed(it, &row), "satisfaction", said))
            .or_default()
            .push(grade);
    }
    for row in it
        .rows("follow_up")
        .iter()
        .filter(|row| row.get("contact_result") == "met")
    {
        let said = row.or_unknown("wellbeing_change");
        answers
            .entry((placed(it, row), "wellbeing_change", said))
            .or_default()
            .push(None);
    }
    let mut of_person: BTreeMap<RecordId, Vec<Row<'_>>> = BTreeMap::new();
    for row in it.ever("needs_assessment") {
        let graded = row.get("quality_of_life").parse::<f64>().is_ok();
        let link = it.link_by(&row, &it.span.to);
        if let (Some(link), true, true) = (link, graded, row.day <= it.span.to) {
            of_person.entry(link).or_default().push(row);
        }
    }
    for mut rows in of_person.into_values() {
        rows.sort_by(|a, b| (&a.day, a.made.record).cmp(&(&b.day, b.made.record)));
        let [.., earlier, last] = rows.as_slice() else {
            continue;
        };
        if last.day < it.span.from {
            continue;
        }
        let change = last.number("quality_of_life") - earlier.number("quality_of_life");
        let kind = match change {
            c if c > 0.0 => "better",
            c if c < 0.0 => "worse",
            _ => "same",
        };
        answers
            .entry((placed(it, last), "quality", kind.to_owned()))
            .or_default()
            .push(Some(change));
    }
    let mut out = Out::new();
    for ((place, split, kind), given) in answers {
        add(
            &mut out,
            (&place, split, &kind),
            "answers",
            given.len() as f64,
        );
        let known: Vec<f64> = given.iter().flatten().copied().collect();
        if !known.is_empty() {
            add(
                &mut out,
                (&place, split, &kind),
                "mean",
                known.iter().sum::<f64>() / known.len() as f64,
            );
        }
    }
    out
}

/// Whether a service met a need that a row told of, on that day or later in the period or before it.
fn is_met(it: &Counting<'_>, services: &[&Made], row: &Row<'_>, need: &str) -> bool {
    let stood = services
        .iter()
        .filter_map(|made| it.stood(made, row.made.team.as_str(), &it.span.to));
    let mut days = stood.filter_map(|facts| {
        let whom = facts.link.map(|whom| it.kept(whom, row.closed))?;
        let is_it = facts.said.get("service").is_some_and(|given| given == need);
        let day = facts.date.as_deref()?;
        (is_it && Some(whom) == it.link(row)).then_some(day)
    });
    days.any(|day| day >= row.day.as_str() && day <= it.span.to.as_str())
}

/// Needs of high priority that no service met since, by whose, pillar and need, with the row that told of it first after
/// the last service.
fn needs<'a>(it: &Counting<'a>) -> BTreeMap<(RecordId, String, String), Row<'a>> {
    let services = it.all.iter();
    let services = services.filter(|made| made.form.id() == "service_session");
    let services: Vec<&Made> = services.collect();
    // A need that was told twice is one, and as old as the first time.
    let mut needs: BTreeMap<(RecordId, String, String), Row<'_>> = BTreeMap::new();
    for (form, repeat) in [("needs_assessment", "needs"), ("follow_up", "new_needs")] {
        for row in it.up_to(form) {
            // Of a follow-up nobody says the project.
            let has_no_project = form == "follow_up" && it.span.project.is_some();
            if has_no_project || row.day > it.span.to {
                continue;
            }
            for said in row.facts.rows.get(repeat).into_iter().flatten() {
                let of = |name: &str| said.get(name).cloned().unwrap_or_default();
                if of("priority") != "high" || matches!(of("wants_help").as_str(), "no" | "refused")
                {
                    continue;
                }
                if is_met(it, &services, &row, &of("need")) {
                    continue;
                }
                let key = (whom(it, &row), of("pillar"), of("need"));
                let sooner =
                    |old: &Row<'_>| (&row.day, row.made.record) < (&old.day, old.made.record);
                if needs.get(&key).is_none_or(sooner) {
                    needs.insert(key, row.clone());
                }
            }
        }
    }
    needs
}

fn unmet(it: &Counting<'_>) -> Out {
    let mut ages: BTreeMap<(String, &str, String), Vec<f64>> = BTreeMap::new();
    for ((_, pillar, _), row) in needs(it) {
        let place = placed(it, &row);
        let age = days_between(&row.day, &it.span.to).unwrap();
        let band = match age {
            a if a <= 30.0 => "30",
            a if a <= 90.0 => "90",
            _ => "older",
        };
        let pillar = if pillar.is_empty() {
            "unknown".to_owned()
        } else {
            pillar
        };
        for (split, kind) in [
            ("", String::new()),
            ("pillar", pillar),
            ("age", band.to_owned()),
        ] {
            ages.entry((place.clone(), split, kind))
                .or_default()
                .push(age);
        }
    }
    let mut out = Out::new();
    for ((place, split, kind), ages) in ages {
        let at = (place.as_str(), split, kind.as_str());
        add(&mut out, at, "needs", ages.len() as f64);
        add(
            &mut out,
            at,
            "days",
            ages.iter().sum::<f64>() / ages.len() as f64,
        );
        add(
            &mut out,
            at,
            "oldest",
            ages.iter().copied().fold(0.0, f64::max),
        );
    }
    out
}
