"""What the package linter has to say about time: rules that compile, causes and prolongations that a law allows."""

from __future__ import annotations

from collections.abc import Iterator

from tongban.engines.deadlines import api as deadlines
from tongban.kernel.declarations.api import Problem
from tongban.services.offers.context import Context, near, twice
from tongban.services.offers.limits import OF_CASE, PRIVATE, rules_of
from tongban.services.offers.times import OF_LAW, PauseRule

MOST_ALONE, MOST_JOINT = 10, 15  # working days more: Administrative Licensing Law, art. 42


def check(context: Context) -> Iterator[Problem]:
    """Every fault in what an offer says of time."""
    yield from _rules(context)
    yield from twice(context, "pauses", (one.cause for one in context.offer.pauses))
    for place, one in enumerate(context.offer.pauses):
        yield from _pause(context, f"pauses[{place}]", one)
    yield from _extension(context)
    yield from _joint(context)
    yield from _opinions(context)


def _pause(context: Context, path: str, one: PauseRule) -> Iterator[Problem]:
    """A clock stops, begins again and runs on by itself only by a law."""
    if one.when and not one.note.zh:
        yield context.problem(f"{path}.note", "missing: the condition in plain words, for whoever is refused")
    if one.legal_basis is None and (one.cause not in (*OF_LAW, "supplement") or one.policy == "restart"):
        what = "starts the clock again" if one.policy == "restart" else f"stops the clock for {one.cause}"
        yield context.problem(f"{path}.legal_basis", f"{what} without a source", "name law, article and source")
    if one.cause == "supplement" and (one.when or one.most):
        name = "when" if one.when else "most"
        yield context.problem(f"{path}.{name}", "the applicant's time to answer is `supplement`, for everybody")
    if one.most is None:
        return
    if one.most.unit not in ("working_days", "calendar_days") or one.most.amount < 1:
        yield context.problem(f"{path}.most", "expected at least one working or calendar day")
    if one.most.rule:
        yield context.problem(f"{path}.most.rule", "the longest pause is the same for everybody")
    if one.most.legal_basis is None and one.legal_basis is None:
        yield context.problem(f"{path}.most.legal_basis", "a cap without a source")


def _extension(context: Context) -> Iterator[Problem]:
    """More than one extension, or a longer one than the licensing law allows, rests on a law that says so."""
    rule = context.offer.extension
    if rule is None:
        return
    for name, least in (("most", 0), ("times", 1)):
        if getattr(rule, name) < least:
            yield context.problem(f"extension.{name}", f"at least {least}")
    if rule.again == "higher" and rule.times == 1:
        yield context.problem("extension.again", "there is no second extension", "times = 2")
    if rule.legal_basis is None and rule.unit != "working_days":
        yield context.problem("extension.legal_basis", "the law prolongs by working days", "name the law that does not")
    most = MOST_JOINT if context.offer.life_event else MOST_ALONE
    if rule.legal_basis is None and rule.most > most:
        yield context.problem(
            "extension.legal_basis", f"prolongs by {rule.most} working days, but the law allows {most}",
            "name the law that allows more",
        )  # fmt: skip
    if rule.legal_basis is None and rule.times > 1:
        yield context.problem(
            "extension.legal_basis", "the law allows one extension", "name the law that allows several"
        )


def _opinions(context: Context) -> Iterator[Problem]:
    """Silence of another department means something only by a law, and goes up only to a post."""
    rule = context.offer.opinions
    if rule.limit.amount < 1 or rule.limit.unit not in ("working_days", "calendar_days"):
        yield context.problem("opinions.limit", "expected working or calendar days, at least one")
    if rule.yellow < 0:
        yield context.problem("opinions.yellow", "at least 0")
    if rule.silence != "wait" and rule.legal_basis is None:
        yield context.problem("opinions.legal_basis", f"silence means {rule.silence} without a source")
    if rule.silence == "escalate" and not rule.post:
        yield context.problem("opinions.post", "missing: the post before which silence is laid")
    if rule.post and rule.silence != "escalate":
        yield context.problem("opinions.silence", "the post is told only if silence escalates", 'silence = "escalate"')


def _joint(context: Context) -> Iterator[Problem]:
    """Whoever promises the whole by a day has parts that are done by then, or says which are not."""
    offer = context.offer
    for place, part in enumerate(offer.longer):
        if part not in offer.parts:
            yield context.problem(f"longer[{place}]", f"{part!r} is no part of this", near(part, offer.parts))
    for place, part in enumerate(offer.parts):
        found = context.find("offers", part)
        for name in ("promised", "statutory") if found and part not in offer.longer else ():
            joint, own = getattr(offer, name), getattr(found.value, name) if found else None
            if joint and own and joint.unit == own.unit and own.amount > joint.amount:
                yield context.problem(
                    f"parts[{place}]", f"{part} has {own.amount} {own.unit} ({name}), jointly there are {joint.amount}",
                    f'longer = ["{part}"], if its own law says so',
                )  # fmt: skip


def _rules(context: Context) -> Iterator[Problem]:
    """Rules of time: FEEL that compiles, over fields of the form that no process is kept from."""
    offer = context.offer
    if offer.supplement.rule:
        yield context.problem("supplement.rule", "the applicant's time to answer is the same for everybody")
    form = context.find("forms", offer.form) if offer.form else None
    fields = {one.name: one.kind for one in form.value.fields()} if form else {}
    open_to_rules = OF_CASE | {name for name, kind in fields.items() if kind not in PRIVATE}
    for path, rule in rules_of(offer):
        try:
            names = deadlines.check_rule(path, rule) if rule else frozenset()
        except deadlines.DeadlineError as error:
            yield context.problem(path, error.message)
            continue
        for name in sorted(names - open_to_rules):
            known = "a field that identifies people: no rule of time reads it" if name in fields else ""
            yield context.problem(path, known or f"unknown field {name!r} of the form", near(name, open_to_rules))
