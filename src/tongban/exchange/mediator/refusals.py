"""Why an exchange was refused: a code for the evidence, a sentence for the person."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, Promise] = {
    "unknown": _("No department offers the information resource “%(resource)s”."),
    "key": _("“%(resource)s” is asked by a number or code; what was given is none."),
    "not_shared": _("“%(resource)s” is not shared with other departments."),
    "no_agreement": _("“%(consumer)s” has no agreement on “%(resource)s” for the purpose “%(purpose)s”."),
    "fields": _("The agreement of “%(consumer)s” on “%(resource)s” does not cover: %(fields)s."),
    "no_provider": _("“%(resource)s” cannot be asked at the moment: no provider is connected."),
    "nothing": _("“%(resource)s” holds nothing under the key asked for."),
    "failed": _("The provider of “%(resource)s” could not answer. Try again later, or fill the fields in by hand."),
    "schema": _("The provider of “%(resource)s” sent an answer that breaks its own catalogue entry: %(fields)s."),
}


class ExchangeRefused(Exception):  # noqa: N818 (a refusal, not an error)
    """The exchange did not take place. `code` is one of REASONS; the message is for the person at the screen."""

    def __init__(self, code: str, **details: str) -> None:
        self.code = code
        self.details = details
        super().__init__(code)

    def __str__(self) -> str:
        return str(REASONS[self.code]) % {"resource": "", "consumer": "", "purpose": "", "fields": "", **self.details}
