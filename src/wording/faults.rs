//! What can be wrong with what is asked of a study.

use std::path::{Path, PathBuf};

use crate::fault::{Fault, did_you_mean};
use crate::language::Language;
use crate::scenario::{Input, Origin, Scenario};
use crate::study::ensemble::{DIMENSIONS, Ensemble, Gap, HeldInput, MergeError, PartError, Tally};
use crate::study::sensitivity::Method;
use crate::study::{Impossible, UnknownPattern, UnknownResult, limits};

/// A result that is not possible: which, when, and the inputs that drive it, at the place of the first.
pub fn impossible(file: &Path, wrong: &Impossible) -> Fault {
    let [en, fa] = [Language::English, Language::Persian].map(|language| why(wrong, language));
    let name = file.display();
    let fault = Fault::new("impossible", format!("{name}: {en}"), format!("{name}: {fa}"));
    let driver = |(input, value): &(Input, f64), language: Language| {
        let value = wrong.scenario.figures.units.with_unit(language, *value, &input.row.unit);
        format!("`{}` = {value}", input.row.id)
    };
    let list = |language: Language| {
        language.list(&wrong.drivers.iter().map(|input| driver(input, language)).collect::<Vec<_>>())
    };
    let fault = match &wrong.drivers[..] {
        [] => fault.help(
            "undo the last changes one by one: `ofogh show --changed` lists them",
            "آخرین تغییرها را یکی‌یکی برگردانید: `ofogh show --changed` آن‌ها را فهرست می‌کند",
        ),
        _ => fault.help(
            format!("these inputs drive it most: {}", list(Language::English)),
            format!("این ورودی‌ها بیش از همه آن را پیش می‌برند: {}", list(Language::Persian)),
        ),
    };
    match wrong.drivers.first().map(|(input, _)| &input.origin) {
        Some(Origin::Set { place, .. }) => fault.at(place, "drives it most", "بیش از همه آن را پیش می‌برد"),
        _ => fault,
    }
}

fn why(wrong: &Impossible, language: Language) -> String {
    let Impossible { scenario, variable, unit, year, value, possible: (low, high), .. } = wrong;
    if !value.is_finite() {
        return match language {
            Language::English => {
                format!("`{variable}` leaves all bounds in {year}: some inputs contradict each other")
            }
            Language::Persian => {
                format!("`{variable}` در {year} از هر حدی می‌گذرد: برخی ورودی‌ها با هم ناسازگارند")
            }
        };
    }
    let is = scenario.figures.units.with_unit(language, *value, unit);
    let below = value < low;
    let bound = language.shortest(if below { *low } else { *high });
    let (less, less_fa) = if below { ("less", "کمتر") } else { ("more", "بیشتر") };
    match language {
        Language::English => format!("`{variable}` is {is} in {year}: {less} than {bound} is not possible"),
        Language::Persian => {
            format!("`{variable}` در {year} برابر {is} می‌شود: {less_fa} از {bound} ممکن نیست")
        }
    }
}

/// A pattern that picks no variable.
pub fn unknown_pattern(wrong: &UnknownPattern) -> Fault {
    let fault = Fault::new(
        "unknown-variable",
        format!("no variable fits `{}`", wrong.pattern),
        format!("هیچ متغیری با `{}` جور نیست", wrong.pattern),
    );
    let help = (
        "`ofogh run … --all` lists the variables; `*` stands for any text",
        "`ofogh run … --all` متغیرها را فهرست می‌کند؛ `*` به جای هر متنی است",
    );
    fault.help(help.0, help.1).maybe_help(wrong.nearest.clone())
}

/// A variable or a year that is not among the results.
pub fn unknown_result(wrong: &UnknownResult) -> Fault {
    match wrong {
        UnknownResult::Variable { id, nearest } => Fault::new(
            "unknown-variable",
            format!("no variable is called `{id}`"),
            format!("متغیری به نام `{id}` نیست"),
        )
        .help(
            "`ofogh run … --all` shows all; write VARIABLE@YEAR",
            "`ofogh run … --all` همه را نشان می‌دهد؛ بنویسید VARIABLE@YEAR",
        )
        .maybe_help(nearest.clone()),
        UnknownResult::Year { year, run: (first, last) } => Fault::new(
            "year",
            format!("`{year}` is no year of the run"),
            format!("`{year}` سالی از اجرا نیست"),
        )
        .help(format!("it goes from {first} to {last}"), format!("از {first} تا {last} است")),
    }
}

/// A goal that the scenario does not have.
pub fn unknown_goal(name: &str, scenario: &Scenario) -> Fault {
    let names: Vec<&str> = scenario.goals.iter().map(|goal| goal.id.as_str()).collect();
    let list = names.join(", ");
    Fault::new("unknown-goal", format!("no goal is called `{name}`"), format!("هدفی به نام `{name}` نیست"))
        .help(format!("known: {list}"), format!("شناخته‌شده: {list}"))
        .maybe_help(did_you_mean(name, names.iter().copied()))
}

