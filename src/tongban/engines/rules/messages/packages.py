"""Faults of what a package brings beside its models: functions, parameters, amounts, worked cases."""

from __future__ import annotations

from tongban.engines.rules.messages.marked import gettext_noop as _

MESSAGES = {
    "name-of-this-parameter-is-not": _(
        "the name of this parameter is not written out, so nobody can check that there is one"
    ),
    "write-file-table": _('write %(name)s("file.table")'),
    "known": _("known: %(names)s"),
    "unknown-parameter": _("unknown parameter %(name)r"),
    "more-than-lines-what-is-regular": _("more than %(max_lines)s lines: what is regular belongs into a table"),
    "range-of-more-than": _("a range of more than %(max_range)s"),
    "to-power-of-is-no-number": _("%(base)s to the power of %(exponent)s is no number"),
    "not-python": _("not Python: %(reason)s"),
    "constant-cannot-be-made": _("a constant cannot be made: %(reason)s"),
    "plain-parameters-only-without-defaults-and": _("%(name)s: plain parameters only, without defaults and decorators"),
    "result-has-no-type-of-feel": _("%(name)s: the result has no type of FEEL"),
    "name-is-taken": _("%(name)s: the name is taken"),
    "gave-which-is-none-of-its": _("gave a %(kind)s, which is none of its declared types"),
    "may-not-be-imported": _("%(module)s.%(name)s may not be imported"),
    "has-no-type-of-feel": _("%(name)s: %(arg)s has no type of FEEL"),
    "may-not-stand-in-rule": _("%(name)s may not stand in a rule"),
    "attribute-not-used": _(".%(attr)s may not be used"),
    "name-not-used": _("%(id)s may not be used"),
    "only-functions-constants-and-imports-of": _("only functions, constants and imports of numbers stand here"),
    "no-exact-number": _("%(value)r is no exact number"),
    "write-decimal": _('write Decimal("…")'),
    "state-rounding-for-example-round-half": _("state the rounding, for example round half up(…, %(digits)s)"),
    "amount-of-money-that-this-rule": _("an amount of money that this rule does not round"),
    "expected-result": _("%(decision)s: expected %(found)s, found %(found2)s"),
    "expected-row-that-cites-found": _("%(decision)s: expected a row that cites %(article)s, found %(names)s"),
    "no-row": _("no row"),
    "no-parameter-value": _("%(reason)s"),
}
