//! The dictionary beside the standards: every definition in the code has its row in `proto-specs/`, every row its definition, and
//! Wireshark's dictionary, which other people wrote, agrees with both; so do those that Erlang/OTP is given in tests/interop.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests may fail loudly, in their helpers too")]

use innkeeper::diameter::codec::{CommandFlags, Format};
use innkeeper::diameter::dictionary::{self, Occurs, Rule};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What the `.dia` files say, each row as one line of text in one spelling, so that a difference is readable.
#[derive(Default)]
struct Spec {
    avps: BTreeSet<String>,
    values: BTreeSet<String>,
    groups: BTreeSet<String>,
    commands: BTreeSet<String>,
    accepted: BTreeSet<String>,
}

fn read_specs() -> Spec {
    let mut spec = Spec::default();
    for file in [
        "base_rfc6733.dia",
        "cx_ts29229.dia",
        "s6a_ts29272.dia",
        "sh_ts29329.dia",
        "slh_ts29173.dia",
        "slg_ts29172.dia",
        "swx_ts29273.dia",
        "ro_rfc8506_ts32299.dia",
        "rf_ts32299.dia",
        "place.dia",
    ] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("proto-specs").join(file);
        read_spec(&std::fs::read_to_string(&path).expect("a file of proto-specs"), &mut spec);
    }
    spec
}

fn read_spec(text: &str, spec: &mut Spec) {
    let mut section: Vec<&str> = Vec::new();
    let mut grammar = String::new();
    let lines = text.lines().map(|line| line.split(';').next().unwrap_or_default().trim());
    for line in lines.chain(["@end"]).filter(|line| !line.is_empty()) {
        if (line.starts_with('@') || line.contains("::=")) && !grammar.is_empty() {
            let whole = std::mem::take(&mut grammar);
            if section[0] == "groups" {
                spec.groups.insert(whole)
            } else {
                spec.commands.insert(whole)
            };
        }
        if let Some(header) = line.strip_prefix('@') {
            section = header.split_whitespace().collect();
            continue;
        }
        let words: Vec<&str> = line.split_whitespace().collect();
        match section[0] {
            "avps" => {
                let [name, code, format, flags] = words[..] else { panic!("an AVP's row: {line}") };
                spec.avps.insert(format!("{name} {code} vendor {} {format} {flags}", section[1]));
            }
            "enum" => {
                spec.values.insert(format!("{} {}", section[1], words.join(" ")));
            }
            "groups" | "commands" => grammar_line(line, &mut grammar),
            "accepted" => {
                spec.accepted.insert(words[..3].join(" "));
            }
            other => panic!("no such section: {other}"),
        }
    }
}

/// One line of a grammar, in the spelling of [`rules_text`].
fn grammar_line(line: &str, grammar: &mut String) {
    if let Some((name, header)) = line.split_once("::=") {
        let header = header.trim().trim_matches(['<', '>']).trim();
        let (_, numbers) = header.split_once(':').expect("Diameter Header: or AVP Header:");
        *grammar = format!(
            "{} = {}:",
            name.trim(),
            numbers.replace(',', " ").split_whitespace().collect::<Vec<_>>().join(" ")
        );
    } else {
        let row: String = line.split_whitespace().collect();
        if row != "*[AVP]" {
            grammar.push(' ');
            grammar.push_str(&row);
        }
    }
}

fn rules_text(rules: &[Rule]) -> String {
    let row = |rule: &Rule| {
        let name = rule.avp.name;
        rule.occurs.map(|occurs| match occurs {
            Occurs::Fixed => format!(" <{name}>"),
            Occurs::Required => format!(" {{{name}}}"),
            Occurs::Optional => format!(" [{name}]"),
            Occurs::Some => format!(" 1*{{{name}}}"),
            Occurs::Any => format!(" *[{name}]"),
        })
    };
    rules.iter().filter_map(row).collect()
}

