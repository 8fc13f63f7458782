"""The operation that sends a reconsideration to the unit whose decision it contests, for its answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tongban.services.cases import facts
from tongban.services.cases.api.opinions import put
from tongban.services.cases.models import Opinion, Reconsideration
from tongban.services.cases.operations.registry import Job, OperationFailed, operation
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import SYSTEM

QUESTION = (
    "请对行政复议申请提出书面答复，并提交作出决定的证据、依据和有关材料；逾期不答复的，视为没有证据、依据。\n"
    "Please answer the application for reconsideration in writing, with the evidence and law on which the decision"
    " rests; without an answer in time it counts as having none."
)  # both texts stand in the file, whoever reads it


@operation("cases.ask-respondent")
def ask(job: Job) -> Mapping[str, Any]:
    """The unit gets all that the applicant wrote, and its own clock by the offer's rule of opinions. Asked once."""
    row = Reconsideration.objects.filter(case=job.case).select_related("decision").first()
    if row is None:
        raise OperationFailed("model", f"the service task {job.call.element} is for cases that contest a decision")
    unit = authority.unit(row.decision.unit)
    if not Opinion.objects.filter(case=job.case, unit=unit.code).exists():
        names = [one.name for one in facts.current(job.case) if one.origin == "applicant"]
        put(job.case, unit, QUESTION, names, by=SYSTEM, at=job.at)
    return job.reply("", unit.code)
