//! `GET /metrics`: what was asked and what came of it, in figures, in the text form of Prometheus.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::centre::Centre;

/// The text form of Prometheus.
const TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// What was answered since the program began. There are as many rows as doors and outcomes.
#[derive(Default)]
pub(crate) struct Metrics {
    answered: Mutex<BTreeMap<(String, &'static str, u16), Answered>>,
}

/// Answers of one kind.
#[derive(Default, Clone, Copy)]
struct Answered {
    count: u64,
    took: Duration,
}

impl Metrics {
    /// Counts an answer. `route` is the pattern of the address, never the address itself.
    pub(crate) fn count(&self, route: &str, method: &Method, status: StatusCode, took: Duration) {
        let row = (route.to_owned(), word(method), status.as_u16());
        let mut answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        let answered = answered.entry(row).or_default();
        answered.count += 1;
        answered.took += took;
    }

    fn text(&self, passed_over: Option<u64>) -> String {
        let answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        let version = env!("CARGO_PKG_VERSION");
        let mut text = format!(
            "# HELP sala_build_info Which program this is.\n# TYPE sala_build_info gauge\n\
             sala_build_info{{version=\"{version}\"}} 1\n\
             # HELP sala_answer_seconds How long answers took.\n# TYPE sala_answer_seconds summary\n"
        );
        for ((route, method, status), Answered { count, took }) in answered.iter() {
            let labels = format!("{{route=\"{route}\",method=\"{method}\",status=\"{status}\"}}");
            let seconds = took.as_secs_f64();
            // Writing into a String does not fail.
            let _written = write!(
                text,
                "sala_answer_seconds_sum{labels} {seconds}\nsala_answer_seconds_count{labels} {count}\n"
            );
        }
        if let Some(saves) = passed_over {
            let _written = write!(
                text,
                "# HELP sala_saves_passed_over Saves that nobody could look into: their form is not known here.\n\
                 # TYPE sala_saves_passed_over gauge\nsala_saves_passed_over {saves}\n"
            );
        }
        text
    }
}

/// Returns the method as one of a few words: others may be anything.
fn word(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// What the figures are read from.
pub(crate) type Shown = (Arc<Metrics>, Centre);

pub(crate) async fn metrics(State((metrics, centre)): State<Shown>) -> Response {
    // Without the ledger the other figures are worth showing all the more.
    let over = tokio::task::spawn_blocking(move || centre.passed_over()).await;
    let over = over.ok().and_then(Result::ok);
    let saves = over.map(|over| over.iter().map(|over| over.saves).sum());
    ([(CONTENT_TYPE, TEXT)], metrics.text(saves)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_counted_by_door_and_outcome() {
        let metrics = Metrics::default();
        let ms = Duration::from_millis;
        metrics.count("/v1/sync", &Method::POST, StatusCode::OK, ms(250));
        metrics.count("/v1/sync", &Method::POST, StatusCode::OK, ms(500));
        metrics.count("-", &Method::TRACE, StatusCode::NOT_FOUND, ms(0));
        assert!(!metrics.text(None).contains("passed_over"));
        let text = metrics.text(Some(7));
        let rows: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
        let version = env!("CARGO_PKG_VERSION");
        assert_eq!(
            rows,
            [
                &*format!("sala_build_info{{version=\"{version}\"}} 1"),
                "sala_answer_seconds_sum{route=\"-\",method=\"other\",status=\"404\"} 0",
                "sala_answer_seconds_count{route=\"-\",method=\"other\",status=\"404\"} 1",
                "sala_answer_seconds_sum{route=\"/v1/sync\",method=\"POST\",status=\"200\"} 0.75",
                "sala_answer_seconds_count{route=\"/v1/sync\",method=\"POST\",status=\"200\"} 2",
                "sala_saves_passed_over 7",
            ]
        );
    }
}
