//! What only the whole can show: the Leontief block, shares that do not sum, accounts that contradict each other.

mod output;

use super::{Input, Origin};
use crate::fault::{Fault, Place, shown};
use crate::figure::Figures;
use crate::model::economy::SectorOpening;
use crate::model::record::RowKind;
use crate::model::structure::Structure;
use crate::model::{self, Assumptions, Opening, leontief};

/// Fills in the Leontief block, year by year.
pub(super) fn requirements(
    structure: &Structure,
    figures: &Figures,
    yearly: &mut [Input],
    faults: &mut Vec<Fault>,
) {
    let n = structure.sectors.len();
    let content = &yearly[model::yearly_indexes(structure).economy.local_content];
    let (content, place) = (content.values.clone(), place(content));
    let mut block: Option<(f64, Vec<f64>)> = None;
    for (t, &local_content) in content.iter().enumerate() {
        if block.as_ref().is_none_or(|(of, _)| of.to_bits() != local_content.to_bits()) {
            let indirect = leontief::indirect_requirements(&figures.input_output.purchases, n, local_content);
            let Some(indirect) = indirect else {
                let fault = Fault::new(
                    "leontief",
                    "with this local content the economy needs more than it makes",
                    "با این سهم خرید داخل، اقتصاد بیش از تولید خود نیاز دارد",
                );
                let fault = fault.help("lower `economy.local_content`", "`economy.local_content` را کم کنید");
                faults.push(match &place {
                    Some(place) => fault.at(place, "here", "اینجا"),
                    None => fault,
                });
                return;
            };
            block = Some((local_content, indirect));
        }
        let elements = yearly.iter_mut().filter(|input| input.row.kind == RowKind::Requirement);
        if let Some((_, indirect)) = &block {
            for (input, element) in elements.zip(indirect) {
                input.values[t] = *element;
            }
        }
    }
}

/// The inputs of a scenario, found by the fields of the model.
pub(super) struct Accounts<'a> {
    structure: &'a Structure,
    opening: &'a [Input],
    yearly: &'a [Input],
    at_opening: Opening<usize>,
    by_year: Assumptions<usize>,
}

impl<'a> Accounts<'a> {
    /// The inputs of a structure, in the order of the model.
    pub(super) fn new(structure: &'a Structure, opening: &'a [Input], yearly: &'a [Input]) -> Self {
        let (at_opening, by_year) = (model::opening_indexes(structure), model::yearly_indexes(structure));
        Self { structure, opening, yearly, at_opening, by_year }
    }

    /// Shares that do not sum to one, targets given twice, parts larger than their whole.
    pub(super) fn check(&self, faults: &mut Vec<Fault>) {
        let sectors = &self.at_opening.sectors;
        let of = |field: fn(&SectorOpening<usize>) -> usize| {
            sectors.iter().map(|sector| &self.opening[field(sector)]).collect::<Vec<_>>()
        };
        shares(&of(|sector| sector.output_share), ("output_share", "سهم‌های ارزش افزوده"), faults);
        shares(&of(|sector| sector.jobs_share), ("jobs_share", "سهم‌های اشتغال"), faults);
        for class in &self.by_year.classes {
            let (units, rate) = (&self.yearly[class.flow.target_units], &self.yearly[class.flow.target_rate]);
            target_twice(self.structure, units, rate, faults);
        }
        for power in &self.at_opening.power {
            let (deficit, demand) =
                (&self.opening[power.opening_deficit], &self.opening[power.opening_demand]);
            if deficit.values[0] >= demand.values[0] {
                let says = ("the deficit must be smaller than the demand", "کسری باید کمتر از نیاز باشد");
                part_of(deficit, demand, says, faults);
            }
        }
        for programme in &self.by_year.programmes {
            let spent: Vec<&Input> = programme.spent.iter().map(|spent| &self.yearly[spent.itself]).collect();
            spent_in_full(&spent, faults);
        }
        let unemployment = &self.opening[self.at_opening.work.opening_unemployment];
        let lowest = &self.yearly[self.by_year.work.minimum_unemployment];
        if unemployment.values[0] <= lowest.values[0] {
            let says = (
                "unemployment must open above the lowest there can be, or people lose their work on that day",
                "بیکاری باید بالاتر از کمینهٔ خود آغاز شود، وگرنه شاغلان همان روز بیکار می‌شوند",
            );
            let (opens, least) = (shown(unemployment.values[0]), shown(lowest.values[0]));
            let changed = if overrides(lowest) { lowest } else { unemployment };
            let (en, fa) =
                (format!("opens at {opens}, lowest {least}"), format!("آغاز {opens}، کمینه {least}"));
            faults.push(at(Fault::new("accounts", says.0, says.1), changed, en, fa));
        }
    }

