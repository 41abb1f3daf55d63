//! `innkeeper load`: the load generator, for this HSS or any other.
//!
//! Simulated clients ([`population`]) are served by simulated CSCFs, MMEs and application servers ([`worker`]), each a Diameter peer of its own, which send a
//! mix of requests ([`plan`], written from [`stencil`]s) as fast as a window allows or at a fixed rate; MMEs speak GTPv2-C, too ([`gtp`]). The [`report`] has rates, latencies, results, and the CPU time the other end took per
//! answer where that runs on this machine ([`process`]).

mod gtp;
mod plan;
pub mod population;
mod process;
mod pulse;
mod report;
mod run;
mod stencil;
mod worker;

pub use population::{Client, Kind, Population, Sender};

use super::out;
use crate::{
    domain::subscribers::Templates,
    types::{E164, Imsi, Name, Plmn, Sic},
};
use anyhow::{Context, bail};
use clap::Args;
use plan::Mix;
use std::{io::Write, net::SocketAddr, path::PathBuf, time::Duration};

/// Load an HSS over Cx, S6a, Sh or GTPv2-C and measure it.
#[derive(Debug, Clone, Args)]
pub struct Load {
    /// The HSS.
    #[arg(long, default_value = "127.0.0.1:3868", value_name = "ADDRESS:PORT")]
    to: SocketAddr,
    /// Its GTPv2-C.
    #[arg(long, default_value = "127.0.0.1:2123", value_name = "ADDRESS:PORT")]
    gtp: SocketAddr,
    /// Kinds of requests and their shares: uar, mar, sar, lir (Cx), air, ulr (S6a), udr (Sh, LocationInformation), cci, ccu, cct (Ro, in this order: a call's beginning, a report, its end); or cnr (Change Notification, GTPv2-C) alone.
    #[arg(long, default_value = "uar", value_name = "KIND=SHARE,…")]
    mix: Mix,
    /// Connections, each with an identity of its own (`load1.REALM`, `load2.REALM` …).
    #[arg(long, default_value_t = 4)]
    connections: usize,
    /// Requests in flight per connection at most.
    #[arg(long, default_value_t = 64)]
    window: usize,
    /// Requests per second in all, at fixed times; without it, as fast as the windows allow.
    #[arg(long)]
    rate: Option<f64>,
    /// Seconds to send.
    #[arg(long, default_value_t = 10.0)]
    seconds: f64,
    /// Stop after so many requests.
    #[arg(long)]
    requests: Option<u64>,
    /// Subscribers in the population.
    #[arg(long, default_value_t = 10_000)]
    subscribers: u64,
    /// The population's first IMSI.
    #[arg(long, default_value = "460011000000000")]
    imsi: Imsi,
    /// The population's first number.
    #[arg(long, default_value = "8618000000000")]
    msisdn: E164,
    /// Its home domain, without `ims.`.
    #[arg(long, default_value = "mnc001.mcc460.3gppnetwork.org")]
    domain: Name,
    /// Its template, one of those that need no configuration: says which services there are, and the form of their identities.
    #[arg(long, default_value = "lab")]
    template: String,
    /// The network that the terminals visit, as MCC and MNC; by default the IMSI's first five digits.
    #[arg(long)]
    visited: Option<Plmn>,
    /// With --population: they attach to the EPS too, as their template has it.
    #[arg(long, requires = "population")]
    eps: bool,
    /// With --population: they have an account each, as their template has it.
    #[arg(long, requires = "population")]
    accounts: bool,
    /// The realm asked.
    #[arg(long, default_value = "ims.mnc001.mcc001.3gppnetwork.org")]
    realm: String,
    /// SIP-Authentication-Scheme of MARs.
    #[arg(long, default_value = "Digest-AKAv1-MD5")]
    scheme: Name,
    /// The process to measure; by default the one that listens at the other end, if it is on this machine.
    #[arg(long)]
    pid: Option<u32>,
    /// Print the report as JSON.
    #[arg(long)]
    json: bool,
    /// Send nothing: write the population as a file for `innkeeper import` (CSV), `-` for standard output.
    #[arg(long, value_name = "FILE")]
    population: Option<PathBuf>,
}

impl Load {
    /// Runs it.
    ///
    /// # Errors
    /// When a connection fails, or the arguments name no population.
    pub fn run(self) -> anyhow::Result<()> {
        let population = self.simulated()?;
        match &self.population {
            Some(path) if path.as_os_str() == "-" => out::written(self.write(&population, out::Out)),
            Some(path) => {
                let file =
                    std::fs::File::create(path).with_context(|| format!("writing {}", path.display()))?;
                self.write(&population, std::io::BufWriter::new(file))
            }
            None => run::run(&self, population),
        }
    }

    fn simulated(&self) -> anyhow::Result<Population> {
        let templates = Templates::built_in();
        let Some((_, template)) = templates.get(Some(&self.template)) else {
            let names: Vec<&str> = templates.names().map(Name::as_str).collect();
            bail!("there is no template {}; there are {}", self.template, names.join(", "));
        };
        let services: Vec<(Option<Sic>, _)> = template
            .service
            .iter()
            .filter(|service| !service.optional)
            .filter_map(|service| Some((service.sic, service.identities.first()?.impu.clone())))
            .collect();
        let Self { subscribers, imsi, msisdn, .. } = *self;
        if subscribers == 0 || imsi.offset(subscribers).is_none() || msisdn.offset(subscribers).is_none() {
            bail!(
                "{subscribers} subscribers from IMSI {imsi} and number {msisdn}: there are not so many numbers of that length"
            );
        }
        Ok(Population { imsi, msisdn, subscribers, domain: self.domain.clone(), services })
    }

    fn write(&self, population: &Population, mut out: impl Write) -> anyhow::Result<()> {
        let hex = |octets: [u8; 16]| octets.map(|octet| format!("{octet:02x}")).concat();
        let opc = hex(Population::OPC);
        // Where IMS alone is measured nobody attaches.
        // Where IMS alone is measured nobody pays, either.
        let left_out =
            [(self.eps, ",eps"), (self.accounts, ",account")].into_iter().filter(|(with, _)| !with);
        let (columns, none): (String, String) = left_out.map(|(_, column)| (column, ",none")).unzip();
        writeln!(out, "imsi,msisdn,template,domain,k,opc{columns}")?;
        for place in 0..population.subscribers {
            if let Some((imsi, msisdn)) = population.imsi.offset(place).zip(population.msisdn.offset(place)) {
                let k = hex(Population::k(imsi));
                writeln!(out, "{imsi},{msisdn},{},{},{k},{opc}{none}", self.template, self.domain)?;
            }
        }
        out.flush()?;
        Ok(())
    }

    /// The network that is visited; the home network's first digits where nothing else is said.
    fn network(&self) -> anyhow::Result<Plmn> {
        let home = || Plmn::parse(self.imsi.to_string().get(..5)?);
        self.visited.or_else(home).with_context(|| format!("{} begins with no network's digits", self.imsi))
    }

    fn duration(&self) -> Duration {
        Duration::from_secs_f64(self.seconds.clamp(0.0, 86_400.0))
    }
}
