//! What is started, in which order: state first, then what changes it, then who may ask for changes.

use super::{
    access,
    config::Config,
    gtp, lab,
    node::{self, Sender},
    observer::{HssWatcher, Watcher},
    state,
};
use crate::{
    admin::{self, Context, Readiness},
    cli::{Failure, serve::Args},
    diameter::{Service, transport::NodeHandle},
    domain::hss::{Hss, public_services},
    gtp::transport::Gtp,
    interfaces::{
        Services,
        cx::Cx,
        ga,
        rf::Rf,
        ro::Ro,
        s6a::S6a,
        sh::Sh,
        shared::{Desk, Origin, network::Sending},
        slg::Slg,
        slh::Slh,
        swx::Swx,
    },
    procedures::{
        export, lapses, ledger,
        location::{Locator, hints, journal, ue_info},
        outbox::{Persistence, Worker},
        retention, roamers,
    },
    store::Store,
    telemetry::{metrics::Metrics, trace::Bus},
    types::Timestamp,
};
use arc_swap::ArcSwap;
use std::{
    io,
    net::Ipv4Addr,
    net::SocketAddr,
    sync::{Arc, OnceLock},
    time::Duration,
};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// Longer than any answer is waited for.
const LONGEST: Duration = Duration::from_secs(600);

/// Everything that runs.
#[derive(Debug)]
pub(super) struct Daemon {
    /// In force.
    pub(super) config: Config,
    /// What the admin API works on.
    pub(super) context: Arc<Context>,
    /// What the interfaces of the HSS serve from.
    pub(super) desk: Arc<Desk>,
    /// The HSS's configuration as the outbox uses it.
    pub(super) outbox_hss: Arc<ArcSwap<Hss>>,
    /// The Diameter node.
    pub(super) node: NodeHandle,
    /// The GTP listeners.
    pub(super) gtp: Gtp,
    /// Stops the outbox.
    pub(super) stop_outbox: CancellationToken,
    /// The outbox.
    pub(super) outbox: tokio::task::JoinHandle<()>,
    /// Where the admin API listens.
    pub(super) admin_address: SocketAddr,
    /// The local client's token, if it has one.
    pub(super) local_token: Option<String>,
    /// Stops the admin API.
    pub(super) stop_admin: CancellationToken,
    /// The admin API.
    pub(super) admin: tokio::task::JoinHandle<io::Result<()>>,
}

/// The configuration with what the command line says instead.
pub(super) fn configuration(args: &Args) -> Result<Config, Failure> {
    let mut config = Config::load(args.config.as_deref()).map_err(Failure::config)?;
    if let Some(store) = &args.store {
        config.store.path.clone_from(store);
    }
    if !args.listen.is_empty() {
        config.diameter.listen = args.listen.iter().copied().map(super::config::values::Listen).collect();
    }
    if let Some(admin) = args.admin {
        config.admin.listen.0 = admin;
    }
    Ok(config)
}

