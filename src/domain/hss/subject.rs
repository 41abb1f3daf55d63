//! Whom a request names: steps 1 and 2 of every procedure of TS 29.228, with service codes (SC-1, SC-3).

use super::{Refusal, Switches, verdict::ServiceName};
use crate::{
    records::{
        Identity, PublicService, Registration, Scscf, Service, ServiceState, SetState, State, Subscriber,
    },
    store::Read,
    types::{Impi, Impu, Imsi, Lsn, MalformedImpi, MalformedImpu, Timestamp},
};
use regex_lite::Regex;
use std::{borrow::Cow, sync::Arc};

/// The identities of a request, read.
#[derive(Debug, Clone)]
pub struct Subject<'a> {
    /// The private identity: as received, and what it says.
    pub private: Option<(&'a str, Result<Impi<'a>, MalformedImpi>)>,
    /// The public identity: as received, and in canonical form.
    pub public: Option<(&'a str, Result<Cow<'a, str>, MalformedImpu>)>,
}

impl<'a> Subject<'a> {
    /// Reads the identities of a request; `sic_length` is the operator's number of digits of a service code.
    pub fn read(private: Option<&'a str>, public: Option<&'a str>, sic_length: usize) -> Self {
        Self {
            private: private.map(|text| (text, Impi::parse(text, sic_length))),
            public: public.map(|text| (text, Impu::canonical(text))),
        }
    }

    /// The private identity as received.
    pub fn private_text(&self) -> Option<&'a str> {
        self.private.as_ref().map(|(text, _)| *text)
    }

    /// The public identity as received.
    pub fn public_text(&self) -> Option<&'a str> {
        self.public.as_ref().map(|(text, _)| *text)
    }

    /// The IMSI that the private identity is made from.
    pub fn imsi(&self) -> Option<Imsi> {
        self.private.as_ref().and_then(|(_, read)| read.as_ref().ok()?.imsi)
    }

    /// The public identity in canonical form.
    pub fn canonical(&self) -> Result<&str, Refusal> {
        match &self.public {
            Some((_, Ok(text))) => Ok(text),
            Some((_, Err(malformed))) => Err(Refusal::MalformedImpu(*malformed)),
            None => Err(Refusal::Missing("Public-Identity")),
        }
    }
}

/// The records a request names, as they were read.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The subscriber: by the IMSI of the private identity, else by the index.
    pub subscriber: Option<Arc<Subscriber>>,
    /// The subscriber's version: what changes on its account is committed only while it holds.
    pub subscriber_version: Lsn,
    /// The registration state; `None` where there is no subscriber.
    pub registration: Option<Read<Registration>>,
    /// Nobody at all has the public identity, as a distinct or a wildcarded one; told only of who is named by a private identity.
    pub nobody_has_public: bool,
    /// The public service that the public identity names.
    pub public_service: Option<Read<PublicService>>,
    /// What application servers switched of the identities.
    pub switches: Switches,
    /// The largest version read: the answer waits for it.
    pub seen: Lsn,
}

/// A service of a subscriber that a request is about.
#[derive(Debug, Clone, Copy)]
pub struct Party<'a> {
    /// Whose.
    pub subscriber: &'a Subscriber,
    /// The registration state of all services; `None` where none ever had any.
    pub registration: Option<&'a Registration>,
    /// The service.
    pub service: &'a Service,
}

impl Loaded {
    /// The registration state and its version; absent for nobody.
    pub fn registration(&self) -> (Option<&Registration>, Lsn) {
        self.registration.as_ref().map_or((None, Lsn::ZERO), |read| (read.value.as_deref(), read.version))
    }

    /// The service that the private identity names.
    ///
    /// # Errors
    /// 5001 for whatever is unknown or malformed (SC-1, SC-3).
    pub fn by_private(&self, subject: &Subject<'_>) -> Result<Party<'_>, Refusal> {
        let (text, read) = subject.private.as_ref().ok_or(Refusal::Missing("User-Name"))?;
        let impi = read.as_ref().map_err(|malformed| Refusal::MalformedImpi(*malformed))?;
        let unknown = || impi.imsi.map_or(Refusal::UnknownImpi, Refusal::UnknownImsi);
        let subscriber = self.subscriber.as_deref().ok_or_else(unknown)?;
        let own =
            |service: &&Service| service.impi.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(text));
        let service = match subscriber.services.iter().find(own) {
            Some(service) => service,
            None if impi.imsi == Some(subscriber.imsi) => derived(subscriber, impi)?,
            None => return Err(unknown()),
        };
        Ok(Party { subscriber, registration: self.registration().0, service })
    }

    /// The service that the private identity names, and its identity that the public one names: steps 1 and 2.
    ///
    /// # Errors
    /// 5001 for whatever is unknown or malformed, the public identity that nobody has included; 5002 for one that is not this service's
    /// (SC-3).
    pub fn named(&self, subject: &Subject<'_>) -> Result<(Party<'_>, &Identity), Refusal> {
        let party = self.by_private(subject)?;
        let of_another = |refusal| if self.nobody_has_public { Refusal::UnknownImpu } else { refusal };
        let identity = party.identity(subject.canonical()?).map_err(of_another)?;
        Ok((party, identity))
    }

