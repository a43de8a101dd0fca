//! What follows once the pipeline has moved: capacity, money, jobs and value added.

use super::{Around, ProgrammeInputs, ProgrammeYear, ProgrammeYearFlow};
use crate::model::conversion::PER_CENT;
use crate::model::stage::StageYear;
use crate::model::structure::Programme;
use crate::number::Number;

/// The numbers of a programme in a period. `into` is what entered each stage and, at last, operation; `kept` the share of
/// running units that neither retires nor goes idle.
pub(super) fn account<T: Number>(
    programme: &Programme,
    around: &Around<'_, T>,
    inputs: &ProgrammeInputs<T>,
    into: &[T],
    stages: &[StageYear<T>],
    (start, last): (&ProgrammeYear<T>, &ProgrammeYear<T>),
    kept: T,
) -> ProgrammeYearFlow<T> {
    let (length, discount_factor) = (around.surroundings.period.length, around.surroundings.discount_factor);
    let (flow, start_stages, start, last) = (&inputs.flow, &start.stages, &start.flow, &last.flow);
    let (entered, started, commissioned) =
        (into[0], into[programme.finance_at], into[programme.stages.len()]);
    let idled = around.idled.unwrap_or_else(T::zero);
    let retired = (last.operating - idled) * flow.retirement * length;
    let operating = last.operating - idled - retired + commissioned;
    let (entered_total, commissioned_total) =
        (last.entered_total + entered, last.commissioned_total + commissioned);
    let added = (last.operating + operating) / 2.0 - start.operating;
    let taken_by_trend = (T::one() - flow.additional_share) * flow.usual_pace * length;
    let beyond = last.beyond * kept + commissioned - taken_by_trend;
    let worked_on: T = spent(programme, inputs, |stage| into[stage]);
    let works_usual = flow.usual_pace * spent(programme, inputs, |stage| T::one() / passing(inputs, stage));
    let works_beyond = worked_on / length - works_usual;
    let spending = flow.capital * worked_on;
    let deferred = flow.capital * flow.deferral * started;
    let cash = (flow.revenue_per_unit - flow.running_cost_per_unit) * added * length - spending;
    let at_opening: T = start_stages.iter().map(|stage| stage.flow.stock).sum();
    ProgrammeYearFlow {
        entered,
        entered_total,
        started,
        lapsed: stages.iter().map(|stage| stage.flow.lapsed).sum(),
        commissioned,
        retired,
        pipeline: stages.iter().map(|stage| stage.flow.stock).sum(),
        operating,
        commissioned_total,
        conversion: conversion(
            start.operating + commissioned_total,
            start.operating + at_opening + entered_total,
        ),
        added,
        beyond,
        worked_on,
        works_usual,
        spending,
        deferred,
        receivable: last.receivable + deferred - last.receivable * flow.repayment * length,
        cash,
        present_value: last.present_value + cash * discount_factor,
        building: flow.local_share * flow.capital * works_beyond,
        construction_jobs: flow.build_job_years * worked_on / length,
        construction_beyond: flow.build_job_years * works_beyond,
        operation_jobs: flow.run_jobs * flow.jobs_realised * beyond,
        value_added: flow.value_added_per_unit * ((last.beyond + beyond) / 2.0),
        land: flow.land_per_unit * (operating - start.operating),
    }
}

/// What has come to run, as a share of all there ever was; nothing of nothing.
pub(in crate::model) fn conversion<T: Number>(runs: T, all: T) -> T {
    T::pick(T::zero().at_least(all), T::zero(), runs / all * PER_CENT)
}

/// The shares in which capital is spent, times what `of` says of each stage: those of the scenario, or half where money is
/// first needed and half when a unit opens.
fn spent<T: Number>(programme: &Programme, inputs: &ProgrammeInputs<T>, of: impl Fn(usize) -> T) -> T {
    if programme.spent.is_empty() {
        return (of(programme.finance_at) + of(programme.stages.len())) / 2.0;
    }
    programme.spent.iter().zip(&inputs.spent).map(|(&stage, share)| share.itself * of(stage)).sum()
}

/// Share of what enters a stage that runs in the end. Where nothing does, the usual pace had no works that lapsed.
fn passing<T: Number>(inputs: &ProgrammeInputs<T>, stage: usize) -> T {
    let later = inputs.stages.iter().skip(stage).map(|stage| stage.success);
    let Some(all) = later.reduce(|all, success| all * success) else { return T::one() };
    T::pick(T::zero().at_least(all), T::one(), all)
}
