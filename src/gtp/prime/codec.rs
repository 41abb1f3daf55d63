//! Messages of GTP′ as octets (TS 32.295 §6). What has no meaning here, as a private extension, is read over; what contradicts itself is refused.

use bytes::{BufMut, BytesMut};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The highest version, which is written.
pub const VERSION: u8 = 2;

/// The longest message: what the length has room for, and its header.
pub const LONGEST: usize = 65_535 + SHORT;

const SHORT: usize = 6;
/// The header of version 0 when it is as long as GTP's.
const LONG: usize = 20;

/// What stands before the elements (§6.1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// 0 to 2.
    pub version: u8,
    /// Of version 0: twenty octets and not six.
    pub long: bool,
    /// Sequence Number.
    pub sequence: u16,
}

impl Header {
    /// As this node writes it.
    pub const fn new(sequence: u16) -> Self {
        Self { version: VERSION, long: false, sequence }
    }
}

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message<'a> {
    /// Are you there?
    EchoRequest,
    /// Yes, and so often I was started (Recovery).
    EchoResponse(u8),
    /// The version of the header is the highest that is known.
    VersionNotSupported,
    /// A node is there again.
    NodeAliveRequest(Vec<IpAddr>),
    /// That was heard.
    NodeAliveResponse,
    /// A node will not take records any more: why, and who else does.
    RedirectionRequest(u8, Vec<IpAddr>),
    /// That was heard (Cause).
    RedirectionResponse(u8),
    /// Records, or what becomes of records.
    TransferRequest(Transfer<'a>),
    /// What became of requests: a Cause and their sequence numbers.
    TransferResponse(u8, Vec<u16>),
}

/// Packet Transfer Command, and what belongs to it (§6.2.4.5.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Transfer<'a> {
    /// Send Data Record Packet; without records it asks whether the packet of its number arrived.
    Send(Vec<&'a [u8]>),
    /// Send possibly duplicated Data Record Packet: kept apart until it is cancelled or released.
    SendPossiblyDuplicated(Vec<&'a [u8]>),
    /// Cancel Data Record Packet: they are elsewhere.
    Cancel(Vec<u16>),
    /// Release Data Record Packet: they are nowhere else.
    Release(Vec<u16>),
}

/// Causes (§6.2.4.6, TS 29.060 §7.7.1).
pub mod cause {
    /// This node is about to go down.
    pub const GOING_DOWN: u8 = 63;
    /// Request accepted.
    pub const ACCEPTED: u8 = 128;
    /// CDR decoding error.
    pub const UNREADABLE_RECORD: u8 = 177;
    /// Invalid message format.
    pub const INVALID: u8 = 193;
    /// No resources available.
    pub const NO_RESOURCES: u8 = 199;
    /// Mandatory IE incorrect.
    pub const INCORRECT: u8 = 201;
    /// Mandatory IE missing.
    pub const MISSING: u8 = 202;
    /// Optional IE incorrect.
    pub const OPTIONAL_INCORRECT: u8 = 203;
    /// System failure.
    pub const FAILURE: u8 = 204;
    /// Request related to possibly duplicated packets already fulfilled.
    pub const POSSIBLY_DUPLICATED_FULFILLED: u8 = 252;
    /// Request already fulfilled.
    pub const FULFILLED: u8 = 253;
    /// Sequence numbers of released or cancelled packets IE incorrect.
    pub const UNKNOWN_NUMBERS: u8 = 254;
    /// Request not fulfilled.
    pub const NOT_FULFILLED: u8 = 255;
}

mod kind {
    pub(super) const ECHO_REQUEST: u8 = 1;
    pub(super) const ECHO_RESPONSE: u8 = 2;
    pub(super) const VERSION_NOT_SUPPORTED: u8 = 3;
    pub(super) const NODE_ALIVE_REQUEST: u8 = 4;
    pub(super) const NODE_ALIVE_RESPONSE: u8 = 5;
    pub(super) const REDIRECTION_REQUEST: u8 = 6;
    pub(super) const REDIRECTION_RESPONSE: u8 = 7;
    pub(super) const TRANSFER_REQUEST: u8 = 240;
    pub(super) const TRANSFER_RESPONSE: u8 = 241;
}

mod element {
    pub(super) const CAUSE: u8 = 1;
    pub(super) const RECOVERY: u8 = 14;
    pub(super) const COMMAND: u8 = 126;
    pub(super) const RELEASED: u8 = 249;
    pub(super) const CANCELLED: u8 = 250;
    pub(super) const GATEWAY: u8 = 251;
    pub(super) const PACKET: u8 = 252;
    pub(super) const RESPONDED: u8 = 253;
    pub(super) const RECOMMENDED: u8 = 254;
}

/// Data Record Format: BER.
const BER: u8 = 1;
/// Data Record Format Version (§6.2.4.5.3): charging, release 15, and the version of TS 32.298 within it.
const FORMAT_VERSION: [u8; 2] = [0x1f, 6];

/// Octets of a Data Record Transfer Request with one packet beside its records, and of each record beside itself.
pub const PACKET_OVERHEAD: (usize, usize) = (SHORT + 2 + 3 + 4, 2);
/// Records that one packet has at most.
pub const PACKET_RECORDS: usize = 255;

/// Why a message cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is no message of GTP′.
    #[error("no GTP′ message")]
    Foreign,
    /// Its version is higher than the highest known: the sender is to be told.
    #[error("version {0} of GTP′")]
    Version(u8),
    /// Its header can be read: of what kind it is, and the Cause to answer with.
    #[error("message {0} of GTP′ with Cause {1}")]
    Refused(u8, u8),
}

