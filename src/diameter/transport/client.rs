//! A lean client for tools: one connection, requests encoded by the caller, written and read in batches.
//!
//! The load generator drives several hundred thousand requests a second with it from one core; `call` sends one. It has no state machine
//! beyond what a client owes its peer: it answers DWR and DPR, and keeps its window to itself.

use super::socket;
use crate::diameter::{
    Application,
    codec::{Frame, Header, Message, ResultCode},
    peer::{
        Capabilities, DisconnectCause, Local, PeerTable, Timers,
        capabilities::Gate,
        limits,
        link::{Addresses, Heard, Link, Turn},
        messages::Ids,
        table::lower,
    },
};
use bytes::{Buf, BytesMut};
use std::{
    future::poll_fn,
    io,
    net::SocketAddr,
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWrite},
    net::TcpStream,
    time::{Instant, timeout},
};

/// Who the client says it is.
#[derive(Debug, Clone)]
pub struct ClientConfig {
    /// Origin-Host.
    pub origin_host: String,
    /// Origin-Realm.
    pub origin_realm: String,
    /// Applications to advertise.
    pub applications: Vec<Application>,
    /// Product-Name.
    pub product: String,
    /// For the connection, the capabilities exchange, and the answer to a [`Client::call`].
    pub timeout: Duration,
}

/// Why a client cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The connection failed.
    #[error("connection to {0}: {1}")]
    Connection(SocketAddr, io::Error),
    /// The peer refused the capabilities exchange.
    #[error("{0} refuses the capabilities exchange: {1}")]
    Refused(SocketAddr, String, ResultCode),
    /// The peer said goodbye.
    #[error("{0} disconnects (cause {1:?})")]
    Disconnected(SocketAddr, DisconnectCause),
    /// Octets came that are no message.
    #[error("{0} sent octets that are no Diameter message: {1}")]
    Malformed(SocketAddr, ResultCode),
    /// Nothing came in time.
    #[error("{0} did not answer within {1:?}")]
    Timeout(SocketAddr, Duration),
}

/// A connection to a Diameter node, open.
#[derive(Debug)]
pub struct Client {
    stream: TcpStream,
    address: SocketAddr,
    local: Local,
    applications: Vec<Application>,
    timeout: Duration,
    link: Link,
    table: PeerTable,
    read: BytesMut,
    out: BytesMut,
    next: u32,
    goodbye: Option<DisconnectCause>,
}

impl Client {
    /// Connects and exchanges capabilities.
    ///
    /// # Errors
    /// [`ClientError`]; a refusal has the peer's Result-Code and Error-Message.
    pub async fn connect(address: SocketAddr, config: ClientConfig) -> Result<Self, ClientError> {
        let failed = |error| ClientError::Connection(address, error);
        let dialled = timeout(config.timeout, socket::dial(address)).await;
        let stream = dialled.map_err(|_| ClientError::Timeout(address, config.timeout))?.map_err(failed)?;
        socket::prepare(&stream).map_err(failed)?;
        let (own, remote) = socket::ends(&stream).map_err(failed)?;
        let local = Local {
            host: lower(&config.origin_host),
            realm: lower(&config.origin_realm),
            vendor_id: 0,
            product: config.product,
            firmware: 1,
            state_id: 1,
        };
        // A client never probes: who calls decides how long to wait.
        let timers = Timers { tw: Duration::from_secs(86_400), ..Timers::default() };
        let addresses = Addresses { local: own, remote: remote.ip() };
        let link = Link::caller(addresses, Arc::new(timers), Instant::now().into_std());
        let mut client = Self {
            stream,
            address,
            local,
            applications: config.applications,
            timeout: config.timeout,
            link,
            table: PeerTable::anybody(),
            read: BytesMut::with_capacity(limits::READ_BUFFER),
            out: BytesMut::with_capacity(limits::READ_BUFFER),
            next: getrandom::u32().map_err(|error| failed(io::Error::other(error)))?,
            goodbye: None,
        };
        client.introduce().await?;
        Ok(client)
    }

    /// What the peer said of itself.
    pub fn peer(&self) -> Option<&Capabilities> {
        self.link.peer().map(|peer| &peer.capabilities)
    }

    /// Identifiers for the next request; each call gives others.
    pub fn identifiers(&mut self) -> Ids {
        self.next = self.next.wrapping_add(1);
        Ids { hop_by_hop: self.next, end_to_end: self.next }
    }

    /// Takes whole messages from `batch`, leaving it empty, and writes as much as the socket takes now; the rest goes with
    /// [`read_answers`](Self::read_answers).
    ///
    /// # Errors
    /// When the connection is broken.
    pub fn send_batch(&mut self, batch: &mut BytesMut) -> Result<(), ClientError> {
        if self.out.is_empty() {
            std::mem::swap(&mut self.out, batch);
        } else {
            self.out.extend_from_slice(batch);
        }
        batch.clear();
        while !self.out.is_empty() {
            match self.stream.try_write(&self.out) {
                Ok(octets) => self.out.advance(octets),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(error) => return Err(ClientError::Connection(self.address, error)),
            }
        }
        Ok(())
    }

    /// Octets handed to [`send_batch`](Self::send_batch) that the socket has not taken.
    pub fn unsent(&self) -> usize {
        self.out.len()
    }

