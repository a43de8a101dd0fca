//! One year from the last: the order in which the rooms of the model speak.

use super::economy::{self, Impulse};
use super::enterprise::{self, ClassOpening, ClassYear, ClassYearFlow, RevivalYear};
use super::envelope::{self, Draw, EnvelopeYear, ForeignInvestmentYear};
use super::period::{self, NationYear, PriceYear, Surroundings};
use super::plant::PlantYear;
use super::programme::{self, ProgrammeOpening, ProgrammeYear, ProgrammeYearFlow, StageOpening, StageYear};
use super::record::Record;
use super::shock;
use super::structure::{Claimant, Class, EnvelopeKind, Programme, Structure};
use super::work::Jobs;
use super::{Assumptions, Inputs, Opening, Year, power, visitors, work};
use crate::number::Number;

/// The opening date as a year in which nothing has happened yet.
pub fn open<T: Number>(structure: &Structure, opening: &Opening<T>) -> Year<T> {
    let gdp = opening.nation.opening_gdp * opening.province.opening_gdp_share;
    let sectors = opening.sectors.iter().map(|s| economy::open(s, gdp, opening.work.opening_employed));
    let sectors: Vec<_> = sectors.collect();
    let open_class = |(kind, opening): (&Class, &ClassOpening<T>)| {
        let (active, idle) = (opening.opening_active, opening.opening_idle);
        let flow = ClassYearFlow { active, idle, throttle: T::one(), ..nothing() };
        ClassYear { flow, draws: kind.needs.iter().map(|_| nothing()).collect() }
    };
    let classes: Vec<_> = structure.classes.iter().zip(&opening.classes).map(open_class).collect();
    let mut revival: RevivalYear<T> = enterprise::revival(&classes, &nothing());
    revival.revived_total = T::zero();
    let programmes = structure.programmes.iter().zip(&opening.programmes);
    let programmes: Vec<_> = programmes.map(|(kind, opening)| open_programme(kind, opening)).collect();
    Year {
        prices: PriceYear { index: T::one(), discount_factor: T::one() },
        nation: NationYear { gdp: opening.nation.opening_gdp },
        province: economy::province(&sectors, opening.nation.opening_gdp, T::zero(), T::zero(), T::zero()),
        work: work::open(&opening.work),
        revival,
        power: opening.power.iter().map(power::open).collect(),
        visitors: structure
            .beds
            .iter()
            .zip(&opening.visitors)
            .map(|(&p, opening)| visitors::open(opening, programmes[p].flow.operating))
            .collect(),
        foreign_investment: structure.foreign_investment.iter().map(|_| nothing()).collect(),
        shocks: nothing(),
        envelopes: structure.envelopes.iter().map(|_| nothing()).collect(),
        programmes,
        classes,
        sectors,
    }
}

fn open_programme<T: Number>(kind: &Programme, opening: &ProgrammeOpening<T>) -> ProgrammeYear<T> {
    let stage = |opening: &StageOpening<T>| StageYear { stock: opening.opening, ..nothing() };
    let operating = opening.flow.opening;
    let pipeline = opening.stages.iter().map(|stage| stage.opening).sum();
    let plant = PlantYear { effective: operating, ..nothing() };
    ProgrammeYear {
        flow: ProgrammeYearFlow { operating, pipeline, throttle: T::one(), ..nothing() },
        stages: opening.stages.iter().map(stage).collect(),
        draws: kind.needs.iter().map(|_| nothing::<T, Draw<T>>()).collect(),
        plant: kind.generates.then_some(plant).into_iter().collect(),
    }
}

/// One period: `start` is the opening date, `last` the period before.
pub fn step<T: Number>(
    structure: &Structure,
    now: &Assumptions<T>,
    start: &Year<T>,
    last: &Year<T>,
) -> Year<T> {
    let length = now.period.length;
    let prices = period::prices(&now.period, &now.prices, &last.prices);
    let nation = period::nation(&now.period, &now.nation, &last.nation);
    let shocks = shock::delay(&now.shocks);
    let around = Surroundings {
        period: &now.period,
        delay: shocks.delay,
        discount_factor: prices.discount_factor,
        discount_rate: now.prices.discount_rate,
    };
    let foreign_investment = foreign_investment(now);
    let mut envelopes = offer(structure, now, last, &foreign_investment);
    let (programmes, classes) = claims(structure, now, &around, start, last, &mut envelopes);
    let power = power(now, &programmes, start, last);
    let building = building(now, &programmes);
    let left = (0..structure.sectors.len()).map(|s| shock::sector_left(structure, &now.shocks, s));
    let impulse = Impulse {
        length,
        national_growth: now.nation.growth,
        multiplier_scale: now.economy.multiplier_scale,
        direct: &direct(structure, &programmes, &classes),
        building,
        outage_index: power.first().map(|power| power.outage_index),
        left_by_shocks: &left.collect::<Vec<_>>(),
    };
    let sectors = economy::sectors(structure, &impulse, &now.sectors, &start.sectors, &last.sectors);
    let over = |field: fn(&ProgrammeYearFlow<T>) -> T| programmes.iter().map(|p| field(&p.flow)).sum::<T>();
    let jobs = Jobs {
        base: sectors.iter().map(|sector| sector.base_jobs).sum(),
        operation: over(|programme| programme.operation_jobs),
        enterprises: classes.iter().map(|class| class.flow.jobs).sum(),
        construction: over(|programme| programme.construction_jobs),
        indirect: sectors.iter().map(|sector| sector.indirect_jobs).sum(),
    };
    let visitors = structure.beds.iter().zip(&now.visitors).zip(start.visitors.iter().zip(&last.visitors));
    let visitors = visitors.map(|((&p, inputs), (start, last))| {
        visitors::step(length, inputs, programmes[p].flow.operating, start, last)
    });
    Year {
        province: economy::province(&sectors, nation.gdp, over(|p| p.spending), building, over(|p| p.land)),
        work: work::step(length, &now.work, &jobs, &last.work),
        revival: enterprise::revival(&classes, &last.revival),
        visitors: visitors.collect(),
        prices,
        nation,
        power,
        foreign_investment,
        shocks,
        envelopes,
        programmes,
        classes,
        sectors,
    }
}

