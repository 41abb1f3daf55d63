//! IMS public identities: `sip:`, `sips:` and `tel:` URIs, compared by their canonical form.

use serde::{Deserialize, Deserializer, Serialize};
use std::{borrow::Cow, fmt, str::FromStr};

/// A public identity in canonical form: what the records keep and the index finds.
///
/// Canonical means (RFC 3261 §19.1.4, RFC 3966 §5, TS 23.003 §13.4): the scheme and the host in lower case, no port 5060, no
/// parameters or headers, no visual separators in a telephone number; `sips:` names the same user as `sip:`. The answer on the wire
/// echoes the octets received, never this.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Impu(Box<str>);

/// The kind of URI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// `sip:` (and `sips:`).
    Sip,
    /// `tel:`.
    Tel,
}

/// Why a text is not a public identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MalformedImpu {
    /// Neither `sip:`, `sips:` nor `tel:`.
    #[error("a public identity begins with sip:, sips: or tel:")]
    Scheme,
    /// A SIP URI without a host, or with blanks or control characters, or longer than 253 octets.
    #[error("a SIP URI is sip:user@host, at most 253 octets, without blanks")]
    Sip,
    /// A telephone number with characters that are neither digits nor visual separators.
    #[error("a tel URI is tel:+ and digits")]
    Tel,
}

const MAX_LEN: usize = 253;

impl Impu {
    /// The canonical form of `text`.
    pub fn parse(text: &str) -> Result<Self, MalformedImpu> {
        Ok(Self(canonical(text)?.into()))
    }

    /// The canonical form without an allocation where `text` is canonical already (what real S-CSCFs send mostly is).
    pub fn canonical(text: &str) -> Result<Cow<'_, str>, MalformedImpu> {
        canonical(text)
    }

    /// The canonical text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Which kind of URI.
    pub fn scheme(&self) -> Scheme {
        if self.0.starts_with("tel:") { Scheme::Tel } else { Scheme::Sip }
    }

    /// True for a wildcarded identity, whose variable part stands between exclamation marks (TS 23.003 §13.4A, §13.5).
    pub fn is_wildcarded(&self) -> bool {
        self.0.bytes().filter(|byte| *byte == b'!').count() >= 2
    }
}

fn canonical(text: &str) -> Result<Cow<'_, str>, MalformedImpu> {
    if is_plain(text) {
        return Ok(Cow::Borrowed(text));
    }
    let (scheme, rest) = text.split_once(':').ok_or(MalformedImpu::Scheme)?;
    if scheme.eq_ignore_ascii_case("sip") || scheme.eq_ignore_ascii_case("sips") {
        canonical_sip(text, scheme, rest)
    } else if scheme.eq_ignore_ascii_case("tel") {
        canonical_tel(text, scheme, rest)
    } else {
        Err(MalformedImpu::Scheme)
    }
}

/// True for what nearly every request names: `sip:user@host` or `tel:+digits`, so plainly canonical that one look at each octet tells.
/// False decides nothing.
fn is_plain(text: &str) -> bool {
    /// Octets that a canonical URI may have in places, or that make it another: all of them are looked at more closely.
    const SPECIAL: [bool; 256] = {
        let mut special = [true; 256];
        let mut byte = 0x21;
        while byte < 0x7f {
            special[byte] = matches!(byte as u8, b'!' | b';' | b'?' | b':' | b'@' | b'A'..=b'Z');
            byte += 1;
        }
        special
    };
    let plain = |text: &[u8]| text.iter().fold(true, |plain, byte| plain & !SPECIAL[usize::from(*byte)]);
    let bytes = text.as_bytes();
    if let Some(rest) = bytes.strip_prefix(b"sip:") {
        let at = rest.iter().position(|byte| *byte == b'@').unwrap_or_default();
        let fits = at > 0 && at + 1 < rest.len() && bytes.len() <= MAX_LEN;
        return fits && plain(&rest[..at]) && plain(&rest[at + 1..]);
    }
    let digits = |text: &[u8]| text.iter().fold(true, |digits, byte| digits & byte.is_ascii_digit());
    bytes.strip_prefix(b"tel:+").is_some_and(|number| (1..=15).contains(&number.len()) && digits(number))
}

