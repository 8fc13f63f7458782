"""A node in a process of its own, told by lines of JSON what to do: `python -m tests.peer prepare` makes its tables,
`serve PACKAGE [die]` serves it. With `die` it is killed once, after it has taken a letter and before it answers.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
import wsgiref.simple_server
from pathlib import Path
from typing import Any

from tongban.cli import serve


class Quiet(wsgiref.simple_server.WSGIRequestHandler):
    def log_message(self, *_args: Any) -> None:
        """Silent."""


def say(**facts: Any) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def die_before_the_answer() -> None:
    """The kill: a letter is taken in, its transaction is over, its receipt is never sent."""
    from tongban.exchange.letters import wire

    signed = wire.signed

    def killed(name: str, record: Any, **more: Any) -> bytes:
        if name == "receipt":
            os._exit(9)
        return signed(name, record, **more)

    wire.signed = killed


def web() -> None:
    from django.conf import settings

    from tongban.wsgi import application

    host, _colon, port = settings.CONFIG.address.rpartition(":")
    server = wsgiref.simple_server.make_server(host, int(port), application, handler_class=Quiet)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()


def work() -> None:
    """The background work, in short steps."""
    from django.utils import timezone

    from tongban.engines.processes import api as processes
    from tongban.exchange.letters import api as letters
    from tongban.kernel.outbox import api as outbox

    while True:
        for step in (outbox.relay, letters.tick, processes.tick):
            step(at=timezone.now())
        time.sleep(0.05)


def publish(package: Path) -> None:
    from django.utils import timezone

    from tongban.kernel.declarations import api as declarations

    declarations.publish(declarations.read(package), at=timezone.now())


def befriend(code: str, address: str, fingerprint: str) -> None:
    from django.utils import timezone

    from tongban.exchange.letters import api as letters
    from tongban.kernel.declarations.api import Text
    from tongban.trust.authority.api import SYSTEM

    names = ("question", "answer")
    found = letters.Partner(
        code, Text("对方", "Other"), address, (fingerprint,), names, names, timezone.localdate()
    )  # fmt: skip
    known = {one.code for one in letters.partners()}
    letters.save(found, by=SYSTEM, at=timezone.now(), new=code not in known)


def ask(number: int) -> None:
    from django.utils import timezone

    from tongban.engines.processes import api as processes
    from tongban.kernel.declarations import api as declarations

    item = declarations.current("processes", "ask")
    processes.start(
        host="proceedings", definition=("ask", item.version), graph=item.value, business_key=f"ask-{number}",
        data={"number": number, "to": "node-b"}, by="test", at=timezone.now(),
    )  # fmt: skip


def state() -> dict[str, Any]:
    from django.db.models import Count

    from tongban.engines.processes.models import Instance
    from tongban.exchange.letters.models import Incoming, Outgoing

    def counted(model: Any, *names: str) -> list[list[Any]]:
        rows = model.objects.values_list(*names).annotate(many=Count("id")).order_by(*names)
        return [list(row) for row in rows]

    return {
        "processes": counted(Instance, "key", "status"),
        "out": counted(Outgoing, "name", "state"),
        "in": counted(Incoming, "name", "state"),
    }


def main(what: str, *more: str) -> None:
    serve.set_up()
    if what == "prepare":
        serve.migrate()
        return
    from tongban.exchange.letters import api as letters

    publish(Path(more[0]))
    if "die" in more:
        die_before_the_answer()
    say(fingerprint=letters.own_fingerprint())
    befriend(**json.loads(sys.stdin.readline()))
    web()
    threading.Thread(target=work, daemon=True).start()
    say(ready=True)
    for line in sys.stdin:
        order = json.loads(line)
        if "ask" in order:
            ask(order["ask"])
        say(**state())


if __name__ == "__main__":
    main(*sys.argv[1:])
