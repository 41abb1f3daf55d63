//! Who may send to a listener: GTP has no passwords, a sender's address is all there is.

use std::net::IpAddr;

/// Networks that may send; without one everybody may.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Senders(Box<[(IpAddr, u8)]>);

impl Senders {
    /// Networks, each as an address and how many of its bits count.
    pub fn new(networks: impl IntoIterator<Item = (IpAddr, u8)>) -> Self {
        Self(networks.into_iter().collect())
    }

    /// Whether `address` may send.
    pub fn admit(&self, address: IpAddr) -> bool {
        self.0.is_empty() || self.0.iter().any(|(network, bits)| same(*network, address, *bits))
    }
}

/// Whether the first `bits` bits agree.
fn same(one: IpAddr, other: IpAddr, bits: u8) -> bool {
    let differ = |a: u128, b: u128, width: u32| (a ^ b).checked_shr(width.saturating_sub(bits.into()));
    let difference = match (one, other) {
        (IpAddr::V4(one), IpAddr::V4(other)) => differ(one.to_bits().into(), other.to_bits().into(), 32),
        (IpAddr::V6(one), IpAddr::V6(other)) => differ(one.to_bits(), other.to_bits(), 128),
        _ => return false,
    };
    // All 128 bits shifted out: none counts.
    difference.unwrap_or(0) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_networks_are_admitted_and_everybody_where_there_is_none() {
        let network = |text: &str| {
            let (address, bits) = text.split_once('/').unwrap();
            (address.parse().unwrap(), bits.parse().unwrap())
        };
        let senders = |networks: &[&str]| Senders::new(networks.iter().map(|text| network(text)));
        let admitted = |networks: &[&str], address: &str| senders(networks).admit(address.parse().unwrap());
        assert!(admitted(&[], "192.0.2.1") && admitted(&[], "::1"));
        for (networks, address, expected) in [
            (&["192.0.2.128/25"][..], "192.0.2.129", true),
            (&["192.0.2.128/25"], "192.0.2.127", false),
            (&["192.0.2.130/25"], "192.0.2.129", true),
            (&["192.0.2.1/32"], "192.0.2.1", true),
            (&["192.0.2.1/32"], "192.0.2.0", false),
            (&["192.0.2.1/32", "198.51.100.0/24"], "198.51.100.7", true),
            (&["0.0.0.0/0"], "203.0.113.9", true),
            (&["0.0.0.0/0"], "::1", false),
            (&["::/0"], "2001:db8::1", true),
            (&["2001:db8::/32"], "2001:db8:1::1", true),
            (&["2001:db8::/32"], "2001:db9::1", false),
            (&["::1/128"], "::", false),
        ] {
            assert_eq!(admitted(networks, address), expected, "{networks:?} {address}");
        }
    }
}
