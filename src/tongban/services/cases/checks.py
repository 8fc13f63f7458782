"""What cases want of a process: that every task can be done by somebody and every operation is one.

The engine reads and proves a process without knowing of offers; here its references to them are looked up, by the
offers whose process it is.
"""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tongban.engines.processes import api as processes
from tongban.engines.processes.api import say as _
from tongban.engines.rules import api as rules
from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Item, Kind, Package, Problem
from tongban.services.cases.host import ACTS
from tongban.services.cases.operations.registry import SET, known
from tongban.services.offers import api as offers
from tongban.services.offers.api import Offer
from tongban.trust.authority import api as authority

DECIDING = ("examine", "decide")
FORMULAS = ("key", "holder-code", "holder-name", "number", "valid-years")


@dataclass(frozen=True)
class Context:
    """A process, the offers that use it, and what may be referred to."""

    package: Package
    item: Item
    offers: tuple[Offer, ...]
    posts: dict[str, set[str]]  # unit code -> post codes

    def problem(self, node: Any, message: str, suggestion: str = "") -> Problem:
        return Problem(
            self.item.source, f"line {node.line}", processes.placed(f"{node.kind} {node.id!r}", message), suggestion
        )

    def knows(self, kind: str, key: str) -> bool:
        if self.package.find(kind, key) is not None:
            return True
        try:
            declarations.current(kind, key)
        except LookupError:
            return False
        return True


def extend(kind: Kind) -> Kind:
    """The kind `processes` with these checks after its own."""

    def check(package: Package, item: Item) -> Iterator[Problem]:
        if kind.check is not None:
            yield from kind.check(package, item)
        yield from check_process(package, item)

    return dataclasses.replace(kind, check=check)


def check_process(package: Package, item: Item) -> Iterator[Problem]:
    """Every fault of one process as the offers use it."""
    used = tuple(one.value for one in package.of("offers") if one.value.process == item.key)
    context = Context(package, item, used, _posts(package))
    for node in item.value.nodes.values():
        rule = _user if node.kind == "userTask" else _service if node.properties.get("operation") else None
        if rule is not None:
            yield from rule(context, node)


def _posts(package: Package) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {unit.code: set() for unit in authority.units()}
    for one in authority.posts():
        found.setdefault(one.unit, set()).add(one.code)
    for item in package.of("units"):
        for unit in item.value.units:
            found.setdefault(unit.code, set())
        for post in item.value.posts:
            found.setdefault(post.unit, set()).add(post.code)
    return found


def _user(context: Context, node: Any) -> Iterator[Problem]:
    act, part, form = (node.properties.get(name, "") for name in ("act", "part", "form"))
    if act not in ACTS:
        yield context.problem(node, _("tongban:act=%(act)r is no act of a case", act=act), near(act, ACTS))
    if form and not context.knows("forms", form):
        yield context.problem(node, _("unknown forms/%(form)s", form=form))
    yield from _part(context, node, part)
    for offer in context.offers:
        if offer.life_event and act in DECIDING and not part:
            yield context.problem(
                node,
                _("offers/%(offer)s has several parts: which one?", offer=offer.key),
                f"tongban:part={offer.parts[0]!r}",
            )
        yield from _post(context, node, offer, part)


def _part(context: Context, node: Any, part: str) -> Iterator[Problem]:
    for offer in context.offers:
        if part and part not in (offer.parts or (offer.key,)):
            yield context.problem(
                node, _("offers/%(offer)s has no part %(part)r", offer=offer.key, part=part), near(part, offer.parts)
            )


def _post(context: Context, node: Any, offer: Offer, part: str) -> Iterator[Problem]:
    post, unit = node.properties.get("post", ""), node.properties.get("unit", "")
    if not unit and node.loop is not None:
        return  # each instance has a unit of its own, known only when it runs
    owner = next((one.value for one in context.package.of("offers") if part and one.key == part), offer)
    unit = unit or owner.authority
    if unit not in context.posts:
        if node.properties.get("unit"):
            yield context.problem(node, _("unknown unit %(unit)r", unit=unit), near(unit, context.posts))
        return
    if post and not any(code in context.posts[unit] for code in offers.spellings(unit, post)):
        short = [code.removeprefix(f"{unit}.") for code in sorted(context.posts[unit])]
        yield context.problem(node, _("unit %(unit)s has no post %(post)r", unit=unit, post=post), near(post, short))


