//! Service profiles as they are configured, and the sentences for what an S-CSCF's parser would trip over (TS 29.228 Annex B).

use super::config::Mistake;
use serde::{Deserialize, Serialize};

/// `[profile.NAME]`: what an S-CSCF is told to do for a public identity.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Profile {
    /// SubscribedMediaProfileId of the core network services authorization, a number of the operator's own.
    pub subscribed_media: Option<u32>,
    /// Numbers of shared sets of filter criteria (`[shared_ifc.NUMBER]`).
    pub shared_ifc: Vec<u32>,
    /// The filter criteria of this profile, each with a priority of its own.
    pub ifc: Vec<InitialFilterCriteria>,
}

/// `[[profile.NAME.ifc]]`: when which application server is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InitialFilterCriteria {
    /// 0 is asked first; unique within a profile.
    pub priority: u32,
    /// The SIP URI of the application server.
    pub application_server: String,
    /// What the S-CSCF does when the application server does not answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_handling: Option<DefaultHandling>,
    /// Handed to the application server in third-party registrations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_info: Option<String>,
    /// In which state of the user the criteria count; in both where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<ProfilePart>,
    /// Whether third-party registrations carry the REGISTER.
    #[serde(default)]
    pub include_register_request: bool,
    /// Whether third-party registrations carry the answer to the REGISTER.
    #[serde(default)]
    pub include_register_response: bool,
    /// How the groups of triggers combine.
    #[serde(default)]
    pub condition: Condition,
    /// DSAI-Tags by which application servers switch the criteria off (TS 29.328 §7.6.11): they count while one of them is active, and always where
    /// there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dsai: Vec<String>,
    /// How the switches stand until an application server moves them.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub dsai_active: bool,
    /// The service point triggers; none means that the application server is always asked.
    #[serde(default)]
    pub trigger: Vec<Trigger>,
}

fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_yes(value: &bool) -> bool {
    *value
}

/// DefaultHandling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DefaultHandling {
    /// SESSION_CONTINUED.
    Continue = 0,
    /// SESSION_TERMINATED.
    Terminate = 1,
}

/// ProfilePartIndicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProfilePart {
    /// REGISTERED.
    Registered = 0,
    /// UNREGISTERED.
    Unregistered = 1,
}

/// ConditionTypeCNF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Condition {
    /// Any group, of which all triggers hold (disjunctive normal form).
    AnyGroup = 0,
    /// All groups, of each of which one trigger holds (conjunctive normal form).
    #[default]
    AllGroups = 1,
}

/// `[[profile.NAME.ifc.trigger]]`: one service point trigger. Exactly one of `method`, `request_uri`, `header`, `session_case` and
/// `sdp_line` is set.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Trigger {
    /// The groups it belongs to; group 0 where none is given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<u32>,
    /// Whether it holds when it does not match.
    pub not: bool,
    /// The SIP method.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// A regular expression over the Request-URI.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_uri: Option<String>,
    /// A regular expression over header names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
    /// A regular expression over the values of those headers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header_content: Option<String>,
    /// Who calls whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_case: Option<SessionCase>,
    /// A line type of the session description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sdp_line: Option<String>,
    /// A regular expression over those lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sdp_content: Option<String>,
    /// For `method = "REGISTER"`: which registrations.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub registration: Vec<RegistrationType>,
}

/// SessionCase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SessionCase {
    /// ORIGINATING_SESSION.
    Originating = 0,
    /// TERMINATING_REGISTERED.
    TerminatingRegistered = 1,
    /// TERMINATING_UNREGISTERED.
    TerminatingUnregistered = 2,
    /// ORIGINATING_UNREGISTERED.
    OriginatingUnregistered = 3,
    /// ORIGINATING_CDIV: only from release 8 on, refused by an S-CSCF that validates against the release 7 schema.
    OriginatingCdiv = 4,
}

/// RegistrationType.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RegistrationType {
    /// INITIAL_REGISTRATION.
    Initial = 0,
    /// RE-REGISTRATION.
    Refresh = 1,
    /// DE-REGISTRATION.
    Deregistration = 2,
}

