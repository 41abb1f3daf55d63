//! UDR: an application server reads data of a user or service (TS 29.328 §6.1.1, Sh-Pull).

use super::{
    Domain, Item, Operation, Records, Reference, ShFeatures, Source, Target, Whereabouts, Whom,
    document::Document, dsai::switch,
};
use crate::{
    domain::hss::{Hss, Refusal},
    types::Timestamp,
};

/// What the application server asks.
#[derive(Debug, Clone, Default)]
pub struct Request<'a> {
    /// Origin-Host: who asks.
    pub host: &'a str,
    /// Data-References.
    pub references: Vec<u32>,
    /// Service-Indications.
    pub services: Vec<&'a str>,
    /// Identity-Sets; ALL_IDENTITIES where there is none.
    pub identity_sets: Vec<u32>,
    /// Server-Name.
    pub server_name: Option<&'a str>,
    /// Requested-Domain: true for the circuit switched one.
    pub circuit: Option<bool>,
    /// An EPS location is understood (UDR-Flags).
    pub eps: bool,
    /// DSAI-Tags.
    pub dsai_tags: Vec<&'a str>,
    /// What both sides have.
    pub features: ShFeatures,
}

/// What the application server is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer<'a> {
    /// The Sh-Data; `None` where nothing of what was asked for is there.
    pub user_data: Option<String>,
    /// Wildcarded-Public-Identity: the wildcarded service identity that matched.
    pub wildcarded_service: Option<&'a str>,
    /// Wildcarded-IMPU: the wildcarded user identity that matched.
    pub wildcarded_user: Option<&'a str>,
}

/// Decides a UDR. Nothing changes by it.
///
/// # Errors
/// The refusal of the step that failed.
pub fn decide<'a>(
    records: &'a Records,
    whom: &'a Whom<'_>,
    request: &Request<'a>,
    hss: &'a Hss,
    whereabouts: &'a dyn Whereabouts,
    now: Timestamp,
) -> Result<Answer<'a>, Refusal> {
    let (target, items) = asked(records, whom, request, Operation::Pull, hss)?;
    // 4. Data under change: a read is of one version of each record, nothing is waited for. 4a. and 4b. T-ADS and CSRN are not served.
    // 5. The data, in User-Data.
    let source = Source::new(records, target, whom, hss, whereabouts, now);
    let user_data = data(&source, &items, request.features)?;
    let (wildcarded_service, wildcarded_user) = target.wildcards();
    Ok(Answer { user_data, wildcarded_service, wildcarded_user })
}

/// Steps 1 to 3, which reading and watching have in common: who is asked for, and which items.
pub(super) fn asked<'a>(
    records: &'a Records,
    whom: &Whom<'_>,
    request: &Request<'a>,
    operation: Operation,
    hss: &'a Hss,
) -> Result<(Target<'a>, Vec<Item<'a>>), Refusal> {
    // 1. Each reference has to be on the permissions list for this application server (5102, 5104).
    let permitted = |number: &u32| hss.permissions.check(request.host, operation, *number);
    let references: Vec<Reference> = request.references.iter().map(permitted).collect::<Result<_, _>>()?;
    // 2. The identity has to be known (5001). 2a. The private identity has to be one of its (5002).
    let target = records.target(whom)?;
    // 3. The kind of identity has to fit each reference (5101).
    let kind = target.kind(whom);
    if let Some(reference) = references.iter().find(|reference| !reference.applies_to(kind)) {
        return Err(Refusal::NotApplicable { reference: reference.name(), kind });
    }
    let mut items = Vec::with_capacity(references.len());
    for reference in references {
        match reference {
            // 3a. Each DSAI-Tag has to be one that filter criteria of the server are bound to (5108).
            Reference::Dsai => switches(target, request, hss, &mut items)?,
            _ => itemize(reference, request, &mut items)?,
        }
    }
    Ok((target, items))
}

/// The items that a reference and the rest of its key name.
fn itemize<'a>(
    reference: Reference,
    request: &Request<'a>,
    items: &mut Vec<Item<'a>>,
) -> Result<(), Refusal> {
    match reference {
        Reference::RepositoryData if request.services.is_empty() => {
            return Err(Refusal::Missing("Service-Indication"));
        }
        Reference::RepositoryData => items.extend(request.services.iter().copied().map(Item::Repository)),
        Reference::ImsPublicIdentity if request.identity_sets.is_empty() => items.push(Item::Identities(0)),
        Reference::ImsPublicIdentity => {
            items.extend(request.identity_sets.iter().copied().map(Item::Identities));
        }
        Reference::ImsUserState => items.push(Item::UserState),
        Reference::ScscfName => items.push(Item::Scscf),
        Reference::InitialFilterCriteria => {
            items.push(Item::FilterCriteria(request.server_name.ok_or(Refusal::Missing("Server-Name"))?));
        }
        Reference::LocationInformation => items.extend(domains(request)?.map(Item::Location)),
        Reference::UserState => items.extend(domains(request)?.map(Item::Reachability)),
        Reference::ChargingInformation => items.push(Item::Charging),
        Reference::Msisdn => items.push(Item::Numbers),
        Reference::PsiActivation => items.push(Item::Activation),
        Reference::Dsai => {}
    }
    Ok(())
}

/// The switches that the DSAI-Tags name.
fn switches<'a>(
    target: Target<'a>,
    request: &Request<'a>,
    hss: &'a Hss,
    items: &mut Vec<Item<'a>>,
) -> Result<(), Refusal> {
    if request.dsai_tags.is_empty() {
        return Err(Refusal::Missing("DSAI-Tag"));
    }
    let profile = target.profile(hss)?.ok_or(Refusal::NoDsai)?;
    for tag in &request.dsai_tags {
        let (server, _) = switch(profile, request.server_name, request.host, tag)?;
        items.push(Item::Dsai(server, tag));
    }
    Ok(())
}

/// The domains a location or user state is asked of.
fn domains(request: &Request<'_>) -> Result<impl Iterator<Item = Domain> + use<>, Refusal> {
    let circuit = request.circuit.ok_or(Refusal::Missing("Requested-Domain"))?;
    let eps = Some(Domain::Eps).filter(|_| !circuit && request.eps);
    Ok([if circuit { Domain::Circuit } else { Domain::Packet }].into_iter().chain(eps))
}

/// The Sh-Data of some items: all of them, if anything of them is there, or the other side knows what empty elements mean (Notif-Eff).
pub(super) fn data<'a>(
    source: &Source<'a>,
    items: &[Item<'a>],
    features: ShFeatures,
) -> Result<Option<String>, Refusal> {
    let several_sets = items.iter().filter(|item| matches!(item, Item::Identities(_))).count() > 1;
    let mut document = Document::default();
    let mut any = features.contains(ShFeatures::NOTIF_EFF);
    for item in items {
        any |= source.read(item, several_sets, &mut document)?;
    }
    any.then(|| document.write()).transpose()
}
