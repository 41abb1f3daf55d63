//! FHoSS: the tables `impi`, `impu` and `impi_impu` of `hss_db`.
//!
//! It keeps no IMSI: a private identity that is made from one tells it, all others get the number of an account.

use super::{
    super::{
        DEFAULT, Fault, IdentityOrder, Order, SecretText, ServiceOrder,
        eps::{EpsContract, EpsOrder, NONE},
        secrets,
    },
    Desk, carried_on,
    tables::{Row, Tables},
};
use crate::{
    domain::auth::{
        digest, hex,
        provision::{OperatorKey, sim_keys},
    },
    records::{AuthScheme, Further},
    types::{Impi, Imsi},
};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// Before the number of a private identity that is not made from an IMSI: MCC 999 is for networks of one's own (ITU-T E.212 Annex), so no
/// SIM that roams has it.
const ACCOUNT: &str = "99999";

/// Digits of a service code, where a private identity has one.
const SIC_LENGTH: usize = 3;

/// The bits of `auth_scheme`, and the values of `default_auth_scheme`.
mod scheme {
    pub(super) const AKA_V1: u64 = 1;
    pub(super) const AKA_V2: u64 = 2;
    pub(super) const MD5: u64 = 4;
    pub(super) const DIGEST: u64 = 8;
    pub(super) const HTTP_DIGEST_MD5: u64 = 16;
    pub(super) const EARLY: u64 = 32;
    pub(super) const NASS_BUNDLED: u64 = 64;
    pub(super) const SIP_DIGEST: u64 = 128;
}

pub(super) fn translate(tables: &Tables, desk: &mut Desk<'_>) {
    let publics = tables.by_number("impu", "id");
    let mut of_private: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
    let mut private_of: BTreeMap<u64, usize> = BTreeMap::new();
    for row in tables.rows("impi_impu") {
        if let (Ok(Some(impi)), Ok(Some(impu))) = (row.number("id_impi"), row.number("id_impu")) {
            of_private.entry(impi).or_default().push(impu);
            *private_of.entry(impu).or_default() += 1;
        }
    }
    for id in publics.keys().filter(|id| !private_of.contains_key(*id)) {
        let is_service = publics.get(id).and_then(|row| row.number("type").ok().flatten()).unwrap_or(0) != 0;
        desk.note(match is_service {
            true => PUBLIC_SERVICE,
            false => "is a public identity without a private one: it is left out",
        });
    }
    for row in tables.rows("impi") {
        if desk.choice.template.is_some() {
            desk.note("keeps the services it has: the template does not apply");
        }
        let order = row.number("id").and_then(|id| {
            let id = id.ok_or(Fault::new("id", "missing"))?;
            let mut rows = Vec::new();
            for impu in of_private.get(&id).into_iter().flatten() {
                let public = publics
                    .get(impu)
                    .ok_or_else(|| Fault::new("impi_impu", format!("there is no impu {impu}")))?;
                if private_of.get(impu).is_some_and(|count| *count > 1) {
                    let problem = format!(
                        "{} belongs to other private identities too; here each has one subscriber",
                        public.place()
                    );
                    return Err(Fault::new("impi_impu", problem));
                }
                rows.push(*public);
            }
            subscriber(row, id, &rows, desk)
        });
        desk.take(row.place(), order);
    }
}

const PUBLIC_SERVICE: &str = "is a public service identity: here they are configured ([public_service.NAME])";

