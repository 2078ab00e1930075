//! What a record keeps of how it was made: the version of the program that saved it, beside that of the code lists.

use forms::{Answers, Form, Kind};

/// The hidden question, outside of every group, that keeps it.
const QUESTION: &str = "app_version";
const VERSION: &str = env!("CARGO_PKG_VERSION");
/// What a form works out to say of which version its code lists are.
const LISTS: &str = "codelist_version";

fn is_kept(form: &Form) -> bool {
    let question = form.question(QUESTION);
    question.is_some_and(|question| question.kind == Kind::Hidden)
}

/// Writes down that this version of the program saves the answers.
pub(crate) fn sign(form: &Form, answers: &mut Answers) {
    if is_kept(form) {
        answers.put(QUESTION, VERSION);
    }
}

/// The same for answers that come from elsewhere, which may say themselves what saved them first.
pub(crate) fn sign_unsigned(form: &Form, answers: &mut Answers) {
    if answers.get(QUESTION).is_none() {
        sign(form, answers);
    }
}

/// Whether what stands at a path of the answers tells by which version of the program they were saved, so that no
/// person can decide on it.
pub(crate) fn tells_program(form: &Form, path: &str) -> bool {
    path == QUESTION && is_kept(form)
}

/// Whether what stands at a path of the answers tells of the record and not of its subject: it is kept and sent, and
/// shown to nobody.
pub(crate) fn sets_aside(form: &Form, path: &str) -> bool {
    form.sets_aside(path) || tells_program(form, path) || tells_lists(form, path)
}

fn tells_lists(form: &Form, path: &str) -> bool {
    let question = form
        .question(path)
        .filter(|question| question.name == LISTS);
    question.is_some_and(|question| question.kind == Kind::Calculate)
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        reason = "a form that is no form should stop the test"
    )]

    use super::{VERSION, sets_aside, sign, sign_unsigned, tells_program};
    use forms::{Answers, Form, read_form};

    fn form(row: &str) -> Form {
        let sheet = format!(
            "survey,type,name,label,calculation\n,text,village,Village,\n{row}\nsettings,form_id,version,,\n,f,1,,\n"
        );
        read_form("f.csv", sheet.as_bytes()).0.unwrap()
    }

    /// What a form with this row keeps of answers that say `said`, when they are saved and when they come from elsewhere.
    #[track_caller]
    fn check(row: &str, said: &str, saved: Option<&str>, taken: Option<&str>) {
        let form = form(row);
        let mut answers = Answers::default();
        answers.put("village", "Sung");
        answers.put("app_version", said);
        let mut unsigned = answers.clone();
        sign(&form, &mut answers);
        assert_eq!(answers.get("app_version"), saved, "{row} {said}");
        assert_eq!(answers.get("village"), Some("Sung"));
        sign_unsigned(&form, &mut unsigned);
        assert_eq!(unsigned.get("app_version"), taken, "{row} {said}");
    }

    #[test]
    fn only_a_form_that_keeps_it_is_told_the_version() {
        let now = Some(VERSION);
        let kept = ",hidden,app_version,Version,";
        check(kept, "", now, now);
        check(kept, "0.0.1", now, Some("0.0.1"));
        check(",text,remarks,Remarks,", "", None, None);
        let asked = ",text,app_version,Which app is on the phone?,";
        check(asked, "", None, None);
        check(asked, "7.2", Some("7.2"), Some("7.2"));
    }

    #[test]
    fn nobody_is_shown_of_which_version_code_lists_are() {
        let worked_out = form(",calculate,codelist_version,,'2026.1'");
        assert!(sets_aside(&worked_out, "codelist_version"));
        let asked = form(",text,codelist_version,Which list did you use?,");
        assert!(!sets_aside(&asked, "codelist_version"));
    }

    #[test]
    fn the_version_is_no_matter_between_people() {
        let kept = form(",hidden,app_version,Version,");
        let asked = form(",text,app_version,Which app is on the phone?,");
        assert!(sets_aside(&kept, "app_version") && tells_program(&kept, "app_version"));
        assert!(!sets_aside(&kept, "village") && !tells_program(&kept, "village"));
        assert!(!sets_aside(&asked, "app_version") && !tells_program(&asked, "app_version"));
    }
}
