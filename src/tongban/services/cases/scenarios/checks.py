"""What can be said of a scenario without playing it: each fault names its key."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator

from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Item, Package, Problem
from tongban.services.cases.scenarios.declarations import OF_OFFICIALS, Scenario, Step, Then
from tongban.services.offers.api import Offer
from tongban.trust.authority import api as authority


def check(package: Package, item: Item) -> Iterator[Problem]:
    """Unknown offers, fields, parts, posts, documents and rules; what is not translated."""
    scenario: Scenario = item.value
    if not (scenario.title.zh and scenario.title.en):
        yield Problem(item.source, "title", "not translated", severity="warning")
    for path, message, hint in _faults(package, scenario):
        yield Problem(item.source, path, message, hint)


Fault = tuple[str, str, str]


def _faults(package: Package, scenario: Scenario) -> Iterator[Fault]:
    for place, one in enumerate(scenario.rules):
        yield from _known(f"rules[{place}].rule", one.rule, _keys(package, "rules"), "rule")
    if not scenario.offer:
        yield from _alone(package, scenario)
        return
    yield from _known("offer", scenario.offer, _keys(package, "offers"), "offer")
    offer = _find(package, "offers", scenario.offer)
    if offer is not None:
        yield from _trip(package, scenario, offer.value)


def _alone(package: Package, scenario: Scenario) -> Iterator[Fault]:
    """A trip that ends with its form."""
    if scenario.form:
        yield from _known("form", scenario.form, _keys(package, "forms"), "form")
        form = _find(package, "forms", scenario.form)
        if form is not None:
            yield from _asked(scenario, scenario.form, {one.name for one in form.value.fields()})


def _asked(scenario: Scenario, form: str, names: Collection[str]) -> Iterator[Fault]:
    what = f"field of forms/{form}"
    for name in scenario.answers:
        yield from _known(f"answers.{name}", name, names, what)
    asked = scenario.asked
    for key, some in (("shown", asked.shown), ("hidden", asked.hidden), ("computed", asked.computed)) if asked else ():
        for name in some:
            yield from _known(f"asked.{key}", name, names, what)
    for place, one in enumerate(scenario.tries):
        for name in (*one.answers, *one.messages):
            yield from _known(f"tries[{place}]", name, names, what)


def _trip(package: Package, scenario: Scenario, offer: Offer) -> Iterator[Fault]:
    form = _find(package, "forms", offer.form)
    names = {field.name for field in form.value.fields()} if form else set()
    yield from _asked(scenario, offer.form, names)
    parts, posts = set(offer.parts) or {scenario.offer}, _posts(package)
    for place, step in enumerate(scenario.steps):
        yield from _step(f"steps[{place}]", step, posts, parts)
        if step.then is not None:
            yield from _then(f"steps[{place}].then", step.then, package, parts)
    if scenario.then is not None:
        yield from _then("then", scenario.then, package, parts)


def _step(path: str, step: Step, posts: Collection[str], parts: Collection[str]) -> Iterator[Fault]:
    if step.act in OF_OFFICIALS:
        yield from _known(f"{path}.post", step.post, posts, "post")
    elif step.post:
        yield f"{path}.post", f"nobody at a post does this: {step.act}", "leave post out"
    if step.part:
        yield from _known(f"{path}.part", step.part, parts, "part of the offer")
    if step.act in ("decide", "decline") and not step.article:
        yield f"{path}.article", "missing: a decision rests on an article", ""


def _then(path: str, then: Then, package: Package, parts: Collection[str]) -> Iterator[Fault]:
    for part in then.parts:
        yield from _known(f"{path}.parts.{part}", part, parts, "part of the offer")
    documents = _keys(package, "documents")
    for name in then.certificates or ():
        yield from _known(f"{path}.certificates", name, documents, "document")
    for name in then.printed:
        yield from _known(f"{path}.printed.{name}", name.partition(".")[0], documents, "document")


def _known(path: str, name: str, known: Collection[str], what: str) -> Iterator[Fault]:
    if name not in known:
        close = difflib.get_close_matches(name, sorted(known), 1)
        hint = f"did you mean {close[0]!r}?" if close else f"known: {', '.join(sorted(known)[:8]) or 'none'}"
        yield path, f"unknown {what} {name!r}" if name else f"missing: the {what}", hint


def _find(package: Package, kind: str, key: str) -> Item | None:
    return package.find(kind, key) or next((one for one in declarations.current_all(kind) if one.key == key), None)


def _keys(package: Package, kind: str) -> set[str]:
    return {one.key for one in (*package.of(kind), *declarations.current_all(kind))}


def _posts(package: Package) -> set[str]:
    declared = {post.code for item in package.of("units") for post in item.value.posts}
    return declared | {post.code for post in authority.posts()}
