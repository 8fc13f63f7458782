"""`tongban form export-xlsx`: a form text as a spreadsheet that imports to the same form."""

from __future__ import annotations

import argparse
from pathlib import Path

from tongban.cli.forms_import import WHOLE, guarded, put
from tongban.cli.guard import Refused, Reply
from tongban.cli.rules import read


def run(chosen: argparse.Namespace) -> int:
    """Writes the file; 0 done, 2 when the text is no form or cannot be written."""
    return guarded(lambda _: _written(chosen))


def _written(chosen: argparse.Namespace) -> Reply:
    from tongban.engines.forms import offline
    from tongban.kernel.declarations.api import DeclarationError

    try:
        form = offline.read(read(Path(chosen.file)).decode("utf-8-sig"), chosen.file)
        put(Path(chosen.output), offline.export_xlsx(form))
    except UnicodeDecodeError as error:
        raise Refused(f"{chosen.file}: byte {error.start + 1}: this is no UTF-8") from None
    except DeclarationError as error:
        raise Refused("\n".join(str(one) for one in error.problems[:40])) from None
    except offline.ImportFault as error:
        raise Refused(f"{chosen.file}: {error}") from None
    return Reply(WHOLE)
