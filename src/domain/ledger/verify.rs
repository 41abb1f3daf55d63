//! Proving the ledger: every posting follows from the one before it, and every balance is where the last one left it.

use super::houses::Houses;
use crate::{
    records::{Account, AccountId, CarriedPostings, House, Side, Transfer},
    types::{Currency, Timestamp},
};
use std::collections::HashMap;

/// What is found while the log is read from its oldest entry to its newest.
#[derive(Debug)]
pub struct Audit {
    /// Nothing of the log was pruned: every account's postings begin with its first.
    whole: bool,
    accounts: HashMap<AccountId, Seen>,
    houses: Houses,
    transfers: u64,
    faults: Vec<Fault>,
}

/// What the log says of one account.
#[derive(Debug, Default)]
struct Seen {
    /// The ordinal of its last posting.
    ordinal: u64,
    /// Where each of its purses stands; its money is purse 0.
    purses: HashMap<u32, i64>,
    /// What its money was before the first posting of it that the log has; buckets begin with nothing.
    opening: Option<i64>,
    /// True if its first postings were pruned: purses not seen yet may hold anything.
    from_the_middle: bool,
    /// When the last posting was.
    at: Timestamp,
    /// There is a record of it.
    met: bool,
    /// An account of this number was there before, and closed: its last posting, when that was, and the entry after it.
    before: Option<(u64, Timestamp, u64)>,
}

impl Seen {
    /// True if it had postings, and they leave nothing in it.
    fn is_empty(&self) -> bool {
        !self.purses.is_empty() && self.purses.values().all(|left| *left == 0)
    }
}

/// Something that cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A posting is missing, or is there twice.
    #[error("account {account}: posting {found} follows {before} (entry {entry})")]
    Order {
        /// Whose.
        account: AccountId,
        /// The posting before.
        before: u64,
        /// The one that follows.
        found: u64,
        /// The log's number of it.
        entry: u64,
    },
    /// A posting does not lead from the balance before it to the one it states.
    #[error("account {account}: {before} moved by {amount} is not {after} (entry {entry})")]
    Sum {
        /// Whose.
        account: AccountId,
        /// Before.
        before: i64,
        /// By how much, signed.
        amount: i128,
        /// As stated.
        after: i64,
        /// The log's number of the posting.
        entry: u64,
    },
    /// Nothing was moved, or nobody's.
    #[error("entry {entry} moves nothing of a customer's")]
    Empty {
        /// The log's number of the posting.
        entry: u64,
    },
    /// The account is not where its last posting left it.
    #[error("account {account}: its {what} is {found}, its postings come to {expected}")]
    Balance {
        /// Whose.
        account: AccountId,
        /// Balance, or a bucket.
        what: String,
        /// As the account has it.
        found: i64,
        /// As the log has it.
        expected: i64,
    },
    /// Its first posting does not follow from what it was opened with.
    #[error("account {account}: it was opened with {found}, its postings begin at {expected}")]
    Opening {
        /// Whose.
        account: AccountId,
        /// As the account has it.
        found: i64,
        /// As the log has it.
        expected: i64,
    },
    /// It had something when it was last heard of, and is not there.
    #[error("account {account}: it is gone, and its postings leave {left} in it")]
    Vanished {
        /// Whose.
        account: AccountId,
        /// What a purse of it held.
        left: i64,
    },
    /// The account has other postings than the log.
    #[error("account {account}: it counts {found} postings, the log has {expected}")]
    Postings {
        /// Whose.
        account: AccountId,
        /// As the account has it.
        found: u64,
        /// As the log has it.
        expected: u64,
    },
}

impl Audit {
    /// Of a log of which nothing was pruned, if `whole`.
    pub fn new(whole: bool) -> Self {
        let (accounts, houses) = (HashMap::new(), Houses::default());
        Self { whole, accounts, houses, transfers: 0, faults: Vec::new() }
    }

    /// The house's own accounts begin with what older postings came to.
    #[must_use]
    pub fn carrying(mut self, carried: &CarriedPostings) -> Self {
        self.houses = carried.into();
        self
    }

    /// The next transfer of the log, with its number.
    pub fn transfer(&mut self, entry: u64, transfer: &Transfer) {
        self.transfers += 1;
        let amount = i128::from(transfer.amount);
        if amount == 0 {
            self.faults.push(Fault::Empty { entry });
        }
        for (side, signed) in [(transfer.debit, -amount), (transfer.credit, amount)] {
            if let Side::Account { id, bucket, ordinal, after } = side {
                self.own(entry, (id, bucket, ordinal), signed, (after, transfer.at));
            }
        }
        self.houses.add(entry, transfer);
        if matches!((transfer.debit, transfer.credit), (Side::House(_), Side::House(_))) {
            self.faults.push(Fault::Empty { entry });
        }
    }

