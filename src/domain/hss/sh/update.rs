//! PUR: an application server changes what it keeps here, or whether a public service is active (TS 29.328 §6.1.2, Sh-Update).

use super::{
    Operation, Records, Reference, ShFeatures, Target, Whom, dsai,
    notify::{Told, keep, service_changed, told},
    parse::{Piece, Update},
};
use crate::{
    domain::hss::{Decision, Hss, Refusal},
    records::{PublicService, RepositoryData, RepositoryEntry, Task, Watched},
    store::ChangeSet,
    types::{Impu, Imsi, Lsn, Timestamp},
};

/// What the application server asks.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// Origin-Host: who asks.
    pub host: &'a str,
    /// Data-References.
    pub references: Vec<u32>,
    /// The Sh-Data, if it could be read.
    pub data: Result<Update, Refusal>,
    /// What both sides have.
    pub features: ShFeatures,
}

/// What the application server is told.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answer<'a> {
    /// Wildcarded-Public-Identity.
    pub wildcarded_service: Option<&'a str>,
    /// Wildcarded-IMPU.
    pub wildcarded_user: Option<&'a str>,
}

/// Decides a PUR; and which of several pieces of repository data failed, if it is one of several.
pub fn decide<'a>(
    records: &'a Records,
    whom: &Whom<'_>,
    request: &'a Request<'_>,
    hss: &Hss,
    now: Timestamp,
) -> (Decision<Answer<'a>>, Option<&'a Piece>) {
    let mut failed = None;
    let decided = steps(records, whom, request, hss, now, &mut failed);
    let decision = decided.unwrap_or_else(|refusal| Decision::unchanged(Err(refusal)));
    (decision, failed)
}

fn steps<'a>(
    records: &'a Records,
    whom: &Whom<'_>,
    request: &'a Request<'_>,
    hss: &Hss,
    now: Timestamp,
    failed: &mut Option<&'a Piece>,
) -> Result<Decision<Answer<'a>>, Refusal> {
    // 1. The references have to be on the permissions list for this application server (5103).
    let permitted = |number: &u32| hss.permissions.check(request.host, Operation::Update, *number);
    let references: Vec<Reference> = request.references.iter().map(permitted).collect::<Result<_, _>>()?;
    // 2. The identity has to be known (5001). 2a. The private identity has to be one of its (5002).
    let target = records.target(whom)?;
    // 3. The kind of identity has to fit the reference (5101). More than one needs Update-Eff-Enhance, which is not served.
    let [reference] = references[..] else { return Err(Refusal::SeveralAtOnce("Data-References")) };
    let kind = target.kind(whom);
    if !reference.applies_to(kind) {
        return Err(Refusal::NotApplicable { reference: reference.name(), kind });
    }
    let update = request.data.as_ref().map_err(Clone::clone)?;
    let (changes, tasks) = match (reference, target) {
        // 4. PSIActivation: of a distinct service; it takes effect with the next request about it.
        (Reference::PsiActivation, Target::Service(service)) => {
            activate(records, service, update, request.host, now)?
        }
        // 4a. DSAI: filter criteria are masked by it, as if they had been changed by the operator (§7.6.11).
        (Reference::Dsai, _) => dsai::set(records, whom, target, request, hss, now)?,
        // 4c. to 6. Repository data: all pieces or none.
        _ => {
            let (keeper, holder) = records.keeper(whom).ok_or(Refusal::UnknownImpu)?;
            let place = Place { records, keeper, holder, host: request.host, hss, now };
            place.store(&update.repository, request.features, failed)?
        }
    };
    let (wildcarded_service, wildcarded_user) = target.wildcards();
    Ok(Decision { reply: Ok(Answer { wildcarded_service, wildcarded_user }), changes, tasks })
}

fn activate(
    records: &Records,
    service: &PublicService,
    update: &Update,
    host: &str,
    now: Timestamp,
) -> Result<(ChangeSet, Vec<Task>), Refusal> {
    let active = update.activation.ok_or(Refusal::UnrecognizedData("there is no PSIActivation"))?;
    if service.active == active {
        return Ok((ChangeSet::new(), Vec::new()));
    }
    let version = records.loaded.public_service.as_ref().map_or(Lsn::ZERO, |read| read.version);
    // An inactive service is served by nobody: its S-CSCF is forgotten.
    let scscf = service.scscf.clone().filter(|_| active);
    let changed = PublicService { active, scscf, ..service.clone() };
    let (watching, read) = records.subscriptions(None);
    let Told { left, mut tasks } = service_changed(service, &changed, watching, Some(host), now);
    // And the S-CSCF is told that it no longer serves it (§7.6.10).
    tasks.extend(service.scscf.clone().filter(|_| !active).map(|scscf| Task::DeregisterService {
        identity: service.identity.clone(),
        impi: service.private_identity.clone(),
        scscf,
    }));
    let changes = ChangeSet::new().put(changed, version);
    Ok((keep(changes, left, &service.identity, read), tasks))
}

