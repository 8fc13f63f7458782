"""A form text judged where there is no node, each finding with its place.

What only a node knows is not judged: whether a register holds what is asked, and code lists that stand neither in the
form nor in a folder `codes` beside that of the form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

INNER = re.compile(r"line (\d+), column (\d+): ")
SYNTAX = re.compile(r"line (\d+), column (\d+)")


@dataclass(frozen=True)
class Finding:
    """A problem with its place: key path, line and column of the text, from 1; 0 where there is none."""

    severity: str
    path: str
    line: int
    column: int
    message: str


def prepare() -> None:
    """Makes Django able to tell messages, in English, without a node; nothing when it is set up already."""
    import django  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415

    if not settings.configured:
        settings.configure(USE_I18N=False, USE_TZ=True, TIME_ZONE="Asia/Shanghai", LANGUAGE_CODE="en")
        django.setup()


def examine(text: str, name: str) -> tuple[Finding, ...]:
    """What is wrong with a form text, by its place. `name` is the file's path."""
    from tongban.engines.forms.checks import check_text  # noqa: PLC0415 (after `prepare`)
    from tongban.engines.forms.declarations import read  # noqa: PLC0415
    from tongban.engines.forms.toml_places import places  # noqa: PLC0415
    from tongban.kernel.declarations.api import DeclarationError  # noqa: PLC0415

    spots = places(text)
    try:
        problems = list(check_text(read(text, name), name, codes_beside(name)))
    except DeclarationError as error:
        problems = list(error.problems)
    return tuple(sorted((placed(one, spots) for one in problems), key=lambda one: (one.line, one.column)))


def codes_beside(name: str) -> frozenset[str] | None:
    """The code lists of the package that the file lies in; None when there is no such folder."""
    folder = Path(name).resolve().parent.parent / "codes"
    return frozenset(path.stem for path in folder.glob("*.csv")) if folder.is_dir() else None


def placed(problem: Any, spots: Any) -> Finding:
    """A problem of a declaration with line and column of the text."""
    from tongban.engines.forms.toml_places import nearest  # noqa: PLC0415

    message = problem.message + (f"; {problem.suggestion}" if problem.suggestion else "")
    syntax, spot = SYNTAX.fullmatch(problem.path), nearest(spots, problem.path)
    if syntax:
        return Finding(problem.severity, "", int(syntax[1]), int(syntax[2]), message)
    if spot is None:
        return Finding(problem.severity, problem.path, 0, 0, message)
    inner = INNER.search(problem.message)
    line, column = (int(inner[1]), int(inner[2])) if inner else (0, 0)
    if line == 1:
        return Finding(problem.severity, problem.path, spot.line, spot.text + column - 1, message)
    return Finding(problem.severity, problem.path, spot.line + max(line - 1, 0), column or spot.column, message)
