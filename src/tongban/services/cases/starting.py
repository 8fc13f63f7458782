"""The clocks of handling: the promise and the law's limit, of the case and of its parts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from tongban.services.cases import clocks, limits
from tongban.services.cases.models import Case, Clock, Matter
from tongban.services.offers import api as offers


def limits_of(
    case: Case, offer: offers.Offer, *, at: dt.datetime
) -> tuple[offers.Limit | None, offers.Limit | None]:  # fmt: skip
    """How long handling may take in this case, and the law's own limit where that is another one."""
    promised, statutory = (
        limits.settled(case, one, at=at) if one else None for one in (offer.promised, offer.statutory)
    )
    if promised and statutory:
        return offers.capped(promised, statutory), statutory
    return promised or statutory, None


def pair(case: Case, offer: offers.Offer, at: dt.datetime, matter: Matter | None = None) -> Clock | None:
    """Starts the clocks of one matter, or of the whole case; the clock of handling."""
    limit, statutory = limits_of(case, offer, at=at)
    silence = offer.tacit.outcome if offer.tacit else ""
    if limit is None:
        return None
    if statutory:
        clocks.start(case=case, kind="statutory", limit=statutory, at=at, yellow=0, matter=matter, silence=silence)
    alone = "" if statutory else silence  # the law speaks of its own limit, not of a shorter promise
    return clocks.start(
        case=case, kind="handling", limit=limit, at=at, yellow=offer.yellow, matter=matter, silence=alone
    )


def parts(case: Case, matters: Iterable[Matter], *, at: dt.datetime) -> list[Clock]:
    """Starts the clocks of parts."""
    started = [pair(case, offers.offer(one.offer, one.offer_version), at, one) for one in matters]
    return [clock for clock in started if clock is not None]
