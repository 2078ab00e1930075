//! The table of the languages that have words, made from their folders. The build script embeds it, so that a language
//! is added by dropping in its folder.

use std::path::Path;
use std::{fs, io};

/// The files out of which paper takes its words.
const FILES: [&str; 4] = ["language.ftl", "paper.ftl", "records.ftl", "report.ftl"];

/// Source text of a table: the code of every language in a folder, with those of its files that paper takes words from.
pub(crate) fn table(folder: &Path) -> io::Result<String> {
    let mut rows = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let code = entry.file_name().to_string_lossy().into_owned();
        let files = FILES.map(|name| entry.path().join(name));
        let there: Vec<String> = files
            .iter()
            .filter(|path| path.is_file())
            .map(|path| format!("include_str!({path:?})"))
            .collect();
        if !there.is_empty() {
            rows.push(format!("    ({code:?}, &[{}]),\n", there.join(", ")));
        }
    }
    rows.sort();
    Ok(format!("&[\n{}]\n", rows.concat()))
}
