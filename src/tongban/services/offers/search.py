"""Search over the offers in force: one ranked, filtered, paged query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from tongban.kernel.declarations.api import Text
from tongban.services.offers import index
from tongban.services.offers.models import Listing
from tongban.services.offers.words import loose, terms

MAX_LIMIT = 100
TITLE, KEYWORDS, TEXT, LOOSE = 1, 2, 3, 4


@dataclass(frozen=True)
class Hit:
    """An offer found. `where`: 1 in the title, 2 keywords or pinyin, 3 text, 4 a part of the query only, 0 no query."""

    key: str
    version: str
    kind: str
    title: Text
    summary: Text
    authority: str
    area: str
    where: int


@dataclass(frozen=True)
class Hits:
    """A page of hits; `next` is the cursor of the next page, empty on the last."""

    hits: tuple[Hit, ...]
    total: int
    next: str
    loose: bool = False


def search(
    *, query: str, language: str, audience: str, life_event: str, authority: str, after: str, limit: int
) -> Hits:
    rows = _filtered(audience=audience, life_event=life_event, authority=authority)
    wanted = terms(query)
    if query.strip() and not wanted:
        return Hits((), 0, "")
    order = "sort_en" if language.startswith("en") else "sort_zh"
    if not wanted:
        return _page(rows.annotate(where=Value(0)), order, after, limit)
    found = _page(rows.filter(_in(index.match(wanted))).annotate(where=_where(wanted)), order, after, limit)
    if found.total or not (parts := loose(wanted)):
        return found
    part = rows.filter(_in(index.match(parts, every=False))).annotate(where=Value(LOOSE))
    return _page(part, order, after, limit, loosely=True)


def _filtered(*, audience: str, life_event: str, authority: str) -> QuerySet[Listing]:
    rows = Listing.objects.all()
    if audience:
        rows = rows.filter(**{audience: True}) if audience in ("person", "company") else rows.none()
    if life_event:
        whole = clean_code(life_event)
        parts = Listing.objects.filter(key=whole).values("parts__part")
        rows = rows.filter(Q(key=whole) | Q(key__in=parts))
    if authority:
        rows = rows.filter(authority=clean_code(authority))
    return rows


def clean_code(text: str) -> str:
    """A code as both databases take it; its letters keep their case."""
    return text.encode("utf-8", "ignore").decode().replace("\0", "")


def _in(match: index.Match) -> Q:
    return Q(pk__in=RawSQL(match.sql, [match.parameter]))  # noqa: S611 (constant text, one parameter)


def _where(wanted: list[Any]) -> Case:
    title = index.match(wanted, within=("title",))
    keywords = index.match(wanted, within=("title", "keywords", "initials"))
    return Case(
        When(_in(title), then=Value(TITLE)),
        When(_in(keywords), then=Value(KEYWORDS)),
        default=Value(TEXT),
        output_field=IntegerField(),
    )


def _page(rows: QuerySet[Any], order: str, after: str, limit: int, *, loosely: bool = False) -> Hits:
    size = max(1, min(limit, MAX_LIMIT))
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 7 else 0  # noqa: PLR2004 (a page number)
    total = rows.count()
    found = list(rows.order_by("where", order, "key")[start : start + size]) if total else []
    more = str(start + size) if start + size < total else ""
    return Hits(tuple(_hit(row) for row in found), total, more, loosely)


def _hit(row: Any) -> Hit:
    return Hit(
        key=row.key,
        version=row.version,
        kind=row.kind,
        title=Text(**row.title),
        summary=Text(**row.summary),
        authority=row.authority,
        area=row.area,
        where=row.where,
    )
