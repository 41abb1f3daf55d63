//! An application server on python-diameter and the daemon: it reads, keeps, watches, and is told (Sh).

use crate::{
    capture::Capture,
    hss::{Hss, Peer},
    lab::{DOMAIN, Directory, Shared, free_address},
    process::Process,
    programs::{DUMPCAP, TSHARK, has_python_diameter, present},
};
use std::{process::Command, time::Duration};

/// The first subscriber that a lab gets for nothing.
const IMSI: &str = "001010000000001";
const IMPU: &str = "sip:+15550000001@ims.mnc001.mcc001.3gppnetwork.org";

/// Push-Notification-Request, the one of ours.
const PNR: (u32, bool) = (309, true);

/// The lines of the application server: each step, its result, and the content of its Sh-Data.
fn steps(log: &str) -> Vec<String> {
    let lines = log.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let step = |line: serde_json::Value| {
        let code = [&line["code"], &line["experimental"]].into_iter().find_map(serde_json::Value::as_u64);
        let code = code.map(|code| format!(" {code}")).unwrap_or_default();
        let data = line["data"].as_str().map(|xml| format!(" {}", content(xml))).unwrap_or_default();
        format!("{}{code}{data}", line["step"].as_str().unwrap_or_default())
    };
    lines.map(step).collect()
}

fn content(xml: &str) -> &str {
    let inner = xml.split_once("<Sh-Data>").expect("Sh-Data").1;
    inner.strip_suffix("</Sh-Data>").expect("its end")
}

/// SC-6, LQ-4: an application server that others wrote reads the state of an identity, keeps data, and is told of a registration.
#[test]
fn sc_6_an_application_server_reads_keeps_watches_and_is_told() {
    if !present(&[TSHARK, DUMPCAP]) || !has_python_diameter() {
        return;
    }
    let _shared = Shared::keep();
    let (directory, address) = (Directory::new(), free_address());
    let capture = Capture::start(directory.path(), &address);
    let more = format!(
        r#"
[lab]
subscribers = 1

[application_server."as.{DOMAIN}"]
pull = ["repository-data", "ims-user-state"]
update = ["repository-data"]
subscribe = ["ims-user-state"]
"#
    );
    let peers = [Peer::dialling("as"), Peer::dialling("cscf")];
    let hss = Hss::start_with(directory.path(), &address, &peers, &[], &more);
    let mut python = Command::new("python3");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/application_server.py");
    python.args([script, &address, "127.0.0.1", DOMAIN, IMPU]);
    let server = Process::start("application server", &python, &directory.path().join("as.log"));
    server.wait_until("it watches", Duration::from_secs(30), |server| server.log().contains("\"watch\""));
    let (to, host) = (format!("{address}:3868"), format!("cscf.{DOMAIN}"));
    let register = ["call", "register", "--lab-sim", "--imsi", IMSI, "--sic", "001", "--impu", IMPU];
    hss.outside(&[&register[..], &["--to", &to, "--host", &host, "--origin-realm", DOMAIN]].concat());
    server.wait_until("it is told", Duration::from_secs(30), |server| server.log().contains("\"told\""));
    let state = |state| format!("<Sh-IMS-Data><IMSUserState>{state}</IMSUserState></Sh-IMS-Data>");
    let kept = "<RepositoryData><ServiceIndication>mmtel</ServiceIndication><SequenceNumber>0</SequenceNumber><ServiceData><a>1</a></ServiceData></RepositoryData>";
    let expected = [
        format!("read 2001 {}", state(0)),
        "nothing kept 2001".into(),
        "keep 2001".into(),
        format!("kept 2001 {kept}{}", state(0)),
        "out of sync 5105".into(),
        "not permitted 5102".into(),
        "hostile 5004".into(),
        format!("watch 2001 {}", state(0)),
        format!("told {}", state(1)),
    ];
    assert_eq!(steps(&server.log()), expected);
    capture.wait_for(|sent| sent.contains(&PNR));
}
