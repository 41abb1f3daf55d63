//! What a Cx request costs from octets to octets, without sockets: `cargo bench --bench cx`.
#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark")]

#[path = "../tests/hss_common/mod.rs"]
mod hss_common;

use bytes::BytesMut;
use criterion::{Criterion, criterion_group, criterion_main};
use hss_common::*;
use innkeeper::{
    diameter::{
        From, Service,
        codec::Message,
        dictionary::{base::AuthSessionState, cx::*},
    },
    interfaces::{
        cx::Cx,
        shared::{Desk, Nobody, Origin},
    },
};
use std::sync::Arc;

fn cx(criterion: &mut Criterion) {
    let bench = Bench::new();
    bench.set("001:1R@A");
    let origin = Origin { host: "hss.ims.example".into(), realm: REALM.into() };
    let cx = Cx::new(Arc::new(Desk::new(
        bench.desk.hss.load_full(),
        bench.store.clone(),
        Arc::clone(&bench.vault),
        origin,
        Box::new(Nobody),
    )));
    let (volte, from) = (impi("001"), From { host: "a.ims.example".into(), realm: REALM.into() });
    let item = SipAuthDataItem { sip_authentication_scheme: Some("unknown"), ..Default::default() };
    let requests = [
        (
            "UAR, registered",
            request!(UserAuthorizationRequest {
                user_name: &volte,
                public_identity: "sip:volte@ims.example",
                visited_network_identifier: b"home.example"
            }),
        ),
        (
            "UAR, unknown user",
            request!(UserAuthorizationRequest {
                user_name: "1@x",
                public_identity: "sip:volte@ims.example",
                visited_network_identifier: b"home.example"
            }),
        ),
        ("LIR, registered", request!(LocationInfoRequest { public_identity: "sip:volte@ims.example" })),
        ("LIR, not registered", request!(LocationInfoRequest { public_identity: "sip:rcs@ims.example" })),
        (
            "SAR, again, with profile",
            request!(ServerAssignmentRequest {
                user_name: Some(&volte),
                public_identity: vec!["sip:volte@ims.example"],
                server_name: "sip:a.ims.example:6060",
                server_assignment_type: ServerAssignmentType::REGISTRATION
            }),
        ),
        (
            "MAR, registered",
            request!(MultimediaAuthRequest {
                user_name: &volte,
                public_identity: "sip:volte@ims.example",
                server_name: "sip:a.ims.example:6060",
                sip_number_auth_items: 1,
                sip_auth_data_item: item.clone()
            }),
        ),
    ];
    let mut out = BytesMut::with_capacity(1 << 16);
    for (name, request) in requests {
        let message = Message::parse(request.freeze()).unwrap();
        criterion.bench_function(name, |bencher| {
            bencher.iter(|| {
                out.clear();
                cx.request(&from, &message, &mut out)
            });
        });
    }
}

criterion_group!(benches, cx);
criterion_main!(benches);
