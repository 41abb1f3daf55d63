//! The lab's ready subscribers: an empty store gets a few, with the keys of the standard's test sets.

use crate::{
    admin::{Context, provision},
    domain::subscribers::{Order, SecretText},
    records::Subscriber,
    types::{E164, Imsi},
};

/// Test set 1 of TS 35.208 §4.3: published, and so no secret.
const K: &str = "465b5ce8b199b49faa5f0a2ee238a6bc";
const OPC: &str = "cd63cb71954a9f4e48a5994e37a02baf";

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
    tracing::info!("all of them: K {K}, OPc {OPC} (TS 35.208 test set 1)");
}

fn order(number: u64) -> Order {
    Order {
        imsi: format!("00101{number:010}"),
        msisdn: Some(format!("1555{number:07}")),
        k: Some(SecretText::new(K.to_owned())),
        opc: Some(SecretText::new(OPC.to_owned())),
        ..Order::default()
    }
}

fn tell(context: &Context, imsi: &str) {
    let Some(imsi) = Imsi::parse(imsi) else { return };
    let Some(subscriber) = context.store.get::<Subscriber>(&imsi).value else { return };
    let number = subscriber.msisdn.map(|number: E164| format!("+{number}")).unwrap_or_default();
    let services: Vec<String> = subscriber
        .services
        .iter()
        .map(|service| match service.sic {
            Some(sic) => format!("SIC {sic}"),
            None => "no SIC".to_owned(),
        })
        .collect();
    tracing::info!("ready subscriber: IMSI {imsi}, number {number}, {}", services.join(", "));
}
