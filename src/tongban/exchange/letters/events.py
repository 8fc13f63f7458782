"""What letters tell."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LetterCame:
    """A letter was taken in: this block's own subscriber hands it to whoever waits for it."""

    letter: int
