from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tongban.kernel.declarations import api as declarations
from tongban.systems import approvals

FOLDER = Path(approvals.__file__).parent
CITY = Path(__file__).parents[3] / "demo" / "city"


@pytest.fixture()
def city(db: None, at: dt.datetime) -> None:
    """The units and posts of the demonstration city."""
    declarations.publish(declarations.read(CITY), at=at)


@pytest.fixture()
def package() -> declarations.Package:
    return declarations.read(FOLDER)
