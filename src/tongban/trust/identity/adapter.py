"""What django-allauth asks of the product: no open sign-up, entries in the ledger, second factors kept encrypted."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from tongban.kernel.web import api as web
from tongban.trust.audit import api as audit
from tongban.trust.authority.api import ANONYMOUS, Subject, SubjectKind
from tongban.trust.identity.models import Account
from tongban.trust.privacy import api as privacy

log = logging.getLogger(__name__)


def actor(account: Account) -> Subject:
    """An account as the ledger names it."""
    kind: SubjectKind = "official" if account.kind == "official" else "resident"
    if account.kind == "program":
        kind = "program"
    return Subject(kind, person=account.person_id or "", account=account.username)


def note(action: str, account: Account | None, result: str = "ok") -> None:
    """Writes what happened to an account into the ledger."""
    with transaction.atomic():
        audit.record(
            at=timezone.now(),
            by=actor(account) if account else ANONYMOUS,
            action=f"identity.{action}",
            object=f"account:{account.pk}" if account else "account:unknown",
            result=result,
        )


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Signing in."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Accounts come from the counter, the department or the national identity, not from a form."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that does not answer is the operator's to see; the page says the same as for any address."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError:
            log.exception("mail %s was not sent; is the setting `mail` right?", template_prefix)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that limits count by."""
        return web.client_address(request) or "unknown"

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Signs in, with a new session key, and says so in the ledger."""
        super().login(request, user)
        if isinstance(user, Account):
            note("sign_in", user)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A failure is noted without a name: what was typed may be anything, a password too."""
        super().authentication_failed(request, **credentials)
        note("sign_in", None, "refused")


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is untyped
    """Second factors."""

    def encrypt(self, text: str) -> str:
        """Seeds and recovery codes are encrypted at rest."""
        return privacy.encrypt("identity.factors", text, field="secret")

    def decrypt(self, encrypted_text: str) -> str:
        """The seed or the codes."""
        return privacy.decrypt("identity.factors", encrypted_text, field="secret")
