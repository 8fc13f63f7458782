"""The inbox page at N cases (10^6 unless told) beside the SQL that it stands on: the bare indexed query of its rows, and
all statements of the page executed bare. `TONGBAN_DATABASE=postgresql://…` measures there, in an empty database.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

AT = dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)
DEPARTMENTS = 40
OPEN = 0.05  # the share of cases that are open
LIMIT = 3.0  # times the bare statements, at p95
PAGES = {
    "clerk, own unit": ("clerk", {"who": "team"}),
    "clerk, red": ("clerk", {"who": "team", "light": "red"}),
    "clerk, yellow": ("clerk", {"who": "team", "light": "yellow"}),
    "clerk, accepted": ("clerk", {"who": "team", "state": "accepted"}),
    "clerk, closed": ("clerk", {"who": "team", "state": "closed"}),
    "clerk, my tasks": ("clerk", {"who": "mine"}),
    "clerk, a number": ("clerk", {"text": "430700-2026-00012"}),
    "clerk, new messages": ("clerk", {"who": "team", "unread": "yes"}),
    "mayor, everything": ("mayor", {}),
    "mayor, new messages": ("mayor", {"unread": "yes"}),
    "mayor, one unit": ("mayor", {"unit": "b.d7"}),
}


def prepare(folder: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.settings")
    os.environ["TONGBAN_NODE"] = str(folder)
    (folder / "keys").mkdir(mode=0o700)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def city() -> dict[str, Any]:
    """A government of many departments; a clerk of one of them, and a mayor above all."""
    from tongban.trust.authority import api as authority
    from tongban.trust.authority import models
    from tongban.trust.authority.api import SYSTEM, Subject

    root = models.Unit.objects.create(code="b", path="0001", name_zh="市", name_en="City", division="430700", kind="x")
    for place in range(DEPARTMENTS):
        models.Unit.objects.create(
            code=f"b.d{place}", path=f"0001{place + 1:04d}", parent=root, name_zh=f"局{place}", name_en=f"Bureau {place}",
            division="430700", kind="x",
        )  # fmt: skip
    found = {}
    for name, unit in (("clerk", "b.d7"), ("mayor", "b")):
        scope = models.Unit.objects.get(code=unit)
        post = models.Post.objects.create(code=f"{unit}.{name}", unit=scope, title_zh=name, title_en=name)
        authority.appoint(person=name, post=post.code, since=AT, at=AT, by=SYSTEM)
        models.Grant.objects.create(
            holder=f"post:{post.code}", permission="cases.read", scope=scope, since=AT, origin="bench", reason="bench",
            proposed_by="a", proposed_at=AT, approved_by="b", approved_at=AT,
        )  # fmt: skip
        posts = authority.posts_of(person=name, at=AT)
        found[name] = Subject(kind="official", person=name, name=name, posts=posts)
    return found


def rows(count: int) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]], dict[str, Any] | None]]:
    """Invented cases with the units that take part in them, and the task of an open one."""
    from tongban.services.cases.models.case import FAR

    chance = random.Random(7)
    for place in range(1, count + 1):
        is_open = chance.random() < OPEN
        due = AT + dt.timedelta(days=chance.randint(-3, 20)) if is_open else FAR
        yellow = due - dt.timedelta(days=3) if is_open else FAR
        state = chance.choice(("submitted", "supplement", "accepted", "accepted")) if is_open else "closed"
        opened = AT - dt.timedelta(minutes=chance.randint(0, 500_000))
        units = chance.sample(range(DEPARTMENTS), chance.choice((1, 1, 1, 2)))
        lead = units[0]
        case = {
            "id": place, "number": f"430700-2026-{place:06d}-X", "offer": f"o{lead}", "offer_version": "v", "form": "f",
            "form_version": "v", "process": "p", "process_version": "v", "title_zh": "许可", "title_en": "Licence",
            "draft": None, "person": f"p{place % 99991}", "tag": "", "credit_code": "", "name": "王小明",
            "unit": f"b.d{lead}", "unit_path": f"0001{lead + 1:04d}", "level": 0, "channel": "portal", "state": state,
            "outcome": "", "opened_at": opened, "accepted_at": None, "deemed_accepted": False, "decided_at": None,
            "closed_at": None if is_open else opened, "due_at": due, "yellow_at": yellow, "provisional": False,
        }  # fmt: skip
        parts = [
            {
                "case_id": place, "unit": f"b.d{unit}", "unit_path": f"0001{unit + 1:04d}", "level": 0,
                "role": "lead" if unit == lead else "matter", "offer": f"o{lead}", "open": is_open, "state": state,
                "due_at": due, "yellow_at": yellow, "unread": place % 211 == 0,
            }
            for unit in units
        ]  # fmt: skip
        task = {
            "task": place, "case_id": place, "matter_id": None, "element": "accept", "act": "accept", "name_zh": "受理",
            "name_en": "Accept", "unit": f"b.d{lead}", "unit_path": f"0001{lead + 1:04d}", "candidates": "[]",
            "properties": "{}", "assignee": "clerk" if lead == 7 and chance.random() < 0.05 else "", "owner": "", "created": opened,
        }  # fmt: skip
        yield case, parts, task if is_open else None


def load(count: int) -> None:
    """Writes the cases past the ORM, in batches."""
    from django.db import connection, transaction

    waiting: dict[str, list[dict[str, Any]]] = {"cases_case": [], "cases_involvement": [], "cases_work": []}

    def flush() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for table, batch in waiting.items():
                if batch:
                    names = list(batch[0])
                    marks = ", ".join(["%s"] * len(names))
                    columns = ", ".join(f'"{name}"' for name in names)
                    values = [tuple(_plain(row[name]) for name in names) for row in batch]
                    cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", values)
                    batch.clear()

    for case, parts, task in rows(count):
        waiting["cases_case"].append(case)
        waiting["cases_involvement"] += parts
        waiting["cases_work"] += [task] if task else []
        if len(waiting["cases_case"]) >= 20_000:
            flush()
    flush()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _plain(value: Any) -> Any:
    from django.db import connection

    if isinstance(value, dt.datetime) and connection.vendor == "sqlite":
        return value.astimezone(dt.UTC).replace(tzinfo=None).isoformat(sep=" ")
    return value


def timed(act: Callable[[], Any], runs: int) -> tuple[float, float]:
    """Median and p95 of so many runs, in milliseconds."""
    took = []
    for _ in range(runs):
        start = time.perf_counter()
        act()
        took.append((time.perf_counter() - start) * 1000)
    return statistics.median(took), sorted(took)[int(len(took) * 0.95)]


def statements(act: Callable[[], Any]) -> list[tuple[str, Any]]:
    """The SQL of an act, with its parameters."""
    from django.db import connection

    seen: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 (Django's hook)
        seen.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        act()
    return seen


def bare(wanted: list[tuple[str, Any]]) -> Callable[[], None]:
    """Executes statements without the ORM and fetches what they give."""
    from django.db import connection

    def run() -> None:
        with connection.cursor() as cursor:
            for sql, params in wanted:
                cursor.execute(sql, params)
                cursor.fetchall()

    return run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=60)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tongban-bench-") as folder:
        prepare(Path(folder))
        subjects = city()
        start = time.perf_counter()
        load(chosen.cases)
        print(f"{chosen.cases:,} cases written in {time.perf_counter() - start:.0f} s")
        report(subjects, chosen.runs)


def report(subjects: dict[str, Any], runs: int) -> None:
    from django.db import connection

    from tongban.services.cases import api as cases

    head = "page (p50 / p95 in ms)"
    print(
        f"{connection.vendor}\n{head:22} {'rows query':>14} {'all statements':>16} {'inbox()':>16}  p95 ratio  queries"
    )
    worst = 0.0
    for name, (who, given) in PAGES.items():
        filters = cases.Filters(**given)

        def page(by: Any = subjects[who], wanted: Any = filters) -> Any:
            return cases.inbox(by=by, at=AT, filters=wanted)

        found = statements(page)
        listing = [one for one in found if "LIMIT 51" in one[0] and "cases_involvement" in one[0]]
        shown = [timed(act, runs) for act in (bare(listing), bare(found), page)]
        ratio = shown[2][1] / shown[1][1]
        worst = max(worst, ratio)
        cells = [f"{median:7.2f} / {p95:5.1f}" for median, p95 in shown]
        print(f"{name:22} {cells[0]} {cells[1]:>16} {cells[2]:>16}  {ratio:9.2f}  {len(found):7}", flush=True)
    print(f"worst p95 ratio to its bare statements {worst:.2f}, limit {LIMIT}")


if __name__ == "__main__":
    main()
