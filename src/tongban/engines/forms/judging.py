"""Whether one answer is right, and if not, what to do about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from copy import copy
from typing import Any

from django.utils.translation import gettext as _

from tongban.engines.forms.declarations import Field
from tongban.engines.forms.kinds.kind import MAX_RAW
from tongban.engines.forms.tidying import tidy
from tongban.engines.forms.values import read_value, typed
from tongban.engines.rules import api as rules

MAX_KEPT = 100  # items of a list that could not be read


def _missing(asked: Field) -> str:
    if asked.bind and not asked.ask_if_missing:
        return _("“%(label)s” could not be fetched from the register. Try again later, or ask at the service desk.") % {
            "label": asked.label
        }
    return asked.of.missing(asked)


def _as_written(value: Any) -> Any:
    """What could not be read, kept so that the person sees it again: text without what a database refuses."""
    if isinstance(value, list | tuple):
        return [_as_written(item) for item in value[:MAX_KEPT]]
    if isinstance(value, dict):
        return {tidy(str(name))[:60]: _as_written(item) for name, item in list(value.items())[:MAX_KEPT]}
    if isinstance(value, bool | int) or value is None:
        return value
    return tidy(str(value)[:MAX_RAW], lines=True)


def unmet(asked: Field, value: Any, known: Mapping[str, Any]) -> str:
    """The message of the first requirement that is false of the answers so far; `value` is right and kept."""
    with_own = {**known, asked.name: typed(asked, value)}
    for one in asked.requires:
        if rules.evaluate(one.that, with_own) is False:
            return str(one.because)
    return ""


def judge(asked: Field, value: Any, *, required: bool, fixed: bool, at: dt.datetime) -> tuple[Any, str]:
    """The stored value and, when it is wrong, the message. What a register said is not the person's to correct."""
    if asked.of.is_empty(value):
        return copy(asked.of.empty), _missing(asked) if required else ""
    if fixed:
        return value, ""
    try:
        return read_value(asked, value, at=at), ""
    except ValueError as error:
        return _as_written(value), str(error)
