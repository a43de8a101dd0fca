//! Writing files so that nothing a user has is ever lost: whole or not at all, and never over something not ours.

mod record;
mod temporary;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::fault::Fault;
use crate::figure::{Digester, digest};
use crate::files::said;
use crate::language::{Label, Language};
use record::FolderRecord;
use temporary::Temporary;

/// Whether `bytes` may be written to `path`: nothing is there, or what we wrote, or `force`.
///
/// # Errors
/// A file that is not ours or was changed since, or something that is no file.
pub fn check(path: &Path, bytes: &[u8], force: bool) -> Result<(), Fault> {
    allowed(path, Some(&digest(bytes)), force, |name, found| record::says(folder(path), name, found))
}

/// Whether [`write_with`] may write to `path`.
///
/// # Errors
/// Those of [`check`].
pub fn check_place(path: &Path, force: bool) -> Result<(), Fault> {
    allowed(path, None, force, |name, found| record::says(folder(path), name, found))
}

/// Whether `path` may be replaced by something of digest `new`, if that is known. `ours` tells of a name and a digest whether
/// we wrote that.
fn allowed(
    path: &Path,
    new: Option<&str>,
    force: bool,
    ours: impl FnOnce(&str, &str) -> Result<bool, Fault>,
) -> Result<(), Fault> {
    let Ok(there) = std::fs::symlink_metadata(path) else { return Ok(()) };
    if !there.is_file() {
        return Err(no_file(path));
    }
    if force {
        return Ok(());
    }
    let mut found = Digester::default();
    let read = std::fs::File::open(path).and_then(|mut file| io::copy(&mut file, &mut found));
    read.map_err(|error| failed(path, &error))?;
    let found = found.finish();
    if new == Some(found.as_str()) || ours(&name(path), &found)? { Ok(()) } else { Err(in_the_way(path)) }
}

/// Writes `bytes` to `path`, if [`check`] allows it. A crash leaves the old file.
///
/// # Errors
/// What [`check`] refuses; a folder that cannot be written, a full disk.
pub fn write(path: &Path, bytes: &[u8], force: bool) -> Result<(), Fault> {
    write_all(&[(path.to_owned(), bytes.to_owned())], force)
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
    let filled = Filled::new(path, fill)?;
    filled.map_or(Ok(false), |filled| filled.place(force).map(|()| true))
}

/// Writes several files, if all of them are allowed and there is room for all of them: before that none takes its place.
///
/// # Errors
/// What [`write()`] refuses, and which of the files were written all the same.
pub fn write_all(files: &[(PathBuf, Vec<u8>)], force: bool) -> Result<(), Fault> {
    files.iter().try_for_each(|(path, bytes)| check(path, bytes, force))?;
    let fill = |file| {
        let (path, bytes): &(PathBuf, Vec<u8>) = file;
        Filled::new(path, |sink| sink.write_all(bytes).map(|()| true))
    };
    let filled = files.iter().map(fill).collect::<Result<Vec<_>, Fault>>();
    for (done, filled) in filled.map_err(|fault| partly(fault, files, 0))?.into_iter().flatten().enumerate() {
        filled.place(force).map_err(|fault| partly(fault, files, done))?;
    }
    Ok(())
}

/// What is written into goes to a file beside the target.
#[derive(Debug)]
pub struct Sink {
    file: Temporary,
    digester: Digester,
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.digester.write_all(&bytes[..written])?;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// A file that lies on the disk beside its target, whole.
struct Filled<'a> {
    path: &'a Path,
    file: NamedTempFile,
    digest: String,
}

impl<'a> Filled<'a> {
    /// What `fill` wrote; nothing if it says so.
    fn new(path: &'a Path, fill: impl FnOnce(&mut Sink) -> io::Result<bool>) -> Result<Option<Self>, Fault> {
        let filled = || -> io::Result<Option<Self>> {
            let mut sink = Sink { file: Temporary::beside(path)?, digester: Digester::default() };
            if !fill(&mut sink)? {
                return Ok(None);
            }
            Ok(Some(Self { path, file: sink.file.finish()?, digest: sink.digester.finish() }))
        };
        filled().map_err(|error| failed(path, &error))
    }

    /// Takes its place. What is about to be there is on record before it is there.
    fn place(self, force: bool) -> Result<(), Fault> {
        let Self { path, file, digest } = self;
        let mut record = FolderRecord::open(folder(path))?;
        // It may have taken long: what came to be there meanwhile is not ours.
        allowed(path, Some(&digest), force, |name, found| Ok(record.has(name, found)))?;
        record.add(&name(path), &digest)?;
        file.persist(path).map(drop).map_err(|error| failed(path, &error.error))
    }
}

/// Writes a new file; one that is there is never touched.
///
/// # Errors
/// A file of that name; a folder that cannot be written, a full disk.
pub fn create(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let written = || -> io::Result<()> {
        let mut file = Temporary::beside(path)?;
        file.write_all(bytes)?;
        file.finish()?.persist_noclobber(path).map_err(|error| error.error)?;
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

/// The folder of a file.
fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Says of several files which were written before one of them could not be.
fn partly(fault: Fault, files: &[(PathBuf, Vec<u8>)], done: usize) -> Fault {
    let list = |files: &[(PathBuf, Vec<u8>)]| {
        let names: Vec<String> = files.iter().map(|(path, _)| format!("`{}`", path.display())).collect();
        Label::new(Language::English.list(&names), Language::Persian.list(&names))
    };
    let (written, not) = (list(&files[..done]), list(&files[done..]));
    match (files, done) {
        ([_], _) => fault,
        (_, 0) => fault.help(
            format!("none of them was written, and what was there is untouched: {}", not.en),
            format!("هیچ‌یک نوشته نشد و آنچه بود دست‌نخورده است: {}", not.fa),
        ),
        _ => fault.help(
            format!("written: {}; not written: {}", written.en, not.en),
            format!("نوشته شد: {}؛ نوشته نشد: {}", written.fa, not.fa),
        ),
    }
}

fn failed(path: &Path, error: &io::Error) -> Fault {
    let (path, Label { en, fa }) = (path.display(), said(error));
    Fault::new("write", format!("cannot write `{path}`: {en}"), format!("نوشتن `{path}` ممکن نشد: {fa}"))
        .help(
            "choose another place; what was there is untouched",
            "جای دیگری برگزینید؛ آنچه بود دست‌نخورده است",
        )
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