fn subscriber(row: Row<'_>, id: u64, publics: &[Row<'_>], desk: &mut Desk<'_>) -> Result<Order, Fault> {
    let identity = row.text("identity")?.ok_or(Fault::new("identity", "missing"))?;
    let impi =
        Impi::parse(identity, SIC_LENGTH).map_err(|error| Fault::new("identity", error.to_string()))?;
    let realm = secrets::realm(identity).to_ascii_lowercase();
    let (imsi, own) = match impi.imsi {
        Some(imsi) => (imsi.to_string(), None),
        None => (account(impi.user, id, desk), Some(identity.to_owned())),
    };
    let domain = match impi.imsi {
        Some(_) => impi.domain.to_ascii_lowercase(),
        None => realm.strip_prefix("ims.").unwrap_or(&realm).to_owned(),
    };
    let mut order = Order { imsi, domain: Some(domain), ..Order::default() };
    let mut service = ServiceOrder {
        sic: impi.sic.map(|sic| sic.to_string()),
        impi: own,
        scheme: AuthScheme::AkaV1,
        also: Vec::new(),
        ha1: None,
        enabled: true,
        identities: identities(publics, desk)?,
        scscf: None,
        charging: None,
        capabilities: Vec::new(),
    };
    authentication(row, identity, &mut order, &mut service, desk)?;
    order.msisdn = number(&service.identities);
    order.services = Some(vec![service]);
    // FHoSS is an HSS of the IMS alone; who has a SIM can have the EPS by choice.
    order.eps = match desk.choice.eps {
        Some(_) if order.k.is_some() => Some(desk.contract(None, EpsContract::default())?),
        _ => Some(EpsOrder::Profile(NONE.into())),
    };
    Ok(order)
}

/// The IMSI of a private identity that is an IMSI at another domain, or the number of an account.
fn account(user: &str, id: u64, desk: &mut Desk<'_>) -> String {
    if (14..=15).contains(&user.len()) && Imsi::parse(user).is_some() {
        return user.to_owned();
    }
    desk.note(format!(
        "has a private identity without an IMSI: it gets the account number {ACCOUNT}… of its row's id"
    ));
    format!("{ACCOUNT}{id:010}")
}

/// The first number among public identities.
fn number(identities: &[IdentityOrder]) -> Option<String> {
    let digits = |identity: &IdentityOrder| {
        let rest = identity.impu.strip_prefix("tel:").or(identity.impu.strip_prefix("sip:"))?;
        let number = rest.split('@').next()?.strip_prefix('+')?;
        (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())).then(|| number.to_owned())
    };
    identities.iter().filter(|identity| !identity.barred).find_map(digits)
}