/// Where repository data is kept, and by whose wish.
struct Place<'a> {
    records: &'a Records,
    keeper: Impu,
    holder: Option<Imsi>,
    host: &'a str,
    hss: &'a Hss,
    now: Timestamp,
}

impl Place<'_> {
    fn store<'p>(
        &self,
        pieces: &'p [Piece],
        features: ShFeatures,
        failed: &mut Option<&'p Piece>,
    ) -> Result<(ChangeSet, Vec<Task>), Refusal> {
        match pieces {
            [] => return Err(Refusal::UnrecognizedData("there is no RepositoryData")),
            [_] => {}
            _ if features.contains(ShFeatures::UPDATE_EFF) => {}
            _ => return Err(Refusal::SeveralAtOnce("pieces of repository data")),
        }
        let (stored, version) = self.records.repository(self.holder);
        let mut data =
            stored.cloned().unwrap_or_else(|| RepositoryData::empty(self.keeper.clone(), self.holder));
        for piece in pieces {
            // 4c. One that fails leaves all as they were.
            if let Err(refusal) = self.change(&mut data, piece) {
                *failed = Some(piece).filter(|_| pieces.len() > 1);
                return Err(refusal);
            }
        }
        let changes = if data.entries.is_empty() {
            ChangeSet::new().delete::<RepositoryData>(self.keeper.clone(), version)
        } else {
            ChangeSet::new().put(data, version)
        };
        // 6. All others who watch it are notified; what is removed is watched by nobody any more.
        let (watching, read) = self.records.subscriptions(self.holder);
        let changed = |name: &str| pieces.iter().find(|piece| piece.service_indication == name);
        let Told { mut left, tasks } = told(watching, self.now, |entry| match &entry.watched {
            Watched::Repository(name) if *entry.host != *self.host => {
                changed(name).map(|piece| u16::try_from(piece.sequence).ok())
            }
            _ => None,
        });
        let removed = |watched: &Watched| match watched {
            Watched::Repository(name) => changed(name).is_some_and(|piece| piece.data.is_none()),
            _ => false,
        };
        if let Some(watching) = watching.filter(|all| all.entries.iter().any(|entry| removed(&entry.watched)))
        {
            let mut fewer = left.unwrap_or_else(|| watching.clone());
            fewer.entries = fewer.entries.into_iter().filter(|entry| !removed(&entry.watched)).collect();
            left = Some(fewer);
        }
        Ok((keep(changes, left, &self.keeper, read), tasks))
    }

    fn change(&self, data: &mut RepositoryData, piece: &Piece) -> Result<(), Refusal> {
        let (name, given) = (&*piece.service_indication, piece.sequence);
        let stored = data.entry(name).map(|entry| entry.sequence);
        let out_of_sync = || Refusal::OutOfSync { stored, given };
        // 6. By whether there is data of this Service-Indication: the number is the next one, after 65535 comes 1; 0 is for what is new (5105).
        let sequence = match stored {
            Some(last) if given != 0 && given - 1 == u32::from(last) % 65535 => last % 65535 + 1,
            Some(_) => return Err(out_of_sync()),
            None if given != 0 => return Err(out_of_sync()),
            // 6. New, and no data (5101).
            None if piece.data.is_none() => return Err(Refusal::NothingToRemove),
            None => 0,
        };
        let Some(content) = &piece.data else {
            // 6. Without data: it is removed.
            data.set(name, None);
            return Ok(());
        };
        // 6. More than the HSS takes (5008).
        let limits = &self.hss.sh;
        let too_much = |given, most, what| Err(Refusal::TooMuchData { given, most, what });
        if content.len() > limits.repository_data_max as usize {
            return too_much(content.len(), limits.repository_data_max, "octets");
        }
        if stored.is_none() && data.entries.len() >= limits.repository_data_count as usize {
            return too_much(data.entries.len() + 1, limits.repository_data_count, "pieces");
        }
        let entry =
            RepositoryEntry { service_indication: name.into(), sequence, data: content.as_str().into() };
        data.set(name, Some(entry));
        Ok(())
    }
}
