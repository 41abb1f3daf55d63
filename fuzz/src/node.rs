//! What holds for a node whatever its peers send: the base protocol's machines, and the HSS behind them.

use crate::hss_common::{Bench, REALM};
use bytes::{Bytes, BytesMut};
use innkeeper::{
    diameter::{
        Application, From, Reply, Service,
        codec::{CommandFlags, Frame, Header, Message},
        dictionary::{self, base, sh},
        peer::{
            Local, PeerTable, Timers,
            capabilities::Gate,
            link::{Addresses, Heard, Lapse, Link, Turn},
            messages::Ids,
            registry::{Directive, Happened, Registry},
            routing::{Router, write_error},
        },
    },
    interfaces::{
        cx::Cx,
        sh::Sh,
        shared::{Desk, Nobody, Origin},
    },
    records::{Outbox, PublicService, Record, Registration, RepositoryData, Sequence, ShSubscriptions},
    store::{ChangeSet, Store, Stored},
};
use std::{
    net::{IpAddr, Ipv4Addr},
    sync::{Arc, LazyLock, Mutex, PoisonError},
    time::Instant,
};

const CX: Application = Application { id: 16_777_216, vendor: 10_415 };
const LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// The messages in a stream, to its first fault.
fn messages(data: &[u8]) -> impl Iterator<Item = Message> {
    let mut stream = BytesMut::from(data);
    std::iter::from_fn(move || match Frame::cut(&mut stream) {
        Ok(Frame::Whole(octets)) => Message::parse(octets).ok(),
        Ok(Frame::Partial(_)) | Err(_) => None,
    })
}

/// A connection that was accepted, with everything that decides about it.
struct Accepted {
    local: Local,
    table: PeerTable,
    router: Router,
    registry: Registry,
    link: Link,
    now: Instant,
    out: BytesMut,
    open: bool,
}

/// A connection whose peer sends `data`: every answer is sound, and so is what time brings afterwards.
pub fn peer(data: &[u8]) {
    let mut accepted = Accepted::new();
    for message in messages(data) {
        let before = accepted.out.len();
        accepted.receive(&message);
        let written = accepted.out.len() - before;
        // The largest answer has what it gives back (the session, every Proxy-Info, a Failed-AVP) and our own identity.
        assert!(written <= message.as_bytes().len() + 4096, "{written} octets for one message");
        if !accepted.open {
            break;
        }
    }
    for _ in 0..8 {
        accepted.now = accepted.link.deadline();
        if accepted.turn(|link, _, turn| link.lapse(turn)) != Lapse::Nothing {
            break;
        }
    }
    all_sound(accepted.out.freeze());
}

impl Accepted {
    fn new() -> Self {
        let local = Local {
            host: "hss.example.org".into(),
            realm: "example.org".into(),
            vendor_id: 0,
            product: "Innkeeper".into(),
            firmware: 1,
            state_id: 1,
        };
        let now = Instant::now();
        let addresses = Addresses { local: LOOPBACK, remote: LOOPBACK };
        Self {
            table: PeerTable::anybody(),
            router: Router::new(&local, &[]),
            registry: Registry::new(local.host.clone()),
            link: Link::accepted(addresses, Arc::new(Timers::default()), now),
            local,
            now,
            out: BytesMut::new(),
            open: true,
        }
    }

    fn turn<T>(&mut self, act: impl FnOnce(&mut Link, Gate<'_>, &mut Turn<'_>) -> T) -> T {
        let gate = Gate { local: &self.local, table: &self.table, served: &[CX] };
        let ids = Ids { hop_by_hop: 1, end_to_end: 1 };
        let mut turn = Turn { now: self.now, random: 1, ids, local: &self.local, out: &mut self.out };
        act(&mut self.link, gate, &mut turn)
    }

    fn receive(&mut self, message: &Message) {
        let heard = if !self.link.carries_traffic() || Link::owns(&message.header) {
            self.turn(|link, gate, turn| link.receive(message, gate, turn))
        } else {
            Heard::NotOurs
        };
        let peer = self.link.peer().map_or_else(|| "".into(), |admitted| admitted.capabilities.host.clone());
        let directives = match heard {
            Heard::Nothing => return,
            Heard::NotOurs => return self.request(message),
            Heard::Cer(admitted) => self.registry.incoming(&admitted.capabilities.host, 1, 1),
            Heard::Goodbye(_) => self.registry.happened(&peer, 1, Happened::Dpr),
            Heard::Farewell => self.registry.happened(&peer, 1, Happened::Dpa),
            Heard::Cea(_) | Heard::Rejected(_) | Heard::OutOfTurn => return self.open = false,
        };
        for directive in directives {
            match directive {
                Directive::Open { reopened, .. } => self.turn(|link, _, turn| link.open(reopened, turn)),
                Directive::Close(_) => self.open = false,
                other => panic!("{other:?} is no directive for the only connection of a peer"),
            }
        }
    }

    fn request(&mut self, message: &Message) {
        let Some(admitted) = self.link.peer().filter(|_| message.header.is_request()) else { return };
        if let Err(error) = self.router.route(message, admitted) {
            write_error(&mut self.out, message.as_bytes(), &self.local, &error, Some("a reason"));
        }
    }
}

