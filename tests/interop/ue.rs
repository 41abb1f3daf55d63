//! The phone: registers with AKA or a password, calls and is called, over UDP and straight to the I-CSCF.

use crate::{
    digest::Challenge,
    lab::DOMAIN,
    sim::{Sim, Verdict},
    sip::{self, Message},
};
use std::{
    net::{SocketAddr, UdpSocket},
    sync::{Arc, Mutex, MutexGuard},
    time::{Duration, Instant},
};

/// Timer T1 of RFC 3261 §17: the first retransmission.
const T1: Duration = Duration::from_millis(500);
/// When the phone gives up. Kamailio stays silent when its HSS does, so this has to end the wait.
const PATIENCE: Duration = Duration::from_secs(8);

/// What the phone proves itself with.
#[derive(Debug, Clone)]
pub(crate) enum Credential {
    Sim(Arc<Mutex<Sim>>),
    Password(String),
}

/// One IMS client: a private identity, the public one it registers, and a socket.
#[derive(Debug)]
pub(crate) struct Ue {
    pub(crate) impi: String,
    pub(crate) impu: String,
    pub(crate) credential: Credential,
    /// The algorithm it names in its first REGISTER, if it names one.
    pub(crate) algorithm: Option<&'static str>,
    socket: UdpSocket,
    proxy: SocketAddr,
    /// The S-CSCF that takes its calls; without one the I-CSCF finds the called user at once.
    serving: Option<SocketAddr>,
    call_id: String,
    cseq: u32,
}

/// How a registration went.
#[derive(Debug)]
pub(crate) struct Registration {
    /// The final response.
    pub(crate) reply: Message,
    /// The challenge, if one came.
    pub(crate) challenge: Option<Challenge>,
    /// True if the SIM asked for a resynchronisation on the way.
    pub(crate) resynchronised: bool,
}

impl Registration {
    pub(crate) fn status(&self) -> u16 {
        self.reply.status().unwrap_or_default()
    }
}

impl Ue {
    /// A phone on `own` that talks to the I-CSCF `proxy`.
    pub(crate) fn new(
        own: SocketAddr,
        proxy: SocketAddr,
        impi: &str,
        impu: &str,
        credential: Credential,
    ) -> Self {
        let socket = UdpSocket::bind(own).expect("a free port");
        let call_id = format!("{}-{}", std::process::id(), socket.local_addr().expect("bound").port());
        let (impi, impu) = (impi.into(), impu.into());
        Self { impi, impu, credential, algorithm: None, socket, proxy, serving: None, call_id, cseq: 0 }
    }

    /// From now on it calls through the S-CSCF that serves it, as a P-CSCF would do for it.
    pub(crate) fn serve_at(&mut self, scscf: SocketAddr) {
        self.serving = Some(scscf);
    }

    /// Where its calls go first.
    fn next_hop(&self) -> SocketAddr {
        self.serving.unwrap_or(self.proxy)
    }

    /// Registers, or refreshes: REGISTER, challenge, answer; once more if the SIM is out of step.
    pub(crate) fn register(&mut self) -> Registration {
        self.registration(3600, None)
    }

    /// Leaves: the same with Expires 0.
    pub(crate) fn deregister(&mut self) -> Registration {
        self.registration(0, None)
    }

    /// Registers with a wrong secret.
    pub(crate) fn register_wrongly(&mut self) -> Registration {
        self.registration(3600, Some(b"\0wrong\0\0"))
    }

    /// The first REGISTER only: the response to it, which is the challenge if all is well.
    pub(crate) fn begin(&mut self) -> Message {
        self.exchange(3600, &self.without_proof())
    }

    /// Goes on with a registration that [`begin`](Self::begin) began.
    pub(crate) fn proceed(&mut self, first: Message) -> Registration {
        self.prove_until_done(first, 3600, None)
    }

    fn registration(&mut self, expires: u32, wrong: Option<&[u8]>) -> Registration {
        let first = self.exchange(expires, &self.without_proof());
        self.prove_until_done(first, expires, wrong)
    }

    fn prove_until_done(&mut self, first: Message, expires: u32, wrong: Option<&[u8]>) -> Registration {
        let uri = format!("sip:{DOMAIN}");
        let mut reply = first;
        let mut resynchronised = false;
        let mut last = None;
        // Challenge, resynchronisation, fresh challenge, answer; and once more, because Kamailio sends the 401 before it puts the vector
        // away: an answer that comes within a millisecond finds none and is challenged again.
        for _ in 0..3 {
            if reply.status() != Some(401) {
                break;
            }
            let challenge = Challenge::parse(reply.field("WWW-Authenticate").expect("a challenge"));
            let (password, auts) = self.prove(&challenge);
            let answer = challenge.answer(&self.impi, &uri, wrong.unwrap_or(&password), auts.as_deref());
            last = Some(challenge);
            reply = self.exchange(expires, &answer);
            resynchronised |= auts.is_some();
        }
        Registration { reply, challenge: last, resynchronised }
    }

