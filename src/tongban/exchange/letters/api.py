"""The front door of letters between nodes: `send` in the transaction of an act, `take` what a partner posts, `post` and
`hand_over` as background work, and the officer's directory and lists.
"""

from __future__ import annotations

import datetime as dt

from tongban.exchange.letters.errors import LetterError, LetterRefused
from tongban.exchange.letters.listing import STATES, Page, Row, Way, dismiss, letter, letters, retry, stuck
from tongban.exchange.letters.partners import Partner, lines, partner, partners, prints, save, taking
from tongban.exchange.letters.sending import post, send
from tongban.exchange.letters.taking import Letter, hand_over, register_receiver, take
from tongban.exchange.letters.wire import MOST_BYTES, own_code
from tongban.trust.signatures import api as signatures

__all__ = [
    "MOST_BYTES",
    "STATES",
    "Letter",
    "LetterError",
    "LetterRefused",
    "Page",
    "Partner",
    "Row",
    "Way",
    "dismiss",
    "hand_over",
    "letter",
    "letters",
    "lines",
    "own_code",
    "own_fingerprint",
    "partner",
    "partners",
    "post",
    "prints",
    "register_receiver",
    "retry",
    "save",
    "send",
    "stuck",
    "take",
    "taking",
    "tick",
]  # fmt: skip


def own_fingerprint() -> str:
    """What partners enter to know this node by."""
    return signatures.fingerprint()


def tick(*, at: dt.datetime) -> int:
    """Posts what is due and offers what waits; returns how many letters moved."""
    return hand_over(at=at) + post(at=at)
