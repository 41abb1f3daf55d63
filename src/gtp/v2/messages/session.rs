//! Create Session, Modify Bearer and Delete Session (TS 29.274 §7.2.1, §7.2.2, §7.2.7 to §7.2.10), read as far as they tell of a place.

use crate::{
    gtp::v2::codec::{
        BearerContext, Cause, Ebi, FTeid, Fault, Ies, Mei, RatType, ServingNetwork, Uli, UliTimestamp,
    },
    types::{E164, Imsi},
};

/// What a request about a session says of its user. All three requests have these elements in the same instances; what one of them has not is absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    /// Whom it is about; in Create Session only.
    pub imsi: Option<Imsi>,
    /// Their number; in Create Session only.
    pub msisdn: Option<E164>,
    /// Their device.
    pub mei: Option<Mei>,
    /// Where they are.
    pub uli: Option<Uli>,
    /// When that was learnt.
    pub uli_timestamp: Option<UliTimestamp>,
    /// By what radio.
    pub rat: Option<RatType>,
    /// In whose network.
    pub serving_network: Option<ServingNetwork>,
    /// Where the sender wants its messages of this session.
    pub sender: Option<FTeid>,
    /// Which connection: the linked bearer, or else that of the first bearer context.
    pub default_bearer: Option<Ebi>,
}

impl Session {
    /// Reads the elements of any of the three requests. Nobody is answered, so nothing but a cut message is an error: what is wrong is absent.
    ///
    /// # Errors
    /// An element that is cut.
    pub fn decode(elements: &[u8]) -> Result<Self, Fault> {
        let ies = Ies::new(elements)?;
        let context = ies.first(BearerContext::KIND, 0).and_then(|ie| BearerContext::of(&ie).ok());
        Ok(Self {
            imsi: ies.optional(0),
            msisdn: ies.optional(0),
            mei: ies.optional(0),
            uli: ies.optional(0),
            uli_timestamp: ies.optional(0),
            rat: ies.optional(0),
            serving_network: ies.optional(0),
            sender: ies.optional(0),
            default_bearer: ies.optional(0).or_else(|| context?.ebi().ok()),
        })
    }
}

/// What a response about a session says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionAnswer {
    /// The outcome.
    pub cause: Cause,
    /// Where the other side wants its messages of this session; in Create Session only, and on S11 and S4.
    pub sender: Option<FTeid>,
    /// Where the PGW wants them; in Create Session only.
    pub gateway: Option<FTeid>,
}

