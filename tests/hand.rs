//! Small scenarios worked out by hand, step by step, from the equations in docs/model.md alone.

use crate::support::{assert_near, run, value};

const EXACT: f64 = 1e-12;

/// A quarter of a period of a stage of one step: what stays of its stock and of what arrives evenly.
fn one_step(stock: f64, arrived: f64, pace: f64) -> f64 {
    stock * (-pace).exp() + arrived * (1.0 - (-pace).exp()) / pace
}

/// The same for the second step of a stage: what stays in it, what comes from the first, what of the arrivals has come so
/// far, the integral of `x u e^(−x u)`.
fn second_step(stock: [f64; 2], arrived: f64, pace: f64) -> f64 {
    let stays = (-pace).exp();
    stock[1] * stays + stock[0] * pace * stays + arrived * (1.0 - stays - pace * stays) / pace
}

/// And for the third.
fn third_step(stock: [f64; 3], arrived: f64, pace: f64) -> f64 {
    let stays = (-pace).exp();
    stock[2] * stays
        + stock[1] * pace * stays
        + stock[0] * pace * pace / 2.0 * stays
        + arrived * (1.0 - stays - pace * stays - pace * pace / 2.0 * stays) / pace
}

/// One programme, one envelope: `tests/small/programme.toml`, the second half of 1404 and all of 1405.
#[test]
fn one_programme_and_one_envelope() {
    let run = run("tests/small/programme.toml", &[]);
    let is = |id: &str, year: i32, expected: f64| {
        let id = format!("programme.park.{id}");
        assert_near(value(&run, &id, year), expected, EXACT, &format!("{id} in {year}"));
    };
    let (mut licensed, mut waiting) = (100.0, 0.0);
    let mut works = [7.5, 2.5];
    let (mut operating, mut beyond) = (20.0, 0.0);
    let (mut receivable, mut entered) = (0.0, 0.0);
    // The second half of 1404, then all of 1405. Licences stay 12 months in one step, works 6 months in two.
    for (year, h) in [(1404, 0.5_f64), (1405, 1.0)] {
        let (licence_pace, works_pace) = (12.0 * h / 4.0 / 12.0, 12.0 * 2.0 * h / 4.0 / 6.0);
        is("stages.licensed.pace", year, licence_pace);
        is("stages.building.pace", year, works_pace);
        // Half of what leaves passes, quarter by quarter.
        let mut passed = [0.0; 4];
        for passed in &mut passed {
            let after = one_step(licensed, 10.0 * h, licence_pace);
            *passed = (licensed + 10.0 * h - after) * 0.5;
            licensed = after;
        }
        entered += 40.0 * h;
        let ready = waiting + passed.iter().sum::<f64>();
        is("stages.licensed.ready", year, ready);
        // Credit: 10 a unit, a fifth of it deferred, so 8; 300 a year gives 150 in half a year.
        let throttle = (300.0 * h / (8.0 * ready)).min(1.0);
        assert!(throttle < 1.0 || year == 1405, "credit must bind for the test to mean anything");
        is("needs.credit.wanted", year, 8.0 * ready);
        is("needs.credit.fits", year, throttle);
        is("stages.licensed.throttle", year, throttle);
        let started = ready * throttle;
        is("started", year, started);
        let mut commissioned = 0.0;
        for passed in passed {
            let arrived = throttle * (waiting / 4.0 + passed);
            let after = [one_step(works[0], arrived, works_pace), second_step(works, arrived, works_pace)];
            commissioned += (works.iter().sum::<f64>() + arrived - after.iter().sum::<f64>()) * 0.9;
            works = after;
        }
        waiting = ready - started;
        is("stages.licensed.waiting", year, waiting);
        is("stages.licensed.stock", year, licensed + waiting);
        is("stages.building.stock", year, works[0] + works[1]);
        is("stages.building.steps.1.parts.4", year, works[0]);
        is("stages.building.steps.2.parts.4", year, works[1]);
        is("commissioned", year, commissioned);
        let retired = operating * 0.1 * h;
        is("retired", year, retired);
        let before = operating;
        operating += commissioned - retired;
        is("operating", year, operating);
        let all = 20.0 + 110.0 + entered;
        is("conversion", year, (20.0 + value(&run, "programme.park.commissioned_total", year)) / all * 100.0);

        // Ten units a year are usual; six tenths of them the trend holds. What is beyond it retires like the rest.
        let beyond_before = beyond;
        beyond = beyond * (1.0 - 0.1 * h) + commissioned - 0.6 * 10.0 * h;
        is("beyond", year, beyond);
        is("value_added", year, 3.0 * f64::midpoint(beyond_before, beyond));
        is("operation_jobs", year, 2.0 * 0.5 * beyond);

        // Money: 50 a unit, half when works begin, half when a unit opens. To open ten, 10 / 0.9 must begin.
        let worked_on = f64::midpoint(started, commissioned);
        let usual = 10.0 * f64::midpoint(1.0 / 0.9, 1.0);
        is("worked_on", year, worked_on);
        is("works_usual", year, usual);
        is("spending", year, 50.0 * worked_on);
        is("building", year, 0.4 * 50.0 * (worked_on / h - usual));
        is("construction_jobs", year, 5.0 * worked_on / h);
        is("construction_beyond", year, 5.0 * (worked_on / h - usual));
        let deferred = 50.0 * 0.2 * started;
        receivable += deferred - receivable * 0.5 * h;
        is("deferred", year, deferred);
        is("receivable", year, receivable);
        is("land", year, 1.5 * (operating - 20.0));
        let cash = (9.0 - 1.0) * (f64::midpoint(before, operating) - 20.0) * h - 50.0 * worked_on;
        is("cash", year, cash);
        if year == 1404 {
            is("present_value", 1404, cash / 1.1_f64.powf(0.5));
            let effective = 20.0 * 0.99_f64.powf(h) * (1.0 - 0.1 * h) + commissioned;
            is("plant.effective", 1404, effective);
            is("plant.generation", 1404, 2.0 * f64::midpoint(20.0, effective) * h);
            province(&run, beyond, commissioned, 0.4 * 50.0 * (worked_on / h - usual), worked_on / h - usual);
        }
    }
    // A new unit: 50 at once and 1 a year for 25 years, against 2 GWh a year that decline by 1 %, all at 10 %.
    let (mut cost, mut output) = (50.0, 0.0);
    for year in 1..=25 {
        cost += 1.0 / 1.1_f64.powi(year);
        output += 2.0 * 0.99_f64.powi(year - 1) / 1.1_f64.powi(year);
    }
    is("plant.levelised_cost", 1404, cost / output);
}

