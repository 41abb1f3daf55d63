//! A message for people: one line per AVP, groups indented, names instead of numbers, secrets left out.
//!
//! ```text
//! User-Authorization-Answer (UAA), flags -P--, code 300, application 16777216 (Cx), hop-by-hop 0x00000007, end-to-end 0x00000009, 200 octets
//!   Session-Id [M] "icscf.example;1;1"
//!   Vendor-Specific-Application-Id [M]
//!     Vendor-Id [M] 10415 (3GPP)
//!     Auth-Application-Id [M] 16777216 (Cx)
//!   Experimental-Result [M]
//!     Vendor-Id [M] 10415 (3GPP)
//!     Experimental-Result-Code [M] DIAMETER_FIRST_REGISTRATION (2001)
//! ```
//!
//! Whatever the octets are, printing neither fails nor goes on without bound: [`MAX_LINES`] lines of [`MAX_VALUE`] characters at most.

use super::base::avps::{
    ACCT_APPLICATION_ID, AUTH_APPLICATION_ID, EXPERIMENTAL_RESULT_CODE, RESULT_CODE, SUPPORTED_VENDOR_ID,
    VENDOR_ID,
};
use super::{ETSI, TGPP, base, cx, s6a};
use crate::diameter::codec::{
    Address, Avp, AvpDef, AvpFlags, Avps, CommandFlags, Format, Header, Message, ResultCode,
};
use crate::types::Timestamp;
use std::fmt::{self, Write};

/// Lines printed after the header's at most.
pub const MAX_LINES: usize = 2000;
/// Characters printed of one value at most.
pub const MAX_VALUE: usize = 16_384;

/// A message to be displayed.
#[derive(Clone, Copy)]
pub struct Tree<'m> {
    message: &'m [u8],
    secrets: bool,
}

/// The tree of a message, secrets left out.
pub fn tree(message: &Message) -> Tree<'_> {
    Tree::of(message.as_bytes())
}

impl<'m> Tree<'m> {
    /// The tree of octets that should be a message; what cannot be read is said so.
    pub fn of(message: &'m [u8]) -> Self {
        Self { message, secrets: false }
    }

    /// The same tree with secrets shown.
    pub fn with_secrets(self) -> Self {
        Self { secrets: true, ..self }
    }
}

/// Never shows more than the tree does.
impl fmt::Debug for Tree<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Tree<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(header) = Header::peek(self.message) else {
            return writeln!(f, "! no message: {} octets, a header has {}", self.message.len(), Header::LEN);
        };
        header_line(f, &header)?;
        if let Err(error) = Header::parse(self.message) {
            writeln!(f, "! {error}, {} octets given", self.message.len())?;
        }
        let avps = Avps::new(&self.message[Header::LEN..]);
        let mut printer =
            Printer { f, lines: MAX_LINES, application: header.application, secrets: self.secrets };
        printer.avps(avps, 1)
    }
}

fn header_line(f: &mut fmt::Formatter<'_>, header: &Header) -> fmt::Result {
    match super::command(header.code, header.application, header.is_request()) {
        Some(command) => write!(f, "{} ({})", command.name, command.short)?,
        None if header.is_request() => write!(f, "Request {}", header.code)?,
        None => write!(f, "Answer {}", header.code)?,
    }
    f.write_str(", flags ")?;
    for (flag, letter) in [
        (CommandFlags::REQUEST, 'R'),
        (CommandFlags::PROXIABLE, 'P'),
        (CommandFlags::ERROR, 'E'),
        (CommandFlags::RETRANSMIT, 'T'),
    ] {
        f.write_char(if header.flags.contains(flag) { letter } else { '-' })?;
    }
    write!(f, ", code {}, application {}", header.code, header.application)?;
    if let Some(name) = application_name(header.application) {
        write!(f, " ({name})")?;
    }
    writeln!(
        f,
        ", hop-by-hop {:#010x}, end-to-end {:#010x}, {} octets",
        header.hop_by_hop, header.end_to_end, header.length
    )
}

