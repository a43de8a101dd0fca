//! From settings to structure: which programmes, envelopes, classes, sectors and shocks there are.

use super::document::{Node, Value};
use super::reader::StructureReader;
use super::shocks::Timing;
use crate::fault::Fault;
use crate::figure::{Date, InputOutput};
use crate::language::{Label, plain_digits};
use crate::model::structure::{Claimant, Class, Envelope, EnvelopeKind, Named, Structure};

impl StructureReader<'_> {
    /// The structure, with the timing of each shock. What is faulty is left out; the faults say so.
    pub(super) fn structure(&mut self, table: &InputOutput) -> (Structure, Vec<Timing>) {
        let (years, opening_length) = self.calendar();
        let sectors = self.sectors(table);
        let envelopes = self.envelopes();
        let (classes, class_order) = self.classes(&sectors, &envelopes);
        let (programmes, mut order) = self.programmes(&sectors, &envelopes, &classes);
        order.extend(class_order);
        order.sort_by_key(|(priority, _)| *priority);
        let (shocks, timings) = self.shocks(&sectors, &envelopes, years);
        let construction = self.required("economy.construction_sector", "the sector that does the building");
        let construction =
            construction.and_then(|setting| self.one_of(&setting.node, &sectors, "sector", "بخش"));
        let beds = self.optional("visitors.programme");
        let beds = beds.and_then(|setting| self.beds(&setting.node, &programmes));
        let visitors = self.optional("visitors.label").map(|setting| self.both(&setting.node));
        let names: Vec<Named> = envelopes.iter().map(|envelope| envelope.named.clone()).collect();
        let foreign = self.optional("foreign_investment.envelope");
        let foreign_investment =
            foreign.and_then(|setting| self.one_of(&setting.node, &names, "envelope", "محدودیت"));
        if let Some((e, setting)) = foreign_investment.zip(foreign)
            && envelopes[e].kind == EnvelopeKind::Stock
        {
            let fault = Fault::new(
                "foreign-investment",
                "foreign investment flows, so it cannot add to an envelope with a cap",
                "سرمایه‌گذاری خارجی جریان است و به محدودیت دارای سقف افزوده نمی‌شود",
            );
            let help = ("name an envelope with a flow", "محدودیتی با جریان (`flow`) را نام ببرید");
            self.faults.push(fault.at(&setting.node.place, "has a cap", "سقف دارد").help(help.0, help.1));
        }
        let structure = Structure {
            years,
            opening_length,
            construction: construction.unwrap_or(0),
            order: order.into_iter().map(|(_, claimant)| claimant).collect(),
            power: self.settings.beginning("power.").next().is_some(),
            peak_at: self.peak(years.0),
            sectors,
            envelopes,
            programmes,
            classes,
            shocks,
            beds,
            visitors: visitors.unwrap_or_else(|| Label::new("Visitors", "بازدیدکنندگان")),
            foreign_investment,
        };
        (structure, timings)
    }

    fn calendar(&mut self) -> ((i32, i32), f64) {
        let opens = self.required("opens", "the date at which the run opens");
        let (first, length) = opens.and_then(|setting| self.opening(&setting.node)).unwrap_or((1404, 1.0));
        let until = self.required("until", "the last year of the run");
        let last = until.and_then(|setting| self.whole_number(&setting.node, first, first + 100));
        ((first, last.unwrap_or(first)), length)
    }

    /// Share of a year that has passed on the day of the summer's peak.
    fn peak(&mut self, year: i32) -> f64 {
        const BEGINNING_OF_MORDAD: &str = "05-01";
        let setting = self.optional("power.summer");
        let day = setting.and_then(|setting| setting.node.text()).unwrap_or(BEGINNING_OF_MORDAD);
        match (Date::parse(&format!("{year}-{}", plain_digits(day))), setting) {
            (Ok(date), _) => 1.0 - date.share_left(),
            (Err(_), Some(setting)) => {
                self.wrong(&setting.node, "a month and a day such as \"05-01\"", "ماه و روز مانند \"05-01\"");
                0.0
            }
            (Err(_), None) => 0.0,
        }
    }

    /// A date within a year, or a year from its beginning.
    fn opening(&mut self, node: &Node) -> Option<(i32, f64)> {
        let whole_year = match &node.value {
            Value::Number(year, true) => Some(*year),
            Value::Text(text) => plain_digits(text).trim().parse::<i32>().ok().map(f64::from),
            _ => None,
        };
        if let Some(year) = whole_year.filter(|year| (1300.0..1500.0).contains(year)) {
            // A whole number in that range fits.
            #[allow(clippy::cast_possible_truncation)]
            return Some((year as i32, 1.0));
        }
        match Date::parse(node.text().unwrap_or_else(|| node.written())) {
            Ok(date) if date.share_left() > 0.0 => Some((date.year, date.share_left())),
            Ok(_) => {
                let fault = Fault::new(
                    "date",
                    "nothing of this year is left to run",
                    "از این سال چیزی برای اجرا نمانده است",
                );
                self.faults.push(
                    fault
                        .at(&node.place, "the last day of its year", "آخرین روز سال")
                        .help("open at the beginning of the next year", "از آغاز سال بعد بگشایید"),
                );
                None
            }
            Err(fault) => {
                self.faults.push(fault.at(&node.place, "here", "اینجا"));
                None
            }
        }
    }

    fn sectors(&mut self, table: &InputOutput) -> Vec<Named> {
        if table.sectors.is_empty() {
            let fault = Fault::new(
                "no-purchases",
                "the folder of figures has no `input-output.csv`, so there are no sectors",
                "پوشهٔ ارقام `input-output.csv` ندارد و بخشی در کار نیست",
            )
            .help(
                "put the table of purchases there: a header of sectors, then one row a sector",
                "جدول خریدها را آنجا بگذارید: سرستون بخش‌ها و سپس برای هر بخش یک سطر",
            );
            let place = self.settings.get("figures").map_or(&self.whole, |setting| &setting.node.place);
            self.faults.push(fault.at(place, "this folder", "این پوشه"));
            return Vec::new();
        }
        let known: Vec<Named> =
            table.sectors.iter().map(|id| Named { id: id.clone(), label: Label::default() }).collect();
        for name in self.settings.names("sector") {
            if !table.sectors.contains(&name) {
                self.unknown_name(&format!("sector.{name}"), &name, &known, "sector", "بخش");
            }
        }
        table
            .sectors
            .iter()
            .map(|id| Named { id: id.clone(), label: self.label(&format!("sector.{id}")) })
            .collect()
    }

    fn envelopes(&mut self) -> Vec<Envelope> {
        let mut envelopes = Vec::new();
        for id in self.declared("envelope", "envelope", "محدودیت") {
            let at = format!("envelope.{id}");
            let has = |key: &str| self.settings.get(&format!("{at}.{key}"));
            let kind = match (has("flow"), has("cap")) {
                (None, Some(_)) => EnvelopeKind::Stock,
                (Some(flow), Some(cap)) => {
                    self.faults.push(
                        Fault::new(
                            "flow-and-cap",
                            format!("envelope `{id}` has both a flow and a cap"),
                            format!("محدودیت `{id}` هم جریان دارد و هم سقف"),
                        )
                        .at(&cap.key, "a cap: so much at any time", "سقف: مقدار در هر زمان")
                        .also(&flow.key, "a flow: so much a year", "جریان: مقدار در سال")
                        .help("keep one of the two", "یکی را نگه دارید"),
                    );
                    EnvelopeKind::Flow
                }
                _ => EnvelopeKind::Flow,
            };
            let unit = self.unit(&format!("{at}.unit"), "the unit of the envelope");
            let deferrable = self.truth(&format!("{at}.deferrable"));
            envelopes.push(Envelope { named: Named { label: self.label(&at), id }, unit, kind, deferrable });
        }
        envelopes
    }

    fn classes(&mut self, sectors: &[Named], envelopes: &[Envelope]) -> (Vec<Class>, Vec<(i32, Claimant)>) {
        let mut classes = Vec::new();
        for id in self.declared("class", "class", "گروه") {
            let at = format!("class.{id}");
            let names: Vec<&Named> = envelopes.iter().map(|e| &e.named).collect();
            let class = Class {
                sector: self.member(&format!("{at}.sector"), sectors, "sector", "بخش"),
                needs: self.links(&format!("{at}.needs"), &names, "envelope", "محدودیت"),
                named: Named { label: self.label(&at), id },
            };
            for stock in class.needs.iter().map(|e| &envelopes[*e]).filter(|e| e.kind == EnvelopeKind::Stock)
            {
                self.stock_need(&at, &stock.named.id);
            }
            let priority = self.priority(&at);
            classes.push((priority, class));
        }
        classes.sort_by(|a, b| (a.0, &a.1.named.id).cmp(&(b.0, &b.1.named.id)));
        let order =
            classes.iter().enumerate().map(|(c, (priority, _))| (*priority, Claimant::Class(c))).collect();
        (classes.into_iter().map(|(_, class)| class).collect(), order)
    }

    /// A revived unit had its water and land before it went idle, so a revival draws only on what flows.
    fn stock_need(&mut self, at: &str, envelope: &str) {
        let Some(setting) = self.optional(&format!("{at}.needs.{envelope}")) else { return };
        self.faults.push(
            Fault::new(
                "stock-need",
                format!("a revival cannot draw on `{envelope}`, which has a cap"),
                format!("احیا نمی‌تواند از `{envelope}` که سقف دارد بردارد"),
            )
            .at(&setting.key, "drawn here", "اینجا برداشت شده است")
            .help(
                "existing units hold their part already; take this need out, or give the envelope a flow",
                "واحدهای موجود سهم خود را از پیش دارند؛ این نیاز را بردارید یا به محدودیت جریان بدهید",
            ),
        );
    }

    /// The indexes of those named under `at`, such as the envelopes in `programme.solar.needs`.
    pub(super) fn links(&mut self, at: &str, known: &[&Named], what: &str, what_fa: &str) -> Vec<usize> {
        let mut found = Vec::new();
        let owned: Vec<Named> = known.iter().map(|named| (*named).clone()).collect();
        for name in self.settings.names(at) {
            match known.iter().position(|named| named.id == name) {
                Some(index) => found.push(index),
                None => self.unknown_name(&format!("{at}.{name}"), &name, &owned, what, what_fa),
            }
        }
        found.sort_unstable();
        found
    }
}
