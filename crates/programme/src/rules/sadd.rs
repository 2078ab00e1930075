//! The figures of people by sex and age: the groups, the head count and their parts.

use super::Condition::{Always, Is, IsNot};
use super::Relation::{AtLeast, AtMost, Equals};
use super::Severity::Error;
use super::Term::{Answer, Number, OrZero};
use super::{Relation, Rule, Term};

/// Sex- and age-disaggregated figures must agree with each other (S1 to S5).
///
/// The head count is typed and not calculated, so S1 compares two counts made apart.
pub const SADD: &[Rule] = &[
    Rule {
        id: "S1",
        severity: Error,
        at: "sadd/total",
        when: Always,
        left: &[
            Answer("sadd/girls"),
            Answer("sadd/boys"),
            Answer("sadd/women"),
            Answer("sadd/men"),
            OrZero("sadd/unspecified_child"),
            OrZero("sadd/unspecified_adult"),
        ],
        relation: Equals,
        right: &[Answer("sadd/total")],
        en: "The groups make {left} and you counted {right}.",
        km: "ក្រុមទាំងអស់បូកបាន {left} នាក់ តែអ្នករាប់បាន {right} នាក់។",
    },
    bands(
        "sadd/girls",
        &[
            Answer("sadd/f_b1"),
            Answer("sadd/f_b2"),
            Answer("sadd/f_b3"),
        ],
        &[Answer("sadd/girls")],
        "The age groups of girls make {left} and you counted {right} girls.",
        "ក្រុមអាយុរបស់ក្មេងស្រីបូកបាន {left} នាក់ តែក្មេងស្រីមាន {right} នាក់។",
    ),
    bands(
        "sadd/women",
        &[
            Answer("sadd/f_b4"),
            Answer("sadd/f_b5"),
            Answer("sadd/f_b6"),
        ],
        &[Answer("sadd/women")],
        "The age groups of women make {left} and you counted {right} women.",
        "ក្រុមអាយុរបស់ស្ត្រីបូកបាន {left} នាក់ តែស្ត្រីមាន {right} នាក់។",
    ),
    bands(
        "sadd/boys",
        &[
            Answer("sadd/m_b1"),
            Answer("sadd/m_b2"),
            Answer("sadd/m_b3"),
        ],
        &[Answer("sadd/boys")],
        "The age groups of boys make {left} and you counted {right} boys.",
        "ក្រុមអាយុរបស់ក្មេងប្រុសបូកបាន {left} នាក់ តែក្មេងប្រុសមាន {right} នាក់។",
    ),
    bands(
        "sadd/men",
        &[
            Answer("sadd/m_b4"),
            Answer("sadd/m_b5"),
            Answer("sadd/m_b6"),
        ],
        &[Answer("sadd/men")],
        "The age groups of men make {left} and you counted {right} men.",
        "ក្រុមអាយុរបស់បុរសបូកបាន {left} នាក់ តែបុរសមាន {right} នាក់។",
    ),
    part(
        "S3",
        "sadd/dis_girls",
        &[Answer("sadd/dis_girls")],
        &[Answer("sadd/girls")],
        "Girls with a disability: {left}. Girls counted: {right}.",
        "ក្មេងស្រីមានពិការភាព {left} នាក់ តែក្មេងស្រីសរុបមានតែ {right} នាក់។",
    ),
    part(
        "S3",
        "sadd/dis_boys",
        &[Answer("sadd/dis_boys")],
        &[Answer("sadd/boys")],
        "Boys with a disability: {left}. Boys counted: {right}.",
        "ក្មេងប្រុសមានពិការភាព {left} នាក់ តែក្មេងប្រុសសរុបមានតែ {right} នាក់។",
    ),
    part(
        "S3",
        "sadd/dis_women",
        &[Answer("sadd/dis_women")],
        &[Answer("sadd/women")],
        "Women with a disability: {left}. Women counted: {right}.",
        "ស្ត្រីមានពិការភាព {left} នាក់ តែស្ត្រីសរុបមានតែ {right} នាក់។",
    ),
    part(
        "S3",
        "sadd/dis_men",
        &[Answer("sadd/dis_men")],
        &[Answer("sadd/men")],
        "Men with a disability: {left}. Men counted: {right}.",
        "បុរសមានពិការភាព {left} នាក់ តែបុរសសរុបមានតែ {right} នាក់។",
    ),
    part(
        "S4",
        "sadd/first_time",
        &[Answer("sadd/first_time")],
        &[Answer("sadd/total")],
        "People who came for the first time: {left}. People counted: {right}.",
        "អ្នកចូលរួមលើកដំបូងមាន {left} នាក់ តែចំនួនសរុបមានតែ {right} នាក់។",
    ),
    part(
        "S4",
        "sadd/displaced",
        &[Answer("sadd/displaced")],
        &[Answer("sadd/total")],
        "Displaced people: {left}. People counted: {right}.",
        "អ្នកភៀសខ្លួនមាន {left} នាក់ តែចំនួនសរុបមានតែ {right} នាក់។",
    ),
    part(
        "S4",
        "sadd/indigenous",
        &[Answer("sadd/indigenous")],
        &[Answer("sadd/total")],
        "Indigenous people: {left}. People counted: {right}.",
        "ជនជាតិដើមភាគតិចមាន {left} នាក់ តែចំនួនសរុបមានតែ {right} នាក់។",
    ),
    Rule {
        id: "S5",
        severity: Error,
        at: "sadd/total",
        when: IsNot("session/session_outcome", "cancelled"),
        left: &[Answer("sadd/total")],
        relation: AtLeast,
        right: &[Number(1)],
        en: "A session that was held counts at least {right} and you counted {left}. If it was cancelled, say so.",
        km: "វគ្គដែលបានធ្វើត្រូវមានអ្នកចូលរួមយ៉ាងតិច {right} នាក់ តែរាប់បាន {left} នាក់។ បើវគ្គត្រូវបានលុបចោល សូមបញ្ជាក់។",
    },
];

/// S2: the fine age bands of a group make the group.
const fn bands(
    at: &'static str,
    left: &'static [Term],
    right: &'static [Term],
    en: &'static str,
    km: &'static str,
) -> Rule {
    Rule {
        when: Is("sadd/mode", "sadd12"),
        ..rule("S2", at, left, Equals, right, en, km)
    }
}

/// S3, S4: a part is not more than its whole.
const fn part(
    id: &'static str,
    at: &'static str,
    left: &'static [Term],
    right: &'static [Term],
    en: &'static str,
    km: &'static str,
) -> Rule {
    rule(id, at, left, AtMost, right, en, km)
}

const fn rule(
    id: &'static str,
    at: &'static str,
    left: &'static [Term],
    relation: Relation,
    right: &'static [Term],
    en: &'static str,
    km: &'static str,
) -> Rule {
    Rule {
        id,
        severity: Error,
        at,
        when: Always,
        left,
        relation,
        right,
        en,
        km,
    }
}
