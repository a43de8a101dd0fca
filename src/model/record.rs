//! Records and trees: each field of the model is declared once, and everything else follows from the declaration.
//!
//! `record!` declares a group of numbers (kind, name, unit, range, labels, meaning); `tree!` nests records.
//! Both implement [`Record`]: the rows they hold, how to build them from a flat list of numbers and how to walk them,
//! always in the same order. One field = one equation = one row.

use crate::language::Label;

/// What a number stands for in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// An input: a level at the opening date.
    Opening,
    /// An input that may differ by year.
    Yearly,
    /// An input the program itself works out: period lengths, shock timing.
    Computed,
    /// An input the program works out from the table of purchases; listings leave it out.
    Requirement,
    /// A result: a level at the end of the period.
    Stock,
    /// A result: money discounted to the opening date, and so at its prices.
    PresentValue,
    /// A result: what happened within the period.
    Amount,
    /// A result: an annual level.
    Rate,
    /// A result: a share or a price of the period, which the opening date does not have.
    Ratio,
}

/// How a rate that is given for a part of a year becomes one a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accrual {
    /// It adds up: twelve times as much a year as a month.
    Adds,
    /// It grows on itself: `(1 + rate)^12 - 1` a year.
    Grows,
    /// It takes from what is left: `1 - (1 - rate)^12` a year.
    Shrinks,
}

impl Accrual {
    /// The rate a year of a `rate` of which `periods` follow one another in a year.
    pub fn a_year(self, rate: f64, periods: f64) -> f64 {
        match self {
            Self::Adds => rate * periods,
            Self::Grows => (1.0 + rate).powf(periods) - 1.0,
            Self::Shrinks => 1.0 - (1.0 - rate).powf(periods),
        }
    }
}

/// One declared field, before it has a place.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Name within its record; `itself` takes the id of its place.
    pub name: &'static str,
    /// What it stands for in time.
    pub kind: RowKind,
    /// Unit, where `{unit}` is the unit of the place and `{of}` that of the place around it.
    pub unit: &'static str,
    /// How it adds up over a year (inputs).
    pub accrual: Accrual,
    /// Short name in English.
    pub en: &'static str,
    /// Short name in Persian.
    pub fa: &'static str,
    /// Meaning, in English.
    pub meaning: &'static str,
    /// Smallest possible value.
    pub low: f64,
    /// Largest possible value.
    pub high: f64,
    /// Lowest and highest usual value (variables): what lies outside is possible, and is remarked upon.
    pub usual: (f64, f64),
    /// Value where a scenario says nothing; `None` where it must say something (inputs).
    pub default: Option<f64>,
}

/// A place in the outline of a scenario: the root, a programme, a stage of it …
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// Dotted id; empty for the root.
    pub id: String,
    /// Name in both languages.
    pub label: Label,
    /// What `{unit}` stands for here.
    pub unit: String,
    /// What `{of}` stands for here.
    pub of: String,
    /// Places within this one, by kind.
    pub within: Vec<(&'static str, Vec<Scope>)>,
}

impl Scope {
    /// The places of one kind within this one, in order; none if there are none.
    pub fn all(&self, kind: &str) -> &[Scope] {
        self.within.iter().find(|(name, _)| *name == kind).map_or(&[], |(_, places)| places)
    }

    fn row(&self, field: &Field) -> Row {
        let id = match (field.name, self.id.as_str()) {
            ("itself", place) => place.to_owned(),
            (name, "") => name.to_owned(),
            (name, place) => format!("{place}.{name}"),
        };
        Row {
            id,
            place: self.id.clone(),
            name: Label::new(field.en, field.fa),
            label: self.label.then(&Label::new(field.en, field.fa)),
            unit: simplify(&field.unit.replace("{unit}", &self.unit).replace("{of}", &self.of)),
            accrual: field.accrual,
            kind: field.kind,
            meaning: field.meaning,
            low: field.low,
            high: field.high,
            usual: field.usual,
            default: field.default,
        }
    }
}

/// `MW/MW` is a pure number.
fn simplify(unit: &str) -> String {
    match unit.split_once('/') {
        Some((above, below)) if above == below => "1".to_owned(),
        _ => unit.to_owned(),
    }
}

