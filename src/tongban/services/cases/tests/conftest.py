from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from django.db import transaction

from tongban.kernel.declarations import api as declarations
from tongban.kernel.outbox import api as outbox
from tongban.services.cases import api as cases
from tongban.services.cases.tests import city
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import SYSTEM, Subject

DAY = dt.timedelta(days=1)
NINE_ON_MONDAY = dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)
ANSWERS = {"shop_name": "老王面馆", "area": "80"}


@pytest.fixture(scope="module")
def files() -> dict[str, dict[str, str]]:
    """What a module adds to the package of the tiny city, by kind."""
    return {}


@pytest.fixture(scope="module")
def _city(
    files: dict[str, dict[str, str]],
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,
    django_db_blocker: object,
) -> Iterator[None]:
    """The city is published once a module, in a transaction around those of the tests."""
    package = declarations.read(city.write(tmp_path_factory.mktemp("city"), **files))
    with django_db_blocker.unblock(), transaction.atomic():
        declarations.publish(package, at=NINE_ON_MONDAY - 30 * DAY)
        yield
        transaction.set_rollback(True)


@pytest.fixture()
def published(_city: None, db: None) -> None:
    """The city is there."""


@pytest.fixture()
def official(published: None, at: dt.datetime) -> Callable[..., Subject]:
    """An official who holds a post: `official("market.clerk")`; a second name makes another person."""
    known: dict[str, Subject] = {}

    def _official(post: str, name: str = "") -> Subject:
        person = name or post
        code = f"c.{post}"
        if person + code not in known:
            authority.appoint(person=person, post=code, since=at - 20 * DAY, at=at - 20 * DAY, by=SYSTEM)
            held = authority.posts_of(person=person, at=at)
            known[person + code] = Subject(kind="official", person=person, name=person.title(), posts=held)
        return known[person + code]

    return _official


@pytest.fixture()
def resident() -> Subject:
    return Subject(kind="resident", person="p1", name="王小明", resident_tag="a" * 32, assurance=2)


@pytest.fixture()
def stranger() -> Subject:
    return Subject(kind="resident", person="p2", name="李四", resident_tag="b" * 32, assurance=2)


@pytest.fixture()
def submitted(published: None, resident: Subject, at: dt.datetime) -> Callable[..., cases.CaseView]:
    def _submitted(offer: str = "food", answers: dict[str, object] | None = None, **more: object) -> cases.CaseView:
        return cases.open_case(
            offer=offer, answers=answers or ANSWERS, by=more.pop("by", resident), at=more.pop("at", at), **more
        )

    return _submitted


@pytest.fixture()
def do(official: Callable[..., Subject], at: dt.datetime) -> Callable[..., None]:
    """Does an act at the desk: finds the task by act and unit as the page would."""

    def _do(
        number: str, act: str, post: str, *, name: str = "", when: dt.datetime | None = None, **more: object
    ) -> None:
        by, moment = official(post, name), when or at
        found = cases.desk_case(number=number, by=by, at=moment).act(act)
        assert found is not None, cases.desk_case(number=number, by=by, at=moment).acts
        run = {"do": cases.settle_task, "decline": cases.decline_acceptance, "supplement": cases.request_supplement}
        run.get(act, getattr(cases, act, None))(task=found.task, by=by, at=moment, **more)

    return _do


@pytest.fixture()
def news(db: None) -> Callable[[], list[str]]:
    """The names of the events told so far, in order."""

    def _news() -> list[str]:
        from tongban.kernel.outbox.models import Message

        kinds = Message.objects.order_by("id").values_list("kind", flat=True)
        return [kind.rpartition(".")[2] for kind in kinds if kind.startswith("cases.")]

    return _news


@pytest.fixture()
def relay() -> Callable[[dt.datetime], int]:
    return lambda at: outbox.drain(at=at)
