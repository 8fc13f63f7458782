"""Which language an expression is written in: FEEL, or one that only another engine understands."""

from __future__ import annotations

import re

from tongban.engines.processes import vocabulary as words
from tongban.engines.processes.saying import say as _
from tongban.engines.rules import api as rules

_JUEL = re.compile(r"[$#]\{.*\}", re.DOTALL)


def is_feel(language: str) -> bool:
    """Whether a name of a language, a format of scripts or an URI means FEEL."""
    return language.strip().lower() in words.FEEL_LANGUAGES


def fault(text: str) -> str:
    """What is wrong with an expression; empty when it is FEEL."""
    if _JUEL.search(text) and text.lstrip()[:1] in ("$", "#"):
        return _("it stands in ${…}")
    try:
        rules.compile_expression(text)
    except rules.FeelError as error:
        where = {"line": error.line, "column": error.column, "message": error.message}
        if error.suggestion:
            return _("line %(line)s, column %(column)s: %(message)s; %(hint)s", **where, hint=error.suggestion)
        return _("line %(line)s, column %(column)s: %(message)s", **where)
    return ""


def foreign(text: str) -> str:
    """The name of another engine's language that a text looks like; empty when it looks like none."""
    return "JUEL" if _JUEL.search(text) else ""


def keys_written(text: str) -> tuple[str, ...]:
    """The keys of the context that a script is, when it is written as one."""
    try:
        node = rules.compile_expression(text.strip().removeprefix("=").strip()).node
    except rules.FeelError:
        return ()
    return tuple(key for key, _value in getattr(node, "entries", ()))
