//! The order for one subscriber: what a line of an import says, and what the body of a request to add one says.

use super::{account::AccountOrder, eps::EpsOrder};
use crate::records::{AuthScheme, Further, Roaming};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, Visitor},
};
use std::fmt;
use zeroize::Zeroizing;

/// A secret in the text form people write: hexadecimal digits or a password. Wiped when dropped, not shown by `Debug`.
///
/// Serialising it writes the secret: only an export that was asked for secrets has one to write.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SecretText(Zeroizing<String>);

impl SecretText {
    /// Takes the text over.
    pub fn new(text: impl Into<Zeroizing<String>>) -> Self {
        Self(text.into())
    }

    /// The text.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretText(…)")
    }
}

impl Serialize for SecretText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for SecretText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Any: asked for a string, serde_json itself would show a number that stands in its place.
        deserializer.deserialize_any(TextOnly)
    }
}

/// Takes a text, and says of a number that it is none without showing it: it may be a key whose quotes were forgotten.
struct TextOnly;

const QUOTES: &str = "a secret is a text in quotes";

impl Visitor<'_> for TextOnly {
    type Value = SecretText;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text in quotes")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<SecretText, E> {
        Ok(SecretText::new(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<SecretText, E> {
        Ok(SecretText::new(text))
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<SecretText, E> {
        Err(E::custom(QUOTES))
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<SecretText, E> {
        Err(E::custom(QUOTES))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<SecretText, E> {
        Err(E::custom(QUOTES))
    }
}

/// One subscriber as ordered: the IMSI, and what its template cannot know. Texts, so that a mistake is reported by field.
///
/// With a SIM: `k` and `opc` (or `op`), or, where it speaks TUAK, `topc` (or `top`). A soft phone: `password` (or `ha1`), and `impi` where the template does not make it. `services`, written out,
/// takes the place of what the template would make of `sics`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Order {
    /// 6 to 15 digits; a soft phone has one too, as the number of its account.
    pub imsi: String,
    /// The telephone number, with or without `+`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub msisdn: Option<String>,
    /// The template; the default one if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
    /// Which of the template's services: their codes, `plain` for the one without. Absent: all that are not optional.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sics: Option<Vec<String>>,
    /// The home domain, without `ims.`; else the template's, else made from the IMSI.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// K: 32 hexadecimal digits; for TUAK 32 or 64.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub k: Option<SecretText>,
    /// OPc: 32 hexadecimal digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opc: Option<SecretText>,
    /// OP, from which OPc is computed; one of the two.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub op: Option<SecretText>,
    /// TOPc, of a SIM that speaks TUAK: 64 hexadecimal digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topc: Option<SecretText>,
    /// TOP, from which TOPc is computed; one of the two.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub top: Option<SecretText>,
    /// The authentication management field, 4 hexadecimal digits; its separation bit is ours to set (TS 33.102 Annex H) and ignored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amf: Option<String>,
    /// `milenage` or `tuak`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub algorithm: Option<String>,
    /// How long TUAK's RES is: 32, 64 or 128 bits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub res_bits: Option<u16>,
    /// How often TUAK applies Keccak.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iterations: Option<u16>,
    /// SEQ of the last vector that the former home of this SIM handed out (43 bits): its successor continues there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
    /// Where it may register.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub roaming: Option<Roaming>,
    /// A soft phone's private identity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub impi: Option<String>,
    /// The password of SIP Digest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<SecretText>,
    /// The realm of SIP Digest: what stands behind the `@` of the private identity, if `impi` is told without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub realm: Option<String>,
    /// H(A1) in place of the password: 32 hexadecimal digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ha1: Option<SecretText>,
    /// The services written out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub services: Option<Vec<ServiceOrder>>,
    /// The EPS contract; the template's if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eps: Option<EpsOrder>,
    /// Who pays; whom the template says if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountOrder>,
}

/// One service written out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceOrder {
    /// Its code; absent for the one without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sic: Option<String>,
    /// A private identity not made from the IMSI.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impi: Option<String>,
    /// The scheme used when the S-CSCF leaves the choice to us.
    pub scheme: AuthScheme,
    /// Further schemes that may be asked for. Those that go by where the user is say where, here also where one is the first scheme:
    /// `{"giba": "10.45.0.2"}`, `{"nass-bundled": "LINE"}`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Further>,
    /// H(A1) of this service: 32 hexadecimal digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ha1: Option<SecretText>,
    /// False: registering is refused.
    #[serde(default = "yes", skip_serializing_if = "Clone::clone")]
    pub enabled: bool,
    /// Its public identities, the default of each set first.
    pub identities: Vec<IdentityOrder>,
    /// S-CSCF capabilities and names, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scscf: Option<String>,
    /// Charging functions, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charging: Option<String>,
    /// What the contract lets the client use.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub capabilities: Vec<String>,
}

/// One public identity written out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentityOrder {
    /// The identity.
    pub impu: String,
    /// For implicit registration only.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub barred: bool,
    /// The implicit registration set.
    #[serde(default = "one")]
    pub set: u8,
    /// The alias group in the set; 0 for none.
    #[serde(default)]
    pub alias: u8,
    /// The service profile, by name.
    #[serde(default = "default_profile")]
    pub profile: String,
}

pub(super) fn yes() -> bool {
    true
}

pub(super) fn one() -> u8 {
    1
}

fn default_profile() -> String {
    super::rules::DEFAULT.into()
}
