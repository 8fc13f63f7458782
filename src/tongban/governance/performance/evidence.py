"""Evidence asked twice: by several offers for the same thing, or of the same applicant again. Counts only."""

from __future__ import annotations

from dataclasses import dataclass

from tongban.exchange.catalogue import api as catalogue
from tongban.exchange.mediator import api as mediator
from tongban.governance.performance.report import Query
from tongban.governance.performance.units import LEAST
from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Text
from tongban.services.cases import api as cases
from tongban.services.offers import api as offers

MOST = 20


@dataclass(frozen=True)
class Shared:
    """One piece of evidence that several offers ask of applicants."""

    title: Text
    offers: tuple[Text, ...]
    units: int


@dataclass(frozen=True)
class Again:
    """A field for files, or a resource, that the same applicants gave or were looked up for in more than one case."""

    title: Text
    applicants: int
    times: int
    units: int


@dataclass(frozen=True)
class Duplicates:
    shared: tuple[Shared, ...]
    uploads: tuple[Again, ...]
    lookups: tuple[Again, ...]


def duplicates(key: str, query: Query) -> Duplicates:
    """What is asked twice: `shared` concerns the offers that this process serves; the others all cases of the period,
    of at least LEAST applicants.
    """
    labels = _labels()
    uploads = cases.repeated_uploads(since=query.since, until=query.until, least=LEAST)
    lookups = mediator.repeated(since=query.since, until=query.until, least=LEAST)
    names = {key: one.title for key, one in catalogue.declared().items()}
    return Duplicates(
        _shared(key),
        tuple(
            Again(labels.get(one.name, Text(one.name, one.name)), one.applicants, one.times, one.units)
            for one in uploads[:MOST]
        ),
        tuple(
            Again(names.get(one.resource, Text(one.resource, one.resource)), one.subjects, one.times, one.consumers)
            for one in lookups[:MOST]
        ),
    )


def _labels() -> dict[str, Text]:
    """What the forms call their fields for files."""
    return {
        field.name: field.label
        for item in declarations.current_all("forms")
        for field in item.value.fields()
        if field.of.widget == "upload"
    }


def _shared(key: str) -> tuple[Shared, ...]:
    """Evidence of the offers of this process that others ask for under the same title."""
    known = offers.offers()
    found: dict[str, list[offers.Offer]] = {}
    titles: dict[str, Text] = {}
    for offer in known:
        for one in offer.evidence:
            if one.source == "applicant":
                found.setdefault(one.title.zh, []).append(offer)
                titles[one.title.zh] = one.title
    return tuple(
        Shared(titles[title], tuple(one.title for one in many), len({one.authority for one in many}))
        for title, many in sorted(found.items(), key=lambda pair: -len(pair[1]))
        if len(many) > 1 and any(one.process == key for one in many)
    )[:MOST]
