//! `innkeeper cgf`: a small charging gateway (TS 32.295), the other end of `[ga]`: it takes charging data records over GTP′ on UDP and TCP, each once, and keeps them
//! in a journal. An answer leaves when what it says is on disk.

mod journal;

use self::journal::Journal;
use super::{
    Failure,
    out::{hint, say},
};
use crate::gtp::prime::{
    Collector,
    codec::{Header, LONGEST, Message, cause, encode, length},
};
use anyhow::Context;
use bytes::BytesMut;
use parking_lot::Mutex;
use std::{
    collections::HashMap,
    io::{self, Read, Write},
    net::{IpAddr, SocketAddr, TcpListener, TcpStream, UdpSocket},
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::signal::unix::{SignalKind, signal};

/// Run a small charging gateway: GTP′ on UDP and TCP, each record once, kept in a journal.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Where to listen, for datagrams and connections.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:3386")]
    listen: SocketAddr,
    /// Where the journal is: one line of JSON for everything that is learnt of a packet. Made where there is none.
    #[arg(long, value_name = "DIRECTORY")]
    directory: PathBuf,
    /// When it stops, clients are sent there (Redirection Request).
    #[arg(long, value_name = "ADDRESS")]
    redirect: Option<IpAddr>,
    /// Clients that share an address have ports of their own, and keep them: for tests on one machine.
    #[arg(long)]
    by_port: bool,
}

/// So often the system is asked for another port.
const CHOICES: usize = 32;

/// How often clients are asked whether they were started anew.
const ECHO: Duration = Duration::from_secs(60);

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let (journal, collector, told) = Journal::open(&args.directory)?;
    let (socket, listener) = bind(args.listen, || UdpSocket::bind(args.listen)).map_err(|error| {
        Failure::failed(format!(
            "cannot listen on {}: {error}; name another address with --listen",
            args.listen
        ))
    })?;
    say!("{told}; listening on {}, UDP and TCP", socket.local_addr().context("the socket has no address")?);
    let gateway = Arc::new(Gateway {
        state: Mutex::new((collector, journal)),
        clients: Mutex::default(),
        connections: Mutex::default(),
        by_port: args.by_port,
    });
    let (udp, tcp) = (socket.try_clone().context("the socket")?, gateway.clone());
    std::thread::spawn({
        let gateway = gateway.clone();
        move || gateway.datagrams(&udp)
    });
    std::thread::spawn(move || tcp.connections(&listener));
    wait()?;
    gateway.leave(&socket, args.redirect);
    say!("{} packets are held", gateway.state.lock().0.held());
    Ok(())
}

/// Sockets for datagrams and connections, on one port. A port that the system chose for datagrams may be taken for connections: then it chooses again.
fn bind(
    listen: SocketAddr,
    mut datagrams: impl FnMut() -> io::Result<UdpSocket>,
) -> io::Result<(UdpSocket, TcpListener)> {
    // They are kept meanwhile: no port comes twice.
    let mut taken = Vec::new();
    loop {
        let socket = datagrams()?;
        match TcpListener::bind(socket.local_addr()?) {
            Ok(listener) => return Ok((socket, listener)),
            Err(error)
                if error.kind() == io::ErrorKind::AddrInUse
                    && listen.port() == 0
                    && taken.len() < CHOICES =>
            {
                taken.push(socket);
            }
            Err(error) => return Err(error),
        }
    }
}

/// Until somebody ends it.
fn wait() -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("a runtime")?;
    runtime.block_on(async {
        let mut terminated = signal(SignalKind::terminate()).context("signals")?;
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminated.recv() => {}
        }
        Ok(())
    })
}

struct Gateway {
    state: Mutex<(Collector, Journal)>,
    /// Those who send datagrams, and when they were asked last.
    clients: Mutex<HashMap<SocketAddr, Instant>>,
    connections: Mutex<Vec<TcpStream>>,
    by_port: bool,
}

impl Gateway {
    fn client(&self, from: SocketAddr) -> String {
        match self.by_port {
            true => from.to_string(),
            false => crate::gtp::prime::client(from.ip()),
        }
    }

