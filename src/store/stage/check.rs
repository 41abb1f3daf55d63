//! Whether what was staged still is as it was decided upon.

use super::identities;
use crate::{
    records::AccountId,
    store::{Change, ChangeSet, index::Listed, kinds::Tables, owner, sequencer, wildcard::Wildcard},
    types::{Impu, Imsi, Lsn},
};

/// A change set in the staged halves of the tables.
pub(super) struct Staged {
    /// Whose it is; `None` where it is no subscriber's.
    pub(super) imsi: Option<Imsi>,
    pub(super) set: ChangeSet,
    /// What the index gains by it.
    pub(super) gained: Vec<Listed>,
    /// What of it the import had staged already, as a sentence.
    pub(super) twice: Option<String>,
}

/// What became of that upon which a set was decided.
#[derive(Debug, Default)]
pub(super) struct Standing {
    /// Live traffic changed what it knows or keeps of this subscriber: decide again.
    pub(super) overtaken: Option<Imsi>,
    /// Accounts that were moved or opened.
    pub(super) moved: Vec<AccountId>,
}

impl Staged {
    /// Looks at the live halves of the tables.
    ///
    /// # Errors
    /// Why the import cannot be applied, as a sentence.
    pub(super) fn check(&self, tables: &Tables) -> Result<Standing, String> {
        if let Some(twice) = &self.twice {
            return Err(twice.clone());
        }
        let mut standing = Standing::default();
        for (change, expected) in self.set.conditions().filter(|(change, lsn)| !change.stands(tables, *lsn)) {
            match (change, self.imsi) {
                (Change::Account(account), _) if tables.account.read(&account.id).value.is_some() => {
                    standing.moved.push(account.id);
                }
                (_, Some(imsi)) if change.is_live() => standing.overtaken = Some(imsi),
                _ if expected == Lsn::ZERO => return Err(format!("the {} exists already", change.kind())),
                _ => return Err(format!("the {} was changed meanwhile", change.kind())),
            }
        }
        // The first record of a kind that there ever is concerns one subscriber, and not all that were decided upon before it.
        if let Some(imsi) = self.imsi
            && self.set.unused.iter().any(|unused| !unused.stands(tables))
            && identities(tables, &imsi).iter().any(|identity| is_kept(tables, identity))
        {
            standing.overtaken = Some(imsi);
        }
        self.gained.iter().try_for_each(|(identity, _)| free(tables, identity))?;
        Ok(standing)
    }

    /// Who it is about, for people.
    pub(super) fn name(&self) -> String {
        let first = || self.set.changes.first().map(Change::key).unwrap_or_default();
        self.imsi.map_or_else(first, |imsi| imsi.to_string())
    }
}

/// True if application servers keep, switched or watch anything of the identity.
fn is_kept(tables: &Tables, identity: &Impu) -> bool {
    tables.repository_data.with(identity, |found, _| found.is_some())
        || tables.dsai.with(identity, |found, _| found.is_some())
        || tables.sh_subscription.with(identity, |found, _| found.is_some())
}

/// An identity gained must be nobody's.
fn free(tables: &Tables, identity: &str) -> Result<(), String> {
    let listed = |holder| owner::confirm(tables, holder, identity).0.then_some(holder);
    if let (Some(owner), _) = tables.index.find(identity, listed) {
        return Err(format!("the identity {identity} belongs to {} already", sequencer::describe(owner)));
    }
    if Wildcard::is(identity)
        && let Err(reason) = Wildcard::parse(identity)
    {
        return Err(format!("the wildcarded identity {identity} cannot be read: {reason}"));
    }
    Ok(())
}
