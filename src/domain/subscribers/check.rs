//! What every subscriber must fulfil before it is stored, so that no request on the network meets a contract it cannot be answered from.

use super::{Fault, Rules, limits};
use crate::{
    records::{AuthScheme, Identity, Roaming, Service, Subscriber},
    types::{Impi, Impu, Name, Sic},
};
use std::collections::BTreeSet;

/// How a service is named in the field of a fault: by its code, as orders name it.
pub(super) fn service_field(sic: Option<Sic>) -> String {
    format!("services[{}]", super::sic_text(sic))
}

/// Everything that must hold.
///
/// # Errors
/// The first mistake.
pub fn subscriber(subscriber: &Subscriber, rules: &Rules) -> Result<(), Fault> {
    contract(subscriber, rules)?;
    for service in &subscriber.services {
        secrets(subscriber, service).map_err(|fault| fault.within(&service_field(service.sic)))?;
    }
    Ok(())
}

/// Everything but the secrets.
///
/// # Errors
/// The first mistake.
pub(super) fn contract(subscriber: &Subscriber, rules: &Rules) -> Result<(), Fault> {
    domain(&subscriber.domain)?;
    roaming(&subscriber.roaming)?;
    if subscriber.services.len() > limits::SERVICES {
        return Err(Fault::new("services", format!("at most {} services", limits::SERVICES)));
    }
    for (place, one) in subscriber.services.iter().enumerate() {
        let before = &subscriber.services[..place];
        service(one, before, rules).map_err(|fault| fault.within(&service_field(one.sic)))?;
    }
    Ok(())
}

/// A home domain: a lower-case host name, without the labels that private identities put before it (TS 23.003 §13.2).
pub(super) fn domain(text: &str) -> Result<(), Fault> {
    let letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(letter)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    // 200 octets leave room for the IMSI and the labels, so that an identity never passes 253.
    if text.len() > 200 || !text.split('.').all(label) {
        let problem = format!("\"{}\" is not a host name of at most 200 octets", text.escape_debug());
        return Err(Fault::new("domain", problem));
    }
    let first = text.split('.').next().unwrap_or_default();
    let code = first
        .strip_prefix("sic")
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()));
    if first == "ims" || code {
        return Err(Fault::new(
            "domain",
            format!("\"{text}\": leave the label {first} out, identities add it themselves"),
        ));
    }
    Ok(())
}

fn roaming(roaming: &Roaming) -> Result<(), Fault> {
    let Roaming::Networks(networks) = roaming else { return Ok(()) };
    if networks.is_empty() || networks.len() > limits::NETWORKS {
        let problem = format!("1 to {} visited networks; for none there is home-only", limits::NETWORKS);
        return Err(Fault::new("roaming", problem));
    }
    let unfit = |network: &&Name| {
        network.is_empty()
            || network.len() > limits::NAME
            || network.bytes().any(|byte| byte <= b' ' || byte == 0x7f || byte.is_ascii_uppercase())
    };
    match networks.iter().find(unfit) {
        Some(network) => {
            let problem =
                format!("\"{}\" is not a visited network identifier in lower case", network.escape_debug());
            Err(Fault::new("roaming", problem))
        }
        None => Ok(()),
    }
}

fn service(service: &Service, before: &[Service], rules: &Rules) -> Result<(), Fault> {
    if service.sic.is_some_and(|sic| sic.len() != rules.sic_length) {
        return Err(Fault::new(
            "sic",
            format!("a service code has {} digits here (ims.sic_length)", rules.sic_length),
        ));
    }
    if before.iter().any(|other| other.sic == service.sic) {
        return Err(Fault::new("sic", "this service is there twice"));
    }
    private_identity(service, before, rules)?;
    further(service)?;
    known("scscf", service.scscf.as_ref(), &rules.scscf, "scscf")?;
    known("charging", service.charging.as_ref(), &rules.charging, "charging_functions")?;
    capabilities(&service.capabilities)?;
    identities(service, before, rules)
}

/// The further schemes, and what goes with them.
fn further(service: &Service) -> Result<(), Fault> {
    let fault = |problem: String| Err(Fault::new("also", problem));
    let lines = service.lines().count();
    if service.also.len() - lines > limits::SCHEMES {
        return fault(format!("at most {} further schemes", limits::SCHEMES));
    }
    if lines > limits::LINES {
        return fault(format!("at most {} lines", limits::LINES));
    }
    let unfit =
        |line: &str| line.is_empty() || line.len() > limits::NAME || line.chars().any(char::is_control);
    if service.lines().any(unfit) {
        return fault(format!("a line has 1 to {} octets and no control characters", limits::NAME));
    }
    if service.also.iter().filter(|further| further.scheme() == AuthScheme::Giba).count() > 1 {
        return fault("GIBA has one address".into());
    }
    Ok(())
}

/// A private identity of its own must never read as one made from an IMSI: it would be found as that subscriber's (SC-1).
fn private_identity(service: &Service, before: &[Service], rules: &Rules) -> Result<(), Fault> {
    let Some(impi) = &service.impi else { return Ok(()) };
    let fault = |problem: String| Err(Fault::new("impi", problem));
    match Impi::parse(impi, rules.sic_length) {
        Err(error) => return fault(format!("\"{}\": {error}", impi.escape_debug())),
        Ok(read) if read.imsi.is_some() => {
            return fault(format!(
                "\"{impi}\" is the form of identities made from an IMSI: leave it out, or choose another"
            ));
        }
        Ok(_) => {}
    }
    if before.iter().any(|other| other.impi.as_deref() == Some(impi)) {
        return fault(format!(
            "\"{impi}\" is another service's already: each service has a private identity of its own"
        ));
    }
    Ok(())
}

