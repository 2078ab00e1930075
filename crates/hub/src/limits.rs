//! How much a hub takes at once, and how long it waits: a laptop, not a centre.

use std::time::Duration;

/// How much and how long.
#[derive(Debug, Clone)]
pub struct Limits {
    /// How long a body may stand still.
    pub stall: Duration,
    /// How long the head of a request may take.
    pub head: Duration,
    /// How long a TLS handshake may take.
    pub handshake: Duration,
    /// How long a request waits for its turn before it is told to come back.
    pub queue: Duration,
    /// How long the end waits for what was begun.
    pub drain: Duration,
    /// How many connections may be open; more wait outside.
    pub connections_max: usize,
    /// How many asks with large bodies are taken in at once.
    pub asks_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            stall: Duration::from_secs(60),
            head: Duration::from_secs(15),
            handshake: Duration::from_secs(15),
            queue: Duration::from_secs(20),
            drain: Duration::from_secs(10),
            connections_max: 128,
            asks_max: 4,
        }
    }
}
