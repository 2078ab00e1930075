//! An invitation or a hub's code out of a file: its text, or a picture of it as a QR code.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

use image::GrayImage;
use rqrr::PreparedImage;
use store::FILE_BYTES_MAX;

use crate::DeskError;
use crate::files::{grey_picture, is_picture};

const READ: &str = "read the file with the code";

/// No text is longer that is an invitation or a code of a hub.
const TEXT_BYTES_MAX: usize = 64 * 1024;
/// How many dots the longer side of a picture has when it is looked at. A code whose squares are a few dots each is found
/// where there are many; one that fills a blurred photo, where there are fewer.
const LOOKS: [u32; 3] = [2_048, 1_024, 512];

/// Returns the text of an invitation or of a hub's code from a file that holds it or shows it.
///
/// # Errors
/// [`DeskError::File`] when the file cannot be read, [`DeskError::NoCodeSeen`] when there is no code in it.
pub fn code_of_file(path: &Path) -> Result<String, DeskError> {
    let failed = |source| DeskError::File { what: READ, source };
    let length = fs::metadata(path).map_err(failed)?.len();
    if length > FILE_BYTES_MAX {
        return Err(unseen("the file is too large"));
    }
    let mut bytes = Vec::new();
    let mut file = File::open(path).map_err(failed)?.take(FILE_BYTES_MAX);
    file.read_to_end(&mut bytes).map_err(failed)?;
    code_in(&bytes)
}

fn code_in(bytes: &[u8]) -> Result<String, DeskError> {
    let text = match is_picture(bytes) {
        true => shown(bytes)?,
        false if bytes.len() > TEXT_BYTES_MAX => return Err(unseen("the file is too large")),
        false => std::str::from_utf8(bytes)
            .map_err(|_| unseen("it is neither a text nor a picture"))?
            .to_owned(),
    };
    let text = text.trim_start_matches('\u{feff}').trim();
    let code = text.lines().next();
    code.map(|code| code.trim_end().to_owned())
        .ok_or_else(|| unseen("it is empty"))
}

/// The text of the code that a picture shows.
fn shown(bytes: &[u8]) -> Result<String, DeskError> {
    for longest in LOOKS {
        let picture =
            grey_picture(bytes, longest).map_err(|refusal| unseen(&refusal.to_string()))?;
        if let Some(text) = code_seen(picture) {
            return Ok(text);
        }
    }
    Err(unseen("no QR code is seen in the picture"))
}

fn code_seen(picture: GrayImage) -> Option<String> {
    let mut prepared = PreparedImage::prepare(picture);
    let grids = prepared.detect_grids();
    grids.iter().find_map(|grid| Some(grid.decode().ok()?.1))
}

fn unseen(why: &str) -> DeskError {
    DeskError::NoCodeSeen {
        why: why.to_owned(),
    }
}

#[cfg(test)]
#[path = "code_file_tests.rs"]
mod tests;
