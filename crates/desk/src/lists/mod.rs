//! The lists that forms choose from: entities of the laptop's records, places, and the files that came with a form.
//!
//! A list is made when the first draft asks for it and held in memory; what changed in the store since is read the next
//! time. Cloning one costs nothing, so that every draft has the list as it was when it was opened.

mod entries;
mod merged;
mod said;
mod veiled;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use forms::{Choice, Filling, Form, Kind, Media, Table, question_path};
use store::{FormFile, Reader, Sight, Writer};

use crate::open::{Open, lock};
use crate::state::RecordState;
use crate::view::AnswerView;
use crate::{Desk, DeskError, places};

use entries::EntityList;
use merged::Merged;
pub(crate) use said::said;

/// The file by which a form asks for the places.
pub(crate) const PLACES: &str = "places.csv";
/// How a form asks for an entity list: by the file of its name.
const ENDING: &str = ".csv";
/// Kept once the lists were made of records that are older than lists.
const MADE: &str = "entities.made";
/// Raised whenever older records have to be listed anew for what is new in lists.
const MADE_NOW: &str = "2";

/// The lists that were asked for since somebody signed in.
#[derive(Debug, Default)]
pub(crate) struct Lists(Mutex<Held>);

#[derive(Debug, Default)]
struct Held {
    entities: HashMap<String, EntityList>,
    /// Whose guarded answers are in them.
    sight: Sight,
    /// Entries that stand behind others, and the stamps of that and of the records that are here.
    merged: Merged,
    merged_at: (u64, u64),
    places: Option<(u64, Table)>,
    /// Files that came with forms, by the hash of their contents.
    files: HashMap<[u8; 32], Table>,
}

/// The state of everything that lists are made of: another one after every change.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Stamp {
    entities: u64,
    merged: u64,
    places: u64,
}

/// The file by which a form asks for an entity list.
pub(crate) fn file_of(list: &str) -> String {
    format!("{list}{ENDING}")
}

impl Lists {
    /// Forgets what is held, after the store was made anew.
    pub(crate) fn clear(&self) {
        *lock(&self.0) = Held::default();
    }
}

impl Open {
    /// Returns the state of what lists are made of.
    pub(crate) fn lists_stamp(&self, reader: &Reader<'_>) -> Result<Stamp, DeskError> {
        Ok(Stamp {
            entities: reader.entity_stamp()?,
            merged: reader.behind_stamp()?,
            places: reader.places_stamp()?,
        })
    }

    /// Returns the files that a form reads, as far as they are here: those that came with it, else the places, else
    /// entity lists of their names, made of the records that this person may see. An entry that its form calls by guarded
    /// answers which this person is not shown is called by the code of its record.
    pub(crate) fn media(&self, reader: &Reader<'_>, form: &Form) -> Result<Media, DeskError> {
        let mut media = Media::new();
        let mut asked = form.files().peekable();
        if asked.peek().is_none() {
            return Ok(media);
        }
        let own = reader.form_files(form.id(), form.version())?;
        let stamp = self.lists_stamp(reader)?;
        for file in asked {
            let beside = own.iter().find(|one| one.name.eq_ignore_ascii_case(file));
            let table = if let Some(beside) = beside {
                lock(&self.lists.0).file(reader, form, beside)?
            } else if file.eq_ignore_ascii_case(PLACES) {
                Some(lock(&self.lists.0).places(reader, stamp)?)
            } else if let Some(list) = file.strip_suffix(ENDING) {
                self.entities(reader, list, stamp)?
            } else {
                None
            };
            if let Some(table) = table {
                media.put(file, &table);
            }
        }
        Ok(media)
    }

