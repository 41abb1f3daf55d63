//! SLg, the GMLC's side (TS 29.172): PLR is sent ([`network`]).

pub mod network;
