"""What the rules engine says, in the language of the page and in the words of those who own rules: rows, not rules."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop

from tongban.engines.rules import api as rules

_ = gettext_noop
PLAIN = {
    "expected-end-found": _("%(found)s is too much here"),
    "expected-value-found": _("a value is missing before %(found)s"),
    "expected-value-after-comparison-found": _("a value is missing after the comparison"),
    "expected-end-of-range-found": _("the range has no end before %(found)s"),
    "expected-sign": _("%(text)r is missing before %(found)s"),
    "there-is-no-expression": _("nothing is written here"),
    "this-text-has-no-closing-quote": _("the closing quotation mark is missing"),
    "this-comment-has-no-end": _("the comment has no end"),
    "no-feel": _("%(sign)r means nothing here"),
    "unknown-name-in-text": _("%(name)r is no input of this table"),
    "inputs-and-decisions-required-here": _("known here: %(known_names)s"),
    "rules-and-can-both-match-but": _("rows %(earlier)s and %(later)s can both apply, but %(policy)s"),
    "table-is-unique": _("only one may"),
    "their-outputs-differ": _("their results differ"),
    "narrow-one-of-them-or-choose": _("narrow one of them"),
    "no-rule-matches-when": _("no row applies when %(names)s"),
    "add-rule-or-default-output": _("add a row for it"),
    "this-rule-can-never-match": _("this row can never apply"),
    "rule-masked": _("row %(cover)s %(first)s and takes every case of this row"),
    "rule-masked-together": _("other rows take every case of this row"),
    "no-rule-asks-for": _("no row asks for %(label)s"),
    "this-rule-names-no-article-that": _("this row names no article that it follows"),
    "requires-which-nothing-in-it-uses": _("%(name)r is asked for, but nothing uses it"),
    "take-requirement-out": _("this can only be changed in the package"),
    "take-column-out": _("this can only be changed in the package"),
    "no-rule-matches": _("no row applies"),
    "not-given": _("an input is not given"),
    "input-unfit": _("the input %(label)r is of another type"),
    "output-unfit": _("the result of row %(index)s is of another type"),
    "rules-all-match-but-table-is": _("the rows %(shown)s all apply, but only one may"),
    "rules-with-different-outputs-match-but": _("rows with different results apply"),
    "evaluation-takes-more-steps": _("this takes too long to compute"),
}
AT, AT_LINE = _("%(message)s (at character %(column)s)"), _("%(message)s (line %(line)s, character %(column)s)")
AT_END = _("something is missing at the end")


def said(message: str) -> str:
    """A message of the engine in the language of the page; what is none of its messages is as it is."""
    if not isinstance(message, rules.Said):
        return message
    template = _template(message)
    if template is None:
        return rules.translated(message)
    return gettext(template) % {
        name: said(part) if isinstance(part, str) else part for name, part in message.given.items()
    }


def _template(message: rules.Said) -> str | None:
    if message.code == "at-place":
        return AT if message.given["line"] == 1 else AT_LINE
    found = message.given.get("found")
    if message.code == "expected-value-found" and isinstance(found, rules.Said) and found.code == "the-end":
        return AT_END
    return PLAIN.get(message.code)
