//! The whole ledger proved while it moves: the log from its oldest entry to its newest, then every account, and once more those that moved meanwhile.

use super::{Postings, carried::CARRIED, verify::Audit};
use crate::{
    records::{Account, AccountId, CarriedPostings, House},
    store::Store,
    types::{Currency, Lsn},
};

/// So many entries of the log are read in one go.
const CHUNK: usize = 4096;

/// How often an account that moves all the time is looked at: each time the log is read to its end before.
const ROUNDS: usize = 64;

/// How often it is begun again where old postings went while they were read: they go a few with each commit, for a while.
const BEGINNINGS: usize = 20;

/// How it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// How many postings were read.
    pub transfers: u64,
    /// How many older ones are not in the log any more: what they left on accounts is believed, and the house's own have what they came to.
    pub carried: u64,
    /// How many accounts were compared.
    pub accounts: u64,
    /// What cannot be, a sentence each.
    pub faults: Vec<String>,
    /// Accounts that moved whenever they were looked at: nothing was found wrong with them.
    pub moving: Vec<AccountId>,
    /// What the house's own accounts come to, by currency; units of bundles have none.
    pub houses: Vec<(House, Option<Currency>, i128)>,
}

/// Why the log could not be read to its end.
enum Stopped {
    /// What was to come next was pruned meanwhile.
    Pruned,
    /// The disk fails, or the log is damaged.
    Failed(String),
}

impl From<String> for Stopped {
    fn from(sentence: String) -> Self {
        Self::Failed(sentence)
    }
}

/// The log, as far as it was read.
struct Reading<'a> {
    log: &'a dyn Postings,
    audit: Audit,
    next: u64,
}

impl Reading<'_> {
    /// Reads on to the end.
    fn on(&mut self) -> Result<(), Stopped> {
        loop {
            let chunk = self.log.read(self.next, CHUNK)?;
            let Some((last, _)) = chunk.last() else { return Ok(()) };
            if chunk[0].0 != self.next {
                return Err(Stopped::Pruned);
            }
            self.next = last + 1;
            chunk.iter().for_each(|(number, transfer)| self.audit.transfer(*number, transfer));
        }
    }
}

/// Proves the accounts of `store` from `log`; `durable` waits until a change is on disk, and its postings can be read. Blocks, and reads everything.
///
/// # Errors
/// A sentence: the log cannot be read.
pub fn prove(log: &dyn Postings, store: &Store, durable: &dyn Fn(Lsn)) -> Result<Proof, String> {
    for _ in 0..BEGINNINGS {
        match attempt(log, store, durable) {
            Ok(proof) => return Ok(proof),
            Err(Stopped::Pruned) => {}
            Err(Stopped::Failed(sentence)) => return Err(sentence),
        }
    }
    Err("old postings went faster than they could be read; try again in a while".into())
}

fn attempt(log: &dyn Postings, store: &Store, durable: &dyn Fn(Lsn)) -> Result<Proof, Stopped> {
    let begin = log.begins()?;
    // Read after it: postings go once what they came to is written.
    let carried = store.get::<CarriedPostings>(&CARRIED.into()).value.unwrap_or_default();
    let mut reading = Reading { log, audit: Audit::new(begin <= 1).carrying(&carried), next: begin };
    reading.on()?;
    let (mut accounts, mut ahead) = (0, Vec::new());
    for (account, version) in store.scan::<Account>() {
        accounts += 1;
        if !reading.audit.account(&account) {
            ahead.push((account.id, version));
        }
    }
    let mut lost = Vec::new();
    for _ in 0..ROUNDS {
        if ahead.is_empty() {
            break;
        }
        durable(store.last());
        reading.on()?;
        ahead = again(&mut reading.audit, store, ahead, &mut lost);
    }
    reading.audit.absent(|id| store.version::<Account>(&id).is_some());
    let told = reading.audit.faults().iter().map(ToString::to_string);
    Ok(Proof {
        transfers: reading.audit.transfers(),
        carried: begin.saturating_sub(1),
        accounts,
        faults: told.chain(lost).collect(),
        moving: ahead.into_iter().map(|(id, _)| id).collect(),
        houses: reading.audit.houses().collect(),
    })
}

/// Looks at accounts that were ahead of the log, now that the log was read further: those that still are, because they moved again. One that did not lacks postings.
fn again(
    audit: &mut Audit,
    store: &Store,
    ahead: Vec<(AccountId, Lsn)>,
    lost: &mut Vec<String>,
) -> Vec<(AccountId, Lsn)> {
    let mut still = Vec::new();
    for (id, before) in ahead {
        let read = store.get::<Account>(&id);
        // Whoever closed it meanwhile left it at zero: the log says so.
        let Some(account) = read.value.filter(|account| !audit.account(account)) else { continue };
        if read.version == before {
            lost.push(format!("account {id}: it counts {} postings, the log has fewer", account.postings));
        } else {
            still.push((id, read.version));
        }
    }
    still
}
