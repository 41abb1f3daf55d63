//! A network on one loopback address: the daemon, an I-CSCF, two S-CSCFs, and a capture of everything between them.

use crate::{
    capture::Capture,
    hss::{self, Hss, Peer},
    kamailio::{Cscf, Place},
    prober, programs,
    sim::Sim,
    ue::{Credential, Ue},
};
use innkeeper::types::{Impi, Imsi, Sic};
use std::{
    net::{SocketAddr, TcpListener},
    path::Path,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicU32, Ordering},
    },
};
use tempfile::TempDir;

/// The home network of all labs; `config/kamailio` says the same.
pub(crate) const DOMAIN: &str = "ims.mnc001.mcc001.3gppnetwork.org";
/// [`DOMAIN`] without `ims.`: what an IMPI is derived from.
pub(crate) const HOME: &str = "mnc001.mcc001.3gppnetwork.org";

/// The secret of every SIM here: that of TS 35.208 §4.3, test set 1.
const K: [u8; 16] = 0x465b_5ce8_b199_b49f_aa5f_0a2e_e238_a6bc_u128.to_be_bytes();
const OPC: [u8; 16] = 0xcd63_cb71_954a_9f4e_48a5_994e_37a0_2baf_u128.to_be_bytes();

/// The programs and where they are.
#[derive(Debug)]
pub(crate) struct Lab {
    // In the order in which they stop: the CSCFs keep a state that only makes sense with the HSS they had.
    pub(crate) icscf: Cscf,
    pub(crate) scscf: [Cscf; 2],
    pub(crate) hss: Hss,
    pub(crate) address: String,
    subscribers: u32,
    pub(crate) capture: Capture,
    _directory: Directory,
}

/// The lab that scenarios share, one after the other; it ends with the last of them that holds it.
#[derive(Debug)]
pub(crate) struct Shared(Arc<Mutex<Lab>>);

/// Where a lab is found while it runs.
type Slot = Mutex<Weak<Mutex<Lab>>>;

static SHARED: Slot = Mutex::new(Weak::new());
static CHARGING: Slot = Mutex::new(Weak::new());

/// What makes an S-CSCF charge who calls and who is called.
const CHARGED: [(&str, &str); 2] =
    [("##!define WITH_RO\n", "#!define WITH_RO\n"), ("##!define WITH_RO_TERM\n", "#!define WITH_RO_TERM\n")];
/// So many seconds the first S-CSCF of a lab that charges asks for at once, and so many before they are used up it asks again.
pub(crate) const QUOTA: u32 = 6;
const IN_SHORT: [(&str, &str); 2] = [("RO_SECONDS 30\n", "RO_SECONDS 6\n"), ("RO_AHEAD 5\n", "RO_AHEAD 2\n")];
/// The second one asks for the file's thirty, and again when they are used up.
const WHEN_USED_UP: (&str, &str) = ("RO_AHEAD 5\n", "RO_AHEAD 0\n");

impl Shared {
    /// The running lab, or a new one. `None` where a program is missing, which has been said then.
    pub(crate) fn get() -> Option<Self> {
        Self::of(&SHARED, Lab::start)
    }

    /// The same of the lab whose S-CSCFs charge calls.
    pub(crate) fn charging() -> Option<Self> {
        Self::of(&CHARGING, Lab::start_charging)
    }

    fn of(slot: &Slot, start: impl FnOnce() -> Lab) -> Option<Self> {
        if !programs::present(programs::CSCFS) {
            return None;
        }
        let mut shared = slot.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lab) = shared.upgrade() {
            return Some(Self(lab));
        }
        let lab = Arc::new(Mutex::new(start()));
        *shared = Arc::downgrade(&lab);
        Some(Self(lab))
    }

    /// The running lab, for a test that does without but would not have it end and start again meanwhile.
    pub(crate) fn keep() -> Option<Self> {
        SHARED.lock().unwrap_or_else(PoisonError::into_inner).upgrade().map(Self)
    }

    /// Waits for the scenario before to end.
    pub(crate) fn turn(&self) -> MutexGuard<'_, Lab> {
        // A scenario that failed has subscribers of its own, so the next one is not disturbed; but it may have left the HSS down.
        self.0.lock().unwrap_or_else(|failed| {
            self.0.clear_poison();
            let mut lab = failed.into_inner();
            lab.recover();
            lab
        })
    }
}

