//! `innkeeper serve`: its arguments. The daemon carries it out.

use std::path::PathBuf;

/// Run the daemon.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Args {
    /// The configuration; without it a lab node on loopback.
    #[arg(short, long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The directory of the store, instead of the configured one.
    #[arg(long, value_name = "DIRECTORY")]
    pub store: Option<PathBuf>,
    /// Where to listen for Diameter, instead of the configured addresses; may be repeated. Port 0: any free one.
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub listen: Vec<std::net::SocketAddr>,
    /// Where the admin API listens, instead of the configured address. Port 0: any free one.
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub admin: Option<std::net::SocketAddr>,
    /// Once everything is served, write the bound addresses to this file, as JSON. It is removed at the stop, and one that was left before is at the start.
    #[arg(long, value_name = "FILE")]
    pub ready_file: Option<PathBuf>,
}
