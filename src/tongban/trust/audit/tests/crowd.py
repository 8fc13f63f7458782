"""A process of a crowd: records or seals in the node that the environment names, until told to stop by its count."""

from __future__ import annotations

import datetime as dt
import os
import sys
import time

AT = dt.datetime(2026, 11, 23, 1, tzinfo=dt.UTC)


def main(role: str, count: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tongban.settings"
    import django

    django.setup()
    from django.db import transaction

    from tongban.trust.audit import api as audit

    if role == "migrate":
        from django.core.management import call_command

        call_command("migrate", "audit", verbosity=0)
    elif role == "record":
        for number in range(count):
            with transaction.atomic():
                audit.record(at=AT, by=f"writer {os.getpid()}", action="test.crowd", object=f"thing:{number}")
            time.sleep(0.01)
    elif role == "seal":
        end = time.monotonic() + count
        while time.monotonic() < end:
            if audit.seal(at=AT, limit=7):
                sys.stdout.write("sealed\n")
                sys.stdout.flush()
    else:
        while audit.seal(at=AT):
            pass
        verdict = audit.verify()
        sys.stdout.write(f"{verdict.ok} {verdict.size} {verdict.problems}")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
