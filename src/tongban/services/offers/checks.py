"""What the package linter has to say about offers. A rule is a function of the offer and what it may refer to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from tongban.engines.rules import api as rules
from tongban.exchange.catalogue import api as catalogue
from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Item, Package, Problem, Text
from tongban.services.offers import levels, ordering, timing
from tongban.services.offers.context import Context, near, twice
from tongban.services.offers.declarations import Evidence, Offer
from tongban.services.offers.publishing import second_authority
from tongban.services.offers.routes import faults
from tongban.trust.authority import api as authority

MOST_YEARS = 100
HANDLING = "case-handling"  # the purpose for which the desk fetches evidence


def check(package: Package, item: Item) -> Iterator[Problem]:
    """Every fault of one offer: errors stop publishing, warnings do not."""
    context = Context(package, item, item.value)
    for rule in RULES:
        yield from rule(context)


def _law(context: Context) -> Iterator[Problem]:
    offer = context.offer
    if not offer.legal_basis:
        yield context.problem("legal_basis", "a service without legal basis", "name law, article and source")
    if not offer.audience:
        yield context.problem("audience", "nobody may use this service", 'audience = ["person"], ["company"] or both')
    if offer.kind not in ("life_event", "filing") and offer.statutory is None:
        yield context.problem("statutory", "missing: every service but a filing has a statutory time limit")
    for name in ("statutory", "acceptance"):
        limit = getattr(offer, name)
        if limit is not None and limit.legal_basis is None:
            yield context.problem(f"{name}.legal_basis", "a time limit without a source")
    promised, statutory = offer.promised, offer.statutory
    if promised and statutory and promised.unit == statutory.unit and promised.amount > statutory.amount:
        yield context.problem("promised.amount", f"promises {promised.amount}, but the law allows {statutory.amount}")
    if offer.fee and offer.fee.rule and offer.fee.legal_basis is None:
        yield context.problem("fee.legal_basis", "a fee without legal basis")


def _competence(context: Context) -> Iterator[Problem]:
    offer = context.offer
    if offer.life_event:
        return
    if not offer.function:
        yield context.problem("function", "missing: the code in the list of powers and duties")
        return
    rivals = [one for one in context.package.of("offers") if one.key != context.item.key]
    named = {one.key for one in rivals}
    rivals += [one for one in declarations.current_all("offers") if one.key not in named | {context.item.key}]
    for rival in rivals:
        other: Offer = rival.value
        same = other.function == offer.function and other.area == offer.area
        if same and other.authority != offer.authority:
            yield second_authority(context.item.source, offer, other.authority, rival.key)


def _unit(context: Context) -> Iterator[Problem]:
    known = {unit.code for unit in authority.units()} | set(_declared_units(context.package))
    if context.offer.authority not in known:
        yield context.problem(
            "authority", f"unknown unit {context.offer.authority!r}", near(context.offer.authority, known)
        )


def _declared_units(package: Package) -> Iterator[str]:
    for item in package.of("units"):
        for unit in getattr(item.value, "units", ()):
            yield unit.code


def _references(context: Context) -> Iterator[Problem]:
    offer = context.offer
    wanted = [("form", "forms", offer.form), ("process", "processes", offer.process)]
    wanted += [(f"parts[{i}]", "offers", part) for i, part in enumerate(offer.parts)]
    wanted += [(f"results[{i}].document", "documents", one.document) for i, one in enumerate(offer.results)]
    wanted += [("tacit.document", "documents", offer.tacit.document)] if offer.tacit else []
    wanted += [("fee.rule", "rules", offer.fee.rule)] if offer.fee else []
    wanted += [("routing.rule", "rules", offer.routing.rule)] if offer.routing else []
    for path, kind, key in wanted:
        if key and context.find(kind, key) is None:
            yield context.problem(path, f"unknown {kind}/{key}", near(key, _keys(context, kind)))
    if "online" in offer.channels and bool(offer.form) != bool(offer.process):
        missing = "process" if offer.form else "form"
        yield context.problem(missing, "missing: a service that is online has a form and a process")


def _keys(context: Context, kind: str) -> set[str]:
    return {one.key for one in (*context.package.of(kind), *declarations.current_all(kind))}


def _parts(context: Context) -> Iterator[Problem]:
    offer = context.offer
    if offer.life_event and not offer.parts:
        yield context.problem("parts", "a life event composes at least one offer")
    if not offer.life_event and offer.parts:
        yield context.problem("parts", "only a life event has parts", 'kind = "life_event"?')
    for place, part in enumerate(offer.parts):
        found = context.find("offers", part)
        if found is not None and found.value.life_event:
            yield context.problem(f"parts[{place}]", f"{part} is a life event itself; name its parts")
    yield from twice(context, "parts", offer.parts)
    yield from twice(context, "evidence", (one.id for one in offer.evidence))
    yield from twice(context, "results", (one.id for one in offer.results))


def _tacit(context: Context) -> Iterator[Problem]:
    """Silence decides only beyond a limit of the law, in a case of its own, and grants only with a certificate."""
    offer = context.offer
    if offer.tacit and (offer.statutory is None or offer.life_event):
        yield context.problem("tacit", "silence decides only where the law sets this service a time limit of its own")
    if offer.tacit and offer.tacit.outcome == "granted" and not offer.tacit.document:
        yield context.problem("tacit.document", "missing: the certificate that the applicant holds")
    for place, part in enumerate(offer.parts):
        found = context.find("offers", part)
        if found is not None and found.value.tacit:
            yield context.problem(f"parts[{place}]", f"{part} is decided by silence: apply for it by itself")


def _contests(context: Context) -> Iterator[Problem]:
    """The fields that say what is contested, and why late, are texts that whoever applies can fill in."""
    offer = context.offer
    form = context.find("forms", offer.form) if offer.form else None
    if offer.contests is None or form is None:
        return
    kinds = {one.name: one.kind for one in form.value.fields()}
    for name in ("decision", "excuse"):
        field = getattr(offer.contests, name)
        if kinds.get(field) not in ("text", "longtext"):
            yield context.problem(f"contests.{name}", f"{field!r} is no text field of the form", near(field, kinds))
    if offer.life_event:
        yield context.problem("contests", "a life event contests nothing")


def _evidence(context: Context) -> Iterator[Problem]:
    held = {one.id: one for one in catalogue.resources()}
    held |= {one.id: one for one in (item.value.resource for item in context.package.of("catalogue")) if one}
    titles = {one.title.zh: one.id for one in held.values()}
    for place, one in enumerate(context.offer.evidence):
        path = f"evidence[{place}]"
        if one.source != "register":
            holder = one.resource or (one.id if one.id in held else titles.get(one.title.zh, ""))
            if holder:
                yield context.problem(
                    f"{path}.source", f"asks the applicant for {one.id}, which {holder} holds", 'source = "register"'
                )
        elif one.resource not in held:
            yield context.problem(f"{path}.resource", f"unknown catalogue/{one.resource}", near(one.resource, held))
        else:
            yield from _fetched(context, path, one, held[one.resource])


def _fetched(context: Context, path: str, one: Evidence, resource: catalogue.Resource) -> Iterator[Problem]:
    if not one.fields or not one.key:
        yield context.problem(path, "evidence from a register names its fields and the key of the record")
    for name in one.fields:
        if resource.item(name) is None:
            names = [item.name for item in resource.fields]
            yield context.problem(f"{path}.fields", f"{resource.id} has no field {name!r}", near(name, names))
    if not set(one.fields) <= _agreed(context, resource.id):
        yield context.problem(
            path,
            f"offers/{context.item.key} has no agreement with {resource.id} for these fields",
            'add it to [[needs]] in catalogue/*.toml with purpose = "case-handling"',
        )
    yield from _feel(context, f"{path}.key", one.key)


def _agreed(context: Context, resource: str) -> set[str]:
    """The fields of a resource that the offer is or will be granted for handling cases."""
    needs = [need for item in context.package.of("catalogue") for need in item.value.needs]
    wanted = (context.item.key, resource, HANDLING)
    found = {name for need in needs if (need.offer, need.resource, need.purpose) == wanted for name in need.fields}
    for one in catalogue.agreements(consumer=context.item.key, resource=resource):
        found |= set(one.fields) if one.purpose == HANDLING else set()
    return found


def _feel(context: Context, path: str, expression: str) -> Iterator[Problem]:
    if expression:
        try:
            rules.compile_expression(expression)
        except rules.FeelError as error:
            yield context.problem(path, str(error))


def _routing(context: Context) -> Iterator[Problem]:
    """A table that routes names posts of the competent unit, by facts that identify nobody."""
    offer = context.offer
    if offer.routing is None:
        return
    if offer.life_event:
        yield context.problem("routing", "a life event is routed by its parts")
    rule = context.find("rules", offer.routing.rule)
    if rule is None or not isinstance(rule.value, rules.Model):
        return
    form = context.find("forms", offer.form) if offer.form else None
    fields = {one.name: one.kind for one in form.value.fields()} if form else {}
    for message in faults(
        rule.value, offer.routing.decision, unit=offer.authority, posts=_posts(context), fields=fields
    ):
        yield context.problem("routing", message)


def _posts(context: Context) -> frozenset[str]:
    """The posts of the competent unit, published or in the package."""
    declared = [post for item in context.package.of("units") for post in getattr(item.value, "posts", ())]
    return frozenset(one.code for one in (*declared, *authority.posts()) if one.unit == context.offer.authority)


def _escalation(context: Context) -> Iterator[Problem]:
    """Whoever is told of a limit that ran out, or of silence, holds a post that there is."""
    declared = {one.code for item in context.package.of("units") for one in getattr(item.value, "posts", ())}
    known = declared | {one.code for one in authority.posts()}
    for path, post in (("escalate", context.offer.escalate), ("opinions.post", context.offer.opinions.post)):
        if post and post not in known:
            yield context.problem(path, f"unknown post {post!r}", near(post, known))


def _later(context: Context) -> Iterator[Problem]:
    """What may follow: an upload that may stay empty, in a case of its own, with a lawful limit and a statement."""
    form = context.find("forms", context.offer.form) if context.offer.form else None
    fields = {one.name: one for one in form.value.fields()} if form else {}
    for place, one in enumerate(context.offer.evidence):
        later, path = one.later, f"evidence[{place}].later"
        if later is None:
            continue
        if context.offer.life_event or one.source == "register":
            yield context.problem(path, "only what the applicant brings to a service of its own may follow")
        if not later.statement.zh:
            yield context.problem(f"{path}.statement", "missing: what the applicant accepts, word for word")
        if later.limit.rule or later.limit.amount == 0:
            yield context.problem(f"{path}.limit", "the time for what may follow is a fixed amount of at least one")
        upload = fields.get(one.field)
        if upload is not None and upload.required:
            hint = "an upload of the form with required = false"
            yield context.problem(f"evidence[{place}].field", f"{one.field!r} cannot stay empty", hint)


def _retention(context: Context) -> Iterator[Problem]:
    """Cases are kept for a number of years that a law or rule gives, or for good."""
    kept = context.offer.retention
    if kept is None:
        return
    if kept.permanent == bool(kept.years) or not 0 <= kept.years <= MOST_YEARS:
        yield context.problem("retention", f"either permanent = true, or years from 1 to {MOST_YEARS}")
    if kept.legal_basis is None:
        yield context.problem("retention.legal_basis", "a retention period without a source")


def _languages(context: Context) -> Iterator[Problem]:
    for path, text in _texts(context.offer, ""):
        if bool(text.zh) != bool(text.en):
            missing = "en" if text.zh else "zh"
            yield Problem(
                context.item.source, f"{path}.{missing}", "not translated", f"{text.zh or text.en!r}", "warning"
            )
    for name in ("title", "summary"):
        if not getattr(context.offer, name).zh:
            yield context.problem(f"{name}.zh", "empty")


def _texts(value: Any, path: str) -> Iterator[tuple[str, Text]]:
    if isinstance(value, Text):
        yield path, value
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name), f"{path}.{field.name}".lstrip("."))
    elif isinstance(value, tuple):
        for place, one in enumerate(value):
            yield from _texts(one, f"{path}[{place}]")


RULES: tuple[Callable[[Context], Iterator[Problem]], ...] = (
    _law, _competence, _unit, _references, _parts, _tacit, _contests, _escalation, _evidence, levels.check,
    timing.check, ordering.check, _routing, _later, _retention,
    _languages,
)  # fmt: skip
