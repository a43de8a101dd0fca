//! The figures: each sourced, each used or said why not, each contradiction whole.

use std::collections::BTreeSet;

use ofogh::figure::{Figures, SourceKind, load};
use ofogh::study::Evidence;

use crate::support::{root, shipped};

fn figures() -> Figures {
    load(&ofogh::files::Disk, &root().join("seeds")).unwrap_or_else(|faults| {
        panic!("{:?}", faults.iter().map(|fault| &fault.message.en).collect::<Vec<_>>())
    })
}

#[test]
fn every_figure_is_sourced_and_means_something_in_both_languages() {
    for figure in figures().figures.values() {
        let sourced =
            !figure.articles.is_empty() || figure.source.as_ref().is_some_and(|source| source.len() > 3);
        assert!(sourced, "{} has no source", figure.id);
        assert!(
            figure.meaning.en.len() > 15 && figure.meaning.fa.chars().count() > 12,
            "{} has no meaning",
            figure.id
        );
        assert!(figure.meaning.fa.chars().any(|c| ('آ'..='ی').contains(&c)), "{} is not Persian", figure.id);
        assert!(figure.value.is_finite(), "{}", figure.id);
        if figure.kind == SourceKind::Estimate {
            let open = figure.source.as_ref().is_some_and(|source| {
                ["estimate", "worked out", "derived", "unsourced"]
                    .iter()
                    .any(|word| source.to_lowercase().contains(word))
            });
            assert!(open, "{} is an estimate whose source does not say so: {:?}", figure.id, figure.source);
        }
    }
}

/// A figure drives a scenario, stands behind another figure or in a contradiction, or says why it is only recorded.
#[test]
fn no_figure_is_unused_without_saying_why() {
    let all = figures();
    let mut used: BTreeSet<String> = BTreeSet::new();
    for path in shipped() {
        used.extend(Evidence::of(&crate::support::load(&path, &[])).figures);
    }
    used.extend(all.figures.values().flat_map(|figure| figure.rests_on.clone()));
    used.extend(all.contradictions.values().flat_map(|contradiction| contradiction.figures.clone()));
    // Price years and currencies are converted with these.
    used.extend(
        all.figures
            .keys()
            .filter(|id| id.starts_with("prices.cpi_") || id.starts_with("prices.dollar_"))
            .cloned(),
    );
    let unused =
        all.figures.values().filter(|figure| figure.recorded_only.is_none() && !used.contains(&figure.id));
    let unused: Vec<&str> = unused.map(|figure| figure.id.as_str()).collect();
    assert!(unused.is_empty(), "unused, and they do not say why: {unused:?}");
    let scenarios: BTreeSet<String> =
        shipped().iter().flat_map(|path| Evidence::of(&crate::support::load(path, &[])).figures).collect();
    let denied = all
        .figures
        .values()
        .filter(|figure| figure.recorded_only.is_some() && scenarios.contains(&figure.id));
    let denied: Vec<&str> = denied.map(|figure| figure.id.as_str()).collect();
    assert!(denied.is_empty(), "used, though they say they are only recorded: {denied:?}");
}

#[test]
fn contradictions_are_those_of_the_articles() {
    let all = figures();
    assert!(all.contradictions.len() >= 17);
    for (id, contradiction) in &all.contradictions {
        assert!(contradiction.figures.len() >= 2 || contradiction.statement.en.len() > 40, "{id}");
        if let Some(taken) = &contradiction.taken {
            assert!(all.figures.contains_key(taken), "{id}");
        }
    }
}

/// The figures by which the articles are known, as printed in them.
#[test]
fn the_articles_figures_are_right() {
    let all = figures();
    for (id, value, unit) in [
        ("solar.licensed", 2600.0, "MW"),
        ("solar.operating", 45.0, "MW"),
        ("solar.building_stated", 550.0, "MW"),
        ("solar.put_to_use", 565.0, "MW"),
        ("solar.executing_stated", 900.0, "MW"),
        ("solar.priority_phase", 500.0, "MW"),
        ("revival.target", 65.0, "unit/year"),
        ("revival.revived_so_far", 350.0, "unit"),
        ("revival.revived_past_year", 63.0, "unit/year"),
        ("revival.card_rate", 5.3, "%/year"),
        ("industry.licences", 212.0, "unit/year"),
        ("industry.permits", 361.0, "unit/year"),
        ("industry.jobs", 53000.0, "job"),
        ("region.output_share_goal", 1.4, "%"),
        ("region.area_share_claimed", 1.4, "%"),
        ("visitors.stay", 6.0, "hour"),
    ] {
        let figure = &all.figures[id];
        assert_eq!(
            (figure.value, figure.unit.text.as_str(), figure.kind),
            (value, unit, SourceKind::Article),
            "{id}"
        );
    }
    assert_eq!(all.figures["revival.card_rate_derived"].value, 128.0 / 2394.0 * 100.0);
    assert_eq!(all.figures["solar.executing_only"].value, 305.0);
    assert_eq!(all.figures["solar.licensed_only"].value, 1200.0);
}

#[test]
fn mistakes_in_figures_are_named_with_their_place() {
    let source = |name: &str, text: &str| ofogh::fault::Source::new(name, text);
    let figure =
        |rest: &str| format!("[a]\ndate = \"1404\"\nmeaning = {{ en = \"x\", fa = \"ایکس\" }}\n{rest}\n");
    let message = |text: &str| {
        let faults = ofogh::figure::read(&[source("seeds/theme.toml", text)]).expect_err("a fault");
        (faults[0].message.en.clone(), faults[0].place.as_ref().map(ofogh::fault::Place::line))
    };
    let kind = "kind = \"estimate\"\nsource = \"an estimate\"";
    let cases = [
        (figure(&format!("value = 1\nunit = \"MWW\"\n{kind}")), "`MWW` in `MWW` is no unit", 5),
        (
            figure(&format!("unit = \"MW\"\n{kind}")),
            "figure `theme.a` must have either a `value` or an `expression`",
            1,
        ),
        (
            figure("value = 1\nunit = \"MW\"\nkind = \"estimate\"\nsource = \"\""),
            "figure `theme.a` has no `source`",
            1,
        ),
        (
            figure(&format!("expression = \"{{theme.b}} + 1\"\nunit = \"MW\"\n{kind}")),
            "figure `theme.a` names the unknown figure `theme.b`",
            4,
        ),
        (
            figure(&format!("expression = \"{{theme.a}} + 1\"\nunit = \"MW\"\n{kind}")),
            "the figures `theme.a` rest on one another in a circle",
            4,
        ),
        (
            figure(&format!("value = 5\nrange = [1, 2, 3]\nunit = \"MW\"\n{kind}")),
            "figure `theme.a` has a range that is not low, most likely, high around its value",
            1,
        ),
    ];
    for (text, expected, line) in cases {
        assert_eq!(message(&text), (expected.to_owned(), Some(line)), "{text}");
    }
}
