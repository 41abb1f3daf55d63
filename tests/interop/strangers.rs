//! Strict strangers: MMEs, an SGSN and application servers on Erlang/OTP parse everything the daemon tells them, by dictionaries of their own.

use crate::{
    erlang::{Bench, S6A, member, octets},
    lab::{DOMAIN, HOME, Shared},
    sim::{Sim, Verdict},
};
use serde_json::{Value, json};

/// K and OPc of TS 35.208 §4.3 (set 1).
pub(crate) const K: &str = "465b5ce8b199b49faa5f0a2ee238a6bc";
pub(crate) const OPC: &str = "cd63cb71954a9f4e48a5994e37a02baf";

/// RAT-Types (TS 29.212 §5.3.31).
const UTRAN: u32 = 1000;
pub(crate) const EUTRAN: u32 = 1004;
const NB_IOT: u32 = 1005;
/// ULR-Flags (TS 29.272 §7.3.7).
pub(crate) const S6A_INDICATOR: u32 = 1 << 1;
const SKIP_DATA: u32 = 1 << 2;
pub(crate) const INITIAL_ATTACH: u32 = 1 << 5;

/// Contracts of every kind: everything optional, many APNs of every type, and what is refused.
const PROFILES: &str = r#"
[eps]
vectors_per_air = 5

[eps_profile.full]
ambr = { downlink = 8000000000, uplink = 5000000000 }
roaming = { networks = ["26202"] }
restricted = ["geran", "gan", "nb-iot"]
network_access = "packet-and-circuit"
periodic_tau = 3240
rfsp = 256
charging_characteristics = "0800"
default_apn = "ims"
apn = [
    { name = "internet", pdn_type = "ipv4v6", qci = 9, priority = 15, preempts = true, preemptible = false, local_breakout = true },
    { name = "ims", pdn_type = "ipv6", qci = 5, priority = 1, ambr = { downlink = 6000000000, uplink = 64000 }, charging_characteristics = "0400" },
    { name = "v4.iot.example", pdn_type = "ipv4", qci = 65, priority = 8 },
    { name = "either", pdn_type = "ipv4-or-ipv6", qci = 70 },
]

[eps_profile.many]
apn = [APNS]

[eps_profile.home]
roaming = "home-only"
restricted = ["eutran"]
apn = [{ name = "internet" }]
"#;

pub(crate) fn profiles() -> String {
    let apns: Vec<_> = (1..=50).map(|n| format!("{{ name = \"apn{n}\", qci = {} }}", 1 + n % 9)).collect();
    PROFILES.replace("APNS", &apns.join(", "))
}

fn hex<const N: usize>(text: &Value) -> [u8; N] {
    let text = text.as_str().expect("octets");
    // Octets that happen to be text come as such.
    if text.len() == N {
        return text.as_bytes().try_into().expect("counted");
    }
    std::array::from_fn(|i| u8::from_str_radix(&text[2 * i..2 * i + 2], 16).expect("hexadecimal"))
}

pub(crate) fn subscriber(imsi: &str, eps: Value) -> Value {
    let number = format!("1555{}", &imsi[8..]);
    json!({ "imsi": imsi, "msisdn": number, "template": "lab", "domain": HOME, "k": K, "opc": OPC, "eps": eps })
}

pub(crate) fn air(imsi: &str, more: &str) -> String {
    format!("'User-Name' => {imsi:?}, 'Visited-PLMN-Id' => <<0, 241, 16>>, {more}")
}

pub(crate) fn eutran(vectors: u32) -> String {
    format!(
        "'Requested-EUTRAN-Authentication-Info' => #{{'Number-Of-Requested-Vectors' => {vectors}, 'Immediate-Response-Preferred' => 0}}"
    )
}

pub(crate) fn ulr(imsi: &str, rat: u32, flags: u32, more: &str) -> String {
    format!(
        "'User-Name' => {imsi:?}, 'Visited-PLMN-Id' => <<0, 241, 16>>, 'RAT-Type' => {rat}, 'ULR-Flags' => {flags}{more}"
    )
}

pub(crate) const FULL: &str = "001010000000301";
const MANY: &str = "001010000000302";
const PLAIN: &str = "001010000000303";
const AT_HOME: &str = "001010000000304";
const DISABLED: &str = "001010000000305";
const NO_EPS: &str = "001010000000306";
const NOBODY: &str = "001010000000307";

