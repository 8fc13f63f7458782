"""Why the other rows of a table did not decide: the conditions that failed, with the values that they met."""

from __future__ import annotations

from dataclasses import dataclass

from tongban.engines.rules import api as rules
from tongban.kernel.declarations.api import Text
from tongban.services.decisions import words
from tongban.services.decisions.deciding import functions_of, published
from tongban.services.decisions.explaining import Condition
from tongban.services.decisions.records import Entry


@dataclass(frozen=True)
class Other:
    """A row that did not decide: number, output as text, and what failed; nothing failed where it fits as well and the
    hit policy took another.
    """

    row: int
    output: str
    failed: tuple[Condition, ...]


def others(entry: Entry) -> tuple[Other, ...]:
    """The rows of the decision that are not among those that decided, weighed again on the kept inputs in the entry's
    own version. Raises LookupError when that is not published here.
    """
    item = published(entry.rule, entry.version)
    found = rules.weigh(
        model=item.value, decision=entry.decision, inputs=entry.inputs, at=entry.at,
        functions=functions_of(item, entry.case),
    )  # fmt: skip
    took = {row.index for row in entry.rows}
    return tuple(_other(one) for one in found if one.index not in took)


def _other(row: rules.Weighed) -> Other:
    failed = tuple(
        Condition(str(Text.of(one.label)), words.told(one.value), words.asked(one.cell))
        for one in row.asked
        if not one.passes
    )
    return Other(row.index, ", ".join(row.outputs), failed)
