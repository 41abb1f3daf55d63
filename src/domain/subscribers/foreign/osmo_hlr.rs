//! osmo-hlr: the tables `subscriber`, `auc_3g` and `auc_2g` of its SQLite file (schema 1 to 7).

use super::{
    super::{Fault, Order, eps::EpsContract},
    Desk, carried_on, key,
    tables::{Row, Tables},
};
use std::collections::BTreeMap;

pub(super) fn translate(tables: &Tables, desk: &mut Desk<'_>) {
    let (usims, sims) =
        (tables.by_number("auc_3g", "subscriber_id"), tables.by_number("auc_2g", "subscriber_id"));
    let mut further: BTreeMap<u64, Vec<Row<'_>>> = BTreeMap::new();
    for row in tables.rows("subscriber_multi_msisdn") {
        if let Ok(Some(id)) = row.number("subscriber_id") {
            further.entry(id).or_default().push(row);
        }
    }
    for _ in tables.rows("subscriber_apn") {
        desk.note("is allowed an APN (subscriber_apn): APNs are those of its EPS profile");
    }
    for row in tables.rows("subscriber") {
        let order = row.number("id").and_then(|id| {
            let id = id.ok_or(Fault::new("id", "missing"))?;
            let numbers = further.get(&id).map_or(&[][..], Vec::as_slice);
            subscriber(row, usims.get(&id).copied(), sims.get(&id).copied(), numbers, desk)
        });
        desk.take(row.place(), order);
    }
}

fn subscriber(
    row: Row<'_>,
    usim: Option<Row<'_>>,
    sim: Option<Row<'_>>,
    further: &[Row<'_>],
    desk: &mut Desk<'_>,
) -> Result<Order, Fault> {
    let mut order = Order {
        imsi: row.text("imsi")?.unwrap_or_default().into(),
        msisdn: row.text("msisdn")?.map(str::to_owned),
        ..Order::default()
    };
    let Some(usim) = usim else { return Err(without_usim(sim)) };
    keys(usim, &mut order)?;
    if sim.is_some() {
        desk.note("has keys for GSM (auc_2g) too: they are left out, neither EPC nor IMS takes them");
    }
    desk.phone(&mut order);
    let mut own = EpsContract { enabled: row.truth("nam_ps")?.unwrap_or(true), ..EpsContract::default() };
    if !own.enabled {
        desk.note("may not use packet services (nam_ps): attaching is refused until it is enabled");
    }
    if row.truth("nam_cs")? == Some(false) {
        desk.note(
            "may not use circuit services (nam_cs): that is a matter of its EPS profile (network_access)",
        );
    }
    for number in further {
        own.additional_msisdns.extend(number.text("msisdn")?.map(str::to_owned));
    }
    order.eps = Some(desk.contract(None, own)?);
    Ok(order)
}

fn without_usim(sim: Option<Row<'_>>) -> Fault {
    let Some(sim) = sim else { return Fault::new("auc_3g", "it has no keys at all") };
    let algorithm = sim.text("algo_id_2g").ok().flatten().map_or("none", algorithm);
    let problem = format!(
        "this SIM has keys for GSM alone ({algorithm}): the EPC and the IMS authenticate both ways (TS 33.102), which takes a USIM"
    );
    Fault::new("auc_2g", problem)
}

/// The names of `enum osmo_auth_algo`, from its numbers or names.
fn algorithm(text: &str) -> &'static str {
    match text.to_ascii_lowercase().as_str() {
        "1" | "comp128v1" => "COMP128v1",
        "2" | "comp128v2" => "COMP128v2",
        "3" | "comp128v3" => "COMP128v3",
        "4" | "xor" | "xor-3g" => "XOR-3G",
        "5" | "milenage" => "MILENAGE",
        "6" | "xor-2g" => "XOR-2G",
        "7" | "tuak" => "TUAK",
        "0" | "none" => "none",
        _ => "an unknown one",
    }
}

