"""`tongban process layout`: diagrams drawn into BPMN files that have none, in any folder, without a node."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from tongban.cli import guard
from tongban.cli.guard import Refused, Reply


def add_arguments(layout: argparse.ArgumentParser) -> None:
    """The arguments of `process layout`."""
    layout.add_argument("files", nargs="+", metavar="FILE", help="BPMN files; each is written anew with a diagram")


def run(chosen: argparse.Namespace) -> int:
    """Writes a diagram of our own layout into each file: 0, 1 when one is left as it was (the reason is printed)."""
    worker = guard.Worker(_laid_out)
    code = 0
    try:
        for name in chosen.files:
            code = max(code, guard.printed(worker.ask(os.fsencode(name))))
    except KeyboardInterrupt:
        return guard.printed(guard.refusal("interrupted"))
    finally:
        worker.close()
    return code


def _laid_out(request: bytes) -> Reply:
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=False)
    from tongban.engines.processes import offline

    path = Path(os.fsdecode(request))
    try:
        text = path.read_bytes().decode("utf-8-sig")
        path.write_text(offline.layout(text), encoding="utf-8")
    except OSError as error:
        raise Refused(f"{str(path)!a}: {error.strerror}") from None
    except ValueError as error:
        raise Refused(f"{str(path)!a}: {error}") from None
    return Reply(0)
