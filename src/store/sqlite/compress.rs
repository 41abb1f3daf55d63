//! What rows of the journal, of imports and of logs hold, compressed: one call is much like the next, and what is not written costs neither disk nor
//! checksums.
//!
//! A payload begins with the number of its format. In its place stands [`COMPRESSED`] where the payload, format and all, follows as an LZ4 block behind
//! its length (four octets, the least first). That is the engine's affair alone: lengths and hashes that a row states are those of its payload.

use super::row::unfit;
use rusqlite::{Row, types::ValueRef};

/// No payload's format.
const COMPRESSED: u8 = b'L';

/// What stands before the block.
const HEAD: usize = 1 + size_of::<u32>();

/// Shorter payloads are written as they are.
const SHORT: usize = 256;

/// An LZ4 block holds at most so many times its own octets.
const RATIO: usize = 255;

/// Room to compress in, used again and again.
#[derive(Debug, Default)]
pub(super) struct Compressor {
    room: Vec<u8>,
}

impl Compressor {
    /// The form in which `payload` is written: the shorter one.
    pub(super) fn compress<'a>(&'a mut self, payload: &'a [u8]) -> &'a [u8] {
        let length = match u32::try_from(payload.len()) {
            Ok(length) if payload.len() >= SHORT => length,
            _ => return payload,
        };
        let most = HEAD + lz4_flex::block::get_maximum_output_size(payload.len());
        if self.room.len() < most {
            self.room.resize(most, 0);
        }
        self.room[0] = COMPRESSED;
        self.room[1..HEAD].copy_from_slice(&length.to_le_bytes());
        match lz4_flex::block::compress_into(payload, &mut self.room[HEAD..]) {
            Ok(block) if HEAD + block < payload.len() => &self.room[..HEAD + block],
            _ => payload,
        }
    }
}

/// The payload in a column.
pub(super) fn payload(row: &Row<'_>, column: usize) -> rusqlite::Result<Vec<u8>> {
    let stored = row.get_ref(column)?;
    match stored {
        ValueRef::Blob([COMPRESSED, rest @ ..]) => decompress(rest).map_err(|error| unfit(column, error)),
        _ => Ok(stored.as_blob()?.to_vec()),
    }
}

/// The payload behind [`COMPRESSED`].
fn decompress(rest: &[u8]) -> Result<Vec<u8>, String> {
    let (length, block) = rest.split_first_chunk().ok_or("the length of its payload is missing")?;
    let length = u32::from_le_bytes(*length) as usize;
    // What a broken row claims takes no memory.
    if length > block.len().saturating_mul(RATIO) {
        return Err(format!("{} octets are no payload of {length}", block.len()));
    }
    let mut payload = vec![0; length];
    match lz4_flex::block::decompress_into(block, &mut payload) {
        Ok(found) if found == length => Ok(payload),
        Ok(found) => Err(format!("its payload has {found} octets instead of {length}")),
        Err(error) => Err(format!("its payload cannot be decompressed: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::Connection;

    fn read(stored: &[u8]) -> Result<Vec<u8>, String> {
        let connection = Connection::open_in_memory().unwrap();
        connection.query_row("SELECT ?1", [stored], |row| payload(row, 0)).map_err(|error| error.to_string())
    }

    /// ST-5: what repeats itself becomes small, what does not or is short stays as it is, and all comes back.
    #[test]
    fn st_5_payloads_come_back_whatever_they_are() {
        let calls: Vec<u8> =
            (0..1000).flat_map(|call| format!("\x01call {call} of load1.ims.example").into_bytes()).collect();
        let mut noise = [1; 4096].to_vec();
        getrandom::fill(&mut noise[1..]).unwrap();
        let mut compressor = Compressor::default();
        for (payload, most) in
            [(&calls[..], calls.len() / 3), (&noise, noise.len()), (&calls[..SHORT - 1], SHORT - 1), (&[], 0)]
        {
            let stored = compressor.compress(payload).to_vec();
            assert!(stored.len() <= most, "{} octets of {}", stored.len(), payload.len());
            assert_eq!(stored == payload, most == payload.len());
            assert_eq!(read(&stored).unwrap(), payload);
        }
        assert_eq!(compressor.compress(&calls[..SHORT])[0], COMPRESSED);
    }

    /// Whatever is on the disk: a payload or an error, and no more memory than the row could hold.
    #[test]
    fn what_was_not_written_so_is_an_error_and_no_panic() {
        let payload = [&[1][..], &[7; 1000]].concat();
        let good = Compressor::default().compress(&payload).to_vec();
        let with = |change: &dyn Fn(&mut Vec<u8>)| {
            let mut stored = good.clone();
            change(&mut stored);
            read(&stored).expect_err("it is broken")
        };
        assert!(with(&|stored| stored.truncate(4)).contains("missing"));
        assert!(with(&|stored| stored[1] -= 1).contains("cannot be decompressed"));
        assert!(with(&|stored| stored[1] += 1).contains("has 1001 octets instead of 1002"));
        assert!(with(&|stored| stored[4] = 0xff).contains("are no payload of"));
        for at in HEAD..good.len() {
            with(&|stored| stored.truncate(at));
        }
        for (at, bit) in (0..good.len()).flat_map(|at| (0..8).map(move |bit| (at, bit))) {
            let mut stored = good.clone();
            stored[at] ^= 1 << bit;
            let _ = read(&stored);
        }
    }
}
