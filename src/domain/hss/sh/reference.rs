//! Which data there is, what may be done with it, and of whom (TS 29.328 Table 7.6.1).

use serde::{Deserialize, Serialize};

/// What an application server may do with data (TS 29.328 §6.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// Sh-Pull.
    Pull,
    /// Sh-Update.
    Update,
    /// Sh-Subs-Notif.
    Subscribe,
}

/// Whose data is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A public identity of a user.
    User,
    /// A distinct public service identity.
    Service,
    /// One that a wildcarded public service identity covers.
    WildcardedService,
    /// An MSISDN.
    Number,
}

/// A Data-Reference that is served here; the others of the standard nobody may read, write or watch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reference {
    /// RepositoryData.
    RepositoryData = 0,
    /// IMSPublicIdentity.
    ImsPublicIdentity = 10,
    /// IMSUserState.
    ImsUserState = 11,
    /// S-CSCFName.
    ScscfName = 12,
    /// InitialFilterCriteria.
    InitialFilterCriteria = 13,
    /// LocationInformation.
    LocationInformation = 14,
    /// UserState.
    UserState = 15,
    /// ChargingInformation.
    ChargingInformation = 16,
    /// MSISDN.
    Msisdn = 17,
    /// PSIActivation.
    PsiActivation = 18,
    /// DSAI.
    Dsai = 19,
}

impl Reference {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::RepositoryData,
        Self::ImsPublicIdentity,
        Self::ImsUserState,
        Self::ScscfName,
        Self::InitialFilterCriteria,
        Self::LocationInformation,
        Self::UserState,
        Self::ChargingInformation,
        Self::Msisdn,
        Self::PsiActivation,
        Self::Dsai,
    ];

    /// The reference with this number.
    pub fn of(number: u32) -> Option<Self> {
        Self::ALL.into_iter().find(|reference| reference.number() == number)
    }

    /// Its number (TS 29.329 §6.3.4).
    pub const fn number(self) -> u32 {
        self as u32
    }

    /// Its name in the standard.
    pub const fn name(self) -> &'static str {
        match self {
            Self::RepositoryData => "RepositoryData",
            Self::ImsPublicIdentity => "IMSPublicIdentity",
            Self::ImsUserState => "IMSUserState",
            Self::ScscfName => "S-CSCFName",
            Self::InitialFilterCriteria => "InitialFilterCriteria",
            Self::LocationInformation => "LocationInformation",
            Self::UserState => "UserState",
            Self::ChargingInformation => "ChargingInformation",
            Self::Msisdn => "MSISDN",
            Self::PsiActivation => "PSIActivation",
            Self::Dsai => "DSAI",
        }
    }

    /// True if the table has the operation for it.
    pub const fn has(self, operation: Operation) -> bool {
        match operation {
            Operation::Pull => true,
            Operation::Update => matches!(self, Self::RepositoryData | Self::PsiActivation | Self::Dsai),
            Operation::Subscribe => {
                !matches!(self, Self::LocationInformation | Self::UserState | Self::Msisdn)
            }
        }
    }

    /// True if the table has it for that kind of identity.
    pub const fn applies_to(self, kind: Kind) -> bool {
        match (self, kind) {
            (Self::RepositoryData | Self::ScscfName | Self::InitialFilterCriteria | Self::Dsai, kind) => {
                !matches!(kind, Kind::Number)
            }
            (Self::ImsUserState, kind) => matches!(kind, Kind::User),
            (Self::ImsPublicIdentity | Self::ChargingInformation, _) => true,
            (Self::LocationInformation | Self::UserState | Self::Msisdn, kind) => {
                matches!(kind, Kind::User | Kind::Number)
            }
            (Self::PsiActivation, kind) => matches!(kind, Kind::Service),
        }
    }
}

impl Operation {
    /// Its word in sentences.
    pub const fn verb(self) -> &'static str {
        match self {
            Self::Pull => "read",
            Self::Update => "change",
            Self::Subscribe => "watch",
        }
    }
}

/// As sentences name it.
impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::User => "a user's public identity",
            Self::Service => "a public service",
            Self::WildcardedService => "a wildcarded public service",
            Self::Number => "an MSISDN",
        })
    }
}
