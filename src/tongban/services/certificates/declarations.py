"""Documents of system packages: Typst templates that begin with a header of TOML in `//!` lines.

    //! title = { zh = "食品经营许可证", en = "Food business licence" }
    //! prefix = "JY"
    //! term = { amount = 5, unit = "years" }
    //! [[fields]]
    //! name = "company.name"
    //! label = { zh = "经营者名称", en = "Operator" }

The template reads its values from `/data.json`; they are never put into its text. It may import the shared layouts of
`/tongban/` and nothing else. Without a body the layout of the header is used as it is.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from tongban.kernel.declarations.api import DeclarationError, LegalBasis, Problem, Text, parse

MARK = "//!"
# Names that would let a template compute code or fetch a package; a string in any other place is harmless.
_FORBIDDEN = re.compile(r"\b(eval|plugin)\b")
_IMPORT = re.compile(r"\b(import|include)\b(?!\s*\"/tongban/[a-z]+\.typ\")")
_PLAIN = '#import "/tongban/{0}.typ": {0}\n#{0}(json("/data.json"))'
_PREFIX = re.compile(r"[A-Z]{2,6}")


@dataclass(frozen=True)
class DocumentField:
    """A row of the document. `name` is the path of its value; `words` are the texts of coded values.

    A row that is not `public` is left out where a stranger verifies the certificate.
    """

    name: str
    label: Text
    public: bool = True
    required: bool = True
    words: dict[str, Text] = field(default_factory=dict)


@dataclass(frozen=True)
class Term:
    """How long a certificate is valid, from the day of issue."""

    amount: int
    unit: Literal["years", "months", "days"]

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise ValueError("a term is at least 1")

    def last_day(self, first: dt.date) -> dt.date:
        """The last day of validity: 5 years from 23 November 2026 end on 22 November 2031."""
        if self.unit == "days":
            return first + dt.timedelta(days=self.amount - 1)
        months = first.month - 1 + self.amount * (12 if self.unit == "years" else 1)
        year, month = first.year + months // 12, months % 12 + 1
        try:
            after = dt.date(year, month, first.day)
        except ValueError:  # no such day in that month: the term ends with the month
            after = dt.date(year + month // 12, month % 12 + 1, 1)
        return after - dt.timedelta(days=1)


@dataclass(frozen=True)
class Document:
    """The header of a document. `prefix` begins every number; `layout` says where the seal is laid."""

    title: Text
    prefix: str
    fields: tuple[DocumentField, ...]
    layout: Literal["licence", "letter"] = "licence"
    term: Term | None = None
    legal_basis: tuple[LegalBasis, ...] = ()

    def __post_init__(self) -> None:
        if not _PREFIX.fullmatch(self.prefix):
            raise ValueError(f"prefix: expected two to six capital letters, got {self.prefix!r}")


@dataclass(frozen=True)
class Template:
    """A document with the Typst text that sets it."""

    document: Document
    body: str


def read(text: str, source: str) -> Template:
    """Reads a template. Raises DeclarationError with the line of every fault."""
    lines = text.splitlines()
    count = next((n for n, line in enumerate(lines) if not line.startswith(MARK)), len(lines))
    if not count:
        raise DeclarationError([Problem(source, "line 1", f"expected a header in lines that begin with {MARK}")])
    header = "\n".join(line.removeprefix(MARK).removeprefix(" ") for line in lines[:count])
    document = parse(header, Document, source=source)
    body = "\n".join(lines[count:]).strip("\n")
    problems = [fault for n, line in enumerate(lines[count:], count + 1) for fault in _faults(line, source, n)]
    if problems:
        raise DeclarationError(problems)
    return Template(document, body or _PLAIN.format(document.layout))


def _faults(line: str, source: str, number: int) -> Iterator[Problem]:
    place = f"line {number}"
    for one in _FORBIDDEN.finditer(line):
        yield Problem(source, place, f"{one[1]!r} is not allowed in a document")
    for one in _IMPORT.finditer(line):
        hint = 'import from "/tongban/licence.typ" or "/tongban/letter.typ"'
        yield Problem(source, place, f"{one[1]!r} of another file", hint)
