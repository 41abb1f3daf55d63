//! `innkeeper record`: charging data records as they are in the store (VC-7).

use super::{Failure, client::Target, out::say, show};
use crate::admin::records::RecordPage;
use serde_json::Value;

/// Look at charging data records.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
    #[command(flatten)]
    target: Target,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// The newest first.
    List {
        /// Records with lower numbers.
        #[arg(long)]
        before: Option<u64>,
        /// How many, 1 to 1000.
        #[arg(long, default_value_t = 20)]
        limit: usize,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// One record, as JSON.
    Show {
        /// Its number.
        number: u64,
    },
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let client = args.target.client()?;
    match &args.action {
        Action::List { before, limit, json } => {
            let before = before.map(|before| format!("&before={before}")).unwrap_or_default();
            let page: RecordPage = client.get(&format!("/v1/records?limit={limit}{before}"))?;
            if *json {
                return show::json(&page);
            }
            table(&page);
        }
        Action::Show { number } => {
            return show::json(&client.get::<Value>(&format!("/v1/records/{number}"))?);
        }
    }
    Ok(())
}

fn table(page: &RecordPage) {
    let columns = [
        ("number", "number"),
        ("closed", "closed"),
        ("charging", "charging"),
        ("closing", "closing"),
        ("host", "host"),
        ("session", "session_id"),
        ("home", "home_place"),
        ("visited", "visited_place"),
    ];
    let mut table = show::table(&columns.map(|(title, _)| title));
    for record in &page.records {
        table.add_row(columns.map(|(_, member)| show::text(record, member)));
    }
    say!("{table}");
    say!("{} records in the store, the oldest is {}", page.total, page.oldest);
    if let Some(next) = page.next {
        say!("there are older ones: --before {next}");
    }
}
