//! Calls that Kamailio's S-CSCF charges by its module ims_charging (Ro): granted in parts, debited to the second, ended when nothing is left, refused where nothing is there.

use crate::{
    call::Call,
    charges::{Charges, Exchange},
    lab::{Lab, QUOTA, Shared, VOLTE},
    ue::Ue,
};
use std::time::Duration;

/// Seconds that were reported.
fn used(exchanges: &[Exchange]) -> i64 {
    exchanges.iter().filter_map(|exchange| exchange.used).map(i64::from).sum()
}

/// Waits until nothing is reserved for a user any more, which the last answer is sent after.
fn settled(lab: &Lab, user: &Ue) -> i64 {
    for _ in 0..100 {
        let (balance, reserved) = lab.hss.money(&user.impi);
        if reserved == 0 {
            return balance;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("still reserved: {:?}", lab.hss.money(&user.impi));
}

/// The kinds of requests, and that each was answered with success.
fn kinds(exchanges: &[Exchange]) -> Vec<u32> {
    for exchange in exchanges {
        assert_eq!(exchange.answer.map(|answer| answer.0), Some(2001), "{exchange:?}");
    }
    exchanges.iter().map(|exchange| exchange.kind).collect()
}

/// One is initial, the last ends it, and in between is at least one that asks for more; each was answered with success.
fn in_parts(exchanges: &[Exchange]) -> bool {
    let kinds = kinds(exchanges);
    kinds.len() >= 3
        && kinds[0] == 1
        && kinds[1..kinds.len() - 1].iter().all(|kind| *kind == 2)
        && kinds.ends_with(&[3])
}

/// VC-6: who calls is granted a quota, is asked to report before it is used up, and pays a cent for each second; who is called pays nothing, by the lab's tariff.
#[test]
fn vc_6_a_call_is_granted_in_parts_and_debited_to_the_second() {
    let Some(lab) = Shared::charging() else { return };
    let mut lab = lab.turn();
    let mut caller = lab.payer("1.00", 0, VOLTE);
    let mut callee = lab.payer("0.00", 0, VOLTE);
    assert_eq!(callee.register().status(), 200);
    assert_eq!(caller.register().status(), 200);
    let payer = caller.impi.clone();
    let call = Call::begin(&mut caller, &callee);
    let quota = i64::from(QUOTA);
    assert_eq!(lab.hss.money(&payer), (100, quota), "a quota is reserved, nothing is debited");
    call.last(5.3);
    let [least, most] = call.hang_up();
    let balance = settled(&lab, &caller);
    // Kamailio rounds each report, and begins a second with the last.
    let seconds = 100 - balance;
    assert!((least as i64..=most as i64 + 2).contains(&seconds), "{least} to {most} seconds cost {seconds}");
    assert_eq!(settled(&lab, &callee), 0);
    if let Some(charges) = Charges::when_over(&lab.capture, &[&caller.impu, &callee.impu]) {
        let (mine, theirs) = (charges.to(&caller.impu), charges.to(&callee.impu));
        assert!(in_parts(&mine), "{mine:?}");
        assert_eq!(used(&mine), seconds);
        assert_eq!(mine[0].answer, Some((2001, Some(QUOTA), false)));
        assert!(mine.iter().all(|exchange| !exchange.terminating && exchange.session == mine[0].session));
        assert!(in_parts(&theirs), "{theirs:?}");
        assert!(theirs.iter().all(|exchange| exchange.terminating), "{theirs:?}");
    }
    lab.hss.run(&["ledger", "verify"]);
}

/// VC-6: what is left is granted as the last; when it is used up the S-CSCF ends the call on both sides, and every cent was debited.
#[test]
fn vc_6_a_call_ends_when_its_credit_runs_out() {
    let Some(lab) = Shared::charging() else { return };
    let mut lab = lab.turn();
    let mut caller = lab.payer("0.09", 0, VOLTE);
    let mut callee = lab.payer("0.00", 0, VOLTE);
    assert_eq!(callee.register().status(), 200);
    let call = Call::begin(&mut caller, &callee);
    let lasted = call.until_it_is_ended(Duration::from_secs(20));
    assert!((Duration::from_secs(7)..Duration::from_secs(12)).contains(&lasted), "{lasted:?}");
    assert_eq!(settled(&lab, &caller), 0);
    if let Some(charges) = Charges::when_over(&lab.capture, &[&caller.impu, &callee.impu]) {
        let mine = charges.to(&caller.impu);
        let last = mine.iter().filter(|exchange| exchange.answer.is_some_and(|(_, _, last)| last)).count();
        assert!(last >= 1, "{mine:?}");
        assert_eq!((mine[0].kind, mine.last().map(|exchange| exchange.kind)), (1, Some(3)), "{mine:?}");
        assert!(used(&mine) >= 9, "{mine:?}");
    }
    lab.hss.run(&["ledger", "verify"]);
}

/// VC-6: nothing is there: the call is refused with 402 before it reaches anybody, and with money it goes through.
#[test]
fn vc_6_a_call_without_credit_is_refused() {
    let Some(lab) = Shared::charging() else { return };
    let mut lab = lab.turn();
    let mut caller = lab.payer("0.00", 0, VOLTE);
    let mut callee = lab.payer("0.00", 0, VOLTE);
    assert_eq!(callee.register().status(), 200);
    assert_eq!(caller.try_call(&callee.impu).status(), Some(402));
    // Nobody who has an account: 5030.
    let [mut stranger] = lab.subscriber([VOLTE]);
    stranger.serve_at(lab.serving(0));
    assert_eq!(stranger.try_call(&callee.impu).status(), Some(403));
    let impi = caller.impi.clone();
    let number = impi.split('@').next().expect("an IMPI");
    lab.hss.run(&["account", "top-up", number, "0.30", "--reason", "paid at the desk"]);
    let call = Call::begin(&mut caller, &callee);
    assert_eq!(lab.hss.money(&impi), (30, i64::from(QUOTA)));
    call.hang_up();
    assert!((28..=30).contains(&settled(&lab, &caller)));
    lab.hss.run(&["account", "change", number, "--active", "false"]);
    assert_eq!(caller.try_call(&callee.impu).status(), Some(402), "4010");
    if let Some(charges) = Charges::when(&lab.capture, |all| all.has(4010)) {
        let refused = charges.to(&caller.impu)[0].clone();
        assert_eq!(refused.answer, Some((4012, None, false)));
        let results = charges.judged_by_freediameter();
        let wanted = [2001, 4010, 4012, 5030];
        assert!(results.is_none_or(|found| wanted.iter().all(|code| found.contains(code))), "{wanted:?}");
    }
    lab.hss.run(&["ledger", "verify"]);
}

/// VC-6: the example of ims_charging: 75 seconds of credit, thirty at a time, two calls side by side; nothing is left, nothing stays reserved.
#[test]
fn vc_6_two_calls_share_what_an_account_has() {
    let Some(lab) = Shared::charging() else { return };
    let mut lab = lab.turn();
    let mut first = lab.payer("0.75", 1, VOLTE);
    let mut second = lab.phone(&first.impi, &first.impu, first.credential.clone());
    second.serve_at(lab.serving(1));
    let mut callees = [lab.payer("0.00", 0, VOLTE), lab.payer("0.00", 0, VOLTE)];
    for callee in &mut callees {
        assert_eq!(callee.register().status(), 200);
    }
    let payer = first.impi.clone();
    let one = Call::begin(&mut first, &callees[0]);
    assert_eq!(lab.hss.money(&payer), (75, 30));
    // Its thirty seconds are used up, and it has thirty more.
    one.last(32.5);
    let (balance, reserved) = lab.hss.money(&payer);
    // Kamailio counts whole seconds of a clock that ticks once a second, so it may be early or late by one.
    assert!((43..=46).contains(&balance) && reserved == 30, "{balance}, {reserved}");
    let other = Call::begin(&mut second, &callees[1]);
    assert_eq!(lab.hss.money(&payer), (balance, balance), "everything is reserved");
    one.last(42.5);
    one.hang_up();
    let lasted = other.until_it_is_ended(Duration::from_secs(60));
    assert!((25..40).contains(&lasted.as_secs()), "{lasted:?}");
    assert_eq!(settled(&lab, &first), 0);
    if let Some(charges) = Charges::when_over(&lab.capture, &[&first.impu]) {
        let mine = charges.to(&first.impu);
        assert!(used(&mine) >= 75, "{mine:?}");
        assert!(mine.iter().any(|exchange| exchange.answer.is_some_and(|(_, _, last)| last)), "{mine:?}");
    }
    lab.hss.run(&["ledger", "verify"]);
}

/// VC-6, ST-1: killed between the first CCR and the last, while the call goes on: nothing is lost, and every second is debited once.
#[test]
fn vc_6_st_1_a_call_across_kill_9_is_debited_once() {
    let Some(lab) = Shared::charging() else { return };
    let mut lab = lab.turn();
    let mut caller = lab.payer("1.00", 1, VOLTE);
    let mut callee = lab.payer("0.00", 1, VOLTE);
    assert_eq!(callee.register().status(), 200);
    let payer = caller.impi.clone();
    let call = Call::begin(&mut caller, &callee);
    assert_eq!(lab.hss.money(&payer), (100, 30));
    lab.crash_hss();
    assert_eq!(lab.hss.money(&payer), (100, 30), "what was granted is still reserved");
    call.hang_up();
    let balance = settled(&lab, &caller);
    if let Some(charges) = Charges::when_over(&lab.capture, &[&caller.impu, &callee.impu]) {
        let mine = charges.to(&caller.impu);
        assert_eq!(kinds(&mine), [1, 3], "{mine:?}");
        assert!(used(&mine) > 0);
        assert_eq!(used(&mine), 100 - balance, "{mine:?}");
        charges.judged_by_freediameter();
    }
    lab.hss.run(&["ledger", "verify"]);
}
