//! What is said of accounts over the API, and how they are shown.

use crate::{
    domain::{
        ledger::orders::Refusal,
        subscribers::{
            Fault,
            account::{Said, SaidTerms, plain},
        },
    },
    records::{
        Account, AccountId, Cause, ChargingSession, ChargingSubscription, House, LedgerOrder, Side, Terms,
        Transfer, Unit,
    },
    store::Store,
    types::{Currency, Imsi, Lsn, Money, Name},
};
use serde::{Deserialize, Serialize};

/// An account. Amounts are of its currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AccountShown {
    /// Its number.
    pub number: u64,
    /// Its currency.
    pub currency: String,
    /// Its tariff plan.
    pub plan: String,
    /// False: nothing is granted.
    pub active: bool,
    /// How far below zero it may go; absent: paid beforehand.
    pub postpaid: Option<String>,
    /// What it had when it was opened.
    pub opening: String,
    /// What it has.
    pub balance: String,
    /// What open sessions have reserved of it.
    pub reserved: String,
    /// What may still be spent.
    pub free: String,
    /// What was bought beforehand, the first to be used first.
    pub buckets: Vec<BucketShown>,
    /// How many postings there were.
    pub postings: u64,
    /// When it was opened.
    pub opened: String,
    /// How many sessions are open.
    pub sessions: u32,
    /// Which, where one account is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open_sessions: Option<Vec<SessionShown>>,
    /// The IMSIs that it pays for, where one account is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subscribers: Option<Vec<String>>,
    /// The same for people: also that it is nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pays_for: Option<String>,
}

/// What is left of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct BucketShown {
    /// Its number in the account.
    pub id: u32,
    /// The bundle.
    pub bundle: String,
    /// Units left.
    pub left: u64,
    /// Units that open sessions have reserved of them.
    pub reserved: u64,
    /// From then on it is used.
    pub from: String,
    /// Until then; absent: it stays.
    pub until: Option<String>,
}

/// An open session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SessionShown {
    /// Its Session-Id.
    pub session_id: String,
    /// Whose service it is.
    pub imsi: String,
    /// Since when.
    pub opened: String,
    /// The money reserved for it.
    pub reserved: String,
}

/// A part of all accounts, in the order of their numbers.
#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AccountPage {
    /// The accounts.
    pub accounts: Vec<AccountShown>,
    /// What to give as `after` for the next page; absent on the last.
    pub next: Option<u64>,
    /// How many accounts there are in all.
    pub total: usize,
}

/// What is said of an account, to open it or to change it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AccountSaid {
    /// Its number, 1 to 15 digits: to open it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Its currency, to open it; the configured one if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// What it has, to open it; nothing if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub balance: Option<String>,
    /// Its tariff plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// How far below zero it may go: it is paid afterwards.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postpaid: Option<String>,
    /// True: it is paid beforehand, in place of `postpaid`.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub prepaid: bool,
    /// False: nothing is granted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
}

/// Money to be moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MoneyOrder {
    /// How much, such as `10.00`; less than nothing takes away, where it is an adjustment.
    pub amount: String,
    /// Of what: it has to be the account's currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Why; it stands in the history.
    pub reason: String,
}

/// A bundle to be given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BundleOrder {
    /// Which, by its name in the tariff.
    pub bundle: String,
    /// What it costs, such as `10.00`; nothing if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<String>,
    /// Why; it stands in the history.
    pub reason: String,
}

/// A bundle that was given. The same order under the same key gets the same again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct BundleGiven {
    /// To whom.
    pub account: u64,
    /// The order's Idempotency-Key.
    pub key: String,
    /// Which.
    pub bundle: String,
    /// What it cost.
    pub price: String,
    /// The balance it led to.
    pub balance: String,
    /// Of what.
    pub currency: String,
    /// When.
    pub at: String,
}