    /// Waits until something came, writing meanwhile what is left to write, and gives each message to `each`: the answers, and requests
    /// of the peer (their header tells), which the caller answers. DWR and DPR are answered here. Tells how many messages there were, which
    /// may be none. Cancel-safe.
    ///
    /// # Errors
    /// When the connection is broken, or the peer said goodbye and all that came before is handed out.
    pub async fn read_answers(
        &mut self,
        mut each: impl FnMut(&Header, Message),
    ) -> Result<usize, ClientError> {
        if let Some(cause) = self.goodbye {
            return Err(ClientError::Disconnected(self.address, cause));
        }
        poll_fn(|cx| self.poll_socket(cx))
            .await
            .map_err(|error| ClientError::Connection(self.address, error))?;
        let mut count = 0;
        loop {
            let octets = match Frame::cut(&mut self.read) {
                Ok(Frame::Whole(octets)) => octets,
                Ok(Frame::Partial(_)) => break,
                Err(error) => return Err(ClientError::Malformed(self.address, error.result_code)),
            };
            let message = Message::parse(octets)
                .map_err(|error| ClientError::Malformed(self.address, error.result_code))?;
            if Link::owns(&message.header) {
                self.base(&message);
            } else {
                count += 1;
                each(&message.header.clone(), message);
            }
        }
        Ok(count)
    }

    /// Sends one whole request and waits for its answer.
    ///
    /// # Errors
    /// As [`read_answers`](Self::read_answers), and when no answer comes within [`ClientConfig::timeout`].
    pub async fn call(&mut self, request: &[u8]) -> Result<Message, ClientError> {
        let wanted = Header::peek(request).map(|header| header.hop_by_hop);
        self.send_batch(&mut BytesMut::from(request))?;
        let (address, time) = (self.address, self.timeout);
        let answer = async {
            loop {
                let mut found = None;
                self.read_answers(|header, message| {
                    if !header.is_request() && Some(header.hop_by_hop) == wanted {
                        found = Some(message);
                    }
                })
                .await?;
                if let Some(found) = found {
                    return Ok(found);
                }
            }
        };
        timeout(time, answer).await.unwrap_or(Err(ClientError::Timeout(address, time)))
    }

    /// Says goodbye and closes.
    pub async fn close(mut self) {
        self.with_turn(|link, _, turn| link.disconnect(DisconnectCause::DO_NOT_WANT_TO_TALK_TO_YOU, turn));
        let time = self.timeout;
        let farewell = async { while self.read_answers(|_, _| {}).await.is_ok() {} };
        // Whether the DPA comes or not, the connection closes with this.
        let _ = timeout(time, farewell).await;
    }

    async fn introduce(&mut self) -> Result<(), ClientError> {
        self.with_turn(|link, applications, turn| link.send_cer(applications, turn));
        let (address, time) = (self.address, self.timeout);
        let exchange = async {
            loop {
                poll_fn(|cx| self.poll_socket(cx))
                    .await
                    .map_err(|error| ClientError::Connection(address, error))?;
                let malformed = |code| ClientError::Malformed(address, code);
                match Frame::cut(&mut self.read).map_err(|error| malformed(error.result_code))? {
                    Frame::Partial(_) => {}
                    Frame::Whole(octets) => {
                        let message = Message::parse(octets).map_err(|error| malformed(error.result_code))?;
                        return match self.base(&message) {
                            Heard::Cea(_) => {
                                self.with_turn(|link, _, turn| link.open(false, turn));
                                Ok(())
                            }
                            Heard::Rejected(why) => {
                                Err(ClientError::Refused(address, why.reason, why.error.result_code))
                            }
                            _ => Err(malformed(ResultCode::UNABLE_TO_COMPLY)),
                        };
                    }
                }
            }
        };
        timeout(time, exchange).await.unwrap_or(Err(ClientError::Timeout(address, time)))
    }

    /// A message of the base protocol; answers go into `out`.
    fn base(&mut self, message: &Message) -> Heard {
        let ids = self.identifiers();
        let gate = Gate { local: &self.local, table: &self.table, served: &self.applications };
        let now = Instant::now().into_std();
        let mut turn = Turn { now, random: ids.hop_by_hop, ids, local: &self.local, out: &mut self.out };
        let heard = self.link.receive(message, gate, &mut turn);
        match &heard {
            Heard::Goodbye(cause) => self.goodbye = Some(*cause),
            Heard::Farewell => self.goodbye = Some(DisconnectCause::DO_NOT_WANT_TO_TALK_TO_YOU),
            _ => {}
        }
        heard
    }

    fn with_turn(&mut self, act: impl FnOnce(&mut Link, &[Application], &mut Turn<'_>)) {
        let ids = self.identifiers();
        let now = Instant::now().into_std();
        let mut turn = Turn { now, random: ids.hop_by_hop, ids, local: &self.local, out: &mut self.out };
        act(&mut self.link, &self.applications, &mut turn);
    }

    /// Writes what there is to write; ready when something was read.
    fn poll_socket(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.out.is_empty() {
            match Pin::new(&mut self.stream).poll_write(cx, &self.out)? {
                Poll::Ready(octets) => self.out.advance(octets),
                Poll::Pending => break,
            }
        }
        self.read.reserve(limits::READ_BUFFER / 2);
        match pin!(self.stream.read_buf(&mut self.read)).poll(cx)? {
            Poll::Pending => Poll::Pending,
            Poll::Ready(0) => Poll::Ready(Err(io::ErrorKind::UnexpectedEof.into())),
            Poll::Ready(_) => Poll::Ready(Ok(())),
        }
    }
}
