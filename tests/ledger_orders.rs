//! VC-6: what an operator orders of accounts moves money once for each key, whoever asks at once, whatever crashes; and the ledger proves itself while it moves.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails, loudly")]

mod import_common;
mod store_common;

use import_common::House;
use innkeeper::{
    domain::{
        ledger::{
            Book, Postings, append,
            history::history,
            orders::{Movement, Order, Outcome, Refusal, change, close, open},
            proof::prove,
        },
        subscribers::{
            Rules,
            account::{Said, SaidTerms},
        },
    },
    records::{Account, AccountId, Cause, House as Side, LedgerOrder, Terms, Transfer},
    store::{ChangeSet, CommitError, Store},
    types::{Currency, Imsi, Lsn, Money, Timestamp},
};
use parking_lot::Mutex;
use std::sync::Barrier;
use store_common::{Place, wait};

const ID: AccountId = AccountId(7);

fn opened(store: &Store, id: AccountId, balance: &str) {
    let said = Said { balance: Some(balance.into()), ..Said::default() };
    let changes = open(id, &store.get(&id), &said, &Rules::default(), Timestamp(1_000)).unwrap();
    store.commit(changes).unwrap();
}

fn order<'a>(key: &'a str, amount: &'a str) -> Order<'a> {
    let (account, movement) = (ID, Movement::TopUp);
    Order { account, movement, amount, currency: None, reason: "cash", key, client: "desk" }
}

/// As the admin API does: what was committed, and true if it was only found.
fn carry_out(store: &Store, order: Order<'_>) -> Result<(LedgerOrder, bool), Refusal> {
    loop {
        let before = store.get::<LedgerOrder>(&order.key.into());
        match order.decide(&store.get(&order.account), &before, Timestamp(2_000))? {
            Outcome::Repeated(done, _) => return Ok((done, true)),
            Outcome::Moved(changes, done, ..) => match store.commit(changes) {
                Err(CommitError::Stale { .. }) => {}
                committed => return committed.map(|_| (done, false)).map_err(|error| panic!("{error}")),
            },
        }
    }
}

fn account(store: &Store) -> Account {
    Account::clone(&store.get::<Account>(&ID).value.unwrap())
}

#[test]
fn vc_6_the_same_order_again_moves_nothing_and_another_under_its_key_is_refused() {
    for place in [Place::memory(), Place::sqlite()] {
        let store = place.open();
        opened(&store, ID, "5.00");
        let (first, repeated) = carry_out(&store, order("k1", "10.00")).unwrap();
        assert_eq!((first.balance, first.currency, repeated), (Money(1_500), Currency::EUR, false));
        carry_out(&store, order("k2", "1")).unwrap();
        // The same sum written otherwise is the same order, and gets what it came to then.
        assert_eq!(carry_out(&store, order("k1", "10")), Ok((first.clone(), true)));
        let last = store.last();
        wait(&store, last);
        drop(store);
        let store = place.open();
        assert_eq!(
            carry_out(&store, order("k1", "10.00")),
            Ok((first.clone(), true)),
            "after a restart, too"
        );
        let used = Err(Refusal::KeyUsed { key: "k1".into(), at: Timestamp(2_000), account: ID });
        for other in [
            order("k1", "10.01"),
            order("k1", "0"),
            Order { reason: "card", ..order("k1", "10.00") },
            Order { movement: Movement::Adjust, ..order("k1", "10.00") },
            Order { account: AccountId(8), ..order("k1", "10.00") },
            Order { currency: Some("USD"), ..order("k1", "10.00") },
        ] {
            assert_eq!(carry_out(&store, other), used, "{other:?}");
        }
        assert_eq!((account(&store).balance, account(&store).postings), (Money(1_600), 2));
        assert_eq!(store.last(), last, "nothing was committed");
    }
}

/// Eight at once, again and again: one posting for each key, and one answer.
#[test]
fn vc_6_who_orders_at_once_under_one_key_moves_money_once() {
    const KEYS: usize = 200;
    let place = Place::memory();
    let store = place.open();
    opened(&store, ID, "0");
    let (barrier, moved) = (Barrier::new(8), Mutex::new(vec![0; KEYS]));
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for at in 0..KEYS {
                    barrier.wait();
                    let (done, repeated) = carry_out(&store, order(&format!("k{at}"), "1.00")).unwrap();
                    assert_eq!(done.balance, Money(100 * (at as i64 + 1)), "whoever asks is told the same");
                    moved.lock()[at] += usize::from(!repeated);
                    // Nobody goes on to the next key before all have this one.
                    barrier.wait();
                }
            });
        }
    });
    assert_eq!(*moved.lock(), vec![1; KEYS]);
    assert_eq!((account(&store).balance.0, account(&store).postings), (KEYS as i64 * 100, KEYS as u64));
    assert_eq!(store.count::<LedgerOrder>(), KEYS);
}

