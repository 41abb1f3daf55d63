//! `[charging]`: the tariff, and what it takes to charge by it.

use crate::domain::charging::{Charging, accounting, session::Manners, tariff::Tariff};
use serde::{Deserialize, Serialize};
use std::{fs, path::PathBuf, time::Duration};

/// `[charging]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ChargingSection {
    /// The tariff; without one the built-in tariff `lab`. A relative path counts from the working directory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tariffs: Option<PathBuf>,
    /// The plan of an account that names none; where it is not set, the tariff's only one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// Of which level of places home and visited place have to be the same for a user not to roam (VC-4).
    pub jurisdiction: String,
    /// Seconds for which a session is remembered after its end: for so long a repeated request gets the same answer.
    pub remembered_seconds: u32,
    /// Sessions that an account may have open at once; `None`: any number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sessions_per_account: Option<u32>,
    /// Whether an UPDATE or TERMINATION of a session that is not known is taken for one whose beginning was lost; else it is refused.
    pub adopt_unknown_sessions: bool,
    /// Seconds more than have passed that a client may report.
    pub slack_seconds: u32,
    /// Offline: how often a client is to tell of a session that goes on (Acct-Interim-Interval), seconds.
    pub interim_seconds: u32,
    /// Offline: after so many intervals without a word the record is closed.
    pub silent_intervals: u32,
    /// Offline: seconds for which a session is remembered after its end.
    pub accounting_remembered_seconds: u32,
    /// Offline: a record that was open for so many seconds is closed as a partial one; 0: never.
    pub partial_seconds: u32,
    /// Offline: a record with so many mebioctets is closed as a partial one; 0: never.
    pub partial_mib: u32,
}

impl Default for ChargingSection {
    fn default() -> Self {
        let (manners, accounting) = (Manners::default(), accounting::Manners::default());
        let seconds = |time: Duration| u32::try_from(time.as_secs()).unwrap_or(u32::MAX);
        Self {
            tariffs: None,
            plan: None,
            jurisdiction: "city".into(),
            remembered_seconds: seconds(manners.remembered),
            sessions_per_account: manners.sessions,
            adopt_unknown_sessions: manners.adopt,
            slack_seconds: seconds(manners.slack),
            interim_seconds: accounting.interval,
            silent_intervals: accounting.silent,
            accounting_remembered_seconds: seconds(accounting.remembered),
            partial_seconds: accounting.partial_time.map_or(0, seconds),
            partial_mib: 0,
        }
    }
}

impl ChargingSection {
    /// How is charged: the tariff is read, and has to have the plan.
    ///
    /// # Errors
    /// A sentence with the file, and with every line of it that is wrong.
    pub fn load(&self) -> Result<Charging, String> {
        let tariff = match &self.tariffs {
            None => Tariff::lab(),
            Some(file) => {
                let shown = file.display();
                let octets = fs::read(file).map_err(|error| {
                    format!("the tariff in {shown} cannot be read: {error}; see charging.tariffs")
                })?;
                Tariff::read(&octets).map_err(|mistakes| format!("{shown}: {mistakes}"))?
            }
        };
        tariff
            .default_plan(self.plan.as_deref())
            .map_err(|sentence| format!("[charging] plan: {sentence}"))?;
        let manners = Manners {
            remembered: Duration::from_secs(self.remembered_seconds.into()),
            sessions: self.sessions_per_account,
            adopt: self.adopt_unknown_sessions,
            slack: Duration::from_secs(self.slack_seconds.into()),
        };
        Ok(Charging { tariff, manners, accounting: self.accounting() })
    }

    fn accounting(&self) -> accounting::Manners {
        let (seconds, mib) = (self.partial_seconds, self.partial_mib);
        accounting::Manners {
            interval: self.interim_seconds,
            silent: self.silent_intervals,
            remembered: Duration::from_secs(self.accounting_remembered_seconds.into()),
            partial_time: (seconds > 0).then(|| Duration::from_secs(seconds.into())),
            partial_octets: (mib > 0).then(|| u64::from(mib) << 20),
        }
    }
}