/// Money that was moved. The same order under the same key gets the same again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct MoneyMoved {
    /// Whose.
    pub account: u64,
    /// The order's Idempotency-Key.
    pub key: String,
    /// How much.
    pub amount: String,
    /// The balance it led to.
    pub balance: String,
    /// Of what.
    pub currency: String,
    /// When.
    pub at: String,
}

/// What a change of an account came to.
#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AccountChanged {
    /// Which.
    pub account: u64,
    /// The change's place in the order of all changes; it is durable.
    pub lsn: u64,
}

/// What moved on an account, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct HistoryPage {
    /// The postings.
    pub postings: Vec<Posting>,
    /// What to give as `before` for those before them; absent where there are none.
    pub next: Option<u64>,
}

/// One posting, seen from the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Posting {
    /// Its number in the ledger.
    pub number: u64,
    /// Its number among all of the account.
    pub ordinal: u64,
    /// When.
    pub at: String,
    /// How much, with a sign: money with its currency, or units of a bundle.
    pub amount: String,
    /// What was left afterwards.
    pub after: String,
    /// The bundle's number in the account, where it is no money.
    pub bucket: Option<u32>,
    /// With whom: an account of the house's own.
    pub with: String,
    /// What brought it about.
    pub cause: String,
}

impl AccountShown {
    /// Without what has to be looked for.
    pub(super) fn new(account: &Account) -> Self {
        let amount = |money| plain(money, account.currency);
        Self {
            number: account.id.0,
            currency: account.currency.to_string(),
            plan: account.plan.to_string(),
            active: account.active,
            postpaid: match account.terms {
                Terms::Prepaid { .. } => None,
                Terms::Postpaid { limit } => Some(amount(limit)),
            },
            opening: amount(account.opening),
            balance: amount(account.balance),
            reserved: amount(account.reserved),
            free: amount(account.free()),
            buckets: account.buckets.iter().map(BucketShown::from).collect(),
            postings: account.postings,
            opened: account.opened.to_string(),
            sessions: account.sessions,
            open_sessions: None,
            subscribers: None,
            pays_for: None,
        }
    }

    /// With its sessions and subscribers, and the LSN that finding them read. Looks at all of them.
    pub(super) fn whole(account: &Account, store: &Store) -> (Self, Lsn) {
        let (subscribers, seen) = subscribers(store, account.id);
        let (mut open, mut last) = (Vec::new(), seen);
        // Mostly there are none.
        if account.sessions > 0 {
            let own = |session: &ChargingSession| session.account == account.id && session.ended.is_none();
            for (session, version) in store.scan::<ChargingSession>().filter(|(session, _)| own(session)) {
                last = last.max(version);
                open.push(SessionShown::new(&session, account.currency));
            }
        }
        let pays_for = match &subscribers[..] {
            [] => "nobody".to_owned(),
            [one] => format!("subscriber {one}"),
            all => format!("{} subscribers", all.len()),
        };
        let shown = Self {
            open_sessions: Some(open),
            subscribers: Some(subscribers.iter().map(Imsi::to_string).collect()),
            pays_for: Some(pays_for),
            ..Self::new(account)
        };
        (shown, last)
    }
}

/// Whom an account pays for, and the LSN that finding them read. Looks at every charging contract.
pub(super) fn subscribers(store: &Store, id: AccountId) -> (Vec<Imsi>, Lsn) {
    let own = store.scan::<ChargingSubscription>().filter(|(contract, _)| contract.account == id);
    own.fold((Vec::new(), Lsn::ZERO), |(mut all, seen), (contract, version)| {
        all.push(contract.imsi);
        (all, seen.max(version))
    })
}

impl From<&crate::records::Bucket> for BucketShown {
    fn from(bucket: &crate::records::Bucket) -> Self {
        Self {
            id: bucket.id,
            bundle: bucket.bundle.to_string(),
            left: bucket.left,
            reserved: bucket.reserved,
            from: bucket.from.to_string(),
            until: bucket.until.map(|until| until.to_string()),
        }
    }
}

