//! `[charging]`: the tariff, and what it takes to charge by it.

use crate::{
    domain::{
        charging::{
            Charging, accounting,
            roaming::{Assumed, Homes, OnDisagreement, Roaming, Rules},
            session::Manners,
            tariff::Tariff,
        },
        ledger::Low,
        places::Places,
    },
    types::{Currency, Money, Name},
};
use serde::{Deserialize, Serialize};
use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

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
    /// The charging side's own table of home places; without one the record's home is believed. A relative path counts from the working directory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub homes: Option<PathBuf>,
    /// What becomes of a call whose home place is not what that table says.
    pub on_disagreement: OnDisagreement,
    /// What is assumed of a user whose home place is not known.
    pub unknown_home: Assumed,
    /// What is assumed of a user whose visited place is not known.
    pub unknown_visited: Assumed,
    /// Seconds for which a session is remembered after its end: for so long a repeated request gets the same answer.
    pub remembered_seconds: u32,
    /// Sessions that an account may have open at once; `None`: any number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sessions_per_account: Option<u32>,
    /// Whether an UPDATE or TERMINATION of a session that is not known is taken for one whose beginning was lost; else it is refused.
    pub adopt_unknown_sessions: bool,
    /// Seconds more than have passed that a client may report.
    pub slack_seconds: u32,
    /// Amounts with their currencies, such as `5.00 EUR`: an account that falls below one is told of.
    pub low_balance: Vec<String>,
    /// Where that is posted, as JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook: Option<String>,
    /// The currency of accounts that are opened without naming one; the tariff's where it is not set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// Days that orders which moved money are remembered by their keys.
    pub order_days: u32,
    /// Days that postings stay in the ledger's log; 0: for ever.
    pub posting_days: u32,
    /// Days that statistics of roamers are kept.
    pub roamer_days: u32,
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
            jurisdiction: Rules::default().jurisdiction.to_string(),
            homes: None,
            on_disagreement: manners.on_disagreement,
            unknown_home: Rules::default().unknown_home,
            unknown_visited: Rules::default().unknown_visited,
            remembered_seconds: seconds(manners.remembered),
            sessions_per_account: manners.sessions,
            adopt_unknown_sessions: manners.adopt,
            slack_seconds: seconds(manners.slack),
            low_balance: Vec::new(),
            webhook: None,
            currency: None,
            order_days: 30,
            posting_days: 0,
            roamer_days: 400,
            interim_seconds: accounting.interval,
            silent_intervals: accounting.silent,
            accounting_remembered_seconds: seconds(accounting.remembered),
            partial_seconds: accounting.partial_time.map_or(0, seconds),
            partial_mib: 0,
        }
    }
}

impl ChargingSection {
    /// How is charged: the tariff is read, and has to have the plan; the table of home places is read, and has places of the map alone.
    ///
    /// # Errors
    /// A sentence with the file, and with every line of it that is wrong.
    pub fn load(&self, places: &Places) -> Result<Charging, String> {
        let tariff = self.tariff()?;
        let manners = Manners {
            remembered: Duration::from_secs(self.remembered_seconds.into()),
            sessions: self.sessions_per_account,
            adopt: self.adopt_unknown_sessions,
            slack: Duration::from_secs(self.slack_seconds.into()),
            on_disagreement: self.on_disagreement,
            low: self.low()?,
        };
        let rules = Rules {
            jurisdiction: Name::new(&self.jurisdiction),
            unknown_home: self.unknown_home,
            unknown_visited: self.unknown_visited,
        };
        let homes = self.homes.as_ref().map(|file| homes(file, places)).transpose()?;
        let (roaming, accounting) = (Roaming { homes, rules }, self.accounting());
        Ok(Charging {
            tariff,
            manners,
            roaming,
            accounting,
            order_days: self.order_days,
            posting_days: Some(self.posting_days).filter(|days| *days > 0),
            roamer_days: self.roamer_days,
            webhook: self.webhook.as_deref().map(Into::into),
        })
    }

    /// Of which accounts is told that they have little left.
    ///
    /// # Errors
    /// A sentence.
    pub fn low(&self) -> Result<Low, String> {
        if let Some(url) = self.webhook.as_deref().filter(|url| !url.starts_with("http://")) {
            return Err(format!("[charging] webhook: {url:?} is no URL that begins with http://"));
        }
        if !self.low_balance.is_empty() && self.webhook.is_none() {
            return Err("[charging] low_balance: nobody would hear of it; set webhook".to_owned());
        }
        let mut all: Vec<(Currency, Money)> = Vec::new();
        for text in &self.low_balance {
            let (amount, currency) =
                Money::parse(text).map_err(|sentence| format!("[charging] low_balance: {sentence}"))?;
            if all.iter().any(|(known, _)| *known == currency) {
                return Err(format!("[charging] low_balance: {currency} is there twice"));
            }
            all.push((currency, amount));
        }
        Ok(Low(all.into()))
    }

    /// The tariff alone: the file is read, and has to have the plan.
    ///
    /// # Errors
    /// A sentence with the file, and with every line of it that is wrong.
    pub fn tariff(&self) -> Result<Tariff, String> {
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
        Ok(tariff)
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

fn homes(file: &Path, places: &Places) -> Result<Homes, String> {
    let shown = file.display();
    let octets = fs::read(file).map_err(|error| {
        format!("the table of home places in {shown} cannot be read: {error}; see charging.homes")
    })?;
    Homes::read(&octets, places).map_err(|mistakes| format!("{shown}: {mistakes}"))
}
