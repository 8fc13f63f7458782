"""What payments refuse, in words for the person at the screen."""

from __future__ import annotations

from django.utils.functional import Promise


class PaymentError(Exception):
    """The bill cannot be issued, paid, voided or refunded now; the message says why and what to do."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message


class ChannelUnavailable(PaymentError):  # noqa: N818 (it says what the channel is)
    """The payment channel is not set up, did not answer in time, or answered what cannot be trusted."""