fn accepted(owner: &str, rules: &[Rule]) -> Vec<String> {
    let row = |rule: &Rule| match (rule.occurs, rule.lenient) {
        (None, _) => Some(format!("{owner} + {}", rule.avp.name)),
        (Some(_), true) => Some(format!("{owner} - {}", rule.avp.name)),
        (Some(_), false) if rule.repeats => Some(format!("{owner} * {}", rule.avp.name)),
        (Some(_), false) => None,
    };
    rules.iter().filter_map(row).collect()
}

/// Both directions at once, with the rows that only one side has.
fn assert_same(what: &str, code: BTreeSet<String>, spec: &BTreeSet<String>) {
    let only = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.difference(b).cloned().collect::<Vec<_>>();
    let (code_only, spec_only) = (only(&code, spec), only(spec, &code));
    assert!(
        code_only.is_empty() && spec_only.is_empty(),
        "{what}\n  only in src/diameter/dictionary: {code_only:#?}\n  only in proto-specs: {spec_only:#?}"
    );
    assert!(!code.is_empty(), "{what}: nothing was compared");
}

#[test]
fn every_avp_has_its_row_and_every_row_its_avp() {
    let spec = read_specs();
    let line = |avp: &dictionary::AvpDef| {
        let flags = if avp.mandatory { "M" } else { "-" };
        format!("{} {} vendor {} {} {flags}", avp.name, avp.code, avp.vendor, avp.format.name())
    };
    assert_same("AVPs", dictionary::avps().map(line).collect(), &spec.avps);

    let values = |avp: &'static dictionary::AvpDef| match avp.format {
        Format::Enumerated(names) => {
            names.iter().map(|(value, name)| format!("{} {value} {name}", avp.name)).collect()
        }
        _ => Vec::new(),
    };
    assert_same("values of enumerations", dictionary::avps().flat_map(values).collect(), &spec.values);
}

#[test]
fn every_command_has_its_grammar_and_every_grammar_its_command() {
    let spec = read_specs();
    let line = |command: &dictionary::Command| {
        let request = if command.flags.contains(CommandFlags::REQUEST) { " REQ" } else { "" };
        let proxiable = if command.flags.contains(CommandFlags::PROXIABLE) { " PXY" } else { "" };
        let rules = rules_text(command.rules);
        format!("{} = {}{request}{proxiable} {}:{rules}", command.short, command.code, command.application)
    };
    assert_same("commands", dictionary::commands().map(line).collect(), &spec.commands);
    for command in dictionary::commands() {
        // TS 29.272 and TS 29.173 abbreviate these in their own way: IDR and DSR, RSR, NOR; RIR. RFC 6733 has ACR.
        let own = [
            "Insert-Subscriber-Data",
            "Delete-Subscriber-Data",
            "Reset",
            "Notify",
            "LCS-Routing-Info",
            "Accounting",
        ];
        if own.iter().any(|name| command.name.starts_with(name)) {
            continue;
        }
        let abbreviation: String = command.name.split('-').filter_map(|word| word.chars().next()).collect();
        assert_eq!(command.short, abbreviation, "{}", command.name);
    }
}

#[test]
fn every_group_has_its_grammar_and_every_grammar_its_group() {
    let spec = read_specs();
    let line = |group: &dictionary::Group| {
        let vendor = if group.avp.vendor == 0 { String::new() } else { format!(" {}", group.avp.vendor) };
        format!("{} = {}{vendor}:{}", group.avp.name, group.avp.code, rules_text(group.rules))
    };
    assert_same("groups", dictionary::groups().map(line).collect(), &spec.groups);
    assert!(dictionary::groups().all(|group| group.avp.format == Format::Grouped));
}

#[test]
fn every_leniency_is_written_down_with_its_reason() {
    let spec = read_specs();
    let commands = dictionary::commands().flat_map(|command| accepted(command.short, command.rules));
    let groups = dictionary::groups().flat_map(|group| accepted(group.avp.name, group.rules));
    assert_same("leniencies", commands.chain(groups).collect(), &spec.accepted);
}

