//! RIR and RIA (TS 29.173 §6.2.3, §6.2.4).

use super::{Attempt, Exchange, Slh};
use crate::{
    diameter::{
        codec::{Address, DecodeError},
        dictionary::{
            base::avps::USER_NAME,
            slh::{
                AdditionalServingNode, RiaFlags, RoutingInfoAnswer, RoutingInfoRequest, ServingNode,
                VENDOR_SPECIFIC_APPLICATION_ID,
            },
        },
    },
    domain::hss::{
        Code, Refusal,
        eps::Asker,
        lcs::{Request, Routing, Target, decide},
    },
    interfaces::shared,
    procedures::location::journal::Asker as Asked,
    records,
    store::ChangeSet,
    types::{E164, Imsi, Lsn, Name},
};
use bytes::BytesMut;

pub(super) fn answer(slh: &Slh, exchange: &Exchange<'_>, out: &mut BytesMut) -> Result<Lsn, DecodeError> {
    let request = RoutingInfoRequest::decode(exchange.message)?;
    let hss = slh.desk.hss.load();
    let asked = Request {
        asker: Asker { host: request.origin_host, realm: request.origin_realm, peer: &exchange.from.host },
        user: Target { user_name: request.user_name, number: request.msisdn.map(E164::from_tbcd) },
    };
    let mut journal = Lsn::ZERO;
    let answered = slh.serve(exchange, &asked, out, |loaded, refused, out| {
        let mut note = Note { slh, host: asked.asker.host, entry: &mut journal };
        let decided = match refused {
            Some(refusal) => Err(refusal),
            None => decide(loaded, &asked, &hss, |imsi| note.permitted(imsi)),
        };
        let decided = note.said(decided);
        let code = decided.as_ref().map_or_else(Refusal::code, |_| Code::Success);
        if let Err(Refusal::Missing(_)) = decided {
            let missing = DecodeError::missing(&USER_NAME);
            shared::answer::error(&slh.desk.origin, exchange.message, &missing, out);
        } else {
            let told = decided.as_ref().ok();
            let imsi = told.map(|routing| routing.subscriber.imsi.to_string());
            let msisdn = told.and_then(|routing| routing.subscriber.msisdn).map(|number| number.tbcd());
            let number = told.and_then(|routing| routing.sgsn?.lcs.number).map(E164::tbcd);
            let number = number.as_deref();
            let address = |address: Option<_>| address.filter(|_| told.is_some()).map(Address::Ip);
            shared::answer::answer!(
                RoutingInfoAnswer, Some(VENDOR_SPECIFIC_APPLICATION_ID), slh.desk, request, code;
                user_name: imsi.as_deref(),
                msisdn: msisdn.as_deref(),
                serving_node: told.map(|routing| serving_node(routing, number)),
                additional_serving_node:
                    told.and_then(|routing| additional_serving_node(routing, number)).into_iter().collect(),
                gmlc_address: address(hss.gmlc.home),
                ppr_address: address(hss.gmlc.privacy_profile_register),
                ria_flags: told.is_some_and(combined).then_some(RiaFlags::COMBINED_MME_SGSN),
            )
            .encode(&exchange.message.header, out);
        }
        Attempt { changes: ChangeSet::new(), tasks: Vec::new(), code, refusal: decided.err() }
    });
    Ok(answered.max(journal))
}

/// What is written down of a question. Which node serves, and that none does, is a place, too: the subscriber's privacy class has to let the GMLC know
/// (LQ-5), and that it asked is written down before it is told. The answer, whatever it is, waits for the entry.
struct Note<'a> {
    slh: &'a Slh,
    host: &'a str,
    entry: &'a mut Lsn,
}

impl Note<'_> {
    fn permitted(&mut self, imsi: Imsi) -> Result<(), Refusal> {
        let Some(locator) = &self.slh.locator else { return Ok(()) };
        match locator.privacy.load().check(&Name::new(self.host), imsi) {
            Ok(_) => Ok(()),
            Err(denied) => {
                self.write(imsi, "denied")?;
                Err(Refusal::NotToBeLocated(denied))
            }
        }
    }

    /// `decided`, once what it says of the user is written down.
    fn said<'r>(&mut self, decided: Result<Routing<'r>, Refusal>) -> Result<Routing<'r>, Refusal> {
        match &decided {
            Ok(routing) => {
                let nodes = routing.mme.iter().chain(&routing.sgsn).map(|node| &*node.host);
                let said = format!("served by {}", nodes.collect::<Vec<_>>().join(" and "));
                self.write(routing.subscriber.imsi, &said)?;
            }
            Err(Refusal::NotAttached(imsi)) => self.write(*imsi, "served by nobody")?,
            Err(_) => {}
        }
        decided
    }

    fn write(&mut self, imsi: Imsi, said: &str) -> Result<(), Refusal> {
        let Some(locator) = &self.slh.locator else { return Ok(()) };
        let asker = Asked { name: Name::new(self.host), interface: "slh" };
        let written = locator.write(&asker, imsi, said);
        *self.entry = written.map_err(|error| Refusal::StoreBusy(error.to_string().into()))?;
        Ok(())
    }
}

/// The node to ask first: the MME, else the SGSN.
fn serving_node<'a>(routing: &Routing<'a>, number: Option<&'a [u8]>) -> ServingNode<'a> {
    let sgsn = routing.sgsn.filter(|_| routing.mme.is_none());
    ServingNode {
        sgsn_number: sgsn.and(number),
        mme_name: routing.mme.map(|node| &*node.host),
        mme_realm: routing.mme.map(|node| &*node.realm),
        sgsn_name: sgsn.map(|node| &*node.host),
        sgsn_realm: sgsn.map(|node| &*node.realm),
        gmlc_address: gmlc(routing.mme.or(sgsn)),
        ..ServingNode::default()
    }
}

/// The SGSN, where an MME stands before it.
fn additional_serving_node<'a>(
    routing: &Routing<'a>,
    number: Option<&'a [u8]>,
) -> Option<AdditionalServingNode<'a>> {
    let sgsn = routing.sgsn.filter(|_| routing.mme.is_some())?;
    Some(AdditionalServingNode {
        sgsn_number: number,
        sgsn_name: Some(&sgsn.host),
        sgsn_realm: Some(&sgsn.realm),
        gmlc_address: gmlc(Some(sgsn)),
        ..AdditionalServingNode::default()
    })
}

/// The V-GMLC that goes with a node, where the node told of one.
fn gmlc(node: Option<&records::ServingNode>) -> Option<Address> {
    node?.lcs.gmlc.map(Address::Ip)
}

/// True where MME and SGSN are one node that finds out by itself by which of the two the terminal can be reached (TS 23.271 §9.1.19).
fn combined(routing: &Routing<'_>) -> bool {
    let (Some(mme), Some(sgsn)) = (routing.mme, routing.sgsn) else { return false };
    mme.host == sgsn.host && mme.lcs.optimized
}
