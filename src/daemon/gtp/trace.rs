//! What is told of a subscriber over GTP, for whoever watches that subscriber (OP-4).

use crate::{
    gtp::v2::{Report, Service, codec::CauseValue},
    telemetry::trace::{Bus, Event},
    types::{Imsi, Timestamp},
};
use std::{
    fmt::{self, Display},
    net::SocketAddr,
    sync::Arc,
};

/// A service whose doings are published to those who watch; it costs one atomic load while nobody does.
#[derive(Debug)]
pub(super) struct Traced<S> {
    pub(super) service: S,
    pub(super) traces: Arc<Bus>,
}

impl<S> Traced<S> {
    /// Publishes a message of this name about the user of `report`, if somebody wants it.
    fn publish(
        &self,
        direction: &str,
        peer: SocketAddr,
        command: &str,
        report: &Report,
        result: Option<CauseValue>,
    ) {
        if !self.traces.is_watched() {
            return;
        }
        let identities = vec![report.imsi.to_string()];
        if !self.traces.wants(&identities) {
            return;
        }
        let message = match result {
            Some(cause) => format!("{command}\n  Cause: {cause}\n"),
            None => format!("{command}\n{}", Readable(report)),
        };
        self.traces.publish(Event {
            time: Timestamp::now().to_string(),
            direction: direction.to_owned(),
            peer: peer.to_string(),
            command: command.to_owned(),
            result: result.map(|cause| cause.to_string()),
            reason: None,
            identities,
            message,
        });
    }
}

impl<S: Service> Service for Traced<S> {
    fn foresee(&self, users: &[Imsi]) {
        self.service.foresee(users);
    }

    fn change_notification(&self, from: SocketAddr, report: &Report) -> CauseValue {
        let cause = self.service.change_notification(from, report);
        self.publish("received", from, "Change Notification Request", report, None);
        self.publish("sent", from, "Change Notification Response", report, Some(cause));
        cause
    }

    fn overheard(&self, from: SocketAddr, report: &Report) {
        self.service.overheard(from, report);
        self.publish("received", from, "Mirrored GTPv2-C message", report, None);
    }
}

/// A report, a line for each thing that it says.
struct Readable<'a>(&'a Report);

impl Display for Readable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fn text(value: &Option<impl Display>) -> Option<String> {
            value.as_ref().map(ToString::to_string)
        }
        let Report { imsi, mei, rat, uli, uli_timestamp } = self.0;
        let uli = uli.unwrap_or_default();
        let lines = [
            ("IMSI", Some(imsi.to_string())),
            ("MEI", text(mei)),
            ("RAT Type", rat.map(|rat| rat.0.to_string())),
            ("CGI", text(&uli.cgi)),
            ("SAI", text(&uli.sai)),
            ("RAI", text(&uli.rai)),
            ("TAI", text(&uli.tai)),
            ("ECGI", text(&uli.ecgi)),
            ("LAI", text(&uli.lai)),
            ("eNodeB", text(&uli.enodeb)),
            ("Extended eNodeB", text(&uli.extended_enodeb)),
            ("ULI Timestamp", uli_timestamp.map(|learnt| learnt.0.to_string())),
        ];
        for (name, value) in lines {
            if let Some(value) = value {
                writeln!(f, "  {name}: {value}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        gtp::v2::codec::{RatType, Uli},
        types::{Ecgi, Imsi, Plmn, Tai},
    };

    /// Knows nobody.
    #[derive(Debug)]
    struct Stranger;

    impl Service for Stranger {
        fn foresee(&self, _: &[Imsi]) {}
        fn change_notification(&self, _: SocketAddr, _: &Report) -> CauseValue {
            CauseValue::CONTEXT_NOT_FOUND
        }
        fn overheard(&self, _: SocketAddr, _: &Report) {}
    }

    /// OP-4, LQ-2: who watches a user sees what is told of that user, and how it was answered; nothing of others.
    #[test]
    fn op_4_what_is_told_of_a_user_is_seen_by_who_watches() {
        let traces = Arc::new(Bus::default());
        let traced = Traced { service: Stranger, traces: traces.clone() };
        let mut watched = traces.listen(vec!["001010000000001".into()]).unwrap();
        let (peer, plmn) = ("192.0.2.1:2123".parse().unwrap(), Plmn::parse("00101").unwrap());
        let report = |imsi| Report {
            imsi: Imsi::parse(imsi).unwrap(),
            mei: None,
            rat: Some(RatType::EUTRAN),
            uli: Some(Uli {
                tai: Some(Tai { plmn, tac: 7 }),
                ecgi: Ecgi::new(plmn, 0xa_1b2c),
                ..Uli::default()
            }),
            uli_timestamp: None,
        };
        for imsi in ["001010000000002", "001010000000001"] {
            assert_eq!(traced.change_notification(peer, &report(imsi)), CauseValue::CONTEXT_NOT_FOUND);
        }
        traced.overheard(peer, &report("001010000000001"));
        let told = "  IMSI: 001010000000001\n  RAT Type: 6\n  TAI: 00101-0007\n  ECGI: 00101-00a1b2c\n";
        for (direction, command, result, rest) in [
            ("received", "Change Notification Request", None, told),
            (
                "sent",
                "Change Notification Response",
                Some("Context Not Found (64)"),
                "  Cause: Context Not Found (64)\n",
            ),
            ("received", "Mirrored GTPv2-C message", None, told),
        ] {
            let event = watched.try_recv().unwrap();
            assert_eq!((&*event.direction, &*event.command), (direction, command));
            assert_eq!((&*event.peer, event.result.as_deref()), ("192.0.2.1:2123", result));
            assert_eq!(event.message, format!("{command}\n{rest}"));
        }
        assert!(watched.try_recv().is_err());
    }
}
