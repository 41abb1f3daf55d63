//! All that is served, each request by the interface of its application.

use crate::{
    diameter::{Application, From, Reply, Service, codec::Message},
    types::Watermark,
};
use bytes::BytesMut;
use std::sync::Arc;

/// Services side by side, over one store.
pub struct Services {
    first: Arc<dyn Service>,
    others: Vec<Arc<dyn Service>>,
    applications: Vec<Application>,
}

impl Services {
    /// `first` also foresees for all: what requests of the HSS name is found the same way in all of them.
    pub fn new(first: Arc<dyn Service>, others: Vec<Arc<dyn Service>>) -> Self {
        let all = std::iter::once(&first).chain(&others);
        let applications = all.flat_map(|service| service.applications()).copied().collect();
        Self { first, others, applications }
    }
}

impl std::fmt::Debug for Services {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Services").field(&self.applications).finish()
    }
}

impl Service for Services {
    fn applications(&self) -> &[Application] {
        &self.applications
    }

    fn foresee(&self, messages: &mut dyn Iterator<Item = &[u8]>) {
        self.first.foresee(messages);
    }

    fn request(&self, from: &From, message: &Message, out: &mut BytesMut) -> Reply {
        let serves = |service: &&Arc<dyn Service>| {
            service.applications().iter().any(|served| served.id == message.header.application)
        };
        // The base protocol lets through what is advertised alone, so one of them does.
        let serving = std::iter::once(&self.first).chain(&self.others).find(serves);
        serving.map_or(Reply::UnknownCommand, |service| service.request(from, message, out))
    }

    fn durable(&self) -> &Watermark {
        self.first.durable()
    }
}
