//! Sentences of the command line.

use std::fmt::Write as _;

use desk::import::ImportReport;
use desk::view::{
    AppState, DoctorView, FormCard, InstalledForm, MonthLocked, MonthRow, Opened, Queue,
    RecordPage, RecordRow, RecordView, RevealRow, Revealed, SyncView, Timeline,
};
use desk::{Exported, FormCheck, FormInstalled, Made};

pub(super) fn state(state: &AppState) -> String {
    let people: Vec<&str> = state.people.iter().map(|p| p.name.as_str()).collect();
    format!("On this laptop: {}.", people.join(", "))
}

/// What an export gave out, and what it could not.
pub(super) fn exported(done: &Exported) -> String {
    match done.files_missing {
        0 => format!("{} records were written.", done.records),
        missing => format!(
            "{} records were written; {missing} files that they name are not on this laptop.",
            done.records
        ),
    }
}

/// What an export left out.
pub(super) fn held_back(done: &Exported) -> String {
    format!(
        "{} records were left out: they hold answers that you are not shown.",
        done.held_back
    )
}

/// How many records have no point in a file of points.
pub(super) fn without_point(records: u32) -> String {
    format!(
        "{records} records have no point in it: they say no position, or it is not shown to you, or somebody lives there."
    )
}

pub(super) fn opened(opened: &Opened) -> String {
    let mut text = String::from("This laptop is set up.");
    if let Some(session) = &opened.state.session {
        let _ = write!(
            text,
            " {} works here as {} of “{}”.",
            session.name, session.role, session.programme
        );
    }
    if let Some(code) = &opened.recovery_code {
        let _ = write!(
            text,
            "\nRecovery code, shown this once; print it and lock it away:\n{code}"
        );
    }
    text
}

pub(super) fn form_installed(form: &FormInstalled) -> String {
    let mut text = if form.new {
        format!(
            "The form “{}” ({}, version {}) is installed.",
            form.title, form.id, form.version
        )
    } else {
        format!(
            "The form “{}” ({}, version {}) was installed already.",
            form.title, form.id, form.version
        )
    };
    for line in form.findings.iter().chain(&form.changes) {
        let _ = write!(text, "\n{line}");
    }
    for (names, what) in [
        (&form.files, "Files that came with it"),
        (&form.lists, "Lists that this laptop keeps for it"),
        (&form.missing, "Missing files: what reads them is empty"),
    ] {
        if !names.is_empty() {
            let _ = write!(text, "\n{what}: {}", names.join(", "));
        }
    }
    text
}

pub(super) fn form_checked(checked: &FormCheck) -> String {
    let mut text = if checked.usable {
        format!(
            "The form “{}” ({}, version {}) can be used.",
            checked.title, checked.id, checked.version
        )
    } else {
        "The form cannot be used.".to_owned()
    };
    for finding in &checked.findings {
        let _ = write!(text, "\n{finding}");
    }
    text
}

pub(super) fn forms(forms: &[FormCard]) -> String {
    let lines: Vec<String> = forms
        .iter()
        .map(|f| {
            format!(
                "{}  version {}  {}  {} records",
                f.id, f.version, f.title, f.records
            )
        })
        .collect();
    lines.join("\n")
}

pub(super) fn form_versions(shelf: &[InstalledForm]) -> String {
    let lines = shelf.iter().flat_map(|form| {
        form.versions.iter().map(|version| {
            let in_use = if version.active { "  in use" } else { "" };
            format!(
                "{}  version {}  {}{in_use}",
                form.id, version.version, form.title
            )
        })
    });
    lines.collect::<Vec<_>>().join("\n")
}

pub(super) fn made(made: &Made) -> String {
    match (&made.record, &made.draft) {
        (Some(record), _) => format!("Submitted as record {record}."),
        (None, Some(draft)) => format!("Kept as draft {draft}."),
        (None, None) => String::new(),
    }
}

fn row(row: &RecordRow) -> String {
    let date = row.date.as_deref().unwrap_or("no date");
    format!(
        "{}  {}  {}  {}  {}  {}",
        row.record, date, row.form, row.review, row.delivery, row.title
    )
}

pub(super) fn page(page: &RecordPage) -> String {
    let mut lines: Vec<String> = page.rows.iter().map(row).collect();
    lines.push(format!("{} of {} records", page.rows.len(), page.total));
    lines.join("\n")
}

pub(super) fn timeline(timeline: &Timeline) -> String {
    let mut lines = vec![row(&timeline.subject)];
    lines.extend(timeline.entries.iter().map(|entry| {
        let way = if entry.about { "is about" } else { "about it" };
        format!("  {way}  {}", row(&entry.row))
    }));
    if timeline.more > 0 {
        lines.push(format!("  and {} more", timeline.more));
    }
    lines.join("\n")
}

pub(super) fn revealed(revealed: &Revealed) -> String {
    let answers = revealed.answers.iter();
    let lines: Vec<String> = answers
        .map(|a| format!("{}: {}", a.label, a.value))
        .collect();
    lines.join("\n")
}

pub(super) fn reveals(rows: &[RevealRow]) -> String {
    let line = |row: &RevealRow| {
        let what = if row.path.is_empty() {
            "all"
        } else {
            &row.path
        };
        format!(
            "{}  {}  {}  {}  {what}  {}",
            row.at, row.who, row.deed, row.record, row.why
        )
    };
    let lines: Vec<String> = rows.iter().map(line).collect();
    lines.join("\n")
}

