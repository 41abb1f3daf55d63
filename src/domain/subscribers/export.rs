//! Export: every subscriber as the order that makes it again. Secrets only where they were asked for.

use super::{
    IdentityOrder, Order, SecretText, ServiceOrder,
    account::{self, AccountOrder},
    eps::{self, EpsOrder},
    import::{COLUMNS, Format, roaming_cell},
};
use crate::{
    domain::auth::{MilenageKeys, SimKeys, TuakKeys, Unsealable, Vault, hex},
    records::{
        Account, AccountId, ChargingSubscription, EpsSubscription, Identity, Sequence, Service, Subscriber,
    },
    store::Store,
    types::{Imsi, Lsn, Name},
};
use std::{
    collections::HashSet,
    io::{self, Write},
};

/// Why a subscriber cannot be exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// A secret does not open.
    #[error("subscriber {imsi}: {error}")]
    Sealed {
        /// Whose.
        imsi: Imsi,
        /// Why not.
        error: Unsealable,
    },
    /// It cannot be written.
    #[error("the export cannot be written: {0}")]
    Write(#[from] io::Error),
    /// It cannot be put into the format; a defect.
    #[error("the export cannot be formatted: {0}")]
    Format(#[from] serde_json::Error),
}

/// Writes subscribers one by one.
///
/// Without a vault no secret is written, nor where sequence numbers stand: such a file changes existing subscribers
/// ([`Mode::Replace`](super::import::Mode::Replace)) and makes no new ones that need keys. Which requester has which IND is not exported: SEQ continues, and so
/// every SIM accepts what comes next. An account is written with its first subscriber, and with what it has at that moment: what was bought beforehand and is not
/// used yet is not exported.
pub struct Exporter<'a, W: Write> {
    out: W,
    format: Format,
    vault: Option<&'a Vault>,
    /// Accounts of several subscribers that are written already.
    written: HashSet<AccountId>,
}

/// What there is of a subscriber beside the contract of the IMS.
#[derive(Debug, Clone, Copy, Default)]
pub struct Beside<'a> {
    /// The EPS contract.
    pub eps: Option<&'a EpsSubscription>,
    /// Where the sequence numbers stand.
    pub sequence: Option<&'a Sequence>,
    /// Who pays.
    pub charging: Option<&'a ChargingSubscription>,
    /// The account that does.
    pub account: Option<&'a Account>,
}

impl<'a, W: Write> Exporter<'a, W> {
    /// Begins an export: CSV begins with its header.
    ///
    /// # Errors
    /// [`ExportError::Write`].
    pub fn new(mut out: W, format: Format, vault: Option<&'a Vault>) -> Result<Self, ExportError> {
        if format == Format::Csv {
            writeln!(out, "{}", COLUMNS.join(","))?;
        }
        Ok(Self { out, format, vault, written: HashSet::new() })
    }

    /// Writes every subscriber of `store`, each after `durable` waited for what is written of it; at the end it waits for what is left
    /// out, too: nothing in the file, and nobody's absence, is what a crash could still take back (ST-2). Blocks.
    ///
    /// # Errors
    /// [`ExportError`].
    pub fn write_all(&mut self, store: &Store, durable: impl Fn(Lsn)) -> Result<(), ExportError> {
        for (subscriber, version) in store.scan::<Subscriber>() {
            let counted = self.vault.map(|_| store.get::<Sequence>(&subscriber.imsi));
            let eps = store.get::<EpsSubscription>(&subscriber.imsi);
            let counted_version = counted.as_ref().map_or(Lsn::ZERO, |counted| counted.version);
            let charging = store.get::<ChargingSubscription>(&subscriber.imsi);
            let account = charging.value.as_deref().map(|charging| store.get::<Account>(&charging.account));
            let account_version = account.as_ref().map_or(charging.version, |account| account.version);
            let versions = [eps.version, counted_version, charging.version, account_version];
            durable(versions.into_iter().fold(version, Lsn::max));
            let sequence = counted.and_then(|counted| counted.value);
            let account = account.and_then(|account| account.value);
            let beside = Beside {
                eps: eps.value.as_deref(),
                sequence: sequence.as_deref(),
                charging: charging.value.as_deref(),
                account: account.as_deref(),
            };
            self.write(&subscriber, beside)?;
        }
        durable(store.last());
        Ok(())
    }

    /// Writes one subscriber.
    ///
    /// # Errors
    /// [`ExportError`].
    pub fn write(&mut self, subscriber: &Subscriber, beside: Beside<'_>) -> Result<(), ExportError> {
        let mut order = order(subscriber, beside, self.vault)?;
        // Whose account is another's comes as its number once that was written; so does the other, later.
        let shared = beside.account.map(|account| account.id);
        let foreign = shared.filter(|id| *id != account::own(subscriber.imsi));
        let before = shared.is_some_and(|id| self.written.contains(&id));
        if before {
            order.account = Some(account::order(beside.charging, beside.account, true));
        }
        self.written.extend(foreign);
        match self.format {
            Format::JsonLines => {
                serde_json::to_writer(&mut self.out, &order)?;
                self.out.write_all(b"\n")?;
            }
            Format::Csv => csv_line(&order, &mut self.out)?,
        }
        Ok(())
    }

    /// Ends the export and gives the writer back.
    ///
    /// # Errors
    /// [`ExportError::Write`].
    pub fn finish(mut self) -> Result<W, ExportError> {
        self.out.flush()?;
        Ok(self.out)
    }
}

