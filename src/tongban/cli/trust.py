"""`tongban audit`, `backup`, `restore`: what happened is provable, nothing is lost."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tongban.cli.guard import Refused
from tongban.cli.serve import set_up


def add_commands(commands: Any) -> None:
    """Adds this module's commands to the command line."""
    audit = commands.add_parser("audit", help="verify the ledger, prove an entry, export it")
    audit.add_argument("what", choices=("verify", "prove", "export"))
    audit.add_argument("index", type=int, nargs="?", help="the entry to prove")
    audit.set_defaults(run=run_audit)
    backup = commands.add_parser("backup", help="copy the whole node, consistently, while it runs")
    backup.add_argument("file", type=Path, help="the archive to write, for example monday.tar")
    backup.set_defaults(run=run_backup)
    restore = commands.add_parser("restore", help="make a node folder from a backup and prove its ledger")
    restore.add_argument("file", type=Path)
    restore.set_defaults(run=run_restore)


def run_audit(chosen: argparse.Namespace) -> int:
    """Prints the verdict, the proof or the entries as JSON lines; 1 when the ledger does not hold."""
    set_up()
    from tongban.trust.audit import api as audit

    if chosen.what == "verify":
        verdict = audit.verify()
        print(f"{verdict.size} entries: {'the ledger holds' if verdict.ok else 'THE LEDGER DOES NOT HOLD'}")
        for problem in verdict.problems:
            print(f"  {problem}")
        return 0 if verdict.ok else 1
    if chosen.what == "prove":
        if chosen.index is None:
            raise Refused("say which entry: tongban audit prove INDEX")
        try:
            print(json.dumps(asdict(audit.inclusion(chosen.index)), default=str))
        except LookupError as error:
            raise Refused(str(error)) from None
        return 0
    for entry in audit.export():
        print(json.dumps(asdict(entry), ensure_ascii=False, default=str))
    return 0


def run_backup(chosen: argparse.Namespace) -> int:
    """Writes one archive of database, files and keys."""
    set_up()
    from django.utils import timezone

    from tongban.trust.recovery import api as recovery

    try:
        made = recovery.backup(target=chosen.file, at=timezone.now())
    except recovery.RecoveryError as error:
        raise Refused(str(error)) from None
    print(f"{chosen.file}: {made.bytes} bytes, ledger of {made.ledger_size} entries. Keep it as safe as the node.")
    return 0


def run_restore(chosen: argparse.Namespace) -> int:
    """Unpacks a backup into a new node folder and proves that the ledger is the one that was saved."""
    from tongban.kernel.config import api as config
    from tongban.trust.recovery import api as recovery

    try:
        recovery.unpack(source=chosen.file, folder=config.load().folder)
        set_up()
        proof = recovery.prove(folder=config.load().folder)
    except recovery.RecoveryError as error:
        raise Refused(str(error)) from None
    print(f"Restored {config.load().folder}: ledger of {proof.ledger_size} entries proved against the backup.")
    return 0
