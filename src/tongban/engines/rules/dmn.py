"""DMN XML (1.2 to 1.5) to a compiled model. Reads decision tables, literal expressions and boxed contexts; says by
line what it cannot read. Graphics and foreign elements are passed over.
"""

from __future__ import annotations

from functools import lru_cache
from graphlib import CycleError, TopologicalSorter

from lxml import etree

from tongban.engines.rules.dmn_logic import LogicReader
from tongban.engines.rules.dmn_reader import Reader, attribute, child, children, identity, line_of, local, text_of
from tongban.engines.rules.errors import Finding, ModelError
from tongban.engines.rules.expressions import Cell, unusual
from tongban.engines.rules.kinds import ANY
from tongban.engines.rules.model import Decision, InputData, ItemType, Model
from tongban.engines.rules.tree import Type
from tongban.kernel.xml import api as xml

MAX_BYTES = 6_000_000
PASSED_OVER = frozenset(
    ("description", "extensionElements", "itemDefinition", "inputData", "decision", "knowledgeSource", "textAnnotation",
     "group", "association", "organizationUnit", "performanceIndicator", "elementCollection", "DMNDI")
)  # fmt: skip


@lru_cache(maxsize=200)
def read_model(text: str, source: str) -> Model:
    """Reads a model. Raises ModelError with all findings."""
    try:
        root = xml.read(text.encode(), max_bytes=MAX_BYTES)
    except xml.XmlError as error:
        raise ModelError((Finding("error", source, 0, 0, "", 1, str(error)),)) from None
    reader = Reader(source)
    if local(root) != "definitions" or not reader.known(root):
        reader.fault(root, "this is no DMN model", "the root is <definitions> in a namespace of DMN 1.2 to 1.5")
        reader.done()
    model = _ModelReader(reader, root).model()
    reader.done()
    return model


class _ModelReader:
    def __init__(self, reader: Reader, root: etree._Element) -> None:
        self.reader, self.root = reader, root
        self.types = self._types()
        self.plain_types = {name: one.type for name, one in self.types.items()}
        self.inputs = self._inputs()
        self.nodes = children(root, "decision")
        self.by_id = {identity(node): node for node in [*self.nodes, *children(root, "inputData")]}
        for node in root:
            if reader.known(node) and local(node) not in PASSED_OVER:
                reader.fault(node, f"<{local(node)}> is not supported", "use decisions and input data")

    def model(self) -> Model:
        decisions = {}
        for node in self.nodes:
            decision = self._decision(node)
            if decision is not None:
                if decision.variable in decisions or decision.variable in self.inputs:
                    self.reader.fault(node, f"the name {decision.variable!r} is given twice")
                decisions[decision.variable] = decision
        return Model(
            attribute(self.root, "name"),
            attribute(self.root, "namespace"),
            self.reader.source,
            self.inputs,
            self._ordered(decisions),
            self.types,
            self.plain_types,
        )

    def _inputs(self) -> dict[str, InputData]:
        found = {}
        for node in children(self.root, "inputData"):
            name, variable, kind = self._named(node)
            found[variable] = InputData(identity(node), name, variable, kind, line_of(node))
        return found

    def _named(self, node: etree._Element) -> tuple[str, str, Type]:
        variable = child(node, "variable")
        name = attribute(node, "name")
        if not name:
            self.reader.fault(node, f"<{local(node)}> has no name")
        if variable is None:
            return name, name, ANY
        return name, attribute(variable, "name") or name, self.reader.type(variable, self.plain_types)

    def _types(self) -> dict[str, ItemType]:
        found: dict[str, ItemType] = {}
        for node in children(self.root, "itemDefinition"):
            name = attribute(node, "name")
            found[name] = ItemType(name, self._item(node), self._allowed(node, name))
        return found

    def _item(self, node: etree._Element) -> Type:
        parts = children(node, "itemComponent")
        reference = child(node, "typeRef")
        if parts:
            kind = Type("context", (), tuple((attribute(part, "name"), self._item(part)) for part in parts))
        else:
            kind = Type(text_of(reference)) if reference is not None else ANY
        return Type("list", (kind,)) if attribute(node, "isCollection") == "true" else kind

    def _allowed(self, node: etree._Element, name: str) -> Cell | None:
        allowed = child(node, "allowedValues")
        return None if allowed is None else self.reader.cell(allowed, frozenset(), f"type {name!r}", {})

    def _decision(self, node: etree._Element) -> Decision | None:
        name, variable, kind = self._named(node)
        requires = tuple(self._required(node))
        names = unusual([*requires, *(member for one in self.plain_types.values() for member, _ in one.members)])
        logic = LogicReader(self.reader, name, names, self.plain_types).decision(node)
        if logic is None:
            return None
        return Decision(identity(node), name, variable, kind, requires, logic, line_of(node))

    def _required(self, node: etree._Element) -> list[str]:
        found = []
        for requirement in children(node, "informationRequirement"):
            for link in [*children(requirement, "requiredInput"), *children(requirement, "requiredDecision")]:
                target = self.by_id.get(attribute(link, "href").rpartition("#")[2])
                if target is None:
                    self.reader.fault(link, f"nothing here has the id {attribute(link, 'href')!r}")
                else:
                    found.append(self._named(target)[1])
        for link in children(node, "knowledgeRequirement"):
            self.reader.fault(link, "knowledge requirements are not supported", "require a decision instead")
        return found

    def _ordered(self, decisions: dict[str, Decision]) -> dict[str, Decision]:
        graph = {name: [one for one in decision.requires if one in decisions] for name, decision in decisions.items()}
        try:
            return {name: decisions[name] for name in TopologicalSorter(graph).static_order()}
        except CycleError as error:
            self.reader.fault(self.root, f"decisions require one another in a circle: {' → '.join(error.args[1])}")
            return decisions