    /// What a message comes to, on disk; its answer.
    fn take(&self, from: SocketAddr, octets: &[u8]) -> io::Result<BytesMut> {
        let mut state = self.state.lock();
        let (collector, journal) = &mut *state;
        let turn = collector.message(&self.client(from), octets);
        if let Some(said) = turn.said {
            hint!("innkeeper: {from}: {said}");
        }
        journal.append(&turn.entries)?;
        Ok(turn.answer)
    }

    fn datagrams(&self, socket: &UdpSocket) {
        let mut buffer = vec![0; LONGEST];
        loop {
            let Ok((length, from)) = socket.recv_from(&mut buffer) else { continue };
            match self.take(from, &buffer[..length]) {
                Ok(answer) if answer.is_empty() => {}
                Ok(answer) => self.tell(socket, from, &answer),
                Err(error) => fail(&error),
            }
            self.ask(socket, from);
        }
    }

    /// A client is asked now and then whether it was started anew.
    fn ask(&self, socket: &UdpSocket, client: SocketAddr) {
        let now = Instant::now();
        let mut clients = self.clients.lock();
        if clients.get(&client).is_none_or(|asked| now.duration_since(*asked) >= ECHO) {
            clients.insert(client, now);
            self.tell(socket, client, &octets(0, &Message::EchoRequest));
        }
    }

    fn tell(&self, socket: &UdpSocket, client: SocketAddr, octets: &[u8]) {
        if let Err(error) = socket.send_to(octets, client) {
            hint!("innkeeper: {client}: {error}");
        }
    }

    fn connections(self: Arc<Self>, listener: &TcpListener) {
        for stream in listener.incoming().flatten() {
            let gateway = self.clone();
            std::thread::spawn(move || {
                let Ok(from) = stream.peer_addr() else { return };
                if let Ok(other) = stream.try_clone() {
                    gateway.connections.lock().push(other);
                }
                if let Err(error) = gateway.connection(stream, from) {
                    hint!("innkeeper: {from}: {error}");
                }
            });
        }
    }

    fn connection(&self, mut stream: TcpStream, from: SocketAddr) -> io::Result<()> {
        stream.set_nodelay(true)?;
        stream.write_all(&octets(0, &Message::EchoRequest))?;
        let (mut read, mut buffer) = (BytesMut::new(), vec![0; 1 << 16]);
        loop {
            let count = stream.read(&mut buffer)?;
            if count == 0 {
                return Ok(());
            }
            read.extend_from_slice(&buffer[..count]);
            while let Some(length) =
                length(&read).map_err(io::Error::other)?.filter(|length| read.len() >= *length)
            {
                let whole = read.split_to(length);
                match self.take(from, &whole) {
                    Ok(answer) => stream.write_all(&answer)?,
                    Err(error) => fail(&error),
                }
            }
        }
    }

    /// Clients hear that it stops, and where to go.
    fn leave(&self, socket: &UdpSocket, redirect: Option<IpAddr>) {
        let nodes = redirect.into_iter().collect();
        let redirection = octets(1, &Message::RedirectionRequest(cause::GOING_DOWN, nodes));
        for client in self.clients.lock().keys() {
            self.tell(socket, *client, &redirection);
        }
        for mut stream in self.connections.lock().drain(..) {
            // One that is gone needs not hear it.
            let _ = stream.write_all(&redirection);
        }
    }
}

fn octets(sequence: u16, message: &Message<'_>) -> BytesMut {
    let mut out = BytesMut::new();
    encode(Header::new(sequence), message, &mut out);
    out
}

/// Without its journal it would acknowledge what it cannot keep.
fn fail(error: &io::Error) -> ! {
    hint!("innkeeper: the journal cannot be written: {error}");
    std::process::exit(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Somebody has the first port for connections: with port 0 another is found, and a port that was asked for is an error.
    #[test]
    fn a_port_is_chosen_that_is_free_for_both() {
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        let (listening, first) = loop {
            let listening = TcpListener::bind(any).unwrap();
            if let Ok(first) = UdpSocket::bind(listening.local_addr().unwrap()) {
                break (listening, first);
            }
        };
        let taken = listening.local_addr().unwrap();
        let mut sockets = [first.try_clone().unwrap(), UdpSocket::bind(any).unwrap()].into_iter();
        let (socket, listener) = bind(any, || Ok(sockets.next().unwrap())).unwrap();
        assert_eq!(socket.local_addr().unwrap(), listener.local_addr().unwrap());
        let error = bind(taken, || first.try_clone()).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::AddrInUse);
    }
}
