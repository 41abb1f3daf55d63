//! Dialling the peers that are configured to be dialled, for as long as they are.

use super::{
    connection::{Connection, End},
    shared::{Dialled, LinkHandle, Shared},
    socket,
    status::Side,
};
use crate::{
    diameter::peer::{
        link::{Addresses, Link},
        reconnect::Reconnect,
        registry::{Happened, LinkId},
    },
    types::Name,
};
use std::{io, sync::Arc};
use tokio::{net::TcpStream, time::Instant};
use tokio_util::sync::CancellationToken;

/// Starts a dialler for each peer that wants one and has none.
pub(super) fn dial_all(shared: &Arc<Shared>) {
    let table = shared.table.load();
    let mut links = shared.links.lock();
    for peer in table.iter() {
        let Some(address) = peer.connect.clone() else { continue };
        if links.dialled.contains_key(&peer.identity) {
            continue;
        }
        let cancel = shared.draining.child_token();
        links
            .dialled
            .insert(peer.identity.clone(), Dialled { address: address.clone(), cancel: cancel.clone() });
        shared.tasks.spawn(run(shared.clone(), peer.identity.clone(), address, cancel));
    }
}

/// Keeps `peer` connected until cancelled. A connection that stands then is left to say its own goodbye.
async fn run(shared: Arc<Shared>, peer: Name, address: String, cancel: CancellationToken) {
    let mut reconnect = Reconnect::new(shared.timers.reconnect_first, shared.timers.reconnect_last);
    while !cancel.is_cancelled() {
        let closed = shared.closed.notified();
        let link = shared.next_link();
        if !shared.links.lock().registry.start(&peer, link) {
            // It is connected to us already: there is something to do when that ends.
            tokio::select! {
                () = cancel.cancelled() => return,
                () = closed => continue,
            }
        }
        let random = getrandom::u32().unwrap_or_default();
        let delay = match dial(&shared, &address, &cancel).await {
            Ok(stream) => match connect(&shared, &peer, link, stream).await {
                Some(end) => {
                    if end.opened {
                        reconnect.opened();
                    }
                    match end.goodbye {
                        Some(cause) => reconnect.delay_after(cause, random),
                        None => reconnect.delay(random),
                    }
                }
                None => reconnect.delay(random),
            },
            Err(error) => {
                shared.happened(&peer, link, Happened::NotConnected);
                let delay = reconnect.delay(random);
                tracing::info!(%peer, address, %error, "cannot connect; trying again in {} ms", delay.as_millis());
                delay
            }
        };
        tokio::select! {
            () = cancel.cancelled() => {}
            () = tokio::time::sleep(delay) => {}
        }
    }
}

/// Tries every address that the name has, all within the time for a connection.
async fn dial(shared: &Shared, address: &str, cancel: &CancellationToken) -> io::Result<TcpStream> {
    let dial = async {
        let mut last = io::Error::new(io::ErrorKind::NotFound, "the name has no address");
        for address in tokio::net::lookup_host(address).await? {
            match socket::dial(address).await {
                Ok(stream) => return Ok(stream),
                Err(error) => last = error,
            }
        }
        Err(last)
    };
    tokio::select! {
        () = cancel.cancelled() => Err(io::Error::new(io::ErrorKind::Interrupted, "no longer wanted")),
        dialled = tokio::time::timeout(shared.timers.connect, dial) => {
            dialled.unwrap_or_else(|_| Err(io::Error::new(io::ErrorKind::TimedOut, "no answer to the connection request")))
        }
    }
}

/// Runs the connection to its end; `None` where there was no room for it.
async fn connect(shared: &Arc<Shared>, peer: &Name, link: LinkId, stream: TcpStream) -> Option<End> {
    let refused = || drop(shared.happened(peer, link, Happened::NotConnected));
    let Ok((local, remote)) = socket::ends(&stream) else {
        refused();
        return None;
    };
    let (handle, commands) = LinkHandle::new(link, Side::Initiator, remote);
    if !shared.enter(&handle) {
        refused();
        return None;
    }
    let addresses = Addresses { local, remote: remote.ip() };
    let link = Link::dialled(peer.clone(), addresses, shared.timers.clone(), Instant::now().into_std());
    Some(Connection::new(shared.clone(), handle, commands, stream, link).dialled(peer).run().await)
}