/// All periods of a run, one after another, and the opening date before them.
pub fn project<T: Number>(structure: &Structure, inputs: &Inputs<T>) -> (Year<T>, Vec<Year<T>>) {
    let start = open(structure, &inputs.opening);
    let mut years: Vec<Year<T>> = Vec::with_capacity(inputs.periods.len());
    for now in &inputs.periods {
        let year = step(structure, now, &start, years.last().unwrap_or(&start));
        years.push(year);
    }
    (start, years)
}

fn foreign_investment<T: Number>(now: &Assumptions<T>) -> Vec<ForeignInvestmentYear<T>> {
    let arrived = |inputs: &envelope::ForeignInvestment<T>| ForeignInvestmentYear {
        arrived: inputs.approved * inputs.realised_share * now.period.length,
    };
    now.foreign_investment.iter().map(arrived).collect()
}

/// The envelopes before any claim of the period.
fn offer<T: Number>(
    structure: &Structure,
    now: &Assumptions<T>,
    last: &Year<T>,
    foreign: &[ForeignInvestmentYear<T>],
) -> Vec<EnvelopeYear<T>> {
    let foreign = structure.foreign_investment.zip(foreign.first().map(|foreign| foreign.arrived));
    let squeezed = |e: usize| shock::envelope_left(structure, &now.shocks, e);
    let committed = |e: usize| match structure.envelopes[e].kind {
        EnvelopeKind::Flow => T::zero(),
        EnvelopeKind::Stock => committed(structure, now, last, e),
    };
    envelope::available(structure, now.period.length, &now.envelopes, squeezed, foreign, committed)
}

/// What units being built or operating hold of a stock envelope: it was theirs from the day their financing began.
fn committed<T: Number>(structure: &Structure, now: &Assumptions<T>, last: &Year<T>, envelope: usize) -> T {
    let mut committed = T::zero();
    for ((kind, inputs), year) in structure.programmes.iter().zip(&now.programmes).zip(&last.programmes) {
        if let Some(n) = kind.needs.iter().position(|&e| e == envelope) {
            let built: T = year.stages[kind.finance_at..].iter().map(|stage| stage.stock).sum();
            committed = committed + inputs.needs[n].itself * (year.flow.operating + built);
        }
    }
    committed
}

/// Programmes and revivals draw on the envelopes in the order of the structure.
fn claims<T: Number>(
    structure: &Structure,
    now: &Assumptions<T>,
    around: &Surroundings<'_, T>,
    start: &Year<T>,
    last: &Year<T>,
    envelopes: &mut [EnvelopeYear<T>],
) -> (Vec<ProgrammeYear<T>>, Vec<ClassYear<T>>) {
    let mut programmes = Vec::with_capacity(structure.programmes.len());
    let mut classes = Vec::with_capacity(structure.classes.len());
    for claimant in &structure.order {
        match *claimant {
            Claimant::Programme(p) => {
                let (kind, inputs) = (&structure.programmes[p], &now.programmes[p]);
                let (start, last) = (&start.programmes[p], &last.programmes[p]);
                programmes.push(programme::step(structure, kind, around, inputs, start, last, envelopes));
            }
            Claimant::Class(c) => {
                let (kind, inputs) = (&structure.classes[c], &now.classes[c]);
                let (start, last) = (&start.classes[c], &last.classes[c]);
                classes.push(enterprise::step(kind, now.period.length, inputs, start, last, envelopes));
            }
        }
    }
    (programmes, classes)
}

fn power<T: Number>(
    now: &Assumptions<T>,
    programmes: &[ProgrammeYear<T>],
    start: &Year<T>,
    last: &Year<T>,
) -> Vec<power::PowerYear<T>> {
    let at_peak: T =
        programmes.iter().flat_map(|programme| &programme.plant).map(|plant| plant.at_peak).sum();
    let balances = now.power.iter().zip(&start.power).zip(&last.power);
    balances
        .map(|((inputs, start), last)| power::step(now.period.length, inputs, at_peak, start, last))
        .collect()
}

/// Local building work of a year beyond that of the opening accounts.
fn building<T: Number>(now: &Assumptions<T>, programmes: &[ProgrammeYear<T>]) -> T {
    let local = |(inputs, year): (&programme::ProgrammeInputs<T>, &ProgrammeYear<T>)| {
        inputs.flow.local_share * year.flow.spending
    };
    now.programmes.iter().zip(programmes).map(local).sum::<T>() / now.period.length
        - now.economy.opening_building
}

/// Direct value added by sector.
fn direct<T: Number>(
    structure: &Structure,
    programmes: &[ProgrammeYear<T>],
    classes: &[ClassYear<T>],
) -> Vec<T> {
    let mut direct = vec![T::zero(); structure.sectors.len()];
    for (kind, year) in structure.programmes.iter().zip(programmes) {
        direct[kind.sector] = direct[kind.sector] + year.flow.value_added;
    }
    for (kind, year) in structure.classes.iter().zip(classes) {
        direct[kind.sector] = direct[kind.sector] + year.flow.value_added;
    }
    direct
}

/// A record in which everything is zero.
fn nothing<T: Number, P: Record<T>>() -> P {
    P::build(&super::record::Scope::default(), &mut T::zero)
}
