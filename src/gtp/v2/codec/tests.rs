//! LQ-2: what is written is read the same, and no octets do harm.

use super::*;
use crate::types::{E164, Imsi, Plmn};
use bytes::BytesMut;
use proptest::prelude::*;

/// A type's law: octets it accepts it writes so that they are read the same; fewer than it needs are no panic.
fn law<'a, T: Element<'a> + Encode + PartialEq + std::fmt::Debug>(data: &'a [u8], again: &'a mut BytesMut) {
    let Ok(value) = T::decode(data) else { return };
    value.encode(again);
    assert_eq!(T::decode(again), Ok(value));
}

fn every_law(data: &[u8]) {
    macro_rules! all {
        ($($type:ty),*) => { $(law::<$type>(data, &mut BytesMut::new());)* };
    }
    all!(Imsi, E164, Mei, Cause, Recovery, Ambr, Ebi, Paa, PdnType, BearerQos, RatType, ServingNetwork, Uli);
    all!(FTeid, UeTimeZone, ChargingCharacteristics, Uci, UliTimestamp, ChangeReportingAction, Indication);
    all!(PresenceReportingArea, Counter, Apn<'_>, SecondaryRatUsage<'_>, PrivateExtension<'_>);
}

proptest! {
    /// LQ-2: random octets as every element and as a message.
    #[test]
    fn lq_2_what_is_accepted_is_written_back(data in proptest::collection::vec(any::<u8>(), 0..64)) {
        every_law(&data);
        if let Ok((header, elements, _)) = Header::parse(&data) {
            let Ok(ies) = Ies::new(elements) else { return Ok(()) };
            let mut out = BytesMut::new();
            let mut writer = Writer::new(&mut out, &header);
            for ie in ies.clone() {
                writer.raw(ie.kind, ie.instance, ie.data);
                let _ = ie.group().map(Iterator::count);
            }
            prop_assert!(writer.finish() > 0);
            let (again, elements, _) = Header::parse(&out).unwrap();
            prop_assert_eq!(again, header);
            let pair = |ie: Ie<'_>| (ie.kind, ie.instance, ie.data.to_vec());
            prop_assert_eq!(
                Ies::new(elements).unwrap().map(pair).collect::<Vec<_>>(),
                ies.map(pair).collect::<Vec<_>>()
            );
        }
    }
}

/// LQ-2: one octet fewer than each type has is an error of length.
#[test]
fn lq_2_every_fixed_length_is_needed() {
    fn short<'a, T: Element<'a> + std::fmt::Debug + PartialEq>(length: usize) {
        const ONES: [u8; 32] = [1; 32];
        T::decode(&ONES[..length]).unwrap();
        for cut in 0..length {
            assert_eq!(T::decode(&ONES[..cut]), Err(Wrong::Length), "element {} cut at {cut}", T::KIND);
        }
    }
    short::<Recovery>(1);
    short::<Cause>(2);
    short::<Ambr>(8);
    short::<Ebi>(1);
    short::<Paa>(5);
    short::<PdnType>(1);
    short::<BearerQos>(22);
    short::<RatType>(1);
    short::<ServingNetwork>(3);
    short::<UeTimeZone>(2);
    short::<ChargingCharacteristics>(2);
    short::<Uci>(8);
    short::<UliTimestamp>(4);
    short::<ChangeReportingAction>(1);
    short::<PresenceReportingArea>(4);
    short::<Counter>(5);
    short::<SecondaryRatUsage<'_>>(27);
    short::<PrivateExtension<'_>>(2);
}

/// LQ-2: values that are reserved or mean nothing (§7.7.8).
#[test]
fn lq_2_reserved_values_are_wrong() {
    assert_eq!(RatType::decode(&[0]), Err(Wrong::Value));
    assert_eq!(Cause::decode(&[0, 0]), Err(Wrong::Value));
    assert_eq!(PdnType::decode(&[0]), Err(Wrong::Value));
    assert_eq!(FTeid::decode(&[10, 0, 0, 0, 1]), Err(Wrong::Value), "no address");
    assert_eq!(Apn::decode(b"\x03ims\x04abc"), Err(Wrong::Value), "a label that is cut");
    assert_eq!(ServingNetwork::decode(&[0xff; 3]), Err(Wrong::Value));
    let home = Plmn::parse("00101").unwrap();
    assert_eq!(ServingNetwork::decode(&home.octets()), Ok(ServingNetwork(home)));
}

/// LQ-2: the offending element stands behind the flags, its length sent as 0 (Figure 8.4-1).
#[test]
fn lq_2_a_cause_names_the_offending_element() {
    let cause = Cause::new(CauseValue::MANDATORY_IE_MISSING, Some(Offending { kind: 82, instance: 0 }));
    let mut out = BytesMut::new();
    cause.encode(&mut out);
    assert_eq!(&out[..], b"\x46\0\x52\0\0\0");
    assert_eq!(Cause::decode(&out), Ok(cause));
    for cut in [3, 4, 5] {
        assert_eq!(Cause::decode(&out[..cut]), Err(Wrong::Length));
    }
}
