//! Members kept in a file: the bits they have, in order; and what happens when the disk is full.

use std::path::Path;
use std::process::{Command, Output};

use crate::support::ofogh;
#[cfg(feature = "parquet")]
use crate::support::{program, root};

/// One thing drawn for all years, others year by year.
const RUN: [&str; 6] = [
    "ensemble",
    "scenarios/reference.toml",
    "--set",
    "uncertainty.figures=true",
    "--set",
    "uncertainty.nation.growth={ normal = [0, 0.02], as = \"shift\", noise = [0.01, 0.4] }",
];

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The same with files of at most a few kilobytes, as on a disk that is full.
#[cfg(unix)]
fn on_a_full_disk(arguments: &[&str]) -> Output {
    let limited = "trap '' XFSZ; ulimit -f 8; exec \"$@\"";
    let mut command = Command::new("sh");
    command.args(["-c", limited, "sh", env!("CARGO_BIN_EXE_ofogh")]);
    command.args(arguments).output().expect("the program")
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let name = |entry: std::io::Result<std::fs::DirEntry>| entry.expect("an entry").file_name();
    let mut names: Vec<String> = entries.map(|entry| name(entry).to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// What a run with `option` leaves on a full disk: the old file, what is remembered of it, and nothing else.
#[cfg(unix)]
fn a_full_disk_loses_nothing(option: &str, name: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name).display().to_string();
    let run = [&RUN[..], &["--members", "2000", option, &path]].concat();
    let output = on_a_full_disk(&run);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(names(folder.path()).is_empty(), "{:?}", names(folder.path()));
    assert!(ofogh(&run).status.success());
    let read = |name: &str| std::fs::read(folder.path().join(name)).expect("a file");
    let before = (read(name), read(".ofogh-written"));
    assert!(before.0.len() > 16_384);
    let output = on_a_full_disk(&[&run[..], &["--seed", "2"]].concat());
    let found = said(&output);
    assert_eq!(output.status.code(), Some(2), "{found}");
    assert!(
        found.contains(&format!("error[write]: cannot write `{path}`: File too large (os error 27)\n")),
        "{found}"
    );
    assert!(found.contains("what was there is untouched"), "{found}");
    assert!(before == (read(name), read(".ofogh-written")));
    assert_eq!(names(folder.path()), [".ofogh-written", name]);
    // With room again it is still ours.
    assert!(ofogh(&[&run[..], &["--seed", "2"]].concat()).status.success());
    assert!(before.0 != read(name));
}

#[cfg(unix)]
#[test]
fn results_are_whole_or_not_there() {
    a_full_disk_loses_nothing("--out", "fan.json");
}

#[cfg(not(feature = "parquet"))]
#[test]
fn a_program_without_parquet_says_how_to_build_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("members.parquet").display().to_string();
    for (language, says) in
        [("en", "this program was built without Parquet"), ("fa", "بدون پارکت ساخته شده است")]
    {
        let output = ofogh(&[&RUN[..], &["--keep", &path, "--lang", language]].concat());
        let found = said(&output);
        assert_eq!(output.status.code(), Some(2), "{found}");
        assert!(found.contains("[no-parquet]") && found.contains(says), "{found}");
        assert!(found.contains("cargo build --release --features parquet"), "{found}");
    }
    assert!(names(folder.path()).is_empty());
}

#[cfg(feature = "parquet")]
mod kept {
    use std::fs::File;

    use ofogh::scenario::Scenario;
    use ofogh::study::ensemble::{Design, Ensemble, Members, Sampling};
    use parquet::column::reader::ColumnReader;
    use parquet::data_type::{DoubleType, Int64Type};
    use parquet::file::metadata::ParquetMetaData;
    use parquet::file::reader::{FileReader, SerializedFileReader};

    use super::*;
    use crate::support::load;

    /// A file, read back.
    struct Table {
        metadata: ParquetMetaData,
        columns: Vec<String>,
        members: Vec<i64>,
        /// By column, then by row.
        values: Vec<Vec<f64>>,
    }