/// The public identities, those of an implicit registration set together, its default first.
fn identities(publics: &[Row<'_>], desk: &mut Desk<'_>) -> Result<Vec<IdentityOrder>, Fault> {
    let mut sorted = Vec::new();
    for row in publics {
        let within = |fault: Fault| fault.within(&row.place());
        // 0: a public user identity, 1 and 2: a public service, distinct and wildcarded.
        if row.number("type").map_err(within)?.unwrap_or(0) != 0 {
            desk.note(PUBLIC_SERVICE);
            continue;
        }
        let set = row.number("id_implicit_set").map_err(within)?.unwrap_or(0);
        let barred = row.truth("barring").map_err(within)?.unwrap_or(false);
        let id = row.number("id").map_err(within)?.unwrap_or(0);
        sorted.push((set, barred, id, *row));
    }
    sorted.sort_by_key(|(set, barred, id, _)| (*set, *barred, *id));
    let mut found: Vec<IdentityOrder> = Vec::new();
    let mut last = None;
    for (set, barred, _, row) in sorted {
        let within = |fault: Fault| fault.within(&row.place());
        let begins = last.replace(set) != Some(set);
        let before = found.last().map_or(0, |identity| identity.set);
        let number = if begins { before.checked_add(1) } else { Some(before) };
        let impu =
            row.text("identity").map_err(within)?.ok_or_else(|| within(Fault::new("identity", "missing")))?;
        if row.truth("can_register").map_err(within)? == Some(false) {
            desk.note(
                "has a public identity that may not register itself (can_register): that has no counterpart",
            );
        }
        if row.text("display_name").map_err(within)?.is_some() {
            desk.note("has a public identity with a display name: that has no counterpart");
        }
        found.push(IdentityOrder {
            impu: impu.to_owned(),
            barred,
            set: number.ok_or_else(|| within(Fault::new("id_implicit_set", "too many sets")))?,
            alias: 0,
            profile: DEFAULT.into(),
        });
    }
    if !found.is_empty() {
        desk.note("has service profiles (sp, ifc): here they are [profile.NAME], it gets the default one");
    }
    Ok(found)
}

/// Schemes and secrets.
fn authentication(
    row: Row<'_>,
    identity: &str,
    order: &mut Order,
    service: &mut ServiceOrder,
    desk: &mut Desk<'_>,
) -> Result<(), Fault> {
    let allowed = row.number("auth_scheme")?.unwrap_or(0);
    let first = row.number("default_auth_scheme")?.unwrap_or(scheme::AKA_V1);
    let digests = scheme::MD5 | scheme::DIGEST | scheme::HTTP_DIGEST_MD5 | scheme::SIP_DIGEST;
    match first {
        scheme::AKA_V1 | scheme::AKA_V2 => {
            (service.scheme, service.also) = match first {
                scheme::AKA_V1 => (AuthScheme::AkaV1, [Further::AkaV2].into()),
                _ => (AuthScheme::AkaV2, [Further::AkaV1].into()),
            };
            if allowed & (scheme::AKA_V1 | scheme::AKA_V2) != scheme::AKA_V1 | scheme::AKA_V2 {
                service.also.clear();
            }
            if allowed & digests != 0 {
                desk.note("may use a digest beside AKA: it is left out, K is no password");
            }
            sim(row, order)?;
        }
        scheme::HTTP_DIGEST_MD5 => {
            (service.scheme, service.also) = (AuthScheme::EtsiDigest, [Further::SipDigest].into());
            service.ha1 = Some(ha1(row, identity)?);
        }
        scheme::MD5 | scheme::DIGEST | scheme::SIP_DIGEST => {
            if first != scheme::SIP_DIGEST {
                desk.note("uses Digest-MD5 or Digest, which are not of 3GPP: SIP Digest takes their place");
            }
            service.scheme = AuthScheme::SipDigest;
            service.ha1 = Some(ha1(row, identity)?);
        }
        scheme::EARLY => service.scheme = AuthScheme::Giba,
        scheme::NASS_BUNDLED => service.scheme = AuthScheme::NassBundled,
        other => return Err(Fault::new("default_auth_scheme", format!("there is no scheme {other}"))),
    }
    by_place(row, allowed | first, service)
}

/// GIBA and NASS-bundled go by where the user is; without a place FHoSS would refuse them.
fn by_place(row: Row<'_>, allowed: u64, service: &mut ServiceOrder) -> Result<(), Fault> {
    if let Some(ip) = row.text("ip")?.filter(|_| allowed & scheme::EARLY != 0) {
        let address = ip.parse().map_err(|_| Fault::new("ip", "not an IP address"))?;
        service.also.push(Further::Giba(address));
    }
    if let Some(line) = row.text("line_identifier")?.filter(|_| allowed & scheme::NASS_BUNDLED != 0) {
        service.also.push(Further::NassBundled(line.into()));
    }
    Ok(())
}

/// The SIM's keys: 16 octets, or a shorter text that FHoSS fills up with zeros.
fn sim(row: Row<'_>, order: &mut Order) -> Result<(), Fault> {
    let octets = |column: &'static str| -> Result<Option<Zeroizing<[u8; 16]>>, Fault> {
        let Some(octets) = row.octets(column).filter(|octets| !octets.is_empty()) else { return Ok(None) };
        // As digits it stands where a dump was made by hand.
        if let Some(read) = std::str::from_utf8(octets).ok().and_then(|text| hex::decode::<16>(text).ok()) {
            return Ok(Some(read));
        }
        let mut filled = Zeroizing::new([0; 16]);
        let part = filled.get_mut(..octets.len());
        part.ok_or(Fault::new(column, "more than 16 octets"))?.copy_from_slice(octets);
        Ok(Some(filled))
    };
    let text = |octets: &[u8]| SecretText::new(hex::encode(octets));
    let k = octets("k")?.ok_or(Fault::new("k", "missing"))?;
    let op = octets("op")?.unwrap_or_default();
    let opc = octets("opc")?.filter(|opc| **opc != [0; 16]);
    let (k, op, opc) = (text(&*k), text(&*op), opc.map(|opc| text(&*opc)));
    if let Some(opc) = opc {
        let of = |operator| {
            sim_keys(k.expose(), operator).map_err(|error| Fault::new("k", error.problem.to_string()))
        };
        let is_op = op.expose().bytes().any(|digit| digit != b'0');
        if is_op && of(OperatorKey::Op(op.expose()))? != of(OperatorKey::Opc(opc.expose()))? {
            return Err(Fault::new("opc", "it is not what OP and K make: which of the two is right?"));
        }
        order.opc = Some(opc);
    } else {
        order.op = Some(op);
    }
    order.k = Some(k);
    order.amf = row.octets("amf").filter(|amf| amf.len() == 2).map(|amf| hex::encode(amf).to_string());
    let sqn = row
        .text("sqn")?
        .map(|text| u64::from_str_radix(text, 16).map_err(|_| Fault::new("sqn", "not a hexadecimal number")));
    order.seq = sqn.transpose()?.map(|sqn| carried_on(sqn, 5)).transpose()?;
    Ok(())
}

