"""What a designer chooses from, and what a question says once its kind has changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from tongban.engines.forms import api as forms
from tongban.kernel.declarations import api as declarations
from tongban.kernel.web.api import TYPES

Said = Mapping[str, Any]
SHAPES = {
    "computed": ("number", "money", "date", "yesno", "text"),
    "bank_account": ("card", "account"),
    "geometry": ("point", "line", "area"),
}
LEVELS = ("province", "prefecture", "county", "township")
OWN = ("name", "kind", "label", "hint", "help", "required", "show_if", "bind", "ask_if_missing", "asked_because",
       "requires", "autocomplete")  # fmt: skip


def choices_of(said: Said) -> dict[str, tuple[tuple[str, str], ...]]:
    """By key, as (value, words)."""
    lists = [one.key for one in declarations.current_all("codes")]
    return {
        "kind": tuple((one.name, str(one.title)) for one in forms.kinds()),
        "codes": (("", _("none")), *((one, one) for one in lists)),
        "accept": tuple((one, one) for one in TYPES),
        "shape": (("", _("usual")), *((one, one) for one in SHAPES.get(str(said.get("kind")), ()))),
        "level": (("", _("usual")), *((one, one) for one in LEVELS)),
    }


def kept_of(before: Said, said: dict[str, Any]) -> dict[str, Any]:
    """The keys to write: with another kind, what means nothing to it goes and what it cannot be without comes."""
    kind = said.get("kind")
    if not kind or kind == before.get("kind"):
        return said
    found = next((one for one in forms.kinds() if one.name == kind), None)
    if found is None:
        return said
    takes = {*found.takes, *({"pattern_hint"} if "pattern" in found.takes else ())}
    kept = {name: (one if name in takes or name in OWN else None) for name, one in {**before, **said}.items()}
    kept = {name: one for name, one in kept.items() if one is not None or name in before}
    for name, value in forms.shaping.example(kind).items():
        if kept.get(name) is None and name != "required":
            kept[name] = value
    return kept
