//! TCP sockets with the options a Diameter node wants. The seam for TLS and SCTP is here and in [`connection`](super::connection).

use crate::diameter::peer::limits;
use socket2::{Domain, Protocol, SockRef, Socket, TcpKeepalive, Type};
use std::{
    io,
    net::{IpAddr, SocketAddr},
    time::Duration,
};
use tokio::net::{TcpListener, TcpSocket, TcpStream};

/// A listening socket. IPv6 ones take IPv6 only, so that an IPv4 listener can stand beside them on the same port.
///
/// # Errors
/// Say which address.
pub(super) fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    listen(address)
        .map_err(|error| io::Error::new(error.kind(), format!("cannot listen on {address}: {error}")))
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    socket.set_reuse_address(true)?;
    if address.is_ipv6() {
        socket.set_only_v6(true)?;
    }
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
    socket.listen(limits::BACKLOG)?;
    TcpListener::from_std(socket.into())
}

/// Dials `address`.
pub(super) async fn dial(address: SocketAddr) -> io::Result<TcpStream> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    socket.connect(address).await
}

/// Sets what both ends want: no delay (Nagle and delayed acknowledgements cost 40 ms an answer), and dead hosts noticed.
pub(super) fn prepare(stream: &TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let socket = SockRef::from(stream);
    socket.set_tcp_keepalive(
        &TcpKeepalive::new().with_time(limits::TW).with_interval(Duration::from_secs(10)).with_retries(3),
    )?;
    #[cfg(target_os = "linux")]
    socket.set_tcp_user_timeout(Some(limits::USER_TIMEOUT))?;
    Ok(())
}

/// The two ends of a connection as addresses.
pub(super) fn ends(stream: &TcpStream) -> io::Result<(IpAddr, SocketAddr)> {
    Ok((stream.local_addr()?.ip(), stream.peer_addr()?))
}
