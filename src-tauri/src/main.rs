//! `sala`: the window; with a subcommand, the same use cases headless.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

use desk::Desk;
use sala::cli::{self, Asked};

fn main() -> ExitCode {
    match cli::run() {
        Asked::Ran(status) => status,
        Asked::Window(dir) => match Desk::at(&dir) {
            Ok(desk) => cli::window(sala::window::open(desk)),
            Err(error) => cli::refused(&error.into()),
        },
    }
}
