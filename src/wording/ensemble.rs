//! An ensemble: the ranges of its results, the probabilities of its goals, what was uncertain, how it was run.

use super::table::{Cell, Column, Table};
use crate::language::{Label, Language};
use crate::scenario::{Effect, Scenario, Standing, write};
use crate::study::ensemble::{Ensemble, HeldInput, Outcome, Outside, SHARES, Sampling, Spread};

/// How many members there were, and how the table of ranges is read.
pub fn heading(ensemble: &Ensemble, outcome: &Outcome, language: Language) -> String {
    let count = partial(ensemble, outcome, language).unwrap_or_else(|| members(outcome.members, language));
    let all = ensemble.scenario.uncertainties.len();
    let uncertain = language.digits(&all.to_string());
    match language {
        Language::English => format!(
            "{count}, {uncertain} uncertain {}; each line has the value below which that share of the members lies",
            if all == 1 { "thing" } else { "things" },
        ),
        Language::Persian => format!(
            "{count}، {uncertain} چیز نامطمئن؛ هر سطر مقداری است که آن سهم از عضوها پایین‌تر از آن است"
        ),
    }
}

fn members(count: u64, language: Language) -> String {
    let members = match language {
        Language::English if count == 1 => "member",
        Language::English => "members",
        Language::Persian => "عضو",
    };
    format!("{} {members}", language.count(count))
}

/// That only some of the members were counted, if that is so.
pub fn partial(ensemble: &Ensemble, outcome: &Outcome, language: Language) -> Option<String> {
    let (done, all) = (language.count(outcome.members), members(ensemble.design.members, language));
    (outcome.members < ensemble.design.members).then(|| match language {
        Language::English => format!("partial: {done} of {all}"),
        Language::Persian => format!("ناتمام: {done} از {all}"),
    })
}

/// The columns of a table that has a line for each share of the members: variable, unit, share, then a column a year.
pub(super) fn by_share(years: impl Iterator<Item = i32>, language: Language) -> Vec<Column> {
    let mut columns = Column::texts(language, [("variable", "متغیر")]);
    columns.push(Column::unit(language));
    columns.extend(Column::texts(language, [("share", "سهم")]));
    columns.extend(Column::years(years));
    columns
}

/// The ranges of results: for each variable a line a share; with `moments` its mean and its deviation too.
pub fn ranges(ensemble: &Ensemble, outcome: &Outcome, moments: bool, language: Language) -> Table {
    let scenario = &ensemble.scenario;
    let columns = by_share(scenario.structure.all_years(), language);
    let stack = SHARES.len() + if moments { 2 } else { 0 };
    let mut table = Table { stack, ..Table::new(columns) };
    for (variable, spreads) in ensemble.shown.iter().zip(&outcome.spreads) {
        let variable = &scenario.variables[*variable];
        let all: Vec<f64> = spreads.iter().flat_map(|spread| spread.percentiles).collect();
        let decimals = Language::decimals(&all);
        let mut line = |share: Cell, values: &mut dyn Iterator<Item = f64>| {
            let mut cells = vec![
                Cell::text(variable.label.get(language)),
                Cell::Text(scenario.unit(language, &variable.unit)),
                share,
            ];
            cells.extend(values.map(|value| Cell::Number(value, decimals)));
            table.rows.push(cells);
        };
        for (n, share) in SHARES.into_iter().enumerate() {
            line(Cell::Share(share, 0), &mut spreads.iter().map(|spread| spread.percentiles[n]));
        }
        if moments {
            let [mean, deviation] = [("mean", "میانگین"), ("deviation", "انحراف معیار")]
                .map(|(en, fa)| Cell::text(language.choose(en, fa)));
            line(mean, &mut spreads.iter().map(|spread| spread.mean));
            line(deviation, &mut spreads.iter().map(|spread| spread.deviation));
        }
    }
    table
}

/// The fan of one variable.
#[derive(Debug, Clone, PartialEq)]
pub struct Fan {
    /// Id of the variable.
    pub id: String,
    /// Its name and unit.
    pub title: String,
    /// By year: the lowest share shown, the heights from each share to the next, and the middle.
    pub bands: [Vec<f64>; 5],
    /// Digits behind the mark.
    pub decimals: usize,
    /// Where the axis begins if not at nought: near what is seen, for a fan shows what differs.
    pub floor: Option<f64>,
}

