//! An account being moved: every operation changes the account and writes down the posting, or does neither.

use crate::{
    records::{Account, Bucket, Cause, House, Side, Transfer, Unit},
    types::{Money, Name, Timestamp},
};

/// An account, and the postings that brought it to where it is now.
#[derive(Debug, Clone)]
pub struct Book {
    account: Account,
    transfers: Vec<Transfer>,
    at: Timestamp,
    cause: Cause,
}

/// There is not enough: nothing was moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is not enough on the account")]
pub struct Short;

/// A sum is beyond what a balance can hold.
const TOO_LARGE: &str = "the balance cannot hold so much";

impl Book {
    /// Opens the book of `account`: what is moved is moved at `at`, because of `cause`.
    pub fn open(account: Account, at: Timestamp, cause: Cause) -> Self {
        Self { account, transfers: Vec::new(), at, cause }
    }

    /// What is moved from now on is moved because of `cause`.
    pub fn because(&mut self, cause: Cause) {
        self.cause = cause;
    }

    /// As it is now.
    pub fn account(&self) -> &Account {
        &self.account
    }

    /// What the account is besides its money: for changes of the contract.
    pub fn account_mut(&mut self) -> &mut Account {
        &mut self.account
    }

    /// The account and its postings.
    pub fn close(self) -> (Account, Vec<Transfer>) {
        (self.account, self.transfers)
    }

    /// Reserves money.
    ///
    /// # Errors
    /// [`Short`]: less is free.
    pub fn reserve(&mut self, money: Money) -> Result<(), Short> {
        if money.0 < 0 || money > self.account.free() {
            return Err(Short);
        }
        self.account.reserved.0 += money.0;
        Ok(())
    }

    /// Gives back what was reserved.
    pub fn release(&mut self, money: Money) {
        debug_assert!(
            (0..=self.account.reserved.0).contains(&money.0),
            "nobody gives back what was not reserved"
        );
        self.account.reserved.0 = (self.account.reserved.0 - money.0).max(0);
    }

    /// Reserves units of a bucket.
    ///
    /// # Errors
    /// [`Short`]: fewer are free, or the bucket is not valid.
    pub fn reserve_units(&mut self, bucket: u32, units: u64) -> Result<(), Short> {
        let now = self.at;
        let bucket = self.bucket_mut(bucket).ok_or(Short)?;
        if !bucket.is_valid(now) || units > bucket.free() {
            return Err(Short);
        }
        bucket.reserved += units;
        Ok(())
    }

    /// Gives back units that were reserved. A bucket that is gone meanwhile takes nothing back.
    pub fn release_units(&mut self, bucket: u32, units: u64) {
        if let Some(bucket) = self.bucket_mut(bucket) {
            bucket.reserved = bucket.reserved.saturating_sub(units);
        }
    }

    /// Takes what `service` was used for: as much as is free, of `money`. What was reserved for it is to be released before. Returns what was taken.
    pub fn debit(&mut self, money: Money, service: u16) -> Money {
        let taken = money.min(self.account.free()).max(Money(0));
        self.post(-taken.0, House::Usage(service));
        taken
    }

    /// Takes units of a bucket that `service` was used for: as many as are free, of `units`. Returns how many were taken.
    pub fn use_units(&mut self, bucket: u32, units: u64, service: u16) -> u64 {
        let Some(found) = self.bucket_mut(bucket) else { return 0 };
        let taken = units.min(found.free());
        found.left -= taken;
        let after = found.left;
        self.post_units(bucket, taken, after, (House::Usage(service), Flow::Out));
        taken
    }

    /// Gives back units that a bucket paid for `service`. One that lapsed since takes nothing: they would have lapsed with it.
    pub fn give_back_units(&mut self, bucket: u32, units: u64, service: u16) {
        let now = self.at;
        let Some(found) = self.bucket_mut(bucket).filter(|bucket| bucket.is_valid(now)) else { return };
        found.left = found.left.saturating_add(units);
        let after = found.left;
        self.post_units(bucket, units, after, (House::Usage(service), Flow::In));
    }

