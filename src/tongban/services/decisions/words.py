"""What a rule asked and found, in plain words of the language of the page."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from tongban.engines.rules import api as rules
from tongban.kernel.web.api import day

SIGNS = {"<": 0, "<=": 1, ">": 2, ">=": 3, "=": 4, "!=": 5}


def told(value: Any) -> str:
    """A value for people: yes and no, numbers with their thousands, days as days."""
    if value is None or isinstance(value, bool):
        return {None: _("not known"), True: _("Yes"), False: _("No")}[value]
    if isinstance(value, Decimal):
        return f"{value:,f}"
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return str(day(value))
    if isinstance(value, list):
        return _(", ").join(told(one) for one in value) if value else _("none")
    members = _("; ").join(f"{name}: {told(one)}" for name, one in value.items()) if isinstance(value, dict) else ""
    return members or str(rules.shown(value))


def asked(cell: str) -> str:
    """The condition of a cell in words, such as “more than 60” or “from 1 to 5”; empty for one that anything passes."""
    found = rules.describe(cell)
    words = [_one(test) for test in found.tests]
    text = _(" or ").join(words)
    return _("not: %(condition)s") % {"condition": text} if found.negated else text


def _one(test: rules.Asked) -> str:
    if test.sign == "feel":
        return str(test.low)
    low = told(test.low)
    if test.sign == "range":
        return _range(low, told(test.high), test.closed)
    sentences = (
        _("less than %(limit)s"), _("at most %(limit)s"), _("more than %(limit)s"), _("at least %(limit)s"),
        "%(limit)s", _("anything but %(limit)s"),
    )  # fmt: skip
    return sentences[SIGNS[test.sign]] % {"limit": low}


def _range(low: str, high: str, closed: tuple[bool, bool]) -> str:
    sentences = {
        (True, True): _("from %(low)s to %(high)s"),
        (True, False): _("from %(low)s to less than %(high)s"),
        (False, True): _("more than %(low)s, up to %(high)s"),
        (False, False): _("more than %(low)s and less than %(high)s"),
    }
    return sentences[closed] % {"low": low, "high": high}
