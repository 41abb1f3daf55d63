//! What the fuzzer begins with: sound input of every kind, from which it goes astray. Without it a short run would not get past the first octets.

use crate::{
    hss_common::{Bench, REALM, impi, request},
    node::NODE,
    samples::every_command,
};
use bytes::BytesMut;
use innkeeper::{
    diameter::{
        codec::Message,
        dictionary::{base::AuthSessionState, cx::*, s6a, sh, slh, swx, tgpp::RatType},
    },
    records::{Outbox, PublicService, Registration, Sequence, Subscriber},
    store::{Change, Store, Stored},
};
use std::{fs, path::Path, sync::Arc};

/// Writes the seeds of a target into the directory that `INNKEEPER_SEEDS` names, if it names one: where the fuzzer looks for its corpus.
pub fn write(target: &str) {
    let Some(directory) = std::env::var_os("INNKEEPER_SEEDS") else { return };
    for (number, seed) in of(target).iter().enumerate() {
        let path = Path::new(&directory).join(format!("seed-{number}"));
        fs::write(&path, seed).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}

/// The seeds of a target.
///
/// # Panics
/// When there is no such target.
pub fn of(target: &str) -> Vec<Vec<u8>> {
    match target {
        "message" | "tree" => every_command().iter().map(octets).collect(),
        // The first octet is the size of the pieces.
        "frames" => every_command()
            .chunks(3)
            .map(|few| [vec![7], few.iter().flat_map(octets).collect()].concat())
            .collect(),
        "commands" => {
            let bodies = every_command();
            bodies
                .iter()
                .map(octets)
                .chain(bodies.iter().map(|message| octets(message).split_off(20)))
                .collect()
        }
        "peer" => conversations(),
        "hss" => requests(),
        "identities" => IDENTITIES.lines().map(|line| line.trim().as_bytes().to_vec()).collect(),
        "gtp" => crate::gtp::seeds(),
        "gtp_prime" => crate::gtp_prime::seeds(),
        "places" => PLACES.lines().map(|line| line.trim().as_bytes().to_vec()).chain(maps()).collect(),
        "tariff" => tariffs(),
        "import" => IMPORTS.iter().map(|text| text.as_bytes().to_vec()).collect(),
        "records" => records(),
        "capture" => captures(),
        other => panic!("there is no target {other}"),
    }
}

fn octets(message: &Message) -> Vec<u8> {
    message.as_bytes().to_vec()
}

/// A connection's life: capabilities, requests and watchdogs, goodbye; and each base message by itself after the capabilities.
fn conversations() -> Vec<Vec<u8>> {
    let all = every_command();
    let of = |code: u32| all.iter().filter(move |message| message.header.code == code).map(octets);
    let cer = of(257).next().unwrap_or_default();
    let whole = [257, 280, 300, 280, 282].map(|code| of(code).next().unwrap_or_default()).concat();
    let each = all.iter().map(|message| [cer.clone(), octets(message)].concat());
    [whole].into_iter().chain(each).collect()
}

/// Requests about the subscribers of the tests, one by one and as a registration's course.
fn requests() -> Vec<Vec<u8>> {
    let user = impi("001");
    let (public_identity, server_name) = ("sip:volte@ims.example", "sip:a.ims.example:6060");
    let item = SipAuthDataItem { sip_authentication_scheme: Some("Digest-AKAv1-MD5"), ..Default::default() };
    let sar = |server_assignment_type| {
        request!(ServerAssignmentRequest {
            user_name: Some(&user),
            public_identity: vec![public_identity],
            server_name: server_name,
            server_assignment_type: server_assignment_type,
        })
    };
    let course = [
        request!(UserAuthorizationRequest {
            user_name: &user,
            public_identity: public_identity,
            visited_network_identifier: b"home.example",
        }),
        request!(MultimediaAuthRequest {
            user_name: &user,
            public_identity: public_identity,
            server_name: server_name,
            sip_number_auth_items: 1,
            sip_auth_data_item: item.clone(),
        }),
        sar(ServerAssignmentType::REGISTRATION),
        request!(LocationInfoRequest { public_identity: public_identity }),
        sar(ServerAssignmentType::USER_DEREGISTRATION),
        sar(ServerAssignmentType::UNREGISTERED_USER),
        request!(LocationInfoRequest { public_identity: "sip:room7@ims.example" }),
    ];
    // Those of application servers, nodes, AAA servers and GMLCs, as the samples have them; and all of one application after each other.
    let all = every_command();
    let of = |application| {
        let own = all.iter().filter(move |message| message.header.application == application);
        own.filter(|message| message.header.is_request()).map(octets).collect::<Vec<_>>()
    };
    let others = [sh::APPLICATION, s6a::APPLICATION, swx::APPLICATION, slh::APPLICATION].map(of);
    let courses = others.iter().map(|requests| requests.concat()).collect::<Vec<_>>();
    let own = [course.concat()].into_iter().chain(courses);
    course.iter().map(|request| request.to_vec()).chain(own).chain(others.concat()).chain(simple()).collect()
}

/// The application server that may do everything.
const AS: &str = "as.ims.example";
const SWITCHED: &[u8] = b"<Sh-Data><Sh-IMS-Data><Extension><Extension><DSAI><DSAI-Tag>forwarding</DSAI-Tag><DSAI-Value>1</DSAI-Value></DSAI></Extension></Extension></Sh-IMS-Data></Sh-Data>";
const KEPT: &[u8] = b"<Sh-Data><RepositoryData><ServiceIndication>mmtel</ServiceIndication><SequenceNumber>0</SequenceNumber><ServiceData><a/></ServiceData></RepositoryData></Sh-Data>";

/// Requests of the EPS, of WLAN, of an application server and of a GMLC that succeed: those of the samples have everything in them, and most of it is refused.
fn simple() -> Vec<Vec<u8>> {
    let (imsi, nai) = ("001010000000001", "0001010000000001@nai.epc.mnc001.mcc001.3gppnetwork.org");
    let encoded = |encode: &dyn Fn(&mut BytesMut)| {
        let mut out = BytesMut::new();
        encode(&mut out);
        out.to_vec()
    };
    macro_rules! of {
        ($application:expr, $host:expr, $module:ident :: $type:ident { $($field:ident: $value:expr),* $(,)? }) => {
            encoded(&|out| {
                let request = $module::$type {
                    session_id: "node;1;1",
                    vendor_specific_application_id: $application,
                    auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
                    origin_host: $host,
                    origin_realm: "epc.mnc001.mcc001.3gppnetwork.org",
                    destination_realm: REALM,
                    $($field: $value,)*
                    ..Default::default()
                };
                request.encode(1, 2, out);
            })
        };
    }
    let of_s6a = Some(s6a::VENDOR_SPECIFIC_APPLICATION_ID);
    let of_swx = swx::VENDOR_SPECIFIC_APPLICATION_ID;
    let (of_sh, of_slh) = (sh::VENDOR_SPECIFIC_APPLICATION_ID, slh::VENDOR_SPECIFIC_APPLICATION_ID);
    let volte = || sh::UserIdentity { public_identity: Some("sip:volte@ims.example"), ..Default::default() };
    let both = SupportedFeatures { vendor_id: 10_415, feature_list_id: 1, feature_list: 3 };
    let home = [0x00, 0xf1, 0x10];
    let each = vec![
        of!(
            of_s6a,
            NODE,
            s6a::AuthenticationInformationRequest {
                user_name: imsi,
                visited_plmn_id: &home,
                requested_eutran_authentication_info: Some(s6a::RequestedEutranAuthenticationInfo {
                    number_of_requested_vectors: Some(1),
                    ..Default::default()
                }),
            }
        ),
        of!(
            of_s6a,
            NODE,
            s6a::UpdateLocationRequest {
                user_name: imsi,
                visited_plmn_id: &home,
                rat_type: RatType::EUTRAN,
                ulr_flags: s6a::UlrFlags::S6A_S6D_INDICATOR | s6a::UlrFlags::INITIAL_ATTACH_INDICATOR,
            }
        ),
        of!(
            of_swx,
            NODE,
            swx::MultimediaAuthRequest {
                user_name: nai,
                sip_auth_data_item: SipAuthDataItem {
                    sip_authentication_scheme: Some("EAP-AKA"),
                    ..Default::default()
                },
                sip_number_auth_items: 1,
            }
        ),
        of!(
            of_swx,
            NODE,
            swx::ServerAssignmentRequest {
                user_name: nai,
                server_assignment_type: ServerAssignmentType::REGISTRATION,
            }
        ),
        of!(Some(of_slh), NODE, slh::RoutingInfoRequest { user_name: Some(imsi) }),
        of!(
            of_sh,
            AS,
            sh::UserDataRequest {
                user_identity: volte(),
                data_reference: vec![sh::DataReference(11), sh::DataReference(12)],
                supported_features: vec![both],
            }
        ),
        of!(
            of_sh,
            AS,
            sh::SubscribeNotificationsRequest {
                user_identity: volte(),
                data_reference: vec![sh::DataReference(19)],
                dsai_tag: vec![b"forwarding"],
            }
        ),
        of!(
            of_sh,
            AS,
            sh::ProfileUpdateRequest {
                user_identity: volte(),
                data_reference: vec![sh::DataReference(19)],
                user_data: SWITCHED,
            }
        ),
        of!(
            of_sh,
            AS,
            sh::ProfileUpdateRequest {
                user_identity: volte(),
                data_reference: vec![sh::DataReference(0)],
                user_data: KEPT,
            }
        ),
    ];
    let whole = each.concat();
    each.into_iter().chain([whole]).collect()
}

const IDENTITIES: &str = "460011100612345@ims.sic001.mnc010.mcc460.3gppnetwork.org
    460011100612345@ims.mnc010.mcc460.3gppnetwork.org
    alice@ims.example
    sip:+8618612345678;phone-context=x@IMS.example:5060;user=phone?a=b
    sips:alice@ims.example
    sip:chat!.*!@ims.example
    tel:+86-186(1234).5678;ext=1
    tel:+86!.*!
    sip:[2001:db8::1]:5060
    2001:db8::/32
    10.0.0.0/8";

/// Headers and questions.
const PLACES: &str = "3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=0010100010000101, 3GPP-NR;utran-cell-id-3gpp=00101000001000000101;network-provided
    3GPP-UTRAN-TDD; utran-cell-id-3gpp=\"3104101a2b0053c4d\";local-time-zone=\"UTC+05:30\";daylight-saving-time=\"01\"
    3GPP-GERAN;cgi-3gpp=001011a2b3c4d;operator-specific-GI=\"a\\\"b\"
    IEEE-802.11;i-wlan-node-id=00aabbccddee;utran-sai-3gpp=001011a2b3c4d;np
    ecgi 00101-0000101, tai 00101-0001
    ims.mnc001.mcc001.3gppnetwork.org
    8200f110000100f11000000101
    cgi 00101-1a2b-0001..00ff";

/// User locations as octets, and the maps of `config/`.
fn maps() -> Vec<Vec<u8>> {
    vec![
        b"\x82\x00\xf1\x10\x00\x01\x00\xf1\x10\x00\x00\x01\x01".to_vec(),
        b"\x89\x00\xf1\x10\x00\x00\x01\x00\xf1\x10\x00\x00\x00\x01\x01".to_vec(),
        include_bytes!("../../config/places.csv").to_vec(),
        include_bytes!("../../config/places.toml").to_vec(),
    ]
}

fn tariffs() -> Vec<Vec<u8>> {
    vec![
        innkeeper::domain::charging::tariff::LAB.as_bytes().to_vec(),
        include_bytes!("../../config/tariffs.toml").to_vec(),
    ]
}

const IMPORTS: [&str; 4] = [
    "imsi,msisdn,k,opc,sics\n001010000000101,15550000101,465b5ce8b199b49faa5f0a2ee238a6bc,cd63cb71954a9f4e48a5994e37a02baf,001 002\n",
    "imsi;msisdn;template;k;op;amf;seq;roaming\n001010000000102;15550000102;plain;465b5ce8b199b49faa5f0a2ee238a6bc;cd63cb71954a9f4e48a5994e37a02baf;8000;32;home\n",
    r#"{"imsi":"001010000000103","msisdn":"15550000103","k":"465b5ce8b199b49faa5f0a2ee238a6bc","opc":"cd63cb71954a9f4e48a5994e37a02baf","sics":["001"]}
"#,
    r#"{"imsi":"001010000000104","services":[{"sic":"004","impi":"bob@ims.example","scheme":"sip-digest","ha1":"00112233445566778899aabbccddeeff","identities":[{"impu":"sip:bob@ims.example","set":1}]}],"roaming":"anywhere"}
"#,
];

/// Change sets as the journal has them: the records of the tests, after a registration.
fn records() -> Vec<Vec<u8>> {
    let bench = Bench::new();
    bench.set("001:1R@A");
    fn all<R: Stored>(store: &Store, put: fn(Arc<R>) -> Change) -> Vec<Change> {
        store.page::<R>(None, 100).into_iter().map(put).collect()
    }
    let kinds = [
        all::<Subscriber>(&bench.store, Change::Subscriber),
        all::<Registration>(&bench.store, Change::Registration),
        all::<Sequence>(&bench.store, Change::Sequence),
        all::<PublicService>(&bench.store, Change::PublicService),
        all::<Outbox>(&bench.store, Change::Outbox),
    ];
    let set = |changes: &[Change]| postcard::to_stdvec(changes).expect("records have a journal form");
    kinds.iter().map(|kind| set(kind)).chain([set(&kinds.concat())]).collect()
}

/// Messages as digits, as octets and in captures of both kinds: raw IPv4, one segment each.
fn captures() -> Vec<Vec<u8>> {
    let messages = every_command();
    let digits =
        octets(&messages[3]).iter().map(|octet| format!("{octet:02x}")).collect::<String>().into_bytes();
    let mut sequence = 1u32;
    let packets: Vec<Vec<u8>> = messages
        .iter()
        .take(6)
        .map(|message| {
            let packet = segment(sequence, message.as_bytes());
            sequence += message.as_bytes().len() as u32;
            packet
        })
        .collect();
    vec![digits, octets(&messages[4]), pcap(&packets), pcapng(&packets)]
}

/// An IPv4 packet with a TCP segment from port 3868 to port 40000.
fn segment(sequence: u32, data: &[u8]) -> Vec<u8> {
    let mut out = vec![0x45, 0];
    out.extend((40 + data.len() as u16).to_be_bytes());
    out.extend([0, 0, 0x40, 0, 64, 6, 0, 0, 127, 0, 0, 1, 127, 0, 0, 2]);
    out.extend([0x0f, 0x1c, 0x9c, 0x40]);
    out.extend(sequence.to_be_bytes());
    out.extend([0, 0, 0, 0, 0x50, 0x10, 0xff, 0xff, 0, 0, 0, 0]);
    out.extend(data);
    out
}

/// LINKTYPE_RAW.
const RAW: u32 = 101;

fn pcap(packets: &[Vec<u8>]) -> Vec<u8> {
    let mut out = 0xa1b2_c3d4u32.to_be_bytes().to_vec();
    out.extend([0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0]);
    out.extend(RAW.to_be_bytes());
    for packet in packets {
        let length = (packet.len() as u32).to_be_bytes();
        out.extend([[0; 4], [0; 4], length, length].concat());
        out.extend(packet);
    }
    out
}

fn pcapng(packets: &[Vec<u8>]) -> Vec<u8> {
    let block = |kind: u32, body: &[u8]| {
        let mut body = body.to_vec();
        body.resize(body.len().next_multiple_of(4), 0);
        let length = (12 + body.len() as u32).to_le_bytes();
        [&kind.to_le_bytes()[..], &length, &body, &length].concat()
    };
    let mut out = block(
        0x0a0d_0d0a,
        &[0x4d, 0x3c, 0x2b, 0x1a, 1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    );
    out.extend(block(1, &[RAW as u8, 0, 0, 0, 0, 0, 4, 0]));
    for packet in packets {
        let length = (packet.len() as u32).to_le_bytes();
        out.extend(block(6, &[&[0; 12][..], &length, &length, packet].concat()));
    }
    out
}
