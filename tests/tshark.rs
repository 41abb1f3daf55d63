//! Everything that is written here, read by Wireshark's dissector, which other people wrote: nothing malformed, no error.

#![expect(clippy::unwrap_used, reason = "tests may fail loudly, in their helpers too")]

mod samples;

use innkeeper::diameter::codec::Message;
use std::process::Command;

/// A classic capture with one TCP packet per message, between the Diameter port and another.
fn capture(messages: &[Message]) -> Vec<u8> {
    let mut file = Vec::new();
    for word in [0xa1b2_c3d4u32, 0x0002_0004, 0, 0, 262_144, 101] {
        file.extend(word.to_be_bytes());
    }
    let mut sequences = [1u32, 1];
    for message in messages {
        let request = usize::from(message.header.is_request());
        let data = message.as_bytes();
        let ports: [u16; 2] = if request == 1 { [40_000, 3868] } else { [3868, 40_000] };
        let mut packet = vec![0x45, 0];
        packet.extend((40 + data.len() as u16).to_be_bytes());
        packet.extend([
            0,
            0,
            0x40,
            0,
            64,
            6,
            0,
            0,
            127,
            0,
            0,
            2 - request as u8,
            127,
            0,
            0,
            1 + request as u8,
        ]);
        packet.extend([ports[0].to_be_bytes(), ports[1].to_be_bytes()].concat());
        packet.extend(sequences[request].to_be_bytes());
        packet.extend(sequences[1 - request].to_be_bytes());
        packet.extend([0x50, 0x18, 0xff, 0xff, 0, 0, 0, 0]);
        packet.extend(data);
        sequences[request] += data.len() as u32;
        for word in [1_700_000_000, 0, packet.len() as u32, packet.len() as u32] {
            file.extend(word.to_be_bytes());
        }
        file.extend(packet);
    }
    file
}

fn tshark(file: &std::path::Path, arguments: &[&str]) -> String {
    let output = Command::new("tshark").arg("-r").arg(file).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn wireshark_finds_nothing_wrong_with_anything_we_write() {
    if Command::new("tshark").arg("--version").output().is_err() {
        let advice = "tshark is missing: apt-get install tshark";
        assert!(std::env::var_os("INNKEEPER_REQUIRE_PEERS").is_none(), "{advice}");
        println!("not compared: {advice}");
        return;
    }
    let mut messages = samples::every_command();
    messages.extend(samples::every_error());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("all.pcap");
    std::fs::write(&file, capture(&messages)).unwrap();

    let codes = tshark(&file, &["-T", "fields", "-e", "diameter.cmd.code", "-e", "diameter.flags"]);
    let expected: Vec<_> =
        messages.iter().map(|m| format!("{}\t0x{:02x}", m.header.code, m.header.flags.bits())).collect();
    assert_eq!(
        codes.lines().collect::<Vec<_>>(),
        expected,
        "every message is dissected as the command it is"
    );

    // 0x800000 is the severity "error".
    let faults = ["-V", "-Y", "_ws.malformed || _ws.expert.severity >= 0x800000"];
    let wrong = tshark(&file, &faults);
    assert!(wrong.is_empty(), "{wrong}");

    // And it would have found a fault: an AVP inside a group that says it is longer than the group.
    let mut broken = messages[0].as_bytes().to_vec();
    let at = broken.windows(5).position(|w| w == [0, 0, 1, 4, 0x40]).unwrap();
    broken[at + 15] = 0xff;
    std::fs::write(&file, capture(&[Message::parse(broken.into()).unwrap()])).unwrap();
    assert!(!tshark(&file, &faults).is_empty());
}