/// Octets that the message at the beginning of a stream has; `None` until its header is there.
///
/// # Errors
/// What is there is no header of GTP′.
pub fn length(stream: &[u8]) -> Result<Option<usize>, Fault> {
    let Some(&[flags, _, high, low]) = stream.first_chunk::<4>() else { return Ok(None) };
    let header = if is_long(flags)? { LONG } else { SHORT };
    Ok(Some(header + usize::from(u16::from_be_bytes([high, low]))))
}

fn is_long(flags: u8) -> Result<bool, Fault> {
    // Protocol Type is 0 for GTP′.
    if flags & 0x10 != 0 {
        return Err(Fault::Foreign);
    }
    Ok(flags >> 5 == 0 && flags & 1 == 0)
}

/// Reads one whole message. The header is there even where the rest is refused.
///
/// # Errors
/// [`Fault`].
pub fn decode(octets: &[u8]) -> (Option<Header>, Result<Message<'_>, Fault>) {
    let Some(&[flags, kind, high, low, first, second]) = octets.first_chunk::<6>() else {
        return (None, Err(Fault::Foreign));
    };
    let Ok(long) = is_long(flags) else { return (None, Err(Fault::Foreign)) };
    let header = Header { version: flags >> 5, long, sequence: u16::from_be_bytes([first, second]) };
    if header.version > VERSION {
        return (Some(header), Err(Fault::Version(header.version)));
    }
    let at = if long { LONG } else { SHORT };
    let length = usize::from(u16::from_be_bytes([high, low]));
    // A datagram may be longer than what it says (§6.1.1), never shorter.
    let message = match octets.get(at..at + length) {
        Some(body) => Elements::read(body).and_then(|all| all.message(kind)),
        None => Err(cause::INVALID),
    };
    (Some(header), message.map_err(|cause| Fault::Refused(kind, cause)))
}

/// The elements of a message, the first of each.
#[derive(Debug, Default)]
struct Elements<'a> {
    cause: Option<u8>,
    recovery: Option<u8>,
    command: Option<u8>,
    released: Option<&'a [u8]>,
    cancelled: Option<&'a [u8]>,
    packet: Option<&'a [u8]>,
    responded: Option<&'a [u8]>,
    gateways: Vec<IpAddr>,
    recommended: Vec<IpAddr>,
}

impl<'a> Elements<'a> {
    fn read(mut rest: &'a [u8]) -> Result<Self, u8> {
        let mut all = Self::default();
        while let Some((&element, after)) = rest.split_first() {
            if element < 128 {
                // Their length is known of those alone that are known.
                let (&value, after) = after.split_first().ok_or(cause::INVALID)?;
                match element {
                    element::CAUSE => _ = all.cause.get_or_insert(value),
                    element::RECOVERY => _ = all.recovery.get_or_insert(value),
                    element::COMMAND => _ = all.command.get_or_insert(value),
                    _ => return Err(cause::INVALID),
                }
                rest = after;
                continue;
            }
            let (length, after) = after.split_first_chunk::<2>().ok_or(cause::INVALID)?;
            let length = usize::from(u16::from_be_bytes(*length));
            let (value, after) = after.split_at_checked(length).ok_or(cause::INVALID)?;
            match element {
                element::RELEASED => _ = all.released.get_or_insert(value),
                element::CANCELLED => _ = all.cancelled.get_or_insert(value),
                element::PACKET => _ = all.packet.get_or_insert(value),
                element::RESPONDED => _ = all.responded.get_or_insert(value),
                element::GATEWAY => all.gateways.push(address(value).ok_or(cause::INCORRECT)?),
                element::RECOMMENDED => {
                    all.recommended.push(address(value).ok_or(cause::OPTIONAL_INCORRECT)?);
                }
                _ => {}
            }
            rest = after;
        }
        Ok(all)
    }

