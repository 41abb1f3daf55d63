//! `innkeeper ledger verify`: every balance proved from the log of postings.

use super::{Failure, client::Target, out::say, show};
use crate::admin::ledger::Verified;

/// Look at the ledger as a whole.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
    #[command(flatten)]
    target: Target,
    /// Print JSON.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Prove every balance from the log of postings, while they move.
    Verify,
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let Action::Verify = args.action;
    let found: Verified = args.target.client()?.get("/v1/ledger/verify")?;
    if args.json {
        show::json(&found)?;
    } else {
        print(&found);
    }
    match found.good {
        true => Ok(()),
        false => Err(Failure::failed(format!("the ledger does not add up: {} faults", found.fault_count))),
    }
}

fn print(found: &Verified) {
    let carried = match found.carried {
        0 => String::new(),
        carried => format!(" (and {carried} older ones, of which the sums are left)"),
    };
    say!("{} postings{carried}, {} accounts", found.postings, found.accounts);
    let mut table = show::table(&["the house's own", "sum"]);
    for sum in &found.house {
        table.add_row([&sum.account, &sum.sum]);
    }
    say!("{table}");
    for fault in &found.faults {
        say!("{fault}");
    }
    for number in &found.moving {
        say!("account {number} moved whenever it was looked at");
    }
}
