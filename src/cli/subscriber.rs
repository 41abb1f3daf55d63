//! `innkeeper subscriber show|list|add|remove|subscribe|unsubscribe|forget-aaa-server`.

use super::{
    Failure,
    client::{Client, Target, quoted},
    keys_file::KeysFile,
    out::say,
    show,
};
use crate::{
    admin::subscribers::{Changed, Page, Subscription},
    domain::subscribers::Order,
    types::Timestamp,
};
use serde_json::Value;
use std::path::PathBuf;

/// Show and change one subscriber.
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
    /// Show a subscriber and the state of each service.
    Show {
        /// IMSI, +number, IMPI or IMPU.
        name: String,
    },
    /// List subscribers in the order of their IMSIs.
    List {
        /// Only those after this IMSI.
        #[arg(long)]
        after: Option<String>,
        /// How many.
        #[arg(long, default_value_t = 100)]
        limit: usize,
    },
    /// Add a subscriber; the template knows what is not said here.
    Add(Box<Add>),
    /// Remove a subscriber; what is registered is deregistered on the network.
    Remove {
        /// IMSI, +number, IMPI or IMPU.
        name: String,
    },
    /// Subscribe one more service.
    Subscribe {
        /// IMSI, +number, IMPI or IMPU.
        name: String,
        /// The service's code, or `plain`.
        sic: String,
        /// The template that knows the service; the subscriber's own by default.
        #[arg(long)]
        template: Option<String>,
    },
    /// Unsubscribe one service; the others stay as they are.
    Unsubscribe {
        /// IMSI, +number, IMPI or IMPU.
        name: String,
        /// The service's code, or `plain`.
        sic: String,
    },
    /// Forget which AAA server serves a subscriber by WLAN, where one that vanished keeps every other from it.
    ForgetAaaServer {
        /// IMSI, +number, IMPI or IMPU.
        name: String,
    },
}

#[derive(Debug, clap::Args)]
struct Add {
    /// The IMSI.
    imsi: String,
    /// The telephone number.
    #[arg(long)]
    msisdn: Option<String>,
    /// A file with K in its first line and OPc in its second, 32 hexadecimal digits each, or with K (32 or 64), TOPc (64) and in the third line
    /// `tuak`, or `tuak res=BITS iterations=NUMBER`: keys on a command line are seen by others.
    #[arg(long, value_name = "FILE")]
    keys_file: Option<PathBuf>,
    /// The codes of its services, or `plain`; without them all that the template does not call optional.
    #[arg(long = "sic")]
    sics: Vec<String>,
    /// The template.
    #[arg(long)]
    template: Option<String>,
    /// The home domain, without `ims.`.
    #[arg(long)]
    domain: Option<String>,
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let client = args.target.client()?;
    match &args.action {
        Action::Show { name } => {
            let found: Value = client.get(&format!("/v1/subscribers/{}", quoted(name)))?;
            if args.json { show::json(&found) } else { print_one(&found) }
        }
        Action::List { after, limit } => list(&client, after.as_deref(), *limit, args.json),
        Action::Add(add) => done(args.json, "added", client.post("/v1/subscribers", &order(add)?)?),
        Action::Remove { name } => {
            done(args.json, "removed", client.delete(&format!("/v1/subscribers/{}", quoted(name)))?)
        }
        Action::Subscribe { name, sic, template } => {
            let body = Subscription { template: template.clone(), service: None };
            let path = format!("/v1/subscribers/{}/services/{}", quoted(name), quoted(sic));
            done(args.json, &format!("subscribed to {sic}"), client.put(&path, &body)?)
        }
        Action::Unsubscribe { name, sic } => {
            let path = format!("/v1/subscribers/{}/services/{}", quoted(name), quoted(sic));
            done(args.json, &format!("unsubscribed from {sic}"), client.delete(&path)?)
        }
        Action::ForgetAaaServer { name } => {
            let path = format!("/v1/subscribers/{}/aaa-server", quoted(name));
            done(args.json, "freed of its AAA server", client.delete(&path)?)
        }
    }
}

fn done(json: bool, what: &str, changed: Changed) -> Result<(), Failure> {
    if json {
        return show::json(&changed);
    }
    say!("subscriber {} {what}", changed.imsi);
    Ok(())
}

fn order(add: &Add) -> Result<Order, Failure> {
    let order = Order {
        imsi: add.imsi.clone(),
        msisdn: add.msisdn.clone(),
        sics: (!add.sics.is_empty()).then(|| add.sics.clone()),
        template: add.template.clone(),
        domain: add.domain.clone(),
        ..Order::default()
    };
    match &add.keys_file {
        Some(file) => Ok(KeysFile::read(file).map_err(Failure::failed)?.into_order(order)),
        None => Ok(order),
    }
}

