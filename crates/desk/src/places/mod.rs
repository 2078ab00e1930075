//! Lists of places: imported, kept by version, and found by name and code.

mod code;
mod index;
mod moving;
mod spelling;
mod table;
mod where_is;
mod whereabouts;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use forms::{Index, Table};
use store::{NewPlaceList, Place, Reader, Writer};

use crate::drafts::version_of_place;
use crate::open::{Open, lock};
use crate::view::{PlaceState, PlaceStep, PlaceView, PlacesFound, PlacesImported};
use crate::{Desk, DeskError};

use index::Ask;
pub(crate) use index::{Entry, PlaceIndex};
pub(crate) use moving::moved_place;
use table::PlaceTable;
pub(crate) use whereabouts::ListVersion;

/// The provinces and districts of Cambodia, so that a fresh laptop knows them.
const BUILT_IN: &[u8] = include_bytes!("../../places/kh.csv");
const BUILT_IN_LIST: &str = "KH";
const BUILT_IN_NAME: &str = "built-in kh.csv";

/// The script of names that people everywhere read.
pub(crate) const LATIN: &str = "latin";

/// The most places that one search shows.
const FOUND_MAX: usize = 50;

/// The index of the places, and the state of the lists that it was made of.
pub(crate) type Held = Option<(u64, Arc<PlaceIndex>)>;

impl Desk {
    /// Imports a list of places from a table with the columns `pcode`, `parent`, `level`, `name_…` for each
    /// script, and as far as there are any `unit_…`, `replaced_by`, and where places are: `latitude` and `longitude`,
    /// and the box `south`, `north`, `west` and `east`. It is the country's newest version: what
    /// is not in it is retired and stays readable. The same file again changes nothing.
    ///
    /// # Errors
    /// When the role does not look after lists of places, or the table is no such list, by line and column; nothing was
    /// imported then.
    pub fn places_import(&self, name: &str, bytes: &[u8]) -> Result<PlacesImported, DeskError> {
        self.with_open(|open| open.may_look_after())?;
        let table = PlaceTable::read(bytes)?;
        self.with_open(|open| {
            open.store.write_as(|writer| {
                let taken = install(writer, name, bytes, &table, self.now())?;
                if taken.added + taken.changed + taken.retired > 0 {
                    let apart = forms_apart(open, writer)?;
                    writer.read_places_again(&taken.list, taken.version, &apart)?;
                }
                Ok(taken)
            })
        })
    }

    /// Finds places by words of their names in any script and by code; each with what it is in. Every word
    /// must be in the names of the place or of what it is in, one of them in its own. Without words it lists
    /// what is there, from above.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] when no place has the code `within`; otherwise when the store cannot be read.
    pub fn places_find(
        &self,
        words: &str,
        level: Option<u8>,
        within: Option<&str>,
    ) -> Result<PlacesFound, DeskError> {
        let ask = Ask {
            words,
            level,
            within,
        };
        self.with_open(|open| {
            open.store.read_as(|reader| {
                let index = index_of(open, reader)?;
                let hits = index
                    .find(&ask, FOUND_MAX)
                    .ok_or(DeskError::NotFound { what: "place" })?;
                let mut shelf = Shelf::default();
                let places = hits
                    .best
                    .iter()
                    .filter_map(|at| index.entry(*at))
                    .map(|entry| shelf.view(reader, &index, entry));
                Ok(PlacesFound {
                    places: places.collect::<Result<_, DeskError>>()?,
                    total: u32::try_from(hits.total).unwrap_or(u32::MAX),
                })
            })
        })
    }
}

/// The forms that keep a place and say none of it to lists.
fn forms_apart(open: &Open, reader: &Reader<'_>) -> Result<Vec<String>, DeskError> {
    let mut apart = Vec::new();
    for held in reader.forms()?.iter().filter(|held| held.active) {
        let form = open.book.get(reader, &held.id, &held.version)?;
        let says = |question: &forms::Question| question.index == Some(Index::Adm1);
        if version_of_place(&form).is_some() && !form.questions().any(says) {
            apart.push(held.id.clone());
        }
    }
    Ok(apart)
}

/// Returns the place with a code and all that it is in, from the place up to the topmost.
pub(crate) fn way_to(
    open: &Open,
    reader: &Reader<'_>,
    code: &str,
) -> Result<Vec<Place>, DeskError> {
    let missing = || DeskError::NotFound { what: "place" };
    let index = index_of(open, reader)?;
    let entry = index.coded(code).ok_or_else(missing)?;
    let way = std::iter::once(entry).chain(index.above(entry));
    way.map(|entry| reader.place_numbered(entry.id())?.ok_or_else(missing))
        .collect()
}

