"""A limit that ran out is laid before the post that the offer names: recorded, told once."""

from __future__ import annotations

import datetime as dt

from tongban.kernel.declarations.api import Text
from tongban.kernel.outbox import api as outbox
from tongban.services.cases import access, clocks, colleagues, history, telling
from tongban.services.cases.events import CaseEscalated
from tongban.services.cases.models import Case, Clock, Escalation
from tongban.services.offers import api as offers
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import SYSTEM

LATE = ("handling", clocks.WHOLE)


def escalate(case: Case, clock: Clock, at: dt.datetime) -> None:
    """Tells the post of the offer, and that of the part where it is one's clock; the case is locked. Again: changes
    nothing.
    """
    posts = posts_of(case, clock)
    if not posts or clock.kind not in LATE or clock.due_on is None or Escalation.objects.filter(clock=clock).exists():
        return
    post, persons = posts[0], colleagues.persons_of(tuple(authority.post_ref(one) for one in posts), at)
    Escalation.objects.create(clock=clock, post=post, persons=list(persons), at=at)
    history.write(case, "escalated", by=SYSTEM, at=at, public=False, what=titled(post))
    access.note(case, "escalate", by=SYSTEM, at=at, post=post)
    outbox.publish(CaseEscalated(**telling.about(case), post=post, due=clock.due_on, persons=persons), at=at)


def posts_of(case: Case, clock: Clock) -> list[str]:
    """The post of the part whose clock it is, and that of the whole, which answers for every part."""
    whole = offers.offer(case.offer, case.offer_version)
    part = offers.offer(clock.matter.offer, clock.matter.offer_version) if clock.matter else whole
    return [one for one in dict.fromkeys((part.escalate, whole.escalate)) if one]


def titled(post: str) -> Text:
    """Unit and title of a post, for a line of history."""
    try:
        found = authority.post(post)
    except LookupError:  # dissolved since
        return Text(post, post)
    name, title = found.unit_name, found.title
    return Text(f"{name.zh}{title.zh}", f"{name.en}: {title.en}")