#[test]
fn vc_6_a_wrong_order_is_a_sentence_and_is_not_remembered() {
    let store = Store::in_memory();
    opened(&store, ID, "1.00");
    let adjust = |amount| Order { movement: Movement::Adjust, ..order("k", amount) };
    let long = "x".repeat(201);
    for (wrong, said) in [
        (order("k", "-1.00"), "amount: a top-up adds: what is taken away is an adjustment"),
        (order("k", "0.00"), "amount: nothing would be moved"),
        (adjust("0"), "amount: nothing would be moved"),
        (order("k", "1.001"), "amount: 1.001 has more decimals than EUR, which has 2"),
        (order("k", "ten"), "amount: \"ten\" is no amount: write digits, with a point before decimals"),
        (order("k", "23058430092136940.00"), "amount: 23058430092136940.00 is more than an account can hold"),
        (order("k", "23058430092136939.00"), "amount: the balance cannot hold so much"),
        (
            Order { currency: Some("USD"), ..order("k", "1") },
            "currency: account 7 is kept in EUR, not in USD",
        ),
        (Order { reason: " ", ..order("k", "1") }, "reason: say why, in 1 to 200 characters"),
        (Order { reason: &long, ..order("k", "1") }, "reason: say why, in 1 to 200 characters"),
        (
            Order { key: "", ..order("k", "1") },
            "Idempotency-Key: 1 to 128 visible ASCII characters, other ones for every order",
        ),
        (
            Order { key: "a b", ..order("k", "1") },
            "Idempotency-Key: 1 to 128 visible ASCII characters, other ones for every order",
        ),
        (Order { account: AccountId(9), ..order("k", "1") }, "there is no account 9"),
    ] {
        assert_eq!(carry_out(&store, wrong).unwrap_err().to_string(), said, "{wrong:?}");
    }
    assert_eq!((store.count::<LedgerOrder>(), account(&store).postings), (0, 0));
    // The key is still free; and an adjustment may go where no service could.
    assert_eq!(carry_out(&store, adjust("-3.50")).unwrap().0.balance, Money(-250));
}

