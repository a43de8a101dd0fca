//! One year from the last: the order in which the rooms of the model speak.

use super::economy::{self, Impulse};
use super::enterprise::{self, ClassOpening, ClassYear, ClassYearFlow, RevivalYear};
use super::envelope::{self, Draw, EnvelopeYear, ForeignInvestmentYear};
use super::period::{self, NationYear, PriceYear, Surroundings};
use super::plant::{self, Peak, PlantPeak};
use super::power::{self, PowerYear};
use super::programme::{self, Ageing, ProgrammeOpening, ProgrammeYear, ProgrammeYearFlow, account};
use super::record::Record;
use super::shock;
use super::structure::{Claimant, Class, EnvelopeKind, Programme, Structure};
use super::work::Jobs;
use super::{Assumptions, Inputs, Opening, Year, stage, visitors, work};
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
    let programmes: Vec<_> =
        programmes.map(|(kind, opening)| open_programme(structure, kind, opening)).collect();
    let plants = peak_of(&programmes);
    let zero = T::zero();
    Year {
        prices: PriceYear { index: T::one(), discount_factor: T::one() },
        nation: NationYear { gdp: opening.nation.opening_gdp },
        province: economy::province(&sectors, opening.nation.opening_gdp, zero, zero, zero, None),
        work: work::open(&opening.work),
        revival,
        power: opening.power.iter().map(|opening| power::open(opening, &plants)).collect(),
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

fn open_programme<T: Number>(
    structure: &Structure,
    kind: &Programme,
    opening: &ProgrammeOpening<T>,
) -> ProgrammeYear<T> {
    let stages = kind.stages.iter().zip(&opening.stages).enumerate();
    let stages: Vec<_> =
        stages.map(|(s, (stage, opening))| stage::open(stage, kind.gated(s), opening)).collect();
    let operating = opening.flow.opening;
    let pipeline: T = stages.iter().map(|stage| stage.flow.stock).sum();
    let conversion = account::conversion(operating, operating + pipeline);
    let flow = ProgrammeYearFlow { pipeline, operating, conversion, ..nothing() };
    ProgrammeYear {
        flow,
        stages,
        draws: kind.needs.iter().map(|_| nothing::<T, Draw<T>>()).collect(),
        ageing: kind.ages_as.iter().map(|_| nothing::<T, Ageing<T>>()).collect(),
        plant: opening.plant.iter().map(|plant| plant::open(structure.power, operating, plant)).collect(),
    }
}

/// What all plants give on the peak day.
fn peak_of<T: Number>(programmes: &[ProgrammeYear<T>]) -> PlantPeak<T> {
    let peaks = || programmes.iter().flat_map(|programme| &programme.plant).flat_map(|plant| &plant.peak);
    PlantPeak {
        at_noon: peaks().map(|peak| peak.at_noon).sum(),
        in_evening: peaks().map(|peak| peak.in_evening).sum(),
    }
}

/// One period: `start` is the opening date, of which `opening` says what is known, `last` the period before.
pub fn step<T: Number>(
    structure: &Structure,
    opening: &Opening<T>,
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
    let peak = now.power.first().map(|inputs| power::peak(&now.period, inputs));
    let foreign_investment = foreign_investment(now);
    let mut envelopes = offer(structure, now, last, &foreign_investment);
    let claims = Claims { structure, opening, now, around: &around, peak, start, last };
    let (programmes, classes) = claims.serve(&mut envelopes);
    let power: Vec<PowerYear<T>> = power(opening, now, peak, &programmes, (start, last));
    let over = |field: fn(&ProgrammeYearFlow<T>) -> T| programmes.iter().map(|p| field(&p.flow)).sum::<T>();
    let building = over(|programme| programme.building);
    let left = (0..structure.sectors.len()).map(|s| shock::sector_left(structure, &now.shocks, s));
    let impulse = Impulse {
        length,
        national_growth: now.nation.growth,
        elasticity: now.work.elasticity,
        multiplier_scale: now.economy.multiplier_scale,
        direct: &direct(structure, &programmes, &classes, |_| true),
        own_output: &own_output(structure, now, &programmes),
        by_sectors_ratio: &direct(structure, &programmes, &classes, |programme| !programme.own_ratio),
        building,
        outage_index: power.first().map(|power| power.outage_index),
        left_by_shocks: &left.collect::<Vec<_>>(),
    };
    let mut sectors = economy::sectors(structure, &impulse, &now.sectors, &start.sectors, &last.sectors);
    let jobs = Jobs {
        base: sectors.iter().map(|sector| sector.base_jobs).sum(),
        operation: over(|programme| programme.operation_jobs),
        enterprises: classes.iter().map(|class| class.flow.jobs).sum(),
        construction_gross: over(|programme| programme.construction_jobs),
        construction: over(|programme| programme.construction_beyond),
        indirect: sectors.iter().map(|sector| sector.indirect_jobs).sum(),
    };
    let work = work::step(length, &opening.work, &now.work, &jobs, &last.work);
    economy::value_added(structure, &impulse, &now.sectors, work.filled, &mut sectors);
    let visitors = structure.beds.iter().zip(&now.visitors).zip(start.visitors.iter().zip(&last.visitors));
    let visitors = visitors.map(|((&p, inputs), (start, last))| {
        visitors::step(length, inputs, programmes[p].flow.operating, start, last)
    });
    let (investment, land) = (over(|p| p.spending), over(|p| p.land));
    let share = Some(start.province.gdp_share);
    Year {
        province: economy::province(&sectors, nation.gdp, investment, building, land, share),
        work,
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
        let year = step(structure, &inputs.opening, now, &start, years.last().unwrap_or(&start));
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

/// What units behind the gate of a stock envelope hold of it: it was theirs from the day they passed.
fn committed<T: Number>(structure: &Structure, now: &Assumptions<T>, last: &Year<T>, envelope: usize) -> T {
    let mut committed = T::zero();
    for ((kind, inputs), year) in structure.programmes.iter().zip(&now.programmes).zip(&last.programmes) {
        if let Some(n) = kind.needs.iter().position(|need| need.envelope == envelope) {
            let built: T = year.stages[kind.needs[n].at..].iter().map(|stage| stage.flow.stock).sum();
            committed = committed + inputs.needs[n].itself * (year.flow.operating + built);
        }
    }
    committed
}

/// What programmes and revivals need to draw on the envelopes.
struct Claims<'a, T> {
    structure: &'a Structure,
    opening: &'a Opening<T>,
    now: &'a Assumptions<T>,
    around: &'a Surroundings<'a, T>,
    peak: Option<Peak<T>>,
    start: &'a Year<T>,
    last: &'a Year<T>,
}

impl<T: Number> Claims<'_, T> {
    /// Programmes and revivals draw on the envelopes in the order of the structure.
    fn serve(&self, envelopes: &mut [EnvelopeYear<T>]) -> (Vec<ProgrammeYear<T>>, Vec<ClassYear<T>>) {
        let Self { structure, opening, now, around, peak, start, last } = *self;
        let length = around.period.length;
        let busy = |class: usize| enterprise::kept_busy(length, &now.classes[class].flow);
        let idled: Vec<Option<T>> = (structure.programmes.iter().zip(&last.programmes))
            .map(|(kind, last)| kind.ages_as.map(|class| last.flow.operating * (T::one() - busy(class))))
            .collect();
        let mut programmes = Vec::with_capacity(structure.programmes.len());
        let mut classes = Vec::with_capacity(structure.classes.len());
        for claimant in &structure.order {
            match *claimant {
                Claimant::Programme(p) => {
                    let kind = &structure.programmes[p];
                    let (idled, kept_busy) = (idled[p], kind.ages_as.map(busy));
                    let plant = &opening.programmes[p].plant[..];
                    let around = programme::Around { surroundings: around, idled, kept_busy, plant, peak };
                    let (inputs, start, last) =
                        (&now.programmes[p], &start.programmes[p], &last.programmes[p]);
                    programmes
                        .push(programme::step(structure, kind, &around, inputs, start, last, envelopes));
                }
                Claimant::Class(c) => {
                    let (kind, inputs) = (&structure.classes[c], &now.classes[c]);
                    let own = structure.programmes.iter().zip(&idled);
                    let joined =
                        own.filter(|(kind, _)| kind.ages_as == Some(c)).filter_map(|(_, idled)| *idled);
                    let last = &last.classes[c];
                    classes.push(enterprise::step(kind, length, joined.sum(), inputs, last, envelopes));
                }
            }
        }
        (programmes, classes)
    }
}

fn power<T: Number>(
    opening: &Opening<T>,
    now: &Assumptions<T>,
    peak: Option<Peak<T>>,
    programmes: &[ProgrammeYear<T>],
    (start, last): (&Year<T>, &Year<T>),
) -> Vec<PowerYear<T>> {
    let plants = peak_of(programmes);
    let balances = opening.power.iter().zip(&now.power).zip(peak).zip(start.power.iter().zip(&last.power));
    balances
        .map(|(((opening, inputs), peak), years)| {
            power::step(now.period.ahead, opening, inputs, peak.before, &plants, years)
        })
        .collect()
}

/// Direct value added by sector, of classes and of the programmes that are `counted`.
fn direct<T: Number>(
    structure: &Structure,
    programmes: &[ProgrammeYear<T>],
    classes: &[ClassYear<T>],
    counted: impl Fn(&Programme) -> bool,
) -> Vec<T> {
    let mut direct = vec![T::zero(); structure.sectors.len()];
    for (kind, year) in structure.programmes.iter().zip(programmes).filter(|(kind, _)| counted(kind)) {
        direct[kind.sector] = direct[kind.sector] + year.flow.value_added;
    }
    for (kind, year) in structure.classes.iter().zip(classes) {
        direct[kind.sector] = direct[kind.sector] + year.flow.value_added;
    }
    direct
}

/// Output by sector of the programmes that have a ratio of value added to output of their own.
fn own_output<T: Number>(
    structure: &Structure,
    now: &Assumptions<T>,
    programmes: &[ProgrammeYear<T>],
) -> Vec<T> {
    let mut output = vec![T::zero(); structure.sectors.len()];
    for ((kind, inputs), year) in structure.programmes.iter().zip(&now.programmes).zip(programmes) {
        if let Some(ratio) = inputs.ratio.first() {
            output[kind.sector] = output[kind.sector] + year.flow.value_added / ratio.itself;
        }
    }
    output
}

/// A record in which everything is zero.
fn nothing<T: Number, P: Record<T>>() -> P {
    P::build(&super::record::Scope::default(), &mut T::zero)
}
