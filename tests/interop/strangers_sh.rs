//! Strict strangers on Sh: application servers on Erlang/OTP read, write, watch and are told.

use crate::{
    erlang::{Bench, S6A, SH, member},
    hss::Hss,
    lab::{DOMAIN, Shared},
    strangers::{EUTRAN, S6A_INDICATOR, subscriber, ulr},
};
use serde_json::{Value, json};

const IMSI: &str = "001010000000311";
/// Its number in TBCD, and the public identities of its first client.
const TBCD: &str = "<<16#51, 16#55, 16#00, 16#00, 16#13, 16#f1>>";
const IMPU: &str = "sip:+15550000311@ims.mnc001.mcc001.3gppnetwork.org";
const CONFERENCE: &str = "sip:conference@ims.mnc001.mcc001.3gppnetwork.org";
const CHAT: &str = "sip:chat-7@ims.mnc001.mcc001.3gppnetwork.org";
const NOBODY: &str = "sip:nobody@ims.mnc001.mcc001.3gppnetwork.org";

/// Data-References (TS 29.328 Table 7.6.1).
const REPOSITORY: u32 = 0;
const IDENTITIES: u32 = 10;
const STATE: u32 = 11;
const SCSCF: u32 = 12;
const CRITERIA: u32 = 13;
const LOCATION: u32 = 14;
const USER_STATE: u32 = 15;
const CHARGING: u32 = 16;
const NUMBERS: u32 = 17;
const ACTIVATION: u32 = 18;
const DSAI: u32 = 19;

fn configuration() -> String {
    let all = r#"["repository-data", "ims-public-identity", "ims-user-state", "scscf-name", "initial-filter-criteria", "location-information", "user-state",
        "charging-information", "msisdn", "psi-activation", "dsai"]"#;
    format!(
        r#"
[charging_functions.default]
primary_ecf = "aaa://ocs.{DOMAIN}:3868"
primary_ccf = "aaa://cdf.{DOMAIN}:3868"

[[profile.default.ifc]]
priority = 0
application_server = "sip:as.{DOMAIN}"
trigger = [{{ method = "INVITE" }}]

[public_service.conference]
identity = "{CONFERENCE}"

[public_service.chat]
identity = "sip:chat-!.*!@{DOMAIN}"

[application_server."as.{DOMAIN}"]
pull = {all}
update = ["repository-data", "psi-activation", "dsai"]
subscribe = ["repository-data", "ims-public-identity", "ims-user-state", "scscf-name", "initial-filter-criteria", "psi-activation", "dsai"]

[application_server."as2.{DOMAIN}"]
update = ["repository-data"]
"#
    )
}

fn of(impu: &str, references: &[u32], more: &str) -> String {
    format!(
        "'User-Identity' => #{{'Public-Identity' => [{impu:?}]}}, 'Data-Reference' => {references:?}{more}"
    )
}

fn numbered(references: &[u32], more: &str) -> String {
    format!("'User-Identity' => #{{'MSISDN' => {TBCD}}}, 'Data-Reference' => {references:?}{more}")
}

fn kept(sequence: u32, data: &str) -> String {
    format!(
        ", 'User-Data' => <<\"<Sh-Data><RepositoryData><ServiceIndication>mmtel</ServiceIndication><SequenceNumber>{sequence}\
         </SequenceNumber>{data}</RepositoryData></Sh-Data>\">>"
    )
}

const MMTEL: &str = ", 'Service-Indication' => [\"mmtel\"]";
/// A feature list that is known, and one that nobody has; the second with the M bit would be refused.
const FEATURES: &str =
    ", 'Supported-Features' => [#{'Vendor-Id' => 10415, 'Feature-List-ID' => 1, 'Feature-List' => 16#f}]";
const PACKET: &str = ", 'Requested-Domain' => 1, 'UDR-Flags' => 1, 'Current-Location' => 0";

fn result(bench: &mut Bench, node: &str, command: &str, avps: &str) -> u64 {
    let answer = bench.stranger.ask(node, SH, command, avps);
    answer["result"].as_u64().unwrap_or_else(|| panic!("no result: {answer}"))
}

