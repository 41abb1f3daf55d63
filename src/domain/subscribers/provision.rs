//! Provisioning: what a person or a system asks to change about one subscriber becomes one change set, checked as a whole.
//!
//! Sequence numbers only ever grow. New keys do not reset them: a fresh SIM accepts any SEQ above its own (TS 33.102 Annex C.2.2), and
//! when old keys come back (a mistyped K is corrected) nothing is issued twice. An order's `seq` can raise them, never lower. Nor does the end of a
//! contract: the SIM may come back, and its USIM would refuse everything up to where it stood (C.2.2). A clock in the numbers (C.1.1.2) would
//! save the record, and lock out every USIM whose greatest leap is smaller than the time since its last authentication.

use super::{
    Context, Fault, Order, ServiceOrder, Templates,
    account::{self, AccountOrder},
    check,
    eps::{self, EpsOrder},
    expand::{self, Expanded},
    kept::Kept,
    sic_text, withdraw, wlan,
};
use crate::{
    domain::hss::wlan::registration_termination::{Reason, end},
    records::{
        Account, ChargingSubscription, EpsRegistration, EpsSubscription, Outbox, OutboxId, Registration,
        Sequence, Service, Subscriber, Task, WlanRegistration,
    },
    store::{ChangeSet, Read, Store},
    types::{E164, Imsi, Sic, Timestamp},
};

/// Why a provisioning request is not carried out. Nothing of it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// To be added, and there already.
    #[error("subscriber {0} exists already: replace it, or remove it first")]
    Exists(Imsi),
    /// To be changed, and not there.
    #[error("there is no subscriber {0}")]
    NoSubscriber(Imsi),
    /// To be subscribed, and subscribed already.
    #[error("subscriber {imsi} has the service {} already", sic_text(*.sic))]
    HasService {
        /// Whose.
        imsi: Imsi,
        /// Which.
        sic: Option<Sic>,
    },
    /// To be unsubscribed or changed, and not subscribed.
    #[error("subscriber {imsi} has no service {}", sic_text(*.sic))]
    NoService {
        /// Whose.
        imsi: Imsi,
        /// Which.
        sic: Option<Sic>,
    },
    /// To be forgotten, and not there.
    #[error("no AAA server serves subscriber {0}")]
    NoAaaServer(Imsi),
    /// The request, or what would become of the subscriber, is wrong.
    #[error(transparent)]
    Invalid(#[from] Fault),
}

/// All records of one subscriber, as read.
#[derive(Debug, Clone)]
pub struct Known {
    /// Which subscriber.
    pub imsi: Imsi,
    /// The contract.
    pub subscriber: Read<Subscriber>,
    /// What the network knows.
    pub registration: Read<Registration>,
    /// Where the sequence numbers stand.
    pub sequence: Read<Sequence>,
    /// The EPS contract.
    pub eps_subscription: Read<EpsSubscription>,
    /// Which nodes of the EPS serve.
    pub eps_registration: Read<EpsRegistration>,
    /// Which AAA server serves.
    pub wlan_registration: Read<WlanRegistration>,
    /// Who pays.
    pub charging_subscription: Read<ChargingSubscription>,
    /// The account that does.
    pub account: Option<Read<Account>>,
    /// Where it was, and what application servers keep and watch of its identities.
    pub kept: Kept,
}

impl Known {
    /// Reads them.
    pub fn load(store: &Store, imsi: Imsi) -> Self {
        let subscriber = store.get::<Subscriber>(&imsi);
        let charging_subscription = store.get::<ChargingSubscription>(&imsi);
        Self {
            imsi,
            account: charging_subscription.value.as_deref().map(|contract| store.get(&contract.account)),
            charging_subscription,
            kept: subscriber.value.as_deref().map(|old| Kept::load(store, old)).unwrap_or_default(),
            subscriber,
            registration: store.get::<Registration>(&imsi),
            sequence: store.get::<Sequence>(&imsi),
            eps_subscription: store.get::<EpsSubscription>(&imsi),
            eps_registration: store.get::<EpsRegistration>(&imsi),
            wlan_registration: store.get::<WlanRegistration>(&imsi),
        }
    }

    fn contract(&self) -> Result<&Subscriber, Refusal> {
        self.subscriber.value.as_deref().ok_or(Refusal::NoSubscriber(self.imsi))
    }
}

