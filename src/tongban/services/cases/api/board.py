"""The supervision board (电子监察): how many open cases of each offer stand under which light."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from tongban.kernel.declarations.api import Text
from tongban.services.cases import access
from tongban.services.cases.api.inbox import LIGHTS, plain
from tongban.services.offers import api as offers
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject


@dataclass(frozen=True)
class BoardRow:
    """Open cases of one offer. `still` are those whose clock stands or does not run; the four sum up to `total`."""

    offer: str
    title: Text
    total: int
    red: int
    yellow: int
    green: int
    still: int


@dataclass(frozen=True)
class Board:
    """The rows by title, and the units that the subject can choose from."""

    rows: tuple[BoardRow, ...]
    units: tuple[tuple[str, Text], ...]


def board(*, by: Subject, at: dt.datetime, unit: str = "") -> Board:
    """Open cases in the subject's reach, or in one unit of it, by offer and light; a case counts once for each offer
    under which its units have it. Four queries, whatever the number of cases.
    """
    reach = access.visible(by, at=at).filter(open=True)
    names = {one.code: one.name for one in authority.units()}
    units = tuple((code, names[code]) for code in sorted(set(reach.values_list("unit", flat=True))) if code in names)
    rows = reach.filter(unit=plain(unit)) if unit else reach
    cases = Count("case", distinct=True)
    lights = {name: Count("case", distinct=True, filter=test(at)) for name, test in LIGHTS.items()}
    titles = {one.key: one.title for one in offers.offers()}
    counted = rows.order_by().values("offer").annotate(total=cases, **lights)
    found = [_row(dict(row), titles.get(row["offer"])) for row in counted]
    return Board(tuple(sorted(found, key=lambda row: (str(row.title), row.offer))), units)


def _row(counted: dict[str, Any], title: Text | None) -> BoardRow:
    still = counted["total"] - counted["red"] - counted["yellow"] - counted["green"]
    return BoardRow(title=title or Text(counted["offer"], counted["offer"]), still=still, **counted)
