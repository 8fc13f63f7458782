"""The front door of drafts: texts of packages changed on this node, by whole texts or piece by piece, published by two.

A block says in its `apps.py` how its kind of text is changed. This much makes a kind changeable:

    def accept(text: str, key: str) -> None: ...        # DraftError(field="file") for what cannot be kept at all
    def judge(draft: DraftView, at: datetime) -> None: ...   # DraftError for what stops submission and publication

    drafts.register(drafts.Draftable(
        kind="forms",                                    # the folder that `kernel/declarations` knows it by
        code="formbooks", object="form",                 # formbooks.edit, formbooks.publish; `form:KEY` in the ledger
        may_change=Text("修改表单", "Change forms"), may_publish=Text("发布表单", "Publish forms"),
        offices=lambda key: {...},                       # codes of the units that answer for it
        accept=accept, judge=judge))

Then, for every kind alike, with `of = {"kind": "forms", "key": "shop"}`:

    draft = open_draft(**of, by=owner, at=at)            # from the version in force; `begin` for a wholly new key
    save(**of, text=text, seen=draft.revision, how="drawn", by=owner, at=at)    # a whole text
    change(**of, how="set", work=lambda draft: Made(...), by=owner, at=at)      # a piece of it
    undo(**of, seen=1, by=owner, at=at); restore(**of, number=0, seen=2, by=owner, at=at)
    rebase(**of, seen=3, version=newer, by=owner, at=at) # another version overtook it: this text follows that one
    submit(**of, note="…", revision=4, by=owner, at=at)
    publish(**of, revision=4, by=somebody_else, at=at)   # or give_back(**of, revision=4, reason="…", …)

A draft is open, submitted, published or discarded; a returned one is open again and has a verdict. A refusal is a
DraftError whose message is for the person at the screen; Clash: somebody else was faster. Denied is raised for whoever
lacks the permission. A block's own rows about a draft (kept cases, replays) name it by id and are written while `hold`
or `hold_open` locks it, with a `note` in the ledger. Saving keeps every text with who and when: nothing that was
written is lost.
"""

from tongban.governance.drafts.draftable import Draftable, Trial, register
from tongban.governance.drafts.editing import (
    Made,
    begin,
    change,
    discard,
    hold,
    hold_open,
    open_draft,
    rebase,
    restore,
    save,
    undo,
)
from tongban.governance.drafts.errors import Clash, DraftError
from tongban.governance.drafts.ledger import note
from tongban.governance.drafts.publication import give_back, publish, second, submit
from tongban.governance.drafts.reading import (
    DraftView,
    RevisionView,
    VerdictView,
    draft,
    given_up,
    makers,
    revision,
    under_way,
    verdicts,
)
from tongban.governance.drafts.rights import may_edit, may_publish, require_edit, require_either

__all__ = [
    "Clash", "DraftError", "DraftView", "Draftable", "Made", "RevisionView", "Trial", "VerdictView", "begin", "change",
    "discard", "draft", "give_back", "given_up", "hold", "hold_open", "makers", "may_edit", "may_publish", "note",
    "open_draft", "publish", "rebase", "register", "require_edit", "require_either", "restore", "revision", "save",
    "second", "submit", "under_way", "undo", "verdicts",
]  # fmt: skip
