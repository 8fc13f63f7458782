"""A small world made through the front doors: two residents who own the same things, officials, officers, programs."""

from __future__ import annotations

import datetime as dt
import secrets
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client
from oauth2_provider.models import get_access_token_model, get_application_model, get_refresh_token_model

from tongban.engines.deadlines import api as deadlines
from tongban.engines.forms import api as forms
from tongban.exchange.letters import api as letters
from tongban.governance.drafts import api as drafts
from tongban.governance.rulebooks.tests.town import FEES
from tongban.governance.supervision import api as supervision
from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Text
from tongban.kernel.money.api import Money
from tongban.kernel.outbox import api as outbox
from tongban.kernel.outbox.models import Delivery, Message
from tongban.openness.evaluation import api as evaluation
from tongban.openness.hindrances import api as hindrances
from tongban.services.appointments import api as appointments
from tongban.services.cases import api as cases
from tongban.services.cases.tests import city
from tongban.services.certificates import api as certificates
from tongban.services.conversations import api as conversations
from tongban.services.notices import api as notices
from tongban.services.payments import api as payments
from tongban.services.payments import wire
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import SYSTEM, Subject
from tongban.trust.identity import api as identity
from tongban.trust.privacy import api as privacy

DAY = dt.timedelta(days=1)
OFFICERS = "posts = [\n" + "".join(
    f'  {{ code = "c.{duty}", unit = "c", title = {{ zh = "{zh}", en = "{duty} officer" }}, officer = "{duty}" }},\n'
    for duty, zh in (("system", "系统管理员"), ("security", "安全保密管理员"), ("audit", "安全审计员"))
) + "]\n"  # fmt: skip
MANAGER = """
posts = [ { code = "c.manager", unit = "c", title = { zh = "综合", en = "Manager" } } ]
"""
MANAGING = """
[[roles]]
code = "manager"
title = { zh = "综合", en = "Manager" }
permissions = ["appointments.desk", "appointments.manage", "certificates.read", "evaluation.follow", "evaluation.judge", "evaluation.read", "formbooks.edit", "formbooks.publish", "hindrances.supervise", "models.edit", "models.publish", "payments.read", "rulebooks.edit", "rulebooks.publish", "supervision.explain", "supervision.read"]
[[grants]]
posts = ["c.manager"]
scope = "c"
role = "manager"
"""
LICENCE = """//! title = { zh = "食品经营许可证", en = "Food business licence" }
//! prefix = "JY"
//! [[fields]]
//! name = "shop"
//! label = { zh = "店名", en = "Shop" }
"""
SHOP = """
title = { zh = "申请", en = "Application" }
[[pages]]
id = "shop"
title = { zh = "店铺", en = "Shop" }
fields = [
  { name = "shop_name", kind = "text", label = { zh = "店名", en = "Name" }, asked_because = { zh = "试", en = "test" } },
  { name = "area", kind = "number", label = { zh = "面积", en = "Area" } },
]
"""
EVERY_KIND = """
title = { zh = "各种问题", en = "Every kind of question" }
[[pages]]
id = "all"
title = { zh = "全部", en = "All" }
fields = [
  { name = "line", kind = "text", label = { zh = "文字", en = "Text" }, required = false },
  { name = "story", kind = "longtext", label = { zh = "长文", en = "Long text" }, required = false },
  { name = "count", kind = "number", label = { zh = "数", en = "Number" }, required = false },
  { name = "sum", kind = "money", label = { zh = "金额", en = "Money" }, required = false },
  { name = "day", kind = "date", label = { zh = "日期", en = "Date" }, required = false },
  { name = "one", kind = "choice", label = { zh = "单选", en = "One" }, required = false, options = [
    { value = "a", label = { zh = "甲", en = "A" } }, { value = "b", label = { zh = "乙", en = "B" } } ] },
  { name = "many", kind = "choices", label = { zh = "多选", en = "Many" }, required = false, options = [
    { value = "a", label = { zh = "甲", en = "A" } }, { value = "b", label = { zh = "乙", en = "B" } } ] },
  { name = "yes", kind = "yesno", label = { zh = "是否", en = "Yes or no" }, required = false },
  { name = "plan", kind = "upload", label = { zh = "文件", en = "File" }, required = false, accept = ["pdf", "png"] },
  { name = "number", kind = "resident_number", label = { zh = "号码", en = "Number" }, required = false, asked_because = { zh = "试", en = "test" } },
  { name = "code", kind = "credit_code", label = { zh = "代码", en = "Code" }, required = false, asked_because = { zh = "试", en = "test" } },
  { name = "phone", kind = "phone", label = { zh = "电话", en = "Phone" }, required = false },
  { name = "mail", kind = "email", label = { zh = "邮箱", en = "Mail" }, required = false },
  { name = "place", kind = "address", label = { zh = "地址", en = "Address" }, required = false },
  { name = "oath", kind = "statement", label = { zh = "承诺", en = "Pledge" }, required = false },
]
[[pages]]
id = "end"
title = { zh = "最后", en = "The end" }
fields = [ { name = "last", kind = "text", label = { zh = "还有", en = "More" }, required = false } ]
"""
NUMBERS = {"resident": "430702199001011236", "neighbour": "430702198503071236"}
SCRIPT = """<script>alert(1)</script>"'><img src=x onerror=alert(2)>{{ 7*7 }}{% now %}"""
SHOPS = {"resident": "Zhou-Xiaoman-Noodles" + SCRIPT, "neighbour": "Yang-Ruolan-Dumplings" + SCRIPT}
OFFICIALS = {
    "clerk": "c.market.clerk", "leader": "c.market.leader", "foreign": "c.fire.clerk", "health": "c.health.clerk",
    "decider": "c.health.leader", "manager": "c.manager",
    "system": "c.system", "security": "c.security", "audit": "c.audit",
}  # fmt: skip


