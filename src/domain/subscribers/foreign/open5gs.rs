//! Open5GS: documents of the collection `subscribers`, by its schema with slices and sessions, and the older one with `pdn`.

use super::{
    super::{
        Fault, Order,
        eps::{EpsContract, EpsOrder, NONE},
    },
    Desk, carried_on, key,
    mongo::{self, Document},
};
use crate::{
    domain::hss::eps::{
        EpsProfile,
        profile::{Apn, NetworkAccess, PdnType, Restriction},
    },
    records::{Ambr, FixedAddress},
    types::Name,
};
use std::net::IpAddr;

/// The fields that are read, or that say nothing about a subscriber.
const FIELDS: [&str; 15] = [
    "_id",
    "__v",
    "schema_version",
    "imsi",
    "msisdn",
    "security",
    "ambr",
    "slice",
    "pdn",
    "subscriber_status",
    "operator_determined_barring",
    "access_restriction_data",
    "network_access_mode",
    "subscribed_rau_tau_timer",
    "imeisv",
];

/// Where the subscriber was, as Open5GS noted it.
const WHEREABOUTS: [&str; 4] = ["mme_host", "mme_realm", "mme_timestamp", "purge_flag"];

/// Access-Restriction-Data (TS 29.272 §7.3.31), bit by bit.
const RESTRICTIONS: [Restriction; 9] = [
    Restriction::Utran,
    Restriction::Geran,
    Restriction::Gan,
    Restriction::Ihspa,
    Restriction::Eutran,
    Restriction::Non3gpp,
    Restriction::NbIot,
    Restriction::EnhancedCoverage,
    Restriction::NrSecondary,
];

pub(super) fn translate(text: &[u8], desk: &mut Desk<'_>) -> Result<(), Fault> {
    mongo::documents(text, &mut |place, value| {
        let order = Document::new(&value).and_then(|document| subscriber(document, desk));
        desk.take(place, order);
    })
}

fn subscriber(document: Document<'_>, desk: &mut Desk<'_>) -> Result<Order, Fault> {
    if document.fields().any(|field| WHEREABOUTS.contains(&field)) {
        desk.note("is attached somewhere: that is not carried over, it attaches anew");
    }
    let known = |field: &&str| FIELDS.contains(field) || WHEREABOUTS.contains(field);
    for field in document.fields().filter(|field| !known(field)) {
        desk.note(format!("has a field \"{}\": that has no counterpart", field.escape_debug()));
    }
    let mut order = Order { imsi: document.text("imsi")?.unwrap_or_default().into(), ..Order::default() };
    let numbers = document.texts("msisdn")?;
    order.msisdn = numbers.first().map(|number| (*number).to_owned());
    security(document, &mut order, desk)?;
    desk.phone(&mut order);
    let own = EpsContract {
        enabled: !barred(document, desk)?,
        additional_msisdns: numbers.iter().skip(1).map(|number| (*number).to_owned()).collect(),
        ambr: rates(document, desk)?,
        ..EpsContract::default()
    };
    order.eps = Some(eps(document, own, desk)?);
    Ok(order)
}

fn security(document: Document<'_>, order: &mut Order, desk: &mut Desk<'_>) -> Result<(), Fault> {
    let Some(security) = document.document("security")? else {
        return Err(Fault::new("security", "missing: a SIM without its keys"));
    };
    let read = |field| security.text(field).map_err(|fault| fault.within("security"));
    order.k = read("k")?.map(key);
    order.opc = read("opc")?.map(key);
    // Where OPc stands, Open5GS does not look at OP.
    order.op = read("op")?.filter(|_| order.opc.is_none()).map(key);
    order.amf = read("amf")?.map(str::to_owned);
    match security.number("sqn").map_err(|fault| fault.within("security"))? {
        Some(sqn) => order.seq = Some(carried_on(sqn, 5)?),
        None => desk.note("has no sequence number: its first authentication may need a resynchronisation"),
    }
    Ok(())
}

