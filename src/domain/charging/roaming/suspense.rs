//! Held records: put aside with the end of their session, and priced again and released once both sides agree on the home place (VC-4).

use super::{Asked, Roaming, Verdict, classify, sentence};
use crate::{
    domain::{
        charging::{
            session::rating,
            tariff::{Allowance, Meter, Rating, Tariff, When},
        },
        ledger::{self, Book},
        places::Places,
    },
    records::{
        Account, AccountingSession, Call, Cause, Charge, ChargingRecord, ChargingSession, Detail, HeldUse,
        House, Rule, Suspense,
    },
    store::{ChangeSet, Read},
    types::{Lsn, Money, Name, Timestamp},
};

/// So many pieces of use are kept of a service one by one; what comes after counts as if used with the last.
const PIECES: usize = 256;

/// Notes when units were used, for a price that may have to be found again.
pub(in crate::domain::charging) fn note(pieces: &mut Box<[(Timestamp, u64)]>, at: Timestamp, units: u64) {
    let mut all = std::mem::take(pieces).into_vec();
    match all.len() {
        PIECES.. => {
            if let Some((_, last)) = all.last_mut() {
                *last = last.saturating_add(units);
            }
        }
        _ => all.push((at, units)),
    }
    *pieces = all.into();
}

/// Notes units that a bundle paid.
pub(in crate::domain::charging) fn note_bundle(bundled: &mut Box<[(Name, u64)]>, bundle: &Name, units: u64) {
    let mut all = std::mem::take(bundled).into_vec();
    match all.iter_mut().find(|(name, _)| name == bundle) {
        Some((_, sum)) => *sum = sum.saturating_add(units),
        None => all.push((bundle.clone(), units)),
    }
    *bundled = all.into();
}

/// Puts a record of a held session aside, beside what of it is there already. What comes late opens the entry again.
pub(in crate::domain::charging) fn put_aside(
    (session, call): (&ChargingSession, &Call),
    before: Option<&Suspense>,
    record: ChargingRecord,
    now: Timestamp,
) -> Suspense {
    let mut known = before.map(|before| before.uses.to_vec()).unwrap_or_default();
    let fresh = session.grants.iter().filter(|grant| !grant.pieces.is_empty()).map(|grant| {
        let found = known.iter().position(|one| one.began == session.opened && one.service == grant.service);
        let found = found.map(|at| known.remove(at));
        let of = |get: fn(&HeldUse) -> Money| found.as_ref().map_or(Money::ZERO, get);
        HeldUse {
            service: grant.service,
            unit: grant.unit,
            began: session.opened,
            pieces: grant.pieces.clone(),
            bundled: grant.bundled.clone(),
            charged: grant.charged,
            uncollected: grant.uncollected,
            adjusted: of(|one| one.adjusted),
            short: of(|one| one.short),
            restated: of(|one| one.restated),
        }
    });
    let fresh: Vec<HeldUse> = fresh.collect();
    known.extend(fresh);
    Suspense {
        key: session.key,
        session_id: session.session_id.clone(),
        host: session.host.clone(),
        account: Some(session.account),
        imsi: Some(session.imsi),
        context: session.context,
        opened: session.opened,
        held: now,
        call: said(before, call),
        waiting: waiting(before, [record]),
        uses: known.into(),
        refunded: before.is_some_and(|before| before.refunded),
        settled: None,
    }
}

/// Records of a session that is charged by them alone: to the log, or aside if they are held. What comes late opens the entry again.
pub(in crate::domain::charging) fn aside_or_append(
    (session, call): (&AccountingSession, &Call),
    records: Vec<ChargingRecord>,
    kept: &Read<Suspense>,
    now: Timestamp,
) -> ChangeSet {
    if call.places.held.is_none() || records.is_empty() {
        return records.iter().fold(ChangeSet::new(), ChangeSet::append);
    }
    let before = kept.value.as_deref();
    let aside = Suspense {
        key: session.key,
        session_id: session.session_id.clone(),
        host: session.host.clone(),
        account: None,
        imsi: session.imsi,
        context: 0,
        opened: session.began,
        held: now,
        call: said(before, call),
        waiting: waiting(before, records),
        uses: Box::default(),
        refunded: false,
        settled: None,
    };
    ChangeSet::new().put(aside, kept.version)
}

/// What an operator said of a session's home stays.
fn said(before: Option<&Suspense>, call: &Call) -> Call {
    before.map_or_else(|| call.clone(), |before| before.call.clone())
}

fn waiting(before: Option<&Suspense>, more: impl IntoIterator<Item = ChargingRecord>) -> Box<[Detail]> {
    let before = before.map(|before| before.waiting.to_vec()).unwrap_or_default();
    before.into_iter().chain(more.into_iter().map(ChargingRecord::into_detail)).collect()
}

