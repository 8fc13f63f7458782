"""Files of a case: added by its applicant or at the desk, read by whoever may see the case."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from tongban.engines.forms import api as forms
from tongban.services.cases import access
from tongban.services.cases.api.opening import HOLDER
from tongban.services.cases.errors import Conflict, NotFound
from tongban.services.cases.models import Case
from tongban.trust.authority.api import Subject
from tongban.trust.privacy import api as privacy

ACCEPTED = ("pdf", "jpeg", "png")


def _case(number: str, *, by: Subject, at: dt.datetime) -> Case:
    return access.at_desk(number, by=by, at=at) if by.official else access.own(number, by=by)


def add_file(
    *,
    number: str,
    field: str,
    file: Any,
    by: Subject,
    at: dt.datetime,
    accept: tuple[str, ...] = ACCEPTED,
    name: str = "",
    closed: bool = False,
) -> forms.Attachment:
    """Adds a file to an open case, for the answer to a supplement notice or the findings of an inspection; with
    `closed` also to one that is over.

    `file` is bytes (which `name` names) or a Django upload. Raises BadInput with a message for the person, Conflict,
    NotFound.
    """
    case = _case(number, by=by, at=at)
    if not case.open and not closed:
        raise Conflict(_("This case is closed."))
    owner = f"person:{by.person}"
    return forms.attach(owner=owner, field=field, file=file, accept=accept, holder=HOLDER + number, at=at, name=name)


def case_file(*, number: str, attachment: str, by: Subject, at: dt.datetime) -> tuple[forms.Attachment, bytes]:
    """A file of a case with its content; an official's look is noted. Raises NotFound."""
    case = _case(number, by=by, at=at)
    try:
        found = forms.attachment(attachment, holder=HOLDER + number)
    except LookupError:
        raise NotFound from None
    if by.official and case.tag:
        with access.reading(by, number=number, at=at, purpose=access.HANDLING):
            privacy.read(subject_tag=case.tag, resource="cases.files", fields=[found.field], record=f"case:{number}")
    return found, forms.open_attachment(found.id)
