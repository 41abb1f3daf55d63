//! What an operator orders of accounts: opened, changed, closed, topped up, adjusted. Whoever orders twice under one key moves money once (VC-6).

use super::{Book, append};
use crate::{
    domain::subscribers::{
        Fault, Rules,
        account::{Said, read_amount},
    },
    records::{Account, AccountId, Cause, House, LedgerOrder, SessionOrder},
    store::{ChangeSet, Read},
    types::{Currency, Imsi, Money, Timestamp},
};
use sha2::{Digest, Sha256};

/// The longest reason, in characters.
const REASON: usize = 200;

/// The longest idempotency key.
const KEY: usize = 128;

/// Why an order is not carried out. Nothing of it was, and it is not remembered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The account is not there.
    #[error("there is no account {0}")]
    NoAccount(AccountId),
    /// It is to be opened, and there already.
    #[error("account {0} exists already")]
    Exists(AccountId),
    /// The key was used for something else.
    #[error("the key {key} was used at {at} for another order, on account {account}: take a new one")]
    KeyUsed {
        /// The key.
        key: Box<str>,
        /// When it was used.
        at: Timestamp,
        /// For whose money.
        account: AccountId,
    },
    /// It is to be closed, and cannot be.
    #[error("account {account} cannot be closed: {why}")]
    InUse {
        /// Which.
        account: AccountId,
        /// What is in the way.
        why: String,
    },
    /// The bundle is not there.
    #[error("account {account} has nothing of a bundle under the number {bucket}")]
    NoBucket {
        /// Which account.
        account: AccountId,
        /// Under which number.
        bucket: u32,
    },
    /// A bundle is to be taken away, and cannot be.
    #[error("bundle {bucket} of account {account} cannot be taken away: {why}")]
    BucketInUse {
        /// Which account.
        account: AccountId,
        /// Which bundle.
        bucket: u32,
        /// What is in the way.
        why: String,
    },
    /// What is said is wrong.
    #[error(transparent)]
    Invalid(#[from] Fault),
}

/// Which way money is moved by an operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Movement {
    /// A customer paid: more than nothing.
    TopUp,
    /// A correction, up or down.
    Adjust,
}

impl Movement {
    /// A word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::TopUp => "top-up",
            Self::Adjust => "adjust",
        }
    }

    const fn house(self) -> House {
        match self {
            Self::TopUp => House::Payments,
            Self::Adjust => House::Adjustments,
        }
    }
}

/// An order that moves money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order<'a> {
    /// Whose money.
    pub account: AccountId,
    /// Which way.
    pub movement: Movement,
    /// How much, such as `10.00`.
    pub amount: &'a str,
    /// Of what; the account's currency if it is not told.
    pub currency: Option<&'a str>,
    /// Why.
    pub reason: &'a str,
    /// Its Idempotency-Key.
    pub key: &'a str,
    /// Who orders.
    pub client: &'a str,
}

/// What became of an order.
#[derive(Debug)]
pub enum Outcome {
    /// To be committed: then it is carried out; with what the clients of open sessions are to be told.
    Moved(ChangeSet, LedgerOrder, Money, Option<SessionOrder>),
    /// It was carried out before, and this is what it came to.
    Repeated(LedgerOrder, Money),
}

impl Order<'_> {
    /// Decides upon the account, and upon what the key was used for before.
    ///
    /// # Errors
    /// [`Refusal`].
    pub fn decide(
        &self,
        account: &Read<Account>,
        before: &Read<LedgerOrder>,
        now: Timestamp,
    ) -> Result<Outcome, Refusal> {
        check(self.key, self.reason)?;
        if let Some(before) = before.value.as_deref() {
            return self.again(before);
        }
        let found = account.value.as_deref().ok_or(Refusal::NoAccount(self.account))?;
        let amount = self.read(found.currency)?;
        let (key, client, reason) = (self.key.into(), self.client.into(), self.reason.into());
        let mut book = Book::open(found.clone(), now, Cause::Order { key, client, reason });
        book.adjust(amount, self.movement.house()).map_err(|problem| Fault::new("amount", problem))?;
        let (moved, transfers) = book.close();
        let order = LedgerOrder {
            key: self.key.into(),
            account: self.account,
            digest: self.digest(amount),
            at: now,
            balance: moved.balance,
            currency: moved.currency,
        };
        let told = to_be_told(found, &moved, About::Money);
        let changes = ChangeSet::new().put(moved, account.version).put(order.clone(), before.version);
        Ok(Outcome::Moved(append(changes, &transfers), order, amount, told))
    }

    /// The key was used: for this order, or for another one.
    fn again(&self, before: &LedgerOrder) -> Result<Outcome, Refusal> {
        let amount = self.read(before.currency).ok();
        let same = amount.filter(|amount| self.digest(*amount) == before.digest);
        remembered(self.key, before, same)
    }

    fn read(&self, currency: Currency) -> Result<Money, Fault> {
        let told = self.currency.map(Currency::parse).transpose();
        let told = told.map_err(|error| Fault::new("currency", error))?;
        if let Some(told) = told.filter(|told| *told != currency) {
            let problem = format!("account {} is kept in {currency}, not in {told}", self.account);
            return Err(Fault::new("currency", problem));
        }
        let amount = read_amount("amount", self.amount, currency)?;
        match self.movement {
            _ if amount == Money::ZERO => Err(Fault::new("amount", "nothing would be moved")),
            Movement::TopUp if amount.is_negative() => {
                Err(Fault::new("amount", "a top-up adds: what is taken away is an adjustment"))
            }
            _ => Ok(amount),
        }
    }

    fn digest(&self, amount: Money) -> u64 {
        seal(self.account, amount, &[self.movement.word(), self.reason])
    }
}

