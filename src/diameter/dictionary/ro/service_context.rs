//! Service-Context-Id (RFC 8506 §8.42, TS 32.299 §7.1.12): which service is charged, and whose document says what its AVPs mean.

use crate::diameter::codec::{AvpData, Encode, ResultCode};
use bytes::BytesMut;

/// The service that a Service-Context-Id of 3GPP names, by the document of its charging.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChargedService {
    /// TS 32.251: a PDN connection.
    Ps,
    /// TS 32.255: a PDU session of the 5G system.
    FiveG,
    /// TS 32.260: a SIP session or event.
    Ims,
    /// TS 32.274: a short message.
    Sms,
    /// TS 32.275: a supplementary service of multimedia telephony.
    Mmtel,
    /// TS 32.276: a voice call over circuits.
    Vcs,
    /// TS 32.280: advice of charge.
    Aoc,
    /// Another document of 3GPP, another organisation's, or a text of no such form.
    Other,
}

/// `[extension.][MNC.MCC.][Release.]document@3gpp.org`. Clients leave out what they like, and some write a dot for the @: the document is found all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct ServiceContextId<'a>(pub &'a str);

const DOMAIN: &str = "3gpp.org";

impl<'a> ServiceContextId<'a> {
    /// The service.
    pub fn service(&self) -> ChargedService {
        match self.document() {
            Some("32251") => ChargedService::Ps,
            Some("32255") => ChargedService::FiveG,
            Some("32260") => ChargedService::Ims,
            Some("32274") => ChargedService::Sms,
            Some("32275") => ChargedService::Mmtel,
            Some("32276") => ChargedService::Vcs,
            Some("32280") => ChargedService::Aoc,
            _ => ChargedService::Other,
        }
    }

    /// The document's five digits, as `32260` for TS 32.260.
    pub fn document(&self) -> Option<&'a str> {
        let before = self.before_domain()?;
        let document = before.rsplit_once('.').map_or(before, |(_, document)| document);
        (document.len() == 5 && digits(document)).then_some(document)
    }

    /// The release of the document that the client follows.
    pub fn release(&self) -> Option<u8> {
        self.split().1?.parse().ok()
    }

    /// MCC and MNC of the operator whose extension of the document it is.
    pub fn operator(&self) -> Option<(&'a str, &'a str)> {
        self.split().0
    }

    fn before_domain(&self) -> Option<&'a str> {
        let at = self.0.len().checked_sub(DOMAIN.len() + 1)?;
        let (before, domain) = self.0.split_at_checked(at)?;
        (domain.starts_with(['@', '.']) && domain[1..].eq_ignore_ascii_case(DOMAIN)).then_some(before)
    }

    /// What stands before the document, from its end: the release has at most two digits, an MCC has three.
    fn split(&self) -> (Option<(&'a str, &'a str)>, Option<&'a str>) {
        let Some((_, before)) = self.document().and(self.before_domain()).map(cut) else {
            return (None, None);
        };
        let Some(before) = before else { return (None, None) };
        let (last, earlier) = cut(before);
        let release = (digits(last) && last.len() <= 2).then_some(last);
        let Some(rest) = (if release.is_some() { earlier } else { Some(before) }) else {
            return (None, release);
        };
        let (mcc, earlier) = cut(rest);
        let mnc = earlier.map(|earlier| cut(earlier).0);
        let operator = mnc
            .filter(|mnc| matches!(mnc.len(), 2 | 3) && digits(mnc) && mcc.len() == 3 && digits(mcc))
            .map(|mnc| (mcc, mnc));
        (operator, release)
    }
}

/// The last label, and what stands before it.
fn cut(text: &str) -> (&str, Option<&str>) {
    text.rsplit_once('.').map_or((text, None), |(before, last)| (last, Some(before)))
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

impl<'a> AvpData<'a> for ServiceContextId<'a> {
    fn from_data(data: &'a [u8]) -> Result<Self, ResultCode> {
        <&str>::from_data(data).map(Self)
    }
}

impl Encode for ServiceContextId<'_> {
    fn encode(&self, out: &mut BytesMut) {
        self.0.encode(out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// TS 32.299 §7.1.12, as Kamailio, Open5GS and others write it.
    #[test]
    fn the_service_is_found_whatever_is_left_out() {
        use ChargedService::{Aoc, FiveG, Ims, Mmtel, Other, Ps, Sms, Vcs};
        type Row = (&'static str, ChargedService, Option<(&'static str, &'static str)>, Option<u8>);
        let rows: &[Row] = &[
            ("ext.01.001.8.32260@3gpp.org", Ims, Some(("001", "01")), Some(8)),
            ("32251@3gpp.org", Ps, None, None),
            ("32251.3gpp.org", Ps, None, None),
            ("8.32274@3gpp.org", Sms, None, Some(8)),
            ("01.001.32275@3gpp.org", Mmtel, Some(("001", "01")), None),
            ("010.460.15.32276@3GPP.ORG", Vcs, Some(("460", "010")), Some(15)),
            ("a.b.15.32280@3gpp.org", Aoc, None, Some(15)),
            ("ext.15.32255@3gpp.org", FiveG, None, Some(15)),
            ("001.15.32255@3gpp.org", FiveG, None, Some(15)),
            ("32270@3gpp.org", Other, None, None),
            ("32260@example.org", Other, None, None),
            ("32260@x3gpp.org", Other, None, None),
            ("032260@3gpp.org", Other, None, None),
            ("voice", Other, None, None),
            ("@3gpp.org", Other, None, None),
            ("3gpp.org", Other, None, None),
            ("é3gpp.org", Other, None, None),
            ("..@3gpp.org", Other, None, None),
            ("", Other, None, None),
        ];
        for (text, service, operator, release) in rows {
            let read = ServiceContextId(text);
            assert_eq!(
                (read.service(), read.operator(), read.release()),
                (*service, *operator, *release),
                "{text}"
            );
        }
        assert_eq!(ServiceContextId("32270@3gpp.org").document(), Some("32270"));
        assert_eq!(ServiceContextId::from_data(b"\xff"), Err(ResultCode::INVALID_AVP_VALUE));
    }
}