/// True if nothing of the EPS may be used (TS 29.272 §7.3.29, §7.3.30).
fn barred(document: Document<'_>, desk: &mut Desk<'_>) -> Result<bool, Fault> {
    // 0: SERVICE_GRANTED, 1: OPERATOR_DETERMINED_BARRING.
    if document.number("subscriber_status")?.unwrap_or(0) == 0 {
        return Ok(false);
    }
    // Bit 0: all packet-oriented services. Where the kind of barring is not told, all is barred.
    let kinds = document.number("operator_determined_barring")?.filter(|kinds| *kinds != 0);
    let all = kinds.is_none_or(|kinds| kinds & 1 != 0);
    desk.note(match all {
        true => "is barred by its operator: attaching is refused until it is enabled",
        false => "is barred in part (operator_determined_barring): that has no counterpart, it is not barred",
    });
    Ok(all)
}

fn eps(document: Document<'_>, mut own: EpsContract, desk: &mut Desk<'_>) -> Result<EpsOrder, Fault> {
    let old = document.list("pdn")?;
    let sessions = if old.is_empty() { sessions(document, desk)? } else { old };
    let mut profile = EpsProfile {
        restricted: restricted(document, desk)?,
        network_access: match document.number("network_access_mode")? {
            Some(0) => NetworkAccess::PacketAndCircuit,
            _ => NetworkAccess::OnlyPacket,
        },
        // Minutes; TS 29.272 §7.3.134 has seconds.
        periodic_tau: minutes(document)?,
        apn: Vec::new(),
        ..EpsProfile::default()
    };
    for session in sessions {
        let Some(apn) = apn(session, desk)? else { continue };
        if profile.apn.iter().any(|other| other.name == apn.name) {
            desk.note("has one APN twice: the first counts");
            continue;
        }
        addresses(session, &apn.name, &mut own.addresses, desk)?;
        profile.apn.push(apn);
    }
    if profile.apn.is_empty() {
        desk.note("has no session, and so no EPS contract");
        return Ok(EpsOrder::Profile(NONE.into()));
    }
    desk.contract(Some(profile), own)
}

fn minutes(document: Document<'_>) -> Result<Option<u32>, Fault> {
    let field = "subscribed_rau_tau_timer";
    let Some(minutes) = document.number(field)?.filter(|minutes| *minutes != 0) else { return Ok(None) };
    let seconds = minutes.checked_mul(60).and_then(|seconds| u32::try_from(seconds).ok());
    seconds.map(Some).ok_or(Fault::new(field, "too long"))
}

fn restricted(document: Document<'_>, desk: &mut Desk<'_>) -> Result<Vec<Restriction>, Fault> {
    let bits = document.number("access_restriction_data")?.unwrap_or(0);
    if bits >> RESTRICTIONS.len() != 0 {
        desk.note("access_restriction_data has bits without a counterpart");
    }
    let set = (0..).zip(RESTRICTIONS).filter(|(bit, _)| bits >> bit & 1 != 0);
    Ok(set.map(|(_, restriction)| restriction).collect())
}

/// The sessions of the slice that the EPC uses: the default one.
fn sessions<'a>(document: Document<'a>, desk: &mut Desk<'_>) -> Result<Vec<Document<'a>>, Fault> {
    let slices = document.list("slice")?;
    if slices.len() > 1 {
        desk.note("has several slices: the EPC knows one, the default slice counts");
    }
    let mut chosen = slices.first().copied();
    for slice in slices {
        if slice.truth("default_indicator").map_err(|fault| fault.within("slice"))? {
            chosen = Some(slice);
            break;
        }
    }
    chosen.map_or(Ok(Vec::new()), |slice| slice.list("session").map_err(|fault| fault.within("slice")))
}

