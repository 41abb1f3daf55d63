//! `innkeeper peers`: who is connected.

use super::{Failure, client::Target, show};
use crate::admin::peers::Peer;

/// Show every Diameter connection, and the configured peers that have none.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    target: Target,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let peers: Vec<Peer> = args.target.client()?.get("/v1/peers")?;
    if args.json {
        return show::json(&peers);
    }
    if peers.is_empty() {
        println!("no Diameter peer is configured or connected");
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
    println!("{table}");
    Ok(())
}