/// One input or variable with its place: a row of every table and sheet.
#[derive(Debug, Clone)]
pub struct Row {
    /// Full id, such as `programme.solar.operating`.
    pub id: String,
    /// Id of its place, such as `programme.solar`.
    pub place: String,
    /// Name within its place, in both languages.
    pub name: Label,
    /// Full name in both languages.
    pub label: Label,
    /// Unit.
    pub unit: String,
    /// How it adds up over a year (inputs).
    pub accrual: Accrual,
    /// What it stands for in time.
    pub kind: RowKind,
    /// Meaning, in English.
    pub meaning: &'static str,
    /// Smallest possible value.
    pub low: f64,
    /// Largest possible value.
    pub high: f64,
    /// Lowest and highest usual value (variables): what lies outside is possible, and is remarked upon.
    pub usual: (f64, f64),
    /// Value where a scenario says nothing (inputs).
    pub default: Option<f64>,
}

impl Row {
    /// The smallest and the largest possible value as finite numbers, which no infinite one is within.
    pub fn possible(&self) -> (f64, f64) {
        (self.low.max(f64::MIN), self.high.min(f64::MAX))
    }
}

/// A record or a tree of records: a fixed list of rows for a given outline.
pub trait Record<T>: Sized {
    /// Hands each row at `place`, in order, to `add`.
    fn rows(place: &Scope, add: &mut dyn FnMut(Row));
    /// Builds the part from its numbers, asked for in the order of the rows.
    fn build(place: &Scope, next: &mut impl FnMut() -> T) -> Self;
    /// Hands each number, in the order of the rows, to `visit`.
    fn each(&self, visit: &mut impl FnMut(T));
    /// Hands the place of each number, in the order of the rows, to `visit`.
    fn each_mut(&mut self, visit: &mut impl FnMut(&mut T));
}

/// Adds the rows of `place` for one field; used by [`record!`].
pub(super) fn add_row(place: &Scope, field: &Field, add: &mut dyn FnMut(Row)) {
    add(place.row(field));
}

