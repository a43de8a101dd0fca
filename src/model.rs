//! The model: one yearly step, written once over [`Number`](crate::number::Number).
//!
//! [`Opening`] and [`Assumptions`] are what a scenario says, [`Year`] is what follows. All three are trees of records
//! (see [`record`]) laid out over the same outline, so every input and every variable has one id, one unit, one
//! meaning and one place. The model reads no files, knows no clock and keeps no state.
//!
//! | room | what it computes |
//! |---|---|
//! | [`programme`], [`stage`], [`plant`] | staged pipelines, money, jobs, electricity |
//! | [`envelope`] | what can run out, and who gets how much |
//! | [`enterprise`] | existing units: active, idle, revived |
//! | [`power`] | demand, deficit, outages |
//! | [`economy`], [`leontief`] | sectors, multipliers, the share of the nation |
//! | [`work`], [`visitors`], [`shock`], [`period`] | jobs, stays, shocks, time and prices |
//! | [`conversion`] | months, nights, hours and per cent: the only literals with a unit |

pub mod conversion;
pub mod economy;
pub mod enterprise;
pub mod envelope;
pub mod leontief;
pub mod period;
pub mod plant;
pub mod power;
pub mod programme;
pub mod record;
pub mod shock;
pub mod stage;
pub mod step;
pub mod structure;
pub mod visitors;
pub mod work;

use economy::{EconomyInputs, ProvinceOpening, ProvinceYear, SectorInputs, SectorOpening, SectorYear};
use enterprise::{ClassInputs, ClassOpening, ClassYear, RevivalYear};
use envelope::{EnvelopeInputs, EnvelopeYear, ForeignInvestment, ForeignInvestmentYear};
use period::{NationInputs, NationOpening, NationYear, PeriodInputs, PriceInputs, PriceYear};
use power::{PowerInputs, PowerOpening, PowerYear};
use programme::{ProgrammeInputs, ProgrammeOpening, ProgrammeYear};
use record::{Record, Row, Scope, tree};
use shock::{ShockInputs, ShockYear};
use structure::Structure;
use visitors::{VisitorInputs, VisitorOpening, VisitorYear};
use work::{WorkInputs, WorkOpening, WorkYear};

pub use step::{open, project, step};

tree! {
    /// What a scenario says of the opening date.
    pub struct Opening {
        /// The nation.
        one nation: NationOpening<T>, at "nation";
        /// The province.
        one province: ProvinceOpening<T>, at "province";
        /// Work.
        one work: WorkOpening<T>, at "work";
        /// The power balance, if modelled.
        many power: Vec<PowerOpening<T>>, at "power";
        /// Visitors, if modelled.
        many visitors: Vec<VisitorOpening<T>>, at "visitors";
        /// Programmes, in the order of the structure.
        many programmes: Vec<ProgrammeOpening<T>>, at "programme";
        /// Size classes of enterprises.
        many classes: Vec<ClassOpening<T>>, at "class";
        /// Sectors.
        many sectors: Vec<SectorOpening<T>>, at "sector";
    }
}

tree! {
    /// What a scenario says of one period.
    pub struct Assumptions {
        /// The period itself.
        one period: PeriodInputs<T>, at "period";
        /// Prices.
        one prices: PriceInputs<T>, at "prices";
        /// The nation.
        one nation: NationInputs<T>, at "nation";
        /// The economy as a whole.
        one economy: EconomyInputs<T>, at "economy";
        /// Work.
        one work: WorkInputs<T>, at "work";
        /// The power balance, if modelled.
        many power: Vec<PowerInputs<T>>, at "power";
        /// Visitors, if modelled.
        many visitors: Vec<VisitorInputs<T>>, at "visitors";
        /// Foreign direct investment, if modelled.
        many foreign_investment: Vec<ForeignInvestment<T>>, at "foreign_investment";
        /// Shocks.
        many shocks: Vec<ShockInputs<T>>, at "shock";
        /// Envelopes.
        many envelopes: Vec<EnvelopeInputs<T>>, at "envelope";
        /// Programmes, in the order of the structure.
        many programmes: Vec<ProgrammeInputs<T>>, at "programme";
        /// Size classes of enterprises.
        many classes: Vec<ClassInputs<T>>, at "class";
        /// Sectors.
        many sectors: Vec<SectorInputs<T>>, at "sector";
    }
}

tree! {
    /// Everything the model says of one period: stocks at its end, amounts within it, rates of the year.
    pub struct Year {
        /// Prices.
        one prices: PriceYear<T>, at "prices";
        /// The nation.
        one nation: NationYear<T>, at "nation";
        /// The province.
        one province: ProvinceYear<T>, at "province";
        /// Work.
        one work: WorkYear<T>, at "work";
        /// Revival of idle units, all classes together.
        one revival: RevivalYear<T>, at "revival";
        /// The power balance, if modelled.
        many power: Vec<PowerYear<T>>, at "power";
        /// Visitors, if modelled.
        many visitors: Vec<VisitorYear<T>>, at "visitors";
        /// Foreign direct investment, if modelled.
        many foreign_investment: Vec<ForeignInvestmentYear<T>>, at "foreign_investment";
        /// What shocks do to all projects.
        one shocks: ShockYear<T>, at "period";
        /// Envelopes.
        many envelopes: Vec<EnvelopeYear<T>>, at "envelope";
        /// Programmes, in the order of the structure.
        many programmes: Vec<ProgrammeYear<T>>, at "programme";
        /// Size classes of enterprises.
        many classes: Vec<ClassYear<T>>, at "class";
        /// Sectors.
        many sectors: Vec<SectorYear<T>>, at "sector";
    }
}

