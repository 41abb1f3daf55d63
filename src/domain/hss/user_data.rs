//! User-Data: the XML that tells an S-CSCF what to do for the identities of one implicit registration set (TS 29.228 Annexes B and E).
//!
//! Elements stand in the order of the release 8 schema; no blank, no empty value, numbers for enumerations; the default
//! identity first and unbarred. Real parsers crash on anything else.

use super::{
    Features, Hss, Refusal, Switches,
    profile::{InitialFilterCriteria, Trigger},
};
use crate::records::{Identity, PublicService};
use quick_xml::escape::escape;
use std::fmt::Write;

/// The longest User-Data sent, in octets: a message has 65,536 at most (Kamailio's limit), and the rest of an SAA is under 4 kB.
pub const MAX_LENGTH: usize = 61_440;

/// The User-Data of an implicit registration set. `private` is the private identity as the S-CSCF knows it, `asked` the identity that was asked
/// for with the text it was asked with: an S-CSCF looks for that very text.
///
/// # Errors
/// [`Refusal::Unconfigured`] and [`Refusal::ProfileTooLong`].
pub fn user_data(
    hss: &Hss,
    private: &str,
    set: &[&Identity],
    asked: Option<(&Identity, &str)>,
    features: Features,
    switches: &Switches,
) -> Result<String, Refusal> {
    let mut out = open(private);
    // The default identity is the first one, and has to be unbarred: a barred one in front makes way.
    let first = set.iter().position(|identity| !identity.barred).unwrap_or(0);
    let ordered: Vec<_> = set
        .get(first)
        .into_iter()
        .chain(set.iter().enumerate().filter(|(at, _)| *at != first).map(|(_, it)| it))
        .collect();
    for (at, identity) in ordered.iter().enumerate() {
        // Identities of one profile, of which the same criteria count, stand in one ServiceProfile, at the place of the first of them.
        let profile = hss.profile(&identity.profile)?;
        let counts = |of: &Identity| profile.with(switches.of(&of.impu));
        let own = counts(identity);
        let alike = |other: &&&&Identity| other.profile == identity.profile && counts(other) == own;
        if ordered[..at].iter().any(|earlier| alike(&earlier)) {
            continue;
        }
        out.push_str("<ServiceProfile>");
        for member in ordered[at..].iter().filter(|member| alike(member)) {
            let spelled = asked.filter(|(asked, _)| *asked == **member).map(|(_, text)| text);
            public_identity(&mut out, member, spelled, features);
        }
        out.push_str(own.text(features));
        out.push_str("</ServiceProfile>");
    }
    close(out)
}

/// The User-Data of a public service, asked for with the text `asked`.
///
/// # Errors
/// As [`user_data`].
pub fn service_data(
    hss: &Hss,
    service: &PublicService,
    asked: &str,
    features: Features,
    switches: &Switches,
) -> Result<String, Refusal> {
    let mut out = open(&service.private_identity);
    out.push_str("<ServiceProfile><PublicIdentity>");
    if service.identity.is_wildcarded() {
        let wildcard =
            element("IdentityType", 2) + &element("WildcardedPSI", escape(service.identity.as_str()));
        out += &(element("Identity", escape(asked)) + &element("Extension", wildcard));
    } else {
        out += &(element("Identity", escape(spelling(service.identity.as_str(), asked)))
            + "<Extension><IdentityType>1</IdentityType></Extension>");
    }
    out.push_str("</PublicIdentity>");
    let profile = hss.profile(&service.profile)?;
    out.push_str(profile.with(switches.of(&service.identity)).text(features));
    out.push_str("</ServiceProfile>");
    close(out)
}

