"""Two MMEs on python-diameter: a terminal attaches at the first, moves to the second, and leaves. Prints one JSON line per step, for the test to judge.

Arguments: the HSS's address, the MMEs' own address, the realm, the IMSI of the terminal, that of another one, and one that nobody has.
"""

import json
import queue
import sys
import time

from diameter.message.avp.grouped import (
    EpsLocationInformation,
    EpsUserState,
    MmeLocationInformation,
    MmeUserState,
    RequestedEutranAuthenticationInfo,
    VendorSpecificApplicationId,
)
from diameter.message.commands import (
    AuthenticationInformationRequest,
    CancelLocationRequest,
    DeleteSubscriberDataRequest,
    InsertSubscriberDataRequest,
    PurgeUeRequest,
    ResetRequest,
    UpdateLocationRequest,
)
from diameter.message.constants import (
    APP_3GPP_S6A_S6D,
    E_AUTH_SESSION_STATE_NO_STATE_MAINTAINED,
    E_RESULT_CODE_DIAMETER_SUCCESS,
    VENDOR_TGPP,
)
from diameter.node import Node
from diameter.node.application import SimpleThreadingApplication

hss_address, own_address, realm, imsi, other_imsi, nobody = sys.argv[1:7]

# RAT-Type, ULR-Flags and PUR-Flags of TS 29.212 §5.3.31 and TS 29.272 §7.3.7, §7.3.149.
EUTRAN = 1004
S6A, INITIAL_ATTACH = 1 << 1, 1 << 5
PURGED_IN_MME = 1 << 0
# User-State of TS 29.272 §7.3.114: attached, reachable for paging.
IDLE = 2
# 001/01 and 262/02 as octets (TS 24.008 §10.5.1.13).
AT_HOME, ABROAD = bytes.fromhex("00f110"), bytes.fromhex("62f220")


def s6a():
    return VendorSpecificApplicationId(vendor_id=VENDOR_TGPP, auth_application_id=APP_3GPP_S6A_S6D)


class Mme:
    """One MME in one network."""

    def __init__(self, name, visited):
        self.host, self.visited, self.told = f"{name}.{realm}", visited, queue.Queue()
        self.node = Node(self.host, realm, ip_addresses=[own_address], vendor_ids=[VENDOR_TGPP])
        self.node.wakeup_interval = 1
        peer = self.node.add_peer(
            f"aaa://hss.{realm}:3868;transport=tcp", realm, ip_addresses=[hss_address], is_persistent=True
        )
        # The daemon is killed on the way.
        peer.reconnect_wait = 1
        self.app = SimpleThreadingApplication(
            APP_3GPP_S6A_S6D, is_auth_application=True, request_handler=self.on_request
        )
        self.node.add_application(self.app, [peer])

    def on_request(self, app, message):
        answer = app.generate_answer(message, result_code=E_RESULT_CODE_DIAMETER_SUCCESS)
        if isinstance(message, InsertSubscriberDataRequest):
            self.take_data(message)
            if message.idr_flags is not None:
                self.tell_place(answer)
        else:
            self.told.put(message)
        answer.auth_session_state = E_AUTH_SESSION_STATE_NO_STATE_MAINTAINED
        answer.vendor_specific_application_id = s6a()
        return answer

    def take_data(self, request):
        data = request.subscription_data
        say(
            "is asked for the place" if request.idr_flags is not None else "is brought the data",
            user=request.user_name,
            flags=request.idr_flags,
            status=data.subscriber_status,
            # Whatever else of the contract would change what the MME has.
            rates=data.ambr is not None,
            apns=data.apn_configuration_profile is not None,
        )

    def tell_place(self, answer):
        answer.eps_user_state = EpsUserState(mme_user_state=MmeUserState(user_state=IDLE))
        place = MmeLocationInformation(
            e_utran_cell_global_identity=self.visited + bytes.fromhex("00000101"),
            tracking_area_identity=self.visited + bytes.fromhex("0001"),
            age_of_location_information=2,
        )
        answer.eps_location_information = EpsLocationInformation(mme_location_information=place)

    def ask(self, request, user):
        request.session_id = self.node.session_generator.next_id()
        request.vendor_specific_application_id = s6a()
        request.auth_session_state = E_AUTH_SESSION_STATE_NO_STATE_MAINTAINED
        request.origin_host = self.host.encode()
        request.origin_realm = realm.encode()
        request.destination_realm = realm.encode()
        request.user_name = user
        return self.app.send_request(request, timeout=10)

    def authenticate(self, user):
        request = AuthenticationInformationRequest()
        request.visited_plmn_id = self.visited
        request.requested_eutran_authentication_info = RequestedEutranAuthenticationInfo(
            number_of_requested_vectors=1, immediate_response_preferred=1
        )
        return self.ask(request, user)

    def update_location(self, user, flags):
        request = UpdateLocationRequest()
        request.visited_plmn_id = self.visited
        request.rat_type = EUTRAN
        request.ulr_flags = flags
        return self.ask(request, user)

    def purge(self, user):
        request = PurgeUeRequest()
        request.pur_flags = PURGED_IN_MME
        return self.ask(request, user)

    def reset(self):
        request = self.told.get(timeout=60)
        assert isinstance(request, ResetRequest), request
        return {"users": request.user_id, "to": request.destination_host.decode()}

    def deleted(self):
        request = self.told.get(timeout=60)
        assert isinstance(request, DeleteSubscriberDataRequest), request
        return {"user": request.user_name, "flags": request.dsr_flags}

    def cancelled(self):
        request = self.told.get(timeout=60)
        assert isinstance(request, CancelLocationRequest), request
        return {
            "user": request.user_name,
            "type": request.cancellation_type,
            "flags": request.clr_flags,
            "from": request.origin_host.decode(),
            "to": request.destination_host.decode(),
        }