/// The province in 1404: 1 % of 100,000 is 1,000; making has 700 of it, building 300; the nation grows by 2 % a year.
fn province(run: &ofogh::study::Projection, beyond: f64, commissioned: f64, building: f64, works: f64) {
    let is = |id: &str, expected: f64| assert_near(value(run, id, 1404), expected, EXACT, id);
    assert!(commissioned > 0.0);
    let grown = 1.02_f64.powf(0.5);
    let direct = 3.0 * f64::midpoint(0.0, beyond);
    let (new_making, new_building) = (direct / 0.5, building);
    // L − I by hand: (I − A)⁻¹ = [[0.6, 0.3], [0.1, 0.8]] / 0.45.
    let called = [
        (0.6 / 0.45 - 1.0) * new_making + 0.3 / 0.45 * new_building,
        0.1 / 0.45 * new_making + (0.8 / 0.45 - 1.0) * new_building,
    ];
    // Jobs: 900 people, 540 of them in making; they grow half as fast as output, and so does what a job yields.
    let jobs = [540.0, 360.0].map(|jobs| jobs * grown.powf(0.5));
    let indirect = jobs[0] / (700.0 * grown) * 0.5 * called[0] + jobs[1] / (300.0 * grown) * 0.3 * called[1];
    is("work.indirect", indirect);
    let offered = jobs[0] + jobs[1] + 2.0 * 0.5 * beyond + 5.0 * works + indirect;
    is("work.offered", offered);
    // 1,000 look for work or have it. Of each job more, half is taken by someone who did not.
    let by_age = 1000.0 * 1.01_f64.powf(0.5);
    let labour_force = by_age + 0.5 * (offered - 0.9 * by_age);
    is("work.labour_force", labour_force);
    // Four per cent stay without work whatever is offered, so some jobs find nobody, and those yield nothing.
    let employment = 0.96 * labour_force;
    assert!(offered > employment);
    is("work.employment", employment);
    is("work.unfilled", offered - employment);
    is("work.unemployment", 4.0);
    let trend = jobs[0] + jobs[1];
    let filled = (employment - trend) / (offered - trend);
    is("work.filled", filled);
    let making = 700.0 * grown + filled * (direct + 0.5 * called[0]);
    let building = 300.0 * grown + filled * (0.3 * new_building + 0.3 * called[1]);
    is("sector.making.value_added", making);
    is("sector.building.value_added", building);
    let (gdp, nation) = (making + building, 100_000.0 * grown);
    let share = 100.0 * gdp / (nation + gdp - 1000.0 * grown);
    is("province.gdp_share", share);
    is("province.gdp_share_gain", share - 1.0);
}

