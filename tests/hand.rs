//! Two small scenarios worked out by hand, step by step, from the equations in docs/model.md alone.

use crate::support::{assert_near, run, value};

const EXACT: f64 = 1e-12;

/// One programme, one envelope: `tests/small/programme.toml`, the second half of 1404 and all of 1405.
#[test]
fn one_programme_and_one_envelope() {
    let run = run("tests/small/programme.toml", &[]);
    let is = |id: &str, year: i32, expected: f64| {
        let id = format!("programme.park.{id}");
        assert_near(value(&run, &id, year), expected, EXACT, &format!("{id} in {year}"));
    };

    // The second half of 1404: h = 0.5. Licences stay 12 months, works 6.
    let h = 0.5_f64;
    let exit_licensed = 1.0 - (-12.0 * h / 12.0).exp(); // 0.3935
    let late_licensed = 1.0 - (-6.0 * h / 12.0).exp(); // 0.2212
    let entered = 40.0 * h; // 20 MW
    let leaving = 100.0 * exit_licensed + entered * late_licensed; // 43.77 MW
    let (lapsed, ready) = (leaving * 0.5, leaving * 0.5); // half go on
    is("stages.licensed.exit_share", 1404, exit_licensed);
    is("stages.licensed.late_share", 1404, late_licensed);
    is("stages.licensed.leaving", 1404, leaving);
    is("stages.licensed.ready", 1404, ready);

    // Credit: 10 a unit, a fifth of it deferred, so 8; 300 a year gives 150 in half a year.
    let wanted = 8.0 * ready; // 175.1
    let throttle = 150.0 / wanted; // 0.8567
    assert!(throttle < 1.0, "credit must bind for the test to mean anything");
    let started = ready * throttle; // 18.75 MW
    is("needs.credit.wanted", 1404, wanted);
    is("needs.credit.fits", 1404, throttle);
    is("throttle", 1404, throttle);
    is("started", 1404, started);
    let licensed = 100.0 + entered - lapsed - started;
    is("stages.licensed.stock", 1404, licensed);

    // Works: 10 MW at first, and what has just started.
    let exit_building = 1.0 - (-12.0 * h / 6.0).exp(); // 0.6321
    let late_building = 1.0 - (-6.0 * h / 6.0).exp(); // 0.3935
    let finished = 10.0 * exit_building + started * late_building;
    let commissioned = finished * 0.9;
    let building = 10.0 + started - finished;
    is("stages.building.stock", 1404, building);
    is("commissioned", 1404, commissioned);
    let retired = 20.0 * 0.1 * h; // 1 MW
    let operating = 20.0 - retired + commissioned;
    is("operating", 1404, operating);
    is("retired", 1404, retired);

    // Money, jobs, value added: 50 a unit, half when begun, half when done.
    let worked_on = f64::midpoint(started, commissioned);
    let added = f64::midpoint(20.0, operating) - 20.0;
    is("spending", 1404, 50.0 * worked_on);
    is("deferred", 1404, 50.0 * 0.2 * started);
    is("receivable", 1404, 50.0 * 0.2 * started);
    let cash = (9.0 - 1.0) * added * h - 50.0 * worked_on;
    is("cash", 1404, cash);
    is("present_value", 1404, cash / 1.1_f64.powf(0.5));
    is("construction_jobs", 1404, 5.0 * worked_on / h);
    is("operation_jobs", 1404, 2.0 * 0.5 * (operating - 20.0));
    is("value_added", 1404, 3.0 * added);
    is("land", 1404, 1.5 * (operating - 20.0));
    let effective = 20.0 * 0.99_f64.powf(h) * (1.0 - 0.1 * h) + commissioned;
    is("plant.effective", 1404, effective);
    is("plant.generation", 1404, 2.0 * f64::midpoint(20.0, effective) * h);
    // A new unit: 50 at once and 1 a year for 25 years, against 2 GWh a year that decline by 1 %, all at 10 %.
    let (mut cost, mut output) = (50.0, 0.0);
    for year in 1..=25 {
        cost += 1.0 / 1.1_f64.powi(year);
        output += 2.0 * 0.99_f64.powi(year - 1) / 1.1_f64.powi(year);
    }
    is("plant.levelised_cost", 1404, cost / output);

    // All of 1405: h = 1; 300 of credit, what waited is still there.
    let (exit, late) = (1.0 - (-1.0_f64).exp(), 1.0 - (-0.5_f64).exp());
    let leaving = licensed * exit + 40.0 * late;
    let ready = leaving * 0.5;
    let throttle = (300.0 / (8.0 * ready)).min(1.0);
    is("throttle", 1405, throttle);
    let started = ready * throttle;
    let finished = building * (1.0 - (-2.0_f64).exp()) + started * (1.0 - (-1.0_f64).exp());
    is("commissioned", 1405, finished * 0.9);
    is("operating", 1405, operating - operating * 0.1 + finished * 0.9);
    let receivable = 50.0 * 0.2 * value(&run, "programme.park.started", 1404);
    is("receivable", 1405, receivable + 50.0 * 0.2 * started - receivable * 0.5);

    // The province in 1404: 1 % of 100,000 is 1,000; making has 700 of it, building 300; the nation grows by 2 % a year.
    let grown = 1.02_f64.powf(0.5);
    let direct = 3.0 * added;
    let local_building = 0.4 * 50.0 * worked_on / h;
    let (new_making, new_building) = (direct / 0.5, local_building);
    // L − I by hand: (I − A)⁻¹ = [[0.6, 0.3], [0.1, 0.8]] / 0.45.
    let making = 700.0 * grown + direct + 0.5 * ((0.6 / 0.45 - 1.0) * new_making + 0.3 / 0.45 * new_building);
    let building_va = 300.0 * grown
        + 0.3 * new_building
        + 0.3 * (0.1 / 0.45 * new_making + (0.8 / 0.45 - 1.0) * new_building);
    assert_near(value(&run, "sector.making.value_added", 1404), making, EXACT, "value added of making");
    assert_near(
        value(&run, "sector.building.value_added", 1404),
        building_va,
        EXACT,
        "value added of building",
    );
    let (gdp, nation) = (making + building_va, 100_000.0 * grown);
    assert_near(
        value(&run, "province.gdp_share", 1404),
        100.0 * gdp / (nation + gdp - 1000.0 * grown),
        EXACT,
        "the share",
    );

    // Work: 900 people, 540 of them in making; a new unit of output of making needs 540 / 1,400 of a job.
    let indirect = 540.0 / 1400.0 * ((0.6 / 0.45 - 1.0) * new_making + 0.3 / 0.45 * new_building)
        + 360.0 / 1000.0 * (0.1 / 0.45 * new_making + (0.8 / 0.45 - 1.0) * new_building);
    assert_near(value(&run, "work.indirect", 1404), indirect, EXACT, "indirect jobs");
    let employment = 900.0 * grown + (operating - 20.0) + 5.0 * worked_on / h + indirect;
    assert_near(value(&run, "work.employment", 1404), employment, EXACT, "employment");
}

