//! `sala`: the window; with a subcommand, the same use cases headless.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> tauri::Result<()> {
    sala::window::open(desk::Desk)
}
