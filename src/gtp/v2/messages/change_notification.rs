//! Change Notification Request and Response (TS 29.274 §7.3.14, §7.3.15): a user has moved.

use crate::{
    gtp::v2::codec::{
        Cause, CauseValue, Element, Fault, Header, Ies, Indication, LinkedEbi, Mei, RatType, Uci, Uli, Writer,
    },
    types::Imsi,
};
use bytes::BytesMut;

/// "This user is there now."
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChangeNotificationRequest {
    /// Whom it is about; always there, but for an emergency call without a SIM.
    pub imsi: Option<Imsi>,
    /// With what device.
    pub mei: Option<Mei>,
    /// Flags.
    pub indication: Option<Indication>,
    /// By what radio.
    pub rat: RatType,
    /// Where.
    pub uli: Option<Uli>,
    /// In which closed group's cell.
    pub uci: Option<Uci>,
    /// Of which connection.
    pub linked_ebi: Option<LinkedEbi>,
}

impl ChangeNotificationRequest {
    /// Reads the elements.
    ///
    /// # Errors
    /// RAT Type is mandatory; IMSI, ULI and UCI may be absent but not wrong.
    pub fn decode(elements: &[u8]) -> Result<Self, Fault> {
        let ies = Ies::new(elements)?;
        Ok(Self {
            imsi: ies.conditional(0)?,
            mei: ies.optional(0),
            indication: ies.optional(0),
            rat: ies.mandatory(0)?,
            uli: ies.conditional(0)?,
            uci: ies.conditional(0)?,
            linked_ebi: ies.optional(0),
        })
    }

