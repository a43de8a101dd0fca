//! What we wrote in a folder, so that nothing else is ever replaced: beside the files a record has a digest and a name a line.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::fault::Fault;
use crate::files::{self, ReadError};
use crate::language::Label;

/// Name of the record.
const NAME: &str = ".ofogh-written";
/// Bytes of the largest record that is read.
const LARGEST: u64 = 16 << 20;
/// Bytes from which on what was written long ago is forgotten.
const LONG: usize = 1 << 20;

/// The record of a folder, held against other processes until it is dropped.
pub(super) struct FolderRecord {
    file: File,
    path: PathBuf,
    text: String,
}

/// Whether the record of a folder says that we wrote these contents under that name.
///
/// # Errors
/// A record that is no file, or that cannot be read.
pub(super) fn says(folder: &Path, name: &str, digest: &str) -> Result<bool, Fault> {
    let path = folder.join(NAME);
    if !is_there(&path)? {
        return Ok(false);
    }
    let bytes = files::bytes(&path, LARGEST).map_err(|why| unusable(&path, &why))?;
    Ok(has(&text(&bytes), name, digest))
}

impl FolderRecord {
    /// Opens the record of a folder, or begins one, and waits for those who have it.
    ///
    /// # Errors
    /// A record that is no file, or that cannot be read or written.
    pub(super) fn open(folder: &Path) -> Result<Self, Fault> {
        let path = folder.join(NAME);
        is_there(&path)?;
        let open = || -> io::Result<(File, String)> {
            let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path)?;
            // On a disk that knows no locks parallel runs may forget each other's files, and lose none.
            let _ = file.lock();
            let mut bytes = Vec::new();
            (&file).take(LARGEST).read_to_end(&mut bytes)?;
            Ok((file, text(&bytes)))
        };
        match open() {
            Ok((file, text)) => Ok(Self { file, path, text }),
            Err(error) => Err(unusable(&path, &ReadError::Disk(error))),
        }
    }

    /// Whether we wrote these contents under that name.
    pub(super) fn has(&self, name: &str, digest: &str) -> bool {
        has(&self.text, name, digest)
    }

    /// Adds a line, on the disk when this comes back. What was there stays: whichever of both files a crash leaves is ours.
    ///
    /// # Errors
    /// A full disk.
    pub(super) fn add(&mut self, name: &str, digest: &str) -> Result<(), Fault> {
        let name = one_line(name);
        if lines(&self.text).rfind(|(_, other)| *other == name) == Some((digest, &name)) {
            return Ok(());
        }
        // A line that a crash cut off is none.
        let end = if self.text.is_empty() || self.text.ends_with('\n') { "" } else { "\n" };
        let (mut at, mut more) = (SeekFrom::End(0), format!("{end}{digest}  {name}\n"));
        self.text.push_str(&more);
        if self.text.len() > LONG {
            self.text = latest(&self.text);
            (at, more) = (SeekFrom::Start(0), self.text.clone());
        }
        let mut written = || -> io::Result<()> {
            let start = self.file.seek(at)?;
            self.file.write_all(more.as_bytes())?;
            self.file.set_len(start + more.len() as u64)?;
            self.file.sync_all()
        };
        written().map_err(|error| unusable(&self.path, &ReadError::Disk(error)))
    }
}

/// A name as it stands in a line.
fn one_line(name: &str) -> String {
    name.replace('\n', "\u{fffd}")
}

/// The digest and the name that each line has.
fn lines(text: &str) -> impl DoubleEndedIterator<Item = (&str, &str)> {
    text.lines().filter_map(|line| line.split_once("  "))
}

fn has(text: &str, name: &str, digest: &str) -> bool {
    lines(text).any(|line| line == (digest, one_line(name).as_str()))
}

/// The last two lines of each name: its file holds what one of them says.
fn latest(text: &str) -> String {
    let mut by_name: BTreeMap<&str, [&str; 2]> = BTreeMap::new();
    for (digest, name) in lines(text) {
        let digests = by_name.entry(name).or_default();
        *digests = [digests[1], digest];
    }
    let lines = by_name.iter().flat_map(|(name, digests)| digests.map(|digest| (digest, *name)));
    let lines = lines.filter(|(digest, _)| !digest.is_empty());
    lines.map(|(digest, name)| format!("{digest}  {name}\n")).collect::<Vec<_>>().concat()
}

/// The lines of a record; those that are damaged name no file.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Whether there is a record. It is looked at before it is opened: a pipe would wait for ever, and a link lead elsewhere.
fn is_there(path: &Path) -> Result<bool, Fault> {
    match std::fs::symlink_metadata(path) {
        Ok(about) if about.is_file() && about.len() <= LARGEST => Ok(true),
        Ok(about) if about.is_file() => Err(unusable(path, &ReadError::TooLarge(about.len(), LARGEST))),
        Ok(about) if about.is_dir() => Err(unusable(path, &ReadError::Folder)),
        Ok(_) => Err(unusable(path, &ReadError::NotPlain)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(unusable(path, &ReadError::Disk(error))),
    }
}

fn unusable(path: &Path, why: &ReadError) -> Fault {
    let (path, Label { en, fa }) = (path.display(), why.label());
    Fault::new(
        "record",
        format!("`{path}`, the list of what ofogh wrote in this folder, cannot be used: {en}"),
        format!("از `{path}`، فهرست آنچه افق در این پوشه نوشته است، نمی‌توان استفاده کرد: {fa}"),
    )
    .help(
        "take it away: a new one is begun, and --force replaces the files that the old one named",
        "آن را بردارید: فهرستی تازه آغاز می‌شود و --force پرونده‌های فهرست پیشین را جایگزین می‌کند",
    )
}