    /// The same where only a distinct identity will do: what a wildcarded one alone covers is registered implicitly (TS 29.228 §6.1.1.1, §6.3.1).
    ///
    /// # Errors
    /// As [`named`](Self::named), and 5001 for what only a wildcarded identity covers.
    pub fn named_distinctly(&self, subject: &Subject<'_>) -> Result<(Party<'_>, &Identity), Refusal> {
        let (party, identity) = self.named(subject)?;
        if identity.impu.is_wildcarded() { Err(Refusal::OnlyWildcarded) } else { Ok((party, identity)) }
    }

    /// The services that have the public identity, each with it.
    pub fn holders<'s, 'c>(
        &'s self,
        canonical: &'c str,
    ) -> impl Iterator<Item = (Party<'s>, &'s Identity)> + use<'s, 'c> {
        self.subscriber.as_deref().into_iter().flat_map(move |subscriber| {
            let party = move |service| Party { subscriber, registration: self.registration().0, service };
            let services = subscriber.services.iter();
            services.filter_map(move |service| Some((party(service), identity_of(service, canonical)?)))
        })
    }
}

/// The service whose private identity is made from the IMSI, the domain and the code.
fn derived<'s>(subscriber: &'s Subscriber, impi: &Impi<'_>) -> Result<&'s Service, Refusal> {
    let (imsi, service) = (subscriber.imsi, ServiceName(impi.sic));
    if !impi.domain.eq_ignore_ascii_case(&subscriber.domain) {
        return Err(Refusal::OtherDomain { asked: impi.domain.into(), home: subscriber.domain.clone() });
    }
    match subscriber.service(impi.sic) {
        Some(found) if found.impi.is_none() => Ok(found),
        Some(_) => Err(Refusal::OtherImpi { imsi, service }),
        None => Err(Refusal::NotSubscribed { imsi, service }),
    }
}

/// The identity of `service` that `canonical` names: a distinct one before a wildcarded one that matches.
pub fn identity_of<'s>(service: &'s Service, canonical: &str) -> Option<&'s Identity> {
    let distinct = service.identities.iter().find(|identity| identity.impu.as_str() == canonical);
    distinct
        .or_else(|| service.identities.iter().find(|identity| matches_wildcard(&identity.impu, canonical)))
}

/// True if `wildcard` is a wildcarded identity and `canonical` one of those meant: between its first and last exclamation mark stands an
/// extended regular expression, the rest is literal (TS 23.003 §13.4A).
pub fn matches_wildcard(wildcard: &Impu, canonical: &str) -> bool {
    let parts = || {
        let (prefix, rest) = wildcard.as_str().split_once('!')?;
        let (expression, suffix) = rest.rsplit_once('!')?;
        let variable = canonical.strip_prefix(prefix)?.strip_suffix(suffix)?;
        // An expression that cannot be read was refused when it was provisioned; here it matches nothing.
        Some(Regex::new(&format!("^(?:{expression})$")).ok()?.is_match(variable))
    };
    wildcard.as_str() == canonical || parts().unwrap_or(false)
}

impl<'a> Party<'a> {
    /// The IMSI.
    pub fn imsi(&self) -> Imsi {
        self.subscriber.imsi
    }

    /// What sentences call the service.
    pub fn name(&self) -> ServiceName {
        ServiceName(self.service.sic)
    }

    /// The identity of this service that a text in canonical form names (step 2).
    ///
    /// # Errors
    /// 5002 where it is not this service's (SC-3).
    pub fn identity(&self, canonical: &str) -> Result<&'a Identity, Refusal> {
        let mismatch = Refusal::IdentitiesDontMatch { imsi: self.imsi(), service: self.name() };
        identity_of(self.service, canonical).ok_or(mismatch)
    }

    /// The private identity: the service's own, or the one made from IMSI, domain and code.
    pub fn impi(&self) -> Cow<'a, str> {
        self.subscriber.private_identity(self.service)
    }

    /// The state of the service, if it has any.
    pub fn state(&self) -> Option<&'a ServiceState> {
        self.registration?.service(self.service.sic)
    }

    /// The state of one set of the service, if it has any.
    pub fn set_state(&self, set: u8) -> Option<&'a SetState> {
        self.state()?.set(set)
    }

    /// The registration state of one set of the service.
    pub fn state_of(&self, set: u8) -> State {
        self.set_state(set).map_or(State::NotRegistered, |set| set.state)
    }

    /// The identities of one implicit registration set, the default first.
    pub fn members(&self, set: u8) -> Vec<&'a Identity> {
        self.service.identities.iter().filter(|identity| identity.set == set).collect()
    }

    /// The S-CSCF whose name counts for an identity of this service: the service's own, else one that serves the identity for another
    /// service that shares it (SC-5).
    pub fn server(&self, identity: &Identity, now: Timestamp) -> Option<&'a Scscf> {
        let own = self.state().and_then(|state| state.assigned(now));
        own.or_else(|| {
            let sharing = self
                .sharing(identity)
                .find(|(party, shared)| party.state_of(shared.set) != State::NotRegistered);
            sharing.and_then(|(party, _)| party.state()?.scscf.as_ref())
        })
    }

    /// The other services that share the identity, each with its entry of it.
    pub fn sharing<'i>(
        &self,
        identity: &'i Identity,
    ) -> impl Iterator<Item = (Party<'a>, &'a Identity)> + use<'a, 'i> {
        let (me, subscriber) = (*self, self.subscriber);
        let others = subscriber.services.iter().filter(move |service| service.sic != me.service.sic);
        others.filter_map(move |service| {
            let shared = service.identities.iter().find(|other| other.impu == identity.impu)?;
            Some((Party { service, ..me }, shared))
        })
    }
}
