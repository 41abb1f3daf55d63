//! Capabilities exchange (RFC 6733 §5.3): what CER and CEA say, what we read from them, and whether that will do.
//!
//! Strict in what is sent: one Vendor-Specific-Application-Id per vendor application, in front and few, because Kamailio sends a request only
//! to a peer whose CEA had exactly that pair, and its table of them is small. An application that some look for with a vendor and some without is
//! advertised in both forms ([`Application::CREDIT_CONTROL`]). Lenient in what is read: Host-IP-Address, Vendor-Id,
//! Product-Name, Origin-State-Id may be missing, applications may be repeated, and their vendors are not compared (§5.3).

use super::{
    limits,
    messages::{self as avp, Ids},
    node::Local,
    table::{PeerConfig, PeerTable, Refused, is_identity, lower},
};
use crate::{
    diameter::{
        Application,
        codec::{Address, Avp, DecodeError, Header, Message, ResultCode, Writer},
        dictionary::{ETSI, base::RELAY, cx},
    },
    types::Name,
};
use bytes::BytesMut;
use std::{net::IpAddr, sync::Arc};

/// Diameter base accounting, the one application of ours that is advertised as Acct-Application-Id.
const BASE_ACCOUNTING: u32 = 3;

/// What a CER or CEA says of its sender.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capabilities {
    /// Origin-Host, in lower case.
    pub host: Name,
    /// Origin-Realm, in lower case.
    pub realm: Name,
    /// Vendor-Id, 0 when missing.
    pub vendor_id: u32,
    /// Product-Name, empty when missing; at most 64 characters of it.
    pub product: String,
    /// Firmware-Revision.
    pub firmware: Option<u32>,
    /// Origin-State-Id.
    pub state_id: Option<u32>,
    /// All Application-Ids, sorted, each once; [`RELAY`] among them for an agent.
    pub applications: Vec<u32>,
    /// Result-Code, of a CEA.
    pub result: Option<ResultCode>,
    /// Error-Message, of a CEA that refuses; at most 256 characters of it.
    pub error_message: Option<String>,
}

/// A peer whose capabilities will do.
#[derive(Debug, Clone)]
pub struct Admitted {
    /// Its configuration.
    pub config: Arc<PeerConfig>,
    /// What it said.
    pub capabilities: Capabilities,
    /// What is advertised to it.
    pub advertised: Vec<Application>,
    /// Application-Ids that may be used on the connection, sorted.
    pub common: Vec<u32>,
}

/// A capabilities exchange that came to nothing.
#[derive(Debug, Clone)]
pub struct Rejected {
    /// What the answer says.
    pub error: DecodeError,
    /// The same for a person; goes into Error-Message and the log.
    pub reason: String,
    /// For an unknown peer: what would let it in.
    pub refused: Option<Refused>,
}

/// What a capabilities exchange is decided on.
#[derive(Debug, Clone, Copy)]
pub struct Gate<'a> {
    /// Ourselves.
    pub local: &'a Local,
    /// Who may connect.
    pub table: &'a PeerTable,
    /// What we serve.
    pub served: &'a [Application],
}

impl Gate<'_> {
    /// Decides on a CER that came from `source`, or on a CEA from there.
    ///
    /// # Errors
    /// [`Rejected`]: 5005, 5004 or 5014 for a message that lacks or garbles its origin, 3010 for a peer that is not in the table,
    /// 5010 without a common application; of a CEA, also the code it refuses with.
    pub fn admit(&self, message: &Message, source: IpAddr) -> Result<Admitted, Rejected> {
        let capabilities = Capabilities::read(message)?;
        if !message.header.is_request() {
            capabilities.check_result()?;
        }
        if capabilities.host == self.local.host {
            return Err(Rejected::plain(
                ResultCode::UNKNOWN_PEER,
                format!("{} is our own identity", capabilities.host),
            ));
        }
        let config =
            self.table.admit(&capabilities.host, &capabilities.realm, source).map_err(|refused| {
                Rejected {
                    error: DecodeError::plain(ResultCode::UNKNOWN_PEER),
                    reason: refused.reason.clone(),
                    refused: Some(refused),
                }
            })?;
        let advertised = config.allowed(self.served);
        let common = capabilities.common(&advertised);
        if common.is_empty() {
            let ours: Vec<_> = advertised.iter().map(|app| app.id).collect();
            let reason =
                format!("no common application: peer has {:?}, offered {ours:?}", capabilities.applications);
            return Err(Rejected::plain(ResultCode::NO_COMMON_APPLICATION, reason));
        }
        Ok(Admitted { config, capabilities, advertised, common })
    }
}

