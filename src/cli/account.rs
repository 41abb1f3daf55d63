//! `innkeeper account list|show|open|change|close|top-up|adjust|give|take|history`: who pays, with what, and what moved.

use super::{
    Failure,
    client::{Client, Target, quoted},
    out::say,
    show,
};
use crate::admin::accounts::{
    AccountChanged, AccountPage, AccountSaid, AccountShown, BundleGiven, BundleOrder, HistoryPage,
    MoneyMoved, MoneyOrder,
};

/// Show accounts and move their money.
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
    /// List accounts in the order of their numbers.
    List {
        /// Only those after this number.
        #[arg(long)]
        after: Option<String>,
        /// How many.
        #[arg(long, default_value_t = 100)]
        limit: usize,
    },
    /// Show an account, its open sessions, and the subscribers it pays for.
    Show {
        /// Its number: of an account that a template opened, the IMSI.
        number: String,
    },
    /// Open an account that pays for nobody yet; subscribers are given it by its number.
    Open(Open),
    /// Change plan, terms, and whether anything is granted.
    Change(Change),
    /// Close an account that has nothing, and that nobody is paid by.
    Close {
        /// Its number.
        number: String,
    },
    /// A customer paid.
    TopUp(Move),
    /// Correct a balance, up or down.
    Adjust(Move),
    /// Give a bundle of the tariff, for its price or for nothing.
    Give(Give),
    /// Take what is left of a bundle away; it is not given anew, either.
    Take {
        /// The account's number.
        number: String,
        /// The bundle's number in the account, as `show` has it.
        bucket: u32,
    },
    /// What moved on an account, the newest first.
    History {
        /// Its number.
        number: String,
        /// Only what was before this posting.
        #[arg(long)]
        before: Option<u64>,
        /// How many.
        #[arg(long, default_value_t = 100)]
        limit: usize,
    },
}

#[derive(Debug, clap::Args)]
struct Open {
    /// Its number, 1 to 15 digits.
    number: String,
    /// Its currency (ISO 4217); the configured one by default.
    #[arg(long)]
    currency: Option<String>,
    /// What it has, such as 10.00.
    #[arg(long, allow_hyphen_values = true)]
    balance: Option<String>,
    #[command(flatten)]
    contract: Contract,
}

#[derive(Debug, clap::Args)]
struct Change {
    /// Its number.
    number: String,
    #[command(flatten)]
    contract: Contract,
    /// It is paid beforehand from now on.
    #[arg(long, conflicts_with = "postpaid")]
    prepaid: bool,
}

#[derive(Debug, clap::Args)]
struct Contract {
    /// Its tariff plan.
    #[arg(long)]
    plan: Option<String>,
    /// It is paid afterwards: how far below zero it may go, such as 50.00.
    #[arg(long, value_name = "AMOUNT")]
    postpaid: Option<String>,
    /// Whether anything is granted.
    #[arg(long, value_name = "true|false")]
    active: Option<bool>,
}

#[derive(Debug, clap::Args)]
struct Give {
    /// The account's number.
    number: String,
    /// The bundle, by its name in the tariff.
    bundle: String,
    /// What it costs, such as 10.00; nothing by default.
    #[arg(long)]
    price: Option<String>,
    /// Why; it stands in the history.
    #[arg(long)]
    reason: String,
    /// The order's key: the same order again under the same key gives nothing. A random one by default.
    #[arg(long)]
    key: Option<String>,
}

#[derive(Debug, clap::Args)]
struct Move {
    /// The account's number.
    number: String,
    /// How much, such as 10.00; an adjustment may be less than zero.
    #[arg(allow_hyphen_values = true)]
    amount: String,
    /// Of what; it has to be the account's currency.
    #[arg(long)]
    currency: Option<String>,
    /// Why; it stands in the history.
    #[arg(long)]
    reason: String,
    /// The order's key: the same order again under the same key moves nothing. A random one by default.
    #[arg(long)]
    key: Option<String>,
}

impl Contract {
    fn said(&self) -> AccountSaid {
        AccountSaid {
            plan: self.plan.clone(),
            postpaid: self.postpaid.clone(),
            active: self.active,
            ..AccountSaid::default()
        }
    }
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let client = args.target.client()?;
    match &args.action {
        Action::List { after, limit } => list(&client, after.as_deref(), *limit, args.json),
        Action::Show { number } => {
            let shown: AccountShown = client.get(&path(number))?;
            if args.json { show::json(&shown) } else { print_one(&shown) }
        }
        Action::Open(open) => {
            let said = AccountSaid {
                number: Some(open.number.clone()),
                currency: open.currency.clone(),
                balance: open.balance.clone(),
                ..open.contract.said()
            };
            done(args.json, "opened", &client.post("/v1/accounts", &said)?)
        }
        Action::Change(change) => {
            let said = AccountSaid { prepaid: change.prepaid, ..change.contract.said() };
            if said == AccountSaid::default() {
                return Err(Failure::usage(
                    "nothing is to be changed: --plan, --postpaid, --prepaid or --active",
                ));
            }
            done(args.json, "changed", &client.patch(&path(&change.number), &said)?)
        }
        Action::Close { number } => done(args.json, "closed", &client.delete(&path(number))?),
        Action::Give(order) => give(&client, order, args.json),
        Action::Take { number, bucket } => {
            let changed: AccountChanged = client.delete(&format!("{}/bundles/{bucket}", path(number)))?;
            if args.json {
                return show::json(&changed);
            }
            say!("bundle {bucket} of account {} taken away", changed.account);
            Ok(())
        }
        Action::TopUp(order) => move_money(&client, "top-up", order, args.json),
        Action::Adjust(order) => move_money(&client, "adjust", order, args.json),
        Action::History { number, before, limit } => history(&client, number, *before, *limit, args.json),
    }
}

