"""Repair of a running process by an administrator: an act with a reason, in the history, the remarks and the ledger."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tongban.engines.processes import api as processes
from tongban.engines.rules import api as rules
from tongban.kernel.declarations.api import Text
from tongban.services.cases import access, history, remarks
from tongban.services.cases.errors import Conflict, Incomplete
from tongban.trust.authority.api import Subject

REPAIR = "cases.repair"
MOST_TEXT = 2_000


class Doubtful(Incomplete):
    """The repair would leave the process as no run of it could: it is done only when it is wanted all the same."""


@dataclass(frozen=True)
class Running:
    """A running process of a case as the page of repair shows it: its tokens, where one can be put (element and
    the token that holds its scope, 0 for the process), its variables as FEEL writes them, its picture.
    """

    instance: int
    name: Text
    version: str
    status: str
    spots: tuple[processes.Spot, ...]
    places: tuple[tuple[str, int, Text], ...]
    variables: tuple[tuple[str, str], ...]
    picture: str


def running(*, number: str, by: Subject, at: dt.datetime) -> tuple[Running, ...]:
    """The processes of a case that have not ended. Raises NotFound, Denied."""
    case = access.at_desk(number, by=by, at=at)
    access.require(case, REPAIR, by=by, at=at)
    return tuple(_running(one) for one in processes.state(number) if one.status in ("running", "suspended"))


def _running(one: processes.Progress) -> Running:
    spots = processes.spots(instance=one.instance)
    holders = {"": 0} | {spot.element: spot.number for spot in reversed(spots)}
    nodes = [node for node in processes.waiting(one.graph) if node.scope in holders]
    language = get_language() or "zh-hans"
    return Running(
        instance=one.instance,
        name=one.graph.name,
        version=one.definition[1],
        status=one.status,
        spots=spots,
        places=tuple((node.id, holders[node.scope], node.name) for node in nodes),
        variables=tuple((name, feel(value)) for name, value in sorted(one.variables.items())),
        picture=processes.picture(
            one.graph, current=one.current, done=one.done, language=language, anchor=f"i{one.instance}-"
        ),
    )


def feel(value: Any) -> str:
    """A variable as FEEL writes it, which is how it is set too."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return str(rules.evaluate("string(x)", {"x": value}) if value is not None else "null")


def repair(
    *,
    number: str,
    instance: int,
    take: Sequence[int],
    put: Sequence[tuple[str, int]],
    variables: Mapping[str, str],
    reason: str,
    by: Subject,
    at: dt.datetime,
    anyway: bool = False,
) -> None:
    """Takes tokens away, puts some, and sets variables (FEEL literals) of a process of the case.

    Raises Doubtful (field anyway) for a state that no run comes to, Incomplete, Conflict, NotFound, Denied.
    """
    with access.desk(number, REPAIR, by=by, at=at) as case:
        why = remarks.given(reason)
        if instance not in {one.instance for one in processes.state(number)}:
            raise Conflict(_("This process is not of this case."))
        what = processes.Repair(tuple(take), tuple(put), {name: _value(name, text) for name, text in variables.items()})
        try:
            processes.repair(instance=instance, what=what, reason=why, by=by.person, at=at, anyway=anyway)
        except processes.Doubtful as error:
            raise Doubtful("anyway", error.message) from error
        except processes.ProcessError as error:
            raise Incomplete("what", error.message) from error
        history.write(case, "repaired", by=by, at=at, unit=case.unit, public=False)
        remarks.write(case, "repaired", why, by=by, at=at)
        access.note(
            case, "repair", by=by, at=at, instance=instance, anyway=anyway,
            take=",".join(map(str, take))[:200], put=",".join(element for element, _parent in put)[:200],
            variables=",".join(sorted(variables))[:200],
        )  # fmt: skip


def _value(name: str, text: str) -> Any:
    if not name.isidentifier() or len(text) > MOST_TEXT:
        raise Incomplete("what", _("Name each variable, and write its value in FEEL."))
    try:
        return rules.evaluate(text, {})
    except rules.FeelError as error:
        raise Incomplete("what", _("{name}: this is no value in FEEL: {error}"), name=name, error=error) from error


__all__ = ["Doubtful", "Running", "repair", "running"]
