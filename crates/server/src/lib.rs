//! The centre: where offline laptops meet.
//!
//! A [`Centre`] is a folder with a key and a [`ledger`]. [`serve`] puts it behind HTTP:
//! `GET /health`, `POST /v1/join` for a laptop with an invitation, `POST /v1/sync` and `/v1/files` for one
//! that joined.
//! The wire, its frames and the answer to an ask are in `sync`; seals are checked here, with `vault`,
//! before anything is kept; and a receipt is given only after the disk has what it names.

pub mod centre;
mod checking;
pub mod cli;
mod config;
pub mod files;
mod http;
pub mod ledger;
mod running;
mod server;

pub use centre::{Centre, CentreError};
pub use config::{Config, Limits, Tls, TlsFiles};
pub use running::{Running, runtime};
pub use server::{Bound, ServeError, bind, bind_centre, serve};

/// Returns an error with all its causes, in one line.
#[must_use]
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text = format!("{text}: {cause}");
        next = cause.source();
    }
    text
}