    /// The list of that name; none when no record says anything of it. Nobody waits while one is read for somebody else: what
    /// is held is taken out for it, and put back.
    fn entities(
        &self,
        reader: &Reader<'_>,
        list: &str,
        stamp: Stamp,
    ) -> Result<Option<Table>, DeskError> {
        let (mut own, made_of) = {
            let mut held = lock(&self.lists.0);
            held.renew(reader, self, stamp)?;
            if let Some(known) = held.entities.get(list)
                && known.stamp() == Some(stamp.entities)
            {
                return Ok(known.table());
            }
            let own = held.entities.remove(list).unwrap_or_default();
            (own, (held.merged.clone(), held.sight.clone()))
        };
        let (merged, sight) = &made_of;
        let teams = &self.person.teams;
        let mut changes = reader.entities(list, teams, sight, own.stamp())?;
        if own.stamp().is_some() && merged.touches(&changes) {
            // All that is said of all records of one person is read together.
            own = EntityList::default();
            changes = reader.entities(list, teams, sight, None)?;
        }
        veiled::veil(self, reader, &mut changes)?;
        own.take(merged.resolved(changes), stamp.entities);
        let table = own.table();
        lock(&self.lists.0).put_back(list, own, &made_of);
        Ok(table)
    }
}

impl Held {
    fn file(
        &mut self,
        reader: &Reader<'_>,
        form: &Form,
        file: &FormFile,
    ) -> Result<Option<Table>, DeskError> {
        if let Some(table) = self.files.get(&file.hash) {
            return Ok(Some(table.clone()));
        }
        let Some(bytes) = reader.form_file(form.id(), form.version(), &file.name)? else {
            return Ok(None);
        };
        let mut media = Media::new();
        // What is odd in the file was said when it was installed.
        drop(media.add(&file.name, &bytes));
        let table = media.table(&file.name);
        if let Some(table) = &table {
            self.files.insert(file.hash, table.clone());
        }
        Ok(table)
    }

    fn places(&mut self, reader: &Reader<'_>, stamp: Stamp) -> Result<Table, DeskError> {
        if let Some((of, table)) = &self.places
            && *of == stamp.places
        {
            return Ok(table.clone());
        }
        let table = places::table_of(reader)?;
        self.places = Some((stamp.places, table.clone()));
        Ok(table)
    }

    /// Forgets lists in which somebody stands behind somebody else than now, or that were made for other eyes.
    fn renew(&mut self, reader: &Reader<'_>, open: &Open, stamp: Stamp) -> Result<(), DeskError> {
        let now = (stamp.merged, stamp.entities);
        if self.merged_at != now {
            let merged = Merged::of(open, reader)?;
            if merged != self.merged {
                self.merged = merged;
                self.entities.clear();
            }
            self.merged_at = now;
        }
        let sight = open.person.sight();
        if self.sight != sight {
            self.entities.clear();
            self.sight = sight;
        }
        Ok(())
    }

    /// Keeps a list that was read, unless what it was made of changed meanwhile, or a newer one is here.
    fn put_back(&mut self, name: &str, list: EntityList, made_of: &(Merged, Sight)) {
        let is_so = self.merged == made_of.0 && self.sight == made_of.1;
        let known = self.entities.get(name).and_then(EntityList::stamp);
        if is_so && known < list.stamp() {
            self.entities.insert(name.to_owned(), list);
        }
    }
}

impl Desk {
    /// Puts the label in place of the code where an answer was chosen from a list that the laptop keeps: a person, an
    /// accident, a place. What is no longer in the list stays a code.
    pub(crate) fn name_chosen<'a>(
        &self,
        open: &Open,
        reader: &Reader<'_>,
        state: &RecordState,
        form: &Arc<Form>,
        answers: impl Iterator<Item = &'a mut AnswerView>,
    ) -> Result<(), DeskError> {
        if form.files().next().is_none() {
            return Ok(());
        }
        let media = open.media(reader, form)?;
        let moment = self.moment(open);
        let filling = Filling::resume_with(Arc::clone(form), &media, &state.answers, &moment);
        let merged = Merged::of(open, reader)?;
        let language = self.language();
        for answer in answers {
            let question = form.question(&question_path(&answer.path));
            let code = state.answers.get(&answer.path).unwrap_or_default();
            if question.is_none_or(|it| it.kind != Kind::SelectOne) || answer.value != code {
                continue;
            }
            let code = &merged.stands_for(code);
            let is_it = |choice: &Choice| (choice.value == *code).then_some(0);
            let found = filling.find_choices(&answer.path, &language, 1, &is_it);
            let found = found
                .ok()
                .and_then(|offered| offered.choices.into_iter().next());
            if let Some(choice) = found.filter(|choice| !choice.label.is_empty()) {
                answer.value = choice.label;
            }
        }
        Ok(())
    }
}

