"""A code out of a long list, found by typing: by its code or words of its title. Works without scripts.

What is typed and fits one title or code exactly is the answer; what fits several is asked again with those to pick.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _

from tongban.engines.forms.kinds.choosing import OPTIONS, One
from tongban.engines.forms.kinds.kind import last
from tongban.engines.forms.options import Option, options
from tongban.engines.forms.tidying import tidy
from tongban.kernel.declarations.api import Text

if TYPE_CHECKING:
    from tongban.engines.forms.declarations import Field

MOST_SHOWN = 20


@dataclass(frozen=True)
class Lookup(One):
    """One code of a list, searched."""

    widget: ClassVar[str] = "lookup"
    paper: ClassVar[str] = "line"

    def names(self, field: Field, posted: Mapping[str, Any], name: str) -> set[str]:
        return {name, f"{name}-pick", f"{name}-for"}

    def posted(self, field: Field, posted: Mapping[str, Any], name: str, before: Any) -> Any:
        if f"{name}-pick" in posted and last(posted, f"{name}-for") == last(posted, name):
            return last(posted, f"{name}-pick")
        return super().posted(field, posted, name, before)

    def read(self, field: Field, raw: Any, at: dt.datetime) -> Any:
        found = found_by(options(field, at), raw) if isinstance(raw, str | int) else ()
        if not found:
            raise ValueError(_("Nothing in the list fits. Write a code, or a word of its title."))
        if len(found) > 1:
            raise ValueError(_("Several fit: pick one below, or write more."))
        return found[0].value

    def typed(self, field: Field, value: Any) -> Any:
        return tidy(str(value)) if isinstance(value, str | int) else None


def found_by(offered: tuple[Option, ...], written: Any) -> tuple[Option, ...]:
    """The options that fit what was written: the exact one, else all that hold each of its words."""
    text = tidy(str(written)).casefold()
    exact = [one for one in offered if text in {one.value.casefold(), *titles(one)}]
    if exact or not text:
        return tuple(exact)
    return tuple(
        one for one in offered if all(any(word in t for t in (one.value, *titles(one))) for word in text.split())
    )


def titles(one: Option) -> tuple[str, ...]:
    """The titles of an option in both languages, for comparing."""
    return tuple(title.casefold() for title in (one.label.zh, one.label.en) if title)


CODE = Lookup(
    "code", Text("代码表检索", "Code found by search"),
    Text("长的代码表：填写代码或名称中的字。", "A long code list: write a code or words of a title."),
    OPTIONS, ("lease", "自有", "propert"), ("rent",),
)  # fmt: skip
KINDS = (CODE,)
