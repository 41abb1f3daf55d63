//! The charging part of a subscriber: from what an order says to who pays (EP-3).
//!
//! An account is opened once, with what the order gives it. From then on its money moves by postings alone: an order that comes again changes plan, terms and
//! whether it is active, and nothing else.

use super::{Fault, Rules, provision::Known};
use crate::{
    records::{Account, AccountId, ChargingSubscription, Subscriber, Terms},
    store::{ChangeSet, Read},
    types::{Currency, Imsi, Lsn, Money, Name, Timestamp},
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The word for nobody who pays, where a template would say who.
pub const NONE: &str = "none";

/// The plan of an account whose order names none.
pub const PLAN: &str = "lab";

/// The longest name of a plan or a place, in characters.
const NAME: usize = 64;

/// Who pays, as ordered: a plan alone, or with what else is told of the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum AccountOrder {
    /// An account of the subscriber's own on this plan; [`NONE`] for nobody who pays.
    Plan(String),
    /// All of it.
    Contract(AccountContract),
}

/// Who pays, written out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AccountContract {
    /// The tariff plan; `lab` where an account is opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// The account that pays, where it is not the subscriber's own. What is not said of it stays as it is; one that is not there is opened if `balance` is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<Number>,
    /// Its currency (ISO 4217); the configured one where an account is opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// What it has when it is opened, such as `10.00`; of no effect on one that is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub balance: Option<String>,
    /// How far below zero it may go, such as `50.00`: paid afterwards. Without it, beforehand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postpaid: Option<String>,
    /// False: nothing is granted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
    /// The subscriber's home place; without it, the home of the number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub home: Option<String>,
}

/// The number of an account as orders write it: digits, in quotes or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number(pub String);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "an account's number is digits")]
        enum Written {
            Text(String),
            Digits(u64),
        }
        Ok(Self(match Written::deserialize(deserializer)? {
            Written::Text(text) => text,
            Written::Digits(digits) => digits.to_string(),
        }))
    }
}

/// What an order asks for, read: complete but for what the account itself decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// The account that is to pay.
    pub number: AccountId,
    /// The subscriber's home place.
    pub home: Option<Name>,
    said: Said,
    /// The account is named by its number: what is not said of it stays.
    shared: bool,
}

/// What is said of an account, by whoever opens or changes it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Said {
    /// Its tariff plan.
    pub plan: Option<Name>,
    /// Its currency.
    pub currency: Option<Currency>,
    /// What it has when it is opened.
    pub balance: Option<Box<str>>,
    /// Its terms.
    pub terms: Option<SaidTerms>,
    /// Whether anything is granted.
    pub active: Option<bool>,
}

/// The terms of an account, as they are said.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum SaidTerms {
    /// Paid beforehand.
    Prepaid,
    /// Paid afterwards, down to this far below zero.
    Postpaid(Box<str>),
}

impl Said {
    /// The account of this number, to be opened at `now`.
    ///
    /// # Errors
    /// The first mistake, with its field.
    pub fn open(&self, id: AccountId, rules: &Rules, now: Timestamp) -> Result<Account, Fault> {
        let currency = self.currency.unwrap_or(rules.currency);
        let balance =
            self.balance.as_deref().map(|text| read_amount("balance", text, currency)).transpose()?;
        let opening = balance.unwrap_or_default();
        let plan = self.plan.as_ref().or(rules.default_plan.as_ref()).cloned().ok_or_else(|| {
            Fault::new("plan", "the tariff has several plans: name one, or set charging.plan")
        })?;
        let account = Account {
            id,
            currency,
            terms: Terms::Prepaid { floor: Money::ZERO },
            plan,
            active: true,
            opening,
            balance: opening,
            reserved: Money::ZERO,
            postings: 0,
            buckets: Box::default(),
            next_bucket: 1,
            sessions: 0,
            opened: now,
        };
        self.change(&account, rules)
    }

    /// `account` with what is said of it: never another balance.
    ///
    /// # Errors
    /// The first mistake, with its field.
    pub fn change(&self, account: &Account, rules: &Rules) -> Result<Account, Fault> {
        let currency = account.currency;
        if self.currency.is_some_and(|told| told != currency) {
            let problem = format!("account {} is kept in {currency}: that never changes", account.id);
            return Err(Fault::new("currency", problem));
        }
        let plan = self.plan.as_ref().unwrap_or(&account.plan);
        if !rules.plan_exists(plan) {
            let names: Vec<&str> = rules.plans.iter().map(Name::as_str).collect();
            let problem = format!("there is no plan {}; there are {}", plan.escape_debug(), names.join(", "));
            return Err(Fault::new("plan", problem));
        }
        let terms = match &self.terms {
            None => account.terms,
            Some(SaidTerms::Prepaid) => Terms::Prepaid { floor: Money::ZERO },
            Some(SaidTerms::Postpaid(text)) => {
                let limit = read_amount("postpaid", text, currency)?;
                if limit.is_negative() {
                    return Err(Fault::new("postpaid", "how far below zero it may go, without a sign"));
                }
                Terms::Postpaid { limit }
            }
        };
        let active = self.active.unwrap_or(account.active);
        Ok(Account { plan: plan.clone(), terms, active, ..account.clone() })
    }
}

