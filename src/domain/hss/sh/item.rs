//! One piece of data of somebody, as it is read and as it is watched: what UDR, SNR and PNR have in common.

use super::{
    Domain, Records, Reference, Target, Whereabouts, Whom,
    document::{Document, Repository},
};
use crate::{
    domain::hss::{Hss, Party, Refusal, Switches, config::ChargingFunctions},
    records::{Dsai, Identity, RepositoryData, SetState, State, Watched},
    types::{E164, Timestamp},
};
use std::borrow::Cow;

/// A Data-Reference with what belongs to its key (TS 29.328 Table 7.6.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item<'a> {
    /// RepositoryData of one Service-Indication.
    Repository(&'a str),
    /// IMSPublicIdentity of one Identity-Set.
    Identities(u32),
    /// IMSUserState.
    UserState,
    /// S-CSCFName.
    Scscf,
    /// InitialFilterCriteria of one Server-Name.
    FilterCriteria(&'a str),
    /// LocationInformation of one domain.
    Location(Domain),
    /// UserState of one domain.
    Reachability(Domain),
    /// ChargingInformation.
    Charging,
    /// MSISDN.
    Numbers,
    /// PSIActivation.
    Activation,
    /// DSAI of one Server-Name (in lower case) and DSAI-Tag.
    Dsai(&'a str, &'a str),
}

impl<'a> From<&'a Watched> for Item<'a> {
    fn from(watched: &'a Watched) -> Self {
        match watched {
            Watched::Repository(service) => Self::Repository(service),
            Watched::Identities(set) => Self::Identities((*set).into()),
            Watched::UserState => Self::UserState,
            Watched::Scscf => Self::Scscf,
            Watched::FilterCriteria(server) => Self::FilterCriteria(server),
            Watched::Activation => Self::Activation,
            Watched::Dsai { server, tag } => Self::Dsai(server, tag),
            Watched::Charging => Self::Charging,
        }
    }
}

impl Item<'_> {
    /// The Data-Reference it belongs to.
    pub const fn reference(&self) -> Reference {
        match self {
            Self::Repository(_) => Reference::RepositoryData,
            Self::Identities(_) => Reference::ImsPublicIdentity,
            Self::UserState => Reference::ImsUserState,
            Self::Scscf => Reference::ScscfName,
            Self::FilterCriteria(_) => Reference::InitialFilterCriteria,
            Self::Location(_) => Reference::LocationInformation,
            Self::Reachability(_) => Reference::UserState,
            Self::Charging => Reference::ChargingInformation,
            Self::Numbers => Reference::Msisdn,
            Self::Activation => Reference::PsiActivation,
            Self::Dsai(..) => Reference::Dsai,
        }
    }

    /// The same to be kept; `None` for what nobody can watch.
    pub fn watched(&self) -> Option<Watched> {
        Some(match self {
            Self::Repository(service) => Watched::Repository((*service).into()),
            Self::Identities(set) => Watched::Identities(u8::try_from(*set).ok()?),
            Self::UserState => Watched::UserState,
            Self::Scscf => Watched::Scscf,
            Self::FilterCriteria(server) => Watched::FilterCriteria((*server).into()),
            Self::Activation => Watched::Activation,
            Self::Dsai(server, tag) => Watched::Dsai { server: (*server).into(), tag: (*tag).into() },
            Self::Charging => Watched::Charging,
            Self::Location(_) | Self::Reachability(_) | Self::Numbers => return None,
        })
    }
}

/// Where items are read from.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// Whose.
    pub target: Target<'a>,
    /// The identity as it was asked for.
    pub asked: &'a str,
    /// Its repository data.
    pub repository: Option<&'a RepositoryData>,
    /// What application servers switched.
    pub switches: &'a Switches,
    /// The configuration.
    pub hss: &'a Hss,
    /// Who knows where users are.
    pub whereabouts: &'a dyn Whereabouts,
    /// When.
    pub now: Timestamp,
}

