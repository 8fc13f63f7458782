"""The operation that leaves a part of a life event out: the law does not ask for it here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tongban.kernel.declarations.api import Text
from tongban.services.cases import clocks, history
from tongban.services.cases.deciding import all_decided
from tongban.services.cases.models import Matter
from tongban.services.cases.operations.registry import Job, OperationFailed, operation
from tongban.trust.authority.api import SYSTEM


@operation("cases.drop-part")
def drop_part(job: Job) -> Mapping[str, Any]:
    """Drops the open matter named by `part` with its clocks; when none is open any more, the case is decided."""
    matter = job.matter
    if matter is None:
        raise OperationFailed("model", f"the service task {job.call.element} needs tongban:part")
    if matter.state == "open":
        matter.state = "dropped"
        matter.save(update_fields=["state"])
        clocks.stop(job.case, at=job.at, kinds=("handling", "statutory"), result="void", matter=matter)
        history.write(job.case, "part-dropped", by=SYSTEM, at=job.at, part=Text(matter.title_zh, matter.title_en))
        if not Matter.objects.filter(case=job.case, state="open").exists():
            all_decided(job.case, at=job.at)
    return job.reply("", matter.offer)
