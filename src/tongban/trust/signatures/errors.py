"""What can go wrong when sealing."""

from __future__ import annotations


class CannotSeal(ValueError):  # noqa: N818 (a refusal)
    """The bytes are not a PDF that can be sealed: damaged, encrypted, or sealed already."""
