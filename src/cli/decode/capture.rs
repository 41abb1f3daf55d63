//! Capture files: classic pcap in both byte orders, and pcapng.

use anyhow::bail;

/// One packet as it was captured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Packet<'a> {
    /// The link type of the interface (LINKTYPE_ of tcpdump.org).
    pub(super) link: u32,
    /// The packet, perhaps cut short by the capture.
    pub(super) data: &'a [u8],
}

const PCAPNG: u32 = 0x0a0d_0d0a;
/// Microseconds and nanoseconds.
const PCAP: [u32; 2] = [0xa1b2_c3d4, 0xa1b2_3c4d];

/// True if the octets begin as a capture file does.
pub(super) fn is_capture(file: &[u8]) -> bool {
    let head = file.first_chunk().copied();
    head.is_some_and(|head| u32::from_be_bytes(head) == PCAPNG || pcap_order(head).is_some())
}

/// The packets of a capture. A last packet that is not all there (the capture was still being written) is left out.
///
/// # Errors
/// When a file is neither pcap nor pcapng.
pub(super) fn packets(file: &[u8]) -> anyhow::Result<Vec<Packet<'_>>> {
    let Some(head) = file.first_chunk().copied() else { bail!("the file is empty") };
    if u32::from_be_bytes(head) == PCAPNG {
        return Ok(pcapng(file));
    }
    match pcap_order(head) {
        Some(order) => Ok(pcap(file, order)),
        None => bail!("the file is neither pcap nor pcapng"),
    }
}

/// The byte order of a file or section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    Big,
    Little,
}

impl Order {
    fn u32(self, octets: &[u8], at: usize) -> Option<u32> {
        let word = *octets.get(at..)?.first_chunk()?;
        Some(if self == Self::Big { u32::from_be_bytes(word) } else { u32::from_le_bytes(word) })
    }

    fn u16(self, octets: &[u8], at: usize) -> Option<u16> {
        let word = *octets.get(at..)?.first_chunk()?;
        Some(if self == Self::Big { u16::from_be_bytes(word) } else { u16::from_le_bytes(word) })
    }
}

fn pcap_order(head: [u8; 4]) -> Option<Order> {
    if PCAP.contains(&u32::from_be_bytes(head)) {
        Some(Order::Big)
    } else if PCAP.contains(&u32::from_le_bytes(head)) {
        Some(Order::Little)
    } else {
        None
    }
}

/// A header of 24 octets with the link type at its end; then per packet 16 octets with its captured length at 8.
fn pcap(file: &[u8], order: Order) -> Vec<Packet<'_>> {
    let mut packets = Vec::new();
    let Some(link) = order.u32(file, 20).map(|word| word & 0x0fff_ffff) else { return packets };
    let mut rest = file.get(24..).unwrap_or_default();
    while let Some(length) = order.u32(rest, 8) {
        let Some(data) = rest.get(16..).and_then(|data| data.get(..length as usize)) else { break };
        packets.push(Packet { link, data });
        rest = &rest[16 + data.len()..];
    }
    packets
}

/// Blocks of type, length, body, length again. A section header gives the byte order and forgets the interfaces.
fn pcapng(file: &[u8]) -> Vec<Packet<'_>> {
    let mut packets = Vec::new();
    let mut order = Order::Little;
    let mut links: Vec<u32> = Vec::new();
    let mut rest = file;
    loop {
        if rest.starts_with(&PCAPNG.to_be_bytes()) {
            order =
                if rest.get(8..12) == Some(&[0x1a, 0x2b, 0x3c, 0x4d]) { Order::Big } else { Order::Little };
            links.clear();
        }
        let Some((kind, length)) = order.u32(rest, 0).zip(order.u32(rest, 4)) else { break };
        let length = length as usize;
        let Some(body) = rest.get(8..length.saturating_sub(4)) else { break };
        if kind == 1 {
            links.extend(order.u16(body, 0).map(u32::from));
        } else {
            packets.extend(packet(kind, body, order, &links));
        }
        // A length that is no multiple of four, or runs over the end, ends the file: so does the next turn.
        rest = rest.get(length..).unwrap_or_default();
    }
    packets
}

/// The packet in a block: enhanced (6), simple (3) or the obsolete packet block (2).
fn packet<'a>(kind: u32, body: &'a [u8], order: Order, links: &[u32]) -> Option<Packet<'a>> {
    let (interface, length_at, data_at) = match kind {
        6 => (order.u32(body, 0)?, 12, 20),
        3 => (0, 0, 4),
        2 => (u32::from(order.u16(body, 0)?), 12, 20),
        _ => return None,
    };
    let link = *links.get(interface as usize)?;
    let rest = body.get(data_at..)?;
    // A simple block knows only the length on the wire, which may be more than was captured.
    let length = (order.u32(body, length_at)? as usize).min(rest.len());
    Some(Packet { link, data: &rest[..length] })
}