pub(crate) fn contracts() -> [Value; 6] {
    let full = json!({
        "profile": "full", "additional_msisdns": ["155500009301"], "charging_characteristics": "0200",
        "addresses": [
            { "apn": "internet", "address": "10.20.30.40" }, { "apn": "internet", "address": "2001:db8:7::1" },
            { "apn": "ims", "address": "2001:db8:8::" }
        ]
    });
    [
        subscriber(FULL, full),
        subscriber(
            MANY,
            json!({ "profile": "many", "ambr": { "downlink": 1, "uplink": 4_294_967_296_u64 } }),
        ),
        subscriber(PLAIN, json!("default")),
        subscriber(AT_HOME, json!("home")),
        subscriber(DISABLED, json!({ "enabled": false })),
        subscriber(NO_EPS, json!("none")),
    ]
}

/// Vectors of every kind and number, a resynchronisation, and who gets none.
fn authenticate(bench: &mut Bench) {
    let vectors = |answer: &Value, kind: &str| {
        answer["avps"]["Authentication-Info"][0][kind].as_array().map_or(0, Vec::len)
    };
    for asked in 1..=5 {
        let answer = bench.mme("mme1", "AIR", &air(PLAIN, &eutran(asked)));
        assert_eq!(
            (&answer["result"], vectors(&answer, "E-UTRAN-Vector")),
            (&json!(2001), asked as usize),
            "{answer}"
        );
    }
    let utran = eutran(3).replace("EUTRAN", "UTRAN-GERAN");
    let answer = bench.mme("sgsn", "AIR", &air(PLAIN, &utran));
    assert_eq!((&answer["result"], vectors(&answer, "UTRAN-Vector")), (&json!(2001), 3), "{answer}");
    let answer = bench.mme("mme1", "AIR", &air(PLAIN, &format!("{}, {utran}", eutran(2))));
    assert_eq!((vectors(&answer, "E-UTRAN-Vector"), vectors(&answer, "UTRAN-Vector")), (2, 3), "{answer}");
    // RFC 6733 §6.2: through agents, with a priority and a word on overload, which nobody has to heed.
    let agents = "'Proxy-Info' => [#{'Proxy-Host' => \"one.example\", 'Proxy-State' => <<\"1\">>}, \
                  #{'Proxy-Host' => \"two.example\", 'Proxy-State' => <<\"2\">>}], 'Route-Record' => [\"one.example\"], 'DRMP' => 3, \
                  'OC-Supported-Features' => #{'OC-Feature-Vector' => 1}";
    let answer = bench.mme("mme1", "AIR", &air(PLAIN, &format!("{}, {agents}", eutran(1))));
    let states =
        answer["avps"]["Proxy-Info"].as_array().expect("Proxy-Info").iter().map(|info| &info["Proxy-State"]);
    assert!(states.eq(["1", "2"]), "{answer}");
    resynchronise(bench);
    assert_eq!(bench.result("mme1", "AIR", &air(NOBODY, &eutran(1))), 5001);
    assert_eq!(bench.result("mme1", "AIR", &air(NO_EPS, &eutran(1))), 5420);
    // Neither kind of vectors is asked for.
    assert_eq!(bench.result("mme1", "AIR", &air(PLAIN, "'AIR-Flags' => 0")), 5005);
    // RFC 6733 §7.1.3: the protocol errors, with their E bit.
    let elsewhere = air(PLAIN, &format!("{}, 'Destination-Realm' => \"elsewhere.example\"", eutran(1)));
    assert_eq!(bench.result("mme1", "AIR", &elsewhere), 3003);
    let stranger = air(PLAIN, &format!("{}, 'Destination-Host' => [\"hss9.{DOMAIN}\"]", eutran(1)));
    assert_eq!(bench.result("mme1", "AIR", &stranger), 3002);
}

