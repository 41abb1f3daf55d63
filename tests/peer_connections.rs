//! DB-1: connections of a node over real sockets on loopback: capabilities, watchdog, disconnect, election, requests in both directions.

// Helpers of tests fail as loudly as the tests themselves.
#![allow(clippy::unwrap_used, clippy::panic)]

mod peer_support;

use innkeeper::{
    diameter::{
        codec::{ResultCode, Writer},
        dictionary::base::Outcome,
        peer::{PeerConfig, PeerTable},
        transport::{Client, ClientError, Direction, Outgoing, RequestError, Side},
    },
    types::Lsn,
};
use peer_support::*;
use std::{sync::atomic::Ordering, time::Duration};
use tokio::io::AsyncWriteExt;

fn outgoing(host: &str) -> Outgoing {
    outgoing_within(host, Duration::from_secs(20))
}

fn outgoing_within(host: &str, time: Duration) -> Outgoing {
    Outgoing::new(host, CX.id, AT_ONCE, time, |out, header| {
        let mut writer = Writer::new(out, header);
        writer.put(&SESSION_ID, "n;1;1").put(&ORIGIN_HOST, HSS).put(&ORIGIN_REALM, REALM);
        writer.finish();
    })
}

#[tokio::test]
async fn db_1_a_peer_connects_asks_and_says_goodbye() {
    let bench = Bench::lab().await;
    let mut peer = bench.peer("PEER.example.org").await;
    peer.send(&request(AT_ONCE, 7)).await;
    let answer = peer.receive().await.unwrap();
    assert_eq!((result(&answer), answer.header.hop_by_hop, answer.header.end_to_end), (2001, 7, 7));
    peer.send(&dwr(8)).await;
    assert_eq!(result(&peer.receive().await.unwrap()), 2001);
    let status = &bench.node.peers()[0];
    assert_eq!((&*status.identity, status.state, status.watchdog), ("peer.example.org", "R-Open", "OKAY"));
    assert_eq!((status.side, &status.applications[..]), (Some(Side::Responder), &[CX.id][..]));
    peer.send(&dpr(9)).await;
    assert_eq!(result(&peer.receive().await.unwrap()), 2001);
    drop(peer);
    bench.until(|bench| bench.node.peers().is_empty()).await;
    let done = bench.seen.done.lock().unwrap().clone();
    assert_eq!(done.len(), 1);
    assert_eq!(
        (done[0].command, done[0].direction, done[0].result),
        (AT_ONCE, Direction::In, Some(Outcome::SUCCESS))
    );
}

#[tokio::test]
async fn db_1_capabilities_that_will_not_do_are_refused_with_the_code_that_says_why_and_closed() {
    let bench = Bench::start(HSS, |config| {
        config.peers = PeerTable::new([known("peer.example.org")], false).unwrap();
    })
    .await;
    let cases = [
        (cer("peer.example.org", REALM, &[99]), 5010),
        (cer("stranger.example.org", REALM, &[CX.id]), 3010),
        (cer("peer.example.org", "other.example", &[CX.id]), 3010),
        (cer(HSS, REALM, &[CX.id]), 3010),
        (cer("", REALM, &[CX.id]), 5005),
        (cer("not an identity", REALM, &[CX.id]), 5004),
    ];
    for (cer, code) in cases {
        let mut peer = bench.stranger().await;
        peer.send(&cer).await;
        let cea = peer.receive().await.unwrap();
        assert_eq!((cea.header.code, result(&cea)), (257, code));
        assert!(peer.receive().await.is_none(), "closed after {code}");
    }
    let mut peer = bench.stranger().await;
    peer.send(&cer("peer.example.org", REALM, &[0xffff_ffff])).await;
    assert_eq!(result(&peer.receive().await.unwrap()), 2001, "a relay has everything in common");
}