impl<'a> Source<'a> {
    /// What `records` say of `target`.
    pub fn new(
        records: &'a Records,
        target: Target<'a>,
        whom: &'a Whom<'_>,
        hss: &'a Hss,
        whereabouts: &'a dyn Whereabouts,
        now: Timestamp,
    ) -> Self {
        let repository = records.repository(target.holder()).0;
        let switches = &records.loaded.switches;
        Self { target, asked: &whom.text, repository, switches, hss, whereabouts, now }
    }

    /// Puts one item into the document; false where there is nothing of it.
    ///
    /// # Errors
    /// [`Refusal::Unconfigured`].
    pub fn read<'d>(
        &self,
        item: &Item<'d>,
        several_sets: bool,
        out: &mut Document<'d>,
    ) -> Result<bool, Refusal>
    where
        'a: 'd,
    {
        match item {
            Item::Repository(service) => {
                let repository = self.repository_of(service);
                let some = repository.data.is_some();
                out.repository.push(repository);
                return Ok(some);
            }
            Item::Identities(set) => {
                let identities = self.target.identities(*set, self.asked);
                let some = !identities.is_empty();
                match several_sets {
                    true => out.by_set.push((*set, identities)),
                    false => out.identities = Some(identities),
                }
                return Ok(some);
            }
            Item::UserState => out.user_state = Some(self.target.user_state(true, self.now)),
            Item::Scscf => {
                let name = self.target.scscf(self.now);
                out.scscf = Some(name.unwrap_or_default());
                return Ok(name.is_some());
            }
            Item::FilterCriteria(server) => {
                let criteria = self.filter_criteria(server)?;
                let some = criteria.is_some();
                out.filter_criteria = Some(criteria.unwrap_or_default());
                return Ok(some);
            }
            Item::Location(domain) => {
                let known = self.target.holder().and_then(|imsi| self.whereabouts.location(imsi, *domain));
                let some = known.is_some();
                out.location[*domain as usize] = Some(known.unwrap_or_default());
                return Ok(some);
            }
            Item::Reachability(domain) => {
                let known = self.target.holder().and_then(|imsi| self.whereabouts.state(imsi, *domain));
                out.reachability[*domain as usize] = known;
                return Ok(known.is_some());
            }
            Item::Charging => {
                let functions = self.charging()?;
                out.charging = Some(functions);
                return Ok(functions.is_some());
            }
            Item::Numbers => {
                let number = self.number();
                out.numbers = Some(number.iter().map(ToString::to_string).collect());
                return Ok(number.is_some());
            }
            Item::Activation => {
                let Target::Service(service) = self.target else { return Ok(false) };
                out.activation = Some(service.active);
            }
            Item::Dsai(server, tag) => {
                let Some(active) = self.switch(server, tag)? else { return Ok(false) };
                out.dsai.push((tag, active));
            }
        }
        Ok(true)
    }

    /// What is kept under a service indication; with the number 0 and without data where nothing is.
    fn repository_of<'d>(&self, service_indication: &'d str) -> Repository<'d>
    where
        'a: 'd,
    {
        let entry = self.repository.and_then(|data| data.entry(service_indication));
        Repository {
            service_indication,
            sequence: entry.map_or(0, |entry| entry.sequence),
            data: entry.map(|entry| &*entry.data),
        }
    }

    /// Where the service is charged.
    fn charging(&self) -> Result<Option<&'a ChargingFunctions>, Refusal> {
        let set = match self.target {
            Target::User(party, _) => party.service.charging.as_ref(),
            Target::Service(_) => None,
        };
        self.hss.charging_functions(set)
    }

    /// The user's telephone number.
    fn number(&self) -> Option<E164> {
        match self.target {
            Target::User(party, _) => party.subscriber.msisdn,
            Target::Service(_) => None,
        }
    }

    /// The filter criteria of the identity's profile that name this application server, without those that are switched off.
    fn filter_criteria(&self, server: &str) -> Result<Option<Cow<'a, str>>, Refusal> {
        let Some(profile) = self.target.profile(self.hss)? else { return Ok(None) };
        Ok(match profile.with(self.switched()) {
            Cow::Borrowed(profile) => profile.criteria_of(server).map(Cow::Borrowed),
            Cow::Owned(profile) => profile.criteria_of(server).map(|criteria| criteria.to_owned().into()),
        })
    }

    /// How a switch stands; `None` where no criteria are bound to it any more.
    fn switch(&self, server: &str, tag: &str) -> Result<Option<bool>, Refusal> {
        let Some(profile) = self.target.profile(self.hss)? else { return Ok(None) };
        let default = profile.dsai(tag).find(|(known, _)| *known == server).map(|(_, active)| active);
        let switched = self.switched().and_then(|dsai| dsai.state(server, tag));
        Ok(default.map(|default| switched.unwrap_or(default)))
    }

    fn switched(&self) -> Option<&'a Dsai> {
        self.target.identity().and_then(|identity| self.switches.of(identity))
    }
}

