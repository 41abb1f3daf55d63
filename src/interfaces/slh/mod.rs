//! SLh, the HSS's side (TS 29.173): RIR is answered.

mod routing_info;

use super::shared::{Attempt, Desk, Exchange, Named, foresee};
use crate::{
    diameter::{
        Application, From, Reply, Service,
        codec::Message,
        dictionary::{TGPP, slh},
    },
    domain::hss::{Refusal, eps::EpsLoaded, lcs::Request},
    procedures::location::Locator,
    store::{Owner, Store},
    types::{Imsi, Lsn, Timestamp, Watermark},
};
use bytes::BytesMut;
use std::sync::Arc;

/// The HSS as GMLCs see it.
#[derive(Debug)]
pub struct Slh {
    desk: Arc<Desk>,
    locator: Option<Arc<Locator>>,
}

const APPLICATIONS: [Application; 1] = [Application { id: slh::APPLICATION, vendor: TGPP }];

impl Slh {
    /// Serves from `desk`.
    pub fn new(desk: Arc<Desk>) -> Self {
        Self { desk, locator: None }
    }

    /// The same with the privacy classes and the journal of the location service.
    pub fn with_locator(self, locator: Arc<Locator>) -> Self {
        Self { locator: Some(locator), ..self }
    }

    /// Serves the user whom `request` names.
    fn serve(
        &self,
        exchange: &Exchange<'_>,
        request: &Request<'_>,
        out: &mut BytesMut,
        attempt: impl FnMut(&EpsLoaded, Option<Refusal>, &mut BytesMut) -> Attempt,
    ) -> Lsn {
        let imsi = request.user_name.and_then(Imsi::parse);
        let named = Named { imsi, private: request.user_name, public: None };
        self.desk.serve(exchange, named, out, |store: &_| load(store, request), attempt)
    }
}

/// Reads whom `request` names: by the IMSI, else by the number.
fn load(store: &Store, request: &Request<'_>) -> EpsLoaded {
    if let Some(user_name) = request.user_name {
        return Imsi::parse(user_name).map_or_else(EpsLoaded::default, |imsi| EpsLoaded::load(store, imsi));
    }
    let Some(number) = request.number.flatten() else { return EpsLoaded::default() };
    let (owner, version) = store.owner(&format!("tel:+{number}"));
    let mut loaded = match owner {
        Some(Owner::Subscriber(imsi)) => EpsLoaded::load(store, imsi),
        _ => EpsLoaded::default(),
    };
    loaded.seen = loaded.seen.max(version);
    loaded
}

impl Service for Slh {
    fn applications(&self) -> &[Application] {
        &APPLICATIONS
    }

    fn foresee(&self, messages: &mut dyn Iterator<Item = &[u8]>) {
        foresee(&self.desk.store, messages);
    }

    fn request(&self, from: &From, message: &Message, out: &mut BytesMut) -> Reply {
        if message.header.code != 8_388_622 {
            return Reply::UnknownCommand;
        }
        let exchange = Exchange { command: "RIR", from, message, now: Timestamp::now() };
        let written = routing_info::answer(self, &exchange, out);
        self.desk.replied(&exchange, written, out)
    }

    fn durable(&self) -> &Watermark {
        self.desk.store.durable()
    }
}
