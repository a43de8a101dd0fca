//! Files beside their target that take its place when they are whole; whatever happens, they do not stay.

use std::fs::{File, Permissions, TryLockError};
use std::io::{self, Write};
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

/// How the names of temporary files begin and end.
const NAME: (&str, &str) = (".ofogh-", ".tmp");

/// A file that is being written. It is held with a lock, so that another run can tell whether its writer still lives.
#[derive(Debug)]
pub(super) struct Temporary {
    file: NamedTempFile,
    /// The permissions of the file whose place it takes.
    permissions: Option<Permissions>,
}

impl Temporary {
    /// A new file in the folder of `path`, which is made if need be, and rid of what dead runs left in it.
    ///
    /// # Errors
    /// A folder that cannot be written.
    pub(super) fn beside(path: &Path) -> io::Result<Self> {
        let folder = super::folder(path);
        std::fs::create_dir_all(folder)?;
        remove_left(folder);
        let permissions = std::fs::metadata(path).ok().map(|about| about.permissions());
        let mut builder = Builder::new();
        builder.prefix(NAME.0).suffix(NAME.1);
        permit(&mut builder, permissions.as_ref());
        loop {
            let file = builder.tempfile_in(folder)?;
            // Whoever looked for what was left, just before it was held, has taken it away.
            if !matches!(file.as_file().try_lock(), Err(TryLockError::WouldBlock)) && file.path().exists() {
                return Ok(Self { file, permissions });
            }
        }
    }

    /// To the disk with it, with the permissions of what it replaces.
    fn ready(&self) -> io::Result<()> {
        if let Some(permissions) = &self.permissions {
            self.file.as_file().set_permissions(permissions.clone())?;
        }
        self.file.as_file().sync_all()
    }

    /// Puts everything on the disk, so that it can take its place at once.
    ///
    /// # Errors
    /// A full disk.
    pub(super) fn finish(self) -> io::Result<NamedTempFile> {
        self.ready()?;
        Ok(self.file)
    }
}

impl Write for Temporary {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // The error of the file itself does not name it: nobody knows it by its name.
        self.file.as_file_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_file_mut().flush()
    }
}

/// Removes the temporary files of a folder that nobody holds any more.
fn remove_left(folder: &Path) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let is_ours = name.to_str().is_some_and(|name| name.starts_with(NAME.0) && name.ends_with(NAME.1));
        if is_ours && entry.file_type().is_ok_and(|kind| kind.is_file()) {
            // Held until it is gone, lest its writer take it for its own in between. What cannot be opened or removed is
            // another's; it does not keep us from writing.
            if let Ok(file) = File::open(entry.path())
                && file.try_lock().is_ok()
            {
                let _ = std::fs::remove_file(entry.path());
            }
        }
    }
}

/// What is new may be read by whom the user lets read: the system takes away what the user does not give.
#[cfg(unix)]
fn permit(builder: &mut Builder<'_, '_>, old: Option<&Permissions>) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(old.cloned().unwrap_or_else(|| Permissions::from_mode(0o666)));
}

#[cfg(not(unix))]
fn permit(_: &mut Builder<'_, '_>, _: Option<&Permissions>) {}
