//! Accepting connections, whatever errors come between.

use super::{
    connection::Connection,
    shared::{LinkHandle, Shared},
    socket,
    status::Side,
};
use crate::diameter::peer::{
    limits,
    link::{Addresses, Link},
};
use std::{io, net::SocketAddr, sync::Arc};
use tokio::{
    net::{TcpListener, TcpStream},
    time::Instant,
};

/// Accepts until the node drains. An error never ends it: connections that broke while waiting are skipped, and when descriptors
/// or memory run out it says so, pauses, and goes on.
pub(super) async fn run(shared: Arc<Shared>, listener: TcpListener) {
    let listener = &listener;
    tokio::select! {
        () = shared.draining.cancelled() => {}
        () = accept_from(&shared, || listener.accept()) => {}
    }
}

/// Accepts from `accept` for ever.
async fn accept_from<F>(shared: &Arc<Shared>, mut accept: impl FnMut() -> F)
where
    F: Future<Output = io::Result<(TcpStream, SocketAddr)>>,
{
    let mut failing = false;
    loop {
        match accept().await {
            Ok((stream, address)) => {
                failing = false;
                welcome(shared, stream, address);
            }
            Err(error) if concerns_one(&error) => {}
            Err(error) => {
                // Said once, not ten times a second for as long as it lasts.
                if !std::mem::replace(&mut failing, true) {
                    tracing::error!(%error, "cannot accept connections; trying on");
                }
                shared.observer.connection_refused("accept error");
                tokio::time::sleep(limits::ACCEPT_PAUSE).await;
            }
        }
    }
}

/// An error of the connection that was to be accepted, not of the listener.
fn concerns_one(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    matches!(error.kind(), ConnectionAborted | ConnectionReset | ConnectionRefused | Interrupted)
}

fn welcome(shared: &Arc<Shared>, stream: TcpStream, address: SocketAddr) {
    let Ok((local, _)) = socket::ends(&stream) else { return };
    let (handle, commands) = LinkHandle::new(shared.next_link(), Side::Responder, address);
    if !shared.enter(&handle) {
        shared.observer.connection_refused("too many connections");
        return;
    }
    let addresses = Addresses { local, remote: address.ip() };
    let link = Link::accepted(addresses, shared.timers.clone(), Instant::now().into_std());
    let connection = Connection::new(shared.clone(), handle, commands, stream, link);
    shared.tasks.spawn(connection.run());
}
