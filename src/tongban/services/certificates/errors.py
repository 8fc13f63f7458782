"""What the block refuses, in words for the person at the screen. Nothing was changed when one of these is raised."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class CertificateError(Exception):
    """An act that cannot be done; the message is in the page's language and says what to do."""

    def __init__(self, message: Promise | str) -> None:
        self.message = message
        super().__init__(message)

    def __str__(self) -> str:
        return str(self.message)


class NotFound(CertificateError, LookupError):  # noqa: N818 (it names what happened)
    """There is no such certificate, or it is not this subject's to see: nobody learns which."""

    def __init__(self) -> None:
        super().__init__(_("There is no such certificate, or it is not yours to see."))


class Incomplete(CertificateError):  # noqa: N818 (it names what happened)
    """A value that the document needs is missing or cannot be shown."""


class CannotRender(CertificateError):  # noqa: N818 (it names what happened)
    """The document's template cannot be set with these values."""
