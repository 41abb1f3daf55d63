//! Refusals with the sentence that says why.

use super::Code;
use super::sh::{Kind as IdentityKind, Operation};
use crate::domain::location::privacy::Denied;
use crate::types::{Imsi, MalformedImpi, MalformedImpu, Name, Plmn, Sic};

/// A sentence's words for a service: its code, or that it has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServiceName(pub Option<Sic>);

impl std::fmt::Display for ServiceName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            Some(sic) => write!(f, "the service with the code {sic}"),
            None => f.write_str("the service without a code"),
        }
    }
}

/// Why a request was refused: its display form is the answer to "why was this phone refused?".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// SC-1, SC-3.
    #[error("the private identity is malformed: {0}")]
    MalformedImpi(MalformedImpi),
    /// Step 1 of every procedure.
    #[error("nobody has the IMSI {0}: provision the subscriber")]
    UnknownImsi(Imsi),
    /// Step 1, for a private identity that is not made from an IMSI.
    #[error("nobody has this private identity: provision the subscriber")]
    UnknownImpi,
    /// The IMSI is known, the domain in the private identity is another's.
    #[error("the private identity names the domain {asked}, the subscriber's home domain is {home}")]
    OtherDomain {
        /// As received.
        asked: Box<str>,
        /// As provisioned.
        home: Name,
    },
    /// SC-3: the code is not among the subscribed ones.
    #[error("{imsi} does not subscribe to {service}: subscribe it, or correct the client's configuration")]
    NotSubscribed {
        /// Whose.
        imsi: Imsi,
        /// Which.
        service: ServiceName,
    },
    /// SC-3: the service has a private identity of its own, which is not the one made from the IMSI.
    #[error(
        "{imsi} has {service}, but with a private identity of its own, not with the one made from the IMSI"
    )]
    OtherImpi {
        /// Whose.
        imsi: Imsi,
        /// Which.
        service: ServiceName,
    },
    /// Step 1.
    #[error("the public identity is malformed: {0}")]
    MalformedImpu(MalformedImpu),
    /// Step 1.
    #[error("nobody has this public identity: add it to a service")]
    UnknownImpu,
    /// Step 1 of UAR and MAR.
    #[error(
        "only a wildcarded identity covers the public identity: it is registered implicitly, with another of its set"
    )]
    OnlyWildcarded,
    /// The PSI exists, but its activation state is inactive.
    #[error("the public service is not active")]
    InactivePublicService,
    /// Step 2, SC-3.
    #[error("the public identity does not belong to {service} of {imsi}")]
    IdentitiesDontMatch {
        /// Whose.
        imsi: Imsi,
        /// Which.
        service: ServiceName,
    },
    /// The operator switched the service off.
    #[error("{service} of {imsi} is disabled: enable it")]
    Disabled {
        /// Whose.
        imsi: Imsi,
        /// Which.
        service: ServiceName,
    },
    /// UAR step 3.
    #[error("all public identities of the implicit registration set are barred")]
    Barred,
    /// UAR step 4.
    #[error("the subscriber may not register from the visited network {0}")]
    RoamingNotAllowed(Box<str>),
    /// SC-5.
    #[error("{service} of {imsi} is not registered with this public identity")]
    NotRegistered {
        /// Whose.
        imsi: Imsi,
        /// Which.
        service: ServiceName,
    },
    /// LIR step 3.
    #[error(
        "the public identity is not registered, and no service of the unregistered state is provisioned for it"
    )]
    NoUnregisteredService,
    /// MAR step 3.
    #[error("the authentication scheme {asked} is not allowed for {service}")]
    SchemeNotAllowed {
        /// As asked for.
        asked: Box<str>,
        /// Which.
        service: ServiceName,
    },
    /// MAR step 3: the scheme is allowed, what it needs is not provisioned.
    #[error("{service} has no {what}: provision it")]
    NoCredential {
        /// Which.
        service: ServiceName,
        /// What is missing.
        what: &'static str,
    },
    /// The authentication centre cannot make a vector.
    #[error("no authentication vector: {0}")]
    NoVector(Box<str>),
    /// MAR step 4: a resynchronisation by another S-CSCF than the one that challenged.
    #[error("the S-CSCF {0} challenged the user; another one reports the synchronisation failure")]
    ResyncByOther(Name),
    /// The standard's §8.1: the Server-Name is another's, and no reassignment is pending.
    #[error("the S-CSCF {0} serves the user")]
    OtherServer(Name),
    /// SAR of a deregistration, NO_ASSIGNMENT or failure by an S-CSCF that does not serve the user.
    #[error("the S-CSCF {0} serves the user: what another one says is not carried out")]
    NotTheServer(Name),
    /// SAR NO_ASSIGNMENT of an S-CSCF that was never assigned.
    #[error("no S-CSCF serves the user")]
    NoServer,
    /// SAR with a type that Cx does not have, or that the identity cannot have.
    #[error("the server assignment type {0} is not possible {1}")]
    AssignmentType(u32, &'static str),
    /// SAR step 3.
    #[error("several public identities are allowed in a deregistration only")]
    SeveralIdentities,
    /// Neither identity is in the request.
    #[error("the request has no {0}")]
    Missing(&'static str),
    /// The configuration lacks what the record refers to.
    #[error("the configuration has no [{section}.{name}], which the subscriber refers to")]
    Unconfigured {
        /// The kind of section.
        section: &'static str,
        /// The one referred to.
        name: Name,
    },
    /// The profile is too long for a Diameter message.
    #[error("the service profile has {0} octets: no S-CSCF takes a message that long")]
    ProfileTooLong(usize),
    /// Supported-Features with the M bit names a feature that is not served here (TS 29.229 §7.2).
    #[error("the request requires features that are not served here: list {list}, bits {bits:#x}")]
    FeatureUnsupported {
        /// Feature-List-ID.
        list: u32,
        /// The bits not served.
        bits: u32,
    },
    /// S6a: User-Name is the IMSI itself.
    #[error("the User-Name is no IMSI: 6 to 15 digits")]
    MalformedImsi,
    /// S6a: the user has IMS services alone.
    #[error("{0} has no EPS contract: provision one")]
    NoEps(Imsi),
    /// The operator switched the EPS contract off.
    #[error("the EPS contract of {0} is disabled: enable it")]
    EpsDisabled(Imsi),
    /// S6a: a user with passwords only.
    #[error("{0} has no SIM keys: provision them")]
    NoSim(Imsi),
    /// S6a: LTE wants a USIM.
    #[error("the card of {0} is a SIM by its contract (gsm_sim): it can be authenticated in GERAN alone")]
    GsmSim(Imsi),
    /// The network is none of those that the profile allows.
    #[error("the subscriber may not attach in the network {0}")]
    EpsRoamingNotAllowed(Plmn),
    /// The operator bars roaming.
    #[error(
        "the operator bars roaming outside {what}: the subscriber may not attach in the network {visited}"
    )]
    RoamingBarred {
        /// Visited-PLMN-Id.
        visited: Plmn,
        /// Outside what.
        what: &'static str,
    },
    /// All packet services are barred, and the node does not enforce that.
    #[error("the operator bars all packet services, and the node does not have the feature ODB-all-APN")]
    OdbAllApn,
    /// Access points at home are barred to a roamer, and the node does not enforce that.
    #[error(
        "the operator bars access points at home while roaming, and the node does not have the feature ODB-HPLMN-APN"
    )]
    OdbHomeApn,
    /// Access points of the visited network are barred, and the node does not enforce that.
    #[error(
        "the operator bars access points of the visited network, and the node does not have the feature ODB-VPLMN-APN"
    )]
    OdbVisitedApn,
    /// The profile forbids the access.
    #[error("the subscriber may not use this radio access (RAT-Type {0})")]
    RatNotAllowed(u32),
    /// PUR, NOR.
    #[error("the node {0} does not serve the subscriber")]
    UnknownServingNode(Box<str>),
    /// A node that speaks for another.
    #[error(
        "the request names {named} as its origin, and came from {peer}: set eps.relayed if it is an agent"
    )]
    NotTheOrigin {
        /// Origin-Host.
        named: Box<str>,
        /// The peer.
        peer: Name,
    },
    /// A realm that does not serve there.
    #[error("the realm {realm} may not ask{}: add the network to eps.realms", .visited.map(|plmn| format!(" for users in the network {plmn}")).unwrap_or_default())]
    RealmMayNotAsk {
        /// Origin-Realm.
        realm: Box<str>,
        /// Visited-PLMN-Id.
        visited: Option<Plmn>,
    },
    /// SWx: User-Name is a permanent identity.
    #[error("there is no IMSI in the User-Name: an AAA server names users by their permanent identity")]
    MalformedNai,
    /// SWx: the user is known, and may not come this way.
    #[error("{imsi} may not use access that is not of 3GPP: {why}")]
    NoNon3gpp {
        /// Whose.
        imsi: Imsi,
        /// What forbids it.
        why: &'static str,
    },
    /// SWx: the profile forbids the access.
    #[error(
        "the subscriber may not use this access (RAT-Type {0}): it is not one of the profile's non_3gpp_rats"
    )]
    RatTypeNotAllowed(u32),
    /// SWx: neither EAP-AKA nor EAP-AKA'.
    #[error("the authentication scheme {0} is not one of EAP-AKA and EAP-AKA'")]
    EapSchemeNotSupported(Box<str>),
    /// SWx: the APN is not in the profile.
    #[error("the subscriber does not have the APN {0}")]
    NoApn(Box<str>),
    /// SWx: the one who asks is none of ours.
    #[error("{0} is no AAA server of ours: add it to eps.aaa_servers, if it is")]
    NoAaaServer(Box<str>),
    /// SWx: one serves already.
    #[error("the AAA server {0} serves the subscriber")]
    OtherAaaServer(Name),
    /// SWx: a resynchronisation by another AAA server than the one that challenged.
    #[error("the AAA server {0} challenged the user; another one reports the synchronisation failure")]
    ResyncByOtherAaa(Name),
    /// SWx: what another AAA server says.
    #[error("the AAA server {0} serves the subscriber: what another one says is not carried out")]
    NotTheAaaServer(Name),
    /// SWx: nobody is there to be deregistered, or told of.
    #[error("no AAA server has registered {0}")]
    NoAaaServes(Imsi),
    /// The store refuses changes: nearly full, stopping, or too contended.
    #[error("{0}")]
    StoreBusy(Box<str>),
    /// Sh step 1: not on the permissions list (TS 29.328 §6.2).
    #[error(
        "{host} may not {verb} {reference}: allow it in [application_server.\"{host}\"], if it may",
        verb = operation.verb()
    )]
    NotPermitted {
        /// Origin-Host.
        host: Box<str>,
        /// What it wants to do.
        operation: Operation,
        /// With what.
        reference: Box<str>,
    },
    /// Sh step 2.
    #[error("nobody has this {0}")]
    UnknownUser(&'static str),
    /// Sh step 2a.
    #[error("the private identity is not one of the public identity's")]
    NotTheirPrivateIdentity,
    /// Sh step 3.
    #[error("{reference} is nothing that {kind} has")]
    NotApplicable {
        /// Of what.
        reference: &'static str,
        /// Whose identity.
        kind: IdentityKind,
    },
    /// Sh-Update, Sh-Subs-Notif.
    #[error(
        "no filter criteria of the identity's profile are bound to the DSAI-Tag, for this application server"
    )]
    NoDsai,
    /// Sh-Update step 5.
    #[error("the data is being changed by others: try again")]
    PriorUpdate,
    /// Sh-Update step 6.
    #[error("the sequence number {given} is not the next one: stored is {stored:?}")]
    OutOfSync {
        /// As it is kept, if it is.
        stored: Option<u16>,
        /// As received.
        given: u32,
    },
    /// Sh-Update step 6.
    #[error("there is no repository data to be removed")]
    NothingToRemove,
    /// Sh-Update step 6.
    #[error("repository data: {given} {what} are more than the {most} that the configuration allows")]
    TooMuchData {
        /// As received.
        given: usize,
        /// `[sh]` of the configuration.
        most: u32,
        /// Of what.
        what: &'static str,
    },
    /// User-Data is no XML that can be read.
    #[error("User-Data cannot be read: {0}")]
    UnreadableData(Box<str>),
    /// User-Data is XML, but not what the reference asks for.
    #[error("User-Data is not what Data-Reference says: {0}")]
    UnrecognizedData(&'static str),
    /// Several pieces in one PUR without Update-Eff, several references without Update-Eff-Enhance.
    #[error("several {0} in one request need a feature that was not negotiated")]
    SeveralAtOnce(&'static str),
    /// The records of a request were changed by others each time it was decided.
    #[error("the subscriber's records change too often")]
    Contended,
    /// Sh-Subs-Notif step 5.
    #[error("there is no repository data to be watched")]
    NoRepositoryData,
    /// SLh: not one of those that may.
    #[error("{0} may not ask who serves a user: add it to gmlc.allow, if it may")]
    GmlcMayNotAsk(Box<str>),
    /// SLh: the subscriber's privacy class does not let this one ask.
    #[error("{0}")]
    NotToBeLocated(Denied),
    /// SLg: not one of those that may.
    #[error("{0} may not report where users are: add it to location.slg, if it may")]
    MayNotReport(Box<str>),
    /// SLg.
    #[error("{0} does not serve the subscriber: where it says the terminal is is not believed")]
    ReportsOfAnother(Box<str>),
    /// SLg: who is to be told is not this node.
    #[error("no client of the location service here waits for the report")]
    NoLcsClient,
    /// SLh.
    #[error("no node serves {0}")]
    NotAttached(Imsi),
}

impl Refusal {
    /// The code of the answer.
    pub const fn code(&self) -> Code {
        match self {
            Self::MalformedImpi(_)
            | Self::UnknownImsi(_)
            | Self::UnknownImpi
            | Self::OtherDomain { .. }
            | Self::NotSubscribed { .. }
            | Self::OtherImpi { .. }
            | Self::MalformedImpu(_)
            | Self::UnknownImpu
            | Self::OnlyWildcarded
            | Self::MalformedImsi
            | Self::MalformedNai
            | Self::InactivePublicService => Code::UserUnknown,
            Self::IdentitiesDontMatch { .. } => Code::IdentitiesDontMatch,
            Self::Disabled { .. }
            | Self::Barred
            | Self::NotTheOrigin { .. }
            | Self::RealmMayNotAsk { .. }
            | Self::NoAaaServer(_) => Code::AuthorizationRejected,
            Self::RoamingNotAllowed(_)
            | Self::EpsRoamingNotAllowed(_)
            | Self::RoamingBarred { .. }
            | Self::OdbAllApn
            | Self::OdbHomeApn
            | Self::OdbVisitedApn => Code::RoamingNotAllowed,
            Self::NoEps(_) | Self::EpsDisabled(_) | Self::GsmSim(_) => Code::UnknownEpsSubscription,
            Self::NoSim(_) => Code::AuthenticationDataUnavailable,
            Self::RatNotAllowed(_) => Code::RatNotAllowed,
            Self::NoNon3gpp { .. } => Code::UserNoNon3gppSubscription,
            Self::RatTypeNotAllowed(_) => Code::RatTypeNotAllowed,
            Self::NoApn(_) => Code::UserNoApnSubscription,
            Self::UnknownServingNode(_) => Code::UnknownServingNode,
            Self::NotRegistered { .. } | Self::NoUnregisteredService | Self::NoAaaServes(_) => {
                Code::IdentityNotRegistered
            }
            Self::SchemeNotAllowed { .. } | Self::NoCredential { .. } | Self::EapSchemeNotSupported(_) => {
                Code::AuthSchemeNotSupported
            }
            Self::OtherServer(_) | Self::OtherAaaServer(_) => Code::IdentityAlreadyRegistered,
            Self::NoVector(_)
            | Self::ResyncByOther(_)
            | Self::NotTheServer(_)
            | Self::ResyncByOtherAaa(_)
            | Self::NotTheAaaServer(_)
            | Self::NoServer
            | Self::Unconfigured { .. }
            | Self::ProfileTooLong(_) => Code::UnableToComply,
            Self::AssignmentType(..) => Code::InAssignmentType,
            Self::SeveralIdentities => Code::OccursTooManyTimes,
            Self::Missing(_) => Code::MissingAvp,
            Self::FeatureUnsupported { .. } => Code::FeatureUnsupported,
            Self::StoreBusy(_) | Self::Contended => Code::TooBusy,
            Self::NotPermitted { operation, .. } => match operation {
                Operation::Pull => Code::UserDataCannotBeRead,
                Operation::Update => Code::UserDataCannotBeModified,
                Operation::Subscribe => Code::UserDataCannotBeNotified,
            },
            Self::UnknownUser(_) => Code::UserUnknown,
            Self::NotTheirPrivateIdentity => Code::IdentitiesDontMatch,
            Self::NotApplicable { .. } | Self::NothingToRemove | Self::SeveralAtOnce(_) => {
                Code::OperationNotAllowed
            }
            Self::NoDsai => Code::DsaiNotAvailable,
            Self::PriorUpdate => Code::PriorUpdateInProgress,
            Self::OutOfSync { .. } => Code::TransparentDataOutOfSync,
            Self::TooMuchData { .. } => Code::TooMuchData,
            Self::UnreadableData(_) => Code::InvalidAvpValue,
            Self::UnrecognizedData(_) => Code::UserDataNotRecognized,
            Self::NoRepositoryData => Code::SubsDataAbsent,
            Self::GmlcMayNotAsk(_)
            | Self::NotToBeLocated(_)
            | Self::MayNotReport(_)
            | Self::ReportsOfAnother(_) => Code::UnauthorizedRequestingNetwork,
            Self::NoLcsClient => Code::UnknownUnreachableLcsClient,
            Self::NotAttached(_) => Code::AbsentUser,
        }
    }
}