/// What every change is told besides the records: the time, and where outbox ids come from.
pub struct Desk<'a> {
    /// Templates, rules, vault.
    pub context: Context<'a>,
    /// Now.
    pub now: Timestamp,
    /// The next outbox id: `store.next_outbox_id()`.
    pub outbox_ids: &'a dyn Fn() -> OutboxId,
    /// Where accounts are looked up that an order names.
    pub store: &'a Store,
}

/// What `change` changes of one subscriber; what is `None` stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Change {
    /// The telephone number; identities made from the old one are made anew.
    pub msisdn: Option<E164>,
    /// Services to be allowed, by code or `plain`.
    pub enable: Vec<String>,
    /// Services to be refused, and deregistered where they are registered.
    pub disable: Vec<String>,
    /// Where registration is allowed.
    pub roaming: Option<crate::records::Roaming>,
    /// The EPS contract; `none` ends it, and where the subscriber is attached the nodes are told.
    pub eps: Option<EpsOrder>,
    /// Who pays; `none` for nobody.
    pub account: Option<AccountOrder>,
}

impl Desk<'_> {
    /// Adds a subscriber.
    ///
    /// # Errors
    /// [`Refusal::Exists`], and whatever is wrong with the order.
    pub fn add(&self, known: &Known, order: &Order) -> Result<ChangeSet, Refusal> {
        if known.subscriber.value.is_some() {
            return Err(Refusal::Exists(known.imsi));
        }
        self.replace(known, order)
    }

    /// Adds a subscriber, or puts the order in the place of what there is. Secrets that the order leaves out are kept.
    ///
    /// # Errors
    /// Whatever is wrong with the order.
    pub fn replace(&self, known: &Known, order: &Order) -> Result<ChangeSet, Refusal> {
        let expanded = expand::expand(order, self.context)?;
        if expanded.subscriber.imsi != known.imsi {
            let problem =
                format!("the order is for {}, the request for {}", expanded.subscriber.imsi, known.imsi);
            return Err(Fault::new("imsi", problem).into());
        }
        let paid = self.pay(known, expanded.account.as_ref())?;
        Ok(self.put_expanded(known, expanded)?.and(paid))
    }

    /// What becomes of who pays: the account that `wish` asks for, or nobody.
    pub(super) fn pay(&self, known: &Known, wish: Option<&account::Wish>) -> Result<ChangeSet, Fault> {
        let found = |id| self.store.get::<Account>(&id);
        account::put(known, wish, found, (self.context.rules, self.now))
    }

    /// What an order became takes the place of what there is, but for who pays.
    pub(super) fn put_expanded(&self, known: &Known, mut expanded: Expanded) -> Result<ChangeSet, Fault> {
        if let Some(old) = &known.subscriber.value {
            keep_secrets(&mut expanded, old)?;
        }
        check::subscriber(&expanded.subscriber, self.context.rules)?;
        expanded.eps.iter().try_for_each(|contract| eps::check(contract, self.context.rules))?;
        let eps = expanded.eps.as_ref();
        Ok(self.again(known, Some(&expanded.subscriber), Some(eps), expanded.seq))
    }

    /// What was staged for a subscriber, decided once more on the records as they are now: the contract is to become `new` and that of the EPS
    /// `eps`, where they are to become others, and the sequence numbers are to stand at `seq` at least.
    pub(super) fn again(
        &self,
        known: &Known,
        new: Option<&Subscriber>,
        eps: Option<Option<&EpsSubscription>>,
        seq: Option<u64>,
    ) -> ChangeSet {
        let changes = new.map(|new| self.put(known, new.clone())).unwrap_or_default();
        let eps = eps.unwrap_or(known.eps_subscription.value.as_deref());
        let changes = changes.and(self.put_eps(known, new, eps));
        match sequence(known, seq) {
            Some(sequence) => changes.put(sequence, known.sequence.version),
            None => changes,
        }
    }

    /// Removes a subscriber with everything that is known of it but how far the SIM's sequence numbers have come, and deregisters what is registered.
    ///
    /// # Errors
    /// [`Refusal::NoSubscriber`].
    pub fn remove(&self, known: &Known) -> Result<ChangeSet, Refusal> {
        let old = known.contract()?;
        let mut changes = ChangeSet::new().delete::<Subscriber>(known.imsi, known.subscriber.version);
        if let Some(reached) =
            known.sequence.value.as_deref().filter(|reached| !reached.requesters.is_empty())
        {
            let left = Sequence::starting_after(known.imsi, reached.seq);
            changes = changes.put(left, known.sequence.version);
        }
        let changes = changes.and(self.follow(known, old, None)).and(self.put_eps(known, None, None));
        // The account stays, and what is on it: money does not vanish.
        Ok(changes.and(self.pay(known, None)?).and(known.kept.gone()))
    }

    /// Subscribes one service (SC-7): the template's of that code, the template being the subscriber's own if none is named. The other
    /// services are untouched.
    ///
    /// # Errors
    /// [`Refusal::NoSubscriber`], [`Refusal::HasService`], and what is wrong with the service for this subscriber.
    pub fn subscribe(
        &self,
        known: &Known,
        sic: Option<Sic>,
        template: Option<&str>,
    ) -> Result<ChangeSet, Refusal> {
        let old = known.contract()?;
        let made = self.made_by_template(old, sic, template)?;
        self.with_service(known, old, made)
    }

    /// Subscribes one service that is written out.
    ///
    /// # Errors
    /// As [`subscribe`](Self::subscribe).
    pub fn subscribe_written_out(&self, known: &Known, service: &ServiceOrder) -> Result<ChangeSet, Refusal> {
        let old = known.contract()?;
        let made = expand::make(service, fill(old, None), self.context.vault)?;
        self.with_service(known, old, made)
    }

    /// Unsubscribes one service (SC-7): only that entry goes, and where it is registered the network is told. The last may go too: the
    /// subscriber stays, for the EPC.
    ///
    /// # Errors
    /// [`Refusal::NoSubscriber`], [`Refusal::NoService`].
    pub fn unsubscribe(&self, known: &Known, sic: Option<Sic>) -> Result<ChangeSet, Refusal> {
        let old = known.contract()?;
        if old.service(sic).is_none() {
            return Err(Refusal::NoService { imsi: known.imsi, sic });
        }
        let services = old.services.iter().filter(|service| service.sic != sic).cloned().collect();
        Ok(self.put(known, Subscriber { services, ..old.clone() }))
    }

    /// Changes what `change` names.
    ///
    /// # Errors
    /// [`Refusal::NoSubscriber`], [`Refusal::NoService`], and what would be wrong with the subscriber afterwards.
    pub fn change(&self, known: &Known, change: &Change) -> Result<ChangeSet, Refusal> {
        let old = known.contract()?;
        let mut new = old.clone();
        if let Some(msisdn) = change.msisdn {
            renumber(&mut new, msisdn).map_err(Refusal::Invalid)?;
        }
        if let Some(roaming) = &change.roaming {
            new.roaming = roaming.clone();
        }
        let enable = change.enable.iter().map(|text| (text, true));
        for (text, enabled) in enable.chain(change.disable.iter().map(|text| (text, false))) {
            let sic = expand::read_sic(text)?;
            let service = new.services.iter_mut().find(|service| service.sic == sic);
            service.ok_or(Refusal::NoService { imsi: known.imsi, sic })?.enabled = enabled;
        }
        check::subscriber(&new, self.context.rules)?;
        let contract = match &change.eps {
            Some(order) => eps::expand(Some(order), None, known.imsi)?,
            None => known.eps_subscription.value.as_deref().cloned(),
        };
        contract.iter().try_for_each(|contract| eps::check(contract, self.context.rules))?;
        let eps = self.put_eps(known, Some(&new), contract.as_ref());
        let paid = match &change.account {
            Some(order) => self.pay(known, account::expand(Some(order), None, known.imsi)?.as_ref())?,
            None => ChangeSet::new(),
        };
        Ok(self.put(known, new).and(eps).and(paid))
    }

    /// Forgets which AAA server serves the subscriber: one that is gone for good without a word would keep every other from it. Should it be there after
    /// all, it is told to end.
    ///
    /// # Errors
    /// [`Refusal::NoSubscriber`], [`Refusal::NoAaaServer`].
    pub fn forget_aaa_server(&self, known: &Known) -> Result<ChangeSet, Refusal> {
        known.contract()?;
        let read = &known.wlan_registration;
        let serving = read.value.as_deref().ok_or(Refusal::NoAaaServer(known.imsi))?;
        let changes = ChangeSet::new().delete::<WlanRegistration>(known.imsi, read.version);
        let tasks = end(serving, Reason::PermanentTermination).into_iter().collect();
        Ok(self.owed(changes, tasks))
    }

    fn made_by_template(
        &self,
        old: &Subscriber,
        sic: Option<Sic>,
        template: Option<&str>,
    ) -> Result<Service, Refusal> {
        let name = template.or(old.template.as_deref());
        let found: Option<(_, _)> = Templates::get(self.context.templates, name);
        let Some((name, template)) = found else {
            let problem = format!("there is no template {}", name.unwrap_or_default().escape_debug());
            return Err(Fault::new("template", problem).into());
        };
        let service = template.service.iter().find(|service| service.sic == sic).ok_or_else(|| {
            Fault::new(
                "sic",
                format!("the template {name} has no service {}: name another template", sic_text(sic)),
            )
        })?;
        Ok(service.make(fill(old, sic))?)
    }

    fn with_service(&self, known: &Known, old: &Subscriber, made: Service) -> Result<ChangeSet, Refusal> {
        if old.service(made.sic).is_some() {
            return Err(Refusal::HasService { imsi: known.imsi, sic: made.sic });
        }
        let mut services = old.services.to_vec();
        let place = services.partition_point(|service| service.sic < made.sic);
        services.insert(place, made);
        let new = Subscriber { services: services.into(), ..old.clone() };
        check::subscriber(&new, self.context.rules)?;
        Ok(self.put(known, new))
    }

    /// The new contract, and what follows from it; nothing if it is the old one.
    fn put(&self, known: &Known, new: Subscriber) -> ChangeSet {
        let follow = match &known.subscriber.value {
            Some(old) if **old == new => return ChangeSet::new(),
            Some(old) => self.follow(known, old, Some(&new)),
            None => ChangeSet::new(),
        };
        ChangeSet::new().put(new, known.subscriber.version).and(follow)
    }

    /// The new EPS contract, and what follows from it and from another number, at the nodes and at the AAA server that serve.
    fn put_eps(
        &self,
        known: &Known,
        subscriber: Option<&Subscriber>,
        new: Option<&EpsSubscription>,
    ) -> ChangeSet {
        let (wlan, tasks) = wlan::effects(known, subscriber, new);
        self.owed(self.put_eps_at_nodes(known, subscriber, new).and(wlan), tasks)
    }

    /// The new EPS contract, and what follows at MMEs and SGSNs.
    fn put_eps_at_nodes(
        &self,
        known: &Known,
        subscriber: Option<&Subscriber>,
        new: Option<&EpsSubscription>,
    ) -> ChangeSet {
        let (old, version) = (known.eps_subscription.value.as_deref(), known.eps_subscription.version);
        let changes = match new {
            Some(new) if old != Some(new) => ChangeSet::new().put(new.clone(), version),
            None if old.is_some() => ChangeSet::new().delete::<EpsSubscription>(known.imsi, version),
            _ => ChangeSet::new(),
        };
        let version = known.eps_registration.version;
        let Some(serving) = known.eps_registration.value.as_deref() else {
            // Who attaches meanwhile must not stay attached by a contract that goes.
            return if changes.is_empty() {
                changes
            } else {
                changes.require::<EpsRegistration>(known.imsi, version)
            };
        };
        let number = |subscriber: Option<&Subscriber>| subscriber.and_then(|subscriber| subscriber.msisdn);
        let before = number(known.subscriber.value.as_deref());
        // Of a subscriber who goes the contract goes, too: nobody is told of the number.
        let after = subscriber.map_or(before, |_| number(subscriber));
        let effects = eps::effects((old, before), (new, after), self.context.rules, serving);
        let changes = match effects.ended {
            true => changes.delete::<EpsRegistration>(known.imsi, version),
            false if changes.is_empty() && effects.tasks.is_empty() => return changes,
            false => changes.require::<EpsRegistration>(known.imsi, version),
        };
        self.owed(changes, effects.tasks)
    }

    /// `changes`, with what the network is to be told.
    fn owed(&self, changes: ChangeSet, tasks: Vec<Task>) -> ChangeSet {
        let entry = |task| Outbox { id: (self.outbox_ids)(), task, attempts: 0, due: self.now };
        tasks
            .into_iter()
            .map(entry)
            .fold(changes, |changes, entry| changes.put(entry, crate::types::Lsn::ZERO))
    }

    /// What a change does to the registration, and what the network is told.
    fn follow(&self, known: &Known, old: &Subscriber, new: Option<&Subscriber>) -> ChangeSet {
        let version = known.registration.version;
        // Who registers meanwhile must not stay registered with a service that goes.
        let unchanged = ChangeSet::new().require::<Registration>(known.imsi, version);
        let before = known.registration.value.as_deref();
        let effects = before.map(|before| withdraw::effects(old, new, before, self.now));
        let (after, mut tasks) = effects.map_or((None, Vec::new()), |it| (it.registration, it.tasks));
        // Application servers are told of what they watch, and keep nothing of what is dropped.
        let kept = new.map(|new| known.kept.follow((old, before), (new, after.as_ref()), self.now));
        let (dropped, told) = kept.unwrap_or_default();
        tasks.extend(told);
        let changes = match (before, after) {
            (Some(before), Some(after)) if after != *before => ChangeSet::new().put(after, version),
            (Some(_), None) => ChangeSet::new().delete::<Registration>(known.imsi, version),
            _ => unchanged,
        };
        self.owed(changes.and(dropped), tasks)
    }
}