pub(super) fn queue(queue: &Queue) -> String {
    let mut lines: Vec<String> = queue.rows.iter().map(|q| row(&q.row)).collect();
    let more = queue
        .waiting
        .saturating_sub(u32::try_from(queue.rows.len()).unwrap_or(u32::MAX));
    lines.push(match more {
        0 => format!("{} records wait", queue.waiting),
        more => format!("{} records wait, {more} more than are shown", queue.waiting),
    });
    lines.join("\n")
}

pub(super) fn months(months: &[MonthRow]) -> String {
    let line = |row: &MonthRow| {
        format!(
            "{}  {}  {} open  {} approved  {} locked",
            row.month, row.team.id, row.open, row.approved, row.locked
        )
    };
    months.iter().map(line).collect::<Vec<_>>().join("\n")
}

pub(super) fn month_locked(done: &MonthLocked) -> String {
    format!(
        "{} records locked, {} left for somebody else",
        done.locked, done.left
    )
}

pub(super) fn record(view: &RecordView) -> String {
    let mut text = row(&view.row);
    for section in &view.sections {
        if !section.label.is_empty() {
            let _ = write!(text, "\n{}", section.label);
        }
        for answer in &section.answers {
            let _ = write!(text, "\n  {}: {}", answer.label, answer.value);
        }
    }
    text.push_str("\nHistory");
    for entry in &view.history {
        let what = entry.decision.as_deref().unwrap_or(&entry.kind);
        let _ = write!(
            text,
            "\n  {}  {}  {}  {}",
            entry.at, entry.who, what, entry.delivery
        );
        for note in &entry.notes {
            let _ = write!(text, "\n    {}: {}", note.label, note.text);
        }
    }
    for receipt in &view.receipts {
        let checked = if receipt.verified {
            "verified"
        } else {
            "NOT VERIFIED"
        };
        let _ = write!(
            text,
            "\nReceipt of {} over {} revisions, {checked}",
            receipt.time, receipt.revisions
        );
    }
    text
}

pub(super) fn imported(report: &ImportReport) -> String {
    let mut lines = vec![format!(
        "{} rows{}.",
        report.rows,
        if report.dry_run {
            " were looked at; nothing was written"
        } else {
            ""
        }
    )];
    for (form, made) in &report.made {
        let of = |map: &std::collections::BTreeMap<String, u32>| {
            map.get(form).copied().unwrap_or_default()
        };
        lines.push(format!(
            "{form}: {made} new records, {} were here already, {} rows spoke of the same record",
            of(&report.known),
            of(&report.joined)
        ));
    }
    lines.push(format!(
        "{} reasons to reject a row.",
        report.rejected.len()
    ));
    for rejection in report.rejected.iter().take(20) {
        lines.push(format!(
            "  row {}, {}: {}",
            rejection.row, rejection.column, rejection.why
        ));
    }
    lines.join("\n")
}

pub(super) fn synced(view: &SyncView) -> String {
    let Some(batch) = view.batches.first() else {
        return "There was nothing to send or fetch.".to_owned();
    };
    let (sent, received, what) = match (batch.files_sent, batch.files_received) {
        (0, 0) => (batch.sent, batch.received, "revisions"),
        (sent, received) => (sent, received, "photos and scans"),
    };
    let (up, down) = (batch.bytes_up, batch.bytes_down);
    let mut text = format!("Sent {sent} {what} ({up} bytes), received {received} ({down} bytes).");
    match &batch.receipt {
        Some(receipt) if receipt.verified => {
            let _ = write!(
                text,
                " The centre's receipt over {} {what} is verified ({}).",
                receipt.revisions + receipt.files,
                receipt.fingerprint
            );
        }
        Some(_) => text.push_str(" The centre's receipt could NOT be verified."),
        None => {}
    }
    let _ = write!(
        text,
        "\n{} records are confirmed by the centre, {} are only on this laptop.",
        view.counts.confirmed, view.counts.laptop
    );
    if view.files_waiting > 0 {
        let (count, bytes) = (view.files_waiting, view.files_waiting_bytes);
        let _ = write!(
            text,
            "\n{count} photos and scans ({bytes} bytes) wait to be sent."
        );
    }
    if view.files_absent > 0 {
        let count = view.files_absent;
        let (bytes, unknown) = (view.files_absent_bytes, view.files_absent_unknown);
        let size = match (unknown, count - unknown) {
            (0, _) => format!("{bytes} bytes"),
            (_, 0) => "of unknown size".to_owned(),
            _ => format!("{bytes} bytes, and {unknown} of unknown size"),
        };
        let _ = write!(
            text,
            "\n{count} photos and scans of colleagues ({size}) are not on this laptop."
        );
    }
    for refused in &view.refused {
        if refused.code == desk::TOO_LARGE {
            let (title, detail) = (&refused.title, &refused.detail);
            let _ = write!(
                text,
                "\n“{title}” is too large for something on the way to the centre ({detail}). It waits here: another network or a stick brings it."
            );
            continue;
        }
        let did = if refused.kept {
            "marked"
        } else {
            "did not take"
        };
        let (title, detail) = (&refused.title, &refused.detail);
        let _ = write!(text, "\nThe centre {did} “{title}”: {detail}");
    }
    text
}

pub(super) fn doctor(view: &DoctorView) -> String {
    let lines: Vec<String> = view
        .findings
        .iter()
        .map(|f| format!("{} {}", if f.fine { "fine " } else { "WRONG" }, f.text))
        .collect();
    lines.join("\n")
}
