//! What the command line prints: sentences for people, JSON for scripts.

use std::io::{self, Write as _};
use std::process::ExitCode;

use desk::view::{Code, Fault};
use serde::Serialize;

/// How answers are printed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Say {
    pub(crate) json: bool,
}

impl Say {
    /// Prints an answer: as JSON, or as the sentences that `words` makes of it.
    pub(crate) fn answer<T: Serialize>(self, answer: &T, words: impl FnOnce(&T) -> String) {
        let text = if self.json {
            serde_json::to_string(answer).unwrap_or_default()
        } else {
            words(answer)
        };
        self.line(&text);
    }

    /// Prints a line on standard output. A reader that went away is not our failure.
    pub(crate) fn line(self, text: &str) {
        let mut out = io::stdout().lock();
        let _ = writeln!(out, "{text}");
    }

    /// Prints a line beside the answer, on standard error.
    pub(crate) fn aside(self, text: &str) {
        let _ = writeln!(io::stderr().lock(), "{text}");
    }

    /// Prints why it was refused, and gives the status: 2 for a misused command, 1 for all else.
    pub(crate) fn fault(self, fault: &Fault) -> ExitCode {
        let mut out = io::stderr().lock();
        let text = if self.json {
            serde_json::to_string(&Short {
                code: fault.code,
                message: &fault.message,
            })
            .unwrap_or_default()
        } else {
            fault.message.clone()
        };
        let _ = writeln!(out, "{text}");
        if fault.code == Code::Misused {
            ExitCode::from(2)
        } else {
            ExitCode::FAILURE
        }
    }
}

#[derive(Serialize)]
struct Short<'a> {
    code: Code,
    message: &'a str,
}
