//! `ofogh` (افق): investment scenarios of a province.
#![warn(missing_docs)]

pub mod fault;
pub mod figure;
pub mod language;
pub mod model;
pub mod number;
pub mod scenario;

#[cfg(test)]
mod tmp {
    #[test]
    fn seeds() {
        match crate::figure::load(std::path::Path::new("seeds")) {
            Ok(f) => {
                for x in f.figures.values().filter(|f| f.expression.is_some()) {
                    println!("{} = {} {}", x.id, x.value, x.unit.text)
                }
            }
            Err(e) => {
                for f in e {
                    println!(
                        "{:?} {} {:?}",
                        f.place.as_ref().map(|p| p.short()),
                        f.message.en,
                        f.help.map(|h| h.en)
                    );
                }
            }
        }
    }
}
