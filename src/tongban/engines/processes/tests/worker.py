"""A clerk or a clock in a process of its own.

`python -m tongban.engines.processes.tests.worker DATABASE SEED TASK…` completes whatever it can of the tasks named to
it, and prints which it did; `… DATABASE tick` says that it is ready, waits for a line, then fires what is due, one timer
a tick, and prints a line for each. The other settings are those of the node.
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
import time
from pathlib import Path


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main() -> None:
    database, what, *tasks = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "keys").mkdir(mode=0o700)
        os.environ |= {"TONGBAN_NODE": folder, "DJANGO_SETTINGS_MODULE": "tongban.settings"}
        import django

        django.setup()
        from django.db import connections

        connections["default"].settings_dict["NAME"] = database
        from tongban.engines.processes import api
        from tongban.engines.processes.tests.building import Host
        from tongban.engines.processes.tests.test_concurrency import CLOCK, LATER, WIDE, clerk

        if what == "tick":
            api.register_host("test", Host(CLOCK))
            say("ready")
            sys.stdin.readline()
            while api.tick(at=LATER, limit=1):
                say("fired")
                time.sleep(0.01)  # the other clock has its turn
        else:
            api.register_host("test", Host(WIDE))
            numbers = [int(task) for task in tasks]
            random.Random(what).shuffle(numbers)  # noqa: S311
            sys.stdout.write(json.dumps(clerk(int(what), numbers)()) + "\n")
        connections["default"].close()


if __name__ == "__main__":
    main()
