"""What stops a clock: for which causes, by which law, for how long at most, and how it goes on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from tongban.kernel.declarations.api import LegalBasis, Text
from tongban.services.cases import choices, clocks, limits
from tongban.services.cases.errors import Conflict
from tongban.services.cases.models import Case, Clock, Pause
from tongban.services.offers import api as offers

DAY = dt.timedelta(days=1)
ARTICLE_45 = LegalBasis(clocks.LICENSING, "第四十五条", "https://github.com/LawRefBook/Laws")
BY_LAW = {cause: offers.PauseRule(cause, legal_basis=ARTICLE_45) for cause in offers.OF_LAW}  # type: ignore[arg-type]
NOT_NAMED = _("Neither the law nor this service lets the clock stand still for this cause.")
TOO_LATE = _("Today is the last day or later, and it still counts: the clock can no longer be stopped.")


def rules(case: Case) -> dict[str, offers.PauseRule]:
    """How the clocks of a case may stand still, by cause: as its offer says, else as the licensing law does."""
    declared = offers.offer(case.offer, case.offer_version).pauses
    return BY_LAW | {one.cause: one for one in declared}


def rule_for(case: Case, cause: str) -> offers.PauseRule:
    """Raises Conflict for a cause that nobody names."""
    found = rules(case).get(cause)
    if found is None:
        raise Conflict(NOT_NAMED)
    return found


def stand(
    case: Case, running: Sequence[Clock], rule: offers.PauseRule, *, at: dt.datetime, by: str, free: bool = False
) -> list[Clock]:
    """Stops clocks from the day after `at` (the day itself still counts); gives back those that stop. Then `resettle`.

    `free`: the right of somebody, for which no condition is asked. Raises Conflict when the condition does not hold or
    the law's cap is used up.
    """
    choice = limits.pause_allowed(case, rule, at=at)
    if not free and choice is not None and choice.value is not True:
        raise Conflict(_("The clock may stand still for this cause only when: {condition}"), condition=rule.note)
    stopped, today = [], clocks.day_of(at)
    running = [clock for clock in running if clock.due_on is None or today < clock.due_on]
    begin, basis = today + DAY, rule.legal_basis or (ARTICLE_45 if rule.cause in offers.OF_LAW else None)
    for clock in running:
        until = _until(clock, rule, begin)
        if until is not None and until <= begin:
            if free:
                continue
            raise Conflict(_("The law lets the clock stand still for this cause no longer: {limit}"), limit=_cap(rule))
        Pause.objects.create(
            clock=clock, start=begin, until=until, cause=rule.cause, policy=rule.policy, by=by, at=at,
            choice=choices.kept(choice), basis=clocks.basis_of(basis) if basis else None,
        )  # fmt: skip
        stopped.append(clock)
    return stopped


def _cap(rule: offers.PauseRule) -> Text:
    assert rule.most is not None  # noqa: S101 (asked only when a cap is used up)
    working = rule.most.unit == "working_days"
    zh, en = ("个工作日", "working days") if working else ("日", "days")
    return Text(f"合计至多 {rule.most.amount} {zh}", f"at most {rule.most.amount} {en} together")


def _until(clock: Clock, rule: offers.PauseRule, begin: dt.date) -> dt.date | None:
    """The day on which the clock runs again by itself: what earlier pauses used of the cap is gone."""
    if rule.most is None:
        return None
    days, working = clocks.calendar(), rule.most.unit == "working_days"
    earlier = [
        (one.start.toordinal(), (one.over or begin).toordinal()) for one in clock.pauses.filter(cause=rule.cause)
    ]
    used = sum(days.between(first, after - 1) if working else after - first for first, after in earlier)
    left = max(0, rule.most.amount - used)
    if not working or not left:
        return begin + left * DAY
    return dt.date.fromordinal(days.nth(begin.toordinal() - 1, left) + 1)


def go_on(clock: Clock, *, cause: str, at: dt.datetime) -> bool:
    """Lets a paused clock go on: the day of the resumption counts again. Says whether it stood for this cause."""
    one = clock.pauses.filter(cause=cause, end=None).first()
    if one is None:
        return False
    end = max(one.start, clocks.day_of(at))
    one.end = min(end, one.until) if one.until else end
    one.save(update_fields=["end"])
    return True
