"""The front door of decisions: decide by a rule in a case, and what was decided before and why.

    made = decide(case="430700-…", rule="shop-sign", decision="road fee", inputs=known, at=at, by="system")
    made.entry.result, made.entry.rows, made.entry.parameters
    for one in explain(made.entry).steps: …

Everything here that reads entries needs an open access context of privacy.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from tongban.engines.rules import api as rules
from tongban.services.decisions import deciding, explaining, logbook, weighing
from tongban.services.decisions.erasing import erase
from tongban.services.decisions.explaining import Condition, Explanation, Line, Step, Worked
from tongban.services.decisions.records import Entry, Parameter
from tongban.services.decisions.weighing import Other

__all__ = [
    "REVIEW", "Condition", "Entry", "Explanation", "Line", "Other", "Parameter", "Step", "Worked", "decide", "erase",
    "explain", "log", "of_case", "others", "pin", "prove", "record", "try_out",
]  # fmt: skip

REVIEW = "rule-review"  # the purpose for which owners of a rule read what it decided


def pin(*, case: str, rules: Iterable[str]) -> None:
    """Notes for a case that begins the versions of these rules in force: it is decided by them to its end. Rules that
    nobody published are left out. Again: changes nothing.
    """
    deciding.pin(case, rules)


def decide(
    *, case: str, rule: str, decision: str, inputs: Mapping[str, Any], at: dt.datetime, by: str, tag: str = ""
) -> Entry:
    """Decides by a rule in the version that the case pinned, else by the one in force, and records it. Of `inputs`
    the rule's own are taken and kept, the rest is not looked at. `tag` is the privacy tag of the person concerned.

    Raises LookupError for an unknown rule or decision, rules.FeelError for values FEEL does not have and beyond limits.
    """
    item, outcome, taken = deciding.decided(case, rule, decision, inputs, at)
    return logbook.record(
        case=case, rule=rule, version=item.version, decision=decision, inputs=taken, outcome=outcome, at=at, by=by,
        tag=tag,
    )  # fmt: skip


def try_out(
    *, rule: str, decision: str, inputs: Mapping[str, Any], at: dt.datetime, version: str = ""
) -> rules.Outcome:
    """Decides by a published rule without recording anything, as `decide` would. Raises as `decide` does."""
    return deciding.run(deciding.published(rule, version), decision, inputs, at)


def prove(*, rule: str, case: rules.WorkedCase, version: str = "") -> rules.Proof:
    """Asks a published rule a worked case, as `decide` would, without recording. Raises LookupError."""
    return deciding.prove(deciding.published(rule, version), case)


def record(
    *, case: str, rule: str, version: str, decision: str, inputs: Mapping[str, Any], outcome: rules.Outcome,
    at: dt.datetime, by: str, tag: str = "",
) -> Entry:  # fmt: skip
    """Records a decision that was made elsewhere, in the caller's transaction. Needs an access context."""
    return logbook.record(
        case=case, rule=rule, version=version, decision=decision, inputs=inputs, outcome=outcome, at=at, by=by, tag=tag,
    )  # fmt: skip


def of_case(*, case: str) -> tuple[Entry, ...]:
    """What rules decided in a case, in order. The caller notes the look at the person's data."""
    return logbook.of_case(case)


def log(
    *, rule: str = "", since: dt.datetime | None = None, until: dt.datetime | None = None, after: int = 0,
    limit: int = 100,
) -> tuple[Entry, ...]:  # fmt: skip
    """Decisions in the order in which they were made, of one rule or all, from `since` and before `until`; `after` is
    the id of the last entry seen. At most 1,000 at a time. Each person concerned can see that their data was read.
    """
    return logbook.log(rule=rule, since=since, until=until, after=after, limit=limit)


def explain(entry: Entry, *, labels: Mapping[str, str] | None = None) -> Explanation:
    """Why, in the language of the page: row by row and value by value, with the article of each row and the source of
    each parameter. `labels` are names of inputs for people. Raises LookupError when the rule's version is not here.
    """
    return explaining.explained(entry, labels or {})


def others(entry: Entry) -> tuple[Other, ...]:
    """The rows of the entry's table that did not decide, each with the conditions that failed and their values, in the
    language of the page. Raises as `explain` does.
    """
    return weighing.others(entry)