fn keys(usim: Row<'_>, order: &mut Order) -> Result<(), Fault> {
    let secret = |column| Ok::<_, Fault>(usim.text(column)?.map(key));
    order.k = secret("k")?;
    let (opc, op) = (secret("opc")?, secret("op")?);
    // One of the two is kept; where both are, OPc is what vectors are made with.
    let op = op.filter(|_| opc.is_none());
    match algorithm(usim.text("algo_id_3g")?.unwrap_or("none")) {
        "MILENAGE" => (order.opc, order.op) = (opc, op),
        "TUAK" => {
            order.algorithm = Some("tuak".into());
            (order.topc, order.top) = (opc, op);
        }
        other => {
            return Err(Fault::new(
                "algo_id_3g",
                format!("{other} is not known here; there are milenage, tuak"),
            ));
        }
    }
    let bits = usim.small("ind_bitlen")?.unwrap_or(5);
    if bits > 28 {
        return Err(Fault::new("ind_bitlen", format!("{bits} is not 0 to 28")));
    }
    order.seq = usim.number("sqn")?.map(|sqn| carried_on(sqn, bits)).transpose()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::{super::eps::EpsOrder, Choice, MARGIN, Origin, Translated, text};

    const SCHEMA: &str = "CREATE TABLE subscriber (id INTEGER PRIMARY KEY, imsi VARCHAR(15), msisdn VARCHAR(15), nam_cs BOOLEAN NOT NULL DEFAULT 1, nam_ps BOOLEAN);
        CREATE TABLE subscriber_apn (subscriber_id INTEGER, apn VARCHAR(256) NOT NULL);
        CREATE TABLE subscriber_multi_msisdn (subscriber_id INTEGER, msisdn VARCHAR(15) NOT NULL);
        CREATE TABLE auc_2g (subscriber_id INTEGER PRIMARY KEY, algo_id_2g INTEGER NOT NULL, ki VARCHAR(32) NOT NULL);
        CREATE TABLE auc_3g (subscriber_id INTEGER PRIMARY KEY, algo_id_3g INTEGER NOT NULL, k VARCHAR(32) NOT NULL, op VARCHAR(32), opc VARCHAR(32), sqn INTEGER NOT NULL DEFAULT 0, ind_bitlen INTEGER);\n";
    const K: &str = "465b5ce8b199b49faa5f0a2ee238a6bc";
    const OPC: &str = "cd63cb71954a9f4e48a5994e37a02baf";

    fn read(rows: &str) -> Translated {
        let dump = format!("PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n{SCHEMA}{rows}COMMIT;\n");
        text(dump.as_bytes(), None, &Choice::default()).unwrap()
    }

    fn refusal(rows: &str) -> String {
        let refused = read(rows).refused;
        assert_eq!(refused.len(), 1, "{refused:?}");
        format!("{}: {}", refused[0].place, refused[0].fault)
    }

    #[test]
    fn a_usim_with_all_there_is() {
        let translated = read(&format!(
            "INSERT INTO subscriber VALUES(7,'001010000000001','491701',0,0);
            INSERT INTO auc_3g VALUES(7,5,'{K}',NULL,'{OPC}',2342,5);
            INSERT INTO auc_2g VALUES(7,1,'{K}');
            INSERT INTO subscriber_multi_msisdn VALUES(7,'491702');
            INSERT INTO subscriber_apn VALUES(7,'internet');"
        ));
        let order = &translated.orders[0].order;
        assert_eq!((order.opc.as_ref().unwrap().expose(), order.algorithm.as_deref()), (OPC, None));
        assert_eq!(order.seq, Some(2342 / 32 + MARGIN + 1));
        let Some(EpsOrder::Contract(contract)) = &order.eps else { panic!("{order:?}") };
        assert_eq!((contract.enabled, &*contract.additional_msisdns), (false, &["491702".to_owned()][..]));
        assert_eq!(contract.profile, "default");
        assert_eq!(translated.notes.iter().count(), 4, "{}", translated.notes);
    }

    #[test]
    fn algorithms_and_what_is_refused() {
        let who = "INSERT INTO subscriber(id,imsi) VALUES(1,'001010000000001');";
        let with = |rows: &str| refusal(&format!("{who}{rows}"));
        assert_eq!(with(""), "subscriber row 1: auc_3g: it has no keys at all");
        assert_eq!(
            with(&format!("INSERT INTO auc_2g VALUES(1,3,'{K}');")),
            "subscriber row 1: auc_2g: this SIM has keys for GSM alone (COMP128v3): the EPC and the IMS authenticate both ways (TS 33.102), which takes a USIM"
        );
        assert_eq!(
            with(&format!("INSERT INTO auc_3g VALUES(1,4,'{K}',NULL,'{OPC}',0,5);")),
            "subscriber row 1: algo_id_3g: XOR-3G is not known here; there are milenage, tuak"
        );
        assert!(with(&format!("INSERT INTO auc_3g VALUES(1,5,'{K}',NULL,NULL,0,29);")).contains("0 to 28"));
        assert!(
            with(&format!("INSERT INTO auc_3g VALUES(1,5,'{K}',NULL,NULL,-1,5);"))
                .contains("sqn: not a number")
        );
        let tuak = read(&format!("{who}INSERT INTO auc_3g VALUES(1,7,'{K}','{OPC}{OPC}',NULL,0,5);"));
        let order = &tuak.orders[0].order;
        assert_eq!(
            (order.algorithm.as_deref(), order.top.is_some(), order.op.is_none()),
            (Some("tuak"), true, true)
        );
    }

    #[test]
    fn a_csv_and_answers_of_ctrl_are_the_same() {
        let csv = format!(
            "id,imsi,msisdn,nam_ps,subscriber_id,algo_id_3g,k,op,opc,sqn,ind_bitlen\n3,001010000000001,491701,1,3,5,{K},,{OPC},64,5\n4,001010000000002,,,,,,,,,\n"
        );
        let control = format!(
            "GET 3 subscriber.by-id-3.info-all\nGET_REPLY 3 subscriber.by-id-3.info-all \nid\t3\nimsi\t001010000000001\nmsisdn\t491701\nnam_ps\t1\naud2g.algo\tCOMP128v1\naud2g.ki\t{K}\naud3g.algo\tMILENAGE\naud3g.k\t{K}\naud3g.opc\t{OPC}\naud3g.ind_bitlen\t5\naud3g.sqn\t64\n\nGET_REPLY 4 subscriber.by-id-4.info-all \nid\t4\nimsi\t001010000000002\n"
        );
        let csv = text(csv.as_bytes(), Some(Origin::OsmoHlr), &Choice::default()).unwrap();
        let control = text(control.as_bytes(), None, &Choice::default()).unwrap();
        assert_eq!(csv.orders, control.orders);
        assert_eq!((csv.orders.len(), csv.orders[0].order.seq), (1, Some(2 + MARGIN + 1)));
        assert_eq!((&csv.refused, csv.refused.len()), (&control.refused, 1));
        assert_eq!(control.notes.iter().count(), 1);
        for broken in ["GET_REPLY 1 x\nid 3\n", "GET_REPLY 1 x\nERROR 2 No such subscriber\n"] {
            let fault = text(broken.as_bytes(), None, &Choice::default()).unwrap_err();
            assert!(fault.to_string().starts_with("line 2: neither"), "{fault}");
        }
        let few = text(b"imsi,k\n001010000000001\n", Some(Origin::OsmoHlr), &Choice::default()).unwrap_err();
        assert!(few.to_string().contains("not a CSV") && !few.to_string().contains("00101"), "{few}");
    }
}
