//! Permanent identities as AAA servers write them (TS 23.003 §19.3).

use crate::{domain::places::access::visited_network, types::Imsi};

/// The IMSI that a permanent identity names: the IMSI alone, a root NAI (`0<IMSI>@nai.epc.mnc001.mcc001.3gppnetwork.org`, or 6 in the place of 0 for
/// EAP-AKA'), or a decorated one (`<home realm>!0<IMSI>@<other realm>`). Whether the first digit says the method or belongs to the IMSI is seen by
/// the home network in the realm; where that does not tell, by the length. `None` for anything else, such as a pseudonym, which is not the HSS's to know.
pub fn imsi(user_name: &str) -> Option<Imsi> {
    let (home, rest) = match user_name.rsplit_once('!') {
        Some((realms, rest)) => (realms.rsplit('!').next(), rest),
        None => (None, user_name),
    };
    let (digits, realm) = match rest.split_once('@') {
        Some((digits, realm)) => (digits, home.or(Some(realm))),
        None => (rest, home),
    };
    let network = realm.and_then(visited_network);
    let is_home = |imsi: &Imsi| network.is_some_and(|network| network.is_home_of(*imsi));
    let whole = Imsi::parse(digits);
    let behind = digits.strip_prefix(['0', '6']).and_then(Imsi::parse);
    whole.filter(is_home).or(behind.filter(is_home)).or(whole).or(behind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ep_2_every_spelling_of_a_permanent_identity() {
        const HOME: &str = "nai.epc.mnc001.mcc001.3gppnetwork.org";
        for (text, expected) in [
            ("001010000000001".to_owned(), Some("001010000000001")),
            (format!("0001010000000001@{HOME}"), Some("001010000000001")),
            (format!("6001010000000001@{HOME}"), Some("001010000000001")),
            (format!("001010000000001@{HOME}"), Some("001010000000001")),
            (
                format!("{HOME}!0001010000000001@nai.epc.mnc002.mcc262.3gppnetwork.org"),
                Some("001010000000001"),
            ),
            // Fourteen digits behind the method's: the realm tells.
            (format!("000101000000001@{HOME}"), Some("00101000000001")),
            (format!("00101000000001@{HOME}"), Some("00101000000001")),
            // No network in the realm: the length tells.
            ("6640070000000001@example".to_owned(), Some("640070000000001")),
            ("640070000000001@example".to_owned(), Some("640070000000001")),
            (format!("4001010000000001@{HOME}"), None),
            (format!("2pseudonym@{HOME}"), None),
            (format!("@{HOME}"), None),
            (String::new(), None),
            ("!@".to_owned(), None),
            ("00010100000000011@x".to_owned(), None),
        ] {
            assert_eq!(imsi(&text), expected.and_then(Imsi::parse), "{text}");
        }
    }
}
