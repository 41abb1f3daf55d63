//! SLh: which nodes serve a user whom a GMLC is to locate (TS 29.173 §5.2.1).

use super::{
    Hss, Refusal,
    eps::{Asker, EpsLoaded},
};
use crate::{
    records::{ServingNode, Subscriber},
    types::E164,
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
    /// User-Name: the IMSI.
    pub user_name: Option<&'a str>,
    /// MSISDN: a number of the user; inside, `None` where its octets are none.
    pub number: Option<Option<E164>>,
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

/// Decides an RIR.
///
/// # Errors
/// 5490 for a GMLC that is not allowed to ask, 5003 for one that speaks for another, 5005 for a request that names nobody, 5001 for an unknown
/// user, 4201 where no node serves the user.
pub fn decide<'a>(loaded: &'a EpsLoaded, request: &Request<'_>, hss: &Hss) -> Result<Routing<'a>, Refusal> {
    let host = request.asker.host;
    // 1. The GMLC has to be one that may (5490), and to be the one it says it is.
    if !hss.gmlc.allow.iter().any(|allowed| allowed.eq_ignore_ascii_case(host)) {
        return Err(Refusal::GmlcMayNotAsk(host.into()));
    }
    if !hss.eps.relayed && !host.eq_ignore_ascii_case(request.asker.peer) {
        return Err(Refusal::NotTheOrigin { named: host.into(), peer: request.asker.peer.clone() });
    }
    // 2. The user has to be known (5001), under both names where both are given.
    let subscriber = match (request.user_name, request.number) {
        (None, None) => return Err(Refusal::Missing("User-Name")),
        (Some(user_name), _) => loaded.subscriber(user_name)?,
        (None, Some(_)) => loaded.subscriber.as_deref().ok_or(Refusal::UnknownUser("MSISDN"))?,
    };
    if let Some(number) = request.number
        && !number.is_some_and(|number| subscriber.lists(&format!("tel:+{number}")))
    {
        return Err(Refusal::UnknownUser("MSISDN"));
    }
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