impl Desk {
    /// Reads the lists that the forms in use choose from, so that the first draft after signing in need not wait for them:
    /// those of tens of thousands of people who are not shown by name take a second or two.
    ///
    /// # Errors
    /// When nobody is signed in, or a list cannot be read; whoever opens a draft is told of it then.
    pub fn warm_lists(&self) -> Result<(), DeskError> {
        self.with_open(|open| {
            let forms = open
                .store
                .read_as(|reader| crate::rule_tables::newest_forms(open, reader))?;
            forms.iter().try_for_each(|form| {
                open.store
                    .read_as(|reader| open.media(reader, form).map(drop))
            })
        })
    }
}

/// Notes that no record of this store is older than the lists.
pub(crate) fn are_made(writer: &mut Writer<'_>) -> Result<(), DeskError> {
    Ok(writer.set_setting(MADE, Some(MADE_NOW))?)
}

impl Desk {
    /// Makes the lists of records that were there before there were lists; once in the life of a laptop.
    pub(crate) fn list_older_records(&self) -> Result<(), DeskError> {
        self.with_open(|open| {
            let made = open.store.read(|reader| reader.setting(MADE))?;
            if made.as_deref() == Some(MADE_NOW) {
                return Ok(());
            }
            open.store.write_as(|writer| {
                self.list_anew(open, writer, &|form| form.entity_lists().next().is_some())?;
                are_made(writer)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]
    use super::*;
    use crate::setup::alone::{WORDS, laptop};

    /// What a draft of a visit offers as persons.
    fn offered(desk: &Desk) -> Vec<(String, String)> {
        let draft = desk.draft_new("service_session", None).unwrap().draft;
        let found = desk.draft_choices(&draft, "who/person_pick", "").unwrap();
        desk.draft_discard(&draft).unwrap();
        let choices = found.choices.into_iter();
        choices.map(|it| (it.value, it.label)).collect()
    }

    #[test]
    fn lists_that_were_warmed_are_those_that_a_draft_reads_and_follow_what_changes() {
        let (_folder, desk) = laptop("coordinator");
        let usual = offered(&desk);
        desk.lock().unwrap();
        desk.unlock("Dara", WORDS).unwrap();
        let stamps = || {
            desk.with_open(|open| {
                let stamp = open.store.read_as(|reader| open.lists_stamp(reader))?;
                let held = lock(&open.lists.0);
                let people = held.entities.get("people").and_then(EntityList::stamp);
                Ok((stamp.entities, people))
            })
            .unwrap()
        };
        assert_eq!(stamps().1, None, "nobody asked since the lock");
        desk.warm_lists().unwrap();
        let (now, people) = stamps();
        assert_eq!(people, Some(now));
        assert_eq!(offered(&desk), usual);
        desk.warm_lists().unwrap();
        assert_eq!(stamps(), (now, people), "there is nothing to read anew");
        desk.lock().unwrap();
        assert!(desk.warm_lists().is_err());
    }

    #[test]
    fn a_list_is_put_back_only_while_it_is_true_and_none_newer_is_here() {
        let list = |stamp| {
            let mut list = EntityList::default();
            list.take(store::EntityChanges::default(), stamp);
            list
        };
        let mut held = Held::default();
        let made_of = (Merged::default(), Sight::default());
        let stamp = |held: &Held| held.entities.get("people").and_then(EntityList::stamp);
        held.put_back("people", list(7), &made_of);
        assert_eq!(stamp(&held), Some(7));
        held.put_back("people", list(5), &made_of);
        assert_eq!(stamp(&held), Some(7), "a newer one is here");
        held.put_back("people", list(9), &made_of);
        assert_eq!(stamp(&held), Some(9));
        let other = Sight {
            author: Some(records::PersonId([3; 16])),
            ..Sight::default()
        };
        held.put_back("people", list(11), &(Merged::default(), other));
        assert_eq!(stamp(&held), Some(9), "it was made for other eyes");
    }
}
