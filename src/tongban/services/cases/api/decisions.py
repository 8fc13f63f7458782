"""Decision (决定) on each matter, and withdrawal by the applicant."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from django.utils.translation import gettext_lazy as _

from tongban.engines.processes import api as processes
from tongban.kernel.outbox import api as outbox
from tongban.services.cases import access, clocks, falling, history, holding, obligations, papers, telling
from tongban.services.cases.api.acceptance import article_of, complete
from tongban.services.cases.api.examination import bounded, handled
from tongban.services.cases.api.hearing import heard
from tongban.services.cases.api.tacit import still_open
from tongban.services.cases.deciding import all_decided, round_of
from tongban.services.cases.errors import CaseError, Conflict, Incomplete
from tongban.services.cases.events import CaseWithdrawn, MatterDecided
from tongban.services.cases.models import Case, Decision, Examination, Matter, Reconsideration, Work
from tongban.services.offers import api as offers
from tongban.trust.authority.api import Subject


def decide(
    *,
    task: int,
    outcome: Literal["granted", "refused"],
    article: int,
    by: Subject,
    at: dt.datetime,
    reasons: str = "",
) -> None:
    """Decides one matter. `article` is a place in the legal basis of the part's offer; a refusal gives its reasons.

    The process reads `outcome`. When the last matter is decided, the case is. Raises Incomplete, Conflict (somebody was
    faster), CaseError when the offer asks for four eyes and this subject examined, NotFound, Denied.
    """
    with access.working(task, ("decide",), by=by, at=at) as (case, work):
        if Reconsideration.objects.filter(case=case).exists():
            raise Conflict(_("A reconsideration upholds, varies or revokes: it is not granted or refused."))
        if outcome not in ("granted", "refused"):
            raise Incomplete("outcome", _("Grant or refuse."))
        if outcome == "refused" and not reasons.strip():
            raise Incomplete("reasons", _("Say why it is refused: a refusal without reasons is unlawful."))
        settle(case, work, outcome, article, reasons, by=by, at=at)


def settle(
    case: Case, work: Work, outcome: str, article: int, reasons: str, *, by: Subject, at: dt.datetime, line: str = ""
) -> None:
    """Writes the decision that a task is for, and moves case and process on; the case is locked. `line`: the sentence
    of the story, the outcome's own unless given. Raises as `decide`.
    """
    handled(case)
    matter = _matter(work)
    still_open(case, at)
    heard(case, reasons)
    if outcome == "granted":
        obligations.lacking(case)
        papers.lacking(case)
    basis = clocks.basis_of(article_of(case, matter, article))
    four_eyes(matter, by)
    post = history.post_in(by, work.unit)
    Decision.objects.create(
        matter=matter,
        round=round_of(matter),
        task=work.task,
        outcome=outcome,
        reasons=bounded("reasons", reasons),
        basis=basis,
        by=by.person,
        by_name=by.name,
        post_zh=post.title.zh if post else "",
        post_en=post.title.en if post else "",
        unit=work.unit,
        at=at,
    )
    _decided(case, matter, outcome, line or outcome, by=by, at=at)
    if outcome == "refused":
        falling.refused(case, matter, at=at)
    access.note(case, "decide", by=by, at=at, part=matter.offer, outcome=outcome, article=str(basis["article"]))
    if not Matter.objects.filter(case=case, state="open").exists():
        all_decided(case, at=at)
    complete(work, "outcome", outcome, by=by, at=at)


def _matter(work: Work) -> Matter:
    if work.matter is None:
        raise LookupError(f"task {work.element} decides no part: give it tongban:part")
    matter = Matter.objects.select_for_update().get(pk=work.matter.pk)
    if matter.state != "open":
        raise Conflict(_("This has been decided already. Load the case again."))
    return matter


def four_eyes(matter: Matter, by: Subject) -> None:
    """Raises CaseError when the offer wants a second pair of eyes and these are the first."""
    offer = offers.offer(matter.offer, matter.offer_version)
    if offer.four_eyes and Examination.objects.filter(matter=matter, by=by.person).exists():
        raise CaseError(_("You examined this; by the rule of four eyes somebody else decides."))


def _decided(case: Case, matter: Matter, outcome: str, line: str, *, by: Subject, at: dt.datetime) -> None:
    matter.state, matter.outcome, matter.decided_at = "decided", outcome, at
    matter.save(update_fields=["state", "outcome", "decided_at"])
    in_time = clocks.stop(case, at=at, kinds=("handling", "statutory"), matter=matter) and at < case.due_at
    history.write(case, line, by=by, at=at, unit=matter.unit, part=matter.title, number=case.number)
    news = MatterDecided(
        **telling.about(case),
        part=matter.offer,
        part_title={"zh": matter.title_zh, "en": matter.title_en},
        part_unit=matter.unit,
        outcome=outcome,
        in_time=in_time,
    )
    outbox.publish(news, at=at)


def withdraw(*, number: str, by: Subject, at: dt.datetime) -> None:
    """The applicant takes the application back, while nothing is decided. Again: changes nothing.

    Raises Conflict, NotFound.
    """
    access.own(number, by=by)
    with holding.locked(number, at=at) as case:
        if case.state == "withdrawn":
            return
        if not withdrawable(case):
            raise Conflict(_("A decision has been made; the application can no longer be withdrawn."))
        history.write(case, "withdrawn", by=by, at=at)
        access.note(case, "withdraw", by=by, at=at, purpose=access.OWN)
        outbox.publish(CaseWithdrawn(**telling.about(case)), at=at)
        holding.finish(case, "withdrawn", at=at)
        processes.cancel(business_key=number, by=by.person, at=at, reason="withdrawn")


def withdrawable(case: Case) -> bool:
    """May the applicant still take it back?"""
    undecided = case.state in ("submitted", "supplement", "accepted")
    return undecided and not Matter.objects.filter(case=case, state="decided").exists()
