"""Two AAA servers on python-diameter: a terminal that comes by WLAN is authenticated and registered at the first. Prints one JSON line per step, for the
test to judge. The library knows MAR and SAR as Cx has them, so those of SWx are put together AVP by AVP.

Arguments: the HSS's address, the AAA servers' own address, the realm, the NAI of the terminal, and one that nobody has.
"""

import json
import queue
import sys
import time

from diameter.message import Message
from diameter.message.avp import Avp
from diameter.message.avp.grouped import VendorSpecificApplicationId
from diameter.message.constants import *
from diameter.node import Node
from diameter.node.application import SimpleThreadingApplication

hss_address, own_address, realm, nai, nobody = sys.argv[1:6]

# Command codes, and Server-Assignment-Types of TS 29.229 §6.3.15.
SAR, MAR = 301, 303
REGISTRATION, USER_DATA_REQUEST, PGW_UPDATE = 1, 12, 13
WLAN = 0


def tgpp(code, value):
    return Avp.new(code, VENDOR_TGPP, value=value)


class Aaa:
    """One AAA server."""

    def __init__(self, name):
        self.host, self.told = f"{name}.{realm}", queue.Queue()
        self.node = Node(self.host, realm, ip_addresses=[own_address], vendor_ids=[VENDOR_TGPP])
        self.node.wakeup_interval = 1
        # The library would look in RTR and PPR for what Cx demands.
        self.node.validate_received_request_avps = False
        peer = self.node.add_peer(
            f"aaa://hss.{realm}:3868;transport=tcp", realm, ip_addresses=[hss_address], is_persistent=True
        )
        # The daemon is killed on the way.
        peer.reconnect_wait = 1
        self.app = SimpleThreadingApplication(
            APP_3GPP_SWX, is_auth_application=True, request_handler=self.on_request
        )
        self.node.add_application(self.app, [peer])

    def on_request(self, app, message):
        self.told.put(message)
        answer = app.generate_answer(message, result_code=E_RESULT_CODE_DIAMETER_SUCCESS)
        answer.auth_session_state = E_AUTH_SESSION_STATE_NO_STATE_MAINTAINED
        answer.vendor_specific_application_id = VendorSpecificApplicationId(
            vendor_id=VENDOR_TGPP, auth_application_id=APP_3GPP_SWX
        )
        return answer

    def ask(self, command, user, avps):
        request = Message()
        request.header.command_code = command
        request.header.is_request = True
        request.header.is_proxyable = True
        application = [Avp.new(AVP_VENDOR_ID, value=VENDOR_TGPP), Avp.new(AVP_AUTH_APPLICATION_ID, value=APP_3GPP_SWX)]
        for avp in [
            Avp.new(AVP_SESSION_ID, value=self.node.session_generator.next_id()),
            Avp.new(AVP_VENDOR_SPECIFIC_APPLICATION_ID, value=application),
            Avp.new(AVP_AUTH_SESSION_STATE, value=E_AUTH_SESSION_STATE_NO_STATE_MAINTAINED),
            Avp.new(AVP_ORIGIN_HOST, value=self.host.encode()),
            Avp.new(AVP_ORIGIN_REALM, value=realm.encode()),
            Avp.new(AVP_DESTINATION_REALM, value=realm.encode()),
            Avp.new(AVP_USER_NAME, value=user),
            *avps,
        ]:
            request.append_avp(avp)
        return self.app.send_request(request, timeout=10)

    def authenticate(self, user, scheme, network=None):
        item = [tgpp(AVP_TGPP_3GPP_SIP_AUTHENTICATION_SCHEME, scheme)]
        avps = [
            tgpp(AVP_TGPP_RAT_TYPE, WLAN),
            tgpp(AVP_TGPP_3GPP_SIP_AUTH_DATA_ITEM, item),
            tgpp(AVP_TGPP_3GPP_SIP_NUMBER_AUTH_ITEMS, 1),
        ]
        if network is not None:
            avps.append(tgpp(AVP_TGPP_ANID, network))
        return self.ask(MAR, user, avps)

    def assign(self, user, kind, *avps):
        return self.ask(SAR, user, [tgpp(AVP_TGPP_SERVER_ASSIGNMENT_TYPE, kind), *avps])

    def requested(self):
        request = self.told.get(timeout=60)
        told = {
            "command": request.header.command_code,
            "user": value(request, (AVP_USER_NAME, 0)),
            "from": value(request, (AVP_ORIGIN_HOST, 0)).decode(),
            "to": value(request, (AVP_DESTINATION_HOST, 0)).decode(),
        }
        reason = value(request, (AVP_TGPP_DEREGISTRATION_REASON, VENDOR_TGPP), (AVP_TGPP_REASON_CODE, VENDOR_TGPP))
        return {**told, "data": user_data(request), "reason": reason}


def value(message, *chain):
    found = message.find_avps(*chain)
    return found[0].value if found else None


def member(avps, code, vendor=0):
    """The first AVP of a group, or of a list."""
    return next((avp.value for avp in avps if (avp.code, avp.vendor_id) == (code, vendor)), None)