/// What the registration says of somebody.
impl<'a> Target<'a> {
    /// IMSUserState (TS 29.328 §7.6.3) of the identity, not of the subscriber: of the service that has it, or of the one that counts where several
    /// share it (SC-5, SC-6). That an authentication is under way is told to who asks, and no reason to notify (§6.1.4.1).
    pub fn user_state(&self, pending: bool, now: Timestamp) -> u8 {
        let Target::User(party, Some(identity)) = *self else { return 0 };
        match party.state_of(identity.set) {
            State::Registered => 1,
            State::Unregistered => 2,
            State::NotRegistered => {
                let is_pending = |set: &SetState| set.is_pending(now);
                if pending && party.set_state(identity.set).is_some_and(is_pending) { 3 } else { 0 }
            }
        }
    }

    /// The name of the S-CSCF that serves the identity.
    pub fn scscf(&self, now: Timestamp) -> Option<&'a str> {
        match *self {
            Target::User(party, Some(identity)) => party.server(identity, now),
            Target::User(..) => None,
            Target::Service(service) => service.scscf.as_ref(),
        }
        .map(|scscf| scscf.name.as_str())
    }

    /// The public identities of an Identity-Set (TS 29.328 §7.6.2), barred ones left out.
    pub fn identities(&self, set: u32, asked: &str) -> Vec<Cow<'a, str>> {
        let (party, own) = match *self {
            Target::User(party, own) => (party, own),
            Target::Service(service) if service.identity.is_wildcarded() => {
                return vec![Cow::Owned(asked.to_owned())];
            }
            Target::Service(service) => return vec![service.identity.as_str().into()],
        };
        let of_services = || {
            let services = party.subscriber.services.iter();
            services.flat_map(move |service| {
                let party = Party { service, ..party };
                service.identities.iter().map(move |identity| (party, identity))
            })
        };
        let wanted = |(of, identity): &(Party<'a>, &'a Identity)| match (set, own) {
            // ALL_IDENTITIES: of the whole subscription.
            (0, _) => true,
            // REGISTERED_IDENTITIES: those of them that are registered.
            (1, _) => of.state_of(identity.set) == State::Registered,
            // IMPLICIT_IDENTITIES: of the implicit registration set of the one asked for.
            (2, Some(own)) => of.service.sic == party.service.sic && identity.set == own.set,
            // ALIAS_IDENTITIES: the one asked for and its aliases.
            (3, Some(own)) => {
                let same = of.service.sic == party.service.sic && identity.set == own.set;
                same && (identity.impu == own.impu || own.alias != 0 && identity.alias == own.alias)
            }
            _ => false,
        };
        let mut found = Vec::<Cow<'a, str>>::new();
        for (_, identity) in of_services().filter(|(_, identity)| !identity.barred).filter(wanted) {
            let text = identity.impu.as_str();
            if !found.iter().any(|known| known == text) {
                found.push(text.into());
            }
        }
        found
    }
}
