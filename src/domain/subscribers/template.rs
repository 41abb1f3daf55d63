//! Templates: what a subscriber gets of whom only the IMSI, the keys, the number and the service codes are told (`[template.NAME]`).

use super::{
    Fault, Fill, Pattern, Rules, account::AccountOrder, algorithm::Said, check, limits, order, rules::DEFAULT,
};
use crate::{
    records::{Algorithm, AuthScheme, Further, Identity, Roaming, Service, Subscriber},
    types::{E164, Impu, Imsi, Name, Sic, Timestamp},
};
use serde::Deserialize;
use std::collections::BTreeMap;

/// What subscribers made from it have in common.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// The home domain, without `ims.`; absent: made from the IMSI.
    pub domain: Option<Name>,
    /// Where its subscribers may register.
    #[serde(default)]
    pub roaming: Roaming,
    /// The functions of its SIMs, `milenage` or `tuak`; absent: Milenage.
    pub algorithm: Option<String>,
    /// How long the RES of its TUAK SIMs is, in bits: 32, 64 or 128; absent: 64.
    pub res_bits: Option<u16>,
    /// How often its TUAK SIMs apply Keccak: 1 to 255; absent: once.
    pub iterations: Option<u16>,
    /// The authentication management field of its SIMs: 4 hexadecimal digits.
    #[serde(default = "amf")]
    pub amf: String,
    /// The EPS profile (`[eps_profile.NAME]`) of its subscribers; absent: they have no EPS contract.
    pub eps: Option<Name>,
    /// The account that its subscribers are opened with; absent: nobody pays for them.
    pub account: Option<AccountOrder>,
    /// The services, each code once.
    pub service: Vec<ServiceTemplate>,
}

/// One service of a template.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceTemplate {
    /// Its code; absent for the service without one.
    pub sic: Option<Sic>,
    /// True: only for subscribers whose order names it.
    #[serde(default)]
    pub optional: bool,
    /// A soft phone's private identity; the order's `impi` goes before it. Absent: made from the IMSI.
    pub impi: Option<Pattern>,
    /// The scheme used when the S-CSCF leaves the choice to us.
    #[serde(default = "aka")]
    pub scheme: AuthScheme,
    /// Further schemes that may be asked for by name.
    #[serde(default)]
    pub also: Vec<Further>,
    /// False: registering is refused until the operator allows it.
    #[serde(default = "order::yes")]
    pub enabled: bool,
    /// Its public identities, the default of each implicit registration set first.
    pub identities: Vec<IdentityTemplate>,
    /// S-CSCF capabilities and names (`[scscf.NAME]`).
    pub scscf: Option<Name>,
    /// Charging functions (`[charging_functions.NAME]`).
    pub charging: Option<Name>,
    /// What the contract lets the client use.
    #[serde(default)]
    pub capabilities: Vec<Name>,
}

/// One public identity of a template's service. Left out for a subscriber who has not what the pattern wants.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentityTemplate {
    /// Its pattern.
    pub impu: Pattern,
    /// For implicit registration only.
    #[serde(default)]
    pub barred: bool,
    /// The implicit registration set.
    #[serde(default = "order::one")]
    pub set: u8,
    /// The alias group in the set; 0 for none.
    #[serde(default)]
    pub alias: u8,
    /// The service profile (`[profile.NAME]`).
    #[serde(default = "profile")]
    pub profile: Name,
}

fn amf() -> String {
    "8000".into()
}

fn aka() -> AuthScheme {
    AuthScheme::AkaV1
}

fn profile() -> Name {
    Name::new(DEFAULT)
}

impl ServiceTemplate {
    /// The service of one subscriber, without its password; `fill.impi` is the private identity the order gave.
    ///
    /// # Errors
    /// What a filled pattern is not, with its field.
    pub fn make(&self, fill: Fill<'_>) -> Result<Service, Fault> {
        let own = match (&self.impi, fill.impi) {
            (None, _) => None,
            (Some(_), Some(ordered)) => Some(ordered.to_owned()),
            (Some(pattern), None) => Some(pattern.fill(fill).ok_or_else(|| {
                Fault::new(
                    "impi",
                    "the template makes it from the MSISDN, and there is none: give one of the two",
                )
            })?),
        };
        let fill = Fill { sic: self.sic, impi: own.as_deref(), ..fill };
        let mut identities = Vec::with_capacity(self.identities.len());
        for (place, identity) in self.identities.iter().enumerate() {
            let Some(text) = identity.impu.fill(fill) else { continue };
            let impu = Impu::parse(&text).map_err(|error| {
                Fault::new(format!("identities[{}].impu", place + 1), format!("\"{text}\": {error}"))
            })?;
            identities.push(Identity {
                impu,
                barred: identity.barred,
                set: identity.set,
                alias: identity.alias,
                profile: identity.profile.clone(),
            });
        }
        Ok(Service {
            sic: self.sic,
            impi: own.map(|impi| impi.to_ascii_lowercase().into()),
            scheme: self.scheme,
            also: self.also.as_slice().into(),
            password: None,
            enabled: self.enabled,
            identities: identities.into(),
            scscf: self.scscf.clone(),
            charging: self.charging.clone(),
            capabilities: self.capabilities.as_slice().into(),
        })
    }
}

impl Template {
    /// The functions of its SIMs.
    ///
    /// # Errors
    /// What there is not, by its field.
    pub fn functions(&self) -> Result<Algorithm, Fault> {
        let algorithm = self.algorithm.as_deref();
        Said { algorithm, res_bits: self.res_bits, iterations: self.iterations }.read(Algorithm::Milenage)
    }