/// Declares a record: `Kind name "unit" in low..high usual low..high or default: "English", "Persian";` under a doc
/// comment each. An input outside `in` is refused when it is read, a variable when the model has run. A rate
/// that compounds says how behind its unit: `"1/year", Grows in 0.0..1.0`.
macro_rules! record {
    (
        $(#[doc = $about:literal])*
        pub struct $name:ident {
            $(
                $(#[doc = $doc:literal])*
                $kind:ident $field:ident $unit:literal $(, $accrual:ident)?
                $(in $low:literal .. $($high:literal)?)? $(usual $least:literal .. $($most:literal)?)? $(or $default:literal)?
                : $en:literal, $fa:literal;
            )*
        }
    ) => {
        $(#[doc = $about])*
        #[derive(Debug, Clone, Copy, PartialEq)]
        pub struct $name<T> {
            $($(#[doc = $doc])* #[doc = concat!("\n\nUnit: `", $unit, "`.")] pub $field: T,)*
        }

        impl<T> $name<T> {
            /// The fields as declared, in order.
            pub const FIELDS: &'static [$crate::model::record::Field] = &[$(
                $crate::model::record::Field {
                    name: stringify!($field),
                    kind: $crate::model::record::RowKind::$kind,
                    unit: $unit,
                    accrual: { #[allow(unused_mut, unused_assignments)] let mut accrual = $crate::model::record::Accrual::Adds; $(accrual = $crate::model::record::Accrual::$accrual;)? accrual },
                    en: $en,
                    fa: $fa,
                    meaning: concat!($($doc),*),
                    low: { #[allow(unused_mut, unused_assignments)] let mut low = f64::NEG_INFINITY; $(low = $low;)? low },
                    high: { #[allow(unused_mut, unused_assignments)] let mut high = f64::INFINITY; $($(high = $high;)?)? high },
                    usual: {
                        #[allow(unused_mut, unused_assignments)]
                        let mut usual = (f64::NEG_INFINITY, f64::INFINITY);
                        $(usual.0 = $least; $(usual.1 = $most;)?)?
                        usual
                    },
                    default: { #[allow(unused_mut, unused_assignments)] let mut default = None; $(default = Some($default);)? default },
                },
            )*];
        }

        impl<T: Copy> $crate::model::record::Record<T> for $name<T> {
            fn rows(place: &$crate::model::record::Scope, add: &mut dyn FnMut($crate::model::record::Row)) {
                for field in Self::FIELDS {
                    $crate::model::record::add_row(place, field, add);
                }
            }

            fn build(_: &$crate::model::record::Scope, next: &mut impl FnMut() -> T) -> Self {
                Self { $($field: next(),)* }
            }

            fn each(&self, visit: &mut impl FnMut(T)) {
                $(visit(self.$field);)*
            }

            fn each_mut(&mut self, visit: &mut impl FnMut(&mut T)) {
                $(visit(&mut self.$field);)*
            }
        }
    };
}

/// Adds the rows of the part that `field` names, once for each of `places`; used by [`tree!`].
pub(super) fn add_rows<'a, S, T, P: Record<T> + 'a>(
    _field: fn(&S) -> &P,
    places: impl IntoIterator<Item = &'a Scope>,
    add: &mut dyn FnMut(Row),
) {
    places.into_iter().for_each(|place| P::rows(place, add));
}

/// Adds the rows of the parts that `field` names, once for each of `places`; used by [`tree!`].
pub(super) fn add_rows_of_all<'a, S, T, P: Record<T> + 'a>(
    _field: fn(&S) -> &Vec<P>,
    places: impl IntoIterator<Item = &'a Scope>,
    add: &mut dyn FnMut(Row),
) {
    places.into_iter().for_each(|place| P::rows(place, add));
}

/// Declares a tree of parts: `here` is a record at the same place, `one` and `many` are places within it.
macro_rules! tree {
    (
        $(#[doc = $about:literal])*
        pub struct $name:ident {
            $($(#[doc = $doc:literal])* $shape:ident $field:ident: $part:ty $(, at $at:literal)?;)*
        }
    ) => {
        $(#[doc = $about])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name<T> {
            $($(#[doc = $doc])* pub $field: $part,)*
        }

        impl<T: Copy> $crate::model::record::Record<T> for $name<T> {
            fn rows(place: &$crate::model::record::Scope, add: &mut dyn FnMut($crate::model::record::Row)) {
                $(tree!(@rows $shape place add (|part: &Self| &part.$field) $($at)?);)*
            }

            fn build(place: &$crate::model::record::Scope, next: &mut impl FnMut() -> T) -> Self {
                Self { $($field: tree!(@build $shape place next $($at)?),)* }
            }

            fn each(&self, visit: &mut impl FnMut(T)) {
                $(tree!(@each $shape (self.$field) visit);)*
            }

            fn each_mut(&mut self, visit: &mut impl FnMut(&mut T)) {
                $(tree!(@each_mut $shape (self.$field) visit);)*
            }
        }
    };
    (@rows here $place:ident $add:ident $field:tt) => {
        $crate::model::record::add_rows::<Self, T, _>($field, [$place], $add)
    };
    (@rows one $place:ident $add:ident $field:tt $at:literal) => {
        $crate::model::record::add_rows::<Self, T, _>($field, &$place.all($at)[..1], $add)
    };
    (@rows many $place:ident $add:ident $field:tt $at:literal) => {
        $crate::model::record::add_rows_of_all::<Self, T, _>($field, $place.all($at), $add)
    };
    (@build here $place:ident $next:ident) => { $crate::model::record::Record::build($place, $next) };
    (@build one $place:ident $next:ident $at:literal) => {
        $crate::model::record::Record::build(&$place.all($at)[0], $next)
    };
    (@build many $place:ident $next:ident $at:literal) => {
        $place.all($at).iter().map(|inner| $crate::model::record::Record::build(inner, $next)).collect()
    };
    (@each many ($($field:tt)*) $visit:ident) => {
        $($field)*.iter().for_each(|part| $crate::model::record::Record::each(part, $visit))
    };
    (@each_mut many ($($field:tt)*) $visit:ident) => {
        $($field)*.iter_mut().for_each(|part| $crate::model::record::Record::each_mut(part, $visit))
    };
    (@each_mut $shape:ident ($($field:tt)*) $visit:ident) => {
        $crate::model::record::Record::each_mut(&mut $($field)*, $visit)
    };
    (@each $shape:ident ($($field:tt)*) $visit:ident) => { $crate::model::record::Record::each(&$($field)*, $visit) };
}

pub(crate) use {record, tree};
