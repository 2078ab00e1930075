//! The repository's own files, without what is built, fetched or generated.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Folders that hold nothing that people of the project wrote.
const PASSED_OVER: &[&str] = &[".git", "target", "node_modules", "dist", "gen"];

/// A file, and its path from the repository's root with `/` between the steps.
#[derive(Debug, Clone)]
pub struct File {
    /// Path from the root.
    pub path: String,
    /// The whole text.
    pub text: String,
}

impl File {
    /// The part of the name after the last dot.
    pub fn extension(&self) -> &str {
        self.name().rsplit_once('.').map_or("", |(_, end)| end)
    }

    /// The last step of the path.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// Whether one of the folders on its path has this name.
    pub fn is_below(&self, folder: &str) -> bool {
        let mut steps = self.path.split('/').rev().skip(1);
        steps.any(|step| step == folder)
    }
}

/// Returns the root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Returns the text files of the repository, ordered by path; what is not UTF-8 is left out.
///
/// # Errors
/// When a folder or file cannot be read.
pub fn files() -> io::Result<Vec<File>> {
    let mut found = Vec::new();
    walk(&root(), "", &mut found)?;
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

fn walk(folder: &Path, below: &str, found: &mut Vec<File>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = match below {
            "" => name.clone(),
            below => format!("{below}/{name}"),
        };
        let kind = entry.file_type()?;
        if kind.is_dir() && !PASSED_OVER.contains(&name.as_str()) {
            walk(&entry.path(), &path, found)?;
        }
        if kind.is_file()
            && let Some(text) = read(&entry.path())?
        {
            found.push(File { path, text });
        }
    }
    Ok(())
}

/// A file may go while the tree is read, when an editor saves it.
fn read(path: &Path) -> io::Result<Option<String>> {
    match fs::read(path) {
        Ok(bytes) => Ok(String::from_utf8(bytes).ok()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