impl SessionAnswer {
    /// Reads the elements of any of the three responses.
    ///
    /// # Errors
    /// Cause is mandatory.
    pub fn decode(elements: &[u8]) -> Result<Self, Fault> {
        let ies = Ies::new(elements)?;
        Ok(Self { cause: ies.mandatory(0)?, sender: ies.optional(0), gateway: ies.optional(1) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        gtp::v2::codec::{CauseValue, Header, message_type},
        types::{Ecgi, Plmn, Tai},
    };

    // The octets are another implementation's; only the lengths were told to it, since it counts them as version 1 does.
    /// Create Session Request of an MME; TAC 9 in the second instance of its ULI, and the PGW's F-TEID in that of its own.
    const CREATE: &[u8] = b"\
        \x48\x20\x00\xfc\x00\x00\x00\x00\x00\x00\x21\x00\x01\x00\x08\x00\x00\x01\x01\x00\x00\x00\
        \x00\xf1\x4c\x00\x06\x00\x51\x55\x21\x43\x65\xf7\x4b\x00\x08\x00\x53\x11\x22\x33\x44\x55\
        \x66\x07\x56\x00\x0d\x00\x18\x00\xf1\x10\x00\x07\x00\xf1\x10\x00\x0a\x1b\x2c\x56\x00\x0d\
        \x01\x18\x00\xf1\x10\x00\x09\x00\xf1\x10\x00\x0a\x1b\x2c\x53\x00\x03\x00\x00\xf1\x10\x52\
        \x00\x01\x00\x06\x57\x00\x19\x00\xca\x11\x22\x33\x44\xc0\x00\x02\x07\x20\x01\x0d\xb8\x00\
        \x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x57\x00\x09\x01\x87\x00\x00\x00\x66\xc6\x33\
        \x64\x01\x47\x00\x09\x00\x08\x69\x6e\x74\x65\x72\x6e\x65\x74\x63\x00\x01\x00\x03\x4f\x00\
        \x16\x00\x03\x40\x20\x01\x0d\xb8\x00\x00\x00\x42\x00\x00\x00\x00\x00\x00\x00\x01\xc0\x00\
        \x02\x21\x48\x00\x08\x00\x00\x00\xc3\x50\x00\x01\x86\xa0\x5d\x00\x39\x00\x49\x00\x01\x00\
        \x05\x57\x00\x09\x00\x80\xaa\xbb\xcc\xdd\xc6\x33\x64\x09\x57\x00\x09\x02\x84\x00\x00\x00\
        \x55\xc6\x33\x64\x0a\x50\x00\x16\x00\x64\x05\x01\x02\x03\x04\x05\x00\x00\x00\x03\xe8\x00\
        \x00\x00\x00\x00\x00\x00\x00\x00\x02\x03\x00\x01\x00\x03";

    /// Its response, with the F-TEIDs of the SGW and of the PGW.
    const CREATED: &[u8] = b"\
        \x48\x21\x00\x52\x11\x22\x33\x44\x00\x00\x21\x00\x02\x00\x02\x00\x10\x00\x57\x00\x19\x00\
        \xcb\x11\x22\x33\x44\xc0\x00\x02\x07\x20\x01\x0d\xb8\x00\x00\x00\x00\x00\x00\x00\x00\x00\
        \x00\x00\x01\x57\x00\x09\x01\x87\x00\x00\x00\x66\xc6\x33\x64\x01\x4f\x00\x16\x00\x03\x40\
        \x20\x01\x0d\xb8\x00\x00\x00\x42\x00\x00\x00\x00\x00\x00\x00\x01\xc0\x00\x02\x21";

    /// Modify Bearer Request.
    const MODIFY: &[u8] = b"\
        \x48\x22\x00\x46\x00\x00\x00\x99\x00\x00\x22\x00\x4b\x00\x08\x00\x53\x11\x22\x33\x44\x55\
        \x66\x07\x56\x00\x0d\x00\x18\x00\xf1\x10\x00\x07\x00\xf1\x10\x00\x0a\x1b\x2c\x53\x00\x03\
        \x00\x00\xf1\x10\x52\x00\x01\x00\x06\x57\x00\x09\x00\x8a\x11\x22\x33\x55\xc0\x00\x02\x08\
        \xaa\x00\x04\x00\xe6\x00\x00\x01";

    /// Its response: Context Not Found, found by the remote node in a bearer context.
    const NOT_MODIFIED: &[u8] = b"\x48\x23\x00\x0e\x11\x22\x33\x55\x00\x00\x22\x00\x02\x00\x02\x00\x40\x03";

    /// Delete Session Request.
    const DELETE: &[u8] = b"\
        \x48\x24\x00\x33\x00\x00\x00\x99\x00\x00\x23\x00\x49\x00\x01\x00\x05\x56\x00\x0d\x00\x18\
        \x00\xf1\x10\x00\x07\x00\xf1\x10\x00\x0a\x1b\x2c\x57\x00\x09\x00\x8a\x11\x22\x33\x55\xc0\
        \x00\x02\x08\xaa\x00\x04\x00\xe6\x00\x00\x01";

    /// Its response.
    const DELETED: &[u8] = b"\
        \x48\x25\x00\x13\x11\x22\x33\x55\x00\x00\x23\x00\x02\x00\x02\x00\x10\x00\x03\x00\x01\x00\
        \x03";

    fn elements(message: &[u8], message_type: u8, teid: u32, sequence: u32) -> &[u8] {
        let (header, elements, rest) = Header::parse(message).unwrap();
        let expected =
            Header { piggybacked: false, message_type, teid: Some(teid), sequence, priority: None };
        assert_eq!((header, rest), (expected, &b""[..]));
        elements
    }

    fn created() -> Session {
        let plmn = Plmn::parse("00101").unwrap();
        let tai = Some(Tai { plmn, tac: 7 });
        Session {
            imsi: Imsi::parse("001010000000001"),
            msisdn: E164::parse("15551234567"),
            mei: Mei::parse("3511223344556670"),
            uli: Some(Uli { tai, ecgi: Ecgi::new(plmn, 0xa_1b2c), ..Uli::default() }),
            uli_timestamp: None,
            rat: Some(RatType::EUTRAN),
            serving_network: Some(ServingNetwork(plmn)),
            sender: Some(FTeid {
                interface: 10,
                teid: 0x1122_3344,
                v4: Some([192, 0, 2, 7].into()),
                v6: Some("2001:db8::1".parse().unwrap()),
            }),
            default_bearer: Some(Ebi(5)),
        }
    }

    /// LQ-2, TS 29.274 Tables 7.2.1-1, 7.2.7-1 and 7.2.9.1-1.
    #[test]
    fn lq_2_requests_of_another_implementation_are_read() {
        let create = elements(CREATE, message_type::CREATE_SESSION_REQUEST, 0, 0x21);
        assert_eq!(Session::decode(create), Ok(created()));
        let sender = FTeid { interface: 10, teid: 0x1122_3355, v4: Some([192, 0, 2, 8].into()), v6: None };
        let modified = Session {
            imsi: None,
            msisdn: None,
            uli_timestamp: Some(UliTimestamp(0xe600_0001)),
            sender: Some(sender),
            default_bearer: None,
            ..created()
        };
        let modify = elements(MODIFY, message_type::MODIFY_BEARER_REQUEST, 0x99, 0x22);
        assert_eq!(Session::decode(modify), Ok(modified));
        let deleted =
            Session { mei: None, rat: None, serving_network: None, default_bearer: Some(Ebi(5)), ..modified };
        let delete = elements(DELETE, message_type::DELETE_SESSION_REQUEST, 0x99, 0x23);
        assert_eq!(Session::decode(delete), Ok(deleted));
    }

    /// LQ-2, TS 29.274 Tables 7.2.2-1, 7.2.8-1 and 7.2.10.1-1.
    #[test]
    fn lq_2_responses_of_another_implementation_are_read() {
        let sender = created().sender.map(|sender| FTeid { interface: 11, ..sender });
        let cause = Cause::new(CauseValue::REQUEST_ACCEPTED, None);
        let answer = elements(CREATED, message_type::CREATE_SESSION_RESPONSE, 0x1122_3344, 0x21);
        let gateway = Some(FTeid { interface: 7, teid: 0x66, v4: Some([198, 51, 100, 1].into()), v6: None });
        assert_eq!(SessionAnswer::decode(answer), Ok(SessionAnswer { cause, sender, gateway }));
        let answer = elements(DELETED, message_type::DELETE_SESSION_RESPONSE, 0x1122_3355, 0x23);
        assert_eq!(SessionAnswer::decode(answer), Ok(SessionAnswer { cause, sender: None, gateway: None }));
        let cause = Cause { value: CauseValue::CONTEXT_NOT_FOUND, flags: 3, offending: None };
        let answer = elements(NOT_MODIFIED, message_type::MODIFY_BEARER_RESPONSE, 0x1122_3355, 0x22);
        assert_eq!(SessionAnswer::decode(answer), Ok(SessionAnswer { cause, sender: None, gateway: None }));
        assert_eq!(SessionAnswer::decode(b""), Err(Fault::at(CauseValue(70), 2, 0)));
    }

    /// LQ-2: what is wrong in a request is absent, and the rest of it still read; a cut element is an error.
    #[test]
    fn lq_2_what_is_wrong_is_absent_and_what_is_cut_is_told() {
        let create = elements(CREATE, message_type::CREATE_SESSION_REQUEST, 0, 0x21);
        let mut wrong = create.to_vec();
        // The first octet of the IMSI's digits: a letter.
        wrong[4] = 0x0a;
        assert_eq!(Session::decode(&wrong), Ok(Session { imsi: None, ..created() }));
        let cut = Session::decode(&create[..create.len() - 1]);
        assert_eq!(cut, Err(Fault::at(CauseValue(67), 3, 0)));
    }
}