fn resynchronise(bench: &mut Bench) {
    let mut sim = Sim::new(hex(&json!(K)), hex(&json!(OPC)));
    sim.advance(1 << 28);
    let answer = bench.mme("mme1", "AIR", &air(PLAIN, &eutran(1)));
    let vector = member(&answer["avps"], &["Authentication-Info", "E-UTRAN-Vector"]);
    let (rand, autn) = (hex::<16>(&vector["RAND"]), hex(&vector["AUTN"]));
    let Verdict::OutOfSync(auts) = sim.challenge(&rand, &autn) else { panic!("in step: {answer}") };
    let told = octets(&[&rand[..], &auts].concat());
    let asked = eutran(1).replace("#{", &format!("#{{'Re-Synchronization-Info' => {told}, "));
    let answer = bench.mme("mme1", "AIR", &air(PLAIN, &asked));
    let vector = member(&answer["avps"], &["Authentication-Info", "E-UTRAN-Vector"]);
    let (rand, autn) = (hex::<16>(&vector["RAND"]), hex(&vector["AUTN"]));
    assert_eq!(sim.challenge(&rand, &autn), Verdict::Accepted(hex(&vector["XRES"])), "{answer}");
}

/// Attaches with contracts of every kind, and those who may not.
fn attach(bench: &mut Bench) {
    let flags = S6A_INDICATOR | INITIAL_ATTACH;
    let extras = ", 'Supported-Features' => [#{'Vendor-Id' => 10415, 'Feature-List-ID' => 1, 'Feature-List' => 16#3fffffff}, \
           #{'Vendor-Id' => 10415, 'Feature-List-ID' => 2, 'Feature-List' => 16#3ff}], \
           'Terminal-Information' => #{'IMEI' => [\"35112233445566\"], 'Software-Version' => [\"01\"]}, 'UE-SRVCC-Capability' => 1, \
           'Homogeneous-Support-of-IMS-Voice-Over-PS-Sessions' => 1, 'Equivalent-PLMN-List' => #{'Visited-PLMN-Id' => [<<0, 241, 16>>]}";
    let answer = bench.mme("mme1", "ULR", &ulr(FULL, EUTRAN, flags, extras));
    let data = member(&answer["avps"], &["Subscription-Data"]);
    let apns = member(data, &["APN-Configuration-Profile", "APN-Configuration"]).as_array().expect("APNs");
    assert_eq!((&answer["result"], apns.len()), (&json!(2001), 4), "{answer}");
    assert_eq!(member(&apns[0], &["Served-Party-IP-Address"]), &json!(["10.20.30.40", "2001:db8:7::"]));
    // TBCD: 155500009301.
    assert_eq!(member(data, &["A-MSISDN"]), "515500003910");
    // TS 29.272 §7.3.41: what 32 bits do not hold, in kbit/s beside.
    let rates =
        ["Max-Requested-Bandwidth-DL", "Extended-Max-Requested-BW-DL", "Extended-Max-Requested-BW-UL"];
    assert_eq!(
        rates.map(|name| member(data, &["AMBR", name]).clone()),
        [u32::MAX, 8_000_000, 5_000_000].map(Value::from)
    );

    let answer = bench.mme("mme1", "ULR", &ulr(MANY, EUTRAN, flags, ""));
    let apns =
        member(&answer["avps"], &["Subscription-Data", "APN-Configuration-Profile", "APN-Configuration"]);
    assert_eq!(apns.as_array().map(Vec::len), Some(50), "{answer}");
    let answer = bench.mme("mme1", "ULR", &ulr(PLAIN, EUTRAN, flags, ""));
    assert_eq!(
        member(&answer["avps"], &["Subscription-Data", "APN-Configuration-Profile", "Context-Identifier"]),
        1,
        "{answer}"
    );
    let answer = bench.mme("mme1", "ULR", &ulr(PLAIN, EUTRAN, S6A_INDICATOR | SKIP_DATA, ""));
    assert_eq!(
        (&answer["result"], &answer["avps"]["Subscription-Data"]),
        (&json!(2001), &Value::Null),
        "{answer}"
    );

    let elsewhere = ulr(AT_HOME, UTRAN, flags, "").replace("<<0, 241, 16>>", "<<98, 242, 32>>");
    let refused = [
        (ulr(NOBODY, EUTRAN, flags, ""), 5001),
        (ulr(NO_EPS, EUTRAN, flags, ""), 5420),
        (ulr(DISABLED, EUTRAN, flags, ""), 5420),
        (ulr(AT_HOME, EUTRAN, flags, ""), 5421),
        (ulr(FULL, NB_IOT, flags, ""), 5421),
        (elsewhere, 5004),
    ];
    for (asked, code) in refused {
        assert_eq!(bench.result("mme1", "ULR", &asked), code, "{asked}");
    }
}