/// The numbers of a scenario, ready to run.
#[derive(Debug, Clone, PartialEq)]
pub struct Inputs<T> {
    /// The opening date.
    pub opening: Opening<T>,
    /// One entry a period.
    pub periods: Vec<Assumptions<T>>,
}

/// The inputs at the opening date that `structure` asks for, in order.
pub fn opening_rows(structure: &Structure) -> Vec<Row> {
    rows::<Opening<f64>>(structure)
}

/// The inputs of each period that `structure` asks for, in order.
pub fn yearly_rows(structure: &Structure) -> Vec<Row> {
    rows::<Assumptions<f64>>(structure)
}

/// The variables of each period, in order.
pub fn variable_rows(structure: &Structure) -> Vec<Row> {
    rows::<Year<f64>>(structure)
}

/// Builds inputs from flat numbers over the outline of a structure: `opening` in the order of [`opening_rows`], each period in that of [`yearly_rows`].
///
/// # Panics
/// If a slice is shorter than its list of rows: a fault of the program, not of a scenario.
pub fn inputs<T: Copy>(outline: &Scope, opening: &[T], periods: &[Vec<T>]) -> Inputs<T> {
    let mut at = opening.iter();
    // The caller holds one number per row.
    let opening = Opening::build(outline, &mut || *at.next().expect("one number per opening input"));
    let build = |numbers: &Vec<T>| {
        let mut at = numbers.iter();
        // The caller holds one number per row.
        Assumptions::build(outline, &mut || *at.next().expect("one number per yearly input"))
    };
    // The outline is walked once; the other periods have its shape.
    let first = periods.first().map(build);
    let periods_like_it = first.map_or_else(Vec::new, |first| vec![first; periods.len()]);
    let mut inputs = Inputs { opening, periods: periods_like_it };
    for (period, numbers) in inputs.periods.iter_mut().zip(periods).skip(1) {
        let mut at = numbers.iter();
        // The caller holds one number per row.
        period.each_mut(&mut |place| *place = *at.next().expect("one number per yearly input"));
    }
    inputs
}

/// Writes other numbers into inputs of the same structure: `opening` and `yearly` give each by its index in
/// [`opening_rows`] and [`yearly_rows`], the latter by period. Nothing is built anew.
pub fn refill<T: Copy>(
    inputs: &mut Inputs<T>,
    opening: impl Fn(usize) -> T,
    yearly: impl Fn(usize, usize) -> T,
) {
    let mut at = 0;
    inputs.opening.each_mut(&mut |place| {
        *place = opening(at);
        at += 1;
    });
    for (t, period) in inputs.periods.iter_mut().enumerate() {
        let mut at = 0;
        period.each_mut(&mut |place| {
            *place = yearly(at, t);
            at += 1;
        });
    }
}

/// Builds a year from flat numbers, in the order of [`variable_rows`].
///
/// # Panics
/// If there are fewer numbers than rows: a fault of the program, not of a scenario.
pub fn year<T: Copy>(structure: &Structure, numbers: &[T]) -> Year<T> {
    let mut at = numbers.iter();
    // The caller holds one number per row.
    Year::build(&structure.outline(), &mut || *at.next().expect("one number per variable"))
}

/// The index of every input at the opening date in [`opening_rows`], field by field.
pub fn opening_indexes(structure: &Structure) -> Opening<usize> {
    let mut next = 0..;
    // The range has no end.
    Opening::build(&structure.outline(), &mut || next.next().expect("a number"))
}

/// The index of every input of a period in [`yearly_rows`], field by field.
pub fn yearly_indexes(structure: &Structure) -> Assumptions<usize> {
    let mut next = 0..;
    // The range has no end.
    Assumptions::build(&structure.outline(), &mut || next.next().expect("a number"))
}

/// The index of every variable in [`variable_rows`], field by field.
pub fn variable_indexes(structure: &Structure) -> Year<usize> {
    let mut next = 0..;
    // The range has no end.
    Year::build(&structure.outline(), &mut || next.next().expect("a number"))
}

/// The numbers of a year, in the order of [`variable_rows`].
pub fn values<T: Copy>(year: &Year<T>) -> Vec<T> {
    let mut values = Vec::new();
    year.each(&mut |value| values.push(value));
    values
}

fn rows<P: Record<f64>>(structure: &Structure) -> Vec<Row> {
    let mut rows = Vec::new();
    P::rows(&structure.outline(), &mut |row| rows.push(row));
    rows
}
