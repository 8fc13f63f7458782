"""What is wrong with a text of a form, and where: the findings that a package with it would have, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tongban.engines.forms import api as forms
from tongban.engines.forms.api import shaping
from tongban.governance.formbooks.outline import Spot
from tongban.governance.formbooks.words import said
from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import DeclarationError, Item, Package, Problem, System, Text

KIND = "forms"
PLACE = re.compile(r"pages\[(\d+)\](?:\.fields\[(\d+)\])?(?:\.columns\[(\d+)\])?(?:\.(\w+))?")


@dataclass(frozen=True)
class Finding:
    """`line` and `column` count from 1, 0 where there is none; `spot` is the piece, None for what is elsewhere; `key`
    the key of the piece; `before`, `here` and `after` are the line of the text with the place in it.
    """

    severity: str
    message: str
    line: int
    column: int
    spot: Spot | None
    key: str
    before: str
    here: str
    after: str


@dataclass(frozen=True)
class Review:
    """A text looked through; `form` is None when it is none."""

    form: forms.Form | None
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.severity == "error")


def review(text: str, key: str) -> Review:
    """Reads a text of a form and checks it as its package would. Never raises for what the text holds."""
    source = f"{KIND}/{key}.toml"
    form: forms.Form | None = None
    try:
        form = forms.read(text, source)
        problems = list(_checked(key, text, source, form))
    except DeclarationError as error:
        problems = list(error.problems)
    placed = zip(problems, shaping.located(text, problems), strict=True)
    found = [_finding(text, problem, place) for problem, place in placed]
    return Review(form, tuple(sorted(found, key=lambda one: (one.severity, one.line, one.column))))


def _checked(key: str, text: str, source: str, form: forms.Form) -> Iterator[Problem]:
    kind = next(one for one in declarations.kinds() if one.folder == KIND)
    item = Item(KIND, key, declarations.version_of(text), source, text, form)
    if kind.check is not None:
        yield from kind.check(Package(System(key, "draft", Text("", "")), Path(), (item,)), item)


def _finding(text: str, problem: Problem, found: shaping.Finding) -> Finding:
    lines = text.split("\n")
    line = lines[found.line - 1] if 0 < found.line <= len(lines) else ""
    at = max(found.column - 1, 0)
    spot, key = _spot(text, found.path)
    parts = (line[:at][-60:], line[at : at + 1], line[at + 1 :][:80])
    words = "; ".join(said(one) for one in (problem.message, problem.suggestion) if one)
    return Finding(found.severity, words, found.line, found.column, spot, key, *parts)


def _spot(text: str, path: str) -> tuple[Spot | None, str]:
    """The piece that a key path leads into, by its names."""
    found = PLACE.match(path)
    if found is None:
        return None, path
    try:
        said_here = shaping.means(text)
        place = tuple(int(one) for one in found.groups()[:3] if one is not None)
        things = [shaping.thing(said_here, place[: depth + 1]) for depth in range(len(place))]
        names = [str(one["name" if depth else "id"]) for depth, one in enumerate(things)]
    except (shaping.Unshapely, LookupError):
        return None, path
    return Spot(*names), found[4] or ""
