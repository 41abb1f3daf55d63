//! Two IMS clients of one SIM, told apart by their service codes: what the product is for.

use crate::{
    lab::{Lab, RCS, Service, Shared, VOLTE},
    ue::Ue,
};

/// SC-4, SC-5: both register at one S-CSCF and leave one after the other; the one that stays can be called.
#[test]
fn sc_5_two_services_register_at_one_s_cscf_and_leave_one_at_a_time() {
    let Some(lab) = Shared::get() else { return };
    both_register_and_leave_one_at_a_time(&mut lab.turn(), RCS);
}

/// SC-4, SC-5: the same, each at an S-CSCF of its own.
#[test]
fn sc_5_two_services_register_at_two_s_cscfs_and_leave_one_at_a_time() {
    let Some(lab) = Shared::get() else { return };
    both_register_and_leave_one_at_a_time(&mut lab.turn(), Service { scscf: 1, ..RCS });
}

fn both_register_and_leave_one_at_a_time(lab: &mut Lab, second: Service<'_>) {
    let [mut caller] = lab.subscriber([VOLTE]);
    let [mut volte, mut rcs] = lab.subscriber([VOLTE, second]);
    assert_eq!(volte.register().status(), 200);
    assert_eq!(rcs.register().status(), 200);
    assert!(lab.scscf[0].knows(&volte.impu).contains(&volte.impi));
    assert!(lab.scscf[second.scscf].knows(&rcs.impu).contains(&rcs.impi));
    caller.call(&volte);
    caller.call(&rcs);

    assert_eq!(volte.deregister().status(), 200);
    assert_eq!(caller.try_call(&volte.impu).status(), Some(480));
    caller.call(&rcs);
    assert_eq!(rcs.register().status(), 200, "the other's leave does not disturb a refresh");

    assert_eq!(rcs.deregister().status(), 200);
    assert_eq!(caller.try_call(&rcs.impu).status(), Some(480));
}

/// SC-8: the clients share one SIM. Their authentications interleave without a resynchronisation, and one's resynchronisation
/// does not break the other.
#[test]
fn sc_8_two_services_share_one_sequence_number() {
    let Some(lab) = Shared::get() else { return };
    let mut lab = lab.turn();
    let [mut volte, mut rcs] = lab.subscriber([VOLTE, Service { scscf: 1, ..RCS }]);
    let in_step = |ue: &mut Ue| {
        let registration = ue.register();
        assert_eq!(registration.status(), 200, "{}", registration.reply);
        assert!(!registration.resynchronised, "{}", ue.impi);
    };
    for _ in 0..3 {
        in_step(&mut volte);
        in_step(&mut rcs);
    }
    volte.sim().advance(1 << 28);
    assert!(volte.register().resynchronised);
    in_step(&mut rcs);
    in_step(&mut volte);
}

/// SC-7: unsubscribing one service deregisters it on the network by RTR and leaves the other alone.
#[test]
fn sc_7_an_unsubscribed_service_is_deregistered_by_rtr() {
    let Some(lab) = Shared::get() else { return };
    let mut lab = lab.turn();
    let [mut caller] = lab.subscriber([VOLTE]);
    let [mut volte, mut rcs] = lab.subscriber([VOLTE, RCS]);
    assert_eq!(volte.register().status(), 200);
    assert_eq!(rcs.register().status(), 200);

    lab.hss.unsubscribe(&rcs.impi);
    lab.scscf[0].wait_until_gone(&rcs.impu);
    assert_eq!(caller.try_call(&rcs.impu).status(), Some(604), "the identity went with its service");
    assert_eq!(rcs.register().status(), 403, "the service is not subscribed any more");
    assert!(lab.scscf[0].has_contact(&volte.impu));
    caller.call(&volte);
    assert_eq!(volte.register().status(), 200);
}

/// SC-5, SC-7: a subscriber who is removed is deregistered by RTR, at every S-CSCF that has one of the services.
#[test]
fn sc_5_a_removed_subscriber_is_deregistered_everywhere() {
    let Some(lab) = Shared::get() else { return };
    let mut lab = lab.turn();
    let [mut volte, mut rcs] = lab.subscriber([VOLTE, Service { scscf: 1, ..RCS }]);
    assert_eq!(volte.register().status(), 200);
    assert_eq!(rcs.register().status(), 200);
    lab.hss.remove(&volte.impi);
    lab.scscf[0].wait_until_gone(&volte.impu);
    lab.scscf[1].wait_until_gone(&rcs.impu);
    assert_eq!(volte.register().status(), 403);
}

/// SC-5: an identity that both services have is registered with either, and leaves the S-CSCF with the last of them: one RTR names them all.
#[test]
fn sc_5_a_shared_identity_leaves_with_the_services_that_share_it() {
    let Some(lab) = Shared::get() else { return };
    let mut lab = lab.turn();
    let [mut volte, mut rcs] = lab.subscriber([VOLTE, RCS]);
    let shared = format!("sip:both-{}", &volte.impu[4..]);
    for ue in [&mut volte, &mut rcs] {
        lab.hss.add_identity(&ue.impi, &shared);
        let registration = ue.register();
        assert_eq!(registration.status(), 200, "{}", registration.reply);
        let associated = registration.reply.field("P-Associated-URI").expect("the implicit registration set");
        assert!(associated.contains(&shared), "{associated}");
    }
    assert!(lab.scscf[0].has_contact(&shared), "{}", lab.scscf[0].knows(&shared));
    lab.hss.remove(&volte.impi);
    for impu in [&volte.impu, &rcs.impu, &shared] {
        lab.scscf[0].wait_until_gone(impu);
    }
}
