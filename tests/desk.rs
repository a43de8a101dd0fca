//! A desk with a workbook on it that tests edit by hand.

use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Output;

use ofogh::export::{FileFormat, FileOptions, bytes};
use ofogh::language::Language;
use ofogh::study::{PriceBasis, Report};
use tempfile::TempDir;

use crate::support::{program, root, run};

/// A folder with the reference scenario and a workbook of it.
pub(crate) struct Desk {
    pub folder: TempDir,
    pub book: Vec<u8>,
}

impl Desk {
    pub(crate) fn new(shape: FileOptions) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for part in ["scenarios", "scenarios/qom", "seeds"] {
            std::fs::create_dir_all(folder.path().join(part)).expect("a folder");
            for entry in std::fs::read_dir(root().join(part)).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_file() {
                    let name = path.file_name().expect("a name");
                    std::fs::copy(&path, folder.path().join(part).join(name)).expect("a copy");
                }
            }
        }
        let report =
            Report::new(run("scenarios/reference.toml", &[]), PriceBasis::Constant).expect("a report");
        let book = bytes(FileFormat::Workbook, &[report], Language::English, shape).expect("a workbook");
        Self { folder, book }
    }

    /// The workbook with each cell replaced: what stands in it, or nothing to leave out, by sheet and address.
    pub(crate) fn edit(&self, cells: &[(usize, &str, &str)]) -> PathBuf {
        let edited = changed(&self.book, |name, text| {
            for (sheet, address, content) in cells {
                if name == format!("xl/worksheets/sheet{sheet}.xml") {
                    *text = replaced(text, address, content);
                }
            }
        });
        self.save("edited.xlsx", &edited)
    }

    pub(crate) fn save(&self, name: &str, book: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, book).expect("a workbook");
        path
    }

    pub(crate) fn adopt(&self, book: &Path, more: &[&str]) -> Output {
        let mut command = program();
        command.current_dir(self.folder.path()).arg("adopt").arg(book.file_name().expect("a name"));
        command.args(["--base", "scenarios/reference.toml"]).args(more).output().expect("the program")
    }

    pub(crate) fn refused(&self, book: &Path) -> String {
        let output = self.adopt(book, &[]);
        assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stdout));
        assert!(!self.folder.path().join("scenarios/edited.toml").exists(), "nothing is written");
        String::from_utf8(output.stderr).expect("a text")
    }
}

/// A workbook with every part handed to `edit`.
pub(crate) fn changed(book: &[u8], edit: impl Fn(&str, &mut String)) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(book)).expect("an archive");
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for n in 0..archive.len() {
        let mut part = archive.by_index(n).expect("a part");
        let name = part.name().expect("a name").into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).expect("a text");
        edit(&name, &mut text);
        writer.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        writer.write_all(text.as_bytes()).expect("a part");
    }
    writer.finish().expect("an archive").into_inner()
}

/// The sheet with the content of one cell replaced; the cell keeps its format.
pub(crate) fn replaced(sheet: &str, address: &str, content: &str) -> String {
    let start = sheet.find(&format!("<c r=\"{address}\"")).unwrap_or_else(|| panic!("no cell {address}"));
    let rest = &sheet[start..];
    let end = match (rest.find("/>"), rest.find("</c>")) {
        (Some(alone), Some(whole)) if alone < whole && !rest[..alone].contains('>') => alone + 2,
        (_, Some(whole)) => whole + 4,
        _ => panic!("{address} does not end"),
    };
    let new = match content {
        "" => format!("<c r=\"{address}\"/>"),
        text if text.starts_with('=') => format!("<c r=\"{address}\"><f>{}</f><v>7</v></c>", &text[1..]),
        text if text.parse::<f64>().is_ok() => format!("<c r=\"{address}\"><v>{text}</v></c>"),
        text if text.starts_with('#') => format!("<c r=\"{address}\" t=\"e\"><v>{text}</v></c>"),
        text => format!("<c r=\"{address}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"),
    };
    format!("{}{new}{}", &sheet[..start], &rest[end..])
}

/// Where the workbook has an input, as sheet and address.
pub(crate) fn address(book: &[u8], name: &str) -> String {
    use calamine::Reader;
    let book = calamine::Xlsx::new(Cursor::new(book)).expect("a workbook");
    let (_, place) = book.defined_names().iter().find(|(other, _)| other == name).expect(name).clone();
    place.rsplit('!').next().expect("a cell").replace('$', "")
}

impl Desk {
    /// The address of the id in the row of a name.
    pub(crate) fn book_row_id(&self, name: &str) -> String {
        let cell = address(&self.book, name);
        let row: String = cell.chars().filter(char::is_ascii_digit).collect();
        format!("T{row}")
    }
}

/// The text of a part of a workbook.
pub(crate) fn part(book: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(book)).expect("an archive");
    let mut text = String::new();
    archive.by_name(name).expect(name).read_to_string(&mut text).expect("a text");
    text
}
