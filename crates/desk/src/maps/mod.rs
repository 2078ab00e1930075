//! Maps that an office brings: PMTiles archives, kept in a folder of the laptop and read piece by piece.
//!
//! They say nothing of any record, so they are not encrypted; like everything else they are shown to whoever is signed
//! in.

mod header;

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use crate::folder::sync_dir;
use crate::records_view::small;
use crate::view::MapFile;
use crate::{Desk, DeskError};
use header::{HEADER_BYTES, Header};

/// The folder of maps, and how the names of its files end.
pub(crate) const MAPS: &str = "maps";
const ENDING: &str = ".pmtiles";
/// A file that is being written.
const UNFINISHED: &str = ".new";
const NAME_SIGNS_MAX: usize = 60;
const MAPS_MAX: usize = 50;
/// Bytes of one piece.
pub(crate) const PIECE_BYTES_MAX: u32 = 8 << 20;

impl Desk {
    /// The maps of this laptop, by name. One that cannot be used any more is listed with why.
    ///
    /// # Errors
    /// When nobody is signed in or the folder cannot be read.
    pub fn maps(&self) -> Result<Vec<MapFile>, DeskError> {
        self.with_open(|_| {
            let folder = self.maps_folder();
            let names = names(&folder).map_err(failed("list the maps"))?;
            Ok(names.into_iter().map(|name| told(&folder, name)).collect())
        })
    }

    /// Copies a map into the laptop's folder; one of the same name is replaced.
    ///
    /// # Errors
    /// [`DeskError::NotAllowed`] for roles that do not look after a laptop; [`DeskError::BadMap`] when it is no map that
    /// can be drawn; when it cannot be read or written. Nothing was changed then.
    pub fn map_import(&self, path: &Path) -> Result<MapFile, DeskError> {
        self.with_open(|open| {
            open.may_look_after()?;
            let mut from = File::open(path).map_err(failed("read the map"))?;
            header_of(&mut from)?;
            let name = name_for(path);
            let folder = self.maps_folder();
            fs::create_dir_all(&folder).map_err(failed("make the folder of maps"))?;
            let known = names(&folder).map_err(failed("list the maps"))?;
            if known.len() >= MAPS_MAX && !known.contains(&name) {
                return Err(DeskError::Misused {
                    why: format!("a laptop keeps at most {MAPS_MAX} maps: remove one first"),
                });
            }
            let part = folder.join(format!("{name}{UNFINISHED}"));
            let copied = copy(&mut from, &part).and_then(|()| {
                fs::rename(&part, folder.join(&name))?;
                sync_dir(&folder)
            });
            if let Err(source) = copied {
                // What was copied is of no use; if it cannot be removed either, the next import writes over it.
                let _gone = fs::remove_file(&part);
                return Err(failed("keep the map")(source));
            }
            Ok(told(&folder, name))
        })
    }

    /// Removes a map.
    ///
    /// # Errors
    /// [`DeskError::NotAllowed`] as for [`Desk::map_import`]; [`DeskError::NotFound`] when there is none of this name.
    pub fn map_remove(&self, name: &str) -> Result<(), DeskError> {
        self.with_open(|open| {
            open.may_look_after()?;
            fs::remove_file(self.map_named(name)?).map_err(failed("remove the map"))
        })
    }

    /// Reads a piece of a map, of at most 8 MiB; less at its end.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] when there is no map of this name; [`DeskError::Misused`] when the piece is too large; when
    /// it cannot be read.
    pub fn map_bytes(&self, name: &str, offset: u64, length: u32) -> Result<Vec<u8>, DeskError> {
        if length > PIECE_BYTES_MAX {
            return Err(DeskError::Misused {
                why: format!("a piece of a map has at most {PIECE_BYTES_MAX} bytes"),
            });
        }
        self.with_open(|_| {
            let path = self.map_named(name)?;
            let read = || {
                let mut file = File::open(path)?;
                file.seek(SeekFrom::Start(offset))?;
                let mut bytes = Vec::new();
                file.take(u64::from(length)).read_to_end(&mut bytes)?;
                Ok(bytes)
            };
            read().map_err(failed("read the map"))
        })
    }