/// What was settled is forgotten with its session: nothing late can come any more. What waits stays.
pub(in crate::domain::charging) fn forget(changes: ChangeSet, kept: &Read<Suspense>) -> ChangeSet {
    match kept.value.as_deref() {
        Some(entry) if entry.settled.is_some() => changes.delete::<Suspense>(entry.key, kept.version),
        _ => changes,
    }
}

/// Why a held record cannot be priced again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotRerated {
    /// There is none.
    #[error("no record of that session is held")]
    Unknown,
    /// It was done.
    #[error("it was priced again at {0}: its record is in the log")]
    Settled(Timestamp),
    /// The two sides still differ.
    #[error("{0}: correct the table and reload, or say the right home with `suspense fix`")]
    StillHeld(String),
    /// Who paid is gone.
    #[error(
        "account {0}, which paid, does not exist any more: open one with that number, and ask again; the record waits"
    )]
    NoAccount(crate::records::AccountId),
    /// No price.
    #[error("no price: {0}")]
    Unpriced(String),
}

/// What came of pricing a held record again.
#[derive(Debug)]
pub struct Rerated {
    /// The entry as it is now.
    pub record: Suspense,
    /// What the use costs by the agreed home.
    pub price: Money,
    /// What was taken now; negative: given back.
    pub moved: Money,
    /// How many records went to the log.
    pub released: usize,
    /// The entry, the account, the postings and the records, as one.
    pub changes: ChangeSet,
}

/// The session that a held record is of, as long as it is remembered: what comes late is about it.
#[derive(Debug)]
pub enum Behind {
    /// It was charged online.
    Online(Read<ChargingSession>),
    /// It is charged by its records.
    Offline(Read<AccountingSession>),
}

impl Behind {
    /// What becomes of the entry with `changes`: it is kept beside its session, and gone without it, for nothing late can come then.
    fn keep(&self, changes: ChangeSet, record: &Suspense, version: Lsn) -> ChangeSet {
        let key = record.key;
        let changes = match self {
            Self::Online(Read { value: Some(_), version }) => {
                changes.require::<ChargingSession>(key, *version)
            }
            Self::Offline(Read { value: Some(_), version }) => {
                changes.require::<AccountingSession>(key, *version)
            }
            _ => return changes.delete::<Suspense>(key, version),
        };
        changes.put(record.clone(), version)
    }
}

/// Prices a held record again, where both sides agree on the home place now: the difference is posted, once, and the records go to the log with it.
///
/// Where it costs more, the difference is taken as far as the account has it; where it costs less, what was taken beyond the price is given back. What was not
/// there when the service was used stays uncollected. Units that bundles paid pay again where the rate has the bundle; they are not given back to it where it has not.
/// Once `session` is forgotten nothing late can come, and nothing is kept of the entry. Of a session that is charged by its records alone nothing is posted.
///
/// # Errors
/// [`NotRerated`].
pub fn rerate(
    (held, account, session): (&Read<Suspense>, Option<&Read<Account>>, &Behind),
    (map, roaming): (&Places, &Roaming),
    tariff: &Tariff,
    (client, now): (&str, Timestamp),
) -> Result<Rerated, NotRerated> {
    let found = held.value.as_deref().ok_or(NotRerated::Unknown)?;
    if let Some(settled) = found.settled {
        return Err(NotRerated::Settled(settled));
    }
    let mut record = found.clone();
    let verdict = again(found, map, roaming, now);
    if verdict.places.held.is_some() {
        return Err(NotRerated::StillHeld(sentence(&verdict.places)));
    }
    (record.call.roaming, record.call.places) = (verdict.roaming, verdict.places);
    let mut waiting: Vec<Detail> = std::mem::take(&mut record.waiting).into_vec();
    for detail in &mut waiting {
        detail.place(&record.call);
    }
    record.settled = Some(now);
    let mut changes = ChangeSet::new();
    let (mut price, mut moved) = (0_i64, 0_i64);
    if let Some(number) = found.account.filter(|_| !record.uses.is_empty() && !record.refunded) {
        let account = account.ok_or(NotRerated::NoAccount(number))?;
        let payer = account.value.as_deref().ok_or(NotRerated::NoAccount(number))?;
        let cause = Cause::Order {
            key: format!("suspense-{}", found.key).into(),
            client: client.into(),
            reason: "the home place is agreed on: priced again".into(),
        };
        let mut book = Book::open(payer.clone(), now, cause);
        for at in 0..record.uses.len() {
            let mut one = record.uses[at].clone();
            let (rating, cost) = cost(&record, &one, tariff, payer)?;
            let taken = correct(&mut one, cost, &mut book, found.context)?;
            restate(&mut waiting, &mut one, (cost, taken), rule(&rating, payer));
            price = price.saturating_add(cost.0);
            moved = moved.saturating_add(taken.0);
            record.uses[at] = one;
        }
        let (payer, transfers) = book.close();
        changes = ledger::append(changes.put(payer, account.version), &transfers);
    }
    let released = waiting.len();
    changes = session.keep(changes, &record, held.version);
    changes =
        waiting.into_iter().fold(changes, |changes, detail| changes.append(&ChargingRecord::from(detail)));
    Ok(Rerated { record, price: Money(price), moved: Money(moved), released, changes })
}

