//! Random records: no error fires in what a form lets through, and whatever warns is so, by arithmetic of its own.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use forms::{Filling, sample};
use programme::rules::{Fired, Rule, Severity};

use super::{form, names, resumed, rules_of, table};

/// Records that are drawn of each form.
const DRAWN: u64 = 200;

/// What a record says, by the names of its questions; of what is not asked now, nothing.
struct Said(BTreeMap<String, String>);

impl Said {
    fn of(filling: &Filling) -> Said {
        let flat = filling.submission().flat();
        let named = flat.into_iter().map(|(path, value)| {
            let name = path.rsplit('/').next().unwrap_or(&path);
            (name.to_owned(), value)
        });
        Said(named.collect())
    }

    fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    fn is(&self, name: &str, code: &str) -> bool {
        self.text(name) == code
    }

    fn has(&self, name: &str, code: &str) -> bool {
        self.text(name).split_whitespace().any(|one| one == code)
    }

    fn count(&self, name: &str) -> Option<f64> {
        self.text(name).parse().ok()
    }

    fn sum(&self, names: &[&str]) -> f64 {
        names.iter().filter_map(|name| self.count(name)).sum()
    }

    /// Days from one date to another.
    fn days(&self, from: &str, to: &str) -> Option<i64> {
        let day = |name: &str| NaiveDate::parse_from_str(self.text(name), "%Y-%m-%d").ok();
        Some((day(to)? - day(from)?).num_days())
    }

    /// Minutes since midnight.
    fn clock(&self, name: &str) -> Option<i64> {
        let (hour, rest) = self.text(name).split_once(':')?;
        let minute: i64 = rest.get(..2)?.parse().ok()?;
        Some(hour.parse::<i64>().ok()? * 60 + minute)
    }

    fn is_fresh(&self) -> bool {
        self.is("source_channel", "app") || self.is("source_channel", "phone_report")
    }

    /// Whether one of a pair is there and the other was counted as nought.
    fn one_sex(&self, one: &str, other: &str) -> bool {
        let (one, other) = (self.count(one), self.count(other));
        let alone = |a: Option<f64>, b: Option<f64>| a.is_some_and(|a| a > 0.0) && b == Some(0.0);
        alone(one, other) || alone(other, one)
    }

    fn is_large_place(&self) -> bool {
        self.is("displacement_site", "yes")
            || self.is("venue_type", "displacement_site")
            || self.is("session_kind", "rapid_session")
    }

    /// A part of the position.
    fn position(&self, part: usize) -> Option<&str> {
        self.text("position").split_whitespace().nth(part)
    }
}

/// Eight figures or more, at most one mark between two of them.
fn holds_a_number(text: &str) -> bool {
    let (mut run, mut marks) = (0, 0);
    for sign in text.chars() {
        let is_figure = sign.is_ascii_digit() || ('០'..='៩').contains(&sign);
        if is_figure {
            run = if marks > 1 { 1 } else { run + 1 };
            marks = 0;
        } else if matches!(sign, ' ' | '.' | '-') {
            marks += 1;
        } else {
            (run, marks) = (0, 0);
        }
        if run >= 8 {
            return true;
        }
    }
    false
}

/// The day that lateness is counted from.
fn happened(form: &str) -> &'static str {
    match form {
        "eore_media" => "end_date",
        "accident" => "accident_date",
        _ => "activity_date",
    }
}

