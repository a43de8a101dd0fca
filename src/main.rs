//! The `ofogh` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    ofogh::cli::main()
}
