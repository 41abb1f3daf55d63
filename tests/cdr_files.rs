//! VC-7: records in the Basic Encoding Rules of TS 32.298, in files of TS 32.297, as modules of the specification read them that others compiled (pycrate).
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail loudly")]

use innkeeper::{
    domain::charging::asn1,
    procedures::export::{Exporter, Form},
    records::{
        AccountId, Bearer, Charge, Charges, ChargingRecord, Closing, Detail, Facts, Incomplete, Role, Rule,
        ServiceKey, UnitKind, Usage,
    },
    store::{ChangeSet, Store},
    types::{Currency, Money, Name, Timestamp},
};
use serde_json::{Value, json};
use std::{fs, net::IpAddr, path::Path, process::Command, sync::Arc};

/// 2026-11-27T09:05:03.042Z
const NOW: Timestamp = Timestamp(1_795_770_303_042);

fn text(text: &str) -> Option<Box<str>> {
    Some(text.into())
}

fn texts(all: &[&str]) -> Box<[Box<str>]> {
    all.iter().map(|one| Box::from(*one)).collect()
}

/// Everything that a call can tell.
fn facts(node: Option<u32>) -> Facts {
    Facts {
        role: Some(Role::Terminating),
        node,
        method: text("INVITE"),
        event: text("reg"),
        expires: Some(3600),
        call_id: text("call@ue"),
        outgoing_call_id: text("call@as"),
        icid: text("icid-1"),
        calling: texts(&["sip:alice@example", "tel:+15551001"]),
        called: text("tel:+15552001"),
        requested: texts(&["urn:service:sos", "15552001"]),
        asserted: texts(&["sip:bob@example"]),
        private: text("bob@private.example"),
        subscriptions: [(0, "15552001".into()), (1, "001010000000002".into()), (9, "x".into())].into(),
        context: text("32260@3gpp.org"),
        requested_at: Some(NOW),
        delivered_from: Some(Timestamp(NOW.0 + 2_000)),
        delivered_until: Some(Timestamp(NOW.0 + 62_999)),
        operators: [(text("home1"), text("home2")), (None, text("transit"))].into(),
        portability: text("npdi;rn=1"),
        carrier: text("cic=2"),
        access: Some(b"3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=0010100010000101".as_slice().into()),
        cellular: Some(b"3GPP-NR".as_slice().into()),
        location: Some([0x82, 0, 0xf1, 0x10].into()),
        visited_network: text("00101"),
        apn: None,
        charging_id: None,
        cause: Some(-486),
        bearer: None,
    }
}

fn detail(facts: Facts) -> Detail {
    Detail {
        host: Name::new("scscf.example"),
        realm: Name::new("example"),
        session_id: "scscf.example;1;1".into(),
        facts,
        online: true,
        opened: NOW,
        closed: Timestamp(NOW.0 + 63_000),
        closing: Closing::Failed,
        incomplete: Incomplete { start: true, interim: false, stop: true },
        partial: Some(2),
        retransmitted: true,
        used: [Usage {
            service: ServiceKey { rating_group: Some(100), service_identifier: None },
            time: 61,
            ..Usage::default()
        }]
        .into(),
        charges: Some(Charges {
            account: AccountId(7),
            currency: Currency::parse("EUR").unwrap(),
            services: [Charge {
                service: ServiceKey { rating_group: Some(100), service_identifier: Some(300) },
                unit: UnitKind::Time,
                units: 61,
                amount: Money(-1_234_567),
                uncollected: Money(5),
                rule: Some(Rule { plan: Name::new("lab"), service: Name::new("voice"), line: Some(12) }),
            }]
            .into(),
        }),
        home: text("Springfield"),
        visited: text("Zürich"),
        roaming: true,
        areas: [None, None],
    }
}

