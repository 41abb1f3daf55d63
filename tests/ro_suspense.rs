//! VC-4: what is done about calls whose home place is not what the charging side's table says: nothing of them is silently charged, and nothing is corrected twice.
#![allow(clippy::unwrap_used, reason = "tests fail loudly")]

mod roaming_common;

use innkeeper::{
    diameter::dictionary::ro::CcRequestType,
    procedures::suspense::{fix, settle},
    records::{Account, AccountId, ChargingSubscription, SessionKey, Suspense, Transfer},
    store::{ChangeSet, MemoryDisk, Options, Store},
    types::{Imsi, Lsn, Timestamp},
};
use roaming_common::{Bench, HOME, HOST, IMSI, Leg, THERE, map};
use std::sync::Arc;

fn key(name: &str) -> SessionKey {
    SessionKey::of(HOST, &format!("{HOST};{name}"))
}

fn held(bench: &Bench, name: &str) -> Option<Arc<Suspense>> {
    bench.store.get::<Suspense>(&key(name)).value
}

fn rerate(bench: &Bench, name: &str) -> Result<(i64, i64), String> {
    let charging = bench.charging.load();
    let rerated = settle(&bench.store, key(name), (&charging, &map()), ("test", Timestamp::now()));
    rerated.map(|(rerated, _)| (rerated.price.0, rerated.moved.0)).map_err(|why| why.to_string())
}

/// Money and what was not there, over all records in the log.
fn told(bench: &Bench) -> (i64, i64) {
    let charges = bench.log().into_iter().filter_map(|detail| detail.charges);
    let services = charges.flat_map(|charges| charges.services.into_vec());
    services.fold((0, 0), |(amount, unpaid), one| (amount + one.amount.0, unpaid + one.uncollected.0))
}

/// A call in Shelbyville of a number that the table has at home there, and the contract in Springfield.
fn away() -> Leg<'static> {
    Leg { number: "15552001", ..Leg::from_cell(THERE) }
}

#[test]
fn vc_4_a_corrected_table_has_the_difference_charged_once() {
    let bench = Bench::new();
    bench.call("a", &away(), 10);
    assert_eq!(bench.spent(), 10, "meanwhile at the table's home, which is no roaming");
    let waits = held(&bench, "a").unwrap();
    assert_eq!((waits.uses.len(), waits.uses[0].charged.0, waits.settled), (1, 10, None));
    let why = rerate(&bench, "a").unwrap_err();
    assert!(why.contains("\"Springfield\" by the record") && why.contains("correct the table"), "{why}");
    assert_eq!((bench.spent(), bench.log().len()), (10, 0), "nothing of it is in the log");
    bench.correct_the_table("number,place\n+1555,Springfield\n");
    assert_eq!(rerate(&bench, "a"), Ok((50, 40)));
    assert_eq!((bench.spent(), told(&bench)), (50, (50, 0)));
    let record = &bench.log()[0];
    assert_eq!((record.home.as_deref(), record.roaming, record.partial), (Some("Springfield"), true, None));
    assert!(record.visited.as_deref().unwrap().starts_with("Shelbyville"));
    let rule = record.charges.as_ref().unwrap().services[0].rule.clone().unwrap();
    assert_eq!(rule.line, Some(11), "the rate of who roams");
    assert!(rerate(&bench, "a").unwrap_err().starts_with("it was priced again at"));
    assert_eq!(bench.spent(), 50);
    let settled = held(&bench, "a").unwrap();
    assert!(settled.call.roaming && settled.call.places.held.is_none() && settled.settled.is_some());
    // The first posting stands as it was: the correction is another.
    bench.written();
    let postings = bench.store.read_log::<Transfer>(1, 10).unwrap();
    assert_eq!(postings.iter().map(|entry| entry.value.amount).collect::<Vec<_>>(), [10, 40]);
    assert!(format!("{:?}", postings[1].value.cause).contains(&format!("suspense-{}", key("a"))));
    assert_eq!(bench.log().len(), 1);
}

#[test]
fn vc_4_a_contract_that_was_wrong_is_fixed_and_too_much_given_back() {
    let bench = Bench::new();
    // In Springfield: roaming by the table's home.
    bench.call("a", &Leg { number: "15552001", ..Leg::from_cell(HOME) }, 10);
    assert_eq!(bench.spent(), 50);
    assert!(
        fix(&bench.store, key("a"), "Atlantis", &map()).unwrap_err().to_string().contains("no \"Atlantis\"")
    );
    fix(&bench.store, key("a"), "Shelbyville", &map()).unwrap();
    let contract = bench.store.get::<ChargingSubscription>(&Imsi::parse(IMSI).unwrap()).value.unwrap();
    assert_eq!(contract.home.as_deref(), Some("Shelbyville"));
    assert_eq!(rerate(&bench, "a"), Ok((50, 0)), "what was taken was right");
    // And where the table was wrong: an ordinary call, and the rest is given back.
    let bench = Bench::new();
    bench.call("a", &Leg { number: "15552001", ..Leg::from_cell(HOME) }, 10);
    bench.correct_the_table("number,place\n+1555,Springfield\n");
    assert_eq!((rerate(&bench, "a"), bench.spent(), told(&bench)), (Ok((10, -40)), 10, (10, 0)));
    assert!(fix(&bench.store, key("a"), "Shelbyville", &map()).is_err(), "it is settled");
    assert_eq!(rerate(&bench, "b"), Err("no record of that session is held".into()));
}

