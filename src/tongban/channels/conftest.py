"""A small generated city with the real packages and a few cases, made once for the tests of all channels."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import tongban.systems.approvals
from tongban.demo import api as demo
from tongban.engines.forms import api as forms
from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Text
from tongban.kernel.outbox import api as outbox
from tongban.services.appointments import api as appointments
from tongban.services.cases import api as cases
from tongban.services.cases.scenarios import paying
from tongban.services.payments import api as payments
from tongban.trust.authority.api import Subject
from tongban.trust.identity import api as identity
from tongban.trust.identity.models import Account

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
APPROVALS = Path(tongban.systems.approvals.__file__).parent
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
SHOP = {
    "premises_division": "430702", "premises_address": "武陵大道演示路 1 号", "truth": True, "sign_text": "小满餐馆",
    "sign_width": "4.20", "sign_height": "0.90", "terrace": True, "terrace_area": "12.0", "terrace_days": "30",
}  # fmt: skip
PLACE = {
    "premises_division": "430702", "premises_address": "武陵大道演示路 1 号", "premises_area": "80", "truth": True,
    "entertainment": ["karaoke"], "seats": "20", "food_scope": ["hot"], "online_catering": False,
    "safety_manager": "周小满", "food_pledge": True,
}  # fmt: skip
WORK = {"accept": "clerk", "examine": "examiner", "inspect": "inspector", "do": "examiner", "decide": "decider"}


@dataclass
class City:
    """What the tests know of the city; `cases` holds the receipt numbers by what they show."""

    at: dt.datetime
    cases: dict[str, str] = field(default_factory=dict)
    bill: str = ""
    certificate: str = ""
    code: str = ""

    def subject(self, username: str, *, company: bool = False) -> Subject:
        found = identity.subject_for(username=username, at=timezone.now())
        if not company:
            return found
        mandate = identity.mandates_of(person=found.person, at=timezone.now())[0]
        return Subject(**found.__dict__ | {"acting_for": mandate.credit_code, "acting_name": mandate.company})

    def apply(self, offer: str, answers: Mapping[str, Any], *, later: tuple[str, ...] = ()) -> str:
        """The owner's company applies; fields that need a file get one, unless the evidence is `later`."""
        by, at = self.subject("owner", company=True), timezone.now()
        owner = cases.draft_owner(by)
        offered = declarations.current("offers", offer).value
        item = declarations.current("forms", offered.form)
        statements = {one.id: one.later.statement.zh for one in offered.evidence if one.id in later}
        wanted = {one.field for one in offered.evidence if one.later and one.id not in later}
        terms = {"owner": owner, "key": offer, "form_key": item.key, "form_version": item.version, "at": at}
        names = {one.name for one in item.value.fields()}
        draft = forms.save_draft(values={k: v for k, v in answers.items() if k in names}, **terms)
        files = {
            one.name: [forms.attach(owner=owner, draft=draft.id, field=one.name, file=PDF, accept=("pdf",), at=at).id]
            for one in item.value.fields()
            if one.kind == "upload" and (one.required is True or one.name in wanted)
        }
        forms.save_draft(values=files, **terms)
        prefilled = cases.prefill(offer=offer, form=item.value, by=by, at=at)
        number = cases.open_case(
            offer=offer, draft=draft.id, prefilled=prefilled, later=statements, by=by, at=at
        ).number
        outbox.drain(at=at)
        return number

    def act(self, number: str, code: str, desk: str, **more: Any) -> None:
        """One act at a desk by whoever holds the post for it."""
        by, at = self.subject(f"{desk}.{WORK[code]}"), timezone.now()
        task = cases.desk_case(number=number, by=by, at=at).act(code).task
        run = {"do": cases.settle_task}.get(code, getattr(cases, code, None))
        run(task=task, by=by, at=at, **more)
        outbox.drain(at=at)

    def client(self, username: str, *, company: bool = False, language: str = "zh-hans") -> Client:
        """Somebody's browser."""
        made = Client(headers={"Accept-Language": language})
        made.cookies["language"] = language
        made.force_login(Account.objects.get(username=username), backend=BACKEND)
        if company:
            code = self.subject(username, company=True).acting_for
            assert made.post(reverse("identity_acting"), {"credit_code": code}).status_code == 302  # noqa: PLR2004
        return made


def _play(city: City) -> None:
    """One case that is only sent, one with an open notice, one with a bill, one that brought a certificate."""
    city.cases["sent"] = city.apply("shop-sign", SHOP)
    city.cases["notice"] = number = city.apply("hygiene-licence", PLACE)
    by, at = city.subject("wjw.clerk"), timezone.now()
    task = cases.desk_case(number=number, by=by, at=at).act("accept").task
    items = [
        cases.Missing("a", Text("补充图纸", "Another drawing")),
        cases.Missing("b", Text("说明", "Say why"), "text"),
    ]
    cases.request_supplement(task=task, items=items, by=by, at=at)
    outbox.drain(at=at)
    for name in ("billed", "closed"):
        city.cases[name] = number = city.apply("shop-sign", SHOP)
        city.act(number, "accept", "cgj")
        city.act(number, "examine", "cgj", recommendation="grant", note="", findings={"complete": True})
        city.act(number, "do", "gaj", answers={"consent": True, "terms": "无"})
        city.act(number, "decide", "cgj", outcome="granted", article=0)
    city.bill = payments.bills_of(case=city.cases["billed"])[0].number
    paying.pay(payments.bills_of(case=city.cases["closed"])[0], at=timezone.now())
    outbox.drain(at=timezone.now())
    owner = city.subject("owner", company=True)
    found = cases.case(number=city.cases["closed"], by=owner, at=timezone.now()).certificates[0]
    city.certificate, city.code = found.number, found.code


@pytest.fixture(scope="package")
def whole_city(django_db_setup: None, django_db_blocker: Any) -> Iterator[City]:  # noqa: ARG001 (the database exists)
    with django_db_blocker.unblock(), transaction.atomic():
        city = City(timezone.now() - dt.timedelta(days=3))
        demo.load_city(at=city.at, residents=80, companies=3)
        declarations.publish(declarations.read(APPROVALS), at=city.at)
        _play(city)
        yield city
        transaction.set_rollback(True)


@pytest.fixture()
def city(whole_city: City, db: None) -> City:  # noqa: ARG001 (each test in its own savepoint)
    """The city; what a test changes is taken back."""
    cache.clear()
    return whole_city


@pytest.fixture()
def morning(city: City, monkeypatch: pytest.MonkeyPatch) -> dt.datetime:  # noqa: ARG001 (the hall is the city's)
    """A moment at which the hall is open."""
    now = timezone.now()
    days = appointments.slots(resource="xzsp-window", since=timezone.localdate() + dt.timedelta(days=1), at=now)
    moment = days[0].slots[0].start + dt.timedelta(minutes=3)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    return moment
