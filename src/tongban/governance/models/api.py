"""The front door of process models: drafts, checks, differences, publication by two people.

    draft = open_draft(process="shop-sign", by=owner, at=at)
    save(process="shop-sign", text=bpmn, seen=draft.revision, kind="uploaded", by=owner, at=at)
    submit(process="shop-sign", note="…", revision=1, by=owner, at=at)
    publish(process="shop-sign", revision=1, by=somebody_else, at=at)

A refusal is a ModelError whose message is for the person at the screen; Clash: somebody else was faster. Denied is
raised for whoever lacks the permission.
"""

from tongban.governance.models.checking import Fault, Review, review
from tongban.governance.models.diff import Comparison, ElementChange, Trait, compare
from tongban.governance.models.drafts import (
    DraftView,
    RevisionView,
    discard,
    draft,
    open_draft,
    restore,
    revision,
    save,
    under_way,
)
from tongban.governance.models.errors import Clash, ModelError
from tongban.governance.models.publication import VerdictView, give_back, makers, publish, second, submit, verdicts
from tongban.governance.models.rights import may_edit, may_publish, require_either, uses
from tongban.governance.models.trials import Trial, Waiting, trial

__all__ = [
    "Clash", "Comparison", "DraftView", "ElementChange", "Fault", "ModelError", "Review", "RevisionView", "Trait",
    "Trial", "VerdictView", "Waiting", "compare", "discard", "draft", "give_back", "makers", "may_edit", "may_publish",
    "open_draft", "publish", "require_either", "restore", "review", "revision", "save", "second", "submit", "trial",
    "under_way", "uses", "verdicts",
]  # fmt: skip
