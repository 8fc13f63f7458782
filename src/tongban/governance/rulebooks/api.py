"""The front door of rulebooks: rules as their owners see them, drafts, tries, replay, publication by two people.

    draft = open_draft(rule="shop-sign", by=owner, at=at)
    set_line(rule="shop-sign", table="road-fee-table", line="road-fee-r1", cells=(...), seen=mark, by=owner, at=at)
    while not run_replay(rule="shop-sign", by=owner, at=at): ...
    submit(rule="shop-sign", note="…", revision=1, by=owner, at=at)
    publish(rule="shop-sign", revision=1, by=somebody_else, at=at)

A refusal is a RulebookError whose message is for the person at the screen: RowRefused (cell by cell), Clash (somebody
else was faster), BookRefused (a spreadsheet). Denied is raised for whoever lacks the permission.
"""

from tongban.governance.rulebooks.checking import Fault, Review, review
from tongban.governance.rulebooks.diff import Comparison, LineChange, SheetChange, compare
from tongban.governance.rulebooks.drafts import (
    DraftView,
    EditView,
    add_line,
    discard,
    draft,
    move_line,
    open_draft,
    remove_line,
    set_line,
    undo,
)
from tongban.governance.rulebooks.errors import BookRefused, CellError, Clash, RowRefused, RulebookError
from tongban.governance.rulebooks.merging import Conflict, Merge
from tongban.governance.rulebooks.overtaking import Overtaken, overtaken, take_over
from tongban.governance.rulebooks.publication import VerdictView, give_back, makers, publish, second, submit, verdicts
from tongban.governance.rulebooks.replays import ChangeView, ReplayView, replay
from tongban.governance.rulebooks.replays import run as run_replay
from tongban.governance.rulebooks.rights import may_edit, may_publish, require_either, uses
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
from tongban.governance.rulebooks.workbooks import take, write
from tongban.governance.rulebooks.worked import WorkedView, worked

__all__ = [
    "BookRefused", "CellError", "ChangeView", "Clash", "Column", "Comparison", "Conflict", "DraftView", "EditView",
    "ExampleView", "Fault", "Input", "Line", "LineChange", "Merge", "Overtaken", "ReplayView", "Review", "RowRefused",
    "RulebookError", "Sheet", "SheetChange", "Trial", "VerdictView", "WorkedView", "add_line", "compare", "decide",
    "decisions", "discard", "draft", "drop_example", "examples", "give_back", "given", "inputs_of", "keep_example",
    "makers", "may_edit", "may_publish", "move_line", "open_draft", "overtaken", "publish", "remove_line", "replay",
    "require_either", "review", "run_replay", "second", "set_line", "sheets", "submit", "take", "take_over", "undo",
    "uses", "verdicts", "worked", "write",
]  # fmt: skip
