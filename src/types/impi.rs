//! IMS private user identities, with and without a service identification code.

use super::{Imsi, Sic};
use std::fmt;

/// An IMPI, read: the user part, the service code if it carries one, and the home domain it names.
///
/// Three forms are understood (TS 23.003 §13.3 and SC-1):
///
/// ```text
/// <IMSI>@ims.mnc<MNC>.mcc<MCC>.3gppnetwork.org             the standard one: `user` + `ims.` + home domain
/// <IMSI>@ims.sic<SIC>.mnc<MNC>.mcc<MCC>.3gppnetwork.org    with a service code
/// <anything>@<anything>                                    an NAI that is not made from an IMSI (a soft phone's)
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Impi<'a> {
    /// Before the `@`.
    pub user: &'a str,
    /// The IMSI, where `user` is one and the domain begins with `ims.`.
    pub imsi: Option<Imsi>,
    /// The service code, where the domain carries one.
    pub sic: Option<Sic>,
    /// After the `@`, and for an IMSI-based identity without the `ims.` and `sic<SIC>.` labels. Case as received.
    pub domain: &'a str,
}

/// Why a text is not an IMPI. On Cx it is an unknown user, never another user (SC-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MalformedImpi {
    /// No `@`, or nothing on one side of it, or more than 253 octets, or a blank or control character.
    #[error("not of the form user@domain")]
    NotAnNai,
    /// A `sic<digits>` label whose count of digits is not the configured one.
    #[error("the service code has not the configured number of digits")]
    SicLength,
    /// A service code where none belongs: twice, or not directly after `ims.`.
    #[error("the service code is in the wrong place")]
    SicPlace,
}

impl<'a> Impi<'a> {
    /// Reads an IMPI; `sic_length` is the operator's number of digits in a service code.
    pub fn parse(text: &'a str, sic_length: usize) -> Result<Self, MalformedImpi> {
        let at = position(text, b'@').ok_or(MalformedImpi::NotAnNai)?;
        let (user, host) = (&text[..at], &text[at + 1..]);
        // Without a way out in the middle: the compiler looks at many octets at once.
        let unfit = |text: &str| {
            text.bytes().fold(false, |bad, byte| bad | (byte <= b' ') | (byte == 0x7f) | (byte == b'@'))
        };
        if user.is_empty() || host.is_empty() || text.len() > 253 || unfit(user) || unfit(host) {
            return Err(MalformedImpi::NotAnNai);
        }
        let Some((imsi, rest)) = Imsi::parse(user).zip(strip_label(host, "ims")) else {
            return Ok(Self { user, imsi: None, sic: None, domain: host });
        };
        let (sic, domain) = match split_label(rest) {
            Some((label, domain)) if is_sic_label(label) => {
                let sic = Sic::parse(&label[3..]).filter(|sic| sic.len() == sic_length);
                (Some(sic.ok_or(MalformedImpi::SicLength)?), domain)
            }
            _ => (None, rest),
        };
        if domain.is_empty() || has_sic_label(domain) {
            return Err(MalformedImpi::SicPlace);
        }
        Ok(Self { user, imsi: Some(imsi), sic, domain })
    }

    /// The client side (SC-2): the IMPI of `imsi` in `domain` (its home domain, without `ims.`) for the service `sic`.
    pub fn derive(imsi: Imsi, domain: &str, sic: Option<Sic>) -> String {
        match sic {
            Some(sic) => format!("{imsi}@ims.sic{sic}.{domain}"),
            None => format!("{imsi}@ims.{domain}"),
        }
    }
}

/// The home domain of a network: `mnc<MNC>.mcc<MCC>.3gppnetwork.org`, the MNC padded to three digits (TS 23.003 §13.2).
pub fn home_domain(mcc: &str, mnc: &str) -> String {
    format!("mnc{mnc:0>3}.mcc{mcc}.3gppnetwork.org")
}

impl fmt::Display for Impi<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.imsi, self.sic) {
            (Some(imsi), Some(sic)) => write!(f, "{imsi}@ims.sic{sic}.{}", self.domain),
            (Some(imsi), None) => write!(f, "{imsi}@ims.{}", self.domain),
            (None, _) => write!(f, "{}@{}", self.user, self.domain),
        }
    }
}

fn position(text: &str, wanted: u8) -> Option<usize> {
    text.bytes().position(|byte| byte == wanted)
}

