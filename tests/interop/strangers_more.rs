//! Strict strangers on SWx, SLh and Cx: AAA servers, a GMLC and CSCFs on Erlang/OTP.

use crate::{
    erlang::{Bench, CX, S6A, SLH, SWX, member},
    lab::{DOMAIN, HOME, Shared},
    strangers::{EUTRAN, INITIAL_ATTACH, K, OPC, S6A_INDICATOR, profiles, subscriber, ulr},
};
use serde_json::{Value, json};

const IMSI: &str = "001010000000321";
const NAI: &str = "0001010000000321@nai.epc.mnc001.mcc001.3gppnetwork.org";
const NOBODY: &str = "0001010000000329@nai.epc.mnc001.mcc001.3gppnetwork.org";

fn result(bench: &mut Bench, node: &str, dictionary: &str, command: &str, avps: &str) -> Value {
    bench.stranger.ask(node, dictionary, command, avps)["result"].clone()
}

fn mar(nai: &str, scheme: &str) -> String {
    format!(
        "'User-Name' => {nai:?}, 'SIP-Number-Auth-Items' => 1, 'SIP-Auth-Data-Item' => #{{'SIP-Authentication-Scheme' => [{scheme:?}]}}, \
         'RAT-Type' => 0, 'ANID' => [\"WLAN\"]"
    )
}

fn sar(nai: &str, kind: u32, more: &str) -> String {
    format!("'User-Name' => {nai:?}, 'Server-Assignment-Type' => {kind}{more}")
}

/// EP-2: an AAA server that others wrote, with a dictionary of its own, parses every answer and request without an error.
#[test]
fn ep_2_a_strict_aaa_server_parses_all_it_is_told() {
    let _shared = Shared::keep();
    let Some(mut bench) = Bench::start(&["aaa1", "aaa2"], &profiles()) else { return };
    bench.stranger.node("aaa1", SWX);
    bench.stranger.node("aaa2", SWX);
    bench.import(&[subscriber(IMSI, json!("full"))]);
    let gateway = ", 'Service-Selection' => [\"ims\"], 'MIP6-Agent-Info' => #{'MIP-Home-Agent-Address' => [{10, 0, 0, 1}]}";
    let each = [
        ("aaa1", "MAR", mar(NOBODY, "EAP-AKA"), 5001),
        ("aaa1", "MAR", mar(NAI, "EAP-AKA"), 2001),
        ("aaa1", "MAR", mar(NAI, "EAP-AKA'"), 2001),
        ("aaa1", "MAR", mar(NAI, "EAP-SIM"), 5006),
        ("aaa1", "SAR", sar(NAI, 1, ""), 2001),
        ("aaa1", "SAR", sar(NAI, 13, gateway), 2001),
        ("aaa1", "SAR", sar(NAI, 12, ""), 2001),
        ("aaa1", "SAR", sar(NOBODY, 1, ""), 5001),
        // Served by another: which one is told.
        ("aaa2", "MAR", mar(NAI, "EAP-AKA"), 5005),
    ];
    for (node, command, asked, code) in each {
        assert_eq!(result(&mut bench, node, SWX, command, &asked), code, "{command} {asked}");
    }
    let answer = bench.stranger.ask("aaa1", SWX, "SAR", &sar(NAI, 12, ""));
    let apns = &member(&answer["avps"], &["Non-3GPP-User-Data"])["APN-Configuration"];
    assert_eq!(apns.as_array().map(Vec::len), Some(4), "{answer}");
    assert_eq!(member(&apns[1], &["MIP6-Agent-Info", "MIP-Home-Agent-Address"]), "10.0.0.1", "{answer}");
    bench.import(&[subscriber(IMSI, json!("many"))]);
    let told = bench.stranger.told("aaa1", "PPR");
    let apns = &member(&told["avps"], &["Non-3GPP-User-Data"])["APN-Configuration"];
    assert_eq!(apns.as_array().map(Vec::len), Some(50), "{told}");
    bench.hss.run(&["subscriber", "remove", IMSI]);
    let told = bench.stranger.told("aaa1", "RTR");
    assert_eq!(member(&told["avps"], &["Deregistration-Reason", "Reason-Code"]), 0, "{told}");
    for (kind, count) in [("MAA", 5), ("SAA", 5), ("PPR", 1), ("RTR", 1)] {
        let seen = bench.stranger.judged(kind);
        assert!(seen >= count, "{kind}: {seen}");
    }
}

