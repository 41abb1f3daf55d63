//! What holds for the files the program reads: the journal's records, imports, captures.

use innkeeper::{
    cli::decode::Decode,
    domain::{
        auth::{SystemRandom, Vault, keyfile::KeyRing},
        subscribers::{
            Context, Rules, Templates,
            export::{Beside, Exporter},
            import::{BadLine, Format, Import, Mode},
        },
    },
    records::{EpsSubscription, Sequence, Subscriber},
    store::{Change, ChangeSet, Store},
    types::{Lsn, Timestamp},
};
use std::{
    convert::Infallible,
    sync::{Arc, LazyLock, Mutex},
};

/// Octets that are read as a change set of the journal are one: written and read again it is the same, and what is left over is no part of it.
pub fn records(data: &[u8]) {
    let Ok((changes, _)) = postcard::take_from_bytes::<Vec<Change>>(data) else { return };
    let written = postcard::to_stdvec(&changes).expect("records have a journal form");
    let (again, rest) = postcard::take_from_bytes::<Vec<Change>>(&written).expect("what is written is read");
    assert!(again == changes && rest.is_empty());
    for change in &changes {
        assert!(!change.kind().is_empty() && !change.key().is_empty());
    }
}

/// What orders are read against, made once: the store is empty between two inputs.
static HOUSE: LazyLock<(Templates, Rules, Vault, Store)> = LazyLock::new(|| {
    let ring = KeyRing::ephemeral(&mut SystemRandom).expect("the system has random numbers");
    (Templates::built_in(), Rules::default(), Vault::new(&ring), Store::in_memory())
});

/// A file is refused with a sentence for each bad line, or exported and imported again it makes the same subscribers, in both formats.
pub fn import(data: &[u8]) {
    let Ok(added) = imported(data, Format::detect(data)) else { return };
    for format in [Format::JsonLines, Format::Csv] {
        let once = exported(&added, format);
        let again = imported(&once, format)
            .unwrap_or_else(|bad| panic!("{bad:?} in our own {}", String::from_utf8_lossy(&once)));
        assert_eq!(String::from_utf8(exported(&again, format)), String::from_utf8(once));
    }
}

/// The subscribers of a file in which no line is bad; the bad lines of any other.
pub(crate) fn imported(data: &[u8], format: Format) -> Result<Vec<Subscriber>, Vec<BadLine>> {
    // A test's threads take turns: the store is one.
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock();
    let (templates, rules, vault, store) = &*HOUSE;
    let import = Import {
        format,
        mode: Mode::Add,
        context: Context { templates, rules, vault },
        store,
        now: Timestamp(1_000),
        outbox_ids: &|| store.next_outbox_id(),
        threads: 1,
    };
    let mut sets = Vec::new();
    let report = import.run(data, |batch| {
        sets.extend(batch.sets);
        Ok::<_, Infallible>(())
    });
    let report = report.expect("octets can be read");
    assert_eq!(report.is_good(), report.bad.is_empty());
    assert!(report.bad.iter().all(|bad| bad.line > 0 && !bad.fault.to_string().is_empty()));
    if !report.is_good() {
        return Err(report.bad);
    }
    for set in sets {
        store.commit(set).expect("a file without a bad line fits together");
    }
    let added = taken_out(store);
    assert_eq!(report.subscribers, added.len() as u64);
    Ok(added)
}

/// All subscribers of the store, which is empty afterwards.
fn taken_out(store: &Store) -> Vec<Subscriber> {
    let take = |(subscriber, version): (Arc<Subscriber>, Lsn)| {
        let sequence = store.get::<Sequence>(&subscriber.imsi);
        let mut changes = ChangeSet::new().delete::<Subscriber>(subscriber.imsi, version);
        if sequence.value.is_some() {
            changes = changes.delete::<Sequence>(subscriber.imsi, sequence.version);
        }
        let eps = store.get::<EpsSubscription>(&subscriber.imsi);
        if eps.value.is_some() {
            changes = changes.delete::<EpsSubscription>(subscriber.imsi, eps.version);
        }
        store.commit(changes).expect("nobody else is here");
        Subscriber::clone(&subscriber)
    };
    store.scan().map(take).collect()
}

fn exported(subscribers: &[Subscriber], format: Format) -> Vec<u8> {
    let mut exporter = Exporter::new(Vec::new(), format, Some(&HOUSE.2)).expect("memory can be written");
    for subscriber in subscribers {
        exporter.write(subscriber, Beside::default()).expect("what was sealed opens");
    }
    exporter.finish().expect("memory can be written")
}

/// `innkeeper decode` of anything: a tree or a sentence, and no more than in proportion to what was given.
pub fn capture(data: &[u8]) {
    let mut out = Vec::new();
    match Decode::default().print(data, &mut out) {
        Ok(()) => {}
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    assert!(out.len() <= 4096 + 100 * data.len(), "{} octets of text for {}", out.len(), data.len());
}
