"""What the structural rules look at: the file's elements, its graphs, and how a broken rule is noted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from tongban.engines.processes import vocabulary as words
from tongban.engines.processes.graph import Flow, Graph, Node
from tongban.engines.processes.reading import Element, Reader, tag

HOLDERS = frozenset({"process", "subProcess", "transaction", "adHocSubProcess"})


@dataclass(frozen=True)
class Model:
    """A file as it was read. `refuse` and `warn` name the element of a node or flow."""

    reader: Reader
    root: Element
    graphs: Mapping[str, Graph]

    def element(self, at: Node | Flow) -> Element:
        return self.reader.ids.get(at.id, self.root)

    def refuse(self, at: Node | Flow, code: str, message: str) -> None:
        self.reader.error(self.element(at), code, message)

    def foreign(self, at: Node | Flow, code: str, message: str) -> None:
        self.reader.foreign(self.element(at), code, message)

    def warn(self, at: Node | Flow, code: str, message: str) -> None:
        self.reader.warn(self.element(at), code, message)

    @cached_property
    def index(self) -> Mapping[str, list[Element]]:
        """The elements of the file by name, each in the order of the file."""
        found: dict[str, list[Element]] = {}
        for element in self.root.iter(f"{{{words.BPMN}}}*"):
            found.setdefault(tag(element), []).append(element)
        return found

    def every(self, name: str) -> list[Element]:
        """All elements of a name, in the order of the file."""
        return self.index.get(name, [])

    def find(self, reference: str | None) -> Element | None:
        return self.reader.ids.get(self.reader.local(reference))


def holder(element: Element) -> Element | None:
    """The process or sub-process in which an element stands."""
    return next((one for one in element.iterancestors() if tag(one) in HOLDERS), None)


def process_of(element: Element) -> Element | None:
    return next((one for one in element.iterancestors() if tag(one) == "process"), None)
