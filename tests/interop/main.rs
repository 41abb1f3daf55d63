//! Real peers: Kamailio's I-CSCF and S-CSCF, freeDiameter and tshark against the daemon as a process.
//!
//! Reading order: [`registration`], [`services`], [`calls`], [`crashes`], [`framework`], [`dissection`], [`application_server`], [`epc`], [`strangers`], [`wlan`], [`places`] and [`positioning`] are the scenarios, each a handful of lines;
//! [`lab`] puts a network together on one loopback address; [`ue`] is the phone ([`sip`], [`digest`], [`sim`]); [`hss`], [`kamailio`],
//! [`freediameter`], [`erlang`] and [`capture`] start one program each, by [`process`]; [`prober`] asks for what these never do; [`programs`] says what is missing and how to install it.
//!
//! `INNKEEPER_REQUIRE_PEERS=1` turns a missing program into a failure; `INNKEEPER_BINARY` names another daemon than the one just built;
//! `INNKEEPER_KEEP_LAB=1` keeps the temporary directories with all configurations, logs and captures.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails loudly")]

mod application_server;
mod call;
mod calls;
mod calls_charged;
mod capture;
mod charges;
mod crashes;
mod digest;
mod dissection;
mod epc;
mod erlang;
mod forger;
mod framework;
mod freediameter;
mod gateway;
mod hss;
mod kamailio;
mod lab;
mod places;
mod positioning;
mod prober;
mod process;
mod programs;
mod refusals;
mod registration;
mod services;
mod sim;
mod sip;
mod strangers;
mod strangers_bulk;
mod strangers_more;
mod strangers_sh;
mod ue;
mod wlan;
