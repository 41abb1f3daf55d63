//! The command: parse the arguments, run, say why it failed, exit with a status that means something (`innkeeper --help` lists them).

use clap::Parser;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::process::ExitCode;

fn main() -> ExitCode {
    use_all_descriptors();
    match innkeeper::daemon::run(innkeeper::cli::Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("innkeeper: {failure}");
            failure.status()
        }
    }
}

/// Raises the soft limit of open files to the hard one: the usual soft limit of 1024 is for programs that call select(2), and a thousand
/// connections go beyond it.
fn use_all_descriptors() {
    let limit = getrlimit(Resource::Nofile);
    // Where that is not allowed, what there is has to do; the listener says when it is used up.
    let _ = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit });
}
