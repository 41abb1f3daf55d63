//! Ro and Gy, the online charging system's side (RFC 8506, TS 32.299): CCR is answered, RAR and ASR are sent.

mod answer;
mod credit_control;
mod load;
mod network;
mod places;
mod request;

use super::shared::{Origin, Verdicts, places::Whereabouts};
use crate::{
    diameter::{Application, From, Reply, Service, codec::Message},
    domain::{charging::Charging, places::Places},
    procedures::location::Locator,
    store::Store,
    telemetry::metrics::Metrics,
    types::{Timestamp, Watermark},
};
use arc_swap::ArcSwap;
use bytes::BytesMut;
use prometheus::IntCounter;
use std::sync::Arc;

/// The online charging system as its clients see it.
#[derive(Debug)]
pub struct Ro {
    /// Tariff and manners in force; replaced as a whole on a reload.
    pub charging: Arc<ArcSwap<Charging>>,
    /// Who knows where parties are; nobody unless [`with_places`](Self::with_places) and [`with_locator`](Self::with_locator) say so.
    whereabouts: Whereabouts,
    store: Arc<Store>,
    origin: Origin,
    verdicts: Box<dyn Verdicts>,
    metrics: Arc<Metrics>,
    unusual: Unusual,
}

/// The counters of what requests are that they should not be: looked up once, for they are asked with each.
#[derive(Debug)]
struct Unusual {
    repeated: IntCounter,
    conflict: IntCounter,
    disbelieved: IntCounter,
    uncollected: IntCounter,
    home_unknown: IntCounter,
    visited_unknown: IntCounter,
}

impl Unusual {
    fn new(metrics: &Metrics) -> Self {
        let of = |what| metrics.charging_unusual.with_label_values(&[what]);
        Self {
            repeated: of("repeated"),
            conflict: of("conflict"),
            disbelieved: of("disbelieved"),
            uncollected: of("uncollected"),
            home_unknown: of("home-unknown"),
            visited_unknown: of("visited-unknown"),
        }
    }
}

impl Ro {
    /// Serves from `store` by what `charging` holds.
    pub fn new(
        charging: Arc<ArcSwap<Charging>>,
        store: Arc<Store>,
        origin: Origin,
        verdicts: Box<dyn Verdicts>,
        metrics: Arc<Metrics>,
    ) -> Self {
        let unusual = Unusual::new(&metrics);
        Self { charging, whereabouts: Whereabouts::default(), store, origin, verdicts, metrics, unusual }
    }

    /// With a map of places: who roams is known by it.
    #[must_use]
    pub fn with_places(mut self, places: Arc<ArcSwap<Places>>) -> Self {
        self.whereabouts.map = places;
        self
    }

    /// With the location service, for requests that tell no place.
    #[must_use]
    pub fn with_locator(mut self, locator: Arc<Locator>) -> Self {
        self.whereabouts.locator = Some(locator);
        self
    }
}

impl Service for Ro {
    fn applications(&self) -> &[Application] {
        &Application::CREDIT_CONTROL
    }

    fn request(&self, from: &From, message: &Message, out: &mut BytesMut) -> Reply {
        match message.header.code {
            272 => credit_control::answer(self, from, message, Timestamp::now(), out),
            _ => Reply::UnknownCommand,
        }
    }

    fn durable(&self) -> &Watermark {
        self.store.durable()
    }
}
