//! `innkeeper peers` and `peers reset`: who is connected, and what MMEs and SGSNs are told of a loss.

use super::{Failure, client::Target, out::say, show};
use crate::admin::peers::{Peer, ResetOwed, ResetRequest};

/// Show every Diameter connection, and the configured peers that have none.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    action: Option<Action>,
    #[command(flatten)]
    target: Target,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Send a Reset to every MME and SGSN that serves subscribers: they have each confirmed by a location update when they next hear of it.
    Reset {
        /// How the IMSIs begin that are concerned; may be given several times [default: all].
        #[arg(long = "imsi", value_name = "DIGITS")]
        user_ids: Vec<String>,
    },
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let client = args.target.client()?;
    if let Some(Action::Reset { user_ids }) = &args.action {
        let owed: ResetOwed = client.post("/v1/peers/reset", &ResetRequest { user_ids: user_ids.clone() })?;
        say!("MMEs and SGSNs are told from change {} on; the log says how many", owed.lsn);
        return Ok(());
    }
    let peers: Vec<Peer> = client.get("/v1/peers")?;
    if args.json {
        return show::json(&peers);
    }
    if peers.is_empty() {
        say!("no Diameter peer is configured or connected");
        return Ok(());
    }
    let mut table =
        show::table(&["peer", "realm", "address", "state", "watchdog", "in", "out", "product", "since"]);
    for peer in &peers {
        let or_dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "–".into());
        table.add_row([
            peer.identity.clone(),
            peer.realm.clone(),
            or_dash(&peer.address),
            peer.state.clone(),
            peer.watchdog.clone(),
            peer.messages_in.to_string(),
            peer.messages_out.to_string(),
            peer.product.clone(),
            or_dash(&peer.since),
        ]);
    }
    say!("{table}");
    Ok(())
}
