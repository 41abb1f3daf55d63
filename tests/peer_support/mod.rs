//! A node on loopback with a service that does what a test wants, and a bare peer that speaks octets to it.
#![allow(dead_code, missing_docs, unreachable_pub)]

use bytes::{Bytes, BytesMut};
use innkeeper::{
    diameter::{
        Application, From, Reply, Service,
        codec::{AvpDef, CommandFlags, Format, Frame, Header, Message, ResultCode, Writer},
        peer::{PeerConfig, PeerTable, Timers},
        transport::{Client, ClientConfig, Done, Node, NodeConfig, NodeHandle, Observer},
    },
    types::{Lsn, Watermark},
};
use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::oneshot,
};

pub const CX: Application = Application { id: 16_777_216, vendor: 10_415 };
pub const HSS: &str = "hss.example.org";
pub const REALM: &str = "example.org";

/// Commands of the test service.
pub const AT_ONCE: u32 = 300;
pub const HELD: u32 = 301;
pub const LATER: u32 = 302;
pub const PANICS: u32 = 303;
pub const LARGE: u32 = 304;

pub const fn avp(name: &'static str, code: u32) -> AvpDef {
    AvpDef { name, code, vendor: 0, mandatory: true, format: Format::OctetString }
}
pub const SESSION_ID: AvpDef = avp("Session-Id", 263);
pub const ORIGIN_HOST: AvpDef = avp("Origin-Host", 264);
pub const ORIGIN_REALM: AvpDef = avp("Origin-Realm", 296);
pub const DESTINATION_REALM: AvpDef = avp("Destination-Realm", 283);
pub const DESTINATION_HOST: AvpDef = avp("Destination-Host", 293);
pub const RESULT_CODE: AvpDef = avp("Result-Code", 268);
pub const AUTH_APPLICATION_ID: AvpDef = avp("Auth-Application-Id", 258);
pub const ERROR_MESSAGE: AvpDef = avp("Error-Message", 281);
pub const USER_NAME: AvpDef = avp("User-Name", 1);

/// Answers by the command's number.
pub struct TestService {
    pub durable: Watermark,
    /// What held answers wait for.
    pub lsn: AtomicU64,
    pub requests: AtomicUsize,
    /// Later answers wait until these are told.
    pub later: Mutex<Vec<oneshot::Sender<()>>>,
}

impl Default for TestService {
    fn default() -> Self {
        Self {
            durable: Watermark::new(Lsn::ZERO),
            lsn: AtomicU64::new(1),
            requests: AtomicUsize::new(0),
            later: Mutex::default(),
        }
    }
}

pub fn write_success(out: &mut BytesMut, request: &Header, padding: usize) {
    let mut writer = Writer::answer(out, request);
    writer.put(&SESSION_ID, "s;1;1").put(&RESULT_CODE, ResultCode::SUCCESS);
    writer.put(&ORIGIN_HOST, HSS).put(&ORIGIN_REALM, REALM);
    writer.put(&USER_NAME, &*vec![b'x'; padding]);
    writer.finish();
}

impl Service for TestService {
    fn applications(&self) -> &[Application] {
        &[CX]
    }

    fn request(&self, _from: &From, message: &Message, out: &mut BytesMut) -> Reply {
        self.requests.fetch_add(1, Ordering::Relaxed);
        let header = message.header;
        match header.code {
            AT_ONCE => {
                write_success(out, &header, 0);
                Reply::Written(Lsn::ZERO)
            }
            HELD => {
                write_success(out, &header, 0);
                Reply::Written(Lsn(self.lsn.load(Ordering::Relaxed)))
            }
            LATER => {
                let (go, gone) = oneshot::channel();
                self.later.lock().unwrap().push(go);
                Reply::Later(Box::pin(async move {
                    gone.await.unwrap();
                    let mut answer = BytesMut::new();
                    write_success(&mut answer, &header, 0);
                    (answer.freeze(), Lsn::ZERO)
                }))
            }
            PANICS => {
                out.extend_from_slice(b"half an answer");
                panic!("a handler's bug");
            }
            LARGE => {
                write_success(out, &header, 60_000);
                Reply::Written(Lsn::ZERO)
            }
            _ => Reply::UnknownCommand,
        }
    }

