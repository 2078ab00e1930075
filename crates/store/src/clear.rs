//! Clearing away the files that nobody names, and what a power cut left half done.

use std::collections::{BTreeMap, BTreeSet};

use records::TeamId;

use crate::error::{During, StoreError};
use crate::file::{ContentId, FileFacts, Media, names_in};
use crate::file_use::Named;
use crate::shelf::Found;
use crate::store::{Reader, Store};

const READ: &str = "look for the names of files";

/// Set by a salvage: what nothing names any more may be named by what was lost, and is set aside.
pub(crate) const SALVAGED: &str = "store.salvaged";

/// What became of the files that were not listed, or not named.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cleared {
    /// Files that no draft and no record names: taken away.
    pub removed: u64,
    /// Files that are named and were not listed: listed again.
    pub regained: u64,
    /// Files that a salvage cannot tell the use of, or that are damaged: in the folder `set-aside`.
    pub set_aside: u64,
}

/// Who names files: drafts, with what the names say that they are, and records.
struct Names {
    drafts: BTreeMap<ContentId, Option<Media>>,
    records: BTreeMap<ContentId, Named>,
}

impl Store {
    /// Takes away the files that no draft and no record names, and what a power cut left unfinished.
    ///
    /// Call it when nobody fills a draft: what only an undo would bring back goes too.
    ///
    /// # Errors
    /// When the folder or the database cannot be read or written; nothing that is named was touched.
    pub fn clear_files(&self) -> Result<Cleared, StoreError> {
        let shelf = self.shelf();
        shelf.clear_unfinished()?;
        let (listed, unnamed, salvaged, doubts) = self.read(|reader| {
            let salvaged = reader.setting(SALVAGED)?.is_some();
            let doubts = reader.doubts_file_uses()?;
            Ok((reader.files()?, reader.unnamed_files()?, salvaged, doubts))
        })?;
        let known: BTreeSet<String> = listed.iter().map(|file| shelf.name(file.content)).collect();
        let mut loose: BTreeSet<String> = shelf.names()?.into_iter().collect();
        loose.retain(|name| !known.contains(name));
        let mut cleared = Cleared::default();
        let drafts = self.read(|reader| reader.names_in_drafts())?;
        let mut doubtful = unnamed;
        doubtful.retain(|content| !drafts.contains_key(content));
        // Every body is read for it: only where something depends on that.
        if doubts || !loose.is_empty() || !doubtful.is_empty() {
            let records = self.write(|writer| {
                let records = writer.names_in_records()?;
                writer.settle_file_uses(&records)?;
                Ok(records)
            })?;
            let names = Names { drafts, records };
            self.drop_unnamed(&doubtful, &names, &mut cleared)?;
            self.regain(&mut loose, &names, &mut cleared)?;
        }
        let absent = self.read(|reader| reader.absent_files())?;
        let wanted: Vec<ContentId> = absent.iter().map(|file| file.content).collect();
        let uploads = self.read(|reader| reader.guest_file_ids())?;
        shelf.clear_arriving(&wanted, &uploads)?;
        for name in &loose {
            if salvaged {
                shelf.set_aside(name, &self.aside())?;
                cleared.set_aside += 1;
            } else {
                shelf.remove(name)?;
                cleared.removed += 1;
            }
        }
        if salvaged {
            self.write(|writer| writer.set_setting(SALVAGED, None))?;
        }
        Ok(cleared)
    }

    /// Sets the files aside that are not what their names promise; says which. Those that records name are fetched
    /// again from whoever has them; the lines of others stay, and say that they are missing.
    ///
    /// # Errors
    /// When the folder or the database cannot be read or written.
    pub fn set_damaged_files_aside(&self) -> Result<Vec<ContentId>, StoreError> {
        let shelf = self.shelf();
        let mut damaged = Vec::new();
        for file in self.read(|reader| reader.files())? {
            if shelf.get(file.content)? == Found::Damaged {
                shelf.set_aside(&shelf.name(file.content), &self.aside())?;
                if file.named {
                    self.write(|writer| writer.unlist_file(file.content))?;
                }
                damaged.push(file.content);
            }
        }
        Ok(damaged)
    }

    fn drop_unnamed(
        &self,
        unnamed: &[ContentId],
        names: &Names,
        cleared: &mut Cleared,
    ) -> Result<(), StoreError> {
        let mut gone = unnamed.to_vec();
        gone.retain(|content| !names.records.contains_key(content));
        // The line first: cut off in between, the file has none and goes next time.
        self.write(|writer| gone.iter().try_for_each(|it| writer.unlist_file(*it)))?;
        let shelf = self.shelf();
        for content in gone {
            shelf.remove(&shelf.name(content))?;
            cleared.removed += 1;
        }
        Ok(())
    }

    /// Lists again what is named and lies in the folder; what is left over stays in `loose`.
    fn regain(
        &self,
        loose: &mut BTreeSet<String>,
        names: &Names,
        cleared: &mut Cleared,
    ) -> Result<(), StoreError> {
        let shelf = self.shelf();
        let of_records = names.records.iter();
        let of_records = of_records.map(|(content, named)| (content, &named.media));
        for (content, media) in names.drafts.iter().chain(of_records) {
            let name = shelf.name(*content);
            let Some(media) = media.filter(|_| loose.contains(&name)) else {
                continue;
            };
            loose.remove(&name);
            let Found::Whole(bytes) = shelf.get(*content)? else {
                shelf.set_aside(&name, &self.aside())?;
                cleared.set_aside += 1;
                continue;
            };
            let facts = FileFacts {
                media,
                size: None,
                made_ms: 0,
            };
            self.write(|writer| writer.list_file(*content, bytes.len() as u64, &facts))?;
            cleared.regained += 1;
        }
        Ok(())
    }
}

impl Reader<'_> {
    fn names_in_drafts(&self) -> Result<BTreeMap<ContentId, Option<Media>>, StoreError> {
        let mut into = BTreeMap::new();
        self.each_body(
            "SELECT answers AS body, '' AS team FROM draft",
            |body, _| {
                into.extend(names_in(body));
            },
        )?;
        Ok(into)
    }

    fn names_in_records(&self) -> Result<BTreeMap<ContentId, Named>, StoreError> {
        let sql = "SELECT body, team FROM revision WHERE body IS NOT NULL AND kind = 1";
        let mut into: BTreeMap<ContentId, Named> = BTreeMap::new();
        self.each_body(sql, |body, team| {
            for (content, media) in names_in(body) {
                let named = into.entry(content).or_default();
                named.media = named.media.or(media);
                named.teams.extend(TeamId::new(team).ok());
            }
        })?;
        Ok(into)
    }

    /// Shows each body of a query, with its team.
    fn each_body(&self, sql: &str, mut see: impl FnMut(&[u8], &str)) -> Result<(), StoreError> {
        let mut walk = || -> rusqlite::Result<()> {
            let mut statement = self.conn().prepare_cached(sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let body = row.get_ref("body")?.as_blob().unwrap_or_default();
                let team = row.get_ref("team")?.as_str().unwrap_or_default();
                see(body, team);
            }
            Ok(())
        };
        walk().during(READ)
    }
}
