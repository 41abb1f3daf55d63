//! `innkeeper call`: one request to any HSS, and its answer; or a whole registration, as a client and its CSCFs would do it (SC-2).

mod sim;

pub use sim::{LAB_K, LAB_OPC};

use super::{
    impi,
    load::population::{Choice, Client as Identity, Kind, Sender},
    out::say,
};
use crate::{
    diameter::{
        Application,
        codec::Message,
        dictionary::{
            TGPP,
            cx::{
                self, MultimediaAuthAnswer, ServerAssignmentAnswer, ServerAssignmentType,
                UserAuthorizationAnswer, UserAuthorizationType,
            },
            ro, s6a, sh, tree,
        },
        transport::{Client, ClientConfig, ClientError},
    },
    domain::auth::SimKeys,
    types::{Impi, Imsi, Plmn, Sic},
};
use anyhow::{Context, anyhow, bail};
use bytes::BytesMut;
use clap::{Args, ValueEnum};
use std::{net::SocketAddr, time::Duration};

/// Connects to an HSS. Where there is none, the error says what to do.
pub(super) async fn dial(hss: SocketAddr, config: ClientConfig) -> anyhow::Result<Client> {
    Client::connect(hss, config).await.map_err(|error| match error {
        ClientError::Connection(..) | ClientError::Timeout(..) => {
            anyhow!("{error}; is `innkeeper serve` running? Name another HSS with --to")
        }
        _ => error.into(),
    })
}

/// Send one request to an HSS and print the answer.
#[derive(Debug, Clone, Args)]
pub struct Call {
    /// What to send: one request, or in turn the requests of a registration or deregistration (UAR, MAR, SAR), or of a call that is charged (CCR: begin, report, end).
    what: What,
    /// The private identity; for `lir` not needed.
    #[arg(long, conflicts_with = "imsi")]
    impi: Option<String>,
    /// Derive the private identity from this IMSI, as `innkeeper impi` does.
    #[arg(long)]
    imsi: Option<Imsi>,
    /// With --imsi: the service's code.
    #[arg(long, requires = "imsi")]
    sic: Option<Sic>,
    /// With --imsi: the home domain, such as mnc010.mcc460.3gppnetwork.org; by default made from the IMSI with an MNC of 2 digits.
    #[arg(long, value_name = "DOMAIN", requires = "imsi")]
    domain: Option<String>,
    /// The public identity; by default the private one with `sip:` before it, as a phone without others would use.
    #[arg(long)]
    impu: Option<String>,
    /// The HSS.
    #[arg(long, default_value = "127.0.0.1:3868", value_name = "ADDRESS:PORT")]
    to: SocketAddr,
    /// Our Origin-Host: the HSS has to know it, or to accept all.
    #[arg(long, default_value = "call.localdomain")]
    host: String,
    /// Our Origin-Realm.
    #[arg(long, default_value = "localdomain")]
    origin_realm: String,
    /// The realm asked; by default the one the HSS names in its capabilities.
    #[arg(long)]
    realm: Option<String>,
    /// The S-CSCF we are in MARs and SARs: a SIP URI; by default the one that the UAA names, and without a UAA sip:127.0.0.1:6060.
    #[arg(long)]
    server_name: Option<String>,
    /// The network visited, in UARs; by default the home network of the private identity.
    #[arg(long)]
    visited_network: Option<String>,
    /// The network that the terminal visits, in AIRs and ULRs, as MCC and MNC; by default the IMSI's first five digits.
    #[arg(long)]
    visited: Option<Plmn>,
    /// SIP-Authentication-Scheme of MARs.
    #[arg(long, default_value = "Unknown")]
    scheme: String,
    /// Server-Assignment-Type of a SAR, as its number (1: registration, 5: user deregistration …).
    #[arg(long, default_value_t = 1)]
    assignment: u32,
    /// User-Authorization-Type of a UAR, as its number (0: registration, 1: deregistration, 2: with capabilities).
    #[arg(long, default_value_t = 0)]
    authorization: u32,
    /// RAND and AUTS of a MAR that resynchronises: 60 hexadecimal digits.
    #[arg(long, value_name = "HEX")]
    resynchronisation: Option<String>,
    /// Show the keys in the answer too.
    #[arg(long)]
    secrets: bool,
    #[command(flatten)]
    sim: sim::Keys,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    Uar,
    Mar,
    Sar,
    Lir,
    Air,
    Ulr,
    Udr,
    Charge,
    Register,
    Deregister,
}