impl Daemon {
    /// Starts everything; when it returns, everything is served.
    pub(super) async fn start(config: Config) -> Result<Self, Failure> {
        let metrics = Arc::new(Metrics::new());
        let store = Arc::new(state::open(&config, &metrics)?);
        let vault = Arc::new(state::vault(&config, &store)?);
        let local_token = config.admin.local_client.then(access::fresh_token);
        let local_token = local_token.transpose().map_err(Failure::failed)?;
        let clients = access::clients(&config.admin, local_token.as_deref()).map_err(Failure::config)?;
        let hss = Arc::new(Hss::new(config.hss()).map_err(first)?);
        let traces = Arc::new(Bus::default());
        let watcher = Arc::new(Watcher::new(metrics.clone(), traces.clone()));
        let (host, realm) = (config.diameter.identity.name().clone(), config.diameter.realm.name().clone());
        let origin = Origin { host, realm };
        let verdicts = Box::new(HssWatcher(watcher.clone()));
        let desk = Arc::new(Desk::new(hss.clone(), store.clone(), vault.clone(), origin.clone(), verdicts));
        let provisioning = config.provisioning().map_err(first)?;
        let privacy = config.privacy().map_err(|(.., sentence)| Failure::config(sentence))?;
        let cell = Arc::new(OnceLock::new());
        let patience = Duration::from_secs(config.diameter.answer_seconds.into());
        let network = Sending::new(Sender { node: cell.clone(), patience }, origin, Timestamp::now());
        let nodes = asking(&network, &cell);
        let outbox_hss = Arc::new(ArcSwap::new(hss));
        let known = (store.clone(), outbox_hss.clone());
        let locator = Arc::new(Locator::new(known, nodes, privacy, metrics.clone(), Timestamp::now));
        let places = config.places.load().map_err(Failure::config)?;
        let charging = config.charging.load(&places).map_err(Failure::config)?;
        let context = Arc::new(Context {
            store,
            metrics,
            traces,
            clients: ArcSwap::from_pointee(clients),
            config: ArcSwap::from_pointee(config.to_toml()),
            vault,
            provisioning: ArcSwap::from_pointee(provisioning),
            places: Arc::new(ArcSwap::from_pointee(places)),
            charging: Arc::new(ArcSwap::from_pointee(charging)),
            locator: locator.clone(),
            import_max: u64::from(config.admin.import_max_mib) << 20,
            node: cell.clone(),
            readiness: Readiness::default(),
        });
        let node = node::start(&config, services(&config, &desk, &context, &watcher), watcher).await?;
        context.set_node(node.clone());
        let gtp = gtp::start(&config, &context)?;
        let stop_outbox = CancellationToken::new();
        let outbox = start_outbox(&context, outbox_hss.clone(), network, stop_outbox.clone());
        keep_tidy(&context, &config, &stop_outbox);
        adopt_public_services(&context.store, &desk.hss.load());
        lab::populate(&context, config.lab.subscribers);
        let server = bind_admin(&config).await?;
        let admin_address = server.address();
        let stop_admin = CancellationToken::new();
        let admin = tokio::spawn(server.serve(context.clone(), stop_admin.clone()));
        tell_access(&config, admin_address, local_token.as_deref())?;
        Ok(Self {
            config,
            context,
            desk,
            outbox_hss,
            node,
            gtp,
            stop_outbox,
            outbox,
            admin_address,
            local_token,
            stop_admin,
            admin,
        })
    }
}

/// The first of several mistakes in the configuration.
fn first<T: ToString>(mistakes: Vec<T>) -> Failure {
    Failure::config(mistakes.first().map_or_else(String::new, ToString::to_string))
}

/// The same network for questions where users are: how long they may wait is the location service's to say, and a reload may change it.
fn asking(network: &Sending<Sender>, node: &Arc<OnceLock<NodeHandle>>) -> Box<Sending<Sender>> {
    Box::new(network.through(Sender { node: node.clone(), patience: LONGEST }))
}

/// The command line finds address and token in a file beside the store.
fn tell_access(config: &Config, address: SocketAddr, token: Option<&str>) -> Result<(), Failure> {
    let Some(token) = token else { return Ok(()) };
    access::write_access_file(&config.store.path, address, token)
        .map_err(|error| Failure::failed(format!("{} takes no file: {error}", config.store.path.display())))
}

async fn bind_admin(config: &Config) -> Result<admin::Server, Failure> {
    let listen = config.admin.listen;
    admin::bind(listen.0).await.map_err(|error| {
        Failure::failed(format!(
            "the admin API cannot listen on {listen}: {error}; set admin.listen, or use --admin"
        ))
    })
}