#[test]
fn vc_6_an_account_is_opened_changed_and_closed() {
    let house = House::new();
    let store = &house.store;
    opened(store, ID, "0");
    let rules = Rules::default();
    let again = open(ID, &store.get(&ID), &Said::default(), &rules, Timestamp(0)).unwrap_err();
    assert_eq!(again.to_string(), "account 7 exists already");
    let said = Said { terms: Some(SaidTerms::Postpaid("5".into())), active: Some(false), ..Said::default() };
    store.commit(change(ID, &store.get(&ID), &said, &rules).unwrap().0).unwrap();
    assert_eq!((account(store).terms, account(store).active), (Terms::Postpaid { limit: Money(500) }, false));
    assert!(change(ID, &store.get(&ID), &said, &rules).unwrap().0.is_empty());
    let said = Said { terms: Some(SaidTerms::Prepaid), ..Said::default() };
    store.commit(change(ID, &store.get(&ID), &said, &rules).unwrap().0).unwrap();
    assert_eq!(account(store).terms, Terms::Prepaid { floor: Money(0) });

    let refused = |subscribers: &[Imsi]| {
        close(ID, &store.get(&ID), subscribers, "desk", Timestamp(3_000)).unwrap_err().to_string()
    };
    let imsi = Imsi::parse("001010000000001").unwrap();
    assert_eq!(
        refused(&[imsi, imsi]),
        "account 7 cannot be closed: it pays for subscriber 001010000000001 and for 1 more"
    );
    carry_out(store, order("k1", "2.00")).unwrap();
    assert_eq!(refused(&[]), "account 7 cannot be closed: its balance is 2.00 EUR");
    carry_out(store, Order { movement: Movement::Adjust, ..order("k2", "-2.00") }).unwrap();
    let read = store.get::<Account>(&ID);
    let open_session = Account { sessions: 1, ..account(store) };
    let version = store.commit(ChangeSet::new().put(open_session, read.version)).unwrap();
    assert_eq!(refused(&[]), "account 7 cannot be closed: 0.00 EUR are reserved, open sessions: 1");
    store.commit(ChangeSet::new().put(Account { sessions: 0, ..account(store) }, version)).unwrap();

    // Who joins it after nobody was seen on it keeps it open.
    let closing = close(ID, &store.get(&ID), &[], "desk", Timestamp(3_000)).unwrap();
    house.add(r#"{"imsi":"001010000000001","services":[],"account":{"number":7}}"#).unwrap();
    assert!(matches!(store.commit(closing), Err(CommitError::Stale { .. })));
    house.act("001010000000001", |desk, known| desk.remove(known)).unwrap();
    let closing = close(ID, &store.get(&ID), &[], "desk", Timestamp(3_000)).unwrap();
    store.commit(closing).unwrap();
    assert_eq!(store.count::<Account>(), 0);
    // A lost answer is still repeated, though the account is gone.
    assert!(carry_out(store, order("k1", "2.00")).unwrap().1);
    assert_eq!(carry_out(store, order("k3", "2.00")).unwrap_err(), Refusal::NoAccount(ID));
}

/// The log, for want of a disk.
#[derive(Default)]
struct Log(Mutex<Vec<Transfer>>);

impl Postings for Log {
    fn read(&self, from: u64, limit: usize) -> Result<Vec<(u64, Transfer)>, String> {
        let all = self.0.lock();
        Ok((1..).zip(all.iter().cloned()).skip_while(|(number, _)| *number < from).take(limit).collect())
    }

    fn read_back(&self, before: u64, limit: usize) -> Result<Vec<(u64, Transfer)>, String> {
        let all = self.0.lock();
        let numbered: Vec<_> =
            (1..).zip(all.iter().cloned()).take_while(|(number, _)| *number < before).collect();
        Ok(numbered.into_iter().rev().take(limit).collect())
    }

    fn begins(&self) -> Result<u64, String> {
        Ok(1)
    }
}

/// Moves money with its posting, as a commit does.
fn post(store: &Store, log: &Log, id: AccountId, cents: i64) {
    let mut log = log.0.lock();
    let read = store.get::<Account>(&id);
    let cause = Cause::Order { key: "k".into(), client: "desk".into(), reason: "cash".into() };
    let mut book = Book::open(Account::clone(&read.value.unwrap()), Timestamp(2_000), cause);
    book.adjust(Money(cents), Side::Payments).unwrap();
    let (account, transfers) = book.close();
    store.commit(ChangeSet::new().put(account, read.version)).unwrap();
    log.extend(transfers);
}

#[test]
fn vc_6_a_history_is_read_page_by_page_the_newest_first() {
    let (store, log) = (Store::in_memory(), Log::default());
    opened(&store, ID, "1.00");
    opened(&store, AccountId(8), "0");
    for cents in 1..=10 {
        post(&store, &log, AccountId(8), cents);
        post(&store, &log, ID, -cents);
        (0..1000).for_each(|_| post(&store, &log, AccountId(8), 1));
    }
    let (mut before, mut seen) = (None, Vec::new());
    loop {
        let page = history(&log, ID, before, 3).unwrap();
        seen.extend(page.entries.iter().map(|(_, transfer)| transfer.amount));
        before = page.next;
        if before.is_none() {
            break;
        }
        assert_eq!(page.entries.len(), 3);
    }
    assert_eq!(seen, (1..=10).rev().collect::<Vec<u64>>());
    assert_eq!(history(&log, AccountId(9), None, 3).unwrap().entries, []);
    assert_eq!(history(&Log::default(), ID, None, 3).unwrap().next, None);
}

#[test]
fn vc_6_the_ledger_is_proved_and_what_is_wrong_is_told() {
    let prove = |store: &Store, log: &Log| prove(log, store, &|_| ()).unwrap();
    let (store, log) = (Store::in_memory(), Log::default());
    (1..=3).for_each(|id| opened(&store, AccountId(id), "10.00"));
    (1..=2).for_each(|id| (1..=5).for_each(|cents| post(&store, &log, AccountId(id), cents)));
    let proof = prove(&store, &log);
    assert_eq!((proof.transfers, proof.accounts, &proof.faults[..]), (10, 3, &[] as &[String]));
    assert_eq!(proof.houses, [(Side::Payments, Some(Currency::EUR), -30)]);

    // The last posting of an account is lost: nothing moves any more, so it is no reading that came too early.
    let last = log.0.lock().pop().unwrap();
    assert_eq!(prove(&store, &log).faults, ["account 2: it counts 5 postings, the log has fewer"]);
    log.0.lock().push(last);

    // An account that goes with money in it is missed; one that was emptied is not, and comes back under its number.
    let gone = |id: u64| {
        let version = store.get::<Account>(&AccountId(id)).version;
        store.commit(ChangeSet::new().delete::<Account>(AccountId(id), version)).unwrap();
    };
    post(&store, &log, AccountId(1), -1_015);
    gone(1);
    assert_eq!(prove(&store, &log).faults, [""; 0]);
    let said = Said { balance: Some("3".into()), ..Said::default() };
    let id = AccountId(1);
    let changes = open(id, &store.get(&id), &said, &Rules::default(), Timestamp(2_001)).unwrap();
    store.commit(changes).unwrap();
    assert_eq!(prove(&store, &log).faults, [""; 0]);
    post(&store, &log, id, 7);
    assert_eq!(prove(&store, &log).faults, [""; 0]);
    gone(2);
    assert_eq!(prove(&store, &log).faults, ["account 2: it is gone, and its postings leave 1015 in it"]);
}

/// Proved again and again while all accounts move: an account that is ahead of the log is looked at once more, and is no fault.
#[test]
fn vc_6_the_ledger_is_proved_while_it_moves() {
    let (store, log) = (Store::in_memory(), Log::default());
    (1..=20).for_each(|id| opened(&store, AccountId(id), "10.00"));
    std::thread::scope(|scope| {
        let moving = scope.spawn(|| (0..4_000).for_each(|at| post(&store, &log, AccountId(at % 20 + 1), 1)));
        while !moving.is_finished() {
            assert_eq!(prove(&log, &store, &|_: Lsn| ()).unwrap().faults, [""; 0]);
        }
    });
    let proof = prove(&log, &store, &|_| ()).unwrap();
    assert_eq!((proof.transfers, proof.faults.len(), proof.moving.len()), (4_000, 0, 0));
}

/// What was ordered is in the log exactly if it moved money, also after kill and restart; the ledger of a store is proved from its own log, and closing an account takes what is
/// left of its bundles out of it.
#[test]
fn vc_6_st_1_orders_are_in_the_store_s_log_and_prove_it() {
    for place in [Place::memory(), Place::sqlite()] {
        let store = place.open();
        (7..=9).for_each(|id| opened(&store, AccountId(id), "1.00"));
        for at in 0..50 {
            let key = format!("k{at}");
            let order = Order { account: AccountId(7 + at % 3), ..order(&key, "0.10") };
            assert!(!carry_out(&store, order).unwrap().1);
            assert!(carry_out(&store, order).unwrap().1);
        }
        wait(&store, store.last());
        let check = |store: &Store, faults: usize| {
            let proof = prove(store, store, &|lsn| wait(store, lsn)).unwrap();
            assert_eq!((proof.faults.len(), proof.carried), (faults, 0), "{:?}", proof.faults);
            (proof.transfers, proof.houses)
        };
        assert_eq!(check(&store, 0), (50, vec![(Side::Payments, Some(Currency::EUR), -500)]));
        drop(store);
        let store = place.open();
        assert_eq!(check(&store, 0).0, 50);
        let page = history(&store, ID, None, 100).unwrap();
        assert_eq!((page.entries.len(), page.next), (17, None));

        // A bundle that is left when the account goes.
        let read = store.get::<Account>(&ID);
        let mut book = Book::open(Account::clone(&read.value.unwrap()), Timestamp(3_000), Cause::Time);
        book.add_bucket(&"minutes".into(), 60, (Timestamp(0), None));
        book.adjust(Money(-270), Side::Adjustments).unwrap();
        let (emptied, transfers) = book.close();
        store.commit(append(ChangeSet::new().put(emptied, read.version), &transfers)).unwrap();
        store.commit(close(ID, &store.get(&ID), &[], "desk", Timestamp(3_000)).unwrap()).unwrap();
        wait(&store, store.last());
        let (transfers, houses) = check(&store, 0);
        assert_eq!(transfers, 53);
        assert!(
            houses.contains(&(Side::Lapsed, None, 60)) && houses.contains(&(Side::Bundles, None, -60)),
            "{houses:?}"
        );

        // Money that moves past the log is a fault.
        let read = store.get::<Account>(&AccountId(8));
        let forged = Account { balance: Money(1), ..Account::clone(&read.value.unwrap()) };
        store.commit(ChangeSet::new().put(forged, read.version)).unwrap();
        check(&store, 1);
    }
}
