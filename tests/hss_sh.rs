//! Every branch of the procedures of TS 29.328 by tables, through encoded messages. SC-6 and LQ-4 have their rows in them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail loudly")]

mod hss_common;

use bytes::BytesMut;
use hss_common::*;
use innkeeper::diameter::{
    codec::Message,
    dictionary::{
        base::{AuthSessionState, avps::RESULT_CODE},
        sh::*,
    },
};

/// A request of an application server, as octets: what every request has, and the fields given.
macro_rules! request {
    ($from:expr, $type:ident { $($field:ident: $value:expr),* $(,)? }) => {{
        let host = format!("{}.ims.example", $from);
        let request = $type {
            session_id: "as.ims.example;1;1",
            vendor_specific_application_id: VENDOR_SPECIFIC_APPLICATION_ID,
            auth_session_state: AuthSessionState::NO_STATE_MAINTAINED,
            origin_host: &host,
            origin_realm: REALM,
            destination_realm: REALM,
            $($field: $value,)*
            ..Default::default()
        };
        let mut out = BytesMut::new();
        request.encode(1, 2, &mut out);
        (host, Message::parse(out.freeze()).unwrap())
    }};
}

/// `volte/001`, `+8618612345678`: the identity, its digits if it is a number, the private identity.
struct Who {
    public: Option<String>,
    digits: Option<Vec<u8>>,
    private: Option<String>,
}

fn who(text: &str) -> Who {
    let (identity, private) = text.split_once('/').map_or((text, None), |(one, other)| (one, Some(other)));
    let digits = identity.strip_prefix('+').map(|digits| {
        let digits: Vec<u8> = digits.bytes().map(|digit| digit - b'0').chain([15]).collect();
        digits.chunks_exact(2).map(|pair| pair[0] | pair[1] << 4).collect()
    });
    Who { public: digits.is_none().then(|| impu(identity)), digits, private: private.map(impi) }
}

impl Who {
    fn identity(&self) -> UserIdentity<'_> {
        UserIdentity {
            public_identity: self.public.as_deref(),
            msisdn: self.digits.as_deref(),
            external_identifier: None,
        }
    }
}

/// `0[mmtel] 14[cs]`: each reference with what is in its brackets.
fn what(text: &str) -> Vec<(u32, Option<&str>)> {
    let words = text.split_whitespace();
    words
        .map(|word| match word.strip_suffix(']').and_then(|word| word.split_once('[')) {
            Some((number, key)) => (number.parse().unwrap(), Some(key)),
            None => (word.parse().unwrap(), None),
        })
        .collect()
}

/// What the bracket of one reference says.
fn key<'t>(what: &[(u32, Option<&'t str>)], reference: u32) -> Option<&'t str> {
    what.iter().find(|(number, _)| *number == reference).and_then(|(_, key)| *key)
}

/// What stands in the Sh-Data, without the ends of elements.
fn content(xml: &[u8]) -> String {
    let xml = std::str::from_utf8(xml).unwrap();
    let inner = xml.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Sh-Data>").unwrap();
    let inner = inner.strip_suffix("</Sh-Data>").unwrap();
    regex_lite::Regex::new("</[^>]*>").unwrap().replace_all(inner, "").into_owned()
}

fn base_code(answer: &Message) -> String {
    answer.avps().find(&RESULT_CODE).unwrap().read::<u32>().unwrap().to_string()
}

fn udr(bench: &Bench, from: &str, user: &str, asked: &str) -> (String, String) {
    let (who, what) = (who(user), what(asked));
    let domain = key(&what, 14).or(key(&what, 15));
    let (host, message) = request!(
        from,
        UserDataRequest {
            user_identity: who.identity(),
            user_name: who.private.as_deref(),
            data_reference: what.iter().map(|(number, _)| DataReference(*number)).collect(),
            service_indication: key(&what, 0)
                .map(|key| key.split('+').map(str::as_bytes).collect())
                .unwrap_or_default(),
            identity_set: key(&what, 10)
                .map(|key| key.split('+').map(|set| IdentitySet(set.parse().unwrap())).collect())
                .unwrap_or_default(),
            server_name: key(&what, 13),
            dsai_tag: key(&what, 19).map(str::as_bytes).into_iter().collect(),
            requested_domain: domain.map(|name| if name == "cs" {
                RequestedDomain::CS
            } else {
                RequestedDomain::PS
            }),
            udr_flags: domain
                .filter(|name| *name == "eps")
                .map(|_| UdrFlags::LOCATION_INFORMATION_EPS_SUPPORTED),
        }
    );
    let answer = bench.send_raw(&host, message);
    match UserDataAnswer::decode(&answer) {
        Ok(read) => (code(&read.outcome), read.user_data.map_or("-".into(), content)),
        // An answer in the grammar of errors.
        Err(_) => (base_code(&answer), "-".into()),
    }
}

/// SC-6.
#[test]
fn user_data_by_the_table() {
    for row in rows(include_str!("tables/hss/udr.txt")) {
        let bench = Bench::new();
        bench.set(row.get("before"));
        let got = udr(&bench, row.get("from"), row.get("who"), row.get("what"));
        let expected = (row.get("result").to_owned(), row.get("data").to_owned());
        assert_eq!(got, expected, "udr.txt, line {}: {}", row.line, bench.last_why());
    }
}
