//! The centre's key in its file: one line of text that only its owner may read.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;

use data_encoding::HEXLOWER;
use vault::DeviceKey;
use zeroize::Zeroizing;

use super::{CentreError, file, random};

const PREFIX: &str = "sala-centre-key:";

/// Reads the key.
pub(super) fn load(path: &Path) -> Result<DeviceKey, CentreError> {
    let text = std::fs::read_to_string(path)
        .map(Zeroizing::new)
        .map_err(file("read", path))?;
    read(&text).ok_or_else(|| CentreError::BadKey {
        path: path.to_owned(),
    })
}

/// Reads the key, or makes one when there is no file.
pub(super) fn load_or_make(path: &Path) -> Result<DeviceKey, CentreError> {
    if path.exists() {
        return load(path);
    }
    let key = DeviceKey::from_bytes(&Zeroizing::new(random()?));
    save(path, &key)?;
    Ok(key)
}

/// Writes the key to a new file and returns when the disk has it.
pub(super) fn save(path: &Path, key: &DeviceKey) -> Result<(), CentreError> {
    // Under another name first: a file that broke off half way must not be taken for a key.
    let fresh = path.with_extension("key.new");
    let text = Zeroizing::new(format!(
        "{PREFIX}{}\n",
        HEXLOWER.encode(key.to_bytes().as_slice())
    ));
    let mut out = private(&fresh).map_err(file("write", &fresh))?;
    out.write_all(text.as_bytes())
        .map_err(file("write", &fresh))?;
    out.sync_all().map_err(file("write", &fresh))?;
    std::fs::rename(&fresh, path).map_err(file("write", path))?;
    if let Some(folder) = path.parent() {
        sync_folder(folder)?;
    }
    Ok(())
}

fn read(text: &str) -> Option<DeviceKey> {
    let digits = text.trim().strip_prefix(PREFIX)?;
    let bytes = Zeroizing::new(HEXLOWER.decode(digits.as_bytes()).ok()?);
    let secret: [u8; 32] = bytes.as_slice().try_into().ok()?;
    Some(DeviceKey::from_bytes(&Zeroizing::new(secret)))
}

#[cfg(unix)]
pub(super) fn private(path: &Path) -> std::io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)
}

#[cfg(not(unix))]
pub(super) fn private(path: &Path) -> std::io::Result<File> {
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .open(path)
}

/// Makes the folder of a centre, for its owner alone. One that is there keeps the rights it has.
pub(super) fn make_folder(folder: &Path, files: &Path) -> Result<(), CentreError> {
    let is_new = !folder.exists();
    std::fs::create_dir_all(files).map_err(file("make the folder", files))?;
    if is_new { shut(folder, 0o700) } else { Ok(()) }
}

/// Lets nobody but the owner into a file.
pub(super) fn shut_file(path: &Path) -> Result<(), CentreError> {
    shut(path, 0o600)
}

#[cfg(unix)]
fn shut(path: &Path, mode: u32) -> Result<(), CentreError> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))
        .map_err(file("protect", path))
}

/// Files and folders of other systems keep the rights of the folder they are in.
#[cfg(not(unix))]
fn shut(_path: &Path, _mode: u32) -> Result<(), CentreError> {
    Ok(())
}

/// Says whether nobody but the owner can read a file.
#[cfg(unix)]
pub(super) fn is_private(path: &Path) -> Result<bool, CentreError> {
    use std::os::unix::fs::PermissionsExt;
    let about = std::fs::metadata(path).map_err(file("read", path))?;
    Ok(about.permissions().mode().trailing_zeros() >= 6)
}

/// Other systems say so in other ways.
#[cfg(not(unix))]
pub(super) fn is_private(_path: &Path) -> Result<bool, CentreError> {
    Ok(true)
}

/// Makes sure that a new name in a folder outlives a power cut.
#[cfg(unix)]
pub(super) fn sync_folder(folder: &Path) -> Result<(), CentreError> {
    let open = File::open(folder).map_err(file("write", folder))?;
    open.sync_all().map_err(file("write", folder))
}

/// Other systems write names through.
#[cfg(not(unix))]
pub(super) fn sync_folder(_folder: &Path) -> Result<(), CentreError> {
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test should stop at once")]

    use super::*;

    #[test]
    fn a_key_is_made_once_and_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("centre.key");
        let made = load_or_make(&path).unwrap().device_public();
        assert_eq!(load_or_make(&path).unwrap().device_public(), made);
        assert_eq!(load(&path).unwrap().device_public(), made);
        assert_eq!(
            std::fs::read_dir(folder.path()).unwrap().count(),
            1,
            "nothing is left beside it"
        );
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_may_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("centre.key");
        load_or_make(&path).unwrap();
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }

    #[test]
    fn other_files_are_no_keys() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("centre.key");
        for text in [
            "",
            "sala-centre-key:",
            "sala-centre-key:00",
            &"0".repeat(64),
        ] {
            std::fs::write(&path, text).unwrap();
            assert!(
                matches!(load(&path), Err(CentreError::BadKey { .. })),
                "{text:?}"
            );
        }
    }
}
