"""A node of its own in which three people open, save and two publish a draft at the same moment, each with a connection
of its own. Prints what came of it."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from tongban.services.cases.tests.crowd import AT, at_once, official


def main() -> None:
    from django.core.management import call_command

    from tongban.governance.drafts import api
    from tongban.governance.drafts.models import Revision, Verdict
    from tongban.governance.drafts.tests import town
    from tongban.kernel.declarations import api as declarations

    call_command("migrate", verbosity=0)
    town.publish(Path(os.environ["TONGBAN_NODE"]))
    owners = [official("health.leader", f"owner{place}") for place in range(3)]
    mayors = [official("mayor", f"mayor{place}") for place in range(2)]

    def save(place: int) -> str:
        api.save(**town.NOTE, text=f"note {place}", seen=0, how="drawn", by=owners[place], at=AT)
        return "yes"

    def publish(place: int) -> str:
        return "yes " + api.publish(**town.NOTE, revision=1, by=mayors[place], at=AT)

    opened = at_once(*(lambda by=by: str(api.open_draft(**town.NOTE, by=by, at=AT).id) for by in owners))
    saved = at_once(*(lambda place=place: save(place) for place in range(3)))
    api.submit(**town.NOTE, note="x", revision=1, by=owners[0], at=AT)
    published = at_once(*(lambda place=place: publish(place) for place in range(2)))
    found = {
        "opened": opened, "saved": saved, "published": published, "revisions": Revision.objects.count(),
        "verdicts": Verdict.objects.count(), "version": declarations.current(**town.NOTE).version,
    }  # fmt: skip
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.settings")
    import django

    django.setup()
    main()