def say(step, **fields):
    print(json.dumps({"step": step, **fields}), flush=True)


def result(answer):
    """The result; AVPs that the library does not know in the command would be a finding."""
    experimental = answer.experimental_result
    if experimental is None:
        return {"code": answer.result_code}
    return {"experimental": [experimental.vendor_id, experimental.experimental_result_code]}


def vectors(answer):
    made = answer.authentication_info
    return [
        {name: getattr(vector, name).hex() for name in ("rand", "xres", "autn", "kasme")}
        for vector in (made.e_utran_vector if made else [])
    ]


def rates(ambr):
    return [ambr.max_requested_bandwidth_ul, ambr.max_requested_bandwidth_dl]


def apn(each):
    quality = each.eps_subscribed_qos_profile
    priority = quality.allocation_retention_priority
    return {
        "context": each.context_identifier,
        "name": each.service_selection,
        "pdn_type": each.pdn_type,
        "qci": quality.qos_class_identifier,
        "arp": [priority.priority_level, priority.pre_emption_capability, priority.pre_emption_vulnerability],
        "ambr": rates(each.ambr),
    }


def subscription(answer):
    data = answer.subscription_data
    if data is None:
        return None
    profile = data.apn_configuration_profile
    return {
        "status": data.subscriber_status,
        "msisdn": data.msisdn.hex(),
        "access_mode": data.network_access_mode,
        "ambr": rates(data.ambr),
        "default": profile.context_identifier,
        "all": profile.all_apn_configurations_included_indicator,
        "apns": [apn(each) for each in profile.apn_configuration],
    }


def say_vectors(step, answer):
    say(step, **result(answer), vectors=vectors(answer))


def say_location(step, answer):
    say(step, **result(answer), flags=answer.ula_flags, data=subscription(answer))


def say_purge(step, answer):
    say(step, **result(answer), flags=answer.pua_flags)


first, second = Mme("mme1", AT_HOME), Mme("mme2", ABROAD)
try:
    for mme in (first, second):
        mme.node.start()
        mme.app.wait_for_ready(timeout=20)
    say_vectors("nobody authenticates", first.authenticate(nobody))
    say_location("nobody attaches", first.update_location(nobody, S6A | INITIAL_ATTACH))
    say_vectors("authenticates", first.authenticate(imsi))
    say_location("attaches", first.update_location(imsi, S6A | INITIAL_ATTACH))
    say_vectors("authenticates abroad", second.authenticate(imsi))
    say_location("moves", second.update_location(imsi, S6A))
    say("is cancelled", **first.cancelled())
    say_purge("is purged where it no longer is", first.purge(imsi))
    say("another attaches", **result(second.update_location(other_imsi, S6A | INITIAL_ATTACH)))
    # The test asks where the terminal is, kills the daemon, starts it again, and has it tell of a loss.
    say("is told of a loss", **second.reset())
    # It takes the charging characteristics away, which an IDR cannot say, and removes the other one.
    say("is told what is gone", **second.deleted())
    say("another is withdrawn", **second.cancelled())
    say_vectors("another is nobody", second.authenticate(other_imsi))
    say_vectors("authenticates again", second.authenticate(imsi))
    say_purge("is purged", second.purge(imsi))
    # The answer to a CLR leaves when its handler has returned; the test ends this process.
    time.sleep(60)
finally:
    for mme in (first, second):
        mme.node.stop()
