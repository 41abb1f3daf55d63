//! From captured packets to Diameter messages: link, IP and TCP headers, and segments put together in order.

use super::capture::Packet;
use crate::diameter::codec::{CommandFlags, Frame, Header};
use bytes::{Bytes, BytesMut};
use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// Segments that may wait for one that was captured late; more mean that it never was.
const MAX_WAITING: usize = 64;

/// One TCP segment.
#[derive(Debug)]
pub(super) struct Segment<'a> {
    pub(super) from: SocketAddr,
    pub(super) to: SocketAddr,
    sequence: u32,
    syn: bool,
    data: &'a [u8],
}

impl<'a> Segment<'a> {
    /// The TCP segment in a packet, if it is one, and not a fragment.
    pub(super) fn of(packet: &Packet<'a>) -> Option<Self> {
        let (from, to, tcp) = network(link(packet)?)?;
        let head: &[u8; 20] = tcp.first_chunk()?;
        let word = |at: usize| u16::from_be_bytes([head[at], head[at + 1]]);
        Some(Self {
            from: SocketAddr::new(from, word(0)),
            to: SocketAddr::new(to, word(2)),
            sequence: u32::from_be_bytes([head[4], head[5], head[6], head[7]]),
            syn: head[13] & 0x02 != 0,
            data: tcp.get(usize::from(head[12] >> 4) * 4..)?,
        })
    }
}

/// What the link layer carries: an IP packet.
fn link<'a>(packet: &Packet<'a>) -> Option<&'a [u8]> {
    let data = packet.data;
    match packet.link {
        // LINKTYPE_NULL and LOOP: an address family, whose number differs between systems.
        0 | 108 => data.get(4..),
        1 => ethernet(data.get(12..)?),
        // LINKTYPE_RAW under its several numbers, and the ones for each version.
        12 | 14 | 101 | 228 | 229 => Some(data),
        113 => data.get(16..), // LINUX_SLL
        276 => data.get(20..), // LINUX_SLL2
        _ => None,
    }
}

/// Past the EtherType and any VLAN tags.
fn ethernet(data: &[u8]) -> Option<&[u8]> {
    match *data.first_chunk()? {
        [0x81, 0x00] | [0x88, 0xa8] => ethernet(data.get(4..)?),
        [0x08, 0x00] | [0x86, 0xdd] => data.get(2..),
        _ => None,
    }
}

/// The addresses and the TCP segment of an IP packet; link-layer padding behind it is cut off.
fn network(data: &[u8]) -> Option<(IpAddr, IpAddr, &[u8])> {
    match data.first()? >> 4 {
        4 => ipv4(data),
        6 => ipv6(data),
        _ => None,
    }
}

fn ipv4(data: &[u8]) -> Option<(IpAddr, IpAddr, &[u8])> {
    let head: &[u8; 20] = data.first_chunk()?;
    let fragment = u16::from_be_bytes([head[6], head[7]]) & 0x3fff; // more fragments, or an offset
    if head[9] != 6 || fragment != 0 {
        return None;
    }
    let address = |at: usize| Ipv4Addr::new(head[at], head[at + 1], head[at + 2], head[at + 3]).into();
    // Zero where the network card cuts packets itself (TSO): then the capture's length holds.
    let total = match u16::from_be_bytes([head[2], head[3]]) {
        0 => data.len(),
        total => data.len().min(usize::from(total)),
    };
    Some((address(12), address(16), data.get(usize::from(head[0] & 15) * 4..total)?))
}

fn ipv6(data: &[u8]) -> Option<(IpAddr, IpAddr, &[u8])> {
    let head: &[u8; 40] = data.first_chunk()?;
    let address = |at: usize| -> Option<IpAddr> {
        let octets: [u8; 16] = *head.get(at..)?.first_chunk()?;
        Some(Ipv6Addr::from(octets).into())
    };
    let payload = usize::from(u16::from_be_bytes([head[4], head[5]]));
    let mut rest = &data[40..];
    if payload != 0 {
        rest = &rest[..rest.len().min(payload)];
    }
    let mut next = head[6];
    // Hop-by-hop, routing and destination options say their length; a fragment (44) is not put together.
    while matches!(next, 0 | 43 | 60) {
        let [following, length] = *rest.first_chunk()?;
        next = following;
        rest = rest.get((usize::from(length) + 1) * 8..)?;
    }
    (next == 6).then_some((address(8)?, address(24)?, rest))
}