/// Source address, applications and realms are each peer's own.
#[tokio::test]
async fn db_1_what_a_peer_may_do_is_its_own() {
    let bench = Bench::start(HSS, |config| {
        let elsewhere =
            PeerConfig { addresses: vec!["192.0.2.0/24".parse().unwrap()], ..known("elsewhere.example.org") };
        let charging = PeerConfig { applications: vec![4], ..known("charging.example.org") };
        let agent = PeerConfig { realms: vec!["brought.example".into()], ..known("agent.example.org") };
        config.peers = PeerTable::new([elsewhere, charging, agent], false).unwrap();
    })
    .await;
    for (host, code) in [("elsewhere.example.org", 3010), ("charging.example.org", 5010)] {
        let mut peer = bench.stranger().await;
        peer.send(&cer(host, REALM, &[CX.id, 4])).await;
        assert_eq!(result(&peer.receive().await.unwrap()), code, "{host}");
        assert!(peer.receive().await.is_none());
    }
    let mut agent = bench.peer("agent.example.org").await;
    let of = |realm: &'static str, id| {
        write(header(0xc0, AT_ONCE, CX.id, id), |writer| {
            writer.put(&SESSION_ID, "s;1;1").put(&ORIGIN_HOST, "scscf").put(&ORIGIN_REALM, realm);
        })
    };
    for (realm, code) in [("brought.example", 2001), (REALM, 2001), ("forged.example", 5003)] {
        agent.send(&of(realm, 1)).await;
        assert_eq!(result(&agent.receive().await.unwrap()), code, "{realm}");
    }
}

/// A peer that is dialled and hangs up, before or after it answered, is dialled again; once it stays, requests go both ways.
#[tokio::test]
async fn db_1_a_dialled_peer_is_dialled_until_it_stays() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let bench = Bench::start(HSS, |config| {
        let peer = PeerConfig { connect: Some(address), ..known("scscf.example.org") };
        config.peers = PeerTable::new([peer], false).unwrap();
        config.timers.reconnect_first = Duration::from_millis(5);
        config.timers.reconnect_last = Duration::from_millis(20);
    })
    .await;
    let accept = || async {
        let (stream, _) = listener.accept().await.unwrap();
        BarePeer { stream, read: bytes::BytesMut::new() }
    };
    drop(accept().await);
    let mut refusing = accept().await;
    assert_eq!(refusing.receive().await.unwrap().header.code, 257);
    drop(refusing);
    let cea = |cer: &innkeeper::diameter::codec::Message| {
        let mut out = bytes::BytesMut::new();
        let mut writer = Writer::answer(&mut out, &cer.header);
        writer.put(&RESULT_CODE, ResultCode::SUCCESS).put(&ORIGIN_HOST, "scscf.example.org");
        writer.put(&ORIGIN_REALM, REALM).put(&AUTH_APPLICATION_ID, CX.id);
        writer.finish();
        out
    };
    for round in 0..3 {
        let mut peer = accept().await;
        let cer = peer.receive().await.unwrap();
        peer.send(&cea(&cer)).await;
        bench.until(|bench| bench.node.is_connected("scscf.example.org")).await;
        peer.send(&request(AT_ONCE, 7)).await;
        let mut asked = None;
        if round == 2 {
            let node = bench.node.clone();
            asked = Some(tokio::spawn(async move { node.request(outgoing("scscf.example.org")).await }));
        }
        // After a failure the watchdog is in REOPEN, and asks first.
        let (mut answered, mut questioned) = (false, asked.is_none());
        while !answered || !questioned {
            let message = peer.receive().await.unwrap();
            match (message.header.code, message.header.is_request()) {
                (AT_ONCE, false) => answered = result(&message) == 2001,
                (AT_ONCE, true) => {
                    peer.send(&answer(&message)).await;
                    questioned = true;
                }
                _ => peer.send(&answer(&message)).await,
            }
        }
        if let Some(asked) = asked {
            assert_eq!(result(&asked.await.unwrap().unwrap()), 2001);
            assert_eq!(bench.node.peers()[0].side, Some(Side::Initiator));
        }
    }
}