    fn own(
        &mut self,
        entry: u64,
        (account, purse, ordinal): (AccountId, u32, u64),
        amount: i128,
        (after, at): (i64, Timestamp),
    ) {
        let seen = self.accounts.entry(account).or_insert_with(|| Seen {
            ordinal: if self.whole { 0 } else { ordinal.saturating_sub(1) },
            purses: HashMap::new(),
            opening: None,
            from_the_middle: !self.whole && ordinal != 1,
            ..Seen::default()
        });
        // One that was closed with nothing in it, and opened again under its number, begins anew.
        if ordinal == 1 && seen.is_empty() {
            *seen = Seen { before: Some((seen.ordinal, seen.at, entry)), ..Seen::default() };
        }
        seen.at = at;
        if ordinal != seen.ordinal + 1 {
            self.faults.push(Fault::Order { account, before: seen.ordinal, found: ordinal, entry });
        }
        seen.ordinal = ordinal;
        let stated = i128::from(after) - amount;
        let before = seen.purses.insert(purse, after);
        if purse == 0 && before.is_none() {
            seen.opening = i64::try_from(stated).ok();
        }
        // What money there was before is told by the account; a bucket begins with nothing.
        let first = (!seen.from_the_middle && purse != 0).then_some(0);
        let expected = before.map(i128::from).or(first);
        if expected.is_some_and(|expected| expected != stated) {
            let before = before.unwrap_or_default();
            self.faults.push(Fault::Sum { account, before, amount, after, entry });
        }
    }

    /// The account as it is kept, read after the log: false where it was changed since, and is to be looked at again once the log was read further.
    pub fn account(&mut self, account: &Account) -> bool {
        let seen = self.accounts.get_mut(&account.id);
        let reopened = |seen: &Seen| account.opened > seen.at && seen.is_empty();
        let Some(seen) = seen.filter(|seen| !reopened(seen)) else {
            // It never had one, or all were pruned; or the first came after what was read.
            if account.postings > 0 {
                return !self.whole;
            }
            if account.balance != account.opening {
                let (found, expected) = (account.balance.0, account.opening.0);
                let what = "balance".to_owned();
                self.faults.push(Fault::Balance { account: account.id, what, found, expected });
            }
            return true;
        };
        seen.met = true;
        if let Some((before, _, entry)) = seen.before.filter(|(_, at, _)| account.opened <= *at) {
            self.faults.push(Fault::Order { account: account.id, before, found: 1, entry });
        }
        if account.postings > seen.ordinal {
            return false;
        }
        if account.postings < seen.ordinal {
            let (found, expected) = (account.postings, seen.ordinal);
            self.faults.push(Fault::Postings { account: account.id, found, expected });
        }
        let begin = seen.opening.filter(|_| !seen.from_the_middle);
        if let Some(expected) = begin.filter(|begin| *begin != account.opening.0) {
            self.faults.push(Fault::Opening { account: account.id, found: account.opening.0, expected });
        }
        // Money that never moved is still what it was.
        let unmoved = (!seen.from_the_middle).then_some((0, account.opening.0));
        let unmoved = unmoved.filter(|_| !seen.purses.contains_key(&0));
        for (purse, expected) in seen.purses.iter().map(|(purse, left)| (*purse, *left)).chain(unmoved) {
            let (what, found) = match purse {
                0 => ("balance".to_owned(), account.balance.0),
                id => {
                    let left = account.bucket(id).map_or(0, |bucket| bucket.left);
                    (format!("bucket {id}"), i64::try_from(left).unwrap_or(i64::MAX))
                }
            };
            if found != expected {
                self.faults.push(Fault::Balance { account: account.id, what, found, expected });
            }
        }
        true
    }

    /// After all accounts: those that the log knows and no record was shown of. `exists` tells of one that is there all the same, opened since.
    pub fn absent(&mut self, exists: impl Fn(AccountId) -> bool) {
        let gone = self.accounts.iter().filter(|(id, seen)| !seen.met && !exists(**id));
        for (id, seen) in gone {
            let left = seen.purses.values().find(|left| **left != 0);
            self.faults.extend(left.map(|left| Fault::Vanished { account: *id, left: *left }));
        }
    }

    /// What was found wrong so far.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// How many postings were read.
    pub fn transfers(&self) -> u64 {
        self.transfers
    }

    /// What the house's own accounts come to, by currency; units of bundles have none.
    pub fn houses(&self) -> impl Iterator<Item = (House, Option<Currency>, i128)> {
        self.houses.iter()
    }
}