impl What {
    /// The requests it takes, in turn.
    const fn requests(self) -> &'static [Kind] {
        match self {
            Self::Uar => &[Kind::Uar],
            Self::Mar => &[Kind::Mar],
            Self::Sar => &[Kind::Sar],
            Self::Lir => &[Kind::Lir],
            Self::Air => &[Kind::Air],
            Self::Ulr => &[Kind::Ulr],
            Self::Udr => &[Kind::Udr],
            Self::Charge => &[Kind::Cci, Kind::Ccu, Kind::Cct],
            Self::Register | Self::Deregister => &[Kind::Uar, Kind::Mar, Kind::Sar],
        }
    }

    /// The Diameter application they belong to.
    fn application(self) -> Application {
        let id = self.requests().iter().find_map(|kind| kind.application());
        let id = id.unwrap_or(cx::APPLICATION);
        // Credit control is the IETF's application.
        Application { id, vendor: if id == ro::APPLICATION { 0 } else { TGPP } }
    }
}

impl Call {
    /// Runs it; fails when the HSS refuses.
    ///
    /// # Errors
    /// When the HSS cannot be reached, does not answer in time, or refuses.
    pub fn run(self) -> anyhow::Result<()> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(self.talk())
    }

    async fn talk(self) -> anyhow::Result<()> {
        let (identity, keys) = (self.identity()?, self.sim.read()?);
        let config = ClientConfig {
            origin_host: self.host.clone(),
            origin_realm: self.origin_realm.clone(),
            applications: vec![self.what.application()],
            product: "innkeeper call".into(),
            timeout: Duration::from_secs(5),
        };
        let client = dial(self.to, config).await?;
        let sender = self.sender(&client, &identity);
        let mut conversation = Conversation { sender, identity, keys, call: self, client, session: None };
        let result = conversation.hold().await;
        conversation.client.close().await;
        result
    }

    fn identity(&self) -> anyhow::Result<Identity> {
        let impi = match (&self.impi, self.imsi, self.what) {
            (Some(impi), ..) => impi.clone(),
            (None, Some(imsi), _) => impi::of(imsi, self.sic, self.domain.as_deref(), 2)
                .map_err(|failure| anyhow::anyhow!("{failure}"))?,
            (None, None, What::Lir) => String::new(),
            (None, None, _) => bail!("whose private identity? Say --impi, or --imsi and --sic"),
        };
        let impu = match &self.impu {
            Some(impu) => impu.clone(),
            None if impi.is_empty() => bail!("which public identity? Say --impu"),
            None => format!("sip:{impi}"),
        };
        Ok(Identity { imsi: self.imsi, impi, impu })
    }

    fn sender(&self, client: &Client, identity: &Identity) -> Sender {
        let theirs = client.peer().map(|peer| peer.realm.to_string());
        let home = identity.impi.split_once('@').map(|(_, host)| host);
        let home = home.map(|host| {
            Impi::parse(&format!("000000@{host}"), 3)
                .map_or(host.into(), |impi| format!("ims.{}", impi.domain))
        });
        Sender {
            host: self.host.clone(),
            realm: self.origin_realm.clone(),
            destination_realm: self.realm.clone().or(theirs).unwrap_or_else(|| self.origin_realm.clone()),
            server_name: self.server_name.clone().unwrap_or_else(|| LAB_SCSCF.to_owned()),
            visited_network: self
                .visited_network
                .clone()
                .or(home)
                .unwrap_or_else(|| self.origin_realm.clone()),
            visited_plmn: self.visited.or_else(|| home_network(identity)),
        }
    }
}

/// The network that an IMSI's first five digits name.
fn home_network(identity: &Identity) -> Option<Plmn> {
    Plmn::parse(identity.imsi?.to_string().get(..5)?)
}

/// The S-CSCF of `config/kamailio`.
const LAB_SCSCF: &str = "sip:127.0.0.1:6060";