/// The dictionaries of `tests/interop/erlang`, which were written from the standards by themselves, for Erlang/OTP.
#[derive(Default)]
struct Strangers {
    /// By code and vendor: name, format, M.
    avps: BTreeMap<(u32, u32), String>,
    /// By name, and application where it is a command: each member with how often it may be there.
    grammars: BTreeMap<(String, Option<u32>), BTreeSet<String>>,
}

fn read_strangers() -> Strangers {
    let mut strangers = Strangers::default();
    for entry in
        std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/interop/erlang")).unwrap()
    {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "dia") {
            read_stranger(&std::fs::read_to_string(&path).unwrap(), &mut strangers);
        }
    }
    strangers
}

fn read_stranger(text: &str, strangers: &mut Strangers) {
    let (mut section, mut application, mut owner) = ("", 0, (String::new(), None));
    let lines = text.lines().map(|line| line.split(';').next().unwrap_or_default().trim());
    for line in lines.filter(|line| !line.is_empty()) {
        let words: Vec<&str> = line.split_whitespace().collect();
        match (words[0], section) {
            ("@id", _) => application = words[1].parse().unwrap(),
            (header, _) if header.starts_with('@') => section = header,
            (name, "@avp_types") => {
                // ETSI's is the one that is neither of 3GPP nor of the IETF.
                let vendor = if name == "Line-Identifier" { 13_019 } else { 10_415 };
                let vendor = if words[3].contains('V') { vendor } else { 0 };
                let flags = if words[3].contains('M') { "M" } else { "-" };
                strangers
                    .avps
                    .insert((words[1].parse().unwrap(), vendor), format!("{name} {} {flags}", words[2]));
            }
            (name, "@grouped" | "@messages") if words[1] == "::=" => {
                owner = (name.to_owned(), (section == "@messages").then_some(application));
            }
            (_, "@grouped" | "@messages") => {
                // How many at most the code does not say.
                let row: String = line.split_whitespace().collect();
                let (often, member) = row.split_at(row.find(['[', '{', '<']).unwrap());
                let often = often.trim_end_matches(|c: char| c.is_ascii_digit());
                if member != "[AVP]" {
                    strangers.grammars.entry(owner.clone()).or_default().insert(format!("{often}{member}"));
                }
            }
            _ => {}
        }
    }
}

#[test]
fn the_dictionaries_of_strangers_agree_on_every_avp_and_member() {
    let strangers = read_strangers();
    let mut compared = 0;
    for avp in dictionary::avps() {
        if let Some(theirs) = strangers.avps.get(&(avp.code, avp.vendor)) {
            let flags = if avp.mandatory { "M" } else { "-" };
            assert_eq!(&format!("{} {} {flags}", avp.name, avp.format.name()), theirs, "{}", avp.code);
            compared += 1;
        }
    }
    assert!(compared > 250, "{compared}");
    // What other standards lend and they do not have is not compared.
    let known =
        |rule: &&Rule| rule.avp.vendor == 0 || strangers.avps.contains_key(&(rule.avp.code, rule.avp.vendor));
    let ours = |rules: &[Rule]| -> BTreeSet<String> {
        let rows =
            rules.iter().filter(known).map(|rule| rules_text(std::slice::from_ref(rule)).trim().to_owned());
        rows.filter(|row| !row.is_empty()).collect()
    };
    let groups = dictionary::groups().map(|group| ((group.avp.name.to_owned(), None), group.rules));
    let commands = dictionary::commands()
        .map(|command| ((command.short.to_owned(), Some(command.application)), command.rules));
    let mut compared = 0;
    for (owner, rules) in groups.chain(commands) {
        if let Some(theirs) = strangers.grammars.get(&owner) {
            assert_eq!(&ours(rules), theirs, "{owner:?}");
            compared += 1;
        }
    }
    assert!(compared > 80, "{compared}");
}

/// An AVP in Wireshark's dictionary.
struct Foreign {
    name: String,
    format: String,
}

