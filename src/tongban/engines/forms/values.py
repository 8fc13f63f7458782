"""From what a person wrote to a kept value and on to FEEL, by the kind of the field.

Kept values are JSON: text for most kinds; numbers and sums as exact decimal text; dates as YYYY-MM-DD; booleans for
yesno and statement; lists of text for choices and uploads. Reading a kept value again yields the same value.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from tongban.engines.forms.declarations import Field
from tongban.engines.forms.tidying import tidy


def is_empty(value: Any) -> bool:
    """Whether nothing was answered, whatever the kind."""
    return value is None or value in ([], {}) or (isinstance(value, str) and not tidy(value))


def read_value(field: Field, raw: Any, *, at: dt.datetime) -> Any:
    """The kept value of an answer that is not empty. Raises ValueError with a message for the person."""
    return field.of.read(field, raw, at)


def typed(field: Field, value: Any) -> Any:
    """A kept value as FEEL sees it: Decimal, date, boolean, list, context or text; None where nothing can be read."""
    return None if is_empty(value) else field.of.typed(field, value)