/// A report that comes after the end, and after the correction, opens the record again; only what is new is charged.
#[test]
fn vc_4_what_is_reported_late_is_corrected_too() {
    let bench = Bench::new();
    bench.call("a", &away(), 10);
    bench.correct_the_table("number,place\n+1555,Springfield\n");
    assert_eq!(rerate(&bench, "a"), Ok((50, 40)));
    // The end once more, as it was: the same answer, nothing moved.
    let again = |number, used| {
        let request = away();
        let end = request.request("a", CcRequestType::TERMINATION_REQUEST, number, None, Some(used));
        bench.ask(&end, |answer| assert_eq!(answer.outcome.0, 2001));
    };
    again(1, 10);
    assert_eq!(bench.spent(), 50);
    again(2, 4);
    assert_eq!(bench.spent(), 54);
    assert_eq!(held(&bench, "a").unwrap().settled, None);
    assert_eq!((bench.log().len(), told(&bench)), (1, (50, 0)), "the late one waits");
    assert_eq!((rerate(&bench, "a"), bench.spent()), (Ok((70, 16)), 70));
    assert_eq!((bench.log().len(), told(&bench)), (2, (70, 0)));
    assert_eq!(bench.log()[1].partial, Some(2));
}

/// What agrees goes to the log at once; of what does not, everything waits: what was never answered, and what fell silent.
#[test]
fn vc_4_every_record_whose_home_disagrees_waits_and_no_other() {
    let bench = Bench::new();
    bench.call("right", &Leg::from_cell(THERE), 10);
    assert!(held(&bench, "right").is_none() && bench.log().len() == 1);
    bench.call("unanswered", &away(), 0);
    assert_eq!(held(&bench, "unanswered").unwrap().waiting.len(), 1);
    // While the call goes on nothing is held yet; a session that lapses is.
    let request = away();
    bench.ask(&request.request("b", CcRequestType::INITIAL_REQUEST, 0, Some(30), None), |_| ());
    bench.ask(&request.request("b", CcRequestType::UPDATE_REQUEST, 1, Some(30), Some(5)), |_| ());
    assert!(held(&bench, "b").is_none());
    let later = Timestamp::now().after(std::time::Duration::from_secs(100_000));
    for part in 0..bench.store.shards() {
        innkeeper::procedures::lapses::sweep(&bench.store, part, &bench.charging.load(), later);
    }
    let silent = held(&bench, "b").unwrap();
    assert_eq!((silent.uses[0].charged.0, silent.waiting.len(), bench.log().len()), (5, 1, 1));
    bench.correct_the_table("number,place\n+1555,Springfield\n");
    assert_eq!(rerate(&bench, "unanswered"), Ok((0, 0)));
    assert_eq!(rerate(&bench, "b"), Ok((25, 20)));
    assert_eq!((bench.log().len(), bench.log()[2].incomplete.stop), (3, true));
}

/// The account is short of the difference: what there is is taken, the record says the rest, and no later correction asks for it again.
#[test]
fn vc_4_a_difference_that_the_account_does_not_have_stays_uncollected() {
    let bench = Bench::new();
    bench.call("a", &away(), 10);
    let read = bench.store.get::<Account>(&AccountId(1));
    let poor = Account { balance: innkeeper::types::Money(15), ..(*read.value.clone().unwrap()).clone() };
    bench.store.commit(ChangeSet::new().put(poor, read.version)).unwrap();
    bench.correct_the_table("number,place\n+1555,Springfield\n");
    assert_eq!(rerate(&bench, "a"), Ok((50, 15)));
    assert_eq!(told(&bench), (25, 25));
    let read = bench.store.get::<Account>(&AccountId(1));
    let rich = Account { balance: innkeeper::types::Money(1000), ..(*read.value.clone().unwrap()).clone() };
    bench.store.commit(ChangeSet::new().put(rich, read.version)).unwrap();
    let late = away();
    bench.ask(&late.request("a", CcRequestType::TERMINATION_REQUEST, 2, None, Some(4)), |_| ());
    assert_eq!(rerate(&bench, "a"), Ok((70, 16)), "4 were taken with the report");
    assert_eq!(told(&bench), (45, 25));
}

