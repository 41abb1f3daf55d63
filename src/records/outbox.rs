//! What has to happen on the network because of a change that is committed.

use super::{AccountId, Record, Scscf, SessionKey, ShSubscription};
use crate::types::{Currency, Impu, Imsi, Lsn, Money, Name, Sic, Timestamp};
use serde::{Deserialize, Serialize};

/// One thing to do, written by the change that asks for it and deleted when it is done: a crash in between loses nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outbox {
    /// The key: entries are carried out oldest first.
    pub id: OutboxId,
    /// What to do.
    pub task: Task,
    /// How often it was tried.
    pub attempts: u32,
    /// Not before.
    pub due: Timestamp,
}

/// The place of an entry in the order of entries, handed out by the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OutboxId(pub u64);

/// The kinds of things to do.
///
/// The journal writes the variants by their place: new ones are added at the end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Task {
    /// Send an RTR (TS 29.228 §6.1.3): everything it needs, because the subscriber may be gone by then.
    Deregister {
        /// Whose.
        imsi: Imsi,
        /// Which service.
        sic: Option<Sic>,
        /// The private identity as the S-CSCF knows it.
        impi: Box<str>,
        /// Further private identities deregistered with it (Associated-Identities).
        associated: Box<[Box<str>]>,
        /// All public identities to be deregistered; never empty.
        impus: Box<[Impu]>,
        /// Where to.
        scscf: Scscf,
        /// Reason-Code of Deregistration-Reason.
        reason: u32,
        /// Reason-Info, for people.
        info: Box<str>,
    },
    /// Send a PPR with the profile as it stands when it is sent (TS 29.228 §6.2.2).
    PushProfile {
        /// Whose.
        imsi: Imsi,
        /// Which service.
        sic: Option<Sic>,
        /// Which implicit registration set.
        set: u8,
    },
    /// Send a PPR with the SIP Digest authentication data as it stands when it is sent (TS 29.228 §6.5.2.4).
    PushPassword {
        /// Whose.
        imsi: Imsi,
        /// Which service.
        sic: Option<Sic>,
    },
    /// Find whom a changed configuration concerns, in the order of IMSIs, and push the profile to each.
    PushConfigured {
        /// The service profiles that changed.
        profiles: Box<[Name]>,
        /// The sets of charging functions that changed.
        charging: Box<[Name]>,
        /// Those up to here were found.
        after: Option<Imsi>,
    },
    /// Send a CLR (TS 29.272 §5.2.1.2) to a node that no longer serves the subscriber, who may be gone by then.
    CancelLocation {
        /// Whose.
        imsi: Imsi,
        /// Origin-Host of the node.
        host: Name,
        /// Its realm.
        realm: Name,
        /// Cancellation-Type.
        kind: u32,
    },
    /// Send an IDR with the subscription data as they stand when it is sent (TS 29.272 §5.2.2.1), to every node that holds them.
    InsertSubscriberData {
        /// Whose.
        imsi: Imsi,
    },
    /// Send a PNR with the data as it stands when it is sent (TS 29.328 §6.1.4).
    Notify {
        /// Whose data: the identity in whose name it is kept.
        identity: Impu,
        /// Whose identity it was; `None` for a public service.
        imsi: Option<Imsi>,
        /// Who is told, and of what.
        subscription: Box<ShSubscription>,
        /// Of repository data: the number of the change, for where it is gone when the notification is sent.
        sequence: Option<u16>,
    },
    /// Find whom a changed EPS profile concerns, in the order of IMSIs, and bring the data to the nodes of each.
    InsertConfigured {
        /// The EPS profiles that changed.
        profiles: Box<[Name]>,
        /// Those up to here were found.
        after: Option<Imsi>,
    },
    /// Send an RTR (TS 29.273 §8.1.2.4) to an AAA server that no longer serves the subscriber, who may be gone by then.
    EndWlanRegistration {
        /// Whose.
        imsi: Imsi,
        /// The User-Name that the AAA server knows the subscriber by.
        user_name: Box<str>,
        /// Origin-Host of the AAA server.
        host: Name,
        /// Its realm.
        realm: Name,
        /// Reason-Code of Deregistration-Reason.
        reason: u32,
    },
    /// Send a PPR with the user data as they stand when it is sent (TS 29.273 §8.1.2.3), to the AAA server that serves.
    PushWlanProfile {
        /// Whose.
        imsi: Imsi,
    },
    /// Find whom a changed EPS profile concerns, in the order of IMSIs, and bring the user data to the AAA server of each.
    PushWlanConfigured {
        /// The EPS profiles that changed.
        profiles: Box<[Name]>,
        /// Those up to here were found.
        after: Option<Imsi>,
    },
    /// Find the nodes that serve subscribers, and send an RSR to each (TS 29.272 §5.2.4.1).
    Reset {
        /// Leading digits of the IMSIs that are concerned; all are where there are none.
        user_ids: Box<[Box<str>]>,
    },
    /// Send an RSR to one node.
    ResetNode {
        /// Its Origin-Host.
        host: Name,
        /// Its realm.
        realm: Name,
        /// Leading digits of the IMSIs that are concerned; all are where there are none.
        user_ids: Box<[Box<str>]>,
    },
    /// Send an IDR as [`InsertSubscriberData`](Self::InsertSubscriberData) does, then a DSR (TS 29.272 §5.2.2.2) for what was taken away.
    ChangeSubscriberData {
        /// Whose.
        imsi: Imsi,
        /// What was taken away, as DSR-Flags say it.
        withdrawn: u32,
    },
    /// Find whom a changed EPS profile concerns as [`InsertConfigured`](Self::InsertConfigured) does, of which something was taken away.
    ChangeConfigured {
        /// The EPS profiles that changed.
        profiles: Box<[Name]>,
        /// What was taken away of each, as DSR-Flags say it.
        withdrawn: u32,
        /// Those up to here were found.
        after: Option<Imsi>,
    },
    /// Send a PPR with the profile of a public service as it stands when it is sent (TS 29.228 §6.2.2).
    PushService {
        /// Which one.
        identity: Impu,
    },
    /// Send an RTR for a public service that is switched off (TS 29.328 §7.6.10, TS 29.228 §6.1.3): everything it needs, because it may be gone by then.
    DeregisterService {
        /// Which one.
        identity: Impu,
        /// The private service identity.
        impi: Box<str>,
        /// Where to.
        scscf: Scscf,
    },
    /// Find whom a changed configuration concerns among those whose data application servers watch, in the order of identities, and notify each.
    NotifyConfigured {
        /// Service profiles, each with an application server (in lower case) whose filter criteria in it, or whose switches, are others now.
        criteria: Box<[(Name, Box<str>)]>,
        /// The sets of charging functions that changed.
        charging: Box<[Name]>,
        /// Those up to here were found.
        after: Option<Impu>,
    },
    /// Tell the nodes that serve the subscriber that its P-CSCF failed (TS 23.380 §5.4): an IDR to MME and SGSN, a PPR to the AAA server.
    RestorePcscf {
        /// Whose.
        imsi: Imsi,
    },
    /// What is left of [`InsertSubscriberData`](Self::InsertSubscriberData) or [`ChangeSubscriberData`](Self::ChangeSubscriberData): who serves and has not
    /// heard of it.
    ChangeForOthers {
        /// Whose.
        imsi: Imsi,
        /// What was taken away, as DSR-Flags say it.
        withdrawn: u32,
        /// Origin-Hosts of those who answered.
        heard: Box<[Name]>,
    },
    /// What is left of [`RestorePcscf`](Self::RestorePcscf): who serves and has not heard of it.
    RestorePcscfForOthers {
        /// Whose.
        imsi: Imsi,
        /// Origin-Hosts of those who answered.
        heard: Box<[Name]>,
    },
    /// Send a CLR as [`CancelLocation`](Self::CancelLocation) does, to one of the two nodes that a combined MME and SGSN is (TS 29.272 §7.3.152).
    CancelServing {
        /// Whose.
        imsi: Imsi,
        /// Origin-Host of the node.
        host: Name,
        /// Its realm.
        realm: Name,
        /// Cancellation-Type.
        kind: u32,
        /// It served as the MME; else as the SGSN.
        mme: bool,
    },
    /// Find whom a changed EPS profile concerns as [`ChangeConfigured`](Self::ChangeConfigured) does, and who had it when it was changed.
    ChangeConfiguredSince {
        /// The EPS profiles that changed.
        profiles: Box<[Name]>,
        /// What was taken away of each, as DSR-Flags say it.
        withdrawn: u32,
        /// The last change of the store before the profiles did: a contract that is younger may have had one of them.
        since: Lsn,
        /// Those up to here were found.
        after: Option<Imsi>,
    },
    /// Find the open sessions of an account, part of the store by part, and tell the client of each.
    TellClients {
        /// Whose sessions.
        account: AccountId,
        /// What.
        order: SessionOrder,
        /// When it was ordered: whoever comes later needs not be told.
        at: Timestamp,
        /// Those of the parts before this one were found.
        from: u32,
    },
    /// Send an RAR or ASR to the client of a session that is charged online (RFC 8506 §5.5, RFC 6733 §8.5), while it is open.
    TellClient {
        /// Which session.
        session: SessionKey,
        /// What.
        order: SessionOrder,
        /// When it was ordered.
        at: Timestamp,
    },
    /// Tell whoever looks after customers that an account has little left.
    LowBalance {
        /// Which.
        account: AccountId,
        /// Of what.
        currency: Currency,
        /// What it fell below.
        threshold: Money,
        /// What may still be spent.
        left: Money,
        /// When it fell.
        at: Timestamp,
    },
}

