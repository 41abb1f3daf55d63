//! HTTP Digest as SIP uses it (RFC 2617 §3.2, RFC 3310): the challenge read, the response computed.

use md5::{Digest as _, Md5};

/// What a WWW-Authenticate header field asks.
#[derive(Debug, Clone)]
pub(crate) struct Challenge {
    pub(crate) realm: String,
    pub(crate) nonce: String,
    pub(crate) algorithm: String,
}

impl Challenge {
    /// Reads the header field's value.
    pub(crate) fn parse(field: &str) -> Self {
        Self {
            realm: parameter(field, "realm").expect("a realm"),
            nonce: parameter(field, "nonce").expect("a nonce"),
            algorithm: parameter(field, "algorithm").unwrap_or_else(|| "MD5".into()),
        }
    }

    /// True for Digest AKA (RFC 3310) of any version.
    pub(crate) fn is_aka(&self) -> bool {
        self.algorithm.starts_with("AKAv")
    }

    /// RAND and AUTN, which are the nonce of a Digest AKA challenge (RFC 3310 §3.2).
    pub(crate) fn rand_autn(&self) -> ([u8; 16], [u8; 16]) {
        let nonce = base64_decode(&self.nonce);
        let (rand, rest) = nonce.split_first_chunk().expect("RAND");
        (*rand, *rest.first_chunk().expect("AUTN"))
    }

    /// The value of the Authorization header field with `password`, which for AKA is RES (RFC 3310 §3.3) and with `auts` empty (§3.4).
    pub(crate) fn answer(&self, user: &str, uri: &str, password: &[u8], auts: Option<&[u8]>) -> String {
        let Self { realm, nonce, algorithm } = self;
        let (nc, cnonce) = ("00000001", "0a4f113b");
        let ha1 = hex_md5(&[user.as_bytes(), b":", realm.as_bytes(), b":", password].concat());
        let ha2 = hex_md5(format!("REGISTER:{uri}").as_bytes());
        let response = hex_md5(format!("{ha1}:{nonce}:{nc}:{cnonce}:auth:{ha2}").as_bytes());
        let auts = auts.map(|auts| format!(r#", auts="{}""#, base64(auts))).unwrap_or_default();
        format!(
            r#"Digest username="{user}", realm="{realm}", nonce="{nonce}", uri="{uri}", response="{response}", algorithm={algorithm}, qop=auth, nc={nc}, cnonce="{cnonce}"{auts}"#
        )
    }
}

/// The value of parameter `name`, without quotes.
fn parameter(field: &str, name: &str) -> Option<String> {
    let field = field.trim().strip_prefix("Digest ")?;
    // Only qop and the like have commas inside quotes, and a part of such a value has no `=`.
    field.split(',').find_map(|part| {
        let (key, value) = part.trim().split_once('=')?;
        key.eq_ignore_ascii_case(name).then(|| value.trim_matches('"').into())
    })
}

/// MD5 as 32 hexadecimal digits.
pub(crate) fn hex_md5(data: &[u8]) -> String {
    Md5::digest(data).iter().map(|octet| format!("{octet:02x}")).collect()
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn base64(data: &[u8]) -> String {
    let mut out = String::new();
    for chunk in data.chunks(3) {
        let word =
            chunk.iter().fold(0u32, |word, octet| word << 8 | u32::from(*octet)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let sextet = ALPHABET[(word >> (18 - 6 * place) & 63) as usize];
            out.push(if place <= chunk.len() { sextet as char } else { '=' });
        }
    }
    out
}

fn base64_decode(text: &str) -> Vec<u8> {
    let (mut word, mut bits, mut out) = (0u32, 0, Vec::new());
    for symbol in text.bytes().take_while(|symbol| *symbol != b'=') {
        let sextet = ALPHABET.iter().position(|letter| *letter == symbol).expect("base64") as u32;
        (word, bits) = (word << 6 | sextet, bits + 6);
        if bits >= 8 {
            bits -= 8;
            out.push((word >> bits) as u8);
        }
    }
    out
}

/// RFC 2617 §3.5 and RFC 4648 §10.
#[test]
fn digests_and_base64_are_those_of_the_standards() {
    assert_eq!(hex_md5(b"Mufasa:testrealm@host.com:Circle Of Life"), "939e7578ed9e3c518a452acee763bce9");
    for (plain, coded) in [("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
        assert_eq!(base64(plain.as_bytes()), coded);
        assert_eq!(base64_decode(coded), plain.as_bytes());
    }
}