    fn message(self, kind: u8) -> Result<Message<'a>, u8> {
        Ok(match kind {
            kind::ECHO_REQUEST => Message::EchoRequest,
            kind::ECHO_RESPONSE => Message::EchoResponse(self.recovery.ok_or(cause::MISSING)?),
            kind::VERSION_NOT_SUPPORTED => Message::VersionNotSupported,
            kind::NODE_ALIVE_REQUEST => Message::NodeAliveRequest(self.gateways),
            kind::NODE_ALIVE_RESPONSE => Message::NodeAliveResponse,
            kind::REDIRECTION_REQUEST => {
                Message::RedirectionRequest(self.cause.ok_or(cause::MISSING)?, self.recommended)
            }
            kind::REDIRECTION_RESPONSE => Message::RedirectionResponse(self.cause.ok_or(cause::MISSING)?),
            kind::TRANSFER_REQUEST => Message::TransferRequest(self.transfer()?),
            kind::TRANSFER_RESPONSE => {
                let answered = numbers(self.responded)?;
                Message::TransferResponse(self.cause.ok_or(cause::MISSING)?, answered)
            }
            _ => return Err(cause::INVALID),
        })
    }

    fn transfer(&self) -> Result<Transfer<'a>, u8> {
        // A packet without any contents is one without records.
        let records = || records(self.packet.ok_or(cause::MISSING)?);
        Ok(match self.command.ok_or(cause::MISSING)? {
            1 => Transfer::Send(records()?),
            2 => Transfer::SendPossiblyDuplicated(records()?),
            3 => Transfer::Cancel(numbers(self.cancelled)?),
            4 => Transfer::Release(numbers(self.released)?),
            _ => return Err(cause::INCORRECT),
        })
    }
}

fn records(packet: &[u8]) -> Result<Vec<&[u8]>, u8> {
    let Some((&count, rest)) = packet.split_first() else { return Ok(Vec::new()) };
    if count == 0 {
        return Ok(Vec::new());
    }
    let (&format, rest) = rest.split_first().ok_or(cause::INCORRECT)?;
    if format != BER {
        return Err(cause::UNREADABLE_RECORD);
    }
    let (_, mut rest) = rest.split_first_chunk::<2>().ok_or(cause::INCORRECT)?;
    let mut all = Vec::with_capacity(count.into());
    for _ in 0..count {
        let (length, after) = rest.split_first_chunk::<2>().ok_or(cause::INCORRECT)?;
        let length = usize::from(u16::from_be_bytes(*length));
        let (record, after) = after.split_at_checked(length).ok_or(cause::INCORRECT)?;
        all.push(record);
        rest = after;
    }
    if rest.is_empty() { Ok(all) } else { Err(cause::INCORRECT) }
}

fn numbers(list: Option<&[u8]>) -> Result<Vec<u16>, u8> {
    let list = list.ok_or(cause::MISSING)?;
    let (pairs, rest) = list.as_chunks::<2>();
    if pairs.is_empty() || !rest.is_empty() {
        return Err(cause::INCORRECT);
    }
    Ok(pairs.iter().map(|pair| u16::from_be_bytes(*pair)).collect())
}

fn address(octets: &[u8]) -> Option<IpAddr> {
    if let Ok(four) = <[u8; 4]>::try_from(octets) {
        return Some(Ipv4Addr::from(four).into());
    }
    <[u8; 16]>::try_from(octets).ok().map(|sixteen| Ipv6Addr::from(sixteen).into())
}

/// Appends a message.
///
/// Lists are as long as an element has room for: 255 records, 32,767 numbers.
pub fn encode(header: Header, message: &Message<'_>, out: &mut BytesMut) {
    let start = out.len();
    // The spare bits are set; the last one says that version 0 has the short header.
    out.put_u8(header.version << 5 | 0x0e | u8::from(header.version == 0 && !header.long));
    out.put_u8(number(message));
    out.put_u16(0);
    out.put_u16(header.sequence);
    if header.long {
        out.put_bytes(0xff, 2);
        out.put_bytes(0, LONG - SHORT - 2);
    }
    let body = out.len();
    elements(message, out);
    let length = u16::try_from(out.len() - body).unwrap_or(u16::MAX).to_be_bytes();
    out[start + 2..start + 4].copy_from_slice(&length);
}