/// What moves between nodes and what an operator changes: every request of the daemon's own.
fn be_told(bench: &mut Bench) {
    // A location query changes nothing of the data (TS 29.272 §5.2.2.1).
    let place = bench.hss.run(&["locate", PLAIN, "--max-age", "0", "--json"]);
    let place: Value = serde_json::from_str(&place).expect("JSON");
    assert_eq!(place["seen"]["cell"], "ecgi 00101-0000101", "{place}");
    let told = bench.stranger.told("mme1", "IDR");
    assert_eq!(member(&told["avps"], &["IDR-Flags"]), 12, "{told}");
    assert_eq!(member(&told["avps"], &["Subscription-Data"]), &json!({ "Subscriber-Status": [0] }), "{told}");

    // EP-3: a live change of contract.
    bench.import(&[subscriber(PLAIN, json!("full"))]);
    let told = bench.stranger.told("mme1", "IDR");
    let apns =
        member(&told["avps"], &["Subscription-Data", "APN-Configuration-Profile", "APN-Configuration"]);
    assert_eq!(apns.as_array().map(Vec::len), Some(4), "{told}");

    // The gateway, and the voice support.
    let gateway = "'Context-Identifier' => 1, 'Service-Selection' => [\"internet\"], 'NOR-Flags' => 0, \
                   'MIP6-Agent-Info' => #{'MIP-Home-Agent-Address' => [{10, 0, 0, 1}]}";
    assert_eq!(bench.result("mme1", "NOR", &format!("'User-Name' => {PLAIN:?}, {gateway}")), 2001);
    assert_eq!(bench.result("mme1", "NOR", &format!("'User-Name' => {NOBODY:?}, {gateway}")), 5001);

    // An MME that takes over, an SGSN beside it, and one instead of it.
    assert_eq!(bench.result("mme2", "ULR", &ulr(PLAIN, EUTRAN, S6A_INDICATOR, "")), 2001);
    let cancelled = |bench: &mut Bench, node: &str, kind: u32| {
        let told = bench.stranger.told(node, "CLR");
        assert_eq!(member(&told["avps"], &["Cancellation-Type"]), kind, "{told}");
    };
    cancelled(bench, "mme1", 0);
    let number = ", 'SGSN-Number' => <<16#51, 16#55, 16#00, 16#f0>>";
    assert_eq!(bench.result("sgsn", "ULR", &ulr(MANY, UTRAN, 0, number)), 2001);
    assert_eq!(bench.result("sgsn2", "ULR", &ulr(MANY, UTRAN, 0, number)), 2001);
    cancelled(bench, "sgsn", 1);
    assert_eq!(bench.result("mme2", "ULR", &ulr(MANY, EUTRAN, S6A_INDICATOR | INITIAL_ATTACH, "")), 2001);
    cancelled(bench, "mme1", 0);
    cancelled(bench, "sgsn2", 4);

    // Purges, of who serves and of who does not.
    let purge = |imsi: &str| format!("'User-Name' => {imsi:?}, 'PUR-Flags' => 1");
    assert_eq!(bench.result("mme1", "PUR", &purge(PLAIN)), 2001);
    assert_eq!(bench.result("mme2", "PUR", &purge(PLAIN)), 2001);
    assert_eq!(bench.result("mme2", "PUR", &purge(NOBODY)), 5001);

    // The end of a contract.
    bench.hss.run(&["subscriber", "remove", FULL]);
    cancelled(bench, "mme1", 2);
}

/// EP-1, EP-3: an MME that others wrote, with a dictionary of its own, parses every answer and request without an error.
#[test]
fn ep_1_a_strict_mme_parses_all_it_is_told() {
    let _shared = Shared::keep();
    let nodes = ["mme1", "mme2", "sgsn", "sgsn2"];
    let Some(mut bench) = Bench::start(&nodes, &profiles()) else { return };
    for node in nodes {
        bench.stranger.node(node, S6A);
    }
    bench.import(&contracts());
    authenticate(&mut bench);
    attach(&mut bench);
    be_told(&mut bench);
    let least =
        [("AIA", 12), ("ULA", 14), ("PUA", 3), ("NOA", 2), ("CLR", 5), ("IDR", 2), ("answer-message", 2)];
    for (kind, count) in least {
        let seen = bench.stranger.judged(kind);
        assert!(seen >= count, "{kind}: {seen}");
    }
    let exchange = [(318, false), (316, false), (321, false), (323, false), (317, true), (319, true)];
    bench.capture.wait_for(|sent| exchange.iter().all(|message| sent.contains(message)));
}
