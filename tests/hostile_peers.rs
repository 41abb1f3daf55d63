//! DB-6: whatever a peer sends, or does not, gets the specified result code or a closed connection, in bounded memory, and other
//! peers do not notice.

mod peer_support;

use bytes::BytesMut;
use innkeeper::diameter::{
    codec::Message,
    peer::{PeerTable, limits},
};
use peer_support::*;
use std::{
    io::Write,
    sync::{Arc, Mutex, atomic::Ordering},
    time::Duration,
};
use tokio::io::AsyncWriteExt;

async fn hasty() -> Bench {
    Bench::start(HSS, |config| {
        config.timers = short_timers();
        config.timers.tw = Duration::from_secs(30);
    })
    .await
}

/// The node still answers others.
async fn unaffected(bench: &Bench) {
    let mut peer = bench.peer("bystander.example.org").await;
    peer.send(&request(AT_ONCE, 1)).await;
    assert_eq!(result(&peer.receive_alive().await.unwrap()), 2001);
    peer.send(&dpr(2)).await;
    while peer.receive().await.is_some_and(|message| message.header.code != 282) {}
    drop(peer);
    bench.until(|bench| !bench.node.is_connected("bystander.example.org")).await;
}

#[tokio::test]
async fn db_6_silent_and_half_open_connections_are_closed_in_time() {
    let bench = hasty().await;
    let mut silent = bench.stranger().await;
    assert!(silent.receive().await.is_none(), "no CER");
    let mut half = bench.stranger().await;
    half.send(&cer("half.example.org", REALM, &[CX.id])[..30]).await;
    assert!(half.receive().await.is_none(), "half a CER");
    let mut open = bench.peer("open.example.org").await;
    open.send(&request(AT_ONCE, 1)[..21]).await;
    assert!(open.receive().await.is_none(), "half a request");
    let mut shut = bench.stranger().await;
    shut.stream.shutdown().await.unwrap();
    assert!(shut.receive().await.is_none(), "closed on its side");
    bench.until(|bench| bench.node.peers().is_empty()).await;
    unaffected(&bench).await;
}