/// H(A1) of a password that stands in `k`, for the private identity as it is spelled.
fn ha1(row: Row<'_>, identity: &str) -> Result<SecretText, Fault> {
    let password = row.octets("k").filter(|password| !password.is_empty());
    let password = password.ok_or(Fault::new("k", "missing: the password of SIP Digest"))?;
    let ha1 = digest::ha1(identity, secrets::realm(identity), password);
    Ok(SecretText::new(ha1.digits().expose().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::super::{Choice, MARGIN, Translated, text};
    use super::*;

    const TABLES: &str = "CREATE TABLE `impi` (`id` int(11) NOT NULL auto_increment, `id_imsu` int(11), `identity` varchar(255), `k` tinyblob NOT NULL, `auth_scheme` int(11), `default_auth_scheme` int(11),
          `amf` tinyblob, `op` tinyblob, `opc` tinyblob, `sqn` varchar(64), `ip` varchar(64), `line_identifier` varchar(64), PRIMARY KEY (`id`));
        CREATE TABLE `impu` (`id` int(11), `identity` varchar(255), `type` tinyint(4), `barring` tinyint(4), `id_implicit_set` int(11), `display_name` varchar(255), `can_register` tinyint(4));
        CREATE TABLE `impi_impu` (`id` int(11), `id_impi` int(11), `id_impu` int(11));\n";
    /// Set 1 of TS 35.208.
    const K: &str = "0x465b5ce8b199b49faa5f0a2ee238a6bc";
    const OP: &str = "0xcdc202d5123e20f62b6d676ac72cb318";
    const OPC: &str = "0xcd63cb71954a9f4e48a5994e37a02baf";

    fn read(impi: &str, more: &str, choice: &Choice) -> Translated {
        let dump = format!(
            "{TABLES}INSERT INTO `impi` VALUES ({impi});\nINSERT INTO `impu` VALUES (3,'sip:alice@open-ims.test',0,0,1,'',1),(4,'tel:+491701',0,0,2,'Alice',1),(5,'sip:x@open-ims.test',0,1,1,'',0);\n\
            INSERT INTO `impi_impu` VALUES (1,1,4),(2,1,5),(3,1,3);\n{more}"
        );
        text(dump.as_bytes(), None, choice).unwrap()
    }

    #[test]
    fn a_sim_keeps_its_identities() {
        let impi = format!(
            "1,1,'001010000000001@ims.mnc001.mcc001.3gppnetwork.org',{K},255,1,'\\0\\0',{OP},{OPC},'000000000040','10.0.0.1','line'"
        );
        let translated = read(&impi, "", &Choice::default());
        let order = &translated.orders[0].order;
        assert_eq!(
            (&*order.imsi, order.domain.as_deref(), order.msisdn.as_deref()),
            ("001010000000001", Some("mnc001.mcc001.3gppnetwork.org"), Some("491701"))
        );
        assert_eq!(order.opc.as_ref().unwrap().expose(), &OPC[2..]);
        assert_eq!(
            (order.seq, order.amf.as_deref(), &order.eps),
            (Some(2 + MARGIN + 1), Some("0000"), &Some(EpsOrder::Profile("none".into())))
        );
        let service = &order.services.as_ref().unwrap()[0];
        assert_eq!((service.impi.as_deref(), service.scheme), (None, AuthScheme::AkaV1));
        let also: Vec<_> = service.also.iter().map(Further::scheme).collect();
        assert_eq!(also, [AuthScheme::AkaV2, AuthScheme::Giba, AuthScheme::NassBundled]);
        let identities: Vec<_> =
            service.identities.iter().map(|one| (&*one.impu, one.barred, one.set)).collect();
        assert_eq!(
            identities,
            [
                ("sip:alice@open-ims.test", false, 1),
                ("sip:x@open-ims.test", true, 1),
                ("tel:+491701", false, 2)
            ]
        );
        assert_eq!(translated.notes.iter().count(), 4, "{}", translated.notes);
        let with_eps = read(&impi, "", &Choice { eps: Some("default".into()), template: None });
        let Some(EpsOrder::Contract(contract)) = &with_eps.orders[0].order.eps else { panic!() };
        assert_eq!(contract.profile, "default");
    }

    #[test]
    fn a_soft_phone_has_its_password_and_an_account_number() {
        let impi = "1,1,'Alice@open-ims.test','alice',255,128,'\\0\\0','','','000000000000','',''";
        let translated = read(impi, "", &Choice::default());
        let order = &translated.orders[0].order;
        assert_eq!(
            (&*order.imsi, order.domain.as_deref(), order.k.is_none()),
            ("999990000000001", Some("open-ims.test"), true)
        );
        let service = &order.services.as_ref().unwrap()[0];
        assert_eq!(
            (service.impi.as_deref(), service.scheme),
            (Some("Alice@open-ims.test"), AuthScheme::SipDigest)
        );
        let expected = digest::ha1("Alice@open-ims.test", "open-ims.test", b"alice");
        assert_eq!(service.ha1.as_ref().unwrap().expose(), expected.digits().expose());
    }

    /// K as a text is filled up with zeros, as FHoSS does.
    #[test]
    fn a_short_key_is_filled_up() {
        let impi = "1,1,'alice@open-ims.test','alice',1,1,'\\0\\0','','','000000000000','',''";
        let translated = read(impi, "", &Choice::default());
        let order = &translated.orders[0].order;
        assert_eq!(order.k.as_ref().unwrap().expose(), "616c6963650000000000000000000000");
        assert_eq!(order.op.as_ref().unwrap().expose(), "0".repeat(32));
        assert!(order.services.as_ref().unwrap()[0].also.is_empty());
    }

    #[test]
    fn what_cannot_be_taken_is_told() {
        let rest = "'\\0\\0','','','000000000000','',''";
        for (impi, more, sentence) in [
            (format!("1,1,'alice','x',1,1,{rest}"), "", "identity: not of the form user@domain"),
            (format!("1,1,'a@b','',1,1,{rest}"), "", "k: missing"),
            (format!("1,1,'a@b','',1,128,{rest}"), "", "k: missing: the password of SIP Digest"),
            (format!("1,1,'a@b','12345678901234567',1,1,{rest}"), "", "k: more than 16 octets"),
            (format!("1,1,'a@b','x',1,256,{rest}"), "", "default_auth_scheme: there is no scheme 256"),
            (
                format!("1,1,'a@b',{K},1,1,'',{OP},{K},'0','',''"),
                "",
                "opc: it is not what OP and K make: which of the two is right?",
            ),
            (format!("1,1,'a@b',{K},1,1,'',{OP},'','00zz','',''"), "", "sqn: not a hexadecimal number"),
            (format!("1,1,'a@b',{K},32,32,'',{OP},'','0','nowhere',''"), "", "ip: not an IP address"),
            (
                format!("1,1,'a@b','x',1,1,{rest}"),
                "INSERT INTO impi_impu VALUES (9,1,77);",
                "impi_impu: there is no impu 77",
            ),
            (
                format!("1,1,'a@b','x',1,1,{rest}"),
                "INSERT INTO impi_impu VALUES (9,2,3);",
                "impi_impu: impu row 1 belongs to other private identities too; here each has one subscriber",
            ),
        ] {
            let told: Vec<_> = read(&impi, more, &Choice::default())
                .refused
                .iter()
                .map(|one| one.fault.to_string())
                .collect();
            assert_eq!(told, [sentence], "{impi}");
        }
    }
}
