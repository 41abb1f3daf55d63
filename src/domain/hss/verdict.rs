//! Result codes of Cx (TS 29.229 §6.2) and Sh (TS 29.329 §6.2), and refusals with the sentence that says why.

use super::sh::{Kind as IdentityKind, Operation};
use crate::types::{Imsi, MalformedImpi, MalformedImpu, Name, Plmn, Sic};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $number:literal $kind:ident $text:literal,)*) => {
        /// What an answer says, by the standard's names.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code {
            $($(#[$doc])* $name,)*
        }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The number.
            pub const fn number(self) -> u32 {
                match self { $(Self::$name => $number,)* }
            }

            /// The name in the standard, as in tables, logs and metrics.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// True for a code of 3GPP, answered in Experimental-Result; false for one of RFC 6733, answered in Result-Code.
            pub const fn is_experimental(self) -> bool {
                matches!(match self { $(Self::$name => Kind::$kind,)* }, Kind::Experimental)
            }
        }
    };
}

enum Kind {
    Base,
    Experimental,
}

codes! {
    /// Done.
    Success = 2001 Base "DIAMETER_SUCCESS",
    /// Nobody serves the user yet: an S-CSCF is to be chosen.
    FirstRegistration = 2001 Experimental "DIAMETER_FIRST_REGISTRATION",
    /// The S-CSCF named serves the user already.
    SubsequentRegistration = 2002 Experimental "DIAMETER_SUBSEQUENT_REGISTRATION",
    /// Not registered, but services of the unregistered state exist.
    UnregisteredService = 2003 Experimental "DIAMETER_UNREGISTERED_SERVICE",
    /// Deregistered, and the S-CSCF's name is not kept.
    ServerNameNotStored = 2004 Experimental "DIAMETER_SUCCESS_SERVER_NAME_NOT_STORED",
    /// The store takes no changes just now.
    TooBusy = 3004 Base "DIAMETER_TOO_BUSY",
    /// The user may not do that.
    AuthorizationRejected = 5003 Base "DIAMETER_AUTHORIZATION_REJECTED",
    /// A value that cannot be.
    InvalidAvpValue = 5004 Base "DIAMETER_INVALID_AVP_VALUE",
    /// Information is missing that these circumstances ask for.
    MissingAvp = 5005 Base "DIAMETER_MISSING_AVP",
    /// Several public identities where one is allowed.
    OccursTooManyTimes = 5009 Base "DIAMETER_AVP_OCCURS_TOO_MANY_TIMES",
    /// Refused for a reason that has no code.
    UnableToComply = 5012 Base "DIAMETER_UNABLE_TO_COMPLY",
    /// No such user, or no such service of the user.
    UserUnknown = 5001 Experimental "DIAMETER_ERROR_USER_UNKNOWN",
    /// The public identity is not one of the private identity's.
    IdentitiesDontMatch = 5002 Experimental "DIAMETER_ERROR_IDENTITIES_DONT_MATCH",
    /// The public identity is not registered.
    IdentityNotRegistered = 5003 Experimental "DIAMETER_ERROR_IDENTITY_NOT_REGISTERED",
    /// Not in this visited network.
    RoamingNotAllowed = 5004 Experimental "DIAMETER_ERROR_ROAMING_NOT_ALLOWED",
    /// Another S-CSCF serves the identity.
    IdentityAlreadyRegistered = 5005 Experimental "DIAMETER_ERROR_IDENTITY_ALREADY_REGISTERED",
    /// The authentication scheme cannot be used for this user.
    AuthSchemeNotSupported = 5006 Experimental "DIAMETER_ERROR_AUTH_SCHEME_NOT_SUPPORTED",
    /// The assignment type does not fit the identity or its state.
    InAssignmentType = 5007 Experimental "DIAMETER_ERROR_IN_ASSIGNMENT_TYPE",
    /// More data than the receiver takes.
    TooMuchData = 5008 Experimental "DIAMETER_ERROR_TOO_MUCH_DATA",
    /// The S-CSCF does not understand the profile pushed to it.
    NotSupportedUserData = 5009 Experimental "DIAMETER_ERROR_NOT_SUPPORTED_USER_DATA",
    /// A feature is required that is not served.
    FeatureUnsupported = 5011 Experimental "DIAMETER_ERROR_FEATURE_UNSUPPORTED",
    /// TS 29.272 §7.4.4.1: no vector can be made for the user.
    AuthenticationDataUnavailable = 4181 Experimental "DIAMETER_AUTHENTICATION_DATA_UNAVAILABLE",
    /// TS 29.272 §7.4.3.2: the user is known, and has nothing of the EPS.
    UnknownEpsSubscription = 5420 Experimental "DIAMETER_ERROR_UNKNOWN_EPS_SUBSCRIPTION",
    /// TS 29.272 §7.4.3.3: not with this radio access.
    RatNotAllowed = 5421 Experimental "DIAMETER_ERROR_RAT_NOT_ALLOWED",
    /// TS 29.272 §7.4.3.5: the node does not serve the user.
    UnknownServingNode = 5423 Experimental "DIAMETER_ERROR_UNKNOWN_SERVING_NODE",
    /// Sh: the data cannot be had just now.
    UserDataNotAvailable = 4100 Experimental "DIAMETER_USER_DATA_NOT_AVAILABLE",
    /// Sh: another application server changes the data at this moment.
    PriorUpdateInProgress = 4101 Experimental "DIAMETER_PRIOR_UPDATE_IN_PROGRESS",
    /// Sh: data that the receiver does not know.
    UserDataNotRecognized = 5100 Experimental "DIAMETER_ERROR_USER_DATA_NOT_RECOGNIZED",
    /// Sh: not for such an identity, or not in this state.
    OperationNotAllowed = 5101 Experimental "DIAMETER_ERROR_OPERATION_NOT_ALLOWED",
    /// Sh: this application server may not read it.
    UserDataCannotBeRead = 5102 Experimental "DIAMETER_ERROR_USER_DATA_CANNOT_BE_READ",
    /// Sh: this application server may not change it.
    UserDataCannotBeModified = 5103 Experimental "DIAMETER_ERROR_USER_DATA_CANNOT_BE_MODIFIED",
    /// Sh: this application server may not be notified of it.
    UserDataCannotBeNotified = 5104 Experimental "DIAMETER_ERROR_USER_DATA_CANNOT_BE_NOTIFIED",
    /// Sh: the sequence number is not the next one.
    TransparentDataOutOfSync = 5105 Experimental "DIAMETER_ERROR_TRANSPARENT_DATA_OUT_OF_SYNC",
    /// Sh: what is to be watched is not there.
    SubsDataAbsent = 5106 Experimental "DIAMETER_ERROR_SUBS_DATA_ABSENT",
    /// Sh: the application server did not subscribe to what it was notified of.
    NoSubscriptionToData = 5107 Experimental "DIAMETER_ERROR_NO_SUBSCRIPTION_TO_DATA",
    /// Sh: no dynamic service activation information has this tag.
    DsaiNotAvailable = 5108 Experimental "DIAMETER_ERROR_DSAI_NOT_AVAILABLE",
    /// SLh: no node serves the user.
    AbsentUser = 4201 Experimental "DIAMETER_ERROR_ABSENT_USER",
    /// SLh: whoever asks may not.
    UnauthorizedRequestingNetwork = 5490 Experimental "DIAMETER_ERROR_UNAUTHORIZED_REQUESTING_NETWORK",
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({})", self.name(), self.number())
    }
}

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
    /// The network is none of those that the profile allows.
    #[error("the subscriber may not attach in the network {0}")]
    EpsRoamingNotAllowed(Plmn),
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
    #[error("no dynamic service activation information is provisioned")]
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
            | Self::InactivePublicService => Code::UserUnknown,
            Self::IdentitiesDontMatch { .. } => Code::IdentitiesDontMatch,
            Self::Disabled { .. }
            | Self::Barred
            | Self::NotTheOrigin { .. }
            | Self::RealmMayNotAsk { .. } => Code::AuthorizationRejected,
            Self::RoamingNotAllowed(_) | Self::EpsRoamingNotAllowed(_) => Code::RoamingNotAllowed,
            Self::NoEps(_) | Self::EpsDisabled(_) => Code::UnknownEpsSubscription,
            Self::NoSim(_) => Code::AuthenticationDataUnavailable,
            Self::RatNotAllowed(_) => Code::RatNotAllowed,
            Self::UnknownServingNode(_) => Code::UnknownServingNode,
            Self::NotRegistered { .. } | Self::NoUnregisteredService => Code::IdentityNotRegistered,
            Self::SchemeNotAllowed { .. } | Self::NoCredential { .. } => Code::AuthSchemeNotSupported,
            Self::OtherServer(_) => Code::IdentityAlreadyRegistered,
            Self::NoVector(_)
            | Self::ResyncByOther(_)
            | Self::NotTheServer(_)
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
            Self::GmlcMayNotAsk(_) => Code::UnauthorizedRequestingNetwork,
            Self::NotAttached(_) => Code::AbsentUser,
        }
    }
}
