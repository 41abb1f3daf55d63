//! SLg, the GMLC's side (TS 29.172): PLR is sent ([`network`]), LRR is answered.

mod location_report;
pub mod network;

use super::shared::{Desk, Exchange, foresee};
use crate::{
    diameter::{
        Application, From, Reply, Service,
        codec::Message,
        dictionary::{TGPP, slg},
    },
    procedures::location::Locator,
    telemetry::metrics::Metrics,
    types::{Timestamp, Watermark},
};
use bytes::BytesMut;
use std::sync::Arc;

/// The location service as MMEs see it.
#[derive(Debug)]
pub struct Slg {
    desk: Arc<Desk>,
    locator: Arc<Locator>,
    metrics: Arc<Metrics>,
}

const APPLICATIONS: [Application; 1] = [Application { id: slg::APPLICATION, vendor: TGPP }];

impl Slg {
    /// Serves from `desk`; what is reported is heard by `locator`, and counted.
    pub fn new(desk: Arc<Desk>, locator: Arc<Locator>, metrics: Arc<Metrics>) -> Self {
        Self { desk, locator, metrics }
    }
}

impl Service for Slg {
    fn applications(&self) -> &[Application] {
        &APPLICATIONS
    }

    fn foresee(&self, messages: &mut dyn Iterator<Item = &[u8]>) {
        foresee(&self.desk.store, messages);
    }

    fn request(&self, from: &From, message: &Message, out: &mut BytesMut) -> Reply {
        // A PLR is for an MME.
        if message.header.code != 8_388_621 {
            return Reply::UnknownCommand;
        }
        let exchange = Exchange { command: "LRR", from, message, now: Timestamp::now() };
        let written = location_report::answer(self, &exchange, out);
        self.desk.replied(&exchange, written, out)
    }

    fn durable(&self) -> &Watermark {
        self.desk.store.durable()
    }
}
