"""Opinion of another department (征求意见): it sees what it is asked about, no more, and has its own due day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from tongban.kernel.declarations.api import LegalBasis, Text
from tongban.kernel.outbox import api as outbox
from tongban.services.cases import access, clocks, cursors, facts, history, holding, limits, telling
from tongban.services.cases.api.escalating import titled
from tongban.services.cases.api.examination import bounded, handled
from tongban.services.cases.api.inbox import Light, light
from tongban.services.cases.api.silence import SILENCE
from tongban.services.cases.errors import Conflict, Incomplete, NotFound
from tongban.services.cases.events import OpinionAsked, OpinionGiven
from tongban.services.cases.models import Case, Fact, Opinion
from tongban.services.cases.unanswered import VOID
from tongban.services.offers import api as offers
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject
from tongban.trust.privacy import api as privacy

VERDICTS = ("agree", "conditions", "object", "not_needed")
OVER = _("The time to answer is over: it counts as no objection.")
PAGE = 50


@dataclass(frozen=True)
class OpinionView:
    """A question to a department and, once given, its answer. `facts` are pairs of label and value shown to it."""

    id: int
    number: str
    title: Text
    asking_unit: str
    unit: str
    question: str
    facts: tuple[tuple[str, str], ...]
    asked_at: dt.datetime
    due: dt.date
    light: Light
    silence: str
    post: str
    basis: LegalBasis | None
    given_at: dt.datetime | None
    given_by: str
    verdict: str
    text: str


@dataclass(frozen=True)
class OpinionPage:
    """A page of a department's questions; `next` is the cursor of the one after, or empty."""

    rows: tuple[OpinionView, ...]
    next: str


COLOURS: dict[str, Callable[[dt.datetime], Q]] = {
    "red": lambda at: Q(due_at__lte=at),
    "yellow": lambda at: Q(due_at__gt=at, yellow_at__lte=at),
    "green": lambda at: Q(yellow_at__gt=at, due_at__gt=at),
}


def ask_opinion(
    *,
    number: str,
    unit: str,
    question: str,
    by: Subject,
    at: dt.datetime,
    names: Sequence[str] = (),
) -> int:
    """Asks another department; returns the opinion's id. `names` are the facts of the case that it may see.

    Raises Incomplete, Conflict when that department has been asked and not yet answered, NotFound, Denied.
    """
    with access.desk(number, "cases.examine", by=by, at=at) as case:
        handled(case)
        asked = _unit(case, unit)
        if not question.strip():
            raise Incomplete("question", _("Say what the department is asked."))
        known = set(Fact.objects.filter(case=case, current=True).values_list("name", flat=True))
        if not set(names) <= known:
            raise Incomplete("names", _("Pick the facts from those of the case."))
        if Opinion.objects.filter(case=case, unit=unit, given_at=None).exists():
            raise Conflict(_("This department has been asked and has not yet answered."))
        return put(case, asked, bounded("question", question), names, by=by, at=at)


def put(
    case: Case, asked: authority.Unit, question: str, names: Sequence[str], *, by: Subject, at: dt.datetime
) -> int:  # fmt: skip
    """Writes the question with its clock and tells it; the case is locked, and within an access context."""
    rule = offers.offer(case.offer, case.offer_version).opinions
    due_on, due_at = clocks.due_of(limits.settled(case, rule.limit, at=at), at)
    post = history.post_in(by, case.unit)
    row = Opinion.objects.create(
        case=case,
        asking_unit=post.unit if post else case.unit,
        unit=asked.code,
        unit_path=asked.path,
        level=case.level,
        question=question,
        facts=list(names),
        asked_at=at,
        asked_by=by.person,
        due_on=due_on,
        due_at=due_at,
        yellow_at=clocks.yellow_of(due_on, rule.yellow, since=at, until=due_at),
        silence=rule.silence,
        post=rule.post,
        post_name=asdict(titled(rule.post)) if rule.post else {},
        basis=clocks.basis_of(rule.legal_basis) if rule.legal_basis else None,
    )
    history.write(case, "opinion-asked", by=by, at=at, unit=row.asking_unit, what=asked.name)
    access.note(case, "ask-opinion", by=by, at=at, unit=asked.code, facts=len(names))
    outbox.publish(OpinionAsked(**telling.about(case), asked_unit=asked.code, due=due_on), at=at)
    return row.pk


def _unit(case: Case, code: str) -> authority.Unit:
    try:
        found = authority.unit(code)
    except LookupError:
        raise Incomplete("unit", _("Pick the department.")) from None
    if found.code == case.unit:
        raise Incomplete("unit", _("Pick another department than the one that handles the case."))
    return found


