//! The simulated client against the real daemon, side by side under two service codes of one SIM.

mod ops_common;

use ops_common::Daemon;
use std::process::Output;

const IMSI: &str = "001010000000001";

/// `innkeeper call …` to this daemon.
fn call(daemon: &Daemon, arguments: &[&str]) -> Output {
    let address = daemon.diameter.first().unwrap();
    ops_common::innkeeper().arg("call").args(arguments).args(["--to", address]).output().unwrap()
}

fn done(daemon: &Daemon, arguments: &[&str]) -> String {
    let output = call(daemon, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn refused(daemon: &Daemon, arguments: &[&str]) -> (String, String) {
    let output = call(daemon, arguments);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}");
    (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
}

fn client<'a>(what: &'a str, sic: &'a str) -> [&'a str; 6] {
    [what, "--lab-sim", "--imsi", IMSI, "--sic", sic]
}

/// The state of the lab subscriber's services, in the order of their codes.
fn states(daemon: &Daemon) -> Vec<String> {
    let shown = daemon.json(&["subscriber", "show", IMSI, "--json"]);
    let services = shown["services"].as_array().unwrap();
    services.iter().map(|service| service["state"].as_str().unwrap().to_owned()).collect()
}

/// SC-2, SC-4, SC-5: two clients of one SIM, each its own registration.
#[test]
fn sc_2_sc_4_sc_5_two_services_register_and_deregister_side_by_side() {
    let daemon = Daemon::lab();
    let volte = "sip:+15550000001@ims.mnc001.mcc001.3gppnetwork.org";
    let rcs = "sip:+15550000001.rcs@ims.mnc001.mcc001.3gppnetwork.org";
    assert_eq!(states(&daemon), ["not-registered", "not-registered"]);
    for sic in ["001", "002"] {
        let printed = done(&daemon, &client("register", sic));
        assert!(printed.contains("The SIM accepts the challenge"), "{printed}");
        assert!(printed.contains(&format!("{IMSI}@ims.sic{sic}.mnc001.mcc001.3gppnetwork.org")), "{printed}");
    }
    assert_eq!(states(&daemon), ["registered", "registered"]);
    for impu in [volte, rcs] {
        assert!(done(&daemon, &["lir", "--impu", impu]).contains("sip:127.0.0.1:6060"));
    }
    done(&daemon, &client("deregister", "001"));
    assert_eq!(states(&daemon), ["not-registered", "registered"]);
    let (printed, _) = refused(&daemon, &["lir", "--impu", volte]);
    assert!(printed.contains("5003"), "DIAMETER_ERROR_IDENTITY_NOT_REGISTERED: {printed}");
    assert!(done(&daemon, &["lir", "--impu", rcs]).contains("sip:127.0.0.1:6060"));
    done(&daemon, &client("register", "001"));
    assert_eq!(states(&daemon), ["registered", "registered"]);
}

/// SC-2, SC-3: the client sees a challenge that is not its network's; a service that nobody subscribed is refused with 5001.
#[test]
fn sc_3_a_wrong_key_and_a_wrong_code_do_not_register() {
    let daemon = Daemon::lab();
    let keys = daemon.path("keys");
    ops_common::write(&keys, "465b5ce8b199b49faa5f0a2ee238a6bc\ncd63cb71954a9f4e48a5994e37a02bae\n");
    let keys = keys.to_str().unwrap();
    let (_, sentence) = refused(&daemon, &["register", "--keys-file", keys, "--imsi", IMSI, "--sic", "001"]);
    assert!(sentence.contains("MAC failure"), "{sentence}");
    let (printed, sentence) = refused(&daemon, &client("register", "003"));
    assert!(printed.contains("5001") && sentence.contains("the UAR"), "{printed}\n{sentence}");
    assert_eq!(states(&daemon), ["not-registered", "not-registered"]);
}

/// SC-2: a SIM of TUAK from its keys to its registration; set up otherwise, it takes the challenge for another network's.
#[test]
fn sc_2_a_sim_of_tuak_registers() {
    let daemon = Daemon::lab();
    let (k, topc) = ("ab".repeat(32), "bd04d9530e87513c5d837ac2ad954623a8e2330c115305a73eb45d1f40cccbff");
    let keys = |name: &str, third: &str| {
        let file = daemon.path(name);
        ops_common::write(&file, &format!("{k}\n{topc}\n{third}\n"));
        file.to_str().unwrap().to_owned()
    };
    let (right, wrong) = (keys("right", "tuak res=128 iterations=2"), keys("wrong", "tuak"));
    let imsi = "001010000000088";
    daemon.told(&["subscriber", "add", imsi, "--msisdn", "15550000088", "--keys-file", &right]);
    let told = daemon.told(&["subscriber", "show", imsi]);
    assert!(told.contains("SIM tuak with a RES of 128 bits, iterations 2, AMF 0000, SEQ –"), "{told}");
    let client =
        |keys: &str| ["register", "--keys-file", keys, "--imsi", imsi, "--sic", "001"].map(str::to_owned);
    let (right, wrong) = (client(&right), client(&wrong));
    let (_, sentence) = refused(&daemon, &wrong.each_ref().map(String::as_str));
    assert!(sentence.contains("MAC failure"), "{sentence}");
    let printed = done(&daemon, &right.each_ref().map(String::as_str));
    assert!(printed.contains("The SIM accepts the challenge"), "{printed}");
    let record = daemon.told(&["store", "show", "subscriber", imsi]);
    assert!(record.contains("tuak") && !record.contains(topc) && !record.contains(&k), "{record}");
}

/// ST-4: one record of the running daemon, with its secrets sealed.
#[test]
fn st_4_one_record_is_shown_and_its_keys_are_not() {
    let daemon = Daemon::lab();
    let shown = daemon.told(&["store", "show", "subscriber", IMSI]);
    let record: serde_json::Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(record["durable"], true);
    assert_eq!(record["value"]["services"].as_array().unwrap().len(), 2);
    assert!(!shown.contains("465b5ce8"), "K is in {shown}");
    let nobody = daemon.json(&["store", "show", "registration", "001019999999999"]);
    assert_eq!(nobody["value"], serde_json::Value::Null);
    assert!(
        daemon.refused(&["store", "show", "guests", IMSI], 1).contains("there are no records of kind guests")
    );
}

/// A public service of the configuration file is known as soon as the daemon is ready.
#[test]
fn a_public_service_of_the_configuration_is_found() {
    let directory = tempfile::TempDir::new().unwrap();
    let config = directory.path().join("config.toml");
    ops_common::write(
        &config,
        "[diameter]\naccept_unknown_peers = true\n[public_service.weather]\nidentity = \"tel:+1800555\"\napplication_server = \"sip:weather.example\"\n",
    );
    let config = config.to_str().unwrap().to_owned();
    let daemon = Daemon::start(directory, &["--config", &config], |_| {});
    let printed = done(&daemon, &["lir", "--impu", "tel:+1800555"]);
    assert!(printed.contains("sip:weather.example") && printed.contains("LIA-Flags"), "{printed}");
}
