//! Sh-Data: the XML that requests and answers of Sh carry (TS 29.328 Annexes C and D), written.
//!
//! Elements stand in the order of the schema, what later releases added nested in Extension elements; no blank between elements. What is not
//! there is an empty element, or none, as TS 29.328 §6.1.1.1 lists it.

use crate::domain::hss::{
    Refusal,
    config::ChargingFunctions,
    user_data::{MAX_LENGTH, element},
};
use quick_xml::escape::escape;
use std::borrow::Cow;

/// One piece of repository data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repository<'a> {
    /// Which service.
    pub service_indication: &'a str,
    /// The version.
    pub sequence: u16,
    /// The ServiceData element; `None` where there is none, or none any more.
    pub data: Option<&'a str>,
}

/// What is to be told; a field that is `None` is not told of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document<'a> {
    /// Public identities.
    pub identities: Option<Vec<Cow<'a, str>>>,
    /// The same by the number of an Identity-Set, where several are asked for.
    pub by_set: Vec<(u32, Vec<Cow<'a, str>>)>,
    /// MSISDNs.
    pub numbers: Option<Vec<String>>,
    /// Repository data.
    pub repository: Vec<Repository<'a>>,
    /// The S-CSCF's name; empty where none serves the user.
    pub scscf: Option<&'a str>,
    /// InitialFilterCriteria elements; empty where there are none.
    pub filter_criteria: Option<Cow<'a, str>>,
    /// IMSUserState.
    pub user_state: Option<u8>,
    /// Charging functions.
    pub charging: Option<Option<&'a ChargingFunctions>>,
    /// PSIActivation.
    pub activation: Option<bool>,
    /// DSAI: each tag with its state.
    pub dsai: Vec<(&'a str, bool)>,
    /// What stands in CSLocationInformation, PSLocationInformation, EPSLocationInformation; empty where nothing is known.
    pub location: [Option<String>; 3],
    /// CSUserState, PSUserState, EPSUserState.
    pub reachability: [Option<u8>; 3],
}

/// Identity-Set by its number, in the order and with the names of the schema's extension.
const SETS: [(u32, &str); 4] =
    [(1, "RegisteredIdentities"), (2, "ImplicitIdentities"), (0, "AllIdentities"), (3, "AliasIdentities")];

impl Document<'_> {
    /// The XML.
    ///
    /// # Errors
    /// [`Refusal::ProfileTooLong`]: no message is that long.
    pub fn write(&self) -> Result<String, Refusal> {
        let [cs, ps, eps] = &self.location;
        let [cs_state, ps_state, eps_state] = self.reachability;
        let location = |name, content: &Option<String>| {
            content.as_ref().map(|content| element(name, content)).unwrap_or_default()
        };
        let state = |name, state: Option<u8>| state.map(|state| element(name, state)).unwrap_or_default();
        let repository: String = self.repository.iter().map(repository).collect();
        let later = state("EPSUserState", eps_state) + &location("EPSLocationInformation", eps);
        let content = [
            self.public_identifiers(),
            repository,
            self.ims_data(),
            location("CSLocationInformation", cs),
            location("PSLocationInformation", ps),
            state("CSUserState", cs_state),
            state("PSUserState", ps_state),
            extension(self.sets() + &nested(3, later)),
        ];
        let out =
            format!(r#"<?xml version="1.0" encoding="UTF-8"?>{}"#, element("Sh-Data", content.concat()));
        if out.len() > MAX_LENGTH { Err(Refusal::ProfileTooLong(out.len())) } else { Ok(out) }
    }

    /// IMSPublicIdentity*, MSISDN*
    fn public_identifiers(&self) -> String {
        if self.identities.is_none() && self.numbers.is_none() {
            return String::new();
        }
        let numbers = self.numbers.iter().flatten().map(|number| element("MSISDN", number));
        element(
            "PublicIdentifiers",
            public_identities(self.identities.iter().flatten()) + &numbers.collect::<String>(),
        )
    }

    /// RegisteredIdentities?, ImplicitIdentities?, AllIdentities?, AliasIdentities?
    fn sets(&self) -> String {
        let asked = |number| self.by_set.iter().find(|(set, _)| *set == number);
        let each = SETS.iter().filter_map(|(number, name)| {
            asked(*number).map(|(_, identities)| element(name, public_identities(identities.iter())))
        });
        each.collect()
    }

    /// SCSCFName?, IFCs?, IMSUserState?, ChargingInformation?, Extension?
    fn ims_data(&self) -> String {
        let scscf = self.scscf.map(|name| element("SCSCFName", escape(name)));
        let criteria = self.filter_criteria.as_ref().map(|criteria| element("IFCs", criteria));
        let state = self.user_state.map(|state| element("IMSUserState", state));
        let charging = self.charging.map(|functions| element("ChargingInformation", charging(functions)));
        // PSIActivation?, Extension?: DSAI*
        let activation = self.activation.map(|active| element("PSIActivation", u8::from(active)));
        let later =
            extension(activation.unwrap_or_default() + &extension(self.dsai.iter().map(dsai).collect()));
        let content: String = [scscf, criteria, state, charging, Some(later)].into_iter().flatten().collect();
        if content.is_empty() { content } else { element("Sh-IMS-Data", content) }
    }
}

fn public_identities<'i>(identities: impl Iterator<Item = &'i Cow<'i, str>>) -> String {
    identities.map(|identity| element("IMSPublicIdentity", escape(&**identity))).collect()
}

/// ServiceIndication, SequenceNumber, ServiceData?
fn repository(data: &Repository<'_>) -> String {
    let key = element("ServiceIndication", escape(data.service_indication))
        + &element("SequenceNumber", data.sequence);
    element("RepositoryData", key + data.data.unwrap_or_default())
}

fn charging(functions: Option<&ChargingFunctions>) -> String {
    const NAMES: [&str; 4] = [
        "PrimaryEventChargingFunctionName",
        "SecondaryEventChargingFunctionName",
        "PrimaryChargingCollectionFunctionName",
        "SecondaryChargingCollectionFunctionName",
    ];
    let configured = functions.into_iter().flat_map(ChargingFunctions::all);
    let named = configured.zip(NAMES).filter_map(|((_, uri), name)| Some(element(name, escape(uri?))));
    named.collect()
}

/// DSAI-Tag, DSAI-Value: 0 is ACTIVE.
fn dsai((tag, active): &(&str, bool)) -> String {
    element("DSAI", element("DSAI-Tag", escape(*tag)) + &element("DSAI-Value", u8::from(!active)))
}

fn extension(content: String) -> String {
    if content.is_empty() { content } else { element("Extension", content) }
}

/// `content` in as many Extension elements, one within the other.
fn nested(levels: usize, content: String) -> String {
    (0..levels).fold(content, |content, _| extension(content))
}
