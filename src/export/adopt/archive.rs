//! The file of a workbook: bounded, every part unpacked to its end and its checksum verified before anything is believed.

use std::collections::HashSet;
use std::fmt::Display;
use std::io::{Cursor, Read, Write};
use std::path::Path;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, Writer};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::files;
use crate::language::Label;

/// Largest file that is opened, in bytes.
const LARGEST_FILE: u64 = 100 << 20;
/// Most that its parts may hold together when they are unpacked, in bytes.
const LARGEST_UNPACKED: u64 = 500 << 20;
/// Most parts that a file may have.
const MOST_PARTS: usize = 10_000;
/// Most cells that hold something, in all sheets together.
const MOST_CELLS: usize = 5_000_000;

/// The parts of the workbook at `path`, packed anew as they were verified.
///
/// # Errors
/// Why the file is no workbook that can be believed.
pub(super) fn verified(path: &Path) -> Result<Vec<u8>, Label> {
    let bytes = files::bytes(path, LARGEST_FILE).map_err(|why| why.label())?;
    unpacked(&bytes)
}

/// The parts of a workbook in memory, packed anew as they were verified.
fn unpacked(bytes: &[u8]) -> Result<Vec<u8>, Label> {
    // What is protected by a password, and what was saved before 2007, is a file of another kind that begins so.
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(Label::new(
            "it is protected by a password, or was saved in the old format .xls",
            "گذرواژه دارد یا با قالب قدیمی ‎.xls ذخیره شده است",
        ));
    }
    let no_workbook = || Label::new("it is no workbook in the format .xlsx", "کارپوشه‌ای با قالب ‎.xlsx نیست");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| no_workbook())?;
    if archive.len() > MOST_PARTS {
        return Err(too_large(archive.len(), MOST_PARTS, ("parts", "پاره")));
    }
    if archive.index_for_name("xl/workbook.xml").is_none() {
        return Err(no_workbook());
    }
    let mut packed = ZipWriter::new(Cursor::new(Vec::new()));
    let (mut left, mut cells) = (LARGEST_UNPACKED, MOST_CELLS);
    for n in 0..archive.len() {
        let damaged = |_| damaged(format_args!("{}", n + 1));
        let part = archive.by_index(n).map_err(damaged)?;
        let name = part.name().map_err(damaged)?.into_owned();
        let mut content = Vec::new();
        // The reader compares the checksum where the part ends.
        part.take(left + 1).read_to_end(&mut content).map_err(|_| self::damaged(format_args!("`{name}`")))?;
        left = left
            .checked_sub(content.len() as u64)
            .ok_or_else(|| too_large(LARGEST_UNPACKED + 1, LARGEST_UNPACKED, ("bytes", "بایت")))?;
        if name.starts_with("xl/worksheets/") && name.ends_with(".xml") {
            content = plain_sheet(&content, &name, &mut cells)?;
        }
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        let written = packed.start_file(&name, stored).and_then(|()| Ok(packed.write_all(&content)?));
        written.map_err(|_| self::damaged(format_args!("`{name}`")))?;
    }
    packed.finish().map(Cursor::into_inner).map_err(|_| no_workbook())
}

/// A sheet in which every cell can be read by itself: the error of whatever program is the text of that error. `left` is
/// how many more cells are read.
fn plain_sheet(xml: &[u8], name: &str, left: &mut usize) -> Result<Vec<u8>, Label> {
    let broken = || damaged(format_args!("`{name}`"));
    let mut reader = Reader::from_reader(xml);
    reader.config_mut().expand_empty_elements = true;
    let mut writer = Writer::new(Vec::with_capacity(xml.len()));
    let (mut buffer, mut shared) = (Vec::new(), HashSet::new());
    loop {
        buffer.clear();
        let event = match reader.read_event_into(&mut buffer).map_err(|_| broken())? {
            Event::Eof => return Ok(writer.into_inner()),
            Event::Start(cell) if cell.local_name().as_ref() == "c" => {
                *left = left
                    .checked_sub(1)
                    .ok_or_else(|| too_large(MOST_CELLS + 1, MOST_CELLS, ("cells", "خانه")))?;
                Event::Start(plain_cell(cell))
            }
            Event::Start(formula) if formula.local_name().as_ref() == "f" => {
                if attribute(&formula, "t").as_deref() == Some("shared") {
                    let index = attribute(&formula, "si").and_then(|index| index.parse::<usize>().ok());
                    let index = index.filter(|index| *index < MOST_CELLS).ok_or_else(broken)?;
                    let first = attribute(&formula, "ref").is_some();
                    // What is shared with no cell before it would be read as no formula at all.
                    if !(if first { shared.insert(index) || first } else { shared.contains(&index) }) {
                        return Err(broken());
                    }
                }
                Event::Start(formula)
            }
            other => other,
        };
        writer.write_event(event).map_err(|_| broken())?;
    }
}

/// A cell of a kind that is read whatever stands in it.
fn plain_cell(cell: BytesStart<'_>) -> BytesStart<'_> {
    let kind = attribute(&cell, "t");
    if matches!(kind.as_deref(), None | Some("b" | "d" | "inlineStr" | "s" | "str")) {
        return cell;
    }
    let name = cell.name().as_ref().to_owned();
    let others = cell.attributes().flatten().filter(|attribute| attribute.key.as_ref() != "t");
    let plain = BytesStart::new(name).with_attributes(others);
    // A number that is none is read as a text if it does not say that it is a number.
    if kind.as_deref() == Some("n") { plain } else { plain.with_attributes([("t", "str")]) }.into_owned()
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.try_get_attribute(name).ok()??;
    Some(found.value.into_owned())
}

fn damaged(part: impl Display) -> Label {
    Label::new(
        format!("its part {part} is damaged: the file changed after it was saved"),
        format!("پارهٔ {part} آن آسیب دیده است: پرونده پس از ذخیره تغییر کرده است"),
    )
}

fn too_large(found: impl Display, most: impl Display, what: (&str, &str)) -> Label {
    Label::new(
        format!("it holds {found} {} or more; at most {most} are read", what.0),
        format!("{found} {} یا بیشتر دارد؛ حداکثر {most} خوانده می‌شود", what.1),
    )
}
