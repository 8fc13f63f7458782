"""For authors of models, without a node: `python -m tongban.engines.processes layout|check FILE...`.

`layout` writes diagram interchange of our own layout into the files; `check` prints what is wrong with them and returns
1 when something forbids publishing.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from django.conf import settings

from tongban.kernel.declarations.api import DeclarationError


def _layout(path: Path) -> bool:
    from tongban.engines.processes import layout  # noqa: PLC0415 (after settings)

    path.write_text(layout.layout(path.read_text(encoding="utf-8")), encoding="utf-8")
    return True


def _check(path: Path) -> bool:
    from tongban.engines.processes import soundness, xml  # noqa: PLC0415 (after settings)

    found = soundness.findings(xml.read(path.read_text(encoding="utf-8"), str(path)))
    for one in found:
        sys.stdout.write(f"{path}: line {one.line}: {one.severity}: {one.message}\n")
    return all(one.severity != "error" for one in found)


def main(arguments: list[str] | None = None) -> int:
    """Runs the command line; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tongban.engines.processes", description=__doc__.partition("\n")[0])
    parser.add_argument("command", choices=["layout", "check"])
    parser.add_argument("files", nargs="+", type=Path)
    chosen = parser.parse_args(arguments)
    if not settings.configured:
        settings.configure(USE_I18N=False)
    good = True
    for path in chosen.files:
        try:
            good &= _layout(path) if chosen.command == "layout" else _check(path)
        except (DeclarationError, OSError, UnicodeDecodeError) as error:
            sys.stderr.write(f"{error}\n")
            good = False
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
