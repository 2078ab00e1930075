//! The tables of what the centre checks by and of what was done at it, in SQLite.

use records::TeamId;
use rusqlite::named_params;
use sync::FileName;

use super::{Doing, Tables, rows};
use crate::ledger::book::{Found, Papers};
use crate::ledger::{Act, FormCard, FormFiles, NewForm, PassedOver};

impl Papers for Tables<'_> {
    fn add_form(&self, form: &NewForm, now_ms: u64) -> Found<bool> {
        let doing = "add a form";
        let sql = "INSERT INTO form (id, version, source_name, source, added_ms)
                   VALUES (:id, :version, :name, :source, :now) ON CONFLICT DO NOTHING";
        let values = named_params! {
            ":id": form.id, ":version": form.version, ":name": form.files.name,
            ":source": form.files.source, ":now": rows::int(now_ms),
        };
        if !self.change(doing, sql, values)? {
            return Ok(false);
        }
        let sql = "INSERT INTO form_file (form, version, name, bytes)
                   VALUES (:id, :version, :name, :bytes)";
        for (name, bytes) in &form.files.beside {
            let values = named_params! {
                ":id": form.id, ":version": form.version, ":name": name, ":bytes": bytes,
            };
            self.change(doing, sql, values)?;
        }
        Ok(true)
    }

    fn form(&self, id: &str, version: &str) -> Found<Option<FormFiles>> {
        let doing = "read a form";
        let sql = "SELECT source_name, source FROM form WHERE id = :id AND version = :version";
        let values = named_params! { ":id": id, ":version": version };
        let found = self.one(sql, values, |row| {
            let name = row.get("source_name").doing(doing)?;
            Ok((name, row.get("source").doing(doing)?))
        })?;
        let Some((name, source)) = found else {
            return Ok(None);
        };
        let sql = "SELECT name, bytes FROM form_file
                   WHERE form = :id AND version = :version ORDER BY name";
        let beside = self.all(sql, values, |row| {
            let name = row.get("name").doing(doing)?;
            Ok((name, row.get("bytes").doing(doing)?))
        })?;
        Ok(Some(FormFiles {
            name,
            source,
            beside,
        }))
    }

    fn forms(&self) -> Found<Vec<FormCard>> {
        let doing = "list the forms";
        let sql = "SELECT id, version, source_name, added_ms FROM form ORDER BY id, version";
        self.all(sql, [], |row| {
            Ok(FormCard {
                id: row.get("id").doing(doing)?,
                version: row.get("version").doing(doing)?,
                name: row.get("source_name").doing(doing)?,
                added_ms: Some(rows::uint(row, "added_ms")?),
            })
        })
    }

    fn set_rules(&self, table: Option<(&str, &[u8])>, now_ms: u64) -> Found<()> {
        let doing = "change the rules";
        self.change(doing, "DELETE FROM rule_table", [])?;
        let Some((name, source)) = table else {
            return Ok(());
        };
        let sql = "INSERT INTO rule_table (one, source_name, source, added_ms)
                   VALUES (1, :name, :source, :now)";
        let values = named_params! { ":name": name, ":source": source, ":now": rows::int(now_ms) };
        self.change(doing, sql, values)?;
        Ok(())
    }

    fn rules(&self) -> Found<Option<(String, Vec<u8>)>> {
        let doing = "read the rules";
        self.one("SELECT source_name, source FROM rule_table", [], |row| {
            let name = row.get("source_name").doing(doing)?;
            Ok((name, row.get("source").doing(doing)?))
        })
    }

    fn behind(&self) -> Found<Option<(TeamId, u64)>> {
        let sql = "SELECT team.id, coalesce(checked.seq, 0) AS seq
                   FROM team LEFT JOIN checked ON checked.team = team.id
                   WHERE team.seq > coalesce(checked.seq, 0)
                   ORDER BY team.seq - coalesce(checked.seq, 0) DESC, team.id LIMIT 1";
        self.one(sql, [], |row| {
            Ok((rows::team(row, "id")?, rows::uint(row, "seq")?))
        })
    }

    fn checked(&self, team: &TeamId) -> Found<u64> {
        let sql = "SELECT seq FROM checked WHERE team = :team";
        let values = named_params! { ":team": team.as_str() };
        Ok(self
            .one(sql, values, |row| rows::uint(row, "seq"))?
            .unwrap_or(0))
    }

    fn set_checked(&self, team: &TeamId, seq: u64) -> Found<()> {
        let sql = "INSERT INTO checked (team, seq) VALUES (:team, :seq)
                   ON CONFLICT (team) DO UPDATE SET seq = excluded.seq";
        let values = named_params! { ":team": team.as_str(), ":seq": rows::int(seq) };
        self.change("note how far a team was looked into", sql, values)?;
        Ok(())
    }

    fn check_all_again(&self) -> Found<()> {
        let doing = "look into all again";
        self.change(doing, "DELETE FROM checked", [])?;
        self.change(doing, "DELETE FROM passed_over", [])?;
        Ok(())
    }

    fn pass_over(&self, over: &PassedOver, seq: u64) -> Found<()> {
        let sql = "INSERT INTO passed_over (team, form, version, seq, saves)
                   VALUES (:team, :form, :version, :seq, :saves)
                   ON CONFLICT (team, form, version) DO UPDATE
                   SET seq = min(seq, excluded.seq), saves = saves + excluded.saves";
        let values = named_params! {
            ":team": over.team.as_str(), ":form": over.form, ":version": over.version,
            ":seq": rows::int(seq), ":saves": rows::int(over.saves),
        };
        self.change("note what was passed over", sql, values)?;
        Ok(())
    }

    fn passed_over(&self, most: u32) -> Found<Vec<PassedOver>> {
        let doing = "read what was passed over";
        let sql = "SELECT team, form, version, saves FROM passed_over
                   ORDER BY team, form, version LIMIT :most";
        self.all(sql, named_params! { ":most": most }, |row| {
            Ok(PassedOver {
                team: rows::team(row, "team")?,
                form: row.get("form").doing(doing)?,
                version: row.get("version").doing(doing)?,
                saves: rows::uint(row, "saves")?,
            })
        })
    }

    fn first_passed_over(&self, team: &TeamId) -> Found<Option<u64>> {
        let sql = "SELECT seq FROM passed_over WHERE team = :team ORDER BY seq LIMIT 1";
        let values = named_params! { ":team": team.as_str() };
        self.one(sql, values, |row| rows::uint(row, "seq"))
    }

    fn forget_passed_over(&self, team: &TeamId) -> Found<()> {
        let sql = "DELETE FROM passed_over WHERE team = :team";
        let values = named_params! { ":team": team.as_str() };
        self.change("forget what was passed over", sql, values)?;
        Ok(())
    }

    fn promise_file(&self, file: &FileName, bytes: u64, now_ms: u64) -> Found<()> {
        let sql = "INSERT INTO promised_file (team, content, bytes, at_ms)
                   VALUES (:team, :content, :bytes, :at) ON CONFLICT DO NOTHING";
        let values = named_params! {
            ":team": file.team.as_str(), ":content": file.content,
            ":bytes": rows::int(bytes), ":at": rows::int(now_ms),
        };
        self.change("note that a file was signed for", sql, values)?;
        Ok(())
    }

    fn promised_files(&self, after: Option<&FileName>, most: u32) -> Found<Vec<(FileName, u64)>> {
        let doing = "read what files were signed for";
        let sql = "SELECT team, content, bytes FROM promised_file
                   WHERE (team, content) > (:team, :content) ORDER BY team, content LIMIT :most";
        let (team, content) = match after {
            Some(file) => (file.team.as_str(), file.content.as_slice()),
            None => ("", &[][..]),
        };
        let values = named_params! { ":team": team, ":content": content, ":most": most };
        self.all(sql, values, |row| {
            let team = rows::team(row, "team")?;
            let content = row.get("content").doing(doing)?;
            Ok((FileName { team, content }, rows::uint(row, "bytes")?))
        })
    }

    fn note_act(&self, act: &Act) -> Found<()> {
        let sql = "INSERT INTO act (at_ms, by, what, about) VALUES (:at, :by, :what, :about)";
        let values = named_params! {
            ":at": rows::int(act.at_ms), ":by": act.by, ":what": act.what,
            ":about": act.about.to_string(),
        };
        self.change("note an act", sql, values)?;
        Ok(())
    }

    fn acts(&self, after: u64, most: u32) -> Found<Vec<(u64, Act)>> {
        let doing = "read the acts";
        let sql = "SELECT n, at_ms, by, what, about FROM act
                   WHERE n > :after ORDER BY n LIMIT :most";
        let values = named_params! { ":after": rows::int(after), ":most": most };
        self.all(sql, values, |row| {
            let about: String = row.get("about").doing(doing)?;
            let act = Act {
                at_ms: rows::uint(row, "at_ms")?,
                by: row.get("by").doing(doing)?,
                what: row.get("what").doing(doing)?,
                about: Act::about_of(&about)?,
            };
            Ok((rows::uint(row, "n")?, act))
        })
    }
}