    /// The user, who has to be named where no tunnel names them.
    ///
    /// # Errors
    /// "Conditional IE missing", with IMSI as the offending element.
    pub fn user(&self) -> Result<Imsi, Fault> {
        let missing = Fault::at(CauseValue::CONDITIONAL_IE_MISSING, <Imsi as Element<'_>>::KIND, 0);
        self.imsi.ok_or(missing)
    }

    /// Writes the message that `header` begins; its length in octets.
    pub fn encode(&self, header: &Header, out: &mut BytesMut) -> usize {
        let mut writer = Writer::new(out, header);
        writer.put_if(0, self.imsi.as_ref()).put_if(0, self.mei.as_ref());
        writer.put_if(0, self.indication.as_ref()).put(0, &self.rat);
        writer.put_if(0, self.uli.as_ref()).put_if(0, self.uci.as_ref());
        writer.put_if(0, self.linked_ebi.as_ref());
        writer.finish()
    }
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChangeNotificationResponse {
    /// The user of the request.
    pub imsi: Option<Imsi>,
    /// The device of the request.
    pub mei: Option<Mei>,
    /// The outcome.
    pub cause: Cause,
}

impl ChangeNotificationResponse {
    /// Reads the elements.
    ///
    /// # Errors
    /// Cause is mandatory; IMSI may be absent but not wrong.
    pub fn decode(elements: &[u8]) -> Result<Self, Fault> {
        let ies = Ies::new(elements)?;
        Ok(Self { imsi: ies.conditional(0)?, mei: ies.optional(0), cause: ies.mandatory(0)? })
    }

    /// Writes the message that `header` begins; its length in octets.
    pub fn encode(&self, header: &Header, out: &mut BytesMut) -> usize {
        let mut writer = Writer::new(out, header);
        writer.put_if(0, self.imsi.as_ref()).put_if(0, self.mei.as_ref()).put(0, &self.cause);
        writer.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        gtp::v2::codec::{Ebi, message_type},
        types::{Ecgi, Plmn, Tai},
    };

    // The octets are another implementation's; only the lengths were told to it, since it counts them as version 1 does.
    /// Every element we know.
    const FULL: &[u8] = b"\
        \x48\x26\x00\x4d\x01\x02\x03\x04\x0a\x0b\x0c\x00\x01\x00\x08\x00\x00\x01\x01\x00\x00\x00\
        \x00\xf1\x4b\x00\x08\x00\x53\x11\x22\x33\x44\x55\x66\x07\x4d\x00\x02\x00\x80\x40\x52\x00\
        \x01\x00\x06\x56\x00\x0d\x00\x18\x00\xf1\x10\x00\x07\x00\xf1\x10\x00\x0a\x1b\x2c\x91\x00\
        \x08\x00\x00\xf1\x10\x05\xab\xcd\xef\x42\x49\x00\x01\x00\x05";

    /// No more than an MME has to send, with a priority of 7.
    const PLAIN: &[u8] = b"\
        \x4c\x26\x00\x2a\x00\x00\x00\x00\x00\x00\x01\x70\x01\x00\x08\x00\x00\x01\x01\x00\x00\x00\
        \x00\xf1\x52\x00\x01\x00\x06\x56\x00\x0d\x00\x18\x00\xf1\x10\x00\x07\x00\xf1\x10\x00\x0a\
        \x1b\x2c";

    /// Accepted.
    const ACCEPTED: &[u8] = b"\
        \x48\x27\x00\x26\x01\x02\x03\x04\x0a\x0b\x0c\x00\x01\x00\x08\x00\x00\x01\x01\x00\x00\x00\
        \x00\xf1\x4b\x00\x08\x00\x53\x11\x22\x33\x44\x55\x66\x07\x02\x00\x02\x00\x10\x00";

    /// Context Not Found, by the remote node.
    const UNKNOWN: &[u8] = b"\
        \x48\x27\x00\x1a\x01\x02\x03\x04\x0a\x0b\x0c\x00\x01\x00\x08\x00\x00\x01\x01\x00\x00\x00\
        \x00\xf1\x02\x00\x02\x00\x40\x01";

    fn home() -> Plmn {
        Plmn::parse("00101").unwrap()
    }

    fn full() -> (Header, ChangeNotificationRequest) {
        let header = Header {
            piggybacked: false,
            message_type: message_type::CHANGE_NOTIFICATION_REQUEST,
            teid: Some(0x0102_0304),
            sequence: 0x0a_0b0c,
            priority: None,
        };
        let tai = Some(Tai { plmn: home(), tac: 7 });
        let request = ChangeNotificationRequest {
            imsi: Imsi::parse("001010000000001"),
            mei: Mei::parse("3511223344556670"),
            indication: Some(Indication::DAF | Indication::UIMSI),
            rat: RatType::EUTRAN,
            uli: Some(Uli { tai, ecgi: Ecgi::new(home(), 0xa_1b2c), ..Uli::default() }),
            uci: Some(Uci { plmn: home(), csg: 0x5ab_cdef, access_mode: 1, flags: 2 }),
            linked_ebi: Some(Ebi(5)),
        };
        (header, request)
    }

    /// The elements of a message without those of one type.
    fn without(message: &[u8], kind: u8) -> Vec<u8> {
        replaced(message, kind, None)
    }

    /// The elements of a message, with other octets in those of one type; `None` takes them out.
    fn replaced(message: &[u8], kind: u8, data: Option<&[u8]>) -> Vec<u8> {
        let (_, elements, _) = Header::parse(message).unwrap();
        let mut octets = Vec::new();
        for ie in Ies::new(elements).unwrap() {
            let Some(data) = (if ie.kind == kind { data } else { Some(ie.data) }) else { continue };
            octets.extend_from_slice(&[ie.kind, 0, data.len() as u8, ie.instance]);
            octets.extend_from_slice(data);
        }
        octets
    }

    /// LQ-2, TS 29.274 Table 7.3.14-1: octet for octet, both ways.
    #[test]
    fn lq_2_the_request_is_that_of_another_implementation() {
        let (header, request) = full();
        let least =
            ChangeNotificationRequest { mei: None, indication: None, uci: None, linked_ebi: None, ..request };
        let plain = Header { teid: Some(0), sequence: 1, priority: Some(7), ..header };
        for (octets, header, request) in [(FULL, header, request), (PLAIN, plain, least)] {
            let (read, elements, rest) = Header::parse(octets).unwrap();
            assert_eq!((read, rest), (header, &b""[..]));
            assert_eq!(ChangeNotificationRequest::decode(elements), Ok(request));
            assert_eq!(request.user(), Ok(Imsi::parse("001010000000001").unwrap()));
            let mut out = BytesMut::new();
            assert_eq!(request.encode(&header, &mut out), octets.len());
            assert_eq!(&out[..], octets);
        }
    }

    /// LQ-2, TS 29.274 Table 7.3.15-1: octet for octet, both ways.
    #[test]
    fn lq_2_the_response_is_that_of_another_implementation() {
        let (header, ChangeNotificationRequest { imsi, mei, .. }) = full();
        let header = header.response(message_type::CHANGE_NOTIFICATION_RESPONSE, header.teid);
        let cause = Cause::new(CauseValue::REQUEST_ACCEPTED, None);
        let accepted = ChangeNotificationResponse { imsi, mei, cause };
        let cause = Cause { value: CauseValue::CONTEXT_NOT_FOUND, flags: 1, offending: None };
        let unknown = ChangeNotificationResponse { imsi, mei: None, cause };
        for (octets, response) in [(ACCEPTED, accepted), (UNKNOWN, unknown)] {
            let (read, elements, _) = Header::parse(octets).unwrap();
            assert_eq!(read, header);
            assert_eq!(ChangeNotificationResponse::decode(elements), Ok(response));
            let mut out = BytesMut::new();
            assert_eq!(response.encode(&header, &mut out), octets.len());
            assert_eq!(&out[..], octets);
        }
        let missing = Fault::at(CauseValue(70), 2, 0);
        assert_eq!(ChangeNotificationResponse::decode(&without(ACCEPTED, 2)), Err(missing));
    }

    /// LQ-2, TS 29.274 §7.7.6: RAT Type is mandatory, IMSI conditional, the others may be absent.
    #[test]
    fn lq_2_what_is_missing_is_told() {
        let decode = ChangeNotificationRequest::decode;
        assert_eq!(decode(&without(FULL, 82)), Err(Fault::at(CauseValue(70), 82, 0)));
        let nobody = decode(&without(FULL, 1)).unwrap();
        assert_eq!(nobody, ChangeNotificationRequest { imsi: None, ..full().1 });
        assert_eq!(nobody.user(), Err(Fault::at(CauseValue(103), 1, 0)));
        let nowhere = ChangeNotificationRequest { uli: None, ..full().1 };
        assert_eq!(decode(&without(FULL, 86)), Ok(nowhere));
    }

    /// LQ-2, TS 29.274 §7.7.7, §7.7.8: the element that is wrong is told, unless it is optional.
    #[test]
    fn lq_2_what_is_wrong_is_told() {
        let decode = |kind, data| ChangeNotificationRequest::decode(&replaced(FULL, kind, Some(data)));
        // A ULI of no octets, one whose ECGI is cut, and one in a network that has a letter for a digit.
        let cut = b"\x18\x00\xf1\x10\x00\x07\x00\xf1\x10\x00\x0a\x1b";
        for (kind, data, cause) in [
            (86, &b""[..], 67),
            (86, cut, 67),
            (86, b"\x08\x0a\xf1\x10\x00\x07", 69),
            (1, b"", 67),
            (1, b"\x0a\x01\x01\x00", 69),
            (82, b"", 67),
            (82, b"\0", 69),
            (145, b"\x00\xf1\x10", 67),
            (145, b"\x0a\xf1\x10\x05\xab\xcd\xef\x42", 69),
        ] {
            assert_eq!(decode(kind, data), Err(Fault::at(CauseValue(cause), kind, 0)), "{kind} {data:02x?}");
        }
        for kind in [75, 77, 73] {
            let read = decode(kind, b"").unwrap();
            let found = [read.mei.is_some(), read.indication.is_some(), read.linked_ebi.is_some()];
            assert_eq!(found, [75, 77, 73].map(|one| one != kind), "{kind}");
        }
    }
}
