//! PyHSS: the tables `auc`, `subscriber`, `apn`, `ims_subscriber` and `subscriber_routing`.

use super::{
    super::{Fault, Order, eps::EpsContract},
    Desk, carried_on, key,
    tables::{Row, Tables},
};
use crate::{
    domain::hss::eps::{
        EpsProfile,
        profile::{Apn, ChargingCharacteristics, EpsRoaming, NetworkAccess, PdnType},
    },
    records::FixedAddress,
    types::Name,
};
use std::{collections::BTreeMap, net::IpAddr};

/// What a subscriber's row refers to.
struct Others<'a> {
    keys: BTreeMap<u64, Row<'a>>,
    apns: BTreeMap<u64, Row<'a>>,
    ims: BTreeMap<&'a str, Row<'a>>,
    addresses: BTreeMap<u64, Vec<Row<'a>>>,
}

pub(super) fn translate(tables: &Tables, desk: &mut Desk<'_>) {
    let mut others = Others {
        keys: tables.by_number("auc", "auc_id"),
        apns: tables.by_number("apn", "apn_id"),
        ims: BTreeMap::new(),
        addresses: BTreeMap::new(),
    };
    for row in tables.rows("ims_subscriber") {
        if let Ok(Some(imsi)) = row.text("imsi") {
            others.ims.insert(imsi, row);
        }
    }
    for row in tables.rows("subscriber_routing") {
        if let Ok(Some(id)) = row.number("subscriber_id") {
            others.addresses.entry(id).or_default().push(row);
        }
    }
    let mut unused = others.keys.clone();
    for row in tables.rows("subscriber") {
        if let Ok(Some(id)) = row.number("auc_id") {
            unused.remove(&id);
        }
        let order = subscriber(row, &others, desk);
        desk.take(row.place(), order);
    }
    unused.iter().for_each(|_| desk.note("is a SIM (auc) of no subscriber: it is left out"));
}

fn subscriber(row: Row<'_>, others: &Others<'_>, desk: &mut Desk<'_>) -> Result<Order, Fault> {
    let imsi = row.text("imsi")?.unwrap_or_default();
    let mut order = Order { imsi: imsi.into(), ..Order::default() };
    let id = row.number("auc_id")?.ok_or(Fault::new("auc_id", "missing: a subscriber without keys"))?;
    let sim = others.keys.get(&id).ok_or_else(|| Fault::new("auc_id", format!("there is no auc {id}")))?;
    keys(*sim, imsi, &mut order).map_err(|fault| fault.within("auc"))?;
    order.msisdn = row.text("msisdn")?.map(str::to_owned);
    let mut own = EpsContract { enabled: row.truth("enabled")?.unwrap_or(true), ..EpsContract::default() };
    match others.ims.get(imsi) {
        Some(ims) => {
            ims_part(*ims, &mut order, &mut own, desk).map_err(|fault| fault.within("ims_subscriber"))?;
            desk.phone(&mut order);
        }
        None => {
            order.services = Some(Vec::new());
            desk.note("has no ims_subscriber, and so no IMS service: EPS alone");
        }
    }
    if !own.enabled {
        desk.note("is not enabled: attaching is refused until it is");
    }
    own.ambr = desk.rates(row.number("ue_ambr_dl")?, row.number("ue_ambr_ul")?);
    let profile = profile(row, others, desk)?;
    own.addresses = addresses(row, others, &profile)?;
    order.eps = Some(desk.contract(Some(profile), own)?);
    Ok(order)
}

fn keys(sim: Row<'_>, imsi: &str, order: &mut Order) -> Result<(), Fault> {
    if sim.text("imsi")?.is_some_and(|other| other != imsi) {
        return Err(Fault::new("imsi", "it is another one than the subscriber's"));
    }
    match sim.text("algo")?.map(str::to_ascii_lowercase).as_deref() {
        None | Some("milenage" | "5") => {}
        Some(_) => return Err(Fault::new("algo", "another algorithm than milenage")),
    }
    order.k = sim.text("ki")?.map(key);
    order.opc = sim.text("opc")?.map(key);
    order.amf = sim.text("amf")?.map(str::to_owned);
    order.seq = sim.number("sqn")?.map(|sqn| carried_on(sqn, 5)).transpose()?;
    Ok(())
}

