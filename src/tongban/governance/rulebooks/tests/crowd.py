"""A node of its own in which two owners edit one row and take another version over at the same moment, each with a
connection of its own. Prints what came of it."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from tongban.services.cases.tests.crowd import AT, at_once, official

CELLS = ("<= 50", "-", "{fee}", "办法第一条")
FEES = {"kind": "rules", "key": "fees"}


def main() -> None:
    from django.core.management import call_command

    from tongban.governance.drafts import api as drafts
    from tongban.governance.rulebooks import api
    from tongban.governance.rulebooks.tests import town
    from tongban.kernel.declarations import api as declarations

    call_command("migrate", verbosity=0)
    town.publish(Path(os.environ["TONGBAN_NODE"]))
    owners = [official("market.leader", f"owner{place}") for place in range(2)]
    draft = drafts.open_draft(**FEES, by=owners[0], at=AT)
    line = api.sheets(draft.text)[0].line("r1")

    def edit(place: int) -> str:
        cells = tuple(cell.format(fee=120 + place) for cell in CELLS)
        api.set_line(rule="fees", table="fee-table", line="r1", cells=cells, seen=line.seen, by=owners[place], at=AT)
        return "yes"

    edited = at_once(*(lambda place=place: edit(place) for place in range(2)))
    theirs = draft.text.replace("<text>1000</text>", "<text>900</text>")
    version = declarations.amend(**FEES, text=theirs, base=draft.base, at=AT).version

    def take(place: int) -> str:
        api.take_over(rule="fees", revision=1, version=version, choices={}, by=owners[place], at=AT)
        return "yes"

    taken = at_once(*(lambda place=place: take(place) for place in range(2)))
    sys.stdout.write(json.dumps({"edited": edited, "taken": taken, "revision": drafts.draft(**FEES).revision}))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.settings")
    import django

    django.setup()
    main()
