"""What the catalogue has to say about a package, and how its needs become agreements."""

from __future__ import annotations

import datetime as dt
import difflib
from collections import Counter
from collections.abc import Iterable, Iterator

from tongban.exchange.catalogue import api
from tongban.exchange.catalogue.declarations import Entry, Need, Resource
from tongban.exchange.catalogue.models import Agreement
from tongban.kernel.declarations.api import Item, Package, Problem
from tongban.trust.privacy import api as privacy


def _known(package: Package) -> dict[str, Resource]:
    """The resources a need may name: of base registers, of packages already published, of this package."""
    own = [item.value.resource for item in package.of(api.KIND) if item.value.resource is not None]
    return {one.id: one for one in [*api.resources(), *own]}


def _identity(need: Need) -> tuple[str, str, str]:
    return need.offer, need.resource, need.purpose


def check(package: Package, item: Item) -> Iterator[Problem]:
    """A need names a known resource that is shared, fields that it has, and an offer of the package, once."""
    entry: Entry = item.value
    if entry.resource is not None and entry.resource.id in api.declared():
        yield Problem(item.source, "resource", f"{entry.resource.id} is a base register's resource already")
    if not entry.needs:
        return
    known = _known(package)
    offers = {one.key for one in package.of("offers")}
    times = Counter(_identity(need) for one in package.of(api.KIND) for need in one.value.needs)
    for index, need in enumerate(entry.needs):
        path = f"needs[{index}]"
        if times[_identity(need)] > 1:
            yield Problem(item.source, path, f"{need.offer} needs {need.resource} for {need.purpose} twice")
        if need.offer not in offers:
            yield _unknown(item.source, f"{path}.offer", need.offer, offers)
        yield from _check_purpose(item.source, path, need)
        yield from _check_resource(item.source, path, need, known)


def _unknown(source: str, path: str, name: str, known: Iterable[str]) -> Problem:
    near = difflib.get_close_matches(name, list(known), 1)
    return Problem(source, path, f"unknown: {name}", f"did you mean {near[0]!r}?" if near else "")


def _check_purpose(source: str, path: str, need: Need) -> Iterator[Problem]:
    try:
        privacy.purpose(need.purpose)
    except privacy.UndeclaredPurpose:
        yield Problem(source, f"{path}.purpose", f"no block declares the purpose {need.purpose}")


def _check_resource(source: str, path: str, need: Need, known: dict[str, Resource]) -> Iterator[Problem]:
    resource = known.get(need.resource)
    if resource is None:
        yield _unknown(source, f"{path}.resource", need.resource, known)
        return
    if resource.sharing == "not_shared":
        yield Problem(source, f"{path}.resource", f"{need.resource} is not shared")
    names = [item.name for item in resource.fields]
    for number, name in enumerate(need.fields):
        if name not in names:
            yield _unknown(source, f"{path}.fields[{number}]", name, names)


def publish(_package: Package, item: Item, at: dt.datetime) -> None:
    """Ends the agreements of the entry's earlier version and grants those of this one."""
    entry: Entry = item.value
    in_force = Agreement.objects.filter(until=None)
    in_force.filter(source=item.key).update(until=at)
    for need in entry.needs:  # an entry may take a need over from another file of its package
        in_force.filter(consumer=need.offer, resource=need.resource, purpose=need.purpose).update(until=at)
    Agreement.objects.bulk_create(
        Agreement(
            source=item.key,
            version=item.version,
            consumer=need.offer,
            resource=need.resource,
            fields=list(need.fields),
            purpose=need.purpose,
            legal_basis=need.legal_basis.citation,
            since=at,
        )
        for need in entry.needs
    )
