//! Accounts that an import stages. Money moves beside it, and always goes first: what is staged of an account that is there is its contract (plan, terms, active)
//! alone, put on whatever the account has come to when the import is switched on; and one that is opened counts only where there is none yet.

use crate::{
    records::{Account, AccountId},
    store::{Change, ChangeSet, kinds::Tables},
};
use std::{collections::HashSet, sync::Arc};

/// So many accounts that moved meanwhile are renewed in the very step that switches everything on: less than a millisecond. More are renewed before, while live
/// traffic goes on, and each time there are fewer.
pub(super) const AT_SWITCH: usize = 256;

/// Which accounts get another contract, of those that are there.
#[derive(Debug, Default)]
pub(super) struct Accounts {
    recontracted: HashSet<AccountId>,
}

impl Accounts {
    /// Stages what a set puts of accounts. Of one that another line of the import gives another contract, or opens, a set that merely joins it changes nothing: the
    /// set says then what was staged.
    pub(super) fn stage(&mut self, tables: &Tables, set: &mut ChangeSet) {
        for change in &mut set.changes {
            let Change::Account(account) = change else { continue };
            let live = tables.account.read(&account.id).value;
            let says = live.as_ref().is_some_and(|live| contract(live) != contract(account));
            match tables.account.staged(&account.id).flatten() {
                Some(staged) if !says => *account = staged,
                _ => {
                    tables.account.stage(account.id, Some(account.clone()));
                    if says {
                        self.recontracted.insert(account.id);
                    }
                }
            }
        }
    }

    /// Stages an account anew that was moved or opened since: as it is now, with the contract that the import gives it.
    pub(super) fn renew(&self, tables: &Tables, id: AccountId) -> Option<Change> {
        let staged = tables.account.staged(&id).flatten()?;
        let live = tables.account.read(&id).value?;
        let recontracted = self.recontracted.contains(&id) && live.currency == staged.currency;
        let renewed = match recontracted {
            true => {
                let (plan, terms, active) = (staged.plan.clone(), staged.terms, staged.active);
                Arc::new(Account { plan, terms, active, ..Account::clone(&live) })
            }
            false => live,
        };
        tables.account.stage(id, Some(renewed.clone()));
        Some(Change::Account(renewed))
    }
}

/// What of an account is agreed, not moved.
fn contract(account: &Account) -> impl PartialEq {
    (account.plan.clone(), account.terms, account.active)
}