const ABSENT: &str = "absent";
const RADIUS: &str = "OctetString of four octets in RFC 7155; Wireshark shows it as the address it is";
const PREFIXED: &str = "Wireshark prefixes the name to tell it from the AVP of RFC 4740 or of Sh, or of Cx";
const S6A_NUMBER: &str = "Unsigned32 in TS 29.272 Table 7.3.1/1; named there for display";
const NEWER: &str = "added to TS 29.229 after this Wireshark; a newer one may have it";

const NEW_IN_8506: &str = "added by RFC 8506; this Wireshark has RFC 4006";
const NEWER_299: &str =
    "missing in this Wireshark; in TS 32.299 §7.2, and in freeDiameter or python-diameter";
const RADIUS_299: &str = "a RADIUS address of four octets, without the family of an Address (TS 29.061 §16.4.7); freeDiameter agrees";
const SPELLING: &str = "freeDiameter and TS 32.299 §7.2 spell the name as we do";

const OUR_OWN: &str = "of our own, under the enterprise number for examples (RFC 5612)";

const COMMENTED: &str = "Wireshark has this AVP in a comment only";

/// Where Wireshark names an AVP or its format differently, and why ours stays.
const DIFFERENCES: &[(u32, u32, &str, &str)] = &[
    (8, 0, "Framed-IP-Address IPAddress", RADIUS),
    (110, 0, "Digest-Qop UTF8String", "TS 29.229 §6.3.38 and RFC 4740 §9.5.6.3 write Digest-QoP"),
    (268, 0, "Result-Code Enumerated", "Unsigned32 in RFC 6733 §7.1; named there for display"),
    (298, 0, "Experimental-Result-Code Enumerated", "Unsigned32 in RFC 6733 §7.7; named there for display"),
    (299, 0, "Inband-Security-Id Enumerated", "Unsigned32 in RFC 6733 §6.10; named there for display"),
    (606, 10415, "Cx-User-Data OctetString", PREFIXED),
    (607, 10415, "3GPP-SIP-Number-Auth-Items Unsigned32", PREFIXED),
    (608, 10415, "3GPP-SIP-Authentication-Scheme UTF8String", PREFIXED),
    (609, 10415, "3GPP-SIP-Authenticate OctetString", PREFIXED),
    (610, 10415, "3GPP-SIP-Authorization OctetString", PREFIXED),
    (612, 10415, "3GPP-SIP-Auth-Data-Item Grouped", PREFIXED),
    (613, 10415, "3GPP-SIP-Item-Number Unsigned32", PREFIXED),
    (
        634,
        10415,
        "Wildcarded-PSI UTF8String",
        "the AVP's name up to release 8; Wildcarded-Public-Identity since",
    ),
    (659, 10415, ABSENT, NEWER),
    (660, 10415, ABSENT, NEWER),
    (661, 10415, ABSENT, NEWER),
    (662, 10415, ABSENT, NEWER),
    (663, 10415, ABSENT, NEWER),
    (664, 10415, ABSENT, NEWER),
    (665, 10415, ABSENT, NEWER),
    (666, 10415, ABSENT, NEWER),
    (702, 10415, "Sh-User-Data OctetString", PREFIXED),
    (720, 10415, ABSENT, COMMENTED),
    (721, 10415, ABSENT, COMMENTED),
    (722, 10415, ABSENT, COMMENTED),
    (
        719,
        10415,
        "UDR-Flags Enumerated",
        "a flag word, Unsigned32 in TS 29.329 §6.3.28; named there for display",
    ),
    (
        1488,
        10415,
        "Call-Barring-Infor-List Grouped",
        "the AVP's name before release 12; Call-Barring-Info since",
    ),
    (2407, 10415, "PSR-Address IPAddress", "PPR-Address in TS 29.173 §6.4.9"),
    (2500, 10415, "Slg-Location-Type Enumerated", "SLg-Location-Type in TS 29.172 §7.4.2"),
    (2510, 10415, "Supported-GAD-Shapes Unsigned32", "LCS-Supported-GAD-Shapes in TS 29.172 §7.4.12"),
    (2553, 10415, "Cell-Portion-ID OctetString", "Unsigned32 in TS 29.172 §7.4.58"),
    (2554, 10415, "OnexRTT-RCID OctetString", "1xRTT-RCID in TS 29.172 §7.4.59"),
    (1665, 10415, "SIPTO-Local-Network-Permission Enumerated", S6A_NUMBER),
    (1682, 10415, "Non-IP-Data-Delivery-Mechanism Enumerated", S6A_NUMBER),
    (1690, 10415, "PDN-Connection-Continuity Enumerated", S6A_NUMBER),
    (50, 0, "Accounting-Multi-Session-Id UTF8String", "Acct-Multi-Session-Id in RFC 6733 §9.8.5"),
    (659, 0, ABSENT, NEW_IN_8506),
    (660, 0, ABSENT, NEW_IN_8506),
    (661, 0, ABSENT, NEW_IN_8506),
    (662, 0, ABSENT, NEW_IN_8506),
    (663, 0, ABSENT, NEW_IN_8506),
    (664, 0, ABSENT, NEW_IN_8506),
    (665, 0, ABSENT, NEW_IN_8506),
    (666, 0, ABSENT, NEW_IN_8506),
    (667, 0, ABSENT, NEW_IN_8506),
    (668, 0, ABSENT, NEW_IN_8506),
    (669, 0, ABSENT, NEW_IN_8506),
    (4, 10415, "3GPP-CG-Address IPAddress", RADIUS_299),
    (6, 10415, "3GPP-SGSN-Address IPAddress", RADIUS_299),
    (7, 10415, "3GPP-GGSN-Address IPAddress", RADIUS_299),
    (824, 10415, "3GPP-SIP-Method UTF8String", PREFIXED),
    (830, 10415, "User-Session-ID UTF8String", SPELLING),
    (851, 10415, "Trunk-Group-ID Grouped", SPELLING),
    (852, 10415, "Incoming-Trunk-Group-ID UTF8String", SPELLING),
    (853, 10415, "Outgoing-Trunk-Group-ID UTF8String", SPELLING),
    (861, 10415, "Cause-Code Enumerated", "Integer32 in TS 32.299 §7.2.35; named there for display"),
    (872, 10415, "3GPP-Reporting-Reason Enumerated", SPELLING),
    (
        1263,
        10415,
        "Access-Network-Information UTF8String",
        "OctetString in TS 32.299 §7.2: a header as it came",
    ),
    (1323, 10415, ABSENT, NEWER_299),
    (2019, 10415, "Number-of-Messages-Sent Unsigned32", SPELLING),
    (2322, 10415, ABSENT, NEWER_299),
    (2603, 10415, "IP-Realm-Default-Indicator Enumerated", SPELLING),
    (2604, 10415, "Local-GW-Inserted-Indicator Enumerated", SPELLING),
    (2605, 10415, "Transcoder-Inserted-Indicator Enumerated", SPELLING),
    (2701, 10415, ABSENT, NEWER_299),
    (2702, 10415, ABSENT, NEWER_299),
    (2708, 10415, "From-Address IPAddress", "UTF8String in TS 32.299 §7.2: a header"),
    (3447, 10415, ABSENT, NEWER_299),
    (3924, 10415, "Cellular-Network-Information  OctetString", SPELLING),
    (3926, 10415, ABSENT, NEWER_299),
    (3927, 10415, ABSENT, NEWER_299),
    (1, 32473, ABSENT, OUR_OWN),
    (2, 32473, ABSENT, OUR_OWN),
    (3, 32473, ABSENT, OUR_OWN),
];

