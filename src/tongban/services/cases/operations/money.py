"""Operations by rule: a decision table, and the bill that one yields."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tongban.kernel.declarations.api import Text
from tongban.kernel.money.api import Money
from tongban.services.cases import facts
from tongban.services.cases.clocks import day_of
from tongban.services.cases.operations.registry import Job, OperationFailed, fail, operation
from tongban.services.decisions import api as decisions
from tongban.services.payments import api as payments
from tongban.trust.authority.api import SYSTEM


def decided(job: Job, rule: str, decision: str) -> Any:
    """What a rule decides, recorded with its reasons; the fact refers to the entry."""
    case = job.case
    try:
        made = decisions.decide(
            case=case.number,
            rule=rule,
            decision=decision,
            inputs=job.context,
            at=job.at,
            by=SYSTEM.person,
            tag=case.tag,
        )
    except (LookupError, ValueError) as error:
        raise OperationFailed("rule", f"rules/{rule}: {error}") from error
    source = facts.Source("rule", Text(f"规则 {rule}", f"rule {rule}"), day_of(job.at), f"decision:{made.id}")
    facts.put(case, {f"{rule}.{decision}": plain(made.result)}, source, by=SYSTEM, at=job.at)
    return made.result


def plain(value: Any) -> Any:
    """A value of FEEL as JSON."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    return value


@operation("rules.decide")
def decide(job: Job) -> Mapping[str, Any]:
    rule, decision = job.property("rule"), job.property("decision")
    return {job.property("as", "result"): decided(job, rule, decision)}


@operation("payments.bill")
def bill(job: Job) -> Mapping[str, Any]:
    fee = job.offer.fee
    rule = job.property("rule", fee.rule if fee else "")
    decision = job.property("decision", fee.decision if fee else "")
    if not rule:
        return job.reply("bill", None)
    result = decided(job, rule, decision)
    title = (fee.item or fee.text) if fee else job.offer.title
    items = [one for one in lines(result, title, job.call.element) if one.amount]
    if not items:
        return job.reply("bill", None)
    try:
        made = payments.bill(
            case=job.case.number,
            payer=payments.Payer(person=job.case.person, credit_code=job.case.credit_code, name=job.case.name),
            items=tuple(items),
            at=job.at,
            by=SYSTEM,
            key=f"call:{job.call.id}",
            unit_path=job.unit_path,
        )
    except payments.PaymentError as error:
        raise fail("bill", error) from error
    job.tell("billed")
    return job.reply("bill", made.number)


def lines(result: Any, title: Text, element: str) -> list[payments.Item]:
    """The lines of a bill: an amount, or a list of `{title, amount}`."""
    found = result if isinstance(result, list) else [{"amount": result}]
    lines = []
    for one in found:
        amount = one.get("amount") if isinstance(one, dict) else one
        if not isinstance(amount, Decimal):
            raise OperationFailed("rule", f"{element}: the fee rule gave {result!r}, expected an amount")
        exact = Money(amount).round()
        if exact.amount != amount:
            raise OperationFailed("rule", f"{element}: the fee rule gave {amount}, which it does not round")
        named = one.get("title") if isinstance(one, dict) else None
        lines.append(payments.Item(Text(named, named) if named else title, exact))
    return lines
