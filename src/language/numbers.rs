//! Numbers, shares and units for reading: digits and marks of each language, and how many digits say something.

use super::{Language, persian_digit};

impl Language {
    /// A count, with its thousands marked.
    pub fn count(self, count: u64) -> String {
        // Far below 2^53.
        #[allow(clippy::cast_precision_loss)]
        let count = count as f64;
        self.decimal(count, 0)
    }

    /// `text` with its digits as the language writes them.
    pub fn digits(self, text: &str) -> String {
        match self {
            Self::English => text.to_owned(),
            Self::Persian => text.chars().map(persian_digit).collect(),
        }
    }

    /// `value` for reading: thousands grouped, about four significant digits, the language's digits and marks.
    pub fn number(self, value: f64) -> String {
        self.decimal(value, Self::reading_decimals(value))
    }

    /// `value` for reading without noughts at its end: a round number that was set, not measured.
    pub fn shortest(self, value: f64) -> String {
        let number = self.number(value);
        match number.split_once(['.', '٫']) {
            Some((whole, rest)) if rest.trim_end_matches(['0', '۰']).is_empty() => whole.to_owned(),
            Some(_) => number.trim_end_matches(['0', '۰']).to_owned(),
            None => number,
        }
    }

    /// Digits behind the mark of a number by itself, so that about four of them say something.
    pub fn reading_decimals(value: f64) -> usize {
        match value.abs() {
            size if size == 0.0 || size >= 1000.0 => 0,
            size if size >= 100.0 => 1,
            size if size >= 1.0 => 2,
            _ => 4,
        }
    }

    /// `value` with exactly `decimals` digits behind the mark.
    pub fn decimal(self, value: f64, decimals: usize) -> String {
        let plain = format!("{:.decimals$}", value.abs());
        let (whole, rest) = plain.split_once('.').unwrap_or((&plain, ""));
        let (group, mark) = match self {
            Self::English => (',', '.'),
            Self::Persian => ('٬', '٫'),
        };
        let zero = plain.chars().all(|c| c == '0' || c == '.');
        let mut text = String::new();
        if value < 0.0 && !zero {
            text.push('−');
        }
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place) % 3 == 0 {
                text.push(group);
            }
            text.push(digit);
        }
        if !rest.is_empty() {
            text.push(mark);
            text.push_str(rest);
        }
        self.digits(&text)
    }

    /// Digits behind the mark that suit the largest of `values`, so that a row of them reads evenly.
    pub fn decimals(values: &[f64]) -> usize {
        match values.iter().fold(0.0_f64, |largest, value| largest.max(value.abs())) {
            size if size >= 1000.0 || size == 0.0 => 0,
            size if size >= 10.0 => 1,
            size if size >= 0.1 => 2,
            _ => 4,
        }
    }

    /// Digits behind the mark, `least` of them or more, with which two numbers that differ are not read as one.
    pub fn decimals_apart(value: f64, other: f64, least: usize) -> usize {
        const MOST: usize = 12;
        let same = |decimals: usize| format!("{value:.decimals$}") == format!("{other:.decimals$}");
        if value.to_bits() == other.to_bits() {
            least
        } else {
            (least..MOST).find(|d| !same(*d)).unwrap_or(MOST)
        }
    }

    /// Digits behind the mark, from `least` to `most`, with which a number is written in full.
    pub fn decimals_in_full(value: f64, least: usize, most: usize) -> usize {
        (least..most)
            .find(|decimals| format!("{value:.decimals$}").parse() == Ok(value))
            .unwrap_or(most.max(least))
    }

    /// Digits behind the mark of a share as a percentage, `least` of them or more, with which only nothing reads as 0 %
    /// and only everything as 100 %.
    pub fn share_decimals(share: f64, least: usize) -> usize {
        let percent = share * 100.0;
        Self::decimals_apart(percent, 100.0, Self::decimals_apart(percent, 0.0, least))
    }

    /// A unit as people read it: `million USD/year` is «میلیون دلار در سال» in Persian.
    pub fn unit(self, unit: &str) -> String {
        self.unit_of(unit, &|_| None)
    }

    /// The same, with `own` for what words of the province's own are called.
    pub fn unit_of<'a>(self, unit: &str, own: &dyn Fn(&str) -> Option<&'a str>) -> String {
        match self {
            Self::English if unit == "1" => "–".to_owned(),
            Self::English => {
                const MARKS: [char; 4] = ['*', '/', ' ', '@'];
                let named = unit.split_inclusive(MARKS).map(|word| {
                    let plain = word.trim_end_matches(MARKS);
                    own(plain).map_or(word.to_owned(), |name| word.replacen(plain, name, 1))
                });
                named.collect::<String>().replace('*', " × ").replace('@', " @")
            }
            Self::Persian => persian_unit(unit, own),
        }
    }
}

fn persian_unit<'a>(unit: &str, own: &dyn Fn(&str) -> Option<&'a str>) -> String {
    const WORDS: &[(&str, &str)] = &[
        ("thousand", "هزار"),
        ("million", "میلیون"),
        ("billion", "میلیارد"),
        ("toman", "تومان"),
        ("rial", "ریال"),
        ("USD", "دلار"),
        ("MW", "مگاوات"),
        ("GW", "گیگاوات"),
        ("kW", "کیلووات"),
        ("GWh", "گیگاوات‌ساعت"),
        ("MWh", "مگاوات‌ساعت"),
        ("kWh", "کیلووات‌ساعت"),
        ("TWh", "تراوات‌ساعت"),
        ("year", "سال"),
        ("month", "ماه"),
        ("day", "روز"),
        ("hour", "ساعت"),
        ("unit", "واحد"),
        ("bed", "تخت"),
        ("night", "شب"),
        ("person", "نفر"),
        ("job", "شغل"),
        ("visit", "بازدید"),
        ("ha", "هکتار"),
        ("km2", "کیلومتر مربع"),
        ("m2", "متر مربع"),
        ("m3", "متر مکعب"),
        ("kg", "کیلوگرم"),
        ("tonne", "تن"),
        ("km", "کیلومتر"),
        ("head", "رأس"),
        ("dwelling", "واحد مسکونی"),
        ("household", "خانوار"),
        ("vehicle", "خودرو"),
        ("student", "دانش‌آموز"),
        ("%", "درصد"),
        ("1", "–"),
    ];
    const PERIODS: &[&str] = &["year", "month", "day", "hour"];
    let mut text = String::new();
    let mut word = String::new();
    let flush = |word: &mut String, text: &mut String, rest: bool| {
        if word.is_empty() {
            return;
        }
        let (name, year) = word.split_once('@').map_or((word.as_str(), None), |(n, y)| (n, Some(y)));
        if name == "1" && rest {
            // "1/year" is «در سال».
            word.clear();
            return;
        }
        let known = WORDS.iter().find(|(en, _)| *en == name).map(|(_, fa)| *fa);
        let known = known.or_else(|| own(name)).unwrap_or(name);
        if text.ends_with('/') {
            text.pop();
            text.push_str(if PERIODS.contains(&name) { " در " } else { " به ازای هر " });
        }
        text.push_str(known);
        if let Some(year) = year {
            text.push_str(" به قیمت ");
            text.push_str(&if year == "current" {
                "جاری".to_owned()
            } else {
                Language::Persian.digits(year)
            });
        }
        word.clear();
    };
    for c in unit.chars() {
        match c {
            '/' | '*' | ' ' => {
                flush(&mut word, &mut text, true);
                text.push(if c == '*' { '–' } else { c });
            }
            other => word.push(other),
        }
    }
    flush(&mut word, &mut text, false);
    text.trim().to_owned()
}
