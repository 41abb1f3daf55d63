//! What moved on one account, read from the log: the newest first.

use super::Postings;
use crate::records::{AccountId, Side, Transfer};

/// So many entries of the log are read in one go.
const CHUNK: usize = 4096;

/// So many entries of the log are looked at for one page: an account that seldom moves must not keep the disk busy for long.
const LOOKED_AT: usize = 1_000_000;

/// A part of an account's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The postings, the newest first, each with the log's number of it.
    pub entries: Vec<(u64, Transfer)>,
    /// Where to go on: before this number there may be more.
    pub next: Option<u64>,
}

/// At most `limit` postings of `account` before entry `before` of the log.
///
/// # Errors
/// A sentence: the log cannot be read.
pub fn history(
    log: &dyn Postings,
    account: AccountId,
    before: Option<u64>,
    limit: usize,
) -> Result<Page, String> {
    let mut page = Page { entries: Vec::new(), next: None };
    let (mut before, mut looked_at) = (before.unwrap_or(u64::MAX), 0);
    while looked_at < LOOKED_AT {
        let chunk = log.read_back(before, CHUNK)?;
        let Some((last, _)) = chunk.last() else {
            page.next = None;
            return Ok(page);
        };
        (looked_at, before) = (looked_at + chunk.len(), *last);
        for (number, transfer) in chunk {
            let Some(ordinal) = ordinal(&transfer, account) else { continue };
            page.entries.push((number, transfer));
            page.next = (ordinal > 1).then_some(number);
            if ordinal == 1 || page.entries.len() >= limit {
                return Ok(page);
            }
        }
        page.next = Some(before);
    }
    Ok(page)
}

/// Which posting of the account it is, if it is one.
fn ordinal(transfer: &Transfer, account: AccountId) -> Option<u64> {
    [transfer.debit, transfer.credit].into_iter().find_map(|side| match side {
        Side::Account { id, ordinal, .. } if id == account => Some(ordinal),
        _ => None,
    })
}