/// One APN; `None` for a session that the EPC does not know.
fn apn(session: Document<'_>, desk: &mut Desk<'_>) -> Result<Option<Apn>, Fault> {
    let name = session.text("name")?.or(session.text("apn")?);
    let Some(name) = name.map(str::to_ascii_lowercase) else {
        return Err(Fault::new("session", "one has no name"));
    };
    let within = |fault: Fault| fault.within(&format!("session {}", name.escape_debug()));
    // The schema with `pdn` has PDN-Type (TS 29.272 §7.3.62), the one with sessions the PDU session type of 5G, which counts from 1.
    let is_old = session.text("name").is_ok_and(|name| name.is_none());
    let kind = session.number("type").map_err(within)?.map(|kind| if is_old { kind + 1 } else { kind });
    let pdn_type = match kind {
        Some(1) => PdnType::Ipv4,
        Some(2) => PdnType::Ipv6,
        None | Some(3) => PdnType::Ipv4v6,
        Some(4) if is_old => PdnType::Ipv4OrIpv6,
        Some(_) => {
            desk.note("has a session that is neither IPv4 nor IPv6: the EPC has none such");
            return Ok(None);
        }
    };
    if session.has("pcc_rule") {
        desk.note("has policy rules (pcc_rule): they are the PCRF's, not the HSS's");
    }
    for gateway in ["smf", "pgw"] {
        if session.document(gateway).map_err(within)?.is_some_and(|one| one.has("addr") || one.has("addr6")) {
            desk.note("has a fixed gateway (smf, pgw): the MME chooses it, by DNS");
        }
    }
    let qos = Qos::read(session).map_err(within)?;
    Ok(Some(Apn {
        name: Name::new(&name),
        pdn_type,
        qci: qos.qci,
        priority: qos.priority,
        preempts: qos.preempts,
        preemptible: qos.preemptible,
        ambr: rates(session, desk).map_err(within)?,
        local_breakout: session.truth("lbo_roaming_allowed").map_err(within)?,
        charging_characteristics: None,
    }))
}

struct Qos {
    qci: u32,
    priority: u32,
    preempts: bool,
    preemptible: bool,
}

impl Qos {
    fn read(session: Document<'_>) -> Result<Self, Fault> {
        let mut read = Self { qci: 9, priority: 8, preempts: false, preemptible: true };
        let Some(qos) = session.document("qos")? else { return Ok(read) };
        let small = |document: Document<'_>, field| {
            let number = document.number(field)?;
            number.map(|number| u32::try_from(number).map_err(|_| Fault::new(field, "too large"))).transpose()
        };
        let old = qos.has("qci");
        read.qci = small(qos, if old { "qci" } else { "index" })?.unwrap_or(read.qci);
        let Some(arp) = qos.document("arp")? else { return Ok(read) };
        read.priority = small(arp, "priority_level")?.unwrap_or(read.priority);
        // The older schema has the values of TS 29.272 §7.3.40, where 0 is enabled; since then it is 2. 1 is disabled in both.
        let enabled = if old { 0 } else { 2 };
        if let Some(value) = arp.number("pre_emption_capability")? {
            read.preempts = value == enabled;
        }
        if let Some(value) = arp.number("pre_emption_vulnerability")? {
            read.preemptible = value == enabled;
        }
        Ok(read)
    }
}

/// The rates of `ambr`: each a value and a unit, or, in the older schema, kbit/s of 1024 bit.
fn rates(document: Document<'_>, desk: &mut Desk<'_>) -> Result<Option<Ambr>, Fault> {
    let Some(ambr) = document.document("ambr")? else { return Ok(None) };
    let mut rate = |field| -> Result<Option<u64>, Fault> {
        let too_large = || Fault::new(field, "too large a rate");
        if let Ok(Some(kilobits)) = ambr.number(field) {
            desk.note("has a rate without a unit: read as kbit/s");
            return kilobits.checked_mul(1024).map(Some).ok_or_else(too_large);
        }
        let Some(rate) = ambr.document(field)? else { return Ok(None) };
        let Some(value) = rate.number("value")? else { return Ok(None) };
        // 0: bit/s, 1: kbit/s, and so on up to Tbit/s.
        let unit = rate.number("unit")?.filter(|unit| *unit <= 4).unwrap_or(0);
        (0..unit).try_fold(value, |value, _| value.checked_mul(1000)).map(Some).ok_or_else(too_large)
    };
    let (downlink, uplink) = (
        rate("downlink").map_err(|fault| fault.within("ambr"))?,
        rate("uplink").map_err(|fault| fault.within("ambr"))?,
    );
    Ok(desk.rates(downlink, uplink))
}

