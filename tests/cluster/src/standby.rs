//! A second PostgreSQL that follows a first one, and takes its place.

use std::time::{Duration, Instant};

use crate::{Cluster, PATIENCE, succeed};

impl Cluster {
    /// Starts one that follows this one. From when this returns, this one confirms nothing that the other has not on
    /// its disk too.
    ///
    /// # Panics
    /// When it cannot be made.
    pub fn follow(&self) -> Cluster {
        let second = Cluster::place().expect("the programs are there");
        let address = format!("postgres://sala@127.0.0.1:{}/postgres", self.port);
        let mut copy = second.program("pg_basebackup");
        copy.arg("-D")
            .arg(second.data())
            .args(["--write-recovery-conf", "--wal-method=stream", "--no-sync"])
            .args(["--checkpoint=fast", "-d", &address]);
        succeed("pg_basebackup", &mut copy);
        second.go_on();
        self.set("synchronous_standby_names = '*'");
        self.reload();
        self.wait_for(
            "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'",
            "1",
        );
        second
    }

    /// Returns the address of a database that is in this one or, after [`Cluster::take_over`], in `second`.
    #[must_use]
    pub fn url_or(&self, second: &Cluster, name: &str) -> String {
        let (one, other) = (self.port, second.port);
        format!(
            "postgres://sala@127.0.0.1:{one},127.0.0.1:{other}/{name}?target_session_attrs=read-write"
        )
    }

    /// Takes the place of the one that it followed.
    ///
    /// # Panics
    /// When it does not.
    pub fn take_over(&self) {
        self.tell("postgres", "SELECT pg_promote()");
        self.wait_for("SELECT pg_is_in_recovery()", "f");
    }

    fn wait_for(&self, question: &str, answer: &str) {
        let until = Instant::now() + PATIENCE;
        while self.tell("postgres", question) != answer {
            assert!(Instant::now() < until, "{question}: never {answer}");
            std::thread::sleep(Duration::from_millis(30));
        }
    }
}
