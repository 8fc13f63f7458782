"""The rules of BPMN that a model must keep to be executed; the state space is looked at elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

from tongban.engines.processes.bpmn import (
    choreography_rules,
    detail_rules,
    event_rules,
    flow_rules,
    gateway_rules,
    item_rules,
    message_rules,
    references,
    scope_rules,
    service_rules,
)
from tongban.engines.processes.bpmn.model import Model
from tongban.engines.processes.graph import Graph
from tongban.engines.processes.reading import Element, Reader

RULES = (
    references.check,
    flow_rules.check,
    event_rules.check,
    gateway_rules.check,
    scope_rules.check,
    message_rules.check,
    item_rules.check,
    service_rules.check,
    detail_rules.check,
    choreography_rules.check,
)


def check(reader: Reader, root: Element, graphs: Mapping[str, Graph]) -> None:
    """Notes every broken rule."""
    model = Model(reader, root, graphs)
    for rule in RULES:
        rule(model)
