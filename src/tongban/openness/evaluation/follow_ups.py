"""What is done about a bad rating: reply and repair by a due day, then the applicant is asked again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.kernel.declarations.api import Text
from tongban.kernel.outbox import api as outbox
from tongban.openness.evaluation.errors import EvaluationError
from tongban.openness.evaluation.events import FollowUpOverdue
from tongban.openness.evaluation.models import FollowUp, Occasion
from tongban.openness.evaluation.occasions import own
from tongban.openness.evaluation.periods import last_day
from tongban.openness.evaluation.ratings import (
    LONGEST_KEY,
    MAX_LIMIT,
    MAX_WORDS,
    RatingView,
    check_words,
    hidden_from,
    shown,
)
from tongban.services.notices import api as notices
from tongban.trust.audit import api as audit
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject

FOLLOW = "evaluation.follow"
GOING_ON = ("open", "replied")
MOST_AT_ONCE = 500  # escalations of one round of the clock
TITLE = gettext_lazy("An answer to your rating: %(title)s")
BODY = gettext_lazy("%(reply)s\nWhat was put right: %(repair)s\nPlease say until %(day)s whether it helped.")


@dataclass(frozen=True)
class FollowUpView:
    """A follow-up with the rating it answers. `overdue`: not answered although its day is over; it is then escalated
    once, to those who decide appeals, who may answer it themselves.
    """

    id: int
    rating: RatingView
    state: str
    opened_at: dt.datetime
    due: dt.date
    overdue: bool
    ask_until: dt.date | None
    escalated_at: dt.datetime | None = None


@dataclass(frozen=True)
class FollowUps:
    """A page of follow-ups, the most urgent first; `next` is the key of the next page, empty on the last."""

    rows: tuple[FollowUpView, ...]
    next: str


def _view(row: FollowUp, today: dt.date) -> FollowUpView:
    overdue = row.state == "open" and row.due_on < today
    return FollowUpView(
        row.pk, shown(row.rating), row.state, row.opened_at, row.due_on, overdue, row.ask_until, row.escalated_at
    )


def looked_after(by: Subject, at: dt.datetime) -> QuerySet[FollowUp]:
    """The follow-ups of the official's units, and the escalated ones of units whose appeals they decide; never what a
    rated clerk must not see.
    """
    unit = "rating__occasion__unit_path"
    rows = authority.visible_to(FollowUp.objects.all(), subject=by, permission=FOLLOW, at=at, unit_field=unit)
    above = authority.visible_to(
        FollowUp.objects.exclude(escalated_at=None), subject=by, permission="evaluation.judge", at=at, unit_field=unit
    )
    rows = FollowUp.objects.filter(Q(pk__in=rows.values("pk")) | Q(pk__in=above.values("pk")))
    return rows.exclude(pk__in=FollowUp.objects.filter(hidden_from(by.person, "rating")).values("pk"))


def follow_ups(*, by: Subject, at: dt.datetime, after: str = "", limit: int = 20) -> FollowUps:
    """The follow-ups that are not closed, in the units that an official looks after; never those of a rated clerk.
    One query beside the grants for two permissions.
    """
    rows = looked_after(by, at).filter(state__in=GOING_ON).select_related("rating__occasion").order_by("due_on", "id")
    if after.isascii() and after.isdigit() and len(after) < LONGEST_KEY:
        last = FollowUp.objects.filter(pk=int(after)).values("due_on")[:1]
        rows = rows.filter(due_on__gte=last).exclude(due_on=last, pk__lte=int(after))
    size = max(1, min(limit, MAX_LIMIT))
    found = list(rows[: size + 1])
    more = str(found[size - 1].pk) if len(found) > size else ""
    return FollowUps(tuple(_view(row, timezone.localtime(at).date()) for row in found[:size]), more)


def follow_up(*, id: int, by: Subject, at: dt.datetime) -> FollowUpView:  # noqa: A002 (the view's own word)
    """One follow-up that the official looks after, closed or not. Raises LookupError."""
    row = looked_after(by, at).select_related("rating__occasion").filter(pk=id).first()
    if row is None:
        raise LookupError("no such follow-up")
    return _view(row, timezone.localtime(at).date())


def reply(*, follow_up: int, text: str, repair: str, by: Subject, at: dt.datetime) -> FollowUpView:
    """Answers a bad rating and says what was put right; the applicant is told and asked again. Raises LookupError when
    it is not the official's to answer, EvaluationError without words or when it was answered before.
    """
    text, repair = text.replace("\x00", "").strip(), repair.replace("\x00", "").strip()
    if not text or not repair or len(text) > MAX_WORDS or len(repair) > MAX_WORDS:
        message = _("Write an answer and what was put right, each in at most %(count)s characters.")
        raise EvaluationError(message % {"count": MAX_WORDS}, field="reply")
    with transaction.atomic():
        row = FollowUp.objects.select_for_update().filter(pk=follow_up).first()
        if row is None or not looked_after(by, at).filter(pk=follow_up).exists():
            raise LookupError("no such follow-up")
        if row.state != "open":
            raise EvaluationError(_("This rating was answered already."))
        row.state, row.reply, row.repair = "replied", text, repair
        row.replied_at, row.replied_by, row.ask_until = (
            at,
            by.person,
            last_day("rate_again", since=at),
        )
        row.save()
        _tell(row, at)
        occasion = row.rating.occasion
        audit.record(at=at, by=by, action="evaluation.reply", object=occasion.about, case=occasion.case or "")
    return _view(row, timezone.localtime(at).date())


def _tell(row: FollowUp, at: dt.datetime) -> None:
    occasion = row.rating.occasion
    if not (occasion.person or occasion.credit_code):
        return  # a visitor with a number: only the code that was shown after the rating leads to the answer
    notices.notify(
        kind="rating-answer", title=notices.both(TITLE, title=Text(occasion.title_zh, occasion.title_en)),
        body=notices.both(BODY, reply=row.reply, repair=row.repair, day=row.ask_until), at=at, person=occasion.person,
        credit_code=occasion.credit_code, case=occasion.case or "",
        about=occasion.reference, key=f"{occasion.case or occasion.visit}:rating-answered",
    )  # fmt: skip


def rate_again(*, case: str, stars: int, by: Subject, at: dt.datetime, comment: str = "") -> RatingView:
    """The applicant says whether the repair helped; that closes the follow-up. Raises EvaluationError when there is
    nothing to rate again.
    """
    comment = check_words(stars, comment)
    with transaction.atomic():
        rows = FollowUp.objects.select_for_update(of=("self",)).select_related("rating__occasion")
        row = rows.filter(rating__occasion__case=case, state="replied").first()
        if row is None or not Occasion.objects.filter(own(by), case=case).exists():
            raise EvaluationError(_("There is no answer to rate."))
        settle(row, stars=stars, comment=comment, by=by, at=at)
    return shown(row.rating)


def settle(row: FollowUp, *, stars: int, comment: str, by: Subject, at: dt.datetime) -> None:
    """Closes a follow-up that the caller has locked by the second rating, inside its transaction."""
    row.state, row.stars, row.comment, row.closed_at = "closed", stars, comment, at
    row.save()
    occasion = row.rating.occasion
    audit.record(at=at, by=by, action="evaluation.rate-again", object=occasion.about, case=occasion.case or "")


def tick(*, at: dt.datetime) -> int:
    """Closes the follow-ups whose applicants did not answer in their time, and the visits that can be rated no more: a
    clerk who could see a rating before would know whose it is. What nobody answered in time is escalated, once, each in
    a transaction of its own. For the node's clock. Returns how many.
    """
    today = timezone.localtime(at).date()
    over = Occasion.objects.filter(visit__isnull=False, closed_at=None, rate_until__lt=today).update(closed_at=at)
    late = FollowUp.objects.filter(state="open", due_on__lt=today, escalated_at=None).order_by("due_on", "id")
    for key in list(late.values_list("pk", flat=True)[:MOST_AT_ONCE]):
        over += _escalate(key, at)
    return over + FollowUp.objects.filter(state="replied", ask_until__lt=today).update(state="closed", closed_at=at)


def _escalate(key: int, at: dt.datetime) -> int:
    with transaction.atomic():
        rows = FollowUp.objects.select_for_update(of=("self",)).select_related("rating__occasion")
        row = rows.filter(pk=key, state="open", escalated_at=None).first()
        if row is None:
            return 0
        row.escalated_at = at
        row.save(update_fields=["escalated_at"])
        of = row.rating.occasion
        outbox.publish(FollowUpOverdue(of.case or "", of.offer, of.unit, row.due_on, of.visit or ""), at=at)
        audit.record(at=at, by="system", action="evaluation.escalate", object=of.about, case=of.case or "")
    return 1