def give_opinion(
    *,
    opinion: int,
    verdict: Literal["agree", "conditions", "object", "not_needed"],
    text: str,
    by: Subject,
    at: dt.datetime,
) -> None:
    """The asked department answers, once. Raises Incomplete, Conflict, NotFound, Denied."""
    row = _visible(by, at).filter(pk=opinion).select_related("case").first()
    if row is None:
        raise NotFound
    with holding.locked(row.case.number, at=at) as case:
        row.refresh_from_db()
        if row.given_at is not None and row.verdict == SILENCE:
            raise Conflict(OVER)
        if row.given_at is not None and row.verdict == VOID:
            raise Conflict(_("The case is closed: no opinion is needed any more."))
        if row.given_at is not None:
            raise Conflict(_("{name} has already done this. Load the case again."), name=row.given_by_name)
        if row.silence == "no_objection" and at >= row.due_at:
            raise Conflict(OVER)
        if verdict not in VERDICTS:
            raise Incomplete("verdict", _("Choose an answer."))
        if verdict in ("conditions", "object") and not text.strip():
            raise Incomplete("text", _("Say which conditions, or why not."))
        row.given_at, row.given_by, row.given_by_name = at, by.person, by.name
        row.verdict, row.text = verdict, bounded("text", text)
        row.save(update_fields=["given_at", "given_by", "given_by_name", "verdict", "text"])
        history.write(case, "opinion-given", by=by, at=at, unit=row.unit, public=False)
        access.note(case, "give-opinion", by=by, at=at, unit=row.unit, verdict=verdict)
        outbox.publish(OpinionGiven(**telling.about(case), asked_unit=row.unit, verdict=verdict), at=at)


def _visible(by: Subject, at: dt.datetime) -> QuerySet[Opinion]:
    return authority.visible_to(
        Opinion.objects.all(),
        subject=by,
        permission="cases.give-opinion",
        at=at,
        level_field="level",
        columns=access.ATTRIBUTES,
        purpose=access.HANDLING,
    )


def opinions(
    *, by: Subject, at: dt.datetime, open_only: bool = True, colour: str = "", after: str = "", limit: int = PAGE
) -> OpinionPage:
    """The questions to the subject's departments, by due day, without the facts; `colour`: open ones of that light.

    A cursor that it did not make begins at the start. Two queries.
    """
    rows = _visible(by, at).select_related("case").order_by("due_at", "id")
    rows = rows.filter(given_at=None) if open_only or colour in COLOURS else rows
    if colour in COLOURS:
        rows = rows.filter(COLOURS[colour](at))
    if place := cursors.read(after):
        rows = rows.filter(Q(due_at__gt=place[0]) | Q(due_at=place[0], pk__gt=place[1]))
    found = list(rows[: limit + 1])
    more = cursors.written(found[limit - 1].due_at, found[limit - 1].pk) if len(found) > limit else ""
    return OpinionPage(tuple(shown(row, at, ()) for row in found[:limit]), more)


def opinion(*, opinion: int, by: Subject, at: dt.datetime) -> OpinionView:
    """One question with the facts that go with it; the read is noted. Raises NotFound."""
    row = _visible(by, at).filter(pk=opinion).select_related("case").first()
    if row is None:
        raise NotFound
    with access.reading(by, number=row.case.number, at=at, purpose=access.HANDLING):
        values = {fact.name: fact for fact in facts.current(row.case) if fact.name in row.facts}
        if values and row.case.tag:
            privacy.read(
                subject_tag=row.case.tag,
                resource="cases.facts",
                fields=sorted(values),
                record=f"case:{row.case.number}",
            )
        return shown(row, at, _labelled(row.case, values, at))


def _labelled(case: Case, known: dict[str, Any], at: dt.datetime) -> tuple[tuple[str, str], ...]:
    return tuple((one.label, one.display) for one in facts.listed(case, list(known.values()), at=at))


def shown(row: Opinion, at: dt.datetime, pairs: tuple[tuple[str, str], ...]) -> OpinionView:
    """A row as value; its case must be loaded."""
    return OpinionView(
        id=row.pk,
        number=row.case.number,
        title=row.case.title,
        asking_unit=row.asking_unit,
        unit=row.unit,
        question=row.question,
        facts=pairs,
        asked_at=row.asked_at,
        due=row.due_on,
        light="" if row.given_at else light(row.due_at, row.yellow_at, at),
        silence=row.silence,
        post=str(Text(**row.post_name)) if row.post else "",
        basis=clocks.basis_from(row.basis) if row.basis else None,
        given_at=row.given_at,
        given_by=row.given_by_name,
        verdict=row.verdict,
        text=row.text,
    )


def answers(case: Case, *, by: Subject, at: dt.datetime) -> tuple[OpinionView, ...]:
    """What a case's opinions say, to those who asked: other units of the case do not read the answer. One query."""
    units = {post.unit for post in by.posts}
    rows = Opinion.objects.filter(case=case, asking_unit__in=units).select_related("case").order_by("pk")
    return tuple(shown(row, at, ()) for row in rows)
