//! A relay between a stranger and the daemon that spoils a message, so that it is seen that the stranger notices: its silence elsewhere means something.

use crate::{
    erlang::{Bench, S6A, SH},
    lab::{DOMAIN, Shared},
    strangers::{EUTRAN, FULL, S6A_INDICATOR, air, contracts, eutran, profiles, ulr},
};
use serde_json::Value;
use std::{
    io::{self, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

/// What is done to the octets of one message.
type Spoil = fn(&mut [u8]);

/// A message to spoil: its command, whether it is the request, and how.
type Order = Arc<Mutex<Option<(u32, bool, Spoil)>>>;

const M: u8 = 0x40;

/// The place of the first AVP of 3GPP's with this code: its header begins there.
fn avp(message: &[u8], code: u32) -> usize {
    let vendor = 10_415_u32.to_be_bytes();
    (20..message.len() - 12)
        .step_by(4)
        .find(|&at| {
            let flags = message[at + 4];
            message[at..at + 4] == code.to_be_bytes()
                && flags & 0x80 != 0
                && message[at + 8..at + 12] == vendor
        })
        .unwrap_or_else(|| panic!("no AVP {code}"))
}

fn recode(message: &mut [u8], from: u32, to: u32) {
    let at = avp(message, from);
    message[at..at + 4].copy_from_slice(&to.to_be_bytes());
}

/// Makes of it what nobody knows, and may leave unread.
fn hide(message: &mut [u8], code: u32) {
    flip(message, code, M);
    recode(message, code, 9999);
}

fn put(message: &mut [u8], code: u32, offset: usize, octet: u8) {
    let at = avp(message, code);
    message[at + offset] = octet;
}

fn flip(message: &mut [u8], code: u32, bits: u8) {
    let at = avp(message, code);
    message[at + 4] ^= bits;
}

/// Each with a word of the complaint that it has to bring.
const OF_AIA: &[(Spoil, &str)] = &[
    // An AVP that has lost its M bit, that is encrypted, of nobody, and of another vendor.
    (|aia| flip(aia, 1414, M), "E-UTRAN-Vector of Authentication-Info has the flags V"),
    (|aia| flip(aia, 1447, 0x20), "RAND of E-UTRAN-Vector has the flags VMP"),
    (|aia| put(aia, 1450, 11, 0xb0), "5001"),
    // One that is missing, with something nobody knows in its place; one that is there twice.
    (|aia| hide(aia, 1450), "5005 Authentication-Info/E-UTRAN-Vector/KASME"),
    (|aia| recode(aia, 1449, 1447), "5009 Authentication-Info/E-UTRAN-Vector/RAND"),
    // One that the dictionary knows, elsewhere; and without the M bit.
    (|aia| recode(aia, 1413, 1400), "Subscription-Data is not in the grammar of AIA"),
    (
        |aia| {
            flip(aia, 1448, M);
            recode(aia, 1448, 1643);
        },
        "A-MSISDN is not in the grammar of E-UTRAN-Vector",
    ),
    // An octet too few, which padding hides, and far too many.
    (|aia| put(aia, 1447, 7, 27), "RAND of E-UTRAN-Vector has 15 octets"),
    (|aia| put(aia, 1450, 7, 200), "5014 Authentication-Info/E-UTRAN-Vector"),
    // The header: not proxiable, a retransmission, an error that is none.
    (|aia| aia[4] ^= 0x40, "not proxiable"),
    (|aia| aia[4] ^= 0x10, "a retransmission"),
    (|aia| aia[4] ^= 0x20, "the E bit"),
    // The session of another request.
    (|aia| aia[20 + 8] ^= 1, "another session"),
];

const OF_ULA: &[(Spoil, &str)] = &[
    // An M bit that must not be (TS 29.272 Table 7.3.1/1).
    (|ula| flip(ula, 1643, M), "A-MSISDN of Subscription-Data has the flags VM"),
    // A value that the enumeration does not have.
    (
        |ula| put(ula, 1456, 15, 7),
        "5004 Subscription-Data/APN-Configuration-Profile/APN-Configuration/PDN-Type",
    ),
    (|ula| put(ula, 1417, 15, 1), "5004 Subscription-Data/Network-Access-Mode"),
    // A number of three octets.
    (|ula| put(ula, 1406, 7, 15), "5014 ULA-Flags"),
    // Text that is none; 493 has no vendor.
    (
        |ula| {
            let name = ula.windows(8).position(|octets| octets == b"internet").expect("the APN");
            ula[name] = 0xff;
        },
        "Service-Selection of APN-Configuration is not UTF-8",
    ),
    // Twice what may be there once.
    (|ula| recode(ula, 1048, 1047), "/Allocation-Retention-Priority/Pre-emption-Capability"),
];

const OF_UDA: &[(Spoil, &str)] = &[
    (|uda| flip(uda, 702, M), "User-Data of UDA has the flags V"),
    // What it is on Cx.
    (|uda| recode(uda, 702, 606), "606 of 10415 in UDA is unknown"),
];

const OF_CLR: &[(Spoil, &str)] = &[
    (|clr| put(clr, 1420, 15, 9), "5004 Cancellation-Type"),
    (|clr| flip(clr, 1638, M), "CLR-Flags of CLR has the flags VM"),
    (|clr| hide(clr, 1420), "5005 Cancellation-Type"),
];

/// Stands between, on a port of its own; spoils what it is ordered to, once.
fn relay(hss: SocketAddr, order: Order) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("bound");
    // Ends with the test process; its connections end with those who hold them.
    thread::spawn(move || {
        for node in listener.incoming().map_while(Result::ok) {
            let Ok(daemon) = TcpStream::connect(hss) else { continue };
            let (mut up, mut down) =
                (node.try_clone().expect("a socket"), daemon.try_clone().expect("a socket"));
            thread::spawn(move || {
                let _ = io::copy(&mut up, &mut down);
                let _ = down.shutdown(std::net::Shutdown::Both);
            });
            let order = Arc::clone(&order);
            thread::spawn(move || {
                let _ = carry(daemon, &node, &order);
                let _ = node.shutdown(std::net::Shutdown::Both);
            });
        }
    });
    address
}

fn carry(mut from: TcpStream, mut to: &TcpStream, order: &Order) -> io::Result<()> {
    loop {
        let mut header = [0; 4];
        from.read_exact(&mut header)?;
        let mut message = vec![0; u32::from_be_bytes([0, header[1], header[2], header[3]]) as usize];
        message[..4].copy_from_slice(&header);
        from.read_exact(&mut message[4..])?;
        let command = u32::from_be_bytes([0, message[5], message[6], message[7]]);
        let mut order = order.lock().expect("no test panics with it");
        if let Some((_, _, spoil)) =
            order.take_if(|(code, request, _)| *code == command && *request == (message[4] & 0x80 != 0))
        {
            spoil(&mut message);
        }
        to.write_all(&message)?;
    }
}

fn noticed(spoilt: &Value, complaint: &str) {
    let errors = spoilt["errors"].as_array().expect("complaints");
    let found = errors.iter().any(|error| error.as_str().is_some_and(|text| text.contains(complaint)));
    assert!(found, "no complaint of {complaint:?}: {spoilt}");
}

/// DB-6: a strict node complains of each single thing that is wrong with an answer or a request, and of none that is right.
#[test]
fn db_6_a_strict_node_notices_what_is_wrong() {
    let _shared = Shared::keep();
    let order = Order::default();
    let between = Arc::clone(&order);
    let more = format!("[application_server.\"as.{DOMAIN}\"]\npull = [\"ims-user-state\"]\n{}", profiles());
    let Some(mut bench) = Bench::start_through(&["mme1", "as"], &more, |hss| relay(hss, between)) else {
        return;
    };
    let spoil = |command, request, spoil| {
        *order.lock().expect("no thread panics with it") = Some((command, request, spoil))
    };
    bench.stranger.node("mme1", S6A);
    bench.import(&contracts());
    bench.stranger.node("as", SH);
    let identity = format!("'User-Identity' => #{{'Public-Identity' => [\"sip:+15550000301@{DOMAIN}\"]}}");
    for (node, dictionary, command, code, avps, cases) in [
        ("mme1", S6A, "AIR", 318, air(FULL, &eutran(1)), OF_AIA),
        ("mme1", S6A, "ULR", 316, ulr(FULL, EUTRAN, S6A_INDICATOR, ""), OF_ULA),
        ("as", SH, "UDR", 306, format!("{identity}, 'Data-Reference' => [11]"), OF_UDA),
    ] {
        for (how, complaint) in cases {
            // What is right beside.
            bench.stranger.ask(node, dictionary, command, &avps);
            spoil(code, false, *how);
            noticed(&bench.stranger.try_ask(node, dictionary, command, &avps), complaint);
        }
    }
    for (how, complaint) in OF_CLR {
        bench.mme("mme1", "ULR", &ulr(FULL, EUTRAN, S6A_INDICATOR, ""));
        spoil(317, true, *how);
        bench.hss.run(&["subscriber", "remove", FULL]);
        noticed(&bench.stranger.any_told("mme1", "CLR"), complaint);
        bench.import(&contracts());
    }
}
