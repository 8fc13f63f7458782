"""A form of Form.io (JSON) as one of ours.

A panel is a page; what stands outside panels is on a page with the form's title. Containers give their questions and
their condition to the page that they stand on. How things look is not carried over and not listed; what they do is.
"""

from __future__ import annotations

from typing import Any

from tongban.engines.forms.declarations import Field
from tongban.engines.forms.importing.assembling import Assembly
from tongban.engines.forms.importing.formcode_kinds import Asked
from tongban.engines.forms.importing.formio_conditions import NotSaid, condition
from tongban.engines.forms.importing.formio_grids import GRIDS, bounds, columns
from tongban.engines.forms.importing.formio_json import is_set, listing, load, table, tables, words, yes
from tongban.engines.forms.importing.formio_kinds import KINDS
from tongban.engines.forms.importing.naming import spoken
from tongban.engines.forms.importing.outcome import Imported, ImportFault

MAX_DEPTH = 40
INSIDE = {"fieldset", "well", "container", "panel", "columns", "table", "tabs"}
OWN = {"submit", "reset", "", "saveState"}  # a page of ours has its own buttons
BY_HAND = "written in JavaScript; say it in FEEL"
UNSAID = {
    "customConditional": BY_HAND, "calculateValue": "a computed value; say it in FEEL", "customDefaultValue": BY_HAND,
    "defaultValue": "our forms begin without answers; what a register holds is bound to it", "inputMask": "no masks",
    "logic": "rules that change the form", "unique": "no comparison with other applications", "disabled": "never open",
    "prefix": "no text before an answer", "suffix": "no text behind an answer", "errors": "messages are our own",
    "fileMaxSize": "the node limits files", "encrypted": "the node protects all answers alike",
}  # fmt: skip
UNSAID_RULES = {"custom": BY_HAND, "json": "a rule in JSONLogic; say it in FEEL", "step": "no steps between numbers"}


def imported(data: bytes, title: str = "") -> Imported:
    """Reads the JSON of one form; `title` where it has none. Raises ImportFault."""
    raw = load(data)
    form = table(raw)
    if isinstance(form.get("form"), dict):
        form = form["form"]
    components = form.get("components", raw)
    if not isinstance(components, list):
        raise ImportFault([("", "this is no form of Form.io: it has no list of components")])
    made = _Made(Assembly(words(form.get("title")) or words(form.get("name")) or title))
    for place, one in enumerate(components):
        made.top(one, f"components[{place}]")
    return made.form.done()