/// An amount that any balance can hold with another beside it.
///
/// # Errors
/// What is wrong with it, in `field`.
pub fn read_amount(field: &str, text: &str, currency: Currency) -> Result<Money, Fault> {
    let money = Money::parse_amount(text, currency).map_err(|error| Fault::new(field, error))?;
    // As `Book::adjust`: no sum of a balance, its reservations and its floor overflows anywhere.
    if money.0.unsigned_abs() > i64::MAX.unsigned_abs() / 4 {
        return Err(Fault::new(field, format!("{text} is more than an account can hold")));
    }
    Ok(money)
}

/// The number of an account: 1 to 15 digits.
///
/// # Errors
/// A sentence.
pub fn read_number(text: &str) -> Result<AccountId, String> {
    let sound = (1..=15).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = sound.then(|| text.parse().ok()).flatten().filter(|number| *number > 0);
    number.map(AccountId).ok_or_else(|| {
        let shown: String = text.chars().take(20).collect();
        format!("\"{}\" is no account: a number of 1 to 15 digits", shown.escape_debug())
    })
}

/// The account of a subscriber's own: the IMSI, read as a number.
pub fn own(imsi: Imsi) -> AccountId {
    // At most 15 digits.
    AccountId(imsi.to_string().parse().unwrap_or_default())
}

fn name(field: &str, text: &str) -> Result<Name, Fault> {
    let sound = !text.trim().is_empty() && text.chars().count() <= NAME && !text.contains(char::is_control);
    if !sound {
        return Err(Fault::new(field, format!("a name of 1 to {NAME} characters")));
    }
    Ok(Name::new(text))
}

/// What an order, or else its template, asks for; `None`: nobody is to pay.
///
/// # Errors
/// The first mistake, with its field.
pub(super) fn expand(
    order: Option<&AccountOrder>,
    template: Option<&AccountOrder>,
    imsi: Imsi,
) -> Result<Option<Wish>, Fault> {
    let plain;
    let contract = match order.or(template) {
        None => return Ok(None),
        Some(AccountOrder::Plan(word)) if word == NONE => return Ok(None),
        Some(AccountOrder::Plan(word)) => {
            plain = AccountContract { plan: Some(word.clone()), ..AccountContract::default() };
            &plain
        }
        Some(AccountOrder::Contract(contract)) => contract,
    };
    wish(contract, imsi).map(Some).map_err(|fault| fault.within("account"))
}

fn wish(contract: &AccountContract, imsi: Imsi) -> Result<Wish, Fault> {
    let named = contract.number.as_ref().map(|number| read_number(&number.0)).transpose();
    let named = named.map_err(|error| Fault::new("number", error))?;
    let (number, shared) = match named {
        // An export names an account once by its number, and its owner may come later.
        Some(number) => (number, true),
        None => (own(imsi), false),
    };
    let currency = contract.currency.as_deref().map(Currency::parse).transpose();
    let postpaid = contract.postpaid.as_deref().map(|text| SaidTerms::Postpaid(text.into()));
    let mut said = Said {
        plan: contract.plan.as_deref().map(|text| name("plan", text)).transpose()?,
        currency: currency.map_err(|error| Fault::new("currency", error))?,
        balance: contract.balance.as_deref().map(Into::into),
        terms: postpaid,
        active: contract.active,
    };
    if !shared {
        // The subscriber's own is ordered as a whole.
        said.terms.get_or_insert(SaidTerms::Prepaid);
        said.active.get_or_insert(true);
    }
    let home = contract.home.as_deref().map(|text| name("home", text)).transpose()?;
    Ok(Wish { number, home, said, shared })
}

impl Wish {
    /// True where the account is opened if it is not there.
    pub fn opens(&self) -> bool {
        !self.shared || self.said.balance.is_some()
    }

    /// What is said of the account, where it is more than who it is.
    pub(super) fn said(&self) -> Option<&Said> {
        (self.said != Said::default()).then_some(&self.said)
    }

    /// The account as it is to be.
    ///
    /// # Errors
    /// The first mistake, with its field: also that it is not there, and not to be opened.
    pub(super) fn account(
        &self,
        found: Option<&Account>,
        rules: &Rules,
        now: Timestamp,
    ) -> Result<Account, Fault> {
        let account = match found {
            Some(account) => self.said.change(account, rules),
            None if self.opens() => self.said.open(self.number, rules, now),
            None => Err(Fault::new("number", self.missing())),
        };
        account.map_err(|fault| fault.within("account"))
    }

