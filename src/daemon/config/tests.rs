//! OP-6: the shipped file documents every setting with its default, and every mistake is a sentence with its place.

use super::*;
use serde::de::{self, Deserialize, Visitor};
use toml::{Table, Value};

const SHIPPED: &str = include_str!("../../../config/innkeeper.toml");

/// The shipped file with its settings taken out of their comments.
fn uncommented(with_examples: bool) -> String {
    let mut out = String::new();
    let mut named = false;
    for line in SHIPPED.lines() {
        let setting = line
            .strip_prefix('#')
            .filter(|rest| rest.starts_with(|first: char| first.is_ascii_lowercase() || first == '['));
        named = match (line.starts_with('['), setting) {
            (true, _) => false,
            (_, Some(header)) if header.starts_with('[') => true,
            _ => named,
        };
        let example = named || line.ends_with("# example");
        let line = match setting {
            Some(setting) if with_examples || !example => setting,
            _ if line.starts_with('[') => line,
            _ => continue,
        };
        out.push_str(line);
        out.push('\n');
    }
    out
}

#[test]
fn op_6_the_defaults_of_the_shipped_file_are_those_of_the_code() {
    let read: Config = toml::from_str(&uncommented(false)).unwrap();
    assert_eq!(read, Config::default());
    assert_eq!(Config::parse(SHIPPED, Path::new("config/innkeeper.toml")).unwrap(), Config::default());
}

/// The other examples of `config` are valid, and where two files name one thing, they name it alike.
#[test]
fn op_6_the_example_for_open5gs_is_valid_and_names_its_peers() {
    const MME: &str = include_str!("../../../config/open5gs/mme.conf");
    let text = include_str!("../../../config/open5gs/innkeeper.toml");
    let read = Config::parse(text, Path::new("config/open5gs/innkeeper.toml")).unwrap();
    let peer = &read.diameter.peer[0];
    for line in [
        format!("Identity = \"{}\";", peer.identity),
        format!("Realm = \"{}\";", peer.realm),
        format!("ConnectPeer = \"{}\" {{ ConnectTo = \"127.0.0.8\"; Port = 3868;", read.diameter.identity),
    ] {
        assert!(MME.contains(&line), "{line}");
    }
    assert_eq!(read.diameter.realm.to_string(), peer.realm.to_string());
    assert_eq!(read.diameter.listen.iter().map(ToString::to_string).collect::<Vec<_>>(), ["127.0.0.8:3868"]);
}

#[test]
fn op_6_the_shipped_file_documents_every_setting() {
    let all: Table = toml::from_str(&uncommented(true)).unwrap();
    let read: Config = toml::from_str(&uncommented(true)).unwrap();
    assert_eq!(read.template.len(), 1);
    assert!(read.provisioning().is_ok());
    let section = |path: &str| -> Vec<String> {
        let found = path.split('.').fold(Value::Table(all.clone()), |value, key| match value {
            Value::Table(table) => {
                table.get(key).unwrap_or_else(|| panic!("[{path}] is not in the file")).clone()
            }
            Value::Array(all) => all[0].get(key).unwrap().clone(),
            _ => panic!("{path}"),
        });
        let table = match found {
            Value::Array(all) => all[0].clone(),
            table => table,
        };
        table.as_table().unwrap().keys().cloned().collect()
    };
    use crate::domain::subscribers::Template;
    let documented: [(&str, &[&str]); 27] = [
        ("log", fields::<Log>()),
        ("diameter", fields::<Diameter>()),
        ("diameter.peer", fields::<Peer>()),
        ("store", fields::<Store>()),
        ("auth", fields::<Auth>()),
        ("admin", fields::<Admin>()),
        ("admin.client.NAME", fields::<Client>()),
        ("ims", fields::<Ims>()),
        ("scscf.NAME", fields::<ScscfSet>()),
        ("charging_functions.NAME", fields::<ChargingFunctions>()),
        ("profile.NAME", fields::<Profile>()),
        ("shared_ifc.1", fields::<SharedIfc>()),
        ("public_service.NAME", fields::<PublicServiceEntry>()),
        ("eps", fields::<Eps>()),
        ("eps_profile.NAME", fields::<EpsProfile>()),
        ("sh", fields::<Sh>()),
        ("application_server.NAME", fields::<ApplicationServer>()),
        ("location", fields::<LocationSettings>()),
        ("privacy_class.NAME", fields::<PrivacyClass>()),
        ("gtp", fields::<Gtp>()),
        ("gtp.listener", fields::<GtpListener>()),
        ("gmlc", fields::<Gmlc>()),
        ("places", fields::<PlacesSection>()),
        ("charging", fields::<ChargingSection>()),
        ("provisioning", fields::<ProvisioningSection>()),
        ("template.NAME", fields::<Template>()),
        ("lab", fields::<Lab>()),
    ];
    for (path, known) in documented {
        let in_file = section(path);
        for field in known {
            assert!(
                in_file.iter().any(|key| key == field),
                "[{path}] {field} is not in config/innkeeper.toml"
            );
        }
    }
    for field in fields::<Config>() {
        assert!(all.contains_key(*field), "the section {field} is not in config/innkeeper.toml");
    }
}

