"""The operation that issues what the offer promises."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tongban.kernel.declarations import api as declarations
from tongban.services.cases.clocks import day_of
from tongban.services.cases.models import Output
from tongban.services.cases.operations.registry import Job, OperationFailed, fail, operation
from tongban.services.certificates import api as certificates
from tongban.services.offers.api import Result
from tongban.trust.authority.api import SYSTEM

HOLDER = ("holder-code", "holder-name")


@operation("certificates.issue")
def issue(job: Job) -> Mapping[str, Any]:
    result = promised(job)
    case = job.case
    code, name = (job.optional(one) for one in HOLDER)
    try:
        made = certificates.issue(
            document=declarations.current("documents", result.document).key,
            holder=certificates.Holder(
                tag=case.tag, name=str(name or case.name), credit_code=str(code or case.credit_code)
            ),
            data=job.context | job.values(),
            case=case.number,
            unit=job.unit,
            at=job.at,
            by=SYSTEM,
            number=str(job.optional("number") or ""),
            valid_to=last_day(day_of(job.at), job.optional("valid-years")),
        )
    except (certificates.CertificateError, LookupError) as error:
        raise fail("certificate", error) from error
    Output.objects.create(
        case=case,
        matter=job.matter,
        result=result.id,
        number=made.number,
        title_zh=result.title.zh,
        title_en=result.title.en,
        at=job.at,
    )
    job.tell("certificate-issued", what=result.title)
    return job.reply("certificate", made.number)


def promised(job: Job) -> Result:
    """The result of the offer that is issued: the named one, or the first that has a document."""
    name = job.property("result", "")
    for one in job.offer.results:
        if one.document and name in ("", one.id):
            return one
    raise OperationFailed("model", f"{job.call.element}: offers/{job.offer.key} has no document for result {name!r}")


def last_day(first: dt.date, years: object) -> dt.date | None:
    """The last day of a term in whole years: five years from 23 November end on 22 November. None without years."""
    if not isinstance(years, Decimal | int):
        return None
    year = first.year + int(years)
    leap = (first.month, first.day) == (2, 29)
    after = dt.date(year, 3, 1) if leap else first.replace(year=year)
    return after - dt.timedelta(days=1)