/// LQ-5: a GMLC that others wrote parses who serves a user, and who it may not ask for.
#[test]
fn lq_5_a_strict_gmlc_parses_all_it_is_told() {
    let _shared = Shared::keep();
    let more = format!(
        "\n[gmlc]\nallow = [\"gmlc.{DOMAIN}\"]\nhome = \"192.0.2.10\"\nprivacy_profile_register = \"192.0.2.11\"\n"
    );
    let nodes = ["gmlc", "gmlc2", "mme1", "sgsn", "aaa1"];
    let Some(mut bench) = Bench::start(&nodes, &more) else { return };
    for (node, dictionary) in nodes.into_iter().zip([SLH, SLH, S6A, S6A, SWX]) {
        bench.stranger.node(node, dictionary);
    }
    let other = "001010000000322";
    bench.import(&[subscriber(IMSI, json!("default")), subscriber(other, json!("default"))]);
    let attach = ulr(IMSI, EUTRAN, S6A_INDICATOR | INITIAL_ATTACH, "");
    assert_eq!(bench.result("mme1", "ULR", &attach), 2001);
    let sgsn = ulr(IMSI, 1000, 0, ", 'SGSN-Number' => <<16#51, 16#55, 16#00, 16#f0>>");
    assert_eq!(bench.result("sgsn", "ULR", &sgsn), 2001);
    assert_eq!(result(&mut bench, "aaa1", SWX, "MAR", &mar(NAI, "EAP-AKA")), 2001);
    assert_eq!(result(&mut bench, "aaa1", SWX, "SAR", &sar(NAI, 1, "")), 2001);
    let each = [
        ("gmlc", format!("'User-Name' => [{IMSI:?}]"), 2001),
        ("gmlc", "'MSISDN' => <<16#51, 16#55, 16#00, 16#00, 16#23, 16#f1>>".to_owned(), 2001),
        // Known, and served by none.
        ("gmlc", format!("'User-Name' => [{other:?}]"), 4201),
        ("gmlc", "'User-Name' => [\"001010000000329\"]".to_owned(), 5001),
        ("gmlc2", format!("'User-Name' => [{IMSI:?}]"), 5490),
    ];
    for (node, asked, code) in each {
        assert_eq!(result(&mut bench, node, SLH, "RIR", &asked), code, "{asked}");
    }
    assert_eq!(bench.stranger.judged("RIA"), 5);
}

/// A client with the SIM and one with a password, at one home.
fn clients() -> Value {
    let identities = |name: &str| json!([{ "impu": format!("sip:{name}@{DOMAIN}"), "alias": 1 }, { "impu": format!("tel:+1{name}"), "alias": 1 }]);
    json!({
        "imsi": IMSI, "domain": HOME, "k": K, "opc": OPC,
        "services": [
            { "sic": "001", "scheme": "aka-v1", "identities": identities("5550001") },
            { "sic": "002", "scheme": "sip-digest", "ha1": "0123456789abcdef0123456789abcdef", "identities": identities("5550002") }
        ]
    })
}

struct Client {
    impi: String,
    impu: String,
    scheme: &'static str,
}

impl Client {
    fn uar(&self, kind: u32) -> String {
        let Self { impi, impu, .. } = self;
        format!(
            "'User-Name' => {impi:?}, 'Public-Identity' => {impu:?}, 'Visited-Network-Identifier' => {DOMAIN:?}, 'User-Authorization-Type' => {kind}"
        )
    }