const fn number(message: &Message<'_>) -> u8 {
    match message {
        Message::EchoRequest => kind::ECHO_REQUEST,
        Message::EchoResponse(_) => kind::ECHO_RESPONSE,
        Message::VersionNotSupported => kind::VERSION_NOT_SUPPORTED,
        Message::NodeAliveRequest(_) => kind::NODE_ALIVE_REQUEST,
        Message::NodeAliveResponse => kind::NODE_ALIVE_RESPONSE,
        Message::RedirectionRequest(..) => kind::REDIRECTION_REQUEST,
        Message::RedirectionResponse(_) => kind::REDIRECTION_RESPONSE,
        Message::TransferRequest(_) => kind::TRANSFER_REQUEST,
        Message::TransferResponse(..) => kind::TRANSFER_RESPONSE,
    }
}

fn elements(message: &Message<'_>, out: &mut BytesMut) {
    let short = |element: u8, value: u8, out: &mut BytesMut| out.put_slice(&[element, value]);
    match message {
        Message::EchoRequest | Message::VersionNotSupported | Message::NodeAliveResponse => {}
        Message::EchoResponse(restarts) => short(element::RECOVERY, *restarts, out),
        Message::NodeAliveRequest(nodes) => addresses(element::GATEWAY, nodes, out),
        Message::RedirectionRequest(cause, nodes) => {
            short(element::CAUSE, *cause, out);
            addresses(element::RECOMMENDED, nodes, out);
        }
        Message::RedirectionResponse(cause) => short(element::CAUSE, *cause, out),
        Message::TransferRequest(transfer) => match transfer {
            Transfer::Send(records) => {
                short(element::COMMAND, 1, out);
                packet(records, out);
            }
            Transfer::SendPossiblyDuplicated(records) => {
                short(element::COMMAND, 2, out);
                packet(records, out);
            }
            Transfer::Cancel(numbers) => {
                short(element::COMMAND, 3, out);
                list(element::CANCELLED, numbers, out);
            }
            Transfer::Release(numbers) => {
                short(element::COMMAND, 4, out);
                list(element::RELEASED, numbers, out);
            }
        },
        Message::TransferResponse(cause, answered) => {
            short(element::CAUSE, *cause, out);
            list(element::RESPONDED, answered, out);
        }
    }
}

fn addresses(element: u8, nodes: &[IpAddr], out: &mut BytesMut) {
    for node in nodes {
        match node {
            IpAddr::V4(ip) => long(element, &ip.octets(), out),
            IpAddr::V6(ip) => long(element, &ip.octets(), out),
        }
    }
}

fn long(element: u8, value: &[u8], out: &mut BytesMut) {
    out.put_u8(element);
    out.put_u16(u16::try_from(value.len()).unwrap_or(u16::MAX));
    out.put_slice(value);
}

fn list(element: u8, numbers: &[u16], out: &mut BytesMut) {
    let all: Vec<u8> = numbers.iter().flat_map(|number| number.to_be_bytes()).collect();
    long(element, &all, out);
}

