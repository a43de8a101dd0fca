//! A sentence is a promise: what a run says would happen is done, and happens.

use std::sync::Arc;

use ofogh::files::Memory;
use ofogh::language::Language;
use ofogh::model::structure::{Claimant, EnvelopeKind};
use ofogh::scenario::Scenario;
use ofogh::study::{Binding, PriceBasis, Projection, Report, bindings, goal_results, project};
use ofogh::wording::{binding, results, sentences};

use crate::support::{load, ofogh, root, run, shipped, value};

/// What a claimant got through each of its gates in a year of the run, given by its place, with the envelopes drawn on there.
fn passed(projection: &Projection, claimant: Claimant, t: usize) -> Vec<(Vec<usize>, f64)> {
    let structure = &projection.scenario.structure;
    match claimant {
        Claimant::Programme(p) => {
            let (kind, now) = (&structure.programmes[p], &projection.records[t].programmes[p]);
            let gates = now.stages.iter().enumerate().filter(|(_, stage)| !stage.gate.is_empty());
            let drawn = |s: usize| {
                kind.needs.iter().filter(|need| need.at == s + 1).map(|need| need.envelope).collect()
            };
            gates.map(|(s, stage)| (drawn(s), stage.flow.moved)).collect()
        }
        Claimant::Class(c) => {
            vec![(structure.classes[c].needs.clone(), projection.records[t].classes[c].flow.revived)]
        }
    }
}

/// The run with the flow or the cap of an envelope larger by 1 in one year.
fn with_one_more(before: &Projection, binding: &Binding, t: usize) -> Projection {
    let mut scenario = (*before.scenario).clone();
    let envelope = &scenario.structure.envelopes[binding.envelope];
    let limit = match envelope.kind {
        EnvelopeKind::Flow => "flow",
        EnvelopeKind::Stock => "cap",
    };
    let id = format!("envelope.{}.{limit}", envelope.named.id);
    let input = scenario.yearly.iter_mut().find(|input| input.row.id == id).expect("the input");
    input.values[t] += 1.0;
    project(scenario).expect("a run")
}

/// Every "one more … would start …" of every shipped scenario, done.
#[test]
fn one_more_unit_starts_what_is_said() {
    let (mut said, mut nothing) = (0, 0);
    for path in shipped() {
        let before = project(load(&path, &[])).expect("a run");
        for binding in bindings(&before) {
            let t = before.years.iter().position(|year| *year == binding.year).expect("a year");
            let after = with_one_more(&before, &binding, t);
            let (then, now) = (|who| passed(&before, who, t), |who| passed(&after, who, t));
            // An envelope is drawn on at one gate of a programme: that is the one which binds.
            let drawn = |gate: &(Vec<usize>, f64)| gate.0.contains(&binding.envelope);
            let gate = then(binding.claimant).iter().position(drawn).expect("a gate");
            let gain = now(binding.claimant)[gate].1 - then(binding.claimant)[gate].1;
            let rounding = 1e-9 * (1.0 + then(binding.claimant)[gate].1);
            let name = format!("{} {binding:?}", path.display());
            assert!((gain - binding.eased).abs() <= rounding, "{name}: {gain}");
            let others = &then(binding.claimant)[gate].0;
            assert!(binding.others.iter().all(|other| others.contains(other)), "{name}");
            assert!(binding.eased <= binding.held_back * (1.0 + 1e-9), "no more than waited: {name}");
            for other in &binding.instead {
                let (then, now) = (then(*other), now(*other));
                assert!(then.iter().zip(&now).any(|(then, now)| now.1 > then.1), "{name}");
            }
            if binding.eased == 0.0 {
                nothing += 1;
                // It is said why: someone else has it, or another envelope is short too.
                assert!(!binding.instead.is_empty() || !binding.others.is_empty(), "{name}");
            }
            said += 1;
        }
    }
    assert!(said > 60 && nothing > 10, "{said} {nothing}");
}

