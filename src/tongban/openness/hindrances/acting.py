"""Reporting, asking the department, its answer, and the end of a hindrance: each in one transaction with its news."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.engines.deadlines import api as deadlines
from tongban.kernel.declarations.api import Text
from tongban.kernel.outbox import api as outbox
from tongban.openness.hindrances import reading
from tongban.openness.hindrances.errors import HindranceError
from tongban.openness.hindrances.events import HindranceClosed, HindranceReported
from tongban.openness.hindrances.models import Hindrance
from tongban.services.cases import api as cases
from tongban.services.notices import api as notices
from tongban.services.offers import api as offers
from tongban.trust.audit import api as audit
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject

DAYS = 5  # working days: what the node promises; no law names one
MOST, LONGEST = 5, 2_000
OUTCOMES = ("solved", "explained", "unfounded")
TITLE = gettext_lazy("What you could not get done: %(title)s")
TAKEN = gettext_lazy("We look into it and answer by %(due)s.")


def words(text: str, field: str) -> str:
    """A text as it is kept. Raises HindranceError."""
    found = text.encode("utf-8", "ignore").decode().replace("\0", "").strip()
    if not found or len(found) > LONGEST:
        raise HindranceError(_("Write something, at most %(most)s characters.") % {"most": LONGEST}, field=field)
    return found


def report(
    *, text: str, key: str, by: Subject, at: dt.datetime, case: str = "", offer: str = "", named: bool = False
) -> int:
    """A resident says what could not be done, in a case of theirs or with a service; returns the hindrance's id.

    `named`: the department may see which case it is. The same `key` again is the same report. Raises HindranceError,
    cases.NotFound, LookupError for an unknown service.
    """
    if by.kind != "resident" or not by.person:
        raise authority.Denied(_("Sign in to report what you could not get done."))
    found = words(text, "text")
    about = cases.about(number=case, by=by, at=at) if case else None
    one = offers.offer(about.offer, about.offer_version) if about else offers.offer(offer)
    unit = authority.unit(about.unit if about else one.authority)
    before = Hindrance.objects.filter(person=by.person, key=key[:64]).values_list("pk", flat=True).first()
    if before is not None:
        return int(before)
    if reading.own(by).exclude(state="closed").count() >= MOST:
        raise HindranceError(_("Several of your reports are still open. Wait for their answers first."))
    row = Hindrance(
        person=by.person, credit_code=by.acting_for, offer=one.key, case=case, named=named, key=key[:64], text=found,
        title_zh=one.title.zh, title_en=one.title.en, unit=unit.code, unit_path=unit.path, at=at,
        due_on=deadlines.working_days(settings.CONFIG.calendar, start=at, days=DAYS),
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            outbox.publish(HindranceReported(row.pk, row.unit, row.offer, row.due_on), at=at)
            _noted(row, "report", by, at)
            _tell(row, notices.both(TAKEN, due=row.due_on), "taken", at)
    except IntegrityError:
        raise HindranceError(_("You reported this already; it is being looked into.")) from None
    return row.pk


def _noted(row: Hindrance, verb: str, by: Subject, at: dt.datetime) -> None:
    audit.record(
        at=at, by=by, action=f"hindrances.{verb}", object=f"hindrance:{row.pk}", case=row.case,
        detail={"unit": row.unit, "state": row.state},
    )  # fmt: skip


def _tell(row: Hindrance, body: Text, what: str, at: dt.datetime) -> None:
    notices.notify(
        kind="message", title=notices.both(TITLE, title=Text(row.title_zh, row.title_en)), body=body, at=at,
        person=row.person, credit_code=row.credit_code, about=f"hindrance:{row.pk}", key=f"hindrance:{row.pk}:{what}",
    )  # fmt: skip


def _change(rows: QuerySet[Hindrance], hindrance: int, change: Callable[[Hindrance], None]) -> Hindrance:
    """One open hindrance of these rows, changed under its lock. Raises LookupError, HindranceError when closed."""
    row = Hindrance.objects.select_for_update().filter(pk=hindrance).first()
    if row is None or not rows.filter(pk=hindrance).exists():
        raise LookupError("no such hindrance")
    if row.state == "closed":
        raise HindranceError(_("This is closed already."))
    change(row)
    row.save()
    return row


def ask(*, hindrance: int, question: str, by: Subject, at: dt.datetime) -> None:
    """Supervision asks the department. Raises HindranceError, LookupError."""
    found = words(question, "question")

    def change(row: Hindrance) -> None:
        row.state, row.question, row.asked_at = "asked", found, at

    with transaction.atomic():
        _noted(_change(reading.supervised(by, at), hindrance, change), "ask", by, at)


def answer(*, hindrance: int, text: str, by: Subject, at: dt.datetime) -> None:
    """The department says what it did; closing is not its business. Raises HindranceError, LookupError."""
    found = words(text, "answer")

    def change(row: Hindrance) -> None:
        if row.state != "asked":
            raise HindranceError(_("This was answered already."))
        row.state, row.answer, row.answered_at, row.answered_by = "answered", found, at, by.person

    with transaction.atomic():
        _noted(_change(reading.asked(by, at), hindrance, change), "answer", by, at)


def close(*, hindrance: int, outcome: str, reply: str, by: Subject, at: dt.datetime) -> None:
    """Supervision ends it and tells the resident. Raises HindranceError, LookupError."""
    if outcome not in OUTCOMES:
        raise HindranceError(_("Say how it ended."), field="outcome")
    found = words(reply, "reply")

    def change(row: Hindrance) -> None:
        row.state, row.outcome, row.reply, row.closed_at, row.closed_by = "closed", outcome, found, at, by.person

    with transaction.atomic():
        row = _change(reading.supervised(by, at), hindrance, change)
        in_time = timezone.localtime(at).date() <= row.due_on
        outbox.publish(HindranceClosed(row.pk, row.unit, row.offer, outcome, in_time), at=at)
        _noted(row, "close", by, at)
        _tell(row, Text(found, found), "closed", at)


def one(*, hindrance: int, by: Subject, at: dt.datetime) -> reading.HindranceView:
    """One hindrance as the subject may see it; an official's look is noted in the ledger. Raises LookupError."""
    sides: list[tuple[reading.Side, QuerySet[Hindrance]]] = [("own", reading.own(by))]
    if by.official:
        sides = [("supervision", reading.supervised(by, at)), ("department", reading.asked(by, at))]
    for side, rows in sides:
        row = rows.filter(pk=hindrance).first()
        if row is not None:
            if by.official:
                with transaction.atomic():
                    _noted(row, "look", by, at)
            return reading.shown(row, side, reading.names(), at)
    raise LookupError("no such hindrance")
