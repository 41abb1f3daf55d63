//! VC-6: bundles are given by order, pay before money, lapse by the calendar, and are given anew where they recur.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail loudly")]

mod ops_common;

use innkeeper::{
    domain::{
        charging::tariff::Tariff,
        ledger::{
            bundles::{Give, take},
            orders::{Outcome, Refusal},
        },
    },
    procedures::ledger::renew,
    records::{Account, AccountId, LedgerOrder, SessionOrder, Terms, Transfer, Unit},
    store::{ChangeSet, Store},
    types::{Currency, Lsn, Money, Name, Timestamp},
};
use ops_common::{Daemon, innkeeper, write};
use std::sync::Arc;
use tempfile::TempDir;

const ID: AccountId = AccountId(1);

const TARIFF: &str = r#"
currency = "EUR"
zone = "UTC"
[service.voice]
unit = "seconds"
context = 32260
[bundle.month]
service = "voice"
amount = "100s"
valid = "1 month"
recurring = true
[bundle.week]
service = "voice"
amount = "70s"
valid = "7d"
[bundle.ever]
service = "voice"
amount = "5s"
[plan.lab]
[[plan.lab.rate]]
service = "voice"
step = "1s"
price = 0.01
"#;

fn tariff() -> Tariff {
    Tariff::read(TARIFF.as_bytes()).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

fn day(text: &str) -> Timestamp {
    Timestamp(format!("{text}T00:00:00Z").parse::<jiff::Timestamp>().unwrap().as_millisecond())
}

fn store(balance: i64, sessions: u32) -> Store {
    let store = Store::in_memory();
    let account = Account {
        id: ID,
        currency: Currency::parse("EUR").unwrap(),
        terms: Terms::Prepaid { floor: Money(0) },
        plan: Name::new("lab"),
        active: true,
        opening: Money(balance),
        balance: Money(balance),
        reserved: Money(0),
        postings: 0,
        buckets: Box::default(),
        next_bucket: 1,
        sessions,
        opened: Timestamp(0),
    };
    store.commit(ChangeSet::new().put(account, Lsn::ZERO)).unwrap();
    store
}

fn account(store: &Store) -> Arc<Account> {
    store.get::<Account>(&ID).value.unwrap()
}

fn order<'a>(bundle: &'a str, price: Option<&'a str>, key: &'a str) -> Give<'a> {
    Give { account: ID, bundle, price, reason: "bought", key, client: "desk" }
}

/// What was told to clients, and whether it was only found.
fn give(store: &Store, order: &Give<'_>, now: Timestamp) -> Result<(Option<SessionOrder>, bool), Refusal> {
    let before = store.get::<LedgerOrder>(&order.key.into());
    match order.decide(&store.get(&order.account), &before, &tariff(), now)? {
        Outcome::Repeated(..) => Ok((None, true)),
        Outcome::Moved(changes, _, _, told) => {
            store.commit(changes).unwrap();
            Ok((told, false))
        }
    }
}

/// Name, units left and days of each bucket.
fn buckets(store: &Store) -> Vec<(String, u64, String)> {
    let shown = |at: Timestamp| at.to_string()[..10].to_owned();
    let bucket = |bucket: &innkeeper::records::Bucket| {
        let until = bucket.until.map_or_else(|| "ever".into(), shown);
        (bucket.bundle.to_string(), bucket.left, format!("{}/{until}", shown(bucket.from)))
    };
    account(store).buckets.iter().map(bucket).collect()
}

fn bucket(name: &str, left: u64, days: &str) -> (String, u64, String) {
    (name.into(), left, days.into())
}

#[test]
fn vc_6_a_bundle_is_given_once_for_its_price_and_clients_come_for_it() {
    let (store, now) = (store(500, 1), day("2026-01-31"));
    assert_eq!(
        give(&store, &order("month", Some("2.00"), "1"), now).unwrap(),
        (Some(SessionOrder::Reauthorize), false)
    );
    assert_eq!(give(&store, &order("month", Some("2.00"), "1"), now).unwrap(), (None, true));
    assert_eq!(account(&store).balance, Money(300));
    // A month from 31 January ends on the last of February.
    assert_eq!(buckets(&store), [bucket("month", 100, "2026-01-31/2026-02-28")]);
    give(&store, &order("ever", None, "2"), now).unwrap();
    give(&store, &order("week", None, "3"), now).unwrap();
    let expected = [
        bucket("week", 70, "2026-01-31/2026-02-07"),
        bucket("month", 100, "2026-01-31/2026-02-28"),
        bucket("ever", 5, "2026-01-31/ever"),
    ];
    assert_eq!(buckets(&store), expected, "the first to end is used first");
    for (order, sentence) in [
        (order("year", None, "4"), "there is no bundle year in the tariff; there are ever, month, week"),
        (order("month", Some("3.01"), "4"), "account 1 has 3.00 EUR free"),
        (order("month", Some("-1.00"), "4"), "a bundle costs nothing at least"),
        (order("week", Some("2.00"), "1"), "was used at"),
        (order("month", Some("2.01"), "1"), "was used at"),
        (Give { reason: " ", ..order("week", None, "4") }, "say why"),
        (Give { account: AccountId(9), ..order("week", None, "4") }, "there is no account 9"),
    ] {
        let told = give(&store, &order, now).unwrap_err().to_string();
        assert!(told.contains(sentence), "{told}");
    }
    assert_eq!((buckets(&store).len(), account(&store).balance), (3, Money(300)), "nothing of it was done");
}

