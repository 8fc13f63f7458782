"""Rating without signing in: the person who holds a code, and what may be done with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from tongban.kernel.declarations.api import Text
from tongban.openness.evaluation import tokens
from tongban.openness.evaluation.follow_ups import settle
from tongban.openness.evaluation.models import FollowUp, Occasion
from tongban.openness.evaluation.ratings import check_words, enter
from tongban.services.appointments import events as appointments
from tongban.services.notices import api as notices
from tongban.trust.authority.api import Subject

FIRST = gettext_lazy("Rate it without signing in: %(address)s")
AGAIN = gettext_lazy("Say without signing in whether it helped: %(address)s")
STEPS = {"open": "wait", "replied": "again", "dropped": "dropped"}
TITLE = gettext_lazy("Your visit: %(title)s")
BODY = gettext_lazy(
    "How was it? Rate your visit; it takes a minute. Whoever served you does not see it before %(day)s."
)


@dataclass(frozen=True)
class Invited:
    """What a code is for. `step`: rate; wait (a bad rating, not answered yet); again (answered: did it help?); dropped
    (an appeal was upheld: it does not count). `reply` and `repair` are what the authority answered, `reasons` those of
    a decided appeal, `due` until when the next step is taken, None for the first.
    """

    step: str
    title: Text
    visit: bool
    at: dt.datetime
    due: dt.date | None = None
    reply: str = ""
    repair: str = ""
    reasons: str = ""


def first(about: str) -> str:
    """The address of the first rating; `about` is "case:…" or "booking:…"."""
    return tokens.address(about.replace("booking:", "visit:", 1))


def again(about: str) -> str:
    """The address of the answer and the second rating."""
    return tokens.address(f"again:{about.replace('booking:', 'visit:', 1)}")


def visited(event: appointments.VisitBegan, at: dt.datetime) -> None:
    """Asks who came with an appointment; once."""
    if event.person or event.credit_code:
        day = timezone.localtime(at).date() + dt.timedelta(days=tokens.DAYS + 1)
        notices.notify(
            kind="rating", title=notices.both(TITLE, title=event.title), body=notices.both(BODY, day=day), at=at,
            person=event.person, credit_code=event.credit_code, about=f"booking:{event.number}",
            key=f"{event.number}:visited",
        )  # fmt: skip


def _occasions(code: str, by: Subject, at: dt.datetime) -> QuerySet[Occasion]:
    """The occasion that a code rates, if it can be rated now; never by somebody who was rated."""
    rows = Occasion.objects.filter(token=tokens.hashed(code) or None, rating=None)
    rows = rows.filter(token__isnull=False, rate_until__gte=timezone.localtime(at).date())
    return rows if by.kind != "official" else rows.none()


def _follow_ups(code: str, by: Subject) -> QuerySet[FollowUp]:
    rows = FollowUp.objects.filter(token=tokens.hashed(code) or None, token__isnull=False)
    rows = rows.exclude(state="closed").select_related("rating__occasion", "rating__appeal")
    return rows if by.kind != "official" else rows.none()


def invited(*, code: str, by: Subject, at: dt.datetime) -> Invited | None:
    """What can be done with a code now; None for one that is unknown, used, over, or held by an official: which of
    these it is, nobody learns. At most two queries.
    """
    row = _occasions(code, by, at).first()
    if row is not None:
        return Invited("rate", Text(row.title_zh, row.title_en), bool(row.visit), row.decided_at)
    follow = _follow_ups(code, by).first()
    if follow is None:
        return None
    row = follow.rating.occasion
    due = follow.ask_until if follow.state == "replied" else follow.due_on
    appeal = getattr(follow.rating, "appeal", None)
    return Invited(
        STEPS[follow.state], Text(row.title_zh, row.title_en), bool(row.visit), row.decided_at, due, follow.reply,
        follow.repair, appeal.reasons if appeal else "",
    )  # fmt: skip


def rate_invited(
    *, code: str, stars: int, by: Subject, at: dt.datetime, tags: Sequence[str] = (), comment: str = ""
) -> str:
    """Rates by a code, for the first or the second time, and uses it up. Returns the code that leads to the answer to
    a bad rating, empty for others. Raises LookupError for a code that `invited` does not know or that only waits,
    EvaluationError for what was entered wrongly.
    """
    comment = check_words(stars, comment)
    with transaction.atomic():
        row = _occasions(code, by, at).select_for_update(of=("self",)).first()
        if row is not None:
            made = enter(row, stars=stars, tags=tags, comment=comment, by=by, at=at)
            return tokens.code(f"again:{row.about}") if made.follow_up else ""
        follow = _follow_ups(code, by).select_for_update(of=("self",)).first()
        if follow is None or follow.state != "replied":
            raise LookupError("no such code")
        settle(follow, stars=stars, comment=comment, by=by, at=at)
    return ""
