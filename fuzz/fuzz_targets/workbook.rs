//! A workbook with any changes to its parts, and any bytes as a workbook: read or refused, and never breaks the program.
//!
//! Without changes to parts the input is the file itself; else it holds changes of five bytes: which part, where (three
//! bytes), and what is put there.
#![no_main]

use std::cell::RefCell;
use std::io::{Cursor, Read, Write};
use std::path::PathBuf;
use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use ofogh::cli::draw_plain;
use ofogh::export::{FileFormat, FileOptions, adopt, bytes};
use ofogh::language::Language;
use ofogh::scenario::Scenario;
use ofogh::study::{PriceBasis, Report, project};

/// What readers of workbooks stumble over.
const PIECES: [&[u8]; 16] = [
    b"<c r=\"",
    b"</c>",
    b"<f>",
    b"</f>",
    b" t=\"e\"",
    b" t=\"shared\" si=\"4000000000\" ref=\"A1\"",
    b"&#0;",
    b"]]>",
    b"<!--",
    b"\"",
    b"'",
    b"XFD1048577",
    b"1e999",
    b"-1",
    b"#REF!",
    b"99999999999999999999",
];

thread_local! {
    static FOLDER: RefCell<Option<tempfile::TempDir>> = const { RefCell::new(None) };
}

fn base() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/small/programme.toml")
}

/// The parts of a workbook of a small scenario.
fn parts() -> &'static [(String, Vec<u8>)] {
    static PARTS: OnceLock<Vec<(String, Vec<u8>)>> = OnceLock::new();
    PARTS.get_or_init(|| {
        let scenario = Scenario::load(&base(), &[]).unwrap_or_else(|faults| panic!("{}", faults[0].message.en));
        let report =
            Report::new(project(scenario).expect("finite results"), PriceBasis::Constant).expect("a report");
        let book = bytes(FileFormat::Workbook, &[report], Language::English, FileOptions::default());
        let mut archive = zip::ZipArchive::new(Cursor::new(book.expect("a workbook"))).expect("an archive");
        let count = archive.len();
        let part = |n: usize| {
            let mut part = archive.by_index(n).expect("a part");
            let mut content = Vec::new();
            part.read_to_end(&mut content).expect("its content");
            (part.name().expect("a name").into_owned(), content)
        };
        (0..count).map(part).collect()
    })
}

/// The workbook with changes to its parts, packed anew so that every checksum is right.
fn packed(changes: &[u8]) -> Vec<u8> {
    let mut changed = parts().to_vec();
    for change in changes.chunks_exact(5) {
        let count = changed.len();
        let content = &mut changed[usize::from(change[0]) % count].1;
        let at = usize::from(change[1]) << 16 | usize::from(change[2]) << 8 | usize::from(change[3]);
        let at = at % content.len().max(1);
        match change[4] {
            piece @ 0..16 => drop(content.splice(at..at, PIECES[usize::from(piece)].iter().copied())),
            length @ 16..64 => drop(content.drain(at..(at + usize::from(length)).min(content.len()))),
            byte => content[at..].first_mut().into_iter().for_each(|old| *old = byte),
        }
    }
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, content) in changed {
        writer.start_file(name, stored).expect("a part");
        writer.write_all(&content).expect("a part");
    }
    writer.finish().expect("an archive").into_inner()
}

fuzz_target!(|input: &[u8]| {
    FOLDER.with_borrow_mut(|folder| {
        let folder = folder.get_or_insert_with(|| tempfile::tempdir().expect("a folder"));
        let path = folder.path().join("edited.xlsx");
        let book = if input.first().is_some_and(|first| *first < 250) { packed(input) } else { input.to_vec() };
        std::fs::write(&path, book).expect("a file");
        match adopt::read(&path, Some(&base()), None) {
            Ok(adopted) => {
                let _ = adopted.text("edited", &path);
            }
            Err(faults) => {
                assert!(!faults.is_empty());
                let _ = (draw_plain(&faults, Language::English), draw_plain(&faults, Language::Persian));
            }
        }
    });
});
