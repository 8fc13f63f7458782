"""One walk through a form in reading order: what is shown, and what FEEL conditions may look at.

A field that is not shown counts as unanswered for everything after it, whatever was once stored.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tongban.engines.forms.declarations import Field, Form, Page
from tongban.engines.forms.kinds.given import Computed
from tongban.engines.forms.values import typed
from tongban.engines.rules import api as rules
from tongban.kernel.declarations.api import Text


@dataclass(frozen=True)
class Prefilled:
    """A value that a register answered: never asked, never overridden by what is posted.

    `value` is plain (text, number, date, boolean, list), `source` the register's name, `as_of` the day of the record,
    `reference` the evidence of the exchange.
    """

    value: Any
    source: Text
    as_of: dt.date
    reference: str


Values = Mapping[str, Any]
Fixed = Mapping[str, Prefilled]


def plain(value: Any) -> Any:
    """A register's value in the stored form."""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value if isinstance(value, bool) or value is None else str(value)


def stored(field: Field, values: Values, prefilled: Fixed) -> Any:
    """The value in force: a bound field takes the register's answer and, unless it may be asked, nothing else."""
    if field.bind and field.name in prefilled:
        return plain(prefilled[field.name].value)
    if field.bind and not field.ask_if_missing:
        return None
    return values.get(field.name)


def is_fixed(field: Field, prefilled: Fixed) -> bool:
    """Whether the person cannot answer this field."""
    return not field.of.asks or (bool(field.bind) and (field.name in prefilled or not field.ask_if_missing))


def holds(condition: str, known: Mapping[str, Any]) -> bool:
    """Whether a FEEL condition is true; empty is true, null is not."""
    return not condition or rules.evaluate(condition, known) is True


def is_required(field: Field, known: Mapping[str, Any]) -> bool:
    if field.of.widget == "information":
        return False
    if isinstance(field.required, bool):
        return field.required
    return holds(field.required, known) if field.required else False


class Walk:
    """Goes through the form page by page; `known` grows with each shown field."""

    def __init__(self, form: Form, values: Values, prefilled: Fixed | None = None) -> None:
        self.form = form
        self.values = values
        self.prefilled: Fixed = prefilled or {}
        self.computed: dict[str, Any] = {}
        self.known: dict[str, Any] = {field.name: None for field in form.fields()}

    def pages(self) -> Iterator[tuple[Page, Iterator[Field]]]:
        """The shown pages, each with its shown fields, which must be consumed before the next page is asked for."""
        for page in self.form.pages:
            if holds(page.show_if, self.known):
                yield page, self.fields(page)

    def fields(self, page: Page) -> Iterator[Field]:
        for field in page.fields:
            if holds(field.show_if, self.known):
                if isinstance(field.of, Computed):
                    self.computed[field.name] = field.of.computed(field, rules.evaluate(field.value, self.known))
                yield field
                self.known[field.name] = typed(field, self.value(field))

    def value(self, field: Field) -> Any:
        """The value in force of a field that was walked past or stands at: answered, fetched or computed."""
        if isinstance(field.of, Computed):
            return self.computed.get(field.name)
        return stored(field, self.values, self.prefilled)

    def through(self) -> list[tuple[Page, list[Field]]]:
        """All shown pages and fields."""
        return [(page, list(fields)) for page, fields in self.pages()]

    def before(self, page: Page) -> bool:
        """Walks up to `page`; false when the page itself is not shown."""
        for shown, fields in self.pages():
            if shown.id == page.id:
                return True
            for _ in fields:
                pass
        return False
