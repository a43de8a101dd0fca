//! CSV and JSON of a run: what they were run with, openings on request, noughts without a sign, texts that are no formulas.

use crate::desk::Desk;
use crate::support::{load, program, root};
use ofogh::export::FileOptions;

fn desk_run(desk: &Desk, arguments: &[&str]) -> std::process::Output {
    let mut command = program();
    command.current_dir(desk.folder.path()).arg("run").args(arguments).output().expect("the program")
}

fn read(desk: &Desk, name: &str) -> String {
    std::fs::read_to_string(desk.folder.path().join(name)).expect("a file")
}

/// Settings leave their trace, and the digest tells scenarios apart.
#[test]
fn what_was_set_is_recorded() {
    let desk = Desk::new(FileOptions::default());
    let settings = ["envelope.grid.flow=500", "nation.growth=0.02"];
    let done = desk_run(
        &desk,
        &[
            "scenarios/reference.toml",
            "--set",
            settings[0],
            "--set",
            settings[1],
            "--out",
            "a.csv",
            "--out",
            "a.json",
        ],
    );
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let digest = load(&root().join("scenarios/reference.toml"), &settings).digest();
    let csv = read(&desk, "a.csv");
    assert_eq!(csv.lines().next(), Some("scenario,variable,unit,year,value,settings,digest"));
    let ending = format!(",envelope.grid.flow=500; nation.growth=0.02,{}", &digest[..16]);
    assert!(csv.lines().skip(1).all(|line| line.ends_with(&ending)), "{ending}");
    let json: serde_json::Value = serde_json::from_str(&read(&desk, "a.json")).expect("JSON");
    let scenario = &json["scenarios"][0];
    assert_eq!(scenario["digest"], serde_json::json!(digest));
    assert_eq!(scenario["settings"], serde_json::json!(settings));
}

/// The opening date is a year of its own, where it was asked for and a variable has a value then.
#[test]
fn openings_on_request() {
    let desk = Desk::new(FileOptions::default());
    let json = ["scenarios/reference.toml", "--out", "a.json"];
    assert!(desk_run(&desk, &json).status.success());
    let json: serde_json::Value = serde_json::from_str(&read(&desk, "a.json")).expect("JSON");
    let variables = json["scenarios"][0]["variables"].as_array().expect("variables");
    let of = |id: &str| variables.iter().find(|variable| variable["id"] == id).expect(id)["opening"].as_f64();
    for (shape, cells) in [(&[][..], 3), (&["--wide"][..], 2)] {
        let arguments = ["scenarios/reference.toml", "--out", "a.csv", "--openings", "--force"];
        assert!(desk_run(&desk, &[&arguments[..], shape].concat()).status.success());
        let csv = read(&desk, "a.csv");
        let solar =
            csv.lines().find(|line| line.starts_with("reference,programme.solar.operating,")).expect("a row");
        let value: f64 = solar.split(',').nth(cells + 1).expect("a cell").parse().expect("a number");
        assert_eq!(Some(value), of("programme.solar.operating"), "{solar}");
        let header = csv.lines().next().expect("a header");
        assert!(shape.is_empty() || header.starts_with("scenario,variable,unit,opening,1404,"), "{header}");
    }
    let none = desk_run(&desk, &["scenarios/reference.toml", "--openings"]);
    assert!(String::from_utf8_lossy(&none.stderr).starts_with("error[wide]: `--openings` shapes CSV files"));
}

/// A name that a spreadsheet would work out is a text.
#[test]
fn no_text_is_a_formula() {
    let desk = Desk::new(FileOptions::default());
    for name in ["=1+1", "+1", "@a", "-a"] {
        let scenarios = desk.folder.path().join("scenarios");
        std::fs::copy(scenarios.join("reference.toml"), scenarios.join(format!("{name}.toml")))
            .expect("a copy");
        let path = format!("scenarios/{name}.toml");
        assert!(desk_run(&desk, &[&path, "--out", "a.csv", "--force"]).status.success(), "{name}");
        let csv = read(&desk, "a.csv");
        assert!(csv.lines().skip(1).all(|line| line.starts_with(&format!("'{name},"))), "{name}");
        let arguments = ["--set", "uncertainty.figures=true", "--members", "4", "--out", "e.csv", "--force"];
        let output =
            program().current_dir(desk.folder.path()).args(["ensemble", &path]).args(arguments).output();
        assert!(output.expect("the program").status.success(), "{name}");
        assert!(
            read(&desk, "e.csv").lines().skip(1).all(|line| line.starts_with(&format!("'{name},"))),
            "{name}"
        );
    }
}

/// Nought has no sign, in any kind of file.
#[test]
fn noughts_have_no_sign() {
    let desk = Desk::new(FileOptions::default());
    let outs = ["--out", "a.csv", "--out", "a.json", "--out", "a.xlsx"];
    // This delay is worked out as minus nought.
    assert!(desk_run(&desk, &[&["scenarios/reference.toml"][..], &outs].concat()).status.success());
    let csv = read(&desk, "a.csv");
    assert!(csv.contains("reference,period.delay,"), "the sample is there");
    assert!(!csv.lines().any(|line| line.split(',').any(|cell| cell == "-0")));
    assert!(!read(&desk, "a.json").lines().any(|line| line.trim().trim_end_matches(',') == "-0.0"));
    let book = std::fs::read(desk.folder.path().join("a.xlsx")).expect("a workbook");
    for sheet in 1..=11 {
        let text = crate::desk::part(&book, &format!("xl/worksheets/sheet{sheet}.xml"));
        assert!(!text.contains("<v>-0</v>"), "sheet {sheet}");
    }
}
