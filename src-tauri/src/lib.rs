//! What a person sees: the window and the `sala` command line.

mod by_itself;
mod choosers;
pub mod cli;
mod commands;
mod doubles;
mod files;
mod gps;
mod hub;
mod judging;
mod maps;
mod paper;
mod quality;
mod reviewing;
mod roads;
mod sticks;
mod tables;
pub mod window;