#[test]
fn op_6_what_is_shown_reads_back_to_the_same() {
    let full: Config = toml::from_str(&uncommented(true)).unwrap();
    for config in [Config::default(), Config::lab(), full] {
        assert_eq!(toml::from_str::<Config>(&config.to_toml()).unwrap(), config);
    }
}

/// A peer may be held to what it is for: an MME to S6a.
#[test]
fn op_6_every_application_that_is_served_can_be_named_for_a_peer() {
    let text = "[[diameter.peer]]\nidentity = \"mme.example\"\nrealm = \"example\"\naddresses = []\n\
        applications = [\"cx\", \"sh\", \"s6a\", \"swx\", \"slh\", \"slg\", \"ro\", \"rf\"]\n";
    let read = Config::parse(text, Path::new("x.toml")).unwrap();
    let table = read.diameter.peer_table().unwrap();
    let peer = table.get("mme.example").unwrap();
    let expected = [16_777_216, 16_777_217, 16_777_251, 16_777_265, 16_777_291, 16_777_255, 4, 3];
    assert_eq!(peer.applications, expected);
    let wrong = text.replace("\"sh\"", "\"gx\"");
    let sentence = Config::parse(&wrong, Path::new("x.toml")).unwrap_err().to_string();
    assert!(sentence.contains("\"gx\" is not known here"), "{sentence}");
}