/// A service that a subscriber has.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Service<'a> {
    /// Its code; without one it is the SIM's own service (TS 23.003 §13.3).
    pub(crate) sic: Option<&'a str>,
    /// Which S-CSCF the HSS is to name for it.
    pub(crate) scscf: usize,
    /// A password instead of the SIM.
    pub(crate) password: Option<&'a str>,
    /// Has something to do while not registered (an initial filter criterion of the unregistered part).
    pub(crate) unregistered: bool,
}

pub(crate) const PLAIN: Service<'static> =
    Service { sic: None, scscf: 0, password: None, unregistered: false };
pub(crate) const VOLTE: Service<'static> = Service { sic: Some("001"), ..PLAIN };
pub(crate) const RCS: Service<'static> = Service { sic: Some("002"), ..PLAIN };

impl Lab {
    /// Starts everything and waits until the CSCFs are connected to the HSS.
    pub(crate) fn start() -> Self {
        Self::start_with([&[], &[]])
    }

    fn start_charging() -> Self {
        let first = [CHARGED, IN_SHORT].concat();
        let second = [&CHARGED[..], &[WHEN_USED_UP]].concat();
        Self::start_with([&first, &second])
    }

    /// With these changes to the scripts of the S-CSCFs.
    fn start_with(changes: [&[(&str, &str)]; 2]) -> Self {
        let directory = Directory::new();
        let path = directory.path();
        let address = free_address();
        let capture = Capture::start(path, &address);
        let scscfs: Vec<_> = [6060, 6061].iter().map(|port| format!("sip:{address}:{port}")).collect();
        let hss = Hss::start(
            path,
            &address,
            &["icscf", "scscf", "scscf2", prober::NAME].map(Peer::dialling),
            &scscfs,
        );
        let place = |name, sip, diameter| Place { name, address: &address, sip, diameter };
        let icscf = Cscf::start(path, place("icscf", 4060, 3869), &[]);
        let scscf = Cscf::start(path, place("scscf", 6060, 3870), changes[0]);
        // The second one asks for its scheme by name.
        let by_name = [&[("\"HSS-Selected\"", "\"AKAv1-MD5\"")], changes[1]].concat();
        let scscf2 = Cscf::start(path, place("scscf2", 6061, 3871), &by_name);
        let scscf = [scscf, scscf2];
        let lab = Self { icscf, scscf, hss, address, subscribers: 0, capture, _directory: directory };
        lab.wait_for_hss();
        lab
    }

    /// Waits until all CSCFs are connected to the HSS.
    pub(crate) fn wait_for_hss(&self) {
        for cscf in self.scscf.iter().chain([&self.icscf]) {
            cscf.wait_for_hss();
        }
    }

    /// Brings an HSS back that a scenario left down, or without its peers.
    fn recover(&mut self) {
        if !self.hss.is_up() {
            self.hss.restart();
        }
        self.wait_for_hss();
    }

    /// kill -9 of the HSS, which comes back at once; returns when all CSCFs are connected to the new one.
    pub(crate) fn crash_hss(&mut self) {
        self.hss.kill();
        self.come_back();
    }

    /// The same in good order.
    pub(crate) fn restart_hss(&mut self) {
        self.hss.stop();
        self.come_back();
    }

    fn come_back(&mut self) {
        for cscf in self.scscf.iter().chain([&self.icscf]) {
            cscf.wait_for_loss();
        }
        self.hss.restart();
        self.wait_for_hss();
    }