/// What the client of a session that is charged online is told. Written by the place: new ones are added at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SessionOrder {
    /// Ask again: there is more credit than there was (RAR).
    Reauthorize,
    /// End the service (ASR).
    Abort,
}

impl SessionOrder {
    /// In messages and metrics.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Reauthorize => "reauthorize",
            Self::Abort => "abort",
        }
    }
}

impl Task {
    /// Of whom the network is told, if it is one.
    pub const fn imsi(&self) -> Option<Imsi> {
        match self {
            Self::Deregister { imsi, .. }
            | Self::PushProfile { imsi, .. }
            | Self::PushPassword { imsi, .. }
            | Self::CancelLocation { imsi, .. }
            | Self::InsertSubscriberData { imsi }
            | Self::ChangeSubscriberData { imsi, .. }
            | Self::EndWlanRegistration { imsi, .. }
            | Self::PushWlanProfile { imsi }
            | Self::RestorePcscf { imsi }
            | Self::ChangeForOthers { imsi, .. }
            | Self::RestorePcscfForOthers { imsi, .. }
            | Self::CancelServing { imsi, .. } => Some(*imsi),
            Self::Notify { imsi, .. } => *imsi,
            Self::PushConfigured { .. }
            | Self::InsertConfigured { .. }
            | Self::PushWlanConfigured { .. }
            | Self::ChangeConfigured { .. }
            | Self::ChangeConfiguredSince { .. }
            | Self::Reset { .. }
            | Self::ResetNode { .. }
            | Self::PushService { .. }
            | Self::DeregisterService { .. }
            | Self::NotifyConfigured { .. }
            | Self::TellClients { .. }
            | Self::TellClient { .. }
            | Self::LowBalance { .. } => None,
        }
    }
}

impl Record for Outbox {
    type Key = OutboxId;
    const KIND: &'static str = "outbox";
    fn key(&self) -> OutboxId {
        self.id
    }
}
