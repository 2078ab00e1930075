//! A PostgreSQL that speaks TLS, with a certificate of an authority of the test's own.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;

use crate::{Cluster, succeed};

/// What a certificate of PostgreSQL must say to be believed as that of this machine.
const HOST: &str = "subjectAltName=DNS:localhost,IP:127.0.0.1";

impl Cluster {
    /// Makes it speak TLS from now on and nothing else, and returns the certificate of the authority that signed its own.
    ///
    /// # Panics
    /// When the certificates cannot be made.
    pub fn speak_tls(&self) -> PathBuf {
        let folder = self.folder.path();
        let authority = folder.join("authority.pem");
        let days = ["-days", "2", "-subj", "/CN=Sala test authority"];
        self.openssl(
            &["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout"],
            &["authority.key", "-out", "authority.pem"],
            &days,
        );
        self.openssl(
            &["req", "-newkey", "rsa:2048", "-nodes", "-keyout"],
            &["data/server.key", "-out", "server.csr"],
            &["-subj", "/CN=localhost", "-addext", HOST],
        );
        self.openssl(
            &["x509", "-req", "-in", "server.csr", "-CA", "authority.pem"],
            &["-CAkey", "authority.key", "-out", "data/server.crt"],
            &["-copy_extensions", "copyall", "-days", "2"],
        );
        let key = self.data().join("server.key");
        fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
        self.set("ssl = on");
        let who = self.data().join("pg_hba.conf");
        fs::write(who, "hostssl all all 127.0.0.1/32 trust\n").unwrap();
        self.reload();
        authority
    }

    fn openssl(&self, first: &[&str], then: &[&str], last: &[&str]) {
        let mut openssl = Command::new("openssl");
        self.become_user(&mut openssl);
        openssl
            .current_dir(self.folder.path())
            .args(first)
            .args(then)
            .args(last);
        succeed("openssl", &mut openssl);
    }
}