    /// The units that run at the opening date are part of the opening accounts, so they cannot have more jobs or make more
    /// than their sector.
    pub(super) fn check_opening(&self, faults: &mut Vec<Fault>) {
        let opening = |index: usize| self.opening[index].values[0];
        let first = |index: usize| self.yearly[index].values[0];
        let employed = opening(self.at_opening.work.opening_employed);
        let gdp =
            opening(self.at_opening.nation.opening_gdp) * opening(self.at_opening.province.opening_gdp_share);
        for (s, (sector, shares)) in self.structure.sectors.iter().zip(&self.at_opening.sectors).enumerate() {
            let (mut jobs, mut value_added) = (0.0, 0.0);
            let classes = self.at_opening.classes.iter().zip(&self.by_year.classes);
            for (kind, (start, year)) in self.structure.classes.iter().zip(classes) {
                if kind.sector == s {
                    let active = opening(start.opening_active);
                    jobs += active * first(year.flow.jobs_per_unit);
                    value_added += active * first(year.flow.value_added_per_unit);
                }
            }
            let programmes = self.at_opening.programmes.iter().zip(&self.by_year.programmes);
            for (kind, (start, year)) in self.structure.programmes.iter().zip(programmes) {
                if kind.sector == s {
                    let running = opening(start.flow.opening);
                    jobs += running * first(year.flow.run_jobs) * first(year.flow.jobs_realised);
                    value_added += running * first(year.flow.value_added_per_unit);
                }
            }
            let says = [("jobs", "شغل"), ("value added", "ارزش افزوده")];
            let parts = [(shares.jobs_share, jobs, employed), (shares.output_share, value_added, gdp)];
            for ((what, what_fa), (share, units, whole)) in says.into_iter().zip(parts) {
                let input = &self.opening[share];
                let has = input.values[0] * whole;
                if units > has * (1.0 + 1e-9)
                    && let Some(place) = place(input)
                {
                    faults.push(more_than_the_sector(&sector.id, (what, what_fa), units, has, &place));
                }
            }
        }
    }
}

/// `fault` at the place that sets `input`, if a file does.
fn at(fault: Fault, input: &Input, en: impl Into<String>, fa: impl Into<String>) -> Fault {
    match place(input) {
        Some(place) => fault.at(&place, en, fa),
        None => fault,
    }
}

/// The one that overrides another is the one just changed.
fn overrides(input: &Input) -> bool {
    matches!(input.origin, Origin::Set { overrode: Some(_), .. })
}

fn shares(shares: &[&Input], (name, fa): (&str, &str), faults: &mut Vec<Fault>) {
    let sum: f64 = shares.iter().map(|input| input.values[0]).sum();
    let changed = shares.iter().rev().find(|share| overrides(share)).or(shares.last());
    if let Some(last) = changed.filter(|_| (sum - 1.0).abs() > 1e-9) {
        let fault = Fault::new(
            "shares",
            format!("the sectors' `{name}` sum to {sum:.6}, not to 1"),
            format!("جمع {fa} {sum:.6} است، نه ۱"),
        )
        .help("change one of them so that they sum to 1", "یکی را چنان تغییر دهید که جمع ۱ شود");
        faults.push(at(fault, last, "one of them", "یکی از آن‌ها"));
    }
}

/// That the shares of the capital spent sum to 1 in every year.
fn spent_in_full(shares: &[&Input], faults: &mut Vec<Fault>) {
    let Some(last) = shares.last() else { return };
    for t in 0..last.values.len() {
        let sum: f64 = shares.iter().map(|share| share.values[t]).sum();
        if (sum - 1.0).abs() > 1e-9 {
            let fault = Fault::new(
                "spent",
                format!("the shares of the capital spent sum to {sum:.6}, not to 1"),
                format!("جمع سهم‌های هزینهٔ سرمایه {sum:.6} است، نه ۱"),
            )
            .help("change one of them so that they sum to 1", "یکی را چنان تغییر دهید که جمع ۱ شود");
            let changed = shares.iter().rev().find(|share| overrides(share)).unwrap_or(last);
            faults.push(at(fault, changed, "one of them", "یکی از آن‌ها"));
            return;
        }
    }
}