/// Two gates, ageing and spending by stage: `tests/small/gates.toml`, three periods.
#[test]
fn gates_ageing_and_spending_by_stage() {
    let run = run("tests/small/gates.toml", &[]);
    let (mut planned, mut works, mut machines) = (20.0, [4.0, 4.0, 4.0], 2.0);
    let (mut works_waiting, mut operating, mut beyond) = (0.0, 0.0, 0.0);
    let (mut active, mut idle, mut revived_beyond) = (200.0, 40.0, 0.0);
    let mut bound = 0;
    for (year, h) in [(1404, 0.5_f64), (1405, 1.0), (1406, 1.0)] {
        let is = |id: &str, expected: f64| {
            assert_near(value(&run, id, year), expected, EXACT, &format!("{id} in {year}"));
        };
        let pace = [h / 4.0, 12.0 * 3.0 * h / 4.0 / 9.0, 12.0 * h / 4.0 / 4.0];
        // Land: 100 ha, of which what is built or runs holds a hectare a unit; there is enough, so nothing waits for it.
        let land = 100.0 - (works.iter().sum::<f64>() + works_waiting + machines + operating);
        is("envelope.land.available", land);
        let (mut begun, mut done) = ([0.0; 4], [0.0; 4]);
        for (begun, done) in begun.iter_mut().zip(&mut done) {
            let after = one_step(planned, 7.5 * h, pace[0]);
            *begun = (planned + 7.5 * h - after) * 0.8;
            planned = after;
            let after = [
                one_step(works[0], *begun, pace[1]),
                second_step([works[0], works[1]], *begun, pace[1]),
                third_step(works, *begun, pace[1]),
            ];
            *done = (works.iter().sum::<f64>() + *begun - after.iter().sum::<f64>()) * 0.75;
            works = after;
        }
        // Exchange: 4 a unit, 20 a year, drawn when the machines come.
        let ready = works_waiting + done.iter().sum::<f64>();
        let throttle = (20.0 * h / (4.0 * ready)).min(1.0);
        bound += usize::from(throttle < 1.0);
        is("programme.mills.needs.exchange.wanted", 4.0 * ready);
        is("programme.mills.stages.works.throttle", throttle);
        let mut commissioned = 0.0;
        for done in done {
            let arrived = throttle * (works_waiting / 4.0 + done);
            let after = one_step(machines, arrived, pace[2]);
            commissioned += machines + arrived - after;
            machines = after;
        }
        let moved = ready * throttle;
        works_waiting = ready - moved;
        is("programme.mills.stages.works.waiting", works_waiting);
        is("programme.mills.stages.works.stock", works.iter().sum::<f64>() + works_waiting);
        is("programme.mills.commissioned", commissioned);

        // Mills idle as small units do, and the idle ones join them.
        let busy = (-0.05 * h).exp();
        let idled = operating * (1.0 - busy);
        operating += commissioned - idled;
        is("programme.mills.idled", idled);
        is("programme.mills.operating", operating);
        let before = beyond;
        beyond = beyond * busy + commissioned;
        is("programme.mills.beyond", beyond);
        is("programme.mills.value_added", 2.0 * f64::midpoint(before, beyond));
        let revived = (6.0 * h).min(0.5 * idle);
        let closed = (idle - revived) * (1.0 - (-0.1 * h).exp());
        let gone_idle = active * (1.0 - busy);
        idle += gone_idle + idled - revived - closed;
        active += revived - gone_idle;
        is("class.small.joined", idled);
        is("class.small.idle", idle);
        is("class.small.active", active);
        let before = revived_beyond;
        revived_beyond = revived_beyond * busy + 0.6 * (revived - 4.0 * h);
        is("class.small.beyond", revived_beyond);
        is("class.small.jobs", 1.5 * revived_beyond);
        is("class.small.value_added", 0.3 * f64::midpoint(before, revived_beyond));

        // Capital: 0.3 as works begin, 0.5 with the machines, 0.2 at the opening. Six a year are usual, for which 6 / 0.75
        // begin.
        let worked_on = 0.3 * begun.iter().sum::<f64>() + 0.5 * moved + 0.2 * commissioned;
        is("programme.mills.worked_on", worked_on);
        let usual = 6.0 * (0.3 / 0.75 + 0.5 + 0.2);
        is("programme.mills.works_usual", usual);
        is("province.building", 0.5 * 10.0 * (worked_on / h - usual));
        // Mills buy a fifth of their output; the rest of making half of its own.
        let new_output = value(&run, "programme.mills.value_added", year) / 0.8
            + value(&run, "class.small.value_added", year) / 0.5;
        is("sector.making.new_output", new_output);
    }
    assert!(bound >= 2, "exchange must bind for the test to mean anything");
}

