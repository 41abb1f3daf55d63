//! `innkeeper suspense`: records whose home place the charging side does not confirm (VC-4).

use super::{
    Failure,
    client::{Target, quoted},
    out::say,
    show,
};
use crate::admin::suspense::{AllRatedAgain, HomeSaid, RatedAgain, SuspensePage, SuspenseShown};
use serde_json::json;

/// Look at held records, correct them and have them priced again.
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
    /// What waits, and what was settled.
    List {
        /// Only those with this reason: disagreement, no-such-place, not-in-table, no-home.
        #[arg(long)]
        reason: Option<String>,
        /// Only what was priced again (true), or only what waits (false).
        #[arg(long)]
        settled: Option<bool>,
        /// Entries whose key comes after this one.
        #[arg(long)]
        after: Option<String>,
        /// How many, 1 to 1000.
        #[arg(long, default_value_t = 100)]
        limit: usize,
    },
    /// One entry.
    Show {
        /// Its key, as the list has it.
        session: String,
    },
    /// Say which home is right, for the record and the subscriber's contract.
    Fix {
        /// Its key.
        session: String,
        /// A place of the map.
        home: String,
    },
    /// Price it again, or all on which both sides agree now.
    Rerate {
        /// Its key; all where none is said.
        session: Option<String>,
    },
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let client = args.target.client()?;
    match &args.action {
        Action::List { reason, settled, after, limit } => {
            let mut path = format!("/v1/suspense?limit={limit}");
            for (name, value) in [("reason", reason), ("after", after)] {
                path.extend(value.iter().map(|value| format!("&{name}={}", quoted(value))));
            }
            path.extend(settled.map(|settled| format!("&settled={settled}")));
            let page: SuspensePage = client.get(&path)?;
            if args.json {
                return show::json(&page);
            }
            table(&page);
        }
        Action::Show { session } => {
            let entry: SuspenseShown = client.get(&format!("/v1/suspense/{}", quoted(session)))?;
            return entry_of(args, &entry);
        }
        Action::Fix { session, home } => {
            let said = HomeSaid { home: home.clone() };
            let entry: SuspenseShown =
                client.post(&format!("/v1/suspense/{}/fix", quoted(session)), &said)?;
            return entry_of(args, &entry);
        }
        Action::Rerate { session: Some(session) } => {
            let path = format!("/v1/suspense/{}/rerate", quoted(session));
            let done: RatedAgain = client.post(&path, &json!({}))?;
            if args.json {
                return show::json(&done);
            }
            tell(&done);
        }
        Action::Rerate { session: None } => {
            let all: AllRatedAgain = client.post("/v1/suspense/rerate", &json!({}))?;
            if args.json {
                return show::json(&all);
            }
            all.done.iter().for_each(tell);
            all.reasons.iter().for_each(|reason| say!("{reason}"));
            say!("{} priced again, {} still wait", all.done.len(), all.waiting);
        }
    }
    Ok(())
}

fn table(page: &SuspensePage) {
    let mut table =
        show::table(&["session", "account", "began", "reason", "home", "visited", "paid", "settled"]);
    for entry in &page.entries {
        let or_dash = |text: &Option<String>| text.clone().unwrap_or("-".into());
        table.add_row([
            entry.session.clone(),
            or_dash(&entry.account.map(|account| account.to_string())),
            entry.opened.clone(),
            or_dash(&entry.reason),
            or_dash(&entry.home),
            or_dash(&entry.visited),
            entry.paid.clone(),
            or_dash(&entry.settled),
        ]);
    }
    say!("{table}");
    if let Some(next) = &page.next {
        say!("there are more: --after {next}");
    }
}

fn entry_of(args: &Args, entry: &SuspenseShown) -> Result<(), Failure> {
    if args.json {
        return show::json(entry);
    }
    say!("{}: session {} of {}", entry.session, entry.session_id, entry.host);
    say!("{}", entry.sentence);
    let imsi = entry.imsi.as_deref().unwrap_or("not known");
    match entry.account {
        Some(account) => {
            say!("account {account}, IMSI {imsi}, began {}: paid {}", entry.opened, entry.paid)
        }
        None => say!("charged offline, IMSI {imsi}, began {}", entry.opened),
    }
    match &entry.settled {
        Some(settled) => say!("priced again at {settled}"),
        None => say!("{} charging data records wait", entry.records),
    }
    Ok(())
}

fn tell(done: &RatedAgain) {
    say!("{}: costs {}, {} moved, {} records in the log", done.session, done.price, done.moved, done.records);
}
