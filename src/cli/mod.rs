//! The command line: one file per subcommand.
//!
//! `serve` and `config` only have their arguments here, `daemon` carries them out; everything else is done here: offline (`impi`),
//! or by asking the daemon's admin API through [`client`].

mod account;
pub mod call;
mod cgf;
pub mod client;
pub mod config;
pub mod decode;
mod export;
mod failure;
mod impi;
mod import;
mod keys_file;
mod ledger;
pub mod load;
mod locate;
pub mod out;
mod peers;
mod place;
mod rate;
mod record;
mod roamers;
pub mod serve;
mod session;
mod show;
pub mod store;
mod subscriber;
mod suspense;
mod trace;

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
    /// Import subscribers from CSV or JSON Lines, or from the export of another HSS: all of the file, or nothing.
    Import(import::Args),
    /// Export all subscribers as CSV or JSON Lines.
    Export(export::Args),
    /// Show and change one subscriber.
    Subscriber(subscriber::Args),
    /// Show accounts and move their money.
    Account(account::Args),
    /// Prove the ledger.
    Ledger(ledger::Args),
    /// Show held records and price them again.
    Suspense(suspense::Args),
    /// Show sessions that are charged, and what is reserved for them.
    Session(session::Args),
    /// Show charging data records.
    Record(record::Args),
    /// Show who called away from home.
    Roamers(roamers::Args),
    /// Show the Diameter peers.
    Peers(peers::Args),
    /// Ask the map of places where a cell is.
    Place(place::Args),
    /// Explain what something costs by a tariff.
    Rate(rate::Args),
    /// Find out where a subscriber is, or who asked.
    Locate(locate::Args),
    /// Watch one subscriber's messages, and why they are refused.
    Trace(trace::Args),
    /// Look at the store.
    Store(store::Args),
    /// Copy the store to a file while the daemon serves.
    Backup(store::BackupArgs),
    /// Put a backup in the place of a store.
    Restore(store::RestoreArgs),
    /// Show Diameter messages, given in hexadecimal or as a capture, as trees.
    Decode(decode::Decode),
    /// Send one request, or a whole registration, to an HSS and print the answers.
    Call(call::Call),
    /// Run a small charging gateway that takes charging data records over GTP′.
    Cgf(cgf::Args),
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
        Command::Import(args) => import::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Subscriber(args) => subscriber::run(&args),
        Command::Account(args) => account::run(&args),
        Command::Ledger(args) => ledger::run(&args),
        Command::Suspense(args) => suspense::run(&args),
        Command::Session(args) => session::run(&args),
        Command::Record(args) => record::run(&args),
        Command::Roamers(args) => roamers::run(&args),
        Command::Peers(args) => peers::run(&args),
        Command::Place(args) => place::run(&args),
        Command::Rate(args) => rate::run(&args),
        Command::Locate(args) => locate::run(&args),
        Command::Trace(args) => trace::run(&args),
        Command::Store(args) => store::run(&args),
        Command::Backup(args) => store::backup(&args),
        Command::Restore(args) => store::restore(&args),
        Command::Decode(decode) => Ok(decode.run()?),
        Command::Call(call) => Ok(call.run()?),
        Command::Cgf(args) => cgf::run(&args),
        Command::Load(load) => Ok(load.run()?),
    }
}