/// Who paid is gone: the record waits, and nothing is lost.
#[test]
fn vc_4_without_the_account_the_record_waits() {
    let bench = Bench::new();
    bench.call("a", &away(), 10);
    bench.call("unanswered", &away(), 0);
    let read = bench.store.get::<Account>(&AccountId(1));
    bench.store.commit(ChangeSet::new().delete::<Account>(AccountId(1), read.version)).unwrap();
    bench.correct_the_table("number,place\n+1555,Springfield\n");
    let why = rerate(&bench, "a").unwrap_err();
    assert!(why.starts_with("account 1, which paid, does not exist any more"), "{why}");
    assert_eq!((held(&bench, "a").unwrap().settled, bench.log().len()), (None, 0));
    // Where nothing was used nobody has to be there.
    assert_eq!((rerate(&bench, "unanswered"), bench.log().len()), (Ok((0, 0)), 1));
}

/// The power goes at any write: what is on disk is all of it or nothing, and in the end the difference is posted once and the record is in the log once.
#[test]
fn vc_4_a_crash_between_leaves_all_of_it_or_nothing() {
    let seed = Bench::new();
    let mut outcomes = [0, 0];
    for writes in 0..4 {
        let disk = MemoryDisk::new();
        let open = || Arc::new(Store::open_memory(&disk, Options::default()).unwrap());
        let store = open();
        let account = seed.store.get::<Account>(&AccountId(1)).value.unwrap();
        let contract = seed.store.get::<ChargingSubscription>(&Imsi::parse(IMSI).unwrap()).value.unwrap();
        let people = ChangeSet::new().put((*account).clone(), Lsn::ZERO).put((*contract).clone(), Lsn::ZERO);
        store.commit(people).unwrap();
        let bench = Bench::over(store, |_, _| ());
        bench.call("a", &away(), 10);
        bench.written();
        bench.correct_the_table("number,place\n+1555,Springfield\n");
        disk.cut_after(writes);
        assert_eq!(rerate(&bench, "a"), Ok((50, 40)));
        drop(bench);
        let bench = Bench::over(open(), |_, _| ());
        bench.correct_the_table("number,place\n+1555,Springfield\n");
        let done = held(&bench, "a").unwrap().settled.is_some();
        outcomes[usize::from(done)] += 1;
        assert_eq!((bench.spent(), bench.log().len()), if done { (50, 1) } else { (10, 0) });
        assert_eq!(rerate(&bench, "a").is_ok(), !done);
        assert_eq!((bench.spent(), bench.log().len(), told(&bench)), (50, 1, (50, 0)));
    }
    assert!(outcomes[0] > 0 && outcomes[1] > 0, "{outcomes:?}");
}

/// Two operators at once: one of them is told that it was done.
#[test]
fn vc_4_two_at_once_price_it_once() {
    let bench = Bench::new();
    for call in 0..20 {
        let name = format!("c{call}");
        bench.call(&name, &away(), 10);
    }
    bench.correct_the_table("number,place\n+1555,Springfield\n");
    let all = || (0..20).filter(|call| rerate(&bench, &format!("c{call}")).is_ok()).count();
    let done: usize = std::thread::scope(|scope| {
        let both = [scope.spawn(all), scope.spawn(all)];
        both.map(|one| one.join().unwrap()).iter().sum()
    });
    assert_eq!((done, bench.spent(), bench.log().len(), told(&bench)), (20, 20 * 50, 20, (1000, 0)));
}

/// What was settled goes with its session, what waits stays; and what is settled after its session was forgotten leaves nothing behind.
#[test]
fn vc_4_what_is_settled_is_forgotten_with_its_session() {
    let bench = Bench::new();
    bench.call("a", &away(), 10);
    bench.call("b", &away(), 10);
    let other = Leg { number: "15553001", ..Leg::from_cell(THERE) };
    bench.call("c", &other, 10);
    bench.correct_the_table("number,place\n+1555,Springfield\n+15553,Shelbyville\n");
    assert_eq!(rerate(&bench, "a"), Ok((50, 40)));
    assert!(rerate(&bench, "c").is_err());
    let later = Timestamp::now().after(std::time::Duration::from_secs(100_000));
    for part in 0..bench.store.shards() {
        innkeeper::procedures::lapses::sweep(&bench.store, part, &bench.charging.load(), later);
    }
    assert!(held(&bench, "a").is_none());
    assert_eq!(rerate(&bench, "a"), Err("no record of that session is held".into()));
    assert!(held(&bench, "c").unwrap().settled.is_none(), "it waits");
    assert_eq!(rerate(&bench, "b"), Ok((50, 40)));
    assert!(held(&bench, "b").is_none());
    assert_eq!(bench.log().len(), 2);
}
