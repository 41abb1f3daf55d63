//! Rf, the charging data function's side (RFC 6733 §9, TS 32.299 §6.2): ACR is answered.

mod accounting;
mod request;

use super::shared::{Origin, Verdicts};
use crate::{
    diameter::{Application, From, Reply, Service, codec::Message},
    domain::charging::Charging,
    store::Store,
    telemetry::metrics::Metrics,
    types::{Timestamp, Watermark},
};
use arc_swap::ArcSwap;
use bytes::BytesMut;
use std::sync::Arc;

/// The charging data function as its clients see it.
#[derive(Debug)]
pub struct Rf {
    /// How sessions are run; replaced as a whole on a reload.
    pub charging: Arc<ArcSwap<Charging>>,
    store: Arc<Store>,
    origin: Origin,
    verdicts: Box<dyn Verdicts>,
    metrics: Arc<Metrics>,
}

impl Rf {
    /// Serves from `store` by what `charging` holds.
    pub fn new(
        charging: Arc<ArcSwap<Charging>>,
        store: Arc<Store>,
        origin: Origin,
        verdicts: Box<dyn Verdicts>,
        metrics: Arc<Metrics>,
    ) -> Self {
        Self { charging, store, origin, verdicts, metrics }
    }
}

impl Service for Rf {
    fn applications(&self) -> &[Application] {
        &Application::ACCOUNTING
    }

    fn request(&self, from: &From, message: &Message, out: &mut BytesMut) -> Reply {
        match message.header.code {
            271 => accounting::answer(self, from, message, Timestamp::now(), out),
            _ => Reply::UnknownCommand,
        }
    }

    fn durable(&self) -> &Watermark {
        self.store.durable()
    }
}
