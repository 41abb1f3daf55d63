//! SNR: an application server wants to hear of changes, or no more (TS 29.328 §6.1.3, Sh-Subs-Notif).

use super::{
    Item, Operation, Records, Source, Target, Whereabouts, Whom,
    pull::{Request, asked, data},
};
use crate::{
    domain::hss::{Decision, Hss, Refusal},
    records::{PublicService, Registration, RepositoryData, ShSubscription, ShSubscriptions, Watched},
    store::ChangeSet,
    types::{Lsn, Name, Timestamp},
};
use std::time::Duration;

/// What the application server asks, beside what it would ask to read.
#[derive(Debug, Clone, Copy)]
pub struct Wish<'a> {
    /// Origin-Realm: where notifications go.
    pub realm: &'a str,
    /// Subs-Req-Type: true to subscribe.
    pub subscribe: bool,
    /// Expiry-Time.
    pub expires: Option<Timestamp>,
    /// One-Time-Notification.
    pub one_time: bool,
    /// Send-Data-Indication: the answer is to carry the data.
    pub send_data: bool,
}

/// What the application server is told.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answer<'a> {
    /// Expiry-Time as it was stored.
    pub expires: Option<Timestamp>,
    /// The data, if it is wanted.
    pub user_data: Option<String>,
    /// Wildcarded-Public-Identity.
    pub wildcarded_service: Option<&'a str>,
    /// Wildcarded-IMPU.
    pub wildcarded_user: Option<&'a str>,
}

/// As many subscriptions may stand to one public identity.
const MOST: usize = 256;

/// Decides an SNR.
pub fn decide<'a>(
    records: &'a Records,
    whom: &'a Whom<'_>,
    request: &Request<'a>,
    wish: Wish<'_>,
    hss: &'a Hss,
    whereabouts: &'a dyn Whereabouts,
    now: Timestamp,
) -> Decision<Answer<'a>> {
    let decided = steps(records, whom, request, wish, hss, whereabouts, now);
    decided.unwrap_or_else(|refusal| Decision::unchanged(Err(refusal)))
}

fn steps<'a>(
    records: &'a Records,
    whom: &'a Whom<'_>,
    request: &Request<'a>,
    wish: Wish<'_>,
    hss: &'a Hss,
    whereabouts: &'a dyn Whereabouts,
    now: Timestamp,
) -> Result<Decision<Answer<'a>>, Refusal> {
    // 1. to 3a. Permissions (5104), identity (5001, 5002), its kind (5101), DSAI (5108). 7., 8. Several references and indications: all or none.
    let (target, items) = asked(records, whom, request, Operation::Subscribe, hss)?;
    let (keeper, holder) = records
        .keeper(whom)
        .ok_or(Refusal::NotApplicable { reference: "a subscription", kind: target.kind(whom) })?;
    // 4. The time it ends: not later than the configuration allows.
    let expires = end(wish.expires, hss.sh.subscription_max, now);
    let source = Source::new(records, target, whom, hss, whereabouts, now);
    // 5. Repository data that is to be watched has to be there (5106).
    let there = |service: &str| source.repository.is_some_and(|data| data.entry(service).is_some());
    if wish.subscribe && items.iter().any(|item| matches!(item, Item::Repository(service) if !there(service)))
    {
        return Err(Refusal::NoRepositoryData);
    }
    // 6. Subscribed, or not any more; who was not is told the same.
    let (stored, version) = records.subscriptions(holder);
    let watched: Vec<Watched> = items.iter().filter_map(Item::watched).collect();
    let mine = |entry: &ShSubscription| {
        entry.host.eq_ignore_ascii_case(request.host) && watched.contains(&entry.watched)
    };
    let others = stored.into_iter().flat_map(|all| all.at(now)).filter(|entry| !mine(entry)).cloned();
    let mut entries: Vec<ShSubscription> = others.collect();
    if wish.subscribe {
        let entry = |watched| ShSubscription {
            host: Name::new(request.host),
            realm: Name::new(wish.realm),
            watched,
            private_identity: whom.private.map(Into::into),
            asked: (*whom.text).into(),
            expires,
            one_time: wish.one_time,
        };
        entries.extend(watched.into_iter().map(entry));
        if entries.len() > MOST {
            return Err(Refusal::StoreBusy("too many application servers watch the identity".into()));
        }
    }
    let changes = if entries.is_empty() {
        ChangeSet::new().delete::<ShSubscriptions>(keeper.clone(), version)
    } else {
        let all = ShSubscriptions { identity: keeper.clone(), holder, entries: entries.into() };
        ChangeSet::new().put(all, version)
    };
    // 9., 10. The data as it is at the moment from which on changes are told: what was read has to stand when this is committed.
    let wanted = wish.subscribe && wish.send_data;
    let user_data = if wanted { data(&source, &items, request.features)? } else { None };
    let (wildcarded_service, wildcarded_user) = target.wildcards();
    let answer = Answer {
        expires: expires.filter(|_| wish.subscribe),
        user_data,
        wildcarded_service,
        wildcarded_user,
    };
    let changes =
        standing(changes, records, target).require::<RepositoryData>(keeper, records.repository(None).1);
    Ok(Decision { reply: Ok(answer), changes, tasks: Vec::new() })
}

/// When a subscription ends: as wanted, or at the configured number of seconds from now, if that is sooner.
fn end(wanted: Option<Timestamp>, seconds: u32, now: Timestamp) -> Option<Timestamp> {
    let limit = (seconds > 0).then(|| now.after(Duration::from_secs(seconds.into())));
    [wanted, limit].into_iter().flatten().min()
}

/// Demands that what the data was read from still is as it was.
fn standing(changes: ChangeSet, records: &Records, target: Target<'_>) -> ChangeSet {
    match target {
        Target::User(party, _) => {
            changes.require::<Registration>(party.imsi(), records.loaded.registration().1)
        }
        Target::Service(service) => {
            let version = records.loaded.public_service.as_ref().map_or(Lsn::ZERO, |read| read.version);
            changes.require::<PublicService>(service.identity.clone(), version)
        }
    }
}
