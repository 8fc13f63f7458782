"""The application on paper, with its answers: for whoever sent it and for officials who see the case."""

from __future__ import annotations

import datetime as dt

from tongban.engines.forms import api as forms
from tongban.services.cases import access, facts
from tongban.trust.authority.api import Subject
from tongban.trust.privacy import api as privacy


def on_paper(*, number: str, by: Subject, at: dt.datetime) -> bytes:
    """The form of a case with the answers in force, as PDF in the language of the request; an official's look is noted.
    Raises NotFound.
    """
    case = access.at_desk(number, by=by, at=at) if by.official else access.own(number, by=by)
    purpose = access.HANDLING if by.official else access.OWN
    with access.reading(by, number=number, at=at, purpose=purpose):
        known = facts.current(case)
        form = facts.form_of(case)
        names = {field.name for field in form.fields()}
        values = {fact.name: fact.value for fact in known if fact.name in names}
        if by.official and case.tag and values:
            privacy.read(subject_tag=case.tag, resource="cases.facts", fields=sorted(values), record=f"case:{number}")
        return forms.on_paper(form, at=at, values=values, prefilled=facts.prefilled_of(known), foot=number)
