"""A GMLC and an MME on python-diameter: the GMLC asks who serves a terminal (SLh), the MME reports where it is, and is asked to locate it (SLg). Prints one
JSON line per step, for the test to judge. The library knows the AVPs of both applications, and of their commands the names alone: they are put together AVP by AVP.

Arguments: the HSS's address, the nodes' own address, the realm, the IMSI of the terminal, its number, and an IMSI that nobody has.
"""

import json
import sys
import time

from diameter.message import Message
from diameter.message.avp import Avp
from diameter.message.avp.grouped import EpsLocationInformation, MmeLocationInformation, VendorSpecificApplicationId
from diameter.message.commands import InsertSubscriberDataRequest
from diameter.message.constants import *
from diameter.node import Node
from diameter.node.application import SimpleThreadingApplication

hss_address, own_address, realm, imsi, number, nobody = sys.argv[1:7]

ULR, PLR, LRR, RIR = 316, 8388620, 8388621, 8388622
# RAT-Type and ULR-Flags of TS 29.212 §5.3.31 and TS 29.272 §7.3.7.
EUTRAN = 1004
S6A, INITIAL_ATTACH = 1 << 1, 1 << 5
AT_HOME = bytes.fromhex("00f110")
CELL = AT_HOME + bytes.fromhex("00000101")
# Ellipsoid points at 45° north and east (TS 23.032 §7.3): within 57 m, and within an ellipse of 164 m by 57 m.
CIRCLE, ELLIPSE = bytes.fromhex("1040000020000014"), bytes.fromhex("304000002000001e14055f")
# TS 29.172 §7.5.
DETACHED_USER, POSITIONING_FAILED = 4223, 4225


def tgpp(code, value):
    return Avp.new(code, VENDOR_TGPP, value=value)


def result_of(code):
    """A Result-Code, or for a number of 3GPP an Experimental-Result."""
    if code == E_RESULT_CODE_DIAMETER_SUCCESS:
        return Avp.new(AVP_RESULT_CODE, value=code)
    members = [Avp.new(AVP_VENDOR_ID, value=VENDOR_TGPP), Avp.new(AVP_EXPERIMENTAL_RESULT_CODE, value=code)]
    return Avp.new(AVP_EXPERIMENTAL_RESULT, value=members)


def vendor_specific(application):
    members = [Avp.new(AVP_VENDOR_ID, value=VENDOR_TGPP), Avp.new(AVP_AUTH_APPLICATION_ID, value=application)]
    return Avp.new(AVP_VENDOR_SPECIFIC_APPLICATION_ID, value=members)


class Peer:
    """A node that speaks some applications to the daemon."""

    def __init__(self, name, *applications):
        self.host = f"{name}.{realm}"
        self.node = Node(self.host, realm, ip_addresses=[own_address], vendor_ids=[VENDOR_TGPP])
        self.node.wakeup_interval = 1
        self.node.validate_received_request_avps = False
        peer = self.node.add_peer(
            f"aaa://hss.{realm}:3868;transport=tcp", realm, ip_addresses=[hss_address], is_persistent=True
        )
        # The daemon is killed on the way.
        peer.reconnect_wait = 1
        self.apps = {}
        for application in applications:
            app = SimpleThreadingApplication(
                application, is_auth_application=True, request_handler=self.on_request
            )
            self.apps[application] = app
            self.node.add_application(app, [peer])

    def on_request(self, app, message):
        raise NotImplementedError

    def ask(self, application, command, avps):
        request = Message()
        request.header.command_code = command
        request.header.is_request = True
        request.header.is_proxyable = True
        for avp in [
            Avp.new(AVP_SESSION_ID, value=self.node.session_generator.next_id()),
            vendor_specific(application),
            Avp.new(AVP_AUTH_SESSION_STATE, value=E_AUTH_SESSION_STATE_NO_STATE_MAINTAINED),
            Avp.new(AVP_ORIGIN_HOST, value=self.host.encode()),
            Avp.new(AVP_ORIGIN_REALM, value=realm.encode()),
            Avp.new(AVP_DESTINATION_HOST, value=f"hss.{realm}".encode()),
            Avp.new(AVP_DESTINATION_REALM, value=realm.encode()),
            *avps,
        ]:
            request.append_avp(avp)
        return self.apps[application].send_request(request, timeout=10)


class Gmlc(Peer):
    def __init__(self):
        super().__init__("gmlc", APP_3GPP_SLH)

    def who_serves(self, *avps):
        answer = self.ask(APP_3GPP_SLH, RIR, avps)
        node = value(answer, AVP_TGPP_SERVING_NODE, VENDOR_TGPP) or []
        name, realm_of = member(node, AVP_TGPP_MME_NAME), member(node, AVP_TGPP_MME_REALM)
        address = member(node, AVP_TGPP_GMLC_ADDRESS)
        home = value(answer, AVP_TGPP_GMLC_ADDRESS, VENDOR_TGPP)
        return {
            **result(answer),
            "mme": [name and name.decode(), realm_of and realm_of.decode()],
            # The library reads an Address as its family and its text.
            "gmlc": [address and address[1], home and home[1]],
            "user": value(answer, AVP_USER_NAME),
        }


