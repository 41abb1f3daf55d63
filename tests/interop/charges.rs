//! What was captured of credit control, message by message: what clients asked and used, what they were granted, and what freeDiameter's rules say of every answer.

use crate::{
    capture::Capture,
    programs::{DCCA, present},
};
use innkeeper::diameter::{
    codec::{CommandFlags, Message},
    dictionary::ro::{CreditControlAnswer, CreditControlRequest, FinalUnitAction, RoleOfNode},
};
use std::{
    collections::BTreeSet,
    io::Write,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

/// CCR and CCA.
const CREDIT_CONTROL: u32 = 272;

/// A request and its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Exchange {
    pub(crate) session: String,
    /// Whom it is to be charged to, as the client first writes it.
    pub(crate) user: String,
    /// CC-Request-Type: 1 to 4.
    pub(crate) kind: u32,
    pub(crate) number: u32,
    /// The T flag.
    pub(crate) repeated: bool,
    /// True for what the called party is asked for.
    pub(crate) terminating: bool,
    /// CC-Time of Used-Service-Unit.
    pub(crate) used: Option<u32>,
    /// Result-Code, CC-Time of Granted-Service-Unit, and whether these are the last; `None`: it was never answered.
    pub(crate) answer: Option<(u32, Option<u32>, bool)>,
}

/// All messages of credit control that were captured.
#[derive(Debug)]
pub(crate) struct Charges(Vec<Message>);

impl Charges {
    /// What was captured, as soon as it is `enough`; `None` where nothing may be captured.
    pub(crate) fn when(capture: &Capture, enough: impl Fn(&Self) -> bool) -> Option<Self> {
        let start = Instant::now();
        loop {
            let mut all = capture.messages()?;
            all.retain(|message| message.header.code == CREDIT_CONTROL);
            let found = Self(all);
            if enough(&found) {
                return Some(found);
            }
            assert!(start.elapsed() < Duration::from_secs(20), "only this: {:#?}", found.exchanges());
        }
    }

    /// What was captured, once the last request of each of these users has been answered.
    pub(crate) fn when_over(capture: &Capture, users: &[&str]) -> Option<Self> {
        let over = |all: &Self, user: &&str| {
            let last = all.to(user).pop();
            last.is_some_and(|exchange| exchange.kind == 3 && exchange.answer.is_some())
        };
        Self::when(capture, |all| users.iter().all(|user| over(all, user)))
    }

    /// All exchanges, of each connection in the order of the requests.
    pub(crate) fn exchanges(&self) -> Vec<Exchange> {
        let mut found: Vec<(u32, Exchange)> = Vec::new();
        for message in &self.0 {
            if message.header.is_request() {
                found.push((message.header.hop_by_hop, asked(message)));
                continue;
            }
            let asked = { found.iter_mut().rev() }.find(|(hop, _)| *hop == message.header.hop_by_hop);
            let (_, exchange) = asked.expect("an answer to a request");
            exchange.answer = Some(answered(message));
        }
        found.into_iter().map(|(_, exchange)| exchange).collect()
    }

    /// True if something was answered with this Result-Code.
    pub(crate) fn has(&self, code: u32) -> bool {
        self.exchanges().iter().any(|exchange| exchange.answer.is_some_and(|answer| answer.0 == code))
    }

    /// Those that are charged to a user.
    pub(crate) fn to(&self, user: &str) -> Vec<Exchange> {
        self.exchanges().into_iter().filter(|exchange| exchange.user == user).collect()
    }

    /// Every answer goes through freeDiameter's dictionaries and rules, which have to find nothing; which results there were. Where they are not installed,
    /// nothing is judged.
    pub(crate) fn judged_by_freediameter(&self) -> Option<BTreeSet<u32>> {
        if !present(&[DCCA]) {
            return None;
        }
        let answers: Vec<_> = self.0.iter().filter(|message| !message.header.is_request()).collect();
        let verdicts = freediameter(&answers);
        assert!(!answers.is_empty() && verdicts.iter().all(|verdict| verdict == "ok"), "{verdicts:?}");
        assert_eq!(verdicts.len(), answers.len());
        let code = |answer: &&Message| CreditControlAnswer::decode(answer).expect("a CCA").outcome.0;
        Some(answers.iter().map(code).collect())
    }
}

fn asked(message: &Message) -> Exchange {
    let request = CreditControlRequest::decode(message).expect("a CCR");
    let ims = request.service_information.as_ref().and_then(|service| service.ims_information.as_ref());
    let used = request.multiple_services_credit_control.iter().flat_map(|service| &service.used_service_unit);
    Exchange {
        session: request.session_id.into(),
        user: request
            .subscription_id
            .first()
            .map(|user| user.subscription_id_data.into())
            .unwrap_or_default(),
        kind: request.cc_request_type.0,
        number: request.cc_request_number,
        repeated: message.header.flags.contains(CommandFlags::RETRANSMIT),
        terminating: ims.and_then(|ims| ims.role_of_node) == Some(RoleOfNode::TERMINATING_ROLE),
        used: used.filter_map(|used| used.cc_time).reduce(|one, other| one + other),
        answer: None,
    }
}

fn answered(message: &Message) -> (u32, Option<u32>, bool) {
    let answer = CreditControlAnswer::decode(message).expect("a CCA");
    let service = answer.multiple_services_credit_control.first();
    let granted = service.and_then(|service| service.granted_service_unit).and_then(|unit| unit.cc_time);
    let last = service.and_then(|service| service.final_unit_indication.as_ref());
    (answer.outcome.0, granted, last.is_some_and(|last| last.final_unit_action == FinalUnitAction::TERMINATE))
}

/// What freeDiameter's rules say of each.
fn freediameter(answers: &[&Message]) -> Vec<String> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/freediameter_rules.py");
    let mut rules = Command::new("python3");
    rules.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut rules = rules.spawn().expect("python3 can be started");
    let digits = |answer: &&Message| {
        answer.as_bytes().iter().map(|octet| format!("{octet:02x}")).collect::<String>() + "\n"
    };
    let lines: String = answers.iter().map(digits).collect();
    let mut input = rules.stdin.take().expect("piped");
    let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()).expect("it reads"));
    let output = rules.wait_with_output().expect("it ends");
    writer.join().expect("it reads all");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    // Why not stands in its log, before the verdict.
    let (mut verdicts, mut why) = (Vec::new(), String::new());
    for line in said.lines() {
        match line.strip_prefix("= ") {
            Some("ok") => verdicts.push("ok".into()),
            Some(verdict) => verdicts.push(format!("{verdict}: {why}")),
            None => why += line,
        }
    }
    verdicts
}
