"""What is wrong with a document before it is published."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from tongban.kernel.declarations.api import Item, Package, Problem, Text
from tongban.services.certificates.declarations import Document, Template
from tongban.services.certificates.errors import CannotRender
from tongban.services.certificates.rendering import render, specimen

_LINE = re.compile(r"main\.typ:(\d+):")


def check(package: Package, item: Item) -> Iterator[Problem]:
    """Prefixes that two documents share, rows that stand twice, missing translations, and a trial print."""
    template: Template = item.value
    document = template.document
    for other in package.of("documents"):
        if other.key != item.key and other.value.document.prefix == document.prefix:
            yield Problem(
                item.source, "prefix", f"{document.prefix!r} belongs to {other.key} as well", "choose another"
            )
    names = [one.name for one in document.fields]
    for name in sorted({one for one in names if names.count(one) > 1}):
        yield Problem(item.source, "fields", f"{name!r} stands twice")
    for path, text in _texts(document):
        if not text.en:
            yield Problem(item.source, path, "no English text", severity="warning")
    yield from _trial(item, template)


def _texts(document: Document) -> Iterator[tuple[str, Text]]:
    yield "title", document.title
    for place, one in enumerate(document.fields):
        yield f"fields[{place}].label", one.label
        yield from ((f"fields[{place}].words.{name}", text) for name, text in one.words.items())


def _trial(item: Item, template: Template) -> Iterator[Problem]:
    try:
        render(template=template, sheet=specimen(template.document), at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    except CannotRender as error:
        header = len(item.text.splitlines()) - len(template.body.splitlines())
        line = _LINE.search(str(error))
        place = f"line {int(line[1]) + header}" if line else ""
        yield Problem(item.source, place, str(error).splitlines()[0])
