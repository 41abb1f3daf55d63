//! Octets as the specification has them, what is wrong with some, and whatever else arrives.

use super::*;
use bytes::BytesMut;
use proptest::prelude::*;

fn octets(header: Header, message: &Message<'_>) -> BytesMut {
    let mut out = BytesMut::new();
    encode(header, message, &mut out);
    out
}

#[test]
fn vc_7_a_transfer_has_its_octets_where_the_specification_has_them() {
    let message = Message::TransferRequest(Transfer::Send(vec![&[0xbf, 0x3f], &[0xaa]]));
    let expected = [
        &[0x4e, 240, 0, 16, 0x12, 0x34][..],
        &[126, 1, 252, 0, 11],
        &[2, 1, 0x1f, 6, 0, 2, 0xbf, 0x3f, 0, 1, 0xaa],
    ];
    let whole = octets(Header::new(0x1234), &message);
    assert_eq!(whole, expected.concat());
    let (beside, each) = PACKET_OVERHEAD;
    assert_eq!(whole.len(), beside + 2 * each + 3);
    assert_eq!(length(&whole), Ok(Some(whole.len())));
    assert_eq!(length(&whole[..3]), Ok(None));
    let response = Message::TransferResponse(cause::ACCEPTED, vec![1, 0x1234]);
    assert_eq!(
        octets(Header::new(7), &response),
        [&[0x4e, 241, 0, 9, 0, 7, 1, 128, 253, 0, 4, 0, 1, 0x12, 0x34][..]].concat()
    );
}

#[test]
fn vc_7_every_version_is_read_and_answered_in_kind() {
    let long = Header { version: 0, long: true, sequence: 9 };
    let whole = octets(long, &Message::EchoResponse(3));
    assert_eq!((whole[0], whole.len(), length(&whole)), (0x0e, 22, Ok(Some(22))));
    assert_eq!(decode(&whole), (Some(long), Ok(Message::EchoResponse(3))));
    for version in 0..=2 {
        let header = Header { version, long: false, sequence: 1 };
        assert_eq!(decode(&octets(header, &Message::EchoRequest)), (Some(header), Ok(Message::EchoRequest)));
    }
    assert_eq!(decode(&[0x6e, 1, 0, 0, 0, 5]).1, Err(Fault::Version(3)));
    // GTP itself, and nothing.
    assert_eq!(decode(&[0x32, 1, 0, 0, 0, 5]), (None, Err(Fault::Foreign)));
    assert_eq!(decode(&[0x4e, 1, 0]), (None, Err(Fault::Foreign)));
}

#[test]
fn vc_7_what_is_wrong_with_a_message_is_answered_by_its_cause() {
    for (kind, body, expected) in [
        (240, &[][..], cause::MISSING),
        (240, &[126, 1], cause::MISSING),
        (240, &[126, 9, 252, 0, 0], cause::INCORRECT),
        (240, &[126, 3, 250, 0, 3, 0, 1, 2], cause::INCORRECT),
        (240, &[126, 4, 250, 0, 2, 0, 1], cause::MISSING),
        (240, &[126, 1, 252, 0, 4, 1, 2, 0, 0], cause::UNREADABLE_RECORD),
        (240, &[126, 1, 252, 0, 6, 1, 1, 0, 0, 0, 9], cause::INCORRECT),
        (240, &[126, 1, 252, 0, 9], cause::INVALID),
        (240, &[99, 1], cause::INVALID),
        (241, &[1, 128], cause::MISSING),
        (2, &[], cause::MISSING),
        (6, &[], cause::MISSING),
        (4, &[251, 0, 3, 1, 2, 3], cause::INCORRECT),
        (77, &[], cause::INVALID),
    ] {
        let header = [0x4e, kind, 0, body.len() as u8, 0, 1];
        let found = decode(&[&header, body].concat()).1.unwrap_err();
        assert_eq!(found, Fault::Refused(kind, expected), "{kind} {body:?}");
    }
    // What is not known is read over; a datagram may have a tail.
    let padded = [0x4e, 1, 0, 4, 0, 1, 255, 0, 1, 7, 0xde, 0xad];
    assert_eq!(decode(&padded).1, Ok(Message::EchoRequest));
}

fn a_message() -> impl Strategy<Value = (Vec<Vec<u8>>, u8, Vec<u16>, Vec<IpAddr>)> {
    let records = prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 0..5);
    (
        records,
        any::<u8>(),
        prop::collection::vec(any::<u16>(), 1..5),
        prop::collection::vec(any::<IpAddr>(), 0..3),
    )
}

proptest! {
    #[test]
    fn vc_7_what_is_written_is_read_back((records, number, numbers, nodes) in a_message(), sequence: u16) {
        let records: Vec<&[u8]> = records.iter().map(Vec::as_slice).collect();
        let all = [
            Message::EchoResponse(number),
            Message::NodeAliveRequest(nodes.clone()),
            Message::NodeAliveResponse,
            Message::RedirectionRequest(number, nodes),
            Message::RedirectionResponse(number),
            Message::TransferRequest(Transfer::Send(records.clone())),
            Message::TransferRequest(Transfer::SendPossiblyDuplicated(records)),
            Message::TransferRequest(Transfer::Cancel(numbers.clone())),
            Message::TransferRequest(Transfer::Release(numbers.clone())),
            Message::TransferResponse(number, numbers),
        ];
        for message in all {
            let header = Header::new(sequence);
            let octets = octets(header, &message);
            prop_assert_eq!(decode(&octets), (Some(header), Ok(message)));
        }
    }

    #[test]
    fn vc_7_nothing_that_arrives_is_too_much(octets in prop::collection::vec(any::<u8>(), 0..80)) {
        let _ = (decode(&octets), length(&octets));
        let mut ours = octets;
        if let [first, kind, ..] = &mut ours[..] {
            (*first, *kind) = (0x4e, if *kind & 1 == 0 { 240 } else { *kind });
        }
        let _ = decode(&ours);
    }
}