#[test]
fn vc_6_what_recurs_is_given_anew_by_the_calendar_and_the_rest_lapses() {
    let (store, tariff) = (store(0, 0), tariff());
    give(&store, &order("month", None, "1"), day("2026-03-15")).unwrap();
    give(&store, &order("week", None, "2"), day("2026-03-15")).unwrap();
    assert_eq!(renew(&store, &tariff, day("2026-03-21")), 0);
    assert_eq!(renew(&store, &tariff, day("2026-03-22")), 1);
    assert_eq!(buckets(&store), [bucket("month", 100, "2026-03-15/2026-04-15")]);
    assert_eq!(renew(&store, &tariff, day("2026-04-15")), 1, "it ends with its last instant");
    assert_eq!(buckets(&store), [bucket("month", 100, "2026-04-15/2026-05-15")]);
    // Nobody looked for five months: one bundle, of the month that it is.
    assert_eq!(
        (renew(&store, &tariff, day("2026-10-01")), renew(&store, &tariff, day("2026-10-01"))),
        (1, 0)
    );
    assert_eq!(buckets(&store), [bucket("month", 100, "2026-09-15/2026-10-15")]);
    // Postings tell of every unit: given and lapsed.
    let last = store.last();
    while !store.durable().covers(last) {
        std::thread::yield_now();
    }
    let all = store.read_log::<Transfer>(1, 100).unwrap();
    let amounts: Vec<_> =
        all.iter().map(|entry| (entry.value.amount, entry.value.unit == Unit::Bundle)).collect();
    assert_eq!(amounts, [100, 70, 70, 100, 100, 100, 100].map(|units| (units, true)));
    // Taken away, it does not come back.
    let id = account(&store).buckets[0].id;
    store.commit(take(ID, &store.get(&ID), id, "desk", day("2026-10-02")).unwrap()).unwrap();
    assert_eq!((buckets(&store), renew(&store, &tariff, day("2027-01-01"))), (vec![], 0));
    let told = take(ID, &store.get(&ID), id, "desk", day("2026-10-02")).unwrap_err();
    assert_eq!(told.to_string(), format!("account 1 has nothing of a bundle under the number {id}"));
}

#[test]
fn vc_6_a_bundle_that_is_reserved_stays_until_it_is_not() {
    let (store, tariff) = (store(0, 0), tariff());
    give(&store, &order("month", None, "1"), day("2026-03-15")).unwrap();
    let read = store.get::<Account>(&ID);
    let mut held = Account::clone(read.value.as_deref().unwrap());
    held.buckets[0].reserved = 30;
    store.commit(ChangeSet::new().put(held.clone(), read.version)).unwrap();
    assert_eq!(renew(&store, &tariff, day("2026-05-01")), 0);
    let told = take(ID, &store.get(&ID), 1, "desk", day("2026-05-01")).unwrap_err().to_string();
    assert!(told.contains("open sessions have reserved 30 of its units"), "{told}");
    held.buckets[0].reserved = 0;
    store.commit(ChangeSet::new().put(held, store.get::<Account>(&ID).version)).unwrap();
    assert_eq!(renew(&store, &tariff, day("2026-05-01")), 1);
    assert_eq!(buckets(&store), [bucket("month", 100, "2026-04-15/2026-05-15")]);
}

/// Over the API and by the command: a call is paid by the bundle, then by money; the ledger proves both.
#[test]
fn vc_6_a_bundle_that_was_bought_pays_for_calls() {
    let directory = TempDir::new().unwrap();
    let (file, tariff) = (directory.path().join("innkeeper.toml"), directory.path().join("tariff.toml"));
    write(&tariff, TARIFF);
    let lab = "[diameter]\naccept_unknown_peers = true\n[lab]\nsubscribers = 1\n[charging]\ntariffs = ";
    write(&file, &format!("{lab}\"{}\"\n", tariff.display()));
    let daemon = Daemon::start(directory, &["--config", &file.display().to_string()], |_| {});
    let own = "1010000000001";
    let bought = ["account", "give", own, "ever", "--price", "1.50", "--reason", "bought", "--key", "k"];
    let told = daemon.told(&bought);
    assert_eq!(told, "account 1010000000001: bundle ever for 1.50 EUR, its balance is 98.50 EUR (key k)\n");
    assert_eq!(daemon.told(&bought), told, "once");
    let call = || {
        let call = ["call", "charge", "--imsi", "001010000000001", "--to", &daemon.diameter[0]];
        assert!(innkeeper().args(call).output().unwrap().status.success());
        let shown = daemon.json(&["account", "show", own, "--json"]);
        (shown["buckets"][0]["left"].as_u64().unwrap(), shown["balance"].as_str().unwrap().to_owned())
    };
    let (left, balance) = call();
    assert!(left < 5 && balance == "98.50", "{left} {balance}");
    let calls: Vec<_> = (0..5).map(|_| call()).collect();
    let (left, balance) = calls.last().unwrap();
    assert!(*left == 0 && &**balance < "98.50", "{calls:?}");
    let history = daemon.told(&["account", "history", own]);
    assert!(
        history.contains("+5 units") && history.contains("-1.50 EUR") && history.contains("bundles"),
        "{history}"
    );
    assert!(daemon.told(&["account", "show", own]).contains("ever"));
    assert_eq!(daemon.told(&["account", "take", own, "1"]), "bundle 1 of account 1010000000001 taken away\n");
    assert!(
        daemon
            .refused(&["account", "take", own, "1"], 1)
            .contains("has nothing of a bundle under the number 1")
    );
    assert!(
        daemon
            .refused(&["account", "give", own, "year", "--reason", "x"], 1)
            .contains("there is no bundle year")
    );
    assert!(daemon.told(&["ledger", "verify"]).contains("1 accounts"));
}
