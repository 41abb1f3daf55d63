//! Secrets of an order: read, checked, sealed, and nowhere shown.

use super::{Fault, Order, SecretText};
use crate::{
    domain::auth::{Ha1, SimKeys, SystemRandom, Vault, digest, hex, provision},
    records::{Algorithm, AuthScheme, Sealed, Sim, Subscriber, TuakParameters},
    types::Imsi,
};

/// The AMF's separation bit: the authentication centre sets it for EPC vectors and clears it for all others (TS 33.102 Annex H).
const SEPARATION: u8 = 0x80;

/// The digest realm of a private identity: the home domain it names (TS 33.203 Annex N).
pub fn realm(private_identity: &str) -> &str {
    private_identity.rsplit_once('@').map_or(private_identity, |(_, domain)| domain)
}

/// The AMF as the records keep it.
pub(super) fn amf(text: &str) -> Result<[u8; 2], Fault> {
    let [high, low] = provision::amf(text).map_err(|error| Fault::new("amf", error.problem.to_string()))?.0;
    Ok([high & !SEPARATION, low])
}

/// The SIM an order tells of; `None` if it tells of none.
pub(super) fn sim(
    order: &Order,
    imsi: Imsi,
    amf: [u8; 2],
    algorithm: Algorithm,
    vault: &Vault,
) -> Result<Option<Sim>, Fault> {
    let keys = match algorithm {
        Algorithm::Milenage => milenage(order)?,
        Algorithm::Tuak(parameters) => tuak(order, parameters)?,
    };
    let Some(keys) = keys else { return Ok(None) };
    let keys = vault.seal_sim(imsi, &keys, &mut SystemRandom).map_err(no_randomness)?;
    Ok(Some(Sim { algorithm, amf, keys }))
}

fn milenage(order: &Order) -> Result<Option<SimKeys>, Fault> {
    let foreign = "milenage takes OPc or OP; this is for algorithm tuak";
    none(&order.topc, "topc", foreign)?;
    none(&order.top, "top", foreign)?;
    let operator = match (&order.opc, &order.op) {
        (Some(_), Some(_)) => return Err(Fault::new("op", "OPc is given too: one of the two is enough")),
        (Some(opc), None) => provision::OperatorKey::Opc(opc.expose()),
        (None, Some(op)) => provision::OperatorKey::Op(op.expose()),
        (None, None) if order.k.is_some() => {
            return Err(Fault::new("opc", "K is given, and neither OPc nor OP"));
        }
        (None, None) => return Ok(None),
    };
    let Some(k) = &order.k else { return Err(Fault::new("k", "OPc or OP is given without K")) };
    provision::sim_keys(k.expose(), operator).map(Some).map_err(bad_secret)
}

fn tuak(order: &Order, parameters: TuakParameters) -> Result<Option<SimKeys>, Fault> {
    let foreign = "tuak takes TOPc or TOP; this is for algorithm milenage";
    none(&order.opc, "opc", foreign)?;
    none(&order.op, "op", foreign)?;
    let operator = match (&order.topc, &order.top) {
        (Some(_), Some(_)) => return Err(Fault::new("top", "TOPc is given too: one of the two is enough")),
        (Some(topc), None) => provision::TuakOperatorKey::Topc(topc.expose()),
        (None, Some(top)) => provision::TuakOperatorKey::Top(top.expose()),
        (None, None) if order.k.is_some() => {
            return Err(Fault::new("topc", "K is given, and neither TOPc nor TOP"));
        }
        (None, None) => return Ok(None),
    };
    let Some(k) = &order.k else { return Err(Fault::new("k", "TOPc or TOP is given without K")) };
    provision::tuak_keys(k.expose(), operator, parameters).map(Some).map_err(bad_secret)
}

/// A secret that these functions do not take.
fn none(secret: &Option<SecretText>, field: &str, problem: &'static str) -> Result<(), Fault> {
    if secret.is_some() { Err(Fault::new(field, problem)) } else { Ok(()) }
}

/// The field of an order is the secret's name in lower case.
fn bad_secret(error: provision::BadSecret) -> Fault {
    Fault::new(error.what.to_ascii_lowercase(), error.problem.to_string())
}

/// Gives each service with SIP Digest its H(A1), from the order's `password` or `ha1`; those that have one keep it.
pub(super) fn passwords(order: &Order, subscriber: &mut Subscriber, vault: &Vault) -> Result<(), Fault> {
    if order.password.is_none() && order.ha1.is_none() {
        return Ok(());
    }
    let field = if order.password.is_some() { "password" } else { "ha1" };
    if order.password.is_some() && order.ha1.is_some() {
        return Err(Fault::new("ha1", "the password is given too: one of the two is enough"));
    }
    let identities: Vec<_> =
        subscriber.services.iter().map(|service| subscriber.private_identity(service).into_owned()).collect();
    let mut given = 0;
    for (service, identity) in subscriber.services.iter_mut().zip(identities) {
        if service.password.is_some() || !service.allows(AuthScheme::SipDigest) {
            continue;
        }
        let ha1 = match (&order.password, &order.ha1) {
            (Some(password), _) => of_password(order, &identity, password)?,
            (None, Some(_)) if given > 0 => {
                let problem = "more than one service uses SIP Digest, and an H(A1) is good for one private identity: \
                               give the password, or write the services out";
                return Err(Fault::new(field, problem));
            }
            (None, Some(ha1)) => of_digits(ha1)?,
            (None, None) => return Ok(()),
        };
        service.password = Some(seal_ha1(&identity, &ha1, vault)?);
        given += 1;
    }
    if given == 0 {
        return Err(Fault::new(field, "no service of this subscriber uses SIP Digest"));
    }
    Ok(())
}

/// H(A1) of a password. The user name is the private identity as the order spells it: a digest is of octets, so case counts.
fn of_password(order: &Order, identity: &str, password: &SecretText) -> Result<Ha1, Fault> {
    let text = password.expose();
    if text.is_empty() || text.len() > super::limits::PASSWORD || text.chars().any(char::is_control) {
        let problem =
            format!("a password has 1 to {} octets and no control characters", super::limits::PASSWORD);
        return Err(Fault::new("password", problem));
    }
    let spelled =
        order.impi.as_deref().filter(|impi| impi.eq_ignore_ascii_case(identity)).unwrap_or(identity);
    Ok(digest::ha1(spelled, realm(spelled), text.as_bytes()))
}

/// H(A1) as 32 hexadecimal digits.
pub(super) fn of_digits(text: &SecretText) -> Result<Ha1, Fault> {
    let octets = hex::decode(text.expose().trim()).map_err(|error| Fault::new("ha1", error.to_string()))?;
    Ok(Ha1::new(*octets))
}

pub(super) fn seal_ha1(identity: &str, ha1: &Ha1, vault: &Vault) -> Result<Sealed, Fault> {
    vault.seal_ha1(identity, ha1, &mut SystemRandom).map_err(no_randomness)
}

fn no_randomness(error: crate::domain::auth::NoRandomness) -> Fault {
    Fault::new("", error.to_string())
}