/// A scenario in which nothing is uncertain.
pub fn certain(path: &Path) -> Fault {
    let name = path.display();
    Fault::new(
        "nothing-uncertain",
        format!("`{name}` says of nothing that it is uncertain"),
        format!("`{name}` هیچ چیزی را نامطمئن نمی‌داند"),
    )
    .help(
        "take `uncertainty.figures = false` away to draw from the ranges of its figures, or write [uncertainty] into it",
        "`uncertainty.figures = false` را بردارید تا از بازهٔ ارقام قرعه کشیده شود، یا [uncertainty] را در آن بنویسید",
    )
}

/// A number of members that cannot be run.
pub fn member_count(members: u64) -> Fault {
    let most = limits::MEMBERS;
    Fault::new(
        "members",
        format!("an ensemble of {members} members cannot be run"),
        format!("گروهی با {members} عضو اجراشدنی نیست"),
    )
    .help(
        format!("ask for 1 to {most} members; 100,000 are enough for most questions"),
        format!("از 1 تا {most} عضو بخواهید؛ 100,000 برای بیشتر پرسش‌ها بس است"),
    )
}

/// A member that the ensemble does not have.
pub fn no_member(member: u64, members: u64) -> Fault {
    let last = members - 1;
    Fault::new(
        "member",
        format!("there is no member {member}: the last is {last}"),
        format!("عضو {member} وجود ندارد: آخرین {last} است"),
    )
    .help("members are counted from 0", "شمارش عضوها از 0 است")
}

/// More numbers drawn than Sobol's sequence has dimensions.
pub fn too_many_dimensions(draws: usize) -> Fault {
    Fault::new(
        "dimensions",
        format!(
            "{draws} numbers are drawn for each member, and Sobol's sequence has {DIMENSIONS} dimensions here"
        ),
        format!("برای هر عضو {draws} قرعه کشیده می‌شود و دنبالهٔ سوبول اینجا {DIMENSIONS} بُعد دارد"),
    )
    .help("add --sampling latin", "‎--sampling latin را بیفزایید")
}

/// A distribution that reaches so far beyond the limits of an input that it is not what would be drawn, if there is one.
pub fn held_at_limit(scenario: &Scenario, held: &[HeldInput]) -> Option<Fault> {
    let worst = held.first().filter(|held| held.share > HeldInput::BORNE)?;
    let row = &scenario.inputs().nth(worst.input)?.row;
    let name = scenario.uncertainties.iter().find(|uncertainty| uncertainty.inputs.contains(&worst.input));
    let name = name.map_or(row.id.as_str(), |uncertainty| uncertainty.name.as_str());
    let [en, fa] = [Language::English, Language::Persian].map(|language| {
        let share = language.decimal(worst.share * 100.0, 0);
        let units = &scenario.figures.units;
        let limits = [row.low, row.high].map(|limit| units.with_unit(language, limit, &row.unit));
        (share, limits)
    });
    let fault = Fault::new(
        "held-at-limit",
        format!("`{name}` takes `{}` beyond its limits in {} % of the values drawn", row.id, en.0),
        format!("`{name}` ورودی `{}` را در {} ٪ مقدارهای قرعه از حد مجاز می‌گذراند", row.id, fa.0),
    );
    Some(fault.help(
        format!("it lies from {} to {}; write a narrower distribution", en.1[0], en.1[1]),
        format!("از {} تا {} است؛ توزیع باریک‌تری بنویسید", fa.1[0], fa.1[1]),
    ))
}

/// The first result of an ensemble that is no finite number, if there is one.
pub fn member_not_finite(ensemble: &Ensemble, tally: &Tally) -> Option<Fault> {
    let (member, series) = tally.not_finite?;
    let (variable, year) = ensemble.series(series);
    let fault = Fault::new(
        "not-finite",
        format!("`{variable}` leaves all bounds in {year} in member {member}"),
        format!("`{variable}` در سال {year} در عضو {member} از هر حدی می‌گذرد"),
    );
    Some(fault.help(
        format!("`--member {member}` shows what was drawn for it; narrow the widest ranges"),
        format!("`--member {member}` قرعه‌های آن را نشان می‌دهد؛ پهن‌ترین بازه‌ها را تنگ‌تر کنید"),
    ))
}

