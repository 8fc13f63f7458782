"""Findings are explained by the unit and judged by somebody else; each once."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tongban.governance.supervision import api as supervision
from tongban.governance.supervision.models import Finding
from tongban.kernel.outbox import api as outbox
from tongban.services.cases.tests.conftest import DAY
from tongban.services.notices.models import Notice
from tongban.trust.audit.models import Pending
from tongban.trust.authority.api import Denied

pytestmark = pytest.mark.django_db


@pytest.fixture()
def found(overdue, drained, at) -> int:
    drained(at + 60 * DAY)
    return Finding.objects.get(kind="overdue").pk


def test_the_unit_explains_and_another_judges(found, official, at):
    leader, mayor, later = official("market.leader"), official("mayor"), at + 61 * DAY
    with pytest.raises(supervision.SupervisionError):
        supervision.judge(finding=found, upheld=True, text="x", by=mayor, at=later)  # its days are not over
    with pytest.raises(supervision.SupervisionError) as wrong:
        supervision.explain(finding=found, text="  ", by=leader, at=later)
    assert wrong.value.field == "text"
    supervision.explain(finding=found, text="系统故障", by=leader, at=later)
    with pytest.raises(supervision.SupervisionError):
        supervision.explain(finding=found, text="again", by=leader, at=later)
    with pytest.raises(Denied):
        supervision.judge(finding=found, upheld=False, text="x", by=leader, at=later)
    supervision.judge(finding=found, upheld=True, text="整改", by=mayor, at=later)
    view = supervision.finding(id=found, by=leader, at=later)
    assert (view.state, view.explanation.text, view.verdict.upheld) == ("upheld", "系统故障", True)
    assert Pending.objects.filter(body__contains="supervision.upheld").count() == 1


def test_what_nobody_explains_goes_up_once(found, official, at):
    mayor = official("mayor")
    for day in (61, 70, 71):
        supervision.tick(at=at + day * DAY)
        outbox.drain(at=at + day * DAY)
    assert Notice.objects.filter(about=f"unexplained:{found}", person=mayor.person).count() == 1
    supervision.judge(finding=found, upheld=False, text="情有可原", by=mayor, at=at + 72 * DAY)
    assert Finding.objects.get().state == "dismissed"


def test_another_unit_and_the_clerk_see_nothing(found, official, at):
    for post in ("health.leader", "market.clerk"):
        by = official(post)
        assert supervision.findings(by=by, at=at).rows == ()
        with pytest.raises(LookupError):
            supervision.finding(id=found, by=by, at=at)


def test_a_list_of_any_length_takes_as_many_queries(found, official, at):
    mayor = official("mayor")
    row = Finding.objects.get()

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = supervision.findings(by=mayor, at=at, limit=20)
        assert len(page.rows) == min(20, Finding.objects.count())
        return len(asked)

    first = queries()
    values = {
        name: getattr(row, name) for name in ("kind", "unit", "unit_path", "occurred_at", "found_at", "explain_by")
    }
    Finding.objects.bulk_create(Finding(**values, case=str(i), subject="x") for i in range(30))
    assert queries() == first
    page = supervision.findings(by=mayor, at=at, limit=20)
    assert len(supervision.findings(by=mayor, at=at, limit=20, after=page.next).rows) == 11