def picture(side: int = 4) -> bytes:
    """A white PNG; its head may claim more pixels than a machine has memory for."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\xff" * side for _ in range(min(side, 4)))
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def document(text: str) -> bytes:
    """The smallest file that is a PDF; the text makes it one of its own."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%"
        + text.encode()
        + b"\nxref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n"
        b"trailer<</Root 1 0 R/Size 3>>\nstartxref\n101\n%%EOF\n"
    )


@dataclass
class World:
    """Whom a request can come from, and what each resident owns, by the name of the thing."""

    at: dt.datetime
    subjects: dict[str, Subject] = field(default_factory=dict)
    owned: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def client(self, role: str, **more: Any) -> Client:
        """A browser (or program) of this role, signed in with a passkey a moment ago."""
        client = Client(raise_request_exception=False, **more)
        if role in self.tokens:
            client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {self.tokens[role]}"
        elif role != "anonymous":
            client.force_login(get_user_model().objects.get(username=role))
            session = client.session
            session["account_authentication_methods"] = [
                {"method": "mfa", "type": "webauthn", "at": self.at.timestamp()}
            ]
            session.save()
        client.kept = {name: one.value for name, one in client.cookies.items()}  # type: ignore[attr-defined]
        return client

    def task(self, number: str, act: str, role: str) -> int:
        """The task on which this official can do the act."""
        found = cases.desk_case(number=number, by=self.subjects[role], at=self.at).act(act)
        assert found is not None
        return found.task


STATEMENT = "我承诺"
PLEDGED = (
    '{ id = "staff", title = { zh = "健康证明", en = "Health certificates" }, source = "applicant", level = "C", '
    f'later = {{ kind = "pledge", limit = {{ amount = 10 }}, statement = {{ zh = "{STATEMENT}", en = "" }}, '
    f"legal_basis = {city.LAW} }}, required = false }}"
)


ORDER = '[{ part = "food", withdrawn = "go_on" }, { part = "hygiene" }]'


