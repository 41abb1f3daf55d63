//! The subscribers and public services that the tables speak of.

use innkeeper::{records::*, types::*};

pub const IMSI: &str = "460011100612345";
pub const DOMAIN: &str = "mnc010.mcc460.3gppnetwork.org";
pub const REALM: &str = "ims.example";

pub fn imsi() -> Imsi {
    Imsi::parse(IMSI).unwrap()
}

/// `001` → the IMPI with that code, `std` → the one without; anything with an `@` is itself.
pub fn impi(token: &str) -> String {
    match token {
        "std" => format!("{IMSI}@ims.{DOMAIN}"),
        "alice" => "alice@ims.example".into(),
        text if text.contains('@') => text.replace("{imsi}", IMSI).replace("{domain}", DOMAIN),
        sic => format!("{IMSI}@ims.sic{sic}.{DOMAIN}"),
    }
}

/// `volte` → `sip:volte@ims.example`; anything with a `:` is itself.
pub fn impu(token: &str) -> String {
    if token.contains(':') { token.into() } else { format!("sip:{token}@ims.example") }
}

fn identity(token: &str, set: u8) -> Identity {
    Identity {
        impu: Impu::parse(&impu(token)).unwrap(),
        barred: false,
        set,
        alias: 0,
        profile: "default".into(),
    }
}

fn barred(identity: Identity) -> Identity {
    Identity { barred: true, ..identity }
}

fn service(sic: Option<&str>, identities: Vec<Identity>) -> Service {
    Service {
        sic: sic.map(|sic| Sic::parse(sic).unwrap()),
        impi: None,
        scheme: AuthScheme::AkaV1,
        also: [Further::AkaV2].into(),
        password: None,
        enabled: true,
        identities: identities.into(),
        scscf: None,
        charging: None,
        capabilities: Box::default(),
    }
}

/// The services of the worked example.
pub fn services() -> Vec<Service> {
    let alias = |identity| Identity { alias: 1, ..identity };
    let voicemail = |identity| Identity { profile: "voicemail".into(), ..identity };
    vec![
        Service {
            also: [
                Further::AkaV2,
                Further::Giba("10.45.0.2".parse().unwrap()),
                Further::NassBundled("dslam 7/1".into()),
                Further::NassBundled("dslam 7/2".into()),
            ]
            .into(),
            ..service(None, vec![identity("std", 1)])
        },
        service(
            Some("001"),
            vec![
                alias(identity("volte", 1)),
                alias(identity("tel:+8618612345678", 1)),
                barred(identity("quiet", 1)),
                identity("shared", 1),
                voicemail(identity("work", 2)),
                barred(identity("gone", 3)),
                identity("chat", 4),
                identity("chat!.*!", 4),
            ],
        ),
        Service {
            scscf: Some("rcs".into()),
            charging: Some("rcs".into()),
            ..service(Some("002"), vec![identity("rcs", 1), identity("shared", 1)])
        },
        Service { enabled: false, ..service(Some("003"), vec![identity("off", 1)]) },
        Service {
            impi: Some("alice@ims.example".into()),
            scheme: AuthScheme::SipDigest,
            also: Box::default(),
            ..service(Some("004"), vec![identity("alice", 1)])
        },
    ]
}

pub fn subscribers() -> Vec<Subscriber> {
    let subscriber = |imsi: &str, services: Vec<Service>, roaming| Subscriber {
        imsi: Imsi::parse(imsi).unwrap(),
        msisdn: None,
        domain: DOMAIN.into(),
        sim: None,
        services: services.into(),
        roaming,
        template: None,
    };
    let plain = |token: &str| vec![service(None, vec![identity(token, 1)])];
    vec![
        Subscriber {
            msisdn: E164::parse("8618612345678"),
            ..subscriber(IMSI, services(), Roaming::Anywhere)
        },
        subscriber("460011100000001", plain("stayer"), Roaming::HomeOnly),
        subscriber(
            "460011100000002",
            plain("traveller"),
            Roaming::Networks(["visited.example".into()].into()),
        ),
        // Has a number that no service has as an identity.
        Subscriber {
            msisdn: E164::parse("8613900000000"),
            ..subscriber("460011100000003", plain("numbered"), Roaming::Anywhere)
        },
    ]
}

pub fn public_services() -> Vec<PublicService> {
    let psi = |token: &str| PublicService {
        identity: Impu::parse(&impu(token)).unwrap(),
        private_identity: "psi@ims.example".into(),
        profile: "default".into(),
        active: true,
        application_server: None,
        scscf_set: Some("rcs".into()),
        scscf: None,
    };
    vec![
        psi("conference"),
        PublicService { application_server: Some("sip:as.ims.example".into()), ..psi("direct") },
        PublicService { active: false, ..psi("inactive") },
        psi("room!.*!"),
    ]
}