struct Printer<'f, 'g> {
    f: &'f mut fmt::Formatter<'g>,
    lines: usize,
    application: u32,
    secrets: bool,
}

impl Printer<'_, '_> {
    fn avps(&mut self, avps: Avps<'_>, depth: usize) -> fmt::Result {
        for avp in avps {
            if self.lines <= 1 {
                // The last line says so, once; the groups around this one see no line left.
                return if std::mem::take(&mut self.lines) == 1 {
                    writeln!(self.f, "! and more")
                } else {
                    Ok(())
                };
            }
            self.lines -= 1;
            write!(self.f, "{:indent$}", "", indent = depth * 2)?;
            match avp {
                Ok(avp) => self.avp(&avp, depth)?,
                Err(error) => writeln!(self.f, "! {error}")?,
            }
        }
        Ok(())
    }

    fn avp(&mut self, avp: &Avp<'_>, depth: usize) -> fmt::Result {
        let def = super::avp(avp.code, avp.vendor);
        match def {
            Some(def) => self.f.write_str(def.name)?,
            None if avp.vendor == 0 => write!(self.f, "AVP {}", avp.code)?,
            None => write!(self.f, "AVP {} (vendor {})", avp.code, avp.vendor)?,
        }
        self.flags(avp.flags)?;
        let format = def.map_or(Format::OctetString, |def| def.format);
        if format == Format::Grouped
            && let Ok(members) = avp.group()
        {
            self.f.write_char('\n')?;
            return self.avps(members, depth + 1);
        }
        self.f.write_char(' ')?;
        if def.is_some_and(super::is_secret) && !self.secrets {
            return writeln!(self.f, "<{} octets not shown>", avp.data.len());
        }
        match def.and_then(|def| value(def, avp, self.application)) {
            Some(text) => self.f.write_str(&text)?,
            None => self.octets(avp.data, def.is_some())?,
        }
        self.f.write_char('\n')
    }

    fn flags(&mut self, flags: AvpFlags) -> fmt::Result {
        self.f.write_str(" [")?;
        for (flag, letter) in
            [(AvpFlags::VENDOR, 'V'), (AvpFlags::MANDATORY, 'M'), (AvpFlags::PROTECTED, 'P')]
        {
            if flags.contains(flag) {
                self.f.write_char(letter)?;
            }
        }
        self.f.write_char(']')
    }

    /// Text in quotation marks if the octets are text, else hexadecimal digits.
    fn octets(&mut self, data: &[u8], known: bool) -> fmt::Result {
        let printable = |text: &&str| {
            known && !text.is_empty() && !text.chars().any(|c| c.is_control() && !c.is_whitespace())
        };
        match std::str::from_utf8(data).ok().filter(printable) {
            Some(text) => self.f.write_str(&quoted(text)),
            None => {
                self.f.write_str("0x")?;
                for octet in data.iter().take(MAX_VALUE / 2) {
                    write!(self.f, "{octet:02x}")?;
                }
                self.cut(data.len() > MAX_VALUE / 2, data.len())
            }
        }
    }

    fn cut(&mut self, cut: bool, octets: usize) -> fmt::Result {
        if cut { write!(self.f, "… ({octets} octets)") } else { Ok(()) }
    }
}

