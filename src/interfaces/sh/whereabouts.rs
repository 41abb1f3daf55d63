//! LocationInformation and UserState from the location service, as the application server that asks may be told (LQ-4, LQ-5).

use super::Sh;
use crate::{
    diameter::{
        codec::Message,
        dictionary::sh::{CurrentLocation, DataReference, UserDataRequest},
    },
    domain::{
        hss::sh::{Domain, Operation, Whereabouts},
        location::{Fact, document},
    },
    interfaces::sh::{answer, load},
    procedures::location::{Locator, Question, journal::Asker},
    store::CommitError,
    types::{Area, Cell, Imsi, Lsn, Name, Timestamp},
};

/// What is remembered, for one application server.
#[derive(Debug)]
pub(super) struct Seen<'a> {
    pub(super) locator: &'a Locator,
    pub(super) asker: Asker,
    pub(super) now: Timestamp,
}

impl<'a> Seen<'a> {
    pub(super) fn new(locator: &'a Locator, host: &str, now: Timestamp) -> Self {
        Self { locator, asker: Asker { name: Name::new(host), interface: "sh" }, now }
    }

    /// Where the user is, as exactly as the asker may be told; nothing for whom it may not.
    fn told(&self, imsi: Imsi) -> Option<Fact> {
        let precision = self.locator.privacy.load().check(&self.asker.name, imsi).ok()?;
        self.locator.remembered(imsi).fact.map(|fact| precision.coarsen(fact))
    }

    /// The entry in the journal of queries for what was just told.
    ///
    /// # Errors
    /// As [`Store::commit`](crate::store::Store::commit).
    pub(super) fn write(&self, imsi: Imsi) -> Result<Lsn, CommitError> {
        let allowed = self.locator.privacy.load().check(&self.asker.name, imsi).is_ok();
        let said = match self.told(imsi) {
            _ if !allowed => "denied".to_owned(),
            Some(fact) => fact.seen.to_string(),
            None => "nothing".to_owned(),
        };
        self.locator.write(&self.asker, imsi, &said)
    }
}

impl Whereabouts for Seen<'_> {
    fn location(&self, imsi: Imsi, domain: Domain) -> Option<String> {
        let fact = self.told(imsi)?;
        let packet = matches!(fact.seen.cell, Some(Cell::Cgi(_) | Cell::Sai(_)))
            || matches!(fact.seen.area, Some(Area::Rai(_) | Area::Lai(_)));
        match domain {
            Domain::Eps if !packet => Some(document::eps(&fact, self.now)),
            Domain::Packet if packet => Some(document::packet(&fact, self.now)),
            _ => None,
        }
    }

    fn state(&self, imsi: Imsi, domain: Domain) -> Option<u8> {
        self.locator.privacy.load().check(&self.asker.name, imsi).ok()?;
        match domain {
            Domain::Eps => self.locator.remembered(imsi).reach.number(),
            Domain::Circuit | Domain::Packet => None,
        }
    }
}

/// What has to be asked of the network before a UDR can be answered: the place of a user whom the server may be told of, where what is remembered is
/// too old, or the server wants the terminal to be paged (Current-Location, TS 29.328 §6.1.1.1).
pub(super) fn to_ask(sh: &Sh, message: &Message) -> Option<Question> {
    let locator = sh.locator.as_deref()?;
    let request = UserDataRequest::decode(message).ok()?;
    if !request.data_reference.contains(&DataReference::LOCATION_INFORMATION) {
        return None;
    }
    let hss = sh.desk.hss.load();
    let location = DataReference::LOCATION_INFORMATION.0;
    hss.permissions.check(request.origin_host, Operation::Pull, location).ok()?;
    let whom = answer::whom(&request.user_identity, request.user_name).ok()?;
    let records = load::load(&sh.desk.store, &whom);
    let imsi = records.target(&whom).ok()?.holder()?;
    let privacy = locator.privacy.load();
    privacy.check(&Name::new(request.origin_host), imsi).ok()?;
    let current = request.current_location == Some(CurrentLocation::INITIATE);
    let question = Question { imsi, accepted: privacy.accepted(), current, accuracy: None };
    locator.must_ask(question).then_some(question)
}