    /// The Authorization header field of a first REGISTER (TS 24.229 §5.1.1.2.2): it tells the private identity.
    fn without_proof(&self) -> String {
        let impi = &self.impi;
        let algorithm = self.algorithm.map(|name| format!(", algorithm={name}")).unwrap_or_default();
        format!(
            r#"Digest username="{impi}", realm="{DOMAIN}", nonce="", uri="sip:{DOMAIN}", response=""{algorithm}"#
        )
    }

    /// The SIM, of a client that has one.
    pub(crate) fn sim(&self) -> MutexGuard<'_, Sim> {
        match &self.credential {
            Credential::Sim(sim) => sim.lock().expect("one at a time"),
            Credential::Password(_) => panic!("{} has no SIM", self.impi),
        }
    }

    /// The password for a challenge, and AUTS where the SIM is out of step.
    fn prove(&mut self, challenge: &Challenge) -> (Vec<u8>, Option<Vec<u8>>) {
        match &mut self.credential {
            Credential::Password(password) => {
                assert!(
                    !challenge.is_aka(),
                    "a user with a password was challenged with {}",
                    challenge.algorithm
                );
                (password.clone().into_bytes(), None)
            }
            Credential::Sim(sim) => {
                assert!(challenge.is_aka(), "a user with a SIM was challenged with {}", challenge.algorithm);
                let (rand, autn) = challenge.rand_autn();
                match sim.lock().expect("one at a time").challenge(&rand, &autn) {
                    Verdict::Accepted(res) => (res.to_vec(), None),
                    Verdict::OutOfSync(auts) => (Vec::new(), Some(auts.to_vec())),
                    Verdict::Forged => panic!("the network of {} is not genuine: MAC-A is wrong", self.impi),
                }
            }
        }
    }

    fn exchange(&mut self, expires: u32, authorization: &str) -> Message {
        self.cseq += 1;
        let (own, cseq) = (self.address(), self.cseq);
        let request = Message::new(format!("REGISTER sip:{DOMAIN} SIP/2.0"))
            .with("Via", format_args!("SIP/2.0/UDP {own};branch=z9hG4bK{}r{cseq};rport", self.call_id))
            .with("Max-Forwards", 70)
            .with("From", format_args!("<{}>;tag=r{}", self.impu, own.port()))
            .with("To", format_args!("<{}>", self.impu))
            .with("Call-ID", &self.call_id)
            .with("CSeq", format_args!("{cseq} REGISTER"))
            .with("Contact", format_args!("<sip:ue@{own}>;expires={expires}"))
            .with("Expires", expires)
            .with("P-Visited-Network-ID", format_args!("\"{DOMAIN}\""))
            .with("Supported", "path")
            .with("Authorization", authorization);
        self.send(&request, self.proxy);
        self.final_response(&request, self.proxy)
    }

    pub(crate) fn invite(&mut self, callee: &str) -> Message {
        self.cseq += 1;
        let (own, cseq) = (self.address(), self.cseq);
        let mut request = Message::new(format!("INVITE {callee} SIP/2.0"))
            .with("Via", format_args!("SIP/2.0/UDP {own};branch=z9hG4bK{}i{cseq};rport", self.call_id))
            .with("Max-Forwards", 70)
            .with("From", format_args!("<{}>;tag=i{}{cseq}", self.impu, own.port()))
            .with("To", format_args!("<{callee}>"))
            .with("Call-ID", format_args!("{}-call{cseq}", self.call_id))
            .with("CSeq", format_args!("{cseq} INVITE"))
            .with("Contact", format_args!("<sip:ue@{own}>"))
            .with("P-Asserted-Identity", format_args!("<{}>", self.impu));
        if let Some(scscf) = self.serving {
            request = request
                .with("Route", format_args!("<sip:orig@{scscf};lr>"))
                .with("Content-Type", "application/sdp")
                .with_body(&sip::speech(own));
        }
        self.send(&request, self.next_hop());
        request
    }

    /// Waits for the final response to `request`, sending it again as RFC 3261 §17.1 asks.
    pub(crate) fn final_response(&self, request: &Message, to: SocketAddr) -> Message {
        let (start, mut pause, mut provisional) = (Instant::now(), T1, false);
        while start.elapsed() < PATIENCE {
            let Some(message) = self.receive(pause) else {
                if !provisional {
                    self.send(request, to);
                }
                pause *= 2;
                continue;
            };
            let ours = message.field("CSeq") == request.field("CSeq")
                && message.field("Call-ID") == request.field("Call-ID");
            match message.status() {
                Some(100..200) if ours => provisional = true,
                Some(_) if ours => return message,
                _ => {} // a late response to an earlier request
            }
        }
        panic!("no final response to {} of {} within {PATIENCE:?}", request.start, self.impu);
    }

    /// The response to an INVITE, with the ACK it needs.
    pub(crate) fn answered(&self, invite: &Message) -> Message {
        let reply = self.final_response(invite, self.next_hop());
        let request_uri = sip::uri(invite.field("To").expect("To")).to_owned();
        if reply.status() != Some(200) {
            // RFC 3261 §17.1.1.3: the same hop, the same branch.
            self.send(&self.within(invite, &reply, "ACK", &request_uri, true), self.next_hop());
            return reply;
        }
        self.send_within(invite, &reply, "ACK");
        reply
    }

    /// Calls `callee`, which accepts; both hear one another's ACK and BYE.
    pub(crate) fn call(&mut self, callee: &Self) {
        self.call_at(&callee.impu, callee);
    }

    /// Calls an identity whose calls somebody else accepts.
    pub(crate) fn call_at(&mut self, impu: &str, callee: &Self) {
        let invite = self.invite(impu);
        callee.accept("INVITE");
        let reply = self.answered(&invite);
        assert_eq!(reply.status(), Some(200), "{reply}");
        callee.accept("ACK");
        let (bye, next) = self.send_within(&invite, &reply, "BYE");
        callee.accept("BYE");
        assert_eq!(self.final_response(&bye, next).status(), Some(200));
    }

    /// Calls an identity; returns what comes of it.
    pub(crate) fn try_call(&mut self, callee: &str) -> Message {
        let invite = self.invite(callee);
        self.answered(&invite)
    }

    pub(crate) fn send_within(
        &self,
        invite: &Message,
        reply: &Message,
        method: &str,
    ) -> (Message, SocketAddr) {
        let contact = sip::uri(reply.field("Contact").expect("a contact"));
        let mut request = self.within(invite, reply, method, contact, false);
        let routes: Vec<_> = reply.all("Record-Route").flat_map(|field| field.split(',')).collect();
        for route in routes.iter().rev() {
            request = request.with("Route", route.trim());
        }
        let next = routes.last().map_or(contact, |route| sip::uri(route));
        let next = sip::address(next).expect("an address");
        self.send(&request, next);
        (request, next)
    }

    fn within(&self, invite: &Message, reply: &Message, method: &str, uri: &str, same_hop: bool) -> Message {
        let field = |name| invite.field(name).expect("a field of the INVITE");
        let via = if same_hop {
            field("Via").to_owned()
        } else {
            format!("{}{method}", field("Via").replace(";rport", ""))
        };
        let number = field("CSeq").split(' ').next().unwrap_or_default().parse::<u32>().expect("a number");
        let number = if method == "ACK" { number } else { number + 1 };
        Message::new(format!("{method} {uri} SIP/2.0"))
            .with("Via", via)
            .with("Max-Forwards", 70)
            .with("From", field("From"))
            .with("To", reply.field("To").expect("To"))
            .with("Call-ID", field("Call-ID"))
            .with("CSeq", format_args!("{number} {method}"))
    }

    /// Waits for a request of that method and answers it with 200.
    pub(crate) fn accept(&self, method: &str) -> Message {
        self.accept_within(method, PATIENCE, Duration::ZERO)
    }

    /// The same for so long, answered after a pause.
    pub(crate) fn accept_within(&self, method: &str, patience: Duration, pause: Duration) -> Message {
        let start = Instant::now();
        while start.elapsed() < patience {
            let Some((message, from)) = self.receive_from(T1) else { continue };
            if message.method() == Some(method) {
                std::thread::sleep(pause);
                if method != "ACK" {
                    let contact = format!("<sip:ue@{}>", self.address());
                    self.send(&message.response("200 OK", "callee").with("Contact", contact), from);
                }
                return message;
            }
        }
        panic!("{} got no {method} within {patience:?}", self.impu);
    }

    fn address(&self) -> SocketAddr {
        self.socket.local_addr().expect("bound")
    }

    fn send(&self, message: &Message, to: SocketAddr) {
        self.socket.send_to(message.to_string().as_bytes(), to).expect("loopback takes it");
    }

    fn receive(&self, limit: Duration) -> Option<Message> {
        self.receive_from(limit).map(|(message, _)| message)
    }

    fn receive_from(&self, limit: Duration) -> Option<(Message, SocketAddr)> {
        let mut buffer = [0; 65_536];
        self.socket.set_read_timeout(Some(limit)).expect("a timeout");
        let (length, from) = self.socket.recv_from(&mut buffer).ok()?;
        Message::parse(&buffer[..length]).map(|message| (message, from))
    }
}

/// The tel form of `sip:+NUMBER@…`.
pub(crate) fn tel(impu: &str) -> String {
    impu.replace("sip:", "tel:").split('@').next().unwrap_or_default().into()
}
