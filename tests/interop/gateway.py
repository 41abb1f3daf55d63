"""A packet gateway on python-diameter that charges as Open5GS' SMF does: no rating group, octets each way, up to four requests under way. Prints one JSON line per step,
for the test to judge.

Arguments: the charging system's address, the gateway's own address, the realm, the subscriber's IMSI and number.
"""

import datetime
import json
import sys
import threading
import time

from diameter.message import Message
from diameter.message.avp.grouped import (
    MultipleServicesCreditControl,
    PsInformation,
    RequestedServiceUnit,
    ServiceInformation,
    SubscriptionId,
    UsedServiceUnit,
)
from diameter.message.commands import CreditControlRequest
from diameter.message.constants import (
    APP_DIAMETER_CREDIT_CONTROL_APPLICATION,
    E_AOC_REQUEST_TYPE_AOC_FULL,
    E_CC_REQUEST_TYPE_INITIAL_REQUEST,
    E_CC_REQUEST_TYPE_TERMINATION_REQUEST,
    E_CC_REQUEST_TYPE_UPDATE_REQUEST,
    E_REQUESTED_ACTION_DIRECT_DEBITING,
    E_SUBSCRIPTION_ID_TYPE_END_USER_E164,
    E_SUBSCRIPTION_ID_TYPE_END_USER_IMSI,
    E_TERMINATION_CAUSE_DIAMETER_LOGOUT,
    VENDOR_TGPP,
)
from diameter.node import Node
from diameter.node.application import SimpleThreadingApplication

address, own_address, realm, imsi, number = sys.argv[1:6]
host = f"smf.{realm}"

INITIAL, UPDATE, TERMINATION = (
    E_CC_REQUEST_TYPE_INITIAL_REQUEST,
    E_CC_REQUEST_TYPE_UPDATE_REQUEST,
    E_CC_REQUEST_TYPE_TERMINATION_REQUEST,
)
QUOTA = 1_000_000
# 001/01: TAI 1 and ECGI 256, as TS 29.274 §8.21 has both.
LOCATION = bytes.fromhex("82" + "00f1100001" + "00f11000000100")


class Gateway:
    """One connection to the charging system."""

    def __init__(self):
        self.node = Node(host, realm, ip_addresses=[own_address], vendor_ids=[VENDOR_TGPP])
        self.node.wakeup_interval = 1
        peer = self.node.add_peer(
            f"aaa://hss.{realm}:3868;transport=tcp", realm, ip_addresses=[address], is_persistent=True
        )
        # The daemon is killed on the way.
        peer.reconnect_wait = 1
        self.app = SimpleThreadingApplication(APP_DIAMETER_CREDIT_CONTROL_APPLICATION, is_auth_application=True)
        self.node.add_application(self.app, [peer])
        self.node.start()
        self.app.wait_for_ready(timeout=30)

    def send(self, request):
        answer = self.app.send_request(request, timeout=10)
        services = answer.multiple_services_credit_control
        service = services[0] if services else None
        granted = service and service.granted_service_unit
        last = service and service.final_unit_indication
        cost = answer.cost_information
        return {
            "code": answer.result_code,
            "number": answer.cc_request_number,
            "services": len(services),
            "group": service and service.rating_group,
            "service_code": service and service.result_code,
            "granted": granted and granted.cc_total_octets,
            "last": last and last.final_unit_action,
            "cost": cost and [cost.unit_value.value_digits, cost.unit_value.exponent],
        }


def credit_control(session, kind, number_of_request, used=None):
    request = CreditControlRequest()
    request.session_id = session
    request.origin_host = host.encode()
    request.origin_realm = realm.encode()
    request.destination_realm = realm.encode()
    request.auth_application_id = APP_DIAMETER_CREDIT_CONTROL_APPLICATION
    request.service_context_id = "32251@3gpp.org"
    request.cc_request_type = kind
    request.cc_request_number = number_of_request
    request.event_timestamp = datetime.datetime.now(datetime.timezone.utc)
    request.subscription_id = [
        SubscriptionId(subscription_id_type=E_SUBSCRIPTION_ID_TYPE_END_USER_IMSI, subscription_id_data=imsi),
        SubscriptionId(subscription_id_type=E_SUBSCRIPTION_ID_TYPE_END_USER_E164, subscription_id_data=number),
    ]
    # These two mean nothing in a session; Open5GS says them all the same.
    request.requested_action = E_REQUESTED_ACTION_DIRECT_DEBITING
    request.aoc_request_type = E_AOC_REQUEST_TYPE_AOC_FULL
    if kind == INITIAL:
        request.multiple_services_indicator = 0
    service = MultipleServicesCreditControl()
    if kind != TERMINATION:
        service.requested_service_unit = RequestedServiceUnit(cc_total_octets=QUOTA)
    else:
        request.termination_cause = E_TERMINATION_CAUSE_DIAMETER_LOGOUT
    if used is not None:
        received, sent = used
        service.used_service_unit = [UsedServiceUnit(cc_time=1, cc_input_octets=received, cc_output_octets=sent)]
    request.multiple_services_credit_control = [service]
    request.service_information = ServiceInformation(
        ps_information=PsInformation(
            called_station_id="internet", tgpp_sgsn_mcc_mnc="00101", tgpp_user_location_info=LOCATION
        )
    )
    return request


def again(octets):
    """The very request, on whatever connection there is now: with the T flag, and the End-to-End Identifier that it had."""
    request = Message.from_bytes(octets)
    request.header.is_retransmit = True
    request.header.hop_by_hop_identifier = 0
    return request


def say(step, **what):
    print(json.dumps({"step": step, **what}), flush=True)


def side_by_side(gateway, requests):
    answers = [None] * len(requests)

    def one(at, request):
        answers[at] = gateway.send(request)

    threads = [threading.Thread(target=one, args=pair) for pair in enumerate(requests)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def main():
    gateway = Gateway()
    session = f"{host};1;{int(time.time())}"
    say("begins", **gateway.send(credit_control(session, INITIAL, 0)))
    four = [credit_control(session, UPDATE, at, (100_000, 150_000)) for at in range(1, 5)]
    say("has four under way", answers=side_by_side(gateway, four))
    request = credit_control(session, UPDATE, 5, (600_000, 400_000))
    say("reports", **gateway.send(request))
    octets = request.as_bytes()
    gateway.node.stop(wait_timeout=5)
    gateway = Gateway()
    say("repeats", **gateway.send(again(octets)))
    # The test kills the daemon now, and starts it again.
    say("waits")
    sys.stdin.readline()
    gateway.app.is_ready.clear()
    deadline = time.time() + 30
    while time.time() < deadline:
        try:
            found = gateway.send(again(octets))
            break
        except Exception:
            time.sleep(0.2)
    say("repeats after the crash", **found)
    say("goes on", **gateway.send(credit_control(session, UPDATE, 6, (0, QUOTA))))
    say("has one more", **gateway.send(credit_control(session, UPDATE, 7, (QUOTA, 0))))
    say("has the last", **gateway.send(credit_control(session, UPDATE, 8, (300_000, 300_000))))
    end = credit_control(session, TERMINATION, 9, (400_000, 0))
    say("ends", **gateway.send(end))
    say("ends again", **gateway.send(again(end.as_bytes())))
    say("comes back", **gateway.send(credit_control(session + "1", INITIAL, 0)))
    gateway.node.stop(wait_timeout=5)


if __name__ == "__main__":
    main()