fn ims_part(
    ims: Row<'_>,
    order: &mut Order,
    own: &mut EpsContract,
    desk: &mut Desk<'_>,
) -> Result<(), Fault> {
    let number = ims.text("msisdn")?;
    order.msisdn = number.map(str::to_owned).or(order.msisdn.take());
    let digits = |text: &str| text.trim().trim_start_matches('+').to_owned();
    let first = order.msisdn.as_deref().map(digits);
    for further in ims.text("msisdn_list")?.unwrap_or_default().split(',').map(digits) {
        if !further.is_empty()
            && Some(&further) != first.as_ref()
            && !own.additional_msisdns.contains(&further)
        {
            desk.note("has further numbers (msisdn_list): they are additional numbers of the EPS, not public identities");
            own.additional_msisdns.push(further);
        }
    }
    if ims.text("ifc_path")?.is_some_and(|path| !path.ends_with("default_ifc.xml")) {
        desk.note("has filter criteria of its own (ifc_path): here they are a [profile.NAME], it gets the default one");
    }
    if ims.text("xcap_profile")?.or(ims.text("sh_profile")?).is_some() {
        desk.note("has an XCAP or Sh profile: an application server keeps that, over Sh");
    }
    Ok(())
}

fn profile(row: Row<'_>, others: &Others<'_>, desk: &mut Desk<'_>) -> Result<EpsProfile, Fault> {
    let mut ids = Vec::new();
    for id in row.text("apn_list")?.unwrap_or_default().split(',').map(str::trim).filter(|id| !id.is_empty())
    {
        ids.push(id.parse::<u64>().map_err(|_| Fault::new("apn_list", "not numbers with commas between"))?);
    }
    let default = row.number("default_apn")?;
    if let Some(default) = default.filter(|default| !ids.contains(default)) {
        ids.insert(0, default);
    }
    let mut profile = EpsProfile {
        roaming: match row.truth("roaming_enabled")? {
            Some(false) => EpsRoaming::HomeOnly,
            _ => EpsRoaming::Anywhere,
        },
        network_access: match row.number("nam")? {
            Some(2) => NetworkAccess::OnlyPacket,
            _ => NetworkAccess::PacketAndCircuit,
        },
        periodic_tau: row.small("subscribed_rau_tau_timer")?.filter(|seconds| *seconds != 0),
        apn: Vec::new(),
        ..EpsProfile::default()
    };
    if row.text("roaming_rule_list")?.is_some() {
        desk.note("has roaming rules: networks are a matter of its EPS profile (roaming)");
    }
    for id in ids {
        let row =
            others.apns.get(&id).ok_or_else(|| Fault::new("apn_list", format!("there is no apn {id}")))?;
        let apn = apn(*row, desk).map_err(|fault| fault.within(&row.place()))?;
        if default == Some(id) {
            profile.default_apn = Some(apn.name.clone());
        }
        if !profile.apn.iter().any(|other| other.name == apn.name) {
            profile.apn.push(apn);
        }
    }
    // The first is the default anyway.
    if profile.default_apn.as_ref() == profile.apn.first().map(|apn| &apn.name) {
        profile.default_apn = None;
    }
    Ok(profile)
}

