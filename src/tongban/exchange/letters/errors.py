"""Why a letter is not taken: a code for programs and the ledger, a sentence for the person who mends it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, tuple[int, str | Promise]] = {
    "malformed": (400, _("This is not a letter as the protocol describes it: {detail}.")),
    "unknown": (403, _("This node knows no such sender, or not on this day.")),
    "signature": (403, _("The signature is not that of the sender.")),
    "addressee": (422, _("The letter is addressed to another node.")),
    "message": (422, _("The sender may not send this message to this node: {detail}.")),
    "reused": (409, _("Another letter came under this number before.")),
    "large": (413, _("The letter is larger than {detail} bytes.")),
    "no-partner": (422, _("There is no partner {detail}, or not on this day.")),
    "no-message": (422, _("The directory does not allow this message to the partner: {detail}.")),
    "silent": (503, _("The partner does not answer: {detail}.")),
    "receipt": (502, _("The answer is no receipt signed by the partner.")),
    "several": (422, _("Several partners take this message; the process must name one: {detail}.")),
}


class LetterRefused(Exception):  # noqa: N818 (a refusal, not an error)
    """A letter cannot go its way. `code` is one of REASONS, `status` that of HTTP."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code, self.status, self.detail = code, REASONS[code][0], detail
        super().__init__(code)

    @property
    def kept(self) -> str:
        """The refusal as it is stored: `said` puts it into the reader's language."""
        return f"{self.code}: {self.detail}"

    def __str__(self) -> str:
        return str(REASONS[self.code][1]).format(detail=self.detail)


def said(kept: str) -> str:
    """A stored fault in words; what is none of REASONS is the other side's own text, or a technical one."""
    code, _colon, detail = kept.partition(": ")
    return str(LetterRefused(code, detail)) if code in REASONS else kept


class LetterError(Exception):
    """What an officer asked for cannot be done; nothing was changed. `field` is that of the form."""

    def __init__(self, message: str | Promise, field: str = "") -> None:
        self.field = field
        super().__init__(str(message))
