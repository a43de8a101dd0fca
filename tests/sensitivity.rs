//! What matters, told by the command: indices that add up, methods that agree, factors by their sources, discovery.

use ofogh::scenario::Scenario;
use ofogh::study::sensitivity::{Method, Sensitivity};

use crate::support::{load, ofogh, root};

const RANGES: &str = "uncertainty.figures=true";

fn text(arguments: &[&str]) -> String {
    let output = ofogh(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("a text")
}

fn study(settings: &[&str], variable: &str, method: Method, by_source: bool, rows: u64) -> Sensitivity {
    let scenario = load(&root().join("scenarios/reference.toml"), settings);
    let place = |scenario: &Scenario| scenario.variables.iter().position(|row| row.id == variable);
    let variables = vec![place(&scenario).expect("a variable")];
    Sensitivity::new(scenario, variables, method, by_source, rows, 1)
}

/// National output of the opening year is a number times a factor: its variance is the factor's alone. Two factors multiply
/// into the province's output: their indices are those of a product of independent numbers, worked out by hand.
#[test]
fn indices_of_a_product_are_those_by_hand() {
    let settings = [
        "uncertainty.nation.opening_gdp={ uniform = [0.8, 1.2], as = \"factor\" }",
        "uncertainty.province.opening_gdp_share={ uniform = [0.9, 1.1], as = \"factor\" }",
    ];
    let scenario = load(&root().join("scenarios/reference.toml"), &[]);
    let ids: Vec<&str> = scenario.opening.iter().map(|input| input.row.id.as_str()).collect();
    let all = settings.iter().all(|setting| {
        let id = setting.trim_start_matches("uncertainty.").split('=').next().expect("an id");
        ids.contains(&id)
    });
    assert!(all, "inputs at the opening date: {ids:?}");
    let study = study(&settings, "province.gdp", Method::Sobol, false, 1 << 16);
    let (a, b) = (study.design(false), study.design(true));
    let output = study.output(0, 0);
    let found: Vec<_> = (0..2).map(|factor| study.indices(&a, &b, &study.replaced(factor))[output]).collect();
    // Variances of the factors over the squares of their means: 0.4²/12 and 0.2²/12.
    let (x, y) = (0.16 / 12.0, 0.04 / 12.0);
    let whole = x + y + x * y;
    for ((first, total), own) in found.iter().zip([x, y]) {
        assert!((first.value - own / whole).abs() < 0.02, "{first:?} not {}", own / whole);
        assert!((total.value - (own + x * y) / whole).abs() < 0.02, "{total:?}");
    }
}

/// All methods name the same factor first for the share of national output; sources add up to the whole.
#[test]
fn methods_agree_on_what_matters() {
    let variable = "province.gdp_share";
    let indices = study(&[RANGES], variable, Method::Sobol, false, 256);
    let (a, b) = (indices.design(false), indices.design(true));
    let last = indices.output(0, 10);
    let total = |factor: usize| indices.indices(&a, &b, &indices.replaced(factor))[last].1.value;
    let totals: Vec<f64> = (0..indices.factors.len()).map(total).collect();
    let first = |values: &[f64]| {
        (0..values.len()).max_by(|a, b| values[*a].total_cmp(&values[*b])).expect("a factor")
    };
    let name = &indices.factors[first(&totals)].name;
    assert_eq!(name, "figure:economy.qom_share");
    let effects = study(&[RANGES], variable, Method::Morris, false, 10);
    let sizes: Vec<f64> = effects.effects()[last].iter().map(|effects| effects.mean_absolute).collect();
    assert_eq!(&effects.factors[first(&sizes)].name, name);
    let fitted = study(&[RANGES], variable, Method::Regression, false, 400);
    let (plain, ranked) = fitted.regressions()[last].clone().expect("a regression");
    let of_ranks: Vec<f64> = ranked.coefficients.iter().map(|one| one.abs()).collect();
    assert_eq!(&fitted.factors[first(&of_ranks)].name, name);
    assert!(plain.explained > 0.95 && plain.explained < 1.0, "{}", plain.explained);
    // Everything else in the middle, the share of the opening year goes from its tenth to its ninetieth percentile.
    let swing = indices.swings()[first(&totals)][last];
    let others = indices.swings()[(first(&totals) + 1) % totals.len()][last];
    assert!(swing.0 < others.0 && others.0 < swing.1 && others.1 < swing.1, "{swing:?} {others:?}");
    let sources = study(&[RANGES], variable, Method::Sobol, true, 2048);
    assert!(sources.factors.len() <= 4 && sources.factors.len() >= 3);
    let (a, b) = (sources.design(false), sources.design(true));
    let sum: f64 = (0..sources.factors.len())
        .map(|factor| sources.indices(&a, &b, &sources.replaced(factor))[last].0.value)
        .sum();
    assert!((sum - 1.0).abs() < 0.05, "{sum}");
}

/// What is correlated is one factor; what is drawn year by year is one factor too.
#[test]
fn factors_are_what_is_drawn_together() {
    let settings = [
        "uncertainty.nation.growth={ normal = [0, 0.02], as = \"shift\", noise = [0.01, 0.5] }",
        "uncertainty.envelope.credit.flow={ lognormal = [15000, 40000] }",
        "uncertainty.envelope.grid.flow={ uniform = [300, 600] }",
        "correlation.money={ of = [\"nation.growth\", \"envelope.credit.flow\"], rank = 0.5 }",
    ];
    let study = study(&settings, "province.gdp", Method::Morris, false, 4);
    let names: Vec<&str> = study.factors.iter().map(|factor| factor.name.as_str()).collect();
    assert_eq!(names.len(), 3, "{names:?}");
    assert!(names.iter().any(|name| name.contains(" + ") && name.contains("nation.growth")), "{names:?}");
    assert!(names.contains(&"nation.growth:noise"));
}

#[test]
fn the_command_tells_what_matters() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let start = ["sensitivity", "scenarios/reference.toml", "--set", RANGES, "--rows", "512"];
    let shown = text(
        &[
            &start[..],
            &[
                "--of",
                "province.gdp_share@1408,work.employment",
                "--out",
                &path("s.csv"),
                "--out",
                &path("s.json"),
                "--out",
                &path("s.xlsx"),
            ],
        ]
        .concat(),
    );
    assert!(shown.contains("Province: share of national output 1408 (%)"), "{shown}");
    assert!(shown.contains("of its spread would vanish if this were known"), "{shown}");
    let csv = std::fs::read_to_string(path("s.csv")).expect("a file");
    let header = "scenario,variable,unit,year,factor,source,first_order,first_order_within_95,total,total_within_95,at_p10,at_p90";
    assert_eq!(csv.lines().next(), Some(header));
    let json: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(path("s.json")).expect("a file")).expect("JSON");
    let factors = json["variables"][0]["factors"].as_array().expect("factors").len();
    assert_eq!(csv.lines().count(), 1 + 2 * 11 * factors);
    assert!(std::fs::metadata(path("s.xlsx")).expect("a file").len() > 10_000);
    // The same seed, the same bytes, whoever works.
    let again = text(&[&start[..], &["--of", "province.gdp_share@1408,work.employment"]].concat());
    assert_eq!(shown, again);
    let persian =
        text(&[&start[..], &["--of", "province.gdp_share@۱۴۰۸", "--by", "sources", "--lang", "fa"]].concat());
    assert!(persian.contains("برآورد"), "{persian}");
    for (arguments, expected) in [
        (
            vec!["--of", "province.gdp_shar"],
            "error[unknown-variable]: no variable is called `province.gdp_shar`",
        ),
        (vec!["--of", "province.gdp_share@1399"], "error[year]: `1399` is no year of the run"),
        (vec!["--of", "work.employment", "--method", "regression"], "error[inseparable]"),
        (
            vec!["--of", "work.employment", "--method", "regression", "--by", "sources"],
            "error[regression-of-groups]",
        ),
    ] {
        let few = ["--rows", "64"];
        let output = ofogh(&[&start[..4], &few, &arguments].concat());
        assert_eq!(output.status.code(), Some(2));
        let found = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(found.starts_with(expected), "{found}");
    }
}

#[test]
fn the_command_discovers_what_makes_a_goal_succeed() {
    let start = ["discover", "scenarios/reference.toml", "--set", RANGES, "--members", "1000"];
    let met = text(&[&start[..], &["--goal", "greenhouses"]].concat());
    assert!(met.contains("of 1,000 members meet the goal") && met.contains("coverage"), "{met}");
    let missed = text(&[&start[..], &["--goal", "greenhouses", "--missed", "--density", "0.5"]].concat());
    assert!(missed.contains("miss the goal"), "{missed}");
    let never = text(&[&start[..], &["--goal", "first_phase"]].concat());
    assert!(never.contains("all members agree"), "{never}");
    let output = ofogh(&[&start[..], &["--goal", "greenhouse"]].concat());
    assert_eq!(output.status.code(), Some(2));
    let found = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(found.starts_with("error[unknown-goal]: no goal is called `greenhouse`"), "{found}");
}
