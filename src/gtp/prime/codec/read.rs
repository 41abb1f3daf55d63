//! Messages out of octets.

use super::{BER, Fault, Header, LONG, Message, SHORT, Transfer, VERSION, cause, element, kind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

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
