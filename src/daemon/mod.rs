//! The daemon: configuration, start-up, signals, systemd, reload, shutdown.
//!
//! Reading order: [`config`], `startup` (what is started, in which order), `running` (what happens until the stop), `shutdown`'s order in
//! there too; beside them `access` (who may use the admin API), `banner` (what a newcomer reads), `systemd`.

mod access;
mod banner;
pub mod config;
mod gtp;
mod lab;
mod node;
mod observer;
mod reload;
mod running;
mod startup;
mod state;
mod systemd;

use crate::cli::{
    Cli, Command, Failure,
    out::{self, say},
};

/// Carries out a command line.
///
/// # Errors
/// [`Failure`]: the sentence to print and the status to exit with.
pub fn run(cli: Cli) -> Result<(), Failure> {
    match cli.command {
        Command::Serve(args) => running::serve(&args),
        Command::Config(args) => config_command(args.action),
        other => crate::cli::run(other),
    }
}

fn config_command(action: crate::cli::config::Action) -> Result<(), Failure> {
    use crate::cli::config::Action;
    match action {
        Action::Check { config } => {
            let read = config::Config::load(Some(&config)).map_err(Failure::config)?;
            let places = read.places.load().map_err(Failure::config)?;
            read.charging.load(&places).map_err(Failure::config)?;
            say!("{} is sound.", config.display());
        }
        Action::Show { config } => {
            let all = config::Config::load(config.as_deref()).map_err(Failure::config)?.to_toml();
            out::print(format_args!("{all}"));
        }
    }
    Ok(())
}