class _Made:
    """The walk through the components, in reading order."""

    def __init__(self, form: Assembly) -> None:
        self.form = form
        self.asked: dict[str, Field] = {}
        self.on_panel = True  # whether the page that is being filled is a panel's

    def top(self, raw: Any, place: str) -> None:
        """A component of the form itself: a panel is a page."""
        one = table(raw)
        if one.get("type") == "panel":
            title = words(one.get("title")) or words(one.get("label"))
            self.form.begin(title, place=f"{place} panel", show_if=self._condition(one, place))
            self.on_panel = True
            self._unsaid(one, title, place)
            self._inner(one, place, (), "", 1)
            return
        if self.on_panel and words(one.get("type")) not in ("button", "hidden"):
            self.form.begin("")
            self.on_panel = False
        self._component(raw, place, (), "", 1)

    def _component(self, raw: Any, place: str, above: tuple[str, ...], path: str, depth: int) -> None:
        one, kind = table(raw), words(table(raw).get("type"))
        place = f"{place} {kind[:30]}".strip()
        label = words(one.get("label")) or words(one.get("title")) or words(one.get("key"))
        if depth > MAX_DEPTH:
            raise ImportFault([(place[:200], f"nested deeper than {MAX_DEPTH} levels")])
        if not one or not kind:
            self.form.lose(place, "a component", "it is no object with a type")
        elif kind in INSIDE:
            own = self._condition(one, place)
            self._unsaid(one, label, place)
            inside = f"{path}{words(one.get('key'))}." if kind == "container" else path
            self._inner(one, place, (*above, own) if own else above, inside, depth + 1)
        elif kind in ("content", "htmlelement"):
            self._told(one, place)
        elif kind in GRIDS:
            self._grid(one, label, place, above, path)
        elif kind in KINDS:
            self._question(one, label, place, above, path)
        elif kind != "button" or words(one.get("action")) not in OWN:
            self._unknown(one, kind, label, place)

    def _inner(self, one: dict[str, Any], place: str, above: tuple[str, ...], path: str, depth: int) -> None:
        for number, inner in enumerate(listing(one.get("components"))):
            if one.get("type") == "tabs":
                self._inner(table(inner), f"{place}.components[{number}]", above, path, depth)
            else:
                self._component(inner, f"{place}.components[{number}]", above, path, depth)
        for number, column in enumerate(tables(one.get("columns"))):
            self._inner({"components": column.get("components")}, f"{place}.columns[{number}]", above, path, depth)
        for number, row in enumerate(listing(one.get("rows")) if one.get("type") == "table" else ()):
            for cell, inner in enumerate(tables(row)):
                part = {"components": inner.get("components")}
                self._inner(part, f"{place}.rows[{number}][{cell}]", above, path, depth)

    def _question(self, one: dict[str, Any], label: str, place: str, above: tuple[str, ...], path: str) -> None:
        if one.get("hidden") is True:
            self.form.lose(place, label, "a question that is never shown")
            return
        made = KINDS[words(one["type"])](one)
        for what, reason in made.lost:
            self.form.lose(place, f"{label}: {what}", reason)
        if made.kind:
            self._asked(one, label, place, above, path, made)
        else:
            self._unsaid(one, label, place)

    def _grid(self, one: dict[str, Any], label: str, place: str, above: tuple[str, ...], path: str) -> None:
        """Rows; a grid of which nothing can be a column is listed."""
        kind = words(one["type"])
        found = columns(self.form, one, place, self._unsaid)
        if not found:
            self.form.lose(place, label or kind, "no question in it can be a column")
            return
        self._asked(one, label, place, above, path, Asked(GRIDS[kind], {"columns": found, **bounds(one)}))

    def _asked(  # noqa: PLR0917 (one step of the walk, with all that it knows)
        self, one: dict[str, Any], label: str, place: str, above: tuple[str, ...], path: str, made: Asked
    ) -> None:
        self._unsaid(one, label, place)
        own = self._condition(one, place)
        shown = (*above, own) if own else above
        facts = {
            **made.facts,
            "required": yes(table(one.get("validate")).get("required")),
            "show_if": " and ".join(f"({text})" for text in shown) if len(shown) > 1 else "".join(shown),
            "hint": spoken(" ".join(filter(None, (words(one.get("description")), words(one.get("placeholder")))))),
            "help": spoken(words(one.get("tooltip"))),
        }
        key = path + words(one.get("key"))
        field = self.form.add(place, key.replace(".", "_") or label, made.kind, label, **facts)
        if field is not None:
            self.asked[key] = field
            self.asked.setdefault(words(one.get("key")), field)

    def _condition(self, one: dict[str, Any], place: str) -> str:
        if one.get("customConditional"):
            return ""  # listed with the other properties
        try:
            return condition(one.get("conditional"), self.asked)
        except NotSaid as error:
            self.form.lose(place, "conditional", f"{error}; it is always shown")
            return ""

    def _unsaid(self, one: dict[str, Any], label: str, place: str) -> None:
        for names, holder in ((UNSAID, one), (UNSAID_RULES, table(one.get("validate")))):
            for name, reason in names.items():
                if is_set(holder.get(name)) and not (name == "step" and holder[name] in ("any", 1, "1")):
                    self.form.lose(place, f"{label}: {name}", reason)

    def _told(self, one: dict[str, Any], place: str) -> None:
        text = words(one.get("html") or one.get("content"))
        if text and self.form.sheets and not self.form.sheet.fields:
            self.form.sheet.intro.append(text)
        elif text:
            self.form.lose(place, text, "a text stands at the beginning of a page")

    def _unknown(self, one: dict[str, Any], kind: str, label: str, place: str) -> None:
        inner = sum(1 for _ in tables(one.get("components")))
        within = f", with {inner} components in it" if inner else ""
        self.form.lose(place, label or kind, f"our forms have nothing like {kind[:40]!r}{within}")