/// Everything written is whole messages that our own decoders accept.
fn all_sound(out: Bytes) {
    let (mut octets, mut count) = (0, 0);
    for message in messages(&out) {
        octets += message.as_bytes().len();
        count += 1;
        sound(&message);
    }
    assert_eq!(octets, out.len(), "something after {count} messages is none");
}

/// A message of ours: its AVPs can be cut out, an answer has one result, and where we know the command our decoder accepts it.
fn sound(message: &Message) {
    let header = &message.header;
    for avp in message.avps() {
        assert!(avp.as_ref().is_ok_and(|avp| !avp.data.is_empty()), "{avp:?} is empty or cut in {message:?}");
    }
    if header.is_request() {
        assert!(!header.flags.contains(CommandFlags::ERROR));
    } else {
        let results = message
            .avps()
            .flatten()
            .filter(|avp| avp.is(&base::avps::RESULT_CODE) || avp.is(&base::avps::EXPERIMENTAL_RESULT));
        assert_eq!(results.count(), 1, "one result, of one kind");
    }
    let result = message.avps().find(&base::avps::RESULT_CODE).and_then(|avp| avp.read::<u32>().ok());
    let protocol_error = result.is_some_and(|code| code / 1000 == 3);
    assert_eq!(protocol_error, header.flags.contains(CommandFlags::ERROR), "E is for 3xxx (RFC 6733 §7.1.3)");
    // Of an error answer only the grammar of RFC 6733 §7.2 holds, whatever the command.
    if result.is_some_and(|code| code != 2001) {
        return;
    }
    if let Some(command) = dictionary::command(header.code, header.application, header.is_request())
        && let Err(error) = (command.rewrite)(message, &mut BytesMut::new())
    {
        panic!("our own {}: {error}", command.short);
    }
}

/// An HSS in which nobody is registered, made once and put in order after use: filling a store takes longer than most requests.
struct House {
    cx: Cx,
    sh: Sh,
    store: Arc<Store>,
    services: Vec<PublicService>,
}

static HOUSE: LazyLock<Mutex<House>> = LazyLock::new(|| {
    let bench = Bench::new();
    let origin = Origin { host: "hss.ims.example".into(), realm: REALM.into() };
    let (hss, vault) = (bench.desk.hss.load_full(), bench.vault.clone());
    let desk = Arc::new(Desk::new(hss, bench.store.clone(), vault, origin, Box::new(Nobody)));
    let (cx, sh) = (Cx::new(desk.clone()), Sh::new(desk));
    let services = bench.store.page::<PublicService>(None, 100);
    let services = services.iter().map(|service| PublicService::clone(service)).collect();
    Mutex::new(House { cx, sh, services, store: bench.store })
});

impl House {
    /// The deletion of all records of a kind.
    fn without<R: Stored>(&self) -> ChangeSet {
        self.store.page::<R>(None, 1000).iter().fold(ChangeSet::new(), |changes, record| {
            let key = record.key();
            let version = self.store.get::<R>(&key).version;
            changes.delete::<R>(key, version)
        })
    }

    /// Takes away what requests left, so that an input does the same whatever came before it.
    fn put_in_order(&self) {
        let mut changes = self
            .without::<Registration>()
            .and(self.without::<Sequence>())
            .and(self.without::<Outbox>())
            .and(self.without::<RepositoryData>())
            .and(self.without::<ShSubscriptions>());
        for service in &self.services {
            let read = self.store.get::<PublicService>(&service.key());
            if read.value.as_deref() != Some(service) {
                changes = changes.put(service.clone(), read.version);
            }
        }
        if !changes.is_empty() {
            self.store.commit(changes).expect("nobody else changes it");
        }
    }
}

/// The requests of `data`, one after the other to one HSS: each gets one sound answer with its identifiers.
pub fn hss(data: &[u8]) {
    let mut requests = messages(data).filter(|message| message.header.is_request()).take(16).peekable();
    if requests.peek().is_none() {
        return;
    }
    let house = HOUSE.lock().unwrap_or_else(PoisonError::into_inner);
    let from = From { host: "a.ims.example".into(), realm: REALM.into() };
    for request in requests {
        let mut out = BytesMut::new();
        let of_sh = request.header.application == sh::APPLICATION;
        let service: &dyn Service = if of_sh { &house.sh } else { &house.cx };
        match service.request(&from, &request, &mut out) {
            Reply::Written(_) => answers(&request, out.freeze()),
            Reply::UnknownCommand if of_sh => assert!(!(306..=308).contains(&request.header.code)),
            Reply::UnknownCommand => assert!(!(300..=303).contains(&request.header.code)),
            Reply::Later(_) => panic!("the HSS answers at once"),
        }
    }
    house.put_in_order();
}

fn answers(request: &Message, out: Bytes) {
    let header = Header::peek(&out).expect("an answer");
    assert_eq!(header.length as usize, out.len(), "one answer");
    let asked = &request.header;
    assert!(!header.is_request());
    assert_eq!(
        (header.code, header.application, header.hop_by_hop, header.end_to_end),
        (asked.code, asked.application, asked.hop_by_hop, asked.end_to_end)
    );
    all_sound(out);
}
