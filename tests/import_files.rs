//! Files: good ones, bad ones, hostile ones, and what an export makes of a store (OP-5).
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly, its helpers too")]

mod import_common;

use import_common::{House, K, OPC};
use innkeeper::{
    domain::subscribers::{
        export::Exporter,
        import::{COLUMNS, Format, Mode, REPORTED},
        limits,
    },
    records::{Outbox, Sequence, Subscriber},
    store::ChangeSet,
    types::{Imsi, Lsn},
};
use proptest::prelude::*;

/// What a CSV file is told, line by line.
fn told(house: &House, mode: Mode, file: impl AsRef<[u8]>) -> Vec<String> {
    let (report, batch) = house.import(Format::Csv, mode, file.as_ref());
    assert_eq!(report.is_good(), report.bad.is_empty());
    if !report.is_good() {
        let handed_on = batch.sets.len() as u64;
        assert!(handed_on < report.lines, "nothing after the first bad block");
    }
    report.bad.iter().map(ToString::to_string).collect()
}

/// OP-5: every bad line with its number and reason, the good ones between them in order.
#[test]
fn op_5_every_bad_line_is_told() {
    let house = House::new();
    let header = "imsi,msisdn,k,opc,sics";
    let file = [
        header.to_owned(),
        format!("001010000000001,491701,{K},{OPC},001 002"),
        format!("001010000000002,491702,{K},,001"),
        String::new(),
        format!("001010000000003,491703,{K},{OPC}"),
        format!("001010000000004,491704,{K},{OPC},001,more"),
        format!("001010000000001,491705,{K},{OPC},001"),
        format!("001010000000006,+491701,{K},{OPC},002"),
        format!("\"001010000000007,491707,{K},{OPC},001"),
        format!("\"001010000000008\",\"491708\",{K},{OPC},\"001|002\""),
        format!("one,491709,{K},{OPC},001"),
    ];
    let expected = [
        "line 3: opc: K is given, and neither OPc nor OP",
        "line 5: 4 cells, where the header has 5",
        "line 6: more than 5 cells, as the header has",
        "line 7: imsi: 001010000000001 is on line 2 already",
        "line 8: identities: \"sip:+491701.rcs@ims.mnc001.mcc001.3gppnetwork.org\" is the subscriber's of line 2 already",
        "line 9: a quote is opened and not closed on this line",
        "line 11: imsi: \"one\" is not an IMSI: expected 6 to 15 digits",
    ];
    assert_eq!(told(&house, Mode::Add, file.join("\n")), expected);
    assert_eq!(told(&house, Mode::Add, file.join("\r\n") + "\r\n"), expected, "CRLF");
    assert_eq!(
        told(&house, Mode::Add, format!("\u{feff}{}", file.join("\n"))),
        expected,
        "a byte order mark"
    );
    assert_eq!(
        told(&house, Mode::Add, file.join("\n").replace(',', ";")),
        expected,
        "as German Excel writes it"
    );
}