def build(folder: Path, at: dt.datetime) -> World:
    """Publishes the package and lets everybody act."""
    world = World(at)
    city.OFFERS["every"] = city.offer("各种", "Every kind", "health", function='"f-every"', form='"every"')
    package = city.write(
        folder / "tiny",
        units={"city": city.UNITS, "officers": OFFICERS, "manager": MANAGER},
        roles={"manager": MANAGING},
        documents={"licence": LICENCE},
        forms={"every": EVERY_KIND, "shop": SHOP},
        offers={
            "every": city.OFFERS.pop("every"),
            "food": f"{city.OFFERS['food']}\nevidence = [{PLEDGED}]",
            "opening": f"{city.OFFERS['opening']}\norder = {ORDER}",
        },
        rules={"fees": FEES},
    )
    declarations.publish(declarations.read(package), at=at - 30 * DAY)
    _hall(at)
    for username, number in NUMBERS.items():
        person = identity.create_person(name=f"N-{username}{SCRIPT}", resident_number=number, by=SYSTEM, at=at)
        identity.create_account(username=username, kind="resident", person=person.id, by=SYSTEM, at=at)
        world.subjects[username] = Subject(
            "resident", person=person.id, name=person.name, resident_tag=person.resident_tag, assurance=3
        )
    for username, post in OFFICIALS.items():
        person = identity.create_person(name=f"N-{username}", by=SYSTEM, at=at)
        identity.create_account(username=username, kind="official", person=person.id, by=SYSTEM, at=at)
        authority.appoint(person=person.id, post=post, since=at - 20 * DAY, at=at - 20 * DAY, by=SYSTEM)
        held = authority.posts_of(person=person.id, at=at)
        world.subjects[username] = Subject("official", person=person.id, name=person.name, posts=held, assurance=3)
    for kind, key in (("rules", "fees"), ("processes", "market"), ("forms", "shop")):
        drafts.open_draft(kind=kind, key=key, by=world.subjects["manager"], at=at)
    _letters(at)
    for username in NUMBERS:
        mine = world.owned[username] = {}
        for part in (_cases, _money, _papers, _seats):
            mine.update(part(world, username))
    outbox.drain(at=at)
    for username, mine in world.owned.items():
        by, words = world.subjects[username], Text(SHOPS[username], SHOPS[username])
        notices.notify(kind="message", title=words, body=words, person=by.person, at=at)
        mine["notice"] = str(notices.inbox(by=by).rows[0].id)
        evaluation.rate(case=mine["rated"], stars=1, comment=SHOPS[username], by=world.subjects[username], at=at)
        mine["follow_up"] = str(evaluation.follow_ups(by=world.subjects["manager"], at=at).rows[-1].id)
        wanted = supervision.Filters(case=mine["lacking"])
        found = supervision.findings(by=world.subjects["manager"], at=at, filters=wanted)
        mine["finding"] = str(found.rows[0].id)
    world.owned["resident"] |= dict(_programs(world))
    return world


def answers_of(username: str) -> dict[str, str]:
    return {"shop_name": SHOPS[username], "area": "80"}


def _opened(world: World, username: str) -> str:
    by, later = world.subjects[username], {"staff": STATEMENT}
    return cases.open_case(offer="food", answers=answers_of(username), later=later, by=by, at=world.at).number


def _cases(world: World, username: str) -> Iterator[tuple[str, str]]:
    """One case under way with a file and a question to health, one that lacks something, one that is over, a draft."""
    by, at, clerk = world.subjects[username], world.at, world.subjects["clerk"]
    number = _opened(world, username)
    pdf = document(username)
    yield "case", number
    yield "hindrance", str(hindrances.report(case=number, text=SHOPS[username], key="first", by=by, at=at))
    conversations.write(number=number, text=SHOPS[username], key="first", by=by, at=at)
    yield "case_file", cases.add_file(number=number, field="plan", file=pdf, by=by, at=at).id
    cases.accept(task=world.task(number, "accept", "clerk"), by=clerk, at=at)
    yield "task", str(world.task(number, "examine", "clerk"))
    yield "obligation", str(cases.case(number=number, by=by, at=at).obligations[0].id)
    yield "batch", str(cases.batches.start(act="claim", numbers=[number], key=number, by=clerk, at=at))
    asked = {"unit": "c.health", "question": SHOPS[username], "names": ["shop_name"]}
    cases.ask_opinion(number=number, by=clerk, at=at, **asked)
    yield "opinion", str(cases.opinions(by=world.subjects["health"], at=at, open_only=True).rows[-1].id)
    lacking = _opened(world, username)
    items = [
        cases.Missing("lease", Text("租约", "The lease"), "file"),
        cases.Missing("why", Text("说明", "Why"), "text"),
    ]
    cases.request_supplement(task=world.task(lacking, "accept", "clerk"), items=items, by=clerk, at=at)
    yield "lacking", lacking
    for name in ("over", "rated"):
        over = cases.open_case(offer="hygiene", answers=answers_of(username), by=by, at=at).number
        health, decider = world.subjects["health"], world.subjects["decider"]
        cases.examine(task=world.task(over, "examine", "health"), by=health, at=at, recommendation="grant")
        cases.decide(task=world.task(over, "decide", "decider"), by=decider, at=at, outcome="granted", article=0)
        yield name, over
    planned = cases.open_case(offer="opening", answers=answers_of(username), by=by, at=at).number
    cases.accept(task=world.task(planned, "accept", "clerk"), by=clerk, at=at)
    yield "planned", planned
    yield from _draft(world, username, pdf)


