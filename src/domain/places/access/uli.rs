//! 3GPP-User-Location-Info (TS 29.061 §16.4.7.2, AVP 22): an octet that names the type, then the fields of that type.
//!
//! The element of the same name in GTPv2 begins with a set of bits instead; it is another format.

use super::super::{Area, Seen};
use crate::types::{Cgi, ENodeB, Ecgi, Ncgi, Rai, Sai, Tai, Tai5gs};

/// Why octets say nothing of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UliError {
    /// There is not even a type.
    #[error("the user location is empty")]
    Empty,
    /// A type that TS 29.061 does not define.
    #[error("the location type {0} is not known; there are 0 to 2 and 128 to 137")]
    Type(u8),
    /// Cut off.
    #[error("a location of type {kind} has {expected} octets, not {found}")]
    Short {
        /// The location type.
        kind: u8,
        /// How many octets it has, the type's own with them.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// A half-octet of MCC or MNC is no digit.
    #[error("the location of type {0} has a network that is none: a digit of MCC or MNC is not decimal")]
    Network(u8),
}

/// Takes fields off the front.
struct Fields<'a> {
    kind: u8,
    octets: &'a [u8],
    all: usize,
    taken: usize,
}

impl Fields<'_> {
    fn take<const N: usize, T>(&mut self, read: fn([u8; N]) -> Option<T>) -> Result<T, UliError> {
        self.taken += N;
        let Some((field, rest)) = self.octets.split_first_chunk::<N>() else {
            return Err(UliError::Short { kind: self.kind, expected: self.taken, found: self.all });
        };
        self.octets = rest;
        read(*field).ok_or(UliError::Network(self.kind))
    }
}

