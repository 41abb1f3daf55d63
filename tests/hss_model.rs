//! SC-4, SC-5: any sequence of authentications, registrations and deregistrations of two services with distinct and shared public
//! identities, through two S-CSCFs, against a model that knows nothing of records.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail loudly")]

mod hss_common;

use hss_common::*;
use innkeeper::diameter::dictionary::cx::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone, Copy)]
enum Step {
    Challenge,
    Register { refresh: bool },
    Deregister,
    Keep,
    Fail,
    CallUnregistered,
}

/// Who does what: service, public identity, S-CSCF.
type Move = (&'static str, &'static str, &'static str, Step);

/// What one service should be in: by public identity set, as people would say it.
#[derive(Debug, Default, Clone)]
struct Model {
    server: Option<&'static str>,
    before: Option<&'static str>,
    registered: BTreeSet<u8>,
    kept: BTreeSet<u8>,
    challenged: BTreeSet<u8>,
}

impl Model {
    fn in_use(&self) -> bool {
        !(self.registered.is_empty() && self.kept.is_empty() && self.challenged.is_empty())
    }

    /// The result, having changed what the step changes.
    fn step(&mut self, set: u8, by: &'static str, step: Step) -> &'static str {
        let other = self.server.is_some_and(|server| server != by);
        match step {
            Step::Challenge => {
                if !other && self.registered.contains(&set) {
                    return "2001";
                }
                let served = !self.registered.is_empty() || !self.kept.is_empty();
                if other && self.before == Some(by) {
                    self.before = None;
                } else if other && served && self.before.is_none() {
                    self.before = self.server;
                }
                self.server = Some(by);
                self.challenged.insert(set);
            }
            Step::Register { .. } | Step::CallUnregistered if other => return "E5005",
            Step::Register { .. } => {
                if self.before.take().is_some() {
                    (self.registered, self.kept) = Default::default();
                }
                self.server = Some(by);
                self.registered.insert(set);
                self.kept.remove(&set);
                self.challenged.remove(&set);
            }
            Step::CallUnregistered => {
                self.server = Some(by);
                self.challenged.remove(&set);
                if !self.registered.contains(&set) {
                    self.kept.insert(set);
                }
            }
            Step::Deregister | Step::Keep | Step::Fail if other => return "5012",
            Step::Deregister => {
                self.registered.remove(&set);
                self.kept.remove(&set);
                self.challenged.remove(&set);
            }
            Step::Keep => {
                if self.registered.remove(&set) {
                    self.kept.insert(set);
                }
                self.challenged.remove(&set);
            }
            Step::Fail => {
                self.challenged.remove(&set);
                self.server = self.before.take().or(self.server);
            }
        }
        if !self.in_use() {
            *self = Self::default();
        }
        "2001"
    }

    fn show(&self, sic: &str) -> Option<String> {
        let all: BTreeSet<u8> =
            [&self.registered, &self.kept, &self.challenged].into_iter().flatten().copied().collect();
        let sets: Vec<_> = all
            .iter()
            .map(|set| {
                let state = match (self.registered.contains(set), self.kept.contains(set)) {
                    (true, _) => "R",
                    (_, true) => "U",
                    _ => return format!("{set}P"),
                };
                format!("{set}{state}{}", if self.challenged.contains(set) { "p" } else { "" })
            })
            .collect();
        let before = self.before.map(|before| format!("<{before}")).unwrap_or_default();
        self.server.map(|server| format!("{sic}:{}@{server}{before}", sets.join(",")))
    }
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let who = prop_oneof![
        Just(("001", "volte")),
        Just(("001", "shared")),
        Just(("001", "work")),
        Just(("002", "rcs")),
        Just(("002", "shared")),
    ];
    let step = prop_oneof![
        3 => Just(Step::Challenge),
        3 => any::<bool>().prop_map(|refresh| Step::Register { refresh }),
        2 => Just(Step::Deregister),
        1 => Just(Step::Keep),
        1 => Just(Step::Fail),
        1 => Just(Step::CallUnregistered),
    ];
    let one = (who, prop_oneof![3 => Just("A"), 1 => Just("B")], step);
    prop::collection::vec(one.prop_map(|((sic, token), by, step)| (sic, token, by, step)), 1..25)
}

fn do_it(bench: &Bench, (sic, token, by, step): Move) -> String {
    let (private, public) = (impi(sic), impu(token));
    let kind = match step {
        Step::Challenge => {
            let answer = bench.mar(
                by,
                MultimediaAuthRequest {
                    user_name: &private,
                    public_identity: &public,
                    sip_number_auth_items: 1,
                    sip_auth_data_item: SipAuthDataItem {
                        sip_authentication_scheme: Some("unknown"),
                        ..Default::default()
                    },
                    ..Default::default()
                },
            );
            return code(&MultimediaAuthAnswer::decode(&answer).unwrap().outcome);
        }
        Step::Register { refresh: false } => ServerAssignmentType::REGISTRATION,
        Step::Register { refresh: true } => ServerAssignmentType::RE_REGISTRATION,
        Step::Deregister => ServerAssignmentType::USER_DEREGISTRATION,
        Step::Keep => ServerAssignmentType::TIMEOUT_DEREGISTRATION_STORE_SERVER_NAME,
        Step::Fail => ServerAssignmentType::AUTHENTICATION_FAILURE,
        Step::CallUnregistered => ServerAssignmentType::UNREGISTERED_USER,
    };
    let answer = bench.sar(
        by,
        ServerAssignmentRequest {
            user_name: Some(&private),
            public_identity: vec![&public],
            server_assignment_type: kind,
            ..Default::default()
        },
    );
    code(&ServerAssignmentAnswer::decode(&answer).unwrap().outcome)
}

fn lir(bench: &Bench, token: &str) -> String {
    let answer = bench.lir(LocationInfoRequest { public_identity: &impu(token), ..Default::default() });
    code(&LocationInfoAnswer::decode(&answer).unwrap().outcome)
}

fn leave(bench: &Bench, sic: &str, token: &str) -> String {
    let private = impi(sic);
    let answer = bench.uar(UserAuthorizationRequest {
        user_name: &private,
        public_identity: &impu(token),
        visited_network_identifier: b"home.example",
        user_authorization_type: Some(UserAuthorizationType::DE_REGISTRATION),
        ..Default::default()
    });
    code(&UserAuthorizationAnswer::decode(&answer).unwrap().outcome)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    /// SC-4, SC-5.
    #[test]
    fn sc_4_sc_5_services_follow_the_model_and_never_one_another(moves in moves()) {
        let bench = Bench::new();
        let mut models: BTreeMap<&str, Model> = BTreeMap::new();
        for one in moves {
            let (sic, token, by, step) = one;
            let set = if token == "work" { 2 } else { 1 };
            let expected = models.entry(sic).or_default().step(set, by, step);
            prop_assert_eq!(do_it(&bench, one), expected, "{:?}: {}", one, bench.last_why());
            let shown: Vec<_> = models.iter().filter_map(|(sic, model)| model.show(sic)).collect();
            let shown = if shown.is_empty() { "-".into() } else { shown.join(" ") };
            prop_assert_eq!(bench.state(), shown, "after {:?}", one);

            // A distinct identity is found as long as its service holds it, a shared one as long as any does.
            let holds = |sic: &str| models.get(sic).is_some_and(|model| model.registered.contains(&1) || model.kept.contains(&1));
            for (token, held) in [("volte", holds("001")), ("rcs", holds("002")), ("shared", holds("001") || holds("002"))] {
                prop_assert_eq!(lir(&bench, token), if held { "2001" } else { "E5003" }, "{} after {:?}", token, one);
            }
            // And only who is registered can be asked to leave.
            for (sic, token) in [("001", "volte"), ("001", "shared"), ("002", "shared")] {
                let registered = models.get(sic).is_some_and(|model| model.registered.contains(&1));
                prop_assert_eq!(leave(&bench, sic, token), if registered { "2001" } else { "E5003" });
            }
        }
    }
}
