//! Writing files so that nothing a user has is ever lost: whole or not at all, and never over something not ours.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use crate::fault::Fault;

/// Beside the files we write, this one remembers what we wrote: a digest and a name a line.
const RECORD: &str = ".ofogh-written";

/// Writes `bytes` to `path`. A crash leaves the old file; a file that is not ours, or was changed since we wrote it, is
/// replaced only with `force`.
///
/// # Errors
/// A file in the way, a folder that cannot be written, a full disk.
pub fn write(path: &Path, bytes: &[u8], force: bool) -> Result<(), Fault> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let failed = |error: io::Error| {
        let path = path.display();
        Fault::new(
            "write",
            format!("cannot write `{path}`: {error}"),
            format!("نوشتن `{path}` ممکن نشد: {error}"),
        )
        .help(
            "choose another place with --out; the file that was there is untouched",
            "با --out جای دیگری برگزینید؛ پروندهٔ پیشین دست‌نخورده است",
        )
    };
    std::fs::create_dir_all(folder).map_err(failed)?;
    let record = folder.join(RECORD);
    let mut ours = known(&record);
    match std::fs::read(path) {
        Ok(there) => {
            let as_written =
                ours.iter().any(|(digest, other)| *other == name && *digest == digest_of(&there));
            if !force && there != bytes && !as_written {
                return Err(in_the_way(path));
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(failed(error)),
    }
    replace(path, folder, bytes).map_err(failed)?;
    ours.retain(|(_, other)| *other != name);
    ours.push((digest_of(bytes), name));
    ours.sort_by(|a, b| a.1.cmp(&b.1));
    let mut text = String::new();
    for (digest, name) in &ours {
        // Writing to a text cannot fail.
        let _ = writeln!(text, "{digest}  {name}");
    }
    replace(&record, folder, text.as_bytes()).map_err(failed)
}

/// Writes beside the target, to the disk, and only then takes its place.
fn replace(path: &Path, folder: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    readable(&file)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Temporary files are private; results are for everybody.
#[cfg(unix)]
fn readable(file: &NamedTempFile) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.as_file().set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &NamedTempFile) -> io::Result<()> {
    Ok(())
}

fn known(record: &PathBuf) -> Vec<(String, String)> {
    let text = std::fs::read_to_string(record).unwrap_or_default();
    text.lines()
        .filter_map(|line| line.split_once("  "))
        .map(|(digest, name)| (digest.to_owned(), name.to_owned()))
        .collect()
}

fn digest_of(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        // Writing to a text cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn in_the_way(path: &Path) -> Fault {
    let path = path.display();
    Fault::new(
        "in-the-way",
        format!("`{path}` was not written by ofogh, or was changed since"),
        format!("`{path}` را افق ننوشته یا پس از آن تغییر کرده است"),
    )
    .help(
        "it is left as it is; write elsewhere with --out FILE, or replace it with --force",
        "دست‌نخورده ماند؛ با --out FILE جای دیگری بنویسید یا با --force جایگزین کنید",
    )
}