    /// Makes a subscriber with these services known to the HSS; returns its phone's clients, one for each service, which share the SIM.
    pub(crate) fn subscriber<const N: usize>(&mut self, services: [Service<'_>; N]) -> [Ue; N] {
        self.subscriber_paid(None, services)
    }

    /// The same with an account that has so much on it, such as `0.75`; and how to call so that it is charged, at the S-CSCF of this number.
    pub(crate) fn payer(&mut self, balance: &str, scscf: usize, service: Service<'_>) -> Ue {
        let [mut ue] = self.subscriber_paid(Some(balance), [service]);
        ue.serve_at(self.serving(scscf));
        ue
    }

    /// Where this S-CSCF takes calls of its users.
    pub(crate) fn serving(&self, scscf: usize) -> SocketAddr {
        SocketAddr::new(self.address.parse().expect("an address"), [6060, 6061][scscf])
    }

    fn subscriber_paid<const N: usize>(
        &mut self,
        balance: Option<&str>,
        services: [Service<'_>; N],
    ) -> [Ue; N] {
        self.subscribers += 1;
        let imsi = format!("00101{:010}", self.subscribers);
        let identities = services.map(|service| {
            let sic = service.sic.map(|sic| Sic::parse(sic).expect("a code"));
            let impi = Impi::derive(Imsi::parse(&imsi).expect("an IMSI"), HOME, sic);
            // Each service has a telephone number of its own.
            let number = format!("+8{}{:010}", service.sic.map_or("0", |sic| &sic[2..]), self.subscribers);
            (impi, format!("sip:{number}@{DOMAIN}"), service)
        });
        self.hss.import(&hss::paid(&hss::subscriber(&imsi, K, OPC, &identities), balance));
        let sim = Arc::new(Mutex::new(Sim::new(K, OPC)));
        identities.map(|(impi, impu, service)| {
            let credential = match service.password {
                Some(password) => Credential::Password(password.into()),
                None => Credential::Sim(Arc::clone(&sim)),
            };
            self.phone(&impi, &impu, credential)
        })
    }

    /// A phone with these identities, known to the HSS or not.
    pub(crate) fn phone(&self, impi: &str, impu: &str, credential: Credential) -> Ue {
        self.phone_at(0, impi, impu, credential)
    }

    /// The application server that takes calls for users who are not registered.
    pub(crate) fn voicemail(&self) -> Ue {
        self.phone_at(hss::VOICEMAIL, "", "sip:voicemail", Credential::Password(String::new()))
    }

    fn phone_at(&self, port: u16, impi: &str, impu: &str, credential: Credential) -> Ue {
        let address = self.address.parse().expect("an address");
        let [own, proxy] = [port, 4060].map(|port| SocketAddr::new(address, port));
        Ue::new(own, proxy, impi, impu, credential)
    }
}

/// An address of 127.0.0.0/8 on which nobody listens: with one for each lab, all ports can be the usual ones.
pub(crate) fn free_address() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let first = std::process::id().wrapping_mul(8);
    loop {
        let n = first.wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed));
        let address = format!("127.{}.{}.{}", 64 + (n >> 14) % 64, (n >> 6) % 256, 1 + n % 64);
        if TcpListener::bind((address.as_str(), 3868)).is_ok() {
            return address;
        }
    }
}

/// A temporary directory, short enough for the names of sockets in it.
#[derive(Debug)]
pub(crate) struct Directory(TempDir);

impl Directory {
    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn new() -> Self {
        let mut directory =
            tempfile::Builder::new().prefix("innkeeper-lab.").tempdir().expect("a temporary directory");
        if std::env::var_os("INNKEEPER_KEEP_LAB").is_some() {
            directory.disable_cleanup(true);
            eprintln!("kept: {}", directory.path().display());
        }
        Self(directory)
    }
}