#[test]
fn op_5_a_number_is_one_subscriber_s_even_where_it_is_no_identity() {
    let house = House::new();
    let file = format!(
        "imsi,msisdn,k,opc,sics\n001010000000001,491701,{K},{OPC},\n001010000000002,491702,{K},{OPC},002\n"
    );
    // Empty cell: the template's services.
    let (report, batch) = house.import(Format::Csv, Mode::Add, file.as_bytes());
    assert_eq!((report.subscribers, batch.sets.len()), (2, 2));
    let first = batch.sets[0].iter().next().map(|(change, _)| change.clone());
    assert!(matches!(first, Some(innkeeper::store::Change::Subscriber(first)) if first.services.len() == 2));
    let services = r#"[{"scheme":"aka-v1","identities":[{"impu":"tel:+491702"}]}]"#;
    let line = format!(r#"{{"imsi":"001010000000003","k":"{K}","opc":"{OPC}","services":{services}}}"#);
    let other =
        format!(r#"{{"imsi":"001010000000002","msisdn":"491702","sics":["002"],"k":"{K}","opc":"{OPC}"}}"#);
    let (report, _) = house.import(Format::JsonLines, Mode::Add, format!("{other}\n{line}\n").as_bytes());
    assert_eq!(
        report.bad[0].to_string(),
        "line 2: identities: \"tel:+491702\" is the subscriber's of line 1 already"
    );
    house.add(&other).unwrap();
    let (report, _) = house.import(Format::JsonLines, Mode::Add, line.as_bytes());
    assert_eq!(
        report.bad[0].to_string(),
        "line 1: identities: \"tel:+491702\" is subscriber 001010000000002's already"
    );
}

#[test]
fn op_5_headers_are_checked() {
    let house = House::new();
    let all = COLUMNS.join(", ");
    let cases = [
        ("", "line 1: the file is empty: its first line names the columns, imsi and others".to_owned()),
        (
            "imsi,key\n",
            format!("line 1: there is no column \"key\" (the first line names the columns); there are {all}"),
        ),
        (
            "001010000000001,491701",
            format!(
                "line 1: there is no column \"001010000000001\" (the first line names the columns); there are {all}"
            ),
        ),
        ("imsi,k,K\n", "line 1: the column k is there twice".into()),
        ("msisdn,k\n", "line 1: the column imsi is missing".into()),
    ];
    for (file, expected) in cases {
        assert_eq!(told(&house, Mode::Add, file), [expected]);
    }
    assert_eq!(told(&house, Mode::Add, b"im\xffsi\n"), ["line 1: the header is not UTF-8"]);
    assert!(told(&house, Mode::Add, "IMSI, MSISDN\n").is_empty(), "a header alone is an empty export");
    let (report, _) = house.import(Format::JsonLines, Mode::Add, b"");
    assert!(report.is_good() && report.subscribers == 0);
}

#[test]
fn op_5_bad_octets_and_huge_lines_spoil_only_their_own_line() {
    let house = House::new();
    let good = |number: u32| format!("00101{number:010},49{number},{K},{OPC}\n").into_bytes();
    let mut file = b"imsi,msisdn,k,opc\n".to_vec();
    file.extend(good(1));
    file.extend(b"0010\xff\n");
    file.extend(good(2));
    file.extend(std::iter::repeat_n(b'7', 2 * limits::LINE));
    file.push(b'\n');
    file.extend(good(3));
    file.extend(b"\0\0\0\n");
    let (report, _) = house.import(Format::Csv, Mode::Add, &file);
    let bad: Vec<_> = report.bad.iter().map(ToString::to_string).collect();
    assert_eq!(
        bad,
        [
            "line 3: not UTF-8 from octet 5 of the line on",
            "line 5: the line has more than 262144 octets",
            "line 7: 1 cells, where the header has 4",
        ]
    );
    assert_eq!((report.subscribers, report.lines), (3, 7));
}

/// OP-5: the report of a file that is bad throughout stays short, and counts all.
#[test]
fn op_5_the_report_is_capped_and_the_count_is_not() {
    let house = House::new();
    let file = "imsi\n".to_owned() + &"x\n".repeat(3 * REPORTED);
    let (report, batch) = house.import(Format::Csv, Mode::Add, file.as_bytes());
    assert_eq!((report.bad.len(), report.bad_count), (REPORTED, 3 * REPORTED as u64));
    assert!(batch.sets.is_empty());
}

#[test]
fn json_lines_tell_field_and_column_and_no_secret() {
    let house = House::new();
    let cases = [
        (r#"{"imsi":"001010000000001","#, "line 1: EOF while parsing"),
        (r#"{"imsi":1}"#, "line 1: invalid type: integer `1`, expected a string (column 9)"),
        (r#"{"imsi":"001010000000001","key":"1"}"#, "line 1: unknown field `key`, expected one of"),
        (r#"{"imsi":"001010000000001","k":46512345}"#, "line 1: a secret is a text in quotes"),
        (r#"[1]"#, "line 1: "),
    ];
    for (line, expected) in cases {
        let (report, _) = house.import(Format::JsonLines, Mode::Add, line.as_bytes());
        let told = report.bad[0].to_string();
        assert!(told.starts_with(expected) && !told.contains("46512345"), "{told}");
    }
    assert_eq!(Format::detect(b"\xef\xbb\xbf {\"imsi\""), Format::JsonLines);
    assert_eq!(Format::detect(b"imsi,k"), Format::Csv);
}

/// OP-5: who exists is a mistake, unless the file is to replace; then secrets it leaves out are kept, and the network is told.
#[test]
fn op_5_add_and_replace() {
    let house = House::new();
    let file = format!("imsi,msisdn,k,opc,seq\n001010000000001,491701,{K},{OPC},77\n");
    let (report, batch) = house.import(Format::Csv, Mode::Add, file.as_bytes());
    assert!(report.is_good());
    house.apply(batch);
    let before = house.subscriber("001010000000001").unwrap();
    assert_eq!(house.store.get::<Sequence>(&before.imsi).value.unwrap().seq, 77);
    assert_eq!(told(&house, Mode::Add, &file), ["line 2: imsi: subscriber 001010000000001 exists already"]);

    let file = "imsi,msisdn,sics\n001010000000001,491701,001\n";
    let (report, batch) = house.import(Format::Csv, Mode::Replace, file.as_bytes());
    assert_eq!((report.is_good(), batch.sets.len()), (true, 1));
    house.apply(batch);
    let after = house.subscriber("001010000000001").unwrap();
    assert_eq!((after.services.len(), &after.sim), (1, &before.sim));
    assert_eq!(house.store.get::<Sequence>(&before.imsi).value.unwrap().seq, 77);
    let unknown = "imsi,msisdn\n001010000000002,491702\n";
    assert_eq!(
        told(&house, Mode::Replace, unknown),
        ["line 2: services[001].scheme: AKA needs the SIM's K and OPc (or OP), for tuak TOPc (or TOP)"]
    );
    assert_eq!(house.store.count::<Outbox>(), 0, "nothing was registered");
}

/// A batch that nobody wants ends the import at once.
#[test]
fn a_sink_that_refuses_ends_the_import() {
    use innkeeper::domain::subscribers::import::{Import, ImportError};
    let house = House::new();
    let ids = || house.store.next_outbox_id();
    let mut file = "imsi,msisdn,k,opc\n".to_owned();
    for number in 0..20_000 {
        file += &format!("00101{number:010},49{number},{K},{OPC}\n");
    }
    let import = Import {
        format: Format::Csv,
        mode: Mode::Add,
        context: house.context(),
        store: &house.store,
        now: innkeeper::types::Timestamp(0),
        outbox_ids: &ids,
        threads: 3,
    };
    let mut batches = 0;
    let ended = import.run(file.as_bytes(), |_| {
        batches += 1;
        Err("full")
    });
    assert!(matches!(ended, Err(ImportError::Sink("full"))));
    assert_eq!(batches, 1);
}

/// OP-5: what an import hands on is what the store stages: invisible, then there all at once.
#[test]
fn op_5_batches_are_staged_and_switched_at_once() {
    let house = House::new();
    let mut file = "imsi,msisdn,k,opc\n".to_owned();
    for number in 0..5_000 {
        file += &format!("00101{number:010},49{number},{K},{OPC}\n");
    }
    let (report, batch) = house.import(Format::Csv, Mode::Add, file.as_bytes());
    assert!(report.is_good(), "{:?}", report.bad.first());
    let mut stage = house.store.stage().unwrap();
    stage.add(batch.sets).unwrap();
    assert_eq!(house.store.count::<Subscriber>(), 0);
    stage.switch(|overtaken| panic!("nobody else is here: {overtaken:?}")).unwrap();
    assert_eq!(house.store.count::<Subscriber>(), 5_000);
    assert_eq!(told(&house, Mode::Add, &file).len(), REPORTED, "they are there now");
}

fn export(house: &House, format: Format, secrets: bool) -> Vec<u8> {
    let mut exporter = Exporter::new(Vec::new(), format, secrets.then_some(&house.vault)).unwrap();
    exporter.write_all(&house.store, |_| ()).unwrap();
    exporter.finish().unwrap()
}

/// ST-2: an export waits for what it shows, and at its end for what it leaves out.
#[test]
fn st_2_an_export_shows_nothing_that_a_crash_could_take_back() {
    let house = House::new();
    let mut versions = Vec::new();
    for number in 1..4 {
        let imsi = format!("00101000000000{number}");
        house
            .add(&format!(r#"{{"imsi":"{imsi}","msisdn":"49170{number}","k":"{K}","opc":"{OPC}","seq":5}}"#))
            .unwrap();
        let read = house.store.get::<Sequence>(&Imsi::parse(&imsi).unwrap());
        let counted = Sequence { seq: 6, ..Sequence::clone(&read.value.unwrap()) };
        let counted = house.store.commit(ChangeSet::new().put(counted, read.version)).unwrap();
        versions.push((house.store.get::<Subscriber>(&Imsi::parse(&imsi).unwrap()).version, counted));
    }
    house.act("001010000000002", |desk, known| desk.remove(known)).unwrap();
    for secrets in [false, true] {
        let waited = std::cell::RefCell::new(Vec::new());
        let mut exporter =
            Exporter::new(Vec::new(), Format::JsonLines, secrets.then_some(&house.vault)).unwrap();
        exporter.write_all(&house.store, |lsn| waited.borrow_mut().push(lsn)).unwrap();
        let shown = |(contract, counted): (Lsn, Lsn)| if secrets { counted } else { contract };
        assert_eq!(waited.into_inner(), [shown(versions[0]), shown(versions[2]), house.store.last()]);
    }
}

/// OP-5: an export without secrets has none, and changes nothing when it is imported over what there is.
#[test]
fn op_5_an_export_has_secrets_only_if_asked() {
    let house = House::new();
    house
        .add(&format!(r#"{{"imsi":"001010000000001","msisdn":"491701","k":"{K}","opc":"{OPC}","seq":5}}"#))
        .unwrap();
    house.add(r#"{"imsi":"001010000000002","template":"soft-phone","impi":"a@ims.example","password":"Pa,ss\"w"}"#).unwrap();
    for format in [Format::Csv, Format::JsonLines] {
        let open = String::from_utf8(export(&house, format, true)).unwrap();
        assert!(open.contains(K) && open.contains(OPC) && open.contains("ha1"));
        let closed = String::from_utf8(export(&house, format, false)).unwrap();
        assert!(!closed.contains(K) && !closed.contains(OPC));
        let (report, batch) = house.import(format, Mode::Replace, closed.as_bytes());
        assert!(report.is_good(), "{:?}", report.bad);
        assert!(batch.sets.iter().all(ChangeSet::is_empty));
        let (report, _) = House::new().import(format, Mode::Add, closed.as_bytes());
        assert_eq!(report.bad_count, 2, "without secrets nobody can be made");
    }
}

fn service(code: usize) -> impl Strategy<Value = serde_json::Value> {
    let text = "[a-z][a-z0-9.,;&'\"-]{0,12}";
    let identities = prop::collection::vec((text, any::<bool>(), 0..3u8), 1..5);
    let place =
        [serde_json::json!({"giba": "2001:db8::7"}), serde_json::json!({"nass-bundled": "line; \"7\", 1"})];
    let further =
        ["aka-v2".into(), "sip-digest".into()].into_iter().chain(place).collect::<Vec<serde_json::Value>>();
    let also = prop::sample::subsequence(further, 0..=4);
    (identities, also, any::<bool>(), any::<bool>(), prop::collection::vec("[a-zA-Z\" ,]{1,20}", 0..3))
        .prop_map(move |(identities, also, enabled, own, capabilities)| {
            let identities: Vec<_> = identities
                .into_iter()
                .enumerate()
                .map(|(place, (user, barred, alias))| {
                    serde_json::json!({
                        "impu": format!("sip:{user}{place}@s{code}.ims.example"),
                        "barred": barred && place % 3 > 0, "set": 1 + place / 3, "alias": alias,
                    })
                })
                .collect();
            serde_json::json!({
                "sic": (code > 0).then(|| format!("{code:03}")),
                "impi": own.then(|| format!("user{code}@ims.example")),
                "scheme": "aka-v1", "also": also, "enabled": enabled,
                "identities": identities, "capabilities": capabilities,
                "ha1": "0123456789abcdef0123456789abcdef", "scscf": "default",
            })
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// OP-5: what is exported with its secrets and imported elsewhere is the same subscriber, secrets and sequence numbers included.
    #[test]
    fn op_5_an_export_imported_is_the_same(
        services in (service(0), service(1), service(2)),
        count in 0..4usize,
        number in prop::option::of("[1-9][0-9]{5,13}"),
        seq in prop::option::of(0..1u64 << 43),
        networks in prop::collection::vec("[a-z][a-z0-9.\"]{1,20}", 0..3),
        csv in any::<bool>(),
        tuak in prop::option::of((prop::sample::select(vec![32, 64, 128]), 1..=255u8, any::<bool>())),
    ) {
        let services = [services.0, services.1, services.2];
        let roaming = if networks.is_empty() { "home-only".into() } else { serde_json::json!({ "networks": networks }) };
        let house = House::new();
        let mut order = serde_json::json!({
            "imsi": "001010000000001", "msisdn": number, "domain": "ims-1.example", "k": K, "opc": OPC, "amf": "1234",
            "seq": seq, "roaming": roaming, "template": "any;\"name", "services": services[..count.min(3)],
        });
        if let Some((bits, iterations, long)) = tuak {
            order["k"] = K.repeat(1 + usize::from(long)).into();
            order["opc"] = serde_json::Value::Null;
            order["top"] = OPC.repeat(2).into();
            order["algorithm"] = "tuak".into();
            order["res_bits"] = bits.into();
            order["iterations"] = iterations.into();
        }
        house.add(&order.to_string()).unwrap();
        let format = if csv { Format::Csv } else { Format::JsonLines };
        let file = export(&house, format, true);
        let other = House::new();
        let (report, batch) = other.import(format, Mode::Add, &file);
        prop_assert!(report.is_good(), "{:?}", report.bad);
        other.apply(batch);
        prop_assert_eq!(String::from_utf8(export(&other, format, true)).unwrap(), String::from_utf8(file).unwrap());
        let opened = |house: &House| {
            let mut subscriber = (*house.subscriber("001010000000001").unwrap()).clone();
            let sim = subscriber.sim.take().unwrap();
            let keys = house.vault.open_sim(subscriber.imsi, sim.algorithm, &sim.keys).unwrap();
            let passwords: Vec<_> = subscriber.services.iter().map(|service| {
                service.password.as_ref().map(|sealed| house.vault.open_ha1(&subscriber.private_identity(service), sealed).unwrap())
            }).collect();
            subscriber.services.iter_mut().for_each(|service| service.password = None);
            let seq = house.store.get::<Sequence>(&subscriber.imsi).value.map(|sequence| sequence.seq);
            (subscriber, sim.algorithm, sim.amf, keys, passwords, seq)
        };
        prop_assert!(opened(&other) == opened(&house));
    }

    /// OP-5: no octets whatever end an import otherwise than by its report.
    #[test]
    fn op_5_any_octets_are_survived(octets in prop::collection::vec(any::<u8>(), 0..2000), header in any::<bool>()) {
        let house = House::new();
        let mut file = if header { b"imsi,msisdn,k,opc,services\n".to_vec() } else { Vec::new() };
        file.extend(octets);
        for format in [Format::Csv, Format::JsonLines] {
            let (report, batch) = house.import(format, Mode::Add, &file);
            prop_assert!(report.is_good() || batch.sets.len() <= file.len());
        }
    }
}
