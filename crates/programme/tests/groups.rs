//! Groups of records: in which a record stands, what is found in each, and when it is asked again.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use chrono::NaiveDate;
use programme::quality::{
    About, Facts, Group, Id, Judged, Limb, Member, Moved, PersonFacts, SessionFacts, Thresholds,
    groups_of, judge,
};
use proptest::prelude::*;

const TODAY: &str = "2026-11-26";

fn id(n: u8) -> Id {
    [n; 16]
}

fn hex(n: u8) -> String {
    format!("{n:02x}").repeat(16)
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn member(n: u8, on: &str, about: About) -> Member {
    Member {
        id: id(n),
        team: "BTB2".to_owned(),
        author: id(200),
        facts: Facts {
            day: Some(day(on)),
            about,
            ..Facts::default()
        },
    }
}

fn session(village: &str, hours: [&str; 2], point: Option<(f64, f64)>) -> SessionFacts {
    let at = |text: &str| chrono::NaiveTime::parse_from_str(text, "%H:%M").ok();
    SessionFacts {
        village: Some(village.to_owned()),
        start: at(hours[0]),
        end: at(hours[1]),
        point,
        sessions: 1,
        ..SessionFacts::default()
    }
}

fn of(member: &Member) -> Vec<String> {
    let groups = groups_of(member.id, &member.team, member.author, &member.facts);
    groups.into_iter().collect()
}

/// What was found, as rule, figures and records, and the day on which the group is asked again.
fn told(judged: &Judged) -> String {
    let one = |it: &programme::quality::Finding| {
        let records: Vec<String> = it.records.iter().map(|id| id[0].to_string()).collect();
        format!(
            "{} {} @{}",
            it.rule.id,
            it.figures.join("/"),
            records.join(",")
        )
    };
    let found: Vec<String> = judged.findings.iter().map(one).collect();
    let wakes = judged.wakes.map(|day| format!("until {day}"));
    found
        .into_iter()
        .chain(wakes)
        .collect::<Vec<_>>()
        .join("; ")
}

#[track_caller]
fn check(group: Group, members: &[Member], want: &str) {
    let judged = judge(group, members, day(TODAY), &Thresholds::default());
    assert_eq!(told(&judged), want);
    let turned: Vec<Member> = members.iter().rev().cloned().collect();
    let again = judge(group, &turned, day(TODAY), &Thresholds::default());
    assert_eq!(told(&again), want, "no order matters");
}

#[test]
fn a_record_stands_in_the_groups_that_its_rules_read() {
    let held = session("02090401", ["08:00", "09:00"], Some((13.0505, 103.2005)));
    let held = |school| SessionFacts {
        school,
        ..held.clone()
    };
    let plain = member(1, "2026-11-03", About::Session(held(false)));
    assert_eq!(of(&plain), ["month BTB2 2026-11", "spot 13050 103200"]);
    let mut filled = member(1, "2026-11-03", About::Session(held(true)));
    (filled.facts.begun, filled.facts.finished) = (Some(1_790_000_000), Some(1_790_000_600));
    let entries = format!("entries {} 2026-09", hex(200));
    let own = [
        entries.as_str(),
        "month BTB2 2026-11",
        "school 02090401",
        "spot 13050 103200",
    ];
    assert_eq!(of(&filled), own);
    // Near the edge of a cell it is held against those on the other side too.
    let edge = session("02090401", ["", ""], Some((13.050_05, 103.2005)));
    let edge = member(1, "2026-11-03", About::Session(edge));
    assert_eq!(
        of(&edge),
        [
            "month BTB2 2026-11",
            "spot 13049 103200",
            "spot 13050 103200"
        ]
    );
    let mut hurt = member(
        2,
        "2026-11-03",
        About::Person(PersonFacts {
            hurt: true,
            ..PersonFacts::default()
        }),
    );
    hurt.facts.link = Some(hex(9));
    assert_eq!(
        of(&hurt),
        [format!("accident {}", hex(9)), format!("person {}", hex(2))]
    );
    let mut service = member(
        3,
        "2026-11-03",
        About::Service {
            cash: None,
            fitted: Vec::new(),
        },
    );
    service.facts.link = Some(hex(2));
    assert_eq!(of(&service), [format!("person {}", hex(2))]);
    assert_eq!(of(&member(4, "2026-11-03", About::Other)), [""; 0]);
}

#[test]
fn a_name_of_a_group_is_read_again() {
    let check = |name: &str, want: Option<Group>| assert_eq!(Group::read(name), want, "{name}");
    check("month BTB 2 2026-11", Some(Group::Month));
    check("place KH02090405", Some(Group::Place));
    check("spot -12 103200", Some(Group::Spot(-12, 103_200)));
    check(&Group::person(id(7)), Some(Group::Person(id(7))));
    check(
        &format!("accident {}", hex(9)),
        Some(Group::Accident(id(9))),
    );
    for name in [
        "",
        "month",
        "spot 1",
        "spot a b",
        "person 12",
        "weather north",
    ] {
        check(name, None);
    }
}

#[test]
fn a_month_of_a_team_is_read_whole() {
    let at = |n, hours, village| {
        member(
            n,
            "2026-11-03",
            About::Session(session(village, hours, None)),
        )
    };
    let two = [
        at(1, ["08:00", "10:00"], "A"),
        at(2, ["09:30", "11:00"], "B"),
    ];
    check(Group::Month, &two, "R-D2 30 @1,2");
    check(Group::Month, &[at(1, ["08:00", "10:00"], "A")], "");
    let round: Vec<Member> = (1..=20)
        .map(|n| {
            let facts = SessionFacts {
                total: Some(25),
                ..SessionFacts::default()
            };
            member(n, &format!("2026-11-{n:02}"), About::Session(facts))
        })
        .collect();
    let judged = judge(Group::Month, &round, day(TODAY), &Thresholds::default());
    assert_eq!(judged.findings[0].figures, ["20", "20"]);
    assert_eq!(judged.findings[0].records.len(), 20);
}

#[test]
fn a_stack_of_positions_is_told_in_one_cell_only() {
    // Three villages within two metres, on either side of the edge of a cell.
    let at = |n: u8, lat: f64| {
        let village = format!("V{n}");
        let held = session(&village, ["", ""], Some((lat, 103.2005)));
        member(n, "2026-11-03", About::Session(held))
    };
    let all = [at(1, 13.049_995), at(2, 13.050_000), at(3, 13.050_005)];
    for member in &all {
        assert_eq!(of(member).len(), 3, "each stands in both cells");
    }
    check(Group::Spot(13_049, 103_200), &all, "R-C7 3 @1,2,3");
    check(Group::Spot(13_050, 103_200), &all, "");
}

#[test]
fn a_case_is_read_with_what_was_done_for_the_person() {
    let person = |killed, active| {
        member(
            1,
            "2026-01-10",
            About::Person(PersonFacts {
                hurt: true,
                killed,
                active,
                registered: Some(day("2026-02-01")),
                limbs_lost: 2,
                lost: Vec::new(),
            }),
        )
    };
    let service = |n, on, cash: Option<f64>| {
        let cash = cash.map(|amount| (amount, "USD".to_owned()));
        member(
            n,
            on,
            About::Service {
                cash,
                fitted: Vec::new(),
            },
        )
    };
    let group = Group::Person(id(1));
    check(
        group,
        &[person(true, false), service(2, "2026-03-01", None)],
        "R-E2 1 @1,2",
    );
    check(
        group,
        &[person(true, false), service(2, "2026-01-10", None)],
        "",
    );
    check(
        group,
        &[
            person(false, true),
            service(2, "2026-03-01", Some(100.0)),
            service(3, "2026-05-01", Some(100.0)),
        ],
        "R-E10 61 @2,3; until 2027-05-02",
    );
    let visit = |n, on, met, due: Option<&str>| {
        member(
            n,
            on,
            About::FollowUp {
                met,
                due: due.map(day),
            },
        )
    };
    // The newest record says when the next visit is due; one at which nobody was met is none.
    let late = [
        person(false, true),
        visit(2, "2026-04-01", true, Some("2026-05-01")),
        visit(3, "2026-06-01", false, Some("2026-10-26")),
    ];
    check(group, &late, "R-E11 2026-10-26 @1; until 2027-04-02");
    let odd = About::Assessment {
        domains: [Some(1); 6],
        needs: 0,
        due: None,
    };
    let odd = [person(false, false), member(2, "2026-06-01", odd)];
    check(group, &odd, "R-E9 2 @2");
    // Without the person's own record there is no case.
    check(group, &[service(2, "2026-03-01", Some(1.0))], "");
}

#[test]
fn an_accident_is_read_with_its_people() {
    let accident = member(
        1,
        "2026-01-10",
        About::Accident {
            killed: Some(1),
            injured: Some(1),
        },
    );
    let person = |n, hurt| {
        member(
            n,
            "2026-01-10",
            About::Person(PersonFacts {
                hurt,
                ..PersonFacts::default()
            }),
        )
    };
    let group = Group::Accident(id(1));
    check(
        group,
        &[accident.clone(), person(2, true), person(3, true)],
        "",
    );
    check(
        group,
        &[accident.clone(), person(2, true), person(3, false)],
        "R-E1 2/1 @1",
    );
    check(group, &[accident], "R-E1 2/0 @1");
    check(group, &[person(2, true)], "");
}

#[test]
fn a_hazard_is_asked_again_on_the_day_on_which_it_is_late() {
    let hazard = |on, settled| [member(1, on, About::Hazard { settled })];
    let group = Group::Hazard(id(1));
    check(group, &hazard("2026-11-12", false), "until 2026-11-27");
    check(group, &hazard("2026-11-11", false), "R-G2 2026-11-11 @1");
    check(group, &hazard("2026-11-12", true), "");
}

#[test]
fn records_of_a_place_that_changed_are_told_together() {
    let at = |n: u8, code: &str, now: Option<&str>| {
        let mut one = member(n, "2026-11-03", About::Other);
        one.facts.moved = Some(Moved {
            code: code.into(),
            name: format!("name of {code}"),
            now: now.map(str::to_owned),
        });
        one
    };
    let one = at(1, "KH02", Some("KH03"));
    assert_eq!(of(&one), ["place KH02"]);
    let rules = |members: &[Member]| {
        let judged = judge(Group::Place, members, day(TODAY), &Thresholds::default());
        assert_eq!(judged.wakes, None);
        let told = judged.findings.iter().map(|it| {
            let ids: Vec<u8> = it.records.iter().map(|id| id[0]).collect();
            format!("{} {} {ids:?}", it.rule.ground.code(), it.figures.join("/"))
        });
        told.collect::<Vec<_>>().join("; ")
    };
    let replaced = "replaced name of KH02/KH02/KH03 [1, 2]";
    assert_eq!(rules(&[at(2, "KH02", Some("KH03")), one.clone()]), replaced);
    assert_eq!(
        rules(&[at(1, "KH02", Some("KH02"))]),
        "renamed name of KH02/KH02/KH02 [1]"
    );
    assert_eq!(
        rules(&[at(1, "KH02", None)]),
        "retired name of KH02/KH02/ [1]"
    );
    assert_eq!(rules(&[member(1, "2026-11-03", About::Other)]), "");
}

#[test]
fn an_artificial_limb_fits_what_is_lost() {
    let limb = |words: &str| {
        let words: Vec<&str> = words.split(' ').collect();
        Limb {
            side: words[0].into(),
            limb: words[1].into(),
            level: words.get(2).map(|it| (*it).to_owned()),
        }
    };
    let fits = |lost: &[&str], fitted: &[&str], want: &str| {
        let person = About::Person(PersonFacts {
            lost: lost.iter().map(|it| limb(it)).collect(),
            ..PersonFacts::default()
        });
        let service = About::Service {
            cash: None,
            fitted: fitted.iter().map(|it| limb(it)).collect(),
        };
        let members = [
            member(1, "2026-01-10", person),
            member(2, "2026-03-01", service),
        ];
        check(Group::Person(id(1)), &members, want);
    };
    let fires = "R-E5  @2,1";
    fits(&["left leg"], &["left leg"], "");
    fits(&["left leg"], &["right leg"], fires);
    fits(&["left leg"], &["left arm"], fires);
    fits(
        &["left leg", "left leg transtibial"],
        &["left leg transtibial"],
        "",
    );
    fits(
        &["left leg", "left leg transtibial"],
        &["left leg transfemoral"],
        fires,
    );
    fits(&["left leg transtibial"], &["left leg"], "");
    fits(&["left leg"], &["left leg transtibial"], "");
    fits(&["left leg"], &["left leg", "right leg"], fires);
    fits(&[], &["left leg"], "");
    fits(&["left leg"], &[], "");
}

#[test]
fn a_session_is_held_while_its_project_runs() {
    let thresholds = Thresholds::read([(
        "projects",
        "2026-01-01 2026-10-31 EU-26\n2026-12-01 2026-12-31 EU-26\n2026-01-01 2026-12-31 JP-1",
    )]);
    let check = |on: &str, project: Option<&str>, want: &str| {
        let session = About::Session(SessionFacts {
            project: project.map(str::to_owned),
            ..SessionFacts::default()
        });
        let judged = judge(
            Group::Month,
            &[member(1, on, session)],
            day(TODAY),
            &thresholds,
        );
        let told: Vec<String> = judged
            .findings
            .iter()
            .map(|it| format!("{} {}", it.rule.id, it.figures.join("/")))
            .collect();
        assert_eq!(told.join("; "), want, "{on} {project:?}");
    };
    check("2026-10-31", Some("EU-26"), "");
    check(
        "2026-11-01",
        Some("EU-26"),
        "R-A4 EU-26/2026-01-01/2026-10-31",
    );
    check("2026-12-01", Some("EU-26"), "");
    check("2026-11-01", Some("JP-1"), "");
    check("2026-11-01", Some("other"), "");
    check("2026-11-01", None, "");
}

#[test]
fn a_session_is_held_while_its_team_works() {
    let check = |teams: &str, on: &str, want: &[&str]| {
        let thresholds = Thresholds::read([("teams", teams)]);
        let session = About::Session(SessionFacts::default());
        let of_team = member(1, on, session);
        let judged = judge(Group::Month, &[of_team], day(TODAY), &thresholds);
        let told: Vec<String> = judged
            .findings
            .iter()
            .map(|it| format!("{} {}", it.rule.id, it.figures.join("/")))
            .collect();
        assert_eq!(told, want, "{teams} {on}");
    };
    let team = member(1, TODAY, About::Session(SessionFacts::default())).team;
    let days = format!("2026-01-01 2026-10-31 {team}\n2026-12-01 2026-12-31 {team}");
    let told = format!("R-A4 {team}/2026-01-01/2026-10-31");
    check(&days, "2026-10-31", &[]);
    check(&days, "2026-11-01", &[&told]);
    check(&days, "2026-12-01", &[]);
    check("2026-01-01 2026-10-31 another", "2026-11-01", &[]);
    check("", "2026-11-01", &[]);
}

proptest! {
    /// What is stored is read again as it was.
    #[test]
    fn facts_are_written_and_read_the_same(
        lat in -90.0..90.0_f64, lon in -180.0..180.0_f64, total in any::<u32>(), school in any::<bool>(),
    ) {
        let facts = Facts {
            day: Some(day(TODAY)),
            about: About::Session(SessionFacts {
                point: Some((lat, lon)),
                total: Some(total),
                school,
                ..SessionFacts::default()
            }),
            ..Facts::default()
        };
        let text = serde_json::to_string(&facts).unwrap();
        prop_assert_eq!(serde_json::from_str::<Facts>(&text).unwrap(), facts);
    }

    /// On the day that a group names, and not before, more is found.
    #[test]
    fn a_group_wakes_when_there_is_more_to_say(reported in 0..60_u64) {
        let on = day(TODAY) - chrono::Days::new(reported);
        let hazard = [member(1, &on.to_string(), About::Hazard { settled: false })];
        let at = |today| judge(Group::Hazard(id(1)), &hazard, today, &Thresholds::default());
        let now = at(day(TODAY));
        if let Some(wakes) = now.wakes {
            prop_assert!(now.findings.is_empty());
            prop_assert!(at(wakes.pred_opt().unwrap()).findings.is_empty());
            prop_assert_eq!(at(wakes).findings.len(), 1);
        } else {
            prop_assert_eq!(now.findings.len(), 1);
        }
    }
}
