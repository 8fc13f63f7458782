"""What would become of answers under way if a text of a form were published now. Nothing is changed or noted."""

from __future__ import annotations

import datetime as dt

from tongban.engines.forms import api as forms
from tongban.engines.forms.api import Foreseen
from tongban.services.cases import api as cases


def foresee(*, form: str, new: forms.Form, at: dt.datetime) -> tuple[Foreseen, Foreseen]:
    """Open drafts, and cases that wait for their applicants: how many would move, which would stay, and why."""
    return forms.foresee_drafts(form=form, new=new, at=at), cases.foresee_forms(form=form, new=new, at=at)
