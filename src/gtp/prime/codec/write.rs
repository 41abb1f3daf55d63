//! Messages into octets.

use super::{BER, FORMAT_VERSION, Header, LONG, Message, SHORT, Transfer, element, kind};
use bytes::{BufMut, BytesMut};
use std::net::IpAddr;

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
