"""The operation that issues what the offer promises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tongban.kernel.declarations import api as declarations
from tongban.services.cases.operations.registry import Job, OperationFailed, operation
from tongban.services.certificates import api as certificates
from tongban.trust.authority.api import SYSTEM


@operation("certificates.issue")
def issue(job: Job) -> Mapping[str, Any]:
    name = job.property("result", "")
    made = [one for one in job.offer.results if one.document and name in ("", one.id)]
    if not made:
        raise OperationFailed(
            "model", f"{job.call.element}: offers/{job.offer.key} has no document for result {name!r}"
        )
    document = declarations.current("documents", made[0].document)
    certificate = certificates.issue(
        document=(document.key, document.version),
        holder=certificates.Holder(tag=job.case.tag, credit_code=job.case.credit_code, name=job.case.name),
        data=job.context | job.values(),
        case=job.case.number,
        unit=job.unit,
        at=job.at,
        by=SYSTEM,
    )
    job.tell("certificate-issued", what=made[0].title)
    return job.reply("certificate", certificate.number)
