//! A phone registers, refreshes and leaves; and everything that can go wrong on the way (TS 24.229 §5.4.1, TS 29.228 §6.1).

use crate::{
    lab::{PLAIN, Service, Shared, VOLTE},
    ue::Credential,
};

/// SC-3, SC-4: UAR, MAR, UAR, SAR; a refresh does the same again and leaves it registered.
#[test]
fn sc_4_a_phone_registers_with_aka_and_refreshes() {
    let Some(lab) = Shared::get() else { return };
    let mut lab = lab.turn();
    let [mut ue] = lab.subscriber([VOLTE]);
    for _ in 0..2 {
        let registration = ue.register();
        assert_eq!(registration.status(), 200, "{}", registration.reply);
        assert_eq!(registration.challenge.expect("a challenge").algorithm, "AKAv1-MD5");
        assert!(!registration.resynchronised);
        let associated = registration.reply.field("P-Associated-URI").expect("the implicit registration set");
        assert!(associated.contains(&ue.impu), "{associated}");
        assert!(!associated.contains(&ue.impi), "the temporary identity is barred: {associated}");
        assert!(lab.scscf[0].knows(&ue.impu).contains(&ue.impi));
    }
}

/// SC-1: the identity without a service code registers as ever (TS 23.003 §13.3).
#[test]
fn sc_1_a_phone_without_a_service_code_registers() {
    let Some(lab) = Shared::get() else { return };
    let [mut ue] = lab.turn().subscriber([PLAIN]);
    assert_eq!(ue.register().status(), 200);
    assert_eq!(ue.deregister().status(), 200);
}

/// SC-4: a wrong response is refused by the S-CSCF, which tells the HSS nothing; the next attempt is not held back by it.
#[test]
fn sc_4_a_wrong_response_is_refused_and_the_next_right_one_is_not() {
    let Some(lab) = Shared::get() else { return };
    let mut lab = lab.turn();
    let [mut ue] = lab.subscriber([VOLTE]);
    let refused = ue.register_wrongly();
    assert_eq!(refused.status(), 403, "{}", refused.reply);
    assert_eq!(lab.scscf[0].knows(&ue.impu), "", "a refused phone is not registered");
    assert_eq!(ue.register().status(), 200);
}

/// SC-3: 5001 for a user the HSS does not have, for a service the user does not have, and for a malformed service code.
#[test]
fn sc_3_unknown_users_and_services_are_refused() {
    let Some(lab) = Shared::get() else { return };
    let mut lab = lab.turn();
    let [mut ue] = lab.subscriber([VOLTE]);
    let (impi, own) = (ue.impi.clone(), ue.impu.clone());
    let stranger = impi.replace("00101", "00199");
    for unknown in [stranger.as_str(), &impi.replace("sic001", "sic009"), &impi.replace("sic001", "sic01")] {
        ue.impi = unknown.into();
        assert_eq!(ue.register().status(), 403, "{unknown}");
    }
    ue.impi = impi;
    // 5002: another user's public identity, though both exist.
    let [other] = lab.subscriber([VOLTE]);
    ue.impu = other.impu;
    assert_eq!(ue.register().status(), 403, "an identity of somebody else");
    ue.impu = own;
    assert_eq!(ue.register().status(), 200);
}

/// SC-8: a SIM that is ahead of the network answers with AUTS, the HSS takes its number over, and all goes on in the same registration.
#[test]
fn sc_8_a_sim_out_of_step_is_resynchronised() {
    let Some(lab) = Shared::get() else { return };
    let [mut ue] = lab.turn().subscriber([VOLTE]);
    assert_eq!(ue.register().status(), 200);
    ue.sim().advance(1 << 28);
    let registration = ue.register();
    assert_eq!(registration.status(), 200, "{}", registration.reply);
    assert!(registration.resynchronised, "the SIM was ahead");
    let registration = ue.register();
    assert_eq!(registration.status(), 200);
    assert!(!registration.resynchronised, "the HSS remembers the SIM's number");
}

/// SC-5: the phone leaves; it is then not registered, and leaving again is refused rather than left hanging.
#[test]
fn sc_5_a_phone_deregisters_once() {
    let Some(lab) = Shared::get() else { return };
    let [mut ue] = lab.turn().subscriber([VOLTE]);
    assert_eq!(ue.register().status(), 200);
    assert_eq!(ue.deregister().status(), 200);
    assert_eq!(ue.deregister().status(), 403, "UAA 5003: nothing to leave");
    assert_eq!(ue.register().status(), 200, "and back again");
}

/// SC-3: a user with a password: the HSS selects SIP Digest, the S-CSCF asking for no scheme by name.
#[test]
fn sc_3_a_soft_phone_registers_with_a_password() {
    let Some(lab) = Shared::get() else { return };
    let [mut ue] = lab.turn().subscriber([Service { password: Some("correct horse"), ..PLAIN }]);
    let registration = ue.register();
    assert_eq!(registration.status(), 200, "{}", registration.reply);
    assert_eq!(registration.challenge.expect("a challenge").algorithm, "MD5");
    ue.credential = Credential::Password("battery staple".into());
    // 403, or another challenge: Kamailio's workers may choose the same nonce twice, and then it takes it for a used one.
    assert!(matches!(ue.register().status(), 401 | 403));
}

/// SC-3: a phone that names Digest-AKAv2 is challenged with it (TS 33.203 Annex X; Kamailio 5.6 checks the response as for version 1).
#[test]
fn sc_3_a_phone_may_ask_for_aka_version_2() {
    let Some(lab) = Shared::get() else { return };
    let [mut ue] = lab.turn().subscriber([VOLTE]);
    ue.algorithm = Some("AKAv2-MD5");
    let registration = ue.register();
    assert_eq!(registration.challenge.as_ref().expect("a challenge").algorithm, "AKAv2-MD5");
    assert_eq!(registration.status(), 200, "{}", registration.reply);
}