/// The fans of all variables shown.
pub fn fans(ensemble: &Ensemble, outcome: &Outcome, language: Language) -> Vec<Fan> {
    let scenario = &ensemble.scenario;
    let fan = |(variable, spreads): (&usize, &Vec<Spread>)| {
        let variable = &scenario.variables[*variable];
        let at = |share: usize| spreads.iter().map(move |spread| spread.percentiles[share]);
        let between = |low: usize, high: usize| at(high).zip(at(low)).map(|(high, low)| high - low).collect();
        let (low, middle): (Vec<f64>, Vec<f64>) = (at(0).collect(), at(2).collect());
        let (least, most) = (at(0).reduce(f64::min).unwrap_or(0.0), at(4).reduce(f64::max).unwrap_or(0.0));
        let floor = least - 0.25 * (most - least);
        let unit = scenario.unit(language, &variable.unit);
        Fan {
            id: variable.id.clone(),
            title: format!("{}{}{unit}", variable.label.get(language), language.choose(", ", "، ")),
            decimals: Language::decimals(&middle),
            bands: [low, between(0, 1), between(1, 3), between(3, 4), middle],
            floor: (floor > 0.0 && most > least).then(|| round_below(floor, most - least)),
        }
    };
    ensemble.shown.iter().zip(&outcome.spreads).map(fan).collect()
}

/// A round number at or below `value`, on the scale of `width`.
fn round_below(value: f64, width: f64) -> f64 {
    let step = 10.0_f64.powf(width.log10().floor());
    (value / step).floor() * step
}

/// How far the medians may be off, and what does not vary though its figures have ranges.
pub fn precision(ensemble: &Ensemble, outcome: &Outcome, language: Language) -> Vec<String> {
    let scenario = &ensemble.scenario;
    let mut sentences = Vec::new();
    if let Some(settled) = outcome.settled {
        let share = language.decimal(settled.share * 100.0, 2);
        let variable = scenario.variables[ensemble.shown[settled.variable]].label.get(language);
        let years: Vec<i32> = scenario.structure.all_years().collect();
        let year = language.digits(&years[settled.year].to_string());
        sentences.push(match language {
            Language::English => format!(
                "settled: the middle of every fan is known to ±{share} % of its width or better (least: {variable}, {year}); four times the members halve that"
            ),
            Language::Persian => format!(
                "همگرایی: میانهٔ هر بادبزن تا ±{share} ٪ پهنای آن یا بهتر معلوم است (کمترین: {variable}، {year})؛ چهار برابر عضو آن را نصف می‌کند"
            ),
        });
    }
    sentences.extend(held(scenario, &ensemble.held, language));
    sentences.extend(outcome.outside.as_ref().map(|outside| impossible(outcome, outside, language)));
    sentences.extend(drawn(scenario, language));
    sentences
}

/// How many figures are drawn, and which stand still though they have a range, each with the reason.
pub fn drawn(scenario: &Scenario, language: Language) -> Vec<String> {
    let (drawn, still) = (scenario.figures_drawn(), scenario.standing_still());
    if drawn == 0 {
        let count = language.count(still.len() as u64);
        let silent = match language {
            Language::English => format!(
                "{count} figures with a range stand still: the scenario does not draw from them (`uncertainty.figures`)"
            ),
            Language::Persian => format!(
                "{count} رقم دارای بازه ثابت می‌ماند: سناریو از آن‌ها قرعه نمی‌کشد (`uncertainty.figures`)"
            ),
        };
        return if still.is_empty() { Vec::new() } else { vec![silent] };
    }
    let count = language.count(drawn as u64);
    let mut sentences = vec![match language {
        Language::English if drawn == 1 => {
            "1 figure with a range is drawn, and all that rests on it follows".to_owned()
        }
        Language::English => {
            format!("{count} figures with a range are drawn, and all that rests on them follows")
        }
        Language::Persian => {
            format!("{count} رقم دارای بازه قرعه می‌خورد و هر چه بر آن‌ها تکیه دارد پیروی می‌کند")
        }
    }];
    for why in [Standing::LeontiefInverse, Standing::Conversion, Standing::OwnDistribution, Standing::Derived]
    {
        let ids: Vec<String> =
            still.iter().filter(|still| still.why == why).map(|still| still.figure.clone()).collect();
        if !ids.is_empty() {
            let list = language.list(&ids);
            sentences.push(match language {
                Language::English => format!("stand still {}: {list}", reason(why).en),
                Language::Persian => format!("ثابت می‌ماند {}: {list}", reason(why).fa),
            });
        }
    }
    sentences
}

