"""What ran out reaches the officials whom it concerns, once each, in both languages."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tongban.services.cases import events as cases
from tongban.services.notices import api as notices
from tongban.services.notices import colleagues
from tongban.trust.authority.api import Subject

pytestmark = pytest.mark.django_db
DUE = dt.date(2026, 11, 30)
ABOUT: dict[str, Any] = {
    "number": "430700-2026-000001", "offer": "food", "offer_version": "1", "title": {"zh": "许可", "en": "Licence"},
    "person": "p1", "credit_code": "", "unit": "c.market", "division": "430700", "due": DUE,
}  # fmt: skip


def _told(person: str) -> list[str]:
    by = Subject("official", person=person, name=person)
    return [one.body.zh for one in notices.inbox(by=by).rows]


@pytest.mark.parametrize(
    ("silence", "said"), [("no_objection", "视为无意见"), ("escalate", "提交指定岗位"), ("wait", "继续等待")]
)
def test_the_silence_of_a_department_is_told_once_to_each(at: dt.datetime, silence: str, said: str) -> None:
    event = cases.OpinionSilent(
        **ABOUT, opinion=1, asked_unit="c.fire", silence=silence, post="", persons=("clerk", "mayor")
    )
    for _again in range(2):
        colleagues.silent(event, at)
    for person in event.persons:
        (body,) = _told(person)
        assert said in body


def test_a_limit_that_ran_out_is_told_to_the_holder_of_the_post(at: dt.datetime) -> None:
    event = cases.CaseEscalated(**ABOUT, post="c.mayor", persons=("mayor",))
    for _again in range(2):
        colleagues.escalated(event, at)
    assert len(_told("mayor")) == 1
