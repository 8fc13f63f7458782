"""The answers that a choice offers: written in the form, or taken from a dated code list."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from tongban.kernel.codes import api as codes
from tongban.kernel.declarations.api import Text

if TYPE_CHECKING:
    from tongban.engines.forms.declarations import Field


@dataclass(frozen=True)
class Option:
    """One answer of a choice: `value` is stored, `label` shown."""

    value: str
    label: Text


def local_day(at: dt.datetime) -> dt.date:
    """The day of a moment in the node's zone."""
    return timezone.localtime(at).date()


def options(field: Field, at: dt.datetime) -> tuple[Option, ...]:
    """In the order of the form or the list; a code list as it is on the day of `at`."""
    if not field.codes:
        return field.options
    return tuple(Option(code.code, code.text) for code in codes.codes(field.codes, on=local_day(at)))


def offered(field: Field, at: dt.datetime) -> tuple[str, ...]:
    """The values only; empty for kinds that offer none."""
    if not (field.options or field.codes):
        return ()
    return tuple(option.value for option in options(field, at))