/// A session as a packet gateway tells it.
fn data() -> Detail {
    let service = |group, id| ServiceKey { rating_group: group, service_identifier: id };
    let facts = Facts {
        context: text("32251@3gpp.org"),
        subscriptions: [(1, "001010000000071".into()), (0, "15550000071".into())].into(),
        location: Some([0x82, 0, 0xf1, 0x10].into()),
        visited_network: text("001001"),
        apn: text("internet.mnc001.mcc001.gprs"),
        charging_id: Some(0xdead_beef),
        delivered_from: Some(NOW),
        bearer: Some(Box::new(Bearer {
            gateway: Some(IpAddr::from([192, 0, 2, 1])),
            serving: [IpAddr::from([192, 0, 2, 2]), "2001:db8::2".parse().unwrap()].into(),
            serving_type: Some(5),
            addresses: [IpAddr::from([10, 45, 0, 2]), "2001:db8:1::".parse().unwrap()].into(),
            kind: Some(3),
            network: text("00101"),
            characteristics: text("0800"),
            selection: text("0"),
            rat: Some(6),
            zone: Some([0x40, 1].into()),
        })),
        ..Facts::default()
    };
    let used = [
        Usage {
            service: service(Some(1), Some(10)),
            time: 60,
            input: 70_000_000_000,
            output: 9,
            ..Usage::default()
        },
        Usage { service: service(None, None), total: 300, events: 2, ..Usage::default() },
    ];
    let (closing, incomplete) = (Closing::Volume, Incomplete::default());
    Detail { used: used.into(), closing, incomplete, charges: None, retransmitted: false, ..detail(facts) }
}

/// As the release of pycrate that is named in `.ci/peers`; the test is left out where there is none, and fails where it is required.
fn has_pycrate() -> bool {
    let found = Command::new("python3").args(["-c", "from pycrate_asn1dir import CDR"]).output();
    let found = found.is_ok_and(|output| output.status.success());
    let required = std::env::var_os("INNKEEPER_REQUIRE_PEERS").is_some();
    assert!(found || !required, "Python has no pycrate: python3 -m pip install pycrate");
    found
}

