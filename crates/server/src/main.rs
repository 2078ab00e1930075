//! `sala-server`: the centre as a program.

use std::process::ExitCode;

/// Gives back what is free: a centre that has taken in a season's records rests in a few dozen
/// megabytes. How it is set is in `.cargo/config.toml`, what it saves and costs in
/// docs/measured.md. SQLite, which is C, allocates with it too.
#[cfg(target_os = "linux")]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    // One provider in the whole program; a second one is refused, and then the first stands.
    let _already = rustls::crypto::ring::default_provider().install_default();
    let user = ["SUDO_USER", "USER"].map(std::env::var);
    let user = user.into_iter().find_map(Result::ok).unwrap_or_default();
    server::cli::main(std::env::args_os(), user)
}
