//! HTTP digest with MD5 as SIP uses it: H(A1) for the HSS, the response for those who log in (RFC 7616 §3.4, RFC 2617 before it),
//! and the passwords that AKA makes for it (RFC 3310 §3.3, RFC 4169 §3).

use super::hex::encode as hex;
use super::secret::Ha1;
use base64::prelude::{BASE64_STANDARD, Engine};
use md5::{Digest, Md5};
use zeroize::Zeroizing;

/// H(A1) = MD5(user ":" realm ":" password). The password is octets: for AKAv1 it is RES as it is.
pub fn ha1(user: &str, realm: &str, password: &[u8]) -> Ha1 {
    Ha1::new(md5(&[user.as_bytes(), b":", realm.as_bytes(), b":", password]))
}

/// What a request's digest is about.
#[derive(Debug, Clone, Copy)]
pub struct DigestRequest<'a> {
    /// The SIP method.
    pub method: &'a str,
    /// The `uri` directive.
    pub uri: &'a str,
    /// The `nonce` of the challenge, as it stands there.
    pub nonce: &'a str,
    /// The quality of protection chosen from the challenge.
    pub qop: Qop<'a>,
}

/// The quality of protection (RFC 7616 §3.4.1).
#[derive(Debug, Clone, Copy)]
pub enum Qop<'a> {
    /// The challenge names none (RFC 2069).
    None,
    /// `auth`.
    Auth {
        /// The count of requests with this nonce.
        nc: u32,
        /// The client's nonce.
        cnonce: &'a str,
    },
    /// `auth-int`: the body too.
    AuthInt {
        /// The count of requests with this nonce.
        nc: u32,
        /// The client's nonce.
        cnonce: &'a str,
        /// The message body.
        body: &'a [u8],
    },
}

/// The `response` directive: 32 lower-case hexadecimal digits.
pub fn response(ha1: &Ha1, request: DigestRequest<'_>) -> String {
    let DigestRequest { method, uri, nonce, qop } = request;
    let a2 = match qop {
        Qop::AuthInt { body, .. } => format!("{method}:{uri}:{}", *hex(&md5(&[body]))),
        _ => format!("{method}:{uri}"),
    };
    let protection = match qop {
        Qop::None => String::new(),
        Qop::Auth { nc, cnonce } => format!("{nc:08x}:{cnonce}:auth:"),
        Qop::AuthInt { nc, cnonce, .. } => format!("{nc:08x}:{cnonce}:auth-int:"),
    };
    let public = format!(":{nonce}:{protection}{}", *hex(&md5(&[a2.as_bytes()])));
    String::clone(&hex(&md5(&[hex(ha1.expose()).as_bytes(), public.as_bytes()])))
}

/// The password of Digest-AKAv2-MD5: base64 of HMAC-MD5, keyed by RES ‖ IK ‖ CK, of a fixed text (RFC 4169 §3).
pub fn akav2_password(res: &[u8], ik: &[u8; 16], ck: &[u8; 16]) -> Zeroizing<String> {
    let key = Zeroizing::new([res, ik, ck].concat());
    Zeroizing::new(BASE64_STANDARD.encode(hmac_md5(&key, b"http-digest-akav2-password")))
}

fn md5(parts: &[&[u8]]) -> [u8; 16] {
    let mut hash = Md5::new();
    parts.iter().for_each(|part| hash.update(part));
    hash.finalize().into()
}

/// HMAC (RFC 2104) over MD5, whose block is 64 octets.
fn hmac_md5(key: &[u8], message: &[u8]) -> [u8; 16] {
    let mut block = Zeroizing::new([0; 64]);
    match block.get_mut(..key.len()) {
        Some(start) => start.copy_from_slice(key),
        None => block[..16].copy_from_slice(&md5(&[key])),
    }
    let inner = Zeroizing::new(block.map(|octet| octet ^ 0x36));
    let outer = Zeroizing::new(block.map(|octet| octet ^ 0x5c));
    md5(&[&outer[..], &md5(&[&inner[..], message])])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mufasa(qop: Qop<'_>) -> String {
        let ha1 = ha1("Mufasa", "testrealm@host.com", b"Circle Of Life");
        let nonce = "dcd98b7102dd2f0e8b11d0f600bfb0c093";
        response(&ha1, DigestRequest { method: "GET", uri: "/dir/index.html", nonce, qop })
    }

    /// The example of RFC 2617 §3.5.
    #[test]
    fn rfc_2617_example() {
        let ha1 = ha1("Mufasa", "testrealm@host.com", b"Circle Of Life");
        assert_eq!(hex(ha1.expose()).as_str(), "939e7578ed9e3c518a452acee763bce9");
        assert_eq!(mufasa(Qop::Auth { nc: 1, cnonce: "0a4f113b" }), "6629fae49393a05397450978507c4ef1");
    }

    /// The same without qop: the RFC 2069 form.
    #[test]
    fn rfc_2069_form() {
        assert_eq!(mufasa(Qop::None), "670fd8c2df070c60b045671b8b24ff02");
    }

    /// The example of RFC 7616 §3.9.1.
    #[test]
    fn rfc_7616_example() {
        let ha1 = ha1("Mufasa", "http-auth@example.org", b"Circle of Life");
        let cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
        let request = DigestRequest {
            method: "GET",
            uri: "/dir/index.html",
            nonce: "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
            qop: Qop::Auth { nc: 1, cnonce },
        };
        assert_eq!(response(&ha1, request), "8ca523f5e9506fed4657c9700eebdbec");
    }

    /// `auth-int`, and the AKAv2 password of TS 35.208 set 1: both computed with Python's hashlib and hmac.
    #[test]
    fn agrees_with_an_independent_computation() {
        let integrity = Qop::AuthInt { nc: 2, cnonce: "0a4f113b", body: b"body" };
        assert_eq!(mufasa(integrity), "d9920b90742ee0f474ae2e928a9ec4aa");
        let res = 0xa542_11d5_e3ba_50bf_u64.to_be_bytes();
        let ik = 0xf769_bcd7_5104_4604_1276_7271_1c6d_3441_u128.to_be_bytes();
        let ck = 0xb40b_a9a3_c58b_2a05_bbf0_d987_b21b_f8cb_u128.to_be_bytes();
        assert_eq!(akav2_password(&res, &ik, &ck).as_str(), "shzt3q8CWaZnCAWqs3WmEQ==");
    }

    /// RFC 2202 §2, test cases 1, 2 and 6.
    #[test]
    fn rfc_2202_hmac_md5() {
        let text = |key: &[u8], message: &[u8]| String::clone(&hex(&hmac_md5(key, message)));
        assert_eq!(text(&[0x0b; 16], b"Hi There"), "9294727a3638bb1c13f48ef8158bfc9d");
        assert_eq!(text(b"Jefe", b"what do ya want for nothing?"), "750c783e6ab0b503eaa86e310a5db738");
        let long = b"Test Using Larger Than Block-Size Key - Hash Key First";
        assert_eq!(text(&[0xaa; 80], long), "6b1ab7fe4bd7bf8f0b62e6ce61b9d0cd");
    }
}
