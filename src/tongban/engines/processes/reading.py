"""Reading elements of a BPMN text: each fault is noted with element, line and reason, and reading goes on."""

from __future__ import annotations

import difflib
from typing import cast

from lxml import etree

from tongban.engines.processes import feel
from tongban.engines.processes import vocabulary as words
from tongban.engines.processes.graph import Formula
from tongban.kernel.declarations.api import Problem, Text

Element = etree._Element  # noqa: SLF001 (the only name that lxml has for it)


def tag(element: Element) -> str:
    """The local name of an element of BPMN, else its whole name."""
    name = str(element.tag)
    return name.removeprefix(f"{{{words.BPMN}}}")


def own(element: Element, name: str) -> str:
    """An attribute of the extension namespace."""
    return (element.get(f"{{{words.TONGBAN}}}{name}") or "").strip()


def line_of(element: Element) -> int:
    return cast("int", element.sourceline or 0)


def content(element: Element) -> str:
    return "".join(str(part) for part in element.itertext()).strip()


class Reader:
    """Notes problems; answers what elements say."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.problems: list[Problem] = []

    def fault(self, element: Element, message: str, suggestion: str = "") -> None:
        holder = element.getparent()
        name = element.get("id") or (holder.get("id") if holder is not None else "") or ""
        shown = f"{tag(element)} {name!r}" if name else tag(element)
        self.problems.append(Problem(self.source, f"line {line_of(element)}", f"{shown}: {message}", suggestion))

    def known(self, element: Element) -> bool:
        """Whether the element is understood; refuses unknown attributes and children by name."""
        kind = tag(element)
        if kind not in words.ELEMENTS:
            return False
        attributes, children = words.ELEMENTS[kind]
        for name, value in element.attrib.items():
            self._attribute(element, str(name), str(value), {"id", "name", *attributes})
        for child in element:
            self._child(element, child, children)
        return True

    def _attribute(self, element: Element, name: str, value: str, allowed: set[str]) -> None:
        if name.startswith("{"):
            foreign = not name.startswith((f"{{{words.TONGBAN}}}", f"{{{words.XSI}}}"))
            if foreign and tag(element) != "definitions":
                local = etree.QName(name).localname
                self.fault(element, f"the vendor attribute {local!r} is not understood", "remove it")
        elif name not in allowed:
            self.fault(element, f"the attribute {name!r} is not understood here", _nearest(name, allowed))
        elif name in words.ONLY and value not in words.ONLY[name]:
            right = " or ".join(sorted(words.ONLY[name])[:3])
            self.fault(element, f"{name}={value!r} is not understood", f"expected {right}")

    def _child(self, element: Element, child: Element, allowed: set[str]) -> None:
        kind = tag(child)
        if kind.startswith("{"):
            if not (kind.startswith(f"{{{words.BPMNDI}}}") and tag(element) == "definitions"):
                self.fault(child, "an element of a foreign vocabulary is not understood here", "remove it")
        elif kind not in allowed:
            reason = "is not among the elements that this engine executes"
            if kind in words.ELEMENTS or kind in words.TEXT_ONLY or kind in words.EXPRESSIONS:
                reason = f"may not stand in {tag(element)} {element.get('id', '')!r}"
            self.fault(child, reason, _nearest(kind, allowed))

    def need(self, element: Element, name: str) -> str:
        value = (element.get(name) or "").strip()
        if not value:
            self.fault(element, f"the attribute {name!r} is missing")
        return value

    def name(self, element: Element) -> Text:
        """`name`, and `tongban:name-en` for English."""
        return Text(" ".join((element.get("name") or "").split()), " ".join(own(element, "name-en").split()))

    def formula(self, element: Element, text: str) -> Formula | None:
        """A FEEL text; a fault is noted with its own line."""
        text = text.strip().removeprefix("=").strip()
        line = line_of(element)
        language = element.get("language") or ""
        if language and language not in words.FEEL_LANGUAGES:
            self.fault(
                element, f"expressions in {language!r} are not understood", "write FEEL and leave out `language`"
            )
            return None
        if not text:
            self.fault(element, "an expression is missing here")
            return None
        why = feel.fault(text)
        if why:
            hint = "this is JUEL of another engine; in FEEL write `amount > 100`" if text.startswith("${") else ""
            self.fault(element, f"not FEEL: {why}", hint)
            return None
        return Formula(text, line)

    def child(self, element: Element, name: str) -> Element | None:
        found: list[Element] = element.findall(f"{{{words.BPMN}}}{name}")
        for surplus in found[1:]:
            self.fault(surplus, f"only one {name} may stand in {tag(element)} {element.get('id', '')!r}")
        return found[0] if found else None


def _nearest(name: str, allowed: set[str]) -> str:
    near = difflib.get_close_matches(name, allowed, 1)
    return f"did you mean {near[0]!r}?" if near else ""
