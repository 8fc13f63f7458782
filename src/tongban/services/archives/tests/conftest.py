from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from tongban.engines.forms import api as forms
from tongban.kernel.declarations import api as declarations
from tongban.services.archives import api as archives
from tongban.services.cases import api as cases
from tongban.services.cases.tests import city
from tongban.services.cases.tests.city import LAW, OFFERS
from tongban.services.cases.tests.conftest import (
    ANSWERS,
    _city,
    do,
    official,
    published,
    relay,
    resident,
    stranger,
    submitted,
)
from tongban.services.cases.tests.test_story import to_decision
from tongban.trust.authority.api import Subject

__all__ = ["_city", "do", "official", "published", "relay", "resident", "stranger", "submitted"]
YEARS = dt.timedelta(days=366 * 7)
SECRET = "绝密面馆"
PDF = b"%PDF-1.4\n% " + SECRET.encode() + b"\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
ARCHIVE = """
[[roles]]
code = "records"
title = { zh = "档案管理", en = "Records" }
permissions = ["cases.read", "archives.review", "archives.hold"]
[[roles]]
code = "archivist"
title = { zh = "档案馆员", en = "Archivist" }
permissions = ["cases.read", "archives.sign"]
[[grants]]
posts = ["c.records"]
scope = "c"
role = "records"
[[grants]]
posts = ["c.archivist", "c.records"]
scope = "c"
role = "archivist"
"""
POSTS = """  { code = "c.records", unit = "c", title = { zh = "档案员", en = "records" } },
  { code = "c.archivist", unit = "c", title = { zh = "馆员", en = "archivist" } },
]
"""


@pytest.fixture(scope="module")
def files() -> dict[str, dict[str, str]]:
    kept = f"\nretention = {{ years = 5, legal_basis = {LAW} }}"
    forever = f"\nretention = {{ permanent = true, legal_basis = {LAW} }}"
    units = city.UNITS.removesuffix("]\n") + POSTS
    return {
        "offers": {"food": OFFERS["food"] + kept, "filing": OFFERS["filing"] + forever},
        "units": {"city": units},
    }


@pytest.fixture(scope="module", autouse=True)
def _roles() -> object:
    """The tiny city with an archive of its own."""
    before = city.ROLES
    city.ROLES = before + ARCHIVE
    yield
    city.ROLES = before


@pytest.fixture()
def closed(published: None, resident: Subject, do: Callable[..., None], relay, at: dt.datetime) -> Callable[..., str]:
    """A decided case with secrets in every free text."""

    def _closed() -> str:
        owner, item = cases.draft_owner(resident), declarations.current("forms", "shop")
        terms = {"owner": owner, "key": "food", "form_key": "shop", "form_version": item.version, "at": at}
        draft = forms.save_draft(values=ANSWERS | {"shop_name": SECRET}, **terms)
        file = forms.attach(
            owner=owner, draft=draft.id, field="plan", file=PDF, accept=("pdf",), at=at, name=f"{SECRET}.pdf"
        )
        forms.save_draft(values={"plan": [file.id]}, **terms)
        number: str = cases.open_case(offer="food", draft=draft.id, by=resident, at=at).number
        to_decision(number, do)
        do(number, "decide", "market.leader", outcome="refused", article=0, reasons=f"{SECRET}不符合条件")
        relay(at)
        return number

    return _closed


@pytest.fixture()
def records(official: Callable[..., Subject]) -> Subject:
    return official("records")


@pytest.fixture()
def archivist(official: Callable[..., Subject]) -> Subject:
    return official("archivist")


@pytest.fixture()
def signed(records: Subject, archivist: Subject, at: dt.datetime) -> Callable[[], int]:
    """A list of everything that is due, reviewed and signed."""

    def _signed() -> int:
        when = at + YEARS
        made = archives.make(by=records, at=when)
        for one in archives.items(id=made, by=records, at=when, verdict=""):
            archives.judge(list=made, item=one.id, verdict="destroy", by=records, at=when)
        archives.sign(id=made, by=archivist, at=when)
        return made

    return _signed
