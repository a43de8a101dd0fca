//! What only the whole can show: the Leontief block, shares that do not sum, accounts that contradict each other.

use super::{Input, Origin};
use crate::fault::{Fault, Place};
use crate::figure::Figures;
use crate::model::leontief;
use crate::model::record::Kind;
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
        let elements = yearly.iter_mut().filter(|input| input.row.kind == Kind::Block);
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
        if let Some(last) = shares.last().filter(|_| (sum - 1.0).abs() > 1e-9) {
            let fault = Fault::new(
                "shares",
                format!("the sectors' `{share}` sum to {sum:.6}, not to 1"),
                format!("جمع {fa} {sum:.6} است، نه ۱"),
            );
            at(
                fault.help("change one of them so that they sum to 1", "یکی را چنان تغییر دهید که جمع ۱ شود"),
                last,
                "the last of them",
                "آخرین آن‌ها",
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

/// Where an input is set, if a file sets it.
fn place(input: &Input) -> Option<Place> {
    if let Origin::Set { place, .. } = &input.origin { Some(place.clone()) } else { None }
}
