//! Two scenarios on the same draws: how far apart their results are, and how often the first is ahead.

use super::ensemble::by_share;
use super::table::{Cell, Table};
use crate::fault::Fault;
use crate::language::Language;
use crate::study::ensemble::{Apart, Difference, SHARES, Unlike};

/// Which two scenarios, and how the table is read.
pub fn heading(difference: &Difference, language: Language) -> [String; 2] {
    let [one, other] =
        difference.scenarios.each_ref().map(|scenario| scenario.title.get(language).to_owned());
    let count = language.count(difference.design.members);
    let things = language.count(difference.scenarios[0].uncertainties.len() as u64);
    match language {
        Language::English => [
            format!("{one} less {other}"),
            format!(
                "{count} members on the same draws of {things} uncertain things; each line has the difference below which that share of the members lies, the last one how often it is larger in the first"
            ),
        ],
        Language::Persian => [
            format!("{one} منهای {other}"),
            format!(
                "{count} عضو با قرعهٔ یکسان از {things} چیز نامطمئن؛ هر سطر تفاوتی است که آن سهم از عضوها پایین‌تر از آن است و سطر آخر سهم عضوهایی است که در نخستین بیشتر است"
            ),
        ],
    }
}

/// The differences: for each variable a line a share, then how often it is larger in the first.
pub fn table(difference: &Difference, language: Language) -> Table {
    let scenario = &difference.scenarios[0];
    let columns = by_share(difference.years.iter().copied(), language);
    let mut table = Table { stack: SHARES.len() + 1, ..Table::new(columns) };
    for (pair, apart) in difference.variables.iter().zip(&difference.apart) {
        let variable = &scenario.variables[pair[0]];
        let all: Vec<f64> = apart.iter().flat_map(|apart| apart.spread.percentiles).collect();
        let decimals = Language::decimals(&all);
        let mut line = |share: Cell, of: &dyn Fn(&Apart) -> Cell| {
            let mut cells = vec![
                Cell::text(variable.label.get(language)),
                Cell::Text(scenario.unit(language, &variable.unit)),
                share,
            ];
            cells.extend(apart.iter().map(of));
            table.rows.push(cells);
        };
        for (n, share) in SHARES.into_iter().enumerate() {
            line(Cell::Share(share, 0), &|apart| Cell::Number(apart.spread.percentiles[n], decimals));
        }
        let larger = Cell::text(language.choose("larger", "بیشتر"));
        line(larger, &|apart| Cell::share(apart.larger.share));
    }
    table
}

/// That some members are not possible, if any are.
pub fn outside(difference: &Difference, language: Language) -> Option<String> {
    let (members, of) = (language.count(difference.outside), language.count(difference.design.members));
    (difference.outside > 0).then(|| match language {
        Language::English => {
            format!("{members} of {of} members have a result that is not possible in one of the two")
        }
        Language::Persian => format!("{members} عضو از {of} در یکی از دو سناریو نتیجه‌ای ناممکن دارند"),
    })
}

/// Why two scenarios cannot be drawn alike.
pub fn unlike(why: &Unlike) -> Fault {
    match why {
        Unlike::Certain => Fault::new(
            "nothing-uncertain",
            "neither scenario says of anything that it is uncertain",
            "هیچ‌یک از دو سناریو چیزی را نامطمئن نمی‌داند",
        )
        .help(
            "take `uncertainty.figures = false` away to draw from the ranges of the figures",
            "`uncertainty.figures = false` را بردارید تا از بازهٔ ارقام قرعه کشیده شود",
        ),
        Unlike::NothingShared => Fault::new(
            "nothing-shared",
            "the two scenarios have no year or no variable of the headline in common",
            "دو سناریو هیچ سال یا متغیر برگزیدهٔ مشترکی ندارند",
        )
        .help("give two scenarios of one province and time", "دو سناریو از یک استان و یک دوره بدهید"),
        Unlike::Correlated(one, two) => Fault::new(
            "unlike-correlations",
            format!("`{one}` and `{two}` go together in different ways in the two scenarios"),
            format!("`{one}` و `{two}` در دو سناریو به شیوه‌های متفاوت همبسته‌اند"),
        )
        .help(
            "the same draws need the same correlations: write them alike",
            "قرعهٔ یکسان همبستگی یکسان می‌خواهد: آن‌ها را یکسان بنویسید",
        ),
        Unlike::TooMany(numbers) => Fault::new(
            "members",
            format!("{numbers} numbers would have to be kept to compare member by member"),
            format!("برای سنجش عضو به عضو باید {numbers} عدد نگه داشت"),
        )
        .help("ask for fewer members, or leave out --all", "عضو کمتری بخواهید یا ‎--all را بردارید"),
    }
}