def _draft(world: World, username: str, pdf: bytes) -> Iterator[tuple[str, str]]:
    owner, item = cases.draft_owner(world.subjects[username]), declarations.current("forms", "every")
    draft = forms.save_draft(
        owner=owner, key="every", form_key=item.key, form_version=item.version,
        values={"line": SHOPS[username]}, page="all", at=world.at,
    )  # fmt: skip
    kept = forms.attach(owner=owner, field="plan", file=pdf, accept=("pdf",), draft=draft.id, at=world.at)
    yield "draft_file", kept.id


def _money(world: World, username: str) -> Iterator[tuple[str, str]]:
    by = world.subjects[username]
    for name in ("bill", "paid"):
        item = payments.Item(Text("工本费", SHOPS[username]), Money(Decimal("180.00")))
        payer = payments.Payer(person=by.person, name=by.name)
        case = world.owned[username]["case"]
        number = payments.bill(case=case, payer=payer, items=[item], at=world.at, by=SYSTEM).number
        if name == "paid":
            _pay(number, world.at)
        yield name, number


def _pay(number: str, at: dt.datetime) -> None:
    """The channel reports that the bill was paid."""
    status = payments.Status(number, "paid", Money(Decimal("180.00")), f"R{number}")
    body = wire.written(status, "payment")
    answer = payments.receive_callback(body=body, signature=wire.sign(body, at=at), at=at)
    assert answer.accepted, answer


def _papers(world: World, username: str) -> Iterator[tuple[str, str]]:
    by = world.subjects[username]
    holder = certificates.Holder(tag=by.resident_tag, name=by.name)
    paper = certificates.issue(
        document="licence", holder=holder, data={"shop": SHOPS[username]}, case=world.owned[username]["case"], unit="c.market",
        at=world.at, by=SYSTEM,
    )  # fmt: skip
    yield "certificate", paper.number
    purpose = {"purpose": "own-case", "by": by, "at": world.at}
    with privacy.access(**purpose):
        privacy.read(subject_tag=by.resident_tag, resource="sweep", fields=["line"], record=SHOPS[username])


def _seats(world: World, username: str) -> Iterator[tuple[str, str]]:
    """A seat in the hall that is taken, and a time at which one is free."""
    at = world.at
    free = [
        slot.start for day in appointments.slots(resource="hall", since=at.date(), days=14, at=at) for slot in day.slots
    ]
    yield "booking", appointments.book(resource="hall", start=free[0], by=world.subjects[username], at=at).number
    yield "start", free[-1].strftime("%Y%m%dT%H%MZ")


def _letters(at: dt.datetime) -> None:
    """A partner node and a letter to it."""
    name = Text("邻市" + SCRIPT, "Neighbour" + SCRIPT)
    partner = letters.Partner("neighbour", name, "https://n.example", ("0" * 64,), (), ("transfer",), at.date())
    letters.save(partner, by=SYSTEM, at=at, new=True)
    letters.send(name="transfer", data={}, origin="nobody" + SCRIPT, element="send", at=at)


def _hall(at: dt.datetime) -> None:
    """A hall that is open on every working day of a calendar without holidays."""
    for year in (at.year, at.year + 1):
        text = f'region = "cn"\nyear = {year}\nsource = "test"\ndays = []\n'
        deadlines.load_calendar(region="cn", text=text, at=at)
    hours = appointments.Opening(dt.time(9), dt.time(12), minutes=60, seats=9)
    hall = appointments.Resource(
        "hall", "c.market", Text("大厅", "Hall"), Text("一楼", "Ground floor"), (hours,), walk_in=True
    )
    appointments.save_resource(resource=hall, by=SYSTEM, at=at)


def _programs(world: World) -> Iterator[tuple[str, str]]:
    """Programs with access: of each resident, and one of its own."""
    application = get_application_model().objects.create(
        name="sweep", client_id="sweep", client_type="confidential", authorization_grant_type="client-credentials"
    )
    users = {f"program-of-{name}": get_user_model().objects.get(username=name) for name in NUMBERS}
    for role, user in {**users, "program": None}.items():
        world.tokens[role] = secrets.token_hex(16)
        token = get_access_token_model().objects.create(
            user=user, application=application, token=world.tokens[role], scope="cases:read certificates:read",
            expires=world.at + DAY,
        )  # fmt: skip
        if user is not None:
            get_refresh_token_model().objects.create(
                user=user, application=application, token=secrets.token_hex(16), access_token=token
            )
    yield "application", application.client_id
    yield "letter", str(_letter(world.at))


def _letter(at: dt.datetime) -> int:
    """News that no subscriber could take."""
    message = Message.objects.create(kind="cases.CaseOpened", body={}, at=at)
    row = Delivery.objects.create(message=message, subscriber="sweep", attempts=8, dead=True, error="test")
    return row.pk
