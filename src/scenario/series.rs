//! Values by year: a number, a quantity, a figure, a table of years, a growth path; each with note and source.

mod known;

use super::document::{Entry, Node, Value};
use super::quantity::TargetUnit;
use crate::fault::{Fault, did_you_mean, shown};
use crate::figure::{self, Converted, Date, Figure, Figures, Formula};
use crate::language::{plain_digits, visible};
use crate::model::record::Accrual;
use known::Known;
pub(super) use known::Series;

/// What is needed to read a value.
pub(super) struct ValueReader<'a> {
    /// The figures of the scenario.
    pub figures: &'a Figures,
    /// First and last year of the run.
    pub years: (i32, i32),
    /// Unit the value must come to.
    pub wanted: TargetUnit,
    /// Whether it may differ by year.
    pub yearly: bool,
    /// Whether years outside the run are welcome: a later file moved the run away from those of this one.
    pub beyond: bool,
}

impl ValueReader<'_> {
    /// Reads a value; every fault in it is collected, with its place.
    pub(super) fn read(&self, node: &Node, faults: &mut Vec<Fault>) -> Series {
        let mut series = Series::default();
        match &node.value {
            Value::Table(entries) => self.table(node, entries, &mut series, faults),
            _ => {
                if let Some(number) = self.number(node, &mut series, faults) {
                    series.fill(&number, self.count());
                }
            }
        }
        series
    }

    fn count(&self) -> usize {
        usize::try_from(self.years.1 - self.years.0 + 1).unwrap_or(0)
    }

    /// A single number: plain, a quantity or a figure.
    fn number(&self, node: &Node, series: &mut Series, faults: &mut Vec<Fault>) -> Option<Known> {
        let (named, named_fa) = self.wanted.named();
        let found = match &node.value {
            Value::Number(number, _) => finite(*number).map(Known::from),
            Value::Text(text) => match visible(text).strip_prefix("figure:") {
                Some(id) => self.figure(id.trim(), series),
                None => self.wanted.quantity(text, self.figures).map(|converted| (converted, None)),
            }
            .and_then(|(converted, formula)| {
                series.prices.extend(converted.figures);
                let known = Known::from(finite(converted.value)?);
                Ok(Known { formula: formula.unwrap_or(known.formula), ..known })
            }),
            _ => {
                let ((kind, kind_fa), example) = (node.kind(), self.wanted.example("12"));
                Err(Fault::new("wrong-type", format!("expected {named}, found {kind}"), format!("{named_fa} انتظار می‌رفت، نه {kind_fa}")).help(
                    format!("write a number, a text such as \"{example}\", a figure such as \"figure:solar.licensed\", or a table of years such as {{ {} = 12, between = \"step\" }}", self.years.0),
                    format!("عدد بنویسید، یا متنی مانند \"{example}\"، یا رقمی مانند \"figure:solar.licensed\"، یا جدول سال‌ها مانند {{ {} = 12, between = \"step\" }}", self.years.0),
                ))
            }
        };
        found
            .map_err(|fault| {
                faults.push(fault.at(&node.place, self.wanted.caret().en, self.wanted.caret().fa));
            })
            .ok()
    }

    fn figure(&self, id: &str, series: &mut Series) -> Result<(Converted, Option<Formula>), Fault> {
        let figure = self.figures.figures.get(id).ok_or_else(|| {
            Fault::new(
                "unknown-figure",
                format!("there is no figure `{id}`"),
                format!("رقمی به نام `{id}` نیست"),
            )
            .help("`ofogh figures` lists them", "`ofogh figures` همه را فهرست می‌کند")
            .maybe_help(did_you_mean(id, self.figures.figures.keys().map(String::as_str)))
        })?;
        series.figures.push(id.to_owned());
        let converted = self.wanted.figure(figure, self.figures)?;
        let one = self.wanted.figure(&Figure { value: 1.0, ..figure.clone() }, self.figures)?;
        Ok((converted, Some(Formula::figure(id, one.value))))
    }

    fn table(&self, node: &Node, entries: &[Entry], series: &mut Series, faults: &mut Vec<Fault>) {
        let before = faults.len();
        let mut points: Vec<(i32, Known, &Entry)> = Vec::new();
        let (mut value, mut grow, mut line, mut between) = (None, None, None, None);
        for entry in entries {
            match entry.key.as_str() {
                "note" => series.note = text(&entry.node, faults),
                "source" => series.source = text(&entry.node, faults),
                "value" => value = Some(entry),
                "grow" => grow = Some(entry),
                "between" => {
                    between = Some(entry);
                    line = self.between(entry, faults);
                }
                key if self.yearly && Date::parse(key).is_ok() => faults.push(day_as_year(entry)),
                key => match year_of(key) {
                    Some(year) if self.yearly => self.point(year, entry, &mut points, series, faults),
                    _ => faults.push(self.unknown(entry)),
                },
            }
        }
        let forms =
            usize::from(value.is_some()) + usize::from(grow.is_some()) + usize::from(!points.is_empty());
        if forms != 1 {
            if faults.len() == before || forms > 1 {
                faults.push(
                    Fault::new("value-form", "give one value, or years, or a growth path", "یک مقدار، یا سال‌ها، یا مسیر رشد بدهید")
                        .at(&node.place, format!("this gives {forms} of the three"), format!("این {forms} تا از سه شکل را دارد"))
                        .help("write { value = 12 }, { 1404 = 12, 1407 = 20, between = \"line\" } or { grow = { from = 12, rate = \"4 %/year\" } }", "بنویسید { value = 12 } یا { 1404 = 12, 1407 = 20, between = \"line\" } یا { grow = { from = 12, rate = \"4 %/year\" } }"),
                );
            }
            return;
        }
        if let Some(between) = between.filter(|_| points.is_empty()) {
            faults.push(
                Fault::new(
                    "value-form",
                    "`between` needs years to stand between",
                    "`between` به سال‌هایی نیاز دارد که میانشان باشد",
                )
                .at(&between.place, "no years here", "اینجا سالی نیست")
                .help(
                    "take it out, or give years: { 1404 = 12, 1407 = 20, between = \"line\" }",
                    "آن را بردارید یا سال بدهید: { 1404 = 12, 1407 = 20, between = \"line\" }",
                ),
            );
        }
        if let Some(entry) = value {
            if let Some(number) = self.number(&entry.node, series, faults) {
                series.fill(&number, self.count());
            }
        } else if let Some(entry) = grow {
            self.growth(entry, series, faults);
        } else {
            if faults.len() > before {
                // A year whose value is faulty is given, though it is not among the points.
                return;
            }
            points.sort_by_key(|point| point.0);
            self.fill(&points, line.unwrap_or(false), series, faults);
        }
    }

    fn between(&self, entry: &Entry, faults: &mut Vec<Fault>) -> Option<bool> {
        match entry.node.word().as_deref() {
            Some("line") if self.yearly => Some(true),
            Some("step") if self.yearly => Some(false),
            _ if !self.yearly => {
                faults.push(self.unknown(entry));
                None
            }
            _ => {
                faults.push(
                    Fault::new("wrong-choice", "`between` is \"step\" or \"line\"", "`between` یا \"step\" است یا \"line\"")
                        .at(&entry.node.place, "neither", "هیچ‌کدام")
                        .help("\"step\" holds a value until the next year given; \"line\" draws a line between them", "\"step\" مقدار را تا سال بعدی نگه می‌دارد؛ \"line\" میان آن‌ها خط می‌کشد"),
                );
                None
            }
        }
    }

    fn point<'e>(
        &self,
        year: i32,
        entry: &'e Entry,
        points: &mut Vec<(i32, Known, &'e Entry)>,
        series: &mut Series,
        faults: &mut Vec<Fault>,
    ) {
        if !(self.years.0..=self.years.1).contains(&year) && !self.beyond {
            faults.push(
                Fault::new(
                    "year-outside",
                    format!("the year {year} is outside the run"),
                    format!("سال {year} بیرون از دورهٔ اجراست"),
                )
                .at(
                    &entry.place,
                    format!("the run goes from {} to {}", self.years.0, self.years.1),
                    format!("اجرا از {} تا {} است", self.years.0, self.years.1),
                )
                .help(
                    "use Solar Hijri years within the run, or move `until`",
                    "سال‌های هجری خورشیدی درون دوره را به کار برید یا `until` را جابه‌جا کنید",
                ),
            );
        } else if let Some(earlier) = points.iter().find(|point| point.0 == year) {
            faults.push(
                Fault::new(
                    "year-twice",
                    format!("the year {year} is given twice"),
                    format!("سال {year} دو بار آمده است"),
                )
                .at(&entry.place, "again here", "دوباره اینجا")
                .also(&earlier.2.place, "first here", "نخست اینجا"),
            );
        } else if let Some(value) = self.number(&entry.node, series, faults) {
            points.push((year, value, entry));
        }
    }

    /// A value for each year from the years given.
    fn fill(
        &self,
        points: &[(i32, Known, &Entry)],
        line: bool,
        series: &mut Series,
        faults: &mut Vec<Fault>,
    ) {
        let first = &points[0];
        if first.0 > self.years.0 {
            faults.push(
                Fault::new(
                    "year-missing",
                    format!("there is no value for {}", self.years.0),
                    format!("برای سال {} مقداری نیست", self.years.0),
                )
                .at(&first.2.place, "the first year given", "نخستین سال داده‌شده")
                .help(
                    format!("begin with {} = …", self.years.0),
                    format!("با {} = … آغاز کنید", self.years.0),
                ),
            );
            return;
        }
        for year in self.years.0..=self.years.1 {
            // The first point is at the first year, so there is always one at or before `year`.
            let before = points.iter().rev().find(|point| point.0 <= year).unwrap_or(first);
            let after = points.iter().find(|point| point.0 > year);
            series.push(match after {
                Some(after) if line => {
                    let share = f64::from(year - before.0) / f64::from(after.0 - before.0);
                    let (from, to) = (&before.1, &after.1);
                    Known {
                        value: from.value + (to.value - from.value) * share,
                        formula: from.formula.clone().towards(to.formula.clone(), share),
                    }
                }
                _ => before.1.clone(),
            });
        }
    }

    fn growth(&self, entry: &Entry, series: &mut Series, faults: &mut Vec<Fault>) {
        let help = "write grow = { from = 180, rate = \"4 %/year\" }";
        let help_fa = "بنویسید grow = { from = 180, rate = \"4 %/year\" }";
        let inner = entry.node.entries().unwrap_or_default();
        if let Some(odd) = inner.iter().find(|inner| inner.key != "from" && inner.key != "rate") {
            faults.push(self.unknown(odd).help(help, help_fa));
            return;
        }
        let find = |key: &str| inner.iter().find(|inner| inner.key == key);
        let (Some(from), Some(rate), true) = (find("from"), find("rate"), self.yearly) else {
            let fault = Fault::new(
                "value-form",
                "a growth path has `from` and `rate`",
                "مسیر رشد `from` و `rate` دارد",
            );
            faults.push(fault.at(&entry.place, "here", "اینجا").help(help, help_fa));
            return;
        };
        // A rate is declared in shares a year, which always parses.
        let Ok(wanted) = TargetUnit::new("1/year", self.wanted.opening, &self.figures.units) else { return };
        let wanted = wanted.accruing(Accrual::Grows);
        let as_rate =
            ValueReader { figures: self.figures, years: self.years, wanted, yearly: true, beyond: false };
        let (from, rate) =
            (self.number(&from.node, series, faults), as_rate.number(&rate.node, series, faults));
        if let (Some(from), Some(rate)) = (from, rate) {
            if !(-0.9..=1.0).contains(&rate.value) {
                faults.push(
                    Fault::new(
                        "growth",
                        format!("a growth of {} % a year is beyond reason", shown(rate.value * 100.0)),
                        format!("رشد {} درصد در سال نامعقول است", shown(rate.value * 100.0)),
                    )
                    .at(
                        &entry.node.place,
                        "must be from -90 to 100 %/year",
                        "باید از -90 تا 100 درصد در سال باشد",
                    )
                    .help(
                        "write grow = { from = 180, rate = \"4 %/year\" }",
                        "بنویسید grow = { from = 180, rate = \"4 %/year\" }",
                    ),
                );
            }
            let mut value = from.value;
            for year in self.years.0..=self.years.1 {
                let years = f64::from(year - self.years.0);
                let formula = from.formula.clone().grown(rate.formula.clone(), years);
                series.push(Known { value, formula });
                value *= 1.0 + rate.value;
            }
            if let Err(fault) = finite(value) {
                faults.push(fault.at(&entry.node.place, "grows beyond all bounds", "از هر حدی فراتر می‌رود"));
            }
        }
    }

    fn unknown(&self, entry: &Entry) -> Fault {
        let mut keys = vec!["value", "note", "source"];
        let years = if self.yearly {
            keys.extend(["between", "grow"]);
            format!("; or years from {} to {}", self.years.0, self.years.1)
        } else {
            "; this is a level at the opening date and has no years".to_owned()
        };
        let list = keys.join(", ");
        Fault::new(
            "unknown-key",
            format!("unknown key `{}` in a value", entry.key),
            format!("کلید ناشناختهٔ `{}` در یک مقدار", entry.key),
        )
        .at(&entry.place, "not a key here", "اینجا چنین کلیدی نیست")
        .help(format!("keys allowed here: {list}{years}"), format!("کلیدهای مجاز: {list}"))
        .maybe_help(did_you_mean(&entry.key, keys))
    }
}