#[test]
fn op_6_mistakes_are_sentences_with_their_line() {
    let cases = [
        ("[log]\nlevle = \"info\"\n", "x.toml:2: there is no setting \"levle\"; known here: level, format"),
        ("[log]\n\nlevel = \"loud,=\"\n", "x.toml:3: \"loud,=\" is no log level"),
        (
            "[diameter]\nlisten = [\"localhost:3868\"]\n",
            "x.toml:2: \"localhost:3868\" is no address to listen on: write",
        ),
        ("[diameter]\nwatchdog_seconds = 3\n", "x.toml:2: watchdog_seconds is 3: RFC 3539 allows 6 and more"),
        ("[diameter]\nlisten = []\n", "x.toml:2: listen is empty and no peer has connect"),
        (
            "[admin]\nlisten = \"0.0.0.0:80\"\n",
            "x.toml:2: listen is 0.0.0.0:80, and the API speaks plain HTTP",
        ),
        ("[admin.client.noc]\nroles = [\"god\"]\n", "x.toml:2: \"god\" is not known here; write"),
        (
            "[admin.client.noc]\nroles = [\"read\"]\n",
            "x.toml:1: a client has either token_file or token_sha256",
        ),
        ("[location]\nanswer_seconds = 0\n", "x.toml:2: answer_seconds is 0: 1 to 300"),
        ("[location]\nslg = [\"mme*\"]\n", "x.toml:2: \"mme*\" is no name of an MME"),
        ("[location]\nslg_client = \"\"\n", "x.toml:2: slg_client is empty"),
        ("[ims]\nsic_length = 9\n", "x.toml:2: [ims] sic_length: 9 is not 1 to 8 digits"),
        ("[places]\nlevels = [\"city\", \"zone\"]\n", "x.toml:2: zone is no name for a level"),
        ("[provisioning]\nmnc_digits = 4\n", "x.toml:2: an MNC has 2 or 3 digits"),
        ("[gtp]\necho_seconds = 10\n", "x.toml:2: echo_seconds is 10: TS 29.274 allows 60 and more"),
        (
            "[[gtp.listener]]\nlisten = \"127.0.0.1:2123\"\nmode = \"mirror\"\npeers = [\"127.0.0.2:2123\"]\n",
            "x.toml:4: the listener 127.0.0.1:2123 is a mirror, which never speaks",
        ),
        (
            "[[gtp.listener]]\nlisten = \"[::1]:2123\"\npeers = [\"127.0.0.2:2123\"]\n",
            "x.toml:3: the peer 127.0.0.2:2123 cannot be reached from [::1]:2123",
        ),
        (
            "[[gtp.listener]]\nlisten = \"127.0.0.1:2123\"\naddresses = [\"192.0.2.0/24\"]\npeers = [\"127.0.0.2:2123\"]\n",
            "x.toml:4: the peer 127.0.0.2:2123 is in none of the listener's addresses",
        ),
        (
            "[[gtp.listener]]\nlisten = \"[::1]:2123\"\npeers = [\"mme.example\"]\n",
            "x.toml:3: \"mme.example\" is no address of a GTP peer: write",
        ),
        (
            "[[gtp.listener]]\nlisten = \"[::1]:2123\"\nmode = \"echo\"\n",
            "x.toml:3: \"echo\" is not known here",
        ),
        ("[[diameter.peer]]\nidentity = \"a.example\"\n", "x.toml:1: missing field `realm`"),
        ("[template.t]\nservice = []\n", "x.toml:1: template.t"),
    ];
    are_told(&cases);
    let missing = Config::load(Some(Path::new("/nonexistent/x.toml"))).unwrap_err().to_string();
    assert!(missing.contains("there is no such file"), "{missing}");
}

#[test]
fn op_6_mistakes_about_money_are_sentences_with_their_line() {
    are_told(&[
        (
            "[charging]\njurisdiction = \"town\"\n",
            "x.toml:2: jurisdiction is \"town\", which is none of places.levels",
        ),
        ("[charging]\ncurrency = \"XAU\"\n", "x.toml:2: XAU has no minor unit in ISO 4217"),
        (
            "[charging]\norder_days = 0\n",
            "x.toml:2: order_days is 0: an order that comes again would move money",
        ),
        ("[charging]\nposting_days = 36501\n", "x.toml:2: posting_days is 36501: 0 (for ever) to 36500"),
        (
            "[template.t]\naccount = \"gold\"\nservice = [{ identities = [{ impu = \"sip:{impi}\" }] }]\n",
            "x.toml:1: template.t.account.plan: there is no plan gold; there are lab",
        ),
        (
            "[template.t]\naccount = { number = 5 }\nservice = [{ identities = [{ impu = \"sip:{impi}\" }] }]\n",
            "x.toml:1: template.t.account.number: every subscriber would be paid by the same",
        ),
    ]);
}

fn are_told(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        let error = Config::parse(text, Path::new("x.toml")).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{text}\n{error}\nshould begin with\n{expected}");
    }
}

/// The names serde knows of a struct's fields.
fn fields<'de, T: Deserialize<'de>>() -> &'static [&'static str] {
    struct Asking<'a>(&'a mut &'static [&'static str]);
    impl<'de> de::Deserializer<'de> for Asking<'_> {
        type Error = de::value::Error;
        fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
            Err(de::Error::custom("asked only for the fields"))
        }
        fn deserialize_struct<V: Visitor<'de>>(
            self,
            _: &'static str,
            fields: &'static [&'static str],
            _: V,
        ) -> Result<V::Value, Self::Error> {
            *self.0 = fields;
            Err(de::Error::custom("asked only for the fields"))
        }
        serde::forward_to_deserialize_any! {
            bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct seq
            tuple tuple_struct map enum identifier ignored_any
        }
    }
    let mut found: &'static [&'static str] = &[];
    let _ = T::deserialize(Asking(&mut found));
    assert!(!found.is_empty());
    found
}
