"""Exports of the log: who may, the entry in the ledger, the file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction
from django.utils.translation import get_language

from tongban.engines.processes import api as processes
from tongban.governance.performance import rights
from tongban.governance.performance.logs import Course, courses
from tongban.governance.performance.objects import Thing
from tongban.governance.performance.ocel import Read, ocel_json, ocel_sqlite
from tongban.governance.performance.report import Query, slice_of
from tongban.governance.performance.units import Directory
from tongban.governance.performance.xes import xes
from tongban.services.cases import api as cases
from tongban.services.payments import api as payments
from tongban.trust.audit import api as audit
from tongban.trust.authority.api import SYSTEM, Subject

FORMATS = {"xes": ".xes", "ocel-json": ".jsonocel", "ocel-sqlite": ".sqlite"}
CHUNK = 1 << 16


def export(
    *, key: str, graphs: Mapping[str, processes.Graph], query: Query, kind: str, by: Subject, at: dt.datetime
) -> Iterator[bytes]:  # fmt: skip
    """The log of a process in a format, as parts of a file. The ledger has its entry before the first part.

    Raises Denied; LookupError for an unknown format.
    """
    if kind not in FORMATS:
        raise LookupError(f"no format {kind!r}; there are {', '.join(FORMATS)}")
    if by is not SYSTEM:
        rights.require(rights.EXPORT, by=by, at=at)
    with transaction.atomic():
        audit.record(at=at, by=by, action="performance.export", object=f"process:{key}", detail={"format": kind})
    return _parts(key, graphs, query, kind)


def _parts(key: str, graphs: Mapping[str, processes.Graph], query: Query, kind: str) -> Iterator[bytes]:
    directory, language = Directory.read(), get_language() or "zh-hans"

    def read() -> Iterator[Course]:
        return courses(slice_of(key, query, directory), graphs, directory, language)

    if kind == "ocel-sqlite":
        yield from _database(read)
        return
    for part in xes(key, read()) if kind == "xes" else ocel_json(read, outputs):
        yield part.encode()


def _database(read: Read) -> Iterator[bytes]:
    with TemporaryDirectory(prefix="tongban-log-") as folder:
        path = Path(folder) / "log.sqlite"
        ocel_sqlite(path, read, outputs)
        with path.open("rb") as file:
            while part := file.read(CHUNK):
                yield part


def outputs(numbers: list[str]) -> Mapping[str, list[Thing]]:
    """Certificates and payments of cases as objects: kinds and states, nothing that leads to a holder. Two queries."""
    found: dict[str, list[Thing]] = {number: [] for number in numbers}
    for number, results in cases.results_of(numbers).items():
        found[number] += [Thing(f"certificate:{row}", "certificate", {"kind": result}) for row, result in results]
    for number, bills in payments.states_of(cases=numbers).items():
        found[number] += [Thing(f"payment:{row}", "payment", {"state": state}) for row, state in bills]
    return found
