"""How the text of a process is changed on the node: what is kept, what stops publication, how a new one begins."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from tongban.engines.processes import api as processes
from tongban.governance.drafts import api as drafts
from tongban.governance.models import checking
from tongban.governance.models.beginning import begin
from tongban.governance.models.uses import offices
from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Text


def accept(text: str, key: str) -> None:
    """Raises DraftError for what is no BPMN file with this process."""
    try:
        scene = processes.scene(text)
    except declarations.DeclarationError as error:
        raise drafts.DraftError(error.problems[0].message, field="file") from None
    if not scene.shapes or key not in {shape.parent for shape in scene.shapes.values()}:
        words = _("The file holds no process with the id %(process)s. Give the process that id, so that it can take the"
                  " place of the one in force.")  # fmt: skip
        raise drafts.DraftError(words % {"process": key}, field="file")


def judge(draft: drafts.DraftView, at: dt.datetime) -> None:  # noqa: ARG001 (what every kind is told)
    """Raises DraftError for a model with errors."""
    found = checking.review(draft.text, draft.key)
    if found.graph is None or found.errors:
        raise drafts.DraftError(_("The draft has errors. Correct them first."), field="findings")


PROCESSES = drafts.Draftable(
    kind=checking.KIND,
    code="models",
    object="process",
    may_change=Text("修改流程", "Change processes"),
    may_publish=Text("发布流程", "Publish processes"),
    offices=offices,
    accept=accept,
    judge=judge,
    begin=begin,
)