/// Everything that is spoken to peers.
fn services(config: &Config, desk: &Arc<Desk>, context: &Context, watcher: &Arc<Watcher>) -> Arc<Services> {
    let (locator, metrics) = (&context.locator, &context.metrics);
    let cx = Arc::new(Cx::new(desk.clone()));
    let s6a = Arc::new(S6a::new(desk.clone()));
    let sh = Arc::new(Sh::new(desk.clone()).with_locator(locator.clone()));
    let slh = Arc::new(Slh::new(desk.clone()).with_locator(locator.clone()));
    let swx = Arc::new(Swx::new(desk.clone()));
    let verdicts = || Box::new(HssWatcher(watcher.clone()));
    let (charging, store, origin) = (&context.charging, &context.store, desk.origin());
    let ro = Ro::new(charging.clone(), store.clone(), origin.clone(), verdicts(), metrics.clone());
    let ro = ro.with_places(context.places.clone()).with_locator(locator.clone());
    let rf = Rf::new(charging.clone(), store.clone(), origin.clone(), verdicts(), metrics.clone());
    let rf = rf.with_places(context.places.clone()).with_locator(locator.clone());
    let mut others: Vec<Arc<dyn Service>> = vec![s6a, sh, slh, swx, Arc::new(ro), Arc::new(rf)];
    if !config.location.slg.is_empty() {
        others.push(Arc::new(Slg::new(desk.clone(), locator.clone(), metrics.clone())));
    }
    Arc::new(Services::new(cx, others))
}

/// What is heard of places is persisted, what was said of them and what was ordered of accounts forgotten in time, lists of terminals read, and files of
/// charging data records written, records sent to charging gateways, and calls of roamers counted, until `stop`.
fn keep_tidy(context: &Context, config: &Config, stop: &CancellationToken) {
    let locator = &context.locator;
    tokio::spawn(journal::keep(locator.clone(), stop.clone()));
    tokio::spawn(hints::keep(locator.clone(), stop.clone()));
    tokio::spawn(ue_info::poll(locator.clone(), stop.clone()));
    let (store, charging, metrics) =
        (context.store.clone(), context.charging.clone(), context.metrics.clone());
    tokio::spawn(ledger::keep(store.clone(), charging.clone(), stop.clone()));
    // A node that listens everywhere has no address that says which it is.
    let node = config.diameter.listen.first().map_or(Ipv4Addr::UNSPECIFIED.into(), |listen| listen.0.ip());
    let gateways = config.ga.settings();
    let others: &[_] = if gateways.is_some() { &[ga::WAY] } else { &[] };
    if let Some(settings) = gateways {
        tokio::spawn(ga::keep(store.clone(), settings, metrics.clone(), stop.clone()));
    }
    let kept = config.records.retention(others);
    tokio::spawn(retention::keep(store.clone(), charging.clone(), kept, stop.clone()));
    if let Some(settings) = config.records.settings(node) {
        tokio::spawn(export::keep(store.clone(), settings, metrics.clone(), stop.clone()));
    }
    tokio::spawn(roamers::keep(store.clone(), charging.clone(), metrics.clone(), stop.clone()));
    tokio::spawn(lapses::keep(store, charging, metrics, stop.clone()));
}

/// What is owed to the network is carried out from now on.
fn start_outbox(
    context: &Context,
    hss: Arc<ArcSwap<Hss>>,
    network: Sending<Sender>,
    stop: CancellationToken,
) -> JoinHandle<()> {
    let (store, vault) = (context.store.clone(), context.vault.clone());
    let (charging, metrics) = (context.charging.clone(), context.metrics.clone());
    let worker =
        Worker::new(store, hss, vault, network, Persistence::default()).with_charging(charging, metrics);
    tokio::spawn(Arc::new(worker).run(stop))
}

/// The public services of the configuration take the place of those in the store; one that cannot is told, and the others are served.
pub(super) fn adopt_public_services(store: &Store, hss: &Hss) {
    for sentence in public_services::adopt(store, hss.public_services()) {
        tracing::error!("{sentence}");
    }
}
