//! What holds for the codec whatever octets come in. Each law takes any octets and panics where it does not hold.

use bytes::{Bytes, BytesMut};
use innkeeper::diameter::codec::{Avp, DecodeError, Frame, Header, Message, Writer};
use innkeeper::diameter::dictionary::{self, Tree, base};

/// A message whose AVPs can all be cut out, written again AVP by AVP, has the same AVPs.
pub fn message(data: &[u8]) {
    let Ok(message) = Message::parse(Bytes::copy_from_slice(data)) else { return };
    let Ok(avps) = message.avps().collect::<Result<Vec<Avp<'_>>, _>>() else { return };
    let mut out = BytesMut::new();
    let mut writer = Writer::new(&mut out, &message.header);
    for avp in &avps {
        writer.raw(avp.raw);
    }
    if writer.finish() == 0 {
        return; // longer than anything that leaves
    }
    let again = Message::parse(out.freeze()).expect("what is written can be read");
    let raw: Vec<&[u8]> = again.avps().map(|avp| avp.expect("an AVP that was one before").raw).collect();
    assert_eq!(raw, avps.iter().map(|avp| avp.raw).collect::<Vec<_>>());
    assert_eq!(Header { length: 0, ..again.header }, Header { length: 0, ..message.header });
}

/// The cutter loses nothing and invents nothing: what it cut off and what is left are the stream, whether it came at once or in pieces.
pub fn frames(data: &[u8]) {
    let (&size, stream) = data.split_first().unwrap_or((&0, &[]));
    let whole = cut(stream, stream.len().max(1));
    assert_eq!([whole.0.concat(), whole.1.clone()].concat(), stream);
    let pieces = cut(stream, usize::from(size) + 1);
    assert_eq!(pieces.0, whole.0);
}

/// The messages cut off, and what is left when the octets, or the patience with them, end.
fn cut(stream: &[u8], piece: usize) -> (Vec<Bytes>, Vec<u8>) {
    let (mut buffer, mut found) = (BytesMut::new(), Vec::new());
    for (at, piece) in stream.chunks(piece).enumerate().map(|(number, octets)| (number * piece, octets)) {
        buffer.extend_from_slice(piece);
        loop {
            match Frame::cut(&mut buffer) {
                Ok(Frame::Whole(message)) => found.push(message),
                Ok(Frame::Partial(wanted)) => {
                    assert!(wanted > buffer.len(), "what is there is not asked for again");
                    break;
                }
                Err(_) => {
                    buffer.extend_from_slice(&stream[at + piece.len()..]);
                    return (found, buffer.to_vec());
                }
            }
        }
    }
    (found, buffer.to_vec())
}

/// What a command's decoder accepts, it writes so that it reads the same again; what it refuses, it refuses with a bounded Failed-AVP.
/// Tried with the octets as a whole message, and as the AVPs of every command.
pub fn commands(data: &[u8]) {
    if let Ok(message) = Message::parse(Bytes::copy_from_slice(data)) {
        rewrite(&message);
    }
    let body = &data[..data.len() / 4 * 4];
    let header = Header::peek(&[0; Header::LEN]).expect("twenty octets");
    let mut out = BytesMut::new();
    let mut writer = Writer::new(&mut out, &header);
    writer.raw(body);
    if writer.finish() != 0 {
        rewrite(&Message::parse(out.freeze()).expect("a header that was just written"));
    }
}

fn rewrite(message: &Message) {
    let _ = base::Echo::of(message.as_bytes()).session_id();
    for command in dictionary::commands() {
        let mut once = BytesMut::new();
        match (command.rewrite)(message, &mut once) {
            Err(error) => {
                assert!(error.failed_avp.is_none_or(|avp| avp.as_bytes().len() <= DecodeError::MAX_ECHO))
            }
            Ok(0) => {} // longer than anything that leaves
            Ok(_) => {
                let again = Message::parse(once.clone().freeze()).expect("what is written can be read");
                let mut twice = BytesMut::new();
                (command.rewrite)(&again, &mut twice).expect("what was accepted is accepted again");
                assert_eq!(once, twice, "{}", command.short);
            }
        }
    }
}

/// A tree is finite, and never longer for the octets than a bound.
pub fn tree(data: &[u8]) {
    for tree in [Tree::of(data), Tree::of(data).with_secrets()] {
        assert!(tree.to_string().lines().count() <= dictionary::MAX_LINES + 2);
    }
}
