//! The widest vector instructions that the machine has, chosen when the program runs.
//!
//! One source is compiled three times. All three do the same operations on each number, none of them fused, so all three
//! give the same bits; a test runs them against each other.

use super::program::{Block, Program, Registers};

/// Instruction sets a block can be run with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InstructionSet {
    /// What every machine of its kind has.
    Baseline,
    /// 256-bit vectors.
    Avx2,
    /// 512-bit vectors.
    Avx512,
}

impl InstructionSet {
    /// Those that this machine has, the narrowest first.
    pub fn available() -> Vec<Self> {
        #[allow(unused_mut)]
        let mut sets = vec![Self::Baseline];
        #[cfg(target_arch = "x86_64")]
        {
            if std::arch::is_x86_feature_detected!("avx2") {
                sets.push(Self::Avx2);
            }
            if std::arch::is_x86_feature_detected!("avx512f")
                && std::arch::is_x86_feature_detected!("avx512dq")
            {
                sets.push(Self::Avx512);
            }
        }
        sets
    }

    /// The widest that this machine has.
    pub fn best() -> Self {
        Self::available().last().copied().unwrap_or(Self::Baseline)
    }
}

/// Runs one block of a program with an instruction set; one that the machine lacks is replaced by what it has.
pub fn run(set: InstructionSet, program: &Program, registers: &mut Registers, results: &mut [Block]) {
    #[cfg(target_arch = "x86_64")]
    match set {
        InstructionSet::Avx512
            if std::arch::is_x86_feature_detected!("avx512f")
                && std::arch::is_x86_feature_detected!("avx512dq") =>
        {
            // SAFETY: the function only needs the features that the line above found on this machine; it does nothing else
            // that is unsafe.
            #[allow(unsafe_code)]
            return unsafe { avx512(program, registers, results) };
        }
        InstructionSet::Avx2 if std::arch::is_x86_feature_detected!("avx2") => {
            // SAFETY: as above, for this feature.
            #[allow(unsafe_code)]
            return unsafe { avx2(program, registers, results) };
        }
        _ => {}
    }
    let _ = set;
    program.execute(registers, results);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512dq")]
fn avx512(program: &Program, registers: &mut Registers, results: &mut [Block]) {
    program.execute(registers, results);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn avx2(program: &Program, registers: &mut Registers, results: &mut [Block]) {
    program.execute(registers, results);
}
