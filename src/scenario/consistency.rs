//! What only the whole can show: the Leontief block, shares that do not sum, accounts that contradict each other.

use super::{Input, Origin};
use crate::fault::{Fault, Place};
use crate::figure::Figures;
use crate::model::leontief;
use crate::model::record::RowKind;
use crate::model::structure::Structure;

/// Fills in the Leontief block, year by year.
pub fn requirements(structure: &Structure, figures: &Figures, yearly: &mut [Input], faults: &mut Vec<Fault>) {
    let n = structure.sectors.len();
    let content = yearly.iter().find(|input| input.row.id == "economy.local_content");
    let (content, place) = content.map_or((Vec::new(), None), |input| (input.values.clone(), place(input)));
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

/// What only the whole can show: shares that do not sum, targets given twice, accounts that contradict each other.
pub fn check_accounts(opening: &[Input], yearly: &[Input], structure: &Structure, faults: &mut Vec<Fault>) {
    let find = |id: &str| opening.iter().chain(yearly).find(|input| input.row.id == id);
    let mut at = |fault: Fault, input: &Input, en: &str, fa: &str| {
        faults.push(match place(input) {
            Some(place) => fault.at(&place, en, fa),
            None => fault,
        });
    };
    for (share, fa) in [("output_share", "سهم‌های ارزش افزوده"), ("jobs_share", "سهم‌های اشتغال")]
    {
        let shares = opening
            .iter()
            .filter(|input| input.row.id.starts_with("sector.") && input.row.id.ends_with(share));
        let shares: Vec<&Input> = shares.collect();
        let sum: f64 = shares.iter().map(|input| input.values[0]).sum();
        // The one that overrides another is the one just changed.
        let overrides = |input: &&&Input| matches!(input.origin, Origin::Set { overrode: Some(_), .. });
        let changed = shares.iter().rev().find(overrides).or(shares.last());
        if let Some(last) = changed.filter(|_| (sum - 1.0).abs() > 1e-9) {
            let fault = Fault::new(
                "shares",
                format!("the sectors' `{share}` sum to {sum:.6}, not to 1"),
                format!("جمع {fa} {sum:.6} است، نه ۱"),
            );
            at(
                fault.help("change one of them so that they sum to 1", "یکی را چنان تغییر دهید که جمع ۱ شود"),
                last,
                "one of them",
                "یکی از آن‌ها",
            );
        }
    }
    for class in &structure.classes {
        let id = |field: &str| format!("class.{}.{field}", class.named.id);
        let (Some(units), Some(rate)) = (find(&id("target_units")), find(&id("target_rate"))) else {
            continue;
        };
        if let Some(t) =
            units.values.iter().zip(&rate.values).position(|(units, rate)| *units > 0.0 && *rate > 0.0)
        {
            let year = structure.years.0 + i32::try_from(t).unwrap_or(0);
            let fault = Fault::new(
                "target-twice",
                format!("the revival target of {year} is given twice: as units and as a rate"),
                format!("هدف احیای {year} دو بار آمده است: به شمار واحد و به نرخ"),
            );
            at(
                fault.help(
                    format!("set one of them to 0: `{}` or `{}`", id("target_units"), id("target_rate")),
                    format!("یکی را صفر کنید: `{}` یا `{}`", id("target_units"), id("target_rate")),
                ),
                rate,
                "the rate",
                "نرخ",
            );
        }
    }
    let pairs = [
        (
            "power.opening_deficit",
            "power.opening_demand",
            "the deficit must be smaller than the demand",
            "کسری باید کمتر از نیاز باشد",
            f64::ge as fn(&f64, &f64) -> bool,
        ),
        (
            "work.opening_employed",
            "work.opening_labour_force",
            "the employed are part of the labour force",
            "شاغلان بخشی از جمعیت فعال‌اند",
            f64::gt,
        ),
    ];
    for (part, whole, en, fa, wrong) in pairs {
        if let (Some(part), Some(whole)) = (find(part), find(whole))
            && wrong(&part.values[0], &whole.values[0])
        {
            let (small, large) = (part.values[0], whole.values[0]);
            at(
                Fault::new("accounts", en, fa),
                part,
                &format!("{small} of {large}"),
                &format!("{small} از {large}"),
            );
        }
    }
}

/// Envelopes that nobody draws on, and stages that nobody can leave: what a planner has overlooked.
pub fn check_structure(yearly: &[Input], structure: &Structure, faults: &mut Vec<Fault>) {
    for (e, envelope) in structure.envelopes.iter().enumerate() {
        let needs = structure.programmes.iter().map(|programme| &programme.needs);
        if needs.chain(structure.classes.iter().map(|class| &class.needs)).all(|needs| !needs.contains(&e)) {
            let id = &envelope.named.id;
            let fault = Fault::new(
                "unused-envelope",
                format!("nobody needs the envelope `{id}`"),
                format!("هیچ‌کس به محدودیت `{id}` نیاز ندارد"),
            )
            .help(
                format!(
                    "say how much of it a unit needs, such as `programme.solar.needs.{id}`, or take it out"
                ),
                format!(
                    "بگویید هر واحد چه اندازه نیاز دارد، مانند `programme.solar.needs.{id}`، یا آن را بردارید"
                ),
            );
            let prefix = format!("envelope.{id}.");
            let limit = yearly.iter().find(|input| input.row.id.starts_with(&prefix));
            faults.push(match limit.and_then(place) {
                Some(place) => fault.at(&place, "limits nothing", "چیزی را محدود نمی‌کند"),
                None => fault,
            });
        }
    }
    let success = yearly.iter().filter(|input| input.row.id.ends_with(".success"));
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
                    "to switch a programme off, set its `entries` and opening stocks to 0",
                    "برای کنارگذاشتن طرح، `entries` و موجودی‌های آغازین را صفر کنید",
                ),
            );
        }
    }
}

