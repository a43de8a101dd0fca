//! `ofogh discover`: which ranges of what is uncertain make a goal succeed, or fail.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;

use super::terminal::table;
use super::{Failure, Lang, ensemble};
use crate::fault::{Fault, did_you_mean};
use crate::language::Language;
use crate::scenario::{Effect, Goal, Scenario};
use crate::study::discover::prim::{Options, PrimBox, boxes};
use crate::study::discover::{Cases, cases};

/// Arguments of `discover`.
#[derive(Args)]
pub(crate) struct DiscoverCommand {
    /// Scenario file.
    scenario: PathBuf,
    /// The goal, by its name.
    #[arg(long, value_name = "NAME")]
    goal: String,
    /// Look for what makes it fail.
    #[arg(long)]
    missed: bool,
    /// Share of the members in the box that are to be such; 0.8 if it is not said, or half way from all members to 1.
    #[arg(long)]
    density: Option<f64>,
    /// Number of members.
    #[arg(long, default_value_t = 10_000)]
    members: u64,
    /// Seed of all draws.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// A setting over the file, such as `uncertainty.figures=true`. May be repeated.
    #[arg(long = "set", value_name = "ID=VALUE")]
    settings: Vec<String>,
    /// Language.
    #[arg(long, value_enum, default_value = "en")]
    pub(super) lang: Lang,
}

/// Most members: peeling sorts them again and again.
const MOST: u64 = 1 << 20;

impl DiscoverCommand {
    pub(super) fn go(&self) -> Result<(), Failure> {
        let language = Language::from(self.lang);
        let scenario = Scenario::load(&self.scenario, &self.settings)?;
        if scenario.uncertainties.is_empty() {
            return Err(ensemble::certain(&self.scenario).into());
        }
        let sound = (100..=MOST).contains(&self.members)
            && self.density.is_none_or(|density| density > 0.0 && density <= 1.0);
        if !sound {
            return Err(out_of_range().into());
        }
        let Some(goal) = scenario.goals.iter().position(|goal| goal.id == self.goal) else {
            return Err(unknown(&self.goal, &scenario).into());
        };
        let Cases { columns, met } = cases(&scenario, goal, self.members, self.seed);
        let of_interest: Vec<bool> = met.iter().map(|met| *met != self.missed).collect();
        let found = boxes(&columns, &of_interest, &Options::default());
        let mut out = anstream::stdout().lock();
        self.print(&mut out, &scenario, &scenario.goals[goal], &found, language)?;
        Ok(())
    }

    fn print(
        &self,
        out: &mut impl Write,
        scenario: &Scenario,
        goal: &Goal,
        found: &[PrimBox],
        language: Language,
    ) -> io::Result<()> {
        let what = match (self.missed, language) {
            (false, Language::English) => "meet the goal",
            (true, Language::English) => "miss the goal",
            (false, Language::Persian) => "به هدف می‌رسد",
            (true, Language::Persian) => "به هدف نمی‌رسد",
        };
        let percent = |share: f64| format!("{} %", language.decimal(share * 100.0, 1));
        let year = language.digits(&goal.by.to_string());
        writeln!(out, "{} – {} ({year})", scenario.title.get(language), goal.label.get(language))?;
        // The first box is everything.
        let Some(all) = found.first() else { return Ok(()) };
        let share = percent(all.density);
        let members = language.count(self.members);
        match language {
            Language::English => writeln!(out, "{share} of {members} members {what}\n")?,
            Language::Persian => writeln!(out, "{share} از {members} عضو {what}\n")?,
        }
        if all.of_interest == 0 || all.of_interest == all.cases {
            let nothing = language.choose(
                "all members agree: there is nothing to tell apart",
                "همهٔ عضوها یکسان‌اند و چیزی برای جداکردن نیست",
            );
            return writeln!(out, "{nothing}");
        }
        let header = table::titles(
            language,
            ["box", "things in it", "coverage", "density", "of all members"],
            ["جعبه", "شمار عامل", "پوشش", "چگالی", "از همهٔ عضوها"],
        );
        let (chosen, dense) = self.chosen(found);
        let mut steps: Vec<usize> = (0..found.len()).step_by(found.len().div_ceil(12)).collect();
        steps.extend([chosen, found.len() - 1]);
        steps.sort_unstable();
        steps.dedup();
        let rows = steps.iter().map(|n| {
            let step = &found[*n];
            let mark = if *n == chosen { "*" } else { "" };
            vec![
                language.digits(&format!("{n}{mark}")),
                language.digits(&step.restricted.len().to_string()),
                percent(step.coverage),
                percent(step.density),
                percent(step.mass),
            ]
        });
        writeln!(out, "{}", table::table(header, 1, rows.collect()))?;
        match language {
            Language::English => writeln!(
                out,
                "\ncoverage: share of all such members that the box holds; density: share of the box's members that are such; * shown below"
            )?,
            Language::Persian => writeln!(
                out,
                "\nپوشش: سهمی از همهٔ این عضوها که در جعبه است؛ چگالی: سهم این عضوها از عضوهای جعبه؛ * در زیر آمده است"
            )?,
        }
        if !dense {
            let none = language.choose(
                "no box is as dense as asked: this is the densest",
                "هیچ جعبه‌ای به چگالی خواسته‌شده نیست: این چگال‌ترین است",
            );
            writeln!(out, "{none}")?;
        }
        limits(out, scenario, all, &found[chosen], language)
    }