#[tokio::test]
async fn db_6_octets_that_trickle_do_not_keep_a_connection() {
    let bench = hasty().await;
    let (mut early, mut late) = (bench.stranger().await, bench.peer("late.example.org").await);
    let (cer, asked) = (cer("early.example.org", REALM, &[CX.id]), request(AT_ONCE, 1));
    let mut given = 0;
    while bench.node.peers().iter().any(|peer| peer.address.is_some()) {
        early.send(&cer[given % cer.len()..][..1]).await;
        late.send(&asked[given % asked.len()..][..1]).await;
        given += 1;
        assert!(given < 3000, "it would go on for ever");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!(given < asked.len(), "closed before the message was whole");
    unaffected(&bench).await;
}

#[tokio::test]
async fn db_6_unsound_headers_get_their_code_and_where_the_stream_is_lost_a_close() {
    let bench = Bench::lab().await;
    let sound = request(AT_ONCE, 9);
    let with = |at: usize, value: u8| {
        let mut octets = sound.to_vec();
        octets[at] = value;
        octets
    };
    // Octet, value, code, and whether the connection goes on.
    let cases = [
        (0, 2, 5011, false),
        (3, sound.len() as u8 + 1, 5015, false),
        (3, 16, 5015, false),
        (1, 0xff, 5015, false),
        (4, 0xc1, 5013, true),
        (4, 0xe0, 3008, true),
    ];
    for (case, (at, value, code, lives)) in cases.into_iter().enumerate() {
        let mut peer = bench.peer(&format!("p{case}.example.org")).await;
        peer.send(&with(at, value)).await;
        let answer = peer.receive().await.unwrap();
        assert_eq!((result(&answer), answer.header.hop_by_hop), (code, 9), "octet {at} = {value}");
        if lives {
            peer.send(&request(AT_ONCE, 10)).await;
            assert_eq!(result(&peer.receive().await.unwrap()), 2001);
        } else {
            assert!(peer.receive().await.is_none());
        }
    }
    unaffected(&bench).await;
}

#[tokio::test]
async fn db_6_avps_that_cannot_be_cut_get_5014_with_what_is_at_fault() {
    let bench = Bench::lab().await;
    let mut peer = bench.peer("peer.example.org").await;
    for (id, length) in [(1, 7u8), (2, 200), (3, 0)] {
        let mut octets = request(AT_ONCE, id).to_vec();
        octets[20 + 7] = length; // Session-Id's own length
        peer.send(&octets).await;
        let answer = peer.receive().await.unwrap();
        assert_eq!((result(&answer), answer.header.hop_by_hop), (5014, id), "length {length}");
        let failed =
            answer.avps().find(&avp("Failed-AVP", 279)).unwrap().group().unwrap().next().unwrap().unwrap();
        assert_eq!(failed.code, 263);
    }
    unaffected(&bench).await;
}

#[tokio::test]
async fn db_6_a_message_cut_anywhere_or_changed_anywhere_harms_nobody() {
    let bench = Bench::lab().await;
    let (cer, asked) = (cer("victim.example.org", REALM, &[CX.id]), request(AT_ONCE, 5));
    for cut in 1..cer.len() {
        let mut peer = bench.stranger().await;
        peer.send(&cer[..cut]).await;
        drop(peer);
    }
    let mut random = 0x2545_f491u32;
    for turn in 0..400 {
        let mut peer = bench.stranger().await;
        let mut octets = if turn % 2 == 0 { cer.to_vec() } else { [&cer[..], &asked].concat() };
        for _ in 0..=turn % 5 {
            random ^= random << 13;
            random ^= random >> 17;
            random ^= random << 5;
            let at = random as usize % octets.len();
            octets[at] = (random >> 24) as u8;
        }
        peer.send(&octets).await;
        drop(peer);
    }
    bench.until(|bench| bench.node.peers().iter().all(|peer| peer.address.is_none())).await;
    assert!(!bench.events().iter().any(|event| event.starts_with("panic")));
    unaffected(&bench).await;
}

#[tokio::test]
async fn db_6_random_octets_are_no_message() {
    let bench = Bench::lab().await;
    let mut random = 0x9e37_79b9u32;
    for _ in 0..100 {
        let octets: Vec<u8> = (0..256)
            .map(|_| {
                random ^= random << 13;
                random ^= random >> 17;
                random ^= random << 5;
                random as u8 | 2 // no version 1, so that every one of them is refused at once
            })
            .collect();
        let mut peer = bench.stranger().await;
        peer.send(&octets).await;
        while peer.receive().await.is_some() {}
    }
    unaffected(&bench).await;
}

/// DB-5: the requests of a peer that takes no answers are no longer read; what waits for it is bounded; then it is closed.
#[tokio::test]
async fn db_6_a_peer_that_never_reads_is_bounded_and_then_closed() {
    let bench = Bench::start(HSS, |config| config.timers.stall = Duration::from_millis(300)).await;
    let mut deaf = bench.peer("deaf.example.org").await;
    let flood: Vec<u8> = (0..4000).flat_map(|id| request(LARGE, id).to_vec()).collect();
    let mut written = 0;
    while bench.node.is_connected("deaf.example.org") {
        match tokio::time::timeout(
            Duration::from_millis(20),
            deaf.stream.write(&flood[written % flood.len()..]),
        )
        .await
        {
            Ok(Ok(octets)) => written += octets,
            Ok(Err(_)) => break,
            Err(_) => {}
        }
    }
    bench.until(|bench| bench.events().iter().any(|event| event.ends_with("the peer does not read"))).await;
    let (served, answer) = (bench.service.requests.load(Ordering::Relaxed), 60_080);
    // What the kernel's own buffers take comes on top of OUT_HIGH: some megabytes on loopback, not 240.
    assert!(
        served * answer < limits::OUT_HIGH + 32_000_000,
        "{served} requests were served to a peer that reads nothing"
    );
    unaffected(&bench).await;
}

/// DB-5: while the disk is slow, answers pile up to a limit only.
#[tokio::test]
async fn db_6_held_answers_are_bounded() {
    let bench = Bench::lab().await;
    let mut peer = bench.peer("eager.example.org").await;
    let one = request(HELD, 1);
    let flood: Vec<u8> = std::iter::repeat_n(&one[..], 40_000).flatten().copied().collect();
    let (mut read, mut write) = peer.stream.split();
    let writer = async { write.write_all(&flood).await.unwrap() };
    let reader = async {
        bench.until(|bench| bench.node.peers()[0].traffic.held > 5000).await;
        tokio::time::sleep(Duration::from_millis(50)).await;
        let held = bench.node.peers()[0].traffic.held as usize;
        assert!(held * 80 < limits::HELD_HIGH + limits::READ_BUFFER * 2, "{held} answers held");
        bench.service.durable.advance(innkeeper::types::Lsn(1));
        let (mut count, mut buffer) = (0, BytesMut::new());
        while count < 40_000 {
            tokio::io::AsyncReadExt::read_buf(&mut read, &mut buffer).await.unwrap();
            while let Ok(innkeeper::diameter::codec::Frame::Whole(octets)) =
                innkeeper::diameter::codec::Frame::cut(&mut buffer)
            {
                assert_eq!(result(&Message::parse(octets).unwrap()), 2001);
                count += 1;
            }
        }
    };
    tokio::join!(writer, reader);
}

#[tokio::test]
async fn requests_while_answers_are_under_way_are_bounded() {
    let bench = Bench::lab().await;
    let mut peer = bench.peer("peer.example.org").await;
    let many = limits::LATER + 50;
    let flood: Vec<u8> = (0..many as u32).flat_map(|id| request(LATER, id).to_vec()).collect();
    peer.send(&flood).await;
    bench.until(|bench| bench.service.later.lock().unwrap().len() == limits::LATER).await;
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert_eq!(bench.service.requests.load(Ordering::Relaxed), limits::LATER);
    for answered in 0..many {
        bench.until(|bench| !bench.service.later.lock().unwrap().is_empty()).await;
        bench.service.later.lock().unwrap().pop().unwrap().send(()).unwrap();
        assert_eq!(result(&peer.receive().await.unwrap()), 2001, "{answered}");
    }
}

/// The log of a test.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, octets: &[u8]) -> std::io::Result<usize> {
        Write::write(&mut *self.0.lock().unwrap(), octets)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn an_unknown_peer_is_logged_once_with_the_lines_that_would_let_it_in() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let bench = Bench::start(HSS, |config| config.peers = PeerTable::default()).await;
    for _ in 0..3 {
        let mut peer = bench.stranger().await;
        peer.send(&cer("ICSCF.example.org", REALM, &[CX.id])).await;
        assert_eq!(result(&peer.receive().await.unwrap()), 3010);
    }
    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let lines = "[[diameter.peer]]\nidentity = \"icscf.example.org\"\nrealm = \"example.org\"\naddresses = [\"127.0.0.1\"]";
    assert_eq!(text.matches(lines).count(), 1, "{text}");
    assert_eq!(bench.events().iter().filter(|event| *event == "refused: DIAMETER_UNKNOWN_PEER").count(), 3);
}