fn reason(why: Standing) -> Label {
    match why {
        Standing::OwnDistribution => Label::new(
            "as the inputs that rest on them have distributions of their own",
            "چون ورودی‌هایی که بر آن تکیه دارند توزیع خود را دارند",
        ),
        Standing::LeontiefInverse => Label::new(
            "as they go into the Leontief inverse before the run",
            "چون پیش از اجرا در معکوس لئونتیف به کار می‌رود",
        ),
        Standing::Conversion => {
            Label::new("where money is converted with them", "آنجا که مبلغ‌ها با آن تبدیل می‌شوند")
        }
        Standing::Derived => Label::new(
            "themselves, as they are worked out from others and follow those that are drawn",
            "خود، چون از ارقام دیگر به دست می‌آید و از آن‌ها پیروی می‌کند",
        ),
    }
}

/// Which inputs are held at a limit though more was drawn, if any are.
pub fn held(scenario: &Scenario, held: &[HeldInput], language: Language) -> Option<String> {
    let ids: Vec<&str> = scenario.inputs().map(|input| input.row.id.as_str()).collect();
    let one = |held: &HeldInput| {
        let share = Cell::share(held.share).says(language);
        format!("`{}` {share}", ids[held.input])
    };
    let list = language.list(&held.iter().map(one).collect::<Vec<_>>());
    (!held.is_empty()).then(|| match language {
        Language::English => format!("held at a limit, with the share of values that are: {list}"),
        Language::Persian => format!("نگه‌داشته در حد مجاز، با سهم مقدارهایی که چنین‌اند: {list}"),
    })
}

/// How many members have a result that is not possible.
fn impossible(outcome: &Outcome, outside: &Outside, language: Language) -> String {
    // Counts are far below 2^53.
    #[allow(clippy::cast_precision_loss)]
    let share = Cell::share(outside.members as f64 / outcome.members as f64).says(language);
    let Outside { members, first, variable, year } = outside;
    let (members, year) = (language.count(*members), language.digits(&year.to_string()));
    let first = language.digits(&first.to_string());
    match language {
        Language::English => format!(
            "not possible: {members} members ({share}) have a result that no province can have and are counted all the same; the first is member {first}, `{variable}` in {year}"
        ),
        Language::Persian => format!(
            "ناممکن: {members} عضو ({share}) نتیجه‌ای دارند که هیچ استانی نمی‌تواند داشته باشد و با این همه شمرده شده‌اند؛ نخستین آن‌ها عضو {first} است، `{variable}` در {year}"
        ),
    }
}

/// The probability that each goal is met in each year.
pub fn probabilities(ensemble: &Ensemble, outcome: &Outcome, language: Language) -> Table {
    let scenario = &ensemble.scenario;
    let title = ("goal: probability that it is met in", "هدف: احتمال تحقق در سال");
    let mut columns = Column::texts(language, [title, ("due", "موعد")]);
    columns.extend(Column::years(scenario.structure.all_years()));
    columns.extend(Column::numbers(language, [("due: from", "موعد: از"), ("to", "تا")]));
    let mut table = Table::new(columns);
    for (goal, probabilities) in scenario.goals.iter().zip(&outcome.probabilities) {
        let mut cells = vec![Cell::text(goal.label.get(language)), Cell::Year(goal.by)];
        cells.extend(probabilities.iter().map(|probability| Cell::share(probability.share)));
        let due = scenario.structure.all_years().zip(probabilities).find(|(year, _)| *year == goal.by);
        // A goal's year was checked to lie within the run.
        let (low, high) = due.expect("its year").1.interval;
        cells.extend([low, high].map(Cell::share));
        table.rows.push(cells);
    }
    table
}

