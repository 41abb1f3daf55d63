//! What holds for a node whatever its peers send: the base protocol's machines, and the HSS behind them.

use crate::hss_common::{Bench, K, OPC, REALM};
use bytes::{Bytes, BytesMut};
use innkeeper::{
    diameter::{
        Application, From, Reply, Service,
        codec::{CommandFlags, Frame, Header, Message},
        dictionary::{self, base, cx, s6a, sh, slh, swx},
        peer::{
            Local, PeerTable, Timers,
            capabilities::Gate,
            link::{Addresses, Heard, Lapse, Link, Turn},
            messages::Ids,
            registry::{Directive, Happened, Registry},
            routing::{Router, write_error},
        },
    },
    domain::auth::{
        SystemRandom,
        provision::{OperatorKey, sim_keys},
    },
    interfaces::{
        Services,
        cx::Cx,
        s6a::S6a,
        sh::Sh,
        shared::{Desk, Nobody, Origin},
        slh::Slh,
        swx::Swx,
    },
    records::{
        Algorithm, Dsai, EpsRegistration, EpsSubscription, Location, Outbox, PublicService, Record,
        Registration, RepositoryData, Roaming, Sequence, ShSubscriptions, Sim, Subscriber, WlanRegistration,
    },
    store::{ChangeSet, Store, Stored},
    types::{E164, Imsi, Lsn},
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
    services: Services,
    store: Arc<Store>,
    public: Vec<PublicService>,
}

/// The MME, AAA server and GMLC of the seeds.
pub(crate) const NODE: &str = "node.epc.mnc001.mcc001.3gppnetwork.org";

/// Whom the requests of nodes, AAA servers and GMLCs are about: a SIM with a contract for the EPS, as the samples name it.
const IMSI: &str = "001010000000001";

/// Every application that the daemon serves, over the store of the tests.
fn served(desk: &Arc<Desk>) -> Services {
    let others: Vec<Arc<dyn Service>> = vec![
        Arc::new(S6a::new(desk.clone())),
        Arc::new(Sh::new(desk.clone())),
        Arc::new(Slh::new(desk.clone())),
        Arc::new(Swx::new(desk.clone())),
    ];
    Services::new(Arc::new(Cx::new(desk.clone())), others)
}

/// Adds the subscriber of the EPS.
fn subscribe(bench: &Bench) {
    let imsi = Imsi::parse(IMSI).expect("an IMSI");
    let keys = sim_keys(K, OperatorKey::Opc(OPC)).expect("keys");
    let sealed = bench.vault.seal_sim(imsi, &keys, &mut SystemRandom).expect("a vault");
    let subscriber = Subscriber {
        imsi,
        msisdn: E164::parse("15550000001"),
        domain: "ims.mnc001.mcc001.3gppnetwork.org".into(),
        sim: Some(Sim { algorithm: Algorithm::Milenage, amf: [0x80, 0], keys: sealed }),
        services: Box::default(),
        roaming: Roaming::Anywhere,
        template: None,
    };
    let contract = EpsSubscription {
        imsi,
        profile: "default".into(),
        enabled: true,
        additional_msisdns: Box::default(),
        charging_characteristics: None,
        ambr: None,
        addresses: Box::default(),
        further: None,
    };
    let changes = ChangeSet::new().put(subscriber, Lsn::ZERO).put(contract, Lsn::ZERO);
    bench.store.commit(changes).expect("nobody else has it");
}

static HOUSE: LazyLock<Mutex<House>> = LazyLock::new(|| {
    let config = include_str!("../../tests/tables/hss/config.toml");
    let bench = Bench::with(&format!("{config}\n[gmlc]\nallow = [\"{NODE}\"]\n"));
    subscribe(&bench);
    let origin = Origin { host: "hss.ims.example".into(), realm: REALM.into() };
    let (hss, vault) = (bench.desk.hss.load_full(), bench.vault.clone());
    let desk = Arc::new(Desk::new(hss, bench.store.clone(), vault, origin, Box::new(Nobody)));
    let public = bench.store.page::<PublicService>(None, 100);
    let public = public.iter().map(|service| PublicService::clone(service)).collect();
    Mutex::new(House { services: served(&desk), public, store: bench.store })
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
            .and(self.without::<ShSubscriptions>())
            .and(self.without::<Dsai>())
            .and(self.without::<EpsRegistration>())
            .and(self.without::<WlanRegistration>())
            .and(self.without::<Location>());
        for service in &self.public {
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

/// The commands that are answered, by application.
const SERVED: [(u32, &[u32]); 5] = [
    (cx::APPLICATION, &[300, 301, 302, 303]),
    (s6a::APPLICATION, &[316, 318, 321, 323]),
    (sh::APPLICATION, &[306, 307, 308]),
    (slh::APPLICATION, &[8_388_622]),
    (swx::APPLICATION, &[301, 303]),
];

/// The requests of `data`, one after the other to one HSS: each gets one sound answer with its identifiers.
pub fn hss(data: &[u8]) {
    asked(data);
}

/// The same; and of each request its application, and whether it succeeded.
pub fn asked(data: &[u8]) -> Vec<(u32, bool)> {
    let mut requests = messages(data).filter(|message| message.header.is_request()).take(16).peekable();
    if requests.peek().is_none() {
        return Vec::new();
    }
    let house = HOUSE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut results = Vec::new();
    for request in requests {
        let mut out = BytesMut::new();
        // As if the peer had made it itself: an MME speaks for no other.
        let origin = |avp, otherwise: &str| {
            let found = request.avps().find(avp).and_then(|avp| avp.read::<&str>().ok());
            found.unwrap_or(otherwise).to_owned()
        };
        let host = origin(&base::avps::ORIGIN_HOST, "a.ims.example").as_str().into();
        let from = From { host, realm: origin(&base::avps::ORIGIN_REALM, REALM).as_str().into() };
        // Before it is read in earnest it is glanced at, whatever it is.
        house.services.foresee(&mut std::iter::once(&request.as_bytes()[..]));
        let known = SERVED.iter().find(|(application, _)| *application == request.header.application);
        match house.services.request(&from, &request, &mut out) {
            Reply::Written(_) => {
                results.push((request.header.application, answers(&request, out.freeze())));
            }
            Reply::UnknownCommand => {
                assert!(known.is_none_or(|(_, commands)| !commands.contains(&request.header.code)));
            }
            Reply::Later(_) => panic!("the HSS answers at once"),
        }
    }
    house.put_in_order();
    results
}

/// Whether it is one of success.
fn answers(request: &Message, out: Bytes) -> bool {
    let header = Header::peek(&out).expect("an answer");
    assert_eq!(header.length as usize, out.len(), "one answer");
    let asked = &request.header;
    assert!(!header.is_request());
    assert_eq!(
        (header.code, header.application, header.hop_by_hop, header.end_to_end),
        (asked.code, asked.application, asked.hop_by_hop, asked.end_to_end)
    );
    all_sound(out.clone());
    let answer = Message::parse(out).expect("sound");
    let result = answer.avps().find(&base::avps::RESULT_CODE).and_then(|avp| avp.read::<u32>().ok());
    result == Some(2001)
}
