"""What a rule asked and found, in plain words of the language of the page."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
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


PARAMETER = re.compile(r'parameter\("([^"]*)"\)')
ROUNDED = re.compile(r"(round half up|round half down|round up|round down|decimal)\((.*), (\d+)\)", re.DOTALL)


def formula(text: str, labels: Mapping[str, str], titles: Mapping[str, str]) -> str:
    """A formula of a rule for people: labels for names, titles for parameters, × and ÷, how it is rounded in words."""
    found = ROUNDED.fullmatch(text.strip())
    if found and _whole(found[2]):
        inner = formula(found[2], labels, titles)
        return _rounding(found[1]) % {"formula": inner, "digits": found[3]}
    text = PARAMETER.sub(lambda one: titles.get(one[1], one[1]), text)
    if labels:
        names = "|".join(re.escape(name) for name in sorted(labels, key=len, reverse=True))
        text = re.sub(rf"(?<!\w)({names})(?!\w)", lambda one: labels[one[0]], text)
    return text.replace(" * ", " × ").replace(" / ", " ÷ ").replace(" - ", " − ")


def _whole(text: str) -> bool:
    """Whether no bracket of a text closes before it opens, so that the text is one argument."""
    depth = 0
    for sign in text:
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return False
    return depth == 0


def _rounding(name: str) -> str:
    return {
        "round half up": _("%(formula)s, rounded to %(digits)s digits, halves away from zero"),
        "round half down": _("%(formula)s, rounded to %(digits)s digits, halves towards zero"),
        "round up": _("%(formula)s, rounded away from zero to %(digits)s digits"),
        "round down": _("%(formula)s, cut off after %(digits)s digits"),
        "decimal": _("%(formula)s, rounded to %(digits)s digits, halves to the even digit"),
    }[name]
