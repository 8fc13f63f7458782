"""What the engine says of a model, in the language of the page. The engine knows no languages: it speaks English."""

from __future__ import annotations

import re

from django.utils.translation import gettext, gettext_noop

_ = gettext_noop
SAYINGS = tuple(
    (re.compile(pattern, re.DOTALL), words)
    for pattern, words in (
        (r"may hold two tokens at once, so its work may be done twice",
         _("may be reached twice at once, so its work may be done twice")),
        (r"from here the process can run for ever without an end", _("from here the process may go on without an end")),
        (r"no run can ever come here", _("nothing ever comes here")),
        (r"its name has no English \(tongban:name-en\)", _("its name has no English")),
        (r"people see this task, but it has no name", _("people see this step, but it has no name")),
        (r"the file has no diagram; .*", _("nothing of the process is drawn yet")),
        (r"not drawn in the diagram: (?P<names>.+); .*", _("not drawn in the diagram: %(names)s")),
        (r"this id stands twice in the file", _("this id stands twice in the file")),
        (r"the attribute (?P<name>'.+?') is missing", _("%(name)s is missing")),
        (r"the attribute (?P<name>'.+?') is not understood here", _("%(name)s is not understood here")),
        (r"this is not a BPMN 2.0 file", _("this is no BPMN 2.0 file")),
        (r"did you mean (?P<name>'.+')\?", _("did you mean %(name)s?")),
        (r"known: (?P<names>.+)", _("known here: %(names)s")),
        (r"not FEEL: (?P<why>.+)", _("this expression cannot be read: %(why)s")),
        (r"an expression is missing here", _("an expression is missing here")),
    )
)  # fmt: skip


def said(message: str) -> str:
    """The message in the page's language where its words are known, else as it is."""
    for pattern, words in SAYINGS:
        found = pattern.fullmatch(message)
        if found:
            return gettext(words) % found.groupdict()
    return message
