//! What can be wrong only when settings are seen together.

use super::{Config, GtpMode, error::Fault};
use crate::domain::{hss::Hss, places::Levels};

type Checked = Result<(), Fault>;

/// Looks at everything; the first mistake is reported.
pub(super) fn check(config: &Config) -> Checked {
    diameter(config)?;
    peers(config)?;
    admin(config)?;
    gtp(config)?;
    Levels::new(&config.places.levels).map_err(|sentence| fault("places", "levels", sentence))?;
    charging(config)?;
    if let Err((class, setting, sentence)) = config.privacy() {
        return Err(fault(format!("privacy_class.{class}"), setting, sentence));
    }
    location(config)?;
    records(config)?;
    ga(config)?;
    if config.charging.order_days == 0 {
        let sentence = "order_days is 0: an order that comes again would move money again; write 1 or more";
        return Err(fault("charging", "order_days", sentence));
    }
    if config.charging.roamer_days == 0 {
        let sentence =
            "roamer_days is 0: today's calls would be forgotten while they are counted; write 1 or more";
        return Err(fault("charging", "roamer_days", sentence));
    }
    ims(config)
}

fn fault(section: impl Into<String>, setting: &'static str, sentence: impl Into<String>) -> Fault {
    Fault { section: section.into(), setting: setting.into(), sentence: sentence.into() }
}

fn diameter(config: &Config) -> Checked {
    let diameter = &config.diameter;
    let dials = config.diameter.peer.iter().any(|peer| peer.connect.is_some());
    if diameter.listen.is_empty() && !dials {
        let sentence =
            "listen is empty and no peer has connect: nobody could reach this node; add an address or a peer";
        return Err(fault("diameter", "listen", sentence));
    }
    // RFC 3539 §3.4.1: Twinit must not be below 6 seconds.
    if diameter.watchdog_seconds < 6 {
        let sentence =
            format!("watchdog_seconds is {}: RFC 3539 allows 6 and more", diameter.watchdog_seconds);
        return Err(fault("diameter", "watchdog_seconds", sentence));
    }
    for (setting, value) in
        [("reconnect_seconds", diameter.reconnect_seconds), ("answer_seconds", diameter.answer_seconds)]
    {
        if value == 0 {
            return Err(fault("diameter", setting, format!("{setting} is 0: write 1 or more")));
        }
    }
    Ok(())
}

fn peers(config: &Config) -> Checked {
    let own = config.diameter.peer.iter().any(|peer| peer.identity == config.diameter.identity);
    if own {
        return Err(fault(
            "diameter.peer",
            "",
            "a peer cannot have this node's own identity (diameter.identity)",
        ));
    }
    config.diameter.peer_table().map(drop).map_err(|sentence| fault("diameter.peer", "", sentence))
}

fn gtp(config: &Config) -> Checked {
    // TS 29.274 §7.1.1: not more often than every 60 s on a path.
    if config.gtp.echo_seconds < 60 {
        let sentence = format!("echo_seconds is {}: TS 29.274 allows 60 and more", config.gtp.echo_seconds);
        return Err(fault("gtp", "echo_seconds", sentence));
    }
    for listener in &config.gtp.listener {
        let (listen, peers) = (listener.listen, &listener.peers);
        if listener.mode == GtpMode::Mirror && !peers.is_empty() {
            let sentence = format!("the listener {listen} is a mirror, which never speaks: it has no peers");
            return Err(fault("gtp.listener", "peers", sentence));
        }
        if let Some(peer) = peers.iter().find(|peer| peer.0.is_ipv4() != listen.0.is_ipv4()) {
            let sentence =
                format!("the peer {peer} cannot be reached from {listen}: one is IPv4, the other IPv6");
            return Err(fault("gtp.listener", "peers", sentence));
        }
        let senders = listener.senders();
        if let Some(peer) = peers.iter().find(|peer| !senders.admit(peer.0.ip())) {
            let sentence = format!("the peer {peer} is in none of the listener's addresses: add it there");
            return Err(fault("gtp.listener", "peers", sentence));
        }
    }
    Ok(())
}

fn admin(config: &Config) -> Checked {
    let admin = &config.admin;
    if !admin.listen.0.ip().is_loopback() && !admin.plain_http_beyond_loopback {
        let sentence = format!(
            "listen is {}, and the API speaks plain HTTP: listen on loopback behind a proxy with TLS, or set plain_http_beyond_loopback = true",
            admin.listen
        );
        return Err(fault("admin", "listen", sentence));
    }
    for (name, client) in &admin.client {
        let section = format!("admin.client.{name}");
        let is_hash = |text: &String| text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        match (&client.token_file, &client.token_sha256) {
            (Some(_), None) => {}
            (None, Some(hash)) if is_hash(hash) => {}
            (None, Some(_)) => {
                let sentence =
                    "token_sha256 is 64 hexadecimal digits: `printf %s TOKEN | sha256sum` makes them";
                return Err(fault(section, "token_sha256", sentence));
            }
            _ => return Err(fault(section, "", "a client has either token_file or token_sha256")),
        }
        if client.roles.is_empty() {
            return Err(fault(
                section,
                "roles",
                "roles is empty: a client without a role may do nothing; name some",
            ));
        }
    }
    Ok(())
}

