//! A discovery: the boxes on the way, and the limits of the chosen one.

use super::table::{Cell, Column, Table};
use crate::language::Language;
use crate::scenario::{Effect, Scenario};
use crate::study::discover::Discovery;

/// Rows of the table of boxes, about.
const ROWS: usize = 12;

/// Which goal is looked at, and how many members meet or miss it.
pub fn heading(scenario: &Scenario, found: &Discovery, language: Language) -> [String; 2] {
    let goal = &scenario.goals[found.question.goal];
    let year = language.digits(&goal.by.to_string());
    let what = match (found.question.missed, language) {
        (false, Language::English) => "meet the goal",
        (true, Language::English) => "miss the goal",
        (false, Language::Persian) => "به هدف می‌رسد",
        (true, Language::Persian) => "به هدف نمی‌رسد",
    };
    let share = Cell::Share(found.boxes[0].density, 1).says(language);
    let members = language.count(found.question.members);
    [
        format!("{} – {} ({year})", scenario.title.get(language), goal.label.get(language)),
        match language {
            Language::English => format!("{share} of {members} members {what}"),
            Language::Persian => format!("{share} از {members} عضو {what}"),
        },
    ]
}

/// That there is nothing to tell apart, if all members meet the goal or none does.
pub fn nothing(found: &Discovery, language: Language) -> Option<&'static str> {
    let all = &found.boxes[0];
    (all.of_interest == 0 || all.of_interest == all.cases).then(|| {
        language.choose(
            "all members agree: there is nothing to tell apart",
            "همهٔ عضوها یکسان‌اند و چیزی برای جداکردن نیست",
        )
    })
}

/// Boxes on the way from all members to the densest; the chosen one has a mark.
pub fn boxes(found: &Discovery, language: Language) -> Table {
    let mut columns = Column::texts(language, [("box", "جعبه")]);
    let titles = [
        ("things in it", "شمار عامل"),
        ("coverage", "پوشش"),
        ("density", "چگالی"),
        ("of all members", "از همهٔ عضوها"),
    ];
    columns.extend(Column::numbers(language, titles));
    let all = found.boxes.len();
    let mut steps: Vec<usize> = (0..all).step_by(all.div_ceil(ROWS)).collect();
    steps.extend([found.chosen, all - 1]);
    steps.sort_unstable();
    steps.dedup();
    let row = |&n: &usize| {
        let step = &found.boxes[n];
        let mark = if n == found.chosen { "*" } else { "" };
        let mut cells = vec![
            Cell::Text(language.digits(&format!("{n}{mark}"))),
            Cell::Text(language.digits(&step.restricted.len().to_string())),
        ];
        cells.extend([step.coverage, step.density, step.mass].map(|share| Cell::Share(share, 1)));
        cells
    };
    Table { rows: steps.iter().map(row).collect(), ..Table::new(columns) }
}

/// What the columns of the boxes mean; and that no box is as dense as asked, if so.
pub fn about_boxes(found: &Discovery, language: Language) -> Vec<&'static str> {
    let mut notes = vec![language.choose(
        "coverage: share of all such members that the box holds; density: share of the box's members that are such; * shown below",
        "پوشش: سهمی از همهٔ این عضوها که در جعبه است؛ چگالی: سهم این عضوها از عضوهای جعبه؛ * در زیر آمده است",
    )];
    if !found.dense {
        notes.push(language.choose(
            "no box is as dense as asked: this is the densest",
            "هیچ جعبه‌ای به چگالی خواسته‌شده نیست: این چگال‌ترین است",
        ));
    }
    notes
}

/// The limits of the chosen box.
pub fn limits(scenario: &Scenario, found: &Discovery, language: Language) -> Table {
    let mut columns = Column::texts(language, [("what", "چه"), ("acts as", "اثر")]);
    let titles = [("from", "از"), ("to", "تا"), ("of", "از بازهٔ"), ("by chance", "احتمال تصادف")];
    columns.extend(Column::numbers(language, titles));
    let (all, chosen) = (&found.boxes[0], &found.boxes[found.chosen]);
    let row = |&index: &usize| {
        let uncertainty = &scenario.uncertainties[index];
        let ((low, high), (first, last)) = (chosen.limits[index], all.limits[index]);
        let widest = [low, high, first, last].iter().fold(0.0_f64, |widest, limit| widest.max(limit.abs()));
        let decimals = Language::decimals(&[widest]).max(if widest < 10.0 { 3 } else { 0 });
        let open = || Cell::text(language.choose("any", "هر مقدار"));
        let (by_low, by_high) = chosen.quasi_p[index];
        let chance = [by_low, by_high].into_iter().flatten().fold(0.0_f64, f64::max);
        let [first_text, last_text] = [first, last].map(|value| language.decimal(value, decimals));
        vec![
            Cell::text(scenario.name_of(uncertainty).get(language)),
            Cell::text(effect(&uncertainty.effect, language)),
            if low > first { Cell::Number(low, decimals) } else { open() },
            if high < last { Cell::Number(high, decimals) } else { open() },
            Cell::Text(format!("{first_text} – {last_text}")),
            if chance < 0.001 {
                Cell::Text(format!("< {}", language.decimal(0.001, 3)))
            } else {
                Cell::Number(chance, 3)
            },
        ]
    };
    Table { rows: chosen.restricted.iter().map(row).collect(), ..Table::new(columns) }
}

/// What the chance of a limit means.
pub fn about_limits(language: Language) -> &'static str {
    language.choose(
        "by chance: how likely a limit would do as much if it told nothing (above 0.05: leave it out)",
        "احتمال تصادف: احتمال این که مرزی بی‌اثر به همین اندازه جدا کند (بیش از ۰٫۰۵: آن را کنار بگذارید)",
    )
}

fn effect(effect: &Effect, language: Language) -> &'static str {
    match effect {
        Effect::Value | Effect::Figure => language.choose("value", "مقدار"),
        Effect::Factor => language.choose("factor", "ضریب"),
        Effect::Shift => language.choose("shift", "جابه‌جایی"),
        Effect::Noise { .. } => language.choose("mean shift", "میانگین نوسان"),
        Effect::Begins(_) => language.choose("times it comes", "دفعات رخداد"),
    }
}
