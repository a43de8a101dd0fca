//! The chapter "A province of your own", carried out from its first line to its last in an empty folder; and what the program
//! says in such a folder.
//!
//! A fence names its file (`toml file=seeds/prices.toml`) and a block is added to the end of that file, as the chapter says.
//! After the blocks of a step come its commands (`sh`) and lines of what they print (`text`), where `…` stands for anything.
//! The Persian page has the same blocks; what it cites of the Persian output (`> `) is printed with `--lang fa`.

use std::path::Path;

use ofogh::language::plain_digits;

use crate::support::{program, root};

/// A fenced block, and the prose up to the next one.
struct Block {
    fence: String,
    lines: String,
    prose: String,
}

/// The prose before the first block of a page, and the blocks.
fn page(name: &str) -> (String, Vec<Block>) {
    let text = std::fs::read_to_string(root().join("docs").join(name)).expect("a page");
    let mut pieces = text.split("\n```").map(str::to_owned);
    let first = pieces.next().expect("a beginning");
    let mut blocks = Vec::new();
    while let Some(block) = pieces.next() {
        let (fence, lines) = block.split_once('\n').expect("a fence and its lines");
        let prose = pieces.next().expect("every block is closed");
        blocks.push(Block { fence: fence.to_owned(), lines: format!("{lines}\n"), prose });
    }
    (first, blocks)
}

/// Words with single blanks, however wide their columns are.
fn words(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a printed line says what is wanted of it, `…` standing for anything.
fn says(line: &str, wanted: &str) -> bool {
    let (line, pieces) = (words(line), wanted.split('…').map(words).collect::<Vec<_>>());
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return false };
    let mut rest = line.as_str();
    let in_order = pieces.iter().all(|piece| match rest.find(piece.as_str()) {
        Some(at) => {
            rest = &rest[at + piece.len()..];
            true
        }
        None => false,
    });
    in_order && line.starts_with(first.as_str()) && line.ends_with(last.as_str())
}

fn assert_said(printed: &str, wanted: &str) {
    assert!(printed.lines().any(|line| says(line, wanted)), "nothing says\n{wanted}\nbut\n{printed}");
}

/// What the commands of a block print. Each ends with exit code 0, or with the one that its comment names.
fn carry_out(folder: &Path, commands: &str, more: &[&str]) -> String {
    let mut printed = String::new();
    for line in commands.lines() {
        let (command, comment) = line.split_once(" # ").unwrap_or((line, ""));
        // Quotes keep patterns from the shell, and none of them holds a blank.
        let mut arguments = command.split_whitespace().map(|word| word.trim_matches('\''));
        assert_eq!(arguments.next(), Some("ofogh"), "{line}");
        let done = program()
            .current_dir(folder)
            .env("NO_COLOR", "1")
            .args(arguments.chain(more.iter().copied()))
            .output()
            .expect("the program runs");
        printed += &String::from_utf8(done.stdout).expect("text");
        printed += &String::from_utf8(done.stderr).expect("text");
        let code = comment.trim().strip_prefix("exit code ").map_or("0", |rest| &rest[..1]);
        assert_eq!(
            done.status.code().map(|code| code.to_string()).as_deref(),
            Some(code),
            "{line}\n{printed}"
        );
    }
    printed
}

#[test]
fn the_chapter_makes_a_province_in_an_empty_folder() {
    let ((_, english), (_, persian)) = (page("province.en.md"), page("province.fa.md"));
    assert_eq!(english.len(), persian.len());
    let folder = tempfile::tempdir().expect("a folder");
    let (mut commands, mut printed, mut cited) = (String::new(), String::new(), 0);
    for (block, same) in english.iter().zip(&persian) {
        assert_eq!((&block.fence, &block.lines), (&same.fence, &same.lines), "the same in both languages");
        if let Some((_, file)) = block.fence.split_once(" file=") {
            let path = folder.path().join(file);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            let before = std::fs::read_to_string(&path).map_or(String::new(), |text| text + "\n");
            std::fs::write(path, before + &block.lines).expect("a file");
        } else if block.fence == "sh" {
            commands.clone_from(&block.lines);
            printed = carry_out(folder.path(), &commands, &[]);
        } else {
            assert_eq!(block.fence, "text", "a block is a file, commands, or what they print");
            block.lines.lines().for_each(|line| assert_said(&printed, line));
        }
        let cites: Vec<&str> = same.prose.lines().filter_map(|line| line.strip_prefix("> ")).collect();
        if !cites.is_empty() {
            let printed = carry_out(folder.path(), &commands, &["--lang", "fa"]);
            for line in &cites {
                assert_said(&printed, line);
            }
            cited += cites.len();
        }
    }
    assert!(cited >= 3, "the Persian page cites the Persian output");
}

