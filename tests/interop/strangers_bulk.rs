//! Strict strangers and hundreds of subscribers: contracts as chance has them, each told as it is.

use crate::{
    erlang::{Bench, S6A, SH, member},
    lab::{DOMAIN, Shared},
    strangers::{EUTRAN, INITIAL_ATTACH, S6A_INDICATOR, air, eutran, subscriber, ulr},
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const SUBSCRIBERS: u32 = 300;
const PROFILES: u32 = 24;

/// Chance that is the same each time (Marsaglia's xorshift).
struct Chance(u64);

impl Chance {
    /// Up to `most`, from 0.
    fn upto(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % (most + 1)
    }

    fn yes(&mut self) -> bool {
        self.upto(1) == 1
    }

    fn of<T: Copy>(&mut self, each: &[T]) -> T {
        each[self.upto(each.len() as u64 - 1) as usize]
    }

    fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.yes().then(|| make(self))
    }

    /// Bits a second, of any size there is.
    fn rate(&mut self) -> u64 {
        let most = self.of(&[1, 64_000, 1_000_000_000, u64::from(u32::MAX), 20_000_000_000]);
        1 + self.upto(most)
    }
}

struct Profile {
    rates: [u64; 2],
    charging: Option<u16>,
    apns: Vec<Apn>,
    default: usize,
    /// In the configuration's words.
    text: String,
}

struct Apn {
    name: String,
    kind: u32,
    qci: u32,
    priority: u64,
    preempts: bool,
    preemptible: bool,
    rates: Option<[u64; 2]>,
    local_breakout: bool,
}

fn profile(chance: &mut Chance, number: u32) -> Profile {
    let count = 1 + chance.upto(9) as usize;
    let apns: Vec<_> = (0..count).map(|n| apn(chance, n)).collect();
    let (default, rates) = (chance.upto(count as u64 - 1) as usize, [chance.rate(), chance.rate()]);
    let charging = chance.maybe(|chance| chance.upto(0xffff) as u16);
    let restricted =
        chance.of(&["", "\"utran\", \"nb-iot\"", "\"nr-secondary\", \"non3gpp\", \"enhanced-coverage\""]);
    let access = chance.of(&["only-packet", "packet-and-circuit"]);
    let [downlink, uplink] = rates;
    let mut text = format!(
        "\n[eps_profile.p{number}]\nambr = {{ downlink = {downlink}, uplink = {uplink} }}\nrestricted = [{restricted}]\n\
         network_access = {access:?}\ndefault_apn = {:?}\n",
        apns[default].name
    );
    let optional = [
        charging.map(|charging| format!("charging_characteristics = \"{charging:04x}\"\n")),
        chance.maybe(|chance| format!("rfsp = {}\n", 1 + chance.upto(255))),
        chance.maybe(|chance| format!("periodic_tau = {}\n", 600 + chance.upto(9000))),
    ];
    text.extend(optional.into_iter().flatten());
    let apn_texts: Vec<_> = apns.iter().map(Apn::text).collect();
    text += &format!("apn = [{}]\n", apn_texts.join(", "));
    Profile { rates, charging, apns, default, text }
}

fn apn(chance: &mut Chance, number: usize) -> Apn {
    Apn {
        name: format!("{}{number}.example", chance.of(&["internet", "ims", "a-b", "x"])),
        kind: chance.upto(3) as u32,
        qci: chance.of(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 65, 66, 69, 70]),
        priority: 1 + chance.upto(14),
        preempts: chance.yes(),
        preemptible: chance.yes(),
        rates: chance.maybe(|chance| [chance.rate(), chance.rate()]),
        local_breakout: chance.yes(),
    }
}

impl Apn {
    fn text(&self) -> String {
        let kind = ["ipv4", "ipv6", "ipv4v6", "ipv4-or-ipv6"][self.kind as usize];
        let rates = self.rates.map_or(String::new(), |[downlink, uplink]| {
            format!(", ambr = {{ downlink = {downlink}, uplink = {uplink} }}")
        });
        format!(
            "{{ name = {:?}, pdn_type = {kind:?}, qci = {}, priority = {}, preempts = {}, preemptible = {}, local_breakout = {}{rates} }}",
            self.name, self.qci, self.priority, self.preempts, self.preemptible, self.local_breakout
        )
    }