/// Revival of more units than there are: `tests/small/revival.toml`.
#[test]
fn revival_runs_out_of_idle_units() {
    let run = run("tests/small/revival.toml", &[]);
    let (mut active, mut idle) = (200.0_f64, 100.0_f64);
    let mut short = Vec::new();
    for (year, h) in [(1404, 0.5_f64), (1405, 1.0), (1406, 1.0)] {
        // 80 a year are wanted, at most half of the idle can be had.
        let target = 80.0 * h;
        let revived = target.min(0.5 * idle);
        let idled = active * (1.0 - (-0.05 * h).exp());
        let closed = (idle - revived) * (1.0 - (-0.1 * h).exp());
        let before = active;
        active += revived - idled;
        idle += idled - revived - closed;
        for (id, expected) in [
            ("class.small.revived", revived),
            ("class.small.idled", idled),
            ("class.small.closed", closed),
            ("class.small.active", active),
            ("class.small.idle", idle),
            ("class.small.shortfall", target - revived),
            ("revival.shortfall", target - revived),
            ("class.small.jobs", 1.5 * (active - 200.0)),
            ("class.small.value_added", 0.3 * (f64::midpoint(before, active) - 200.0)),
        ] {
            assert_near(value(&run, id, year), expected, EXACT, &format!("{id} in {year}"));
        }
        short.push(target - revived);
    }
    assert_eq!(short[0], 0.0, "the first half year can still be served");
    assert!(short[1] > 40.0 && short[2] > short[1], "then the idle units run out: {short:?}");
}
