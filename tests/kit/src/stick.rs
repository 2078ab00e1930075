//! USB sticks: written and read by laptops and by the office, full, pulled out, copied badly.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use desk::view::{StickLook, StickOrder, StickTaken, StickWritten};
use desk::{DeskError, FolderPlace, Place, Written};
use server::centre::{Brought, Shelf};
use server::files::Files;
use tempfile::TempDir;

use crate::{Laptop, Office};

/// A stick: a folder that goes from hand to hand.
#[derive(Debug)]
pub struct Stick(TempDir);

impl Default for Stick {
    fn default() -> Stick {
        Stick::new()
    }
}

impl Stick {
    /// An empty one.
    pub fn new() -> Stick {
        Stick(tempfile::tempdir().unwrap())
    }

    /// Its folder.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// The files on it whose names begin so, in the order of their names.
    pub fn files(&self, begin: &str) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.path()).unwrap();
        let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        files.retain(|file| {
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            name.starts_with(begin) && name.ends_with(".sala")
        });
        files.sort();
        files
    }

    /// What laptops wrote.
    pub fn asks(&self) -> Vec<PathBuf> {
        self.files("sala-2")
    }

    /// What the centre wrote.
    pub fn answers(&self) -> Vec<PathBuf> {
        self.files("sala-answer-")
    }

    /// A copy of a file of which something was changed on the way.
    pub fn copy(&self, from: &Path, change: impl FnOnce(&mut Vec<u8>)) -> PathBuf {
        let mut bytes = fs::read(from).unwrap();
        change(&mut bytes);
        let to = self.path().join(from.file_name().unwrap());
        fs::write(&to, bytes).unwrap();
        to
    }
}

/// What is open here, with its photos, for the centre.
pub fn for_the_centre() -> StickOrder {
    StickOrder {
        reader: "centre".to_owned(),
        files: true,
        ..StickOrder::default()
    }
}

/// The same, sealed with a passphrase.
pub fn with_words(words: &str) -> StickOrder {
    StickOrder {
        reader: "words".to_owned(),
        passphrase: Some(words.to_owned()),
        ..for_the_centre()
    }
}

impl Laptop {
    /// Writes a stick.
    ///
    /// # Errors
    /// As the use case.
    pub fn writes(&self, stick: &Stick, order: &StickOrder) -> Result<StickWritten, DeskError> {
        self.desk
            .stick_write(&mut FolderPlace::new(stick.path()), order, &mut |_, _| {})
    }

    /// Looks at files of a stick.
    pub fn looks(&self, files: &[PathBuf], words: Option<&str>) -> StickLook {
        self.desk.stick_look(files, words, &mut |_, _| {}).unwrap()
    }

    /// Takes what files of a stick bring.
    pub fn takes(&self, files: &[PathBuf], words: Option<&str>) -> StickTaken {
        self.desk.stick_take(files, words, &mut |_, _| {}).unwrap()
    }
}

impl Office {
    /// Reads sticks at the centre, and writes the answers onto `answers`.
    pub fn reads(&self, files: &[PathBuf], words: Option<&str>, answers: &Stick) -> Brought {
        let centre = self.centre();
        let runtime = server::runtime().unwrap();
        let held = Files::open(None, &centre.files_folder()).unwrap();
        let shelf = Shelf {
            files: &held,
            runtime: &runtime,
        };
        let words = words.map(vault::Passphrase::new);
        centre
            .stick_take(&shelf, files, words.as_ref(), Some(answers.path()))
            .unwrap()
    }
}

/// A stick that is pulled out after so many writes, or before it gave a file its name.
pub struct Pulled {
    place: FolderPlace,
    /// How many more writes go through.
    pub writes: usize,
    /// Files get their names.
    pub finishes: bool,
}

impl Pulled {
    /// A stick that is pulled out after `writes` writes.
    pub fn after(stick: &Stick, writes: usize, finishes: bool) -> Pulled {
        Pulled {
            place: FolderPlace::new(stick.path()),
            writes,
            finishes,
        }
    }
}

impl Place for Pulled {
    fn begin<'p>(&'p mut self, name: &str) -> io::Result<Box<dyn Write + 'p>> {
        let left = &mut self.writes;
        Ok(Box::new(Until {
            out: self.place.begin(name)?,
            left,
        }))
    }

    fn finish(&mut self, name: &str, written: &Written) -> io::Result<()> {
        match self.finishes {
            true => self.place.finish(name, written),
            false => Err(io::ErrorKind::NotConnected.into()),
        }
    }

    fn abandon(&mut self, _name: &str) {
        // It is out: nothing can be taken away from it any more.
    }
}

struct Until<'p> {
    out: Box<dyn Write + 'p>,
    left: &'p mut usize,
}

impl Write for Until<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        *self.left = self
            .left
            .checked_sub(1)
            .ok_or(io::ErrorKind::NotConnected)?;
        // A small bite, so that there are many places to be pulled out at.
        let bite = bytes.get(..bytes.len().min(400)).unwrap_or(bytes);
        self.out.write(bite)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
