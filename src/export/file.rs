//! Writing files so that nothing a user has is ever lost: whole or not at all, and never over something not ours.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::fault::Fault;
use crate::figure::{Digester, digest};

/// Beside the files we write, this one remembers what we wrote: a digest and a name a line.
const RECORD: &str = ".ofogh-written";

/// Whether `bytes` may be written to `path`: nothing is there, or what we last wrote, or `force`.
///
/// # Errors
/// A file that is not ours or was changed since, or something that is no file.
pub fn check(path: &Path, bytes: &[u8], force: bool) -> Result<(), Fault> {
    allowed(path, Some(&digest(bytes)), force)
}

/// Whether [`write_with`] may write to `path`.
///
/// # Errors
/// Those of [`check`].
pub fn check_place(path: &Path, force: bool) -> Result<(), Fault> {
    allowed(path, None, force)
}

/// Whether `path` may be replaced by something of digest `new`, if that is known.
fn allowed(path: &Path, new: Option<&str>, force: bool) -> Result<(), Fault> {
    let Ok(there) = std::fs::symlink_metadata(path) else { return Ok(()) };
    if !there.is_file() {
        return Err(no_file(path));
    }
    if force {
        return Ok(());
    }
    let (folder, name) = parts(path);
    let mut found = Digester::default();
    let read = std::fs::File::open(path).and_then(|mut file| io::copy(&mut file, &mut found));
    read.map_err(|error| failed(path, &error))?;
    let found = found.finish();
    let ours = known(&folder.join(RECORD)).map_err(|error| failed(path, &error))?;
    let as_written = ours.iter().any(|(known, other)| *other == name && *known == found);
    if new == Some(found.as_str()) || as_written { Ok(()) } else { Err(in_the_way(path)) }
}

/// Writes `bytes` to `path`, if [`check`] allows it. A crash leaves the old file.
///
/// # Errors
/// What [`check`] refuses; a folder that cannot be written, a full disk.
pub fn write(path: &Path, bytes: &[u8], force: bool) -> Result<(), Fault> {
    check(path, bytes, force)?;
    fill_and_replace(path, force, |sink| sink.write_all(bytes).map(|()| true)).map(|_| ())
}

/// Writes to `path` what `fill` writes into the sink, which is on the disk and not in memory, if [`check_place`] allows it.
/// If `fill` fails or says false, nothing is written; that is what this gives back.
///
/// # Errors
/// What [`check_place`] refuses; a folder that cannot be written, a full disk.
pub fn write_with(
    path: &Path,
    force: bool,
    fill: impl FnOnce(&mut Sink) -> io::Result<bool>,
) -> Result<bool, Fault> {
    check_place(path, force)?;
    fill_and_replace(path, force, fill)
}

/// A file beside the target that takes its place when it is whole; it is gone if it never is.
#[derive(Debug)]
pub struct Sink {
    file: NamedTempFile,
    digester: Digester,
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // The error of the file itself does not name it: nobody knows it by its name.
        let written = self.file.as_file_mut().write(bytes)?;
        self.digester.write_all(&bytes[..written])?;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_file_mut().flush()
    }
}

fn fill_and_replace(
    path: &Path,
    force: bool,
    fill: impl FnOnce(&mut Sink) -> io::Result<bool>,
) -> Result<bool, Fault> {
    let failed = |error: io::Error| failed(path, &error);
    let (folder, name) = parts(path);
    std::fs::create_dir_all(folder).map_err(failed)?;
    let file = NamedTempFile::new_in(folder).map_err(failed)?;
    let mut sink = Sink { file, digester: Digester::default() };
    if !fill(&mut sink).map_err(failed)? {
        return Ok(false);
    }
    let Sink { file, digester } = sink;
    ready(&file).map_err(failed)?;
    let digest = digester.finish();
    // It may have taken long: what came to be there meanwhile is not ours.
    allowed(path, Some(&digest), force)?;
    let record = folder.join(RECORD);
    let mut ours = known(&record).map_err(failed)?;
    ours.retain(|(known, other)| *other != name || *known != digest);
    // What is about to be written is remembered beside what was: whichever is there after a crash is ours.
    ours.push((digest.clone(), name.clone()));
    replace(&record, folder, lines(&ours).as_bytes()).map_err(failed)?;
    file.persist(path).map_err(|error| failed(error.error))?;
    ours.retain(|(known, other)| *other != name || *known == digest);
    ours.sort_by(|a, b| a.1.cmp(&b.1));
    // The file is written: if what was before it cannot be forgotten, it is remembered a while longer.
    let _ = replace(&record, folder, lines(&ours).as_bytes());
    Ok(true)
}

/// Writes several files, if all of them are allowed: none is written before each was checked.
///
/// # Errors
/// What [`write()`] refuses.
pub fn write_all(files: &[(PathBuf, Vec<u8>)], force: bool) -> Result<(), Fault> {
    files.iter().try_for_each(|(path, bytes)| check(path, bytes, force))?;
    files.iter().try_for_each(|(path, bytes)| write(path, bytes, force))
}

/// Writes a new file; one that is there is never touched.
///
/// # Errors
/// A file of that name; a folder that cannot be written, a full disk.
pub fn create(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let (folder, _) = parts(path);
    let written = || -> io::Result<()> {
        let mut file = NamedTempFile::new_in(folder)?;
        file.write_all(bytes)?;
        ready(&file)?;
        file.persist_noclobber(path).map_err(|error| error.error)?;
        Ok(())
    };
    written().map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            let path = path.display();
            Fault::new("in-the-way", format!("`{path}` is there already"), format!("`{path}` از پیش هست"))
                .help("choose another name; nothing was written", "نام دیگری برگزینید؛ چیزی نوشته نشد")
        }
        _ => failed(path, &error),
    })
}

fn parts(path: &Path) -> (&Path, String) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    (folder, path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default())
}

fn lines(ours: &[(String, String)]) -> String {
    ours.iter().map(|(digest, name)| format!("{digest}  {name}\n")).collect::<Vec<_>>().concat()
}

fn failed(path: &Path, error: &io::Error) -> Fault {
    let path = path.display();
    Fault::new(
        "write",
        format!("cannot write `{path}`: {error}"),
        format!("نوشتن `{path}` ممکن نشد: {error}"),
    )
    .help("choose another place; what was there is untouched", "جای دیگری برگزینید؛ آنچه بود دست‌نخورده است")
}

fn no_file(path: &Path) -> Fault {
    let path = path.display();
    Fault::new(
        "no-file",
        format!("`{path}` is a folder, a link or a device, not a file"),
        format!("`{path}` پوشه، پیوند یا دستگاه است، نه پرونده"),
    )
    .help("name a plain file with --out", "با --out پرونده‌ای معمولی را نام ببرید")
}

/// Writes beside the target, to the disk, and only then takes its place.
fn replace(path: &Path, folder: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    ready(&file)?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// To the disk with it, for everybody to read.
fn ready(file: &NamedTempFile) -> io::Result<()> {
    readable(file)?;
    file.as_file().sync_all()
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

/// What we wrote in a folder; nothing if we never wrote there.
fn known(record: &Path) -> io::Result<Vec<(String, String)>> {
    let text = match std::fs::read_to_string(record) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        text => text?,
    };
    let pair = |line: &str| line.split_once("  ").map(|(digest, name)| (digest.to_owned(), name.to_owned()));
    Ok(text.lines().filter_map(pair).collect())
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
