//! Calls find the S-CSCF of the called user by LIR (TS 29.228 §6.1.4), or the reason why not.

use crate::{
    lab::{PLAIN, Service, Shared, VOLTE},
    ue::tel,
};

/// SC-6: LIA 2001 with the S-CSCF's name; the call is set up and ended.
#[test]
fn sc_6_a_call_reaches_a_registered_user() {
    let Some(lab) = Shared::get() else { return };
    let mut lab = lab.turn();
    let ([mut caller], [mut callee]) = (lab.subscriber([VOLTE]), lab.subscriber([VOLTE]));
    assert_eq!(caller.register().status(), 200);
    assert_eq!(callee.register().status(), 200);
    caller.call(&callee);
}

/// SC-6: the tel form of a number is an alias of its SIP form: registered with it, and found by it.
#[test]
fn sc_6_a_call_to_a_telephone_number_reaches_its_user() {
    let Some(lab) = Shared::get() else { return };
    let mut lab = lab.turn();
    let ([mut caller], [mut callee]) = (lab.subscriber([VOLTE]), lab.subscriber([VOLTE]));
    let number = tel(&callee.impu);
    assert_eq!(caller.try_call(&number).status(), Some(480));
    let registration = callee.register();
    let associated = registration.reply.field("P-Associated-URI").expect("the implicit registration set");
    assert!(associated.contains(&number), "{associated}");
    caller.call_at(&number, &callee);
}

/// SC-6: LIA 5003 for a user who is not registered (SIP 480), before a registration and after it.
#[test]
fn sc_6_a_call_to_an_unregistered_user_is_refused() {
    let Some(lab) = Shared::get() else { return };
    let mut lab = lab.turn();
    let ([mut caller], [mut callee]) = (lab.subscriber([VOLTE]), lab.subscriber([VOLTE]));
    assert_eq!(caller.try_call(&callee.impu).status(), Some(480));
    assert_eq!(callee.register().status(), 200);
    assert_eq!(callee.deregister().status(), 200);
    assert_eq!(caller.try_call(&callee.impu).status(), Some(480));
}

/// SC-6: LIA 5001 for an identity nobody has (SIP 604).
#[test]
fn sc_6_a_call_to_an_unknown_user_is_refused() {
    let Some(lab) = Shared::get() else { return };
    let mut lab = lab.turn();
    let [mut caller] = lab.subscriber([VOLTE]);
    let nobody = caller.impu.replace("sip:+8", "sip:+9");
    assert_eq!(caller.try_call(&nobody).status(), Some(604));
}

/// SC-6: LIA 2003 for a user with services while unregistered: the S-CSCF fetches the profile by SAR 3, finds the filter criteria of the
/// unregistered part in it, and the voicemail takes the call. The user can still register, and is then called directly.
#[test]
fn sc_6_a_call_to_an_unregistered_user_reaches_the_voicemail() {
    let Some(lab) = Shared::get() else { return };
    let mut lab = lab.turn();
    let ([mut caller], [mut callee]) =
        (lab.subscriber([VOLTE]), lab.subscriber([Service { unregistered: true, ..PLAIN }]));
    caller.call_at(&callee.impu, &lab.voicemail());
    let known = lab.scscf[0].knows(&callee.impu);
    assert!(known.contains("state: unregistered"), "{known}");
    assert_eq!(callee.register().status(), 200);
    caller.call(&callee);
}

/// SC-5: a user who is only unregistered, because of a call, has nothing to leave: UAA 5003. Let through as TS 29.228 §6.1.1.1 has it, the leave
/// would make Kamailio's S-CSCF hold its lock on the user for ever, and no registration would follow.
#[test]
fn sc_5_an_unregistered_user_has_nothing_to_leave_and_can_still_register() {
    let Some(lab) = Shared::get() else { return };
    let mut lab = lab.turn();
    let ([mut caller], [mut callee]) =
        (lab.subscriber([VOLTE]), lab.subscriber([Service { unregistered: true, ..PLAIN }]));
    caller.call_at(&callee.impu, &lab.voicemail());
    assert_eq!(callee.deregister().status(), 403);
    let registration = callee.register();
    assert_eq!(registration.status(), 200, "{}", registration.reply);
    caller.call(&callee);
}
