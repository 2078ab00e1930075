//! Every rule of the domain dictionary (§5.4) is somewhere: in the table of the forms' rules, among the rules on positions,
//! among those on several records, or where forms and duplicates are judged.
#![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

use std::collections::BTreeSet;

use programme::{built_in, position, quality, rules::RuleTable};

/// The catalogue's numbers, each with the place where it is kept.
const CATALOGUE: &[(&str, &str)] = &[
    ("R-A1", FORM),
    ("R-A2", TABLE),
    ("R-A3", TABLE),
    ("R-A4", SEVERAL),
    ("R-A5", SEVERAL),
    ("S1", TABLE),
    ("S2", TABLE),
    ("S3", TABLE),
    ("S4", TABLE),
    ("S5", TABLE),
    ("S6", TABLE),
    ("S7", TABLE),
    ("S8", TABLE),
    ("S9", SEVERAL),
    ("S10", TABLE),
    ("R-C1", POSITION),
    ("R-C2", POSITION),
    ("R-C2b", POSITION),
    ("R-C3", POSITION),
    ("R-C4", POSITION),
    ("R-C5", POSITION),
    ("R-C6", SEVERAL),
    ("R-C7", SEVERAL),
    ("R-D1", SEVERAL),
    ("R-D2", SEVERAL),
    ("R-D3", SEVERAL),
    ("R-D4", SEVERAL),
    ("R-D5", SEVERAL),
    ("R-E1", SEVERAL),
    ("R-E2", SEVERAL),
    ("R-E3", TABLE),
    ("R-E4", TABLE),
    ("R-E5", SEVERAL),
    ("R-E6", DUPLICATES),
    ("R-E7", TABLE),
    ("R-E8", TABLE),
    ("R-E9", SEVERAL),
    ("R-E10", SEVERAL),
    ("R-E11", SEVERAL),
    ("R-F1", SEVERAL),
    ("R-F2", SEVERAL),
    ("R-F3", SEVERAL),
    ("R-G1", TABLE),
    ("R-G2", SEVERAL),
    ("R-H1", POSITION),
    ("R-H2", SEVERAL),
];

/// What is required, and which choices there are, the form itself says.
const FORM: &str = "the form";
const TABLE: &str = "forms/rules.csv";
const POSITION: &str = "rules on positions and places";
const SEVERAL: &str = "rules on several records";
/// The points of two persons are worked out, and the warning is the desk's.
const DUPLICATES: &str = "duplicates";

#[test]
fn every_rule_of_the_catalogue_is_kept_in_one_place() {
    let table = RuleTable::read(built_in::RULES.as_bytes()).0;
    let numbers: [(&str, BTreeSet<String>); 3] = [
        (
            TABLE,
            table.rules().iter().map(|it| it.id.clone()).collect(),
        ),
        (
            POSITION,
            position::rules::POSITIONS
                .iter()
                .map(|it| it.id.to_owned())
                .collect(),
        ),
        (
            SEVERAL,
            quality::RULES.iter().map(|it| it.id.to_owned()).collect(),
        ),
    ];
    let missing: Vec<&str> = CATALOGUE
        .iter()
        .filter(|(id, place)| {
            let held = numbers.iter().find(|(name, _)| name == place);
            held.is_some_and(|(_, ids)| !ids.contains(*id))
        })
        .map(|(id, _)| *id)
        .collect();
    assert_eq!(missing, [""; 0]);
    // What stands among the rules on several records is of the catalogue.
    let (_, several) = numbers.iter().find(|(name, _)| *name == SEVERAL).unwrap();
    let known = |id: &String| CATALOGUE.iter().any(|(own, _)| own == id);
    assert!(several.iter().all(known), "{several:?}");
}
