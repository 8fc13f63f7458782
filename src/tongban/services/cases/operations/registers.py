"""Operations on registers: a new legal entity, a change of a record, evidence from another department."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tongban.exchange.mediator import api as mediator
from tongban.registers.legal_entities import api as legal_entities
from tongban.registers.records import api as records
from tongban.services.cases import access, facts, papers
from tongban.services.cases.clocks import day_of
from tongban.services.cases.operations.registry import Job, OperationFailed, fail, operation
from tongban.trust.authority.api import SYSTEM
from tongban.trust.identity import api as identity


def cited(job: Job) -> str:
    """The article in Chinese, whatever the language of the thread."""
    basis = job.basis()
    return f"《{basis.law.zh}》{basis.article}"


@operation("registers.register-entity")
def register_entity(job: Job) -> Mapping[str, Any]:
    values: dict[str, Any] = {"established": day_of(job.at), "by_unit": job.unit}
    values |= {name.replace("-", "_"): value for name, value in job.values().items()}
    empty = [name for name in ("name", "kind", "division") if not values.get(name)]
    if empty:
        raise OperationFailed("model", f"{job.call.element}: no value for {', '.join(empty)}")
    try:
        entity = legal_entities.register_entity(
            **values,
            legal_basis=cited(job),
            by=SYSTEM,
            at=job.at,
            case=job.case.number,
        )
    except (records.RecordError, ValueError) as error:
        raise fail("register", error) from error
    except TypeError as error:
        raise OperationFailed("model", f"{job.call.element}: {error}") from error
    source = facts.Source("register", job.offer.title, day_of(job.at), entity.credit_code)
    facts.put(job.case, {"credit_code": entity.credit_code}, source, by=SYSTEM, at=job.at)
    if job.property("mandate", "no") == "yes":
        identity.give_mandate(
            person=job.case.person, credit_code=entity.credit_code, company=entity.name, basis="legal_representative",
            since=job.at, by=SYSTEM, at=job.at,
        )  # fmt: skip
    job.tell("registered")
    return job.reply("credit_code", entity.credit_code)


@operation("records.change")
def change(job: Job) -> Mapping[str, Any]:
    values = {name.replace("-", "_"): value for name, value in job.values().items()}
    try:
        changed = records.change(
            register=job.property("register"),
            key=str(job.feel(job.property("key"))),
            changes=values,
            valid_from=day_of(job.at),
            by_unit=job.unit,
            legal_basis=cited(job),
            by=SYSTEM,
            at=job.at,
            case=job.case.number,
        )
    except (records.RecordError, records.NotRegistered, LookupError, ValueError) as error:
        raise fail("register", error) from error
    job.tell("registered")
    return job.reply("", list(changed.applied))


@operation("mediator.fetch")
def fetch(job: Job) -> Mapping[str, Any]:
    name = job.property("evidence")
    evidence = job.offer.evidence_of(name)
    if evidence is None or evidence.source != "register":
        raise OperationFailed(
            "model", f"{job.call.element}: offers/{job.offer.key} has no evidence {name!r} of a register"
        )
    key = job.feel(evidence.key)
    if not isinstance(key, str) or not key:
        raise OperationFailed("model", f"{job.call.element}: {evidence.key} gives no key for {evidence.resource}")
    try:
        answer = mediator.ask(
            resource=evidence.resource,
            key=key,
            fields=evidence.fields,
            purpose=job.property("purpose", access.HANDLING),
            consumer=job.offer.key,
            by=SYSTEM,
            at=job.at,
            case=job.case.number,
        )
    except mediator.ExchangeRefused as error:
        raise fail("exchange", error) from error
    source = facts.Source("register", answer.source, answer.as_of, answer.reference, answer.evidence)
    known = {f"{name}.{field}": value for field, value in answer.values.items()}
    facts.put(job.case, known, source, by=SYSTEM, at=job.at)
    papers.fetched(job.case, evidence, reference=answer.reference, as_of=answer.as_of, at=job.at)
    job.tell("fetched", what=evidence.title)
    return job.reply("", answer.values)
