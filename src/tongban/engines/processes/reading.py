"""Reading elements of a BPMN text: each fault is noted with element, line and reason, and reading goes on."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import cast

from lxml import etree

from tongban.engines.processes import vocabulary as words
from tongban.engines.processes.bpmn import expressions
from tongban.engines.processes.facts import Finding, Severity
from tongban.engines.processes.graph import Formula
from tongban.engines.processes.saying import placed
from tongban.engines.processes.saying import say as _
from tongban.kernel.declarations.api import Text

Element = etree._Element  # noqa: SLF001 (the only name that lxml has for it)
MAX_SHOWN = 80


def tag(element: Element) -> str:
    """The local name of an element of BPMN, else its whole name with its namespace in braces."""
    name = str(element.tag)
    return name.removeprefix(f"{{{words.BPMN}}}") if name.startswith("{") else f"{{}}{name}"


def own(element: Element, name: str) -> str:
    """An attribute of the extension namespace."""
    return (element.get(f"{{{words.TONGBAN}}}{name}") or "").strip()


def flag(element: Element, name: str, *, default: bool = False) -> bool:
    """A truth value as XML writes it."""
    return (element.get(name) or str(default)).strip().lower() in ("true", "1")


def line_of(element: Element) -> int:
    return cast("int", element.sourceline or 0)


def content(element: Element) -> str:
    return "".join(str(part) for part in element.itertext()).strip()


def children(element: Element, name: str) -> list[Element]:
    return element.findall(f"{{{words.BPMN}}}{name}")


class Reader:
    """Notes problems; answers what elements say. `executable` is False when something needs another engine."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.problems: list[Finding] = []
        self.executable = True
        self.language = ""
        self.ids: dict[str, Element] = {}

    def error(self, element: Element, code: str, message: str, hint: str = "") -> None:
        """A rule of BPMN is broken, or something would have to be executed that is not understood."""
        self._note("error", element, code, message, hint)

    def warn(self, element: Element, code: str, message: str, hint: str = "") -> None:
        self._note("warning", element, code, message, hint)

    def foreign(self, element: Element, code: str, message: str, hint: str = "") -> None:
        """Right for another engine, but this one cannot execute it."""
        self.executable = False
        self._note("warning", element, code, message, hint)

    def lacks(self, element: Element, code: str, message: str, hint: str = "") -> None:
        """What a process that is only drawn may leave open: that cannot be executed; anywhere else it is an error."""
        drawn = any(tag(one) == "process" for one in element.iterancestors()) and not must_execute(element)
        note = self.foreign if drawn else self.error
        note(element, code, message, hint)

    def strict(self, element: Element, code: str, message: str) -> None:
        """A rule of data and services in executable processes; a vendor who says more of a step alone can tell."""
        holder = next((one for one in (element, *element.iterancestors()) if tag(one) in words.STEPS), element)
        note = self.error if must_execute(element) and not vendor(holder) else self.foreign
        note(element, code, message)

    def _note(self, severity: Severity, element: Element, code: str, message: str, hint: str) -> None:
        name = nearest_id(element)
        shown = f"{tag(element)} {name!r}" if name else tag(element)
        self.problems.append(Finding(severity, code, name, line_of(element), placed(shown, message, hint)))

    def number(self, element: Element, name: str, default: int = 0) -> int:
        """A whole number; the grammar's check notes what is none."""
        text = (element.get(name) or "").strip()
        return int(text) if re.fullmatch(r"[+-]?[0-9]{1,9}", text) else default

    def name(self, element: Element) -> Text:
        """`name`, and `tongban:name-en` for English."""
        return Text(" ".join((element.get("name") or "").split()), " ".join(own(element, "name-en").split()))

    def local(self, value: str | None) -> str:
        """The id that a reference names."""
        return (value or "").strip().rpartition(":")[2]

    def language_of(self, element: Element) -> str:
        """The language of an expression: its own, else that of the file; "" is FEEL."""
        return (element.get("language") or self.language).strip()

    def formula(self, element: Element, text: str, language: str | None = None) -> Formula | None:
        """An expression; None when there is no text. What is not FEEL is kept, but cannot be executed."""
        text = text.strip().removeprefix("=").strip()
        if not text:
            return None
        named = self.language_of(element) if language is None else language
        if named and not expressions.is_feel(named):
            self.foreign(
                element, "foreign-expression", _("its language %(language)r is not FEEL", language=named[:MAX_SHOWN])
            )
        elif why := expressions.fault(text):
            foreign = expressions.foreign(text)
            hint = (
                _("this is %(foreign)s of another engine; in FEEL write `amount > 100`", foreign=foreign)
                if foreign
                else ""
            )
            self.foreign(element, "foreign-expression", _("not FEEL: %(why)s", why=why), hint)
        return Formula(text, line_of(element))

    def child(self, element: Element, name: str) -> Element | None:
        return next(iter(children(element, name)), None)


def must_execute(element: Element) -> bool:
    """Whether an element stands in a process that says of itself that it is executable."""
    process = next((one for one in (element, *element.iterancestors()) if tag(one) == "process"), None)
    return process is not None and flag(process, "isExecutable")


def vendor(element: Element) -> bool:
    """Whether another vendor says more of an element, or of what stands in it."""
    names = [str(one.tag) for one in element.iter()] + [str(name) for one in element.iter() for name in one.attrib]
    known = (words.BPMN, words.TONGBAN, *words.HARMLESS)
    return any(name.startswith("{") and name[1:].partition("}")[0] not in known for name in names)


def nearest_id(element: Element | None) -> str:
    """The id of an element, or of the nearest one around it that has one."""
    while element is not None:
        if element.get("id"):
            return cast("str", element.get("id"))
        element = element.getparent()
    return ""


def nearest(name: str, allowed: Iterable[str]) -> str:
    """A hint when a name is close to one that is right."""
    near = difflib.get_close_matches(name, list(allowed), 1)
    return _("did you mean %(name)r?", name=near[0]) if near else ""
