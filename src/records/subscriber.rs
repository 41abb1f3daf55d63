//! A subscriber as provisioned: who they are, and which services they may use.

use super::{Algorithm, AuthScheme, Further, Record, Sealed};
use crate::types::{E164, FramedAddress, Impi, Impu, Imsi, Name, Sic};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// One SIM and its contract. Everything in it was provisioned; what happens on the network is in [`Registration`](super::Registration).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscriber {
    /// The key.
    pub imsi: Imsi,
    /// The first telephone number, if there is one.
    pub msisdn: Option<E164>,
    /// The home domain its IMS identities are made with, in lower case, without `ims.` (it need not agree with the IMSI's digits).
    pub domain: Name,
    /// The SIM's algorithm and keys; absent for a user who has passwords only.
    pub sim: Option<Sim>,
    /// The IMS services, one per SIC, ordered by SIC, the service without a code first. No SIC twice.
    #[serde(deserialize_with = "super::list::deserialize")]
    pub services: Box<[Service]>,
    /// Where registration is allowed (UAR, TS 29.228 §6.1.1.1).
    pub roaming: Roaming,
    /// The template it was made from, for people who ask.
    pub template: Option<Name>,
}

/// What the authentication centre knows of a SIM.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sim {
    /// Which functions f1 … f5* it computes.
    pub algorithm: Algorithm,
    /// The authentication management field of its vectors, separation bit clear (TS 33.102 Annex H).
    pub amf: [u8; 2],
    /// K, and OPc or TOPc.
    pub keys: Sealed,
}

/// One IMS service of a subscriber: an entry of the contract with a private identity of its own (SC-3, SC-7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// Its code; `None` for the standard IMPI without one.
    pub sic: Option<Sic>,
    /// A private identity that is not made from the IMSI (a soft phone's), in its index form: lower case.
    pub impi: Option<Box<str>>,
    /// The scheme used when the S-CSCF leaves the choice to us.
    pub scheme: AuthScheme,
    /// Further schemes that may be asked for by name; and where the user is, for those that go by that, be it the first scheme or a further one.
    #[serde(deserialize_with = "super::list::deserialize")]
    pub also: Box<[Further]>,
    /// H(A1) of SIP Digest: user, realm and password hashed.
    pub password: Option<Sealed>,
    /// False: the entry exists, but registering is refused with 5003 until the operator allows it again.
    pub enabled: bool,
    /// The public identities, implicit registration sets together, the default of each set first.
    #[serde(deserialize_with = "super::list::deserialize")]
    pub identities: Box<[Identity]>,
    /// A set of S-CSCF capabilities and preferred names from the configuration (`[scscf.NAME]`); `None` for the default set.
    pub scscf: Option<Name>,
    /// A set of charging functions from the configuration (`[charging_functions.NAME]`); `None` for the default set.
    pub charging: Option<Name>,
    /// What the contract lets the client use: IMS service identifiers and feature tags (SC-6).
    #[serde(deserialize_with = "super::list::deserialize")]
    pub capabilities: Box<[Name]>,
}

/// One public identity of a service. Two services that list the same IMPU share it (SC-5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The identity; may be wildcarded.
    pub impu: Impu,
    /// Barred: for implicit registration and being called only (TS 23.008 §3.1).
    pub barred: bool,
    /// The implicit registration set within the service; identities of one number register together (TS 23.228 §5.2.1a).
    pub set: u8,
    /// The alias group within the set, 0 for none: aliases have one service profile and service data (TS 23.008 §3.1).
    pub alias: u8,
    /// The service profile, by its name in the configuration (`[profile.NAME]`).
    pub profile: Name,
}

/// Which visited networks a subscriber may register from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Roaming {
    /// Any.
    #[default]
    Anywhere,
    /// The home network alone.
    HomeOnly,
    /// The home network and these visited network identifiers, in lower case.
    Networks(Box<[Name]>),
}

impl Record for Subscriber {
    type Key = Imsi;
    const KIND: &'static str = "subscriber";
    fn key(&self) -> Imsi {
        self.imsi
    }
}

impl Service {
    /// True if `scheme` may be used with it. Who has an H(A1) has it in either envelope.
    pub fn allows(&self, scheme: AuthScheme) -> bool {
        let same =
            |provisioned: AuthScheme| provisioned == scheme || (scheme.is_ha1() && provisioned.is_ha1());
        same(self.scheme) || self.also.iter().map(Further::scheme).any(same)
    }

