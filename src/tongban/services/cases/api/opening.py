"""Opening a case: answers, case, process, clock, ledger entry and news in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tongban.engines.forms import api as forms
from tongban.engines.processes import api as processes
from tongban.kernel.declarations import api as declarations
from tongban.kernel.outbox import api as outbox
from tongban.services.cases import access, clocks, facts, history, holding, host, limits, numbers, papers, telling
from tongban.services.cases.api.acceptance import accepted
from tongban.services.cases.api.obligations.choosing import choose
from tongban.services.cases.api.reading import CaseView, view
from tongban.services.cases.api.reconsidering.filing import tie
from tongban.services.cases.errors import CaseError, Conflict, NotFound
from tongban.services.cases.events import CaseOpened
from tongban.services.cases.graphs import graph_of
from tongban.services.cases.models import Case, Matter, Work
from tongban.services.decisions import api as decisions
from tongban.services.offers import api as offers
from tongban.services.offers.api import Offer
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import SYSTEM, Subject

HOLDER = "case:"


def draft_owner(by: Subject) -> str:
    """The owner under whom an applicant's drafts are kept: the person, apart for each company acted for."""
    return f"person:{by.person}" + (f"/{by.acting_for}" if by.acting_for else "")


def open_case(
    *,
    offer: str,
    by: Subject,
    at: dt.datetime,
    draft: int | None = None,
    answers: Mapping[str, Any] | None = None,
    prefilled: Mapping[str, forms.Prefilled] | None = None,
    later: Mapping[str, str] | None = None,
    channel: str = "portal",
) -> CaseView:
    """Submits an application and returns the case with its receipt number.

    The answers are those of `draft` (owned by `draft_owner(by)`), which is used up, its files going to the case; or,
    without a draft, `answers`. `prefilled` are the registers' answers by field name; nothing the applicant sends
    overrides them. `later`: the statement that the applicant accepts, word for word, by the id of the evidence that is
    to follow (Incomplete names the id). The same draft submitted again gives the same case. Raises forms.FormInvalid
    with every fault of the answers, CaseError when the offer cannot be applied for online or by this subject, Conflict
    when the draft changed meanwhile, LookupError for an unknown offer or draft.
    """
    if by.kind not in ("resident", "program") or not by.person:
        raise CaseError(_("Sign in as a resident or for a company to apply."))
    used = forms.draft(draft, draft_owner(by)) if draft is not None else None
    if used is not None and used.handed_to:
        return _again(used.handed_to, by=by, at=at)
    asked = _asked(offer, by)
    try:
        with transaction.atomic():
            number = _open(asked, used, answers or {}, prefilled or {}, later or {}, channel, by, at)
    except _Twice as twice:
        number = twice.number
    return _again(HOLDER + number, by=by, at=at)


class _Twice(Exception):  # noqa: N818 (no error: the draft was submitted by another window a moment before)
    def __init__(self, holder: str) -> None:
        self.number = holder.removeprefix(HOLDER)
        super().__init__(holder)


def _again(holder: str, *, by: Subject, at: dt.datetime) -> CaseView:
    return view(access.own(holder.removeprefix(HOLDER), by=by), by=by, at=at)


def _asked(key: str, by: Subject) -> Offer:
    offer = offers.offer(key)
    if not offer.online:
        raise CaseError(_("This service cannot be applied for online. The guide says where to go."))
    company = bool(by.acting_for)
    if ("company" if company else "person") not in offer.audience:
        raise CaseError(
            _("This service is for persons; leave the company's name first.")
            if company
            else _("This service is for companies; choose the company that you act for first.")
        )
    return offer


