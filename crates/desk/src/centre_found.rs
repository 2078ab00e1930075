//! What the centre found in the answers of a record after it had taken them, and in the clock of the laptop that sent it.

use forms::Form;
use programme::quality::{Finding, Ground, Rule};
use store::Reader;

use crate::DeskError;
use crate::fill::form_label;
use crate::rules::spoken;
use crate::state::RecordState;
use crate::view::ProblemView;

/// The mark of answers that do not fit their form, and that of answers in which a rule finds an error.
const ANSWERS: &str = "answers";
const RULE: &str = "rule";
/// The mark of what came from a laptop whose clock was off.
const CLOCK: &str = "clock";

/// Whether a mark of the centre is about what a record says, and not about whether it was taken.
pub(crate) fn is_about_answers(code: &str) -> bool {
    matches!(code, ANSWERS | RULE | CLOCK)
}

/// What the centre found in the answers shown and this laptop did not find itself: it may know another version of the
/// form or of the rules.
pub(crate) fn beside(
    reader: &Reader<'_>,
    state: &RecordState,
    form: &Form,
    language: &str,
    known: &[ProblemView],
) -> Result<Vec<ProblemView>, DeskError> {
    let mut found: Vec<ProblemView> = Vec::new();
    for head in &state.fold.heads {
        for (code, detail) in reader.refusals_of(*head)? {
            if code == CLOCK {
                let told = clock(&detail, language);
                let is_said = |told: &ProblemView| found.iter().any(|it| it.text == told.text);
                if let Some(told) = told.filter(|told| !is_said(told)) {
                    found.push(told);
                }
                continue;
            }
            let lines = detail.lines().filter(|_| is_about_answers(&code));
            for line in lines {
                let (word, path) = line.split_once(' ').unwrap_or((line, ""));
                let is_known = |problem: &ProblemView| {
                    let rule = problem.rule.as_deref().unwrap_or_default();
                    let same = match code.as_str() {
                        RULE => rule.split('.').next() == Some(word),
                        _ => problem.kind == word || rule.is_empty() && word == "long",
                    };
                    same && problem.path == path
                };
                if !known.iter().any(is_known) {
                    found.push(problem(form, &code, word, path, language));
                }
            }
        }
    }
    Ok(found)
}

fn problem(form: &Form, code: &str, word: &str, path: &str, language: &str) -> ProblemView {
    ProblemView {
        path: path.to_owned(),
        label: match path {
            "" => String::new(),
            path => form_label(form, path, language),
        },
        kind: "centre".to_owned(),
        severity: "error".to_owned(),
        text: sentence(code, word, language == "km"),
        rule: (code == RULE).then(|| word.to_owned()),
        asks_reason: false,
        reason: None,
        reason_before: None,
    }
}

/// What the mark of a clock says; nothing when a newer centre found it.
fn clock(detail: &str, language: &str) -> Option<ProblemView> {
    let (ground, hours) = detail.split_once(' ')?;
    let rule = Rule::coded(ground)
        .filter(|rule| matches!(rule.ground, Ground::ClockAhead | Ground::ClockBehind))?;
    let finding = Finding {
        rule,
        records: Vec::new(),
        figures: vec![hours.to_owned()],
    };
    Some(ProblemView {
        path: String::new(),
        label: String::new(),
        kind: "centre".to_owned(),
        severity: rule.severity.as_str().to_owned(),
        text: finding.words(spoken(language)),
        rule: Some(rule.id.to_owned()),
        asks_reason: false,
        reason: None,
        reason_before: None,
    })
}

fn sentence(code: &str, word: &str, khmer: bool) -> String {
    if code == RULE {
        return match khmer {
            true => format!("មជ្ឈមណ្ឌលរកឃើញថា ចម្លើយនេះមិនស្របតាមវិធាន {word} ទេ។"),
            false => format!("The centre found an error here by rule {word}."),
        };
    }
    let [khmer_words, english] = match word {
        "missing" => [
            "មជ្ឈមណ្ឌលរកឃើញថា ចម្លើយនេះនៅខ្វះ។",
            "The centre found that this answer is missing.",
        ],
        "unreadable" => [
            "មជ្ឈមណ្ឌលមិនអាចអានចម្លើយបានទេ។",
            "The centre could not read the answers.",
        ],
        "more" => [
            "មជ្ឈមណ្ឌលរកឃើញបញ្ហាផ្សេងទៀត។",
            "The centre found more than is listed here.",
        ],
        _ => [
            "មជ្ឈមណ្ឌលរកឃើញថា ចម្លើយនេះមិនត្រឹមត្រូវ។",
            "The centre found that this answer does not fit.",
        ],
    };
    let chosen = if khmer { khmer_words } else { english };
    chosen.to_owned()
}