/// The sentence with its number, and the command that a planner would try it with.
#[test]
fn the_sentence_holds_when_it_is_tried_by_hand() {
    let report = report("scenarios/announced.toml", &[]);
    let said = binding::sentences(&report, Language::English);
    assert_eq!(
        said[0],
        "1404: Foreign exchange ran out for Solar, first phase: 60 % of what was ready went on, 191.9 MW waited; one more million USD/year would start 1.79 MW."
    );
    assert_eq!(
        said[2],
        "1404–1407: Foreign exchange ran out for Expansions of industrial units: 0–2 % of what was ready went on, 50.0–342.1 unit waited; one more million USD/year in one such year would go to Solar, first phase in 1404; in 1405–1406 it would go to Solar, other plants; in 1407 it would start 6.90 unit."
    );
    assert_eq!(
        binding::sentences(&report, Language::Persian)[1],
        "۱۴۰۴–۱۴۰۶: ارز برای خورشیدی، سایر نیروگاه‌ها کم آمد: ۰–۶۸ درصد از آنچه آماده بود پیش رفت و ۲۸۱٫۷–۵۱۱٫۵ مگاوات در انتظار ماند؛ یک میلیون دلار در سال بیشتر در یکی از این سال‌ها، در ۱۴۰۴ به خورشیدی، فاز نخست می‌رسید؛ در ۱۴۰۵–۱۴۰۶ آغاز ۳٫۵۸ مگاوات را ممکن می‌کرد."
    );
    let flow =
        report.projection.scenario.yearly.iter().find(|input| input.row.id == "envelope.exchange.flow");
    let flow = flow.expect("the input").values[0];
    let more = run(
        "scenarios/announced.toml",
        &[&format!("envelope.exchange.flow={{1404={}, 1405={flow}}}", flow + 1.0)],
    );
    // Exchange is drawn on when modules are imported, behind the works of solar plants.
    let of = |run: &Projection, id: &str| value(run, &format!("programme.{id}.moved"), 1404);
    let gain = |id: &str| of(&more, id) - of(&report.projection, id);
    let first = gain("solar_priority.stages.works");
    assert!((first - 1.79).abs() < 0.005, "{first}");
    for other in ["solar.stages.works", "industry.stages.permitted", "expansions.stages.building"] {
        assert!(gain(other).abs() < 1e-9, "{other}");
    }
}

fn report(path: &str, settings: &[&str]) -> Report {
    Report::new(run(path, settings), PriceBasis::Constant).expect("a report")
}

/// "Short by": with that much less asked for the goal is met, and with a little more it is not. "First met": so it is.
#[test]
fn goals_are_short_by_what_is_said_and_first_met_when_it_is_said() {
    let mut missed = 0;
    for path in shipped() {
        let run = project(load(&path, &[])).expect("a run");
        for result in goal_results(&run) {
            let values: Vec<f64> = run.series(result.goal.variable).collect();
            let meets = |value: f64| {
                let short = result.goal.side.sign() == "≥" && value < result.goal.value
                    || result.goal.side.sign() == "≤" && value > result.goal.value;
                !short || (value - result.goal.value).abs() <= 1e-9 * result.goal.value.abs().max(1.0)
            };
            let first =
                run.years.iter().zip(&values).find(|(_, value)| meets(**value)).map(|(year, _)| *year);
            assert_eq!(result.first_met, first, "{} {}", path.display(), result.goal.id);
            let due = run.years.iter().position(|year| *year == result.goal.by).expect("a year");
            assert_eq!(result.met, meets(values[due]));
            if !result.met {
                missed += 1;
                let mut eased = result.goal.clone();
                let towards = if result.goal.side.sign() == "≥" { -1.0 } else { 1.0 };
                eased.value = result.goal.value + towards * result.gap;
                assert!(eased.is_met(values[due]));
                eased.value = result.goal.value + towards * result.gap * 0.999;
                assert!(!eased.is_met(values[due]));
            }
        }
    }
    assert!(missed > 20, "{missed}");
}

/// The table of goals shows a missed goal as missed, however near it is: as many digits as tell the two apart.
#[test]
fn a_near_miss_reads_as_a_miss() {
    let share = value(&run("scenarios/reference.toml", &[]), "province.gdp_share", 1414);
    // Halfway to the first number that two digits tell apart from what was reached.
    let target = (share + (share * 100.0).round() / 100.0 + 0.005) / 2.0;
    assert!(target > share);
    assert_eq!(format!("{share:.2}"), format!("{target:.2}"), "a target that two digits do not tell apart");
    let setting = format!("goal.near.at_least=\"{target:.5} %\"");
    let settings = [
        "goal.near.label={en=\"near\",fa=\"نزدیک\"}",
        "goal.near.variable=\"province.gdp_share\"",
        "goal.near.by=1414",
        &setting,
    ];
    let report = report("scenarios/reference.toml", &settings);
    let table = results::goals(&report, Language::English);
    let row = table.rows.iter().find(|row| row[0].says(Language::English) == "near").expect("the goal");
    let says: Vec<String> = row.iter().map(|cell| cell.says(Language::English)).collect();
    assert_eq!(says[5], "MISSED");
    assert_ne!(says[2], format!("≥ {}", says[4]), "{says:?}");
    assert_ne!(says[7].trim_start_matches(['0', '.']), "", "{says:?}");
    let read = |text: &str| text.trim_start_matches("≥ ").parse::<f64>().expect("a number");
    assert!(read(&says[4]) < read(&says[2]), "{says:?}");
}

