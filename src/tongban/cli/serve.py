"""`tongban init`, `start`, `work`: a node folder, its site and its background work."""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

from tongban.cli.guard import Refused

log = logging.getLogger("tongban")
HOUSEKEEPING = 3600  # seconds
MAIL_LIMIT = 30_000_000  # bytes
Work = Callable[[dt.datetime], object]
TEMPLATE = """# Settings of this node. Every key is optional; the reference lists them all: docs/reference/settings.md
name_zh = "{name_zh}"
name_en = "{name_en}"
division = "{division}"
"""


def add_commands(commands: Any) -> None:
    """Adds this module's commands to the command line."""
    init = commands.add_parser("init", help="create a node folder with its database and keys")
    init.set_defaults(run=run_init)
    start = commands.add_parser("start", help="serve the site and do the background work")
    start.add_argument("--workers", type=int, default=1, help="web processes (default 1)")
    start.set_defaults(run=run_start)
    mail = commands.add_parser("mail-in", help="take one mail from standard input, as mail servers pipe it")
    mail.add_argument("--to", default="", help="the address at which it arrived; without it, those in its head")
    mail.set_defaults(run=run_mail_in)
    work = commands.add_parser("work", help="only the background work: events, ledger, legal clock")
    work.set_defaults(run=lambda _: run_work())


def set_up() -> None:
    """Makes the node folder usable by Django in this process: folder, keys, settings, tables."""
    from tongban.kernel.config import api as config

    folder = config.load().folder
    (folder / "keys").mkdir(parents=True, exist_ok=True)
    (folder / "keys").chmod(0o700)
    (folder / "files").mkdir(exist_ok=True)
    import django

    django.setup()


