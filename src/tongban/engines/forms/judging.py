"""Whether one answer is right, and if not, what to do about it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.engines.forms.declarations import Field
from tongban.engines.forms.options import offered
from tongban.engines.forms.tidying import tidy
from tongban.engines.forms.values import MAX_RAW, is_empty, read_value, typed

MAX_KEPT = 100  # items of a list that could not be read


def local_day(at: dt.datetime) -> dt.date:
    return timezone.localtime(at).date()


def _missing(asked: Field) -> str:
    if asked.bind and not asked.ask_if_missing:
        return _("“%(label)s” could not be fetched from the register. Try again later, or ask at the service desk.") % {
            "label": asked.label
        }
    messages = {
        "statement": _("Tick the box to confirm: %(label)s"),
        "upload": _("Add a file: %(label)s"),
        "choice": _("Choose an answer: %(label)s"),
        "choices": _("Choose at least one answer: %(label)s"),
        "yesno": _("Choose yes or no: %(label)s"),
    }
    return messages.get(asked.kind, _("Fill in: %(label)s")) % {"label": asked.label}


def _as_written(value: Any) -> Any:
    """What could not be read, kept so that the person sees it again: text without what a database refuses."""
    if isinstance(value, list | tuple):
        return [_as_written(item) for item in value[:MAX_KEPT]]
    if isinstance(value, bool | int) or value is None:
        return value
    return tidy(str(value)[:MAX_RAW], lines=True)


def judge(asked: Field, value: Any, *, required: bool, fixed: bool, at: dt.datetime) -> tuple[Any, str]:
    """The stored value and, when it is wrong, the message. What a register said is not the person's to correct."""
    if is_empty(value) or (asked.kind == "statement" and typed(asked, value) is False):
        empty: Any = [] if asked.kind in ("choices", "upload") else None
        return empty, _missing(asked) if required else ""
    if fixed:
        return value, ""
    try:
        found = read_value(asked, value, offered=offered(asked, at), today=local_day(at))
    except ValueError as error:
        return _as_written(value), str(error)
    if asked.kind == "upload" and len(found) > int(asked.max or 1):
        return found, _("Keep at most %(bound)s files.") % {"bound": asked.max or 1}
    if asked.kind == "upload" and len(found) < (asked.min or 0):
        return found, _("Add at least %(bound)s files.") % {"bound": asked.min}
    return found, ""
