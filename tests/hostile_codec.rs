//! Hostile input to codec, dictionary and tree (DB-6): never a panic, never without bound, and the Result-Code that the standard
//! gives for the fault. Every command is tried, by its own grammar.

#![expect(clippy::unwrap_used, reason = "tests may fail loudly, in their helpers too")]

#[path = "../fuzz/src/laws.rs"]
#[expect(unreachable_pub, reason = "public to the fuzz targets")]
mod laws;
mod samples;

use bytes::{BufMut, BytesMut};
use innkeeper::diameter::codec::{
    Avp, Avps, DecodeError, Format, Frame, Header, MAX_MESSAGE, Message, ResultCode, Writer,
};
use innkeeper::diameter::dictionary::{self, Command, Occurs, Rule, Tree, base};
use proptest::{prelude::*, sample::Index};
use samples::every_command;
use std::collections::BTreeSet;

fn command_of(message: &Message) -> &'static Command {
    let header = &message.header;
    dictionary::command(header.code, header.application, header.is_request()).expect("a command of ours")
}

fn check(message: &Message) -> Result<(), DecodeError> {
    (command_of(message).rewrite)(message, &mut BytesMut::new()).map(drop)
}

/// The message with its AVPs replaced.
fn with_avps(message: &Message, avps: &[u8]) -> Message {
    let mut out = BytesMut::new();
    let mut writer = Writer::new(&mut out, &message.header);
    writer.raw(avps);
    writer.finish();
    Message::parse(out.freeze()).unwrap()
}