fn apn(row: Row<'_>, desk: &mut Desk<'_>) -> Result<Apn, Fault> {
    let name = row.text("apn")?.ok_or(Fault::new("apn", "missing"))?.to_ascii_lowercase();
    if row.text("pgw_address")?.is_some() {
        desk.note("has an APN with a fixed gateway (pgw_address): the MME chooses it, by DNS");
    }
    if row.text("charging_rule_list")?.is_some() {
        desk.note("has an APN with charging rules: they are the PCRF's, not the HSS's");
    }
    if row.truth("nbiot")? == Some(true) {
        desk.note("has an APN for NB-IoT (nidd): delivery without IP has no counterpart");
    }
    let characteristics = row.text("charging_characteristics")?.map(|text| {
        ChargingCharacteristics::try_from(text.to_owned())
            .map_err(|problem| Fault::new("charging_characteristics", problem))
    });
    Ok(Apn {
        name: Name::new(&name),
        // PDN-Type (TS 29.272 §7.3.62).
        pdn_type: match row.number("ip_version")?.unwrap_or(0) {
            0 => PdnType::Ipv4,
            1 => PdnType::Ipv6,
            2 => PdnType::Ipv4v6,
            3 => PdnType::Ipv4OrIpv6,
            other => return Err(Fault::new("ip_version", format!("there is no PDN type {other}"))),
        },
        qci: row.small("qci")?.unwrap_or(9),
        priority: row.small("arp_priority")?.unwrap_or(4),
        preempts: row.truth("arp_preemption_capability")?.unwrap_or(false),
        preemptible: row.truth("arp_preemption_vulnerability")?.unwrap_or(true),
        ambr: desk.rates(row.number("apn_ambr_dl")?, row.number("apn_ambr_ul")?),
        local_breakout: false,
        charging_characteristics: characteristics.transpose()?,
    })
}