/// The first label of a domain name, and what follows its dot.
fn split_label(domain: &str) -> Option<(&str, &str)> {
    position(domain, b'.').map(|dot| (&domain[..dot], &domain[dot + 1..]))
}

/// True if any label of `domain` is a service code.
fn has_sic_label(mut domain: &str) -> bool {
    while let Some((label, rest)) = split_label(domain) {
        if is_sic_label(label) {
            return true;
        }
        domain = rest;
    }
    is_sic_label(domain)
}

/// `host` without its first label, if that is `label` (case does not matter in domain names) and something follows.
fn strip_label<'a>(host: &'a str, label: &str) -> Option<&'a str> {
    let (first, rest) = split_label(host)?;
    first.eq_ignore_ascii_case(label).then_some(rest)
}

/// `sic` and then digits only: such a label is a service code wherever it stands.
fn is_sic_label(label: &str) -> bool {
    label.len() > 3
        && label.as_bytes()[..3].eq_ignore_ascii_case(b"sic")
        && label.as_bytes()[3..].iter().all(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: &str = "mnc010.mcc460.3gppnetwork.org";

    /// SC-1, the worked example of SC: VoLTE is SIC 001, RCS is SIC 002, and neither is the identity without a code.
    #[test]
    fn sc_1_reads_both_forms() {
        let read = |text| Impi::parse(text, 3).unwrap();
        let volte = read("460011100612345@ims.sic001.mnc010.mcc460.3gppnetwork.org");
        assert_eq!(
            (volte.imsi, volte.sic, volte.domain),
            (Imsi::parse("460011100612345"), Sic::parse("001"), HOME)
        );
        let plain = read("460011100612345@ims.mnc010.mcc460.3gppnetwork.org");
        assert_eq!((plain.imsi, plain.sic, plain.domain), (Imsi::parse("460011100612345"), None, HOME));
        let upper = read("460011100612345@IMS.SIC002.mnc010.mcc460.3gppnetwork.org");
        assert_eq!(upper.sic, Sic::parse("002"));
        let soft = read("alice@ims.test");
        assert_eq!((soft.imsi, soft.domain), (None, "ims.test"));
    }

    /// SC-1: wrong length, twice, in the wrong label. Never another user: none of these reads as the identity without a code.
    #[test]
    fn sc_1_refuses_a_malformed_code() {
        use MalformedImpi::*;
        let cases = [
            ("460011100612345@ims.sic01.mnc010.mcc460.3gppnetwork.org", SicLength),
            ("460011100612345@ims.sic0001.mnc010.mcc460.3gppnetwork.org", SicLength),
            ("460011100612345@ims.sic000000001.mnc010.mcc460.3gppnetwork.org", SicLength),
            ("460011100612345@ims.sic001.sic001.mnc010.mcc460.3gppnetwork.org", SicPlace),
            ("460011100612345@ims.sic001.sic02.mnc010.mcc460.3gppnetwork.org", SicPlace),
            ("460011100612345@ims.mnc010.sic001.mcc460.3gppnetwork.org", SicPlace),
            ("460011100612345@ims.mnc010.mcc460.3gppnetwork.org.sic001", SicPlace),
            ("460011100612345@ims.sic001.", SicPlace),
            ("460011100612345@", NotAnNai),
            ("@ims.sic001.mnc010.mcc460.3gppnetwork.org", NotAnNai),
            ("460011100612345", NotAnNai),
            ("460011100612345@ims.sic001.mnc010@mcc460.3gppnetwork.org", NotAnNai),
            ("460011100612345@ims.sic001.mnc010 .mcc460.3gppnetwork.org", NotAnNai),
        ];
        for (text, error) in cases {
            assert_eq!(Impi::parse(text, 3), Err(error), "{text}");
        }
        // Not digits after `sic`: an ordinary label, of a domain that nobody here has.
        assert_eq!(Impi::parse("460011100612345@ims.sicily.example", 3).unwrap().domain, "sicily.example");
    }

    /// SC-2.
    #[test]
    fn sc_2_derives_what_it_reads() {
        let imsi = Imsi::parse("460011100612345").unwrap();
        for sic in [None, Sic::parse("001"), Sic::parse("999")] {
            let text = Impi::derive(imsi, &home_domain("460", "10"), sic);
            let read = Impi::parse(&text, 3).unwrap();
            assert_eq!((read.imsi, read.sic, read.domain), (Some(imsi), sic, HOME));
            assert_eq!(read.to_string(), text);
        }
    }
}
