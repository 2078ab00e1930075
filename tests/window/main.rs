//! The main job in the real window: a real program, a real store, a real centre.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]
#![allow(
    clippy::print_stderr,
    reason = "a test that is left out on a machine says so"
)]

mod by_itself;
mod day;
mod hands;
mod import;
mod keyboard;
mod map;
mod month_end;
mod morning;
mod officer;
mod outputs;
mod pictures;
mod tasks;

use std::path::Path;

use kit::window::Window;

/// The program's window on a data folder.
async fn open(data: &Path) -> Window {
    Window::open(Path::new(env!("CARGO_BIN_EXE_sala")), data).await
}
