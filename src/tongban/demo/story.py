"""The restaurant story, played through the front doors as people would: nothing is written past them."""

from __future__ import annotations

import datetime as dt
import re
import urllib.parse
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import urllib3
from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone

from tongban.engines.forms import api as forms
from tongban.kernel.declarations import api as declarations
from tongban.kernel.outbox import api as outbox
from tongban.kernel.web import api as web
from tongban.openness.evaluation import api as evaluation
from tongban.services.cases import api as cases
from tongban.services.certificates import api as certificates
from tongban.services.payments import api as payments
from tongban.trust.authority.api import Subject
from tongban.trust.identity import api as identity
from tongban.trust.privacy import api as privacy

OFFER = "open-restaurant"
PLAN = Path(__file__).parent / "plan.typ"
DESKS = ("xzsp", "scjgj", "wjw", "xfjy", "cgj", "gaj", "swj", "rsj")
POSTS = ("clerk", "examiner", "inspector", "decider")
WHO = {"accept": ("clerk",), "examine": ("examiner",), "inspect": ("inspector",), "decide": ("decider",)}
ACTS = ("accept", "examine", "inspect", "decide", "do")
ANSWERS = {
    "entity_kind": "sole_trader", "entity_name": "武陵区小满餐馆", "employees": 6,
    "premises_division": "430702", "premises_address": "武陵大道演示路 1 号 1 层", "premises_area": "126.5",
    "seats": 48, "premises_right": "lease", "food_scope": ["hot", "cold", "drinks"], "online_catering": True,
    "safety_manager": "周小满", "food_pledge": True, "entertainment": ["karaoke"], "exits": 2, "extinguishers": 6,
    "fire_pledge": True, "sign_text": "小满餐馆", "sign_width": "4.20", "sign_height": "0.90", "terrace": True,
    "terrace_area": "12.0", "terrace_days": 30, "seals": ["official", "finance", "invoice"], "accounting": "simple",
    "truth": True, "premises_proof": ["lease.pdf"], "floor_plan": ["plan.pdf"],
}  # fmt: skip
Told = tuple[str, str, str]


class StoryStopped(Exception):  # noqa: N818 (it says what happened, to whoever watches)
    """A step could not be played; the message says which and why."""


@dataclass
class Stage:
    """Where a case is: `now()` gives the moment of each step; `applicant` (for `company`) sends and pays."""

    now: Callable[[], dt.datetime]
    offer: str = OFFER
    applicant: str = "resident"
    company: str = ""
    number: str = ""

    def as_(self, username: str) -> Subject:
        return identity.subject_for(username=username, at=self.now())

    def sender(self) -> Subject:
        return identity.subject_for(username=self.applicant, at=self.now(), acting_for=self.company)


def played() -> bool:
    """Whether the resident has opened the restaurant before."""
    at = dt.datetime.now(dt.UTC)
    return bool(cases.my_cases(by=identity.subject_for(username="resident", at=at), at=at, limit=1).cases)


def play(*, now: Callable[[], dt.datetime], folder: Path) -> Iterator[Told]:
    """Plays the story; yields (who, what, due when) of each step. Licences are written as PDF to `folder`.

    Raises StoryStopped. The test bank must be running.
    """
    stage = Stage(now)
    yield from apply(stage, ANSWERS)
    yield from work(stage)
    yield from _pay(stage)
    yield from work(stage)
    yield from _finish(stage, folder)


def _due(stage: Stage) -> str:
    due = cases.case(number=stage.number, by=stage.sender(), at=stage.now()).summary.due
    return due.isoformat() if due else ""


def apply(stage: Stage, answers: Mapping[str, object], later: tuple[str, ...] = ()) -> Iterator[Told]:
    """Sends an application; the fields for files that `answers` names get a drawn plan; `later` evidence is pledged."""
    by, at = stage.sender(), stage.now
    offered = declarations.current("offers", stage.offer).value
    item = declarations.current("forms", offered.form)
    said = {one.id: one.later.statement.zh for one in offered.evidence if one.later and one.id in later}
    uploads = {field.name: field for field in item.value.fields() if field.kind == "upload" and field.name in answers}
    form: dict[str, Any] = {
        "owner": cases.draft_owner(by),
        "key": stage.offer,
        "form_key": item.key,
        "form_version": item.version,
    }
    typed = {name: value for name, value in answers.items() if name not in uploads}
    draft = forms.save_draft(**form, values=typed, at=at())
    plan = web.typeset(files={"main.typ": PLAN.read_bytes()})
    files = {
        name: [
            forms.attach(
                owner=form["owner"],
                draft=draft.id,
                field=name,
                accept=field.accept,
                at=at(),
                file=ContentFile(plan, name=f"{field.label.zh}.pdf"),
            ).id
        ]
        for name, field in uploads.items()
    }
    forms.save_draft(**form, values=files, at=at())
    prefilled = cases.prefill(offer=stage.offer, form=item.value, by=by, at=at())
    case = cases.open_case(offer=stage.offer, draft=draft.id, prefilled=prefilled, later=said, by=by, at=at())
    stage.number = case.number
    got = len(prefilled)
    yield by.name, f"sends one application; {got} values came from the registers: {case.number}", _due(stage)


