//! What one UAR costs in octets and meanings: `cargo bench --bench codec`.

use bytes::{Bytes, BytesMut};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use innkeeper::diameter::codec::{Frame, Message};
use innkeeper::diameter::dictionary::Tree;
use innkeeper::diameter::dictionary::base::AuthSessionState;
use innkeeper::diameter::dictionary::cx::{
    self, CxResult, LocationInfoRequest, UserAuthorizationAnswer, UserAuthorizationRequest,
};
use std::hint::black_box;

/// As Kamailio sends it.
fn uar() -> Bytes {
    let mut out = BytesMut::new();
    UserAuthorizationRequest {
        session_id: "icscf.mnc010.mcc460.3gppnetwork.org;1234567;89",
        vendor_specific_application_id: cx::VENDOR_SPECIFIC_APPLICATION_ID,
        auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
        origin_host: "icscf.mnc010.mcc460.3gppnetwork.org",
        origin_realm: "mnc010.mcc460.3gppnetwork.org",
        destination_realm: "mnc010.mcc460.3gppnetwork.org",
        user_name: "460011100612345@ims.sic001.mnc010.mcc460.3gppnetwork.org",
        public_identity: "sip:+8618612345678@ims.mnc010.mcc460.3gppnetwork.org",
        visited_network_identifier: b"ims.mnc010.mcc460.3gppnetwork.org",
        ..Default::default()
    }
    .encode(1, 2, &mut out);
    out.freeze()
}

fn lir() -> Bytes {
    let mut out = BytesMut::new();
    LocationInfoRequest {
        session_id: "icscf.mnc010.mcc460.3gppnetwork.org;1234567;89",
        vendor_specific_application_id: cx::VENDOR_SPECIFIC_APPLICATION_ID,
        auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
        origin_host: "icscf.mnc010.mcc460.3gppnetwork.org",
        origin_realm: "mnc010.mcc460.3gppnetwork.org",
        destination_realm: "mnc010.mcc460.3gppnetwork.org",
        public_identity: "sip:+8618612345678@ims.mnc010.mcc460.3gppnetwork.org",
        ..Default::default()
    }
    .encode(1, 2, &mut out);
    out.freeze()
}

fn answer(message: &Message, request: &UserAuthorizationRequest<'_>, out: &mut BytesMut) -> usize {
    UserAuthorizationAnswer {
        session_id: request.session_id,
        vendor_specific_application_id: cx::VENDOR_SPECIFIC_APPLICATION_ID,
        outcome: CxResult::DIAMETER_FIRST_REGISTRATION.into(),
        auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
        origin_host: "hss.mnc010.mcc460.3gppnetwork.org",
        origin_realm: "mnc010.mcc460.3gppnetwork.org",
        server_name: Some("sip:scscf.mnc010.mcc460.3gppnetwork.org:6060"),
        ..Default::default()
    }
    .encode(&message.header, out)
}

fn codec(criterion: &mut Criterion) {
    let bytes = uar();
    let message = Message::parse(bytes.clone()).expect("a message");
    let request = UserAuthorizationRequest::decode(&message).expect("a request");
    let lir = Message::parse(lir()).expect("a message");
    let mut out = BytesMut::with_capacity(4096);

    let mut group = criterion.benchmark_group("codec");
    group.throughput(Throughput::Elements(1));
    group.bench_function("decode UAR", |b| {
        b.iter(|| {
            UserAuthorizationRequest::decode(black_box(&message)).map(|request| request.user_name.len())
        });
    });
    group.bench_function("decode LIR", |b| {
        b.iter(|| LocationInfoRequest::decode(black_box(&lir)).map(|request| request.public_identity.len()));
    });
    group.bench_function("encode UAA", |b| {
        b.iter(|| {
            out.clear();
            answer(black_box(&message), black_box(&request), &mut out)
        });
    });
    group.bench_function("UAR in, UAA out", |b| {
        b.iter(|| {
            out.clear();
            let message = Message::parse(black_box(&bytes).clone()).ok()?;
            let request = UserAuthorizationRequest::decode(&message).ok()?;
            Some(answer(&message, &request, &mut out))
        });
    });
    group.bench_function("cut 64 UAR off a stream", |b| {
        let stream = bytes.repeat(64);
        b.iter(|| {
            let mut buffer = BytesMut::from(&stream[..]);
            let mut count = 0;
            while let Ok(Frame::Whole(message)) = Frame::cut(&mut buffer) {
                count += message.len();
            }
            count
        });
    });
    group.bench_function("tree of UAR", |b| b.iter(|| Tree::of(black_box(&bytes)).to_string().len()));
    group.finish();
}

criterion_group!(benches, codec);
criterion_main!(benches);