class Mme(Peer):
    def __init__(self):
        super().__init__("mme1", APP_3GPP_S6A_S6D, APP_3GPP_SLG)
        # What is said to the PLRs, one after another.
        self.says = [
            [result_of(E_RESULT_CODE_DIAMETER_SUCCESS), tgpp(AVP_TGPP_LOCATION_ESTIMATE, CIRCLE),
             tgpp(AVP_TGPP_AGE_OF_LOCATION_ESTIMATE, 0), tgpp(AVP_TGPP_ECGI, CELL)],
            [result_of(DETACHED_USER)],
            [result_of(POSITIONING_FAILED)],
        ]

    def on_request(self, app, message):
        if isinstance(message, InsertSubscriberDataRequest):
            return self.tell_place(app, message)
        quality = value(message, AVP_TGPP_LCS_QOS, VENDOR_TGPP)
        client = value(message, AVP_TGPP_LCS_EPS_CLIENT_NAME, VENDOR_TGPP)
        check = value(message, AVP_TGPP_LCS_PRIVACY_CHECK_NON_SESSION, VENDOR_TGPP)
        say(
            "is to locate",
            command=message.header.command_code,
            user=value(message, AVP_USER_NAME),
            type=value(message, AVP_TGPP_SLG_LOCATION_TYPE, VENDOR_TGPP),
            client=member(client, AVP_TGPP_LCS_NAME_STRING),
            client_type=value(message, AVP_TGPP_LCS_CLIENT_TYPE, VENDOR_TGPP),
            check=member(check, AVP_TGPP_LCS_PRIVACY_CHECK),
            accuracy=member(quality, AVP_TGPP_HORIZONTAL_ACCURACY),
            to=value(message, AVP_DESTINATION_HOST).decode(),
        )
        answer = message.to_answer()
        for avp in [
            Avp.new(AVP_SESSION_ID, value=value(message, AVP_SESSION_ID)),
            vendor_specific(APP_3GPP_SLG),
            Avp.new(AVP_AUTH_SESSION_STATE, value=E_AUTH_SESSION_STATE_NO_STATE_MAINTAINED),
            Avp.new(AVP_ORIGIN_HOST, value=self.host.encode()),
            Avp.new(AVP_ORIGIN_REALM, value=realm.encode()),
            *self.says.pop(0),
        ]:
            answer.append_avp(avp)
        return answer

    def tell_place(self, app, message):
        answer = app.generate_answer(message, result_code=E_RESULT_CODE_DIAMETER_SUCCESS)
        answer.auth_session_state = E_AUTH_SESSION_STATE_NO_STATE_MAINTAINED
        answer.vendor_specific_application_id = VendorSpecificApplicationId(
            vendor_id=VENDOR_TGPP, auth_application_id=APP_3GPP_S6A_S6D
        )
        place = MmeLocationInformation(
            tracking_area_identity=AT_HOME + bytes.fromhex("0001"), age_of_location_information=0
        )
        answer.eps_location_information = EpsLocationInformation(mme_location_information=place)
        say("is asked for the place", user=message.user_name)
        return answer

    def attach(self):
        avps = [
            Avp.new(AVP_USER_NAME, value=imsi),
            tgpp(AVP_TGPP_RAT_TYPE, EUTRAN),
            tgpp(AVP_TGPP_ULR_FLAGS, S6A | INITIAL_ATTACH),
            tgpp(AVP_TGPP_VISITED_PLMN_ID, AT_HOME),
            tgpp(AVP_TGPP_GMLC_ADDRESS, "198.51.100.7"),
        ]
        return result(self.ask(APP_3GPP_S6A_S6D, ULR, avps))

    def report(self, event, user, *avps):
        avps = [tgpp(AVP_TGPP_LOCATION_EVENT, event), Avp.new(AVP_USER_NAME, value=user), *avps]
        return result(self.ask(APP_3GPP_SLG, LRR, avps))


def value(message, code, vendor=0):
    found = message.find_avps((code, vendor))
    return found[0].value if found else None


def member(avps, code):
    """The first AVP of 3GPP in a group."""
    return next((avp.value for avp in avps or [] if (avp.code, avp.vendor_id) == (code, VENDOR_TGPP)), None)


def say(step, **fields):
    print(json.dumps({"step": step, **fields}), flush=True)


def result(answer):
    code = value(answer, AVP_RESULT_CODE)
    if code is not None:
        return {"code": code}
    experimental = value(answer, AVP_EXPERIMENTAL_RESULT)
    of = {avp.code: avp.value for avp in experimental}
    return {"experimental": [of[AVP_VENDOR_ID], of[AVP_EXPERIMENTAL_RESULT_CODE]]}


gmlc, mme = Gmlc(), Mme()
user = Avp.new(AVP_USER_NAME, value=imsi)
try:
    for peer in (gmlc, mme):
        peer.node.start()
        for app in peer.apps.values():
            app.wait_for_ready(timeout=20)
    say("nobody serves", **gmlc.who_serves(user))
    say("attaches", **mme.attach())
    estimate = [tgpp(AVP_TGPP_LOCATION_ESTIMATE, ELLIPSE), tgpp(AVP_TGPP_ECGI, CELL)]
    say("calls for help", **mme.report(E_LOCATION_EVENT_EMERGENCY_CALL_ORIGINATION, imsi, *estimate))
    friend = tgpp(AVP_TGPP_LCS_EPS_CLIENT_NAME, [tgpp(AVP_TGPP_LCS_NAME_STRING, "friend")])
    say("tells a friend", **mme.report(E_LOCATION_EVENT_MO_LR, imsi, friend))
    say("is not known", **mme.report(E_LOCATION_EVENT_MO_LR, nobody))
    say("nobody is asked for", **gmlc.who_serves(Avp.new(AVP_USER_NAME, value=nobody)))
    say("is served", **gmlc.who_serves(tgpp(AVP_TGPP_MSISDN, bytes.fromhex(number))))
    # The test asks where the terminal is now, kills the daemon, starts it again, and asks three times more.
    time.sleep(600)
finally:
    for peer in (gmlc, mme):
        peer.node.stop()