/// One direction of a connection.
#[derive(Debug, Default)]
struct Stream {
    /// The sequence number of the next octet, once known.
    next: Option<u32>,
    /// Octets in order, from the start of a message.
    buffer: BytesMut,
    /// Segments behind a gap.
    waiting: Vec<(u32, Vec<u8>)>,
}

/// Every direction of every connection in a capture.
#[derive(Debug, Default)]
pub(super) struct Streams(HashMap<(SocketAddr, SocketAddr), Stream>);

impl Streams {
    /// Adds a segment and gives back the messages that are complete with it. Repeated octets are taken once; segments that come
    /// early wait; after a loss, and at the start of a capture, reading begins with the next segment that begins a message.
    pub(super) fn push(&mut self, segment: &Segment<'_>) -> Vec<Bytes> {
        let stream = self.0.entry((segment.from, segment.to)).or_default();
        if segment.syn {
            *stream = Stream { next: Some(segment.sequence.wrapping_add(1)), ..Stream::default() };
            return Vec::new();
        }
        let mut messages = Vec::new();
        stream.take(segment.sequence, segment.data, &mut messages);
        stream.take_waiting(&mut messages);
        if stream.waiting.len() > MAX_WAITING {
            stream.skip_gap(&mut messages);
        }
        messages
    }
}

impl Stream {
    fn take(&mut self, sequence: u32, data: &[u8], messages: &mut Vec<Bytes>) {
        if data.is_empty() {
            return;
        }
        let ahead = sequence.wrapping_sub(*self.next.get_or_insert(sequence)) as i32;
        if ahead > 0 {
            self.waiting.push((sequence, data.to_vec()));
            return;
        }
        let Some(new) = data.get(ahead.unsigned_abs() as usize..).filter(|new| !new.is_empty()) else {
            return;
        };
        self.next = Some(sequence.wrapping_add(data.len() as u32));
        if self.buffer.is_empty() && !begins_message(new) {
            return;
        }
        self.buffer.extend_from_slice(new);
        loop {
            match Frame::cut(&mut self.buffer) {
                Ok(Frame::Whole(message)) => messages.push(message),
                Ok(Frame::Partial(_)) => return,
                Err(_) => return self.buffer.clear(),
            }
        }
    }

    /// Takes what waited and now fits, until nothing does.
    fn take_waiting(&mut self, messages: &mut Vec<Bytes>) {
        let Some(mut next) = self.next else { return };
        while let Some(at) =
            self.waiting.iter().position(|(sequence, _)| sequence.wrapping_sub(next) as i32 <= 0)
        {
            let (sequence, data) = self.waiting.swap_remove(at);
            self.take(sequence, &data, messages);
            next = self.next.unwrap_or(next);
        }
    }

    /// What is missing will not come: goes on with the earliest segment that waits.
    fn skip_gap(&mut self, messages: &mut Vec<Bytes>) {
        let Some(next) = self.next else { return };
        self.buffer.clear();
        self.next = self
            .waiting
            .iter()
            .map(|(sequence, _)| *sequence)
            .min_by_key(|sequence| sequence.wrapping_sub(next));
        self.take_waiting(messages);
    }
}

/// True if the octets look like the start of a message: version 1, a possible length, no reserved flag.
fn begins_message(data: &[u8]) -> bool {
    let known =
        CommandFlags::REQUEST | CommandFlags::PROXIABLE | CommandFlags::ERROR | CommandFlags::RETRANSMIT;
    let plausible = |header: Header| {
        header.length >= Header::LEN as u32 && header.length.is_multiple_of(4) && known.contains(header.flags)
    };
    data.first() == Some(&Header::VERSION) && Header::peek(data).is_none_or(plausible)
}
