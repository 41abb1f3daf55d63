//! Records that are told on the network: as they are on disk, and as they are now.

use crate::{store::Store, types::Lsn};

/// So often it is read again; whoever changes without a pause is told as of a moment ago, and the change owes an entry of its own.
const MOST: usize = 16;

/// What `load` reads, with the largest version in it, once that is durable. What is said must not be lost by a crash that the peer does not notice; and
/// what changed while that was waited for is read again, so that nothing is decided on what was.
pub(super) async fn durable<T>(store: &Store, load: impl Fn(&Store) -> (T, Lsn)) -> T {
    let (mut read, mut seen) = load(store);
    for _ in 0..MOST {
        if store.durable().covers(seen) {
            return read;
        }
        store.durable().reached(seen).await;
        (read, seen) = load(store);
    }
    store.durable().reached(seen).await;
    read
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        records::Sequence,
        store::ChangeSet,
        types::{Imsi, Lsn},
    };

    /// A record that changes while it is waited for is not decided upon as it was.
    #[tokio::test]
    async fn what_changes_while_it_is_waited_for_is_read_again() {
        let (store, imsi) = (Store::in_memory(), Imsi::parse("001010000000001").unwrap());
        let put = |seq| {
            let version = store.get::<Sequence>(&imsi).version;
            store.commit(ChangeSet::new().put(Sequence::starting_after(imsi, seq), version)).unwrap()
        };
        let first = put(1);
        // As if what was read was the next change, which is not durable yet.
        let load = |store: &Store| {
            let read = store.get::<Sequence>(&imsi);
            let seen = if read.version == first { Lsn(first.0 + 1) } else { read.version };
            (read.value.unwrap().seq, seen)
        };
        let reading = durable(&store, load);
        let changing = async {
            tokio::task::yield_now().await;
            put(2);
        };
        assert_eq!(tokio::join!(reading, changing).0, 2);
    }
}