fn list(client: &Client, after: Option<&str>, limit: usize, json: bool) -> Result<(), Failure> {
    let after = after.map(|imsi| format!("&after={}", quoted(imsi))).unwrap_or_default();
    let page: Page = client.get(&format!("/v1/subscribers?limit={limit}{after}"))?;
    if json {
        return show::json(&page);
    }
    let mut table = show::table(&["IMSI", "number", "domain", "services"]);
    for one in &page.subscribers {
        let services = one.get("services").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let services: Vec<String> = services
            .iter()
            .map(|service| format!("{} {}", show::text(service, "sic"), show::text(service, "state")))
            .collect();
        table.add_row([show::text(one, "imsi"), number(one), show::text(one, "domain"), services.join(", ")]);
    }
    say!("{table}\n{} of {} subscribers", page.subscribers.len(), page.total);
    Ok(())
}

/// The telephone number in its international form.
fn number(subscriber: &Value) -> String {
    match subscriber.get("msisdn").and_then(Value::as_str) {
        Some(digits) => format!("+{digits}"),
        None => "–".into(),
    }
}

/// The time since which a service is what it is.
fn since(service: &Value) -> String {
    let since = service.get("since").and_then(Value::as_i64);
    since.map_or_else(|| "–".into(), |milliseconds| Timestamp(milliseconds).to_string())
}

/// The SIM, without its keys.
fn sim_line(sim: &Value) -> String {
    let tuak = match sim.get("res_bits") {
        Some(bits) => format!(" with a RES of {bits} bits, iterations {}", show::text(sim, "iterations")),
        None => String::new(),
    };
    let amf = show::text(sim, "amf");
    format!("SIM {}{tuak}, AMF {amf}, SEQ {}", show::text(sim, "algorithm"), show::text(sim, "seq"))
}

/// The EPS contract, and which nodes serve, the AAA server among them.
fn eps_line(eps: &Value) -> String {
    let node = |member: &str| {
        let node = eps.get(member).filter(|node| !node.is_null())?;
        let is = |member: &str| node.get(member).and_then(Value::as_bool) == Some(true);
        let (host, visited) = (show::text(node, "host"), show::text(node, "visited"));
        let left = match (is("purged"), is("behind")) {
            (true, _) => " (purged)",
            (false, true) => " (not told of all that changed)",
            (false, false) => "",
        };
        Some(format!("{} {host} in {visited}{left}, since {}", member.to_uppercase(), since(node)))
    };
    let aaa_server = eps.get("aaa_server").filter(|server| !server.is_null()).map(|server| {
        let registered = server.get("registered").and_then(Value::as_bool) == Some(true);
        let only = if registered { "" } else { " (authenticating)" };
        format!("AAA server {}{only}, since {}", show::text(server, "host"), since(server))
    });
    let nodes: Vec<String> = ["mme", "sgsn"].into_iter().filter_map(node).chain(aaa_server).collect();
    let served = if nodes.is_empty() { "not attached".to_owned() } else { nodes.join("; ") };
    let enabled = eps.get("enabled").and_then(Value::as_bool) != Some(false);
    let disabled = if enabled { "" } else { ", disabled" };
    format!("EPS profile {}{disabled}: {served}", show::text(eps, "profile"))
}

/// Who pays.
fn account_line(account: &Value) -> String {
    let number = show::text(account, "number");
    if account.get("plan").is_none_or(Value::is_null) {
        return format!("account {number}: there is none of this number");
    }
    let told = |member| show::text(account, member);
    let terms = match account.get("postpaid").and_then(Value::as_str) {
        Some(limit) => format!("postpaid to -{limit}"),
        None => "prepaid".into(),
    };
    let active = account.get("active").and_then(Value::as_bool) != Some(false);
    let inactive = if active { "" } else { ", not active" };
    let home = account.get("home").and_then(Value::as_str).map(|home| format!(", at home in {home}"));
    let (plan, balance, free, currency) = (told("plan"), told("balance"), told("free"), told("currency"));
    let home = home.unwrap_or_default();
    format!("account {number}, plan {plan}, {terms}{inactive}: {balance} {currency}, {free} free{home}")
}

fn print_one(found: &Value) -> Result<(), Failure> {
    say!(
        "IMSI {}, number {}, home domain {}, template {}",
        show::text(found, "imsi"),
        number(found),
        show::text(found, "domain"),
        show::text(found, "template")
    );
    if let Some(sim) = found.get("sim").filter(|sim| !sim.is_null()) {
        say!("{}", sim_line(sim));
    }
    if let Some(eps) = found.get("eps").filter(|eps| !eps.is_null()) {
        say!("{}", eps_line(eps));
    }
    if let Some(account) = found.get("account").filter(|account| !account.is_null()) {
        say!("{}", account_line(account));
    }
    let mut table = show::table(&["SIC", "IMPI", "state", "since", "S-CSCF", "public identities"]);
    for service in found.get("services").and_then(Value::as_array).into_iter().flatten() {
        let identities = service.get("identities").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let line = |one: &Value| format!("{} {}", show::text(one, "impu"), show::text(one, "state"));
        let identities: Vec<String> = identities.iter().map(line).collect();
        let column = |member| show::text(service, member);
        table.add_row([
            column("sic"),
            column("impi"),
            column("state"),
            since(service),
            column("scscf"),
            identities.join("\n"),
        ]);
    }
    say!("{table}");
    Ok(())
}