    /// The address that GIBA expects.
    pub fn address(&self) -> Option<FramedAddress> {
        self.also.iter().find_map(|further| match further {
            Further::Giba(address) => Some(*address),
            _ => None,
        })
    }

    /// The lines that NASS-bundled authentication allows.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.also.iter().filter_map(|further| match further {
            Further::NassBundled(line) => Some(&**line),
            _ => None,
        })
    }
}

impl Subscriber {
    /// The contract entry of one service.
    pub fn service(&self, sic: Option<Sic>) -> Option<&Service> {
        self.services.iter().find(|service| service.sic == sic)
    }

    /// The private identity of one service, in its index form: its own, or the one derived from the IMSI (SC-2). Sealed passwords are bound to it.
    pub fn private_identity<'a>(&self, service: &'a Service) -> Cow<'a, str> {
        match &service.impi {
            Some(own) => Cow::Borrowed(own),
            None => Cow::Owned(Impi::derive(self.imsi, &self.domain, service.sic)),
        }
    }

    /// Every text under which the identity index finds this subscriber: public identities, private ones not made from the IMSI, and
    /// `tel:+<MSISDN>` even where no service has that as an identity. A number so has one owner, be it somebody's MSISDN or somebody's
    /// identity, and naming a user by MSISDN always works (SC-7); who is found by an identity must still look which service has it.
    /// An identity shared between services comes once for each.
    pub fn index_keys(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let identities = self.services.iter().flat_map(|service| {
            service
                .impi
                .as_deref()
                .into_iter()
                .chain(service.identities.iter().map(|identity| identity.impu.as_str()))
        });
        identities.map(Cow::Borrowed).chain(self.number_key().map(Cow::Owned))
    }

    /// True if `key` is one of [`index_keys`](Self::index_keys); costs no allocation.
    pub fn lists(&self, key: &str) -> bool {
        let has = |service: &Service| {
            service.identities.iter().any(|identity| identity.impu.as_str() == key)
                || service.impi.as_deref() == Some(key)
        };
        self.services.iter().any(has) || self.msisdn.is_some_and(|msisdn| is_number(key, msisdn))
    }

    /// `tel:+<MSISDN>` if no identity is that already.
    fn number_key(&self) -> Option<String> {
        let msisdn = self.msisdn?;
        let mut identities = self.services.iter().flat_map(|service| service.identities.iter());
        let listed = identities.any(|identity| is_number(identity.impu.as_str(), msisdn));
        (!listed).then(|| format!("tel:+{msisdn}"))
    }
}

/// True if `key` is `tel:+<MSISDN>`.
fn is_number(key: &str, msisdn: E164) -> bool {
    key.strip_prefix("tel:+")
        .filter(|digits| !digits.starts_with('+'))
        .is_some_and(|digits| E164::parse(digits) == Some(msisdn))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SC-7: the MSISDN finds its user whether or not a service has it as an identity, and is one key, not two.
    #[test]
    fn sc_7_the_number_is_always_a_key() {
        let identity = |text: &str| Identity {
            impu: Impu::parse(text).unwrap(),
            barred: false,
            set: 1,
            alias: 0,
            profile: "default".into(),
        };
        let with = |identities: &[&str]| Subscriber {
            imsi: Imsi::parse("001010000000001").unwrap(),
            msisdn: E164::parse("8618612345678"),
            domain: "ims.example".into(),
            sim: None,
            services: Box::new([Service {
                sic: None,
                impi: Some("alice@ims.example".into()),
                scheme: AuthScheme::SipDigest,
                also: Box::default(),
                password: None,
                enabled: true,
                identities: identities.iter().map(|text| identity(text)).collect(),
                scscf: None,
                charging: None,
                capabilities: Box::default(),
            }]),
            roaming: Roaming::Anywhere,
            template: None,
        };
        let keys = |subscriber: Subscriber| subscriber.index_keys().map(Cow::into_owned).collect::<Vec<_>>();
        let expected = ["alice@ims.example", "sip:a@ims.example", "tel:+8618612345678"];
        assert_eq!(keys(with(&["sip:a@ims.example"])), expected);
        for key in expected {
            assert!(with(&["sip:a@ims.example"]).lists(key), "{key}");
        }
        for key in
            ["alice", "sip:b@ims.example", "tel:8618612345678", "tel:++8618612345678", "tel:+86186123456789"]
        {
            assert!(!with(&["sip:a@ims.example"]).lists(key), "{key}");
        }
        assert_eq!(keys(with(&["sip:a@ims.example", "tel:+8618612345678"])), expected);
    }
}
