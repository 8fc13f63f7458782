"""The front door of rulebooks: rules as their owners see them, changes row by row, tries, replay, spreadsheets.

Texts are changed through `governance/drafts` as the kind `rules`; here is what only rules know:

    draft = drafts.open_draft(kind="rules", key="shop-sign", by=owner, at=at)
    set_line(rule="shop-sign", table="road-fee-table", line="road-fee-r1", cells=(...), seen=mark, by=owner, at=at)
    while not run_replay(rule="shop-sign", by=owner, at=at): ...
    drafts.submit(kind="rules", key="shop-sign", note="…", revision=1, by=owner, at=at)

Refusals are those of drafts, and RowRefused (cell by cell), RowClash (somebody else changed the row), BookRefused (a
spreadsheet).
"""

from tongban.governance.rulebooks.beginning import Start, begin_rule
from tongban.governance.rulebooks.checking import Fault, Review, review
from tongban.governance.rulebooks.diff import Comparison, LineChange, SheetChange, compare
from tongban.governance.rulebooks.errors import BookRefused, CellError, RowClash, RowRefused
from tongban.governance.rulebooks.merging import Conflict, Merge
from tongban.governance.rulebooks.overtaking import Overtaken, overtaken, take_over
from tongban.governance.rulebooks.replays import ChangeView, ReplayView, replay
from tongban.governance.rulebooks.replays import run as run_replay
from tongban.governance.rulebooks.rows import add_line, move_line, remove_line, set_line
from tongban.governance.rulebooks.sheets import Column, Line, Sheet, sheets
from tongban.governance.rulebooks.trials import (
    ExampleView,
    Input,
    Trial,
    decide,
    decisions,
    drop_example,
    examples,
    given,
    inputs_of,
    keep_example,
)
from tongban.governance.rulebooks.uses import uses
from tongban.governance.rulebooks.workbooks import take, write
from tongban.governance.rulebooks.worked import WorkedView, worked

__all__ = [
    "BookRefused", "CellError", "ChangeView", "Column", "Comparison", "Conflict", "ExampleView", "Fault", "Input",
    "Line", "LineChange", "Merge", "Overtaken", "ReplayView", "Review", "RowClash", "RowRefused", "Sheet",
    "SheetChange", "Start", "Trial", "WorkedView", "add_line", "begin_rule", "compare", "decide", "decisions",
    "drop_example", "examples", "given", "inputs_of", "keep_example", "move_line", "overtaken", "remove_line",
    "replay", "review", "run_replay", "set_line", "sheets", "take", "take_over", "uses", "worked", "write",
]  # fmt: skip
