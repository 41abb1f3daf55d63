//! SWx, the HSS's side (TS 29.273 §8): MAR and SAR are answered, RTR and PPR sent ([`network`]).
//!
//! One file per command: decode, decide, encode. What they share is in [`answer`].

mod answer;
mod multimedia_auth;
pub mod network;
mod server_assignment;
mod user_data;

use super::shared::{Attempt, Desk, Exchange, Named, Reads, foresee};
use crate::{
    diameter::{
        Application, From, Reply, Service,
        codec::{DecodeError, Message},
        dictionary::{TGPP, swx},
    },
    domain::hss::{
        Refusal,
        eps::Asker,
        wlan::{WlanLoaded, nai},
    },
    store::ChangeSet,
    types::{Imsi, Lsn, Timestamp, Watermark},
};
use bytes::BytesMut;
use std::sync::Arc;

/// The HSS as AAA servers see it.
#[derive(Debug)]
pub struct Swx {
    desk: Arc<Desk>,
}

const APPLICATIONS: [Application; 1] = [Application { id: swx::APPLICATION, vendor: TGPP }];

impl Swx {
    /// Serves from `desk`.
    pub fn new(desk: Arc<Desk>) -> Self {
        Self { desk }
    }

    /// Serves the user whom `user_name` names.
    fn serve(
        &self,
        exchange: &Exchange<'_>,
        user_name: &str,
        out: &mut BytesMut,
        attempt: impl FnMut(&WlanLoaded, Option<Refusal>, &mut BytesMut) -> Attempt,
    ) -> Lsn {
        let imsi = nai::imsi(user_name);
        let named = Named { imsi, private: Some(user_name), public: None };
        let load = |store: &_| imsi.map_or_else(WlanLoaded::default, |imsi| WlanLoaded::load(store, imsi));
        self.desk.serve(exchange, named, out, load, attempt)
    }
}

/// Who asks.
fn asker<'a>(exchange: &Exchange<'a>, host: &'a str, realm: &'a str) -> Asker<'a> {
    Asker { host, realm, peer: &exchange.from.host }
}

impl Reads for WlanLoaded {
    fn imsi(&self) -> Option<Imsi> {
        self.eps.imsi()
    }

    fn under_contract(&self, changes: ChangeSet) -> ChangeSet {
        self.eps.under_contract(changes)
    }

    fn seen(&self) -> Lsn {
        self.eps.seen().max(self.registration().1)
    }
}

impl Service for Swx {
    fn applications(&self) -> &[Application] {
        &APPLICATIONS
    }

    fn foresee(&self, messages: &mut dyn Iterator<Item = &[u8]>) {
        foresee(&self.desk.store, messages);
    }

    fn request(&self, from: &From, message: &Message, out: &mut BytesMut) -> Reply {
        type Handler = fn(&Swx, &Exchange<'_>, &mut BytesMut) -> Result<Lsn, DecodeError>;
        let (command, handler): (_, Handler) = match message.header.code {
            301 => ("SAR", server_assignment::answer),
            303 => ("MAR", multimedia_auth::answer),
            _ => return Reply::UnknownCommand,
        };
        let exchange = Exchange { command, from, message, now: Timestamp::now() };
        let written = handler(self, &exchange, out);
        self.desk.replied(&exchange, written, out)
    }

    fn durable(&self) -> &Watermark {
        self.desk.store.durable()
    }
}
