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
        let user_name = request.user.user_name;
        let named = Named { imsi: user_name.and_then(Imsi::parse), private: user_name, public: None };
        self.desk.serve(exchange, named, out, |store: &_| request.user.load(store), attempt)
    }
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
