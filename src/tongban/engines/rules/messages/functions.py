"""Why a built-in function has no value."""

from __future__ import annotations

from tongban.engines.rules.messages.marked import gettext_noop as _

MESSAGES = {
    "keys-must-be-texts-one-at": _("the keys must be texts, one at least"),
    "there-is-no-context-under-key": _("there is no context under the key %(key)r"),
    "list-not-only-contexts": _("the list does not hold only contexts"),
    "entry-needs-text-key-and-value": _("an entry needs a text `key` and a `value`"),
    "key-is-given-twice": _("the key %(entry)r is given twice"),
    "separators-are-blank-comma-or-point": _("the separators are a blank, comma or point, and differ"),
    "no-number": _("%(text)r is no number"),
    "no-such-value": _("%(text)r is no %(what)s"),
    "must-be-whole-number": _("the %(what)s must be a whole number"),
    "there-is-no-day": _("there is no day %(year)s-%(month)s-%(day)s"),
    "there-is-no-time-with-such": _("there is no time %(hour)s:%(minute)s:%(second)s with such an offset"),
    "caller-gave-no-moment": _("the caller gave no moment"),
    "list-not-only-truth-values": _("the list does not hold only truth values"),
    "there-are-no-items-from-position": _(
        "there are no %(length)s items from position %(start)s in a list of %(count)s"
    ),
    "match-must-be-function-of-item": _("`match` must be a function of the item and the new item"),
    "precedes-must-be-function-of-two": _("`precedes` must be a function of two items"),
    "match-yields-neither-true-nor-false": _("`match` yields neither true nor false"),
    "order-of-two-items-is-neither": _("the order of two items is neither true nor false"),
    "scale-must-lie-between-and": _("the scale must lie between %(lowest)s and %(highest)s"),
    "divisor-is-zero": _("the divisor is zero"),
    "there-is-no-such-number": _("there is no such number"),
    "caller-gave-no-moment-and-no": _("%(name)r: the caller gave no moment, and no day is named"),
    "no-parameters-are-known-here": _("%(name)r: no parameters are known here"),
    "ends-of-range-in-text-must": _("the ends of a range in a text must be literals"),
    "end-of-range-is-unknown": _("an end of the range is unknown"),
    "text-is-longer-than-characters": _("the text is longer than %(max_range)s characters"),
    "no-range": _("%(text)r is no range"),
    "is-no-range-from-one-value": _("%(text)r is no range from one value to a later one of the same kind"),
    "no-order": _("a %(kind)s and a %(kind2)s have no order"),
    "no-range-because": _("%(text)r is no range: %(message)s"),
    "must-be-got": _("%(name)r must be a %(wanted)s, got %(kind)s"),
    "call-failed": _("%(name)s(): %(reason)s"),
    "must-be-list-got-null": _("%(name)r must be a list, got null"),
    "does-not-take-arguments": _("%(name)s() does not take %(count)s arguments; %(usage)s"),
    "has-no-arguments-named": _("%(name)s() has no arguments named %(names)s; %(usage)s"),
    "list-not-only-numbers": _("the list does not hold only numbers"),
    "standard-deviation-needs-two-numbers-at": _("a standard deviation needs two numbers at least"),
    "positions-count-from-1-or-from": _("positions count from 1, or from -1 at the end"),
    "length-must-be-at-least-1": _("the length must be at least 1"),
    "pattern-matches-text-of-no-characters": _("the pattern matches a text of no characters"),
    "list-holds-not-only-texts": _("the list holds a %(kind)s, not only texts"),
    "text-of-more-than-characters-was": _("a text of more than %(max_text)s characters was made"),
    "in-replacement-stands-before-digit-and": _(
        "in a replacement `$` stands before a digit, and `\\` before `$` or `\\`"
    ),
    "list-is-empty": _("the list is empty"),
    "items-cannot-be-ordered": _("the items cannot be ordered"),
    "items-cannot-be-combined-or-result": _("the items cannot be combined, or the result is too large"),
    "use": _("use %(usage)s"),
}
