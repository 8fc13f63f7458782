"""The front door of process models: what a text of a process says, what is wrong with it, how it differs, how it runs.

Texts are changed through `governance/drafts` as the kind `processes`:

    draft = drafts.open_draft(kind="processes", key="shop-sign", by=owner, at=at)
    drafts.save(kind="processes", key="shop-sign", text=bpmn, seen=draft.revision, how="uploaded", by=owner, at=at)
"""

from tongban.governance.models.checking import Fault, Review, review
from tongban.governance.models.comments import Lost, keep_comments
from tongban.governance.models.diff import Comparison, ElementChange, Trait, compare
from tongban.governance.models.trials import Trial, Waiting, trial
from tongban.governance.models.uses import uses

__all__ = [
    "Comparison", "ElementChange", "Fault", "Lost", "Review", "Trait", "Trial", "Waiting", "compare", "keep_comments",
    "review", "trial", "uses",
]  # fmt: skip
