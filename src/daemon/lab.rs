//! The lab's ready subscribers: an empty store gets a few, with the keys of the standard's test sets.

use crate::{
    admin::{Context, provision},
    cli::call::{LAB_K, LAB_OPC},
    domain::subscribers::{Order, SecretText},
    records::Subscriber,
    types::{E164, Imsi},
};

/// Adds `count` subscribers to an empty store, and says how to use them.
pub(super) fn populate(context: &Context, count: u8) {
    if count == 0 {
        return;
    }
    if context.store.count::<Subscriber>() == 0 {
        for number in 1..=u64::from(count) {
            let order = order(number);
            if let Err(problem) = provision::add(context, &order) {
                tracing::warn!("the lab subscriber {} was not added: {}", order.imsi, problem.detail);
            }
        }
    }
    for number in 1..=u64::from(count) {
        tell(context, &order(number).imsi);
    }
    tracing::info!(
        "all of them: K {LAB_K}, OPc {LAB_OPC} (TS 35.208 test set 1); try: innkeeper call register --lab-sim --imsi 001010000000001 --sic 001"
    );
}

fn order(number: u64) -> Order {
    Order {
        imsi: format!("00101{number:010}"),
        msisdn: Some(format!("1555{number:07}")),
        k: Some(SecretText::new(LAB_K.to_owned())),
        opc: Some(SecretText::new(LAB_OPC.to_owned())),
        ..Order::default()
    }
}

fn tell(context: &Context, imsi: &str) {
    let Some(imsi) = Imsi::parse(imsi) else { return };
    let Some(subscriber) = context.store.get::<Subscriber>(&imsi).value else { return };
    let number = subscriber.msisdn.map(|number: E164| format!("+{number}")).unwrap_or_default();
    tracing::info!("ready subscriber: IMSI {imsi}, number {number}");
    for service in &subscriber.services {
        let code = service.sic.map_or_else(|| "no SIC".to_owned(), |sic| format!("SIC {sic}"));
        let registers = service.identities.iter().find(|identity| !identity.barred);
        let impu = registers.map(|identity| identity.impu.to_string()).unwrap_or_default();
        tracing::info!("  {code}: IMPI {}, IMPU {impu}", subscriber.private_identity(service));
    }
}
