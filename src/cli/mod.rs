//! The command line: one file per subcommand.
//!
//! `serve` and `config` only have their arguments here, `daemon` carries them out; everything else is done here: offline (`impi`),
//! or by asking the daemon's admin API through [`client`].

pub mod call;
pub mod client;
pub mod config;
pub mod decode;
mod failure;
mod impi;
pub mod load;
pub mod serve;

pub use failure::Failure;

use clap::{Parser, Subcommand};

/// The guest book of a mobile network: an IMS HSS with service codes, spoken to over Diameter.
#[derive(Debug, Parser)]
#[command(
    name = "innkeeper",
    version,
    after_help = "Exit status: 0 done; 1 refused or failed (the sentence says why); 2 wrong arguments; 78 wrong configuration."
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the daemon. Without a configuration: a lab node on loopback, its state in ./innkeeper-data.
    Serve(serve::Args),
    /// Check a configuration, or show it with all defaults.
    Config(config::Args),
    /// Derive the IMPI of a SIM's service: <IMSI>@ims.sic<SIC>.<home domain>.
    Impi(impi::Args),
    /// Show Diameter messages from hexadecimal digits or a capture as trees.
    Decode(decode::Decode),
    /// Send one request, or a whole registration, to an HSS and print the answers.
    Call(call::Call),
    /// Load an HSS and measure it.
    Load(load::Load),
}

/// Carries out every subcommand but those of the daemon.
///
/// # Errors
/// [`Failure`], with the status to exit with.
pub fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Serve(_) | Command::Config(_) => Err(Failure::failed("this subcommand is the daemon's")),
        Command::Impi(args) => impi::run(&args),
        Command::Decode(decode) => Ok(decode.run()?),
        Command::Call(call) => Ok(call.run()?),
        Command::Load(load) => Ok(load.run()?),
    }
}