#[tokio::test]
async fn db_1_anything_before_the_cer_closes() {
    let bench = Bench::lab().await;
    for first in [request(AT_ONCE, 1), dwr(1), dpr(1)] {
        let mut peer = bench.stranger().await;
        peer.send(&first).await;
        assert!(peer.receive().await.is_none());
    }
    assert_eq!(bench.service.requests.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn db_1_base_errors_are_answered_and_the_connection_lives() {
    let bench = Bench::lab().await;
    let mut peer = bench.peer("peer.example.org").await;
    let cases = [
        (request_of(CX.id + 1, AT_ONCE, 1, |_| {}), 3007),
        (request(399, 2), 3001),
        (request_of(CX.id, AT_ONCE, 3, |w| _ = w.put(&DESTINATION_REALM, "foreign.example")), 3003),
        (request_of(CX.id, AT_ONCE, 4, |w| _ = w.put(&DESTINATION_HOST, "hss9.example.org")), 3002),
        (request_of(CX.id, AT_ONCE, 5, |w| _ = w.put(&avp("Route-Record", 282), HSS)), 3005),
        (request(PANICS, 6), 5012),
        (request(AT_ONCE, 7), 2001),
    ];
    for (id, (request, code)) in (1..).zip(cases) {
        peer.send(&request).await;
        let answer = peer.receive().await.unwrap();
        assert_eq!((result(&answer), answer.header.hop_by_hop), (code, id));
    }
    assert!(bench.events().contains(&"panic in 303".to_owned()));
}

#[tokio::test]
async fn db_1_a_silent_peer_is_probed_and_closed_and_an_answering_one_stays() {
    let bench = Bench::start(HSS, |config| config.timers = short_timers()).await;
    let mut silent = bench.peer("silent.example.org").await;
    assert_eq!(silent.receive().await.unwrap().header.code, 280, "a DWR");
    assert!(silent.receive().await.is_none(), "closed");
    let down = |events: &[String]| {
        events.iter().any(|event| event.starts_with("down silent.example.org: the watchdog"))
    };
    bench.until(|bench| down(&bench.events())).await;
    let mut alive = bench.peer("alive.example.org").await;
    for _ in 0..5 {
        let dwr = alive.receive().await.unwrap();
        assert_eq!(dwr.header.code, 280);
        alive.send(&answer(&dwr)).await;
    }
    assert!(bench.node.is_connected("alive.example.org"));
}

#[tokio::test]
async fn db_1_a_peer_that_failed_comes_back_through_reopen() {
    let bench = Bench::lab().await;
    drop(bench.peer("peer.example.org").await);
    bench.until(|bench| bench.node.peers().is_empty()).await;
    let mut peer = bench.peer("peer.example.org").await;
    assert_eq!(peer.receive().await.unwrap().header.code, 280, "REOPEN begins with a DWR");
    assert_eq!(bench.node.peers()[0].watchdog, "REOPEN");
    peer.send(&request(AT_ONCE, 1)).await;
    assert_eq!(result(&peer.receive().await.unwrap()), 2001, "its requests are answered all the same");
}

#[tokio::test]
async fn db_1_two_nodes_that_dial_each_other_end_with_one_connection_and_ask_each_other() {
    let reserve = || std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for round in 0..4 {
        let (one, other) = (reserve(), reserve());
        let node = |host: &'static str, own, peer: &'static str, at: std::net::SocketAddr| {
            Bench::start(host, move |config| {
                config.listen = vec![own];
                let mut peer = known(peer);
                peer.connect = Some(at.to_string());
                config.peers = PeerTable::new([peer], false).unwrap();
                config.timers.reconnect_first = Duration::from_millis(20);
                config.timers.reconnect_last = Duration::from_millis(50);
            })
        };
        let (a, b) = (
            node("a.example.org", one, "b.example.org", other),
            node("b.example.org", other, "a.example.org", one),
        );
        let (a, b) = if round % 2 == 0 { tokio::join!(a, b) } else { (a.await, b.await) };
        let both = || a.node.is_connected("b.example.org") && b.node.is_connected("a.example.org");
        until(both).await;
        // Over whichever connection survived, and whoever opened it.
        let to_b = ask_until_answered(&a, "b.example.org").await;
        let to_a = ask_until_answered(&b, "a.example.org").await;
        assert_eq!((to_b, to_a), (2001, 2001));
        let open =
            |bench: &Bench| bench.node.peers().iter().filter(|peer| peer.state.ends_with("Open")).count();
        until(|| open(&a) == 1 && open(&b) == 1).await;
    }
}

/// While an election runs, a request may be lost with the losing connection.
async fn ask_until_answered(bench: &Bench, host: &str) -> u32 {
    for _ in 0..200 {
        match bench.node.request(outgoing(host)).await {
            Ok(answer) => return result(&answer),
            Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
    panic!("{host} never answered");
}

#[tokio::test]
async fn db_1_requests_of_ours_go_over_a_connection_that_the_peer_opened() {
    let bench = Bench::lab().await;
    let mut peer = bench.peer("scscf.example.org").await;
    let node = bench.node.clone();
    let asked = tokio::spawn(async move { node.request(outgoing("SCSCF.example.org")).await });
    let question = peer.receive().await.unwrap();
    assert!(question.header.is_request() && question.header.code == AT_ONCE);
    peer.send(&answer(&question)).await;
    assert_eq!(result(&asked.await.unwrap().unwrap()), 2001);
    bench
        .until(|bench| bench.seen.done.lock().unwrap().iter().any(|done| done.direction == Direction::Out))
        .await;
}

#[tokio::test]
async fn requests_of_ours_that_cannot_be_answered_say_why() {
    let bench = Bench::lab().await;
    let ask = |host: &'static str, time| bench.node.request(outgoing_within(host, time));
    let long = Duration::from_secs(20);
    assert_eq!(
        ask("nobody.example.org", long).await.unwrap_err(),
        RequestError::NotConnected("nobody.example.org".into())
    );
    let mut peer = bench.peer("scscf.example.org").await;
    let error = ask("scscf.example.org", Duration::from_millis(30)).await.unwrap_err();
    assert_eq!(error, RequestError::Timeout("scscf.example.org".into()));
    let late = peer.receive().await.unwrap();
    peer.send(&answer(&late)).await;
    bench.until(|bench| bench.node.peers()[0].traffic.stray_answers == 1).await;
    let (lost, ()) = tokio::join!(ask("scscf.example.org", long), async {
        peer.receive().await.unwrap();
        drop(peer);
    });
    assert_eq!(lost.unwrap_err(), RequestError::ConnectionLost("scscf.example.org".into()));
}

/// ST-2: an answer leaves when what it shows is durable, and not before; others pass it meanwhile.
#[tokio::test]
async fn answers_are_held_until_their_lsn_is_durable() {
    let bench = Bench::lab().await;
    let mut peer = bench.peer("peer.example.org").await;
    peer.send(&[&request(HELD, 1)[..], &request(AT_ONCE, 2), &request(HELD, 3)].concat()).await;
    assert_eq!(peer.receive().await.unwrap().header.hop_by_hop, 2);
    bench.until(|bench| bench.node.peers()[0].traffic.held == 2).await;
    bench.service.durable.advance(Lsn(1));
    assert_eq!(peer.receive().await.unwrap().header.hop_by_hop, 1);
    assert_eq!(peer.receive().await.unwrap().header.hop_by_hop, 3);
}

/// A client that shuts its side after its last request, as a script does, still hears the answers to all that it asked.
#[tokio::test]
async fn a_peer_that_has_nothing_more_to_say_still_gets_its_answers() {
    let bench = Bench::lab().await;
    let mut peer = bench.peer("peer.example.org").await;
    peer.send(&[&request(HELD, 1)[..], &request(LATER, 2), &request(AT_ONCE, 3)].concat()).await;
    peer.stream.shutdown().await.unwrap();
    assert_eq!(peer.receive().await.unwrap().header.hop_by_hop, 3);
    let closed = |bench: &Bench| bench.events().iter().any(|event| event.contains("the peer closed it"));
    bench.until(closed).await;
    bench.service.durable.advance(Lsn(1));
    assert_eq!(peer.receive().await.unwrap().header.hop_by_hop, 1);
    bench.service.later.lock().unwrap().pop().unwrap().send(()).unwrap();
    assert_eq!(peer.receive().await.unwrap().header.hop_by_hop, 2);
    assert!(peer.receive().await.is_none());
    bench.until(|bench| bench.node.peers().is_empty()).await;
}

/// A peer that is gone altogether takes no answers: nothing waits for it.
#[tokio::test]
async fn a_peer_that_is_gone_is_not_waited_for() {
    let bench = Bench::lab().await;
    let mut peer = bench.peer("peer.example.org").await;
    peer.send(&request(AT_ONCE, 1)).await;
    peer.receive().await.unwrap();
    drop(peer);
    bench.until(|bench| bench.node.peers().is_empty()).await;
}

#[tokio::test]
async fn answers_that_come_later_do_not_keep_others_waiting() {
    let bench = Bench::lab().await;
    let mut peer = bench.peer("peer.example.org").await;
    peer.send(&[&request(LATER, 1)[..], &request(AT_ONCE, 2)].concat()).await;
    assert_eq!(peer.receive().await.unwrap().header.hop_by_hop, 2);
    bench.service.later.lock().unwrap().pop().unwrap().send(()).unwrap();
    assert_eq!(peer.receive().await.unwrap().header.hop_by_hop, 1);
    peer.send(&request(LATER, 3)).await;
    bench.until(|bench| !bench.service.later.lock().unwrap().is_empty()).await;
    bench.service.later.lock().unwrap().clear();
    assert_eq!(result(&peer.receive().await.unwrap()), 5012, "a future that panics is answered too");
}

#[tokio::test]
async fn a_retransmitted_request_that_was_here_before_is_counted() {
    let bench = Bench::lab().await;
    let mut peer = bench.peer("peer.example.org").await;
    for flags in [0xc0, 0xd0] {
        let again =
            write(header(flags, AT_ONCE, CX.id, 77), |w| _ = w.put(&ORIGIN_HOST, "origin.example.org"));
        peer.send(&again).await;
        assert_eq!(result(&peer.receive().await.unwrap()), 2001, "and answered the same way");
    }
    assert_eq!(bench.events().iter().filter(|event| *event == "duplicate from peer.example.org").count(), 1);
}

#[tokio::test]
async fn a_second_connection_of_one_identity_is_turned_away_unless_instances_are_configured() {
    let bench = Bench::start(HSS, |config| {
        let twice = PeerConfig { connections: 2, ..known("twice.example.org") };
        config.peers = PeerTable::new([known("once.example.org"), twice], false).unwrap();
    })
    .await;
    let mut first = bench.peer("once.example.org").await;
    let mut second = bench.stranger().await;
    second.send(&cer("once.example.org", REALM, &[CX.id])).await;
    assert_eq!(result(&second.receive().await.unwrap()), 5012);
    assert!(second.receive().await.is_none());
    assert_eq!(first.receive().await.unwrap().header.code, 280, "the first one is asked whether it lives");
    let _both = (bench.peer("twice.example.org").await, bench.peer("twice.example.org").await);
}

#[tokio::test]
async fn draining_says_goodbye_and_lets_answers_out() {
    let bench = Bench::lab().await;
    let mut peer = bench.peer("peer.example.org").await;
    peer.send(&request(HELD, 1)).await;
    bench.until(|bench| bench.node.peers()[0].traffic.held == 1).await;
    let node = bench.node.clone();
    let drained = tokio::spawn(async move { node.drain(Duration::from_secs(20)).await });
    let dpr = peer.receive().await.unwrap();
    assert_eq!((dpr.header.code, dpr.header.is_request()), (282, true));
    peer.send(&request(AT_ONCE, 2)).await;
    assert_eq!(peer.receive().await.unwrap().header.hop_by_hop, 2, "what was in flight is answered");
    peer.send(&answer(&dpr)).await;
    bench.service.durable.advance(Lsn(9));
    assert_eq!(peer.receive().await.unwrap().header.hop_by_hop, 1);
    assert!(peer.receive().await.is_none());
    drop(peer);
    drained.await.unwrap();
    assert!(tokio::net::TcpStream::connect(bench.address()).await.is_err(), "nobody listens any more");
}

#[tokio::test]
async fn a_drain_that_takes_too_long_closes() {
    let bench = Bench::lab().await;
    let mut peer = bench.peer("peer.example.org").await;
    let _silent = bench.stranger().await;
    bench.node.drain(Duration::from_millis(50)).await;
    assert_eq!(peer.receive().await.unwrap().header.code, 282);
    assert!(peer.receive().await.is_none());
}

#[tokio::test]
async fn a_reloaded_table_disconnects_who_is_gone_and_lets_in_who_is_new() {
    let bench = Bench::start(HSS, |config| {
        config.peers = PeerTable::new([known("old.example.org"), known("stays.example.org")], false).unwrap();
    })
    .await;
    let (mut old, mut stays) = (bench.peer("old.example.org").await, bench.peer("stays.example.org").await);
    bench.node.reload(PeerTable::new([known("new.example.org"), known("stays.example.org")], false).unwrap());
    assert_eq!(old.receive().await.unwrap().header.code, 282);
    bench.peer("new.example.org").await;
    stays.send(&request(AT_ONCE, 1)).await;
    assert_eq!(result(&stays.receive().await.unwrap()), 2001);
    let closed: Vec<_> =
        bench.node.peers().iter().map(|peer| (peer.identity.to_string(), peer.state)).collect();
    assert!(closed.contains(&("stays.example.org".into(), "R-Open")), "{closed:?}");
}

#[tokio::test]
async fn a_client_calls_in_batches_and_hears_why_it_is_refused() {
    let bench = Bench::start(HSS, |config| {
        config.peers = PeerTable::new([known("client.example.org")], false).unwrap();
    })
    .await;
    match Client::connect(bench.address(), client_config("stranger.example.org")).await {
        Err(ClientError::Refused(_, reason, code)) => {
            assert_eq!(code, ResultCode::UNKNOWN_PEER);
            assert!(reason.contains("peer stranger.example.org at 127.0.0.1 is not configured"), "{reason}");
        }
        other => panic!("not refused: {other:?}"),
    }
    let mut client = bench.client("client.example.org").await;
    assert_eq!(result(&client.call(&request(AT_ONCE, 1)).await.unwrap()), 2001);
    let mut batch = bytes::BytesMut::new();
    for id in 0..5000 {
        batch.extend_from_slice(&request(AT_ONCE, id));
    }
    client.send_batch(&mut batch).unwrap();
    let mut ids = Vec::new();
    while ids.len() < 5000 {
        client.read_answers(|header, _| ids.push(header.hop_by_hop)).await.unwrap();
    }
    assert!(ids.iter().copied().eq(0..5000), "each once, in order");
    client.close().await;
    bench.until(|bench| !bench.node.is_connected("client.example.org")).await;
}

#[tokio::test]
async fn listeners_of_both_families_stand_side_by_side() {
    let bench = Bench::start(HSS, |config| {
        config.listen = vec!["127.0.0.1:0".parse().unwrap(), "[::1]:0".parse().unwrap()];
    })
    .await;
    for address in bench.node.local_addresses() {
        let client = Client::connect(*address, client_config(&format!("c{}.example.org", address.port())))
            .await
            .unwrap();
        assert_eq!(client.peer().unwrap().host.as_str(), HSS);
    }
}