/// Noon and evening of the peak day: `tests/small/power.toml`, which opens before the summer.
#[test]
fn the_peak_day_at_noon_and_in_the_evening() {
    let run = run("tests/small/power.toml", &[]);
    // The first of Ordibehesht: a month of twelve is gone, and a day of the 31 of the second.
    let h = 1.0 - (1.0 + 1.0 / 31.0) / 12.0;
    let firm = 100.0 - 30.0 - 0.5 * 8.0;
    let shortage = |noon: f64, evening: f64, demand: f64| (0.6 * noon + 0.4 * evening) / demand;
    let opening = shortage(30.0, 0.9 * 100.0 - firm - 0.1 * 8.0, 100.0);
    let mut effective = 12.0;
    for (year, h, grown) in [(1404, h, 0), (1405, 1.0, 1), (1406, 1.0, 2)] {
        let is = |id: &str, expected: f64| {
            assert_near(value(&run, id, year), expected, EXACT, &format!("{id} in {year}"));
        };
        let commissioned = value(&run, "programme.park.commissioned", year);
        // Of a whole year's plants 0.4 run by the peak day; the first period lacks the month that is gone.
        let runs = effective + commissioned * (0.4_f64 - (1.0 - h)).max(0.0) / h;
        let (demand, firm) = (100.0 * 1.05_f64.powi(grown), firm * 1.02_f64.powi(grown));
        let noon = (demand - firm - 0.5 * runs).max(0.0);
        let evening = (0.9 * demand - firm - 0.1 * runs).max(0.0);
        is("power.at_noon", 0.5 * runs);
        is("power.noon", noon);
        is("power.evening", evening);
        is("power.deficit", noon.max(evening));
        let index = shortage(noon, evening, demand) / opening;
        is("power.outage_index", index);
        is("sector.making.kept", (1.0 - 0.1 * index) / (1.0 - 0.1));
        effective = effective * 0.99_f64.powf(h) + commissioned;
    }
    // Opened after the summer, the rest of the year keeps what was missing then.
    let later = crate::support::run("tests/small/power.toml", &["opens=\"1404-06-31\""]);
    for (id, expected) in [("deficit", 30.0), ("outage_index", 1.0), ("demand", 100.0)] {
        let id = format!("power.{id}");
        assert_near(value(&later, &id, 1404), expected, EXACT, &id);
    }
    assert!(value(&later, "power.demand", 1405) > 104.9);
}

/// Revival of more units than there are: `tests/small/revival.toml`.
#[test]
fn revival_runs_out_of_idle_units() {
    let run = run("tests/small/revival.toml", &[]);
    let (mut active, mut idle, mut beyond) = (200.0_f64, 100.0_f64, 0.0);
    let mut short = Vec::new();
    for (year, h) in [(1404, 0.5_f64), (1405, 1.0), (1406, 1.0)] {
        // 80 a year are wanted, at most half of the idle can be had.
        let target = 80.0 * h;
        let revived = target.min(0.5 * idle);
        let idled = active * (1.0 - (-0.05 * h).exp());
        let closed = (idle - revived) * (1.0 - (-0.1 * h).exp());
        active += revived - idled;
        idle += idled - revived - closed;
        let before = beyond;
        beyond = beyond * (-0.05 * h).exp() + revived;
        for (id, expected) in [
            ("class.small.revived", revived),
            ("class.small.idled", idled),
            ("class.small.closed", closed),
            ("class.small.active", active),
            ("class.small.idle", idle),
            ("class.small.shortfall", target - revived),
            ("revival.shortfall", target - revived),
            ("class.small.jobs", 1.5 * beyond),
            ("class.small.value_added", 0.3 * f64::midpoint(before, beyond)),
        ] {
            assert_near(value(&run, id, year), expected, EXACT, &format!("{id} in {year}"));
        }
        short.push(target - revived);
    }
    assert_eq!(short[0], 0.0, "the first half year can still be served");
    assert!(short[1] > 40.0 && short[2] > short[1], "then the idle units run out: {short:?}");
}