/// "Rests on N figures": whatever else is in the seeds may change without a result that does.
#[test]
fn nothing_rests_on_figures_that_are_not_counted() {
    let scenario = load(&root().join("scenarios/reference.toml"), &[]);
    let report = report("scenarios/reference.toml", &[]);
    let counted = &report.evidence.figures;
    let others = scenario.figures.figures.keys().filter(|id| !counted.contains(*id)).count();
    assert!(others > 20, "{others} figures are not counted");
    let changed = |figures: &dyn Fn(&str) -> bool| {
        let mut files = Memory::default();
        for folder in ["scenarios", "scenarios/qom", "seeds"] {
            for entry in std::fs::read_dir(root().join(folder)).expect("a folder") {
                let path = entry.expect("an entry").path();
                let Ok(text) = std::fs::read_to_string(&path) else { continue };
                let theme = path.file_stem().expect("a name").to_string_lossy().into_owned();
                let text = if folder == "seeds" { altered(&text, &theme, figures) } else { text };
                files = files.with(path.strip_prefix(root()).expect("inside"), text);
            }
        }
        Scenario::load_from(&files, std::path::Path::new("scenarios/reference.toml"), &[])
            .expect("a scenario")
    };
    assert_eq!(changed(&|_| false).digest(), scenario.digest());
    let without = changed(&|id| !counted.contains(id));
    for (input, other) in scenario.inputs().zip(without.inputs()) {
        assert_eq!(input.values, other.values, "{}", input.row.id);
    }
    assert_eq!(without.digest(), scenario.digest());
    for id in ["solar.priority_phase", "prices.cpi_1404", "economy.qom_share"] {
        assert!(counted.contains(id));
        assert_ne!(changed(&|other| other == id).digest(), scenario.digest(), "{id}");
    }
    // A number that rests on no figure is one that the files write out.
    for id in &report.evidence.plain {
        let input = scenario.inputs().find(|input| &input.row.id == id).expect("an input");
        assert!(!input.written.contains("figure:") && !input.written.is_empty(), "{id}: {}", input.written);
    }
    let said = sentences::evidence_sentence(&report, Language::English);
    let [figures, plain] = [counted.len(), report.evidence.plain.len()];
    assert!(said.starts_with(&format!("Rests on {figures} figures")), "{said}");
    assert!(said.contains(&format!("on {plain} numbers written into scenarios")), "{said}");
    let listed = ofogh(&["show", "scenarios/reference.toml", "--plain", "--format", "json"]);
    let listed: serde_json::Value = serde_json::from_slice(&listed.stdout).expect("a list");
    assert_eq!(listed.as_array().expect("a list").len(), plain);
}

/// The text of a theme of figures with the value of those that are picked doubled.
fn altered(text: &str, theme: &str, picked: &dyn Fn(&str) -> bool) -> String {
    let mut id = String::new();
    let double = |number: &str| {
        number.trim().parse::<f64>().map_or(number.to_owned(), |number| format!("{:?}", number * 2.0))
    };
    let line = |line: &str| {
        if let Some(name) = line.strip_prefix('[').and_then(|name| name.split(']').next()) {
            id = format!("{theme}.{name}");
        }
        let range = line.strip_prefix("range = [").and_then(|range| range.strip_suffix(']'));
        match (line.strip_prefix("value = "), range) {
            (Some(value), _) if picked(&id) => format!("value = {}\n", double(value)),
            (_, Some(range)) if picked(&id) => {
                format!("range = [{}]\n", range.split(',').map(double).collect::<Vec<_>>().join(", "))
            }
            _ => format!("{line}\n"),
        }
    };
    text.lines().map(line).collect()
}

