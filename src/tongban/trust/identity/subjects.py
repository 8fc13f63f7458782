"""The subject of a request: account, person, posts, level of assurance, company represented."""

from __future__ import annotations

import datetime as dt

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest
from django.utils import timezone

from tongban.trust.authority import api as authority
from tongban.trust.identity.assurance import assurance_of
from tongban.trust.identity.mandates import mandate_for
from tongban.trust.identity.models import Account

ACTING_FOR = "identity_acting_for"


def subject_of(request: HttpRequest) -> authority.Subject:
    """Who acts in this request: at most three queries (account, posts, mandate), then remembered."""
    known: authority.Subject | None = getattr(request, "_tongban_subject", None)
    if known is None:
        known = _find(request)
        request._tongban_subject = known  # type: ignore[attr-defined]  # noqa: SLF001 (our own mark)
    return known


def forget(request: HttpRequest) -> None:
    """Somebody signed in or out, or took up a mandate: the subject is asked for anew."""
    if hasattr(request, "_tongban_subject"):
        del request._tongban_subject  # noqa: SLF001 (our own mark)


def _find(request: HttpRequest) -> authority.Subject:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return authority.ANONYMOUS
    at = getattr(request, "at", None) or timezone.now()
    level, since = assurance_of(get_authentication_records(request, user))
    return describe(
        user, at=at, assurance=level, assured_at=since, acting_for=request.session.get(ACTING_FOR, "")
    )  # fmt: skip


def describe(
    account: Account,
    *,
    at: dt.datetime,
    assurance: int = 0,
    assured_at: dt.datetime | None = None,
    acting_for: str = "",
) -> authority.Subject:
    """The subject that an account stands for at `at`."""
    person = account.person
    if person is None:
        return authority.Subject("program", name=account.username, account=account.username, assurance=assurance)
    official = account.kind == Account.Kind.OFFICIAL
    mandate = mandate_for(person=person.id, credit_code=acting_for, at=at) if acting_for else None
    return authority.Subject(
        "official" if official else "resident",
        person=person.id,
        name=person.name,
        account=account.username,
        assurance=assurance,
        assured_at=assured_at,
        posts=authority.posts_of(person=person.id, at=at) if official else (),
        acting_for=mandate.credit_code if mandate else "",
        acting_name=mandate.company if mandate else "",
        resident_tag=person.resident_tag,
    )


def subject_for(*, username: str, at: dt.datetime, acting_for: str = "") -> authority.Subject:
    """The subject of an account outside a request, for commands and bearers of tokens; without assurance.
    `acting_for`: the credit code of a company for which the person holds a mandate; nothing without one.

    Raises LookupError for an unknown or closed account.
    """
    account = Account.objects.filter(username=username, is_active=True).first()
    if account is None:
        raise LookupError(f"no active account {username!r}")
    return describe(account, at=at, acting_for=acting_for)
