//! From an order and its template to records: parse, fill, seal.

use super::{
    Fault, Fill, Order, Rules, ServiceOrder, Template, Templates, account, algorithm::Said, check, eps,
    secrets,
};
use crate::{
    domain::auth::{SEQ_MAX, Vault},
    records::{Algorithm, EpsSubscription, Identity, Roaming, Service, Sim, Subscriber},
    types::{E164, Impu, Imsi, Name, Sic, home_domain},
};
use std::borrow::Cow;

/// What an order became: a subscriber that may still lack secrets it had before, and is not checked as a whole yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expanded {
    /// The subscriber.
    pub subscriber: Subscriber,
    /// The EPS contract.
    pub eps: Option<EpsSubscription>,
    /// Who pays.
    pub account: Option<account::Wish>,
    /// SEQ of the last vector handed out elsewhere.
    pub seq: Option<u64>,
    /// The AMF, if the order tells one: for a SIM whose keys it leaves as they are.
    pub amf: Option<[u8; 2]>,
    /// The SIM's functions, if the order tells them: they have to be those of the keys it leaves as they are.
    pub algorithm: Option<Algorithm>,
}

/// What orders are read against.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The templates.
    pub templates: &'a Templates,
    /// The configuration's names and lengths.
    pub rules: &'a Rules,
    /// What seals.
    pub vault: &'a Vault,
}

/// Reads an order.
///
/// # Errors
/// The first mistake, with its field.
pub fn expand(order: &Order, context: Context<'_>) -> Result<Expanded, Fault> {
    let template = match context.templates.get(order.template.as_deref()) {
        // An export names templates for people; with the services written out nothing is taken from one.
        None if order.services.is_some() => None,
        None => return Err(unknown_template(order, context.templates)),
        found => found,
    };
    let imsi: Imsi = order.imsi.parse().map_err(|error| bad("imsi", &order.imsi, error))?;
    let msisdn =
        order.msisdn.as_deref().map(|text| text.parse::<E164>().map_err(|error| bad("msisdn", text, error)));
    let msisdn = msisdn.transpose()?;
    let impi = order_impi(order)?;
    let domain = home(order, impi.as_deref(), template.map(|(_, template)| template), imsi, context.rules)?;
    let amf = order.amf.as_deref().map(secrets::amf).transpose()?;
    let (algorithm, told) = functions(order, template.map(|(_, template)| template))?;
    let sim = sim(order, imsi, amf, algorithm, template.map(|(_, template)| template), context.vault)?;
    let fill = Fill { imsi, msisdn, domain: &domain, sic: None, impi: impi.as_deref() };
    let mut services = match (&order.services, template) {
        (Some(services), _) => written_out(order, services, fill, context.vault)?,
        (None, Some((name, template))) => from_template(order, name, template, fill)?,
        (None, None) => Vec::new(),
    };
    services.sort_by_key(|service| service.sic);
    let roaming = match (&order.roaming, template) {
        (Some(roaming), _) => roaming.clone(),
        (None, Some((_, template))) if order.services.is_none() => template.roaming.clone(),
        (None, _) => Roaming::default(),
    };
    // With the services written out nothing is taken from a template.
    let filled = template.filter(|_| order.services.is_none()).map(|(_, template)| template);
    let eps = eps::expand(order.eps.as_ref(), filled.and_then(|template| template.eps.as_ref()), imsi)?;
    let account = filled.and_then(|template| template.account.as_ref());
    let account = account::expand(order.account.as_ref(), account, imsi)?;
    let template =
        order.template.as_deref().map(Name::new).or_else(|| template.map(|(name, _)| name.clone()));
    let template = template.filter(|_| order.services.is_none() || order.template.is_some());
    let mut subscriber =
        Subscriber { imsi, msisdn, domain, sim, services: services.into(), roaming, template };
    // The spelling of the private identity that was completed counts for the digest.
    match impi {
        Some(impi) if order.password.is_some() => {
            let spelled = Order { impi: Some(impi), password: order.password.clone(), ..Order::default() };
            secrets::passwords(&spelled, &mut subscriber, context.vault)?;
        }
        _ => secrets::passwords(order, &mut subscriber, context.vault)?,
    }
    if order.seq.is_some_and(|seq| seq > SEQ_MAX) {
        return Err(Fault::new("seq", "a SEQ has at most 43 bits (TS 33.102 Annex C.1.1)"));
    }
    Ok(Expanded { subscriber, eps, account, seq: order.seq, amf, algorithm: told.then_some(algorithm) })
}