/// What an order came to whose key was used before: `same` is what it moved, if it was this one.
pub(super) fn remembered(key: &str, before: &LedgerOrder, same: Option<Money>) -> Result<Outcome, Refusal> {
    match same {
        Some(amount) => Ok(Outcome::Repeated(before.clone(), amount)),
        None => Err(Refusal::KeyUsed { key: key.into(), at: before.at, account: before.account }),
    }
}

/// 64 bits of the SHA-256 of all that is said.
pub(super) fn seal(account: AccountId, amount: Money, said: &[&str]) -> u64 {
    let hash = Sha256::new()
        .chain_update(account.0.to_be_bytes())
        .chain_update(amount.0.to_be_bytes())
        .chain_update(said.join("\0"))
        .finalize();
    let mut digest = [0; 8];
    digest.copy_from_slice(&hash[..8]);
    u64::from_be_bytes(digest)
}

/// Whether key and reason of an order are sound.
pub(super) fn check(key: &str, reason: &str) -> Result<(), Fault> {
    check_key(key)?;
    let sound = !reason.trim().is_empty() && reason.chars().count() <= REASON;
    if !sound || reason.contains(char::is_control) {
        return Err(Fault::new("reason", format!("say why, in 1 to {REASON} characters")));
    }
    Ok(())
}

/// Whether `key` can be an Idempotency-Key.
///
/// # Errors
/// A sentence.
pub fn check_key(key: &str) -> Result<(), Fault> {
    let sound = (1..=KEY).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic());
    if sound {
        return Ok(());
    }
    Err(Fault::new(
        "Idempotency-Key",
        format!("1 to {KEY} visible ASCII characters, other ones for every order"),
    ))
}

/// Opens an account.
///
/// # Errors
/// It is there already, or what is said is wrong.
pub fn open(
    id: AccountId,
    found: &Read<Account>,
    said: &Said,
    rules: &Rules,
    now: Timestamp,
) -> Result<ChangeSet, Refusal> {
    if found.value.is_some() {
        return Err(Refusal::Exists(id));
    }
    Ok(ChangeSet::new().put(said.open(id, rules, now)?, found.version))
}

/// What an order is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    /// Money, or terms.
    Money,
    /// A bundle that is given.
    Bundle,
}

/// What the clients of an account's open sessions are to be told of a change: to end them where nothing is granted any more, to ask again where more is free
/// than was.
pub(super) fn to_be_told(before: &Account, after: &Account, given: About) -> Option<SessionOrder> {
    let more = given == About::Bundle || after.free() > before.free();
    let order = match (before.active, after.active) {
        (true, false) => SessionOrder::Abort,
        (_, true) if more => SessionOrder::Reauthorize,
        _ => return None,
    };
    (after.sessions > 0).then_some(order)
}

/// Changes plan, terms and whether anything is granted; and what the clients of open sessions are to be told.
///
/// # Errors
/// It is not there, or what is said is wrong.
pub fn change(
    id: AccountId,
    found: &Read<Account>,
    said: &Said,
    rules: &Rules,
) -> Result<(ChangeSet, Option<SessionOrder>), Refusal> {
    let account = found.value.as_deref().ok_or(Refusal::NoAccount(id))?;
    let changed = said.change(account, rules)?;
    let told = to_be_told(account, &changed, About::Money);
    Ok(match changed == *account {
        true => (ChangeSet::new(), None),
        false => (ChangeSet::new().put(changed, found.version), told),
    })
}

/// Closes an account that has nothing, and that nobody is paid by. What is left of its bundles lapses.
///
/// # Errors
/// It is not there, or in use.
pub fn close(
    id: AccountId,
    found: &Read<Account>,
    subscribers: &[Imsi],
    client: &str,
    now: Timestamp,
) -> Result<ChangeSet, Refusal> {
    let account = found.value.as_deref().ok_or(Refusal::NoAccount(id))?;
    let in_use = |why: String| Err(Refusal::InUse { account: id, why });
    if let Some(first) = subscribers.first() {
        let others = match subscribers.len() - 1 {
            0 => String::new(),
            others => format!(" and for {others} more"),
        };
        return in_use(format!("it pays for subscriber {first}{others}"));
    }
    if account.balance != Money::ZERO {
        return in_use(format!("its balance is {}", account.balance.shown(account.currency)));
    }
    if account.sessions > 0 || account.reserved != Money::ZERO {
        return in_use(format!(
            "{} are reserved, open sessions: {}",
            account.reserved.shown(account.currency),
            account.sessions
        ));
    }
    let cause = Cause::Order { key: "".into(), client: client.into(), reason: "closed".into() };
    let mut book = Book::open(account.clone(), now, cause);
    book.forfeit();
    let (_, transfers) = book.close();
    Ok(append(ChangeSet::new().delete::<Account>(id, found.version), &transfers))
}
