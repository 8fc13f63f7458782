"""A request's subject takes up or puts down a mandate."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.trust.authority.api import Denied
from tongban.trust.identity.adapter import note
from tongban.trust.identity.mandates import mandate_for
from tongban.trust.identity.models import Account
from tongban.trust.identity.subjects import ACTING_FOR, forget, subject_of


def represent(request: HttpRequest, credit_code: str) -> str:
    """From now on this session acts for the company, whose name is returned; for oneself with an empty code.

    Raises Denied without a mandate in force.
    """
    subject, user = subject_of(request), request.user
    at = getattr(request, "at", None) or timezone.now()
    if not isinstance(user, Account) or not subject.person:
        raise Denied(_("Please sign in first."))
    mandate = mandate_for(person=subject.person, credit_code=credit_code, at=at) if credit_code else None
    if credit_code and mandate is None:
        raise Denied(_("You have no mandate for this company."))
    if mandate is None:
        request.session.pop(ACTING_FOR, None)
    else:
        request.session[ACTING_FOR] = mandate.credit_code
        note("represent", user)
    forget(request)
    return mandate.company if mandate else ""