fn unknown_template(order: &Order, templates: &Templates) -> Fault {
    let names: Vec<&str> = templates.names().map(Name::as_str).collect();
    let asked = order.template.as_deref().unwrap_or("(the default)");
    Fault::new(
        "template",
        format!("there is no template {}; there are {}", asked.escape_debug(), names.join(", ")),
    )
}

fn bad(field: &str, text: &str, error: impl std::fmt::Display) -> Fault {
    if text.is_empty() {
        return Fault::new(field, "missing");
    }
    // A text that long may be a key in the wrong column, and must not stand in reports and logs.
    match text.chars().count() {
        count @ 21.. => Fault::new(field, format!("a text of {count} characters is {error}")),
        _ => Fault::new(field, format!("\"{}\" is {error}", text.escape_debug())),
    }
}

/// The private identity of a soft phone: complete, or completed by the realm.
fn order_impi(order: &Order) -> Result<Option<String>, Fault> {
    match (order.impi.as_deref(), order.realm.as_deref()) {
        (None, None) => Ok(None),
        (None, Some(_)) => Err(Fault::new("realm", "told without impi")),
        (Some(impi), None) => Ok(Some(impi.to_owned())),
        (Some(impi), Some(realm)) => match impi.rsplit_once('@') {
            None => Ok(Some(format!("{impi}@{realm}"))),
            Some((_, host)) if host.eq_ignore_ascii_case(realm) => Ok(Some(impi.to_owned())),
            Some((_, host)) => {
                let problem = format!(
                    "the private identity says {}: the realm is what stands behind its @",
                    host.escape_debug()
                );
                Err(Fault::new("realm", problem))
            }
        },
    }
}

/// The home domain: ordered, or the template's, or a soft phone's, or made from the IMSI.
fn home(
    order: &Order,
    impi: Option<&str>,
    template: Option<&Template>,
    imsi: Imsi,
    rules: &Rules,
) -> Result<Name, Fault> {
    let text = match (order.domain.as_deref(), template.and_then(|template| template.domain.as_ref()), impi) {
        (Some(ordered), _, _) => Cow::Owned(ordered.to_ascii_lowercase()),
        (None, Some(domain), _) => return Ok(domain.clone()),
        (None, None, Some(impi)) => {
            let host = secrets::realm(impi).to_ascii_lowercase();
            Cow::Owned(host.strip_prefix("ims.").unwrap_or(&host).to_owned())
        }
        (None, None, None) => {
            let digits = imsi.to_string();
            // An IMSI has at least 6 digits, so there are 3 of the MCC and up to 3 of the MNC.
            let (mcc, rest) = digits.split_at(3);
            Cow::Owned(home_domain(mcc, rest.get(..rules.mnc_digits).unwrap_or(rest)))
        }
    };
    check::domain(&text)?;
    Ok(Name::new(&text))
}

/// The functions of the SIM, and whether the order tells them: ordered, or the template's, or Milenage.
fn functions(order: &Order, template: Option<&Template>) -> Result<(Algorithm, bool), Fault> {
    let said = Said {
        algorithm: order.algorithm.as_deref(),
        res_bits: order.res_bits,
        iterations: order.iterations,
    };
    let otherwise = template.map_or(Ok(Algorithm::Milenage), Template::functions)?;
    Ok((said.read(otherwise)?, !said.is_silent()))
}

fn sim(
    order: &Order,
    imsi: Imsi,
    amf: Option<[u8; 2]>,
    algorithm: Algorithm,
    template: Option<&Template>,
    vault: &Vault,
) -> Result<Option<Sim>, Fault> {
    let amf = match (amf, template) {
        (Some(amf), _) => amf,
        (None, Some(template)) => secrets::amf(&template.amf)?,
        (None, None) => [0, 0],
    };
    secrets::sim(order, imsi, amf, algorithm, vault)
}