/// What the interval of a probability means.
pub fn about_intervals(ensemble: &Ensemble, language: Language) -> String {
    let means = language.choose(
        "from, to: of 100 such ensembles 95 would have the probability of the due year between these",
        "از، تا: از هر ۱۰۰ گروه مانند این، در ۹۵ گروه احتمال سال موعد میان این دو است",
    );
    let sampling = match ensemble.design.sampling {
        Sampling::Random => return means.to_owned(),
        Sampling::Latin => language.choose(
            "if members were drawn at random; a Latin hypercube does not err more",
            "اگر عضوها تصادفی بودند؛ خطای ابرمکعب لاتین بیش از آن نیست",
        ),
        Sampling::Sobol => language.choose(
            "if members were drawn at random; Sobol's sequence may err less or more",
            "اگر عضوها تصادفی بودند؛ خطای دنبالهٔ سوبول شاید کمتر یا بیشتر باشد",
        ),
    };
    format!("{means}{}{sampling}", language.choose(", ", "، "))
}

/// What was uncertain: its distribution, its effect, on which inputs, from which source.
pub fn uncertainties(ensemble: &Ensemble, language: Language) -> Table {
    let scenario = &ensemble.scenario;
    let titles = [("name", "نام"), ("distribution", "توزیع"), ("acts as", "اثر")];
    let mut table = Table::new(Column::texts(language, titles));
    let remarks = [("on", "بر"), ("source", "منبع"), ("id", "شناسه")];
    table.columns.extend(Column::remarks(language, remarks));
    let ids: Vec<&str> = scenario.inputs().map(|input| input.row.id.as_str()).collect();
    for uncertainty in &scenario.uncertainties {
        let on: Vec<&str> = uncertainty.inputs.iter().map(|index| ids[*index]).collect();
        let source = uncertainty.name.strip_prefix("figure:").and_then(|id| scenario.figures.figures.get(id));
        let source = source.map(|figure| scenario.figures.source_line(figure));
        table.rows.push(vec![
            Cell::text(scenario.name_of(uncertainty).get(language)),
            Cell::Text(write::distribution(&uncertainty.distribution)),
            Cell::text(effect(&uncertainty.effect).get(language)),
            Cell::Text(on.join(", ")),
            Cell::text(source.as_ref().map_or("", |source| source.get(language))),
            Cell::text(&uncertainty.name),
        ]);
    }
    table
}

fn effect(effect: &Effect) -> Label {
    match effect {
        Effect::Value | Effect::Figure => Label::new("value", "مقدار"),
        Effect::Factor => Label::new("factor", "ضریب"),
        Effect::Shift => Label::new("shift", "جابه‌جایی"),
        Effect::Noise { .. } => Label::new("yearly noise", "نوسان سالانه"),
        Effect::Begins(_) => Label::new("shock", "شوک"),
    }
}

/// How it was run: enough to run it again and get the same bits.
pub fn manifest(ensemble: &Ensemble, outcome: &Outcome, language: Language) -> Table {
    let identity = ensemble.identity();
    let lines = [
        ("version", "نگارش", identity.version),
        ("scenario", "سناریو", identity.scenario),
        ("digest of the scenario", "چکیدهٔ سناریو", identity.digest),
        ("digest of the figures", "چکیدهٔ ارقام", identity.figures),
        ("settings", "تنظیم‌ها", identity.settings.join("\n")),
        ("members", "عضوها", outcome.members.to_string()),
        ("members asked for", "عضوهای خواسته‌شده", identity.members.to_string()),
        ("seed", "بذر", identity.seed.to_string()),
        ("sampling", "نمونه‌گیری", identity.sampling),
    ];
    let mut table = Table::new(Column::texts(language, [("", ""), ("", "")]));
    table
        .rows
        .extend(lines.map(|(en, fa, text)| vec![Cell::text(language.choose(en, fa)), Cell::Text(text)]));
    table
}

/// How long counting took, and how many members a second that is.
pub fn pace(members: u64, seconds: f64, language: Language) -> String {
    // Counts are far below 2^53.
    #[allow(clippy::cast_precision_loss)]
    let rate = members as f64 / seconds.max(1e-9);
    let (rate, time) = (language.number(rate), language.decimal(seconds, 2));
    match language {
        Language::English => format!("{time} s, {rate} members a second"),
        Language::Persian => format!("{time} ثانیه، {rate} عضو در ثانیه"),
    }
}

/// That counting was ended before all members were counted.
pub fn stopped(done: u64, of: u64, language: Language) -> String {
    let (done, of) = (language.count(done), language.count(of));
    match language {
        Language::English => format!("stopped after {done} of {of} members"),
        Language::Persian => format!("پس از {done} عضو از {of} متوقف شد"),
    }
}
