//! Subscribers of another HSS, from its export to a SIM that authenticates, through the real command and the real daemon (OP-5).
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail loudly")]

mod ops_common;

use bytes::BytesMut;
use innkeeper::{
    diameter::{
        Application,
        dictionary::{
            TGPP,
            base::AuthSessionState,
            s6a::{
                APPLICATION, AuthenticationInformationAnswer, AuthenticationInformationRequest,
                RequestedEutranAuthenticationInfo, VENDOR_SPECIFIC_APPLICATION_ID,
            },
        },
        transport::{Client, ClientConfig},
    },
    domain::{
        auth::{
            provision::{OperatorKey, sim_keys},
            usim::Usim,
        },
        subscribers::foreign::{self, Choice, Origin},
    },
};
use ops_common::{Daemon, until, write};
use std::{fs, path::Path, time::Duration};
use tempfile::TempDir;

const REALM: &str = "epc.mnc001.mcc001.3gppnetwork.org";
const BASE: &str =
    "[diameter]\naccept_unknown_peers = true\n[scscf.default]\nnames = [\"sip:127.0.0.1:6060\"]\n";

/// K and OPc of test sets 1, 3 and 4 of TS 35.208.
const FIRST: [&str; 2] = ["465b5ce8b199b49faa5f0a2ee238a6bc", "cd63cb71954a9f4e48a5994e37a02baf"];
const THIRD: [&str; 2] = ["fec86ba6eb707ed08905757b1bb44b8f", "1006020f0a478bf6b699f15c062e42b3"];
const FOURTH: [&str; 2] = ["9e5944aea94b81165c82fbf9f32db751", "a64a507ae1a2a98bb88eb4210135dc87"];