fn known(field: &str, name: Option<&Name>, names: &BTreeSet<Name>, section: &str) -> Result<(), Fault> {
    match name {
        Some(name) if !names.contains(name) => Err(Fault::new(
            field,
            format!("there is no [{section}.{}] in the configuration", name.escape_debug()),
        )),
        _ => Ok(()),
    }
}

fn capabilities(capabilities: &[Name]) -> Result<(), Fault> {
    let unfit =
        |name: &&Name| name.is_empty() || name.len() > limits::NAME || name.chars().any(char::is_control);
    if capabilities.len() > limits::CAPABILITIES || capabilities.iter().any(|name| unfit(&name)) {
        let problem =
            format!("at most {} capabilities of 1 to {} octets", limits::CAPABILITIES, limits::NAME);
        return Err(Fault::new("capabilities", problem));
    }
    Ok(())
}

fn identities(service: &Service, before: &[Service], rules: &Rules) -> Result<(), Fault> {
    let all = &service.identities;
    if all.is_empty() {
        let problem = "no public identity is left: identities made from the MSISDN need one";
        return Err(Fault::new("identities", problem));
    }
    if all.len() > limits::IDENTITIES {
        return Err(Fault::new("identities", format!("at most {} in a service", limits::IDENTITIES)));
    }
    for (place, identity) in all.iter().enumerate() {
        let field = || format!("identities[{}]", place + 1);
        let earlier = &all[..place];
        if earlier.iter().any(|other| other.impu == identity.impu) {
            return Err(Fault::new(field(), format!("\"{}\" is there twice", identity.impu)));
        }
        known("profile", Some(&identity.profile), &rules.profiles, "profile")
            .map_err(|f| f.within(&field()))?;
        beside(identity, earlier).map_err(|fault| fault.within(&field()))?;
        shared(identity, before).map_err(|fault| fault.within(&field()))?;
    }
    for set in all.chunk_by(|one, next| one.set == next.set) {
        let octets: usize = set.iter().map(|identity| octets(&identity.impu)).sum();
        if octets > limits::SET_OCTETS {
            let problem =
                format!("the implicit registration set {} would make User-Data too long", set[0].set);
            return Err(Fault::new("identities", problem));
        }
    }
    Ok(())
}

/// One identity beside those before it.
fn beside(identity: &Identity, earlier: &[Identity]) -> Result<(), Fault> {
    let set = identity.set;
    let first = !earlier.iter().any(|other| other.set == set);
    // TS 23.228 §5.2.1a: a set has a default identity that is not barred. S-CSCFs take the first they read.
    if first && (identity.barred || identity.impu.is_wildcarded()) {
        let problem = format!(
            "\"{}\" is the first of implicit registration set {set} and so its default: neither barred nor wildcarded \
             (without an MSISDN, those made from it are left out)",
            identity.impu
        );
        return Err(Fault::new("", problem));
    }
    if !first && earlier.last().is_some_and(|last| last.set != set) {
        return Err(Fault::new("set", format!("the identities of set {set} must stand together")));
    }
    // TS 23.008 §3.1: aliases have one service profile.
    let alias = |other: &&Identity| other.set == set && other.alias == identity.alias && identity.alias != 0;
    match earlier.iter().find(alias) {
        Some(other) if other.profile != identity.profile => {
            Err(Fault::new("alias", format!("an alias of \"{}\" has the same profile as it", other.impu)))
        }
        _ => Ok(()),
    }
}

/// An identity shared with another service is one identity: it has one service profile (TS 23.228 §4.3.3.4).
fn shared(identity: &Identity, before: &[Service]) -> Result<(), Fault> {
    let mut others = before.iter().flat_map(|service| service.identities.iter());
    match others.find(|other| other.impu == identity.impu) {
        Some(other) if other.profile != identity.profile || other.barred != identity.barred => {
            let problem = format!(
                "\"{}\" is shared with another service, where its profile or barring is another",
                identity.impu
            );
            Err(Fault::new("", problem))
        }
        _ => Ok(()),
    }
}

/// What an identity takes in User-Data.
fn octets(impu: &Impu) -> usize {
    let escaped = |byte: u8| match byte {
        b'&' | b'<' | b'>' | b'"' | b'\'' => 6,
        _ => 1,
    };
    impu.as_str().bytes().map(escaped).sum::<usize>() + limits::IDENTITY_OVERHEAD
}

/// What the schemes of a service need (hss-clients: a mix-up of schemes shows at registration, as a refusal nobody understands).
fn secrets(subscriber: &Subscriber, service: &Service) -> Result<(), Fault> {
    let aka = service.allows(AuthScheme::AkaV1) || service.allows(AuthScheme::AkaV2);
    if aka && subscriber.sim.is_none() {
        return Err(Fault::new("scheme", "AKA needs the SIM's K and OPc (or OP), for tuak TOPc (or TOP)"));
    }
    if service.scheme == AuthScheme::Giba && service.address().is_none() {
        return Err(Fault::new("scheme", "GIBA needs the user's address: {\"giba\": ADDRESS} in also"));
    }
    if service.scheme == AuthScheme::NassBundled && service.lines().next().is_none() {
        return Err(Fault::new(
            "scheme",
            "NASS-bundled needs the user's lines: {\"nass-bundled\": LINE} in also",
        ));
    }
    if service.allows(AuthScheme::SipDigest) && service.password.is_none() {
        return Err(Fault::new("scheme", "SIP Digest needs a password (or its H(A1))"));
    }
    Ok(())
}
