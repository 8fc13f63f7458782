"""The answers that a choice offers: written in the form, or taken from a dated code list."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from tongban.engines.forms.declarations import Field, Option
from tongban.kernel.codes import api as codes


def options(field: Field, at: dt.datetime) -> tuple[Option, ...]:
    """In the order of the form or the list; a code list as it is on the day of `at`."""
    if not field.codes:
        return field.options
    day = timezone.localtime(at).date()
    return tuple(Option(code.code, code.text) for code in codes.codes(field.codes, on=day))


def offered(field: Field, at: dt.datetime) -> tuple[str, ...]:
    """The values only; empty for kinds that offer none."""
    if field.kind not in ("choice", "choices"):
        return ()
    return tuple(option.value for option in options(field, at))
