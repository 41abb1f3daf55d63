//! The daemon ends, well or badly, while the CSCFs go on: they dial again and find everything as it was.

use crate::lab::{RCS, Shared, VOLTE};

/// ST-1: killed between a registration and a call; the call is routed, the next vector is fresh, and leaving works.
#[test]
fn st_1_registrations_and_sequence_numbers_survive_kill_9() {
    let Some(lab) = Shared::get() else { return };
    let mut lab = lab.turn();
    let ([mut caller], [mut volte, mut rcs]) = (lab.subscriber([VOLTE]), lab.subscriber([VOLTE, RCS]));
    for ue in [&mut caller, &mut volte, &mut rcs] {
        assert_eq!(ue.register().status(), 200);
    }
    lab.crash_hss();
    caller.call(&volte);
    caller.call(&rcs);
    let refreshed = volte.register();
    assert_eq!(refreshed.status(), 200);
    assert!(!refreshed.resynchronised, "no sequence number is issued twice");
    assert_eq!(rcs.deregister().status(), 200);
    assert_eq!(caller.try_call(&rcs.impu).status(), Some(480));
}

/// ST-1, SC-4: killed between the challenge and the answer to it; the phone's answer still counts.
#[test]
fn st_1_an_authentication_under_way_survives_kill_9() {
    let Some(lab) = Shared::get() else { return };
    let mut lab = lab.turn();
    let [mut ue] = lab.subscriber([VOLTE]);
    let challenge = ue.begin();
    assert_eq!(challenge.status(), Some(401));
    lab.crash_hss();
    let registration = ue.proceed(challenge);
    assert_eq!(registration.status(), 200, "{}", registration.reply);
}

/// DB-1, ST-1: stopped in good order and started again, it is dialled again by all CSCFs, and a deregistration on the network still finds its way.
#[test]
fn db_1_the_cscfs_come_back_after_a_restart() {
    let Some(lab) = Shared::get() else { return };
    let mut lab = lab.turn();
    let [mut volte, mut rcs] = lab.subscriber([VOLTE, RCS]);
    assert_eq!(volte.register().status(), 200);
    assert_eq!(rcs.register().status(), 200);
    lab.restart_hss();
    lab.hss.unsubscribe(&rcs.impi);
    lab.scscf[0].wait_until_gone(&rcs.impu);
    assert!(lab.scscf[0].has_contact(&volte.impu));
    assert_eq!(volte.register().status(), 200);
}

/// SC-7, ST-1: a service is unsubscribed while its S-CSCF is not connected, and the daemon is killed before it is. The RTR goes out all the same.
#[test]
fn st_1_an_rtr_that_is_owed_survives_kill_9() {
    let Some(lab) = Shared::get() else { return };
    let mut lab = lab.turn();
    let [mut volte, mut rcs] = lab.subscriber([VOLTE, RCS]);
    assert_eq!(volte.register().status(), 200);
    assert_eq!(rcs.register().status(), 200);
    lab.hss.kill();
    lab.hss.restart();
    // The CSCFs dial no sooner than two seconds after they lost the connection.
    lab.hss.unsubscribe(&rcs.impi);
    lab.crash_hss();
    lab.scscf[0].wait_until_gone(&rcs.impu);
    assert!(lab.scscf[0].has_contact(&volte.impu));
}
