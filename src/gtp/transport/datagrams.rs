//! A UDP socket that is read and written many datagrams at a time: recvmmsg(2), receive offload, and segmentation offload for what is of one length and
//! to one peer. A system call for each datagram is most of what a Change Notification costs.

use quinn_udp::{RecvMeta, Transmit, UdpSocketState};
use std::{
    io::{self, IoSliceMut},
    net::{IpAddr, SocketAddr},
};
use tokio::{io::Interest, net::UdpSocket};

/// Buffers that one call fills.
const AT_ONCE: usize = 16;

/// The longest that UDP carries; what was received as one may be several datagrams of a peer.
const LONGEST: usize = 65_535;

/// A datagram's way: which peer it is from or to, and which of our addresses it came to or leaves from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Way {
    /// The peer.
    pub(crate) peer: SocketAddr,
    /// Ours, where the system tells: an answer leaves from the address that was asked. Without one the system chooses.
    pub(crate) local: Option<IpAddr>,
}

/// Datagrams to one peer: as many as there are, each of `length` octets but the last, which may be shorter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Outgoing<'a> {
    /// Their way.
    pub(crate) way: Way,
    /// All of them, one behind the other.
    pub(crate) octets: &'a [u8],
    /// Of one.
    pub(crate) length: usize,
}

/// The socket.
#[derive(Debug)]
pub(crate) struct Datagrams {
    socket: UdpSocket,
    state: UdpSocketState,
}

/// What one call read.
#[derive(Debug)]
pub(crate) struct Received {
    octets: Box<[u8]>,
    of: [RecvMeta; AT_ONCE],
    count: usize,
}

impl Received {
    /// Room for what is read.
    pub(crate) fn new() -> Self {
        let octets = vec![0; AT_ONCE * LONGEST].into_boxed_slice();
        Self { octets, of: [RecvMeta::default(); AT_ONCE], count: 0 }
    }

    /// The datagrams, in the order they came.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Way, &[u8])> {
        let read = self.octets.chunks(LONGEST).zip(&self.of).take(self.count);
        read.flat_map(|(octets, of)| {
            let way = Way { peer: of.addr, local: of.dst_ip };
            octets[..of.len].chunks(of.stride.max(1)).map(move |datagram| (way, datagram))
        })
    }
}

impl Datagrams {
    /// Over a socket that is bound.
    pub(crate) fn new(socket: UdpSocket) -> io::Result<Self> {
        let state = UdpSocketState::new((&socket).into())?;
        Ok(Self { socket, state })
    }

    /// Where it is bound.
    pub(super) fn local_addr(&self) -> io::Result<SocketAddr> {
        self.socket.local_addr()
    }

    /// Waits until there is something to read.
    pub(crate) async fn readable(&self) -> io::Result<()> {
        self.socket.readable().await
    }

    /// Reads what there is, as much as fits.
    ///
    /// # Errors
    /// `WouldBlock` where there is nothing.
    pub(crate) fn receive(&self, into: &mut Received) -> io::Result<()> {
        into.count = 0;
        let mut chunks = into.octets.chunks_mut(LONGEST);
        // As many as the buffer has room for, which was made for so many.
        let mut buffers: [IoSliceMut<'_>; AT_ONCE] =
            std::array::from_fn(|_| IoSliceMut::new(chunks.next().unwrap_or_default()));
        into.count = self.socket.try_io(Interest::READABLE, || {
            self.state.recv((&self.socket).into(), &mut buffers, &mut into.of)
        })?;
        Ok(())
    }

    /// How many datagrams of one length to one peer can leave together.
    pub(super) fn together(&self) -> usize {
        self.state.max_gso_segments()
    }

    /// Sends datagrams of one length, all but the last, to one peer.
    pub(crate) async fn send(&self, sent: &Outgoing<'_>) -> io::Result<()> {
        match self.transmit(sent.way, sent.octets, sent.length).await {
            // Not every device can cut: each alone then.
            Err(_) if sent.octets.len() > sent.length => {
                for one in sent.octets.chunks(sent.length.max(1)) {
                    self.transmit(sent.way, one, one.len()).await?;
                }
                Ok(())
            }
            other => other,
        }
    }

    async fn transmit(&self, way: Way, contents: &[u8], length: usize) -> io::Result<()> {
        let transmit = Transmit {
            destination: way.peer,
            ecn: None,
            contents,
            segment_size: (contents.len() > length).then_some(length),
            src_ip: way.local,
        };
        let send = || self.state.try_send((&self.socket).into(), &transmit);
        self.socket.async_io(Interest::WRITABLE, send).await
    }
}
