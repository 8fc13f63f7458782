"""The built-in functions of FEEL by group. Importing the package fills the table in `registry`."""

from tongban.engines.rules.builtins import (
    contexts,
    conversion,
    dates,
    lists,
    numbers,
    parameters,
    ranges,
    statistics,
    texts,
    totals,
)
from tongban.engines.rules.builtins.registry import TABLE, Builtin

__all__ = [
    "TABLE", "Builtin", "contexts", "conversion", "dates", "lists", "numbers", "parameters", "ranges", "statistics",
    "texts", "totals",
]  # fmt: skip
