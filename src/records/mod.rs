//! The durable things: one typed record per file.
//!
//! A record is a value with a version under a key. What it means is said here, what may happen to it in `domain`, how it is kept in `store`.

mod account;
mod accounting_session;
mod algorithm;
mod call_places;
mod carried_postings;
mod charging_record;
mod charging_session;
mod charging_subscription;
mod decisions;
mod dsai;
mod eps_registration;
mod eps_subscription;
mod export_cursor;
mod facts;
mod ledger_order;
mod list;
mod location;
mod location_query;
mod logged;
mod meter;
mod octets;
mod outbox;
mod packed;
mod public_service;
mod registration;
mod repository_data;
mod roamers;
mod scheme;
pub mod sealed;
pub mod sequence;
mod sh_subscription;
mod subscriber;
mod suspense;
mod transfer;
mod transfer_queue;
mod wlan_registration;

pub use account::{Account, AccountId, Bucket, Terms};
pub use accounting_session::{AccountingSession, Heard, Phase};
pub use algorithm::{Algorithm, NoAlgorithm, ResLength, TuakParameters};
pub use call_places::{CallPlaces, Held, VisitedBy};
pub use carried_postings::CarriedPostings;
pub use charging_record::{
    Charge, Charges, ChargingRecord, ChargingRecordOf, ChargingRecordRef, Closing, Detail, DetailOf,
    DetailRef, Incomplete, Rule,
};
pub use charging_session::{
    Answer, Call, ChargingSession, End, FinalUnits, Grant, Role, ServiceAnswer, ServiceKey, SessionKey,
    UnitKind,
};
pub use charging_subscription::ChargingSubscription;
pub use decisions::{Decided, Decisions};
pub use dsai::{Dsai, DsaiEntry};
pub use eps_registration::{EpsRegistration, Gateway, NodeLcs, ServingNode, Terminal};
pub use eps_subscription::{Ambr, EpsFurther, EpsSubscription, FixedAddress};
pub use export_cursor::ExportCursor;
pub use facts::{Bearer, Facts, FactsOf, FactsRef, KnownFacts, Operators, Usage};
pub use ledger_order::LedgerOrder;
pub use location::{Fact, Location, Source};
pub use location_query::{LocationQuery, LocationQueryId};
pub use logged::{Log, Loggable, Logged, Looked};
pub use meter::Meter;
pub use octets::Octets;
pub use outbox::{Outbox, OutboxId, SessionOrder, Task};
pub use packed::Packed;
pub use public_service::PublicService;
pub use registration::{Registration, Scscf, ServiceState, SetState, State};
pub use repository_data::{RepositoryData, RepositoryEntry};
pub use roamers::{CallKey, CountedCall, Day, RoamerCalls, RoamerDay};
pub use scheme::{AuthScheme, Further};
pub use sealed::Sealed;
pub use sequence::{Requester, Reserve, Sequence, Share};
pub use sh_subscription::{ShSubscription, ShSubscriptions, Watched};
pub use subscriber::{Identity, Roaming, Service, Sim, Subscriber};
pub use suspense::{HeldUse, Suspense};
pub use transfer::{Cause, House, Side, Transfer, Unit};
pub use transfer_queue::{Fate, Sent, TransferPacket, TransferQueue};
pub use wlan_registration::WlanRegistration;

use serde::{Serialize, de::DeserializeOwned};
use std::{fmt::Debug, hash::Hash};

/// What every durable thing has.
///
/// The serde form (postcard) is what the journal carries, so a field may be added only with a new journal format version and an upgrade step.
pub trait Record: Serialize + DeserializeOwned + Clone + Debug + PartialEq + Send + Sync + 'static {
    /// What names one of them.
    type Key: Serialize + DeserializeOwned + Clone + Debug + Eq + Hash + Ord + Send + Sync + 'static;

    /// The kind's name: its table in the store, its word in messages.
    const KIND: &'static str;

    /// The name of this one.
    fn key(&self) -> Self::Key;
}