/// The units that run at the opening date are part of the opening accounts, so they cannot have more jobs or make more
/// than their sector.
pub fn check_opening(opening: &[Input], yearly: &[Input], structure: &Structure, faults: &mut Vec<Fault>) {
    let find = |id: &str| opening.iter().chain(yearly).find(|input| input.row.id == id);
    let first = |id: String| find(&id).map_or(0.0, |input| input.values[0]);
    let employed = first("work.opening_employed".to_owned());
    let gdp = first("nation.opening_gdp".to_owned()) * first("province.opening_gdp_share".to_owned());
    for (s, sector) in structure.sectors.iter().enumerate() {
        let (mut jobs, mut value_added) = (0.0, 0.0);
        for class in structure.classes.iter().filter(|class| class.sector == s) {
            let of = |field: &str| first(format!("class.{}.{field}", class.named.id));
            jobs += of("opening_active") * of("jobs_per_unit");
            value_added += of("opening_active") * of("value_added_per_unit");
        }
        for programme in structure.programmes.iter().filter(|programme| programme.sector == s) {
            let of = |field: &str| first(format!("programme.{}.{field}", programme.named.id));
            jobs += of("opening") * of("run_jobs") * of("jobs_realised");
            value_added += of("opening") * of("value_added_per_unit");
        }
        let id = &sector.id;
        let shares = [("jobs_share", jobs, employed), ("output_share", value_added, gdp)];
        for (share, units, whole) in shares {
            let Some(input) = find(&format!("sector.{id}.{share}")) else { continue };
            let has = input.values[0] * whole;
            if units > has * (1.0 + 1e-9)
                && let Some(place) = place(input)
            {
                let (what, what_fa) = if share == "jobs_share" {
                    ("jobs", "شغل")
                } else {
                    ("value added", "ارزش افزوده")
                };
                faults.push(
                    Fault::new(
                        "accounts",
                        format!("the units of `{id}` that run at the opening have more {what} than the sector: {units:.0} of {has:.0}"),
                        format!("واحدهای فعال `{id}` در آغاز {what_fa} بیشتری از خود بخش دارند: {units:.0} از {has:.0}"),
                    )
                    .at(&place, "the sector's share", "سهم بخش")
                    .help(
                        "the opening accounts contain these units: raise the share, or lower the units or what each has",
                        "حساب‌های آغازین این واحدها را در بر دارند: سهم را بالا ببرید یا شمار واحدها یا سهم هر یک را کم کنید",
                    ),
                );
            }
        }
    }
}

/// Where an input is set, if a file sets it.
fn place(input: &Input) -> Option<Place> {
    if let Origin::Set { place, .. } = &input.origin { Some(place.clone()) } else { None }
}
