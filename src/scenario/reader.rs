//! Reading structure keys: texts, whole numbers, names of things, labels. Every fault is collected.

mod missing;

use super::document::{Node, Value};
use super::merge::{Removal, Setting, Settings, set_aside};
use crate::fault::{Fault, Place, did_you_mean, quotable, shown};
use crate::figure::{Date, Units};
use crate::language::{Label, plain_digits};
use crate::model::structure::Named;
pub(super) use missing::missing;

/// The code of a number outside its bounds.
const OUTSIDE: &str = "outside";

/// Reads structure keys; every fault is collected.
pub(super) struct StructureReader<'a> {
    /// All settings.
    pub settings: &'a Settings,
    /// Units of the province's own.
    pub units: &'a Units,
    /// Where to say that something is missing from the whole.
    pub whole: Place,
    /// Remarks so far.
    pub remarks: Vec<Fault>,
    /// Ids of what is set aside because its year is outside the run.
    pub aside: Vec<String>,
    /// Faults so far.
    pub faults: Vec<Fault>,
    /// Required keys that no file sets, each with its meaning.
    pub lacking: Vec<(String, String)>,
}

impl<'a> StructureReader<'a> {
    /// A setting that must be there.
    pub(super) fn required(&mut self, id: &str, meaning: &str) -> Option<&'a Setting> {
        let setting = self.settings.get(id);
        if setting.is_none() {
            self.lacking.push((id.to_owned(), meaning.to_owned()));
        }
        setting
    }

    /// All faults, those of what is missing among them; none if the scenario is sound so far.
    pub(super) fn take_faults(&mut self) -> Vec<Fault> {
        let mut faults = std::mem::take(&mut self.faults);
        faults.extend(missing(&self.lacking, self.settings, &self.whole));
        self.lacking.clear();
        faults
    }

    /// A setting that may be missing.
    pub(super) fn optional(&self, id: &str) -> Option<&'a Setting> {
        self.settings.get(id)
    }

    /// The names below `kind` that some file declares with a label; the others are faults.
    pub(super) fn declared(&mut self, kind: &str, what: &str, what_fa: &str) -> Vec<String> {
        let has_label = |name: &String| self.settings.get(&format!("{kind}.{name}.label")).is_some();
        let (known, unknown): (Vec<_>, Vec<_>) = self.settings.names(kind).into_iter().partition(has_label);
        let named: Vec<Named> =
            known.iter().map(|id| Named { id: id.clone(), label: Label::default() }).collect();
        for name in unknown {
            self.unknown_name(&format!("{kind}.{name}"), &name, &named, what, what_fa);
        }
        known
    }

    pub(super) fn unknown_name(&mut self, at: &str, name: &str, known: &[Named], what: &str, what_fa: &str) {
        let prefix = format!("{at}.");
        let setting =
            self.settings.get(at).or_else(|| self.settings.beginning(&prefix).next().map(|found| found.1));
        let place = setting.map_or_else(|| self.whole.clone(), |setting| setting.key.clone());
        if known.is_empty() && what == "sector" {
            // That there are no sectors at all is told where the table of purchases is missing.
            return;
        }
        let list: Vec<&str> = known.iter().map(|named| named.id.as_str()).collect();
        let (known, known_fa) = known_names(&list);
        let begins = if what == "stage" {
            format!("{}.label", at.replace(".spent.", ".stages."))
        } else {
            format!("{what}.{name}.label")
        };
        let anew = match what {
            "sector" => (
                "a new one is a row and a column of input-output.csv".to_owned(),
                "بخش تازه یک سطر و یک ستون input-output.csv است".to_owned(),
            ),
            // A need is said beside where it is drawn.
            "need" => {
                let need = at.replace(".drawn_at.", ".needs.");
                (
                    format!("say first how much a unit needs: `{need}`"),
                    format!("نخست نیاز هر واحد را بگویید: `{need}`"),
                )
            }
            _ => (
                format!("a new one of your own begins with `{begins}`"),
                format!("مورد تازه با `{begins}` آغاز می‌شود"),
            ),
        };
        self.faults.push(
            self.nothing_called(name, what, what_fa)
                .at(&place, format!("set in `{at}`"), format!("در `{at}` آمده است"))
                .help(format!("{known}; {}", anew.0), format!("{known_fa}؛ {}", anew.1))
                .maybe_help(did_you_mean(name, list))
                .maybe_help(self.taken_away(name, what, Some(at), None)),
        );
    }

    /// That there is no such thing; where a later file took it away, that place too.
    fn nothing_called(&self, name: &str, what: &str, what_fa: &str) -> Fault {
        let name_shown = quotable(name);
        let fault = Fault::new(
            "unknown-name",
            format!("there is no {what} `{name_shown}`"),
            format!("{what_fa} `{name_shown}` وجود ندارد"),
        );
        match self.settings.removal(&format!("{what}.{name}")) {
            Some(Removal { place, .. }) => fault.also(place, "taken away here", "اینجا برداشته شده است"),
            None => fault,
        }
    }

    /// What to do where something is named that was taken away: what names it is to go too.
    fn taken_away(&self, name: &str, what: &str, at: Option<&str>, node: Option<&Node>) -> Option<Label> {
        self.settings.removal(&format!("{what}.{name}"))?;
        let named_by = |node: &Node| {
            let id = self.settings.iter().find(|(_, setting)| setting.node.place == node.place);
            id.and_then(|(id, _)| id.rsplit_once('.')).map(|(thing, _)| thing)
        };
        let at = at.or_else(|| named_by(node?))?;
        let (en, fa) =
            (format!("take this away too: {at} = false"), format!("این را هم بردارید: {at} = false"));
        Some(Label::new(en, fa))
    }

    pub(super) fn one_of(
        &mut self,
        node: &Node,
        known: &[Named],
        what: &str,
        what_fa: &str,
    ) -> Option<usize> {
        let found = node.word().and_then(|word| known.iter().position(|named| named.id == word));
        if found.is_none() {
            let text = node.written().trim_matches('"');
            let list: Vec<&str> = known.iter().map(|named| named.id.as_str()).collect();
            if list.is_empty() && what == "sector" {
                return None;
            }
            let (names, names_fa) = known_names(&list);
            self.faults.push(
                self.nothing_called(text, what, what_fa)
                    .at(&node.place, "this is none", "چنین چیزی نیست")
                    .help(names, names_fa)
                    .maybe_help(did_you_mean(text, list))
                    .maybe_help(self.taken_away(text, what, None, Some(node))),
            );
        }
        found
    }

    pub(super) fn member(&mut self, id: &str, known: &[Named], what: &str, what_fa: &str) -> usize {
        let setting = self.required(id, &format!("the {what} it belongs to"));
        setting.and_then(|setting| self.one_of(&setting.node, known, what, what_fa)).unwrap_or(0)
    }

    pub(super) fn priority(&mut self, at: &str) -> i32 {
        let setting = self.required(&format!("{at}.priority"), "its place in the queue, 1 being first");
        setting.and_then(|setting| self.whole_number(&setting.node, 1, 1000)).unwrap_or(1000)
    }

    pub(super) fn truth(&mut self, id: &str) -> bool {
        match self.optional(id).map(|setting| &setting.node) {
            None => false,
            Some(node) => {
                if let Value::Truth(truth) = node.value {
                    return truth;
                }
                self.wrong(node, "true or false", "true یا false");
                false
            }
        }
    }

    /// A text that must be there.
    pub(super) fn text(&mut self, id: &str, meaning: &str) -> String {
        match self.required(id, meaning) {
            None => String::new(),
            Some(setting) => setting.node.text().map_or_else(
                || {
                    self.wrong(&setting.node, "a text in quotes", "متن در گیومه");
                    String::new()
                },
                str::to_owned,
            ),
        }
    }

    /// The unit of a programme or envelope: one that is known, its money in the model's own.
    pub(super) fn unit(&mut self, id: &str, meaning: &str) -> String {
        let text = self.text(id, meaning);
        let Some(setting) = self.settings.get(id).filter(|_| !text.is_empty()) else { return text };
        let place = &setting.node.place;
        match self.units.parse(&text) {
            Err(fault) => self.faults.push(fault.at(place, "this unit", "این یکا")),
            Ok(unit) if unit.dimension.toman() != 0 && text != "billion toman" => self.faults.push(
                Fault::new("money-unit", "money in toman is counted in `billion toman` here", "مبلغ تومانی اینجا به `billion toman` شمرده می‌شود")
                    .at(place, "another scale or a price year", "مقیاسی دیگر یا سال قیمت")
                    .help(
                        "write unit = \"billion toman\"; values may carry any scale and price year and are converted",
                        "بنویسید unit = \"billion toman\"؛ مقدارها می‌توانند هر مقیاس و سال قیمتی داشته باشند و تبدیل می‌شوند",
                    ),
            ),
            Ok(_) => {}
        }
        text
    }

    /// A whole number within bounds.
    pub(super) fn whole_number(&mut self, node: &Node, low: i32, high: i32) -> Option<i32> {
        let number = match &node.value {
            Value::Number(number, true) => Some(*number),
            Value::Text(text) => plain_digits(text).trim().parse::<i32>().ok().map(f64::from),
            _ => None,
        };
        let fits = number.filter(|number| (f64::from(low)..=f64::from(high)).contains(number));
        match (number, fits) {
            (_, Some(_)) => {}
            (Some(number), None) => self.outside(node, number, low, high),
            (None, None) => self.wrong(
                node,
                &format!("a whole number from {low} to {high}"),
                &format!("عدد صحیح از {low} تا {high}"),
            ),
        }
        let number = fits;
        // A whole number between two of 32 bits fits.
        #[allow(clippy::cast_possible_truncation)]
        number.map(|number| number as i32)
    }

    /// Says that a whole number lies outside its bounds; a Gregorian year is recognised.
    fn outside(&mut self, node: &Node, number: f64, low: i32, high: i32) {
        let number_shown = shown(number);
        let fault = Fault::new(
            OUTSIDE,
            format!("{number_shown} is not from {low} to {high}"),
            format!("{number_shown} میان {low} و {high} نیست"),
        )
        .at(&node.place, "outside", "بیرون از بازه");
        let gregorian = low > 1300 && (1900.0..2200.0).contains(&number);
        let fault = if gregorian {
            let solar = number - 621.0;
            fault.help(
                format!("years are Solar Hijri: {number} is about {solar}"),
                format!("سال‌ها هجری خورشیدی‌اند: {number} حدود {solar} است"),
            )
        } else {
            fault.help(
                format!("write a whole number from {low} to {high}"),
                format!("عدد صحیحی از {low} تا {high} بنویسید"),
            )
        };
        self.faults.push(fault);
    }

    /// A year within bounds: a whole number, or a date within it.
    pub(super) fn year(&mut self, node: &Node, low: i32, high: i32) -> Option<i32> {
        let is_day = |text: &&str| text.contains(['-', '/']);
        let date = match node.text().filter(is_day).map(Date::parse).transpose() {
            Ok(date) => date,
            Err(fault) => {
                self.faults.push(fault.at(&node.place, "no day of the calendar", "روزی از تقویم نیست"));
                return None;
            }
        };
        match date {
            Some(date) if (low..=high).contains(&date.year) => Some(date.year),
            Some(date) => {
                self.outside(node, f64::from(date.year), low, high);
                None
            }
            None => self.whole_number(node, low, high),
        }
    }

    /// The year of `thing`. Where a later file moved the run away from it, that is a remark and no fault.
    pub(super) fn year_of(&mut self, thing: &str, setting: &Setting, years: (i32, i32)) -> Option<i32> {
        let before = self.faults.len();
        let found = self.year(&setting.node, years.0, years.1);
        if self.faults[before..].iter().any(|fault| fault.code == OUTSIDE)
            && self.settings.run_moved_after(setting)
        {
            self.faults.truncate(before);
            self.aside.push(thing.to_owned());
            let (first, last) = years;
            let why = format!("its year is outside the run from {first} to {last}");
            let why_fa = format!("سال آن بیرون از اجرای {first} تا {last} است");
            self.remarks.push(set_aside(thing, &why, &why_fa).at(
                &setting.node.place,
                "this year",
                "این سال",
            ));
        }
        found
    }

    /// The label of a thing: `{ en = "…", fa = "…" }`.
    pub(super) fn label(&mut self, at: &str) -> Label {
        let id = if at.is_empty() { "title".to_owned() } else { format!("{at}.label") };
        self.required(&id, "its name, { en = \"…\", fa = \"…\" }")
            .map(|setting| self.both(&setting.node))
            .unwrap_or_default()
    }

    /// A text in both languages.
    pub(super) fn both(&mut self, node: &Node) -> Label {
        let entries = node.entries().unwrap_or_default();
        let find =
            |key: &str| entries.iter().find(|entry| entry.key == key).and_then(|entry| entry.node.text());
        if let (Some(en), Some(fa), 2) = (find("en"), find("fa"), entries.len())
            && readable(en)
            && readable(fa)
        {
            Label::new(en, fa)
        } else {
            let fault = Fault::new(
                "label",
                "a name has exactly two texts, `en` and `fa`, each on one line",
                "نام دقیقاً دو متن دارد، `en` و `fa`، هر یک در یک سطر",
            );
            let lacks = |key: &&str| find(key).is_none_or(|text| !readable(text));
            let (caret, caret_fa) = match ["en", "fa"].into_iter().find(lacks) {
                Some(key) => (format!("`{key}` is missing or blank"), format!("`{key}` نیست یا خالی است")),
                None => ("one key too many".to_owned(), "کلیدی زیاد است".to_owned()),
            };
            self.faults.push(fault.at(&node.place, caret, caret_fa).help(
                "write { en = \"English\", fa = \"فارسی\" }",
                "بنویسید { en = \"English\", fa = \"فارسی\" }",
            ));
            Label::default()
        }
    }

    /// Says that `node` is not what was expected.
    pub(super) fn wrong(&mut self, node: &Node, expected: &str, expected_fa: &str) {
        let (kind, kind_fa) = node.kind();
        self.faults.push(
            Fault::new("wrong-type", format!("expected {expected}"), format!("انتظار می‌رفت: {expected_fa}"))
                .at(&node.place, format!("this is {kind}"), format!("این {kind_fa} است")),
        );
    }
}

/// What there is to choose from, in both languages.
fn known_names(list: &[&str]) -> (String, String) {
    match list {
        [] => ("there is none yet".to_owned(), "هنوز هیچ‌کدام نیست".to_owned()),
        list => (format!("known: {}", list.join(", ")), format!("شناخته‌شده: {}", list.join(", "))),
    }
}

/// Whether a text says something, on one line, without control characters.
fn readable(text: &str) -> bool {
    !text.trim().is_empty() && !text.chars().any(char::is_control)
}
