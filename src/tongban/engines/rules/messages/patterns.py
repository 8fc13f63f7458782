"""Faults of a regular expression."""

from __future__ import annotations

from tongban.engines.rules.messages.marked import gettext_noop as _

MESSAGES = {
    "pattern-repeats-too-much": _("the pattern repeats too much"),
    "pattern-is-longer-than-characters": _("the pattern is longer than %(max_pattern)s characters"),
    "flags-are-not-among-m-i": _("the flags %(flags)r are not among s, m, i, x"),
    "reference-back-is-not-for-this": _("a reference back is not for this machine"),
    "pattern-is-too-large": _("the pattern is too large"),
    "unopened-bracket": _("an unopened bracket"),
    "at-character-of-pattern": _("%(what)s at character %(number)s of the pattern %(text)r"),
    "unknown-escape": _("an unknown escape '\\%(sign)s'"),
    "unexpected-end": _("an unexpected end"),
    "brackets-deeper-than": _("brackets deeper than %(max_depth)s"),
    "without-its-match": _("a %(sign)r without its match"),
    "bracket-without-its-end": _("a bracket without its end"),
    "reference-to-group-which-is-not": _("a reference to the group %(number)s, which is not complete there"),
    "empty-brackets": _("empty brackets"),
    "range-of-characters-that-ends-before": _("a range of characters that ends before it begins"),
    "repeat-of-repeat": _("a repeat of a repeat"),
    "repeat-that-is-none-of-n": _("a repeat that is none of {n}, {n,} and {n,m}"),
    "repeat-of-more-than-times": _("a repeat of more than %(max_repeat)s times"),
    "repeat-of-at-most-fewer-times": _("a repeat of at most fewer times than at least"),
    "group-of-kind-that-xpath-has": _("a group of a kind that XPath has not"),
    "unknown-category-or-block-of-characters": _("an unknown category or block of characters"),
    "that-is-not-escaped": _("a %(sign)r that is not escaped"),
    "characters-after-subtraction": _("characters after a subtraction"),
}
