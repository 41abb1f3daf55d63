//! Whom an Sh request is about: User-Identity, and the private identity beside it (TS 29.328 §7.1).

use super::Kind;
use crate::{
    domain::hss::{Loaded, Party, Refusal, Subject, location_info::served, switches::keeper},
    records::{Identity, PublicService, RepositoryData, ShSubscriptions},
    store::Read,
    types::{E164, Impu, Imsi, Lsn},
};
use std::borrow::Cow;

/// User-Identity, read.
#[derive(Debug, Clone)]
pub struct Whom<'a> {
    /// The public identity as received; of an MSISDN its `tel:` form, under which the index has it.
    pub text: Cow<'a, str>,
    /// It was an MSISDN.
    pub by_number: bool,
    /// User-Name: one of the user's private identities.
    pub private: Option<&'a str>,
}

impl<'a> Whom<'a> {
    /// Reads User-Identity: a public identity before an MSISDN.
    ///
    /// # Errors
    /// 5005 where it is empty, 5001 for an MSISDN that is none and for an identity outside the network.
    pub fn read(
        public: Option<&'a str>,
        msisdn: Option<&[u8]>,
        external: Option<&str>,
        private: Option<&'a str>,
    ) -> Result<Self, Refusal> {
        match (public, msisdn, external) {
            (Some(text), ..) => Ok(Self { text: Cow::Borrowed(text), by_number: false, private }),
            (None, Some(digits), _) => {
                let number = E164::from_tbcd(digits).ok_or(Refusal::UnknownUser("MSISDN"))?;
                Ok(Self { text: format!("tel:+{number}").into(), by_number: true, private })
            }
            (None, None, Some(_)) => Err(Refusal::UnknownUser("external identifier")),
            (None, None, None) => Err(Refusal::Missing("Public-Identity")),
        }
    }

    /// The same as all procedures of the HSS look somebody up: by the public identity alone.
    pub fn subject(&self) -> Subject<'_> {
        Subject::read(None, Some(&self.text), 1)
    }
}

/// The records a request names, as they were read.
#[derive(Debug, Default)]
pub struct Records {
    /// Subscriber and registration, or the public service.
    pub loaded: Loaded,
    /// The repository data of the identity.
    pub repository: Option<Read<RepositoryData>>,
    /// Who watches the identity.
    pub subscriptions: Option<Read<ShSubscriptions>>,
}

/// Somebody that was found.
#[derive(Debug, Clone, Copy)]
pub enum Target<'a> {
    /// A user: the service that counts, and its identity; none where a number is no service's identity.
    User(Party<'a>, Option<&'a Identity>),
    /// A public service.
    Service(&'a PublicService),
}

impl Records {
    /// Whoever the request names: steps 2 and 2a of every procedure.
    ///
    /// # Errors
    /// 5001 for nobody, 5002 for a private identity that is not the user's.
    pub fn target(&self, whom: &Whom<'_>) -> Result<Target<'_>, Refusal> {
        let subject = whom.subject();
        let canonical = subject.canonical()?;
        if let Some(service) = self.loaded.public_service.as_ref().and_then(|read| read.value.as_deref()) {
            return match whom.private {
                // 2a. A service has a private identity of its own.
                Some(private) if !service.private_identity.eq_ignore_ascii_case(private) => {
                    Err(Refusal::NotTheirPrivateIdentity)
                }
                _ => Ok(Target::Service(service)),
            };
        }
        let holders = || self.loaded.holders(canonical);
        // 2a. A private identity has to be one of those that have the public one.
        if let Some(private) = whom.private {
            let own = |party: &Party<'_>| party.impi().eq_ignore_ascii_case(private);
            let found =
                holders().find(|(party, _)| own(party)).map(|(party, identity)| (party, Some(identity)));
            let by_number = || self.parties().filter(|_| whom.by_number).find(own).map(|party| (party, None));
            let known = self.loaded.subscriber.is_some();
            let refusal = if known { Refusal::NotTheirPrivateIdentity } else { Refusal::UnknownImpu };
            let (party, identity) = found.or_else(by_number).ok_or(refusal)?;
            return Ok(Target::User(party, identity));
        }
        match served(&self.loaded, canonical) {
            Ok((party, identity)) => Ok(Target::User(party, Some(identity))),
            Err(_) if whom.by_number => {
                let party = self.parties().next().ok_or(Refusal::UnknownUser("MSISDN"))?;
                Ok(Target::User(party, None))
            }
            Err(refusal) => Err(refusal),
        }
    }

    fn parties(&self) -> impl Iterator<Item = Party<'_>> {
        let registration = self.loaded.registration().0;
        self.loaded.subscriber.as_deref().into_iter().flat_map(move |subscriber| {
            subscriber.services.iter().map(move |service| Party { subscriber, registration, service })
        })
    }

    /// The identity in whose name data is kept, and whose identity it is: of aliases the first (TS 23.008 §3.1: they share service data), of what
    /// a wildcard covers the wildcard.
    pub fn keeper(&self, whom: &Whom<'_>) -> Option<(Impu, Option<Imsi>)> {
        if let Some(service) = self.loaded.public_service.as_ref().and_then(|read| read.value.as_deref()) {
            return Some((service.identity.clone(), None));
        }
        let subject = whom.subject();
        let (party, identity) = self.loaded.holders(subject.canonical().ok()?).next()?;
        Some((keeper(party.service, identity).impu.clone(), Some(party.imsi())))
    }

    /// The repository data that is there, and the version it was read with. What a former holder of the identity left is not.
    pub fn repository(&self, holder: Option<Imsi>) -> (Option<&RepositoryData>, Lsn) {
        let read = self.repository.as_ref();
        let there = read.and_then(|read| read.value.as_deref()).filter(|data| data.holder == holder);
        (there, read.map_or(Lsn::ZERO, |read| read.version))
    }

    /// The subscriptions that are there, likewise.
    pub fn subscriptions(&self, holder: Option<Imsi>) -> (Option<&ShSubscriptions>, Lsn) {
        let read = self.subscriptions.as_ref();
        let there = read.and_then(|read| read.value.as_deref()).filter(|all| all.holder == holder);
        (there, read.map_or(Lsn::ZERO, |read| read.version))
    }
}

impl<'a> Target<'a> {
    /// Whose identity it is.
    pub fn holder(&self) -> Option<Imsi> {
        match self {
            Self::User(party, _) => Some(party.imsi()),
            Self::Service(_) => None,
        }
    }

    /// Which kind of identity the request named.
    pub fn kind(&self, whom: &Whom<'_>) -> Kind {
        match self {
            _ if whom.by_number => Kind::Number,
            Self::User(..) => Kind::User,
            Self::Service(service) if service.identity.is_wildcarded() => Kind::WildcardedService,
            Self::Service(_) => Kind::Service,
        }
    }

    /// The wildcarded identity that the one asked for matches: a service's, then a user's.
    pub fn wildcards(&self) -> (Option<&'a str>, Option<&'a str>) {
        match self {
            Self::Service(service) => {
                (Some(&service.identity).filter(|it| it.is_wildcarded()).map(Impu::as_str), None)
            }
            Self::User(_, identity) => {
                (None, identity.map(|it| &it.impu).filter(|it| it.is_wildcarded()).map(Impu::as_str))
            }
        }
    }
}
