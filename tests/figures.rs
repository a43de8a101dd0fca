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
        ("revival.target", 65.0, "unit"),
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

/// A figure of 1 MW called `name` with other lines in the place of some.
fn figure(name: &str, value: &str) -> String {
    format!(
        "[{name}]\n{value}\nunit = \"MW\"\ndate = \"1404\"\nkind = \"estimate\"\nsource = \"x\"\nmeaning = {{ en = \"x\", fa = \"ایکس\" }}\n"
    )
}

/// What is said of a folder of figures, in both languages, with the line it is said of.
fn mistakes(files: &[(&str, &str)]) -> Vec<(String, String, usize)> {
    let sources: Vec<_> =
        files.iter().map(|(name, text)| ofogh::fault::Source::new(format!("seeds/{name}"), *text)).collect();
    let faults = ofogh::figure::read(&sources).err().unwrap_or_default();
    let line = |fault: &ofogh::fault::Fault| fault.place.as_ref().map_or(0, ofogh::fault::Place::line);
    faults.iter().map(|fault| (fault.message.en.clone(), fault.message.fa.clone(), line(fault))).collect()
}

/// One slip is one mistake: what only follows from it is not told.
#[test]
fn the_cause_is_told_and_not_what_follows() {
    let resting = figure("b", "expression = \"{theme.a} + {other.c}\"");
    let again = figure("d", "expression = \"2 * {theme.b}\"");
    let other = figure("c", "value = 1");
    let contradiction = "[k]\nfigures = [\"theme.a\", \"theme.b\"]\nstatement = { en = \"x\", fa = \"ایکس\" }\nreading = { en = \"x\", fa = \"ایکس\" }\n";
    for (slip, said, line) in [
        (figure("a", "valeu = 1"), "unknown key `valeu`", 2),
        (figure("a", "value = 1").replace("\"MW\"", "\"MWW\""), "`MWW` in `MWW` is no unit", 3),
        (figure("a", "value ="), "the value behind `=` is missing", 2),
        (
            figure("a", "value = 1").replace("1404", "1404-13"),
            "figure `theme.a` has a date that is none: `1404-13`",
            1,
        ),
    ] {
        let text = format!("{slip}{resting}{again}");
        let found = mistakes(&[
            ("theme.toml", &text),
            ("other.toml", &other),
            ("contradictions.toml", contradiction),
        ]);
        let found: Vec<_> = found.iter().map(|(en, _, line)| (en.as_str(), *line)).collect();
        assert_eq!(found, [(said, line)], "{slip}");
    }
    // What is truly unknown is told all the same.
    let found = mistakes(&[("theme.toml", &resting), ("other.toml", &other)]);
    assert_eq!(found[0].0, "figure `theme.b` names the unknown figure `theme.a`");
    let prices = format!("{}\n", figure("cpi_1404", "value = 0.4").replace("\"MW\"", "\"1/yeer\""));
    let toman = figure("a", "value = 1").replace("\"MW\"", "\"toman@1403\"");
    let later = figure("b", "expression = \"{theme.a}\"").replace("\"MW\"", "\"toman@1404\"");
    let found = mistakes(&[("prices.toml", &prices), ("theme.toml", &format!("{toman}{later}"))]);
    assert_eq!(found.len(), 1, "{found:?}");
}

/// One calendar: 1403 is a leap year and 1404 is none, in figures, in articles and in Persian digits.
#[test]
fn dates_are_days_of_the_calendar() {
    let of = |date: &str| mistakes(&[("theme.toml", &figure("a", "value = 1").replace("1404", date))]);
    for date in ["1404-12-29", "1403-12-30", "۱۴۰۳-۱۲-۳۰", "1404/06", "1404", "۱۴۰۴-۰۶-۳۱"] {
        assert_eq!(of(date), [], "{date}");
    }
    for date in [
        "1404-12-30",
        "۱۴۰۴-۱۲-۳۰",
        "1404-07-31",
        "1404-00",
        "1404-13",
        "1404-6-",
        "+404",
        "2025-06-01",
        "1404-01-01-01",
    ] {
        let said = format!("figure `theme.a` has a date that is none: `{date}`");
        assert_eq!(of(date).first().map(|fault| fault.0.clone()), Some(said));
    }
    let article = |date: &str, gregorian: &str| {
        let both = "{ en = \"x\", fa = \"ایکس\" }";
        let text = format!(
            "[speaker.s]\nname = {both}\nrole = {both}\n[k]\nagency = {both}\ntitle = {both}\ndate = \"{date}\"\ngregorian = \"{gregorian}\"\nreference = \"1\"\noccasion = {both}\n"
        );
        mistakes(&[("articles.toml", &text)])
    };
    assert_eq!(article("1403-12-30", "2025-03-20"), []);
    assert_eq!(article("1404-12-30", "2026-03-20")[0].0, "article `k` has a date that is none: `1404-12-30`");
    assert_eq!(article("1403-12-30", "2025-02-29")[0].0, "article `k` has a date that is none: `2025-02-29`");
    assert_eq!(article("1403-12-30", "2025-02-29")[0].2, 4);
}

