"""Cases that wait for the applicant go over to the version of their form that is in force, where it is safe."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator

from tongban.engines.forms import api as forms
from tongban.kernel.declarations import api as declarations
from tongban.services.cases import access, facts, history, holding
from tongban.services.cases.api.opening import HOLDER
from tongban.services.cases.models import Case, Supplement
from tongban.trust.authority.api import SYSTEM

log = logging.getLogger(__name__)
BATCH = 500
FORESEEN = 50


def renew_forms(*, at: dt.datetime, limit: int = BATCH) -> forms.Moved:
    """Judges cases that wait for a supplement on a superseded version of their form, each in a transaction of its own.

    A case is moved only where every answer stays as it is and the newer version asks nothing that is not answered.
    Repeating it, or ending it anywhere, changes nothing of what is done.
    """
    found = {True: 0, False: 0}
    for number in list(_waiting(limit)):
        try:
            move = _renew(number, at)
        except Exception:
            log.exception("the form of case %s could not be judged", number)
            continue
        if move is not None:
            found[move.moved] += 1
    return forms.Moved(found[True], found[False])


def _waiting(limit: int) -> Iterator[str]:
    in_force = declarations.in_force("forms")
    rows = Case.objects.filter(pk__in=Supplement.objects.filter(state="open").values("case"), state="supplement")
    for key, version in rows.values_list("form", "form_version").order_by().distinct():
        if key not in in_force or in_force[key].version == version:
            continue
        judged = forms.judged(source=version, target=in_force[key].version)
        stale = rows.filter(form=key, form_version=version).order_by("id").values_list("number", flat=True)
        yield from [one for one in stale if HOLDER + one not in judged][:limit]


def _renew(number: str, at: dt.datetime) -> forms.Move | None:
    with holding.locked(number, at=at) as case:
        new = declarations.current("forms", case.form)
        if case.state != "supplement" or new.version == case.form_version:
            return None
        old = declarations.pinned("forms", case.form, case.form_version)
        verdict = _verdict(case, old.value, new.value, at)
        move = forms.record_move(holder=HOLDER + number, old=old, new=new, verdict=verdict, at=at)
        if move.moved:
            case.form_version = new.version
            case.save(update_fields=["form_version"])
            history.write(case, "form-renewed", by=SYSTEM, at=at)
        elif verdict.reasons:
            history.write(case, "form-kept", by=SYSTEM, at=at, what=verdict.reasons[0].label)
        return move


def _verdict(case: Case, old: forms.Form, new: forms.Form, at: dt.datetime) -> forms.Verdict:
    with access.reading(SYSTEM, number=case.number, at=at, purpose=access.HANDLING):
        known = facts.current(case)
    names = {field.name for field in old.fields()}
    types: dict[str, set[str]] = {}
    for file in forms.attachments(holder=HOLDER + case.number):
        types.setdefault(file.field, set()).add(file.type)
    return forms.prove(
        old, new, {fact.name: fact.value for fact in known if fact.name in names}, at=at,
        files=types, prefilled=facts.prefilled_of(known), whole=True,
    )  # fmt: skip


def foresee_forms(*, form: str, new: forms.Form, at: dt.datetime) -> forms.Foreseen:
    """What would become of the cases that wait for their applicants if this form were published now: nothing is moved.
    Each reading of a case is in the ledger, as the move's own would be.
    """
    rows = Case.objects.filter(pk__in=Supplement.objects.filter(state="open").values("case"), state="supplement")
    rows = rows.filter(form=form).order_by("id")
    judged = []
    for case in rows[:FORESEEN]:
        old = declarations.pinned("forms", form, case.form_version)
        judged.append((HOLDER + case.number, _verdict(case, old.value, new, at)))
    return forms.told(judged, beyond=max(rows.count() - FORESEEN, 0))