fn canonical_sip<'a>(text: &'a str, scheme: &str, rest: &str) -> Result<Cow<'a, str>, MalformedImpu> {
    // A wildcarded identity holds a regular expression between two '!', where ';' and '?' are not delimiters.
    let wildcard_end =
        rest.rfind('!').filter(|last| rest.find('!') != Some(*last)).map_or(0, |last| last + 1);
    let (user_end, host_start) = match rest[wildcard_end..].find('@') {
        Some(at) => (Some(wildcard_end + at), wildcard_end + at + 1),
        None => (None, wildcard_end),
    };
    let end = rest[host_start..].find([';', '?']).map_or(rest.len(), |at| host_start + at);
    // User parameters (`;phone-context=`, RFC 3261 §19.1.1) stay: they are part of who is meant.
    let (user, hostport) = match user_end {
        Some(user_end) => (Some(&rest[..user_end]), &rest[host_start..end]),
        None => (None, &rest[..end]),
    };
    // Of a port that stands twice, which is no URI at all, nothing is left either: the canonical form has no other.
    let host = hostport.trim_end_matches(":5060");
    let unfit = |byte: u8| byte <= b' ' || byte == 0x7f;
    if host.is_empty() || user == Some("") || text.len() > MAX_LEN || rest.bytes().any(unfit) {
        return Err(MalformedImpu::Sip);
    }
    let untouched = scheme == "sip"
        && host.len() + host_start == rest.len()
        && !host.bytes().any(|b| b.is_ascii_uppercase());
    if untouched {
        return Ok(Cow::Borrowed(text));
    }
    let mut out = String::with_capacity(text.len());
    out.push_str("sip:");
    if let Some(user) = user {
        out.push_str(user);
        out.push('@');
    }
    out.push_str(host);
    if user.is_some() || wildcard_end == 0 {
        let host_at = out.len() - host.len();
        out[host_at..].make_ascii_lowercase();
    }
    Ok(Cow::Owned(out))
}

fn canonical_tel<'a>(text: &'a str, scheme: &str, rest: &str) -> Result<Cow<'a, str>, MalformedImpu> {
    let wildcarded = rest.matches('!').count() >= 2;
    if wildcarded && !rest.bytes().any(|byte| byte <= b' ' || byte == 0x7f) && text.len() <= MAX_LEN {
        return Ok(if scheme == "tel" { Cow::Borrowed(text) } else { Cow::Owned(format!("tel:{rest}")) });
    }
    let number = rest.split(';').next().unwrap_or_default();
    let digits = number.strip_prefix('+').unwrap_or(number);
    let separator = |byte: &u8| matches!(byte, b'-' | b'.' | b'(' | b')');
    let count = digits.bytes().filter(u8::is_ascii_digit).count();
    if count == 0
        || text.len() > MAX_LEN
        || !digits.bytes().all(|byte| byte.is_ascii_digit() || separator(&byte))
    {
        return Err(MalformedImpu::Tel);
    }
    if scheme == "tel" && count == digits.len() && number.len() == rest.len() {
        return Ok(Cow::Borrowed(text));
    }
    let plus = if number.starts_with('+') { "+" } else { "" };
    let digits: String = digits.chars().filter(char::is_ascii_digit).collect();
    Ok(Cow::Owned(format!("tel:{plus}{digits}")))
}

impl FromStr for Impu {
    type Err = MalformedImpu;
    fn from_str(text: &str) -> Result<Self, MalformedImpu> {
        Self::parse(text)
    }
}

impl<'de> Deserialize<'de> for Impu {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for Impu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Impu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Impu({})", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brings_every_spelling_to_one_form() {
        let cases = [
            ("sip:+8618612345678@ims.example", "sip:+8618612345678@ims.example"),
            ("SIP:alice@IMS.Example", "sip:alice@ims.example"),
            ("sips:alice@ims.example", "sip:alice@ims.example"),
            ("sip:Alice@ims.example", "sip:Alice@ims.example"),
            ("sip:alice@ims.example:5060", "sip:alice@ims.example"),
            ("sip:alice@ims.example:5080", "sip:alice@ims.example:5080"),
            ("sip:alice@ims.example:5060:5060", "sip:alice@ims.example"),
            ("sip:alice@ims.example;transport=tcp", "sip:alice@ims.example"),
            ("sip:alice@ims.example?subject=x", "sip:alice@ims.example"),
            ("sip:112;phone-context=x@ims.example;user=phone", "sip:112;phone-context=x@ims.example"),
            ("sip:ims.example", "sip:ims.example"),
            ("sip:[2001:DB8::1]", "sip:[2001:db8::1]"),
            ("tel:+8618612345678", "tel:+8618612345678"),
            ("TEL:+86-186.(1234)5678", "tel:+8618612345678"),
            ("tel:5678;phone-context=+86", "tel:5678"),
            ("sip:chat!.*!@example.com", "sip:chat!.*!@example.com"),
            ("sip:chat!a;b?c@d!@Example.com", "sip:chat!a;b?c@d!@example.com"),
        ];
        for (text, expected) in cases {
            let impu = Impu::parse(text).unwrap();
            assert_eq!(impu.as_str(), expected, "{text}");
            assert_eq!(Impu::parse(expected).unwrap(), impu, "canonical form is a fixed point");
        }
    }

    #[test]
    fn refuses_what_is_no_public_identity() {
        let long = format!("sip:{}@example", "a".repeat(250));
        for text in [
            "",
            "alice",
            "alice@ims",
            "http://x",
            "sip:",
            "sip:@host",
            "sip:a@",
            "sip:a b@c",
            "tel:",
            "tel:+",
            "tel:abc",
            &long,
        ] {
            assert!(Impu::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_canonical_text_costs_no_allocation() {
        for text in ["sip:+8618612345678@ims.example", "tel:+8618612345678"] {
            assert!(matches!(Impu::canonical(text), Ok(Cow::Borrowed(_))));
        }
    }
}
