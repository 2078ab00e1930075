#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failed test should stop at once"
)]

use std::collections::BTreeMap;

use cluster::Cluster;
use records::Part;
use records::contract::Pen;
use sync::{Ask, Reply};
use vault::DeviceKey;
use zeroize::Zeroizing;

use super::*;
use crate::ledger::calls::{CallByCall, add_laptop};
use crate::ledger::{Clocks, Ledger, Programme, contract};

fn fresh(cluster: &Cluster) -> PostgresLedger {
    PostgresLedger::open(&cluster.fresh()).unwrap()
}

#[test]
fn postgres_keeps_the_contract() {
    let Some(cluster) = cluster::shared() else {
        return;
    };
    contract::ledger_contract(|| fresh(&cluster));
}

#[test]
fn its_log_keeps_the_contract_of_sync() {
    let Some(cluster) = cluster::shared() else {
        return;
    };
    sync::contract::ledger_contract(|| CallByCall::with_pens((fresh(&cluster), ())));
}

#[test]
fn several_programs_on_one_database_keep_the_contract() {
    let Some(cluster) = cluster::shared() else {
        return;
    };
    let url = cluster.fresh();
    contract::several_ledgers_contract(|| PostgresLedger::open(&url).unwrap());
}

#[test]
fn newer_tables_are_refused_and_left_alone() {
    let Some(cluster) = cluster::shared() else {
        return;
    };
    let url = cluster.fresh();
    drop(PostgresLedger::open(&url).unwrap());
    let name = url.rsplit('/').next().unwrap();
    cluster.tell(
        name,
        "INSERT INTO refinery_schema_history (version, name, applied_on, checksum)
         VALUES (9999, 'later', '2030-01-01T00:00:00Z', '1')",
    );
    let error = PostgresLedger::open(&url).err().unwrap();
    let known = open::known();
    assert!(
        matches!(error, LedgerError::Newer { found: 9999, known: k } if k == known),
        "{error}"
    );
}

#[test]
fn migrations_that_fail_leave_the_database_as_it_was() {
    let Some(cluster) = cluster::shared() else {
        return;
    };
    let url = cluster.fresh();
    let name = url.rsplit('/').next().unwrap();
    // A table of another program is in the way of one that a migration makes late.
    cluster.tell(name, "CREATE TABLE receipt (a int)");
    let error = PostgresLedger::open(&url).err().unwrap();
    assert!(matches!(error, LedgerError::Storage { .. }), "{error}");
    let tables = "SELECT count(*) FROM pg_tables
                  WHERE schemaname = 'public' AND tablename NOT LIKE 'refinery%'";
    assert_eq!(cluster.tell(name, tables), "1");
}

#[test]
fn every_key_of_the_log_starts_with_the_team() {
    let Some(cluster) = cluster::shared() else {
        return;
    };
    let url = cluster.fresh();
    let name = url.rsplit('/').next().unwrap();
    drop(PostgresLedger::open(&url).unwrap());
    let others = "SELECT string_agg(c.relname, ' ' ORDER BY c.relname) FROM pg_class c
                  JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
                  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
                  WHERE a.attname <> 'team' AND EXISTS (
                    SELECT 1 FROM pg_attribute t WHERE t.attrelid = c.oid AND t.attname = 'team')";
    // Who is in which team is no part of the log.
    assert_eq!(cluster.tell(name, others), "person_team");
}

#[test]
fn a_commit_is_on_the_disk_whatever_the_database_is_set_to() {
    let Some(cluster) = cluster::shared() else {
        return;
    };
    for (set, found) in [
        ("off", "on"),
        ("local", "on"),
        ("remote_apply", "remote_apply"),
    ] {
        let url = cluster.fresh();
        let name = url.rsplit('/').next().unwrap();
        cluster.tell(
            name,
            &format!("ALTER DATABASE {name} SET synchronous_commit = {set}"),
        );
        let ledger = PostgresLedger::open(&url).unwrap();
        let lent = Lent::plain(&ledger).unwrap();
        let sql = "SELECT current_setting('synchronous_commit') AS set";
        let shown: Option<String> = lent
            .one("ask", sql, &[], |row| rows::value(row, "set"))
            .unwrap();
        lent.give_back();
        assert_eq!(shown.as_deref(), Some(found), "where it is set to {set}");
    }
}

#[test]
fn a_look_cannot_write_and_a_change_that_fails_leaves_nothing() {
    let Some(cluster) = cluster::shared() else {
        return;
    };
    let ledger = fresh(&cluster);
    let team = crate::ledger::Team {
        id: "A".parse().unwrap(),
        name: "A".into(),
    };
    assert!(ledger.read(|book| book.add_team(&team)).is_err());
    let failed = ledger.write(|book| -> Found<()> {
        book.add_team(&team)?;
        Err(LedgerError::NotSetUp)
    });
    assert!(failed.is_err());
    let broke = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        ledger.write(|book| -> Found<()> {
            book.add_team(&team)?;
            panic!("a defect");
        })
    }));
    assert!(broke.is_err());
    assert_eq!(ledger.read(|book| book.teams()).unwrap(), []);
    assert!(ledger.write(|book| book.add_team(&team)).unwrap());
}

