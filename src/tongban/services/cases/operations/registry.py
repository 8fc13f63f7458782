"""Runs operations: once each, under the lock of their case, in one transaction with the answer to the process."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tongban.engines.processes import api as processes
from tongban.engines.rules import api as rules
from tongban.kernel.declarations.api import LegalBasis, Text
from tongban.services.cases import access, facts, history, host
from tongban.services.cases.errors import Conflict, NotFound
from tongban.services.cases.events import OperationRequested
from tongban.services.cases.holding import locked
from tongban.services.cases.models import Case, Matter
from tongban.services.offers import api as offers
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import SYSTEM, Subject

log = logging.getLogger(__name__)
SET = "set-"


class OperationFailed(Exception):  # noqa: N818 (it says what happened)
    """An operation cannot be done as things are. `code` is what a boundary error event catches."""

    def __init__(self, code: str, reason: str) -> None:
        self.code, self.reason = code, reason
        super().__init__(f"{code}: {reason}")


@dataclass(frozen=True)
class Job:
    """One operation to run: the locked case, the call, and what it may ask of them."""

    case: Case
    call: processes.Call
    at: dt.datetime

    @cached_property
    def matter(self) -> Matter | None:
        running = {one.instance: one.definition[0] for one in processes.state(self.case.number)}
        return host.matter_of(self.case, self.call.properties, running[self.call.instance])

    @cached_property
    def offer(self) -> offers.Offer:
        """The offer of the matter; of the whole case where the task belongs to no part."""
        key = (
            (self.matter.offer, self.matter.offer_version)
            if self.matter
            else (self.case.offer, self.case.offer_version)
        )
        return offers.offer(*key)

    @cached_property
    def unit(self) -> str:
        return self.call.properties.get("unit", "") or (self.matter.unit if self.matter else self.case.unit)

    @cached_property
    def unit_path(self) -> str:
        return authority.unit(self.unit).path

    @cached_property
    def context(self) -> dict[str, Any]:
        known = facts.context(self.case, facts.current(self.case))
        known["outcome"] = self.matter.outcome if self.matter else self.case.outcome
        return known | dict(self.call.inputs)

    def property(self, name: str, default: str | None = None) -> str:
        found = self.call.properties.get(name, default)
        if found is None:
            raise OperationFailed("model", f"the service task {self.call.element} needs tongban:{name}")
        return found

    def feel(self, expression: str) -> Any:
        try:
            return rules.evaluate(expression, self.context, at=self.at)
        except rules.FeelError as error:
            raise OperationFailed("model", f"{self.call.element}: {expression}: {error}") from error

    def optional(self, name: str) -> Any:
        """The value of a FEEL property; None without it."""
        expression = self.call.properties.get(name, "")
        return self.feel(expression) if expression else None

    def values(self) -> dict[str, Any]:
        """The values of the properties `set-…`, by the rest of their names."""
        named = {name: text for name, text in self.call.properties.items() if name.startswith(SET)}
        return {name.removeprefix(SET): self.feel(text) for name, text in named.items()}

    def basis(self) -> LegalBasis:
        """The article on which the operation rests: the first of the offer's, or the one whose place is `article`."""
        place = self.property("article", "0")
        found = self.offer.legal_basis
        if not place.isdigit() or int(place) >= len(found):
            raise OperationFailed("model", f"{self.call.element}: offers/{self.offer.key} has no article {place}")
        return found[int(place)]

    def reply(self, default: str, value: Any) -> dict[str, Any]:
        """What the process reads: the value under the name in `as`; nothing without a name."""
        name = self.call.properties.get("as", default)
        return {name: value} if name else {}

    def tell(self, code: str, **detail: Any) -> None:
        history.write(self.case, code, by=SYSTEM, at=self.at, **detail)


Operation = Callable[[Job], Mapping[str, Any]]
_OPERATIONS: dict[str, Operation] = {}


def operation(name: str) -> Callable[[Operation], Operation]:
    """Names an operation."""

    def _name(run: Operation) -> Operation:
        _OPERATIONS[name] = run
        return run

    return _name


def known() -> tuple[str, ...]:
    """The names that a service task may use."""
    return tuple(sorted(_OPERATIONS))


def requested(event: OperationRequested, at: dt.datetime) -> None:
    """The subscriber: runs an operation and answers its process. What is already settled stays as it is."""
    with locked(event.number, at=at) as case:
        call = _call(event)
        if call is None:
            return
        with access.reading(SYSTEM, number=case.number, at=at, purpose=access.HANDLING):
            try:
                with transaction.atomic():
                    patch = _run(Job(case, call, at))
            except OperationFailed as failure:
                log.warning("operation %s of %s: %s", call.operation, case.number, failure)
                _failed(case, call, failure, at)
                return
        access.note(case, "operation", by=SYSTEM, at=at, operation=call.operation, element=call.element)
        processes.finish_call(call=call.id, patch=patch, at=at)


def _call(event: OperationRequested) -> processes.Call | None:
    calls = (call for call in processes.calls(business_key=event.number) if call.id == event.call)
    return next((call for call in calls if call.state == "requested"), None)


def _run(job: Job) -> Mapping[str, Any]:
    run = _OPERATIONS.get(job.call.operation)
    if run is None:
        raise OperationFailed("model", f"unknown operation {job.call.operation!r}; known: {', '.join(known())}")
    return run(job)


def _failed(case: Case, call: processes.Call, failure: OperationFailed, at: dt.datetime) -> None:
    what = Text(*host.name_of(case, call))
    history.write(case, "operation-failed", by=SYSTEM, at=at, public=False, what=what)
    access.note(case, "operation-fail", by=SYSTEM, at=at, operation=call.operation, code=failure.code)
    processes.fail_call(call=call.id, error=failure.code, at=at)


@dataclass(frozen=True)
class Failed:
    """A service call that a person must look at."""

    call: int
    operation: str
    element: str
    error: str
    attempts: int


def failed_of(number: str) -> tuple[Failed, ...]:
    """The failed calls of a case."""
    return tuple(
        Failed(call.id, call.operation, call.element, call.error, call.attempts)
        for call in processes.calls(business_key=number)
        if call.state == "failed"
    )


def retry(*, number: str, call: int, by: Subject, at: dt.datetime) -> None:
    """Has a failed operation tried again; needs `cases.examine`. Raises Conflict, NotFound, Denied."""
    with access.desk(number, "cases.examine", by=by, at=at) as case:
        found = next((one for one in processes.calls(business_key=number) if one.id == call), None)
        if found is None:
            raise NotFound
        try:
            processes.retry_call(call=call, by=by.person, at=at)
        except processes.AlreadyDone as error:
            raise Conflict(_("This is already settled. Load the case again.")) from error
        what = Text(*host.name_of(case, found))
        history.write(case, "operation-retried", by=by, at=at, public=False, what=what)
        access.note(case, "operation-retry", by=by, at=at, operation=found.operation)


def fail(code: str, error: Exception) -> OperationFailed:
    """A fault of another block as one of the operation."""
    return OperationFailed(code, str(getattr(error, "message", error)))
