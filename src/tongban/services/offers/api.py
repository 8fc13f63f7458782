"""The front door of offers: what a government does for people, and how to find it."""

from __future__ import annotations

from tongban.kernel.declarations import api as declarations
from tongban.services.offers import search as _search
from tongban.services.offers.declarations import (
    Condition,
    Contests,
    Evidence,
    Fee,
    Keywords,
    Later,
    Offer,
    Result,
    Retention,
    Reuse,
    Routing,
    read_offer,
)
from tongban.services.offers.limits import PRIVATE, capped, most_extra, pause_allowed, settled
from tongban.services.offers.places import Place, falling, places, waiting_for
from tongban.services.offers.routes import named as posts_named
from tongban.services.offers.routes import spellings
from tongban.services.offers.times import OF_LAW, ExtensionRule, Limit, PauseRule, Tacit

__all__ = [
    "OF_LAW", "PRIVATE", "Condition", "Contests", "Evidence", "ExtensionRule", "Fee", "Hit", "Hits", "Keywords",
    "Later", "Limit", "Offer", "PauseRule", "Place", "Result", "Retention", "Reuse", "Routing", "Tacit", "capped",
    "falling",
    "life_events", "life_events_of", "most_extra", "offer", "offers", "parts", "pause_allowed", "places",
    "posts_named", "read_offer", "reviewing", "search", "settled", "spellings", "waiting_for",
]  # fmt: skip

Hit = _search.Hit
Hits = _search.Hits


def offer(key: str, version: str | None = None) -> Offer:
    """An offer in force, or in a pinned version. Raises LookupError when it was never published."""
    item = declarations.pinned("offers", key, version) if version else declarations.current("offers", key)
    found: Offer = item.value
    return found


def offers() -> tuple[Offer, ...]:
    """Every offer in force, by key: one query."""
    return tuple(item.value for item in declarations.current_all("offers"))


def life_events() -> tuple[Offer, ...]:
    """The life events in force, by key: one query."""
    return tuple(one for one in offers() if one.life_event)


def reviewing() -> tuple[Offer, ...]:
    """The services in force that reconsider decisions of others, by key: one query."""
    return tuple(one for one in offers() if one.contests)


def parts(key: str, version: str | None = None) -> tuple[Offer, ...]:
    """The offers that a case of this offer has matters for: a life event's parts, else the offer itself.

    Raises LookupError when the offer or a part was never published.
    """
    whole = offer(key, version)
    if not whole.life_event:
        return (whole,)
    found: dict[str, Offer] = {item.key: item.value for item in declarations.current_all("offers", keys=whole.parts)}
    if lost := set(whole.parts) - set(found):
        raise LookupError(f"no published offers/{min(lost)}; is the package loaded?")
    return tuple(found[part] for part in whole.parts)


def life_events_of(key: str) -> tuple[Offer, ...]:
    """The life events that an offer is part of."""
    return tuple(one for one in life_events() if key in one.parts)


def search(
    *,
    query: str = "",
    language: str = "zh-hans",
    audience: str = "",
    life_event: str = "",
    authority: str = "",
    after: str = "",
    limit: int = 20,
) -> Hits:
    """Finds offers by words in either language, by single Chinese characters in a row, or by pinyin initials.

    Ranked title before keywords before text, then by title in `language`. `audience` is `person` or `company`,
    `life_event` an offer key, `authority` a unit code, `after` the `next` of the page before. At most three queries.
    Never raises on any input; a cursor that it did not make begins at the start.
    """
    return _search.search(
        query=query,
        language=language,
        audience=audience,
        life_event=life_event,
        authority=authority,
        after=after,
        limit=limit,
    )
