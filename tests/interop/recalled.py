"""A packet gateway on python-diameter whose session is looked after from the charging system's side: it asks again when it is asked to (RAR), and ends when it is told
to (ASR). Prints one JSON line per step, for the test to judge.

Arguments: as of gateway.py.
"""

import queue
import time

from diameter.message.constants import (
    E_RESULT_CODE_DIAMETER_LIMITED_SUCCESS,
    E_RESULT_CODE_DIAMETER_SUCCESS,
)

from gateway import INITIAL, TERMINATION, UPDATE, Gateway, credit_control, host, say

RE_AUTH, ABORT_SESSION = 258, 274


def main():
    gateway = Gateway()
    orders = queue.Queue()

    def ordered(app, request):
        # What is written here is what it is told; and it answers at once, before it does it (RFC 8506 section 5.5).
        code = request.header.command_code
        orders.put(request)
        answer = request.to_answer()
        answer.session_id = request.session_id
        answer.origin_host = host.encode()
        answer.origin_realm = request.destination_realm
        answer.result_code = (
            E_RESULT_CODE_DIAMETER_LIMITED_SUCCESS if code == RE_AUTH else E_RESULT_CODE_DIAMETER_SUCCESS
        )
        return answer

    gateway.app.handle_request = lambda request: ordered(gateway.app, request)

    def told(step):
        request = orders.get(timeout=30)
        say(
            step,
            command=request.header.command_code,
            same=request.session_id == session,
            application=request.auth_application_id,
            to=request.destination_host.decode() == host,
            kind=getattr(request, "re_auth_request_type", None),
        )

    session = f"{host};1;{int(time.time())}"
    say("begins", **gateway.send(credit_control(session, INITIAL, 0)))
    told("is asked to come again")
    say("comes again", **gateway.send(credit_control(session, UPDATE, 1, (200_000, 100_000))))
    told("is to end")
    say("ends", **gateway.send(credit_control(session, TERMINATION, 2, (100_000, 0))))
    gateway.node.stop(wait_timeout=5)


main()