    fn durable(&self) -> &Watermark {
        &self.durable
    }
}

/// Writes down what happened.
#[derive(Default)]
pub struct Seen {
    pub done: Mutex<Vec<Done>>,
    pub events: Mutex<Vec<String>>,
}

impl Observer for Seen {
    fn requests_done(&self, _peer: &From, batch: &[Done], _now: std::time::Instant) {
        self.done.lock().unwrap().extend_from_slice(batch);
    }
    fn peer_up(&self, peer: &From) {
        self.events.lock().unwrap().push(format!("up {}", peer.host));
    }
    fn peer_down(&self, peer: &From, reason: &str) {
        self.events.lock().unwrap().push(format!("down {}: {reason}", peer.host));
    }
    fn connection_refused(&self, reason: &'static str) {
        self.events.lock().unwrap().push(format!("refused: {reason}"));
    }
    fn duplicate(&self, peer: &From) {
        self.events.lock().unwrap().push(format!("duplicate from {}", peer.host));
    }
    fn handler_panicked(&self, _peer: &From, command: u32) {
        self.events.lock().unwrap().push(format!("panic in {command}"));
    }
}

/// A node, what it serves, and what was seen of it.
pub struct Bench {
    pub node: NodeHandle,
    pub service: Arc<TestService>,
    pub seen: Arc<Seen>,
}

impl Bench {
    /// A node that lets anybody in.
    pub async fn lab() -> Self {
        Self::start(HSS, |_| {}).await
    }

    pub async fn start(host: &str, change: impl FnOnce(&mut NodeConfig)) -> Self {
        let (service, seen) = (Arc::new(TestService::default()), Arc::new(Seen::default()));
        let mut config = NodeConfig::new(host, REALM);
        config.listen = vec!["127.0.0.1:0".parse().unwrap()];
        config.peers = PeerTable::anybody();
        config.observer = seen.clone();
        change(&mut config);
        let node = Node::start(config, service.clone()).await.unwrap();
        Self { node, service, seen }
    }

    pub fn address(&self) -> SocketAddr {
        self.node.local_addresses()[0]
    }

    /// A bare peer whose capabilities were exchanged.
    pub async fn peer(&self, host: &str) -> BarePeer {
        let mut peer = self.stranger().await;
        peer.send(&cer(host, REALM, &[CX.id])).await;
        let cea = peer.receive().await.expect("a CEA");
        assert_eq!(result(&cea), 2001);
        peer
    }

    /// A bare connection.
    pub async fn stranger(&self) -> BarePeer {
        BarePeer { stream: TcpStream::connect(self.address()).await.unwrap(), read: BytesMut::new() }
    }

    pub async fn client(&self, host: &str) -> Client {
        Client::connect(self.address(), client_config(host)).await.unwrap()
    }

    pub fn events(&self) -> Vec<String> {
        self.seen.events.lock().unwrap().clone()
    }

    /// Waits until something holds; a test that waits in vain fails by its time limit.
    pub async fn until(&self, holds: impl Fn(&Self) -> bool) {
        until(|| holds(self)).await;
    }
}

pub async fn until(holds: impl Fn() -> bool) {
    let wait = async {
        while !holds() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), wait).await.expect("it never came to hold");
}

pub fn client_config(host: &str) -> ClientConfig {
    ClientConfig {
        origin_host: host.into(),
        origin_realm: REALM.into(),
        applications: vec![CX],
        product: "test".into(),
        timeout: Duration::from_secs(20),
    }
}

/// Timers at which a test does not wait long.
pub fn short_timers() -> Timers {
    Timers {
        tw: Duration::from_millis(60),
        connect: Duration::from_millis(300),
        handshake: Duration::from_millis(300),
        message: Duration::from_millis(150),
        disconnect: Duration::from_millis(300),
        stall: Duration::from_millis(300),
        reconnect_first: Duration::from_millis(20),
        reconnect_last: Duration::from_millis(50),
    }
}

