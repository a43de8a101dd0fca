//! Files that are read back as workbooks: damaged, too large, of other kinds, or with anything at all in their parts.

use std::io::{Cursor, Read, Write};
use std::path::Path;

use ofogh::export::FileOptions;

use crate::desk::{Desk, changed};

/// Every part is unpacked to its end and held against its checksum before anything in it is believed.
#[test]
fn a_flipped_bit_is_never_believed() {
    let desk = Desk::new(FileOptions::default());
    let mut archive = zip::ZipArchive::new(Cursor::new(&desk.book)).expect("an archive");
    let parts: Vec<(String, u64, u64)> = (0..archive.len())
        .map(|n| {
            let part = archive.by_index(n).expect("a part");
            let start = part.data_start().expect("its data");
            (part.name().expect("a name").into_owned(), start, part.compressed_size())
        })
        .collect();
    let (mut flips, mut state) = (0, 1_404_u64);
    for (name, start, size) in parts {
        for _ in 0..3 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let at = usize::try_from(start + (state >> 33) % size).expect("a place");
            let mut bytes = desk.book.clone();
            bytes[at] ^= 1 << (state >> 61);
            // A few bits behind the end of what is packed say nothing.
            if content(&bytes, &name) == content(&desk.book, &name) {
                continue;
            }
            let found = desk.refused(&desk.save("edited.xlsx", &bytes));
            let expected =
                format!("error[workbook]: cannot read `edited.xlsx`: its part `{name}` is damaged");
            assert!(found.starts_with(&expected), "{name} at {at}:\n{found}");
            flips += 1;
        }
    }
    assert!(flips > 40, "{flips}");
}

/// A part of a workbook, if it is whole.
fn content(book: &[u8], name: &str) -> Option<Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(book)).expect("an archive");
    let mut content = Vec::new();
    archive.by_name(name).ok()?.read_to_end(&mut content).ok()?;
    Some(content)
}

/// What a file says of itself costs no more than what it holds.
#[test]
fn sizes_are_bounded() {
    let desk = Desk::new(FileOptions::default());
    let with = |cells: &str| {
        let book = changed(&desk.book, |name, text| {
            if name == "xl/worksheets/sheet2.xml" {
                *text = text.replace("</sheetData>", &format!("<row r=\"9000\">{cells}</row></sheetData>"));
            }
        });
        desk.refused(&desk.save("edited.xlsx", &book))
    };
    let damaged =
        "error[workbook]: cannot read `edited.xlsx`: its part `xl/worksheets/sheet2.xml` is damaged";
    for formula in [
        "<f t=\"shared\" si=\"4000000000\" ref=\"A9000:A9001\">1</f>",
        "<f t=\"shared\" si=\"3\"/>",
        "<f t=\"shared\" ref=\"A9000\">1</f>",
    ] {
        let found = with(&format!("<c r=\"A9000\">{formula}<v>1</v></c>"));
        assert!(found.starts_with(damaged), "{formula}\n{found}");
    }
    let found = with(&"<c r=\"A9000\" s=\"1\"/>".repeat(5_000_001));
    assert!(found.contains("cells or more; at most 5000000 are read"), "{found}");
    let mut bomb = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for name in ["xl/workbook.xml", "xl/worksheets/sheet1.xml"] {
        bomb.start_file(name, options).expect("a part");
        std::io::copy(&mut std::io::repeat(b' ').take(400 << 20), &mut bomb).expect("a part");
    }
    let bomb = bomb.finish().expect("an archive").into_inner();
    let found = desk.refused(&desk.save("edited.xlsx", &bomb));
    assert!(found.contains("bytes or more; at most 524288000 are read"), "{found}");
    let mut many = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for n in 0..10_001 {
        many.start_file(format!("part{n}"), options).expect("a part");
        many.write_all(b"").expect("a part");
    }
    let found = desk.refused(&desk.save("edited.xlsx", &many.finish().expect("an archive").into_inner()));
    assert!(found.contains("10001 parts or more; at most 10000 are read"), "{found}");
}

/// Files of other kinds are called what they are.
#[test]
fn other_kinds_of_files() {
    let desk = Desk::new(FileOptions::default());
    for (bytes, expected) in [
        (
            &b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more"[..],
            "protected by a password, or was saved in the old format .xls",
        ),
        (&b"a,b\n1,2\n"[..], "it is no workbook in the format .xlsx"),
    ] {
        let found = desk.refused(&desk.save("edited.xlsx", bytes));
        assert!(
            found.starts_with("error[workbook]: cannot read `edited.xlsx`: ") && found.contains(expected),
            "{found}"
        );
    }
    let found = desk.refused(Path::new("scenarios"));
    assert!(found.contains("it is a folder"), "{found}");
}

/// Whatever stands in the parts of a file whose checksums are right, it is read or refused. `CASES=5000` tries more.
#[test]
fn any_change_of_any_part_is_read_or_refused() {
    const PIECES: [&str; 12] = [
        "<c r=\"",
        "</c>",
        "<f>",
        " t=\"e\"",
        " t=\"n\"",
        "&#0;",
        "]]>",
        "\"",
        "XFD1048577",
        "1e999",
        "#REF!",
        "-1",
    ];
    let desk = Desk::new(FileOptions::default());
    let base = desk.folder.path().join("scenarios/reference.toml");
    let names: Vec<String> = {
        let archive = zip::ZipArchive::new(Cursor::new(&desk.book)).expect("an archive");
        archive.file_names().map(|name| name.expect("a name").into_owned()).collect()
    };
    let cases = std::env::var("CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(40);
    let mut state = 1_404_usize;
    let mut below = |count: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % count.max(1)
    };
    let mut refused = 0;
    for _ in 0..cases {
        let (part, piece) = (&names[below(names.len())], PIECES[below(PIECES.len())]);
        let (place, length) = (below(1 << 30), below(24));
        let edited = changed(&desk.book, |name, text| {
            if name == part {
                let fits = |at: usize| (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
                let from = fits(place % text.len().max(1));
                let to = fits((from + length).min(text.len())).max(from);
                text.replace_range(from..to, piece);
            }
        });
        let path = desk.save("edited.xlsx", &edited);
        match ofogh::export::adopt::read(&path, Some(&base), None) {
            Ok(adopted) => assert!(adopted.text("edited", &path).contains("based_on")),
            Err(faults) => {
                assert!(!faults.is_empty(), "{part} {place} {piece}");
                refused += 1;
            }
        }
    }
    // Most parts are charts and formats, of which nothing is read.
    assert!(refused > cases / 10, "{refused} of {cases}");
}
