"""An MME and an SGW on scapy: GTPv2-C to the daemon, as another implementation writes and reads it (TS 29.274).

Usage: places.py MME SGW DAEMON MIRROR. A line of JSON for each step. Lengths are given explicitly: scapy counts them as version 1 does.
"""

import json
import socket
import sys

from scapy.contrib.gtp_v2 import (
    GTPHeader, IE_BearerContext, IE_Cause, IE_EPSBearerID, IE_FTEID, IE_IMSI, IE_MEI, IE_RAT, IE_RecoveryRestart, IE_ULI, ULI_ECGI, ULI_TAI,
)

IMSI = "001010000000001"


def sized(element):
    """The element with the length that it has."""
    element.length = len(bytes(element)) - 4
    return element


def message(kind, sequence, *elements, teid=0):
    """A message; without a TEID where `teid` is None."""
    body = b"".join(bytes(sized(element)) for element in elements)
    tunnel = {"T": 0} if teid is None else {"T": 1, "teid": teid}
    length = len(body) + (4 if teid is None else 8)
    return bytes(GTPHeader(P=0, gtp_type=kind, seq=sequence, length=length, **tunnel)) + body


def place(tac):
    home = {"MCC": "001", "MNC": "01"}
    return IE_ULI(TAI_Present=1, ECGI_Present=1, TAI=ULI_TAI(TAC=tac, **home), ECGI=ULI_ECGI(ECI=0xA1B2C, **home))


def tell(step, octets):
    """What scapy reads in an answer."""
    answer = GTPHeader(octets)
    line = {"step": step, "type": answer.gtp_type, "sequence": answer.seq, "length": answer.length == len(octets) - 4}
    if answer.T:
        line["teid"] = answer.teid
    body = bytes(answer.payload)
    while body:
        kind, length = body[0], int.from_bytes(body[1:3], "big")
        element, body = body[: 4 + length], body[4 + length :]
        if kind == 1:
            line["imsi"] = IE_IMSI(element).IMSI.decode().rstrip("f")
        elif kind == 75:
            line["mei"] = IE_MEI(element).MEI.decode()
        elif kind == 2:
            cause = IE_Cause(element)
            line["cause"] = [cause.Cause, cause.CS, element[6:].hex()]
        elif kind == 3:
            line["counter"] = IE_RecoveryRestart(element).restart_counter
        else:
            line["unexpected"] = kind
    print(json.dumps(line), flush=True)


def main(mme, sgw, daemon, mirror):
    ends = {}
    for name, address in [("mme", mme), ("sgw", sgw)]:
        ends[name] = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        ends[name].bind((address, 2123))
        ends[name].settimeout(30)

    def ask(step, octets):
        ends["mme"].sendto(octets, (daemon, 2123))
        tell(step, ends["mme"].recv(2048))

    who, radio = IE_IMSI(IMSI=IMSI), IE_RAT(RAT_type=6)
    change = message(38, 2, who, IE_MEI(MEI="3511223344556670"), radio, place(7))
    ask("echo", message(1, 1, IE_RecoveryRestart(restart_counter=3), teid=None))
    ask("moved", change)
    ask("repeated", change)
    ask("nobody", message(38, 3, IE_IMSI(IMSI="001010000000009"), radio, place(7)))
    ask("no radio", message(38, 4, who, place(7)))
    ask("a tunnel", message(38, 5, who, radio, place(7), teid=99))
    cut = place(7)
    cut.length = 200
    body = bytes(sized(IE_IMSI(IMSI=IMSI))) + bytes(sized(IE_RAT(RAT_type=6))) + bytes(cut)
    ask("cut", bytes(GTPHeader(P=0, T=1, gtp_type=38, seq=6, teid=0, length=len(body) + 8)) + body)
    ask("version 1", bytes.fromhex("3201000400000000000700") + b"\0")

    # A session between MME and SGW, of which the mirror gets the copies.
    def copy(end, octets):
        ends[end].sendto(octets, (mirror, 2123))

    own = IE_FTEID(ipv4_present=1, InterfaceType=10, GRE_Key=0x44, ipv4=mme)
    other = IE_FTEID(ipv4_present=1, InterfaceType=11, GRE_Key=0x55, ipv4=sgw)
    bearer = IE_BearerContext(IE_list=[sized(IE_EPSBearerID(EBI=5))])
    copy("mme", message(32, 7, who, place(8), radio, own, bearer))
    copy("sgw", message(33, 7, IE_Cause(Cause=16), other, teid=0x44))
    copy("mme", message(34, 8, place(9), radio, teid=0x55))
    copy("mme", message(36, 9, IE_EPSBearerID(EBI=5), place(10), teid=0x55))
    copy("sgw", message(37, 9, IE_Cause(Cause=16), teid=0x44))
    copy("mme", message(34, 10, place(11), radio, teid=0x55))
    print(json.dumps({"step": "done"}), flush=True)


main(*sys.argv[1:])
