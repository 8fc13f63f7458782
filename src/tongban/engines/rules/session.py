"""One evaluation of a model and its imports: what is given, what was already decided, the functions of the model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tongban.engines.rules.errors import LimitError
from tongban.engines.rules.items import SURE
from tongban.engines.rules.kinds import ANY
from tongban.engines.rules.model import Decision, Element, Knowledge, Link, Model, Service, spot
from tongban.engines.rules.run import MAX_CALLS, Frame, Run
from tongban.engines.rules.saying import say
from tongban.engines.rules.tree import Type
from tongban.engines.rules.values import Function


class Session:
    """`given` are FEEL values by the names of input data, here or in an import, or of decisions that are then not
    decided. `results` are the decisions of the model by name, in the order in which they were decided.
    """

    __slots__ = ("_functions", "_others", "_plain", "_raw", "given", "model", "results", "run", "values")

    def __init__(self, model: Model, given: Mapping[str, Any], run: Run) -> None:
        self.model, self.run, self._raw = model, run, given
        self.given: dict[str, Any] = {}
        self._plain = True  # no decision is given
        for name, value in given.items():
            variable = model.named.get(name)
            if variable is not None:
                self.given[variable] = value
                self._plain = self._plain and variable in model.inputs
        self.values: dict[str, Any] = {}
        self.results: dict[str, Any] = {}
        self._functions: dict[str, Function] = {}
        self._others: dict[int, Session] | None = None

    def decision(self, target: Decision) -> Any:
        """The value of a decision, after those that it requires."""
        values = self.values
        if target.variable not in values:
            for one in self._plan(target):
                if one.variable not in values:
                    values[one.variable] = self.results[one.name] = self._decided(one)
        return values[target.variable]

    def _plan(self, target: Decision) -> tuple[Decision, ...]:
        if all(link.variable in self.values for link in target.links if link.kind == "decision" and not link.prefix):
            return (target,)
        if self._plain:
            return self.model.plan(target)
        return self.model.plan_without(target, frozenset(self.given))

    def _decided(self, decision: Decision) -> Any:
        if decision.variable in self.given:
            value = self.given[decision.variable]
        else:
            value = decision.logic.value(Frame(self.scope(decision.links), self.run))
        return value if decision.type is ANY else self._fitted(value, decision.type, decision)

    def _fitted(self, value: Any, kind: Type, owner: Element) -> Any:
        if value is None or type(value) is SURE.get(kind.name):
            return value
        found, fault = self.model.declared.fit(value, kind, self.run)
        return self.run.warn(spot(owner), fault) if fault else found

    def scope(self, links: tuple[Link, ...]) -> dict[str, Any]:
        """The names that an element sees; those of an import in a context by its prefix."""
        names: dict[str, Any] = {}
        values = self.values
        for link in links:
            if not link.prefix and link.variable in values:
                names[link.variable] = values[link.variable]
            elif link.nameless:
                names[link.variable] = self._side(link).value(link)
            else:
                inner = names.setdefault(link.prefix, {})
                if type(inner) is dict:
                    inner[link.variable] = self._other(link.prefix).value(link)
        return names

    def value(self, link: Link) -> Any:
        """The value of an element of this model."""
        if link.kind == "input":
            return self.input(link.variable)
        if link.kind == "decision":
            return self.decision(self.model.decisions[link.variable])
        found = self._functions.get(link.variable)
        if found is None:
            if link.kind == "knowledge":
                return self._knowledge(self.model.knowledge[link.variable])
            found = self._functions[link.variable] = self._service(self.model.services[link.variable])
        return found

    def input(self, variable: str) -> Any:
        """What is given for input data; null with a warning when nothing is."""
        if variable not in self.values:
            data = self.model.inputs[variable]
            if variable in self.given:
                self.values[variable] = self._fitted(self.given[variable], data.type, data)
            else:
                self.values[variable] = self.run.warn(spot(data), "not-given")
        return self.values[variable]

    def _other(self, prefix: str) -> Session:
        """The evaluation of an imported model, one for all that import it."""
        model = self.model.imports[prefix]
        if self._others is None:
            self._others = {id(self.model): self}
        found = self._others.get(id(model))
        if found is None:
            mine = {name: value for name, value in self._raw.items() if name not in self.model.decisions}
            found = self._others[id(model)] = Session(model, mine, self.run)
            found._others = self._others
        return found

    def _knowledge(self, knowledge: Knowledge) -> Function:
        """A business knowledge model as a function, which may call itself and, through others, again itself."""
        frame = Frame({}, self.run)
        made = knowledge.logic.value(frame)
        types = made.types if knowledge.type == ANY else (*made.types[:-1], knowledge.type)
        found = Function(
            made.name,
            made.parameters,
            lambda given: self._fitted(made.call(given), knowledge.type, knowledge),
            types,
        )
        self._functions[knowledge.variable] = frame.names[knowledge.variable] = found
        frame.names.update(self.scope(knowledge.links))
        return found

    def _service(self, service: Service) -> Function:
        """A decision service as a function: it sees its arguments and nothing of the caller's values."""
        names = tuple(link.variable for link in service.inputs)
        types = (*(self._side(link).type_of(link) for link in service.inputs), service.type)
        return Function(
            service.variable, names, lambda given: self._called(service, dict(zip(names, given, strict=False))), types
        )

    def _called(self, service: Service, given: dict[str, Any]) -> Any:
        run = self.run
        for link in service.inputs:
            kind = self._side(link).type_of(link)
            given[link.variable], fault = self.model.declared.fit(given.get(link.variable), kind, run)
            if fault:
                return run.warn(spot(service), "argument-unfit", name=link.variable, fault=fault)
        run.charge()
        run.calls += 1
        if run.calls > MAX_CALLS:
            raise LimitError(say("functions-call-one-another-deeper-than", max_calls=MAX_CALLS))
        try:
            return Session(self.model, given, run).service(service)
        finally:
            run.calls -= 1

    def _side(self, link: Link) -> Session:
        return self._other(link.prefix) if link.prefix else self

    def type_of(self, link: Link) -> Type:
        """The declared type of input data or of a decision."""
        return (self.model.inputs if link.kind == "input" else self.model.decisions)[link.variable].type

    def service(self, service: Service) -> Any:
        """What a service yields for what is given: the value of its one output, or a context of them by name. An input
        decision that is not given is null, and is not decided.
        """
        for link in service.inputs:
            side = self._side(link)
            if link.kind == "decision" and link.variable not in side.given:
                side.given[link.variable] = side.run.warn(spot(service), "input-not-given", name=link.variable)
        found = {}
        for link in service.outputs:
            side = self._side(link)
            decision = side.model.decisions[link.variable]
            found[decision.name] = self.results[decision.name] = side.decision(decision)
        value = next(iter(found.values())) if len(found) == 1 else found
        return self._fitted(value, service.type, service)
