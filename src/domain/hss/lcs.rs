//! SLh: which nodes serve a user whom a GMLC is to locate (TS 29.173 §5.2.1).

use super::{
    Hss, Refusal,
    eps::{Asker, EpsLoaded},
};
use crate::{
    records::{ServingNode, Subscriber},
    store::{Owner, Store},
    types::{E164, Imsi},
};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// `[gmlc]`: which GMLCs may ask which nodes serve a user, and what they are told beside.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Gmlc {
    /// Their Diameter identities (Origin-Host); nobody else may ask. Case does not matter.
    pub allow: Vec<String>,
    /// The GMLC of the users' home (GMLC-Address), where one has to be gone through.
    pub home: Option<IpAddr>,
    /// The Privacy Profile Register (PPR-Address), where there is one.
    pub privacy_profile_register: Option<IpAddr>,
}

/// What a GMLC asks.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// Who asks.
    pub asker: Asker<'a>,
    /// About whom.
    pub user: Target<'a>,
}

/// A user as location services name one: by IMSI, by number, or by both.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// User-Name: the IMSI.
    pub user_name: Option<&'a str>,
    /// MSISDN: a number of the user; inside, `None` where its octets are none.
    pub number: Option<Option<E164>>,
}

impl Target<'_> {
    /// True where neither is given.
    pub const fn is_empty(&self) -> bool {
        self.user_name.is_none() && self.number.is_none()
    }

    /// Reads what there is of the user: by the IMSI, else by the number.
    pub fn load(&self, store: &Store) -> EpsLoaded {
        if let Some(user_name) = self.user_name {
            return Imsi::parse(user_name)
                .map_or_else(EpsLoaded::default, |imsi| EpsLoaded::load(store, imsi));
        }
        let Some(number) = self.number.flatten() else { return EpsLoaded::default() };
        let (owner, version) = store.owner(&format!("tel:+{number}"));
        let mut loaded = match owner {
            Some(Owner::Subscriber(imsi)) => EpsLoaded::load(store, imsi),
            _ => EpsLoaded::default(),
        };
        loaded.seen = loaded.seen.max(version);
        loaded
    }

    /// The user, among what was read: under both names where both are given.
    ///
    /// # Errors
    /// 5001.
    pub fn find<'a>(&self, loaded: &'a EpsLoaded) -> Result<&'a Subscriber, Refusal> {
        let subscriber = match self.user_name {
            Some(user_name) => loaded.subscriber(user_name)?,
            None => loaded.subscriber.as_deref().ok_or(Refusal::UnknownUser("MSISDN"))?,
        };
        let is_listed = |number: E164| subscriber.lists(&format!("tel:+{number}"));
        match self.number {
            Some(number) if !number.is_some_and(is_listed) => Err(Refusal::UnknownUser("MSISDN")),
            _ => Ok(subscriber),
        }
    }
}

/// Who serves the user.
#[derive(Debug, Clone, Copy)]
pub struct Routing<'a> {
    /// The user.
    pub subscriber: &'a Subscriber,
    /// The MME, where there is one.
    pub mme: Option<&'a ServingNode>,
    /// The SGSN, where there is one; there is one of both.
    pub sgsn: Option<&'a ServingNode>,
}

/// Decides an RIR; `permitted` says whether the GMLC may be told of a user (LQ-5).
///
/// # Errors
/// 5490 for a GMLC that is not allowed to ask, at all or of this user, 5003 for one that speaks for another, 5005 for a request that names nobody, 5001
/// for an unknown user, 4201 where no node serves the user.
pub fn decide<'a>(
    loaded: &'a EpsLoaded,
    request: &Request<'_>,
    hss: &Hss,
    permitted: impl FnOnce(Imsi) -> Result<(), Refusal>,
) -> Result<Routing<'a>, Refusal> {
    let host = request.asker.host;
    // 1. The GMLC has to be one that may (5490), and to be the one it says it is.
    if !hss.gmlc.allow.iter().any(|allowed| allowed.eq_ignore_ascii_case(host)) {
        return Err(Refusal::GmlcMayNotAsk(host.into()));
    }
    request.asker.speaks_for_itself(&hss.eps)?;
    // 2. The user has to be named (5005), to be one of whom the GMLC may be told (5490), and known (5001), under both names where both are given. Whoever may
    // not be told learns nothing: neither whether there is such an IMSI, nor whether the user is attached.
    if request.user.is_empty() {
        return Err(Refusal::Missing("User-Name"));
    }
    let named = request.user.user_name.and_then(Imsi::parse);
    if let Some(imsi) = named.or_else(|| loaded.subscriber.as_deref().map(|found| found.imsi)) {
        permitted(imsi)?;
    }
    let subscriber = request.user.find(loaded)?;
    // 3. At least one node has to serve the user (4201). One that forgot the user after long silence does not.
    let registration = loaded.registration().0;
    let serving = |node: &'a Option<ServingNode>| node.as_ref().filter(|node| !node.purged);
    let mme = registration.and_then(|registration| serving(&registration.mme));
    let sgsn = registration.and_then(|registration| serving(&registration.sgsn));
    if mme.is_none() && sgsn.is_none() {
        return Err(Refusal::NotAttached(subscriber.imsi));
    }
    Ok(Routing { subscriber, mme, sgsn })
}
