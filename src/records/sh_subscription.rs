//! Which application servers want to hear of changes of a public identity's data (TS 29.328 §6.1.3).

use super::Record;
use crate::types::{Impu, Imsi, Name, Timestamp};
use serde::{Deserialize, Serialize};

/// The subscriptions to one public identity, of a user or a service: a change of it finds all who want to hear in one look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShSubscriptions {
    /// Whose data.
    pub identity: Impu,
    /// Whose identity it was when the last of them was made; `None` for a public service.
    pub holder: Option<Imsi>,
    /// One per application server and what it wants to hear of.
    #[serde(deserialize_with = "super::list::deserialize")]
    pub entries: Box<[ShSubscription]>,
}

/// One application server's wish.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShSubscription {
    /// Origin-Host of its request: where notifications go.
    pub host: Name,
    /// Origin-Realm of its request.
    pub realm: Name,
    /// Of what.
    pub watched: Watched,
    /// The private identity of the request: notifications carry it.
    pub private_identity: Option<Box<str>>,
    /// The public identity as the application server spelt it: notifications carry it.
    pub asked: Box<str>,
    /// Until when; without end where absent.
    pub expires: Option<Timestamp>,
    /// It ends with the first notification.
    pub one_time: bool,
}

/// What a subscription is to: a Data-Reference with what belongs to its key (TS 29.328 Table 7.6.1).
///
/// The journal writes the variants by their place: new ones are added at the end.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Watched {
    /// RepositoryData of one Service-Indication.
    Repository(Box<str>),
    /// IMSPublicIdentity, by the number of an Identity-Set.
    Identities(u8),
    /// IMSUserState.
    UserState,
    /// S-CSCFName.
    Scscf,
    /// InitialFilterCriteria of one Server-Name.
    FilterCriteria(Box<str>),
    /// PSIActivation.
    Activation,
    /// DSAI of one Server-Name, in lower case, and one DSAI-Tag.
    Dsai {
        /// Whose switch.
        server: Box<str>,
        /// Which one.
        tag: Box<str>,
    },
    /// ChargingInformation.
    Charging,
}

impl Record for ShSubscriptions {
    type Key = Impu;
    const KIND: &'static str = "sh_subscription";
    fn key(&self) -> Impu {
        self.identity.clone()
    }
}

impl ShSubscriptions {
    /// Nobody's yet.
    pub fn empty(identity: Impu, holder: Option<Imsi>) -> Self {
        Self { identity, holder, entries: Box::default() }
    }

    /// Those that hold at `now`.
    pub fn at(&self, now: Timestamp) -> impl Iterator<Item = &ShSubscription> {
        self.entries.iter().filter(move |entry| entry.expires.is_none_or(|expires| expires > now))
    }
}