/// What is in the one file that is made of these records: its header, then a line for each.
fn read_back(records: Vec<Detail>) -> Vec<Value> {
    let place = tempfile::tempdir().unwrap();
    let (store, directory) = (Arc::new(Store::in_memory()), place.path().join("records"));
    for record in records {
        store.commit(ChangeSet::new().append(&ChargingRecord::from(record))).unwrap();
    }
    let last = store.last();
    while !store.durable().covers(last) {
        std::thread::yield_now();
    }
    let node = IpAddr::from([127, 0, 0, 1]);
    let exporter = Exporter { store, form: Form::Ber, directory: directory.clone(), octets: 1 << 20, node };
    exporter.recover().unwrap();
    // As after a crash between the file and its name: what is found then is whole.
    let made = exporter.begin(NOW).unwrap().unwrap();
    exporter.advance(&made).unwrap();
    exporter.recover().unwrap();
    let path = directory.join(format!("records-{:012}-{:012}.cdr", made.first, made.last));
    assert_eq!(fs::metadata(&path).unwrap().len(), made.octets);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = Command::new("python3")
        .arg(root.join("tests/fixtures/cdr.py"))
        .arg(&path)
        .arg(root.join("proto-specs/innkeeper-record-extensions.asn"))
        .output()
        .unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{}{told}", String::from_utf8_lossy(&output.stderr));
    told.lines()
        .filter(|line| line.starts_with('{'))
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn hex(text: &str) -> Value {
    Value::String(text.bytes().map(|octet| format!("{octet:02x}")).collect())
}

/// Every member of `expected` is in `found`, and nothing else.
fn same(found: &Value, expected: Value) {
    assert_eq!(*found, expected, "{found:#}");
}

#[test]
fn vc_7_a_call_is_an_ims_record_of_the_node_that_told_it() {
    if !has_pycrate() {
        return;
    }
    let found = read_back(vec![detail(facts(Some(0)))]);
    assert_eq!((found.len(), &found[0]["records"]), (2, &json!(1)));
    assert_eq!(found[1]["record"], "sCSCFRecord");
    let mut value = found[1]["value"].clone();
    value.as_object_mut().unwrap().remove("recordExtensions");
    same(
        &value,
        json!({
            "recordType": 63,
            "retransmission": 0,
            "sIP-Method": "INVITE",
            "role-of-Node": "terminating",
            "nodeAddress": ["domainName", "scscf.example"],
            "session-Id": "call@ue",
            "list-Of-Calling-Party-Address": [["sIP-URI", "sip:alice@example"], ["tEL-URI", "tel:+15551001"]],
            "called-Party-Address": ["tEL-URI", "tel:+15552001"],
            "privateUserID": "bob@private.example",
            "serviceRequestTimeStamp": "2611270905032b0000",
            "serviceDeliveryStartTimeStamp": "2611270905052b0000",
            "serviceDeliveryEndTimeStamp": "2611270906062b0000",
            "recordOpeningTime": "2611270905032b0000",
            "recordClosureTime": "2611270906062b0000",
            "interOperatorIdentifiers": [
                { "originatingIOI": "home1", "terminatingIOI": "home2" },
                { "terminatingIOI": "transit" }
            ],
            "localRecordSequenceNumber": 1,
            "recordSequenceNumber": 2,
            "causeForRecordClosing": "unSuccessfulServiceDelivery",
            "incomplete-CDR-Indication": { "aCRStartLost": true, "aCRInterimLost": "no", "aCRStopLost": true },
            "iMS-Charging-Identifier": hex("icid-1"),
            "serviceReasonReturnCode": "-486",
            "expiresInformation": 3600,
            "event": "reg",
            "accessNetworkInformation": hex("3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=0010100010000101"),
            "serviceContextID": "32260@3gpp.org",
            "list-of-subscription-ID": [
                { "subscriptionIDType": "eND-USER-E164", "subscriptionIDData": "15552001" },
                { "subscriptionIDType": "eND-USER-IMSI", "subscriptionIDData": "001010000000002" }
            ],
            "numberPortabilityRouting": "npdi;rn=1",
            "carrierSelectRouting": "cic=2",
            "serviceRequestTimeStampFraction": 42,
            "serviceDeliveryStartTimeStampFraction": 42,
            "serviceDeliveryEndTimeStampFraction": 41,
            "requested-Party-Address": ["uRN", "urn:service:sos"],
            "list-Of-Called-Asserted-Identity": [["sIP-URI", "sip:bob@example"]],
            "online-charging-flag": 0,
            "userLocationInformation": "8200f110",
            "iMSVisitedNetworkIdentifier": hex("00101"),
            "cellularNetworkInformation": hex("3GPP-NR")
        }),
    );
    same(
        &found[1]["extensions"],
        json!({
            "sessionId": "scscf.example;1;1",
            "realm": "example",
            "online": true,
            "homePlace": "Springfield",
            "visitedPlace": "Zürich",
            "roaming": true,
            "used": [{ "ratingGroup": 100, "seconds": 61 }],
            "charges": {
                "account": 7,
                "currency": "EUR",
                "decimals": 2,
                "services": [{
                    "ratingGroup": 100,
                    "serviceIdentifier": 300,
                    "unit": "seconds",
                    "units": 61,
                    "amount": -1_234_567,
                    "uncollected": 5,
                    "rule": { "plan": "lab", "service": "voice", "line": 12 }
                }]
            }
        }),
    );
}

/// Each kind of node has a layout of its own; all that it was told fits into it.
#[test]
fn vc_7_every_kind_of_node_has_its_record() {
    if !has_pycrate() {
        return;
    }
    let nodes = [
        (Some(0), "sCSCFRecord", 63),
        (Some(1), "pCSCFRecord", 64),
        (Some(2), "iCSCFRecord", 65),
        (Some(3), "mRFCRecord", 66),
        (Some(4), "mGCFRecord", 67),
        (Some(5), "bGCFRecord", 68),
        (Some(6), "aSRecord", 69),
        (Some(7), "iBCFRecord", 82),
        (Some(11), "eCSCFRecord", 70),
        (Some(14), "aTCFRecord", 91),
        (Some(4711), "aSRecord", 69),
        (None, "aSRecord", 69),
    ];
    let all = nodes.iter().map(|(node, ..)| detail(facts(*node))).collect();
    let found = read_back(all);
    for ((node, name, kind), found) in nodes.iter().zip(&found[1..]) {
        let value = &found["value"];
        assert_eq!((&found["record"], &value["recordType"]), (&json!(name), &json!(kind)), "{node:?}");
        assert_eq!(value["session-Id"], "call@ue");
        assert_eq!(found["extensions"]["visitedPlace"], "Zürich");
        let has = |member: &str| value.get(member).is_some();
        let expected = [
            ("list-of-subscription-ID", !matches!(node, Some(2 | 4 | 5))),
            ("list-Of-Called-Asserted-Identity", !matches!(node, Some(2 | 4 | 5))),
            ("numberPortabilityRouting", matches!(node, None | Some(0 | 2 | 4 | 5 | 6 | 4711))),
            ("outgoingSessionId", matches!(node, None | Some(6 | 4711))),
            ("online-charging-flag", matches!(node, None | Some(0 | 3 | 6 | 4711))),
            ("userLocationInformation", !matches!(node, Some(4 | 5))),
            ("recordOpeningTime", !matches!(node, Some(2 | 5))),
            ("role-of-Node", *node != Some(3)),
            ("cellularNetworkInformation", true),
        ];
        for (member, expected) in expected {
            assert_eq!(has(member), expected, "{name}: {member}");
        }
    }
}

#[test]
fn vc_7_a_data_session_is_a_record_of_its_gateway() {
    if !has_pycrate() {
        return;
    }
    let bare = Detail { facts: Facts { charging_id: Some(1), ..Facts::default() }, ..data() };
    let found = read_back(vec![data(), bare]);
    assert_eq!((&found[1]["record"], &found[2]["record"]), (&json!("pGWRecord"), &json!("pGWRecord")));
    let v4 = |octets: &str| json!(["iPBinaryAddress", ["iPBinV4Address", octets]]);
    let v6 = |octets: &str| json!(["iPBinaryAddress", ["iPBinV6Address", ["iPBinV6Address", octets]]]);
    let mut value = found[1]["value"].clone();
    value.as_object_mut().unwrap().remove("recordExtensions");
    // The last bit that is set of a BIT STRING of 25 bits: the record was closed.
    let closure = json!([1, 25]);
    same(
        &value,
        json!({
            "recordType": 85,
            "servedIMSI": "00010100000070f1",
            "p-GWAddress": v4("c0000201"),
            "chargingID": 0xdead_beef_u32,
            "servingNodeAddress": [v4("c0000202"), v6("20010db8000000000000000000000002")],
            "accessPointNameNI": "internet",
            "pdpPDNType": "f18d",
            "servedPDPPDNAddress": ["iPAddress", v4("0a2d0002")],
            "recordOpeningTime": "2611270905032b0000",
            "duration": 63,
            "causeForRecClosing": 16,
            "recordSequenceNumber": 2,
            "nodeID": "scscf.example",
            "localSequenceNumber": 1,
            "apnSelectionMode": "mSorNetworkProvidedSubscriptionVerified",
            "servedMSISDN": "915155000070f1",
            "chargingCharacteristics": "0800",
            "servingNodePLMNIdentifier": "001100",
            "rATType": 6,
            "mSTimeZone": "4001",
            "userLocationInformation": "8200f110",
            "listOfServiceData": [
                {
                    "ratingGroup": 1,
                    "timeUsage": 60,
                    "serviceConditionChange": closure,
                    "datavolumeFBCUplink": 70_000_000_000_u64,
                    "datavolumeFBCDownlink": 9,
                    "timeOfReport": "2611270906062b0000",
                    "serviceIdentifier": 10
                },
                {
                    "ratingGroup": 0,
                    "serviceConditionChange": closure,
                    "datavolumeFBCDownlink": 300,
                    "timeOfReport": "2611270906062b0000",
                    "eventBasedChargingInformation": { "numberOfEvents": 2 }
                }
            ],
            "servingNodeType": ["mME"],
            "p-GWPLMNIdentifier": "00f110",
            "startTime": "2611270905032b0000",
            "servedPDPPDNAddressExt": ["iPAddress", v6("20010db8000100000000000000000000")]
        }),
    );
    let bare = &found[2]["value"];
    assert_eq!((&bare["p-GWAddress"], &bare["servingNodeType"]), (&v4("00000000"), &json!(["gTPSGW"])));
    assert_eq!(bare.get("servedIMSI"), None);
}

/// What no file has room for is cut short, and still a record.
#[test]
fn vc_7_a_record_that_is_too_long_is_cut_short() {
    let long = "x".repeat(1024);
    let list = || vec![long.as_str(); 16];
    let facts = Facts {
        calling: texts(&list()),
        requested: texts(&list()),
        asserted: texts(&list()),
        operators: vec![(text(&long), text(&long)); 16].into(),
        subscriptions: vec![(0, long.as_str().into()); 16].into(),
        ..facts(Some(0))
    };
    let whole = detail(facts);
    let (octets, _) = asn1::encode(u64::MAX, &whole.clone().into());
    assert!((8_000..asn1::LONGEST).contains(&octets.len()), "{}", octets.len());
    if !has_pycrate() {
        return;
    }
    let found = read_back(vec![whole, detail(Facts::default())]);
    assert_eq!(found[1]["value"]["list-Of-Calling-Party-Address"].as_array().unwrap().len(), 2);
    assert_eq!(found[1]["extensions"]["charges"]["services"].as_array().unwrap().len(), 1);
    assert_eq!(
        found[2]["value"]["session-Id"], "scscf.example;1;1",
        "without a Call-ID it is the Diameter session's"
    );
}
