"""A kind of text of its own, for what is the same for all kinds: notes, owned by the health bureau of a tiny city."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tongban.governance.drafts import api as drafts
from tongban.governance.drafts.tests.people import roles
from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Kind, Text
from tongban.services.cases.tests import city

AT = dt.datetime(2026, 10, 1, tzinfo=dt.UTC)
NOTE = {"kind": "notes", "key": "a"}


def accept(text: str, _key: str) -> None:
    if not text.startswith("note"):
        raise drafts.DraftError("no note", field="file")


def judge(draft: drafts.DraftView, _at: dt.datetime) -> None:
    if "wrong" in draft.text:
        raise drafts.DraftError("wrong", field="findings")


def declare(carried: list[tuple[int, int]] | None = None) -> None:
    """Notes, which begin with the word note and hold no wrong."""
    declarations.register(Kind("notes", ".toml", lambda text, _source: text))
    drafts.register(
        drafts.Draftable(
            kind="notes", code="notes", object="note", may_change=Text("改", "Change"), may_publish=Text("发", "Publish"),
            offices=lambda _key: {"c.health"}, accept=accept, judge=judge, begin=lambda _key, name: f"note {name.zh}",
            carry=None if carried is None else lambda before, draft: carried.append((before, draft)),
        )
    )  # fmt: skip


def package(folder: Path, note: str = "note one", key: str = "a") -> Path:
    return city.write(folder / "tiny", roles={"owners": roles("notes")}, notes={key: note})


def publish(folder: Path) -> None:
    declare()
    declarations.publish(declarations.read(package(folder)), at=AT)
