"""A crash between any two statements of an act: nothing lost, nothing doubled, and the act can be done again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from tongban.engines.forms import api as forms
from tongban.kernel.declarations import api as declarations
from tongban.kernel.outbox.models import Message
from tongban.services.cases import api as cases
from tongban.services.cases.models import Case, Decision
from tongban.services.cases.tests.conftest import ANSWERS, DAY
from tongban.services.cases.tests.test_acceptance import PLAN
from tongban.services.cases.tests.test_decisions import task_of
from tongban.services.cases.tests.test_story import to_decision
from tongban.trust.authority.api import Subject
from tongban.trust.privacy.personal import PersonalManager

pytestmark = pytest.mark.django_db
LIMIT = 400


class Killed(BaseException):
    """Nobody catches it, as nobody catches a power cut."""


@dataclass
class Seen:
    statements: int = 0
    depth: int = 0
    commits: int = 0
    late: list[str] = field(default_factory=list)  # what was written after the first commit


@contextmanager
def killed_before(statement: int) -> Iterator[Seen]:
    """Dies before the given statement. Within a test savepoints stand for transactions; a rollback is free."""
    seen = Seen()

    def wrapper(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("ROLLBACK"):
            return execute(sql, params, many, context)
        seen.statements += 1
        if seen.statements == statement:
            raise Killed
        seen.depth += sql.startswith("SAVEPOINT") - sql.startswith("RELEASE")
        seen.commits += sql.startswith("RELEASE") and seen.depth == 0
        if seen.commits and sql.startswith(("INSERT", "UPDATE", "DELETE")):
            seen.late.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        yield seen


def state() -> dict[str, Any]:
    """Every row of every table of the product."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models():
            if model.__module__.startswith("tongban."):
                cursor.execute(f"SELECT * FROM {model._meta.db_table}")  # noqa: S608 (names of tables)
                found[model._meta.db_table] = sorted(map(repr, cursor.fetchall()))
    return found


def survives(act: Callable[[], object]) -> None:
    """Kills the act before each of its statements, and once lets it live."""
    before = state()
    for statement in range(1, LIMIT):
        try:
            with transaction.atomic(), killed_before(statement) as seen:
                act()
        except Killed:
            assert state() == before, f"statement {statement} left something behind"
            continue
        assert seen.statements == statement - 1 > 10
        assert seen.late == [], "one act is one transaction"
        return
    pytest.fail(f"more than {LIMIT} statements")


@pytest.fixture()
def draft(published: None, resident: Subject, at: dt.datetime) -> forms.Draft:
    item = declarations.current("forms", "shop")
    return forms.save_draft(
        owner=cases.draft_owner(resident), key="food", form_key="shop", form_version=item.version, values=ANSWERS, at=at
    )


def told(kind: str) -> int:
    return Message.objects.filter(kind=f"cases.{kind}").count()


def test_opening_a_case(draft: forms.Draft, resident: Subject, at: dt.datetime) -> None:
    survives(lambda: cases.open_case(offer="food", draft=draft.id, by=resident, at=at))
    assert (Case.objects.count(), told("CaseOpened")) == (1, 1)
    assert Case.objects.get().number.startswith("430700-2026-000001")
    assert forms.open_draft(draft.owner, "food") is None


def test_submitting_the_same_draft_again_gives_the_same_case(
    draft: forms.Draft, resident: Subject, at: dt.datetime
) -> None:
    one = cases.open_case(offer="food", draft=draft.id, by=resident, at=at)
    two = cases.open_case(offer="food", draft=draft.id, by=resident, at=at + DAY)
    assert one.number == two.number
    assert (Case.objects.count(), told("CaseOpened")) == (1, 1)


def test_a_draft_that_changed_meanwhile_is_not_sent(
    draft: forms.Draft, resident: Subject, at: dt.datetime, monkeypatch
) -> None:
    real = forms.hand_over

    def late(**given: Any) -> Any:
        values = {"shop_name": "changed"}
        version = declarations.current("forms", "shop").version
        forms.save_draft(owner=draft.owner, key="food", form_key="shop", form_version=version, values=values, at=at)
        return real(**given)

    monkeypatch.setattr(forms, "hand_over", late)
    with pytest.raises(cases.Conflict):
        cases.open_case(offer="food", draft=draft.id, by=resident, at=at)
    assert not Case.objects.exists()


def test_wrong_answers_open_nothing_and_keep_the_draft(draft: forms.Draft, resident: Subject, at: dt.datetime) -> None:
    version = declarations.current("forms", "shop").version
    forms.save_draft(owner=draft.owner, key="food", form_key="shop", form_version=version, values={"area": "x"}, at=at)
    with pytest.raises(forms.FormInvalid):
        cases.open_case(offer="food", draft=draft.id, by=resident, at=at)
    assert not Case.objects.exists()
    assert forms.open_draft(draft.owner, "food") is not None


def test_deciding(submitted, do, official, at: dt.datetime) -> None:
    number = submitted().number
    to_decision(number, do)
    leader = official("market.leader")
    task = task_of(number, leader, at, "decide")
    survives(lambda: cases.decide(task=task, outcome="granted", article=0, by=leader, at=at))
    assert (Decision.objects.count(), told("CaseDecided"), told("CaseClosed")) == (1, 1, 1)


def test_deemed_acceptance(submitted, at: dt.datetime) -> None:
    submitted()
    survives(lambda: cases.tick(at=at + 8 * DAY))
    assert told("CaseAccepted") == 1


def test_answering_a_notice(submitted, do, resident: Subject, at: dt.datetime) -> None:
    number = submitted().number
    do(number, "supplement", "market.clerk", items=[PLAN])
    replies = {"plan": cases.Reply(text="here")}
    survives(lambda: cases.answer_supplement(number=number, replies=replies, by=resident, at=at))
    assert told("SupplementAnswered") == 1


def test_personal_managers_do_not_hide_rows_from_this_test() -> None:
    guarded = [model for model in apps.get_models() if isinstance(model._default_manager, PersonalManager)]
    assert "cases_fact" in {model._meta.db_table for model in guarded}
