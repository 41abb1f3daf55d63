//! Whether a terminal is on, as far as the network tells.

use crate::records::{EpsRegistration, Fact};
use serde::{Deserialize, Serialize};

/// What is known of a terminal's state.
///
/// MMEs answer DETACHED for an idle terminal too (real ones were seen to), so that alone is no sign that it is switched off: only a purge, or
/// that no node serves, is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reach {
    /// No node serves it: switched off, or never there.
    NotRegistered,
    /// The node that served it last deleted it after long silence.
    Purged,
    /// It is registered; idle or not, nobody said.
    Registered,
    /// Idle, and can be paged.
    Idle,
    /// It has a connection.
    Connected,
    /// Registered, and out of reach for now.
    NotReachable,
}

impl Reach {
    /// What `registration` and the state told with `fact` come to.
    pub fn of(registration: Option<&EpsRegistration>, fact: Option<&Fact>) -> Self {
        let nodes = || registration.into_iter().flat_map(|now| now.mme.iter().chain(&now.sgsn));
        if nodes().next().is_none() {
            return Self::NotRegistered;
        }
        if nodes().all(|node| node.purged) {
            return Self::Purged;
        }
        // TS 29.272 §7.3.114.
        match fact.and_then(|fact| fact.state) {
            Some(1 | 5) => Self::NotReachable,
            Some(2) => Self::Idle,
            Some(3 | 4) => Self::Connected,
            _ => Self::Registered,
        }
    }

    /// As it is written for people.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotRegistered => "not-registered",
            Self::Purged => "purged",
            Self::Registered => "registered",
            Self::Idle => "idle",
            Self::Connected => "connected",
            Self::NotReachable => "not-reachable",
        }
    }

    /// The number of EPSUserState in Sh-Data (TS 29.328 §7.6.7, the values of TS 29.272 §7.3.114); `None` where what is known is no such state.
    pub const fn number(self) -> Option<u8> {
        match self {
            Self::NotRegistered | Self::Purged => Some(0),
            Self::NotReachable => Some(1),
            Self::Idle => Some(2),
            Self::Connected => Some(4),
            Self::Registered => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        records::{NodeLcs, ServingNode, Source},
        types::{Imsi, Seen, Timestamp},
    };

    #[test]
    fn lq_4_an_idle_user_is_not_reported_as_switched_off() {
        let imsi = Imsi::parse("001010000000001").unwrap();
        let node = |purged| ServingNode {
            host: "mme1".into(),
            realm: "epc".into(),
            visited: "00101".parse().unwrap(),
            since: Timestamp(0),
            purged,
            behind: false,
            features: 0,
            terminal: None,
            homogeneous_ims_voice: None,
            srvcc: false,
            lcs: NodeLcs::default(),
        };
        let served = |purged| EpsRegistration { mme: Some(node(purged)), ..EpsRegistration::empty(imsi) };
        let told = |state| Fact {
            source: Source::Mme,
            from: "mme1".into(),
            at: Timestamp(0),
            heard: Timestamp(0),
            seen: Seen::default(),
            estimate: Box::default(),
            state,
        };
        for (state, reach, number) in [
            (None, Reach::Registered, None),
            (Some(0), Reach::Registered, None),
            (Some(1), Reach::NotReachable, Some(1)),
            (Some(2), Reach::Idle, Some(2)),
            (Some(3), Reach::Connected, Some(4)),
            (Some(4), Reach::Connected, Some(4)),
            (Some(5), Reach::NotReachable, Some(1)),
            (Some(99), Reach::Registered, None),
        ] {
            let found = Reach::of(Some(&served(false)), Some(&told(state)));
            assert_eq!((found, found.number()), (reach, number), "{state:?}");
        }
        assert_eq!(Reach::of(Some(&served(true)), Some(&told(Some(4)))), Reach::Purged);
        assert_eq!(Reach::of(Some(&EpsRegistration::empty(imsi)), None), Reach::NotRegistered);
        assert_eq!(Reach::of(None, None).number(), Some(0));
    }
}