/// What a template's patterns are filled with for a subscriber that exists.
fn fill(subscriber: &Subscriber, sic: Option<Sic>) -> super::Fill<'_> {
    super::Fill {
        imsi: subscriber.imsi,
        msisdn: subscriber.msisdn,
        domain: &subscriber.domain,
        sic,
        impi: None,
    }
}

/// Keys and passwords that the order does not tell stay as they are, as long as they are for the same private identity.
///
/// # Errors
/// When the order tells functions that the keys are not for.
fn keep_secrets(expanded: &mut Expanded, old: &Subscriber) -> Result<(), Fault> {
    let new = &mut expanded.subscriber;
    if new.sim.is_none() {
        if let (Some(sim), Some(told)) = (&old.sim, expanded.algorithm)
            && sim.algorithm != told
        {
            let problem =
                format!("the keys of this SIM are for {}; for {told} it needs others", sim.algorithm);
            return Err(Fault::new("algorithm", problem));
        }
        new.sim = old.sim.clone();
        if let (Some(sim), Some(amf)) = (&mut new.sim, expanded.amf) {
            sim.amf = amf;
        }
    }
    let kept = |service: &Service| {
        let before = old.service(service.sic)?;
        let same = old.private_identity(before) == new.private_identity(service);
        before.password.clone().filter(|_| same && service.allows(crate::records::AuthScheme::SipDigest))
    };
    let passwords: Vec<_> = new.services.iter().map(kept).collect();
    for (service, password) in new.services.iter_mut().zip(passwords) {
        service.password = service.password.take().or(password);
    }
    Ok(())
}

