"""`tongban archives`: closed cases whose time is over; a destruction list of them; carrying signed lists out."""

from __future__ import annotations

import argparse
import json
from typing import Any

from tongban.cli.guard import Refused
from tongban.cli.serve import set_up

MOST = 100_000  # cases in one run


def add_commands(commands: Any) -> None:
    """Adds this module's commands to the command line."""
    noun = commands.add_parser("archives", help="retention: what is due, destruction lists, carrying them out")
    kinds = noun.add_subparsers(dest="what", required=True, metavar="WHAT")
    due = kinds.add_parser("due", help="print each closed case whose time is over, and what keeps it, as JSON lines")
    due.set_defaults(run=run_due)
    made = kinds.add_parser(
        "make", help="make a destruction list of what is due; it is reviewed and signed in the desk"
    )
    made.add_argument("--account", required=True, help="the account of the records officer who makes it")
    made.set_defaults(run=run_make)
    carried = kinds.add_parser("carry-out", help="carry signed lists out now; what a kill leaves is gone on with")
    carried.set_defaults(run=run_carry_out)


def run_due(chosen: argparse.Namespace) -> int:
    """Prints what is due; changes nothing."""
    del chosen
    set_up()
    from django.utils import timezone

    from tongban.services.archives import api as archives

    for one in archives.due(at=timezone.now()):
        line = {
            "case": one.case.number, "offer": one.case.offer, "closed": one.closed_on.isoformat(),
            "kept_until": one.over_on.isoformat(), "rule": one.basis, "kept_by": one.why,
        }  # fmt: skip
        print(json.dumps(line, ensure_ascii=False))
    return 0


def run_make(chosen: argparse.Namespace) -> int:
    """Makes a list with the rights of the account. Raises Refused."""
    set_up()
    from django.utils import timezone

    from tongban.services.archives import api as archives
    from tongban.trust.authority.api import Denied
    from tongban.trust.identity import api as identity

    now = timezone.now()
    try:
        by = identity.subject_for(username=chosen.account, at=now)
        made = archives.make(by=by, at=now)
    except (archives.ArchiveError, Denied, LookupError) as error:
        raise Refused(str(error)) from error
    print(made)
    return 0


def run_carry_out(chosen: argparse.Namespace) -> int:
    """Prints how many cases were settled."""
    del chosen
    set_up()
    from django.utils import timezone

    from tongban.services.archives import api as archives

    total = 0
    while (settled := archives.tick(at=timezone.now())) and total < MOST:
        total += settled
    print(total)
    return 0