/// The file that a block belongs to is named above it, for readers do not see fences.
#[test]
fn the_chapter_names_the_file_of_each_block() {
    for name in ["province.en.md", "province.fa.md"] {
        let (first, blocks) = page(name);
        let above = std::iter::once(&first).chain(blocks.iter().map(|block| &block.prose));
        for (above, block) in above.zip(&blocks) {
            if let Some((_, file)) = block.fence.split_once(" file=") {
                assert!(
                    above.contains(&format!("**`{file}`**")),
                    "{name}: {file} is not named above its block"
                );
            }
        }
    }
}

/// The numbers of a text in any digits; `comma` says what a comma within them stands for.
fn numbers(text: &str, comma: &str) -> Vec<f64> {
    let plain = plain_digits(text).replace('٬', ",").replace(',', comma);
    let pieces = plain.split(|c: char| !c.is_ascii_digit() && c != '.');
    pieces.filter_map(|piece| piece.trim_matches('.').parse().ok()).collect()
}

/// A number in the prose is one of a file, one that the program prints, or worked out beside it; small ones count things.
#[test]
fn the_chapters_prose_states_no_number_of_its_own() {
    let by_hand = [
        1.4,
        10.0 * 1.4,
        60.0,
        60.0 * 12.0,
        24.0,
        365.0,
        120.0 * 0.4 * 365.0 * 24.0,
        400.0 * 12.0,
        0.6,
        0.9,
        0.95,
        0.95 * 200.0,
        18.7 - 18.0,
        0.2 * 90_000.0,
    ];
    for name in ["province.en.md", "province.fa.md"] {
        let (first, blocks) = page(name);
        let known: Vec<f64> = blocks
            .iter()
            .flat_map(|block| [numbers(&block.lines, ""), numbers(&block.lines, " ")].concat())
            .chain(by_hand)
            .collect();
        let prose = std::iter::once(&first).chain(blocks.iter().map(|block| &block.prose));
        for number in prose
            .flat_map(|prose| numbers(prose, ""))
            .filter(|number| *number > 13.0 || number.fract() != 0.0)
        {
            let is_known = known.iter().any(|other| (other - number).abs() < 1e-9 * number);
            assert!(is_known, "{name}: {number} is neither printed nor in a file");
        }
    }
}

/// Whoever begins in an empty folder is told where scenarios are and how a province of one's own begins.
#[test]
fn an_empty_folder_is_told_how_to_begin() {
    let folder = tempfile::tempdir().expect("a folder");
    let said = |arguments: &[&str]| {
        let done = program()
            .current_dir(folder.path())
            .env("NO_COLOR", "1")
            .args(arguments)
            .output()
            .expect("it runs");
        assert_eq!((done.status.code(), done.stdout.len()), (Some(2), 0), "{arguments:?}");
        words(&String::from_utf8(done.stderr).expect("text"))
    };
    for command in [
        vec!["new", "my-plan"],
        vec!["inputs"],
        vec!["check", "scenarios/reference.toml"],
        vec!["run", "mine.toml"],
    ] {
        let file = if command[0] == "run" { "mine.toml" } else { "scenarios/reference.toml" };
        assert_eq!(
            said(&command),
            format!(
                "error[unreadable]: there is no file `{file}` │ ╰ help: no scenario is there. Those of the project are in its \
                 folder `scenarios`: go to the project's folder, or give the path (`ofogh new` takes it with --from). A \
                 province of your own begins in an empty folder: docs/province.en.md of the project"
            )
        );
        let persian = said(&[command, vec!["--lang", "fa"]].concat());
        assert!(
            persian.ends_with("آغاز استانی از خودتان در پوشه‌ای خالی: docs/province.fa.md پروژه"),
            "{persian}"
        );
    }
    assert!(std::fs::read_dir(folder.path()).expect("the folder").next().is_none(), "nothing is written");
    // What else the folder holds is named, and a near name before it.
    for name in ["kavir", "lajvard"] {
        std::fs::write(folder.path().join(format!("{name}.toml")), "until = 1410\n").expect("a file");
    }
    assert!(said(&["check", "x.toml"]).ends_with("help: that folder holds `kavir.toml`, `lajvard.toml`"));
    assert!(said(&["check", "lajverd.toml"]).ends_with("help: did you mean `lajvard.toml`?"));
    assert!(
        said(&["figures"])
            .ends_with("the scenario's `figures`, or `--seeds`, must name the folder that holds the figures")
    );
}