/// The AVPs of the message, each as it stands, padded; `edit` gives what stands in its place.
fn edited(message: &Message, mut edit: impl FnMut(&Avp<'_>) -> Vec<u8>) -> Message {
    let mut avps = Vec::new();
    for avp in message.avps() {
        avps.extend(edit(&avp.unwrap()));
        avps.resize(avps.len().next_multiple_of(4), 0);
    }
    with_avps(message, &avps)
}

/// The AVP with other data.
fn with_data(avp: &Avp<'_>, data: &[u8]) -> Vec<u8> {
    let mut out = avp.raw[..avp.raw.len() - avp.data.len()].to_vec();
    out.extend(data);
    let length = (out.len() as u32).to_be_bytes();
    out[5..8].copy_from_slice(&length[1..]);
    out
}

fn is_result(rule: &Rule) -> bool {
    *rule.avp == base::avps::RESULT_CODE || *rule.avp == base::avps::EXPERIMENTAL_RESULT
}

#[test]
fn the_samples_are_every_command_with_every_avp() {
    let samples = every_command();
    assert_eq!(samples.len(), dictionary::commands().count());
    for message in &samples {
        let command = command_of(message);
        check(message).unwrap();
        for rule in command.rules.iter().filter(|rule| !is_result(rule)) {
            assert!(message.avps().find(rule.avp).is_some(), "{} has no {}", command.short, rule.avp.name);
        }
    }
}

/// And every group, at whatever depth, with every member.
#[test]
fn the_samples_have_every_group_with_every_member() {
    fn walk(avps: Avps<'_>, around: u64, seen: &mut BTreeSet<(u64, u64)>) {
        for avp in avps.flatten() {
            seen.insert((around, avp.key()));
            let known = dictionary::groups().any(|group| group.avp.key() == avp.key());
            if known && let Ok(members) = avp.group() {
                walk(members, avp.key(), seen);
            }
        }
    }
    let mut seen = BTreeSet::new();
    // Experimental-Result stands in errors only.
    let messages = every_command().into_iter().chain(samples::every_error());
    messages.for_each(|message| walk(message.avps(), 0, &mut seen));
    for group in dictionary::groups() {
        // An application is one of authentication or one of accounting: ours are the former.
        for rule in group.rules.iter().filter(|rule| *rule.avp != base::avps::ACCT_APPLICATION_ID) {
            let sampled = seen.contains(&(group.avp.key(), rule.avp.key()));
            assert!(sampled, "no {} has a {}", group.avp.name, rule.avp.name);
        }
    }
}

/// What is written is read as what was written: the rewritten message is the message.
#[test]
fn every_command_survives_being_read_and_written() {
    for message in every_command() {
        let mut out = BytesMut::new();
        (command_of(&message).rewrite)(&message, &mut out).unwrap();
        assert_eq!(&out, message.as_bytes(), "{}", command_of(&message).short);
    }
}

/// AVPs may come in any order (RFC 6733 §3.2): backwards, they say the same.
#[test]
fn the_order_of_avps_does_not_matter() {
    for message in every_command().iter().filter(|message| message.header.application != 0) {
        let mut avps: Vec<_> = message.avps().map(|avp| avp.unwrap().raw.to_vec()).collect();
        avps.sort_by_key(|raw| raw[..4].to_vec()); // stable: lists keep their order
        avps.iter_mut().for_each(|raw| raw.resize(raw.len().next_multiple_of(4), 0));
        let mut out = BytesMut::new();
        (command_of(message).rewrite)(&with_avps(message, &avps.concat()), &mut out).unwrap();
        assert_eq!(&out, message.as_bytes());
    }
}

/// Clients set M, P and the reserved bits at will: none of them changes what an AVP that we know means.
#[test]
fn flags_other_than_v_do_not_matter() {
    for message in every_command() {
        for flags in [0x00, 0x40, 0x7f] {
            let odd = edited(&message, |avp| {
                let mut raw = avp.raw.to_vec();
                raw[4] = raw[4] & 0x80 | flags;
                raw
            });
            assert_eq!(check(&odd), Ok(()), "{} with flags {flags:#x}", command_of(&message).short);
        }
    }
}

/// A V bit with vendor 0 contradicts itself (RFC 6733 §4.1), on every AVP of the IETF.
#[test]
fn db_6_a_v_bit_without_a_vendor_is_3009() {
    for message in every_command() {
        let count = message.avps().filter(|avp| avp.as_ref().unwrap().vendor == 0).count();
        for chosen in 0..count {
            let mut seen = 0;
            let odd = edited(&message, |avp| {
                seen += usize::from(avp.vendor == 0);
                if avp.vendor != 0 || seen != chosen + 1 {
                    return avp.raw.to_vec();
                }
                let mut raw = [&avp.raw[..8], &[0; 4], avp.data].concat();
                raw[4] |= 0x80;
                let length = (raw.len() as u32).to_be_bytes();
                raw[5..8].copy_from_slice(&length[1..]);
                raw
            });
            assert_eq!(check(&odd).unwrap_err().result_code, ResultCode::INVALID_AVP_BITS);
        }
    }
}

/// Kamailio's RTA has a Destination-Realm, with the M bit: known, so not refused, though no answer's grammar names it.
#[test]
fn a_known_avp_where_the_grammar_does_not_name_it_is_skipped() {
    let realm = b"\0\0\x01\x1b\x40\0\0\x0fexample\0";
    for message in every_command().iter().filter(|message| !message.header.is_request()) {
        let surplus = with_avps(message, &[&message.as_bytes()[Header::LEN..], realm].concat());
        assert_eq!(check(&surplus), Ok(()));
    }
}

#[test]
fn db_6_a_missing_avp_is_5005_wherever_the_grammar_requires_it() {
    for message in every_command() {
        let command = command_of(&message);
        for rule in command.rules {
            let without =
                edited(&message, |avp| if avp.is(rule.avp) { Vec::new() } else { avp.raw.to_vec() });
            let required = match rule.occurs {
                Some(Occurs::Fixed | Occurs::Required | Occurs::Some) => !rule.lenient,
                // One of the two has to be there; the samples have Result-Code.
                _ => *rule.avp == base::avps::RESULT_CODE,
            };
            let error = check(&without).err();
            assert_eq!(error.is_some(), required, "{} without {}", command.short, rule.avp.name);
            if let Some(error) = error {
                let failed = error.failed_avp.as_ref().unwrap();
                assert_eq!(error.result_code, ResultCode::MISSING_AVP);
                assert_eq!((failed.code(), failed.vendor()), (rule.avp.code, rule.avp.vendor));
            }
        }
    }
}

#[test]
fn db_6_a_surplus_avp_is_5009_wherever_the_grammar_allows_one() {
    for message in every_command() {
        let command = command_of(&message);
        for rule in command.rules.iter().filter(|rule| message.avps().find(rule.avp).is_some()) {
            let twice = edited(&message, |avp| {
                if avp.is(rule.avp) { [pad(avp.raw), pad(avp.raw)].concat() } else { avp.raw.to_vec() }
            });
            let list = matches!(rule.occurs, Some(Occurs::Any | Occurs::Some)) || rule.repeats;
            match check(&twice) {
                Ok(()) => assert!(list, "{} with {} twice", command.short, rule.avp.name),
                Err(error) => {
                    assert!(!list, "{} with {} twice: {error}", command.short, rule.avp.name);
                    assert_eq!(error.result_code, ResultCode::AVP_OCCURS_TOO_MANY_TIMES);
                    assert_eq!(error.failed_avp.unwrap().code(), rule.avp.code);
                }
            }
        }
    }
}

fn pad(raw: &[u8]) -> Vec<u8> {
    let mut out = raw.to_vec();
    out.resize(out.len().next_multiple_of(4), 0);
    out
}

/// AVPs that are kept as they came: nothing in them is looked at.
fn is_kept(name: &str) -> bool {
    let kept = [
        "Proxy-Info",
        "Failed-AVP",
        "OC-Supported-Features",
        "OC-OLR",
        "Load",
        "Supported-Services",
        "Monitoring-Event-Report",
        "Monitoring-Event-Config-Status",
        "Subscription-Data-Deletion",
        "eDRX-Related-RAT",
        "Access-Network-Info",
        "Area-Event-Info",
        "Reporting-PLMN-List",
        "Motion-Event-Info",
        "Deferred-MT-LR-Data",
    ];
    kept.contains(&name)
}

#[test]
fn db_6_an_impossible_value_is_5014_or_5004_wherever_its_format_forbids_it() {
    // Given back octet by octet in an SAA; a SAR's is read.
    let raw_in =
        |command: &Command, name| is_kept(name) || (command.short, name) == ("SAA", "SCSCF-Restoration-Info");
    for message in every_command() {
        let command = command_of(&message);
        for rule in command.rules.iter().filter(|rule| !raw_in(command, rule.avp.name) && !is_result(rule)) {
            let (data, expected): (&[u8], _) = match rule.avp.format {
                Format::OctetString => continue,
                Format::Utf8String | Format::DiameterIdentity | Format::DiameterUri => {
                    (&[b'a', 0xff], ResultCode::INVALID_AVP_VALUE)
                }
                _ => (&[0, 1, 0], ResultCode::INVALID_AVP_LENGTH),
            };
            let bad =
                edited(
                    &message,
                    |avp| if avp.is(rule.avp) { with_data(avp, data) } else { avp.raw.to_vec() },
                );
            let error = check(&bad).expect_err(rule.avp.name);
            assert_eq!(error.result_code, expected, "{} with a bad {}", command.short, rule.avp.name);
        }
    }
}

/// RFC 6733 §7.1.5: an AVP of which nothing is there but its header. What has a length is refused with 5014; a text that has to be there with 5004;
/// octets are accepted, and so is a group without members that have to be there. Within groups likewise.
#[test]
fn db_6_an_empty_avp_is_refused_wherever_it_has_to_say_something() {
    let (mut texts, mut octets) = (0, 0);
    for message in every_command() {
        let command = command_of(&message);
        for rule in command.rules.iter().filter(|rule| !is_result(rule)) {
            let required =
                matches!(rule.occurs, Some(Occurs::Fixed | Occurs::Required | Occurs::Some)) && !rule.lenient;
            let expected = match rule.avp.format {
                _ if required && rule.avp.format.is_text() => Some(ResultCode::INVALID_AVP_VALUE),
                Format::DiameterUri => Some(ResultCode::INVALID_AVP_VALUE),
                Format::Utf8String
                | Format::DiameterIdentity
                | Format::IpFilterRule
                | Format::OctetString => None,
                Format::Grouped => continue,
                _ => Some(ResultCode::INVALID_AVP_LENGTH),
            };
            texts += usize::from(required && expected == Some(ResultCode::INVALID_AVP_VALUE));
            octets += usize::from(required && expected.is_none());
            let empty =
                edited(&message, |avp| if avp.is(rule.avp) { with_data(avp, b"") } else { avp.raw.to_vec() });
            let got = check(&empty).err();
            let code = got.as_ref().map(|error| error.result_code);
            assert_eq!(code, expected, "{} with an empty {}", command.short, rule.avp.name);
            if let Some(error) = got {
                assert_eq!(error.failed_avp.unwrap().code(), rule.avp.code);
            }
        }
        // Empty groups: 5005 for the first member that has to be there.
        let grouped = |rule: &&Rule| rule.avp.format == Format::Grouped && !is_result(rule);
        for rule in command.rules.iter().filter(grouped) {
            let Some(group) = dictionary::groups().find(|group| group.avp.key() == rule.avp.key()) else {
                continue;
            };
            let empty =
                edited(&message, |avp| if avp.is(rule.avp) { with_data(avp, b"") } else { avp.raw.to_vec() });
            let has_to = |rule: &&Rule| {
                matches!(rule.occurs, Some(Occurs::Fixed | Occurs::Required | Occurs::Some)) && !rule.lenient
            };
            let needs = group.rules.iter().any(|rule| has_to(&rule));
            let raw = (command.short, rule.avp.name) == ("SAA", "SCSCF-Restoration-Info");
            match check(&empty) {
                Err(error) => assert!(
                    needs && error.result_code == ResultCode::MISSING_AVP,
                    "{} {}",
                    command.short,
                    rule.avp.name
                ),
                // Kept as it came, or nothing in it has to be there.
                Ok(()) => {
                    assert!(!needs || raw || is_kept(rule.avp.name), "{} {}", command.short, rule.avp.name)
                }
            }
        }
    }
    assert!(texts > 200 && octets > 4, "{texts} {octets}");
}

#[test]
fn db_6_truncation_at_every_octet() {
    for message in every_command() {
        let whole = message.as_bytes();
        let ends: Vec<usize> = message
            .avps()
            .scan(Header::LEN, |at, avp| {
                *at += avp.unwrap().raw.len().next_multiple_of(4);
                Some(*at)
            })
            .collect();
        for end in 0..whole.len() {
            // As it stands: the length in the header is wrong.
            let error = Message::parse(whole.slice(..end)).unwrap_err();
            assert_eq!(error.result_code, ResultCode::INVALID_MESSAGE_LENGTH);
            assert!(!Tree::of(&whole[..end]).to_string().is_empty());
            if end < Header::LEN || !end.is_multiple_of(4) {
                continue; // no such message leaves the cutter
            }
            // With the length made right: an AVP is cut, or one is missing.
            let cut = with_avps(&message, &whole[Header::LEN..end]);
            let result = check(&cut).map_err(|error| error.result_code);
            let between = end == Header::LEN || ends.contains(&end);
            if !between {
                assert_eq!(
                    result,
                    Err(ResultCode::INVALID_AVP_LENGTH),
                    "{} cut at {end}",
                    command_of(&message).short
                );
            } else if let Err(code) = result {
                assert_eq!(code, ResultCode::MISSING_AVP);
            }
            let _ = Tree::of(cut.as_bytes()).to_string();
        }
    }
}

#[test]
fn db_6_every_length_field_with_every_kind_of_lie() {
    for message in every_command() {
        let whole = message.as_bytes();
        let mut at = Header::LEN;
        while at < whole.len() {
            let raw = message.as_bytes();
            let length = u32::from_be_bytes([0, raw[at + 5], raw[at + 6], raw[at + 7]]);
            let beyond = (whole.len() - at + 1) as u32;
            for lie in [0, 1, 7, 8, 11, length - 1, length + 1, length + 4, beyond, 0x7f_ffff, 0xff_ffff] {
                let mut octets = whole.to_vec();
                octets[at + 5..at + 8].copy_from_slice(&lie.to_be_bytes()[1..]);
                let lying = Message::parse(octets.into()).unwrap();
                let result = check(&lying);
                if lie < 8 || lie >= beyond {
                    let error = result.unwrap_err();
                    assert_eq!(error.result_code, ResultCode::INVALID_AVP_LENGTH, "length {lie} at {at}");
                    assert_eq!(
                        error.failed_avp.unwrap().code(),
                        u32::from_be_bytes([0, raw[at + 1], raw[at + 2], raw[at + 3]])
                    );
                }
                let _ = Tree::of(lying.as_bytes()).to_string();
            }
            at += length.next_multiple_of(4) as usize;
        }
    }
}

/// Groups in groups to the end of the message: neither a decoder nor the tree follows them for ever.
#[test]
fn db_6_nested_depth() {
    for def in [&base::avps::PROXY_INFO, &base::avps::FAILED_AVP, &dictionary::cx::avps::RESTORATION_INFO] {
        let mut nested = Vec::new();
        let header = if def.vendor == 0 { 8 } else { 12 };
        let depth = (MAX_MESSAGE - Header::LEN) / header - 1;
        for level in (1..=depth).rev() {
            nested.put_u32(def.code);
            nested.put_u32(u32::from(def.flags().bits()) << 24 | (level * header) as u32);
            if def.vendor != 0 {
                nested.put_u32(def.vendor);
            }
        }
        for message in every_command() {
            let deep = with_avps(&message, &nested);
            assert!(check(&deep).is_err());
            assert!(Tree::of(deep.as_bytes()).to_string().lines().count() < 20);
        }
    }
}

/// As many AVPs as a message can hold: the work and the memory stay in proportion to the message.
#[test]
fn db_6_surplus_avps_by_the_thousand() {
    let unknown = b"\0\0\x27\x0f\0\0\0\x08";
    let unknown_mandatory = b"\0\0\x27\x0f\x40\0\0\x08";
    for message in every_command() {
        let room = (MAX_MESSAGE - message.as_bytes().len()) / 8 - 1;
        let body = &message.as_bytes()[Header::LEN..];
        let many = with_avps(&message, &[body, &unknown.repeat(room)].concat());
        assert_eq!(check(&many), Ok(()));
        assert!(Tree::of(many.as_bytes()).to_string().len() < 40 * MAX_MESSAGE);
        let refused = with_avps(&message, &[body, &unknown_mandatory.repeat(room)].concat());
        assert_eq!(check(&refused).unwrap_err().result_code, ResultCode::AVP_UNSUPPORTED);
    }
}

/// What is given back of a bad AVP is bounded, whatever its size.
#[test]
fn db_6_failed_avp_is_bounded() {
    let message = &every_command()[3];
    let huge = vec![0xff; 60_000];
    let bad = edited(message, |avp| if avp.code == 264 { with_data(avp, &huge) } else { avp.raw.to_vec() });
    let failed = check(&bad).unwrap_err().failed_avp.unwrap();
    assert_eq!(failed.as_bytes().len(), DecodeError::MAX_ECHO);
    assert_eq!(failed.code(), 264);
}

/// Every law of the fuzz targets.
fn try_every_law(octets: &[u8]) {
    laws::message(octets);
    laws::frames(octets);
    laws::commands(octets);
    laws::tree(octets);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn db_6_random_octets(choice in any::<Index>(), body in proptest::collection::vec(any::<u8>(), 0..600)) {
        let mut body = body;
        body.truncate(body.len() / 4 * 4);
        try_every_law(with_avps(choice.get(&every_command()), &body).as_bytes());
        try_every_law(&body);
    }

    #[test]
    fn db_6_changed_octets(
        choice in any::<Index>(),
        changes in proptest::collection::vec((any::<Index>(), any::<u8>()), 1..8),
    ) {
        let mut octets = choice.get(&every_command()).as_bytes().to_vec();
        for (at, value) in changes {
            let at = at.index(octets.len());
            octets[at] = value;
        }
        try_every_law(&octets);
    }

    /// The cutter loses nothing, invents nothing, and cares not how the octets arrive.
    #[test]
    fn db_6_the_cutter_conserves_the_stream(
        order in proptest::collection::vec(any::<Index>(), 1..12),
        chunks in proptest::collection::vec(1usize..700, 1..40),
    ) {
        let samples = every_command();
        let stream: Vec<u8> = order.iter().flat_map(|at| at.get(&samples).as_bytes().to_vec()).collect();
        let (mut buffer, mut found, mut rest) = (BytesMut::new(), Vec::new(), &stream[..]);
        for size in chunks.iter().cycle() {
            let (chunk, later) = rest.split_at((*size).min(rest.len()));
            buffer.extend_from_slice(chunk);
            rest = later;
            loop {
                match Frame::cut(&mut buffer).unwrap() {
                    Frame::Whole(message) => found.push(message),
                    Frame::Partial(wanted) => {
                        prop_assert!(wanted > buffer.len());
                        break;
                    }
                }
            }
            if rest.is_empty() {
                break;
            }
        }
        let expected: Vec<_> = order.iter().map(|at| at.get(&samples).as_bytes().clone()).collect();
        prop_assert_eq!(found, expected);
        prop_assert!(buffer.is_empty());
    }
}
