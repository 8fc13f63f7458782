"""How the text of a form is changed on the node: what is kept, what stops publication, how a new one begins."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from tongban.governance.drafts import api as drafts
from tongban.governance.formbooks import checking
from tongban.governance.formbooks.beginning import begin
from tongban.governance.formbooks.trips import keeping, rehearsing
from tongban.governance.formbooks.uses import offices
from tongban.kernel.declarations.api import Text

LARGEST = 300_000


def accept(text: str, key: str) -> None:  # noqa: ARG001 (what every kind is told)
    """Raises DraftError for an empty text and for one that is no form any more by its length."""
    if not text.strip() or len(text) > LARGEST:
        words = _("A text of a form is not empty and has at most %(most)s characters.")
        raise drafts.DraftError(words % {"most": f"{LARGEST:,}"}, field="file")


def judge(draft: drafts.DraftView, at: dt.datetime) -> None:  # noqa: ARG001 (what every kind is told)
    """Raises DraftError for a form with errors."""
    if checking.review(draft.text, draft.key).errors:
        raise drafts.DraftError(_("The draft has errors. Correct them first."), field="findings")


FORMS = drafts.Draftable(
    kind=checking.KIND,
    code="formbooks",
    object="form",
    may_change=Text("修改表单", "Change forms"),
    may_publish=Text("发布表单", "Publish forms"),
    offices=offices,
    accept=accept,
    judge=judge,
    trial=drafts.Trial(rehearsing.run, rehearsing.mark),
    beside=lambda draft: bool(keeping.changed_with(draft)),
    begin=begin,
)
