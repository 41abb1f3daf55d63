//! Sh, the HSS's side (TS 29.329): UDR, PUR and SNR are answered, PNR is sent ([`network`]).
//!
//! One file per command: decode, decide, encode. What they share is in [`load`] and in [`answer`].

mod answer;
mod load;
pub mod network;
mod profile_update;
mod subscribe_notifications;
mod user_data;
mod whereabouts;

use super::shared::{Attempt, Desk, Exchange, Named, foresee};
use crate::{
    diameter::{
        Application, From, Reply, Service,
        codec::{DecodeError, Message},
        dictionary::{
            TGPP,
            sh::{self, UserDataRequest},
        },
    },
    domain::hss::{
        Hss, Refusal,
        sh::{Records, Whom},
    },
    procedures::location::{Locator, Question},
    types::{Lsn, Timestamp, Watermark},
};
use bytes::BytesMut;
use std::sync::Arc;

/// The HSS as application servers see it.
#[derive(Debug, Clone)]
pub struct Sh {
    desk: Arc<Desk>,
    locator: Option<Arc<Locator>>,
}

const APPLICATIONS: [Application; 1] = [Application { id: sh::APPLICATION, vendor: TGPP }];

impl Sh {
    /// Serves from `desk`; where users are, nobody knows.
    pub fn new(desk: Arc<Desk>) -> Self {
        Self { desk, locator: None }
    }

    /// The same with somebody who knows where users are.
    pub fn with_locator(self, locator: Arc<Locator>) -> Self {
        Self { locator: Some(locator), ..self }
    }

    /// Serves what `whom` names; nothing is loaded for who could not be read.
    fn serve(
        &self,
        exchange: &Exchange<'_>,
        whom: Result<&Whom<'_>, &Refusal>,
        hss: &Hss,
        out: &mut BytesMut,
        attempt: impl FnMut(&Records, Option<Refusal>, &mut BytesMut) -> Attempt,
    ) -> Lsn {
        let known = whom.ok();
        let named = Named {
            imsi: None,
            private: known.and_then(|whom| whom.private),
            public: known.map(|whom| &*whom.text),
        };
        let load = |store: &_| known.map(|whom| load::load(store, hss, whom)).unwrap_or_default();
        self.desk.serve(exchange, named, out, load, attempt)
    }
}

impl Service for Sh {
    fn applications(&self) -> &[Application] {
        &APPLICATIONS
    }

    fn foresee(&self, messages: &mut dyn Iterator<Item = &[u8]>) {
        foresee(&self.desk.store, messages);
    }

    fn request(&self, from: &From, message: &Message, out: &mut BytesMut) -> Reply {
        type Handler = fn(&Sh, &Exchange<'_>, &mut BytesMut) -> Result<Lsn, DecodeError>;
        let (command, handler): (_, Handler) = match message.header.code {
            306 => return self.user_data(from, message, true, out),
            307 => ("PUR", profile_update::answer),
            308 => ("SNR", subscribe_notifications::answer),
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

impl Sh {
    /// UDR: what is asked for may have to be asked of the network before, where `may_ask`.
    fn user_data(&self, from: &From, message: &Message, may_ask: bool, out: &mut BytesMut) -> Reply {
        let exchange = Exchange { command: "UDR", from, message, now: Timestamp::now() };
        let request = match UserDataRequest::decode(message) {
            Ok(request) => request,
            Err(error) => return self.desk.replied(&exchange, Err(error), out),
        };
        if may_ask
            && let Some(question) = whereabouts::to_ask(self, &request)
            && let Some(locator) = self.locator.clone()
        {
            return self.clone().later(from.clone(), message.clone(), locator, question);
        }
        let written = user_data::answer(self, &exchange, &request, out);
        self.desk.replied(&exchange, Ok(written), out)
    }

    /// Answers once the node that serves has told where the user is, or did not.
    fn later(self, from: From, message: Message, locator: Arc<Locator>, question: Question) -> Reply {
        Reply::Later(Box::pin(async move {
            locator.locate(question).await;
            let mut out = BytesMut::new();
            let lsn = match self.user_data(&from, &message, false, &mut out) {
                Reply::Written(lsn) => lsn,
                Reply::Later(_) | Reply::UnknownCommand => Lsn::ZERO,
            };
            (out.freeze(), lsn)
        }))
    }
}
