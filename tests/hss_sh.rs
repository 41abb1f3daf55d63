//! Every branch of the procedures of TS 29.328 by tables, through encoded messages. SC-6 and LQ-4 have their rows in them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail loudly")]

mod hss_common;

use bytes::BytesMut;
use hss_common::*;
use innkeeper::{
    diameter::{
        codec::Message,
        dictionary::{
            base::{
                AuthSessionState,
                avps::{FAILED_AVP, RESULT_CODE},
            },
            cx::{self, SupportedFeatures},
            sh::*,
        },
    },
    domain::{
        hss::{Hss, Switches},
        subscribers::provision::Known,
    },
    records::*,
    store::{ChangeSet, CommitError},
    types::{Impu, Imsi, Lsn, Timestamp},
};
use std::process::{Command, Stdio};

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

/// The DSAI-Tags of `19[one+other@server]`, and the Server-Name.
fn dsai<'t>(what: &[(u32, Option<&'t str>)]) -> (Vec<&'t [u8]>, Option<&'t str>) {
    let Some(text) = key(what, 19) else { return (Vec::new(), None) };
    let (tags, server) = text.split_once('@').map_or((text, None), |(tags, server)| (tags, Some(server)));
    (tags.split('+').map(str::as_bytes).collect(), server)
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
    let (result, data) = udr_xml(bench, from, user, asked);
    (result, data.map_or("-".into(), |xml| content(&xml)))
}