def _open(  # noqa: PLR0917 (one step of open_case, with all that it was given)
    offer: Offer,
    used: forms.Draft | None,
    answers: Mapping[str, Any],
    prefilled: Mapping[str, forms.Prefilled],
    later: Mapping[str, str],
    channel: str,
    by: Subject,
    at: dt.datetime,
) -> str:
    form = _form(offer, used)
    values = forms.submission(form=form.value, values=used.values if used else answers, prefilled=prefilled, at=at)
    number = numbers.take(division=settings.CONFIG.division, year=clocks.day_of(at).year)
    if used is not None:
        _use_up(used, number, by, at)  # before the case is there: a second window waits for the number
    case = _case(offer, form, used, number, channel, by, at)
    with holding.held(case, at=at), access.reading(by, number=case.number, at=at, purpose=access.OWN):
        tie(case, offer, values, by=by, at=at)
        facts.first(case, form.value, values, prefilled, by=by, at=at)
        papers.first(case, form.value, values, by=by, at=at)
        parts = _matters(case, offer)
        decisions.pin(case=case.number, rules=rules_of(case, parts))
        limit = limits.settled(case, offer.acceptance or clocks.ACCEPTANCE, at=at)
        clock = clocks.start(case=case, kind="acceptance", limit=limit, at=at, yellow=offer.yellow)
        history.write(case, "opened", by=by, at=at)
        choose(case, offer, values, later, by=by, at=at)
        access.note(case, "open", by=by, at=at, purpose=access.OWN, offer=offer.key, channel=channel)
        news = CaseOpened(
            **telling.about(case), parts=tuple(part.key for part in parts), channel=channel, due=clock.due_on
        )
        outbox.publish(news, at=at)
        _start(case, parts, by, at)
        if not Work.objects.filter(case=case, act="accept").exists():
            accepted(case, None, by=SYSTEM, at=at)  # a process that does not begin with it is accepted on receipt
    return case.number


def _form(offer: Offer, used: forms.Draft | None) -> declarations.Item:
    if used is None:
        return declarations.current("forms", offer.form)
    if used.form_key != offer.form:
        raise CaseError(_("This draft belongs to another service."))
    return declarations.pinned("forms", used.form_key, used.form_version)


def _case(  # noqa: PLR0917 (one step of open_case, with all that it was given)
    offer: Offer,
    form: declarations.Item,
    used: forms.Draft | None,
    number: str,
    channel: str,
    by: Subject,
    at: dt.datetime,
) -> Case:
    unit = authority.unit(offer.authority)
    return Case.objects.create(
        number=number,
        offer=offer.key,
        offer_version=offer.version,
        form=form.key,
        form_version=form.version,
        process=offer.process,
        process_version=declarations.current("processes", offer.process).version,
        title_zh=offer.title.zh,
        title_en=offer.title.en,
        draft=used.id if used else None,
        person=by.person,
        tag=by.resident_tag,
        credit_code=by.acting_for,
        name=by.acting_name or by.name,
        unit=unit.code,
        unit_path=unit.path,
        channel=channel,
        opened_at=at,
    )


def _use_up(used: forms.Draft, number: str, by: Subject, at: dt.datetime) -> None:
    owner = draft_owner(by)
    given = forms.hand_over(draft=used.id, owner=owner, to=HOLDER + number, at=at)
    if not given.first:
        if not given.to.startswith(HOLDER):
            raise NotFound
        raise _Twice(given.to)
    if forms.draft(used.id, owner).revision != used.revision:
        raise Conflict(_("These answers were changed in another window in the meantime. Check them and send again."))


def _matters(case: Case, offer: Offer) -> tuple[Offer, ...]:
    parts = offers.parts(offer.key, offer.version)
    units = {unit.code: unit for unit in authority.units()}
    Matter.objects.bulk_create(
        Matter(
            case=case,
            position=place,
            offer=part.key,
            offer_version=part.version,
            title_zh=part.title.zh,
            title_en=part.title.en,
            unit=part.authority,
            unit_path=units[part.authority].path,
        )
        for place, part in enumerate(parts)
    )
    return parts


def rules_of(case: Case, parts: tuple[Offer, ...]) -> set[str]:
    """The rules that may be asked in the case: of fees, of routing, and of the service tasks of its processes."""
    graphs = [graph_of(case.process, case.process_version)]
    graphs += [
        declarations.current("processes", part.process).value
        for part in parts
        if part.process not in ("", case.process)
    ]
    named = {node.properties.get("rule", "") for graph in graphs for node in graph.nodes.values()}
    named |= {part.routing.rule for part in parts if part.routing}
    return (named | {part.fee.rule for part in parts if part.fee}) - {""}


def _start(case: Case, parts: tuple[Offer, ...], by: Subject, at: dt.datetime) -> None:
    known = facts.context(case, facts.current(case), private=False)
    known["parts"] = [part.key for part in parts]
    known["units"] = [part.authority for part in parts]
    processes.start(
        host=host.NAME,
        definition=(case.process, case.process_version),
        graph=graph_of(case.process, case.process_version),
        business_key=case.number,
        data=known,
        by=by.person,
        at=at,
    )
