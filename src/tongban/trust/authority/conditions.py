"""Conditions on grants. Their language lies above this block: whoever has a compiler for it hands it in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import Any, Protocol

from django.db.models import Q
from django.utils.translation import gettext as _

from tongban.trust.authority.attributes import Attribute, attributes_of
from tongban.trust.authority.errors import Refused
from tongban.trust.authority.subjects import Subject

MAX_CONDITION = 500
SUBJECT = ("person", "post", "unit", "division")
Facts = Mapping[str, Any]


class Condition(Protocol):
    """A compiled condition: one meaning, asked of one object or of rows. What it needs and is not given, or is null for
    the subject, makes it fail in both.
    """

    @property
    def names(self) -> frozenset[str]:
        """The attributes of the object that it asks."""

    @property
    def of_subject(self) -> bool:
        """Does it ask anything of the subject?"""

    def holds(self, facts: Facts, subject: Facts) -> bool:
        """Does it hold for an object with these attributes?"""

    def where(self, columns: Mapping[str, str], subject: Facts) -> Q:
        """The rows for which it holds; `columns` are the ways to the columns of the attributes."""


Compiler = Callable[[str, Mapping[str, Attribute], Collection[str]], Condition]
_compilers: list[Compiler] = []


def use_compiler(compiler: Compiler) -> None:
    """Hands in what compiles a condition from its text, the attributes of the object and the names of the subject's
    facts; for `apps.py`. It raises ValueError that says what cannot be judged, and where.
    """
    _compilers[:] = [compiler]
    _compiled.cache_clear()


@lru_cache(maxsize=1000)
def _compiled(text: str, attributes: tuple[Attribute, ...]) -> Condition:
    if not _compilers:
        raise ValueError("no compiler for conditions is registered")
    return _compilers[0](text, {one.name: one for one in attributes}, SUBJECT)


def compiled(text: str, permission: str) -> Condition | None:
    """The condition for a permission; None for one that cannot be judged: then nothing is granted."""
    try:
        return _compiled(text, tuple(attributes_of(permission).values()))
    except ValueError:
        return None


def check_condition(text: str, permissions: Collection[str]) -> None:
    """Raises Refused unless the condition can be judged for every permission, of one object and of many."""
    if len(text) > MAX_CONDITION:
        raise Refused(_("A condition has at most %(most)s characters.") % {"most": MAX_CONDITION})
    if text != text.strip() or (text and not text.isprintable()):
        raise Refused(_("A condition is one line without blanks around it."))
    for permission in permissions if text else ():
        try:
            _compiled(text, tuple(attributes_of(permission).values()))
        except ValueError as error:
            words = _("This condition cannot be judged for “%(permission)s”: %(reason)s")
            raise Refused(words % {"permission": permission, "reason": error}) from None


def subject_facts(subject: Subject, holder: str) -> Facts:
    """What conditions may ask of the subject, who holds the grant as `holder`: the post and unit through which it does.
    A person with posts in several units, granted something in person, has no one post or unit: those are null.
    """
    kind, _colon, name = holder.partition(":")
    posts = [
        post
        for post in subject.posts
        if kind not in ("post", "unit") or name == (post.code if kind == "post" else post.unit)
    ]
    found: dict[str, set[str]] = {
        "post": {post.code for post in posts},
        "unit": {post.unit for post in posts},
        "division": {post.division for post in posts if post.division},
    }
    one = {key: next(iter(values)) if len(values) == 1 else None for key, values in found.items()}
    return {"person": subject.person or None, **one}


def in_words(text: str, permission: str) -> str:
    """A condition for people: its text, and what the attributes in it are called."""
    condition = compiled(text, permission)
    known = attributes_of(permission)
    names = [known[name] for name in sorted(condition.names)] if condition else []
    called = [f"{one.name}: {one.title}" for one in names if str(one.title) not in ("", one.name)]
    return f"{text} ({'; '.join(called)})" if called else text