/// The file of the tariff is read when it is used: by the daemon, by a reload, by `config check`.
fn charging(config: &Config) -> Checked {
    let charging = &config.charging;
    // A shorter interval is a flood, and one never sent leaves sessions open for ever.
    if !(10..=86_400).contains(&charging.interim_seconds) {
        let sentence = format!("interim_seconds is {}: 10 to 86400", charging.interim_seconds);
        return Err(fault("charging", "interim_seconds", sentence));
    }
    if !(1..=100).contains(&charging.silent_intervals) {
        let sentence = format!("silent_intervals is {}: 1 to 100", charging.silent_intervals);
        return Err(fault("charging", "silent_intervals", sentence));
    }
    if charging.posting_days > 36_500 {
        let sentence = format!("posting_days is {}: 0 (for ever) to 36500", charging.posting_days);
        return Err(fault("charging", "posting_days", sentence));
    }
    let (level, levels) = (&config.charging.jurisdiction, &config.places.levels);
    if levels.contains(level) {
        return Ok(());
    }
    let known = levels.join(", ");
    let sentence = format!("jurisdiction is {level:?}, which is none of places.levels: name one of {known}");
    Err(fault("charging", "jurisdiction", sentence))
}

fn records(config: &Config) -> Checked {
    let records = &config.records;
    let most = [
        ("rotate_seconds", records.rotate_seconds, 86_400),
        ("rotate_mib", records.rotate_mib, 1024),
        ("keep_days", records.keep_days, 36_500),
    ];
    for (setting, value, most) in most {
        if !(1..=most).contains(&value) {
            return Err(fault("records", setting, format!("{setting} is {value}: 1 to {most}")));
        }
    }
    let twice = |(at, form)| records.forms[..at].contains(form);
    if records.directory.is_some()
        && (records.forms.is_empty() || records.forms.iter().enumerate().any(twice))
    {
        return Err(fault("records", "forms", "forms is empty or has one twice: name each form once"));
    }
    Ok(())
}

fn ga(config: &Config) -> Checked {
    let ga = &config.ga;
    let most = [
        ("answer_seconds", ga.answer_seconds, 60),
        ("tries", ga.tries, 20),
        ("echo_seconds", ga.echo_seconds, 3600),
        ("redirected_seconds", ga.redirected_seconds, 86_400),
        ("late_seconds", ga.late_seconds, 3600),
        ("window", ga.window, 1000),
    ];
    for (setting, value, most) in most {
        if !(1..=most).contains(&value) {
            return Err(fault("ga", setting, format!("{setting} is {value}: 1 to {most}")));
        }
    }
    for (at, gateway) in ga.gateway.iter().enumerate() {
        if gateway.address.0.port() == 0 || gateway.address.0.ip().is_unspecified() {
            let sentence = format!(
                "{} is no address of a charging gateway: write the one it listens on",
                gateway.address.0
            );
            return Err(fault("ga.gateway", "address", sentence));
        }
        if ga.gateway[..at].contains(gateway) {
            let sentence = format!("the gateway {} is there twice", gateway.address.0);
            return Err(fault("ga.gateway", "address", sentence));
        }
    }
    Ok(())
}

/// The longest a question where somebody is may wait for its answer.
const PATIENCE: u32 = 300;

fn location(config: &Config) -> Checked {
    let location = &config.location;
    if !(1..=PATIENCE).contains(&location.answer_seconds) {
        let sentence = format!("answer_seconds is {}: 1 to {PATIENCE}", location.answer_seconds);
        return Err(fault("location", "answer_seconds", sentence));
    }
    let unsound = |name: &&String| name.is_empty() || name.get(1..).is_some_and(|rest| rest.contains('*'));
    if let Some(name) = location.slg.iter().find(unsound) {
        let sentence =
            format!("{name:?} is no name of an MME: a * stands in front alone, as in *.epc.example");
        return Err(fault("location", "slg", sentence));
    }
    // TS 29.172 §7.4.3: the PLR has to name a client.
    if location.slg_client.is_empty() {
        return Err(fault("location", "slg_client", "slg_client is empty: an MME is told who asks"));
    }
    Ok(())
}

fn ims(config: &Config) -> Checked {
    if !(2..=3).contains(&config.provisioning.mnc_digits) {
        return Err(fault("provisioning", "mnc_digits", "an MNC has 2 or 3 digits"));
    }
    if let Err(mistakes) = Hss::new(config.hss())
        && let Some(first) = mistakes.first()
    {
        // The HSS names the place as `[scscf.default] names`.
        let (section, setting) = first.place.split_once("] ").unwrap_or((&first.place, ""));
        let sentence = format!("{}: {}", first.place, first.problem);
        return Err(Fault {
            section: section.trim_start_matches('[').into(),
            setting: setting.to_owned().into(),
            sentence,
        });
    }
    if let Err(faults) = config.provisioning()
        && let Some(first) = faults.first()
    {
        let sentence = first.to_string();
        let section: Vec<&str> = sentence.split(['.', ':']).take(2).collect();
        return Err(fault(section.join("."), "", sentence));
    }
    Ok(())
}