def say(step, **fields):
    print(json.dumps({"step": step, **fields}), flush=True)


def result(answer):
    code = value(answer, (AVP_RESULT_CODE, 0))
    if code is not None:
        return {"code": code}
    experimental = value(answer, (AVP_EXPERIMENTAL_RESULT, 0))
    return {"experimental": [member(experimental, AVP_VENDOR_ID), member(experimental, AVP_EXPERIMENTAL_RESULT_CODE)]}


def vectors(answer):
    def vector(item):
        challenge = member(item, AVP_TGPP_3GPP_SIP_AUTHENTICATE, VENDOR_TGPP)
        return {
            "scheme": member(item, AVP_TGPP_3GPP_SIP_AUTHENTICATION_SCHEME, VENDOR_TGPP),
            "rand": challenge[:16].hex(),
            "autn": challenge[16:].hex(),
            "xres": member(item, AVP_TGPP_3GPP_SIP_AUTHORIZATION, VENDOR_TGPP).hex(),
            "ck": member(item, AVP_TGPP_CONFIDENTIALITY_KEY, VENDOR_TGPP).hex(),
            "ik": member(item, AVP_TGPP_INTEGRITY_KEY, VENDOR_TGPP).hex(),
        }

    return [vector(avp.value) for avp in answer.find_avps((AVP_TGPP_3GPP_SIP_AUTH_DATA_ITEM, VENDOR_TGPP))]


def rates(ambr):
    return [
        member(ambr, AVP_TGPP_MAX_REQUESTED_BANDWIDTH_UL, VENDOR_TGPP),
        member(ambr, AVP_TGPP_MAX_REQUESTED_BANDWIDTH_DL, VENDOR_TGPP),
    ]


def apn(group):
    agent = member(group, AVP_MIP6_AGENT_INFO)
    # The library reads an Address as its family and its text.
    gateway = member(agent, AVP_MIP_HOME_AGENT_ADDRESS)[1] if agent else None
    return {
        "context": member(group, AVP_TGPP_CONTEXT_IDENTIFIER, VENDOR_TGPP),
        "name": member(group, AVP_SERVICE_SELECTION),
        "gateway": gateway,
    }


def user_data(message):
    data = value(message, (AVP_TGPP_NON_3GPP_USER_DATA, VENDOR_TGPP))
    if data is None:
        return None
    number = member(data, AVP_SUBSCRIPTION_ID)
    return {
        "number": [member(number, AVP_SUBSCRIPTION_ID_TYPE), member(number, AVP_SUBSCRIPTION_ID_DATA)],
        "access": member(data, AVP_TGPP_NON_3GPP_IP_ACCESS, VENDOR_TGPP),
        "apn_access": member(data, AVP_TGPP_NON_3GPP_IP_ACCESS_APN, VENDOR_TGPP),
        "ambr": rates(member(data, AVP_TGPP_AMBR, VENDOR_TGPP)),
        "default": member(data, AVP_TGPP_CONTEXT_IDENTIFIER, VENDOR_TGPP),
        "apns": [apn(avp.value) for avp in data if avp.code == AVP_TGPP_APN_CONFIGURATION],
    }


def other_server(answer):
    name = value(answer, (AVP_TGPP_3GPP_AAA_SERVER_NAME, VENDOR_TGPP))
    return name and name.decode()


first, second = Aaa("aaa1"), Aaa("aaa2")
try:
    for aaa in (first, second):
        aaa.node.start()
        aaa.app.wait_for_ready(timeout=20)
    answer = first.authenticate(nobody, "EAP-AKA")
    say("nobody authenticates", **result(answer), vectors=vectors(answer))
    answer = first.authenticate(nai, "EAP-AKA")
    say("authenticates", **result(answer), vectors=vectors(answer))
    answer = first.assign(nai, REGISTRATION)
    say("registers", **result(answer), data=user_data(answer))
    agent = [Avp.new(AVP_MIP_HOME_AGENT_ADDRESS, value="10.0.0.1")]
    answer = first.assign(
        nai, PGW_UPDATE, Avp.new(AVP_SERVICE_SELECTION, value="ims"), Avp.new(AVP_MIP6_AGENT_INFO, value=agent)
    )
    say("has a gateway", **result(answer), data=user_data(answer))
    answer = second.authenticate(nai, "EAP-AKA")
    say("is another's", **result(answer), vectors=vectors(answer), server=other_server(answer))
    # The test kills the daemon now, starts it again, and gives the terminal another number.
    say("is told", **first.requested())
    answer = first.authenticate(nai, "EAP-AKA'", "WLAN")
    say("authenticates anew", **result(answer), vectors=vectors(answer))
    answer = first.assign(nai, USER_DATA_REQUEST)
    say("asks", **result(answer), data=user_data(answer))
    # The test removes the terminal now.
    say("is ended", **first.requested())
    answer = first.authenticate(nai, "EAP-AKA")
    say("is nobody", **result(answer), vectors=vectors(answer))
    # The answer to an RTR leaves when its handler has returned; the test ends this process.
    time.sleep(60)
finally:
    for aaa in (first, second):
        aaa.node.stop()
