//! `sala-server`: the centre as a program.

use std::process::ExitCode;

fn main() -> ExitCode {
    // One provider in the whole program; a second one is refused, and then the first stands.
    let _already = rustls::crypto::ring::default_provider().install_default();
    let user = ["SUDO_USER", "USER"].map(std::env::var);
    let user = user.into_iter().find_map(Result::ok).unwrap_or_default();
    server::cli::main(std::env::args_os(), user)
}