    /// All that can be wrong with a template before anybody is made from it.
    ///
    /// # Errors
    /// The first mistake.
    pub fn check(&self, rules: &Rules) -> Result<(), Fault> {
        super::secrets::amf(&self.amf)?;
        self.functions()?;
        if self.service.is_empty() || self.service.len() > limits::SERVICES {
            let problem = format!("a template has 1 to {} services", limits::SERVICES);
            return Err(Fault::new("service", problem));
        }
        for service in &self.service {
            service.check_patterns().map_err(|fault| fault.within(&check::service_field(service.sic)))?;
        }
        if let Some(contract) = super::eps::expand(None, self.eps.as_ref(), Self::SAMPLE)? {
            super::eps::check(&contract, rules)?;
        }
        if let Some(wish) = super::account::expand(None, self.account.as_ref(), Self::SAMPLE)? {
            if wish.number != super::account::own(Self::SAMPLE) {
                let problem = "every subscriber would be paid by the same: its number is for orders";
                return Err(Fault::new("account.number", problem));
            }
            wish.account(None, rules, Timestamp(0))?;
        }
        // A made-up subscriber, of whom everything is known, shows what else is wrong with what the template makes.
        check::contract(&self.sample()?, rules)
    }

    const SAMPLE: Imsi = Imsi::parse("001010123456789").expect("it is one, or this does not compile");

    fn sample(&self) -> Result<Subscriber, Fault> {
        let domain = self.domain.clone().unwrap_or_else(|| Name::new("mnc001.mcc001.3gppnetwork.org"));
        let msisdn = E164::parse("491700000000001");
        let fill = Fill { imsi: Self::SAMPLE, msisdn, domain: &domain, sic: None, impi: None };
        let make = |service: &ServiceTemplate| {
            service.make(fill).map_err(|fault| fault.within(&check::service_field(service.sic)))
        };
        let mut services = self.service.iter().map(make).collect::<Result<Vec<_>, _>>()?;
        services.sort_by_key(|service| service.sic);
        Ok(Subscriber {
            imsi: Self::SAMPLE,
            msisdn,
            domain: domain.clone(),
            sim: None,
            services: services.into(),
            roaming: self.roaming.clone(),
            template: None,
        })
    }
}

impl ServiceTemplate {
    /// A pattern that two subscribers fill alike would give the first of them an identity and refuse all others.
    fn check_patterns(&self) -> Result<(), Fault> {
        if self.scheme.is_by_place() || self.also.iter().map(Further::scheme).any(AuthScheme::is_by_place) {
            let problem = "GIBA and NASS-bundled go by where each user is: they are for services written out";
            return Err(Fault::new("scheme", problem));
        }
        let shared = "every subscriber would get the same: it needs {imsi}, {msisdn} or {impi}";
        if self.impi.as_ref().is_some_and(|impi| !impi.is_personal()) {
            return Err(Fault::new("impi", shared));
        }
        for (place, identity) in self.identities.iter().enumerate() {
            let field = || format!("identities[{}].impu", place + 1);
            if !identity.impu.is_personal() {
                return Err(Fault::new(field(), shared));
            }
            if self.sic.is_none() && identity.impu.wants_sic() {
                return Err(Fault::new(field(), "{sic} in a service without a code"));
            }
        }
        Ok(())
    }
}

/// The templates there are: the built-in ones, and those of the configuration.
#[derive(Debug, Clone)]
pub struct Templates {
    by_name: BTreeMap<Name, Template>,
    default: Name,
}

/// The built-in templates, as an operator would write them.
const BUILT_IN: &str = include_str!("templates.toml");

impl Templates {
    /// The built-in templates alone: `lab` (the default: VoLTE under 001, RCS under 002, on order the service without a code), `plain`
    /// (that service alone) and `soft-phone` (SIP Digest).
    pub fn built_in() -> Self {
        let by_name = toml::from_str(BUILT_IN).expect("part of the program; a test reads it");
        Self { by_name, default: Name::new("lab") }
    }

    /// The built-in templates and those of the configuration, which win over built-in ones of the same name. Without a `default` it is `lab`, or
    /// the configured one if there is exactly one.
    ///
    /// # Errors
    /// Every mistake, each with `template.NAME` before its field.
    pub fn new(
        configured: BTreeMap<Name, Template>,
        default: Option<&str>,
        rules: &Rules,
    ) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        for (name, template) in &configured {
            faults.extend(template.check(rules).err().map(|fault| fault.within(&format!("template.{name}"))));
        }
        let mut all = Self::built_in();
        match (default, configured.len()) {
            (Some(name), _) => all.default = Name::new(name),
            (None, 1) => all.default = configured.keys().next().cloned().unwrap_or(all.default),
            (None, _) => {}
        }
        // A built-in template that the operator's service codes rule out is no mistake of theirs, and no template.
        all.by_name.retain(|_, template| template.check(rules).is_ok());
        all.by_name.extend(configured);
        if faults.is_empty() && default.is_some() && all.get(None).is_none() {
            faults.push(Fault::new("default_template", format!("there is no [template.{}]", all.default)));
        }
        if faults.is_empty() { Ok(all) } else { Err(faults) }
    }

    /// The template of that name, or the default one.
    pub fn get(&self, name: Option<&str>) -> Option<(&Name, &Template)> {
        self.by_name.get_key_value(name.unwrap_or(&self.default))
    }

    /// The names, in order.
    pub fn names(&self) -> impl Iterator<Item = &Name> {
        self.by_name.keys()
    }
}
