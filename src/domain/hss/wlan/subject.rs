//! Whom a request of SWx names.

use super::{
    super::eps::EpsLoaded,
    super::eps::EpsParty,
    super::{Hss, Refusal},
    nai,
};
use crate::{
    records::{Subscriber, WlanRegistration},
    store::{Read, Store},
    types::{Imsi, Lsn},
};

use super::super::eps::Asker;

/// The records a request names, as they were read.
#[derive(Debug, Default)]
pub struct WlanLoaded {
    /// The subscriber, the contract, and the nodes of the EPS.
    pub eps: EpsLoaded,
    /// The AAA server; `None` where there is no subscriber.
    pub registration: Option<Read<WlanRegistration>>,
}

impl WlanLoaded {
    /// Reads what there is of `imsi`.
    pub fn load(store: &Store, imsi: Imsi) -> Self {
        let eps = EpsLoaded::load(store, imsi);
        let registration = eps.subscriber.is_some().then(|| store.get::<WlanRegistration>(&imsi));
        Self { eps, registration }
    }

    /// The AAA server and its record's version; none for nobody.
    pub fn registration(&self) -> (Option<&WlanRegistration>, Lsn) {
        self.registration.as_ref().map_or((None, Lsn::ZERO), |read| (read.value.as_deref(), read.version))
    }

    /// The subscriber whom the NAI names.
    ///
    /// # Errors
    /// 5001 where nobody has the IMSI, or where there is none in what should be a permanent identity.
    pub fn subscriber(&self, user_name: &str) -> Result<&Subscriber, Refusal> {
        let imsi = nai::imsi(user_name).ok_or(Refusal::MalformedNai)?;
        self.eps.subscriber.as_deref().ok_or(Refusal::UnknownImsi(imsi))
    }

    /// The same, with a contract that is in force and allows access that is not of 3GPP.
    ///
    /// # Errors
    /// 5001 as [`subscriber`](Self::subscriber); 5450 where the user is known and may not come this way; 5012 where the configuration lacks the profile.
    pub fn party<'a>(&'a self, user_name: &str, hss: &'a Hss) -> Result<EpsParty<'a>, Refusal> {
        self.contract(self.subscriber(user_name)?, hss)
    }

    /// What `subscriber`, one of these records, has of the EPS, if that allows access that is not of 3GPP.
    pub(super) fn contract<'a>(
        &'a self,
        subscriber: &'a Subscriber,
        hss: &'a Hss,
    ) -> Result<EpsParty<'a>, Refusal> {
        let none = |why| Refusal::NoNon3gpp { imsi: subscriber.imsi, why };
        let subscription =
            self.eps.subscription().ok_or_else(|| none("there is no EPS contract: provision one"))?;
        if !subscription.enabled {
            return Err(none("the EPS contract is disabled: enable it"));
        }
        let profile = hss.eps_profile(&subscription.profile)?;
        if !profile.non_3gpp {
            return Err(none("the EPS profile does not allow it (non_3gpp)"));
        }
        Ok(EpsParty { subscriber, subscription, profile })
    }

    /// The AAA server of this subscriber, if it is another one than `asker`.
    pub(super) fn other(&self, asker: &Asker<'_>) -> Option<&WlanRegistration> {
        self.registration().0.filter(|now| !now.host.eq_ignore_ascii_case(asker.host))
    }

    /// The same, if it registered the subscriber and still is one of ours: one that the operator took out of `eps.aaa_servers` is in nobody's way. TS
    /// 29.273 knows only the AAA server's own word for it that another one has failed (AAA-Failure-Indication), which one that is new does not give.
    /// A connection that is down is no such word: the way may be another's, or the AAA server be back in a moment, with the user's tunnel still up.
    pub(super) fn in_the_way(&self, asker: &Asker<'_>, hss: &Hss) -> Option<&WlanRegistration> {
        self.other(asker).filter(|other| other.registered && is_ours(&other.host, hss))
    }
}

/// Whether whoever asks is an AAA server of ours, and speaks for itself.
///
/// # Errors
/// 5003 AUTHORIZATION_REJECTED, with the setting that would allow it.
pub(super) fn may_ask(asker: &Asker<'_>, hss: &Hss) -> Result<(), Refusal> {
    asker.may_ask(&hss.eps, None)?;
    match is_ours(asker.host, hss) {
        true => Ok(()),
        false => Err(Refusal::NoAaaServer(asker.host.into())),
    }
}

fn is_ours(host: &str, hss: &Hss) -> bool {
    let servers = &hss.eps.aaa_servers;
    servers.is_empty() || servers.iter().any(|server| server.eq_ignore_ascii_case(host))
}