/// Whether a warning is right.
fn is_so(form: &str, mark: &str, said: &Said) -> bool {
    let total = said.count("total");
    let adults = said.sum(&["women", "men"]);
    let children = said.sum(&["girls", "boys"]);
    match mark {
        "S6.2" => {
            total.is_some_and(|it| it > 100.0)
                && said.is("delivery_method", "interpersonal")
                && !said.is_large_place()
        }
        "S7" => {
            said.is("session_kind", "school_lesson")
                && said.is("primary_audience", "pupils")
                && adults > children
        }
        "S7.2" => {
            said.is("venue_type", "school")
                && total.is_some_and(|it| it >= 100.0 && it % 50.0 == 0.0)
        }
        "S8" => {
            let groups = ["women", "men", "girls", "boys"].map(|name| said.count(name));
            groups[0].is_some_and(|it| it > 0.0) && groups.iter().all(|it| *it == groups[0])
        }
        "S8.2" => {
            !said.is("venue_type", "household")
                && !said.is("venue_type", "military_police")
                && (said.one_sex("women", "men") || said.one_sex("girls", "boys"))
        }
        "S9" => {
            let disabled = said.sum(&["dis_women", "dis_men", "dis_girls", "dis_boys"]);
            total.is_some_and(|it| disabled > 0.3 * it)
        }
        "S10" => said.is("mode", "sadd12") && said.sum(&["f_b1", "m_b1"]) > 0.0,
        "T1" => {
            let held = said.clock("end_time").zip(said.clock("start_time"));
            held.is_some_and(|(end, start)| !(20..=180).contains(&(end - start)))
        }
        "T2" => said
            .clock("start_time")
            .is_some_and(|it| !(330..=1230).contains(&it)),
        "N1" => said.count("sessions_count").is_some_and(|it| it > 1.0),
        "R-A3" => {
            said.is_fresh()
                && said
                    .days(happened(form), "report_date")
                    .is_some_and(|it| it > 30)
        }
        "T3" => {
            said.is_fresh()
                && said.is("date_known", "yes")
                && said
                    .days("accident_date", "report_date")
                    .is_some_and(|it| it > 90)
        }
        "R-C5" => {
            let is_coarse = |part: usize| {
                let decimals = said
                    .position(part)
                    .map(|it| it.split_once('.').map_or(0, |(_, it)| it.len()));
                decimals.is_some_and(|it| it < 4)
            };
            said.is("coord_input", "") && (is_coarse(0) || is_coarse(1))
        }
        "L1" => {
            let metres: Option<f64> = said.position(3).and_then(|it| it.parse().ok());
            metres.is_some_and(|it| it > 50.0)
                && (said.is("coord_source", "gps_device") || said.is("coord_source", "phone"))
        }
        "R-G1" => holds_a_number(said.text(match form {
            "accident" => "narrative",
            _ => "remarks",
        })),
        "H1" => {
            said.is("urgency", "routine")
                && (said.has("near", "school")
                    || said.has("near", "house")
                    || said.is("tampered_or_moved", "yes"))
        }
        "C4" => said.is("decision", "given") && said.has("scope", "photo_public"),
        "C5" => ["full_name", "home", "injury"]
            .iter()
            .any(|it| said.has("shared_fields", it)),
        "F1" => said.count("attempts").is_some_and(|it| it >= 3.0),
        // Without the lists nobody is known to have taken anything back.
        _ => false,
    }
}

/// Over many records: where the form finds nothing, no error fires; a warning fires where it is so, and only there.
#[test]
fn the_rules_fire_on_nothing_else() {
    let table = table();
    for name in names() {
        let form = form(&name);
        let rules = rules_of(&form);
        let mut seen: BTreeMap<String, u32> = BTreeMap::new();
        let mut complete = 0;
        for seed in 0..DRAWN {
            let filling = resumed(&form, &sample::fill(&form, 1_000 + seed));
            let fired = rules.judge(&filling, "en");
            let of = |is_error: bool| -> Vec<&Fired> {
                let of = |it: &&Fired| (it.severity == Severity::Error) == is_error;
                fired.iter().filter(of).collect()
            };
            if filling.problems("en").is_empty() {
                complete += 1;
                assert!(of(true).is_empty(), "{name} seed {seed}: {:#?}", of(true));
            }
            let said = Said::of(&filling);
            let asked = |rule: &&Rule| !filling.spots(&rule.place).is_empty();
            let warns = table.rules().iter().filter(|rule| rule.form == name);
            let warns = warns.filter(|rule| rule.severity != Severity::Error);
            let so = warns
                .filter(asked)
                .filter(|rule| is_so(&name, &rule.mark, &said));
            let so: Vec<&str> = so.map(|rule| &*rule.mark).collect();
            let told: Vec<&str> = of(false).iter().map(|it| &*it.mark).collect();
            assert_eq!(told, so, "{name} seed {seed}: {:#?}", said.0);
            for mark in told {
                *seen.entry(mark.to_owned()).or_default() += 1;
            }
        }
        assert!(
            complete > DRAWN / 2,
            "{name}: {complete} of {DRAWN} are complete"
        );
        println!("{name}: {seen:?}");
    }
}
