"""The names of FEEL's types, and of the parts of a day, as messages name them."""

from __future__ import annotations

from tongban.engines.rules.messages.marked import gettext_noop as _

KINDS = frozenset(
    (
        _("any"), _("boolean"), _("context"), _("date"), _("date and time"), _("day"), _("days and time duration"),
        _("duration"), _("function"), _("hour"), _("list"), _("minute"), _("month"), _("null"), _("number"), _("range"),
        _("second"), _("string"), _("time"), _("unknown"), _("year"), _("years and months duration"),
    )
)  # fmt: skip
