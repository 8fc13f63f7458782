"""Why may, or may not, X do Y: every grant that could have said yes, and what it lacks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from tongban.trust.authority.conditions import Facts, compiled, in_words, subject_facts
from tongban.trust.authority.decisions import can, conditions_of, fits, holder_words, names
from tongban.trust.authority.models import Appointment, Grant
from tongban.trust.authority.permissions import permission_of
from tongban.trust.authority.subjects import Decision, Subject, refs_of


def explain(
    *,
    subject: Subject,
    permission: str,
    unit_path: str | None = None,
    level: int = 0,
    facts: Facts | None = None,
    purpose: str = "",
    at: dt.datetime,
) -> Decision:
    """The decision of `can`, with every reason in words, a sentence each. At most four queries."""
    decision = can(
        subject=subject, permission=permission, unit_path=unit_path, level=level, facts=facts, purpose=purpose, at=at
    )  # fmt: skip
    if decision.allowed:
        return decision
    sentences = [decision.reason, *_duties(subject, permission)]
    lost = _lost_posts(subject, at)
    refs = refs_of(subject) | lost.keys()
    rows = Grant.objects.filter(holder__in=refs).order_by("id")
    rows = rows.select_related("scope", "role", "parent__role", "parent__parent__role", "parent__parent__parent__role")
    for row in rows:
        if names(row, permission):
            who = lost.get(row.holder) or holder_words(row.holder, subject)
            lacks = [*_lacks(row, unit_path, level, purpose, at, lost=row.holder in lost)]
            lacks += _unmet(row, subject, permission, facts if unit_path is None else facts or {})
            words = _("Grant %(number)s (%(who)s): %(lack)s")
            sentences += [words % {"number": row.pk, "who": who, "lack": lack} for lack in lacks]
    return Decision(allowed=False, reason=" ".join(sentences))


def _duties(subject: Subject, permission: str) -> Iterator[str]:
    duties = {post.officer for post in subject.posts if post.officer}
    if len(duties) > 1:
        yield _("Whoever holds two officers' duties at once may do nothing.")
    elif duties and not permission_of(permission).officer_only:
        yield _("Officers do no business.")


def _lost_posts(subject: Subject, at: dt.datetime) -> dict[str, str]:
    """The posts that the person held once, or will hold, but does not hold now."""
    if not subject.person:
        return {}
    rows = Appointment.objects.filter(person=subject.person).select_related("post")
    rows = rows.filter(Q(until__lte=at) | Q(since__gt=at))
    now = refs_of(subject)
    found = {f"post:{row.post.code}": str(row.post.title) for row in rows}
    return {ref: title for ref, title in found.items() if ref not in now}


def _day(moment: dt.datetime) -> str:
    return date_format(localtime(moment), "DATE_FORMAT")


def _lacks(
    row: Grant, unit_path: str | None, level: int, purpose: str, at: dt.datetime, *, lost: bool
) -> Iterator[str]:
    if lost:
        yield _("this post is not held today.")
    yield from _force(row, at)
    if unit_path is not None and row.scope and not unit_path.startswith(row.scope.path):
        yield _("it reaches only %(scope)s.") % {"scope": row.scope.name}
    if level > row.max_level:
        yield _("it reaches only level %(level)s.") % {"level": row.max_level}
    if not fits(row, purpose):
        yield _("it serves another purpose or another zone.")


def _unmet(row: Grant, subject: Subject, permission: str, facts: Facts | None) -> Iterator[str]:
    """The conditions that an object with these attributes does not fulfil."""
    who = subject_facts(subject, row.holder)
    for text in conditions_of(row):
        condition = compiled(text, permission)
        if condition is None:
            yield _("its condition cannot be judged: %(condition)s.") % {"condition": text}
        elif facts is not None and not (condition.names <= facts.keys() and condition.holds(facts, who)):
            yield _("it reaches only where %(condition)s.") % {"condition": in_words(text, permission)}


def _force(row: Grant, at: dt.datetime) -> Iterator[str]:
    if row.approved_at is None:
        yield _("it waits for approval.")
    if row.since > at:
        yield _("it begins on %(day)s.") % {"day": _day(row.since)}
    ends = min((end for end in (row.until, row.ended_at) if end is not None), default=None)
    if ends is not None and ends <= at:
        yield _("it ended on %(day)s.") % {"day": _day(ends)}
    if row.parent is not None and any(_force(row.parent, at)):
        yield _("the grant it was delegated from is not in force.")
