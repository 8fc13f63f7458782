"""Rating a case, and seeing ratings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.kernel.declarations.api import Text
from tongban.kernel.outbox import api as outbox
from tongban.openness.evaluation import tokens
from tongban.openness.evaluation.errors import EvaluationError
from tongban.openness.evaluation.events import FollowUpOpened
from tongban.openness.evaluation.models import FollowUp, Occasion, RatedClerk, Rating
from tongban.openness.evaluation.occasions import clerks_of, own
from tongban.openness.evaluation.periods import last_day
from tongban.openness.evaluation.tags import TAGS
from tongban.trust.audit import api as audit
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject

READ = "evaluation.read"
BAD = 2  # stars up to which a rating is bad
MOST_STARS = 5
MAX_WORDS = 2000
MAX_LIMIT = 100
LONGEST_KEY = 19  # digits of a database key


@dataclass(frozen=True)
class RatingView:
    """A rating of a case, or of a visit; the number of the other is empty. `follow_up` is empty, open, replied or
    closed; `reply` and `repair` are what the authority answered; `second` the stars given after the repair.
    """

    case: str
    title: Text
    stars: int
    tags: tuple[Text, ...]
    comment: str
    at: dt.datetime
    follow_up: str = ""
    reply: str = ""
    repair: str = ""
    second: int | None = None
    visit: str = ""


@dataclass(frozen=True)
class Ratings:
    """A page of ratings, the newest first; `next` is the key of the next page, empty on the last."""

    rows: tuple[RatingView, ...]
    next: str


def may_rate(*, by: Subject, at: dt.datetime, case: str = "", visit: str = "") -> bool:
    """Whether the subject may rate this case now (its applicant, after the decision, once), or this visit by its code.
    One query.
    """
    rows = Occasion.objects.filter(own(by), rating=None)
    if visit:
        return rows.filter(visit=visit, rate_until__gte=timezone.localtime(at).date()).exists()
    return rows.filter(case=case).exists()


def check_words(stars: int, comment: str) -> str:
    """The comment without blanks around it. Raises EvaluationError naming the field."""
    if isinstance(stars, bool) or not 1 <= stars <= MOST_STARS:
        raise EvaluationError(_("Choose from one to five stars."), field="stars")
    if len(comment) > MAX_WORDS:
        raise EvaluationError(_("Write at most %(count)s characters.") % {"count": MAX_WORDS}, field="comment")
    return comment.replace("\x00", "").strip()


def rate(
    *, case: str, stars: int, by: Subject, at: dt.datetime, tags: Sequence[str] = (), comment: str = ""
) -> RatingView:
    """Rates a decided case, once and for good; up to two stars open a follow-up. Raises EvaluationError when the case
    is not the subject's, not decided, or rated already, and for what was entered wrongly.
    """
    with transaction.atomic():
        occasion = Occasion.objects.select_for_update().filter(own(by), case=case).first()
        if occasion is None:
            raise EvaluationError(_("You can rate your own cases, once they are decided."))
        return enter(occasion, stars=stars, tags=tags, comment=comment, by=by, at=at)


def enter(
    occasion: Occasion, *, stars: int, tags: Sequence[str], comment: str, by: Subject, at: dt.datetime
) -> RatingView:
    """Rates an occasion that the caller has locked, inside its transaction. Raises EvaluationError."""
    comment = check_words(stars, comment)
    if any(tag not in TAGS for tag in tags):
        raise EvaluationError(_("Choose from the words offered."), field="tags")
    chosen = [code for code in TAGS if code in tags]
    try:
        with transaction.atomic():
            row = Rating.objects.create(
                occasion=occasion, stars=stars, tags=chosen, comment=comment, by=by.person, at=at
            )
    except IntegrityError:
        raise EvaluationError(_("You have rated this case already.")) from None
    clerks = sorted(clerks_of(occasion, by=by))
    RatedClerk.objects.bulk_create(RatedClerk(rating=row, person=person) for person in clerks)
    case = occasion.case or ""
    if stars <= BAD:
        token = tokens.hashed(tokens.code(f"again:{occasion.about}"))
        due = last_day("reply", since=at)
        FollowUp.objects.create(rating=row, opened_at=at, due_on=due, token=token)
        outbox.publish(FollowUpOpened(case, occasion.offer, occasion.unit, due, occasion.visit or ""), at=at)
    audit.record(at=at, by=by, action="evaluation.rate", object=occasion.about, case=case)
    return shown(row)


def shown(row: Rating) -> RatingView:
    follow, occasion = getattr(row, "follow_up", None), row.occasion
    found = RatingView(
        occasion.case or "", Text(occasion.title_zh, occasion.title_en), row.stars,
        tuple(TAGS[code] for code in row.tags if code in TAGS), row.comment, row.at, visit=occasion.visit or "",
    )  # fmt: skip
    if follow is None:
        return found
    return replace(found, follow_up=follow.state, reply=follow.reply, repair=follow.repair, second=follow.stars)


def rating(*, case: str) -> RatingView | None:
    """The rating of a case, for its applicant: the caller has checked that the case is theirs. Officials use
    `desk_ratings`. One query.
    """
    row = Rating.objects.select_related("occasion", "follow_up").filter(occasion__case=case).first()
    return shown(row) if row else None


def hidden_from(person: str, rating: str = "") -> Q:
    """Ratings that a person worked for and whose case or follow-up is not closed. `rating` is the way to the rating."""
    way = f"{rating}__" if rating else ""
    worked = Q(**{f"{way}clerks__person": person})
    going_on = Q(**{f"{way}occasion__closed_at": None}) | Q(**{f"{way}follow_up__state__in": ["open", "replied"]})
    return worked & going_on


def settled() -> Q:
    """Ratings whose case and follow-up are closed: only these are counted, lest a count betray one to a rated clerk.
    One under appeal does not count before the appeal is dismissed.
    """
    over = Q(occasion__closed_at__isnull=False) & (Q(follow_up=None) | Q(follow_up__state="closed"))
    return over & (Q(appeal=None) | Q(appeal__outcome="dismissed"))


def visible(by: Subject, at: dt.datetime) -> QuerySet[Rating]:
    """The ratings that an official may see: granted, and not of an open matter of their own."""
    rows = authority.visible_to(
        Rating.objects.all(), subject=by, permission=READ, at=at, unit_field="occasion__unit_path"
    )
    unseen = Rating.objects.filter(hidden_from(by.person)).values("pk")
    return rows.exclude(pk__in=unseen)


def desk_ratings(
    *, by: Subject, at: dt.datetime, after: str = "", limit: int = 20, offer: str = "", case: str = ""
) -> Ratings:
    """The ratings of the units that an official may look into, of one offer, one case or one visit if named. One
    query beside the grants.
    """
    rows = visible(by, at).select_related("occasion", "follow_up").order_by("-id")
    rows = rows.filter(occasion__offer=offer) if offer else rows
    rows = rows.filter(Q(occasion__case=case) | Q(occasion__visit=case)) if case else rows
    if after.isascii() and after.isdigit() and len(after) < LONGEST_KEY:
        rows = rows.filter(pk__lt=int(after))
    size = max(1, min(limit, MAX_LIMIT))
    found = list(rows[: size + 1])
    more = str(found[size - 1].pk) if len(found) > size else ""
    return Ratings(tuple(shown(row) for row in found[:size]), more)
