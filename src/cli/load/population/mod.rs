//! The simulated clients of `load` and `call`: from a place in a range to the identities and requests of one service of one SIM (SC-2). What is
//! asked about a SIM beyond Cx is in [`eps`] and [`credit`].

mod credit;
mod eps;

use crate::{
    diameter::dictionary::{
        TGPP,
        base::{AuthSessionState, VendorSpecificApplicationId},
        cx::{
            self, LocationInfoRequest, MultimediaAuthRequest, ServerAssignmentRequest, ServerAssignmentType,
            SipAuthDataItem, UserAuthorizationRequest, UserAuthorizationType, UserDataAlreadyAvailable,
        },
        ro, s6a, sh,
    },
    domain::subscribers::{Fill, Pattern},
    types::{E164, Impi, Imsi, Name, Plmn, Sic},
};
use bytes::BytesMut;

/// Consecutive subscribers, as an import of `load --population` makes them.
#[derive(Debug, Clone)]
pub struct Population {
    /// The first IMSI.
    pub imsi: Imsi,
    /// The first number.
    pub msisdn: E164,
    /// How many subscribers.
    pub subscribers: u64,
    /// Their home domain, without `ims.`.
    pub domain: Name,
    /// Their services: the code, and the pattern of the public identity that registers.
    pub services: Vec<(Option<Sic>, Pattern)>,
}

/// One service of one subscriber: a client.
#[derive(Debug, Clone)]
pub struct Client {
    /// The SIM; `None` where the private identity names none.
    pub imsi: Option<Imsi>,
    /// Its private identity.
    pub impi: String,
    /// The public identity it registers.
    pub impu: String,
}

impl Population {
    /// How many clients there are: subscribers × services.
    pub fn clients(&self) -> u64 {
        self.subscribers * self.services.len() as u64
    }

    /// The client at `place`; `None` past the last number there is.
    pub fn client(&self, place: u64) -> Option<Client> {
        let services = self.services.len() as u64;
        let (subscriber, service) = (place / services % self.subscribers, place % services);
        let (sic, pattern) = self.services.get(usize::try_from(service).ok()?)?;
        let (imsi, msisdn) = (self.imsi.offset(subscriber)?, self.msisdn.offset(subscriber)?);
        let impi = Impi::derive(imsi, &self.domain, *sic);
        let fill = Fill { imsi, msisdn: Some(msisdn), domain: &self.domain, sic: *sic, impi: Some(&impi) };
        Some(Client { impu: pattern.fill(fill)?, impi, imsi: Some(imsi) })
    }

    /// The K of a subscriber, for a load's import file: made from the IMSI, so that the simulated SIMs know it. Not a secret of anybody.
    pub fn k(imsi: Imsi) -> [u8; 16] {
        let mut k = [0x4b; 16];
        k[8..].copy_from_slice(&imsi.packed().to_be_bytes());
        k
    }

    /// The OPc of all of them.
    pub const OPC: [u8; 16] = [0x63; 16];
}

/// The kinds of requests that are sent: by CSCFs, MMEs and application servers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, clap::ValueEnum, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// User-Authorization-Request.
    Uar,
    /// Multimedia-Auth-Request.
    Mar,
    /// Server-Assignment-Request.
    Sar,
    /// Location-Info-Request.
    Lir,
    /// Authentication-Information-Request over S6a: one E-UTRAN vector.
    Air,
    /// Update-Location-Request over S6a.
    Ulr,
    /// User-Data-Request over Sh: where the user is in the EPS.
    Udr,
    /// Change Notification Request over GTPv2-C: the user is in another cell.
    Cnr,
    /// Credit-Control-Request INITIAL over Ro: thirty seconds of voice.
    Cci,
    /// Credit-Control-Request UPDATE of the session that the same visit's INITIAL began: one second used, thirty more.
    Ccu,
    /// Credit-Control-Request TERMINATION of that session: one second used.
    Cct,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Uar,
        Self::Mar,
        Self::Sar,
        Self::Lir,
        Self::Air,
        Self::Ulr,
        Self::Udr,
        Self::Cnr,
        Self::Cci,
        Self::Ccu,
        Self::Cct,
    ];

    /// Its abbreviation.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Uar => "UAR",
            Self::Mar => "MAR",
            Self::Sar => "SAR",
            Self::Lir => "LIR",
            Self::Air => "AIR",
            Self::Ulr => "ULR",
            Self::Udr => "UDR",
            Self::Cnr => "CNR",
            Self::Cci => "CCI",
            Self::Ccu => "CCU",
            Self::Cct => "CCT",
        }
    }

    /// True for a request of a session, which goes on from visit to visit of the kinds: all three kinds visit the clients in one order.
    pub const fn has_session(self) -> bool {
        matches!(self, Self::Cci | Self::Ccu | Self::Cct)
    }

    /// The Diameter application it belongs to; `None` for what is no Diameter.
    pub const fn application(self) -> Option<u32> {
        match self {
            Self::Uar | Self::Mar | Self::Sar | Self::Lir => Some(cx::APPLICATION),
            Self::Air | Self::Ulr => Some(s6a::APPLICATION),
            Self::Udr => Some(sh::APPLICATION),
            Self::Cci | Self::Ccu | Self::Cct => Some(ro::APPLICATION),
            Self::Cnr => None,
        }
    }
}