fn read(bench: &mut Bench) {
    let every = [
        of(IMPU, &[REPOSITORY], MMTEL),
        of(IMPU, &[IDENTITIES], ""),
        of(IMPU, &[IDENTITIES], ", 'Identity-Set' => [0, 1, 2, 3]"),
        of(IMPU, &[STATE], FEATURES),
        of(IMPU, &[SCSCF], ""),
        of(IMPU, &[CRITERIA], &format!(", 'Server-Name' => [\"sip:as.{DOMAIN}\"]")),
        of(IMPU, &[LOCATION], PACKET),
        of(IMPU, &[LOCATION], ", 'Requested-Domain' => 0"),
        of(IMPU, &[USER_STATE], PACKET),
        of(IMPU, &[CHARGING], ""),
        of(IMPU, &[NUMBERS], ""),
        of(CONFERENCE, &[ACTIVATION], ""),
        of(CHAT, &[SCSCF], ""),
        of(IMPU, &[IDENTITIES, STATE, SCSCF, CHARGING, NUMBERS, LOCATION, USER_STATE], PACKET),
        numbered(&[IDENTITIES, LOCATION, NUMBERS], PACKET),
    ];
    for asked in &every {
        assert_eq!(result(bench, "as", "UDR", asked), 2001, "{asked}");
    }
    let answer = bench.stranger.ask("as", SH, "UDR", &of(IMPU, &[LOCATION], PACKET));
    let data = member(&answer["avps"], &["User-Data"]).as_str().expect("Sh-Data");
    assert!(data.contains("<E-UTRANCellGlobalId>"), "{data}");
    // Parsed whatever the answer is.
    bench.stranger.ask(
        "as",
        SH,
        "UDR",
        &of(IMPU, &[DSAI], ", 'DSAI-Tag' => [\"tag\"], 'Server-Name' => [\"sip:as\"]"),
    );
    let refused = [
        ("as", of(NOBODY, &[STATE], ""), 5001),
        ("as", of(IMPU, &[STATE], ", 'User-Name' => [\"somebody@else.example\"]"), 5002),
        ("as2", of(IMPU, &[STATE], ""), 5102),
        ("as", of(CONFERENCE, &[STATE], ""), 5101),
        ("as", numbered(&[STATE], ""), 5101),
        // What goes with the reference is missing; shown in Failed-AVP.
        ("as", of(IMPU, &[REPOSITORY], ""), 5005),
        ("as", of(IMPU, &[CRITERIA], ""), 5005),
        ("as", of(IMPU, &[LOCATION], ""), 5005),
    ];
    for (node, asked, code) in refused {
        assert_eq!(result(bench, node, "UDR", &asked), code, "{asked}");
    }
}

fn write(bench: &mut Bench) {
    let data = |octets: &str| of(IMPU, &[REPOSITORY], &format!(", 'User-Data' => <<\"{octets}\">>"));
    let each = [
        ("as", of(IMPU, &[REPOSITORY], &kept(0, "<ServiceData><a>1</a></ServiceData>")), 2001),
        ("as", of(IMPU, &[REPOSITORY], &kept(1, "<ServiceData><a>2</a></ServiceData>")), 2001),
        ("as", of(IMPU, &[REPOSITORY], &kept(9, "<ServiceData/>")), 5105),
        ("as", of(NOBODY, &[REPOSITORY], &kept(0, "<ServiceData/>")), 5001),
        ("as", of(IMPU, &[STATE], &kept(0, "<ServiceData/>")), 5103),
        ("as", data("<Other/>"), 5100),
        ("as", data("<!DOCTYPE x [<!ENTITY a 'a'>]><Sh-Data>&a;</Sh-Data>"), 5004),
        (
            "as",
            of(
                CONFERENCE,
                &[ACTIVATION],
                ", 'User-Data' => <<\"<Sh-Data><Sh-IMS-Data><Extension><PSIActivation>0</PSIActivation></Extension></Sh-IMS-Data></Sh-Data>\">>",
            ),
            2001,
        ),
    ];
    for (node, asked, code) in each {
        assert_eq!(result(bench, node, "PUR", &asked), code, "{asked}");
    }
}

