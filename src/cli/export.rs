//! `innkeeper export`: every subscriber, as lines that `import` reads.

use super::{
    Failure,
    client::Target,
    import::FileFormat,
    out::{self, hint},
};
use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

/// Export all subscribers as CSV or JSON Lines.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Where to; readable by you alone, replaced only when the export is whole. Without it the standard output.
    file: Option<PathBuf>,
    /// The form.
    #[arg(long, value_enum, default_value = "json-lines")]
    format: FileFormat,
    /// With K, OPc, password hashes and sequence numbers: what a move to another system needs, and nobody else may see.
    #[arg(long)]
    secrets: bool,
    #[command(flatten)]
    target: Target,
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let path = format!("/v1/export?format={}&secrets={}", args.format.word(), args.secrets);
    let mut answer = args.target.client()?.stream(&path)?;
    let mut body = answer.body_mut().with_config().limit(u64::MAX).reader();
    let Some(file) = &args.file else {
        let copied = io::copy(&mut body, &mut out::Out);
        let broke_off = |error| Failure::failed(format!("the export broke off: {error}"));
        return out::written(copied.map(drop).map_err(broke_off));
    };
    let temporary = file.with_extension("part");
    let written =
        write(&mut body, &temporary).and_then(|octets| fs::rename(&temporary, file).map(|()| octets));
    match written {
        Ok(octets) => hint!("{} octets written to {}", octets, file.display()),
        Err(error) => {
            let _ = fs::remove_file(&temporary);
            return Err(Failure::failed(format!("the export to {} broke off: {error}", file.display())));
        }
    }
    Ok(())
}

fn write(body: &mut impl io::Read, path: &Path) -> io::Result<u64> {
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    let octets = io::copy(body, &mut file)?;
    file.flush()?;
    file.sync_all()?;
    Ok(octets)
}
