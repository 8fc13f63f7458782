"""Addresses that go out with a notice and are never kept with it: whoever holds one may act without signing in."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.functional import Promise

from tongban.kernel.declarations.api import Text
from tongban.services.notices.wording import both

_LINKS: dict[str, tuple[Callable[[str], str], Promise]] = {}


def declare_link(*, kind: str, address: Callable[[str], str], text: Promise) -> None:
    """Puts `text` with its %(address)s at the end of what goes out for notices of a kind; `address` is called with
    what the notice is about. For `apps.py` of the block whose address it is.
    """
    _LINKS[kind] = address, text


def link_of(kind: str, about: str) -> Text:
    """The sentence with the address; empty for kinds that carry none."""
    if kind not in _LINKS:
        return Text("", "")
    address, text = _LINKS[kind]
    return both(text, address=address(about))