fn path(number: &str) -> String {
    format!("/v1/accounts/{}", quoted(number))
}

fn done(json: bool, what: &str, changed: &AccountChanged) -> Result<(), Failure> {
    if json {
        return show::json(changed);
    }
    say!("account {} {what}", changed.account);
    Ok(())
}

fn move_money(client: &Client, what: &str, order: &Move, json: bool) -> Result<(), Failure> {
    let key = order.key.clone().map_or_else(random_key, Ok)?;
    let body = MoneyOrder {
        amount: order.amount.clone(),
        currency: order.currency.clone(),
        reason: order.reason.clone(),
    };
    let path = format!("{}/{what}", path(&order.number));
    let moved: MoneyMoved = client.post_once(&path, &key, &body).map_err(|failure| unsure(&failure, &key))?;
    if json {
        return show::json(&moved);
    }
    let MoneyMoved { account, key, amount, balance, currency, .. } = &moved;
    say!("account {account}: {amount} {currency}, its balance is {balance} {currency} (key {key})");
    Ok(())
}

fn give(client: &Client, order: &Give, json: bool) -> Result<(), Failure> {
    let key = order.key.clone().map_or_else(random_key, Ok)?;
    let Give { bundle, price, reason, .. } = order;
    let body = BundleOrder { bundle: bundle.clone(), price: price.clone(), reason: reason.clone() };
    let path = format!("{}/bundles", path(&order.number));
    let given: BundleGiven =
        client.post_once(&path, &key, &body).map_err(|failure| unsure(&failure, &key))?;
    if json {
        return show::json(&given);
    }
    let BundleGiven { account, key, bundle, price, balance, currency, .. } = &given;
    say!(
        "account {account}: bundle {bundle} for {price} {currency}, its balance is {balance} {currency} (key {key})"
    );
    Ok(())
}

/// Without the key nobody could find out whether an order was carried out.
fn unsure(failure: &Failure, key: &str) -> Failure {
    Failure::failed(format!(
        "{failure} (key {key}: with --key {key} the same order is carried out at most once)"
    ))
}

/// 128 random bits in hexadecimal.
fn random_key() -> Result<String, Failure> {
    let mut octets = [0u8; 16];
    getrandom::fill(&mut octets).map_err(Failure::failed)?;
    Ok(octets.iter().map(|octet| format!("{octet:02x}")).collect())
}

fn list(client: &Client, after: Option<&str>, limit: usize, json: bool) -> Result<(), Failure> {
    let after = after.map(|number| format!("&after={}", quoted(number))).unwrap_or_default();
    let page: AccountPage = client.get(&format!("/v1/accounts?limit={limit}{after}"))?;
    if json {
        return show::json(&page);
    }
    let mut table = show::table(&["number", "plan", "balance", "free", "currency", "terms", "active"]);
    for one in &page.accounts {
        let AccountShown { plan, balance, free, currency, .. } = one.clone();
        let active = if one.active { "yes" } else { "no" };
        table.add_row([one.number.to_string(), plan, balance, free, currency, terms(one), active.to_owned()]);
    }
    say!("{table}\n{} of {} accounts", page.accounts.len(), page.total);
    Ok(())
}

fn terms(account: &AccountShown) -> String {
    account.postpaid.as_ref().map_or_else(|| "prepaid".to_owned(), |limit| format!("postpaid, to -{limit}"))
}

fn print_one(account: &AccountShown) -> Result<(), Failure> {
    let inactive = if account.active { "" } else { ", not active: nothing is granted" };
    say!("account {}, plan {}, {}{inactive}", account.number, account.plan, terms(account));
    let AccountShown { balance, reserved, free, currency, .. } = account;
    say!("balance {balance} {currency}: {reserved} reserved, {free} free");
    say!("opened {} with {}, {} postings since", account.opened, account.opening, account.postings);
    say!("pays for {}", account.pays_for.as_deref().unwrap_or("–"));
    for imsi in account.subscribers.iter().flatten() {
        say!("  {imsi}");
    }
    if !account.buckets.is_empty() {
        let mut table = show::table(&["number", "bundle", "left", "reserved", "from", "until"]);
        for bucket in &account.buckets {
            let until = bucket.until.clone().unwrap_or_else(|| "–".into());
            let (left, reserved) = (bucket.left.to_string(), bucket.reserved.to_string());
            let number = bucket.id.to_string();
            table.add_row([number, bucket.bundle.clone(), left, reserved, bucket.from.clone(), until]);
        }
        say!("{table}");
    }
    for session in account.open_sessions.iter().flatten() {
        let (id, imsi, opened) = (&session.session_id, &session.imsi, &session.opened);
        say!("session {id} of {imsi}, since {opened}: {} {currency} reserved", session.reserved);
    }
    Ok(())
}

fn history(
    client: &Client,
    number: &str,
    before: Option<u64>,
    limit: usize,
    json: bool,
) -> Result<(), Failure> {
    let before = before.map(|before| format!("&before={before}")).unwrap_or_default();
    let page: HistoryPage = client.get(&format!("{}/history?limit={limit}{before}", path(number)))?;
    if json {
        return show::json(&page);
    }
    let mut table = show::table(&["posting", "at", "amount", "after", "with", "cause"]);
    for one in &page.postings {
        let after = match one.bucket {
            Some(bucket) => format!("{} in bucket {bucket}", one.after),
            None => one.after.clone(),
        };
        let number = one.number.to_string();
        table.add_row([
            number,
            one.at.clone(),
            one.amount.clone(),
            after,
            one.with.clone(),
            one.cause.clone(),
        ]);
    }
    say!("{table}");
    if let Some(next) = page.next {
        say!("there may be more: --before {next}");
    }
    Ok(())
}
