"""What the package linter has to say about trust levels: one that the paper can have, and lawful reuse of it."""

from __future__ import annotations

from collections.abc import Iterator

from tongban.kernel.declarations.api import Problem
from tongban.services.offers.context import Context
from tongban.services.offers.declarations import Evidence

MOST_MONTHS = 120
CAN_HAVE = {"register": "A", "issued": "ABC", "applicant": "BCD"}
WHY = {
    "register": "what a register answers is issued by its authority",
    "issued": "what somebody else issued is not written by the applicant under a pledge",
    "applicant": "only what its authority hands over itself has level A",
}


def check(context: Context) -> Iterator[Problem]:
    """Every fault in the levels that an offer asks for, and in what it lets be taken again."""
    form = context.find("forms", context.offer.form) if context.offer.form else None
    fields = {one.name: one for one in form.value.fields()} if form else {}
    for place, one in enumerate(context.offer.evidence):
        path, can = f"evidence[{place}]", CAN_HAVE[one.source]
        if one.level not in can:
            yield context.problem(f"{path}.level", f"{one.id} cannot have level {one.level}", WHY[one.source])
        elif one.level == "B" and "window" not in context.offer.channels:
            hint = 'add "window" to channels, or level = "C": looked at when the original is shown'
            yield context.problem(f"{path}.level", f"nobody can verify {one.id}: this service has no window", hint)
        upload = fields.get(one.field)
        if one.field and (upload is None or upload.of.widget != "upload"):
            yield context.problem(f"{path}.field", f"the form has no upload {one.field!r}", "the name of an upload")
        yield from _reuse(context, f"{path}.reuse", one)


def _reuse(context: Context, path: str, one: Evidence) -> Iterator[Problem]:
    reuse = one.reuse
    if reuse is None:
        return
    if one.source == "register" or one.level == "D":
        what = "a register is asked anew" if one.source == "register" else "what is written under a pledge is true once"
        yield context.problem(path, f"{one.id} is never taken again: {what}")
    if not one.field:
        yield context.problem(f"{path[:-6]}.field", "missing: the upload into which the paper is taken")
    if not reuse.kind:
        yield context.problem(f"{path}.kind", "missing: what all papers of this kind are called, in every offer")
    if not 1 <= reuse.months <= MOST_MONTHS:
        yield context.problem(f"{path}.months", f"an age from 1 to {MOST_MONTHS} months")
    if reuse.certificate and context.find("documents", reuse.certificate) is None:
        yield context.problem(f"{path}.certificate", f"unknown documents/{reuse.certificate}")