    /// As it is told (TS 29.272 §7.3.35); of pre-emption 0 is enabled.
    fn told(&self, context: usize, rates: [u64; 2], addresses: Value) -> Value {
        json!([
            context,
            self.name,
            self.kind,
            self.qci,
            self.priority,
            u32::from(!self.preempts),
            u32::from(!self.preemptible),
            u32::from(self.local_breakout),
            ambr(self.rates.unwrap_or(rates)),
            addresses
        ])
    }
}

/// What of an APN-Configuration [`Apn::told`] speaks of.
fn heard(apn: &Value) -> Value {
    let quality = ["EPS-Subscribed-QoS-Profile", "Allocation-Retention-Priority"];
    let priority = |name| member(apn, &[quality[0], quality[1], name]);
    json!([
        apn["Context-Identifier"],
        apn["Service-Selection"],
        apn["PDN-Type"],
        member(apn, &[quality[0], "QoS-Class-Identifier"]),
        priority("Priority-Level"),
        priority("Pre-emption-Capability"),
        priority("Pre-emption-Vulnerability"),
        member(apn, &["VPLMN-Dynamic-Address-Allowed"]),
        member(apn, &["AMBR"]),
        apn["Served-Party-IP-Address"]
    ])
}

/// Rates as they are told (TS 29.272 §7.3.41): what 32 bits do not hold, in kbit/s beside.
fn ambr([downlink, uplink]: [u64; 2]) -> Value {
    let mut told = json!({});
    for (rate, way) in [(downlink, "DL"), (uplink, "UL")] {
        told[format!("Max-Requested-Bandwidth-{way}")] = rate.min(u32::MAX.into()).into();
        if rate > u32::MAX.into() {
            told[format!("Extended-Max-Requested-BW-{way}")] = json!([rate / 1000]);
        }
    }
    told
}

/// A number in TBCD (TS 29.002), as hexadecimal digits.
fn tbcd(number: &str) -> String {
    let digits: Vec<char> = number.chars().collect();
    digits.chunks(2).flat_map(|pair| [pair.get(1).copied().unwrap_or('f'), pair[0]]).collect()
}

/// One subscriber of a profile: imported, and what is to be heard of it.
struct Contract {
    imsi: String,
    line: Value,
    data: Value,
}

fn contract(chance: &mut Chance, number: u32, profiles: &[Profile]) -> Contract {
    let imsi = format!("00101{:010}", 5000 + number);
    let choice = chance.upto(profiles.len() as u64 - 1) as usize;
    let profile = &profiles[choice];
    let mut eps = json!({ "profile": format!("p{choice}") });
    let own = chance.maybe(|chance| [chance.rate(), chance.rate()]);
    if let Some([downlink, uplink]) = own {
        eps["ambr"] = json!({ "downlink": downlink, "uplink": uplink });
    }
    let charging = chance.maybe(|chance| chance.upto(0xffff) as u16);
    if let Some(charging) = charging {
        eps["charging_characteristics"] = format!("{charging:04x}").into();
    }
    let further = chance.maybe(|chance| format!("49{}", 10_000_000 + chance.upto(89_999_999)));
    if let Some(further) = &further {
        eps["additional_msisdns"] = json!([further]);
    }
    let fixed = chance.maybe(|chance| chance.upto(profile.apns.len() as u64 - 1) as usize);
    let (v4, v6) =
        (format!("10.9.{}.{}", number / 250, 1 + number % 250), format!("2001:db8:1:{:x}::7", number + 1));
    if let Some(at) = fixed {
        let name = &profile.apns[at].name;
        eps["addresses"] = json!([{ "apn": name, "address": v4 }, { "apn": name, "address": v6 }]);
    }
    let rates = own.unwrap_or(profile.rates);
    let apns: Vec<_> = { profile.apns.iter().enumerate() }
        .map(|(at, apn)| {
            let there = json!([v4, v6.strip_suffix('7').expect("it ends so")]);
            let addresses = if fixed == Some(at) { there } else { Value::Null };
            apn.told(at + 1, rates, addresses)
        })
        .collect();
    let line = subscriber(&imsi, eps);
    let data = json!({
        "msisdn": tbcd(line["msisdn"].as_str().expect("a number")), "further": further.map(|further| tbcd(&further)),
        "charging": charging.or(profile.charging).map(|charging| format!("{charging:04x}")), "ambr": ambr(rates),
        "default": profile.default + 1, "apns": apns
    });
    Contract { imsi, line, data }
}