/// One meaning of met: in the year in which it is due. A run, an ensemble and a discovery agree, member by member.
#[test]
fn a_goal_that_is_lost_again_is_met_nowhere() {
    use ofogh::study::discover::{Question, discover};
    use ofogh::study::ensemble::{Design, Ensemble, Sampling};
    use ofogh::study::workers::count;
    let settings = [
        "uncertainty.figures=true",
        "goal.late.label={en=\"late\",fa=\"دیر\"}",
        "goal.late.variable=\"power.deficit\"",
        "goal.late.at_most=330",
        "goal.late.by=1409",
    ];
    let scenario = Arc::new(load(&root().join("scenarios/reference.toml"), &settings));
    let members = 120;
    let goal = scenario.goals.iter().position(|goal| goal.id == "late").expect("the goal");
    let design = Design { members, seed: 1, sampling: Sampling::Latin };
    let ensemble = Ensemble::new(Arc::clone(&scenario), false, design);
    let (mut met, mut once) = (0, 0);
    for member in 0..members {
        let run = project(ensemble.members.member(member)).expect("a run");
        let result = goal_results(&run).swap_remove(goal);
        met += u64::from(result.met);
        once += u64::from(result.first_met.is_some_and(|year| year <= 1409));
    }
    assert!(met > 0 && once > met, "the goal is lost again in some members: {met} {once}");
    let outcome = ensemble.outcome(&count(&ensemble, (0, members), None, &()));
    let due = usize::try_from(1409 - scenario.structure.years.0).expect("a year");
    #[allow(clippy::cast_precision_loss)]
    let share = met as f64 / members as f64;
    assert_eq!(outcome.probabilities[goal][due].share, share);
    let question = Question { goal, missed: false, density: None, members, seed: 1 };
    let all = discover(&scenario, question).expect("members").boxes[0].density;
    assert!((all - share).abs() < 1e-12, "{all} {share}");
}

/// The interval of a probability holds it as often as is said, and stays wide where none or all of the members meet the
/// goal; it is one measure under one name on the screen, on sheets, in CSV and in JSON.
#[test]
fn the_interval_of_a_probability_holds_it_as_often_as_said() {
    use ofogh::study::ensemble::{Design, Ensemble, Probability, Sampling};
    use ofogh::study::workers::count;
    // By hand: of 10 members none, 10, and 5. Wilson's interval with 1.96: 0 to 3.8416 / 13.8416.
    let none = Probability::of(0, 10).interval;
    assert!(none.0 == 0.0 && (none.1 - 3.8416 / 13.8416).abs() < 1e-12, "{none:?}");
    let all = Probability::of(10, 10).interval;
    assert!(all.1 == 1.0 && (all.0 - 10.0 / 13.8416).abs() < 1e-12, "{all:?}");
    let half = Probability::of(5, 10).interval;
    assert!((half.0 - 0.236_59).abs() < 1e-4 && (half.1 - 0.763_41).abs() < 1e-4, "{half:?}");
    let scenario = load(&root().join("scenarios/reference.toml"), &["uncertainty.figures=true"]);
    let (groups, size) = (200, 50);
    let design = Design { members: groups * size, seed: 11, sampling: Sampling::Random };
    let ensemble = Ensemble::new(scenario, false, design);
    let outcome = |range| ensemble.outcome(&count(&ensemble, range, None, &())).probabilities;
    let truth = outcome((0, groups * size));
    let small: Vec<_> = (0..groups).map(|group| outcome((group * size, (group + 1) * size))).collect();
    let mut tried = 0;
    for (goal, by_year) in truth.iter().enumerate() {
        for (year, probability) in by_year.iter().enumerate() {
            if !(0.1..=0.9).contains(&probability.share) {
                continue;
            }
            tried += 1;
            let holds = |small: &&Vec<Vec<Probability>>| {
                let (low, high) = small[goal][year].interval;
                (low..=high).contains(&probability.share)
            };
            let held = small.iter().filter(holds).count();
            // Of 200 small ensembles 190 are expected to hold it; 178 is four deviations away.
            assert!((178..200).contains(&held), "goal {goal} in year {year}: {held} of 200");
        }
    }
    assert!(tried >= 8, "{tried}");
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let done = ofogh(&[
        "ensemble",
        "scenarios/reference.toml",
        "--set",
        "uncertainty.figures=true",
        "--members",
        "10",
        "--out",
        &path("e.csv"),
        "--out",
        &path("e.json"),
    ]);
    let shown = String::from_utf8(done.stdout).expect("a text");
    let row = shown.lines().find(|line| line.contains("500 MW of the first solar phase")).expect("a goal");
    assert!(row.trim_end().ends_with("0.0 %   27.8 %"), "{row}");
    let csv = std::fs::read_to_string(path("e.csv")).expect("a file");
    assert!(csv.lines().next().expect("a header").contains(",probability,low_95,high_95,"), "{csv:.200}");
    let json: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(path("e.json")).expect("a file")).expect("JSON");
    let high = json["goals"][1]["high_95"][1].as_f64().expect("a number");
    assert!((high - 3.8416 / 13.8416).abs() < 1e-12, "{high}");
}