/// The value by its format; `None` where the octets are not of that format, or are best shown as octets.
fn value(def: &AvpDef, avp: &Avp<'_>, application: u32) -> Option<String> {
    if let Some(name) = number_name(def, avp, application) {
        return Some(name);
    }
    match def.format {
        Format::OctetString | Format::Grouped => None,
        Format::Integer32 => avp.read::<i32>().ok().map(|number| number.to_string()),
        Format::Integer64 => avp.read::<i64>().ok().map(|number| number.to_string()),
        Format::Unsigned32 => avp.read::<u32>().ok().map(|number| number.to_string()),
        Format::Unsigned64 => avp.read::<u64>().ok().map(|number| number.to_string()),
        Format::Float32 => avp.read::<f32>().ok().map(|number| number.to_string()),
        Format::Float64 => avp.read::<f64>().ok().map(|number| number.to_string()),
        Format::Time => avp.read::<Timestamp>().ok().map(|time| time.to_string()),
        Format::Address => avp.read::<Address>().ok().map(|address| match address {
            Address::Ip(address) => address.to_string(),
            Address::E164(digits) => format!("+{digits}"),
            Address::Other(family, octets) => format!("family {family}, {} octets", octets.len()),
        }),
        Format::Enumerated(names) => avp.read::<u32>().ok().map(|number| {
            let name = names.iter().find(|(value, _)| *value == number);
            name.map_or_else(|| number.to_string(), |(_, name)| format!("{name} ({number})"))
        }),
        Format::Utf8String | Format::DiameterIdentity | Format::DiameterUri | Format::IpFilterRule => {
            avp.read::<&str>().ok().map(quoted)
        }
    }
}

/// Numbers whose names are not part of the AVP's definition.
fn number_name(def: &AvpDef, avp: &Avp<'_>, application: u32) -> Option<String> {
    let number = avp.read::<u32>().ok()?;
    let name = if *def == RESULT_CODE {
        ResultCode(number).name()?
    } else if *def == EXPERIMENTAL_RESULT_CODE && application == cx::APPLICATION {
        cx::CxResult(number).name()?
    } else if *def == EXPERIMENTAL_RESULT_CODE && application == s6a::APPLICATION {
        s6a::S6aResult(number).name()?
    } else if *def == AUTH_APPLICATION_ID || *def == ACCT_APPLICATION_ID {
        return Some(format!("{number} ({})", application_name(number)?));
    } else if *def == VENDOR_ID || *def == SUPPORTED_VENDOR_ID {
        let name = match number {
            TGPP => "3GPP",
            ETSI => "ETSI",
            _ => return None,
        };
        return Some(format!("{number} ({name})"));
    } else {
        return None;
    };
    Some(format!("{name} ({number})"))
}

fn application_name(application: u32) -> Option<&'static str> {
    match application {
        base::APPLICATION => Some("base"),
        base::RELAY => Some("relay"),
        cx::APPLICATION => Some("Cx"),
        s6a::APPLICATION => Some("S6a"),
        _ => None,
    }
}

