//! The tables of what the centre checks by and of what was done at it, in PostgreSQL.

use records::TeamId;
use sync::FileName;

use super::lent::Lent;
use super::rows::{array, int, team as read_team, uint, value};
use crate::ledger::book::{Found, Papers};
use crate::ledger::{Act, FormCard, FormFiles, NewForm, PassedOver};

impl Papers for Lent<'_> {
    fn add_form(&self, form: &NewForm, now_ms: u64) -> Found<bool> {
        let doing = "add a form";
        let sql = "INSERT INTO form (id, version, source_name, source, added_ms)
                   VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
        let (id, version) = (&form.id, &form.version);
        let files = &form.files;
        if !self.change(
            doing,
            sql,
            &[id, version, &files.name, &files.source, &int(now_ms)],
        )? {
            return Ok(false);
        }
        let sql = "INSERT INTO form_file (form, version, name, bytes) VALUES ($1, $2, $3, $4)";
        for (name, bytes) in &files.beside {
            self.change(doing, sql, &[id, version, name, bytes])?;
        }
        Ok(true)
    }

    fn form(&self, id: &str, version: &str) -> Found<Option<FormFiles>> {
        let doing = "read a form";
        let sql = "SELECT source_name, source FROM form WHERE id = $1 AND version = $2";
        let found = self.one(doing, sql, &[&id, &version], |row| {
            Ok((value(row, "source_name")?, value(row, "source")?))
        })?;
        let Some((name, source)) = found else {
            return Ok(None);
        };
        let sql = "SELECT name, bytes FROM form_file
                   WHERE form = $1 AND version = $2 ORDER BY name";
        let beside = self.all(doing, sql, &[&id, &version], |row| {
            Ok((value(row, "name")?, value(row, "bytes")?))
        })?;
        Ok(Some(FormFiles {
            name,
            source,
            beside,
        }))
    }

    fn forms(&self) -> Found<Vec<FormCard>> {
        let sql = "SELECT id, version, source_name, added_ms FROM form ORDER BY id, version";
        self.all("list the forms", sql, &[], |row| {
            Ok(FormCard {
                id: value(row, "id")?,
                version: value(row, "version")?,
                name: value(row, "source_name")?,
                added_ms: Some(uint(row, "added_ms")?),
            })
        })
    }

    fn set_rules(&self, table: Option<(&str, &[u8])>, now_ms: u64) -> Found<()> {
        let doing = "change the rules";
        self.change(doing, "DELETE FROM rule_table", &[])?;
        if let Some((name, source)) = table {
            let sql = "INSERT INTO rule_table (one, source_name, source, added_ms)
                       VALUES (1, $1, $2, $3)";
            self.change(doing, sql, &[&name, &source, &int(now_ms)])?;
        }
        Ok(())
    }

    fn rules(&self) -> Found<Option<(String, Vec<u8>)>> {
        let sql = "SELECT source_name, source FROM rule_table";
        self.one("read the rules", sql, &[], |row| {
            Ok((value(row, "source_name")?, value(row, "source")?))
        })
    }

    fn behind(&self) -> Found<Option<(TeamId, u64)>> {
        let sql = "SELECT team.id, coalesce(checked.seq, 0) AS seq
                   FROM team LEFT JOIN checked ON checked.team = team.id
                   WHERE team.seq > coalesce(checked.seq, 0)
                   ORDER BY team.seq - coalesce(checked.seq, 0) DESC, team.id LIMIT 1";
        self.one("look for what was not looked into", sql, &[], |row| {
            Ok((read_team(row, "id")?, uint(row, "seq")?))
        })
    }

    fn checked(&self, team: &TeamId) -> Found<u64> {
        let sql = "SELECT seq FROM checked WHERE team = $1";
        let doing = "read how far a team was looked into";
        let seq = self.one(doing, sql, &[&team.as_str()], |row| uint(row, "seq"))?;
        Ok(seq.unwrap_or(0))
    }

    fn set_checked(&self, team: &TeamId, seq: u64) -> Found<()> {
        let sql = "INSERT INTO checked (team, seq) VALUES ($1, $2)
                   ON CONFLICT (team) DO UPDATE SET seq = excluded.seq";
        let doing = "note how far a team was looked into";
        self.change(doing, sql, &[&team.as_str(), &int(seq)])?;
        Ok(())
    }

    fn check_all_again(&self) -> Found<()> {
        let doing = "look into all again";
        self.change(doing, "DELETE FROM checked", &[])?;
        self.change(doing, "DELETE FROM passed_over", &[])?;
        Ok(())
    }

    fn pass_over(&self, over: &PassedOver, seq: u64) -> Found<()> {
        let sql = "INSERT INTO passed_over (team, form, version, seq, saves)
                   VALUES ($1, $2, $3, $4, $5)
                   ON CONFLICT (team, form, version) DO UPDATE
                   SET seq = least(passed_over.seq, excluded.seq),
                       saves = passed_over.saves + excluded.saves";
        let (team, seq, saves) = (over.team.as_str(), int(seq), int(over.saves));
        let values: [super::lent::Value<'_>; 5] = [&team, &over.form, &over.version, &seq, &saves];
        self.change("note what was passed over", sql, &values)?;
        Ok(())
    }

    fn passed_over(&self, most: u32) -> Found<Vec<PassedOver>> {
        let sql = "SELECT team, form, version, saves FROM passed_over
                   ORDER BY team, form, version LIMIT $1";
        self.all(
            "read what was passed over",
            sql,
            &[&i64::from(most)],
            |row| {
                Ok(PassedOver {
                    team: read_team(row, "team")?,
                    form: value(row, "form")?,
                    version: value(row, "version")?,
                    saves: uint(row, "saves")?,
                })
            },
        )
    }

    fn first_passed_over(&self, team: &TeamId) -> Found<Option<u64>> {
        let sql = "SELECT seq FROM passed_over WHERE team = $1 ORDER BY seq LIMIT 1";
        let doing = "read what was passed over";
        self.one(doing, sql, &[&team.as_str()], |row| uint(row, "seq"))
    }

    fn forget_passed_over(&self, team: &TeamId) -> Found<()> {
        let sql = "DELETE FROM passed_over WHERE team = $1";
        self.change("forget what was passed over", sql, &[&team.as_str()])?;
        Ok(())
    }

    fn promise_file(&self, file: &FileName, bytes: u64, now_ms: u64) -> Found<()> {
        let sql = "INSERT INTO promised_file (team, content, bytes, at_ms)
                   VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
        let (team, content) = (file.team.as_str(), file.content.as_slice());
        let values: [super::lent::Value<'_>; 4] = [&team, &content, &int(bytes), &int(now_ms)];
        self.change("note that a file was signed for", sql, &values)?;
        Ok(())
    }

    fn promised_files(&self, after: Option<&FileName>, most: u32) -> Found<Vec<(FileName, u64)>> {
        let sql = "SELECT team, content, bytes FROM promised_file
                   WHERE (team, content) > ($1, $2) ORDER BY team, content LIMIT $3";
        let (team, content) = match after {
            Some(file) => (file.team.as_str(), file.content.as_slice()),
            None => ("", &[][..]),
        };
        let values: [super::lent::Value<'_>; 3] = [&team, &content, &i64::from(most)];
        self.all("read what files were signed for", sql, &values, |row| {
            let team = read_team(row, "team")?;
            let content = array(row, "content")?;
            Ok((FileName { team, content }, uint(row, "bytes")?))
        })
    }

    fn note_act(&self, act: &Act) -> Found<()> {
        let sql = "INSERT INTO act (at_ms, by, what, about) VALUES ($1, $2, $3, $4)";
        let about = act.about.to_string();
        self.change(
            "note an act",
            sql,
            &[&int(act.at_ms), &act.by, &act.what, &about],
        )?;
        Ok(())
    }

    fn acts(&self, after: u64, most: u32) -> Found<Vec<(u64, Act)>> {
        let sql = "SELECT n, at_ms, by, what, about FROM act WHERE n > $1 ORDER BY n LIMIT $2";
        let values: [super::lent::Value<'_>; 2] = [&int(after), &i64::from(most)];
        self.all("read the acts", sql, &values, |row| {
            let about: String = value(row, "about")?;
            let act = Act {
                at_ms: uint(row, "at_ms")?,
                by: value(row, "by")?,
                what: value(row, "what")?,
                about: Act::about_of(&about)?,
            };
            Ok((uint(row, "n")?, act))
        })
    }
}
