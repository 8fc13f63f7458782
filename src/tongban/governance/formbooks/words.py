"""What the compiler of forms says, in the language of the page. It knows no languages: it speaks English."""

from __future__ import annotations

import re

from django.utils.translation import gettext, gettext_noop

_ = gettext_noop
SAYINGS = tuple(
    (re.compile(pattern, re.DOTALL), words)
    for pattern, words in (
        (r"did you mean (?P<name>'.+')\?", _("did you mean %(name)s?")),
        (r"known: (?P<names>.+)", _("known here: %(names)s")),
        (r"unknown key", _("there is no such key")),
        (r"missing", _("something is missing here")),
        (r"expected one of (?P<names>.+), got (?P<found>.+)", _("one of %(names)s is expected, not %(found)s")),
        (r"expected (?P<what>.+), got (?P<found>.+)", _("%(what)s is expected, not %(found)s")),
        (r"expected (?P<what>.+)", _("%(what)s is expected")),
        (r"(?:a )?text", _("some text")),
        (r"a table with (?P<names>.+)", _("a table with %(names)s")),
        (r"field '(?P<name>.*?)': (?P<fault>.+)", _("question “%(name)s”: %(fault)s")),
        (r"page '(?P<name>.*?)' has no fields", _("the page “%(name)s” has no question")),
        (r"page '(?P<name>.*?)': an id is .+",
         _("page “%(name)s”: a short name has lower-case letters, digits and hyphens")),
        (r"a form has at least one page", _("a form has at least one page")),
        (r"a name is lower-case letters.+",
         _("a name has lower-case letters, digits and underscores and begins with a letter")),
        (r"no kind of field (?P<kind>.+?); (?P<hint>.+)", _("there is no kind of field %(kind)s; %(hint)s")),
        (r"required is true, false or .+", _("required is true, false or a condition")),
        (r"ask_if_missing has no effect without bind", _("asking when the register has nothing takes a binding")),
        (r"bind (?P<bind>.+) is not a register and a field .+",
         _("%(bind)s is no register and field such as population.name")),
        (r"(?P<key>\w+) does not apply to (?P<kind>\w+)", _("%(key)s means nothing for the kind %(kind)s")),
        (r"a choice has either options or codes", _("a choice has either answers of its own or a code list")),
        (r"each option has a value of its own that is not empty", _("each answer needs a value of its own")),
        (r"a computed value says its FEEL expression in value", _("a computed value needs its formula")),
        (r"a (?P<kind>table|group) has columns", _("rows need columns")),
        (r"column (?P<name>'.*'): a column has a plain kind.+",
         _("column %(name)s: a column has a plain kind, and no condition or binding")),
        (r"each column has a name of its own", _("each column needs a name of its own")),
        (r"min and max .+: each is a count.*", _("the least and the most are whole numbers from 0")),
        (r"pattern applies to text and needs a pattern_hint.+",
         _("a pattern needs words that say how to write the answer")),
        (r"information says its text in help", _("a piece of information needs its text")),
        (r"a second page (?P<name>'.*')", _("there are two pages %(name)s")),
        (r"give each page an id of its own", _("give each page a short name of its own")),
        (r"a second field (?P<name>'.*')", _("there are two questions %(name)s")),
        (r"the first is pages\[(?P<page>\d+)\]\.fields\[(?P<field>\d+)\]", _("give it another name")),
        (r"unknown register (?P<name>'.*')", _("there is no register %(name)s")),
        (r"register (?P<register>'.*') holds no (?P<name>'.*')", _("the register %(register)s holds no %(name)s")),
        (r"asks for (?P<label>'.*'), which a register holds", _("%(label)s is asked although a register holds it")),
        (r"asks for an identifier that a register holds", _("an identifier is asked although a register holds it")),
        (r"bind = (?P<bind>\".*\"), or say why .+", _("bind it to %(bind)s, or say why it must be asked")),
        (r"bind it, or say why .+", _("bind it, or say why it must be asked")),
        (r"unknown type (?P<name>'.*')", _("there is no type of file %(name)s")),
        (r"unknown code list (?P<name>'.*')", _("there is no code list %(name)s")),
        (r"the least, (?P<least>.+), is more than the most, (?P<most>.+)",
         _("the least, %(least)s, is more than the most, %(most)s")),
        (r"no English text", _("the English text is missing")),
        (r"a field needs a label", _("a question needs its words")),
        (r"a circle: (?P<way>.+)", _("these questions wait for one another: %(way)s")),
        (r"no answer can come first; .+", _("no answer can come first; take one condition away")),
        (r"(?P<name>'.+') is asked here or later", _("%(name)s is asked here or later")),
        (r"a condition looks back only", _("a condition can only look at earlier questions")),
        (r"there is no field (?P<name>'.*')", _("there is no question %(name)s")),
        (r"(?P<text>'.*'|\".*\") is no FEEL: line \d+, column (?P<column>\d+): (?P<fault>.+)",
         _("%(text)s cannot be read at character %(column)s: %(fault)s")),
        (r"line \d+, column \d+: yields (?P<found>.+), not (?P<wanted>.+)",
         _("this yields %(found)s, not %(wanted)s")),
        (r"line \d+, column \d+: (?P<fault>.+)", _("this does not fit: %(fault)s")),
        (r"compare like with like", _("compare like with like")),
        (r"the page can never be shown", _("this page can never be shown")),
        (r"the field can never be shown", _("this question can never be shown")),
        (r"the requirement can never hold", _("this requirement can never hold")),
        (r"no combination of answers .+", _("no combination of answers makes it true")),
        (r"true or false", _("yes or no")),
        (r"a number", _("a number")),
        (r"a date", _("a date")),
        (r"a list", _("a list")),
    )
)  # fmt: skip
INNER = ("fault", "hint", "what", "found", "wanted")


def said(message: str) -> str:
    """The message in the page's language where its words are known, else as it is."""
    for pattern, words in SAYINGS:
        found = pattern.fullmatch(message)
        if found:
            parts = {name: said(part) if name in INNER else part for name, part in found.groupdict().items()}
            return gettext(words) % parts
    return message