    fn mar(&self) -> String {
        let Self { impi, impu, scheme } = self;
        format!(
            "'User-Name' => {impi:?}, 'Public-Identity' => {impu:?}, 'SIP-Number-Auth-Items' => 1, 'Server-Name' => \"sip:scscf.{DOMAIN}\", \
             'SIP-Auth-Data-Item' => #{{'SIP-Authentication-Scheme' => [{scheme:?}]}}"
        )
    }

    fn sar(&self, kind: u32) -> String {
        let Self { impi, impu, .. } = self;
        format!(
            "'User-Name' => [{impi:?}], 'Public-Identity' => [{impu:?}], 'Server-Name' => \"sip:scscf.{DOMAIN}\", 'Server-Assignment-Type' => {kind}, \
             'User-Data-Already-Available' => 0"
        )
    }

    fn lir(&self) -> String {
        format!("'Public-Identity' => {:?}", self.impu)
    }
}

/// SC-4, SC-7: CSCFs that others wrote, with a dictionary of their own, parse every answer and request without an error.
#[test]
fn sc_4_a_strict_cscf_parses_all_it_is_told() {
    let _shared = Shared::keep();
    let more = format!(
        r#"
[scscf.default]
names = ["sip:scscf.{DOMAIN}"]
mandatory = [1, 2]
optional = [3]

[charging_functions.default]
primary_ecf = "aaa://ocs.{DOMAIN}:3868"
primary_ccf = "aaa://cdf.{DOMAIN}:3868"
secondary_ccf = "aaa://cdf2.{DOMAIN}:3868"
"#
    );
    let Some(mut bench) = Bench::start(&["icscf", "scscf"], &more) else { return };
    for node in ["icscf", "scscf"] {
        bench.stranger.node(node, CX);
    }
    bench.import(&[clients()]);
    let client = |sic: &str, name: &str, scheme| Client {
        impi: format!("{IMSI}@ims.sic{sic}.{HOME}"),
        impu: format!("sip:{name}@{DOMAIN}"),
        scheme,
    };
    let clients = [client("001", "5550001", "Digest-AKAv1-MD5"), client("002", "5550002", "SIP Digest")];
    for client in &clients {
        let life = [
            ("icscf", "LIR", client.lir(), json!(5003)),
            ("icscf", "UAR", client.uar(0), json!(2001)),
            ("icscf", "UAR", client.uar(2), json!(2001)),
            ("scscf", "MAR", client.mar(), json!(2001)),
            ("scscf", "SAR", client.sar(1), json!(2001)),
            ("scscf", "SAR", client.sar(2), json!(2001)),
            ("icscf", "UAR", client.uar(0), json!(2002)),
            ("icscf", "LIR", client.lir(), json!(2001)),
        ];
        for (node, command, asked, code) in life {
            assert_eq!(result(&mut bench, node, CX, command, &asked), code, "{command} {asked}");
        }
    }
    let nobody = client("003", "nobody", "Unknown");
    for (node, command, asked) in [
        ("icscf", "UAR", nobody.uar(0)),
        ("icscf", "LIR", nobody.lir()),
        ("scscf", "MAR", nobody.mar()),
        ("scscf", "SAR", nobody.sar(1)),
    ] {
        assert_eq!(result(&mut bench, node, CX, command, &asked), 5001, "{command} {asked}");
    }
    bench.hss.add_identity(&clients[0].impi, &format!("sip:more@{DOMAIN}"));
    let told = bench.stranger.told("scscf", "PPR");
    assert!(
        member(&told["avps"], &["User-Data"]).as_str().is_some_and(|profile| profile.contains("sip:more@")),
        "{told}"
    );
    bench.hss.unsubscribe(&clients[1].impi);
    let told = bench.stranger.told("scscf", "RTR");
    assert_eq!(member(&told["avps"], &["Deregistration-Reason", "Reason-Code"]), 0, "{told}");
    for (kind, count) in [("UAA", 7), ("LIA", 5), ("MAA", 3), ("SAA", 5), ("PPR", 1), ("RTR", 1)] {
        let seen = bench.stranger.judged(kind);
        assert!(seen >= count, "{kind}: {seen}");
    }
}
