//! S6a and S6d, the HSS's side (TS 29.272): AIR, ULR, PUR and NOR are answered, CLR, IDR, DSR and RSR sent ([`network`]).
//!
//! One file per command: decode, decide, encode. What they share is in [`answer`].

mod answer;
mod authentication_information;
mod location;
pub mod network;
mod notify;
mod purge;
mod subscription_data;
mod update_location;

use super::shared::{Attempt, Desk, Exchange, Named, Reads, foresee};
use crate::{
    diameter::{
        Application, From, Reply, Service,
        codec::{DecodeError, Message},
        dictionary::{TGPP, s6a},
    },
    domain::hss::{
        Refusal,
        eps::{Asker, EpsLoaded},
    },
    records::{EpsSubscription, Subscriber},
    store::ChangeSet,
    types::{Imsi, Lsn, Timestamp, Watermark},
};
use bytes::BytesMut;
use std::sync::Arc;

/// The HSS as MMEs and SGSNs see it.
#[derive(Debug)]
pub struct S6a {
    desk: Arc<Desk>,
}

const APPLICATIONS: [Application; 1] = [Application { id: s6a::APPLICATION, vendor: TGPP }];

impl S6a {
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
        attempt: impl FnMut(&EpsLoaded, Option<Refusal>, &mut BytesMut) -> Attempt,
    ) -> Lsn {
        let imsi = Imsi::parse(user_name);
        let named = Named { imsi, private: Some(user_name), public: None };
        let load = |store: &_| imsi.map_or_else(EpsLoaded::default, |imsi| EpsLoaded::load(store, imsi));
        self.desk.serve(exchange, named, out, load, attempt)
    }
}

/// Who asks.
fn asker<'a>(exchange: &Exchange<'a>, host: &'a str, realm: &'a str) -> Asker<'a> {
    Asker { host, realm, peer: &exchange.from.host }
}

impl Reads for EpsLoaded {
    fn imsi(&self) -> Option<Imsi> {
        self.subscriber.as_deref().map(|subscriber| subscriber.imsi)
    }

    fn under_contract(&self, changes: ChangeSet) -> ChangeSet {
        match (self.imsi(), &self.subscription) {
            (Some(imsi), Some(subscription)) => changes
                .require::<Subscriber>(imsi, self.subscriber_version)
                .require::<EpsSubscription>(imsi, subscription.version),
            _ => changes,
        }
    }

    fn seen(&self) -> Lsn {
        self.seen
    }
}

impl Service for S6a {
    fn applications(&self) -> &[Application] {
        &APPLICATIONS
    }

    fn foresee(&self, messages: &mut dyn Iterator<Item = &[u8]>) {
        foresee(&self.desk.store, messages);
    }

    fn request(&self, from: &From, message: &Message, out: &mut BytesMut) -> Reply {
        type Handler = fn(&S6a, &Exchange<'_>, &mut BytesMut) -> Result<Lsn, DecodeError>;
        let (command, handler): (_, Handler) = match message.header.code {
            316 => ("ULR", update_location::answer),
            318 => ("AIR", authentication_information::answer),
            321 => ("PUR", purge::answer),
            323 => ("NOR", notify::answer),
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