impl SessionShown {
    fn new(session: &ChargingSession, currency: Currency) -> Self {
        let reserved = session.grants.iter().map(|grant| grant.reserved.0).fold(0, i64::saturating_add);
        Self {
            session_id: session.session_id.to_string(),
            imsi: session.imsi.to_string(),
            opened: session.opened.to_string(),
            reserved: plain(Money(reserved), currency),
        }
    }
}

impl AccountSaid {
    /// For the domain.
    ///
    /// # Errors
    /// Terms that contradict each other, and what is no currency.
    pub(super) fn said(&self) -> Result<Said, Refusal> {
        let terms = match (&self.postpaid, self.prepaid) {
            (Some(_), true) => return Err(Fault::new("prepaid", "it is either postpaid or prepaid").into()),
            (Some(limit), false) => Some(SaidTerms::Postpaid(limit.as_str().into())),
            (None, true) => Some(SaidTerms::Prepaid),
            (None, false) => None,
        };
        let currency = self.currency.as_deref().map(Currency::parse).transpose();
        Ok(Said {
            plan: self.plan.as_deref().map(Name::new),
            currency: currency.map_err(|error| Fault::new("currency", error))?,
            balance: self.balance.as_deref().map(Into::into),
            terms,
            active: self.active,
        })
    }
}

impl MoneyMoved {
    pub(super) fn new(order: &LedgerOrder, amount: Money) -> Self {
        Self {
            account: order.account.0,
            key: order.key.to_string(),
            amount: plain(amount, order.currency),
            balance: plain(order.balance, order.currency),
            currency: order.currency.to_string(),
            at: order.at.to_string(),
        }
    }
}

impl BundleGiven {
    pub(super) fn new(order: &LedgerOrder, bundle: &str, price: Money) -> Self {
        let MoneyMoved { account, key, amount, balance, currency, at } = MoneyMoved::new(order, price);
        Self { account, key, bundle: bundle.into(), price: amount, balance, currency, at }
    }
}

impl Posting {
    /// A transfer, seen from the account; `None` where it is not the account's.
    pub(super) fn new(number: u64, transfer: &Transfer, account: AccountId) -> Option<Self> {
        let own = |side: Side| match side {
            Side::Account { id, bucket, ordinal, after } if id == account => Some((bucket, ordinal, after)),
            _ => None,
        };
        let (sign, (bucket, ordinal, after), other) = match (own(transfer.debit), own(transfer.credit)) {
            (Some(own), _) => (-1, own, transfer.credit),
            (None, Some(own)) => (1, own, transfer.debit),
            (None, None) => return None,
        };
        let signed = i128::from(transfer.amount) * sign;
        let (amount, after) = match transfer.unit {
            Unit::Money(currency) => {
                let signed = i64::try_from(signed).map(Money).unwrap_or_default();
                (signed.shown(currency).to_string(), Money(after).shown(currency).to_string())
            }
            Unit::Bundle => (format!("{signed} units"), format!("{after} units")),
        };
        let plus = if sign > 0 { "+" } else { "" };
        Some(Self {
            number,
            ordinal,
            at: transfer.at.to_string(),
            amount: format!("{plus}{amount}"),
            after,
            bucket: (bucket > 0).then_some(bucket),
            with: match other {
                Side::House(house) => house_word(house),
                Side::Account { id, .. } => format!("account {id}"),
            },
            cause: cause(&transfer.cause),
        })
    }
}

/// An account of the house's own, for people.
pub fn house_word(house: House) -> String {
    match house {
        House::Usage(context) => format!("usage {context}"),
        House::Payments => "payments".into(),
        House::Adjustments => "adjustments".into(),
        House::Bundles => "bundles".into(),
        House::Lapsed => "lapsed".into(),
    }
}

fn cause(cause: &Cause) -> String {
    match cause {
        Cause::Request { session, number } => format!("session {session}, request {number}"),
        Cause::Order { client, reason, .. } => format!("{reason} ({client})"),
        Cause::Time => "time".into(),
    }
}
