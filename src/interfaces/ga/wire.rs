//! The sockets of Ga: one for datagrams, and a connection to each gateway that is reached by TCP.

use super::{Gateway, Settings, Transport};
use crate::gtp::prime::codec::{LONGEST, length};
use bytes::{Bytes, BytesMut};
use std::{io, net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpStream, UdpSocket},
    sync::mpsc,
};
use tokio_util::sync::CancellationToken;

/// The pause before a connection is opened again.
const AGAIN: Duration = Duration::from_secs(1);
/// Messages that wait for a connection at most: what is lost is sent again.
const WAITING: usize = 1024;

/// Something that a gateway sent.
type Received = (usize, Bytes);

/// All gateways.
pub(super) struct Wire {
    socket: Arc<UdpSocket>,
    ways: Vec<Way>,
    received: mpsc::Receiver<Received>,
}

enum Way {
    Datagrams(SocketAddr),
    Connection(mpsc::Sender<Bytes>),
}

impl Wire {
    /// Binds the socket, and keeps connections until `stop`.
    pub(super) async fn open(settings: &Settings, stop: &CancellationToken) -> io::Result<Self> {
        let socket = Arc::new(UdpSocket::bind(settings.listen).await?);
        let (sender, received) = mpsc::channel(WAITING);
        let mut ways = Vec::new();
        for (at, gateway) in settings.gateways.iter().enumerate() {
            ways.push(match gateway.transport {
                Transport::Udp => Way::Datagrams(gateway.address),
                Transport::Tcp => {
                    let (out, waiting) = mpsc::channel(WAITING);
                    let one = Connection { at, address: gateway.address, sender: sender.clone() };
                    tokio::spawn(one.keep(waiting, stop.clone()));
                    Way::Connection(out)
                }
            });
        }
        tokio::spawn(datagrams(socket.clone(), settings.gateways.clone(), sender, stop.clone()));
        Ok(Self { socket, ways, received })
    }

    /// Sends a message; one that cannot be sent is lost, as on the way.
    pub(super) async fn send(&self, gateway: usize, octets: Bytes) {
        match &self.ways[gateway] {
            Way::Datagrams(address) => {
                if let Err(error) = self.socket.send_to(&octets, address).await {
                    tracing::debug!(%address, %error, "a datagram of GTP′ cannot be sent");
                }
            }
            Way::Connection(out) => _ = out.try_send(octets),
        }
    }

    /// The next message.
    pub(super) async fn receive(&mut self) -> Option<Received> {
        self.received.recv().await
    }

    /// One that is there already.
    pub(super) fn received(&mut self) -> Option<Received> {
        self.received.try_recv().ok()
    }
}

/// Hands over the datagrams of gateways; others' are discarded. A gateway may answer from another port than it listens on.
async fn datagrams(
    socket: Arc<UdpSocket>,
    gateways: Vec<Gateway>,
    sender: mpsc::Sender<Received>,
    stop: CancellationToken,
) {
    let mut buffer = vec![0; LONGEST];
    let all = || gateways.iter().enumerate().filter(|(_, gateway)| gateway.transport == Transport::Udp);
    loop {
        let received = tokio::select! {
            () = stop.cancelled() => return,
            received = socket.recv_from(&mut buffer) => received,
        };
        // An error is about a datagram that was sent before: its gateway is not there.
        let Ok((length, from)) = received else { continue };
        let same = all().find(|(_, gateway)| gateway.address == from);
        let found = same.or_else(|| all().find(|(_, gateway)| gateway.address.ip() == from.ip()));
        let Some((at, _)) = found else {
            tracing::debug!(%from, "a datagram of a stranger to GTP′ is discarded");
            continue;
        };
        if sender.send((at, Bytes::copy_from_slice(&buffer[..length]))).await.is_err() {
            return;
        }
    }
}

/// The connection to one gateway.
struct Connection {
    at: usize,
    address: SocketAddr,
    sender: mpsc::Sender<Received>,
}

impl Connection {
    async fn keep(self, mut waiting: mpsc::Receiver<Bytes>, stop: CancellationToken) {
        loop {
            if let Err(error) = self.once(&mut waiting, &stop).await {
                tracing::debug!(address = %self.address, %error, "the connection of GTP′ ended");
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(AGAIN) => {}
            }
            // What waited was meant for a connection that is gone: it is sent again when its time is over.
            while waiting.try_recv().is_ok() {}
        }
    }

    async fn once(&self, waiting: &mut mpsc::Receiver<Bytes>, stop: &CancellationToken) -> io::Result<()> {
        let stream = tokio::select! {
            () = stop.cancelled() => return Ok(()),
            stream = TcpStream::connect(self.address) => stream?,
        };
        stream.set_nodelay(true)?;
        let (mut reader, mut writer) = stream.into_split();
        let mut read = BytesMut::new();
        loop {
            tokio::select! {
                () = stop.cancelled() => return Ok(()),
                octets = waiting.recv() => match octets {
                    Some(octets) => writer.write_all(&octets).await?,
                    None => return Ok(()),
                },
                count = reader.read_buf(&mut read) => {
                    if count? == 0 {
                        return Ok(());
                    }
                    while let Some(whole) = message(&mut read)? {
                        if self.sender.send((self.at, whole)).await.is_err() {
                            return Ok(());
                        }
                    }
                }
            }
        }
    }
}

/// The first whole message of a stream.
fn message(read: &mut BytesMut) -> io::Result<Option<Bytes>> {
    let length = length(read).map_err(io::Error::other)?;
    Ok(length.filter(|length| read.len() >= *length).map(|length| read.split_to(length).freeze()))
}
