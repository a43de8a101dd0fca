//! Where texts are read from: the disk, or memory.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use crate::language::Label;

/// Largest text that is read: far more than anybody writes by hand.
const LARGEST: u64 = 4 << 20;

/// Files that a scenario may read.
pub trait Files {
    /// The text of a file.
    ///
    /// # Errors
    /// Why there is no such text.
    fn read(&self, path: &Path) -> Result<String, ReadError>;

    /// The paths of what a folder holds.
    ///
    /// # Errors
    /// Why the folder cannot be listed.
    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>>;

    /// The one path by which a file is known, however it is named.
    fn real(&self, path: &Path) -> PathBuf;
}

/// Why a text cannot be read.
#[derive(Debug)]
pub enum ReadError {
    /// There is no such file.
    Missing,
    /// It is a folder.
    Folder,
    /// It is a pipe, a device or the like.
    NotPlain,
    /// It has so many bytes, and at most so many are read.
    TooLarge(u64, u64),
    /// It is not UTF-8 text from this line on.
    NotText(usize),
    /// What the disk says.
    Disk(io::Error),
}

impl ReadError {
    /// What is wrong with the file, in both languages.
    pub fn label(&self) -> Label {
        match self {
            Self::Missing => Label::new("there is no such file", "چنین پرونده‌ای نیست"),
            Self::Folder => Label::new("it is a folder", "پوشه است"),
            Self::NotPlain => Label::new("it is not a plain file", "پروندهٔ معمولی نیست"),
            Self::TooLarge(bytes, most) => Label::new(
                format!("it has {bytes} bytes; at most {most} are read"),
                format!("{bytes} بایت دارد؛ بیش از {most} بایت خوانده نمی‌شود"),
            ),
            Self::NotText(line) => Label::new(
                format!("it is not UTF-8 text (line {line})"),
                format!("متن UTF-8 نیست (سطر {line})"),
            ),
            Self::Disk(error) => said(error),
        }
    }
}

/// What the disk says, in both languages.
pub fn said(error: &io::Error) -> Label {
    let (en, fa) = match error.kind() {
        io::ErrorKind::NotFound => ("there is no such file or folder", "چنین پرونده یا پوشه‌ای نیست"),
        io::ErrorKind::PermissionDenied => ("you have no permission", "اجازهٔ آن را ندارید"),
        io::ErrorKind::NotADirectory => ("it is not a folder", "پوشه نیست"),
        io::ErrorKind::IsADirectory => ("it is a folder", "پوشه است"),
        io::ErrorKind::StorageFull => ("the disk is full", "دیسک پر است"),
        io::ErrorKind::QuotaExceeded => ("your share of the disk is full", "سهم شما از دیسک پر است"),
        io::ErrorKind::ReadOnlyFilesystem => ("this disk can only be read", "از این دیسک تنها می‌توان خواند"),
        io::ErrorKind::FileTooLarge => {
            return Label::new(error.to_string(), "پرونده بزرگ‌تر از آن است که اجازه دارد");
        }
        _ => return Label::same(error.to_string()),
    };
    Label::new(en, fa)
}

/// The files of this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

/// The bytes of a plain file, if there are at most `most` of them: the one door through which this program reads.
///
/// # Errors
/// A file that is missing, too large, or none at all: a pipe would never end.
pub fn bytes(path: &Path, most: u64) -> Result<Vec<u8>, ReadError> {
    let disk = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => ReadError::Missing,
        _ => ReadError::Disk(error),
    };
    let about = std::fs::metadata(path).map_err(disk)?;
    if about.is_dir() {
        return Err(ReadError::Folder);
    }
    if !about.is_file() {
        return Err(ReadError::NotPlain);
    }
    if about.len() > most {
        return Err(ReadError::TooLarge(about.len(), most));
    }
    // It may grow while it is read, and some files do not know how long they are.
    let mut bytes = Vec::new();
    std::fs::File::open(path).and_then(|file| file.take(most + 1).read_to_end(&mut bytes)).map_err(disk)?;
    if bytes.len() as u64 > most { Err(ReadError::TooLarge(bytes.len() as u64, most)) } else { Ok(bytes) }
}

impl Files for Disk {
    fn read(&self, path: &Path) -> Result<String, ReadError> {
        String::from_utf8(bytes(path, LARGEST)?).map_err(|error| {
            let sound = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            ReadError::NotText(1 + sound.iter().filter(|byte| **byte == b'\n').count())
        })
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let entries = std::fs::read_dir(folder)?;
        Ok(entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect())
    }

    fn real(&self, path: &Path) -> PathBuf {
        path.canonicalize().unwrap_or_else(|_| path.to_owned())
    }
}

/// Files that remember what was asked of them and what they answered, so that it can be told whether that is still so.
pub struct Remembered<'a> {
    files: &'a dyn Files,
    texts: RefCell<BTreeMap<PathBuf, Option<String>>>,
    folders: RefCell<BTreeMap<PathBuf, Option<Vec<PathBuf>>>>,
}

impl<'a> Remembered<'a> {
    /// Nothing was asked of `files` yet.
    pub fn new(files: &'a dyn Files) -> Self {
        Self { files, texts: RefCell::default(), folders: RefCell::default() }
    }

    /// Whether any text or any folder that was asked for, also in vain, is not what it was.
    pub fn changed(&self) -> bool {
        let text = |(path, text): (&PathBuf, &Option<String>)| self.files.read(path).ok() != *text;
        let folder = |(path, held): (&PathBuf, &Option<Vec<PathBuf>>)| sorted(self.files.list(path)) != *held;
        self.texts.borrow().iter().any(text) || self.folders.borrow().iter().any(folder)
    }
}

impl Files for Remembered<'_> {
    fn read(&self, path: &Path) -> Result<String, ReadError> {
        let read = self.files.read(path);
        self.texts.borrow_mut().insert(path.to_owned(), read.as_ref().ok().cloned());
        read
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let held = self.files.list(folder);
        let known = held.as_ref().ok().map(|held| sorted(Ok(held.clone())));
        self.folders.borrow_mut().insert(folder.to_owned(), known.flatten());
        held
    }

    fn real(&self, path: &Path) -> PathBuf {
        self.files.real(path)
    }
}

fn sorted(held: io::Result<Vec<PathBuf>>) -> Option<Vec<PathBuf>> {
    let mut held = held.ok()?;
    held.sort();
    Some(held)
}

/// Files in memory, by their paths.
#[derive(Debug, Clone, Default)]
pub struct Memory(BTreeMap<PathBuf, String>);

impl Memory {
    /// With one more file; one of the same path is replaced.
    #[must_use]
    pub fn with(mut self, path: impl AsRef<Path>, text: impl Into<String>) -> Self {
        self.0.insert(plain(path.as_ref()), text.into());
        self
    }
}

impl Files for Memory {
    fn read(&self, path: &Path) -> Result<String, ReadError> {
        let path = plain(path);
        match self.0.get(&path) {
            Some(text) => Ok(text.clone()),
            None if self.0.keys().any(|other| other.starts_with(&path)) => Err(ReadError::Folder),
            None => Err(ReadError::Missing),
        }
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let inside = plain(folder);
        let held: Vec<PathBuf> =
            self.0.keys().filter(|path| path.parent() == Some(&inside)).cloned().collect();
        if held.is_empty() { Err(io::ErrorKind::NotFound.into()) } else { Ok(held) }
    }

    fn real(&self, path: &Path) -> PathBuf {
        plain(path)
    }
}

/// A path without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if plain.file_name().is_some() => {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain
}