fn open(private: &str) -> String {
    let mut out = String::with_capacity(2048);
    out.push_str(r#"<?xml version="1.0" encoding="UTF-8"?><IMSSubscription>"#);
    push(&mut out, "PrivateID", &escape(private));
    out
}

fn close(mut out: String) -> Result<String, Refusal> {
    out.push_str("</IMSSubscription>");
    if out.len() > MAX_LENGTH { Err(Refusal::ProfileTooLong(out.len())) } else { Ok(out) }
}

/// BarringIndication?, Identity, Extension?
fn public_identity(out: &mut String, identity: &Identity, asked: Option<&str>, features: Features) {
    out.push_str("<PublicIdentity>");
    if identity.barred {
        out.push_str("<BarringIndication>1</BarringIndication>");
    }
    let canonical = identity.impu.as_str();
    let wildcarded = identity.impu.is_wildcarded();
    let text =
        if wildcarded { asked.unwrap_or(canonical) } else { spelling(canonical, asked.unwrap_or(canonical)) };
    push(out, "Identity", &escape(text));
    if wildcarded || identity.alias != 0 && features.contains(Features::ALIAS_IND) {
        out.push_str(&extension(identity, features));
    }
    out.push_str("</PublicIdentity>");
}

/// What later releases say of an identity: nested, each in the extension of the one before: IdentityType, then the alias group, then the
/// wildcarded IMPU.
fn extension(identity: &Identity, features: Features) -> String {
    let canonical = identity.impu.as_str();
    let wildcarded = identity.impu.is_wildcarded();
    let wildcard = if wildcarded {
        element("Extension", element("WildcardedIMPU", escape(canonical)))
    } else {
        String::new()
    };
    let alias = if identity.alias != 0 && features.contains(Features::ALIAS_IND) {
        element("AliasIdentityGroupID", identity.alias)
    } else {
        String::new()
    };
    let kind = if wildcarded { element("IdentityType", 3) } else { String::new() };
    let inner = alias + &wildcard;
    element("Extension", kind + &if inner.is_empty() { inner } else { element("Extension", inner) })
}

/// The identity as it was asked for, where that is a bare URI: the host's case is the client's, and S-CSCFs compare octets.
fn spelling<'a>(canonical: &'a str, asked: &'a str) -> &'a str {
    if asked.eq_ignore_ascii_case(canonical) { asked } else { canonical }
}

/// Priority, TriggerPoint?, ApplicationServer, ProfilePartIndicator?
pub(super) fn filter_criteria(ifc: &InitialFilterCriteria) -> String {
    let mut out = element("Priority", ifc.priority);
    if !ifc.trigger.is_empty() {
        let triggers: String =
            ifc.trigger.iter().map(|trigger| element("SPT", service_point_trigger(trigger))).collect();
        out += &element("TriggerPoint", element("ConditionTypeCNF", ifc.condition as u8) + &triggers);
    }
    let mut server = element("ServerName", escape(&ifc.application_server));
    if let Some(handling) = ifc.default_handling {
        server += &element("DefaultHandling", handling as u8);
    }
    if let Some(info) = &ifc.service_info {
        server += &element("ServiceInfo", escape(info));
    }
    let include = [
        (ifc.include_register_request, "<IncludeRegisterRequest/>"),
        (ifc.include_register_response, "<IncludeRegisterResponse/>"),
    ];
    let include: String = include.iter().filter(|(wanted, _)| *wanted).map(|(_, tag)| *tag).collect();
    if !include.is_empty() {
        server += &element("Extension", include);
    }
    out += &element("ApplicationServer", server);
    if let Some(part) = ifc.when {
        out += &element("ProfilePartIndicator", part as u8);
    }
    out
}

/// ConditionNegated?, Group+, one condition, Extension?
fn service_point_trigger(trigger: &Trigger) -> String {
    let mut out = String::new();
    if trigger.not {
        out += "<ConditionNegated>1</ConditionNegated>";
    }
    let groups = if trigger.groups.is_empty() { &[0][..] } else { &trigger.groups };
    groups.iter().for_each(|group| out += &element("Group", group));
    let content = |text: &Option<String>| {
        text.as_ref().map(|text| element("Content", escape(text))).unwrap_or_default()
    };
    if let Some(uri) = &trigger.request_uri {
        out += &element("RequestURI", escape(uri));
    } else if let Some(method) = &trigger.method {
        out += &element("Method", escape(method));
    } else if let Some(header) = &trigger.header {
        out += &element("SIPHeader", element("Header", escape(header)) + &content(&trigger.header_content));
    } else if let Some(case) = trigger.session_case {
        out += &element("SessionCase", case as u8);
    } else if let Some(line) = &trigger.sdp_line {
        out += &element("SessionDescription", element("Line", escape(line)) + &content(&trigger.sdp_content));
    }
    if !trigger.registration.is_empty() {
        let types: String =
            trigger.registration.iter().map(|kind| element("RegistrationType", *kind as u8)).collect();
        out += &element("Extension", types);
    }
    out
}

/// An element at the end of `out`, of a text that is escaped already.
fn push(out: &mut String, name: &str, text: &str) {
    for part in ["<", name, ">", text, "</", name, ">"] {
        out.push_str(part);
    }
}

pub(super) fn element(name: &str, content: impl std::fmt::Display) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = write!(out, "<{name}>{content}</{name}>");
    out
}