impl Rejected {
    fn plain(code: ResultCode, reason: String) -> Self {
        Self { error: DecodeError::plain(code), reason, refused: None }
    }
}

impl From<DecodeError> for Rejected {
    fn from(error: DecodeError) -> Self {
        Self { reason: format!("the capabilities cannot be read: {error}"), error, refused: None }
    }
}

impl Capabilities {
    /// Reads a CER or CEA.
    ///
    /// # Errors
    /// 5005 without Origin-Host or Origin-Realm, 5004 when one is no identity, 5014 for impossible lengths.
    pub fn read(message: &Message) -> Result<Self, DecodeError> {
        let (mut host, mut realm) = (None, None);
        let mut read = Self {
            host: Name::new(""),
            realm: Name::new(""),
            vendor_id: 0,
            product: String::new(),
            firmware: None,
            state_id: None,
            applications: Vec::new(),
            result: None,
            error_message: None,
        };
        for avp in message.avps() {
            let avp = avp?;
            if avp.is(&avp::ORIGIN_HOST) {
                host = Some(identity(&avp)?);
            } else if avp.is(&avp::ORIGIN_REALM) {
                realm = Some(identity(&avp)?);
            } else if avp.is(&avp::RESULT_CODE) {
                read.result = Some(avp.read()?);
            } else {
                read.optional(&avp)?;
            }
        }
        read.applications.sort_unstable();
        read.applications.dedup();
        read.host = host.ok_or_else(|| DecodeError::missing(&avp::ORIGIN_HOST))?;
        read.realm = realm.ok_or_else(|| DecodeError::missing(&avp::ORIGIN_REALM))?;
        Ok(read)
    }

    /// True for an agent that passes on everything.
    pub fn is_relay(&self) -> bool {
        self.applications.contains(&RELAY)
    }

    /// Those of our applications that the peer has too; all, with a relay (RFC 6733 §5.3).
    fn common(&self, ours: &[Application]) -> Vec<u32> {
        let both = |app: &&Application| self.is_relay() || self.applications.binary_search(&app.id).is_ok();
        let mut common: Vec<_> = ours.iter().filter(both).map(|app| app.id).collect();
        common.sort_unstable();
        common.dedup();
        common
    }

    fn optional(&mut self, avp: &Avp<'_>) -> Result<(), DecodeError> {
        if avp.is(&avp::VENDOR_ID) {
            self.vendor_id = avp.read()?;
        } else if avp.is(&avp::FIRMWARE_REVISION) {
            self.firmware = Some(avp.read()?);
        } else if avp.is(&avp::ORIGIN_STATE_ID) {
            self.state_id = Some(avp.read()?);
        } else if avp.is(&avp::PRODUCT_NAME) {
            self.product = text(avp, 64);
        } else if avp.is(&avp::ERROR_MESSAGE) {
            self.error_message = Some(text(avp, 256));
        } else {
            self.application(avp)?;
        }
        Ok(())
    }

    fn application(&mut self, avp: &Avp<'_>) -> Result<(), DecodeError> {
        if avp.is(&avp::VENDOR_SPECIFIC_APPLICATION_ID) {
            for member in avp.group()? {
                let member = member?;
                if member.is(&avp::AUTH_APPLICATION_ID) || member.is(&avp::ACCT_APPLICATION_ID) {
                    self.application(&member)?;
                }
            }
        } else if avp.is(&avp::AUTH_APPLICATION_ID) || avp.is(&avp::ACCT_APPLICATION_ID) {
            let application = avp.read()?;
            if self.applications.len() < limits::APPLICATIONS {
                self.applications.push(application);
            }
        }
        Ok(())
    }