fn packet(records: &[&[u8]], out: &mut BytesMut) {
    if records.is_empty() {
        return long(element::PACKET, &[], out);
    }
    let count = u8::try_from(records.len()).unwrap_or(u8::MAX);
    let mut all = vec![count, BER];
    all.extend(FORMAT_VERSION);
    for record in records.iter().take(count.into()) {
        all.extend(u16::try_from(record.len()).unwrap_or(u16::MAX).to_be_bytes());
        all.extend(*record);
    }
    long(element::PACKET, &all, out);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn octets(header: Header, message: &Message<'_>) -> BytesMut {
        let mut out = BytesMut::new();
        encode(header, message, &mut out);
        out
    }

    #[test]
    fn vc_7_a_transfer_has_its_octets_where_the_specification_has_them() {
        let message = Message::TransferRequest(Transfer::Send(vec![&[0xbf, 0x3f], &[0xaa]]));
        let expected = [
            &[0x4e, 240, 0, 16, 0x12, 0x34][..],
            &[126, 1, 252, 0, 11],
            &[2, 1, 0x1f, 6, 0, 2, 0xbf, 0x3f, 0, 1, 0xaa],
        ];
        let whole = octets(Header::new(0x1234), &message);
        assert_eq!(whole, expected.concat());
        let (beside, each) = PACKET_OVERHEAD;
        assert_eq!(whole.len(), beside + 2 * each + 3);
        assert_eq!(length(&whole), Ok(Some(whole.len())));
        assert_eq!(length(&whole[..3]), Ok(None));
        let response = Message::TransferResponse(cause::ACCEPTED, vec![1, 0x1234]);
        assert_eq!(
            octets(Header::new(7), &response),
            [&[0x4e, 241, 0, 9, 0, 7, 1, 128, 253, 0, 4, 0, 1, 0x12, 0x34][..]].concat()
        );
    }

    #[test]
    fn vc_7_every_version_is_read_and_answered_in_kind() {
        let long = Header { version: 0, long: true, sequence: 9 };
        let whole = octets(long, &Message::EchoResponse(3));
        assert_eq!((whole[0], whole.len(), length(&whole)), (0x0e, 22, Ok(Some(22))));
        assert_eq!(decode(&whole), (Some(long), Ok(Message::EchoResponse(3))));
        for version in 0..=2 {
            let header = Header { version, long: false, sequence: 1 };
            assert_eq!(
                decode(&octets(header, &Message::EchoRequest)),
                (Some(header), Ok(Message::EchoRequest))
            );
        }
        assert_eq!(decode(&[0x6e, 1, 0, 0, 0, 5]).1, Err(Fault::Version(3)));
        // GTP itself, and nothing.
        assert_eq!(decode(&[0x32, 1, 0, 0, 0, 5]), (None, Err(Fault::Foreign)));
        assert_eq!(decode(&[0x4e, 1, 0]), (None, Err(Fault::Foreign)));
    }

    #[test]
    fn vc_7_what_is_wrong_with_a_message_is_answered_by_its_cause() {
        for (kind, body, expected) in [
            (240, &[][..], cause::MISSING),
            (240, &[126, 1], cause::MISSING),
            (240, &[126, 9, 252, 0, 0], cause::INCORRECT),
            (240, &[126, 3, 250, 0, 3, 0, 1, 2], cause::INCORRECT),
            (240, &[126, 4, 250, 0, 2, 0, 1], cause::MISSING),
            (240, &[126, 1, 252, 0, 4, 1, 2, 0, 0], cause::UNREADABLE_RECORD),
            (240, &[126, 1, 252, 0, 6, 1, 1, 0, 0, 0, 9], cause::INCORRECT),
            (240, &[126, 1, 252, 0, 9], cause::INVALID),
            (240, &[99, 1], cause::INVALID),
            (241, &[1, 128], cause::MISSING),
            (2, &[], cause::MISSING),
            (6, &[], cause::MISSING),
            (4, &[251, 0, 3, 1, 2, 3], cause::INCORRECT),
            (77, &[], cause::INVALID),
        ] {
            let header = [0x4e, kind, 0, body.len() as u8, 0, 1];
            let found = decode(&[&header, body].concat()).1.unwrap_err();
            assert_eq!(found, Fault::Refused(kind, expected), "{kind} {body:?}");
        }
        // What is not known is read over; a datagram may have a tail.
        let padded = [0x4e, 1, 0, 4, 0, 1, 255, 0, 1, 7, 0xde, 0xad];
        assert_eq!(decode(&padded).1, Ok(Message::EchoRequest));
    }

    fn a_message() -> impl Strategy<Value = (Vec<Vec<u8>>, u8, Vec<u16>, Vec<IpAddr>)> {
        let records = prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 0..5);
        (
            records,
            any::<u8>(),
            prop::collection::vec(any::<u16>(), 1..5),
            prop::collection::vec(any::<IpAddr>(), 0..3),
        )
    }

    proptest! {
        #[test]
        fn vc_7_what_is_written_is_read_back((records, number, numbers, nodes) in a_message(), sequence: u16) {
            let records: Vec<&[u8]> = records.iter().map(Vec::as_slice).collect();
            let all = [
                Message::EchoResponse(number),
                Message::NodeAliveRequest(nodes.clone()),
                Message::NodeAliveResponse,
                Message::RedirectionRequest(number, nodes),
                Message::RedirectionResponse(number),
                Message::TransferRequest(Transfer::Send(records.clone())),
                Message::TransferRequest(Transfer::SendPossiblyDuplicated(records)),
                Message::TransferRequest(Transfer::Cancel(numbers.clone())),
                Message::TransferRequest(Transfer::Release(numbers.clone())),
                Message::TransferResponse(number, numbers),
            ];
            for message in all {
                let header = Header::new(sequence);
                let octets = octets(header, &message);
                prop_assert_eq!(decode(&octets), (Some(header), Ok(message)));
            }
        }

        #[test]
        fn vc_7_nothing_that_arrives_is_too_much(octets in prop::collection::vec(any::<u8>(), 0..80)) {
            let _ = (decode(&octets), length(&octets));
            let mut ours = octets;
            if let [first, kind, ..] = &mut ours[..] {
                (*first, *kind) = (0x4e, if *kind & 1 == 0 { 240 } else { *kind });
            }
            let _ = decode(&ours);
        }
    }
}