impl InitialFilterCriteria {
    /// True if the criteria can match a terminating request for a user who is not registered: then the user has services related to the
    /// unregistered state (TS 29.228 §6.1.4.1 step 3).
    pub fn serves_unregistered(&self) -> bool {
        let mut cases = self
            .trigger
            .iter()
            .filter_map(|trigger| trigger.session_case.map(|case| (case, trigger.not)))
            .peekable();
        match self.when {
            Some(ProfilePart::Registered) => false,
            Some(ProfilePart::Unregistered) => true,
            None => {
                cases.peek().is_none()
                    || cases.any(|case| case == (SessionCase::TerminatingUnregistered, false))
            }
        }
    }

    pub(super) fn check(&self, place: &str, mistakes: &mut Vec<Mistake>) {
        let place = format!("{place} ifc of priority {}", self.priority);
        let server = self.application_server.as_str();
        if !(server.starts_with("sip:") || server.starts_with("sips:")) {
            let problem = format!("{server:?} is no SIP URI: write sip:as.example:5060");
            mistakes.push(Mistake::new(format!("{place}, application_server"), problem));
        }
        check_text(&place, "application_server", Some(server), mistakes);
        for tag in &self.dsai {
            check_text(&place, "dsai", Some(tag), mistakes);
        }
        if self.dsai.is_empty() && !self.dsai_active {
            mistakes.push(Mistake::new(
                &place,
                "dsai_active needs dsai: nobody could ever switch the criteria on",
            ));
        }
        check_text(&place, "service_info", self.service_info.as_deref(), mistakes);
        for (at, trigger) in self.trigger.iter().enumerate() {
            trigger.check(&format!("{place}, trigger {}", at + 1), mistakes);
        }
    }
}

impl Trigger {
    fn check(&self, place: &str, mistakes: &mut Vec<Mistake>) {
        let texts = [
            ("method", self.method.as_deref()),
            ("request_uri", self.request_uri.as_deref()),
            ("header", self.header.as_deref()),
            ("header_content", self.header_content.as_deref()),
            ("sdp_line", self.sdp_line.as_deref()),
            ("sdp_content", self.sdp_content.as_deref()),
        ];
        for (setting, text) in texts {
            check_text(place, setting, text, mistakes);
        }
        let kinds = [
            self.method.is_some(),
            self.request_uri.is_some(),
            self.header.is_some(),
            self.session_case.is_some(),
            self.sdp_line.is_some(),
        ];
        if kinds.iter().filter(|set| **set).count() != 1 {
            mistakes.push(Mistake::new(
                place,
                "set exactly one of method, request_uri, header, session_case and sdp_line",
            ));
        }
        for (content, of, given) in [
            ("header_content", "header", self.header.is_some()),
            ("sdp_content", "sdp_line", self.sdp_line.is_some()),
        ] {
            let set = texts.iter().any(|(setting, text)| *setting == content && text.is_some());
            if set && !given {
                mistakes.push(Mistake::new(place, format!("{content} needs {of}")));
            }
        }
        if !self.registration.is_empty() && self.method.as_deref() != Some("REGISTER") {
            mistakes.push(Mistake::new(place, "registration needs method = \"REGISTER\""));
        }
    }
}

/// What S-CSCFs cannot read: nothing, 256 octets or more, a blank beside the text, a control character (`hss-clients` 5.3: heap overruns and
/// crashes of a real parser).
pub(super) fn check_text(place: &str, setting: &str, text: Option<&str>, mistakes: &mut Vec<Mistake>) {
    let Some(text) = text else { return };
    let problem = if text.is_empty() {
        "is empty: leave the setting out instead"
    } else if text.len() > 255 {
        "is longer than 255 octets, which S-CSCFs do not read"
    } else if text.trim() != text {
        "begins or ends with a blank, which S-CSCFs take as part of the value"
    } else if text.chars().any(char::is_control) {
        "contains a control character"
    } else {
        return;
    };
    mistakes.push(Mistake::new(place, format!("{setting} {problem}")));
}