/// The sequence record an order asks for: a start it names, never below where the numbers stand. A SIM without a record starts at zero by itself.
pub(super) fn sequence(known: &Known, seq: Option<u64>) -> Option<Sequence> {
    let seq = seq?;
    match &known.sequence.value {
        Some(sequence) if sequence.seq >= seq => None,
        Some(sequence) => Some(Sequence { seq, ..(**sequence).clone() }),
        None => Some(Sequence::starting_after(known.imsi, seq)),
    }
}

/// Gives the subscriber another number: the identities that are made of the old one (`tel:+<old>`, `sip:+<old>@…`,
/// `sip:+<old>.rcs@…`) are made of the new one. A longer number that begins alike is another number.
fn renumber(subscriber: &mut Subscriber, msisdn: E164) -> Result<(), Fault> {
    let Some(old) = subscriber.msisdn.replace(msisdn) else { return Ok(()) };
    let (old_tel, old_sip) = (format!("tel:+{old}"), format!("sip:+{old}"));
    for service in &mut subscriber.services {
        for identity in &mut service.identities {
            let text = identity.impu.as_str();
            let rest = text.strip_prefix(&old_sip).filter(|rest| rest.starts_with(['@', '.']));
            let renumbered = match rest {
                Some(rest) => format!("sip:+{msisdn}{rest}"),
                None if text == old_tel => format!("tel:+{msisdn}"),
                None => continue,
            };
            identity.impu = renumbered
                .parse()
                .map_err(|error| Fault::new("msisdn", format!("\"{renumbered}\": {error}")))?;
        }
    }
    Ok(())
}