fn target_twice(structure: &Structure, units: &Input, rate: &Input, faults: &mut Vec<Fault>) {
    let both = |(units, rate): (&f64, &f64)| *units > 0.0 && *rate > 0.0;
    let Some(t) = units.values.iter().zip(&rate.values).position(both) else { return };
    let year = structure.years.0 + i32::try_from(t).unwrap_or(0);
    let (one, other) = (&units.row.id, &rate.row.id);
    let fault = Fault::new(
        "target-twice",
        format!("the revival target of {year} is given twice: as units and as a rate"),
        format!("هدف احیای {year} دو بار آمده است: به شمار واحد و به نرخ"),
    )
    .help(
        format!("set one of them to 0: `{one}` or `{other}`"),
        format!("یکی را صفر کنید: `{one}` یا `{other}`"),
    );
    faults.push(at(fault, rate, "the rate", "نرخ"));
}

fn part_of(part: &Input, whole: &Input, (en, fa): (&str, &str), faults: &mut Vec<Fault>) {
    let (small, large) = (shown(part.values[0]), shown(whole.values[0]));
    let fault = Fault::new("accounts", en, fa);
    faults.push(at(fault, part, format!("{small} of {large}"), format!("{small} از {large}")));
}

fn more_than_the_sector(
    id: &str,
    (what, what_fa): (&str, &str),
    units: f64,
    has: f64,
    place: &Place,
) -> Fault {
    Fault::new(
        "accounts",
        format!("the units of `{id}` that run at the opening have more {what} than the sector: {units:.0} of {has:.0}"),
        format!("واحدهای فعال `{id}` در آغاز {what_fa} بیشتری از خود بخش دارند: {units:.0} از {has:.0}"),
    )
    .at(place, "the sector's share", "سهم بخش")
    .help(
        "the opening accounts contain these units: raise the share, or lower the units or what each has",
        "حساب‌های آغازین این واحدها را در بر دارند: سهم را بالا ببرید یا شمار واحدها یا سهم هر یک را کم کنید",
    )
}

/// Envelopes that nobody draws on, and stages that nobody can leave: what a planner has overlooked.
pub(super) fn check_structure(yearly: &[Input], structure: &Structure, faults: &mut Vec<Fault>) {
    let indexes = model::yearly_indexes(structure);
    for (e, envelope) in structure.envelopes.iter().enumerate() {
        let needs =
            structure.programmes.iter().flat_map(|programme| &programme.needs).map(|need| need.envelope);
        let of_classes = structure.classes.iter().flat_map(|class| &class.needs).copied();
        if needs.chain(of_classes).all(|envelope| envelope != e) {
            let id = &envelope.named.id;
            let fault = Fault::new(
                "unused-envelope",
                format!("nobody needs the envelope `{id}`"),
                format!("هیچ‌کس به محدودیت `{id}` نیاز ندارد"),
            )
            .help(
                format!(
                    "say how much of it a unit needs, such as `programme.solar.needs.{id}`, or take it away: envelope.{id} = false"
                ),
                format!(
                    "بگویید هر واحد چه اندازه نیاز دارد، مانند `programme.solar.needs.{id}`، یا آن را بردارید: envelope.{id} = false"
                ),
            );
            let limits = &indexes.envelopes[e];
            let flow = limits.flow.iter().map(|flow| flow.itself);
            let limit = flow.chain(limits.cap.iter().map(|cap| cap.itself)).next();
            faults.push(match limit.and_then(|limit| place(&yearly[limit])) {
                Some(place) => fault.at(&place, "limits nothing", "چیزی را محدود نمی‌کند"),
                None => fault,
            });
        }
    }
    let stages = indexes.programmes.iter().flat_map(|programme| &programme.stages);
    let success = stages.map(|stage| &yearly[stage.success]);
    for input in success.filter(|input| input.values.iter().all(|value| *value == 0.0)) {
        if let Some(place) = place(input) {
            faults.push(
                Fault::new(
                    "dead-end",
                    format!("nobody can leave this stage: `{}` is 0 in every year", input.row.id),
                    format!("هیچ‌کس نمی‌تواند از این مرحله بگذرد: `{}` در همهٔ سال‌ها صفر است", input.row.id),
                )
                .at(&place, "everything lapses here", "همه چیز اینجا باطل می‌شود")
                .help(
                    "to leave a programme out, write programme.NAME = false",
                    "برای کنارگذاشتن طرح بنویسید programme.NAME = false",
                ),
            );
        }
    }
}

/// Where an input is set, if a file sets it.
fn place(input: &Input) -> Option<Place> {
    if let Origin::Set { place, .. } = &input.origin { Some(place.clone()) } else { None }
}