    fn maps_folder(&self) -> PathBuf {
        self.0.dir.join(MAPS)
    }

    /// The file of a map; only what is listed is a name.
    fn map_named(&self, name: &str) -> Result<PathBuf, DeskError> {
        let folder = self.maps_folder();
        let known = names(&folder).map_err(failed("list the maps"))?;
        let found = known.into_iter().find(|known| known == name);
        found
            .map(|name| folder.join(name))
            .ok_or(DeskError::NotFound { what: "map" })
    }
}

fn failed(what: &'static str) -> impl Fn(io::Error) -> DeskError {
    move |source| DeskError::file(what, source)
}

/// The names of the files in a folder that are maps, sorted; none where there is no folder.
fn names(folder: &Path) -> io::Result<Vec<String>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry?;
        if let Ok(name) = entry.file_name().into_string()
            && name.ends_with(ENDING)
            && entry.file_type()?.is_file()
        {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// The name that a map is kept under: that of its file, as far as every system takes it.
fn name_for(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let is_odd = |sign: &char| sign.is_control() || "\\/:*?\"<>|".contains(*sign);
    let plain: String = stem
        .chars()
        .filter(|sign| !is_odd(sign))
        .take(NAME_SIGNS_MAX)
        .collect();
    match plain.trim_matches([' ', '.']) {
        "" => format!("map{ENDING}"),
        plain => format!("{plain}{ENDING}"),
    }
}

fn header_of(file: &mut File) -> Result<Header, DeskError> {
    let whole = file.metadata().map_err(failed("read the map"))?.len();
    let mut bytes = Vec::with_capacity(HEADER_BYTES);
    let most = HEADER_BYTES as u64;
    file.by_ref()
        .take(most)
        .read_to_end(&mut bytes)
        .map_err(failed("read the map"))?;
    Header::read(&bytes, whole).map_err(|why| DeskError::BadMap { why })
}

/// Copies a file from its start, durably.
fn copy(from: &mut File, to: &Path) -> io::Result<()> {
    from.seek(SeekFrom::Start(0))?;
    let mut out = File::create(to)?;
    io::copy(from, &mut out)?;
    out.sync_all()
}

fn told(folder: &Path, name: String) -> MapFile {
    let look = || -> Result<(Header, u64), DeskError> {
        let mut file = File::open(folder.join(&name)).map_err(failed("read the map"))?;
        let bytes = file.metadata().map_err(failed("read the map"))?.len();
        Ok((header_of(&mut file)?, bytes))
    };
    let title = name.strip_suffix(ENDING).unwrap_or(&name).to_owned();
    match look() {
        Ok((header, bytes)) => {
            let ([min_zoom, max_zoom], [west, south, east, north]) = (header.zooms, header.bounds);
            MapFile {
                name,
                title,
                kilobytes: small(bytes.div_ceil(1_000)),
                is_vector: header.is_vector,
                min_zoom,
                max_zoom,
                west,
                south,
                east,
                north,
                unusable: None,
            }
        }
        Err(error) => MapFile {
            name,
            title,
            unusable: Some(crate::chain(&error)),
            ..MapFile::default()
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_is_kept_under_a_name_that_every_system_takes() {
        #[track_caller]
        fn check(path: &str, name: &str) {
            assert_eq!(name_for(Path::new(path)), name);
        }
        check("/media/stick/cambodia.pmtiles", "cambodia.pmtiles");
        check("North & West: 2026?.pmtiles", "North & West 2026.pmtiles");
        check("ភាគខាងជើង.pmtiles", "ភាគខាងជើង.pmtiles");
        check("...pmtiles", "map.pmtiles");
        check("no ending", "no ending.pmtiles");
        check(&"x".repeat(200), &format!("{}.pmtiles", "x".repeat(60)));
    }
}
