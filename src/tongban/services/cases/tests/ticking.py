"""A program: the clock of a node, at an instant that several can wait for. Prints how many things it did."""

from __future__ import annotations

import os
import subprocess
import sys
import time

from django.conf import settings

SLEPT = 40  # days


def both() -> list[str]:
    """Two of it on this node at the same moment."""
    moment = str(time.time() + 4)
    command = [sys.executable, "-m", "tongban.services.cases.tests.ticking", moment]
    node = {"TONGBAN_NODE": str(settings.CONFIG.folder), "TONGBAN_DATABASE": settings.CONFIG.database}
    environment = os.environ | node | {"DJANGO_SETTINGS_MODULE": "tongban.settings"}
    started = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    return [one.communicate()[0] for one in started]


def main(moment: str) -> None:
    import datetime as dt

    from tongban.services.cases import api as cases
    from tongban.services.cases.tests.crowd import AT

    time.sleep(max(0.0, float(moment) - time.time()))
    sys.stdout.write(str(cases.tick(at=AT + dt.timedelta(days=SLEPT))))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.settings")
    import django

    django.setup()
    main(sys.argv[1])
