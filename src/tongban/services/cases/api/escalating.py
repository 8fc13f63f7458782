"""A limit that ran out is laid before the post that the offer names: recorded, told once."""

from __future__ import annotations

import datetime as dt

from tongban.kernel.declarations.api import Text
from tongban.kernel.outbox import api as outbox
from tongban.services.cases import access, colleagues, history, telling
from tongban.services.cases.events import CaseEscalated
from tongban.services.cases.models import Case, Clock, Escalation
from tongban.services.offers import api as offers
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import SYSTEM


def escalate(case: Case, clock: Clock, at: dt.datetime) -> None:
    """Tells the post of the offer, of the part where it is one's clock; the case is locked. Again: changes nothing."""
    key, version = (clock.matter or case).offer, (clock.matter or case).offer_version
    post = offers.offer(key, version).escalate
    if not post or clock.kind != "handling" or clock.due_on is None or Escalation.objects.filter(clock=clock).exists():
        return
    persons = colleagues.persons_of((authority.post_ref(post),), at)
    Escalation.objects.create(clock=clock, post=post, persons=list(persons), at=at)
    history.write(case, "escalated", by=SYSTEM, at=at, public=False, what=titled(post))
    access.note(case, "escalate", by=SYSTEM, at=at, post=post)
    outbox.publish(CaseEscalated(**telling.about(case), post=post, due=clock.due_on, persons=persons), at=at)


def titled(post: str) -> Text:
    """Unit and title of a post, for a line of history."""
    try:
        found = authority.post(post)
    except LookupError:  # dissolved since
        return Text(post, post)
    name, title = found.unit_name, found.title
    return Text(f"{name.zh}{title.zh}", f"{name.en}: {title.en}")