    fn check_result(&self) -> Result<(), Rejected> {
        let result = self.result.unwrap_or(ResultCode::UNABLE_TO_COMPLY);
        if result.is_success() {
            return Ok(());
        }
        let words = self.error_message.as_deref().unwrap_or("no reason given");
        Err(Rejected::plain(result, format!("the peer {} refuses us: {result}: {words}", self.host)))
    }
}

/// Writes our CER (RFC 6733 §5.3.1).
pub fn write_cer(out: &mut BytesMut, ids: Ids, local: &Local, applications: &[Application], address: IpAddr) {
    let mut writer = Writer::new(out, &avp::request(avp::CER, ids));
    write_identity(&mut writer, local, address);
    write_applications(&mut writer, applications);
    writer.put(&avp::FIRMWARE_REVISION, local.firmware);
    writer.finish();
}

/// Writes the CEA that accepts `request` (RFC 6733 §5.3.2).
pub fn write_cea(
    out: &mut BytesMut,
    request: &Header,
    local: &Local,
    applications: &[Application],
    address: IpAddr,
) {
    let mut writer = Writer::answer(out, request);
    writer.put(&avp::RESULT_CODE, ResultCode::SUCCESS);
    write_identity(&mut writer, local, address);
    write_applications(&mut writer, applications);
    writer.put(&avp::FIRMWARE_REVISION, local.firmware);
    writer.finish();
}

/// Writes the CEA that refuses `request`; it says nothing of our applications to a stranger.
pub fn write_refusal(out: &mut BytesMut, request: &Header, local: &Local, address: IpAddr, why: &Rejected) {
    let code = why.error.result_code;
    let mut writer = if code.is_protocol_error() {
        Writer::error_answer(out, request)
    } else {
        Writer::answer(out, request)
    };
    writer.put(&avp::RESULT_CODE, code);
    write_identity(&mut writer, local, address);
    writer.put(&avp::ERROR_MESSAGE, &*why.reason);
    if let Some(failed) = &why.error.failed_avp {
        writer.group(&avp::FAILED_AVP, |writer| {
            writer.failed(failed);
        });
    }
    writer.finish();
}

fn write_identity(writer: &mut Writer<'_>, local: &Local, address: IpAddr) {
    writer
        .put(&avp::ORIGIN_HOST, &*local.host)
        .put(&avp::ORIGIN_REALM, &*local.realm)
        .put(&avp::HOST_IP_ADDRESS, Address::Ip(address.to_canonical()))
        .put(&avp::VENDOR_ID, local.vendor_id)
        .put(&avp::PRODUCT_NAME, local.product.as_str())
        .put(&avp::ORIGIN_STATE_ID, local.state_id);
}

fn write_applications(writer: &mut Writer<'_>, applications: &[Application]) {
    let kind = |id| if id == BASE_ACCOUNTING { &avp::ACCT_APPLICATION_ID } else { &avp::AUTH_APPLICATION_ID };
    for app in applications.iter().filter(|app| app.vendor != 0) {
        writer.group(&avp::VENDOR_SPECIFIC_APPLICATION_ID, |writer| {
            writer.put(&avp::VENDOR_ID, app.vendor).put(kind(app.id), app.id);
        });
    }
    let mut vendors: Vec<_> =
        applications.iter().map(|app| app.vendor).filter(|vendor| *vendor != 0).collect();
    // TS 29.229 §5.6: who speaks Cx has ETSI's AVPs, too.
    vendors.extend(applications.iter().any(|app| app.id == cx::APPLICATION).then_some(ETSI));
    vendors.sort_unstable();
    vendors.dedup();
    for vendor in vendors {
        writer.put(&avp::SUPPORTED_VENDOR_ID, vendor);
    }
    for app in applications.iter().filter(|app| app.vendor == 0) {
        writer.put(kind(app.id), app.id);
    }
}

fn identity(avp: &Avp<'_>) -> Result<Name, DecodeError> {
    let text: &str = avp.read()?;
    if is_identity(text) { Ok(lower(text)) } else { Err(avp.error(ResultCode::INVALID_AVP_VALUE)) }
}

