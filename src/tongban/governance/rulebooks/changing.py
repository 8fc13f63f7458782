"""How the text of a rule is changed on the node: what is kept, what stops publication, which cases go on."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from tongban.governance.drafts import api as drafts
from tongban.governance.rulebooks import checking, trials
from tongban.governance.rulebooks.beginning import blank
from tongban.governance.rulebooks.models import Replay
from tongban.governance.rulebooks.uses import offices
from tongban.kernel.declarations.api import Text


def accept(text: str, key: str) -> None:
    """Raises DraftError for a model that has faults which no row can mend."""
    if checking.review(text, key).model is None:
        raise drafts.DraftError(_("The version in force has faults that can only be mended in its package."))


def judge(draft: drafts.DraftView, at: dt.datetime) -> None:
    """Raises DraftError for a draft with errors, that decides a kept case otherwise, or that was not replayed
    (a wholly new rule has no past).
    """
    found = checking.review(draft.text, draft.key)
    if found.model is None or found.errors:
        raise drafts.DraftError(_("The draft has errors. Correct them first."), field="findings")
    kept = trials.examples(draft=draft.id, rule=draft.key, text=draft.text, model=found.model, at=at)
    wrong = ", ".join(one.name for one in kept if not one.ok)
    if wrong:
        words = _("These cases are decided otherwise than expected: %(names)s.") % {"names": wrong}
        raise drafts.DraftError(words, field="examples")
    if (
        draft.base
        and not Replay.objects.filter(draft=draft.id, revision=draft.revision, done_at__isnull=False).exists()
    ):
        raise drafts.DraftError(_("Replay the decisions of the past year through this draft first."), field="replay")


RULES = drafts.Draftable(
    kind=checking.KIND,
    code="rulebooks",
    object="rule",
    may_change=Text("修改规则", "Change rules"),
    may_publish=Text("发布规则", "Publish rules"),
    offices=offices,
    accept=accept,
    judge=judge,
    begin=blank,
    carry=trials.carry,
)
