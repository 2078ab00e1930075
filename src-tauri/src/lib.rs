//! What a person sees: the window and the `sala` command line.

mod choosers;
mod commands;
mod roads;
pub mod window;