/// The same of a ULA, or an IDR.
fn told(answer: &Value) -> Value {
    let data = member(&answer["avps"], &["Subscription-Data"]);
    let profile = member(data, &["APN-Configuration-Profile"]);
    let apns: Vec<_> = profile["APN-Configuration"].as_array().expect("APNs").iter().map(heard).collect();
    json!({
        "msisdn": member(data, &["MSISDN"]), "further": member(data, &["A-MSISDN"]),
        "charging": member(data, &["3GPP-Charging-Characteristics"]), "ambr": member(data, &["AMBR"]),
        "default": profile["Context-Identifier"], "apns": apns
    })
}

/// EP-1, SC-6: contracts as chance has them are told as they are, and a strict node parses each.
#[test]
fn ep_1_hundreds_of_contracts_are_parsed_and_as_ordered() {
    let _shared = Shared::keep();
    let mut chance = Chance(0x2545_f491_4f6c_dd1d);
    let profiles: Vec<_> = (0..PROFILES).map(|number| profile(&mut chance, number)).collect();
    let texts: String = profiles.iter().map(|profile| profile.text.as_str()).collect();
    let more = format!(
        "\n[application_server.\"as.{DOMAIN}\"]\npull = [\"ims-public-identity\", \"ims-user-state\", \"msisdn\"]\n\n[eps]\nvectors_per_air = 5\n{texts}"
    );
    let Some(mut bench) = Bench::start(&["mme1", "as"], &more) else { return };
    bench.stranger.node("mme1", S6A);
    bench.stranger.node("as", SH);
    let contracts: Vec<_> = (0..SUBSCRIBERS).map(|number| contract(&mut chance, number, &profiles)).collect();
    let lines: Vec<_> = contracts.iter().map(|contract| contract.line.clone()).collect();
    bench.import(&lines);
    for Contract { imsi, line, data } in &contracts {
        let vectors = 1 + chance.upto(4) as u32;
        assert_eq!(bench.result("mme1", "AIR", &air(imsi, &eutran(vectors))), 2001, "{imsi}");
        let answer = bench.mme("mme1", "ULR", &ulr(imsi, EUTRAN, S6A_INDICATOR | INITIAL_ATTACH, ""));
        assert_eq!(answer["result"], 2001, "{answer}");
        assert_eq!(&told(&answer), data, "{imsi}");
        let impu = format!("sip:+{}@{DOMAIN}", line["msisdn"].as_str().expect("a number"));
        let asked = format!(
            "'User-Identity' => #{{'Public-Identity' => [{impu:?}]}}, 'Data-Reference' => [10, 11, 17]"
        );
        assert_eq!(bench.stranger.ask("as", SH, "UDR", &asked)["result"], 2001, "{impu}");
    }
    // EP-3: everybody gets another contract, while attached.
    let contracts: BTreeMap<_, _> = (0..SUBSCRIBERS)
        .map(|number| contract(&mut chance, number, &profiles))
        .map(|contract| (contract.imsi.clone(), contract))
        .collect();
    let lines: Vec<_> = contracts.values().map(|contract| contract.line.clone()).collect();
    bench.import(&lines);
    for _ in 0..SUBSCRIBERS {
        let idr = bench.stranger.told("mme1", "IDR");
        let imsi = idr["avps"]["User-Name"].as_str().expect("an IMSI");
        assert_eq!(told(&idr), contracts[imsi].data, "{imsi}");
    }
    let least = SUBSCRIBERS as usize;
    for kind in ["AIA", "ULA", "UDA", "IDR"] {
        assert!(bench.stranger.judged(kind) >= least, "{kind}");
    }
}