/// The services that the order names, or all that are not optional.
fn from_template(
    order: &Order,
    name: &Name,
    template: &Template,
    fill: Fill<'_>,
) -> Result<Vec<Service>, Fault> {
    let named =
        order.sics.as_ref().map(|sics| sics.iter().map(|text| read_sic(text)).collect::<Result<Vec<_>, _>>());
    let named = named.transpose()?;
    for sic in named.iter().flatten() {
        if !template.service.iter().any(|service| service.sic == *sic) {
            let problem = format!("the template {name} has no service {}", super::sic_text(*sic));
            return Err(Fault::new("sics", problem));
        }
    }
    let wanted = |sic: Option<Sic>, optional: bool| match &named {
        Some(named) => named.contains(&sic),
        None => !optional,
    };
    let chosen = template.service.iter().filter(|service| wanted(service.sic, service.optional));
    let services = chosen
        .map(|service| service.make(fill).map_err(|fault| fault.within(&check::service_field(service.sic))))
        .collect::<Result<Vec<_>, _>>()?;
    if fill.impi.is_some() && services.iter().all(|service| service.impi.is_none()) {
        let problem = format!(
            "the template {name} makes private identities from the IMSI; a soft phone needs another template"
        );
        return Err(Fault::new("impi", problem));
    }
    Ok(services)
}

/// A service code as orders write it: digits, or `plain` for the service without one.
///
/// # Errors
/// A fault in `sics`.
pub fn read_sic(text: &str) -> Result<Option<Sic>, Fault> {
    if text.eq_ignore_ascii_case(super::PLAIN) {
        return Ok(None);
    }
    Sic::parse(text).map(Some).ok_or_else(|| {
        let shown: String = text.chars().take(40).collect();
        Fault::new("sics", format!("\"{}\" is not a service code: digits, or plain", shown.escape_debug()))
    })
}

fn written_out(
    order: &Order,
    services: &[ServiceOrder],
    fill: Fill<'_>,
    vault: &Vault,
) -> Result<Vec<Service>, Fault> {
    if order.sics.is_some() || order.impi.is_some() {
        let field = if order.sics.is_some() { "sics" } else { "impi" };
        return Err(Fault::new(field, "the services are written out: say it there"));
    }
    services
        .iter()
        .enumerate()
        .map(|(place, service)| {
            make(service, fill, vault).map_err(|fault| fault.within(&format!("services[{}]", place + 1)))
        })
        .collect()
}

/// One service written out.
///
/// # Errors
/// The first mistake, with its field.
pub(super) fn make(order: &ServiceOrder, fill: Fill<'_>, vault: &Vault) -> Result<Service, Fault> {
    let sic = order.sic.as_deref().map(read_sic).transpose()?.flatten();
    let impi: Option<Box<str>> = order.impi.as_ref().map(|impi| impi.to_ascii_lowercase().into());
    let mut identities = Vec::with_capacity(order.identities.len().min(super::limits::IDENTITIES + 1));
    for (place, identity) in order.identities.iter().enumerate() {
        let impu = Impu::parse(&identity.impu).map_err(|error| {
            Fault::new(
                format!("identities[{}].impu", place + 1),
                format!("\"{}\": {error}", identity.impu.escape_debug()),
            )
        })?;
        identities.push(Identity {
            impu,
            barred: identity.barred,
            set: identity.set,
            alias: identity.alias,
            profile: Name::new(&identity.profile),
        });
    }
    let mut service = Service {
        sic,
        impi,
        scheme: order.scheme,
        also: order.also.as_slice().into(),
        password: None,
        enabled: order.enabled,
        identities: identities.into(),
        scscf: order.scscf.as_deref().map(Name::new),
        charging: order.charging.as_deref().map(Name::new),
        capabilities: order.capabilities.iter().map(|name| Name::new(name)).collect(),
    };
    if let Some(digits) = &order.ha1 {
        let derived = || crate::types::Impi::derive(fill.imsi, fill.domain, sic).into_boxed_str();
        let identity = service.impi.clone().unwrap_or_else(derived);
        service.password = Some(secrets::seal_ha1(&identity, &secrets::of_digits(digits)?, vault)?);
    }
    Ok(service)
}
