//! `innkeeper impi`: the client side of the service codes (SC-2), offline.

use super::{Failure, out::say};
use crate::types::{Impi, Imsi, Sic, home_domain};

/// Derive the IMPI of a SIM's service.
#[derive(Debug, Clone, clap::Args)]
pub struct Args {
    /// The IMSI.
    imsi: Imsi,
    /// The service's code; without it the standard IMPI of TS 23.003 §13.3.
    #[arg(long)]
    sic: Option<Sic>,
    /// The home domain, such as mnc010.mcc460.3gppnetwork.org. It comes from the client's configuration and need not agree with the IMSI.
    #[arg(long, value_name = "DOMAIN", conflicts_with = "mnc_digits")]
    domain: Option<String>,
    /// Without a domain: how many of the IMSI's digits are the MNC.
    #[arg(long, value_name = "2|3", default_value_t = 2, value_parser = clap::value_parser!(u8).range(2..=3))]
    mnc_digits: u8,
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    say!("{}", derive(args)?);
    Ok(())
}

fn derive(args: &Args) -> Result<String, Failure> {
    of(args.imsi, args.sic, args.domain.as_deref(), args.mnc_digits)
}

/// The private identity of a SIM's service; the domain may have `ims.` before it, and is made from the IMSI where it is not named.
///
/// # Errors
/// When the IMSI is too short to make a domain from.
pub(super) fn of(
    imsi: Imsi,
    sic: Option<Sic>,
    domain: Option<&str>,
    mnc_digits: u8,
) -> Result<String, Failure> {
    let domain = match domain {
        Some(domain) => domain.trim_start_matches("ims.").to_ascii_lowercase(),
        None => from_imsi(imsi, usize::from(mnc_digits))?,
    };
    Ok(Impi::derive(imsi, &domain, sic))
}

/// TS 23.003 §13.2: the domain a client derives when it has no ISIM.
fn from_imsi(imsi: Imsi, mnc_digits: usize) -> Result<String, Failure> {
    let digits = imsi.to_string();
    match (digits.get(..3), digits.get(3..3 + mnc_digits)) {
        (Some(mcc), Some(mnc)) => Ok(home_domain(mcc, mnc)),
        _ => Err(Failure::usage(format!(
            "IMSI {imsi} is too short to derive a domain from; name it with --domain"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SC-2: the worked example of SC.
    #[test]
    fn sc_2_derives_the_impi_of_a_service() {
        let args = |sic: Option<&str>, domain: Option<&str>| Args {
            imsi: Imsi::parse("460011100612345").unwrap(),
            sic: sic.and_then(Sic::parse),
            domain: domain.map(str::to_owned),
            mnc_digits: 2,
        };
        let home = Some("mnc010.mcc460.3gppnetwork.org");
        let derived = |args: Args| derive(&args).unwrap();
        assert_eq!(
            derived(args(Some("001"), home)),
            "460011100612345@ims.sic001.mnc010.mcc460.3gppnetwork.org"
        );
        assert_eq!(derived(args(None, home)), "460011100612345@ims.mnc010.mcc460.3gppnetwork.org");
        assert_eq!(
            derived(args(Some("002"), None)),
            "460011100612345@ims.sic002.mnc001.mcc460.3gppnetwork.org"
        );
    }
}
