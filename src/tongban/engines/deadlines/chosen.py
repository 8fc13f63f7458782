"""Amounts and conditions of periods in FEEL: chosen from the facts of a matter, with what the choice rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from tongban.engines.deadlines.calendars import DeadlineError
from tongban.engines.deadlines.ledger import Line
from tongban.engines.deadlines.periods import MAX_AMOUNT, whole
from tongban.engines.rules import api as rules
from tongban.kernel.declarations.api import Text

MAX_SHOWN = 80
MAX_SEEN = 8
MAX_STEPS = 50_000


@dataclass(frozen=True)
class Choice:
    """What a rule said. `seen` are the facts that it asked, as text. `value` is an amount (whole, what is left of a
    day counts as one) or whether a condition holds; None when the rule gave neither.
    """

    rule: str
    seen: tuple[tuple[str, str], ...]
    value: int | bool | None

    def note(self, *, amount: int | None = None) -> Text:
        """In words; `amount` is that which holds instead when the rule gave none."""
        facts_zh = "，".join(f"{name} 为 {value}" for name, value in self.seen) or "无所需信息"
        facts = ", ".join(f"{name} is {value}" for name, value in self.seen) or "no facts are needed"
        zh, en = f"规则“{self.rule}”；{facts_zh}", f"by the rule “{self.rule}”; {facts}"
        if self.value is None:
            return Text(f"{zh}；规则未得出结果，按 {amount} 计", f"{en}; the rule gave nothing, so {amount} holds")
        return Text(zh, en)


def check_rule(key: str, text: str) -> frozenset[str]:
    """The names of the facts that a rule asks. Raises DeadlineError naming the key, and the place in the text."""
    try:
        return rules.compile_expression(text).names - rules.built_in()
    except rules.FeelError as error:
        raise DeadlineError(key, str(error)) from None


def amount_of(text: str, facts: Mapping[str, Any], *, at: dt.datetime | None = None) -> Choice:
    """The amount that a rule gives for these facts. Raises DeadlineError for a text that is no FEEL."""
    found = _evaluated(text, facts, at)
    fits = isinstance(found, Decimal) and 0 <= found <= MAX_AMOUNT
    return Choice(text, _seen(text, facts), whole(found) if fits else None)


def holds(text: str, facts: Mapping[str, Any], *, at: dt.datetime | None = None) -> Choice:
    """Whether a condition holds for these facts; null is no."""
    return Choice(text, _seen(text, facts), _evaluated(text, facts, at) is True)


def _evaluated(text: str, facts: Mapping[str, Any], at: dt.datetime | None) -> Any:
    check_rule("rule", text)
    try:
        return rules.evaluate(text, facts, steps=MAX_STEPS, at=at)
    except rules.FeelError:
        return None  # beyond a limit, or a fact that FEEL cannot hold


def _seen(text: str, facts: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    names = sorted(rules.compile_expression(text).names & facts.keys())[:MAX_SEEN]
    return tuple((name, _shown(facts[name])) for name in names)


def _shown(value: Any) -> str:
    try:
        text = rules.shown(rules.to_feel(value))
    except rules.FeelError:
        return "…"
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"


def annotated(ledger: Sequence[Line], *, limit: Text | None, pauses: Mapping[str, Text]) -> tuple[Line, ...]:
    """A ledger that also says why its limit is what it is (on its first line), and why pauses applied, by cause."""
    found = [
        replace(line, note=_joined(line.note, pauses[cause])) if (cause := _cause(line.rule)) in pauses else line
        for line in ledger
    ]
    if limit is not None and found:
        found[0] = replace(found[0], note=_joined(found[0].note, limit))
    return tuple(found)


def _cause(rule: str) -> str:
    return rule.rpartition("paused: ")[2] if "paused: " in rule else ""


def _joined(first: Text, second: Text) -> Text:
    return Text(f"{first.zh}；{second.zh}", f"{first.en}; {second.en}") if first.zh else second