/// A part that is none, or that is of another ensemble than `first`, or than its scenario as it is now.
pub fn part(path: &Path, first: Option<&Path>, wrong: &PartError) -> Fault {
    let name = path.display();
    let damaged = |en: &str, fa: &str| {
        Fault::new(
            "part",
            format!("`{name}` is not a whole part of an ensemble: {en}"),
            format!("`{name}` پارهٔ کاملی از یک گروه نیست: {fa}"),
        )
        .help(
            "count it again with `ofogh ensemble --part`",
            "با `ofogh ensemble --part` دوباره آن را بشمارید",
        )
    };
    match wrong {
        PartError::Foreign => {
            damaged("this version of ofogh did not write it", "این نگارش افق آن را ننوشته است")
        }
        PartError::Changed => damaged(
            "its contents do not fit their checksum: it was changed or cut short after it was written",
            "محتوایش با جمع آزمون نمی‌خواند: پس از نوشتن تغییر کرده یا بریده شده است",
        ),
        PartError::Impossible => {
            damaged("its counts cannot be those of its members", "شمارش‌هایش نمی‌تواند از آنِ عضوهایش باشد")
        }
        PartError::Sampling(name) => damaged(
            &format!("it says that its members were drawn by `{name}`"),
            &format!("می‌گوید عضوهایش با `{name}` کشیده شده‌اند"),
        ),
        PartError::Differ(what, own, others) => {
            let (against, against_fa) = first.map_or_else(
                || ("the scenario as it is now".to_owned(), "سناریوی کنونی".to_owned()),
                |first| (format!("`{}`", first.display()), format!("`{}`", first.display())),
            );
            let (en, fa) = (&what.en, &what.fa);
            Fault::new(
                "part",
                format!("`{name}` is a part of another ensemble than {against}: {en}: {others}, not {own}"),
                format!("`{name}` پارهٔ گروهی دیگر از {against_fa} است: {fa}: {others}، نه {own}"),
            )
            .help("merge parts of one ensemble alone: same version, scenario, figures, settings, seed, sampling and number of members", "تنها پاره‌های یک گروه را با هم بیامیزید: با نگارش، سناریو، ارقام، تنظیم‌ها، بذر، نمونه‌گیری و شمار عضو یکسان")
        }
    }
}

/// A part with more bytes than would be read again.
pub fn part_too_large(bytes: u64) -> Fault {
    let (has, most) = (bytes >> 20, limits::PART >> 20);
    Fault::new(
        "part",
        format!("this part has {has} MB, and parts of at most {most} MB are read"),
        format!("این پاره {has} مگابایت است و حداکثر {most} مگابایت خوانده می‌شود"),
    )
    .help(
        "leave out --all: fewer variables are counted then",
        "--all را بردارید تا متغیرهای کمتری شمرده شوند",
    )
}

/// What is wrong with parts, whose files are `paths`; `first` is what they are held against, if not the scenario.
pub fn merge(wrong: &MergeError, paths: &[PathBuf], first: Option<&Path>, members: u64) -> Fault {
    match wrong {
        MergeError::Part(place, wrong) => part(&paths[*place], first, wrong),
        MergeError::Gap(found) => gap(found, paths, members),
    }
}

/// Members that no part has, or that two parts have.
fn gap(gap: &Gap, paths: &[PathBuf], members: u64) -> Fault {
    match *gap {
        Gap::Missing(from, to) => Fault::new(
            "missing-members",
            format!("members {from} to {} are in no part", to - 1),
            format!("عضوهای {from} تا {} در هیچ پاره‌ای نیستند", to - 1),
        )
        .help(
            format!("count the missing parts of the {members} members, and merge again"),
            format!("پاره‌های گمشدهٔ {members} عضو را بشمارید و دوباره بیامیزید"),
        ),
        Gap::Twice(from, to, [a, b]) => {
            let (a, b, upto) = (paths[a].display(), paths[b].display(), to - 1);
            Fault::new(
                "members-twice",
                format!("members {from} to {upto} are in both `{a}` and `{b}`"),
                format!("عضوهای {from} تا {upto} هم در `{a}` و هم در `{b}` هستند"),
            )
            .help("leave one of them out", "یکی از آن‌ها را کنار بگذارید")
        }
    }
}

/// A number of members or a density that no discovery can work with.
pub fn discovery_out_of_range() -> Fault {
    Fault::new(
        "members",
        "discovery takes 100 members at least, and a density above 0 and up to 1",
        "کاوش دست‌کم 100 عضو و چگالی بیش از صفر تا 1 می‌خواهد",
    )
    .help("write --members 10000 --density 0.8", "بنویسید ‎--members 10000 --density 0.8")
}

/// A number of rows that no study of sensitivity can work with.
pub fn row_count(rows: u64, method: Method) -> Fault {
    let (least, most) = method.rows().into_inner();
    Fault::new(
        "rows",
        format!("a study of {rows} rows cannot be run"),
        format!("بررسی با {rows} ردیف اجراشدنی نیست"),
    )
    .help(format!("ask for {least} to {most} rows"), format!("از {least} تا {most} ردیف بخواهید"))
}

/// A regression over kinds of sources.
pub fn regression_of_groups() -> Fault {
    Fault::new(
        "regression-of-groups",
        "a regression tells things apart, not kinds of sources: their numbers have different units",
        "رگرسیون چیزها را از هم جدا می‌کند، نه نوع منبع را: یکای عددهایشان یکی نیست",
    )
    .help("use --method sobol with --by sources", "با --by sources روش --method sobol را به کار برید")
}

/// Rows that do not tell factors apart.
pub fn inseparable() -> Fault {
    Fault::new(
        "inseparable",
        "these rows do not tell the factors apart: there are too few of them, or two factors always go together",
        "این ردیف‌ها عامل‌ها را از هم جدا نمی‌کنند: شمارشان کم است یا دو عامل همیشه با هم‌اند",
    )
    .help("ask for more --rows, or use --method sobol", "‎--rows بیشتری بخواهید یا --method sobol را به کار برید")
}
