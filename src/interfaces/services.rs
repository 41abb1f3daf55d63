//! Several services behind one Diameter node, told apart by their Application-Id.

use crate::{
    diameter::{
        Application, From, Reply, Service,
        codec::{Header, Message},
    },
    types::Watermark,
};
use bytes::BytesMut;
use std::sync::Arc;

/// The services, all over one store.
pub struct Services {
    first: Arc<dyn Service>,
    others: Vec<Arc<dyn Service>>,
    applications: Vec<Application>,
}

impl std::fmt::Debug for Services {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Services").field("applications", &self.applications).finish_non_exhaustive()
    }
}

impl Services {
    /// `first` and `others`, whose answers wait for what is durable by `first`: the store is the same.
    pub fn new(first: Arc<dyn Service>, others: Vec<Arc<dyn Service>>) -> Self {
        let services = std::iter::once(&first).chain(&others);
        let applications = services.flat_map(|service| service.applications()).copied().collect();
        Self { first, others, applications }
    }

    /// Who serves an application; the first for what nobody serves, to refuse it.
    fn of(&self, application: u32) -> &dyn Service {
        let serves = |service: &&Arc<dyn Service>| {
            service.applications().iter().any(|served| served.id == application)
        };
        &**self.others.iter().find(serves).unwrap_or(&self.first)
    }
}

impl Service for Services {
    fn applications(&self) -> &[Application] {
        &self.applications
    }

    /// By the first message: those of one connection are of one application, and a wrong guess costs nothing but time.
    fn foresee(&self, messages: &mut dyn Iterator<Item = &[u8]>) {
        let mut messages = messages.peekable();
        let application =
            messages.peek().and_then(|message| Header::peek(message)).map(|header| header.application);
        self.of(application.unwrap_or_default()).foresee(&mut messages);
    }

    fn request(&self, from: &From, message: &Message, out: &mut BytesMut) -> Reply {
        self.of(message.header.application).request(from, message, out)
    }

    fn durable(&self) -> &Watermark {
        self.first.durable()
    }
}