/// Reads the AVP's data. The element it is made from is of extendable length (TS 29.060 Table 37): octets behind the type's fields are not looked at.
///
/// # Errors
/// [`UliError`]: an unknown type, too few octets, or a PLMN that is none.
pub fn user_location(octets: &[u8]) -> Result<Seen, UliError> {
    let (&kind, rest) = octets.split_first().ok_or(UliError::Empty)?;
    let mut fields = Fields { kind, octets: rest, all: octets.len(), taken: 1 };
    let within = |area: Tai, seen: Seen| Seen { area: Some(Area::Tai(area)), ..seen };
    match kind {
        // 0: CGI.
        0 => fields.take(Cgi::from_octets).map(Seen::from),
        // 1: SAI.
        1 => fields.take(Sai::from_octets).map(Seen::from),
        // 2: RAI; its last octet is all ones.
        2 => fields.take(Rai::from_padded).map(Seen::from),
        // 128: TAI.
        128 => fields.take(Tai::from_octets).map(Seen::from),
        // 129: ECGI.
        129 => fields.take(Ecgi::from_octets).map(Seen::from),
        // 130: TAI and ECGI.
        130 => Ok(within(fields.take(Tai::from_octets)?, fields.take(Ecgi::from_octets)?.into())),
        // 131: eNodeB ID.
        131 => fields.take(ENodeB::from_octets).map(Seen::from),
        // 132: TAI and eNodeB ID.
        132 => Ok(within(fields.take(Tai::from_octets)?, fields.take(ENodeB::from_octets)?.into())),
        // 133: extended eNodeB ID.
        133 => fields.take(ENodeB::from_extended_octets).map(Seen::from),
        // 134: TAI and extended eNodeB ID.
        134 => Ok(within(fields.take(Tai::from_octets)?, fields.take(ENodeB::from_extended_octets)?.into())),
        // 135: NCGI.
        135 => fields.take(Ncgi::from_octets).map(Seen::from),
        // 136: 5GS TAI.
        136 => fields.take(Tai5gs::from_octets).map(Seen::from),
        // 137: 5GS TAI and NCGI.
        137 => {
            let area = Area::Tai5gs(fields.take(Tai5gs::from_octets)?);
            Ok(Seen { area: Some(area), ..fields.take(Ncgi::from_octets)?.into() })
        }
        // 3 to 127 and 138 to 255: spare.
        other => Err(UliError::Type(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PLMN: [u8; 3] = [0x00, 0xf1, 0x10];

    /// Every type with its fields, and what they say.
    fn every_type() -> Vec<(Vec<u8>, &'static str)> {
        let octets = |kind: u8, fields: &[&[u8]]| {
            let fields = fields.iter().flat_map(|field| [&PLMN[..], field].concat());
            std::iter::once(kind).chain(fields).collect::<Vec<u8>>()
        };
        vec![
            (octets(0, &[&[0x1a, 0x2b, 0x3c, 0x4d]]), "cgi 00101-1a2b-3c4d"),
            (octets(1, &[&[0x1a, 0x2b, 0x3c, 0x4d]]), "sai 00101-1a2b-3c4d"),
            (octets(2, &[&[0x1a, 0x2b, 0x3c, 0xff]]), "rai 00101-1a2b-3c"),
            (octets(128, &[&[0x00, 0x01]]), "tai 00101-0001"),
            (octets(129, &[&[0x00, 0x00, 0x01, 0x01]]), "ecgi 00101-0000101"),
            (octets(130, &[&[0x00, 0x01], &[0x0f, 0x00, 0x01, 0x01]]), "ecgi 00101-f000101, tai 00101-0001"),
            (octets(131, &[&[0x00, 0x00, 0x01]]), "enodeb 00101-00001/20"),
            (octets(132, &[&[0x00, 0x01], &[0x00, 0x00, 0x01]]), "enodeb 00101-00001/20, tai 00101-0001"),
            (octets(133, &[&[0x10, 0x00, 0x01]]), "enodeb 00101-100001/21"),
            (octets(134, &[&[0x00, 0x01], &[0x82, 0x00, 0x01]]), "enodeb 00101-20001/18, tai 00101-0001"),
            (octets(135, &[&[0x00, 0x00, 0x00, 0x01, 0x01]]), "ncgi 00101-000000101"),
            (octets(136, &[&[0x00, 0x00, 0x01]]), "5gs-tai 00101-000001"),
            (
                octets(137, &[&[0x00, 0x00, 0x01], &[0x0f, 0x00, 0x00, 0x01, 0x01]]),
                "ncgi 00101-f00000101, 5gs-tai 00101-000001",
            ),
        ]
    }

    #[test]
    fn lq_3_every_type_of_the_standard_is_read() {
        for (octets, said) in every_type() {
            assert_eq!(user_location(&octets).unwrap().to_string(), said);
            let longer = [&octets[..], &[0xff; 3]].concat();
            assert_eq!(user_location(&longer).unwrap().to_string(), said, "what is behind is not looked at");
        }
    }

    #[test]
    fn lq_3_what_is_cut_off_is_refused() {
        for (octets, said) in every_type() {
            for end in 1..octets.len() {
                let error = user_location(&octets[..end]).unwrap_err();
                assert!(
                    matches!(error, UliError::Short { kind, expected, found } if kind == octets[0] && expected <= octets.len() && found == end),
                    "{said} cut to {end}: {error:?}"
                );
            }
            let mut wrong = octets.clone();
            wrong[2] = 0xff;
            assert_eq!(user_location(&wrong), Err(UliError::Network(octets[0])), "{said}");
        }
        assert_eq!(user_location(&[]), Err(UliError::Empty));
        for kind in (3..128).chain(138..=255) {
            assert_eq!(user_location(&[kind; 20]), Err(UliError::Type(kind)));
        }
    }

    proptest! {
        #[test]
        fn lq_3_no_octets_end_the_reader(octets in proptest::collection::vec(any::<u8>(), 0..24), kind in any::<u8>()) {
            let _ = user_location(&octets);
            let typed = [&[kind][..], &octets].concat();
            if let Ok(seen) = user_location(&typed) {
                prop_assert!(!seen.is_empty() && seen.network().is_some());
            }
        }
    }
}