/// Addresses that the subscriber always has in this APN.
fn addresses(
    session: Document<'_>,
    apn: &Name,
    found: &mut Vec<FixedAddress>,
    desk: &mut Desk<'_>,
) -> Result<(), Fault> {
    let Some(ue) = session.document("ue")? else { return Ok(()) };
    for field in ["addr", "addr6", "ipv4", "ipv6"] {
        let Some(text) = ue.text(field)? else { continue };
        let address = text.split('/').next().unwrap_or(text);
        match address.parse::<IpAddr>() {
            Ok(address) => found.push(FixedAddress { apn: apn.clone(), address }),
            // Open5GS takes no notice of such a text either.
            Err(_) => desk.note("has a fixed address that is none: it is left out"),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::{Choice, Origin, Translated, text};
    use super::*;

    fn read(document: &str) -> Translated {
        text(document.as_bytes(), Some(Origin::Open5gs), &Choice::default()).unwrap()
    }

    fn notes(translated: &Translated) -> Vec<&str> {
        translated.notes.iter().map(|(reason, _)| reason).collect()
    }

    const KEYS: &str = r#""security":{"k":"465B5CE8 B199B49F AA5F0A2E E238A6BC","op":null,"opc":"cd63cb71954a9f4e48a5994e37a02baf","amf":"8000","sqn":{"$numberLong":"64"}}"#;

    fn of(more: &str) -> Translated {
        read(&format!(r#"{{"imsi":"001010000000001","msisdn":["491701"],{KEYS}{more}}}"#))
    }

    fn profile(translated: &Translated) -> EpsProfile {
        let sections: crate::domain::hss::HssConfig =
            toml::from_str(&translated.profiles.to_toml().unwrap()).unwrap();
        sections.eps_profile.into_values().next().unwrap()
    }

    #[test]
    fn a_document_with_slices() {
        let translated = of(
            r#", "access_restriction_data":32, "subscribed_rau_tau_timer":12, "network_access_mode":0,
            "ambr":{"downlink":{"value":1,"unit":3},"uplink":{"value":500,"unit":2}}, "mme_host":"x",
            "slice":[{"sst":2,"session":[{"name":"no"}]},{"sst":1,"default_indicator":true,"session":[
              {"name":"Internet","type":3,"qos":{"index":9,"arp":{"priority_level":8,"pre_emption_capability":1,"pre_emption_vulnerability":2}},
               "ambr":{"downlink":{"value":1,"unit":2},"uplink":{"value":1,"unit":2}},"ue":{"addr":"10.45.0.7","addr6":""},"pcc_rule":[{}]},
              {"name":"ims","type":1,"qos":{"index":5,"arp":{"priority_level":1,"pre_emption_capability":2,"pre_emption_vulnerability":1}}},
              {"name":"raw","type":4}]}]"#,
        );
        let order = &translated.orders[0].order;
        assert_eq!(
            (&*order.imsi, order.msisdn.as_deref(), order.template.as_deref()),
            ("001010000000001", Some("491701"), Some("plain"))
        );
        assert_eq!(order.k.as_ref().unwrap().expose(), "465B5CE8B199B49FAA5F0A2EE238A6BC");
        assert_eq!((order.seq, order.op.is_none()), (Some(2 + super::super::MARGIN + 1), true));
        let Some(EpsOrder::Contract(contract)) = &order.eps else { panic!("{order:?}") };
        assert_eq!(contract.ambr, Some(Ambr { downlink: 1_000_000_000, uplink: 500_000_000 }));
        assert_eq!(
            contract.addresses,
            [FixedAddress { apn: Name::new("internet"), address: [10, 45, 0, 7].into() }]
        );
        let profile = profile(&translated);
        assert_eq!(
            (profile.periodic_tau, profile.network_access),
            (Some(720), NetworkAccess::PacketAndCircuit)
        );
        assert_eq!(profile.restricted, [Restriction::Non3gpp]);
        let told: Vec<_> = profile
            .apn
            .iter()
            .map(|apn| {
                (apn.name.as_str(), apn.pdn_type, apn.qci, apn.priority, apn.preempts, apn.preemptible)
            })
            .collect();
        assert_eq!(
            told,
            [("internet", PdnType::Ipv4v6, 9, 8, false, true), ("ims", PdnType::Ipv4, 5, 1, true, false)]
        );
        assert_eq!(
            notes(&translated),
            [
                "has a session that is neither IPv4 nor IPv6: the EPC has none such",
                "has policy rules (pcc_rule): they are the PCRF's, not the HSS's",
                "has several slices: the EPC knows one, the default slice counts",
                "is attached somewhere: that is not carried over, it attaches anew",
            ]
        );
    }

    #[test]
    fn a_document_of_the_older_schema() {
        let translated = of(r#", "ambr":{"downlink":{"$numberLong":"1024"},"uplink":{"$numberLong":"512"}},
            "pdn":[{"apn":"internet","type":0,"qos":{"qci":9,"arp":{"priority_level":8,"pre_emption_capability":0,"pre_emption_vulnerability":1}},
            "pgw":{"addr":"127.0.0.3"}}]"#);
        let profile = profile(&translated);
        let apn = &profile.apn[0];
        assert_eq!((apn.pdn_type, apn.preempts, apn.preemptible), (PdnType::Ipv4, true, false));
        let Some(EpsOrder::Contract(contract)) = &translated.orders[0].order.eps else { panic!() };
        assert_eq!(contract.ambr, Some(Ambr { downlink: 1_048_576, uplink: 524_288 }));
        assert_eq!(
            notes(&translated),
            [
                "has a fixed gateway (smf, pgw): the MME chooses it, by DNS",
                "has a rate without a unit: read as kbit/s"
            ]
        );
    }

    #[test]
    fn who_has_no_number_no_session_or_is_barred() {
        let translated = read(&format!(
            r#"[{{"imsi":"001010000000001",{KEYS},"subscriber_status":1,"slice":[{{"session":[{{"name":"a"}}]}}]}}]"#
        ));
        let order = &translated.orders[0].order;
        assert_eq!((&order.services, &order.template), (&Some(Vec::new()), &None));
        let Some(EpsOrder::Contract(contract)) = &order.eps else { panic!() };
        assert!(!contract.enabled);
        assert_eq!(of("").orders[0].order.eps, Some(EpsOrder::Profile("none".into())));
        let partly = of(
            r#","subscriber_status":1,"operator_determined_barring":2,"slice":[{"session":[{"name":"a"}]}]"#,
        );
        let Some(EpsOrder::Contract(contract)) = &partly.orders[0].order.eps else { panic!() };
        assert!(contract.enabled && notes(&partly)[0].contains("in part"));
    }

    /// Each mistake is told with its field; no key is shown.
    #[test]
    fn what_cannot_be_taken_is_told() {
        let table = [
            ("", "security: missing: a SIM without its keys"),
            (r#","security":{"k":4651}"#, "security.k: not a text in quotes"),
            (r#","security":{"sqn":"x"}"#, "security.sqn: not a number"),
            (
                r#","security":{"sqn":281474976710656}"#,
                "sqn: a sequence number has at most 48 bits (TS 33.102 §6.3.2)",
            ),
            (r#","security":{},"slice":{}"#, "slice: not a list"),
            (r#","security":{},"slice":[{"session":[{}]}]"#, "session: one has no name"),
            (
                r#","security":{},"slice":[{"session":[{"name":"a","qos":{"index":82}}]}]"#,
                "apn a: there is no QCI 82 (TS 23.203 Table 6.1.7)",
            ),
            (
                r#","security":{},"slice":[{"session":[{"name":"a b"}]}]"#,
                "apn a b: an APN is labels of a-z, 0-9 and -, separated by dots, at most 62 characters (TS 23.003 §9.1)",
            ),
            (
                r#","security":{},"ambr":{"downlink":{"value":{"$numberLong":"18446744073709551615"},"unit":4}}"#,
                "ambr.downlink: too large a rate",
            ),
        ];
        for (more, sentence) in table {
            let translated = read(&format!(r#"{{"imsi":"001010000000001"{more}}}"#));
            let told: Vec<_> = translated.refused.iter().map(|refused| refused.fault.to_string()).collect();
            assert_eq!(told, [sentence], "{more}");
        }
    }
}
