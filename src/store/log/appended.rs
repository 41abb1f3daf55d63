//! The entries that a change set appends, in the form in which they will be written.

use crate::{
    records::{Log, Loggable},
    store::shared,
};
use std::{cell::Cell, fmt};

/// Encoded entries, one after the other: the log's place, the length (four octets), the octets.
#[derive(Default, Clone)]
pub(in crate::store) struct Appended {
    octets: Vec<u8>,
}

/// Octets of log and length before an entry.
const HEADER: usize = 5;
/// A buffer that grew beyond this is not kept for the next change set.
const KEPT: usize = 64 * 1024;

thread_local! {
    /// The buffer of the last change set that this thread was done with: the next one needs no room of its own.
    static SPARE: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

impl Appended {
    pub(in crate::store) fn push<E: Loggable>(&mut self, entry: &E) {
        if self.octets.capacity() == 0 {
            self.octets = SPARE.take();
        }
        let begin = self.octets.len();
        self.octets.extend_from_slice(&[E::LOG.place() as u8, 0, 0, 0, 0]);
        shared::encode(entry, &mut self.octets);
        let length = u32::try_from(self.octets.len() - begin - HEADER).expect("an entry has less than 4 GiB");
        self.octets[begin + 1..begin + HEADER].copy_from_slice(&length.to_le_bytes());
    }

    /// Adds the entries of another set after these.
    pub(in crate::store) fn extend(&mut self, other: &Self) {
        self.octets.extend_from_slice(&other.octets);
    }

    pub(in crate::store) fn is_empty(&self) -> bool {
        self.octets.is_empty()
    }

    /// The entries in the order in which they were appended.
    pub(in crate::store) fn iter(&self) -> impl Iterator<Item = (Log, &[u8])> {
        let mut rest = &*self.octets;
        std::iter::from_fn(move || {
            let ([place, length @ ..], after) = rest.split_first_chunk::<HEADER>()?;
            let (entry, after) = after.split_at_checked(u32::from_le_bytes(*length) as usize)?;
            rest = after;
            Some((*Log::ALL.get(usize::from(*place))?, entry))
        })
    }
}

impl Drop for Appended {
    fn drop(&mut self) {
        if (1..=KEPT).contains(&self.octets.capacity()) {
            let mut octets = std::mem::take(&mut self.octets);
            octets.clear();
            // A thread that ends has no room for it any more.
            let _ = SPARE.try_with(|spare| spare.set(octets));
        }
    }
}

impl fmt::Debug for Appended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().map(|(log, entry)| (log, entry.len()))).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::{Deserialize, Serialize};

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    struct Posting(u64, String);
    impl Loggable for Posting {
        const LOG: Log = Log::Transfers;
    }

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    struct Detail(u8);
    impl Loggable for Detail {
        const LOG: Log = Log::Records;
    }

    #[test]
    fn entries_come_out_in_their_order_and_the_next_set_uses_the_room_again() {
        let mut appended = Appended::default();
        assert!(appended.is_empty());
        appended.push(&Posting(300, "a".into()));
        appended.push(&Detail(7));
        let mut other = Appended::default();
        other.push(&Posting(1, String::new()));
        appended.extend(&other);
        drop(other);
        let found: Vec<_> = appended.iter().map(|(log, entry)| (log, entry.to_vec())).collect();
        let expected =
            [(Log::Transfers, vec![0xac, 2, 1, b'a']), (Log::Records, vec![7]), (Log::Transfers, vec![1, 0])];
        assert_eq!(found, expected);
        let room = appended.octets.as_ptr();
        drop(appended);
        let mut next = Appended::default();
        next.push(&Detail(1));
        assert_eq!((next.octets.as_ptr(), next.iter().count()), (room, 1));
    }
}
