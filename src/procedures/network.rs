//! The network as procedures see it: what can be asked of an S-CSCF, and what was heard.

use super::positioning::Positioning;
use crate::{
    domain::hss::{
        eps::{barring::Barrings, delete_subscriber_data::Delete, insert_subscriber_data::Insert},
        profile_push::Push,
        wlan::user_data::Non3gppData,
    },
    records::{ChargingSession, Scscf, ServingNode, ShSubscription, WlanRegistration},
    types::{Impu, Imsi, Name, Seen},
};
use std::{future::Future, pin::Pin, time::Duration};

/// A registration that ends (TS 29.228 §6.1.3).
#[derive(Debug, Clone, Copy)]
pub struct Deregister<'a> {
    /// The private identity.
    pub impi: &'a str,
    /// Further private identities that end with it.
    pub associated: &'a [Box<str>],
    /// The public identities; never empty.
    pub impus: &'a [Impu],
    /// Where to.
    pub scscf: &'a Scscf,
    /// Reason-Code.
    pub reason: u32,
    /// Reason-Info.
    pub info: &'a str,
}

/// What was heard of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// It was done.
    Done,
    /// The peer does not know the user, or the session: nothing is left to do.
    UnknownUser,
    /// Sent, and no answer: perhaps done.
    Silence,
    /// Not sent, sent back on the way, or the connection lost before the answer: try again.
    Unreachable,
    /// The S-CSCF does not serve the command.
    NotServed,
    /// The S-CSCF cannot hold that much (a PPR only).
    TooMuchData,
    /// Refused for good, with this result.
    Refused(Box<str>),
}

/// What will be heard.
pub type Hearing = Pin<Box<dyn Future<Output = Heard> + Send>>;

/// What procedures ask of the network.
pub trait Network: Scscfs + Mmes + ApplicationServers + AaaServers + ChargedClients {}

impl<T: Scscfs + Mmes + ApplicationServers + AaaServers + ChargedClients> Network for T {}

/// What is asked of MMEs and SGSNs (S6a, S6d).
pub trait Mmes: Send + Sync + 'static {
    /// Tells a node that it no longer serves a subscriber, as the `mme` or else as the SGSN, and why (Cancellation-Type).
    fn cancel_location(&self, imsi: Imsi, host: &Name, realm: &Name, kind: u32, mme: bool) -> Hearing;

    /// Brings changed subscription data.
    fn insert_subscriber_data(&self, imsi: Imsi, insert: &Insert<'_>) -> Hearing;

    /// Tells that parts of the subscription data are gone.
    fn delete_subscriber_data(&self, imsi: Imsi, delete: &Delete<'_>) -> Hearing;

    /// Tells a node that what is known here of its subscribers may be out of date: of all, or of those whose IMSIs begin with these digits.
    fn reset(&self, host: &Name, realm: &Name, user_ids: &[Box<str>]) -> Hearing;

    /// Tells a node that the user's P-CSCF failed; what it was told of the barring stands.
    fn restore_pcscf(&self, imsi: Imsi, node: &ServingNode, barred: Barrings) -> Hearing;
}

/// A subscriber whose place is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Locate<'a> {
    /// Whose.
    pub imsi: Imsi,
    /// The node that serves.
    pub node: &'a ServingNode,
    /// It is an MME; else an SGSN.
    pub mme: bool,
    /// It is to page for it.
    pub current: bool,
    /// What it was told of the barring, which stands.
    pub barred: Barrings,
}

/// What a node told of a place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Told {
    /// Cell and area.
    pub seen: Seen,
    /// A shape of TS 23.032 §7.3; empty where there is none.
    pub estimate: Box<[u8]>,
    /// How long ago the terminal was heard there; nodes count in minutes.
    pub age: Duration,
    /// User-State (TS 29.272 §7.3.114).
    pub state: Option<u32>,
}

/// What will be told; or what was heard instead.
pub type Telling = Pin<Box<dyn Future<Output = Result<Told, Heard>> + Send>>;

/// Nodes that know where a subscriber is (S6a, S6d), MMEs among them that can find out (SLg).
pub trait LocatingNodes: Positioning + std::fmt::Debug {
    /// Asks for the place of a subscriber (TS 29.272 §5.2.2.1).
    fn locate(&self, what: Locate<'_>) -> Telling;
}

/// What is asked of AAA servers (SWx).
pub trait AaaServers: Send + Sync + 'static {
    /// Tells an AAA server that it no longer serves a user, and why (Reason-Code).
    fn end_registration(&self, user_name: &str, host: &Name, realm: &Name, reason: u32) -> Hearing;

    /// Brings changed user data to the AAA server that serves.
    fn push_user_data(&self, server: &WlanRegistration, data: &Non3gppData<'_>) -> Hearing;

    /// Tells the AAA server that serves that the user's P-CSCF failed.
    fn restore_pcscf_over_wlan(&self, server: &WlanRegistration) -> Hearing;
}

/// A change that an application server watches (TS 29.328 §6.1.4).
#[derive(Debug, Clone, Copy)]
pub struct Notification<'a> {
    /// Who is told, and how it spelt the identity.
    pub subscription: &'a ShSubscription,
    /// Wildcarded-Public-Identity.
    pub wildcarded_service: Option<&'a str>,
    /// Wildcarded-IMPU.
    pub wildcarded_user: Option<&'a str>,
    /// The Sh-Data.
    pub user_data: &'a str,
}

/// What is asked of application servers (Sh).
pub trait ApplicationServers: Send + Sync + 'static {
    /// Tells of a change.
    fn notify(&self, what: &Notification<'_>) -> Hearing;
}

/// What is asked of clients that charge online (Ro, Gy).
pub trait ChargedClients: Send + Sync + 'static {
    /// Has the client of an open session ask again for all of its services (RFC 8506 §5.5).
    fn reauthorize(&self, session: &ChargingSession) -> Hearing;

    /// Has the client of an open session end the service (RFC 6733 §8.5).
    fn abort(&self, session: &ChargingSession) -> Hearing;
}

/// What is asked of S-CSCFs (Cx).
pub trait Scscfs: Send + Sync + 'static {
    /// Ends a registration.
    fn deregister(&self, what: &Deregister<'_>) -> Hearing;

    /// Brings a changed profile.
    fn push_profile(&self, push: &Push<'_>) -> Hearing;
}
