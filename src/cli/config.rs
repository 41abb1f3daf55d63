//! `innkeeper config check|show`: its arguments. The daemon carries it out, with the reader that `serve` uses.

use std::path::PathBuf;

/// Check a configuration, or show it with all defaults.
#[derive(Debug, Clone, clap::Args)]
pub struct Args {
    /// Which of the two.
    #[command(subcommand)]
    pub action: Action,
}

/// What to do with a configuration.
#[derive(Debug, Clone, clap::Subcommand)]
pub enum Action {
    /// Read the configuration and say what is wrong with it; nothing is started.
    Check {
        /// The configuration.
        #[arg(short, long, value_name = "FILE")]
        config: PathBuf,
    },
    /// Print the effective configuration, defaults included, as TOML.
    Show {
        /// The configuration; without it the built-in lab's.
        #[arg(short, long, value_name = "FILE")]
        config: Option<PathBuf>,
    },
}