/// The order that makes a subscriber again, its services written out.
///
/// # Errors
/// [`ExportError::Sealed`], when a secret is asked for and does not open.
pub fn order(
    subscriber: &Subscriber,
    beside: Beside<'_>,
    vault: Option<&Vault>,
) -> Result<Order, ExportError> {
    let sealed = |error| ExportError::Sealed { imsi: subscriber.imsi, error };
    let mut order = Order {
        imsi: subscriber.imsi.to_string(),
        msisdn: subscriber.msisdn.map(|number| number.to_string()),
        template: subscriber.template.as_ref().map(ToString::to_string),
        domain: Some(subscriber.domain.to_string()),
        roaming: Some(subscriber.roaming.clone()),
        eps: Some(eps::order(beside.eps)),
        account: Some(account::order(beside.charging, beside.account, false)),
        ..Order::default()
    };
    if let Some(sim) = &subscriber.sim {
        order.algorithm = Some(sim.algorithm.name().into());
        order.res_bits = sim.algorithm.tuak().map(|parameters| parameters.res.bits());
        order.iterations = sim.algorithm.tuak().map(|parameters| parameters.iterations.get().into());
        order.amf = Some(String::clone(&hex::encode(&sim.amf)));
        if let Some(vault) = vault {
            let keys = vault.open_sim(subscriber.imsi, sim.algorithm, &sim.keys).map_err(sealed)?;
            let secret = |octets: &[u8]| Some(SecretText::new(hex::encode(octets)));
            match &keys {
                SimKeys::Milenage(MilenageKeys { k, opc }) => {
                    (order.k, order.opc) = (secret(k.expose()), secret(opc.expose()));
                }
                SimKeys::Tuak(TuakKeys { k, topc, .. }) => {
                    (order.k, order.topc) = (secret(k.expose()), secret(topc.expose()));
                }
            }
        }
    }
    if vault.is_some() {
        order.seq = beside.sequence.map(|sequence| sequence.seq);
    }
    let services = subscriber.services.iter().map(|one| service(subscriber, one, vault).map_err(sealed));
    order.services = Some(services.collect::<Result<_, _>>()?);
    Ok(order)
}

fn service(
    subscriber: &Subscriber,
    service: &Service,
    vault: Option<&Vault>,
) -> Result<ServiceOrder, Unsealable> {
    let ha1 = match (vault, &service.password) {
        (Some(vault), Some(sealed)) => {
            let ha1 = vault.open_ha1(&subscriber.private_identity(service), sealed)?;
            Some(SecretText::new(hex::encode(ha1.expose())))
        }
        _ => None,
    };
    Ok(ServiceOrder {
        sic: service.sic.map(|sic| sic.to_string()),
        impi: service.impi.as_ref().map(ToString::to_string),
        scheme: service.scheme,
        also: service.also.to_vec(),
        ha1,
        enabled: service.enabled,
        identities: service.identities.iter().map(identity).collect(),
        scscf: service.scscf.as_ref().map(ToString::to_string),
        charging: service.charging.as_ref().map(ToString::to_string),
        capabilities: service.capabilities.iter().map(Name::to_string).collect(),
    })
}

fn identity(identity: &Identity) -> IdentityOrder {
    IdentityOrder {
        impu: identity.impu.to_string(),
        barred: identity.barred,
        set: identity.set,
        alias: identity.alias,
        profile: identity.profile.to_string(),
    }
}

fn csv_line(order: &Order, out: &mut impl Write) -> Result<(), ExportError> {
    let secret = |secret: &Option<SecretText>| secret.as_ref().map(|text| text.expose().to_owned());
    let services = order.services.as_ref().map(serde_json::to_string).transpose()?;
    for (place, column) in COLUMNS.iter().enumerate() {
        let cell = match *column {
            "imsi" => Some(order.imsi.clone()),
            "msisdn" => order.msisdn.clone(),
            "template" => order.template.clone(),
            "domain" => order.domain.clone(),
            "k" => secret(&order.k),
            "opc" => secret(&order.opc),
            "topc" => secret(&order.topc),
            "amf" => order.amf.clone(),
            "algorithm" => order.algorithm.clone(),
            "res_bits" => order.res_bits.map(|bits| bits.to_string()),
            "iterations" => order.iterations.map(|times| times.to_string()),
            "seq" => order.seq.map(|seq| seq.to_string()),
            "roaming" => order.roaming.as_ref().map(roaming_cell),
            "eps" => order.eps.as_ref().map(eps_cell).transpose()?,
            "account" => order.account.as_ref().map(account_cell).transpose()?,
            "services" => services.clone(),
            // An export has the services written out, and OPc in place of OP, TOPc in place of TOP.
            _ => None,
        };
        if place > 0 {
            out.write_all(b",")?;
        }
        let cell = zeroize::Zeroizing::new(cell.unwrap_or_default());
        if cell.contains(['"', ',', ';', '\n']) {
            write!(out, "\"{}\"", cell.replace('"', "\"\""))?;
        } else {
            out.write_all(cell.as_bytes())?;
        }
    }
    out.write_all(b"\n")?;
    Ok(())
}

/// Who pays as a cell: a plan's name, or all of it as JSON.
fn account_cell(order: &AccountOrder) -> Result<String, serde_json::Error> {
    match order {
        AccountOrder::Plan(name) => Ok(name.clone()),
        AccountOrder::Contract(contract) => serde_json::to_string(contract),
    }
}

/// An EPS contract as a cell: its profile, or all of it as JSON.
fn eps_cell(order: &EpsOrder) -> Result<String, serde_json::Error> {
    match order {
        EpsOrder::Profile(name) => Ok(name.clone()),
        EpsOrder::Contract(contract) => serde_json::to_string(contract),
    }
}
