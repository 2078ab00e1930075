//! What somebody answers to a reviewer while they correct a record: kept with the draft, submitted with the record.

use programme::review::{COMMENT_CHARS_MAX, COMMENTS_MAX, Comment};
use serde::{Deserialize, Serialize};

use crate::view::{CommentView, FormView, ReplyView};
use crate::{Desk, DeskError};

/// The answers of a draft, one for each question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Replies(Vec<Reply>);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Reply {
    at: Option<String>,
    fixed: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rule: Option<String>,
    text: String,
}

impl Replies {
    /// Reads what a draft holds; nothing when that is no list of answers.
    pub(super) fn read(text: &str) -> Option<Replies> {
        if text.is_empty() {
            return Some(Replies::default());
        }
        serde_json::from_str(text).map(Replies).ok()
    }

    /// As a draft holds them; empty without any.
    pub(super) fn written(&self) -> String {
        match self.0.as_slice() {
            [] => String::new(),
            all => serde_json::to_string(all).unwrap_or_default(),
        }
    }

    /// Puts an answer in place of the one before; one that says nothing takes it away.
    fn give(&mut self, reply: Reply) {
        self.0
            .retain(|one| one.at != reply.at || one.rule != reply.rule);
        if reply.fixed || !reply.text.trim().is_empty() {
            self.0.push(reply);
        }
    }

    /// As a screen shows them.
    pub(super) fn shown(&self) -> Vec<ReplyView> {
        let shown = self.0.iter().map(|reply| ReplyView {
            path: reply.at.clone(),
            rule: reply.rule.clone(),
            fixed: reply.fixed,
            text: reply.text.clone(),
        });
        shown.collect()
    }

    /// As they go with the record.
    pub(super) fn submitted(&self) -> Vec<Comment> {
        let said = self.0.iter().take(COMMENTS_MAX).map(|reply| Comment {
            at: reply.at.clone(),
            fixed: reply.fixed,
            rule: reply.rule.clone(),
            text: reply.text.trim().to_owned(),
        });
        said.collect()
    }
}

impl Desk {
    /// Answers a reviewer's words on a question, on what a rule found, or on the whole record without either: that it is mended, in words, or
    /// both; neither takes the answer away. When this returns, it survives a power cut.
    ///
    /// # Errors
    /// When there is no such draft, nobody said anything there, or the words are too long.
    pub fn draft_reply(
        &self,
        draft: &str,
        path: Option<&str>,
        rule: Option<&str>,
        fixed: bool,
        text: &str,
    ) -> Result<FormView, DeskError> {
        if text.chars().nth(COMMENT_CHARS_MAX).is_some() {
            return Err(DeskError::NoReason);
        }
        self.with_live(draft, |open, live, _| {
            let is_here =
                |one: &CommentView| one.path.as_deref() == path && one.rule.as_deref() == rule;
            if !live.comments.iter().any(is_here) {
                return Err(DeskError::NotFound { what: "comment" });
            }
            live.replies.give(Reply {
                at: path.map(str::to_owned),
                fixed,
                rule: rule.map(str::to_owned),
                text: text.to_owned(),
            });
            self.keep(open, live)
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]
    use super::*;

    #[test]
    fn an_answer_stands_in_place_of_the_one_before_and_is_read_as_it_was_written() {
        #[track_caller]
        fn check(given: &[(&str, bool, &str)], expected: &[(&str, bool, &str)]) {
            let mut replies = Replies::default();
            for (at, fixed, text) in given {
                replies.give(Reply {
                    at: Some((*at).to_owned()),
                    fixed: *fixed,
                    rule: None,
                    text: (*text).to_owned(),
                });
            }
            assert_eq!(Replies::read(&replies.written()).unwrap(), replies);
            let said = replies.submitted();
            let said: Vec<(&str, bool, &str)> = said
                .iter()
                .map(|it| (it.at.as_deref().unwrap(), it.fixed, it.text.as_str()))
                .collect();
            assert_eq!(said, expected);
        }
        check(&[], &[]);
        check(&[("a", true, "")], &[("a", true, "")]);
        check(&[("a", true, ""), ("a", false, " ")], &[]);
        check(
            &[("a", false, "ដប់ "), ("b", true, ""), ("a", true, "ដប់ ")],
            &[("b", true, ""), ("a", true, "ដប់")],
        );
        assert_eq!(Replies::read("{}"), None);
    }

    #[test]
    fn an_answer_on_a_finding_stands_beside_those_on_questions_and_kept_ones_are_read() {
        let of = |at: Option<&str>, rule: Option<&str>, text: &str| Reply {
            at: at.map(str::to_owned),
            fixed: false,
            rule: rule.map(str::to_owned),
            text: text.to_owned(),
        };
        let kept = r#"[{"at":null,"fixed":false,"text":"yes"}]"#;
        let mut replies = Replies::read(kept).unwrap();
        assert_eq!(replies.written(), kept);
        replies.give(of(None, Some("R-D2"), "at ten"));
        replies.give(of(None, Some("R-D3"), "eight"));
        replies.give(of(None, Some("R-D2"), "at eleven"));
        let said = replies.submitted();
        let said: Vec<(Option<&str>, &str)> = said
            .iter()
            .map(|it| (it.rule.as_deref(), it.text.as_str()))
            .collect();
        let expected = [
            (None, "yes"),
            (Some("R-D3"), "eight"),
            (Some("R-D2"), "at eleven"),
        ];
        assert_eq!(said, expected);
        assert_eq!(Replies::read(&replies.written()).unwrap(), replies);
    }
}
