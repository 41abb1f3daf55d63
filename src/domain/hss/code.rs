//! Result codes of Cx (TS 29.229 §6.2), S6a (TS 29.272 §7.4), SWx (TS 29.273 §10), Sh (TS 29.329 §6.2), SLh (TS 29.173 §6.3) and SLg (TS 29.172 §7.5).

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
    /// TS 29.273 §10: the user may not come by access that is not of 3GPP.
    UserNoNon3gppSubscription = 5450 Experimental "DIAMETER_ERROR_USER_NO_NON_3GPP_SUBSCRIPTION",
    /// TS 29.273 §10: the user does not have the APN.
    UserNoApnSubscription = 5451 Experimental "DIAMETER_ERROR_USER_NO_APN_SUBSCRIPTION",
    /// TS 29.273 §10: not by this access.
    RatTypeNotAllowed = 5452 Experimental "DIAMETER_ERROR_RAT_TYPE_NOT_ALLOWED",
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
    /// SLg (TS 29.172 §7.5.4.6): whoever is to be told of a place is not known, or cannot be reached.
    UnknownUnreachableLcsClient = 4226 Experimental "DIAMETER_ERROR_UNKNOWN_UNREACHABLE_LCS_CLIENT",
    /// SLh, SLg: whoever asks or reports may not.
    UnauthorizedRequestingNetwork = 5490 Experimental "DIAMETER_ERROR_UNAUTHORIZED_REQUESTING_NETWORK",
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({})", self.name(), self.number())
    }
}
