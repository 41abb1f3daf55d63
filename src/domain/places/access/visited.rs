//! The name of a visited network: Visited-Network-Identifier and IMS-Visited-Network-Identifier, which hold the text of a P-Visited-Network-ID
//! (RFC 7315 §4.3): a name such as `ims.mnc001.mcc001.3gppnetwork.org` (TS 23.003 §13.2), quoted or not, or any other text.

use crate::types::Plmn;

/// Countries whose networks have three digits (ITU-T E.212 Annex). A domain name writes all with three: `mnc012` is 12 elsewhere and 012 here.
const THREE_DIGITS: [u16; 26] = [
    302, 310, 311, 312, 313, 314, 315, 316, 334, 338, 342, 344, 346, 348, 352, 354, 356, 358, 360, 365, 366,
    376, 708, 722, 732, 750,
];

/// The network that a name has `mnc…` and `mcc…` of, in any order and among whatever else. With several names it is the first.
///
/// TS 23.003 §13.2 writes a 0 before a code of two digits. So `mnc0xy` means the network `xy`, except in countries whose networks have three digits.
pub fn visited_network(text: &str) -> Option<Plmn> {
    let (mut mcc, mut mnc) = (None, None);
    for label in text.split(|one: char| !one.is_ascii_alphanumeric()) {
        if mcc.is_none() {
            mcc = code(label, "mcc").filter(|digits| digits.len() == 3);
        }
        if mnc.is_none() {
            mnc = code(label, "mnc").filter(|digits| (2..=3).contains(&digits.len()));
        }
        if let (Some(mcc), Some(mnc)) = (mcc, mnc) {
            let three = mcc.parse().is_ok_and(|mcc: u16| THREE_DIGITS.contains(&mcc));
            let mnc = mnc.strip_prefix('0').filter(|two| two.len() == 2 && !three).unwrap_or(mnc);
            return Plmn::parse(&format!("{mcc}{mnc}"));
        }
    }
    None
}

/// The digits of a label that begins with a word.
fn code<'a>(label: &'a str, word: &str) -> Option<&'a str> {
    let (begin, digits) = label.split_at_checked(word.len())?;
    let sound = begin.eq_ignore_ascii_case(word) && digits.bytes().all(|byte| byte.is_ascii_digit());
    sound.then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lq_3_a_name_tells_its_network() {
        for (text, plmn) in [
            ("ims.mnc001.mcc001.3gppnetwork.org", Some("00101")),
            ("\"IMS.MNC010.MCC460.3gppnetwork.org\"", Some("46010")),
            ("epc.mnc410.mcc310.3gppnetwork.org", Some("310410")),
            ("ims.mnc012.mcc311.3gppnetwork.org", Some("311012")),
            ("mnc02.mcc262.gprs", Some("26202")),
            ("mcc262.mnc002", Some("26202")),
            (
                "visited network ims.mnc001.mcc262.3gppnetwork.org;x=y, ims.mnc002.mcc262.3gppnetwork.org",
                Some("26201"),
            ),
            ("ims.mnc1.mcc262.3gppnetwork.org", None),
            ("ims.mnc0001.mcc262.3gppnetwork.org", None),
            ("ims.mnc001.mcc26.3gppnetwork.org", None),
            ("ims.mnc001.3gppnetwork.org", None),
            ("ims.mncé01.mcc262.org", None),
            ("Visited network number 1", None),
            ("", None),
        ] {
            assert_eq!(visited_network(text).map(|plmn| plmn.to_string()).as_deref(), plmn, "{text}");
        }
        assert!(THREE_DIGITS.is_sorted());
    }
}
