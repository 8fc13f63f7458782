"""What happens when an offer is published: it is listed, its competence is recorded, its words are indexed."""

from __future__ import annotations

import datetime as dt

from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import DeclarationError, Item, Package, Problem
from tongban.services.offers import index, words
from tongban.services.offers.declarations import Offer
from tongban.services.offers.models import LifePart, Listing, OfferFunction


def publish(_: Package, item: Item, at: dt.datetime) -> None:
    """Lists one offer, in the publishing transaction. Raises DeclarationError for a second competent authority."""
    del at
    offer: Offer = item.value
    row, _created = Listing.objects.update_or_create(
        key=item.key,
        defaults={
            "version": item.version,
            "competence": _competence(offer, item),
            "kind": offer.kind,
            "authority": offer.authority,
            "area": offer.area,
            "person": "person" in offer.audience,
            "company": "company" in offer.audience,
            "title": {"zh": offer.title.zh, "en": offer.title.en},
            "summary": {"zh": offer.summary.zh, "en": offer.summary.en},
            "sort_zh": words.pinyin(offer.title.zh)[:300],
            "sort_en": words.clean(offer.title.en or offer.title.zh)[:300],
        },
    )
    LifePart.objects.filter(whole=row).delete()
    LifePart.objects.bulk_create(
        LifePart(whole=row, part=part, position=place) for place, part in enumerate(offer.parts)
    )
    index.put(row.pk, _texts(offer))


def _competence(offer: Offer, item: Item) -> OfferFunction | None:
    if not offer.function:
        return None
    known, _ = OfferFunction.objects.get_or_create(
        function=offer.function, area=offer.area, defaults={"authority": offer.authority}
    )
    if known.authority == offer.authority:
        return known
    others = known.listings.exclude(key=item.key)
    if others.exists():
        raise DeclarationError([second_authority(item.source, offer, known.authority, others[0].key)])
    known.authority = offer.authority
    known.save(update_fields=["authority"])
    return known


def second_authority(source: str, offer: Offer, other: str, key: str) -> Problem:
    return Problem(
        source,
        "authority",
        f"two competent authorities for function {offer.function} in area {offer.area}: {offer.authority} here, "
        f"{other} in offers/{key}",
        "one function in one area has one competent authority",
    )


def _texts(offer: Offer) -> dict[str, list[str]]:
    title = words.tokens(f"{offer.title.zh} {offer.title.en}")
    named = [*offer.keywords.zh, *offer.keywords.en]
    spelled = [word for word in (words.pinyin(one) for one in (offer.title.zh, *offer.keywords.zh)) if word]
    keywords = [word for one in (*named, *spelled) for word in words.tokens(one)]
    letters = words.initials(" ".join((offer.title.zh, *offer.keywords.zh)))
    said = [offer.summary, *(one.text for one in offer.conditions), *(one.title for one in offer.evidence)]
    said += [one.title for one in offer.results] + [one.law for one in offer.legal_basis]
    body = words.tokens(" ".join(f"{text.zh} {text.en}" for text in said) + f" {offer.function}")
    return {"title": title, "keywords": keywords, "initials": letters, "body": body}


def published(kind: str, key: str) -> Item | None:
    """A declaration in force, or None."""
    try:
        return declarations.current(kind, key)
    except LookupError:
        return None
