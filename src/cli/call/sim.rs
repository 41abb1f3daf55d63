//! The SIM of the simulated client: it checks the challenge that a MAA brings, as a phone would (SC-2).

use crate::{
    cli::keys_file::KeysFile,
    diameter::dictionary::cx::MultimediaAuthAnswer,
    domain::auth::{
        SimKeys,
        provision::{OperatorKey, sim_keys},
        usim::Usim,
    },
};
use anyhow::{Context, bail};
use clap::Args;

/// Test set 1 of TS 35.208 §4.3: published, and so no secret. The lab's ready subscribers have it.
pub const LAB_K: &str = "465b5ce8b199b49faa5f0a2ee238a6bc";
/// The OPc of that set.
pub const LAB_OPC: &str = "cd63cb71954a9f4e48a5994e37a02baf";

/// Whose challenge it is to be.
#[derive(Debug, Clone, Args)]
pub(super) struct Keys {
    /// Check the challenge with the published keys of TS 35.208 test set 1, which the lab's ready subscribers have.
    #[arg(long, conflicts_with = "keys_file")]
    lab_sim: bool,
    /// Check the challenge with the K in the first line of this file and the OPc in its second, 32 hexadecimal digits each; or K (32 or 64), TOPc
    /// (64) and in the third line `tuak`, or `tuak res=BITS iterations=NUMBER`.
    #[arg(long, value_name = "FILE")]
    keys_file: Option<std::path::PathBuf>,
}

impl Keys {
    /// The keys, where some are named.
    pub(super) fn read(&self) -> anyhow::Result<Option<SimKeys>> {
        if self.lab_sim {
            return Ok(Some(sim_keys(LAB_K, OperatorKey::Opc(LAB_OPC))?));
        }
        let Some(file) = &self.keys_file else { return Ok(None) };
        let keys = KeysFile::read(file).map_err(anyhow::Error::msg)?.keys();
        keys.map(Some).with_context(|| format!("the keys in {} cannot be used", file.display()))
    }
}

/// What a SIM with these keys, fresh from the factory, makes of the first challenge of an answer (TS 33.102 §6.3.3): AUTN has to be its
/// home network's, and XRES what it answers itself.
///
/// # Errors
/// When there is no challenge, or it is not this SIM's.
pub(super) fn verify(keys: &SimKeys, answer: &MultimediaAuthAnswer<'_>) -> anyhow::Result<()> {
    let vectors = &answer.sip_auth_data_item;
    let first = vectors.iter().min_by_key(|vector| vector.sip_item_number);
    let challenge = first.and_then(|vector| {
        let (rand, autn) = vector.sip_authenticate?.split_first_chunk::<16>()?;
        Some((rand, autn.first_chunk::<16>()?, vector.sip_authorization?))
    });
    let Some((rand, autn, expected)) = challenge else {
        bail!("the MAA holds no AKA challenge: a SIM has nothing to check");
    };
    let response = Usim::new(keys).authenticate(rand, autn).context("the SIM refuses the challenge")?;
    if response.res[..] != *expected {
        bail!("the SIM accepts the challenge, but its response is not the one the HSS expects");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        diameter::dictionary::cx::SipAuthDataItem,
        domain::auth::{
            Amf, Functions, ImsVector, Sqn,
            provision::{TuakOperatorKey, tuak_keys},
        },
        records::{ResLength, TuakParameters},
    };

    /// SC-2: the simulated client knows a genuine challenge from a forged one, and from a wrong expectation.
    #[test]
    fn sc_2_the_sim_tells_a_genuine_challenge() {
        tells_a_genuine_challenge(&sim_keys(LAB_K, OperatorKey::Opc(LAB_OPC)).unwrap());
        let topc = LAB_OPC.repeat(2);
        let parameters = TuakParameters { res: ResLength::Bits128, ..TuakParameters::DEFAULT };
        tells_a_genuine_challenge(&tuak_keys(LAB_K, TuakOperatorKey::Topc(&topc), parameters).unwrap());
    }

    fn tells_a_genuine_challenge(keys: &SimKeys) {
        let vector = ImsVector::compute(&Functions::new(keys), [7; 16], Sqn::new(1, 0), Amf([0x80, 0]));
        let challenge = vector.challenge();
        let check = |challenge: &[u8], xres: &[u8]| {
            let item = SipAuthDataItem {
                sip_authenticate: Some(challenge),
                sip_authorization: Some(xres),
                ..Default::default()
            };
            let answer = MultimediaAuthAnswer { sip_auth_data_item: vec![item], ..Default::default() };
            verify(keys, &answer).map_err(|error| format!("{error:#}"))
        };
        assert_eq!(check(&challenge, &vector.xres), Ok(()));
        let mut forged = challenge;
        forged[31] ^= 1;
        assert!(check(&forged, &vector.xres).unwrap_err().contains("MAC failure"));
        assert!(check(&challenge, &[0; 8]).unwrap_err().contains("not the one the HSS expects"));
        assert!(check(&challenge[..31], &vector.xres).unwrap_err().contains("no AKA challenge"));
    }
}
