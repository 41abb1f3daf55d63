//! The command: parse the arguments, run, say why it failed, exit with a status that means something (`innkeeper --help` lists them).

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    match innkeeper::daemon::run(innkeeper::cli::Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("innkeeper: {failure}");
            failure.status()
        }
    }
}