def migrate() -> None:
    """Brings the tables to this version of the product."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def run_init(chosen: argparse.Namespace) -> int:
    """Creates the node folder; harmless when it exists."""
    del chosen
    set_up()
    from django.conf import settings
    from django.utils import timezone

    from tongban.engines.deadlines import api as deadlines
    from tongban.registers.divisions import api as divisions
    from tongban.trust.signatures import api as signatures

    config = settings.CONFIG
    path = config.folder / "tongban.toml"
    if not path.exists():
        path.write_text(TEMPLATE.format(name_zh=config.name_zh, name_en=config.name_en, division=config.division))
    migrate()
    signatures.ensure_keys()
    at = timezone.now()
    divisions.load(at=at)
    deadlines.load_calendar(region=config.calendar, at=at)
    print(f"Node folder {config.folder} is ready. Next: tongban load PACKAGE, then tongban start.")
    return 0


def run_mail_in(chosen: argparse.Namespace) -> int:
    """One mail from standard input into the conversation that it answers. Exit codes are those of sysexits.h."""
    set_up()
    from django.db import DatabaseError
    from django.utils import timezone

    from tongban.services.conversations import api as conversations

    try:
        conversations.take_mail(data=sys.stdin.buffer.read(MAIL_LIMIT + 1), to=chosen.to, at=timezone.now())
    except conversations.MailRefused as error:
        print(str(error), file=sys.stderr)
        return os.EX_NOPERM
    except (DatabaseError, OSError):
        log.exception("a mail could not be taken now")
        return os.EX_TEMPFAIL
    return 0


def tasks() -> dict[str, tuple[float, Work]]:
    """The background work of a node: name, longest pause in seconds, what to do at a moment."""
    from django.conf import settings

    from tongban.channels.rest import api as rest
    from tongban.engines.forms import api as forms
    from tongban.governance.supervision import api as supervision
    from tongban.kernel.outbox import api as outbox
    from tongban.openness.evaluation import api as evaluation
    from tongban.registers.records import api as records
    from tongban.services.archives import api as archives
    from tongban.services.cases import api as cases
    from tongban.services.payments import api as payments
    from tongban.services.proceedings import api as proceedings
    from tongban.trust.audit import api as audit

    config = settings.CONFIG
    return {
        "relay": (config.relay_ms / 1000, lambda at: outbox.relay(at=at)),
        "ledger": (config.seal_ms / 1000, lambda at: audit.seal(at=at)),
        "feed": (config.relay_ms / 1000, lambda at: records.assign_positions(at=at)),
        "clock": (config.clock_seconds, lambda at: cases.tick(at=at)),
        "batches": (config.relay_ms / 1000, lambda at: cases.batches.tick(at=at)),
        "archives": (config.clock_seconds * 10, lambda at: archives.tick(at=at)),
        "proceedings": (config.clock_seconds, lambda at: proceedings.tick(at=at)),
        "ratings": (config.clock_seconds * 10, lambda at: evaluation.tick(at=at)),
        "supervision": (config.clock_seconds * 10, lambda at: supervision.tick(at=at)),
        "patterns": (HOUSEKEEPING, lambda at: supervision.watch(at=at)),
        "reconcile": (config.clock_seconds * 10, lambda at: payments.reconcile(at=at)),
        "forms": (config.clock_seconds * 10, lambda at: (forms.move_drafts(at=at), cases.renew_forms(at=at))),
        "drafts": (HOUSEKEEPING, lambda at: (forms.expire_drafts(at=at), forms.sweep_files())),
        "tokens": (HOUSEKEEPING, lambda _: rest.drop_old_tokens()),
    }


def outward() -> dict[str, tuple[float, Work]]:
    """Background work that waits for other machines, apart from the rest: their slowness must slow nothing here."""
    from django.conf import settings

    from tongban.exchange.letters import api as letters

    return {"letters": (settings.CONFIG.relay_ms / 1000, lambda at: letters.tick(at=at))}


def run_work(stop: threading.Event | None = None) -> int:
    """Repeats the background work until the process is told to end. A fault is logged and tried again."""
    set_up()
    from tongban.kernel.outbox import api as outbox

    stop = stop or threading.Event()
    with contextlib.suppress(ValueError):  # not the main thread: the caller stops us
        signal.signal(signal.SIGTERM, lambda *_: stop.set())
    away = threading.Thread(target=repeat, args=(outward(), stop, stop), name="outward", daemon=True)
    away.start()
    repeat(tasks(), stop, outbox.waiting)
    away.join(15)
    return 0


def repeat(work: dict[str, tuple[float, Work]], stop: threading.Event, woken: threading.Event) -> None:
    """Does each thing again after its pause; `woken` ends a pause early."""
    from django.db import close_old_connections, connections
    from django.utils import timezone

    due = dict.fromkeys(work, 0.0)
    while not stop.is_set():
        moment = timezone.now()
        for name, (pause, do) in work.items():
            if moment.timestamp() >= due[name]:
                try:
                    do(moment)
                except Exception:
                    log.exception("background work %s failed; it will be tried again", name)
                due[name] = moment.timestamp() + pause
        close_old_connections()
        woken.wait(min(pause for pause, _ in work.values()))
        if woken is not stop:
            woken.clear()
    connections.close_all()


@contextlib.contextmanager
def beside(*arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """Another command of the same node in a process of its own, ended with this one."""
    process = subprocess.Popen([sys.executable, "-m", "tongban", *arguments], env=os.environ.copy())  # noqa: S603
    try:
        yield process
    finally:
        process.terminate()
        process.wait(10)


def serve(*, workers: int = 1) -> None:
    """Serves the site under granian until interrupted."""
    import multiprocessing

    from django.conf import settings
    from django.db import connections
    from granian.constants import Interfaces
    from granian.server import Server

    connections.close_all()  # a worker must not inherit an open database file
    # A forked worker would inherit the typesetter without its threads and wait for them for ever.
    multiprocessing.set_start_method("spawn", force=True)
    host, _, port = settings.CONFIG.address.rpartition(":")
    Server(
        "tongban.wsgi:application",
        address=host.strip("[]"),
        port=int(port),
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=8,
        log_level="warning",
    ).serve()


def run_start(chosen: argparse.Namespace) -> int:
    """Serves a node that `init` or `demo` made."""
    from tongban.kernel.config import api as config

    folder = config.load().folder
    if not folder.is_dir():
        raise Refused(f"there is no node folder {folder}; make one with: tongban init")
    set_up()
    migrate()
    from django.conf import settings

    with beside("work"):
        print(f"{settings.CONFIG.name_en} at {settings.CONFIG.site_url}  (Ctrl+C ends)", flush=True)
        serve(workers=chosen.workers)
    return 0
