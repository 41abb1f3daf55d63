//! A CSCF that speaks with a real daemon over one connection, and the lab's subscribers as it knows them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail loudly")]

use super::Daemon;
use bytes::BytesMut;
use innkeeper::{
    cli::load::{Client as User, Kind, Sender, population::Choice},
    diameter::{
        Application,
        codec::Message,
        dictionary::{TGPP, base::Outcome, cx},
        peer::routing::result_of,
        transport::{Client, ClientConfig, ClientError},
    },
    types::{Impi, Imsi, Sic},
};
use std::time::Duration;

pub const DOMAIN: &str = "mnc001.mcc001.3gppnetwork.org";
pub const HOST: &str = "cscf.ims.mnc001.mcc001.3gppnetwork.org";
pub const ALICE: &str = "001010000000001";
pub const BOB: &str = "001010000000002";

pub fn impi(imsi: &str, sic: &str) -> String {
    Impi::derive(Imsi::parse(imsi).unwrap(), DOMAIN, Sic::parse(sic))
}

/// A user by IMSI and service code, with the number that the lab's subscribers have.
pub fn user(imsi: &str, sic: &str) -> User {
    User { imsi: None, impi: impi(imsi, sic), impu: format!("sip:+1555{}@ims.{DOMAIN}", &imsi[8..]) }
}

/// A CSCF that is connected.
pub struct Cscf {
    runtime: tokio::runtime::Runtime,
    client: Client,
    pub sender: Sender,
}

impl Cscf {
    pub fn new(daemon: &Daemon) -> Self {
        let realm = format!("ims.{DOMAIN}");
        let config = ClientConfig {
            origin_host: HOST.into(),
            origin_realm: realm.clone(),
            applications: vec![Application { id: cx::APPLICATION, vendor: TGPP }],
            product: "operator test".into(),
            timeout: Duration::from_secs(30),
        };
        let sender = Sender {
            host: HOST.into(),
            realm: realm.clone(),
            destination_realm: realm.clone(),
            server_name: "sip:scscf.ims.example:6060".into(),
            visited_network: realm,
            visited_plmn: None,
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let client = runtime.block_on(Client::connect(daemon.diameter[0].parse().unwrap(), config)).unwrap();
        Self { runtime, client, sender }
    }

    pub fn ask(&mut self, kind: Kind, user: &User) -> Message {
        self.ask_more(kind, user, &[])
    }

    /// With further AVPs at the end of the request.
    pub fn ask_more(&mut self, kind: Kind, user: &User, more: &[u8]) -> Message {
        let ids = self.client.identifiers();
        let mut request = BytesMut::new();
        let ids = (ids.hop_by_hop, ids.end_to_end);
        self.sender.write(kind, user, Choice::default(), "cscf;1;2", ids, &mut request);
        request.extend_from_slice(more);
        let length = (request.len() as u32).to_be_bytes();
        request[1..4].copy_from_slice(&length[1..]);
        self.try_call(&request).unwrap()
    }

    fn try_call(&mut self, request: &[u8]) -> Result<Message, ClientError> {
        self.runtime.block_on(self.client.call(request))
    }

    /// The result of a request; none if the connection breaks before the answer.
    pub fn result(&mut self, kind: Kind, user: &User, choice: Choice<'_>) -> Option<Outcome> {
        let ids = self.client.identifiers();
        let mut request = BytesMut::new();
        self.sender.write(kind, user, choice, "cscf;1;2", (ids.hop_by_hop, ids.end_to_end), &mut request);
        result_of(self.try_call(&request).ok()?.as_bytes())
    }

    pub fn refused(&mut self, kind: Kind, user: &User, code: u32) {
        let answer = self.ask(kind, user);
        assert_eq!(result_of(answer.as_bytes()), Some(Outcome::experimental(TGPP, code)));
    }

    pub fn served(&mut self, kind: Kind, user: &User) -> Message {
        let answer = self.ask(kind, user);
        assert!(result_of(answer.as_bytes()).unwrap().is_success());
        answer
    }
}
