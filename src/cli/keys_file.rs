//! The file with a SIM's keys that commands take: keys on a command line are seen by others.

use crate::{
    domain::{
        auth::{
            SimKeys,
            provision::{BadSecret, OperatorKey, TuakOperatorKey, sim_keys, tuak_keys},
        },
        subscribers::{Order, SecretText},
    },
    records::{Algorithm, TuakParameters},
};
use std::{fs, path::Path};
use zeroize::Zeroizing;

/// K in the first line, OPc in the second, 32 hexadecimal digits each. Of a TUAK SIM: K, 32 or 64 digits; TOPc, 64; and in the third line `tuak`, or
/// `tuak res=128 iterations=2` where it is not set up with a RES of 64 bits and one iteration.
pub(super) struct KeysFile {
    k: SecretText,
    operator: SecretText,
    algorithm: Algorithm,
}

impl KeysFile {
    /// Reads it. Whether the digits are good, is not looked at.
    ///
    /// # Errors
    /// A sentence that names the file and shows nothing of what is in it.
    pub(super) fn read(file: &Path) -> Result<Self, String> {
        let shown = file.display();
        let text = fs::read_to_string(file).map_err(|error| format!("{shown} cannot be read: {error}"))?;
        let text = Zeroizing::new(text);
        let mut lines = text.lines().map(str::trim);
        let (Some(k), Some(operator)) = (lines.next(), lines.next()) else {
            return Err(format!("{shown} is to have K in its first line and OPc (TOPc) in its second"));
        };
        let algorithm = match lines.next() {
            None | Some("") => Algorithm::Milenage,
            Some("tuak") => Algorithm::Tuak(TuakParameters::DEFAULT),
            Some(line) => line.parse().map_err(|error| format!("the third line of {shown} is {error}"))?,
        };
        let secret = |line: &str| SecretText::new(line.to_owned());
        Ok(Self { k: secret(k), operator: secret(operator), algorithm })
    }

    /// The keys, for a simulated SIM.
    ///
    /// # Errors
    /// When a line is not the hexadecimal digits it is to be.
    pub(super) fn keys(&self) -> Result<SimKeys, BadSecret> {
        let (k, operator) = (self.k.expose(), self.operator.expose());
        match self.algorithm {
            Algorithm::Milenage => sim_keys(k, OperatorKey::Opc(operator)),
            Algorithm::Tuak(parameters) => tuak_keys(k, TuakOperatorKey::Topc(operator), parameters),
        }
    }

    /// Puts the SIM into an order.
    pub(super) fn into_order(self, order: Order) -> Order {
        let (opc, topc) = match self.algorithm {
            Algorithm::Milenage => (Some(self.operator), None),
            Algorithm::Tuak(_) => (None, Some(self.operator)),
        };
        // Of Milenage nothing is said: the template may know better.
        let tuak = self.algorithm.tuak();
        Order {
            k: Some(self.k),
            opc,
            topc,
            algorithm: tuak.map(|_| self.algorithm.name().to_owned()),
            res_bits: tuak.map(|parameters| parameters.res.bits()),
            iterations: tuak.map(|parameters| parameters.iterations.get().into()),
            ..order
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<KeysFile, String> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("keys");
        fs::write(&file, text).unwrap();
        KeysFile::read(&file).map_err(|error| error.replace(&*file.to_string_lossy(), "FILE"))
    }

    #[test]
    fn the_third_line_tells_the_functions() {
        let (short, long) = ("ab".repeat(16), "cd".repeat(32));
        let milenage = read(&format!("{short}\n {short} \n")).unwrap();
        assert!(matches!(milenage.keys(), Ok(SimKeys::Milenage(_))));
        let order = milenage.into_order(Order::default());
        assert!(order.opc.is_some() && order.topc.is_none() && order.algorithm.is_none());

        for (line, bits, times) in [("tuak", 64, 1), ("tuak res=128 iterations=2", 128, 2)] {
            let tuak = read(&format!("{short}\n{long}\n{line}\n")).unwrap();
            assert!(matches!(tuak.keys(), Ok(SimKeys::Tuak(_))));
            let order = tuak.into_order(Order::default());
            assert_eq!(order.algorithm.as_deref(), Some("tuak"));
            assert_eq!((order.res_bits, order.iterations), (Some(bits), Some(times)));
            assert!(order.topc.is_some() && order.opc.is_none());
        }
    }

    #[test]
    fn mistakes_are_sentences_without_a_key() {
        let key = "ab".repeat(16);
        let mistake = |text: &str| read(text).err().unwrap();
        assert_eq!(mistake(&key), "FILE is to have K in its first line and OPc (TOPc) in its second");
        let third = mistake(&format!("{key}\n{key}\ntwoak\n"));
        assert_eq!(third, "the third line of FILE is not `milenage` or `tuak res=BITS iterations=NUMBER`");
        let short = read(&format!("{key}\n{key}\ntuak\n")).unwrap().keys().unwrap_err();
        assert_eq!(short.to_string(), "TOPc: expected 64 hexadecimal digits, not 32 characters");
    }
}
