"""What the rules engine says, in the language of the page. The engine knows no languages: it speaks English."""

from __future__ import annotations

import re

from django.utils.translation import gettext, gettext_noop

_ = gettext_noop
SAYINGS = tuple(
    (re.compile(pattern, re.DOTALL), words)
    for pattern, words in (
        (r"(?P<inner>.+) \(line 1, column (?P<column>\d+) of .*\)", _("%(inner)s (at character %(column)s)")),
        (r"(?P<inner>.+) \(line (?P<line>\d+), column (?P<column>\d+) of .*\)",
         _("%(inner)s (line %(line)s, character %(column)s)")),
        (r"there is no expression", _("nothing is written here")),
        (r"expected the end, found (?P<what>.+)", _("%(what)s is too much here")),
        (r"expected a value, found the end", _("something is missing at the end")),
        (r"expected a value, found (?P<what>.+)", _("a value is missing before %(what)s")),
        (r"expected a value after the comparison, found '='", _("a value is missing after the comparison")),
        (r"expected the end of the range, found (?P<what>.+)", _("the range has no end before %(what)s")),
        (r"expected (?P<sign>'.+?') (?P<why>.*), found (?P<what>.+)", _("%(sign)s is missing before %(what)s")),
        (r"this text has no closing quote", _("the closing quotation mark is missing")),
        (r'end it with "', _('end it with "')),
        (r"this comment has no end", _("the comment has no end")),
        (r"(?P<sign>'.+') is no FEEL", _("%(sign)s means nothing here")),
        (r"too many comparisons in a row", _("too many comparisons in a row")),
        (r"unknown name (?P<name>'.+?') in '.*'", _("%(name)s is no input of this table")),
        (r"did you mean (?P<name>'.+')\?", _("did you mean %(name)s?")),
        (r"inputs and decisions required here: (?P<names>.+)", _("known here: %(names)s")),
        (r"close it with \], \) or \[", _("close it with ], ) or [")),
        (r"rules (?P<one>\d+) and (?P<other>\d+) can both match, but the table is unique",
         _("rows %(one)s and %(other)s can both apply, but only one may")),
        (r"rules (?P<one>\d+) and (?P<other>\d+) can both match, but their outputs differ",
         _("rows %(one)s and %(other)s can both apply, but their results differ")),
        (r"narrow one of them or choose another hit policy", _("narrow one of them")),
        (r"no rule matches when (?P<when>.+)", _("no row applies when %(when)s")),
        (r"add a rule or a default output", _("add a row for it")),
        (r"this rule can never match", _("this row can never apply")),
        (r"rule (?P<row>\d+) .* takes every case of this rule",
         _("row %(row)s comes first and takes every case of this row")),
        (r"other rules together take every case of this rule: .*", _("other rows take every case of this row")),
        (r"this rule names no article that it follows", _("this row names no article that it follows")),
        (r"requires (?P<name>'.+'), which nothing in it uses", _("%(name)s is asked for, but nothing uses it")),
        (r"take the requirement out", _("this can only be changed in the package")),
        (r"no rule matches", _("no row applies")),
        (r"not given", _("an input is not given")),
        (r"the input (?P<name>'.+'): .*", _("the input %(name)s is of another type")),
        (r"the input (?P<name>'.+') is none of (?P<values>.+)", _("the input %(name)s is none of %(values)s")),
        (r"the output of rule (?P<row>\d+): .*", _("the result of row %(row)s is of another type")),
        (r"the rules (?P<rows>.+) all match, but the table is unique",
         _("the rows %(rows)s all apply, but only one may")),
        (r"rules with different outputs match, but the policy is ANY", _("rows with different results apply")),
        (r"the evaluation takes more than \d+ steps", _("this takes too long to compute")),
    )
)  # fmt: skip


def said(message: str) -> str:
    """The message in the page's language where its words are known, else as it is."""
    for pattern, words in SAYINGS:
        found = pattern.fullmatch(message)
        if found:
            parts = found.groupdict()
            return gettext(words) % (parts | {"inner": said(parts["inner"])} if "inner" in parts else parts)
    return message
