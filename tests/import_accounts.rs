//! EP-3: one provisioning act makes a subscriber whole, with who pays; and imports leave money alone, whatever moves meanwhile.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails, loudly")]

mod import_common;
mod store_common;

use import_common::{House, K, OPC};
use innkeeper::{
    domain::{
        ledger::Book,
        subscribers::{
            Order,
            account::own,
            export::Exporter,
            import::{Format, Mode},
            provision::{Change, Known},
            view::view,
        },
    },
    records::{
        Account, AccountId, Cause, ChargingSubscription, EpsSubscription, House as Side, Subscriber, Terms,
    },
    store::{ChangeSet, CommitError, StageError, Store},
    types::{Currency, Imsi, Lsn, Money, Timestamp},
};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use store_common::{Place, eager, new, nobody, subscriber, wait, wait_until};

const IMSI: &str = "001010000000001";

fn imsi(number: u64) -> Imsi {
    Imsi::parse(&format!("00101{number:010}")).unwrap()
}

fn order(number: u64, rest: &str) -> String {
    format!(r#"{{"imsi":"{}","msisdn":"49170{number}","k":"{K}","opc":"{OPC}"{rest}}}"#, imsi(number))
}

fn add(house: &House, number: u64, rest: &str) -> Result<(), String> {
    house.add(&order(number, rest)).map_err(|refusal| refusal.to_string())
}

fn replace(house: &House, number: u64, rest: &str) {
    let order: Order = serde_json::from_str(&order(number, rest)).unwrap();
    house.act(&order.imsi.clone(), |desk, known| desk.replace(known, &order)).unwrap();
}

fn account(store: &Store, id: AccountId) -> Option<Account> {
    store.get::<Account>(&id).value.map(|account| Account::clone(&account))
}

fn payer(house: &House, number: u64) -> Option<AccountId> {
    house.store.get::<ChargingSubscription>(&imsi(number)).value.map(|contract| contract.account)
}

/// Money comes, or goes, beside everything else.
fn pay(store: &Store, id: AccountId, cents: i64) {
    loop {
        let read = store.get::<Account>(&id);
        let cause = Cause::Order { key: "k".into(), client: "local".into(), reason: "cash".into() };
        let mut book = Book::open(Account::clone(&read.value.unwrap()), Timestamp(2_000), cause);
        book.adjust(Money(cents), Side::Payments).unwrap();
        let (account, _) = book.close();
        match store.commit(ChangeSet::new().put(account, read.version)) {
            Err(CommitError::Stale { .. }) => {}
            _ => return,
        }
    }
}

#[test]
fn ep_3_one_act_makes_a_subscriber_whole() {
    let house = House::new();
    add(&house, 1, "").unwrap();
    assert_eq!(house.subscriber(IMSI).unwrap().services.len(), 2);
    assert_eq!(house.store.count::<EpsSubscription>(), 1);
    let own = AccountId(1_010_000_000_001);
    assert_eq!(payer(&house, 1), Some(own));
    let opened = account(&house.store, own).unwrap();
    assert_eq!((opened.balance, opened.opening, opened.postings), (Money(10_000), Money(10_000), 0));
    assert_eq!((opened.plan.as_str(), opened.terms), ("lab", Terms::Prepaid { floor: Money(0) }));
    assert_eq!((opened.currency, opened.active), (Currency::EUR, true));
    let (shown, _) = view(&Known::load(&house.store, imsi(1))).unwrap();
    let shown = shown.account.unwrap();
    assert_eq!(
        (shown.number, shown.balance.as_deref(), shown.free.as_deref()),
        (own, Some("100.00"), Some("100.00"))
    );
    // What is ordered goes before the template.
    add(&house, 2, r#","account":"none""#).unwrap();
    assert_eq!((payer(&house, 2), house.store.count::<Account>()), (None, 1));
    add(&house, 3, r#","account":"lab""#).unwrap();
    assert_eq!(account(&house.store, payer(&house, 3).unwrap()).unwrap().balance, Money(0));
    add(
        &house,
        4,
        r#","account":{"currency":"JPY","balance":"-5","postpaid":"500","active":false,"home":"Lab"}"#,
    )
    .unwrap();
    let four = account(&house.store, payer(&house, 4).unwrap()).unwrap();
    assert_eq!(
        (four.balance, four.terms, four.active),
        (Money(-5), Terms::Postpaid { limit: Money(500) }, false)
    );
    let home = house.store.get::<ChargingSubscription>(&imsi(4)).value.unwrap().home.clone();
    assert_eq!(home.as_deref(), Some("Lab"));
    // One change set: all of it is of one version.
    let versions = [
        house.store.get::<Subscriber>(&imsi(1)).version,
        house.store.get::<ChargingSubscription>(&imsi(1)).version,
        house.store.get::<Account>(&own).version,
    ];
    assert_eq!(versions, [versions[0]; 3]);
}

#[test]
fn ep_3_a_mistake_in_who_pays_is_a_sentence_and_nothing_is_made() {
    let house = House::new();
    add(&house, 1, "").unwrap();
    for (account, said) in [
        (r#""gold""#, "account.plan: there is no plan gold; there are lab"),
        (r#"{"number":"77"}"#, "account.number: there is no account 77: tell its balance, and it is opened"),
        (
            r#"{"number":"1234567890123456"}"#,
            "account.number: \"1234567890123456\" is no account: a number of 1 to 15 digits",
        ),
        (r#"{"number":0}"#, "account.number: \"0\" is no account: a number of 1 to 15 digits"),
        (r#"{"balance":"1.234"}"#, "account.balance: 1.234 has more decimals than EUR, which has 2"),
        (r#"{"balance":"99999999999999999"}"#, "account.balance: 99999999999999999 is more than can be kept"),
        (
            r#"{"balance":"30000000000000000"}"#,
            "account.balance: 30000000000000000 is more than an account can hold",
        ),
        (r#"{"postpaid":"-1"}"#, "account.postpaid: how far below zero it may go, without a sign"),
        (
            r#"{"currency":"EURO"}"#,
            "account.currency: \"EURO\" is no currency: write a code of ISO 4217, such as EUR",
        ),
        (
            r#"{"number":1010000000001,"currency":"USD"}"#,
            "account.currency: account 1010000000001 is kept in EUR: that never changes",
        ),
        (r#"{"home":""}"#, "account.home: a name of 1 to 64 characters"),
    ] {
        assert_eq!(add(&house, 2, &format!(r#","account":{account}"#)), Err(said.to_owned()));
        assert_eq!((house.store.count::<Subscriber>(), house.store.count::<Account>()), (1, 1));
    }
}

/// A replacement changes plan, terms and whether it is active; a removal leaves the account, and who comes back finds what was there.
#[test]
fn ep_3_money_is_not_touched_by_provisioning() {
    let house = House::new();
    add(&house, 1, "").unwrap();
    let own = payer(&house, 1).unwrap();
    pay(&house.store, own, 550);
    replace(&house, 1, r#","account":{"balance":"1.00","postpaid":"20.00","active":false}"#);
    let after = account(&house.store, own).unwrap();
    assert_eq!((after.balance, after.opening, after.postings), (Money(10_550), Money(10_000), 1));
    assert_eq!((after.terms, after.active), (Terms::Postpaid { limit: Money(2_000) }, false));
    house.act(IMSI, |desk, known| desk.remove(known)).unwrap();
    assert_eq!((payer(&house, 1), account(&house.store, own)), (None, Some(after)));
    add(&house, 1, "").unwrap();
    let back = account(&house.store, own).unwrap();
    assert_eq!((back.balance, back.postings, back.active), (Money(10_550), 1, true));
    // A PATCH that says nothing of it leaves it; `none` ends the contract alone.
    let quiet = Change { disable: vec!["001".into()], ..Change::default() };
    house.act(IMSI, |desk, known| desk.change(known, &quiet)).unwrap();
    assert_eq!(payer(&house, 1), Some(own));
    let none: Change = serde_json::from_str(r#"{"account":"none"}"#).unwrap();
    house.act(IMSI, |desk, known| desk.change(known, &none)).unwrap();
    assert_eq!((payer(&house, 1), account(&house.store, own).unwrap().balance), (None, Money(10_550)));
}

#[test]
fn ep_3_several_subscribers_share_an_account() {
    let house = House::new();
    add(&house, 1, r#","account":{"postpaid":"9.00"}"#).unwrap();
    let shared = payer(&house, 1).unwrap();
    let before = house.store.get::<Account>(&shared).version;
    add(&house, 2, &format!(r#","account":{{"number":"{}"}}"#, imsi(1))).unwrap();
    assert_eq!((payer(&house, 2), house.store.count::<Account>()), (Some(shared), 1));
    // What is not said of it stays, and whoever decided that nobody is on it decides again.
    assert_eq!(account(&house.store, shared).unwrap().terms, Terms::Postpaid { limit: Money(900) });
    assert!(house.store.get::<Account>(&shared).version > before);
    replace(&house, 2, "");
    assert_eq!(payer(&house, 2), Some(own(imsi(2))));
}

fn lines(rows: &[(u64, &str)]) -> String {
    rows.iter().map(|(number, rest)| order(*number, rest) + "\n").collect()
}

/// Accounts of several subscribers go through an export and an import, whoever comes first, with the money there is.
#[test]
fn ep_3_op_5_an_export_makes_accounts_again() {
    let house = House::new();
    add(&house, 2, r#","account":{"balance":"7.00","postpaid":"5.00"}"#).unwrap();
    add(&house, 1, &format!(r#","account":{{"number":"{}","home":"Lab"}}"#, imsi(2))).unwrap();
    add(&house, 3, &format!(r#","account":{{"number":"{}"}}"#, imsi(2))).unwrap();
    add(&house, 4, r#","account":"none""#).unwrap();
    add(&house, 5, r#","account":{"number":55,"balance":"1.00"}"#).unwrap();
    add(&house, 6, r#","account":{"number":55}"#).unwrap();
    pay(&house.store, own(imsi(2)), 100);
    for format in [Format::Csv, Format::JsonLines] {
        let mut exporter = Exporter::new(Vec::new(), format, Some(&house.vault)).unwrap();
        exporter.write_all(&house.store, |_| ()).unwrap();
        let file = exporter.finish().unwrap();
        let other = House { vault: innkeeper_vault(), ..House::new() };
        let (report, batch) = other.import(format, Mode::Add, &file);
        assert!(report.is_good(), "{:?}\n{}", report.bad, String::from_utf8_lossy(&file));
        other.apply(batch);
        for number in 1..=6 {
            assert_eq!(payer(&other, number), payer(&house, number));
        }
        let two = account(&other.store, own(imsi(2))).unwrap();
        assert_eq!(
            (two.balance, two.opening, two.terms),
            (Money(800), Money(800), Terms::Postpaid { limit: Money(500) })
        );
        assert_eq!(account(&other.store, AccountId(55)).unwrap().balance, Money(100));
        assert_eq!(other.store.count::<Account>(), 2);
        // Over itself it changes nothing of what is there.
        let (report, batch) = house.import(format, Mode::Replace, &file);
        assert!(report.is_good(), "{:?}", report.bad);
        let before = account(&house.store, own(imsi(2)));
        house.apply(batch);
        assert_eq!(account(&house.store, own(imsi(2))), before);
    }
}

fn innkeeper_vault() -> innkeeper::domain::auth::Vault {
    House::new().vault
}

#[test]
fn ep_3_op_5_lines_that_contradict_each_other_about_an_account_are_told() {
    let house = House::new();
    let file = lines(&[
        (1, r#","account":{"number":77}"#),
        (2, r#","account":{"number":55,"balance":"1.00"}"#),
        (3, r#","account":{"number":55}"#),
        (4, r#","account":{"number":55,"balance":"2.00"}"#),
        (5, r#","account":{"number":56,"plan":"lab"}"#),
        (6, r#","account":{"number":55,"balance":"1.00"}"#),
    ]);
    let (report, _) = house.import(Format::JsonLines, Mode::Add, file.as_bytes());
    let told: Vec<_> = report.bad.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "line 1: account.number: there is no account 77: open it on an earlier line, or tell its balance",
            "line 4: account: line 2 says otherwise of account 55: say it once, and name its number alone elsewhere",
            "line 5: account.number: there is no account 56: tell its balance, and it is opened",
        ]
    );
}

/// Two subscribers that the file changes: the first gets another contract for an account that is there, the second joins it.
fn staged(house: &House) -> (AccountId, innkeeper::domain::subscribers::import::Batch) {
    add(house, 1, "").unwrap();
    let id = payer(house, 1).unwrap();
    let file = lines(&[
        (1, r#","account":{"balance":"3.00","postpaid":"20.00"}"#),
        (2, &format!(r#","account":{{"number":{}}}"#, id.0)),
        (3, r#","account":{"balance":"3.00","postpaid":"30.00"}"#),
    ]);
    let (report, batch) = house.import(Format::JsonLines, Mode::Replace, file.as_bytes());
    assert!(report.is_good(), "{:?}", report.bad);
    (id, batch)
}

/// A top-up during a staged import is there afterwards, beside the contract that the import gave; after a restart, too.
#[test]
fn ep_3_op_5_money_that_moves_while_an_import_is_staged_is_not_lost() {
    for place in [Place::memory(), Place::sqlite()] {
        let house = House { store: place.open(), ..House::new() };
        let (id, batch) = staged(&house);
        pay(&house.store, id, 11);
        let lsn = house
            .apply_beside(batch, || {
                pay(&house.store, id, 500);
                pay(&house.store, id, -40);
            })
            .unwrap();
        wait(&house.store, lsn);
        let check = |store: &Store| {
            let after = account(store, id).unwrap();
            assert_eq!((after.balance, after.postings), (Money(10_471), 3));
            assert_eq!(after.terms, Terms::Postpaid { limit: Money(2_000) });
            assert_eq!(account(store, own(imsi(3))).unwrap().balance, Money(300));
            assert_eq!(store.get::<ChargingSubscription>(&imsi(2)).value.unwrap().account, id);
        };
        check(&house.store);
        pay(&house.store, id, 1);
        pay(&house.store, id, -1);
        let last = house.store.last();
        wait(&house.store, last);
        drop(house);
        let store = place.open();
        assert_eq!(account(&store, id).unwrap().postings, 5);
        assert_eq!(account(&store, id).unwrap().balance, Money(10_471));
        assert_eq!(account(&store, id).unwrap().terms, Terms::Postpaid { limit: Money(2_000) });
    }
}

/// An account that is opened live meanwhile is the one that counts.
#[test]
fn ep_3_op_5_an_account_opened_meanwhile_counts() {
    let house = House::new();
    let (_, batch) = staged(&house);
    let third = own(imsi(3));
    let opened = Account {
        id: third,
        opening: Money(77),
        balance: Money(77),
        ..account(&house.store, own(imsi(1))).unwrap()
    };
    house
        .apply_beside(batch, || {
            house.store.commit(ChangeSet::new().put(opened.clone(), Lsn::ZERO)).unwrap();
            pay(&house.store, third, 3);
        })
        .unwrap();
    let after = account(&house.store, third).unwrap();
    assert_eq!((after.balance, after.opening, after.postings), (Money(80), Money(77), 1));
    assert_eq!(after.terms, opened.terms, "what is staged counts only where there is none yet");
    assert_eq!(payer(&house, 3), Some(third));
}

/// One that is closed meanwhile ends the import: its subscribers would be paid by nobody.
#[test]
fn ep_3_op_5_an_account_closed_meanwhile_keeps_everything_out() {
    for before_staging in [true, false] {
        let house = House::new();
        let (id, batch) = staged(&house);
        let close = || {
            let version = house.store.get::<Account>(&id).version;
            house.store.commit(ChangeSet::new().delete::<Account>(id, version)).unwrap();
        };
        if before_staging {
            close();
        }
        let refused = house
            .apply_beside(batch, || {
                if !before_staging {
                    close()
                }
            })
            .unwrap_err();
        match refused {
            StageError::Overtaken(reason) => assert_eq!(reason, format!("account {id} was closed meanwhile")),
            StageError::Conflict { reason, .. } => assert_eq!(reason, "the account was changed meanwhile"),
            other => panic!("{other:?}"),
        }
        assert_eq!((house.store.count::<Account>(), house.store.count::<Subscriber>()), (0, 1));
    }
}

/// An account with a hundred euros, paid beforehand.
fn blank(id: u64) -> Account {
    Account {
        id: AccountId(id),
        currency: Currency::EUR,
        terms: Terms::Prepaid { floor: Money(0) },
        plan: "lab".into(),
        active: true,
        opening: Money(10_000),
        balance: Money(10_000),
        reserved: Money(0),
        postings: 0,
        buckets: Box::default(),
        next_bucket: 1,
        sessions: 0,
        opened: Timestamp(0),
    }
}

/// Two payers move all accounts while one import after the other gives them all another contract: every cent is there, beside the last contract.
#[test]
fn ep_3_op_5_imports_and_payments_at_once_lose_nothing() {
    const MANY: u64 = 500;
    const IMPORTS: i64 = 20;
    let place = Place::memory();
    let store = place.open();
    let all = (1..=MANY).fold(ChangeSet::new(), |set, id| set.put(blank(id), Lsn::ZERO));
    store.commit(all).unwrap();
    let done = AtomicBool::new(false);
    let paid: Vec<AtomicI64> = (0..=MANY).map(|_| AtomicI64::new(0)).collect();
    std::thread::scope(|scope| {
        for first in [0, 250] {
            let (store, done, paid) = (&store, &done, &paid);
            scope.spawn(move || {
                for id in (first..).map(|at| at * 7 % MANY + 1).take_while(|_| !done.load(Ordering::Relaxed))
                {
                    pay(store, AccountId(id), 1);
                    paid[id as usize].fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        for limit in 1..=IMPORTS {
            let mut stage = store.stage().unwrap();
            let set = |id| {
                let (version, read) = (
                    store.get::<Subscriber>(&subscriber(id).imsi).version,
                    store.get::<Account>(&AccountId(id)),
                );
                let terms = Terms::Postpaid { limit: Money(limit) };
                let account = Account { terms, ..Account::clone(&read.value.unwrap()) };
                let template = Some(limit.to_string().as_str().into());
                ChangeSet::new()
                    .put(Subscriber { template, ..subscriber(id) }, version)
                    .put(account, read.version)
            };
            stage.add((1..=MANY).map(set)).unwrap();
            stage.switch(nobody).unwrap();
        }
        done.store(true, Ordering::Relaxed);
    });
    wait(&store, store.last());
    drop(store);
    let store = place.open();
    let moved: i64 = paid.iter().map(|paid| paid.load(Ordering::Relaxed)).sum();
    assert!(moved > IMPORTS, "nobody paid meanwhile: the test proves nothing");
    for id in 1..=MANY {
        let (account, paid) =
            (account(&store, AccountId(id)).unwrap(), paid[id as usize].load(Ordering::Relaxed));
        assert_eq!((account.balance.0, account.postings as i64), (10_000 + paid, paid), "account {id}");
        assert_eq!(account.terms, Terms::Postpaid { limit: Money(IMPORTS) });
    }
}

/// More accounts than fit into the switch move while they are staged, on a disk that is cut after some writes: afterwards there is all of the import or nothing, and
/// every cent is there once.
#[test]
fn ep_3_op_5_st_1_a_crash_loses_no_money_that_moved_beside_an_import() {
    const MANY: u64 = 600;
    for writes in std::iter::successors(Some(0), |writes| Some(writes + 1 + writes / 5)) {
        let Place::Memory(disk) = Place::memory() else { unreachable!() };
        let store = Store::open_memory(&disk, eager()).unwrap();
        let opened = blank;
        let all = (1..=MANY).fold(ChangeSet::new(), |set, id| set.put(opened(id), Lsn::ZERO));
        let version = store.commit(all).unwrap();
        wait(&store, version);
        let mut stage = store.stage().unwrap();
        disk.cut_after(writes);
        let failed = |store: &Store| store.stats().failed.is_some();
        let terms = Terms::Postpaid { limit: Money(2_000) };
        let staged = (1..=MANY).map(|id| new(subscriber(id)).put(Account { terms, ..opened(id) }, version));
        let added = stage.add(staged);
        (1..=MANY).for_each(|id| pay(&store, AccountId(id), 5));
        // On a disk that failed not all of it was taken.
        let moved = (!failed(&store)).then(|| store.last());
        let switched = added.and_then(|()| stage.switch(nobody));
        if let Ok(lsn) = switched {
            wait_until(|| store.durable().covers(lsn) || failed(&store));
        }
        wait_until(|| store.stats().journal == 0 || failed(&store));
        let (whole, paid) = (!failed(&store), moved.is_some_and(|lsn| store.durable().covers(lsn)));
        drop(store);
        disk.cut_after(usize::MAX);
        let store = Store::open_memory(&disk, eager()).unwrap();
        let all: Vec<_> = (1..=MANY).map(|id| account(&store, AccountId(id)).unwrap()).collect();
        let postpaid = all.iter().filter(|account| account.terms == terms).count();
        assert!(postpaid == 0 || postpaid == all.len(), "{postpaid} after {writes} writes");
        assert_eq!(store.count::<Subscriber>(), postpaid);
        for account in &all {
            assert_eq!(account.balance.0, 10_000 + 5 * i64::try_from(account.postings).unwrap());
            assert!(account.postings == 1 || !paid && postpaid == 0, "after {writes} writes");
        }
        if whole {
            assert!(writes > 3 && postpaid == all.len(), "the disk was never cut: the test proves nothing");
            return;
        }
    }
}

/// Who is removed while their account is being ordered does not leave a contract behind.
#[test]
fn ep_3_nobody_is_paid_for_who_is_not_there() {
    let house = House::new();
    add(&house, 1, r#","account":"none""#).unwrap();
    let order: Change = serde_json::from_str(r#"{"account":"lab"}"#).unwrap();
    let mut paid = ChangeSet::new();
    let late = house.act(IMSI, |desk, known| {
        paid = desk.change(known, &order)?;
        desk.remove(known)
    });
    late.unwrap();
    assert!(matches!(house.store.commit(paid), Err(CommitError::Stale { .. })));
    assert_eq!((house.store.count::<ChargingSubscription>(), house.store.count::<Account>()), (0, 0));
}

/// Who changes a part of a contract of which an import has staged that part alone ends the import, too.
#[test]
fn op_5_a_part_of_a_contract_changed_meanwhile_keeps_everything_out() {
    let house = House::new();
    add(&house, 1, "").unwrap();
    for (rest, change) in [
        (r#","eps":"none""#, r#"{"eps":{"enabled":false}}"#),
        (r#","account":"none""#, r#"{"account":{"home":"Lab"}}"#),
    ] {
        // Without keys, which would be sealed anew: of the subscriber itself nothing changes.
        let line = format!(r#"{{"imsi":"{IMSI}","msisdn":"491701"{rest}}}"#);
        let (report, batch) = house.import(Format::JsonLines, Mode::Replace, line.as_bytes());
        assert!(report.is_good(), "{:?}", report.bad);
        let change: Change = serde_json::from_str(change).unwrap();
        let live = || house.act(IMSI, |desk, known| desk.change(known, &change)).unwrap();
        let refused = house.apply_beside(batch, live);
        assert_eq!(
            refused,
            Err(StageError::Overtaken("the subscriber 001010000000001 was changed meanwhile".into()))
        );
    }
}
