//! What application servers keep and watch (Sh) of subscribers who are changed by an operator or by an import: live traffic goes first, nobody misses what
//! changed, and what aliases share moves with them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly, its helpers too")]

mod import_common;

use import_common::{House, K, OPC};
use innkeeper::{
    domain::subscribers::{
        Order,
        import::{Batch, Format, Mode},
        provision::Change,
    },
    records::*,
    store::{ChangeSet, StageError},
    types::{Impu, Imsi, Lsn, Sic, Timestamp},
};

const IMSI: &str = "001010000000001";

fn imsi() -> Imsi {
    Imsi::parse(IMSI).unwrap()
}

/// A user of VoLTE and RCS, and what an import that takes VoLTE away comes to.
fn house() -> House {
    let house = House::new();
    let order =
        format!(r#"{{"imsi":"{IMSI}","msisdn":"491701","sics":["001","002"],"k":"{K}","opc":"{OPC}"}}"#);
    house.add(&order).unwrap();
    house
}

fn without_volte(house: &House) -> Batch {
    let line = format!(r#"{{"imsi":"{IMSI}","msisdn":"491701","sics":["002"],"k":"{K}","opc":"{OPC}"}}"#);
    let (report, batch) = house.import(Format::JsonLines, Mode::Replace, line.as_bytes());
    assert!(report.is_good(), "{:?}", report.bad);
    batch
}

fn first(house: &House, sic: &str) -> Impu {
    let subscriber = house.subscriber(IMSI).unwrap();
    subscriber.service(Sic::parse(sic)).unwrap().identities[0].impu.clone()
}

/// What a PUR does: data `mmtel` with this number, or none.
fn keep(house: &House, identity: &Impu, sequence: Option<u16>) {
    let read = house.store.get::<RepositoryData>(identity);
    let entry =
        |sequence| RepositoryEntry { service_indication: "mmtel".into(), sequence, data: "<a/>".into() };
    let mut data = RepositoryData::empty(identity.clone(), Some(imsi()));
    data.set("mmtel", sequence.map(entry));
    let set = match sequence {
        Some(_) => ChangeSet::new().put(data, read.version),
        None => ChangeSet::new().delete::<RepositoryData>(identity.clone(), read.version),
    };
    house.store.commit(set).unwrap();
}

fn kept(house: &House, identity: &Impu) -> Option<u16> {
    let read = house.store.get::<RepositoryData>(identity);
    let data = read.value.filter(|data| data.holder == Some(imsi()))?;
    assert_eq!(data.identity, *identity);
    data.entry("mmtel").map(|entry| entry.sequence)
}

/// What an SNR does.
fn watch(house: &House, identity: &Impu, watched: Watched, one_time: bool) {
    let read = house.store.get::<ShSubscriptions>(identity);
    let entry = ShSubscription {
        host: "as.ims.example".into(),
        realm: "ims.example".into(),
        watched,
        private_identity: None,
        asked: identity.as_str().into(),
        expires: None,
        one_time,
    };
    let all = ShSubscriptions { identity: identity.clone(), holder: Some(imsi()), entries: [entry].into() };
    house.store.commit(ChangeSet::new().put(all, read.version)).unwrap();
}

fn watching(house: &House, identity: &Impu) -> usize {
    house.store.get::<ShSubscriptions>(identity).value.map_or(0, |all| all.entries.len())
}

fn told(house: &House) -> Vec<String> {
    let tasks = house.store.scan::<Outbox>().filter_map(|(entry, _)| match &entry.task {
        Task::Notify { identity, .. } => Some(identity.to_string()),
        _ => None,
    });
    tasks.collect()
}

/// When live traffic comes: after the file was read, or after it was staged.
const WHEN: [bool; 2] = [false, true];

/// Applies a batch, with `live` before or after it is staged.
fn apply(house: &House, batch: Batch, staged: bool, live: impl FnOnce()) -> Result<Lsn, StageError> {
    if staged {
        return house.apply_beside(batch, live);
    }
    live();
    house.apply_beside(batch, || ())
}

/// OP-5: an application server that changes what it keeps of a subscriber whom an import replaces does not end the import; and what it keeps of an identity
/// that goes, goes, whenever it was written.
#[test]
fn op_5_what_application_servers_write_meanwhile_ends_no_import() {
    for staged in WHEN {
        for (before, then) in [(Some(1), Some(2)), (None, Some(0)), (Some(1), None)] {
            let house = house();
            let (gone, stays) = (first(&house, "001"), first(&house, "002"));
            if before.is_some() {
                keep(&house, &gone, before);
                keep(&house, &stays, before);
            }
            let batch = without_volte(&house);
            let live = || [&gone, &stays].into_iter().for_each(|identity| keep(&house, identity, then));
            apply(&house, batch, staged, live).unwrap();
            assert_eq!(kept(&house, &gone), None, "{before:?} {then:?} {staged}");
            assert_eq!(kept(&house, &stays), then);
            assert_eq!(house.subscriber(IMSI).unwrap().services.len(), 1);
        }
    }
}

/// OP-5: a switch (DSAI) likewise.
#[test]
fn op_5_a_switch_that_is_set_meanwhile_ends_no_import() {
    for staged in WHEN {
        let house = house();
        let gone = first(&house, "001");
        let switch = |active| {
            let read = house.store.get::<Dsai>(&gone);
            let mut dsai = Dsai::empty(gone.clone(), Some(imsi()));
            dsai.set("sip:as.ims.example", "forwarding", active);
            house.store.commit(ChangeSet::new().put(dsai, read.version)).unwrap();
        };
        switch(false);
        let batch = without_volte(&house);
        apply(&house, batch, staged, || switch(true)).unwrap();
        assert_eq!(house.store.count::<Dsai>(), 0);
    }
}

/// OP-5, TS 29.328 §6.1.4: who subscribes while an import is under way hears of what its switch changes.
#[test]
fn op_5_who_subscribes_meanwhile_hears_of_the_import() {
    for staged in WHEN {
        for others in [false, true] {
            let house = house();
            let (gone, stays) = (first(&house, "001"), first(&house, "002"));
            if others {
                keep(&house, &stays, Some(1));
            }
            let batch = without_volte(&house);
            let live = || {
                watch(&house, &stays, Watched::Identities(0), false);
                watch(&house, &gone, Watched::Identities(0), false);
            };
            apply(&house, batch, staged, live).unwrap();
            assert_eq!(told(&house), [stays.to_string()], "{staged} {others}");
            assert_eq!((watching(&house, &gone), watching(&house, &stays)), (0, 1));
        }
    }
}

/// OP-5: the first that is ever kept concerns one subscriber: nothing is decided anew about the others of the import.
#[test]
fn op_5_what_is_kept_of_others_concerns_nobody_else() {
    let house = house();
    let batch = without_volte(&house);
    let other = Impu::parse("sip:other@ims.example").unwrap();
    let mut data = RepositoryData::empty(other, Imsi::parse("001010000000099"));
    data.set(
        "mmtel",
        Some(RepositoryEntry { service_indication: "mmtel".into(), sequence: 1, data: "<a/>".into() }),
    );
    house.store.commit(ChangeSet::new().put(data, Lsn::ZERO)).unwrap();
    let mut stage = house.store.stage().unwrap();
    stage.add(batch.sets).unwrap();
    stage.switch(|overtaken| panic!("nothing of {} was changed", overtaken.imsi)).unwrap();
    assert_eq!(house.subscriber(IMSI).unwrap().services.len(), 1);
}

/// OP-5: who unsubscribes meanwhile is told nothing.
#[test]
fn op_5_who_unsubscribes_meanwhile_is_told_nothing() {
    for staged in WHEN {
        let house = house();
        let stays = first(&house, "002");
        watch(&house, &stays, Watched::Identities(0), true);
        let batch = without_volte(&house);
        let live = || {
            let read = house.store.get::<ShSubscriptions>(&stays);
            let set = ChangeSet::new().delete::<ShSubscriptions>(stays.clone(), read.version);
            house.store.commit(set).unwrap();
        };
        apply(&house, batch, staged, live).unwrap();
        assert_eq!(told(&house), [""; 0], "{staged}");
        assert_eq!(watching(&house, &stays), 0);
    }
}

/// OP-5: where the EPS contract alone is changed, an attach meanwhile counts all the same, and an operator's change ends the import.
#[test]
fn op_5_who_attaches_meanwhile_by_a_contract_that_ends_is_told() {
    let line = format!(
        r#"{{"imsi":"{IMSI}","msisdn":"491701","sics":["001","002"],"k":"{K}","opc":"{OPC}","eps":"none"}}"#
    );
    let ended = |house: &House| {
        let mut order: Order = serde_json::from_str(&line).unwrap();
        order.k = None;
        order.opc = None;
        let line = serde_json::to_string(&order).unwrap();
        let (report, batch) = house.import(Format::JsonLines, Mode::Replace, line.as_bytes());
        assert!(report.is_good(), "{:?}", report.bad);
        assert!(
            batch.sets[0].iter().all(|(change, _)| change.kind() != "subscriber"),
            "the EPS contract alone"
        );
        batch
    };
    for staged in WHEN {
        let house = house();
        let batch = ended(&house);
        let attach = || {
            let node = ServingNode {
                host: "mme.example".into(),
                realm: "example".into(),
                visited: innkeeper::types::Plmn::parse("00101").unwrap(),
                since: Timestamp(7),
                purged: false,
                behind: false,
                features: 0,
                terminal: None,
                homogeneous_ims_voice: None,
                srvcc: false,
                lcs: NodeLcs::default(),
            };
            let mme = EpsRegistration { imsi: imsi(), mme: Some(node), sgsn: None, gateways: Box::default() };
            house.store.commit(ChangeSet::new().put(mme, Lsn::ZERO)).unwrap();
        };
        apply(&house, batch, staged, attach).unwrap();
        assert_eq!(house.store.get::<EpsRegistration>(&imsi()).value, None, "{staged}");
        let cancelled =
            |task: &Task| matches!(task, Task::CancelServing { host, .. } if **host == *"mme.example");
        assert!(house.store.scan::<Outbox>().any(|(entry, _)| cancelled(&entry.task)));
    }
    let house = house();
    let batch = ended(&house);
    let operator = || house.act(IMSI, |desk, known| desk.unsubscribe(known, Sic::parse("001"))).unwrap();
    assert!(matches!(apply(&house, batch, true, operator), Err(StageError::Overtaken(_))));
}

/// A user with three aliases of one group, the first of which keeps what is shared.
fn aliases(house: &House, names: &[&str]) -> Vec<Impu> {
    let identities: Vec<_> = names
        .iter()
        .map(|name| format!(r#"{{"impu":"sip:{name}@ims.example","alias":{}}}"#, u8::from(*name != "alone")))
        .collect();
    let text = format!(
        r#"{{"imsi":"{IMSI}","services":[{{"sic":"001","scheme":"aka-v1","identities":[{}]}}],"k":"{K}","opc":"{OPC}"}}"#,
        identities.join(",")
    );
    let order: Order = serde_json::from_str(&text).unwrap();
    house.act(IMSI, |desk, known| desk.replace(known, &order)).unwrap();
    names.iter().map(|name| Impu::parse(&format!("sip:{name}@ims.example")).unwrap()).collect()
}

/// TS 23.008 §3.1: aliases share what is kept. When the one in whose name it is kept goes, or is no longer the first, it moves; with the last it goes.
#[test]
fn sc_6_what_aliases_share_stays_with_those_that_stay() {
    let house = House::new();
    let all = aliases(&house, &["one", "two", "alone"]);
    let (one, two) = (&all[0], &all[1]);
    keep(&house, one, Some(7));
    watch(&house, one, Watched::Repository("mmtel".into()), false);
    let asked_two = |all: &mut ShSubscriptions| all.entries[0].asked = two.as_str().into();
    let read = house.store.get::<ShSubscriptions>(one);
    let mut all = ShSubscriptions::clone(&read.value.unwrap());
    asked_two(&mut all);
    let mut dsai = Dsai::empty(one.clone(), Some(imsi()));
    dsai.set("sip:as.ims.example", "forwarding", false);
    house.store.commit(ChangeSet::new().put(all, read.version).put(dsai, Lsn::ZERO)).unwrap();
    let there = |identity: &Impu| {
        let dsai = house.store.get::<Dsai>(identity).value;
        let switched = dsai.is_some_and(|dsai| dsai.identity == *identity && !dsai.entries.is_empty());
        (kept(&house, identity), watching(&house, identity), switched)
    };
    let (nothing, everything) = ((None, 0, false), (Some(7), 1, true));
    // The first goes.
    aliases(&house, &["two", "alone"]);
    assert_eq!((there(one), there(two)), (nothing, everything));
    // Another comes, in front of it, where its former owner left something.
    let mut stale = RepositoryData::empty(one.clone(), Imsi::parse("001010000000099"));
    stale.set(
        "mmtel",
        Some(RepositoryEntry { service_indication: "mmtel".into(), sequence: 1, data: "<b/>".into() }),
    );
    house.store.commit(ChangeSet::new().put(stale, house.store.get::<RepositoryData>(one).version)).unwrap();
    aliases(&house, &["one", "two", "alone"]);
    assert_eq!((there(one), there(two)), (everything, nothing));
    // Nothing of the group stays.
    aliases(&house, &["alone"]);
    assert_eq!((there(one), there(two)), (nothing, nothing));
    assert_eq!(house.store.count::<RepositoryData>() + house.store.count::<Dsai>(), 0);
}

/// OP-5: the same by an import, beside which the data changes or goes.
#[test]
fn op_5_what_aliases_share_moves_with_an_import_as_it_is_then() {
    for staged in WHEN {
        for then in [Some(8), None] {
            let house = House::new();
            let all = aliases(&house, &["one", "two"]);
            keep(&house, &all[0], Some(7));
            let line = format!(
                r#"{{"imsi":"{IMSI}","services":[{{"sic":"001","scheme":"aka-v1","identities":[{{"impu":"sip:two@ims.example","alias":1}}]}}]}}"#
            );
            let (report, batch) = house.import(Format::JsonLines, Mode::Replace, line.as_bytes());
            assert!(report.is_good(), "{:?}", report.bad);
            apply(&house, batch, staged, || keep(&house, &all[0], then)).unwrap();
            assert_eq!((kept(&house, &all[0]), kept(&house, &all[1])), (None, then), "{staged}");
        }
    }
}

/// TS 29.328 §6.1.4, One-Time-Notification: two changes before the application server was reached are one notification.
#[test]
fn sc_6_two_changes_are_told_once_to_who_asked_for_one() {
    let house = house();
    let stays = first(&house, "002");
    watch(&house, &stays, Watched::Identities(0), true);
    house.act(IMSI, |desk, known| desk.unsubscribe(known, Sic::parse("001"))).unwrap();
    house.act(IMSI, |desk, known| desk.subscribe(known, Sic::parse("001"), None)).unwrap();
    assert_eq!(told(&house), [stays.to_string()]);
    assert_eq!(watching(&house, &stays), 0);
    // What ended nothing stays.
    watch(&house, &stays, Watched::Identities(0), true);
    let change = Change { roaming: Some(Roaming::HomeOnly), ..Change::default() };
    house.act(IMSI, |desk, known| desk.change(known, &change)).unwrap();
    assert_eq!((told(&house).len(), watching(&house, &stays)), (1, 1));
}
