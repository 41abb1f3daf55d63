//! LocationInformation and UserState from the location service, as the application server that asks may be told (LQ-4, LQ-5).

use super::Sh;
use crate::{
    diameter::dictionary::sh::{CurrentLocation, DataReference, UserDataRequest},
    domain::{
        hss::sh::{Domain, Operation, Whereabouts},
        location::{Fact, document},
    },
    interfaces::sh::{answer, load},
    procedures::location::{Answer, Locator, Question, journal::Asker},
    store::CommitError,
    types::{Area, Cell, Imsi, Lsn, Name, Timestamp},
};
use std::cell::RefCell;

/// What is remembered, for one application server.
#[derive(Debug)]
pub(super) struct Seen<'a> {
    pub(super) locator: &'a Locator,
    pub(super) asker: Asker,
    pub(super) now: Timestamp,
    /// Of whom was told last, and what: what is written down is what was said.
    told: RefCell<Option<(Imsi, Told)>>,
}

/// What may be told of one user; nothing for who may not be told.
type Told = Option<Answer>;

impl<'a> Seen<'a> {
    pub(super) fn new(locator: &'a Locator, host: &str, now: Timestamp) -> Self {
        let asker = Asker { name: Name::new(host), interface: "sh" };
        Self { locator, asker, now, told: RefCell::default() }
    }

    /// What `read` makes of where the user is, as exactly as the asker may be told; `None` for whom it may not.
    fn told<T>(&self, imsi: Imsi, read: impl FnOnce(&Answer) -> T) -> Option<T> {
        let mut told = self.told.borrow_mut();
        if told.as_ref().is_none_or(|(of, _)| *of != imsi) {
            let precision = self.locator.privacy.load().check(&self.asker.name, imsi).ok();
            let answer = precision.map(|precision| {
                let known = self.locator.remembered(imsi);
                Answer { fact: known.fact.map(|fact| precision.coarsen(fact)), ..known }
            });
            *told = Some((imsi, answer));
        }
        told.as_ref()?.1.as_ref().map(read)
    }

    /// The entry in the journal of queries for what was just told.
    ///
    /// # Errors
    /// As [`Store::commit`](crate::store::Store::commit).
    pub(super) fn write(&self, imsi: Imsi) -> Result<Lsn, CommitError> {
        let said = self.told(imsi, |known| {
            known.fact.as_ref().map_or_else(|| "nothing".to_owned(), |fact| fact.seen.to_string())
        });
        self.locator.write(&self.asker, imsi, said.as_deref().unwrap_or("denied"))
    }
}

impl Whereabouts for Seen<'_> {
    fn location(&self, imsi: Imsi, domain: Domain) -> Option<String> {
        self.told(imsi, |known| self.document(known.fact.as_ref()?, domain))?
    }

    fn state(&self, imsi: Imsi, domain: Domain) -> Option<u8> {
        match domain {
            Domain::Eps => self.told(imsi, |known| known.reach.number())?,
            Domain::Circuit | Domain::Packet => None,
        }
    }
}

impl Seen<'_> {
    fn document(&self, fact: &Fact, domain: Domain) -> Option<String> {
        let packet = matches!(fact.seen.cell, Some(Cell::Cgi(_) | Cell::Sai(_)))
            || matches!(fact.seen.area, Some(Area::Rai(_) | Area::Lai(_)));
        match domain {
            Domain::Eps if !packet => Some(document::eps(fact, self.now)),
            Domain::Packet if packet => Some(document::packet(fact, self.now)),
            _ => None,
        }
    }
}

/// What has to be asked of the network before a UDR can be answered: the place of a user whom the server may be told of, where what is remembered is
/// too old, or the server wants the terminal to be paged (Current-Location, TS 29.328 §6.1.1.1).
pub(super) fn to_ask(sh: &Sh, request: &UserDataRequest<'_>) -> Option<Question> {
    let locator = sh.locator.as_deref()?;
    if !request.data_reference.contains(&DataReference::LOCATION_INFORMATION) {
        return None;
    }
    let hss = sh.desk.hss.load();
    let location = DataReference::LOCATION_INFORMATION.0;
    hss.permissions.check(request.origin_host, Operation::Pull, location).ok()?;
    let whom = answer::whom(&request.user_identity, request.user_name).ok()?;
    let records = load::load(&sh.desk.store, &hss, &whom);
    let imsi = records.target(&whom).ok()?.holder()?;
    let privacy = locator.privacy.load();
    privacy.check(&Name::new(request.origin_host), imsi).ok()?;
    let current = request.current_location == Some(CurrentLocation::INITIATE);
    let question = Question { imsi, accepted: privacy.accepted(), current, accuracy: None };
    locator.must_ask(question).then_some(question)
}
