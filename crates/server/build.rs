//! Tells cargo to build again when a migration is added: the embedding macro alone does not.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations/centre");
    println!("cargo:rerun-if-changed=../../migrations/centre-postgres");
}