/// Who roams, with the home of the record, the visited place as it was, and the table of now.
fn again(found: &Suspense, map: &Places, roaming: &Roaming, now: Timestamp) -> Verdict {
    let places = &found.call.places;
    let asked = Asked {
        number: places.number,
        said_home: places.home.as_deref().unwrap_or_default(),
        // What was known of it then is known now, by its name: a cell in the request, or what was remembered.
        said_visited: places.visited.as_deref().unwrap_or_default(),
        contract_home: None,
        seen: &found.call.seen,
        fact: None,
        now,
    };
    let mut verdict = classify(&asked, map, roaming);
    (verdict.places.by, verdict.places.age) = (places.by, places.age);
    verdict
}

/// What the use of one service costs, and by which rate.
fn cost<'t>(
    record: &Suspense,
    one: &HeldUse,
    tariff: &'t Tariff,
    payer: &Account,
) -> Result<(Rating<'t>, Money), NotRerated> {
    let rating = rating((tariff, &payer.plan), &record.call, (record.context, one.service), one.began)
        .map_err(|why| NotRerated::Unpriced(why.to_string()))?;
    if rating.currency() != payer.currency {
        let (tariff, account) = (rating.currency().alphabetic(), payer.currency.alphabetic());
        return Err(NotRerated::Unpriced(format!("the tariff is in {tariff}, the account in {account}")));
    }
    let unpriced = |why: String| NotRerated::Unpriced(why);
    let mut meter = Meter::default();
    let allowance = |(bundle, units): &(Name, u64)| Allowance { bundle: bundle.clone(), units: *units };
    let mut left: Vec<Allowance> = one.bundled.iter().map(allowance).collect();
    for (at, units) in &one.pieces {
        meter.advance(&rating, *units, When::At(*at), &mut left).map_err(|why| unpriced(why.to_string()))?;
    }
    let cost = meter.price(&rating).map_err(|why| unpriced(why.to_string()))?;
    Ok((rating, cost))
}

/// Posts the difference between what was taken for one service and what ought to have been; returns it.
fn correct(one: &mut HeldUse, cost: Money, book: &mut Book, context: u16) -> Result<Money, NotRerated> {
    let before = one.charged.0.saturating_add(one.uncollected.0);
    // What was not there at the time was let go then.
    let due = if cost.0 >= before { one.charged.0 + (cost.0 - before) } else { one.charged.0.min(cost.0) };
    let difference = due - one.charged.0 - one.adjusted.0 - one.short.0;
    let taken = if difference > 0 {
        let taken = book.debit(Money(difference), context);
        one.short.0 += difference - taken.0;
        taken
    } else {
        let forgiven = one.short.0.min(-difference);
        one.short.0 -= forgiven;
        let back = -difference - forgiven;
        book.adjust(Money(back), House::Usage(context)).map_err(|why| NotRerated::Unpriced(why.into()))?;
        Money(-back)
    };
    one.adjusted.0 += taken.0;
    Ok(taken)
}

/// Has the records say what the service cost in the end: by the new rate, and with the difference in the last of them that is about the service.
fn restate(waiting: &mut [Detail], one: &mut HeldUse, (cost, taken): (Money, Money), rule: Rule) {
    let unpaid = cost.0 - one.charged.0 - one.adjusted.0;
    let more = unpaid - one.uncollected.0 - one.restated.0;
    one.restated.0 += more;
    let charges = waiting.iter_mut().filter_map(|detail| detail.charges.as_mut());
    let mut last = None;
    for charge in charges.flat_map(|charges| &mut charges.services) {
        if charge.service == one.service && charge.units > 0 {
            charge.rule = Some(rule.clone());
            last = Some(charge);
        }
    }
    if let Some(charge) = last {
        charge.amount.0 += taken.0;
        charge.uncollected.0 += more;
    } else if (taken.0, more) != (0, 0)
        && let Some(charges) = waiting.last_mut().and_then(|detail| detail.charges.as_mut())
    {
        let mut services = std::mem::take(&mut charges.services).into_vec();
        let (service, unit) = (one.service, one.unit);
        let rule = Some(rule);
        services.push(Charge { service, unit, units: 0, amount: taken, uncollected: Money(more), rule });
        charges.services = services.into();
    }
}

fn rule(rating: &Rating<'_>, payer: &Account) -> Rule {
    Rule {
        plan: payer.plan.clone(),
        service: rating.service().name.clone(),
        line: rating.rate().map(|rate| rate.line),
    }
}
