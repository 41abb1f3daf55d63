//! Ga: charging data records to charging gateways over GTP′ (TS 32.295).

pub mod queue;
