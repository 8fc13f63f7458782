"""The front door of identity: who a request's subject is, persons, accounts and mandates."""

from __future__ import annotations

from tongban.trust.identity.mandates import Mandate, mandates_of
from tongban.trust.identity.subjects import subject_of

__all__ = ["Mandate", "mandates_of", "subject_of"]
