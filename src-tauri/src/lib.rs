//! What a person sees: the window and the `sala` command line.

mod by_itself;
mod choosers;
pub mod cli;
mod commands;
mod doubles;
mod files;
mod filling;
mod gps;
mod hub;
mod judging;
mod maps;
mod paper;
mod quality;
mod reporting;
mod reviewing;
mod roads;
mod shelf;
mod sticks;
mod tables;
pub mod window;
