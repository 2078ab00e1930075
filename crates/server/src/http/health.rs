//! `GET /health`: is the centre there, and can it read its ledger? `GET /ready`: and write its files?

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;

use super::door::Door;
use super::problem::Problem;

/// The answer.
#[derive(Serialize)]
pub(crate) struct Health {
    status: &'static str,
    version: &'static str,
    /// Milliseconds since 1970: a laptop can see how wrong its clock is.
    time: u64,
}

pub(crate) async fn health(State(door): State<Arc<Door>>) -> Result<Json<Health>, Problem> {
    let centre = door.centre.clone();
    door.run(move || centre.check_up()).await??;
    let time = door.centre.now_ms();
    Ok(Json(Health {
        status: "ok",
        version: env!("CARGO_PKG_VERSION"),
        time,
    }))
}

/// The answer to whoever spreads laptops over several processes.
#[derive(Serialize)]
pub(crate) struct Ready {
    status: &'static str,
}

pub(crate) async fn ready(State(door): State<Arc<Door>>) -> Result<Json<Ready>, Problem> {
    let centre = door.centre.clone();
    door.run(move || centre.check_up()).await??;
    door.files.check_up().await?;
    Ok(Json(Ready { status: "ready" }))
}
