"""Why the database cannot judge a filter."""

from __future__ import annotations

from tongban.engines.rules.messages.marked import gettext_noop as _

MESSAGES = {
    "database-cannot-judge-this": _("the database cannot judge this: %(names)s"),
    "number-that-is-too-large-for": _("a number that is too large for the column"),
    "some-and-every": _("`some` and `every`"),
    "filter-in-filter": _("a filter in the filter"),
    "member-of-value": _("a member of a value"),
    "function-has-no-like-in-sql": _("the function %(names)s has no like in SQL that is sure to judge as FEEL does"),
    "no-like": _("%(name)s has no like in SQL"),
    "is-not-kept-in-order-that": _("a %(kind)s is not kept in an order that the database and FEEL share"),
    "text-that-is-too-long-or": _("a text that is too long or odd for the column"),
    "number-that-is-not-whole-is": _("a number that is not whole is not compared exactly by every database"),
    "day-outside-years-that-database-knows": _("a day outside the years that the database knows"),
    "range-with-end-that-is-unknown": _("a range with an end that is unknown, of another type, or before its start"),
    "what-is-compared-is-not-field": _("what is compared is not a field alone"),
    "there-is-no-field": _("there is no field %(name)r"),
    "field-is-compared-with-something-else": _(
        "a field is compared with something else than a value that is written out"
    ),
}
