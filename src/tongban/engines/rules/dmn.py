"""DMN XML (1.2 to 1.5) to a compiled model; says by line what it cannot read. Graphics and foreign elements are
passed over here (`diagram` reads the graphics).
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Mapping
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from typing import TypeVar

from lxml import etree

from tongban.engines.rules.dmn_logic import LogicReader
from tongban.engines.rules.dmn_reader import Reader, attribute, child, children, identity, line_of, local
from tongban.engines.rules.dmn_types import read_types
from tongban.engines.rules.errors import Finding, ModelError
from tongban.engines.rules.expressions import unusual
from tongban.engines.rules.kinds import ANY
from tongban.engines.rules.lexer import RESERVED
from tongban.engines.rules.model import NAMELESS, Decision, InputData, Kind, Knowledge, Link, Model, Service
from tongban.engines.rules.saying import say
from tongban.engines.rules.tree import Type
from tongban.kernel.xml import api as xml

MAX_BYTES = 6_000_000
MAX_TYPES = 20_000
Element = TypeVar("Element", InputData, Decision, Knowledge, Service)
KINDS: dict[str, Kind] = {
    "inputData": "input", "decision": "decision", "businessKnowledgeModel": "knowledge", "decisionService": "service",
}  # fmt: skip
PASSED_OVER = frozenset(
    ("description", "extensionElements", "itemDefinition", "import", *KINDS, "knowledgeSource", "textAnnotation",
     "group", "association", "organizationUnit", "performanceIndicator", "elementCollection", "businessContextElement",
     "DMNDI")
)  # fmt: skip


@lru_cache(maxsize=200)
def read_model(text: str, source: str) -> Model:
    """Reads a model of the house, which imports none. Raises ModelError with all findings."""
    return read_with(text, source, {}, lenient=False)


def read_with(text: str, source: str, imports: Mapping[str, Model], *, lenient: bool) -> Model:
    """Reads a model; `imports` are the models that it may import, by namespace. Read leniently, only a text that is no
    model at all raises ModelError, and the faults stand in `findings`; else every fault raises it.
    """
    _, root = document(codecs.BOM_UTF8 + text.removeprefix("\ufeff").encode(), source)
    return read_root(root, text, source, imports, lenient=lenient)


def document(data: bytes, source: str) -> tuple[str, etree._Element]:
    """A DMN document: its text and its root. Raises ModelError for what is none."""
    try:
        text = xml.text(data[: MAX_BYTES + 1])
        root = xml.read(text.encode(), max_bytes=MAX_BYTES)
    except xml.XmlError as error:
        raise ModelError((Finding("error", source, 0, 0, "", 1, say("no-xml", reason=str(error))),)) from None
    reader = Reader(source)
    if local(root) != "definitions" or not reader.known(root):
        reader.fault(root, say("this-is-no-dmn-model"), say("root-is-definitions-in-namespace-of"))
        reader.done()
    return text, root


def read_root(root: etree._Element, text: str, source: str, imports: Mapping[str, Model], *, lenient: bool) -> Model:
    """The model of a document that was read."""
    reader = Reader(source, lenient=lenient)
    model = _ModelReader(reader, root, imports, text).model()
    if not lenient:
        reader.done()
    return model


class _ModelReader:
    def __init__(self, reader: Reader, root: etree._Element, imports: Mapping[str, Model], text: str) -> None:
        self.reader, self.root, self.text = reader, root, text
        self.namespace = attribute(root, "namespace")
        self.imports = self._imports(imports)
        imported = [
            one.declared.within("" if prefix.startswith(NAMELESS) else prefix) for prefix, one in self.imports.items()
        ]
        reader.declared = read_types(reader, root, imported)
        self.by_id = {identity(node): node for node in root if reader.known(node) and local(node) in KINDS}
        for node in root:
            if reader.known(node) and local(node) not in PASSED_OVER:
                reader.fault(node, say("is-not-known-in-model", tag=local(node)))
        self.words = self._words()

    def model(self) -> Model:
        inputs = self._each("inputData", self._input, {})
        decisions = self._each("decision", self._decision, inputs)
        knowledge = self._each("businessKnowledgeModel", self._knowledge, {**inputs, **decisions})
        services = self._each("decisionService", self._service, {**inputs, **decisions, **knowledge})
        return Model(
            attribute(self.root, "name"),
            self.namespace,
            self.reader.source,
            inputs,
            self._ordered(decisions),
            self.reader.declared,
            knowledge,
            services,
            self.imports,
            tuple(self.reader.findings),
            self.text,
        )

    def _each(
        self, element: str, read: Callable[[etree._Element], Element], taken: Mapping[str, object]
    ) -> dict[str, Element]:
        found: dict[str, Element] = {}
        for node in children(self.root, element):
            one = read(node)
            if one.variable in found or one.variable in taken:
                self.reader.fault(node, say("name-is-given-twice", name=one.variable))
            else:
                found[one.variable] = one
        return found

    def _imports(self, known: Mapping[str, Model]) -> dict[str, Model]:
        """The imported models by their names here; those without one are seen as if they stood here."""
        found: dict[str, Model] = {}
        for place, node in enumerate(children(self.root, "import")):
            namespace = attribute(node, "namespace")
            name = attribute(node, "name") or f"{NAMELESS}{place}"
            if namespace in known and name not in found:
                found[name] = known[namespace]
            elif namespace in known:
                self.reader.fault(node, say("import-is-named-twice", name=name))
            elif "/DMN/" in attribute(node, "importType"):
                self.reader.fault(
                    node, say("no-model-of-namespace-was-found", namespace=namespace), say("put-it-into-same-folder")
                )
            else:
                self.reader.doubt(node, say("import-of-type-is-not-read", what=attribute(node, "importType")))
        if sum(len(one.declared.items) for one in found.values()) > MAX_TYPES:
            self.reader.fault(self.root, say("imports-bring-more-than-types", max_types=MAX_TYPES))
            return {}
        return found

    def _words(self) -> frozenset[str]:
        """Names that may follow a dot: components of types, entries of contexts, what is imported."""
        inner = {
            attribute(node, "name") for node in self.root.iter() if local(node) in ("variable", "column", "output")
        }
        inner |= self.reader.declared.member_names()
        for one in self.imports.values():
            inner |= {*one.inputs, *one.decisions, *one.knowledge, *one.services}
        return frozenset(
            name for name in inner if name.replace(" ", "").isalnum() and not RESERVED & {*name.split()} and " " in name
        )

    def _named(self, node: etree._Element) -> tuple[str, str, Type]:
        variable = child(node, "variable")
        name = attribute(node, "name")
        if not name:
            self.reader.fault(node, say("element-nameless", tag=local(node)))
        if variable is None:
            return name, name, ANY
        return name, attribute(variable, "name") or name, self.reader.type(variable)

    def _input(self, node: etree._Element) -> InputData:
        return InputData(identity(node), *self._named(node), line_of(node))

    def _decision(self, node: etree._Element) -> Decision:
        name, variable, kind = self._named(node)
        links = self._links(node)
        requires = _seen(links)
        logic = LogicReader(self.reader, name, self.words | unusual(requires)).decision(node)
        label = attribute(node, "label")
        return Decision(identity(node), name, variable, kind, requires, logic, line_of(node), links, label)

    def _knowledge(self, node: etree._Element) -> Knowledge:
        name, variable, kind = self._named(node)
        links = self._links(node)
        requires = _seen(links)
        reader = LogicReader(self.reader, name, self.words | unusual((*requires, variable)))
        logic = reader.function(node if (inner := child(node, "encapsulatedLogic")) is None else inner, variable)
        return Knowledge(
            identity(node), name, variable, _result(kind, self.reader), requires, logic, line_of(node), links
        )

    def _service(self, node: etree._Element) -> Service:
        name, variable, kind = self._named(node)
        outputs = self._targets(children(node, "outputDecision"))
        inputs = self._targets([*children(node, "inputData"), *children(node, "inputDecision")])
        if not outputs:
            self.reader.fault(node, say("decision-service-has-at-least-one"))
        return Service(identity(node), name, variable, _result(kind, self.reader), outputs, inputs, line_of(node))

    def _links(self, node: etree._Element) -> tuple[Link, ...]:
        """What an element requires: information first, then knowledge."""
        found = []
        for requirement in [*children(node, "informationRequirement"), *children(node, "knowledgeRequirement")]:
            for name in ("requiredInput", "requiredDecision", "requiredKnowledge"):
                found += children(requirement, name)
        return self._targets(found)

    def _targets(self, nodes: list[etree._Element]) -> tuple[Link, ...]:
        return tuple(link for node in nodes if (link := self._target(node)) is not None)

    def _target(self, node: etree._Element) -> Link | None:
        """Where an href leads: `#id`, `namespace#id` of an import, or `namespace#id` of this very model."""
        namespace, _, target = attribute(node, "href").rpartition("#")
        if namespace in ("", self.namespace) and target in self.by_id:
            found = self.by_id[target]
            variable = child(found, "variable")
            name = (attribute(variable, "name") if variable is not None else "") or attribute(found, "name")
            return Link(KINDS[local(found)], "", name)
        for prefix, model in self.imports.items():
            if model.namespace == namespace and target in model.by_id:
                kind, element = model.by_id[target]
                return Link(kind, prefix, element.variable)
        self.reader.doubt(node, say("nothing-here-has-id", what=attribute(node, "href")))
        return None

    def _ordered(self, decisions: dict[str, Decision]) -> dict[str, Decision]:
        graph = {
            name: [link.variable for link in one.links if link.kind == "decision" and not link.prefix]
            for name, one in decisions.items()
        }
        try:
            return {name: decisions[name] for name in TopologicalSorter(graph).static_order() if name in decisions}
        except CycleError as error:
            circle = " → ".join(error.args[1])
            self.reader.fault(self.root, say("decisions-require-one-another-in-circle", circle=circle))
            self.reader.done()
            raise


def _seen(links: tuple[Link, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(link.seen_as for link in links))


def _result(kind: Type, reader: Reader) -> Type:
    """The type of what a function yields: the variable of one may name the function's type, or the result's."""
    declared = reader.declared.plain.get(kind.name, kind)
    return declared.arguments[-1] if declared.name == "function" and declared.arguments else kind
