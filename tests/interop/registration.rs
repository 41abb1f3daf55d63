//! A phone registers, refreshes and leaves; and everything that can go wrong on the way (TS 24.229 §5.4.1, TS 29.228 §6.1).

use crate::lab::{PLAIN, Service, Shared, VOLTE};

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
        assert!(lab.scscf[0].knows(&ue.impu).contains(&ue.impi));
    }
}