    impl Table {
        fn read(path: &Path) -> Self {
            let reader = SerializedFileReader::new(File::open(path).expect("a file")).expect("Parquet");
            let metadata = reader.metadata().clone();
            let schema = metadata.file_metadata().schema_descr();
            let columns: Vec<String> =
                schema.columns().iter().skip(1).map(|column| column.name().to_owned()).collect();
            assert_eq!(schema.column(0).name(), "member");
            let (mut members, mut values) = (Vec::new(), vec![Vec::new(); columns.len()]);
            for group in 0..reader.num_row_groups() {
                let group = reader.get_row_group(group).expect("a row group");
                let rows = usize::try_from(group.metadata().num_rows()).expect("rows");
                for column in 0..group.num_columns() {
                    match group.get_column_reader(column).expect("a column") {
                        ColumnReader::Int64ColumnReader(_) => {
                            let column = group.get_column_reader(column).expect("a column");
                            let mut column =
                                parquet::column::reader::get_typed_column_reader::<Int64Type>(column);
                            column.read_records(rows, None, None, &mut members).expect("numbers");
                        }
                        found => {
                            let mut found =
                                parquet::column::reader::get_typed_column_reader::<DoubleType>(found);
                            found.read_records(rows, None, None, &mut values[column - 1]).expect("numbers");
                        }
                    }
                }
            }
            Self { metadata, columns, members, values }
        }

        fn manifest(&self) -> serde_json::Value {
            let pairs = self.metadata.file_metadata().key_value_metadata().expect("metadata");
            let pair = pairs.iter().find(|pair| pair.key == "ofogh.manifest").expect("a manifest");
            serde_json::from_str(pair.value.as_deref().expect("a value")).expect("JSON")
        }

        fn rows(&self) -> Vec<i64> {
            self.metadata
                .row_groups()
                .iter()
                .map(parquet::file::metadata::RowGroupMetaData::num_rows)
                .collect()
        }

        /// The row of a member has the bits of that member run in its block, but for the sign of nought.
        fn has(&self, ensemble: &Ensemble, member: u64) {
            let row = self.members.iter().position(|found| found.cast_unsigned() == member).expect("a row");
            let block = member - member % Members::block();
            let lane = usize::try_from(member - block).expect("small");
            let mut registers = ensemble.members.registers();
            ensemble.members.run(block, &mut registers);
            let drawn = ensemble.members.drawn_for(member);
            let names: Vec<String> = ensemble.members.names().collect();
            assert_eq!(drawn.len(), names.len());
            let mut expected: Vec<(String, u64)> =
                names.into_iter().zip(drawn.iter().map(|value| (value + 0.0).to_bits())).collect();
            let years: Vec<i32> = ensemble.scenario.structure.all_years().collect();
            for (place, variable) in ensemble.shown.iter().enumerate() {
                for (n, year) in years.iter().enumerate() {
                    let output = ensemble.members.outputs()[n * ensemble.plan.variables + place];
                    let name = format!("{}@{year}", ensemble.scenario.variables[*variable].id);
                    expected.push((name, (registers.block(output).0[lane] + 0.0).to_bits()));
                }
            }
            let found = self.columns.iter().zip(&self.values);
            let found: Vec<(String, u64)> =
                found.map(|(name, values)| (name.clone(), values[row].to_bits())).collect();
            assert_eq!(found, expected, "member {member}");
        }
    }

    fn scenario() -> Scenario {
        load(&root().join(RUN[1]), &[RUN[3], RUN[5]])
    }

    fn ensemble(members: u64, seed: u64, all: bool) -> Ensemble {
        Ensemble::new(scenario(), all, Design { members, seed, sampling: Sampling::Latin })
    }

