//! Bundles: given by order, used before money, lapsing by the calendar, and given anew where the tariff says that they recur.

use super::{
    Book, append,
    orders::{About, Outcome, Refusal, check, remembered, seal, to_be_told},
};
use crate::{
    domain::{
        charging::tariff::{Bundle, Tariff},
        subscribers::{Fault, account::read_amount},
    },
    records::{Account, AccountId, Bucket, Cause, House, LedgerOrder},
    store::{ChangeSet, Read},
    types::{Money, Timestamp},
};

/// Times that a bundle may have lapsed unseen and is given by the calendar all the same; beyond, it begins when it is looked at.
const UNSEEN: usize = 1000;

/// An order that gives an account a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Give<'a> {
    /// Whose.
    pub account: AccountId,
    /// Which, by its name in the tariff.
    pub bundle: &'a str,
    /// What it costs, such as `10.00`; nothing where it is not told.
    pub price: Option<&'a str>,
    /// Why.
    pub reason: &'a str,
    /// Its Idempotency-Key.
    pub key: &'a str,
    /// Who orders.
    pub client: &'a str,
}

impl Give<'_> {
    /// Decides upon the account, and upon what the key was used for before.
    ///
    /// # Errors
    /// [`Refusal`].
    pub fn decide(
        &self,
        account: &Read<Account>,
        before: &Read<LedgerOrder>,
        tariff: &Tariff,
        now: Timestamp,
    ) -> Result<Outcome, Refusal> {
        check(self.key, self.reason)?;
        if let Some(before) = before.value.as_deref() {
            let price = self.price(before.currency).ok();
            let same = price.filter(|price| self.digest(*price) == before.digest);
            return remembered(self.key, before, same);
        }
        let found = account.value.as_deref().ok_or(Refusal::NoAccount(self.account))?;
        let bundle = tariff.bundle(self.bundle).ok_or_else(|| unknown(self.bundle, tariff))?;
        let price = self.price(found.currency)?;
        if price > found.free() {
            let free = found.free().shown(found.currency);
            return Err(Fault::new("price", format!("account {} has {free} free", self.account)).into());
        }
        let (key, client, reason) = (self.key.into(), self.client.into(), self.reason.into());
        let mut book = Book::open(found.clone(), now, Cause::Time);
        renew(&mut book, tariff, now);
        book.because(Cause::Order { key, client, reason });
        book.adjust(Money(-price.0), House::Bundles).map_err(|problem| Fault::new("price", problem))?;
        book.add_bucket(&bundle.name, bundle.units, (now, bundle.lapses(now)));
        let (moved, transfers) = book.close();
        let order = LedgerOrder {
            key: self.key.into(),
            account: self.account,
            digest: self.digest(price),
            at: now,
            balance: moved.balance,
            currency: moved.currency,
        };
        let told = to_be_told(found, &moved, About::Bundle);
        let changes = ChangeSet::new().put(moved, account.version).put(order.clone(), before.version);
        Ok(Outcome::Moved(append(changes, &transfers), order, price, told))
    }

    fn price(&self, currency: crate::types::Currency) -> Result<Money, Fault> {
        let price = self.price.map_or(Ok(Money::ZERO), |price| read_amount("price", price, currency))?;
        match price.is_negative() {
            true => Err(Fault::new("price", "a bundle costs nothing at least")),
            false => Ok(price),
        }
    }

    fn digest(&self, price: Money) -> u64 {
        seal(self.account, price, &["bundle", self.bundle, self.reason])
    }
}

fn unknown(name: &str, tariff: &Tariff) -> Fault {
    let known: Vec<&str> = tariff.bundles().map(|bundle| bundle.name.as_str()).collect();
    let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
    Fault::new("bundle", format!("there is no bundle {name} in the tariff; there are {known}"))
}

/// Takes what is left of a bundle away: it is not given anew, either.
///
/// # Errors
/// The account or the bucket is not there, or open sessions have reserved of it.
pub fn take(
    id: AccountId,
    found: &Read<Account>,
    bucket: u32,
    client: &str,
    now: Timestamp,
) -> Result<ChangeSet, Refusal> {
    let account = found.value.as_deref().ok_or(Refusal::NoAccount(id))?;
    let held = account.bucket(bucket).ok_or(Refusal::NoBucket { account: id, bucket })?;
    if held.reserved > 0 {
        let why = format!("open sessions have reserved {} of its units", held.reserved);
        return Err(Refusal::BucketInUse { account: id, bucket, why });
    }
    let cause = Cause::Order { key: "".into(), client: client.into(), reason: "taken away".into() };
    let mut book = Book::open(account.clone(), now, cause);
    book.forfeit_one(bucket);
    let (left, transfers) = book.close();
    Ok(append(ChangeSet::new().put(left, found.version), &transfers))
}

/// Whether something of the account lapsed by `now` that nobody has reserved anything of.
pub fn is_due(account: &Account, now: Timestamp) -> bool {
    account.buckets.iter().any(|bucket| has_lapsed(bucket, now))
}

fn has_lapsed(bucket: &Bucket, now: Timestamp) -> bool {
    bucket.reserved == 0 && bucket.until.is_some_and(|until| until <= now)
}

/// Drops what lapsed by `now`; what recurs is given anew, as by the calendar it would have been all the time.
pub fn renew(book: &mut Book, tariff: &Tariff, now: Timestamp) {
    let lapsed = book.account().buckets.iter().filter(|bucket| has_lapsed(bucket, now));
    let anew: Vec<(&Bundle, Timestamp)> = lapsed
        .filter_map(|bucket| Some((tariff.bundle(&bucket.bundle)?, bucket.until?)))
        .filter(|(bundle, _)| bundle.recurring)
        .collect();
    if !is_due(book.account(), now) {
        return;
    }
    book.drop_lapsed();
    for (bundle, ended) in anew {
        let period = period(bundle, ended, now);
        book.add_bucket(&bundle.name, bundle.units, period);
    }
}

/// The period of a bundle that `now` is in, counting from the end of the one that was seen last.
fn period(bundle: &Bundle, mut from: Timestamp, now: Timestamp) -> (Timestamp, Option<Timestamp>) {
    for _ in 0..UNSEEN {
        match bundle.lapses(from) {
            Some(until) if until <= now => from = until,
            until => return (from, until),
        }
    }
    (now, bundle.lapses(now))
}