/// Returns the places that are listed as a table that forms read: `name` is the code, `label` the name in the script
/// of the country with the Latin one, then what it is in, its level, the list and its version, and each name.
pub(crate) fn table_of(reader: &Reader<'_>) -> Result<Table, DeskError> {
    let places = reader.places_listed()?;
    let mut versions: HashMap<String, String> = HashMap::new();
    for version in reader.place_versions()?.into_iter().rev() {
        versions.insert(version.list, version.number.to_string());
    }
    let scripts: BTreeSet<&str> = places
        .iter()
        .flat_map(|place| place.names.keys().map(String::as_str))
        .collect();
    let named: Vec<String> = scripts
        .iter()
        .map(|script| format!("name_{script}"))
        .collect();
    let fixed = ["name", "label", "parent", "level", "list", "version"];
    let columns: Vec<&str> = fixed
        .into_iter()
        .chain(named.iter().map(String::as_str))
        .collect();
    let texts: Vec<(String, String)> = places
        .iter()
        .map(|place| (label_of(place), place.level.to_string()))
        .collect();
    let rows = places.iter().zip(&texts).map(|(place, (label, level))| {
        let version = versions.get(&place.list).map_or("", String::as_str);
        let own = [&place.code, label, &place.parent, level, &place.list].map(String::as_str);
        let names = scripts.iter().map(|script| {
            let name = place.names.get(*script);
            name.map_or("", String::as_str)
        });
        own.into_iter().chain([version]).chain(names)
    });
    Ok(Table::of(&columns, rows))
}

/// The name in the script of the country; the Latin one when there is no other.
pub(crate) fn local_name(place: &Place) -> &str {
    let local = place.names.iter().find(|(script, _)| *script != LATIN);
    local
        .or_else(|| place.names.iter().next())
        .map_or("", |(_, name)| name)
}

/// The name in the script of the country, with the Latin one.
pub(crate) fn label_of(place: &Place) -> String {
    let local = local_name(place);
    match place.names.get(LATIN) {
        Some(latin) if latin != local => format!("{local} ({latin})"),
        _ => local.to_owned(),
    }
}

/// Returns the index of the places as they are now; it is made again after an import.
pub(crate) fn index_of(open: &Open, reader: &Reader<'_>) -> Result<Arc<PlaceIndex>, DeskError> {
    let stamp = reader.places_stamp()?;
    let mut held = lock(&open.places);
    if let Some((of, index)) = &*held
        && *of == stamp
    {
        return Ok(Arc::clone(index));
    }
    let index = Arc::new(PlaceIndex::of(reader.place_lines()?));
    *held = Some((stamp, Arc::clone(&index)));
    Ok(index)
}

/// Rows that were read for one answer: places found together are mostly in the same district.
#[derive(Default)]
struct Shelf(HashMap<i64, Place>);

impl Shelf {
    fn view(
        &mut self,
        reader: &Reader<'_>,
        index: &PlaceIndex,
        entry: &Entry,
    ) -> Result<PlaceView, DeskError> {
        let mut parents = Vec::new();
        for parent in index.above(entry) {
            parents.push(step(self.place(reader, parent)?));
        }
        let place = self.place(reader, entry)?;
        let state = match (place.until, index.is_listed(entry)) {
            (None, _) => PlaceState::Listed,
            (Some(_), true) => PlaceState::Former,
            (Some(_), false) => PlaceState::Retired,
        };
        Ok(PlaceView {
            place: step(place),
            list: place.list.clone(),
            state,
            replaced_by: place.replaced_by.clone(),
            parents,
        })
    }

    fn place(&mut self, reader: &Reader<'_>, entry: &Entry) -> Result<&Place, DeskError> {
        use std::collections::hash_map::Entry as Slot;
        Ok(match self.0.entry(entry.id()) {
            Slot::Occupied(held) => held.into_mut(),
            Slot::Vacant(free) => {
                let place = reader.place_numbered(entry.id())?;
                free.insert(place.ok_or(DeskError::NotFound { what: "place" })?)
            }
        })
    }
}

fn step(place: &Place) -> PlaceStep {
    PlaceStep {
        code: place.code.clone(),
        level: u32::from(place.level),
        names: place.names.clone(),
        units: place.units.clone(),
    }
}

fn install(
    writer: &mut Writer<'_>,
    name: &str,
    bytes: &[u8],
    table: &PlaceTable,
    now_ms: u64,
) -> Result<PlacesImported, DeskError> {
    let new = NewPlaceList {
        list: &table.list,
        source_name: name,
        source_hash: *blake3::hash(bytes).as_bytes(),
        places: &table.places,
    };
    let taken = writer.install_places(&new, now_ms)?;
    Ok(PlacesImported {
        list: table.list.clone(),
        version: taken.version,
        places: taken.added + taken.changed + taken.same,
        added: taken.added,
        changed: taken.changed,
        retired: taken.retired,
    })
}

/// Installs the built-in list, unless the laptop has another one of this country.
pub(crate) fn install_built_in(writer: &mut Writer<'_>, now_ms: u64) -> Result<(), DeskError> {
    let hash = *blake3::hash(BUILT_IN).as_bytes();
    if let Some(newest) = writer.newest_places(BUILT_IN_LIST)?
        && (newest.source_name != BUILT_IN_NAME || newest.source_hash == hash)
    {
        return Ok(());
    }
    let table = PlaceTable::read(BUILT_IN)?;
    install(writer, BUILT_IN_NAME, BUILT_IN, &table, now_ms).map(|_| ())
}
