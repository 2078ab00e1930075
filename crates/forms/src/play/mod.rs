//! A form played by a script: it is loaded, answered step by step, and shown as it stands.
//!
//! [`play`] takes a request and gives a result as JSON, in the shapes that differential tests of other engines
//! use. A request names the form (`xml`, or a file handed in), the files that come with it (`media_inline`), a
//! submission to go on with (`instance`), facts for preloads (`preload`) and `actions`: `set`, `add_repeat`,
//! `remove_repeat`, `language`, `snapshot` and `fuzz`, a random walk that reports what it did.

mod open;
mod places;
mod put;
mod script;
mod show;
mod value;
mod walk;

#[cfg(test)]
mod differential_tests;
#[cfg(test)]
mod made_up_terms_tests;
#[cfg(test)]
mod made_up_tests;
#[cfg(test)]
mod own_differential_tests;
#[cfg(test)]
mod play_tests;
#[cfg(test)]
mod real_tests;
#[cfg(test)]
mod scenario_tests;
#[cfg(test)]
mod walk_tests;

use serde_json::{Map, Value, json};

use crate::{Known, Moment};

/// The name that results give this engine.
const ENGINE: &str = concat!("sala-forms@", env!("CARGO_PKG_VERSION"));

/// What a play needs beside its request.
#[derive(Debug, Clone)]
pub struct PlayFacts {
    /// The clock, the person and where chance starts; the clock stands still while the form is played.
    pub moment: Moment,
    /// What the laptop knows beside the moment, for requests without `preload`.
    pub known: Known,
    /// The form's file by its name, for requests without `xml`: a workbook or XForm XML.
    pub form: Option<(String, Vec<u8>)>,
    /// Files that come with the form, by their names.
    pub files: Vec<(String, Vec<u8>)>,
}

/// Plays a form as a request says, and gives what came of it: `ok`, `load`, `error`, `languages`, one entry of
/// `actions` for each action, `performed` for a random walk, and `snapshots` with every node of the form.
///
/// Nothing is an error of its own: what cannot be done is said in `error` of the result or of the action.
pub fn play(request: &Value, facts: &PlayFacts) -> Value {
    let mut out = Map::new();
    let id = request.get("id").cloned().unwrap_or(Value::Null);
    out.insert("id".to_owned(), id);
    out.insert("engine".to_owned(), json!(ENGINE));
    out.insert("ok".to_owned(), json!(false));
    let failed = |mut out: Map<String, Value>, why: String| {
        out.insert("error".to_owned(), json!(why));
        Value::Object(out)
    };
    let loaded = match open::load(request, facts) {
        Ok(loaded) => loaded,
        Err(why) => {
            out.insert("load".to_owned(), json!("failure"));
            return failed(out, why);
        }
    };
    out.insert("load".to_owned(), json!("success"));
    let mut play = match open::begin(loaded, request, facts) {
        Ok(play) => play,
        Err(why) => return failed(out, why),
    };
    out.insert("languages".to_owned(), json!(play.languages()));
    if let Err(why) = play.run(request.get("actions")) {
        return failed(out, why);
    }
    out.insert("actions".to_owned(), Value::Array(play.outcomes));
    out.insert("snapshots".to_owned(), Value::Object(play.snapshots));
    if let Some(performed) = play.performed {
        out.insert("performed".to_owned(), Value::Array(performed));
    }
    out.insert("ok".to_owned(), json!(true));
    Value::Object(out)
}