    /// The box that holds most of what is of interest and is as dense as asked; the densest if none is, and
    /// whether one is.
    fn chosen(&self, found: &[PrimBox]) -> (usize, bool) {
        let usual = found.first().map_or(0.8, |all| f64::midpoint(all.density, 1.0).max(0.8));
        let asked = self.density.unwrap_or(usual);
        let dense = (0..found.len()).filter(|n| found[*n].density >= asked);
        let most = dense.reduce(|a, b| if found[b].coverage > found[a].coverage { b } else { a });
        let densest =
            || (0..found.len()).reduce(|a, b| if found[b].density > found[a].density { b } else { a });
        (most.or_else(densest).unwrap_or(0), most.is_some())
    }
}

fn limits(
    out: &mut impl Write,
    scenario: &Scenario,
    all: &PrimBox,
    chosen: &PrimBox,
    language: Language,
) -> io::Result<()> {
    let header = table::titles(
        language,
        ["what", "acts as", "from", "to", "of", "by chance"],
        ["چه", "اثر", "از", "تا", "از بازهٔ", "احتمال تصادف"],
    );
    let number = |value: f64, limits: [f64; 4]| {
        let widest = limits.iter().fold(0.0_f64, |widest, limit| widest.max(limit.abs()));
        language.decimal(value, Language::decimals(&[widest]).max(if widest < 10.0 { 3 } else { 0 }))
    };
    let rows = chosen.restricted.iter().map(|index| {
        let uncertainty = &scenario.uncertainties[*index];
        let ((low, high), (first, last)) = (chosen.limits[*index], all.limits[*index]);
        let four = [low, high, first, last];
        let open = language.choose("any", "هر مقدار").to_owned();
        let (by_low, by_high) = chosen.quasi_p[*index];
        let chance = [by_low, by_high].into_iter().flatten().fold(0.0_f64, f64::max);
        vec![
            scenario.name_of(uncertainty).get(language).to_owned(),
            effect(&uncertainty.effect, language).to_owned(),
            if low > first { number(low, four) } else { open.clone() },
            if high < last { number(high, four) } else { open },
            format!("{} – {}", number(first, four), number(last, four)),
            if chance < 0.001 {
                format!("< {}", language.decimal(0.001, 3))
            } else {
                language.decimal(chance, 3)
            },
        ]
    });
    writeln!(out, "\n{}", table::table(header, 2, rows.collect()))?;
    let note = language.choose(
        "by chance: how likely a limit would do as much if it told nothing (above 0.05: leave it out)",
        "احتمال تصادف: احتمال این که مرزی بی‌اثر به همین اندازه جدا کند (بیش از ۰٫۰۵: آن را کنار بگذارید)",
    );
    writeln!(out, "{note}")
}

fn effect(effect: &Effect, language: Language) -> &'static str {
    match effect {
        Effect::Value => language.choose("value", "مقدار"),
        Effect::Factor => language.choose("factor", "ضریب"),
        Effect::Shift => language.choose("shift", "جابه‌جایی"),
        Effect::Noise { .. } => language.choose("mean shift", "میانگین نوسان"),
        Effect::Begins(_) => language.choose("times it comes", "دفعات رخداد"),
    }
}

fn out_of_range() -> Fault {
    Fault::new(
        "members",
        "discovery takes 100 members at least, and a density above 0 and up to 1",
        "کاوش دست‌کم 100 عضو و چگالی بیش از صفر تا 1 می‌خواهد",
    )
    .help("write --members 10000 --density 0.8", "بنویسید ‎--members 10000 --density 0.8")
}

fn unknown(name: &str, scenario: &Scenario) -> Fault {
    let names: Vec<&str> = scenario.goals.iter().map(|goal| goal.id.as_str()).collect();
    let list = names.join(", ");
    Fault::new("unknown-goal", format!("no goal is called `{name}`"), format!("هدفی به نام `{name}` نیست"))
        .help(format!("known: {list}"), format!("شناخته‌شده: {list}"))
        .maybe_help(did_you_mean(name, names.iter().copied()))
}
