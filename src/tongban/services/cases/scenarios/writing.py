"""A scenario as the text of its file: what was read and written again is the same scenario."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tongban.kernel.declarations.api import line, said
from tongban.services.cases.scenarios.declarations import Scenario, Step

APART = ("steps", "tries", "rules", "then", "asked", "answers", "registers")


def text_of(scenario: Scenario) -> str:
    """The TOML of a scenario: its own keys, then answers, what was tried, steps, and what is expected."""
    blocks = ["".join(_lines(said(scenario), APART))]
    for name in ("registers", "answers"):
        given = getattr(scenario, name)
        blocks += [_table(name, given.items())] if given else []
    blocks += [_table("tries", said(one), many=True) for one in scenario.tries]
    blocks += [_table("asked", said(scenario.asked))] if scenario.asked is not None else []
    blocks += [_step(one) for one in scenario.steps]
    blocks += [_table("then", said(scenario.then))] if scenario.then is not None else []
    blocks += [_table("rules", said(one), many=True) for one in scenario.rules]
    return "\n".join(blocks)


def _step(step: Step) -> str:
    return _table("steps", said(step), many=True)


def _table(name: str, pairs: Any, *, many: bool = False) -> str:
    return (f"[[{name}]]\n" if many else f"[{name}]\n") + "".join(_lines(pairs, ()))


def _lines(pairs: Any, apart: tuple[str, ...]) -> Iterator[str]:
    for name, value in pairs:
        if name not in apart and value is not None:
            yield line(name, value)