def _service(context: Context, node: Any) -> Iterator[Problem]:
    operation = node.properties["operation"]
    if operation not in known():
        yield context.problem(node, _("unknown operation %(operation)r", operation=operation), near(operation, known()))
    yield from _part(context, node, node.properties.get("part", ""))
    for name, value in node.properties.items():
        if name.startswith(SET) or name in FORMULAS:
            yield from _formula(context, node, name, value)
    check = OPERATIONS.get(operation)
    if check is not None:
        for offer in _owners(context, node):
            yield from check(context, node, offer)


def _owners(context: Context, node: Any) -> Iterator[Offer]:
    """The offers that an operation of this node is for: those that use the process, or their named part."""
    part = node.properties.get("part", "")
    for offer in context.offers:
        found = context.package.find("offers", part) if part and part in offer.parts else None
        yield found.value if found is not None else offer


def _formula(context: Context, node: Any, name: str, value: str) -> Iterator[Problem]:
    try:
        rules.compile_expression(value)
    except rules.FeelError as error:
        yield context.problem(node, _("tongban:%(name)s is not FEEL: %(error)s", name=name, error=error.message))


def _bill(context: Context, node: Any, offer: Offer) -> Iterator[Problem]:
    """What is billed is rounded by its rule: how one rounds is law, not the bill's business."""
    fee = offer.fee
    rule = node.properties.get("rule", fee.rule if fee else "")
    decision = node.properties.get("decision", fee.decision if fee else "")
    found = context.package.find("rules", rule)
    if found is None:
        return
    try:
        for one in rules.check_rounding(found.value, decision=decision):
            at = {"rule": rule, "decision": one.decision, "message": one.message}
            words = (
                _("rules/%(rule)s, %(decision)s, row %(row)s: %(message)s", row=one.row, **at)
                if one.row
                else _("rules/%(rule)s, %(decision)s: %(message)s", **at)
            )
            yield context.problem(node, words, one.suggestion)
    except LookupError as error:
        yield context.problem(node, str(error))


def _fetch(context: Context, node: Any, offer: Offer) -> Iterator[Problem]:
    name = node.properties.get("evidence", "")
    held = [one.id for one in offer.evidence if one.source == "register"]
    if name not in held:
        yield context.problem(
            node,
            _("offers/%(offer)s has no evidence %(name)r of a register", offer=offer.key, name=name),
            near(name, held),
        )


def _rule(context: Context, node: Any, offer: Offer) -> Iterator[Problem]:
    del offer
    rule, decision = node.properties.get("rule", ""), node.properties.get("decision", "")
    if not rule or not decision:
        yield context.problem(node, _("needs tongban:rule and tongban:decision"))
    elif not context.knows("rules", rule):
        yield context.problem(node, _("unknown rules/%(rule)s", rule=rule))


def _issue(context: Context, node: Any, offer: Offer) -> Iterator[Problem]:
    name = node.properties.get("result", "")
    made = [one.id for one in offer.results if one.document]
    if not made or (name and name not in made):
        yield context.problem(
            node,
            _("offers/%(offer)s has no document for result %(name)r", offer=offer.key, name=name),
            near(name, made),
        )


def near(wrong: str, right: Iterable[str]) -> str:
    """A suggestion for an unknown name."""
    names = sorted(right)
    close = difflib.get_close_matches(wrong, names, 1)
    if close:
        return _("did you mean %(name)r?", name=close[0])
    return _("known: %(names)s", names=", ".join(names[:8])) if names else ""


OPERATIONS: dict[str, Callable[[Context, Any, Offer], Iterator[Problem]]] = {
    "mediator.fetch": _fetch,
    "rules.decide": _rule,
    "certificates.issue": _issue,
    "payments.bill": _bill,
}