/// A day in the place of a year: its value would hold for the whole of its year.
fn day_as_year(entry: &Entry) -> Fault {
    let day = &entry.key;
    let year = Date::parse(day).map_or(0, |date| date.year);
    Fault::new(
        "day-as-year",
        format!("`{day}` is a day, and values are given by year"),
        format!("`{day}` روز است و مقدارها سال به سال داده می‌شوند"),
    )
    .at(&entry.place, "a value holds for a whole year", "مقدار برای سراسر سال است")
    .help(
        format!("write {year} = …, with the mean of that year if it changes within it"),
        format!("بنویسید {year} = …، و اگر در میانهٔ سال تغییر می‌کند میانگین آن سال را"),
    )
}

/// A year as a key: four digits, Latin or Persian.
fn year_of(key: &str) -> Option<i32> {
    let plain = plain_digits(key).trim().to_owned();
    let digits = plain.len() == 4 && plain.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| plain.parse().ok()).flatten()
}

fn text(node: &Node, faults: &mut Vec<Fault>) -> Option<String> {
    let found = node.text().map(str::to_owned);
    if found.is_none() {
        let (kind, kind_fa) = node.kind();
        faults.push(
            Fault::new("wrong-type", "expected a text", "متن انتظار می‌رفت")
                .at(&node.place, format!("this is {kind}"), format!("این {kind_fa} است"))
                .help("put it in quotes", "آن را در گیومه بگذارید"),
        );
    }
    found
}

/// Numbers beyond all bounds are refused wherever they come from.
fn finite(value: f64) -> Result<f64, Fault> {
    if value.is_nan() {
        return Err(Fault::new("not-finite", "`nan` is not a number", "`nan` عدد نیست")
            .help("write the number that is meant", "عددی را که منظور است بنویسید"));
    }
    if value.is_finite() { Ok(value) } else { Err(figure::too_large()) }
}