    #[test]
    fn members_have_the_bits_they_have_in_the_ensemble() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("members.parquet");
        let count = "66001";
        let arguments = ["--members", count, "--seed", "5", "--keep", &path.display().to_string()];
        let output = ofogh(&[&RUN[..], &arguments].concat());
        assert!(output.status.success(), "{}", said(&output));
        assert!(said(&output).contains("members kept in"), "{}", said(&output));
        let table = Table::read(&path);
        // Row groups do not grow with the members.
        assert_eq!(table.rows(), [65_536, 465]);
        assert_eq!(table.members, (0..66_001).collect::<Vec<i64>>());
        let ensemble = ensemble(66_001, 5, false);
        for member in [0, 1, 63, 64, 4095, 4096, 65_535, 65_536, 65_599, 65_600, 66_000] {
            table.has(&ensemble, member);
        }
        assert!(table.columns.iter().any(|name| name == "nation.growth:noise@0"));
        assert!(table.columns.iter().any(|name| name.starts_with("figure:")));
        assert!(table.columns.iter().any(|name| name == "province.gdp_share@1414"));
        let (manifest, identity) = (table.manifest(), ensemble.identity());
        let expected = serde_json::json!({
            "version": env!("CARGO_PKG_VERSION"),
            "scenario": "reference",
            "digest": identity.digest,
            "figures": identity.figures,
            "settings": [RUN[3], RUN[5]],
            "members": 66_001,
            "asked": 66_001,
            "partial": false,
            "first": 0,
            "all": false,
            "seed": 5,
            "sampling": "latin",
            "uncertain": ensemble.scenario.uncertainties.iter().map(|uncertainty| &uncertainty.name).collect::<Vec<_>>(),
        });
        assert_eq!(manifest, expected);
    }

    /// More columns than are held at once, of a part that begins inside a block; twice the same bytes.
    #[test]
    fn a_part_keeps_its_own_members() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name).display().to_string();
        let keep = |name: &str| {
            let part = ["--members", "300", "--part", "2/3", "--out", &path("2.part"), "--all", "--keep"];
            let output = ofogh(&[&RUN[..], &part, &[&path(name)]].concat());
            assert!(output.status.success(), "{}", said(&output));
            std::fs::read(path(name)).expect("a file")
        };
        assert!(keep("one.parquet") == keep("two.parquet"));
        let table = Table::read(&folder.path().join("one.parquet"));
        assert_eq!(table.members, (100..200).collect::<Vec<i64>>());
        assert!(table.columns.len() > 1024, "{} columns", table.columns.len());
        let ensemble = ensemble(300, 1, true);
        for member in [100, 127, 128, 199] {
            table.has(&ensemble, member);
        }
        let manifest = table.manifest();
        let numbers = ["first", "members", "asked"].map(|key| manifest[key].as_u64());
        assert_eq!(numbers, [Some(100), Some(100), Some(300)]);
    }

    #[test]
    fn a_file_that_is_not_ours_is_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("members.parquet");
        let name = path.display().to_string();
        std::fs::write(&path, "the planner's own").expect("a file");
        let run = [&RUN[..], &["--members", "100", "--keep", &name]].concat();
        let output = ofogh(&run);
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        assert!(said(&output).starts_with("error[in-the-way]"), "{}", said(&output));
        assert!(output.stdout.is_empty(), "it is refused before anything is run");
        assert_eq!(std::fs::read(&path).expect("a file"), b"the planner's own");
        assert!(ofogh(&[&run[..], &["--force"]].concat()).status.success());
        assert!(ofogh(&run).status.success(), "ours, so it may be replaced");
        assert_eq!(Table::read(&path).members.len(), 100);
        assert_eq!(names(folder.path()), [".ofogh-written", "members.parquet"]);
        let output = ofogh(&[&RUN[..], &["--keep", "members.csv"]].concat());
        assert!(said(&output).starts_with("error[file-kind]: members cannot be kept in `members.csv`"));
        let output = ofogh(&[&RUN[..], &["--keep", &name, "--member", "1"]].concat());
        assert_eq!(output.status.code(), Some(2));
    }

    #[cfg(unix)]
    #[test]
    fn members_are_whole_or_not_there() {
        a_full_disk_loses_nothing("--keep", "members.parquet");
    }

    /// Ctrl-C while members are kept leaves no file, and says so.
    #[cfg(unix)]
    #[test]
    fn what_is_stopped_is_not_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("members.parquet").display().to_string();
        let mut command = program();
        command.args(RUN).args(["--members", "60000", "--keep", &path]);
        command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::piped());
        let child = command.spawn().expect("the program");
        // The file beside the target is there as soon as the counting is over.
        for _ in 0..6000 {
            if !names(folder.path()).is_empty() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill");
        assert!(killed.success());
        let output = child.wait_with_output().expect("the end");
        let found = said(&output);
        assert_eq!(output.status.code(), Some(130), "{found}");
        assert!(found.contains(&format!("stopped: `{path}` was not written")), "{found}");
        assert!(names(folder.path()).is_empty(), "{:?}", names(folder.path()));
    }
}
