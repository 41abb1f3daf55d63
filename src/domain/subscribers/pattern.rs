//! Patterns of identities: `sip:+{msisdn}@ims.{domain}`, read once, filled in a million times.

use crate::types::{E164, Impi, Imsi, Sic};
use serde::{Deserialize, Deserializer};
use std::{borrow::Cow, fmt::Write, str::FromStr};

/// A text with places for what differs between subscribers: `{imsi}`, `{msisdn}`, `{domain}`, `{sic}` and `{impi}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(Box<[Part]>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(Box<str>),
    Imsi,
    Msisdn,
    Domain,
    Sic,
    Impi,
}

/// What a pattern is filled with.
#[derive(Debug, Clone, Copy)]
pub struct Fill<'a> {
    /// `{imsi}`.
    pub imsi: Imsi,
    /// `{msisdn}`: digits without the `+`.
    pub msisdn: Option<E164>,
    /// `{domain}`: the home domain, without `ims.`.
    pub domain: &'a str,
    /// `{sic}`.
    pub sic: Option<Sic>,
    /// A soft phone's private identity; `{impi}` is this, or else the one derived from the IMSI.
    pub impi: Option<&'a str>,
}

/// Why a text is not a pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MalformedPattern {
    /// A `{` without its `}`, or the other way round.
    #[error("\"{0}\" has a brace without its partner")]
    Brace(Box<str>),
    /// Something else between the braces.
    #[error(
        "\"{{{0}}}\" is not known in a pattern: there are {{imsi}}, {{msisdn}}, {{domain}}, {{sic}} and {{impi}}"
    )]
    Unknown(Box<str>),
}

impl Pattern {
    /// The text for one subscriber; `None` where the pattern wants an MSISDN or a service code, and there is none.
    pub fn fill(&self, fill: Fill<'_>) -> Option<String> {
        let mut out = String::with_capacity(64);
        for part in &self.0 {
            // Writing to a string cannot fail.
            let _ = match part {
                Part::Text(text) => out.write_str(text),
                Part::Imsi => write!(out, "{}", fill.imsi),
                Part::Msisdn => write!(out, "{}", fill.msisdn?),
                Part::Domain => out.write_str(fill.domain),
                Part::Sic => write!(out, "{}", fill.sic?),
                Part::Impi => match fill.impi {
                    Some(impi) => out.write_str(impi),
                    None => out.write_str(&Impi::derive(fill.imsi, fill.domain, fill.sic)),
                },
            };
        }
        Some(out)
    }

    /// True if it can be filled only for a service with a code.
    pub fn wants_sic(&self) -> bool {
        self.0.contains(&Part::Sic)
    }

    /// True if two subscribers never get the same text from it. (The number and the IMSI are one subscriber's; so is the private identity.)
    pub fn is_personal(&self) -> bool {
        self.0.iter().any(|part| matches!(part, Part::Imsi | Part::Msisdn | Part::Impi))
    }
}

impl FromStr for Pattern {
    type Err = MalformedPattern;

    fn from_str(text: &str) -> Result<Self, MalformedPattern> {
        let brace = || MalformedPattern::Brace(text.into());
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            let (before, from) = rest.split_at(open);
            let (name, after) = from[1..].split_once('}').ok_or_else(brace)?;
            push_text(&mut parts, before).ok_or_else(brace)?;
            parts.push(match name {
                "imsi" => Part::Imsi,
                "msisdn" => Part::Msisdn,
                "domain" => Part::Domain,
                "sic" => Part::Sic,
                "impi" => Part::Impi,
                other => return Err(MalformedPattern::Unknown(other.into())),
            });
            rest = after;
        }
        push_text(&mut parts, rest).ok_or_else(brace)?;
        Ok(Self(parts.into()))
    }
}

/// Adds a literal; `None` if a closing brace is left in it.
fn push_text(parts: &mut Vec<Part>, text: &str) -> Option<()> {
    if !text.is_empty() {
        parts.push(Part::Text(text.into()));
    }
    (!text.contains('}')).then_some(())
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Cow::<'de, str>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(pattern: &str, msisdn: Option<&str>, sic: Option<&str>) -> Option<String> {
        pattern.parse::<Pattern>().unwrap().fill(Fill {
            imsi: Imsi::parse("001010000000001").unwrap(),
            msisdn: msisdn.and_then(E164::parse),
            domain: "ims.example",
            sic: sic.and_then(Sic::parse),
            impi: None,
        })
    }

    #[test]
    fn fills_every_place() {
        let all = filled("{imsi}/{msisdn}/{domain}/{sic}/{impi}!", Some("8612345"), Some("001"));
        let expected = "001010000000001/8612345/ims.example/001/001010000000001@ims.sic001.ims.example!";
        assert_eq!(all.as_deref(), Some(expected));
        assert_eq!(filled("sip:help@ims.example", None, None).as_deref(), Some("sip:help@ims.example"));
    }

    #[test]
    fn what_is_not_there_leaves_no_half_text() {
        assert_eq!(filled("tel:+{msisdn}", None, None), None);
        assert_eq!(filled("sip:{sic}@{domain}", None, None), None);
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        let error = |text: &str| text.parse::<Pattern>().unwrap_err().to_string();
        assert!(error("sip:{msidn}@{domain}").contains("\"{msidn}\" is not known"));
        assert!(error("sip:{msisdn@x").contains("brace"));
        assert!(error("sip:msisdn}@x").contains("brace"));
    }
}