def work(stage: Stage) -> Iterator[Told]:
    """Every desk does what it can, one act a step, until nobody can do anything."""
    moved = True
    while moved:
        outbox.drain(at=stage.now())
        moved = False
        for desk in DESKS:
            for post in POSTS:
                by = stage.as_(f"{desk}.{post}")
                done = _work(stage, by) if _awaited(stage, by, post) else None
                if done:
                    moved = True
                    outbox.drain(at=stage.now())
                    yield (*done, _due(stage))


def _awaited(stage: Stage, by: Subject, post: str) -> bool:
    """Whether the official's list names a task for a post of this kind: a case is opened by whoever has to, only."""
    rows = cases.inbox(by=by, at=stage.now(), filters=cases.Filters(text=stage.number)).rows
    tasks = [task for row in rows for task in row.tasks if task.unit in {held.unit for held in by.posts}]
    return any(post in WHO.get(task.act, POSTS) for task in tasks)


def _work(stage: Stage, by: Subject) -> tuple[str, str] | None:
    try:
        view = cases.desk_case(number=stage.number, by=by, at=stage.now())
    except cases.NotFound:
        return None
    if view.failed:
        raise StoryStopped(f"{view.failed[0].operation} ({view.failed[0].element}): {view.failed[0].error}")
    for code in ACTS:
        act = view.act(code)
        if act is not None and act.task is not None:
            do(act, by, stage.now())
            title = by.posts[0]
            return f"{by.name}, {title.unit_name} {title.title}", f"{act.label}: {act.name}"
    return None


def _findings(key: str, at: dt.datetime) -> dict[str, object]:
    """What an official writes into a desk form: everything is in order."""
    if not key:
        return {}
    plain = {"yesno": True, "statement": True, "date": timezone.localtime(at).date().isoformat(), "number": 1}
    form: forms.Form = declarations.current("forms", key).value
    return {
        field.name: field.options[0].value if field.options else plain.get(field.kind, "同科室核查员")
        for field in form.fields()
        if field.kind != "upload" and field.required is True
    }


def do(act: cases.Act, by: Subject, at: dt.datetime) -> None:
    task = act.task or 0
    found = _findings(act.form, at)
    match act.code:
        case "accept":
            cases.accept(task=task, by=by, at=at)
        case "examine":
            note = "材料齐全、符合法定形式"
            cases.examine(task=task, recommendation="grant", note=note, findings=found, by=by, at=at)
        case "inspect":
            cases.inspect(task=task, passed=True, findings="现场与申请相符", answers=found, by=by, at=at)
        case "decide":
            cases.decide(task=task, outcome="granted", article=0, by=by, at=at)
        case _:
            cases.settle_task(task=task, answers=found, by=by, at=at)


def _pay(stage: Stage) -> Iterator[Told]:
    """Pays at the bank's own page, over HTTP, as a browser would."""
    resident = stage.as_("resident")
    for bill in payments.bills_of(case=stage.number):
        if bill.state != "open":
            continue
        url = payments.pay_url(bill=bill.number, at=stage.now(), by=resident)
        client = urllib3.PoolManager(retries=False, timeout=10)
        page = client.request("GET", url).data.decode()
        query = re.search(r'name="query" value="([^"]*)"', page)
        if query is None:
            raise StoryStopped("the bank's page has no form")
        fields = {"query": query[1].replace("&amp;", "&"), "choice": "paid"}
        target = urllib.parse.urljoin(url, "/pay")
        client.request("POST", target, fields=fields, encode_multipart=False, redirect=False)
        payments.refresh(bill=bill.number, at=stage.now())
        outbox.drain(at=stage.now())
        yield resident.name, f"pays {bill.total} for {bill.items[0].title}: {bill.number}", _due(stage)


def _finish(stage: Stage, folder: Path) -> Iterator[Told]:
    resident = stage.as_("resident")
    view = cases.case(number=stage.number, by=resident, at=stage.now())
    if view.summary.state != "closed":
        raise StoryStopped(f"the case is {view.summary.state}, not closed")
    folder.mkdir(parents=True, exist_ok=True)
    yield "", f"the case is closed: {view.summary.outcome_text}, {len(view.certificates)} certificates", ""
    for one in view.certificates:
        data = certificates.pdf(number=one.number, by=resident, at=stage.now())
        (folder / f"{one.number}.pdf").write_bytes(data)
        verdict = certificates.verify_pdf(pdf=data, at=stage.now())
        yield "", f"{one.title}: {one.number}.pdf, verified: {verdict.status}", ""
    evaluation.rate(
        case=stage.number, stars=5, tags=(), comment="一张表、一次跑，都办好了", by=resident, at=stage.now()
    )
    yield resident.name, "rates the service: 5 of 5", ""
    seen = privacy.accesses_of(subject_tag=resident.resident_tag, limit=100, at=stage.now())
    others = sum(not one.own for one in seen)
    yield resident.name, f"sees who looked: {others} readings by officials, each with post, purpose and article", ""


def folder_of_licences() -> Path:
    """Where the licences of the story are written."""
    return Path(settings.CONFIG.folder) / "licences"
