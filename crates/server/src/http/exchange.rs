//! x
use super::problem::Problem;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
pub(crate) async fn exchange() {}
/// Refuses a body of another content type. What stands after `;` does not matter.
pub(crate) fn require_type(headers: &HeaderMap, wanted: &'static str) -> Result<(), Problem> {
    let given = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let kind = given.split(';').next().unwrap_or_default().trim();
    if kind.eq_ignore_ascii_case(wanted) {
        Ok(())
    } else {
        Err(Problem::media_type(wanted))
    }
}