/// What is the same in all requests of one sender.
#[derive(Debug, Clone)]
pub struct Sender {
    /// Our Origin-Host.
    pub host: String,
    /// Our Origin-Realm.
    pub realm: String,
    /// The realm asked.
    pub destination_realm: String,
    /// The S-CSCF we are, as a SIP URI.
    pub server_name: String,
    /// The network the client visits.
    pub visited_network: String,
    /// The same as a PLMN, for requests of S6a.
    pub visited_plmn: Option<Plmn>,
}

/// The choices in a request beyond who it is for.
#[derive(Debug, Clone, Copy)]
pub struct Choice<'a> {
    /// User-Authorization-Type of a UAR.
    pub authorization: UserAuthorizationType,
    /// Server-Assignment-Type of a SAR.
    pub assignment: ServerAssignmentType,
    /// SIP-Authentication-Scheme of a MAR.
    pub scheme: &'a str,
    /// RAND and AUTS of a MAR that resynchronises.
    pub resynchronisation: Option<&'a [u8]>,
    /// For a ULR: not what the one before said, so that it changes something.
    pub changed: bool,
    /// Of a CCR.
    pub report: Option<Report>,
}

/// Which request of a session a CCR is. Without it each kind comes once: as the first, the second and the third, the latter two with one second used.
#[derive(Debug, Clone, Copy)]
pub struct Report {
    /// CC-Request-Number.
    pub number: u32,
    /// Seconds used; an INITIAL reports none.
    pub used: u32,
}

impl Default for Choice<'_> {
    fn default() -> Self {
        Self {
            authorization: UserAuthorizationType::REGISTRATION,
            assignment: ServerAssignmentType::REGISTRATION,
            scheme: "Digest-AKAv1-MD5",
            resynchronisation: None,
            changed: false,
            report: None,
        }
    }
}

const CX: VendorSpecificApplicationId = VendorSpecificApplicationId::auth(TGPP, cx::APPLICATION);

impl Sender {
    /// Writes one request at the end of `out`, as Kamailio's CSCFs do: without Destination-Host or Supported-Features.
    pub fn write(
        &self,
        kind: Kind,
        client: &Client,
        choice: Choice<'_>,
        session: &str,
        ids: (u32, u32),
        out: &mut BytesMut,
    ) {
        match kind.application() {
            Some(cx::APPLICATION) => self.cx(kind, (client, choice), session, ids, out),
            Some(ro::APPLICATION) => credit::write(self, kind, (client, choice.report), session, ids, out),
            _ => eps::write(self, kind, client, choice.changed, session, ids, out),
        };
    }

    /// A request of Cx; nothing for what is none. Its length.
    fn cx(
        &self,
        kind: Kind,
        (client, choice): (&Client, Choice<'_>),
        session: &str,
        (hop_by_hop, end_to_end): (u32, u32),
        out: &mut BytesMut,
    ) -> usize {
        match kind {
            Kind::Uar => UserAuthorizationRequest {
                session_id: session,
                vendor_specific_application_id: CX,
                auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
                origin_host: &self.host,
                origin_realm: &self.realm,
                destination_realm: &self.destination_realm,
                user_name: &client.impi,
                public_identity: &client.impu,
                visited_network_identifier: self.visited_network.as_bytes(),
                user_authorization_type: Some(choice.authorization),
                ..Default::default()
            }
            .encode(hop_by_hop, end_to_end, out),
            Kind::Mar => MultimediaAuthRequest {
                session_id: session,
                vendor_specific_application_id: CX,
                auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
                origin_host: &self.host,
                origin_realm: &self.realm,
                destination_realm: &self.destination_realm,
                user_name: &client.impi,
                public_identity: &client.impu,
                sip_auth_data_item: SipAuthDataItem {
                    sip_authentication_scheme: Some(choice.scheme),
                    sip_authorization: choice.resynchronisation,
                    ..Default::default()
                },
                sip_number_auth_items: 1,
                server_name: &self.server_name,
                ..Default::default()
            }
            .encode(hop_by_hop, end_to_end, out),
            Kind::Sar => ServerAssignmentRequest {
                session_id: session,
                vendor_specific_application_id: CX,
                auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
                origin_host: &self.host,
                origin_realm: &self.realm,
                destination_realm: &self.destination_realm,
                user_name: Some(&client.impi),
                public_identity: vec![&client.impu],
                server_name: &self.server_name,
                server_assignment_type: choice.assignment,
                user_data_already_available: UserDataAlreadyAvailable::USER_DATA_NOT_AVAILABLE,
                ..Default::default()
            }
            .encode(hop_by_hop, end_to_end, out),
            Kind::Lir => LocationInfoRequest {
                session_id: session,
                vendor_specific_application_id: CX,
                auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
                origin_host: &self.host,
                origin_realm: &self.realm,
                destination_realm: &self.destination_realm,
                public_identity: &client.impu,
                ..Default::default()
            }
            .encode(hop_by_hop, end_to_end, out),
            _ => 0,
        }
    }
}