fn wireshark(folder: &Path) -> BTreeMap<(u32, u32), Vec<Foreign>> {
    let mut texts = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "xml") {
            texts.push(String::from_utf8_lossy(&std::fs::read(path).unwrap()).replace(['\t', '\n'], " "));
        }
    }
    let vendors: BTreeMap<String, u32> = texts
        .iter()
        .flat_map(|text| elements(text, "vendor"))
        .filter_map(|element| {
            Some((attribute(element, "vendor-id")?, attribute(element, "code")?.parse().ok()?))
        })
        .collect();
    let mut found: BTreeMap<(u32, u32), Vec<Foreign>> = BTreeMap::new();
    for text in &texts {
        for element in elements(text, "avp") {
            let Some(code) = attribute(element, "code").and_then(|code| code.parse().ok()) else { continue };
            let vendor = attribute(element, "vendor-id").map_or(Some(0), |name| vendors.get(&name).copied());
            let body = &text[element.as_ptr() as usize - text.as_ptr() as usize..];
            let body = &body[..body.find("</avp>").unwrap_or(body.len())];
            let format = if body.contains("<grouped") {
                "Grouped".to_owned()
            } else {
                elements(body, "type").find_map(|element| attribute(element, "type-name")).unwrap_or_default()
            };
            let name = attribute(element, "name").unwrap_or_default();
            if let Some(vendor) = vendor {
                found.entry((code, vendor)).or_default().push(Foreign { name, format });
            }
        }
    }
    found
}

