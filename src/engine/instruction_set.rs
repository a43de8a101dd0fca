//! The widest vector instructions that the machine has, chosen when the program runs.
//!
//! One source is compiled three times. All three do the same operations on each number, none of them contracted with another, so all three
//! give the same bits; a test runs them against each other.

/// Instruction sets work can be done with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InstructionSet {
    /// What every machine of its kind has.
    Baseline,
    /// 256-bit vectors.
    Avx2,
    /// 512-bit vectors.
    Avx512,
}

/// Something to be done with the widest instructions: `run` and all it calls must be inlined to have them.
pub trait Work {
    /// Does it.
    fn run(self);
}

impl InstructionSet {
    /// Those that this machine has, the narrowest first.
    pub fn available() -> Vec<Self> {
        [Self::Baseline, Self::Avx2, Self::Avx512].into_iter().filter(|set| set.is_here()).collect()
    }

    /// The widest that this machine has.
    pub fn best() -> Self {
        Self::available().last().copied().unwrap_or(Self::Baseline)
    }

    fn is_here(self) -> bool {
        match self {
            Self::Baseline => true,
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => std::arch::is_x86_feature_detected!("avx2"),
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => {
                std::arch::is_x86_feature_detected!("avx512f")
                    && std::arch::is_x86_feature_detected!("avx512dq")
            }
            #[cfg(not(target_arch = "x86_64"))]
            _ => false,
        }
    }

    /// Does `work` with this instruction set, or with what every machine has where it is missing.
    pub fn run(self, work: impl Work) {
        #[cfg(target_arch = "x86_64")]
        match self {
            Self::Avx512 if self.is_here() => {
                // SAFETY: the function only needs the features that the line above found on this machine; it does
                // nothing else that is unsafe.
                #[allow(unsafe_code)]
                return unsafe { avx512(work) };
            }
            Self::Avx2 if self.is_here() => {
                // SAFETY: as above, for this feature.
                #[allow(unsafe_code)]
                return unsafe { avx2(work) };
            }
            _ => {}
        }
        work.run();
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512dq")]
fn avx512(work: impl Work) {
    work.run();
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn avx2(work: impl Work) {
    work.run();
}
