//! What holds for a charging gateway whatever is sent to it over GTP′.

use innkeeper::gtp::prime::{
    Client, Collector,
    codec::{Header, Message, Transfer, cause, decode, encode, length},
};
use std::collections::BTreeSet;

/// Messages, each with an octet for its client and its length before it. What is read is written and read back as it was; an answer is a message of the same number, which
/// nobody answers; a packet counts once; and by its entries a gateway is as it was.
pub fn gtp_prime(data: &[u8]) {
    let (mut collector, mut again, mut rest) = (Collector::new(1), Collector::new(1), data);
    let mut counted = BTreeSet::new();
    while let Some((&[client, high, low], behind)) = rest.split_first_chunk::<3>() {
        let long = usize::from(u16::from_be_bytes([high, low])).min(behind.len());
        let (message, behind) = behind.split_at(long);
        rest = behind;
        let client = Client::from(char::from(b'a' + client % 3));
        read_back(message);
        let turn = collector.message(&client, message);
        for entry in &turn.entries {
            again.replay(entry);
            if let innkeeper::gtp::prime::Entry::Restarted { client, .. } = entry {
                counted.retain(|(known, _)| known != client);
            }
            if let innkeeper::gtp::prime::Entry::Accepted { client, sequence, .. } = entry {
                assert!(counted.insert((client.clone(), *sequence)), "it counts twice");
            }
        }
        assert_eq!(collector.held(), again.held());
        if turn.answer.is_empty() {
            continue;
        }
        let (header, answer) = decode(&turn.answer);
        let answer = answer.expect("an answer is a message");
        assert_eq!(header.map(|header| header.sequence), decode(message).0.map(|header| header.sequence));
        assert_eq!(length(&turn.answer), Ok(Some(turn.answer.len())));
        // A version that nobody knows is answered by one that everybody does.
        assert!(collector.message("other", &turn.answer).answer.is_empty(), "{answer:?} is answered");
        // Asked once more, a packet does not count once more.
        if matches!(decode(message).1, Ok(Message::TransferRequest(Transfer::Send(_)))) {
            let repeated = collector.message(&client, message);
            assert!(repeated.entries.is_empty());
        }
        let Message::TransferResponse(told, _) = answer else { continue };
        assert!(told >= cause::ACCEPTED);
    }
}

fn read_back(octets: &[u8]) {
    let (Some(header), Ok(message)) = decode(octets) else { return };
    let mut out = bytes::BytesMut::new();
    encode(Header { sequence: header.sequence, ..Header::new(0) }, &message, &mut out);
    assert_eq!(decode(&out).1, Ok(message));
}

/// Every message by itself, and a packet's life at two clients.
pub fn seeds() -> Vec<Vec<u8>> {
    let record: &[u8] = &[0xbf, 0x3f, 1, 0];
    let node = "192.0.2.1".parse().expect("an address");
    let all = [
        Message::EchoRequest,
        Message::EchoResponse(1),
        Message::EchoResponse(2),
        Message::NodeAliveRequest(vec![node]),
        Message::RedirectionRequest(cause::GOING_DOWN, vec![node]),
        Message::TransferRequest(Transfer::Send(vec![record, record])),
        Message::TransferRequest(Transfer::Send(Vec::new())),
        Message::TransferRequest(Transfer::SendPossiblyDuplicated(vec![record])),
        Message::TransferRequest(Transfer::Cancel(vec![1])),
        Message::TransferRequest(Transfer::Release(vec![1, 2])),
        Message::TransferResponse(cause::ACCEPTED, vec![1]),
    ];
    let octets = |client: u8, message: &Message<'_>| {
        let mut out = bytes::BytesMut::new();
        encode(Header::new(1), message, &mut out);
        let length = u16::try_from(out.len()).expect("short").to_be_bytes();
        [&[client][..], &length, &out].concat()
    };
    let mut seeds: Vec<_> = all.iter().map(|message| octets(0, message)).collect();
    seeds.push(
        (0..2).flat_map(|client| all.iter().flat_map(move |message| octets(client, message))).collect(),
    );
    seeds
}