    /// Adds to the balance (or takes from it, where `money` is negative), whatever the floor says: an operator's order, a refund.
    ///
    /// # Errors
    /// A sentence: the balance cannot hold so much.
    pub fn adjust(&mut self, money: Money, house: House) -> Result<(), &'static str> {
        // Half of the range, so that no sum of a balance, its reservations and its floor overflows anywhere.
        let sum = i128::from(self.account.balance.0) + i128::from(money.0);
        if sum.unsigned_abs() > u128::from(i64::MAX.unsigned_abs() / 4) {
            return Err(TOO_LARGE);
        }
        self.post(money.0, house);
        Ok(())
    }

    /// Adds a bucket of `units`.
    pub fn add_bucket(
        &mut self,
        bundle: &Name,
        units: u64,
        (from, until): (Timestamp, Option<Timestamp>),
    ) -> u32 {
        let id = self.account.next_bucket;
        self.account.next_bucket += 1;
        let bucket = Bucket { id, bundle: bundle.clone(), left: units, reserved: 0, from, until };
        let mut buckets = std::mem::take(&mut self.account.buckets).into_vec();
        // The first to end is used first.
        let place = buckets.partition_point(|other| ends(other) <= ends(&bucket));
        buckets.insert(place, bucket);
        self.account.buckets = buckets.into();
        self.post_units(id, units, units, (House::Bundles, Flow::In));
        id
    }

    /// Drops buckets whose time is over and that nobody has reserved anything of.
    pub fn drop_lapsed(&mut self) {
        self.lapse(|bucket, now| bucket.until.is_some_and(|until| until <= now));
    }

    /// Drops every bucket that nobody has reserved anything of: the account is closed.
    pub fn forfeit(&mut self) {
        self.lapse(|_, _| true);
    }

    /// Drops one bucket, if nobody has reserved anything of it.
    pub fn forfeit_one(&mut self, id: u32) {
        self.lapse(|bucket, _| bucket.id == id);
    }

    fn lapse(&mut self, over: impl Fn(&Bucket, Timestamp) -> bool) {
        let over = |bucket: &Bucket, now| over(bucket, now) && bucket.reserved == 0;
        let now = self.at;
        let lapsed: Vec<(u32, u64)> = self
            .account
            .buckets
            .iter()
            .filter(|bucket| over(bucket, now))
            .map(|bucket| (bucket.id, bucket.left))
            .collect();
        for (id, left) in &lapsed {
            self.post_units(*id, *left, 0, (House::Lapsed, Flow::Out));
        }
        if !lapsed.is_empty() {
            let buckets = std::mem::take(&mut self.account.buckets).into_vec();
            self.account.buckets = buckets.into_iter().filter(|bucket| !over(bucket, now)).collect();
        }
    }

    fn bucket_mut(&mut self, id: u32) -> Option<&mut Bucket> {
        self.account.buckets.iter_mut().find(|bucket| bucket.id == id)
    }

    /// Moves the balance by `amount`, which is known to fit.
    fn post(&mut self, amount: i64, house: House) {
        if amount == 0 {
            return;
        }
        self.account.balance.0 += amount;
        let flow = if amount > 0 { Flow::In } else { Flow::Out };
        let unit = Unit::Money(self.account.currency);
        let after = self.account.balance.0;
        self.write((0, after), (amount.unsigned_abs(), unit), (house, flow));
    }

    fn post_units(&mut self, bucket: u32, units: u64, after: u64, with: (House, Flow)) {
        if units > 0 {
            let after = i64::try_from(after).unwrap_or(i64::MAX);
            self.write((bucket, after), (units, Unit::Bundle), with);
        }
    }

    fn write(
        &mut self,
        (bucket, after): (u32, i64),
        (amount, unit): (u64, Unit),
        (house, flow): (House, Flow),
    ) {
        self.account.postings += 1;
        let own = Side::Account { id: self.account.id, bucket, ordinal: self.account.postings, after };
        let (debit, credit) = match flow {
            Flow::In => (Side::House(house), own),
            Flow::Out => (own, Side::House(house)),
        };
        let cause = self.cause.clone();
        self.transfers.push(Transfer { at: self.at, debit, credit, amount, unit, cause });
    }
}

#[derive(Debug, Clone, Copy)]
enum Flow {
    In,
    Out,
}

/// When a bucket ends; one that stays, last.
fn ends(bucket: &Bucket) -> Timestamp {
    bucket.until.unwrap_or(Timestamp(i64::MAX))
}
