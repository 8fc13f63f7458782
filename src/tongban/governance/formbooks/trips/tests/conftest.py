from __future__ import annotations

import datetime as dt

import pytest

from tongban.governance.drafts.tests.people import _english, official, other, owner, publisher
from tongban.governance.formbooks.tests.conftest import _town, draft, office, town
from tongban.governance.formbooks.trips import rehearsing
from tongban.kernel.declarations.api import Text
from tongban.services.cases.api.trips import Scenario, Then

__all__ = ["_english", "_town", "draft", "office", "official", "other", "owner", "publisher", "town"]


@pytest.fixture(autouse=True)
def _nothing_known() -> None:
    rehearsing._KNOWN.clear()


@pytest.fixture()
def scenario() -> Scenario:
    """A food licence asked for by a person, with nothing answered and nothing done yet."""
    when = dt.datetime(2026, 11, 23, 9)
    return Scenario(Text("试走", "Trial"), "行政许可法", when, offer="food", then=Then())