    /// The sentence for an account that is not there.
    pub(super) fn missing(&self) -> String {
        format!("there is no account {}: tell its balance, and it is opened", self.number)
    }

    /// The charging contract that names it.
    pub(super) fn subscription(&self, imsi: Imsi) -> ChargingSubscription {
        ChargingSubscription { imsi, account: self.number, home: self.home.clone() }
    }
}

/// What becomes of who pays: the contract is to say what `wish` says, of the account that was read as `found`.
///
/// # Errors
/// The first mistake, with its field.
pub(super) fn put(
    known: &Known,
    wish: Option<&Wish>,
    found: impl Fn(AccountId) -> Read<Account>,
    (rules, now): (&Rules, Timestamp),
) -> Result<ChangeSet, Fault> {
    let old = known.charging_subscription.value.as_deref();
    let Some(wish) = wish else {
        let version = known.charging_subscription.version;
        return Ok(match old {
            Some(_) => ChangeSet::new().delete::<ChargingSubscription>(known.imsi, version),
            None => ChangeSet::new(),
        });
    };
    let read = found(wish.number);
    let account = wish.account(read.value.as_deref(), rules, now)?;
    let joins = old.is_none_or(|old| old.account != wish.number);
    let changes = name_payer(known, wish);
    // Whoever joins an account writes it, so that a closing which saw nobody on it is decided again.
    match read.value.as_deref() == Some(&account) && !joins {
        true => Ok(changes),
        false => Ok(changes.put(account, as_read(&read))),
    }
}

/// The charging contract names the account, for as long as the subscriber is there.
pub(super) fn name_payer(known: &Known, wish: &Wish) -> ChangeSet {
    let new = wish.subscription(known.imsi);
    match known.charging_subscription.value.as_deref() == Some(&new) {
        true => ChangeSet::new(),
        false => ChangeSet::new()
            .put(new, as_read(&known.charging_subscription))
            .require::<Subscriber>(known.imsi, as_read(&known.subscriber)),
    }
}

/// The version to expect. Of what is absent: that it still is, whatever else was deleted meanwhile.
fn as_read<R>(read: &Read<R>) -> Lsn {
    read.value.as_ref().map_or(Lsn::ZERO, |_| read.version)
}

/// The order that makes the charging part again. Of an account that was `written` before, only its number.
pub(super) fn order(
    subscription: Option<&ChargingSubscription>,
    account: Option<&Account>,
    written: bool,
) -> AccountOrder {
    let (Some(subscription), Some(account)) = (subscription, account) else {
        return AccountOrder::Plan(NONE.into());
    };
    let own = own(subscription.imsi) == account.id;
    let number = (written || !own).then(|| Number(account.id.to_string()));
    let home = subscription.home.as_ref().map(ToString::to_string);
    if written {
        return AccountOrder::Contract(AccountContract { number, home, ..AccountContract::default() });
    }
    AccountOrder::Contract(AccountContract {
        plan: Some(account.plan.to_string()),
        number,
        currency: Some(account.currency.to_string()),
        balance: Some(plain(account.balance, account.currency)),
        postpaid: match account.terms {
            Terms::Prepaid { .. } => None,
            Terms::Postpaid { limit } => Some(plain(limit, account.currency)),
        },
        active: (!account.active).then_some(false),
        home,
    })
}

/// An amount without its currency: `12.34`.
pub fn plain(money: Money, currency: Currency) -> String {
    let decimals = usize::from(currency.decimals());
    crate::types::write_decimal(money.0.into(), decimals, decimals)
}

/// What is told of who pays for a subscriber.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AccountView {
    /// The account.
    pub number: AccountId,
    /// Its tariff plan; absent, and so is all below but `home`, where the account is not there.
    pub plan: Option<Name>,
    /// Its currency.
    pub currency: Option<Currency>,
    /// What it has.
    pub balance: Option<String>,
    /// What open sessions have reserved of it.
    pub reserved: Option<String>,
    /// What may still be spent.
    pub free: Option<String>,
    /// How far below zero it may go; absent: paid beforehand.
    pub postpaid: Option<String>,
    /// False: nothing is granted.
    pub active: Option<bool>,
    /// The subscriber's home place; absent: the home of the number.
    pub home: Option<Name>,
}

/// The same for people.
pub(super) fn view(subscription: &ChargingSubscription, account: Option<&Account>) -> AccountView {
    let shown = |money: fn(&Account) -> Money| account.map(|own| plain(money(own), own.currency));
    AccountView {
        number: subscription.account,
        plan: account.map(|own| own.plan.clone()),
        currency: account.map(|own| own.currency),
        balance: shown(|own| own.balance),
        reserved: shown(|own| own.reserved),
        free: shown(Account::free),
        postpaid: account.and_then(|own| match own.terms {
            Terms::Prepaid { .. } => None,
            Terms::Postpaid { limit } => Some(plain(limit, own.currency)),
        }),
        active: account.map(|own| own.active),
        home: subscription.home.clone(),
    }
}
