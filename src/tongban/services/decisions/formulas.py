"""Formulas of rules in plain words of the language of the page."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

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
