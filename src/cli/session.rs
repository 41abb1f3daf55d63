//! `innkeeper session`: sessions that are charged, what is reserved for them, and what their clients are told (VC-6).

use super::{
    Failure,
    client::{Client, Target, quoted},
    out::say,
    show,
};
use crate::admin::sessions::{Charged, ChargedPage, SessionOrdered};

/// Look at sessions that are charged, and order their clients.
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
    /// Those that are open.
    List {
        /// Those that are told of over Rf; else those that are charged over Ro and Gy.
        #[arg(long)]
        offline: bool,
        /// Those that ended and are remembered, too.
        #[arg(long)]
        ended: bool,
        /// Only those of this subscriber.
        #[arg(long)]
        imsi: Option<String>,
        /// Only those that this account pays for.
        #[arg(long)]
        account: Option<u64>,
        /// Sessions whose key comes after this one.
        #[arg(long)]
        after: Option<String>,
        /// How many, 1 to 1000.
        #[arg(long, default_value_t = 100)]
        limit: usize,
    },
    /// One session, online or offline.
    Show {
        /// Its key, as the list has it.
        session: String,
    },
    /// Have the client of an open session ask again (RAR), as it does after a top-up.
    Reauthorize {
        /// Its key, as the list has it.
        session: String,
    },
    /// Have the client of an open session end it (ASR); where it cannot be told, the session is ended here.
    Abort {
        /// Its key, as the list has it.
        session: String,
    },
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let client = args.target.client()?;
    match &args.action {
        Action::List { offline, ended, imsi, account, after, limit } => {
            let mut path = format!("/v1/sessions?offline={offline}&ended={ended}&limit={limit}");
            for (name, value) in [("imsi", imsi), ("after", after)] {
                path.extend(value.iter().map(|value| format!("&{name}={}", quoted(value))));
            }
            path.extend(account.map(|account| format!("&account={account}")));
            let page: ChargedPage = client.get(&path)?;
            if args.json {
                return show::json(&page);
            }
            table(&page);
        }
        Action::Show { session } => {
            let found: Charged = client.get(&format!("/v1/sessions/{}", quoted(session)))?;
            if args.json {
                return show::json(&found);
            }
            one(&found);
        }
        Action::Reauthorize { session } => order(&client, session, "reauthorize", args.json)?,
        Action::Abort { session } => order(&client, session, "abort", args.json)?,
    }
    Ok(())
}

fn order(client: &Client, session: &str, order: &str, json: bool) -> Result<(), Failure> {
    let path = format!("/v1/sessions/{}/{order}", quoted(session));
    let told: SessionOrdered = client.post(&path, &())?;
    if json {
        return show::json(&told);
    }
    say!("session {}: {} is told to {}", told.session, told.host, told.order);
    Ok(())
}

fn table(page: &ChargedPage) {
    let mut table =
        show::table(&["session", "state", "IMSI", "account", "began", "used", "reserved", "visited"]);
    for session in &page.sessions {
        let or_dash = |text: Option<String>| text.unwrap_or("-".into());
        let used: Vec<String> =
            session.services.iter().map(|service| format!("{} {}", service.used, service.unit)).collect();
        table.add_row([
            session.session.clone(),
            session.state.clone(),
            or_dash(session.imsi.clone()),
            or_dash(session.account.map(|account| account.to_string())),
            session.opened.clone(),
            used.join(", "),
            or_dash(session.reserved.clone()),
            or_dash(session.visited.clone()),
        ]);
    }
    say!("{table}");
    if let Some(next) = &page.next {
        say!("there are more: --after {next}");
    }
}

fn one(session: &Charged) {
    say!("{}: {} session {} of {}", session.session, session.charging, session.session_id, session.host);
    let known = |text: &Option<String>| text.clone().unwrap_or("not known".into());
    say!("{}, began {}, last heard of {}", session.state, session.opened, session.heard);
    let until = if session.state == "open" { "silence ends it" } else { "it is forgotten" };
    say!("{until} at {}", session.deadline);
    say!("IMSI {}", known(&session.imsi));
    if let Some(account) = session.account {
        let reserved = session.reserved.as_deref().unwrap_or("nothing");
        say!("account {account}, {reserved} reserved");
    }
    let roaming = if session.roaming { "roaming" } else { "not roaming" };
    say!("home {}, visited {}: {roaming}", known(&session.home), known(&session.visited));
    for service in &session.services {
        let group =
            service.rating_group.map_or("no rating group".into(), |group| format!("rating group {group}"));
        let id = service.service_identifier.map(|id| format!(", service {id}")).unwrap_or_default();
        let charged =
            service.charged.as_ref().map(|charged| format!(", {charged} debited")).unwrap_or_default();
        say!("{group}{id}: {} {} used, {} granted{charged}", service.used, service.unit, service.granted);
    }
    say!("{} charging data records written", session.records);
}
