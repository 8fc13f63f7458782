"""`tongban demo`: a generated city, the story played once, the site served."""

from __future__ import annotations

import argparse
import os
import socket
import time
from pathlib import Path
from typing import Any

from tongban.cli.guard import Refused
from tongban.cli.packages import find
from tongban.cli.serve import beside, migrate, serve, set_up

SETTINGS = "# A demonstration node: everything in it is invented.\ndemo = true\n"


def add_commands(commands: Any) -> None:
    """Adds this module's commands to the command line."""
    demo = commands.add_parser("demo", help="a generated city, the restaurant story, the site")
    demo.add_argument("--residents", type=int, default=100_000, help="how many to invent (default 100000)")
    demo.add_argument("--companies", type=int, default=10_000, help="how many to invent (default 10000)")
    demo.add_argument("--no-story", action="store_true", help="do not play the restaurant story")
    demo.add_argument("--no-serve", action="store_true", help="do not serve the site afterwards")
    demo.set_defaults(run=run_demo)
    bank = commands.add_parser("bank", help="the test bank of the demonstration")
    bank.set_defaults(run=run_bank)


def prepare() -> Path:
    """The node folder with demonstration settings; a real node is left alone. Raises Refused for one."""
    from tongban.kernel.config import api as config

    folder = config.load().folder
    path = folder / "tongban.toml"
    if (folder / "tongban.sqlite3").exists() and not config.load().demo:
        raise Refused(f"{folder} is a real node; the demonstration wants a folder of its own (--node)")
    folder.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.write_text(SETTINGS, encoding="utf-8")
    return folder


def ports_free() -> None:
    """Raises Refused when the site's port, or the test bank's after it, is taken."""
    from tongban.kernel.config import api as config

    host, _, port = config.load().address.rpartition(":")
    for number in (int(port), int(port) + 1):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as one:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                one.bind((host.strip("[]"), number))
            except OSError:
                raise Refused(
                    f"port {number} is taken; choose another address: TONGBAN_ADDRESS=127.0.0.1:9000 make demo"
                ) from None


def progress(step: str, done: int, total: int) -> None:
    """A line that counts up."""
    print(f"\r  {step}: {done} of {total}", end="" if done < total else "\n", flush=True)


def load(residents: int, companies: int) -> None:
    """City and permits; what is there already stays."""
    from django.utils import timezone

    from tongban.demo import api as demo
    from tongban.demo import past
    from tongban.engines.deadlines import api as deadlines
    from tongban.kernel.declarations import api as declarations
    from tongban.services.cases import api as cases

    at = timezone.now() - past.AGO  # the city's posts and texts are older than its cases
    print("Loading the city of Changde (invented people and companies) ...", flush=True)
    deadlines.load_calendar(region="cn", at=at)
    demo.load_city(at=at, residents=residents, companies=companies, progress=progress)
    package = declarations.read(find("approvals"))
    changed = cases.publish_package(package, at=at)
    print(f"  {package.system.title.en}: {changed} texts published", flush=True)


def tell_story() -> None:
    """Plays the story with the test bank beside it."""
    from django.utils import timezone, translation

    from tongban.demo import morning, past, story
    from tongban.services.payments import api as payments
    from tongban.trust.audit import api as audit

    if story.played():
        return
    print("A resident opens a restaurant:", flush=True)
    language = "zh-hans" if os.environ.get("LANG", "").startswith("zh") else "en"
    with payments.demo_bank(), translation.override(language):
        for number, (who, what, due) in enumerate(story.play(now=timezone.now, folder=story.folder_of_licences()), 1):
            until = f"  [due {due}]" if due else ""
            print(f"  {number:>2}. {who + ': ' if who else ''}{what}{until}", flush=True)
    earlier = list(past.come(until=timezone.now()))
    print(f"  In the weeks before: {len(earlier)} cases, for the report on their process.")
    numbers = list(morning.come(now=timezone.now))
    print(f"  On the desks: {len(numbers)} more cases, from {numbers[0]} to {numbers[-1]}.")
    audit.seal(at=timezone.now(), limit=100_000)
    verdict = audit.verify()
    print(f"  The ledger {'holds' if verdict.ok else 'DOES NOT HOLD'}: {verdict.size} entries.")
    print(f"  Licences as PDF: {story.folder_of_licences()}", flush=True)


def run_demo(chosen: argparse.Namespace) -> int:
    """Makes, plays, serves."""
    began = time.monotonic()
    prepare()
    ports_free()
    set_up()
    migrate()
    from django.conf import settings

    from tongban.demo.api import CAST
    from tongban.trust.signatures import api as signatures

    signatures.ensure_keys()
    load(chosen.residents, chosen.companies)
    if not chosen.no_story:
        tell_story()
    print(f"Ready after {time.monotonic() - began:.0f} s.")
    if chosen.no_serve:
        return 0
    site = settings.CONFIG.site_url
    print(f"\n{settings.CONFIG.name_zh}  {site}\nSign in with one click: {site}/demo/")
    print("Accounts: " + ", ".join(part.username for part in CAST))
    print("Ctrl+C ends.", flush=True)
    with beside("work"), beside("bank"):
        serve()
    return 0


def run_bank(chosen: argparse.Namespace) -> int:
    """Serves the test bank until the process is told to end."""
    del chosen
    set_up()
    import signal
    import threading

    from tongban.services.payments import api as payments

    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, lambda *_: stop.set())
    with payments.demo_bank():
        stop.wait()
    return 0
