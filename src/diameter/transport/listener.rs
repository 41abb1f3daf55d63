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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        diameter::{
            Application, From as Peer, Reply, Service,
            codec::Message,
            transport::{NodeConfig, Observer},
        },
        types::{Lsn, Watermark},
    };
    use std::sync::atomic::{AtomicUsize, Ordering};

    struct Nothing(Watermark);

    impl Service for Nothing {
        fn applications(&self) -> &[Application] {
            &[]
        }
        fn request(&self, _: &Peer, _: &Message, _: &mut bytes::BytesMut) -> Reply {
            Reply::UnknownCommand
        }
        fn durable(&self) -> &Watermark {
            &self.0
        }
    }

    #[derive(Default)]
    struct Refusals(AtomicUsize);

    impl Observer for Refusals {
        fn connection_refused(&self, _: &'static str) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn shared(observer: Arc<dyn Observer>) -> Arc<Shared> {
        let mut config = NodeConfig::new("hss.example.org", "example.org");
        config.observer = observer;
        Arc::new(Shared::new(config, Arc::new(Nothing(Watermark::new(Lsn::ZERO)))).unwrap())
    }

    /// DB-6: one host cannot take all the places of those whose capabilities are not known yet.
    #[test]
    fn strangers_are_bounded_per_address() {
        let shared = shared(Arc::new(Refusals::default()));
        let stranger = |address: &str| {
            let (handle, _commands) =
                LinkHandle::new(shared.next_link(), Side::Responder, address.parse().unwrap());
            (shared.enter(&handle), handle)
        };
        let mut inside: Vec<_> =
            (0..limits::STRANGERS_PER_ADDRESS).map(|_| stranger("192.0.2.1:1")).collect();
        assert!(inside.iter().all(|(entered, _)| *entered));
        assert!(!stranger("192.0.2.1:1").0);
        assert!(stranger("192.0.2.2:1").0, "others still get in");
        let (_, gone) = inside.remove(0);
        shared.left(&gone, None);
        assert!(stranger("192.0.2.1:1").0, "a place is free again");
    }

    /// DB-6: running out of descriptors ends no listener.
    #[tokio::test]
    async fn accept_errors_are_survived() {
        let refusals = Arc::new(Refusals::default());
        let shared = shared(refusals.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let _client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let (emfile, aborted, mut turn) = (24, 103, 0);
        let accept = || {
            turn += 1;
            let (turn, listener) = (turn, &listener);
            async move {
                match turn {
                    1 => Err(io::Error::from_raw_os_error(emfile)),
                    2 | 3 => Err(io::Error::from_raw_os_error(aborted)),
                    _ => listener.accept().await,
                }
            }
        };
        let accepted = async {
            while shared.links.lock().all.is_empty() {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            () = accept_from(&shared, accept) => {}
            () = accepted => {}
        }
        assert_eq!(refusals.0.load(Ordering::Relaxed), 1, "the aborted ones are nobody's fault");
    }
}
