"""An application server on python-diameter: reads, keeps, watches, and is told. Prints one JSON line per step, for the test to judge.

Arguments: the HSS's address, its own address, the realm, a public identity.
"""

import json
import queue
import sys
import time

from diameter.message.commands import (
    ProfileUpdateRequest,
    PushNotificationRequest,
    SubscribeNotificationsAnswer,
    SubscribeNotificationsRequest,
    UserDataAnswer,
    UserDataRequest,
)
from diameter.message.avp.grouped import UserIdentity, VendorSpecificApplicationId
from diameter.message.constants import (
    APP_3GPP_SH,
    E_AUTH_SESSION_STATE_NO_STATE_MAINTAINED,
    E_RESULT_CODE_DIAMETER_SUCCESS,
    VENDOR_TGPP,
)
from diameter.node import Node
from diameter.node.application import SimpleThreadingApplication

# python-diameter 0.9.0 has Cx's User-Data (606) in the commands of Sh: they have one of their own.
SH_USER_DATA = 702
for command in (
    ProfileUpdateRequest,
    PushNotificationRequest,
    SubscribeNotificationsAnswer,
    UserDataAnswer,
):
    command.avp_def = type(command.avp_def)(
        each._replace(avp_code=SH_USER_DATA) if each.attr_name == "user_data" else each
        for each in command.avp_def
    )

hss_address, own_address, realm, identity = sys.argv[1:5]
host = f"as.{realm}"
told = queue.Queue()

REPOSITORY, STATE = 0, 11


def on_request(app, message):
    told.put(message)
    answer = app.generate_answer(message, result_code=E_RESULT_CODE_DIAMETER_SUCCESS)
    answer.auth_session_state = E_AUTH_SESSION_STATE_NO_STATE_MAINTAINED
    answer.vendor_specific_application_id = VendorSpecificApplicationId(
        vendor_id=VENDOR_TGPP, auth_application_id=APP_3GPP_SH
    )
    return answer


def filled(request, references):
    request.session_id = node.session_generator.next_id()
    request.vendor_specific_application_id = VendorSpecificApplicationId(
        vendor_id=VENDOR_TGPP, auth_application_id=APP_3GPP_SH
    )
    request.auth_session_state = E_AUTH_SESSION_STATE_NO_STATE_MAINTAINED
    request.origin_host = host.encode()
    request.origin_realm = realm.encode()
    request.destination_realm = realm.encode()
    request.user_identity = UserIdentity(public_identity=identity)
    request.data_reference = references
    return request


def say(step, answer):
    data = getattr(answer, "user_data", None)
    experimental = getattr(answer, "experimental_result", None)
    line = {
        "step": step,
        "code": getattr(answer, "result_code", None),
        "experimental": getattr(experimental, "experimental_result_code", None),
        "data": data.decode() if data else None,
    }
    print(json.dumps(line), flush=True)


def repository(number, data):
    return (
        "<Sh-Data><RepositoryData><ServiceIndication>mmtel</ServiceIndication>"
        f"<SequenceNumber>{number}</SequenceNumber>{data}</RepositoryData></Sh-Data>"
    ).encode()


def udr(references):
    request = filled(UserDataRequest(), references)
    request.service_indication = [b"mmtel"]
    return app.send_request(request, timeout=10)


def pur(data):
    request = filled(ProfileUpdateRequest(), [REPOSITORY])
    request.user_data = data
    return app.send_request(request, timeout=10)


node = Node(host, realm, ip_addresses=[own_address], vendor_ids=[VENDOR_TGPP])
peer = node.add_peer(f"aaa://hss.{realm}:3868;transport=tcp", realm, ip_addresses=[hss_address], is_persistent=True)
app = SimpleThreadingApplication(APP_3GPP_SH, is_auth_application=True, request_handler=on_request)
node.add_application(app, [peer])
node.start()
try:
    app.wait_for_ready(timeout=20)
    say("read", udr([STATE]))
    say("nothing kept", udr([REPOSITORY]))
    say("keep", pur(repository(0, "<ServiceData><a>1</a></ServiceData>")))
    say("kept", udr([REPOSITORY, STATE]))
    say("out of sync", pur(repository(7, "<ServiceData/>")))
    say("not permitted", udr([12]))
    say("hostile", pur(b"<!DOCTYPE x [<!ENTITY a 'a'>]><Sh-Data>&a;</Sh-Data>"))
    request = filled(SubscribeNotificationsRequest(), [STATE])
    request.subs_req_type = 0
    request.send_data_indication = 1
    say("watch", app.send_request(request, timeout=10))
    # The test registers the user now.
    notification = told.get(timeout=30)
    assert isinstance(notification, PushNotificationRequest)
    say("told", notification)
    # The answer leaves when its handler has returned; the test ends this process.
    time.sleep(60)
finally:
    node.stop()
