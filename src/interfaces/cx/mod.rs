//! Cx, the HSS's side (TS 29.229): UAR, SAR, LIR and MAR are answered, RTR and PPR sent ([`network`]).
//!
//! One file per command: decode, decide, encode. What they share is in [`answer`].

mod answer;
mod location_info;
mod multimedia_auth;
pub mod network;
mod server_assignment;
mod user_authorization;

use super::shared::{Attempt, Desk, Exchange, Named, decided, foresee, load};
use crate::{
    diameter::{
        Application, From, Reply, Service,
        codec::{DecodeError, Message},
        dictionary::{TGPP, cx},
    },
    domain::hss::{Hss, Loaded, Refusal, Subject},
    types::{Lsn, Timestamp, Watermark},
};
use bytes::BytesMut;
use std::sync::Arc;

/// The HSS as its Cx peers see it.
#[derive(Debug)]
pub struct Cx {
    desk: Arc<Desk>,
}

const APPLICATIONS: [Application; 1] = [Application { id: cx::APPLICATION, vendor: TGPP }];

impl Cx {
    /// Serves from `desk`.
    pub fn new(desk: Arc<Desk>) -> Self {
        Self { desk }
    }

    /// Serves what `subject` names.
    fn serve(
        &self,
        exchange: &Exchange<'_>,
        subject: &Subject<'_>,
        hss: &Hss,
        out: &mut BytesMut,
        attempt: impl FnMut(&Loaded, Option<Refusal>, &mut BytesMut) -> Attempt,
    ) -> Lsn {
        let named =
            Named { imsi: subject.imsi(), private: subject.private_text(), public: subject.public_text() };
        self.desk.serve(exchange, named, out, |store| load(store, hss, subject), attempt)
    }
}

impl Service for Cx {
    fn applications(&self) -> &[Application] {
        &APPLICATIONS
    }

    fn foresee(&self, messages: &mut dyn Iterator<Item = &[u8]>) {
        foresee(&self.desk.store, messages);
    }

    fn request(&self, from: &From, message: &Message, out: &mut BytesMut) -> Reply {
        type Handler = fn(&Cx, &Exchange<'_>, &mut BytesMut) -> Result<Lsn, DecodeError>;
        let (command, handler): (_, Handler) = match message.header.code {
            300 => ("UAR", user_authorization::answer),
            301 => ("SAR", server_assignment::answer),
            302 => ("LIR", location_info::answer),
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
