"""Why a booking is not possible, for the person at the screen."""

from __future__ import annotations


class BookingError(ValueError):
    """The message says what is the matter and what to do."""


class SlotFull(BookingError):  # noqa: N818 (it names what happened)
    """Every seat of the slot is taken."""
