"""Appeals against malicious ratings: made by the rated unit, decided by somebody of another one.

While one is pending the rating does not count, and the bad rating is answered all the same: an appeal is no way out of
the repair. Neither side learns from it who rated.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.kernel.declarations.api import Text
from tongban.openness.evaluation.errors import EvaluationError
from tongban.openness.evaluation.follow_ups import looked_after
from tongban.openness.evaluation.models import Appeal, FollowUp, Occasion
from tongban.openness.evaluation.periods import last_day
from tongban.openness.evaluation.ratings import LONGEST_KEY, MAX_LIMIT, MAX_WORDS
from tongban.openness.evaluation.tags import TAGS
from tongban.services.notices import api as notices
from tongban.trust.audit import api as audit
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject

JUDGE = "evaluation.judge"
OUTCOMES = ("upheld", "dismissed")
GROUNDS: dict[str, Text] = {
    "not-served": Text("评价的不是本单位经办的事项", "We did not handle what is rated"),
    "abuse": Text("辱骂、威胁或诽谤", "Insult, threat or slander"),
    "pressure": Text("以差评谋取不当利益", "Pressure for something unlawful"),
    "mistaken": Text("明显误评（文字与星级相反）", "Plainly mistaken: words and stars contradict"),
}
UPHELD = gettext_lazy("Your rating of %(title)s is not counted")
DISMISSED = gettext_lazy("Your rating of %(title)s counts")
TOLD = gettext_lazy(
    "The department held your rating to be abusive or mistaken. Somebody of another department decided: %(reasons)s"
)
UNIT_TITLE = gettext_lazy("Your appeal against a rating is decided: %(title)s")


@dataclass(frozen=True)
class AppealView:
    """An appeal with what was said in the rating; not whose it is. `overdue`: not decided although its day is over."""

    id: int
    unit: str
    title: Text
    stars: int
    tags: tuple[Text, ...]
    comment: str
    rated_at: dt.datetime
    ground: Text
    reason: str
    evidence: str
    made_at: dt.datetime
    decide_by: dt.date
    overdue: bool
    outcome: str
    reasons: str
    decided_at: dt.datetime | None


@dataclass(frozen=True)
class Appeals:
    """A page of appeals, the most urgent first; `next` is the key of the next page, empty on the last."""

    rows: tuple[AppealView, ...]
    next: str


def _shown(row: Appeal, today: dt.date) -> AppealView:
    rating, of = row.rating, row.rating.occasion
    return AppealView(
        row.pk, of.unit, Text(of.title_zh, of.title_en), rating.stars,
        tuple(TAGS[code] for code in rating.tags if code in TAGS), rating.comment, rating.at,
        GROUNDS.get(row.ground, Text(row.ground, row.ground)), row.reason, row.evidence, row.made_at, row.decide_by,
        not row.outcome and row.decide_by < today, row.outcome, row.reasons, row.decided_at,
    )  # fmt: skip


def grounds() -> tuple[tuple[str, Text], ...]:
    """Code and text of each, in the order in which they are offered."""
    return tuple(GROUNDS.items())


def appeal_until(opened_at: dt.datetime) -> dt.date:
    """The last day on which a bad rating can be appealed against."""
    return last_day("appeal", since=opened_at)


def appeal_of(*, follow_up: int, by: Subject, at: dt.datetime) -> AppealView | None:
    """The appeal against the rating of a follow-up that the official looks after; None when there is none."""
    if not looked_after(by, at).filter(pk=follow_up).exists():
        return None
    row = Appeal.objects.select_related("rating__occasion").filter(rating__follow_up=follow_up).first()
    return _shown(row, timezone.localtime(at).date()) if row else None


def appeal(*, follow_up: int, ground: str, reason: str, evidence: str, by: Subject, at: dt.datetime) -> AppealView:
    """Appeals against the rating of a follow-up that the official looks after, once and in time. Raises LookupError,
    EvaluationError.
    """
    reason, evidence = (text.replace("\x00", "").strip() for text in (reason, evidence))
    if ground not in GROUNDS:
        raise EvaluationError(_("Choose a ground."), field="ground")
    for name, text in (("reason", reason), ("evidence", evidence)):
        if not text or len(text) > MAX_WORDS:
            message = _("Say why, and what proves it, each in at most %(count)s characters.")
            raise EvaluationError(message % {"count": MAX_WORDS}, field=name)
    with transaction.atomic():
        rows = FollowUp.objects.select_for_update(of=("self",)).select_related("rating__occasion")
        row = rows.filter(pk=follow_up).first()
        if row is None or not looked_after(by, at).filter(pk=follow_up).exists():
            raise LookupError("no such follow-up")
        if row.state not in ("open", "replied") or appeal_until(row.opened_at) < timezone.localtime(at).date():
            raise EvaluationError(_("The time for an appeal is over."))
        try:
            with transaction.atomic():
                made = Appeal.objects.create(
                    rating=row.rating, ground=ground, reason=reason, evidence=evidence, made_at=at, made_by=by.person,
                    decide_by=last_day("decide_appeal", since=at),
                )  # fmt: skip
        except IntegrityError:
            raise EvaluationError(_("There is an appeal against this rating already.")) from None
        _record(made.rating.occasion, "appeal", by, at, ground=ground)
    return _shown(made, timezone.localtime(at).date())


def _record(of: Occasion, act: str, by: Subject, at: dt.datetime, **detail: str) -> None:
    audit.record(
        at=at, by=by, action=f"evaluation.{act}", object=of.about, case=of.case or "", detail=detail
    )  # fmt: skip


def _before(by: Subject, at: dt.datetime) -> QuerySet[Appeal]:
    """What an official may decide: never of a unit in which they hold a post, nor what they worked on themselves."""
    rows = authority.visible_to(
        Appeal.objects.all(), subject=by, permission=JUDGE, at=at, unit_field="rating__occasion__unit_path"
    )
    own = {post.unit for post in by.posts}
    mine = Appeal.objects.filter(rating__clerks__person=by.person).values("pk")
    return rows.exclude(rating__occasion__unit__in=own).exclude(made_by=by.person).exclude(pk__in=mine)


def appeals(*, by: Subject, at: dt.datetime, after: str = "", limit: int = 20, decided: bool = False) -> Appeals:
    """The appeals that the official may decide, or that were decided. One query beside the grants."""
    rows = _before(by, at).select_related("rating__occasion").order_by("decide_by", "id")
    rows = rows.exclude(outcome="") if decided else rows.filter(outcome="")
    if after.isascii() and after.isdigit() and len(after) < LONGEST_KEY:
        last = Appeal.objects.filter(pk=int(after)).values("decide_by")[:1]
        rows = rows.filter(decide_by__gte=last).exclude(decide_by=last, pk__lte=int(after))
    size = max(1, min(limit, MAX_LIMIT))
    found, today = list(rows[: size + 1]), timezone.localtime(at).date()
    more = str(found[size - 1].pk) if len(found) > size else ""
    return Appeals(tuple(_shown(row, today) for row in found[:size]), more)


def appeal_before(*, id: int, by: Subject, at: dt.datetime) -> AppealView:  # noqa: A002 (the view's own word)
    """One appeal that the official may decide or might have decided. Raises LookupError."""
    row = _before(by, at).select_related("rating__occasion").filter(pk=id).first()
    if row is None:
        raise LookupError("no such appeal")
    return _shown(row, timezone.localtime(at).date())


def decide_appeal(*, appeal: int, outcome: str, reasons: str, by: Subject, at: dt.datetime) -> AppealView:
    """Upholds an appeal, so that the rating never counts and its follow-up ends, or dismisses it; both sides are told.
    Raises LookupError, EvaluationError.
    """
    reasons = reasons.replace("\x00", "").strip()
    if outcome not in OUTCOMES:
        raise EvaluationError(_("Choose an outcome."), field="outcome")
    if not reasons or len(reasons) > MAX_WORDS:
        message = _("Give reasons in at most %(count)s characters.")
        raise EvaluationError(message % {"count": MAX_WORDS}, field="reasons")
    with transaction.atomic():
        rows = Appeal.objects.select_for_update(of=("self",)).select_related("rating__occasion")
        row = rows.filter(pk=appeal).first()
        if row is None or not _before(by, at).filter(pk=appeal).exists():
            raise LookupError("no such appeal")
        if row.outcome:
            raise EvaluationError(_("This appeal is decided already."))
        row.outcome, row.reasons, row.decided_at, row.decided_by = outcome, reasons, at, by.person
        row.save()
        if outcome == "upheld":
            going_on = FollowUp.objects.filter(rating=row.rating, state__in=["open", "replied"])
            going_on.update(state="dropped", closed_at=at)
        _tell(row, at)
        _record(row.rating.occasion, "decide-appeal", by, at, outcome=outcome)
    return _shown(row, timezone.localtime(at).date())


def _tell(row: Appeal, at: dt.datetime) -> None:
    """Who rated (if known; else the second code tells it) and who appealed."""
    of = row.rating.occasion
    title = Text(of.title_zh, of.title_en)
    body = notices.both(TOLD, reasons=row.reasons)
    said = notices.both(UPHELD if row.outcome == "upheld" else DISMISSED, title=title)
    if of.person or of.credit_code:
        notices.notify(
            kind="rating-answer", title=said, body=body, at=at, person=of.person, credit_code=of.credit_code,
            case=of.case or "", about=of.reference, key=f"{of.case or of.visit}:appeal",
        )  # fmt: skip
    notices.notify(
        kind="message", title=notices.both(UNIT_TITLE, title=title), body=Text(row.reasons, row.reasons), at=at,
        person=row.made_by, about="", key=f"appeal:{row.pk}",
    )  # fmt: skip