/// Text for people: cut, and without what could break a log line. A peer that cannot spell its product's name is still a peer.
fn text(avp: &Avp<'_>, most: usize) -> String {
    String::from_utf8_lossy(avp.data).chars().filter(|char| !char.is_control()).take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diameter::codec::{CommandFlags, Frame};

    const CX: Application = Application { id: 16_777_216, vendor: 10_415 };
    const CREDIT_CONTROL: Application = Application { id: 4, vendor: 0 };

    fn local() -> Local {
        Local {
            host: "hss.example.org".into(),
            realm: "example.org".into(),
            vendor_id: 32_473,
            product: "Innkeeper".into(),
            firmware: 1,
            state_id: 7,
        }
    }

    fn message(write: impl FnOnce(&mut BytesMut)) -> Message {
        let mut out = BytesMut::new();
        write(&mut out);
        match Frame::cut(&mut out).unwrap() {
            Frame::Whole(bytes) => Message::parse(bytes).unwrap(),
            Frame::Partial(_) => panic!("not a whole message"),
        }
    }

    /// A CER as a client writes it, member by member.
    fn cer(members: impl FnOnce(&mut Writer<'_>)) -> Message {
        message(|out| {
            let mut writer = Writer::new(out, &avp::request(avp::CER, Ids { hop_by_hop: 1, end_to_end: 2 }));
            members(&mut writer);
            writer.finish();
        })
    }

    fn admit(message: &Message, peers: &[PeerConfig], accept_unknown: bool) -> Result<Admitted, Rejected> {
        let table = PeerTable::new(peers.to_vec(), accept_unknown).unwrap();
        let gate = Gate { local: &local(), table: &table, served: &[CX, CREDIT_CONTROL] };
        gate.admit(message, "127.0.0.1".parse().unwrap())
    }

    /// DB-1: what Kamailio's cdp sends, in two of six runs even without Host-IP-Address; no Origin-State-Id, VSAIs repeated.
    #[test]
    fn a_cer_as_kamailio_sends_it_is_accepted() {
        let cer = cer(|writer| {
            writer.put(&avp::ORIGIN_HOST, "SCSCF.Example.org").put(&avp::ORIGIN_REALM, "example.org");
            writer.put(&avp::VENDOR_ID, 10_415u32).put(&avp::PRODUCT_NAME, "CDiameterPeer");
            for vendor in [10_415u32, 4_491, 13_019, 10_415] {
                writer.group(&avp::VENDOR_SPECIFIC_APPLICATION_ID, |writer| {
                    writer.put(&avp::VENDOR_ID, vendor).put(&avp::AUTH_APPLICATION_ID, CX.id);
                });
            }
            writer.put(&avp::SUPPORTED_VENDOR_ID, 10_415u32);
        });
        let admitted = admit(&cer, &[PeerConfig::new("scscf.example.org", "example.org")], false).unwrap();
        assert_eq!(admitted.common, [CX.id]);
        assert_eq!(
            (&*admitted.capabilities.host, &*admitted.capabilities.product),
            ("scscf.example.org", "CDiameterPeer")
        );
    }

    fn origin<'w, 'b>(writer: &'w mut Writer<'b>) -> &'w mut Writer<'b> {
        writer.put(&avp::ORIGIN_HOST, "pcscf.example.org").put(&avp::ORIGIN_REALM, "example.org")
    }

    #[test]
    fn bad_cers_get_the_code_the_standard_has_for_them() {
        let of = |message: &Message, lab| admit(message, &[], lab).unwrap_err().error.result_code;
        let known = cer(|writer| _ = origin(writer).put(&avp::AUTH_APPLICATION_ID, CX.id));
        assert_eq!(of(&known, false), ResultCode::UNKNOWN_PEER);
        assert!(admit(&known, &[], true).is_ok());
        let other = cer(|writer| _ = origin(writer).put(&avp::AUTH_APPLICATION_ID, 99u32));
        assert_eq!(of(&other, true), ResultCode::NO_COMMON_APPLICATION);
        let nobody = cer(|writer| _ = writer.put(&avp::ORIGIN_REALM, "example.org"));
        assert_eq!(of(&nobody, true), ResultCode::MISSING_AVP);
        let rude = cer(|writer| _ = origin(writer).put(&avp::ORIGIN_HOST, "a\"b\n"));
        assert_eq!(of(&rude, true), ResultCode::INVALID_AVP_VALUE);
        let short = cer(|writer| _ = origin(writer).put(&avp::AUTH_APPLICATION_ID, [1u8, 2]));
        assert_eq!(of(&short, true), ResultCode::INVALID_AVP_LENGTH);
        let ourselves = cer(|writer| {
            _ = writer.put(&avp::ORIGIN_HOST, "HSS.example.org").put(&avp::ORIGIN_REALM, "example.org")
        });
        assert_eq!(of(&ourselves, true), ResultCode::UNKNOWN_PEER);
    }

    #[test]
    fn a_relay_has_every_application_in_common() {
        let relay = cer(|writer| _ = origin(writer).put(&avp::AUTH_APPLICATION_ID, RELAY));
        assert_eq!(admit(&relay, &[], true).unwrap().common, [CREDIT_CONTROL.id, CX.id]);
    }

    #[test]
    fn what_a_peer_may_not_use_is_not_advertised_to_it() {
        let cer = cer(|writer| _ = origin(writer).put(&avp::AUTH_APPLICATION_ID, RELAY));
        let mut peer = PeerConfig::new("pcscf.example.org", "example.org");
        peer.applications = vec![CREDIT_CONTROL.id];
        let admitted = admit(&cer, &[peer], false).unwrap();
        assert_eq!(
            (&admitted.advertised[..], &admitted.common[..]),
            (&[CREDIT_CONTROL][..], &[CREDIT_CONTROL.id][..])
        );
    }

    /// DB-1: Kamailio needs the pair (application, vendor) in one Vendor-Specific-Application-Id, and few applications in all.
    #[test]
    fn our_cea_has_one_vendor_specific_application_each_before_the_bare_ones() {
        let header = Header {
            flags: CommandFlags::REQUEST,
            ..avp::request(avp::CER, Ids { hop_by_hop: 3, end_to_end: 4 })
        };
        let cea = message(|out| {
            write_cea(out, &header, &local(), &[CREDIT_CONTROL, CX], "::ffff:192.0.2.1".parse().unwrap())
        });
        let codes: Vec<_> = cea.avps().map(|avp| avp.unwrap().code).collect();
        assert_eq!(codes, [268, 264, 296, 257, 266, 269, 278, 260, 265, 265, 258, 267]);
        let all = cea.avps().map(Result::unwrap).filter(|avp| avp.is(&avp::SUPPORTED_VENDOR_ID));
        assert_eq!(all.map(|avp| avp.read::<u32>().unwrap()).collect::<Vec<_>>(), [10_415, 13_019]);
        let group = cea.avps().find(&avp::VENDOR_SPECIFIC_APPLICATION_ID).unwrap().group().unwrap();
        assert_eq!(group.find(&avp::VENDOR_ID).unwrap().read(), Ok(10_415u32));
        assert_eq!(cea.avps().find(&avp::HOST_IP_ADDRESS).unwrap().data, [0, 1, 192, 0, 2, 1]);
        assert_eq!(Capabilities::read(&cea).unwrap().result, Some(ResultCode::SUCCESS));
    }

    #[test]
    fn a_refusing_cea_is_read_with_its_words() {
        let header = avp::request(avp::CER, Ids { hop_by_hop: 3, end_to_end: 4 });
        let why = Rejected::plain(ResultCode::UNKNOWN_PEER, "peer x is not configured".into());
        let cea = message(|out| write_refusal(out, &header, &local(), "::1".parse().unwrap(), &why));
        assert!(cea.header.flags.contains(CommandFlags::ERROR), "3010 is a protocol error");
        let mut client = local();
        client.host = "client.example.org".into();
        let table = PeerTable::new([], true).unwrap();
        let gate = Gate { local: &client, table: &table, served: &[CX] };
        let rejected = gate.admit(&cea, "::1".parse().unwrap()).unwrap_err();
        assert_eq!(rejected.error.result_code, ResultCode::UNKNOWN_PEER);
        assert!(rejected.reason.contains("peer x is not configured"), "{}", rejected.reason);
    }
}
