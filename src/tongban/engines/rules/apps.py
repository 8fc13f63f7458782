"""Registers the block with Django, and decision models as a kind of declaration."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.apps import AppConfig
from django.utils import timezone

from tongban.kernel.codes import api as codes
from tongban.kernel.declarations import api as declarations


class RulesConfig(AppConfig):
    name = "tongban.engines.rules"
    label = "rules"

    def ready(self) -> None:
        from tongban.engines.rules import api

        def problem(finding: api.Finding, source: str) -> declarations.Problem:
            cell = f", row {finding.row}" if finding.row else ""
            cell += f", column {finding.column}" if finding.column else ""
            place = f"line {finding.line}, {finding.decision}{cell}"
            return declarations.Problem(source, place, finding.message, finding.suggestion, finding.severity)

        def read(text: str, source: str) -> api.Model:
            try:
                return api.read_dmn(text, source)
            except api.ModelError as error:
                problems = [problem(finding, source) for finding in error.findings]
                raise declarations.DeclarationError(problems) from None

        def read_functions(text: str, source: str) -> api.Functions:
            try:
                return api.read_functions(text, source)
            except api.ModelError as error:
                problems = [
                    declarations.Problem(source, f"line {one.line}", one.message, one.suggestion)
                    for one in error.findings
                ]
                raise declarations.DeclarationError(problems) from None

        def check(package: declarations.Package, item: declarations.Item) -> Iterable[declarations.Problem]:
            brought = [*declarations.current_all("functions"), *package.of("functions")]
            names = {name for one in brought for name in one.value}
            known = codes.parameter_keys(package)
            found = [*api.check(item.value, functions=names), *api.check_parameters(item.value, known=known)]
            return [problem(finding, item.source) for finding in found]

        def dated(name: str, on: dt.date) -> codes.Value:
            return codes.parameter(name, on=timezone.localdate(on) if isinstance(on, dt.datetime) else on)

        api.use_parameters(dated)
        declarations.register(declarations.Kind(folder="functions", suffix=".py", read=read_functions))
        declarations.register(declarations.Kind(folder="rules", suffix=".dmn", read=read, check=check))