#[test]
fn what_is_no_address_is_refused_without_repeating_it() {
    for url in [
        "",
        "mysql://a",
        "postgres://u:secret@host:port/x",
        "postgres://u:secret@h/d?x=1",
    ] {
        let error = PostgresLedger::open(url).err().unwrap();
        assert!(matches!(error, LedgerError::Address { .. }), "{url}");
        let told = crate::chain(&error);
        assert!(!told.contains("secret"), "{told}");
    }
}

#[test]
fn nobody_at_the_address_is_told_as_such() {
    let error = PostgresLedger::open("postgres://sala@127.0.0.1:1/x").err();
    assert!(matches!(error, Some(LedgerError::Away { .. })), "{error:?}");
}

/// A programme with team north and one laptop in it.
fn with_laptop(ledger: &PostgresLedger, key: &DeviceKey) {
    let programme = Programme {
        name: "P".into(),
        country: "KH".into(),
        url: String::new(),
        centre_public: key.device_public(),
    };
    ledger.set_up(&programme, 0).unwrap();
    let team = crate::ledger::Team {
        id: "north".parse().unwrap(),
        name: "N".into(),
    };
    ledger.add_team(&team, 0).unwrap();
    add_laptop(ledger, 1, key.device_public());
}

fn ask(key: &DeviceKey, pen: &mut Pen) -> Ask {
    let save = pen.save(1, &[], "{}");
    let part = Part::unsealed(std::slice::from_ref(&save)).unwrap();
    let seal = key.sign(&part.statement());
    Ask::Exchange {
        batch: [1; 16],
        offer: vec![sync::pack(&part.sealed(seal), &[save]).unwrap()],
        last: true,
        cursors: BTreeMap::new(),
        room: 0,
        roster: 1_000,
        marks: BTreeMap::new(),
    }
}

#[test]
fn a_database_without_room_is_told_as_such_and_keeps_nothing() {
    let Some(cluster) = cluster::shared() else {
        return;
    };
    let url = cluster.fresh();
    let name = url.rsplit('/').next().unwrap();
    let ledger = PostgresLedger::open(&url).unwrap();
    let key = DeviceKey::from_bytes(&Zeroizing::new([9; 32]));
    with_laptop(&ledger, &key);
    // What it says when a table cannot be made larger.
    cluster.tell(
        name,
        "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN RAISE 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
         CREATE TRIGGER no_room BEFORE INSERT ON revision EXECUTE FUNCTION no_room()",
    );
    let ask = ask(&key, &mut Pen::new(1, "north"));
    let answered = ledger.answer(&[1; 32], &ask, &key, Clocks::of(5));
    assert!(
        matches!(answered, Err(LedgerError::Full { .. })),
        "{answered:?}"
    );
    assert_eq!(
        ledger.examine(&key.device_public()).unwrap().counts.parts,
        0
    );
    cluster.tell(name, "DROP TRIGGER no_room ON revision");
    let reply = ledger.answer(&[1; 32], &ask, &key, Clocks::of(5)).unwrap();
    assert_eq!(taken(&reply), 1);
}

/// Returns how many revisions an answer says that the centre has now.
fn taken(reply: &Reply) -> u64 {
    match reply {
        Reply::Exchange { taken, known, .. } => u64::from(taken + known),
        Reply::Compare { .. } => panic!("not the reply to an exchange"),
    }
}

#[test]
fn a_database_that_is_killed_keeps_what_was_signed_for() {
    let Some(cluster) = Cluster::start() else {
        return;
    };
    let ledger = fresh(&cluster);
    let key = DeviceKey::from_bytes(&Zeroizing::new([9; 32]));
    with_laptop(&ledger, &key);
    let (mut pen, mut signed) = (Pen::new(1, "north"), 0);
    for _ in 0..3 {
        let cut = std::thread::scope(|scope| {
            let writing = scope.spawn(|| {
                loop {
                    let ask = ask(&key, &mut pen);
                    match ledger.answer(&[1; 32], &ask, &key, Clocks::of(5)) {
                        Ok(reply) => signed += taken(&reply),
                        Err(error) => return (ask, error),
                    }
                }
            });
            std::thread::sleep(Duration::from_millis(300));
            cluster.kill();
            writing.join().unwrap()
        });
        let (ask, error) = cut;
        assert!(matches!(error, LedgerError::Away { .. }), "{error:?}");
        assert!(
            matches!(
                ledger.answer(&[1; 32], &ask, &key, Clocks::of(5)),
                Err(LedgerError::Away { .. })
            ),
            "while it is away"
        );
        cluster.go_on();
        signed += taken(&ledger.answer(&[1; 32], &ask, &key, Clocks::of(5)).unwrap());
        let found = ledger.examine(&key.device_public()).unwrap();
        assert_eq!(found.findings, []);
        assert_eq!(found.counts.revisions, signed);
    }
    assert!(signed > 3, "something was signed for before each end");
}

#[test]
fn what_was_done_cannot_be_taken_out_of_the_list() {
    let Some(cluster) = cluster::shared() else {
        return;
    };
    let ledger = fresh(&cluster);
    ledger.use_rules(None, 5).unwrap();
    for sql in [
        "UPDATE act SET by = 'another'",
        "DELETE FROM act",
        "TRUNCATE act",
    ] {
        let lent = Lent::plain(&ledger).unwrap();
        let error = lent.batch("change the acts", sql).unwrap_err();
        let told = crate::chain(&error);
        assert!(told.contains("acts are only added"), "{told}");
    }
    assert_eq!(ledger.acts(0, 10).unwrap().len(), 1);
}