fn udr_xml(bench: &Bench, from: &str, user: &str, asked: &str) -> (String, Option<Vec<u8>>) {
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
            server_name: key(&what, 13).or(dsai(&what).1),
            dsai_tag: dsai(&what).0,
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
        Ok(read) => (code(&read.outcome), read.user_data.map(Into::into)),
        // An answer in the grammar of errors.
        Err(_) => (base_code(&answer), None),
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

/// The repository data `mmtel` of `volte` with this number.
fn seed(bench: &Bench, sequence: u16) {
    let mut data = RepositoryData::empty(Impu::parse(&impu("volte")).unwrap(), Some(imsi()));
    let entry = RepositoryEntry { service_indication: "mmtel".into(), sequence, data: SERVICE_DATA.into() };
    data.set("mmtel", Some(entry));
    bench.store.commit(ChangeSet::new().put(data, Lsn::ZERO)).unwrap();
}

const SERVICE_DATA: &str = "<ServiceData><a></a></ServiceData>";

fn stored(bench: &Bench) -> String {
    let read = bench.store.get::<RepositoryData>(&Impu::parse(&impu("volte")).unwrap());
    let entry = read.value.as_ref().and_then(|data| data.entry("mmtel"));
    entry.map_or("-".into(), |entry| entry.sequence.to_string())
}

/// `8 0:presence 1x 2+`: pieces of repository data; `x` has no data, `+` too much.
fn pieces(given: &str) -> String {
    let content: String = match given {
        "none" => String::new(),
        "broken" => "<RepositoryData>".into(),
        words => words.split_whitespace().map(piece).collect(),
    };
    format!("<Sh-Data>{content}</Sh-Data>")
}

fn piece(word: &str) -> String {
    let (number, name) = word.split_once(':').unwrap_or((word, "mmtel"));
    let data = match number.chars().last() {
        Some('x') => String::new(),
        Some('+') => format!("<ServiceData>{}</ServiceData>", "y".repeat(200)),
        _ => SERVICE_DATA.into(),
    };
    let number = number.trim_end_matches(['x', '+']);
    format!(
        "<RepositoryData><ServiceIndication>{name}</ServiceIndication><SequenceNumber>{number}</SequenceNumber>{data}</RepositoryData>"
    )
}

fn pur(
    bench: &Bench,
    from: &str,
    user: &str,
    references: &[u32],
    features: u32,
    data: &str,
) -> (String, String) {
    let who = who(user);
    let (host, message) = request!(
        from,
        ProfileUpdateRequest {
            user_identity: who.identity(),
            user_name: who.private.as_deref(),
            data_reference: references.iter().copied().map(DataReference).collect(),
            supported_features: vec![SupportedFeatures {
                vendor_id: 10415,
                feature_list_id: 1,
                feature_list: features
            }],
            user_data: data.as_bytes(),
        }
    );
    let answer = bench.send_raw(&host, message);
    let Ok(read) = ProfileUpdateAnswer::decode(&answer) else {
        let failed = answer.avps().find(&FAILED_AVP).unwrap().group().unwrap().next().unwrap().unwrap();
        assert!(failed.is(&avps::USER_DATA));
        return (base_code(&answer), "-".into());
    };
    let failed = read
        .repository_data_id
        .map(|id| format!("{} {}", std::str::from_utf8(id.service_indication).unwrap(), id.sequence_number));
    (code(&read.outcome), failed.unwrap_or("-".into()))
}

/// LQ-4.
#[test]
fn repository_data_by_the_table() {
    for row in rows(include_str!("tables/hss/shpur.txt")) {
        let bench = Bench::new();
        if row.get("stored") != "-" {
            seed(&bench, row.get("stored").parse().unwrap());
        }
        let references: Vec<u32> =
            row.get("what").split_whitespace().map(|number| number.parse().unwrap()).collect();
        let features = if row.get("features") == "U" { 2 } else { 0 };
        let data = pieces(row.get("given"));
        let (result, failed) = pur(&bench, row.get("from"), row.get("who"), &references, features, &data);
        let got = (result, stored(&bench), failed);
        let [result, after, failed] = ["result", "after", "failed"].map(|name| row.get(name).to_owned());
        assert_eq!(got, (result, after, failed), "shpur.txt, line {}: {}", row.line, bench.last_why());
    }
}

fn watch(bench: &Bench, host: &str, identity: &str, watched: Watched, one_time: bool) {
    let (identity, asked) = (Impu::parse(&impu(identity)).unwrap(), impu(identity));
    let read = bench.store.get::<ShSubscriptions>(&identity);
    let mut all = read
        .value
        .map_or_else(|| ShSubscriptions::empty(identity, Some(imsi())), |all| ShSubscriptions::clone(&all));
    let entry = ShSubscription {
        host: format!("{host}.ims.example").as_str().into(),
        realm: REALM.into(),
        watched,
        private_identity: None,
        asked: asked.into(),
        expires: None,
        one_time,
    };
    all.entries = all.entries.iter().cloned().chain([entry]).collect();
    bench.store.commit(ChangeSet::new().put(all, read.version)).unwrap();
}

fn watching(bench: &Bench, identity: &str) -> String {
    let read = bench.store.get::<ShSubscriptions>(&Impu::parse(&impu(identity)).unwrap());
    let entries: Vec<_> = read
        .value
        .iter()
        .flat_map(|all| all.entries.iter())
        .map(|entry| {
            let what = match &entry.watched {
                Watched::UserState => "state",
                Watched::Scscf => "scscf",
                Watched::Repository(name) => name,
                Watched::Activation => "activation",
                Watched::Dsai { tag, .. } => tag,
                Watched::FilterCriteria(_) => "criteria",
                other => panic!("{other:?}"),
            };
            let till = if entry.expires.is_some() { " till" } else { "" };
            let once = if entry.one_time { " once" } else { "" };
            format!("{} {what}{till}{once}", entry.host.split('.').next().unwrap())
        })
        .collect();
    if entries.is_empty() { "-".into() } else { entries.join(", ") }
}

fn snr(bench: &Bench, from: &str, user: &str, kind: &str, asked: &str) -> (String, String) {
    let (who, what) = (who(user), what(asked));
    let later = Timestamp((Timestamp::now().0 / 1000 + 3600) * 1000);
    let (host, message) = request!(
        from,
        SubscribeNotificationsRequest {
            user_identity: who.identity(),
            user_name: who.private.as_deref(),
            data_reference: what.iter().map(|(number, _)| DataReference(*number)).collect(),
            service_indication: key(&what, 0)
                .map(|key| key.split('+').map(str::as_bytes).collect())
                .unwrap_or_default(),
            server_name: key(&what, 13).or(dsai(&what).1),
            dsai_tag: dsai(&what).0,
            subs_req_type: if kind.contains('U') { SubsReqType::UNSUBSCRIBE } else { SubsReqType::SUBSCRIBE },
            one_time_notification: kind
                .contains('O')
                .then_some(OneTimeNotification::ONE_TIME_NOTIFICATION_REQUESTED),
            send_data_indication: kind.contains('D').then_some(SendDataIndication::USER_DATA_REQUESTED),
            expiry_time: kind.contains('E').then_some(later),
        }
    );
    let answer = bench.send_raw(&host, message);
    let read = SubscribeNotificationsAnswer::decode(&answer).unwrap();
    assert_eq!(read.expiry_time, kind.contains('E').then_some(later));
    (code(&read.outcome), read.user_data.map_or("-".into(), content))
}

#[test]
fn subscriptions_by_the_table() {
    for row in rows(include_str!("tables/hss/snr.txt")) {
        let bench = Bench::new();
        bench.set("001:1R@B");
        seed(&bench, 7);
        let user = row.get("who");
        let identity = user.split('/').next().unwrap();
        for (host, what) in row.get("before").split_whitespace().filter_map(|word| word.split_once(':')) {
            let watched = if what == "state" { Watched::UserState } else { Watched::Scscf };
            watch(&bench, host, identity, watched, false);
        }
        let (result, data) = snr(&bench, row.get("from"), user, row.get("type"), row.get("what"));
        let got = (result, watching(&bench, identity), data);
        let [result, after, data] = ["result", "after", "data"].map(|name| row.get(name).to_owned());
        assert_eq!(got, (result, after, data), "snr.txt, line {}: {}", row.line, bench.last_why());
    }
}

/// Who is notified, of what, by what is in the outbox.
fn notified(bench: &Bench) -> Vec<String> {
    let entries = bench.outbox();
    let told = entries.iter().filter_map(|entry| match &entry.task {
        Task::Notify { subscription, sequence, .. } => {
            let host = subscription.host.split('.').next().unwrap();
            let number = sequence.map(|number| format!(" {number}")).unwrap_or_default();
            Some(format!("{host} {:?}{number}", subscription.watched))
        }
        _ => None,
    });
    told.collect()
}

/// LQ-4, SC-6: whoever watches is told of a change by an entry in the same change set, but not who made it; and a subscription for once ends with it.
#[test]
fn a_change_is_told_to_all_who_watch_it() {
    let bench = Bench::new();
    seed(&bench, 7);
    for host in ["as", "one", "two"] {
        watch(&bench, host, "volte", Watched::Repository("mmtel".into()), host == "one");
    }
    let change = |given: &str| pur(&bench, "as", "tel:+8618612345678", &[0], 0, &pieces(given)).0;
    assert_eq!(change("8"), "2001");
    let first = ["one Repository(\"mmtel\") 8", "two Repository(\"mmtel\") 8"];
    assert_eq!(
        (notified(&bench), watching(&bench, "volte")),
        (first.map(String::from).to_vec(), "as mmtel, two mmtel".into())
    );
    // Removed: told once more, and watched no more.
    assert_eq!(change("9x"), "2001");
    assert_eq!(notified(&bench)[2..], ["two Repository(\"mmtel\") 9"]);
    assert_eq!(watching(&bench, "volte"), "-");
    // A registration: the state of the identity that is watched, and of no other.
    watch(&bench, "one", "volte", Watched::UserState, false);
    watch(&bench, "one", "rcs", Watched::UserState, false);
    watch(&bench, "two", "volte", Watched::Scscf, false);
    bench.sar(
        "B",
        cx::ServerAssignmentRequest {
            user_name: Some(&impi("001")),
            public_identity: vec![&impu("volte")],
            server_assignment_type: cx::ServerAssignmentType::REGISTRATION,
            ..Default::default()
        },
    );
    assert_eq!(bench.state(), "001:1R@B", "{}", bench.last_why());
    assert_eq!(notified(&bench)[3..], ["one UserState", "two Scscf"]);
}

/// A service is switched off by an application server, unknown from then on, and its watchers are told.
#[test]
fn an_application_server_switches_a_service_off() {
    let bench = Bench::new();
    let data = "<Sh-Data><Sh-IMS-Data><Extension><PSIActivation>0</PSIActivation></Extension></Sh-IMS-Data></Sh-Data>";
    assert_eq!(snr(&bench, "as", "conference", "S", "18").0, "2001");
    assert_eq!(pur(&bench, "as", "room17", &[18], 0, data).0, "E5101");
    assert_eq!(pur(&bench, "as", "conference", &[18], 0, data).0, "2001");
    assert_eq!(
        udr(&bench, "as", "conference", "18"),
        ("2001".into(), "<Sh-IMS-Data><Extension><PSIActivation>0".into())
    );
    // Its own change is no news to it; and nobody served it, so nobody is told to stop.
    assert_eq!(bench.outbox().len(), 0);
    let lia =
        bench.lir(cx::LocationInfoRequest { public_identity: &impu("conference"), ..Default::default() });
    assert_eq!(code(&cx::LocationInfoAnswer::decode(&lia).unwrap().outcome), "E5001");
}

/// TS 29.328 §7.6.10: an S-CSCF that serves a public service is told when it is switched off, and who watches hears of both.
#[test]
fn an_s_cscf_is_told_of_a_service_that_is_switched_off() {
    let bench = Bench::new();
    for what in ["12", "18"] {
        assert_eq!(snr(&bench, "as", "conference", "S", what).0, "2001");
    }
    bench.sar(
        "B",
        cx::ServerAssignmentRequest {
            public_identity: vec![&impu("conference")],
            server_assignment_type: cx::ServerAssignmentType::UNREGISTERED_USER,
            ..Default::default()
        },
    );
    assert_eq!(notified(&bench), ["as Scscf"], "{}", bench.last_why());
    let data = "<Sh-Data><Sh-IMS-Data><Extension><PSIActivation>0</PSIActivation></Extension></Sh-IMS-Data></Sh-Data>";
    assert_eq!(pur(&bench, "as", "conference", &[18], 0, data).0, "2001");
    assert_eq!(notified(&bench), ["as Scscf", "as Scscf"]);
    let ended = bench.outbox().iter().any(|entry| match &entry.task {
        Task::DeregisterService { identity, scscf, .. } => {
            identity.as_str() == impu("conference") && *scscf.host == *"b.ims.example"
        }
        _ => false,
    });
    assert!(ended, "{:?}", bench.outbox());
}

/// TS 29.328 Table 7.6.1: aliases share what is watched, each application server under the name by which it asked.
#[test]
fn an_alias_is_watched_with_its_group() {
    let bench = Bench::new();
    seed(&bench, 7);
    assert_eq!(snr(&bench, "as", "tel:+8618612345678", "S", "0[mmtel]").0, "2001");
    assert_eq!(watching(&bench, "volte"), "as mmtel");
    watch(&bench, "other", "volte", Watched::Repository("mmtel".into()), false);
    assert_eq!(pur(&bench, "as", "volte", &[0], 0, &pieces("8")).0, "2001");
    assert_eq!(notified(&bench), ["other Repository(\"mmtel\") 8"]);
    assert_eq!(snr(&bench, "as", "volte", "U", "0[mmtel]").0, "2001");
    assert_eq!(watching(&bench, "volte"), "other mmtel");
}

/// `forwarding=0`: Sh-Data with these switches; 0 is ACTIVE.
fn switches(given: &str) -> String {
    let dsai =
        |(tag, value)| format!("<DSAI><DSAI-Tag>{tag}</DSAI-Tag><DSAI-Value>{value}</DSAI-Value></DSAI>");
    let all: String = given.split_whitespace().filter_map(|word| word.split_once('=')).map(dsai).collect();
    format!(
        "<Sh-Data><Sh-IMS-Data><Extension><Extension>{all}</Extension></Extension></Sh-IMS-Data></Sh-Data>"
    )
}

/// Whose profiles are pushed, by what is in the outbox.
fn pushed(bench: &Bench) -> String {
    let entries = bench.outbox();
    let pushes = entries.iter().filter_map(|entry| match &entry.task {
        Task::PushProfile { sic, set, .. } => Some(format!("{}:{set}", sic.unwrap())),
        Task::PushService { identity } => Some(identity.to_string()),
        _ => None,
    });
    let all: Vec<_> = pushes.collect();
    if all.is_empty() { "-".into() } else { all.join(" ") }
}

/// SC-6, TS 29.328 §7.6.11.
#[test]
fn sc_6_switches_by_the_table() {
    for row in rows(include_str!("tables/hss/dsai.txt")) {
        let bench = Bench::new();
        bench.set(row.get("before"));
        if row.get("psi") != "-" {
            let key = Impu::parse(&impu("conference")).unwrap();
            let read = bench.store.get::<PublicService>(&key);
            let scscf =
                Some(Scscf { name: "sip:b.ims.example".into(), host: "b".into(), realm: REALM.into() });
            let served = PublicService { scscf, ..PublicService::clone(&read.value.unwrap()) };
            bench.store.commit(ChangeSet::new().put(served, read.version)).unwrap();
        }
        for given in row.get("earlier").split(", ").filter(|given| *given != "-") {
            assert_eq!(pur(&bench, "as", row.get("who"), &[19], 0, &switches(given)).0, "2001");
        }
        let told = bench.outbox().len();
        let watched = Watched::Dsai { server: "sip:mmtel.ims.example:5060".into(), tag: "forwarding".into() };
        if row.get("who") != "conference" {
            for host in ["as", "other"] {
                watch(&bench, host, "volte", watched.clone(), false);
            }
            watch(&bench, "as", "volte", Watched::FilterCriteria("sip:mmtel.ims.example:5060".into()), false);
        }
        let (result, _) = pur(&bench, row.get("from"), row.get("who"), &[19], 0, &switches(row.get("given")));
        let since = |text: String| if told == bench.outbox().len() { "-".into() } else { text };
        let news: Vec<_> =
            notified(&bench).iter().map(|it| it.split(' ').take(2).collect::<Vec<_>>().join(" ")).collect();
        let news = if news.is_empty() {
            "-".to_owned()
        } else {
            news.join(", ").replace("(\"sip:mmtel.ims.example:5060\")", "")
        };
        let criteria =
            udr(&bench, "as", row.get("who"), "13[sip:mmtel.ims.example:5060]").1.contains("<Priority>");
        let got = (result, if criteria { "yes" } else { "no" }.to_owned(), since(pushed(&bench)), news);
        let [result, criteria, pushed, told] =
            ["result", "criteria", "pushed", "told"].map(|name| row.get(name).to_owned());
        assert_eq!(
            got,
            (result, criteria, pushed, told),
            "dsai.txt, line {}: {}",
            row.line,
            bench.last_why()
        );
    }
}

/// SC-6: criteria that are switched off are not in the profile that the S-CSCF is given, and the identity stands apart from those that have them.
#[test]
fn sc_6_what_is_switched_off_is_not_in_the_profile() {
    let bench = Bench::new();
    let profiles = || {
        let answer = bench.sar(
            "B",
            cx::ServerAssignmentRequest {
                user_name: Some(&impi("001")),
                public_identity: vec![&impu("volte")],
                server_assignment_type: cx::ServerAssignmentType::REGISTRATION,
                ..Default::default()
            },
        );
        let answer = cx::ServerAssignmentAnswer::decode(&answer).unwrap();
        let xml = std::str::from_utf8(answer.user_data.unwrap()).unwrap();
        let profile = |text: &str| {
            (text.matches("<PublicIdentity>").count(), text.contains("sip:mmtel.ims.example:5060"))
        };
        xml.split("<ServiceProfile>").skip(1).map(profile).collect::<Vec<_>>()
    };
    assert_eq!(profiles(), [(4, true)]);
    // The alias is switched with it.
    assert_eq!(pur(&bench, "as", "tel:+8618612345678", &[19], 0, &switches("forwarding=1")).0, "2001");
    assert_eq!(profiles(), [(2, false), (2, true)]);
    assert_eq!(pur(&bench, "as", "volte", &[19], 0, &switches("forwarding=0")).0, "2001");
    // Switched on is as it was by default: together with what was never touched, for each profile has its length.
    assert_eq!(profiles(), [(4, true)]);
    // A subscriber who goes leaves no switches behind.
    bench.store.commit(Known::load(&bench.store, imsi()).kept.gone()).unwrap();
    assert_eq!(bench.store.count::<Dsai>(), 0);
}

/// SC-6: the first switch that there ever is counts for who decided before it, when there was nothing to be read.
#[test]
fn sc_6_the_first_switch_counts_for_who_decided_before_it() {
    let bench = Bench::new();
    let hss = bench.desk.hss.load_full();
    let subscriber = bench.store.get::<Subscriber>(&imsi()).value.unwrap();
    let service =
        PublicService::clone(&bench.store.get(&Impu::parse(&impu("conference")).unwrap()).value.unwrap());
    let registered = || state("001:1R@B", Timestamp::now());
    let decide = || {
        let switches = Switches::of_subscriber(&bench.store, &hss, &subscriber);
        switches.require(ChangeSet::new().put(registered(), Lsn::ZERO))
    };
    let of_service = Switches::of_service(&bench.store, &hss, &service);
    let (before, service) = (decide(), of_service.require(ChangeSet::new().put(registered(), Lsn::ZERO)));
    assert_eq!(pur(&bench, "as", "volte", &[19], 0, &switches("forwarding=1")).0, "2001");
    for early in [before, service] {
        let refused = bench.store.commit(early);
        assert!(matches!(refused, Err(CommitError::Stale { kind: "dsai", .. })), "{refused:?}");
    }
    bench.store.commit(decide()).unwrap();
}

/// SC-6: who has no criteria that can be switched reads no switch, and waits for none.
#[test]
fn sc_6_who_has_nothing_to_switch_reads_no_switches() {
    let bench = Bench::new();
    assert_eq!(pur(&bench, "as", "volte", &[19], 0, &switches("forwarding=1")).0, "2001");
    let hss = bench.desk.hss.load_full();
    let subscriber = bench.store.get::<Subscriber>(&imsi()).value.unwrap();
    assert!(Switches::of_subscriber(&bench.store, &hss, &subscriber).seen() > Lsn::ZERO);
    let mut plain = Subscriber::clone(&subscriber);
    for service in &mut plain.services {
        service.identities.iter_mut().for_each(|identity| identity.profile = "voicemail".into());
    }
    let read = Switches::of_subscriber(&bench.store, &hss, &plain);
    assert_eq!(read.seen(), Lsn::ZERO);
    // Nothing was read: a switch that moves meanwhile is nothing to what was decided.
    let decided = read.require(ChangeSet::new().put(state("001:1R@B", Timestamp::now()), Lsn::ZERO));
    assert_eq!(pur(&bench, "as", "volte", &[19], 0, &switches("forwarding=0")).0, "2001");
    bench.store.commit(decided).unwrap();
    let config = include_str!("tables/hss/config.toml").replace("dsai = [\"forwarding\"]", "");
    let none = Hss::new(toml::from_str(&config).unwrap()).unwrap();
    assert!(hss.has_switches() && !none.has_switches());
    assert_eq!(Switches::of_subscriber(&bench.store, &none, &subscriber).seen(), Lsn::ZERO);
}

/// LQ-4: by the structure of the schema, with `xmllint` (package libxml2-utils).
#[test]
fn lq_4_every_document_is_valid_by_the_schema() {
    if Command::new("xmllint").arg("--version").stderr(Stdio::null()).status().is_err() {
        let advice = "xmllint is missing: apt-get install libxml2-utils";
        assert!(std::env::var_os("INNKEEPER_REQUIRE_PEERS").is_none(), "{advice}");
        println!("skipped: {advice}");
        return;
    }
    let bench = Bench::new();
    bench.set("001:1R@B");
    seed(&bench, 7);
    let all = "0[mmtel+presence] 10[0+1+2+3] 11 12 13[sip:mmtel.ims.example:5060] 14[eps] 15[eps] 16 17";
    let asked = [
        ("volte", all),
        ("rcs", "12 16 10 13[SIP:mmtel.ims.example:5060]"),
        ("work", "13[sip:voicemail.ims.example?a=1&b=<2>] 14[cs] 11"),
        ("conference", "18 16 12 10 19[forwarding]"),
        ("volte", "19[forwarding]"),
        ("room17", "10 16"),
        ("+8613900000000", "10 17 16"),
    ];
    let directory = tempfile::tempdir().unwrap();
    let write = |at: usize, xml: &[u8]| {
        let path = directory.path().join(format!("{at}.xml"));
        std::fs::write(&path, xml).unwrap();
        path
    };
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tables/hss/sh-data.xsd");
    let validate = |paths: &[std::path::PathBuf]| {
        Command::new("xmllint").args(["--noout", "--schema", schema]).args(paths).output().unwrap()
    };
    let document = |(at, (user, asked)): (usize, &(&str, &str))| {
        write(at, &udr_xml(&bench, "as", user, asked).1.unwrap_or_else(|| panic!("{user} {asked}")))
    };
    let paths: Vec<_> = asked.iter().enumerate().map(document).collect();
    let output = validate(&paths);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    // The schema is a real test: it refuses what stands out of order.
    let wrong = b"<Sh-Data><Sh-IMS-Data><IMSUserState>1</IMSUserState><SCSCFName/></Sh-IMS-Data></Sh-Data>";
    assert!(!validate(&[write(99, wrong)]).status.success());
}

/// SC-7: a subscriber who is removed leaves nothing behind for whoever gets the identities next.
#[test]
fn sc_7_what_is_kept_of_a_subscriber_goes_with_the_subscriber() {
    let bench = Bench::new();
    seed(&bench, 7);
    watch(&bench, "as", "volte", Watched::UserState, false);
    let known = Known::load(&bench.store, imsi());
    assert_eq!(known.kept.gone().iter().count(), 2);
    bench.store.commit(known.kept.gone()).unwrap();
    assert_eq!((stored(&bench), watching(&bench, "volte")), ("-".into(), "-".into()));
    // Another's is not this one's, even where it is still there.
    let mut data =
        RepositoryData::empty(Impu::parse(&impu("volte")).unwrap(), Imsi::parse("001010000000099"));
    data.set(
        "mmtel",
        Some(RepositoryEntry { service_indication: "mmtel".into(), sequence: 7, data: SERVICE_DATA.into() }),
    );
    let read = bench.store.get::<RepositoryData>(&data.identity);
    bench.store.commit(ChangeSet::new().put(data, read.version)).unwrap();
    assert_eq!(udr(&bench, "as", "volte", "0[mmtel]"), ("2001".into(), "-".into()));
    assert_eq!(pur(&bench, "as", "volte", &[0], 0, &pieces("0")).0, "2001");
    assert_eq!(stored(&bench), "0");
}