/// The start tags of elements with this name, comments aside.
fn elements<'t>(text: &'t str, name: &str) -> impl Iterator<Item = &'t str> {
    let open = format!("<{name} ");
    let starts: Vec<usize> = text.match_indices(&open).map(|(at, _)| at).collect();
    starts.into_iter().filter_map(move |at| {
        let commented = text[..at].rfind("<!--").is_some_and(|start| !text[start..at].contains("-->"));
        (!commented).then(|| &text[at..at + text[at..].find('>').unwrap_or(0)])
    })
}

fn attribute(element: &str, name: &str) -> Option<String> {
    let (_, rest) = element.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| value.to_owned())
}

/// Wireshark's own names for formats, brought to RFC 6733's.
fn same_format(ours: &Format, theirs: &str) -> bool {
    let theirs = match theirs {
        "AppId" | "VendorId" => "Unsigned32",
        "OctetStringOrUTF8" => "OctetString",
        "IPAddress" => "Address",
        other => other,
    };
    ours.name() == theirs
}

#[test]
fn wireshark_agrees_on_every_code_vendor_and_format() {
    let folder = Path::new("/usr/share/wireshark/diameter");
    if !folder.is_dir() {
        let advice =
            "Wireshark's dictionary is missing: apt-get install libwireshark-data (tshark brings it)";
        assert!(std::env::var_os("INNKEEPER_REQUIRE_PEERS").is_none(), "{advice}");
        println!("not compared: {advice}");
        return;
    }
    let theirs = wireshark(folder);
    let mut unlisted = Vec::new();
    let mut differing = BTreeSet::new();
    for avp in dictionary::avps() {
        let foreign = theirs.get(&(avp.code, avp.vendor)).map(Vec::as_slice).unwrap_or_default();
        if foreign.iter().any(|f| f.name == avp.name && same_format(&avp.format, &f.format)) {
            continue;
        }
        let names: Vec<_> = foreign.iter().map(|f| format!("{} {}", f.name, f.format)).collect();
        let text = if names.is_empty() { ABSENT.to_owned() } else { names.join(" | ") };
        differing.insert((avp.code, avp.vendor));
        if !DIFFERENCES.iter().any(|row| (row.0, row.1, row.2) == (avp.code, avp.vendor, &*text)) {
            unlisted.push(format!("{} {} of {} is there: {text}", avp.name, avp.code, avp.vendor));
        }
    }
    assert!(unlisted.is_empty(), "not listed with a reason: {unlisted:#?}");
    let agreeing = |row: &&(u32, u32, &str, &str)| row.2 != ABSENT && !differing.contains(&(row.0, row.1));
    let obsolete: Vec<_> = DIFFERENCES.iter().filter(agreeing).collect();
    assert!(obsolete.is_empty(), "listed, but they agree: {obsolete:#?}");
}
