"""Marks texts for translation; the engine itself needs no Django."""

from __future__ import annotations


def gettext_noop(text: str) -> str:
    """The text, found by whoever collects texts to translate."""
    return text