pub fn known(host: &str) -> PeerConfig {
    PeerConfig::new(host, REALM)
}

/// A peer made of nothing but a socket.
pub struct BarePeer {
    pub stream: TcpStream,
    pub read: BytesMut,
}

impl BarePeer {
    pub async fn send(&mut self, octets: &[u8]) {
        // The node may have closed already; what it answered shows it.
        let _ = self.stream.write_all(octets).await;
    }

    /// The next message, or `None` when the node has closed.
    pub async fn receive(&mut self) -> Option<Message> {
        tokio::time::timeout(Duration::from_secs(30), self.next())
            .await
            .expect("neither a message nor a close")
    }

    async fn next(&mut self) -> Option<Message> {
        loop {
            match Frame::cut(&mut self.read) {
                Ok(Frame::Whole(octets)) => return Some(Message::parse(octets).expect("a sound message")),
                Ok(Frame::Partial(_)) => {}
                Err(error) => panic!("the node sent no message: {error}"),
            }
            match self.stream.read_buf(&mut self.read).await {
                Ok(0) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    }

    /// The next message that is no DWR; those are answered.
    pub async fn receive_alive(&mut self) -> Option<Message> {
        loop {
            let message = self.receive().await?;
            if message.header.code != 280 || !message.header.is_request() {
                return Some(message);
            }
            self.send(&answer(&message)).await;
        }
    }
}

pub fn header(flags: u8, code: u32, application: u32, id: u32) -> Header {
    let flags = CommandFlags::from_bits_retain(flags);
    Header { length: 0, flags, code, application, hop_by_hop: id, end_to_end: id }
}

pub fn write(header: Header, members: impl FnOnce(&mut Writer<'_>)) -> Bytes {
    let mut out = BytesMut::new();
    let mut writer = Writer::new(&mut out, &header);
    members(&mut writer);
    writer.finish();
    out.freeze()
}

pub fn cer(host: &str, realm: &str, applications: &[u32]) -> Bytes {
    write(header(0x80, 257, 0, 1), |writer| {
        writer.put(&ORIGIN_HOST, host).put(&ORIGIN_REALM, realm);
        for application in applications {
            writer.put(&AUTH_APPLICATION_ID, *application);
        }
    })
}

pub fn request(code: u32, id: u32) -> Bytes {
    request_of(CX.id, code, id, |_| {})
}

pub fn request_of(application: u32, code: u32, id: u32, members: impl FnOnce(&mut Writer<'_>)) -> Bytes {
    write(header(0xc0, code, application, id), |writer| {
        writer.put(&SESSION_ID, "s;1;1").put(&ORIGIN_HOST, "peer.example.org").put(&ORIGIN_REALM, REALM);
        members(writer);
    })
}

/// A bare answer: DWA, DPA, or any, with success.
pub fn answer(request: &Message) -> Bytes {
    let mut out = BytesMut::new();
    let mut writer = Writer::answer(&mut out, &request.header);
    writer
        .put(&RESULT_CODE, ResultCode::SUCCESS)
        .put(&ORIGIN_HOST, "peer.example.org")
        .put(&ORIGIN_REALM, REALM);
    writer.finish();
    out.freeze()
}

pub fn dpr(id: u32) -> Bytes {
    write(header(0x80, 282, 0, id), |writer| {
        writer.put(&ORIGIN_HOST, "peer.example.org").put(&ORIGIN_REALM, REALM);
        writer.put(&avp("Disconnect-Cause", 273), 0i32);
    })
}

pub fn dwr(id: u32) -> Bytes {
    write(header(0x80, 280, 0, id), |writer| {
        writer.put(&ORIGIN_HOST, "peer.example.org").put(&ORIGIN_REALM, REALM);
    })
}

pub fn result(message: &Message) -> u32 {
    message.avps().find(&RESULT_CODE).expect("a Result-Code").read().unwrap()
}