/// The table of purchases is read by the same reader as every other number.
#[test]
fn the_table_of_purchases_is_read_as_people_save_it() {
    let read = |text: &str| {
        let source = ofogh::fault::Source::new("seeds/input-output.csv", text);
        ofogh::figure::read(&[source]).map(|figures| figures.input_output.purchases)
    };
    let expected = Ok(vec![0.1, 0.05, 0.25, 0.0]);
    for text in [
        "sector,a,b\na,0.1,0.05\nb,0.25,0\n",
        "sector;a;b\na;0.1;0.05\nb;0.25;0\n",
        "sector\ta\tb\na\t0.1\t0.05\nb\t0.25\t0\n",
        "\u{feff}sector, a , b\n a, 10 %, 5%\n\nb,۰٫۲۵,۰\n,,\n",
        "sector,a,b,\na,۱۰ ٪,0.05,\nb,0.25,0,\n",
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
    for (text, said, line) in [
        ("sector,a,b\na,0.1,0.05\nb,0.25,0\ntotal,0.35,0.05\n", "`total` is a sum and no sector", 4),
        ("sector,a,b,جمع\na,0.1,0.05,0.15\nb,0.25,0,0.25\n", "`جمع` is a sum and no sector", 1),
        ("sector;a;b\na;0,1;0,05\nb;0,25;0\n", "`0,1` has a comma in its number", 2),
        ("sector,a,b\na,0.1,\nb,0.25,0\n", "the column `b` is empty here", 2),
        ("sector,a,b\na,0.1,1.5\nb,0.25,0\n", "`1.5` in the column `b` is no share between 0 and 1", 2),
        (
            "sector,a,b\na,0.1,0.05\n",
            "the table must be square: a header of sectors, then one row a sector in the same order",
            2,
        ),
        ("", "the table must be square: a header of sectors, then one row a sector in the same order", 1),
    ] {
        let fault = &read(text).expect_err("a mistake")[0];
        let place = fault.place.as_ref().expect("a place");
        assert_eq!((fault.message.en.as_str(), place.line()), (said, line), "{text}");
    }
    let fault = &read("sector:a:b\na:0.1:0.2\nb:0:0\n").expect_err("a mistake")[0];
    assert!(fault.help.as_ref().expect("help").en.contains("separated by commas"));
}

/// What the libraries beneath say is not what a planner reads.
#[test]
fn figures_are_explained_in_our_own_words() {
    let both = |value: &str| {
        let found = mistakes(&[("theme.toml", &figure("a", value))]);
        (found[0].0.clone(), found[0].1.clone())
    };
    let said = |en: &str, fa: &str| (en.to_owned(), fa.to_owned());
    let unreadable = said(
        "figure `theme.a` has an expression that cannot be read",
        "رقم `theme.a` عبارتی دارد که خوانده نمی‌شود",
    );
    assert_eq!(both("expression = \"2 +\""), unreadable);
    assert_eq!(both("expression = \"\""), unreadable);
    let large = said(
        "figure `theme.a` holds or makes a number too large to reckon with",
        "رقم `theme.a` عددی بزرگ‌تر از اندازهٔ محاسبه دارد یا می‌سازد",
    );
    assert_eq!(both(&format!("expression = \"1{}\"", "0".repeat(400))), large);
    assert_eq!(
        both(&format!("expression = \"1{}\"", " + 1".repeat(5000))).0,
        "figure `theme.a` has an expression of 20001 characters; at most 10000 are read"
    );
    assert_eq!(both("value = true"), said("something else is wanted here", "اینجا چیز دیگری لازم است"));
    assert_eq!(both("value = \"1,4\"").0, "`1,4` has a comma in its number");
    assert_eq!(both("value = \"۱٫۴ MW\"").0, "`۱٫۴ MW` is not a number alone");
    assert_eq!(mistakes(&[("theme.toml", &figure("a", "value = \"۲٬۶۰۰\""))]), []);
}

/// A chain of 20,000 figures, each resting on the next, is worked out in a moment and whole.
#[test]
fn a_long_chain_of_figures_is_worked_out() {
    let last = 20_000;
    let link = |n: usize| figure(&format!("f{n}"), &format!("expression = \"{{t.f{}}}\"", n + 1));
    let mut text: String = (0..last).map(link).collect();
    text.push_str(&figure(&format!("f{last}"), "value = 7"));
    let before = std::time::Instant::now();
    let figures = ofogh::figure::read(&[ofogh::fault::Source::new("seeds/t.toml", text)]).expect("figures");
    assert_eq!(figures.figures["t.f0"].value, 7.0);
    assert!(before.elapsed().as_secs() < 20, "{:?}", before.elapsed());
}