/// One connection and who is talked about.
struct Conversation {
    call: Call,
    client: Client,
    sender: Sender,
    identity: Identity,
    keys: Option<SimKeys>,
    /// The Session-Id of requests that share one.
    session: Option<String>,
}

impl Conversation {
    async fn hold(&mut self) -> anyhow::Result<()> {
        let authorization = UserAuthorizationType(self.call.authorization);
        let assignment = ServerAssignmentType(self.call.assignment);
        let (authorization, assignment) = match self.call.what {
            What::Register => (UserAuthorizationType::REGISTRATION, ServerAssignmentType::REGISTRATION),
            What::Deregister => {
                (UserAuthorizationType::DE_REGISTRATION, ServerAssignmentType::USER_DEREGISTRATION)
            }
            _ => (authorization, assignment),
        };
        for kind in self.call.what.requests() {
            self.one(*kind, authorization, assignment).await?;
        }
        Ok(())
    }

    async fn one(
        &mut self,
        kind: Kind,
        authorization: UserAuthorizationType,
        assignment: ServerAssignmentType,
    ) -> anyhow::Result<()> {
        let digits = self.call.resynchronisation.as_deref();
        let resynchronisation = digits
            .map(crate::domain::auth::hex::decode::<30>)
            .transpose()
            .context("--resynchronisation is RAND and AUTS, 60 hexadecimal digits")?;
        let resynchronisation = resynchronisation.as_ref().map(|octets| octets.as_slice());
        let scheme = &self.call.scheme;
        let choice = Choice { authorization, assignment, scheme, resynchronisation, ..Choice::default() };
        let ids = self.client.identifiers();
        let fresh = format!("{};{};{}", self.sender.host, ids.end_to_end, kind.name());
        let session = match kind.has_session() {
            true => self.session.get_or_insert(fresh).clone(),
            false => fresh,
        };
        let mut request = BytesMut::new();
        self.sender.write(
            kind,
            &self.identity,
            choice,
            &session,
            (ids.hop_by_hop, ids.end_to_end),
            &mut request,
        );
        let answer = self.client.call(&request).await?;
        let tree = tree(&answer);
        let tree = if self.call.secrets { tree.with_secrets() } else { tree };
        say!("{tree}");
        let granted = self
            .understand(kind, &answer)
            .with_context(|| format!("the answer to the {} will not do", kind.name()))?;
        if !granted {
            bail!("the {} was refused; the HSS's log and its `innkeeper trace` say why", kind.name());
        }
        Ok(())
    }

    /// Whether the answer, strictly read, grants what was asked; and what the next request takes from it.
    fn understand(&mut self, kind: Kind, answer: &Message) -> anyhow::Result<bool> {
        Ok(match kind {
            Kind::Uar => {
                let answer = UserAuthorizationAnswer::decode(answer)?;
                // The I-CSCF sends the REGISTER to the S-CSCF that is named to it.
                if let (Some(named), None) = (answer.server_name, &self.call.server_name) {
                    named.clone_into(&mut self.sender.server_name);
                }
                answer.outcome.is_success()
            }
            Kind::Mar => {
                let answer = MultimediaAuthAnswer::decode(answer)?;
                let granted = answer.outcome.is_success();
                if let (Some(keys), true) = (&self.keys, granted) {
                    sim::verify(keys, &answer)?;
                    say!(
                        "The SIM accepts the challenge: AUTN is its home network's, and RES is what the HSS expects.\n"
                    );
                }
                granted
            }
            Kind::Sar => ServerAssignmentAnswer::decode(answer)?.outcome.is_success(),
            Kind::Lir => cx::LocationInfoAnswer::decode(answer)?.outcome.is_success(),
            Kind::Air => s6a::AuthenticationInformationAnswer::decode(answer)?.outcome.is_success(),
            Kind::Ulr => s6a::UpdateLocationAnswer::decode(answer)?.outcome.is_success(),
            Kind::Udr => sh::UserDataAnswer::decode(answer)?.outcome.is_success(),
            Kind::Cci | Kind::Ccu | Kind::Cct => {
                ro::CreditControlAnswer::decode(answer)?.outcome.is_success()
            }
            Kind::Cnr => false,
        })
    }
}