/// Addresses that the subscriber always has, each in an APN of the profile.
fn addresses(row: Row<'_>, others: &Others<'_>, profile: &EpsProfile) -> Result<Vec<FixedAddress>, Fault> {
    let Some(rows) = row.number("subscriber_id")?.and_then(|id| others.addresses.get(&id)) else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    for routing in rows {
        let within = |fault: Fault| fault.within(&routing.place());
        let apn = routing.number("apn_id").map_err(within)?.and_then(|id| others.apns.get(&id));
        let apn = apn.map_or(Ok(None), |apn| apn.text("apn")).map_err(within)?.unwrap_or_default();
        let text = routing.text("ip_address").map_err(within)?.unwrap_or_default();
        let address: IpAddr =
            text.parse().map_err(|_| within(Fault::new("ip_address", "not an IP address")))?;
        let apn = Name::new(&apn.to_ascii_lowercase());
        if !profile.apn.iter().any(|other| other.name == apn) {
            return Err(within(Fault::new("apn_id", "its APN is none of the subscriber's")));
        }
        found.push(FixedAddress { apn, address });
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::super::{super::eps::EpsOrder, Choice, MARGIN, Translated, text};
    use super::*;

    const K: &str = "465b5ce8b199b49faa5f0a2ee238a6bc";
    const OPC: &str = "cd63cb71954a9f4e48a5994e37a02baf";

    /// What one subscriber needs; `more` comes after it.
    fn read(subscriber: &str, more: &str) -> Translated {
        let dump = format!(
            "INSERT INTO `apn` (`apn_id`,`apn`,`ip_version`,`charging_characteristics`,`apn_ambr_dl`,`apn_ambr_ul`,`qci`,`arp_priority`,`arp_preemption_capability`,`arp_preemption_vulnerability`,`pgw_address`) VALUES
            (1,'internet',2,'0800',0,0,9,4,0,1,NULL),(2,'IMS',0,NULL,1000,2000,5,1,1,0,'10.0.0.1');
            INSERT INTO `auc` (`auc_id`,`ki`,`opc`,`amf`,`sqn`,`imsi`,`algo`) VALUES (5,'{K}','{OPC}','8000',640,'001010000000001',NULL),(6,'{K}','{OPC}','8000',0,NULL,'tuak');
            INSERT INTO `subscriber` (`subscriber_id`,`imsi`,`enabled`,`auc_id`,`default_apn`,`apn_list`,`msisdn`,`ue_ambr_dl`,`ue_ambr_ul`,`nam`,`roaming_enabled`,`subscribed_rau_tau_timer`) VALUES ({subscriber});\n{more}"
        );
        text(dump.as_bytes(), None, &Choice::default()).unwrap()
    }

    const WHO: &str = "1,'001010000000001',1,5,2,'1,2','491701',999999,0,2,0,300";

    #[test]
    fn a_subscriber_with_all_there_is() {
        let ims = "INSERT INTO ims_subscriber (imsi,msisdn,msisdn_list,ifc_path) VALUES ('001010000000001','491701','+491701, 491702','my.xml');
            INSERT INTO subscriber_routing (subscriber_id,apn_id,ip_version,ip_address) VALUES (1,2,0,'10.45.0.9');";
        let translated = read(WHO, ims);
        let order = &translated.orders[0].order;
        assert_eq!((order.template.as_deref(), order.msisdn.as_deref()), (Some("plain"), Some("491701")));
        assert_eq!((order.seq, order.amf.as_deref()), (Some(20 + MARGIN + 1), Some("8000")));
        let Some(EpsOrder::Contract(contract)) = &order.eps else { panic!("{order:?}") };
        assert_eq!(
            (contract.enabled, contract.ambr, &contract.additional_msisdns[..]),
            (true, None, &["491702".to_owned()][..])
        );
        assert_eq!(
            contract.addresses,
            [FixedAddress { apn: Name::new("ims"), address: [10, 45, 0, 9].into() }]
        );
        let sections: crate::domain::hss::HssConfig =
            toml::from_str(&translated.profiles.to_toml().unwrap()).unwrap();
        let profile = &sections.eps_profile[&contract.profile];
        assert_eq!(
            (profile.periodic_tau, &profile.roaming, profile.network_access),
            (Some(300), &EpsRoaming::HomeOnly, NetworkAccess::OnlyPacket)
        );
        assert_eq!(profile.default_apn.as_deref(), Some("ims"));
        let apns: Vec<_> = profile
            .apn
            .iter()
            .map(|apn| {
                (
                    apn.name.as_str(),
                    apn.pdn_type,
                    apn.qci,
                    apn.priority,
                    apn.preempts,
                    apn.preemptible,
                    apn.ambr.is_some(),
                )
            })
            .collect();
        assert_eq!(
            apns,
            [
                ("internet", PdnType::Ipv4v6, 9, 4, false, true, false),
                ("ims", PdnType::Ipv4, 5, 1, true, false, true)
            ]
        );
        assert_eq!(translated.notes.iter().count(), 5, "{}", translated.notes);
    }

    #[test]
    fn without_an_ims_subscriber_it_is_eps_alone() {
        let translated = read(WHO, "");
        let order = &translated.orders[0].order;
        assert_eq!((&order.services, order.msisdn.as_deref()), (&Some(Vec::new()), Some("491701")));
        assert!(translated.notes.iter().any(|(reason, _)| reason.contains("no ims_subscriber")));
    }

    #[test]
    fn what_cannot_be_taken_is_told() {
        for (subscriber, sentence) in [
            ("1,'001010000000001',1,9,1,'1','',0,0,0,1,0", "auc_id: there is no auc 9"),
            (
                "1,'001010000000002',1,5,1,'1','',0,0,0,1,0",
                "auc.imsi: it is another one than the subscriber's",
            ),
            ("1,'001010000000002',1,6,1,'1','',0,0,0,1,0", "auc.algo: another algorithm than milenage"),
            ("1,'001010000000001',1,5,1,'1,x','',0,0,0,1,0", "apn_list: not numbers with commas between"),
            ("1,'001010000000001',1,5,1,'3','',0,0,0,1,0", "apn_list: there is no apn 3"),
            ("1,'001010000000001',1,NULL,1,'1','',0,0,0,1,0", "auc_id: missing: a subscriber without keys"),
            ("1,'001010000000001','maybe',5,1,'1','',0,0,0,1,0", "enabled: neither true nor false"),
        ] {
            let told: Vec<_> = read(subscriber, "").refused.iter().map(|one| one.fault.to_string()).collect();
            assert_eq!(told, [sentence], "{subscriber}");
        }
    }
}