fn watch(bench: &mut Bench, address: &str) {
    let watch = |impu: &str, references: &[u32], more: &str| {
        of(impu, references, &format!(", 'Subs-Req-Type' => 0{more}"))
    };
    let expiry = ", 'Expiry-Time' => {{2030, 1, 1}, {0, 0, 0}}, 'Send-Data-Indication' => 1";
    let each = [
        (watch(IMPU, &[STATE], expiry), 2001),
        (watch(IMPU, &[SCSCF], ", 'One-Time-Notification' => 0"), 2001),
        (watch(IMPU, &[REPOSITORY], MMTEL), 2001),
        (watch(CONFERENCE, &[ACTIVATION], ", 'Send-Data-Indication' => 1"), 2001),
        (watch(IMPU, &[REPOSITORY], ", 'Service-Indication' => [\"other\"]"), 5106),
        (watch(NOBODY, &[STATE], ""), 5001),
        (watch(IMPU, &[LOCATION], ""), 5104),
    ];
    for (asked, code) in each {
        assert_eq!(result(bench, "as", "SNR", &asked), code, "{asked}");
    }
    assert_eq!(result(bench, "as2", "SNR", &watch(IMPU, &[STATE], "")), 5104);

    // A registration is told, the new S-CSCF, what another application server keeps, and the end of a service's rest.
    register(&bench.hss, address);
    let mut told: Vec<String> = (0..2).map(|_| data(&bench.stranger.told("as", "PNR"))).collect();
    told.sort_unstable();
    assert!(told[0].contains("<IMSUserState>1</IMSUserState>"), "{told:?}");
    assert!(told[1].contains("<SCSCFName>"), "{told:?}");
    let other = of(IMPU, &[REPOSITORY], &kept(2, "<ServiceData><b/></ServiceData>"));
    assert_eq!(result(bench, "as2", "PUR", &other), 2001);
    assert!(data(&bench.stranger.told("as", "PNR")).contains("<SequenceNumber>2</SequenceNumber>"));
    // Whoever watched no more is told nothing.
    let no_more = of(IMPU, &[STATE], ", 'Subs-Req-Type' => 1");
    assert_eq!(result(bench, "as", "SNR", &no_more), 2001);
}

fn data(told: &Value) -> String {
    member(&told["avps"], &["User-Data"]).as_str().expect("Sh-Data").to_owned()
}

fn register(hss: &Hss, address: &str) {
    let (to, host) = (format!("{address}:3868"), format!("cscf.{DOMAIN}"));
    let register = ["call", "register", "--lab-sim", "--imsi", IMSI, "--sic", "001", "--impu", IMPU];
    hss.outside(&[&register[..], &["--to", &to, "--host", &host, "--origin-realm", DOMAIN]].concat());
}

/// SC-6, LQ-4: an application server that others wrote, with a dictionary of its own, parses every answer and notification without an error.
#[test]
fn sc_6_a_strict_application_server_parses_all_it_is_told() {
    let _shared = Shared::keep();
    let Some(mut bench) = Bench::start(&["as", "as2", "mme1", "cscf"], &configuration()) else { return };
    for (node, application) in [("as", SH), ("as2", SH), ("mme1", S6A)] {
        bench.stranger.node(node, application);
    }
    bench.import(&[subscriber(IMSI, json!("default"))]);
    assert_eq!(bench.result("mme1", "ULR", &ulr(IMSI, EUTRAN, S6A_INDICATOR, "")), 2001);
    read(&mut bench);
    write(&mut bench);
    let address = bench.address.clone();
    watch(&mut bench, &address);
    // A user who is registered, with what is kept of it.
    let all = [REPOSITORY, IDENTITIES, STATE, SCSCF, CHARGING, NUMBERS];
    assert_eq!(result(&mut bench, "as", "UDR", &of(IMPU, &all, MMTEL)), 2001);
    for (kind, count) in [("UDA", 26), ("PUA", 9), ("SNA", 9), ("PNR", 3)] {
        let seen = bench.stranger.judged(kind);
        assert!(seen >= count, "{kind}: {seen}");
    }
    let exchange = [(306, false), (307, false), (308, false), (309, true)];
    bench.capture.wait_for(|sent| exchange.iter().all(|message| sent.contains(message)));
}