fn fixture(name: &str) -> String {
    format!("{}/tests/fixtures/import/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// A daemon with a configuration of its own, which may be added to.
fn daemon() -> Daemon {
    let directory = TempDir::new().unwrap();
    let file = directory.path().join("innkeeper.toml");
    write(&file, BASE);
    Daemon::start(directory, &["--config", &file.display().to_string()], |_| {})
}

/// The database that a dump makes.
fn database(dump: &str, file: &Path) -> String {
    let text = fs::read_to_string(fixture(dump)).unwrap();
    let database = rusqlite::Connection::open(file).unwrap();
    // As osmo-hlr has it.
    database.pragma_update(None, "journal_mode", "wal").unwrap();
    database.execute_batch(&text).unwrap();
    file.display().to_string()
}

/// Imports, after the configuration got the EPS profiles that the export asks for.
fn import_with_profiles(daemon: &Daemon, arguments: &[&str]) -> String {
    let output = daemon.ask(arguments);
    let sentence = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(1) && sentence.contains("the configuration lacks"), "{sentence}");
    assert!(daemon.told(&["subscriber", "list"]).contains("0 of 0 subscribers"));
    let sections = String::from_utf8(output.stdout).unwrap();
    write(&daemon.path("innkeeper.toml"), &format!("{BASE}{sections}"));
    daemon.signal("HUP");
    let first = sections.lines().find_map(|line| line.strip_prefix("[eps_profile.")).unwrap();
    let first = first.trim_end_matches(']');
    until("the reload", || daemon.log().contains(first).then_some(()));
    daemon.told(arguments)
}

/// Registers with the IMS by AKA: the SIM checks the challenge.
fn registers(daemon: &Daemon, imsi: &str, [k, opc]: [&str; 2], impu: &str) {
    let keys = daemon.path("keys");
    write(&keys, &format!("{k}\n{opc}\n"));
    let output = ops_common::innkeeper()
        .args([
            "call",
            "register",
            "--imsi",
            imsi,
            "--impu",
            impu,
            "--to",
            &daemon.diameter[0],
            "--keys-file",
        ])
        .arg(&keys)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{imsi}: {said}");
}

/// Authenticates with the EPS; gives SEQ of the vector that the SIM accepted.
fn attaches(daemon: &Daemon, imsi: &str, [k, opc]: [&str; 2]) -> u64 {
    let host = format!("mme.{REALM}");
    let config = ClientConfig {
        origin_host: host.clone(),
        origin_realm: REALM.into(),
        applications: vec![Application { id: APPLICATION, vendor: TGPP }],
        product: "import test".into(),
        timeout: Duration::from_secs(30),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut client = runtime.block_on(Client::connect(daemon.diameter[0].parse().unwrap(), config)).unwrap();
    let request = AuthenticationInformationRequest {
        session_id: "mme;1;1",
        vendor_specific_application_id: Some(VENDOR_SPECIFIC_APPLICATION_ID),
        auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
        origin_host: &host,
        origin_realm: REALM,
        destination_realm: "ims.mnc001.mcc001.3gppnetwork.org",
        user_name: imsi,
        visited_plmn_id: &[0x00, 0xf1, 0x10],
        requested_eutran_authentication_info: Some(RequestedEutranAuthenticationInfo {
            number_of_requested_vectors: Some(1),
            ..Default::default()
        }),
        ..Default::default()
    };
    let ids = client.identifiers();
    let mut octets = BytesMut::new();
    request.encode(ids.hop_by_hop, ids.end_to_end, &mut octets);
    let answer = runtime.block_on(client.call(&octets)).unwrap();
    let decoded = AuthenticationInformationAnswer::decode(&answer).unwrap();
    assert!(decoded.outcome.is_success(), "{imsi}: {:?}", decoded.outcome);
    let info = decoded.authentication_info.unwrap();
    let vector = &info.e_utran_vector[0];
    let mut usim = Usim::new(&sim_keys(k, OperatorKey::Opc(opc)).unwrap());
    let response =
        usim.authenticate(vector.rand.try_into().unwrap(), vector.autn.try_into().unwrap()).unwrap();
    assert_eq!(response.res[..], *vector.xres);
    usim.sqn_ms().seq()
}

/// The last SEQ that the other HSS handed out, in the fixtures: 3265 is 102 and IND 1.
const THEIRS: u64 = 3265 >> 5;

#[test]
fn op_5_open5gs_from_its_export_to_an_attach() {
    let daemon = daemon();
    let file = fixture("open5gs.jsonl");
    let said = import_with_profiles(&daemon, &["import", &file]);
    assert!(said.starts_with("3 subscribers of open5gs are in force\n"), "{said}");
    for note in [
        "has no number",
        "barred by its operator",
        "fixed gateway",
        "policy rules",
        "1 × is attached somewhere",
        "no sequence number",
    ] {
        assert!(said.contains(note), "{note}: {said}");
    }
    assert!(attaches(&daemon, "001010000000101", FIRST) > THEIRS);
    attaches(&daemon, "001010000000102", THIRD);
    registers(&daemon, "001010000000101", FIRST, "tel:+15550000101");
    let shown = daemon.json(&["subscriber", "show", "001010000000103", "--json"]);
    assert_eq!(shown["eps"]["enabled"], false, "{shown}");
    // Once more they are there already, and who is wrong is named by the export's line.
    let sentence = daemon.refused(&["import", &file], 1);
    assert!(sentence.contains("line 2: imsi: subscriber 001010000000102 exists already"), "{sentence}");
    assert!(daemon.told(&["import", "--replace", &file]).contains("3 subscribers"));
    assert!(!daemon.log().contains(FIRST[0]) && !daemon.log().contains(FIRST[1]));
}

#[test]
fn op_5_osmo_hlr_from_its_database() {
    let daemon = daemon();
    let file = database("osmo-hlr.sql", &daemon.path("hlr.db"));
    for file in [&file, &fixture("osmo-hlr.sql")] {
        let sentence = daemon.refused(&["import", file], 1);
        assert!(
            sentence.contains("1 of 3 subscribers of osmo-hlr cannot be taken: nothing was applied"),
            "{sentence}"
        );
        assert!(
            sentence.contains("subscriber row 3: auc_2g: this SIM has keys for GSM alone (COMP128v1)"),
            "{sentence}"
        );
    }
    let told = daemon.json(&["import", "--from", "osmo-hlr", "--leave-out", "--json", &file]);
    assert_eq!(
        (told["subscribers"].as_u64(), told["left_out"].as_array().unwrap().len()),
        (Some(2), 1),
        "{told}"
    );
    assert!(attaches(&daemon, "001010000000201", FIRST) > THEIRS);
    attaches(&daemon, "001010000000202", THIRD);
    registers(&daemon, "001010000000201", FIRST, "sip:+15550000201@ims.mnc001.mcc001.3gppnetwork.org");
}

#[test]
fn op_5_pyhss_from_its_database_and_from_a_dump() {
    let daemon = daemon();
    let file = database("pyhss.sql", &daemon.path("hss.db"));
    let said = import_with_profiles(&daemon, &["import", &file]);
    assert!(said.starts_with("2 subscribers of pyhss are in force\n"), "{said}");
    for note in ["1 × is a SIM (auc) of no subscriber", "1 × has no ims_subscriber"] {
        assert!(said.contains(note), "{note}: {said}");
    }
    assert!(attaches(&daemon, "001010000000301", FIRST) > THEIRS);
    attaches(&daemon, "001010000000302", THIRD);
    registers(&daemon, "001010000000301", FIRST, "tel:+15550000301");
    assert!(daemon.told(&["import", "--replace", &fixture("pyhss.sql")]).starts_with("2 subscribers"));
    // SEQ never goes back.
    assert!(attaches(&daemon, "001010000000301", FIRST) > THEIRS + foreign::MARGIN + 2);
}

#[test]
fn op_5_fhoss_from_its_dump() {
    let daemon = daemon();
    let said = daemon.told(&["import", "--eps", "default", &fixture("fhoss.sql")]);
    assert!(said.starts_with("3 subscribers of fhoss are in force\n"), "{said}");
    assert!(said.contains("1 × is a public service identity"), "{said}");
    registers(&daemon, "001010000000401", FIRST, "tel:+15550000401");
    registers(&daemon, "001010000000402", THIRD, "sip:bob@ims.mnc001.mcc001.3gppnetwork.org");
    assert!(attaches(&daemon, "001010000000401", FIRST) > THEIRS);
    let output = ops_common::innkeeper()
        .args([
            "call",
            "mar",
            "--impi",
            "Carol@open-ims.test",
            "--impu",
            "sip:carol@open-ims.test",
            "--secrets",
        ])
        .args(["--to", &daemon.diameter[0]])
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    // MD5 of "Carol@open-ims.test:open-ims.test:it's secret".
    assert!(output.status.success() && said.contains("SIP Digest"), "{said}");
    let ha1 = innkeeper::domain::auth::digest::ha1("Carol@open-ims.test", "open-ims.test", b"it's secret");
    assert!(said.contains(ha1.digits().expose()), "{said}");
}

/// A CSV of osmo-hlr's tables, and what its CTRL interface tells.
#[test]
fn op_5_osmo_hlr_as_text() {
    let daemon = daemon();
    let [k, opc] = FOURTH;
    let csv = daemon.path("hlr.csv");
    write(
        &csv,
        &format!(
            "imsi,msisdn,algo_id_3g,k,opc,sqn,ind_bitlen\n001010000000501,15550000501,5,{k},{opc},64,5\n"
        ),
    );
    let csv = csv.display().to_string();
    assert!(daemon.told(&["import", "--from", "osmo-hlr", &csv]).starts_with("1 subscribers of osmo-hlr"));
    attaches(&daemon, "001010000000501", FOURTH);
    let control = daemon.path("control");
    write(
        &control,
        &format!(
            "GET_REPLY 1 subscriber.by-id-1.info-all\nid\t1\nimsi\t001010000000502\naud3g.algo\tMILENAGE\naud3g.k\t{k}\naud3g.opc\t{opc}\n"
        ),
    );
    assert!(
        daemon.told(&["import", &control.display().to_string()]).starts_with("1 subscribers of osmo-hlr")
    );
    attaches(&daemon, "001010000000502", FOURTH);
}

/// What was cut off in the middle is refused as a whole, by the command and with a sentence that shows no key.
#[test]
fn op_5_a_file_that_was_cut_off_leaves_nothing_behind() {
    let daemon = daemon();
    for (name, origin) in [
        ("open5gs.jsonl", "open5gs"),
        ("pyhss.sql", "pyhss"),
        ("fhoss.sql", "fhoss"),
        ("osmo-hlr.sql", "osmo-hlr"),
    ] {
        let whole = fs::read(fixture(name)).unwrap();
        // Within the keys of the last SIM.
        let key = whole
            .windows(6)
            .rposition(|part| part == b"0x1006" || part == b"9e5944" || part == b"fec86b")
            .unwrap();
        let cut = daemon.path(name);
        fs::write(&cut, &whole[..key + 9]).unwrap();
        let sentence =
            daemon.refused(&["import", "--from", origin, "--leave-out", &cut.display().to_string()], 1);
        assert!(sentence.contains("cut off") || sentence.contains("EOF while parsing"), "{name}: {sentence}");
        assert!(!FIRST.iter().chain(&THIRD).any(|key| sentence.contains(&key[..8])), "{name}: {sentence}");
    }
    let broken = database("pyhss.sql", &daemon.path("broken.db"));
    let octets = fs::read(&broken).unwrap();
    fs::write(&broken, &octets[..octets.len() / 2]).unwrap();
    assert!(daemon.refused(&["import", &broken], 1).contains("the database cannot be read"));
    assert!(daemon.told(&["subscriber", "list"]).contains("0 of 0 subscribers"));
}

/// Wherever an export is cut, and whichever octet is another: an answer, and never a subscriber with other keys than the whole one gives.
#[test]
fn op_5_garbled_exports_are_survived() {
    let origins = [
        ("open5gs.jsonl", Origin::Open5gs),
        ("osmo-hlr.sql", Origin::OsmoHlr),
        ("pyhss.sql", Origin::Pyhss),
        ("fhoss.sql", Origin::Fhoss),
    ];
    let choice = Choice { eps: Some("default".into()), template: None };
    for (name, origin) in origins {
        let whole = fs::read(fixture(name)).unwrap();
        let all = foreign::text(&whole, Some(origin), &choice).unwrap().orders;
        for at in (0..whole.len()).step_by(7) {
            if let Ok(cut) = foreign::text(&whole[..at], Some(origin), &choice) {
                for placed in &cut.orders {
                    let same = all.iter().find(|other| other.order.imsi == placed.order.imsi).unwrap();
                    assert_eq!(
                        (&same.order.k, &same.order.opc),
                        (&placed.order.k, &placed.order.opc),
                        "{name} at {at}"
                    );
                }
            }
            let mut changed = whole.clone();
            changed[at] ^= 0x55;
            let _ = foreign::text(&changed, Some(origin), &choice);
        }
    }
}

/// What is for exports alone is refused elsewhere, and a file of ours is still ours.
#[test]
fn our_own_files_are_read_as_before() {
    let daemon = daemon();
    let own = daemon.path("own.jsonl");
    let [k, opc] = FIRST;
    write(
        &own,
        &format!(
            "{{\"imsi\":\"001010000000601\",\"msisdn\":\"15550000601\",\"k\":\"{k}\",\"opc\":\"{opc}\"}}\n"
        ),
    );
    let own = own.display().to_string();
    assert!(daemon.refused(&["import", "--template", "plain", &own], 2).contains("exports of another HSS"));
    assert_eq!(daemon.told(&["import", &own]), "1 subscribers from 1 lines are in force\n");
    attaches(&daemon, "001010000000601", FIRST);
}
