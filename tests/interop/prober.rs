//! A Diameter peer that asks for what no well-behaved client does: so the daemon's refusals are in the capture, too, and tshark reads them.

use crate::lab::DOMAIN;
use bytes::BytesMut;
use innkeeper::diameter::{
    codec::{CommandFlags, Header, Message, Writer},
    dictionary::{
        base::avps::{
            AUTH_APPLICATION_ID, DISCONNECT_CAUSE, ORIGIN_HOST, ORIGIN_REALM, RESULT_CODE, SESSION_ID,
        },
        cx::{APPLICATION, avps::PUBLIC_IDENTITY},
        ro::CreditControlRequest,
    },
};
use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

/// The peer's name among the lab's; the daemon knows it.
pub(crate) const NAME: &str = "prober";

/// A connection that has exchanged capabilities, or was refused.
#[derive(Debug)]
pub(crate) struct Prober {
    stream: TcpStream,
    last: u32,
}

impl Prober {
    /// Connects as `name` and offers `application`; with it the Result-Code of the CEA.
    pub(crate) fn connect(address: &str, name: &str, application: u32) -> (Self, u32) {
        let stream = TcpStream::connect((address, 3868)).expect("the HSS listens");
        stream.set_read_timeout(Some(Duration::from_secs(10))).expect("a socket");
        let mut prober = Self { stream, last: 0 };
        let host = format!("{name}.{DOMAIN}");
        let cea = prober.ask(0x80, 257, 0, |writer| {
            writer
                .put(&ORIGIN_HOST, &*host)
                .put(&ORIGIN_REALM, DOMAIN)
                .put(&AUTH_APPLICATION_ID, application);
        });
        (prober, cea)
    }

    /// A Cx request with a session and its sender, and what `members` adds; the Result-Code of its answer.
    pub(crate) fn cx(&mut self, code: u32, members: impl FnOnce(&mut Writer<'_>)) -> u32 {
        self.of(APPLICATION, code, members)
    }

    /// The same of another application.
    pub(crate) fn of(&mut self, application: u32, code: u32, members: impl FnOnce(&mut Writer<'_>)) -> u32 {
        let host = format!("{NAME}.{DOMAIN}");
        self.ask(0xc0, code, application, |writer| {
            writer.put(&SESSION_ID, "prober;1;1").put(&ORIGIN_HOST, &*host).put(&ORIGIN_REALM, DOMAIN);
            members(writer);
        })
    }

    /// A CCR; the Result-Code of its answer.
    pub(crate) fn credit_control(&mut self, request: &CreditControlRequest<'_>) -> u32 {
        self.last += 1;
        let mut out = BytesMut::new();
        request.encode(self.last, self.last, &mut out);
        self.result_of(&out)
    }

    /// DPR: the Result-Code of the DPA.
    pub(crate) fn leave(mut self) -> u32 {
        let host = format!("{NAME}.{DOMAIN}");
        self.ask(0x80, 282, 0, |writer| {
            writer.put(&ORIGIN_HOST, &*host).put(&ORIGIN_REALM, DOMAIN).put(&DISCONNECT_CAUSE, 0u32);
        })
    }

    fn ask(&mut self, flags: u8, code: u32, application: u32, members: impl FnOnce(&mut Writer<'_>)) -> u32 {
        self.last += 1;
        let flags = CommandFlags::from_bits_retain(flags);
        let header =
            Header { length: 0, flags, code, application, hop_by_hop: self.last, end_to_end: self.last };
        let mut out = BytesMut::new();
        let mut writer = Writer::new(&mut out, &header);
        members(&mut writer);
        writer.finish();
        self.result_of(&out)
    }

    fn result_of(&mut self, request: &[u8]) -> u32 {
        self.stream.write_all(request).expect("sent");
        loop {
            let message = self.receive();
            if !message.header.is_request() && message.header.hop_by_hop == self.last {
                return message.avps().find(&RESULT_CODE).expect("a result").read().expect("a number");
            }
        }
    }

    fn receive(&mut self) -> Message {
        let mut octets = vec![0; 4];
        self.stream.read_exact(&mut octets).expect("an answer");
        let length = u32::from_be_bytes([0, octets[1], octets[2], octets[3]]) as usize;
        octets.resize(length, 0);
        self.stream.read_exact(&mut octets[4..]).expect("the rest of an answer");
        Message::parse(octets.into()).expect("a sound message")
    }
}

/// A Public-Identity whose length is said to be more than the message has.
pub(crate) fn too_long(writer: &mut Writer<'_>) {
    let code = PUBLIC_IDENTITY.code.to_be_bytes();
    writer.raw(&[code.as_slice(), &[0xc0, 0, 1, 0], &10_415u32.to_be_bytes(), b"sip:"].concat());
}
