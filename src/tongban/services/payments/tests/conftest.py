from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest

from tongban.kernel.declarations.api import Text
from tongban.kernel.money.api import Money
from tongban.services.payments import api as payments
from tongban.trust.authority.api import SYSTEM, Subject

PAYER = Subject(kind="resident", person="p1", name="李小明", assurance=1)
STRANGER = Subject(kind="resident", person="p2", name="王五", assurance=1)


@pytest.fixture(autouse=True)
def demo(settings, tmp_path):
    """A node in demonstration mode with a folder of its own, and only the addresses of this block."""
    settings.ROOT_URLCONF = "tongban.services.payments.tests.urls"
    settings.CONFIG = dataclasses.replace(settings.CONFIG, demo=True, node=str(tmp_path))


@pytest.fixture()
def issue(db, at):
    """Issues a bill of 180.50 yuan in two lines."""

    def issue(**changes):
        lines = (("卫生许可工本费", "Hygiene licence fee", "180.00"), ("印章刻制", "Seal", "0.50"))
        values = {
            "case": "430700-2026-000001-A",
            "payer": payments.Payer(person="p1", name="李小明"),
            "items": [payments.Item(Text(zh, en), Money(Decimal(amount))) for zh, en, amount in lines],
            "at": at,
            "by": SYSTEM,
        }
        return payments.bill(**{**values, **changes})

    return issue
