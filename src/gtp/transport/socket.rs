//! UDP sockets with the options a GTP node wants.

use socket2::{Domain, Protocol, Socket, Type};
use std::{io, net::SocketAddr};
use tokio::net::UdpSocket;

/// What may wait to be read and written, in octets, as far as the system allows it: some ten thousand requests.
const BUFFER: usize = 4 << 20;

/// A socket on `address`. IPv6 ones take IPv6 only, so that an IPv4 one can stand beside them on the same port.
///
/// # Errors
/// Say which address.
pub(super) fn bind(address: SocketAddr) -> io::Result<UdpSocket> {
    open(address)
        .map_err(|error| io::Error::new(error.kind(), format!("cannot listen on {address}: {error}")))
}

fn open(address: SocketAddr) -> io::Result<UdpSocket> {
    let socket = Socket::new(Domain::for_address(address), Type::DGRAM, Some(Protocol::UDP))?;
    if address.is_ipv6() {
        socket.set_only_v6(true)?;
    }
    // Less than wanted is still a socket.
    let _ = socket.set_recv_buffer_size(BUFFER);
    let _ = socket.set_send_buffer_size(BUFFER);
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
    UdpSocket::from_std(socket.into())
}
