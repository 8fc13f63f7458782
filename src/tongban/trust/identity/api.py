"""The front door of identity: who a request's subject is, persons, accounts, mandates, assurance.

`request.subject`, which `authority.acting` reads, and `request.at` are set by SubjectMiddleware; `subject_of` is the
same for who has no middleware.
"""

from __future__ import annotations

from tongban.trust.identity.assurance import needs_assurance
from tongban.trust.identity.demo import demo_sign_in
from tongban.trust.identity.errors import NotPossible
from tongban.trust.identity.mandates import Mandate, give_mandate, mandates_of, revoke_mandate
from tongban.trust.identity.people import (
    Account,
    Person,
    accounts_of,
    close_account,
    create_account,
    create_person,
    find_person,
    hashed,
    names_of,
    person,
    resident_number_of,
)
from tongban.trust.identity.representation import represent
from tongban.trust.identity.subjects import subject_for, subject_of
from tongban.trust.identity.tokens import bearer

__all__ = [
    "Account", "Mandate", "NotPossible", "Person", "accounts_of", "bearer", "close_account", "create_account",
    "create_person", "demo_sign_in", "find_person", "give_mandate", "hashed", "mandates_of", "names_of",
    "needs_assurance", "person", "represent", "resident_number_of", "revoke_mandate", "subject_for", "subject_of",
]  # fmt: skip
