//! The caseload list: the persons of a team with what is due for them, under their codes and never their names.

use programme::indicators::Words;
use store::reports::Case;

use super::table::{Making, cell};
use crate::DeskError;
use crate::view::{ReportCell, ReportColumn, ReportRow, ReportTable};

pub(super) const TITLE: Words = Words {
    en: "Caseload list",
    km: "បញ្ជីករណី",
};

/// Code, unit and words of the columns.
const COLUMNS: [(&str, &str, Words); 6] = [
    (
        "case_status",
        "text",
        Words {
            en: "Case",
            km: "ករណី",
        },
    ),
    (
        "assessed",
        "text",
        Words {
            en: "Last assessed",
            km: "វាយតម្លៃចុងក្រោយ",
        },
    ),
    (
        "visited",
        "text",
        Words {
            en: "Last visit",
            km: "ទស្សនកិច្ចចុងក្រោយ",
        },
    ),
    (
        "due",
        "text",
        Words {
            en: "Next due",
            km: "ដល់កាលកំណត់បន្ទាប់",
        },
    ),
    (
        "needs",
        "count",
        Words {
            en: "High needs",
            km: "តម្រូវការអាទិភាពខ្ពស់",
        },
    ),
    (
        "referrals",
        "count",
        Words {
            en: "Open referrals",
            km: "ការបញ្ជូនដែលមិនទាន់ចប់",
        },
    ),
];

/// The table: one row for each person who is alive or of whom nobody knows, and whom this person may see.
pub(super) fn table(making: &Making<'_>) -> Result<ReportTable, DeskError> {
    let cases = making
        .reader
        .caseload(making.span, &making.open.person.sight())?;
    let columns = COLUMNS.map(|(code, unit, words)| ReportColumn {
        code: code.to_owned(),
        title: making.say(&words),
        unit: unit.to_owned(),
    });
    let mut table = making.empty_caseload(columns.to_vec());
    for case in &cases {
        table.rows.push(row(making, case)?);
    }
    table.total = Some(totals(&cases));
    Ok(table)
}

fn row(making: &Making<'_>, case: &Case) -> Result<ReportRow, DeskError> {
    let text = |text: &Option<String>| ReportCell {
        value: None,
        text: text.clone(),
    };
    let status = case.status.as_deref();
    let status = status.map(|status| {
        let told = making.choice("person", "case_status", status);
        told.unwrap_or_else(|| status.to_owned())
    });
    // The commune and no more: a home is not told in a list.
    let codes: Vec<String> = case.place.split('/').map(str::to_owned).collect();
    let names = codes
        .iter()
        .map(|code| making.place(code))
        .collect::<Result<_, _>>()?;
    Ok(ReportRow {
        codes,
        names,
        kind: Some(case.reference.clone()),
        kind_name: Some(case.reference.clone()),
        is_subtotal: false,
        cells: vec![
            text(&status),
            text(&case.assessed),
            text(&case.visited),
            text(&case.due),
            cell(Some(case.needs as f64)),
            cell(Some(case.referrals as f64)),
        ],
    })
}

fn totals(cases: &[Case]) -> Vec<ReportCell> {
    let sum = |of: fn(&Case) -> u64| cell(Some(cases.iter().map(of).sum::<u64>() as f64));
    let none = ReportCell::default;
    vec![
        none(),
        none(),
        none(),
        none(),
        sum(|it| it.needs),
        sum(|it| it.referrals),
    ]
}