/// In quotation marks, control characters escaped so that a value cannot draw lines of its own, cut to a bounded length.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        if out.len() > MAX_VALUE {
            let _ = write!(out, "\"… ({} octets)", text.len());
            return out;
        }
        if c == '"' { out.push(c) } else { out.extend(c.escape_debug()) }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diameter::dictionary::cx::{
        CxResult, MultimediaAuthAnswer, SipAuthDataItem, SipDigestAuthenticate, UserAuthorizationAnswer,
    };
    use crate::diameter::dictionary::{Raw, base::AuthSessionState};
    use bytes::BytesMut;

    const UAR: Header = Header {
        length: 0,
        flags: CommandFlags::PROXIABLE,
        code: 300,
        application: cx::APPLICATION,
        hop_by_hop: 7,
        end_to_end: 9,
    };

    fn answer() -> Message {
        let mut out = BytesMut::new();
        UserAuthorizationAnswer {
            session_id: "icscf.example;1;1",
            vendor_specific_application_id: cx::VENDOR_SPECIFIC_APPLICATION_ID,
            outcome: CxResult::DIAMETER_FIRST_REGISTRATION.into(),
            auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
            origin_host: "hss.example",
            origin_realm: "example",
            server_name: Some("sip:a\n\"b\"\u{7}"),
            // Call-Id of vendor 50, as Kamailio sends it.
            route_record: vec![],
            proxy_info: vec![Raw(b"\0\0\x01\xee\x80\0\0\x10\0\0\0\x32abcd")],
            ..Default::default()
        }
        .encode(&UAR, &mut out);
        Message::parse(out.freeze()).unwrap()
    }

    #[test]
    fn a_tree_names_what_it_knows_and_shows_what_it_does_not() {
        let expected = r#"User-Authorization-Answer (UAA), flags -P--, code 300, application 16777216 (Cx), hop-by-hop 0x00000007, end-to-end 0x00000009, 200 octets
  Session-Id [M] "icscf.example;1;1"
  Vendor-Specific-Application-Id [M]
    Vendor-Id [M] 10415 (3GPP)
    Auth-Application-Id [M] 16777216 (Cx)
  Experimental-Result [M]
    Vendor-Id [M] 10415 (3GPP)
    Experimental-Result-Code [M] DIAMETER_FIRST_REGISTRATION (2001)
  Auth-Session-State [M] NO_STATE_MAINTAINED (1)
  Origin-Host [M] "hss.example"
  Origin-Realm [M] "example"
  Server-Name [VM] "sip:a\n"b"\u{7}"
  AVP 494 (vendor 50) [V] 0x61626364
"#;
        assert_eq!(tree(&answer()).to_string(), expected);
    }

    #[test]
    fn secrets_are_shown_only_on_demand() {
        let answer = MultimediaAuthAnswer {
            session_id: "a",
            sip_auth_data_item: vec![SipAuthDataItem {
                sip_authenticate: Some(b"random"),
                sip_authorization: Some(b"secretXRES"),
                confidentiality_key: Some(b"secretCK"),
                integrity_key: Some(b"secretIK"),
                sip_digest_authenticate: Some(SipDigestAuthenticate {
                    digest_realm: "r",
                    digest_qop: "auth",
                    digest_ha1: "secretHA1",
                    alternate_digest_ha1: Some("secretSHA"),
                    ..Default::default()
                }),
                ..Default::default()
            }],
            ..Default::default()
        };
        let typed = format!("{answer:?}");
        assert!(
            typed.contains("confidentiality_key: <not shown>") && typed.contains("digest_realm: \"r\""),
            "{typed}"
        );
        assert!(!typed.contains("secret") && !typed.contains("115, 101"), "{typed}");

        let mut out = BytesMut::new();
        answer.encode(&Header { code: 303, ..UAR }, &mut out);
        let shown = Tree::of(&out);
        assert!(!shown.to_string().contains("secret"), "{shown}");
        assert!(!format!("{shown:?}").contains("secret"));
        assert!(shown.to_string().contains("SIP-Authorization [VM] <10 octets not shown>"), "{shown}");
        assert_eq!(shown.with_secrets().to_string().matches("secret").count(), 5);
    }

    #[test]
    fn what_cannot_be_read_is_said_so() {
        assert_eq!(Tree::of(&[1; 19]).to_string(), "! no message: 19 octets, a header has 20\n");
        let whole = answer();
        let text = Tree::of(&whole.as_bytes()[..100]).to_string();
        assert!(text.contains("! DIAMETER_INVALID_MESSAGE_LENGTH (5015), 100 octets given\n"), "{text}");
        assert!(text.ends_with("! DIAMETER_INVALID_AVP_LENGTH (5014) at AVP 297 (vendor 0)\n"), "{text}");
    }

    #[test]
    fn the_output_is_bounded() {
        let mut out = BytesMut::from(&Header { length: 65_532, ..UAR }.encode()[..]);
        while out.len() < 65_532 {
            out.extend_from_slice(b"\0\0\x01\x1c\0\0\0\x08"); // empty Proxy-Info groups
        }
        let text = Tree::of(&out).to_string();
        assert_eq!(text.lines().count(), MAX_LINES + 1);
        assert!(text.ends_with("! and more\n"));

        let long = format!("{:\u{7f}<60000}", "x");
        assert!(quoted(&long).len() < MAX_VALUE + 40);
    }
}
