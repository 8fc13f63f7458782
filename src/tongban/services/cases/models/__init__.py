"""Tables of cases, a noun or a family of nouns a file."""

from tongban.services.cases.models.acts import Decision, Examination, Inspection, Opinion, Output, Supplement
from tongban.services.cases.models.batches import Batch, BatchRow
from tongban.services.cases.models.case import Case, Involvement, Matter, Series, Work
from tongban.services.cases.models.clocks import Clock, DueMove, Extension, Pause
from tongban.services.cases.models.escalations import Escalation
from tongban.services.cases.models.facts import Fact, HistoryLine
from tongban.services.cases.models.hearing import Hearing, Interested
from tongban.services.cases.models.moves import Remark
from tongban.services.cases.models.obligations import Obligation
from tongban.services.cases.models.papers import Paper, Reuse, Sighting
from tongban.services.cases.models.reconsideration import Reconsideration
from tongban.services.cases.models.reopening import Reopening
from tongban.services.cases.models.routing import Routing
from tongban.services.cases.models.supervision import Supervision
from tongban.services.cases.models.wholes import Leg

__all__ = [
    "Batch", "BatchRow", "Case", "Clock", "Decision", "DueMove", "Escalation", "Examination", "Extension", "Fact",
    "Hearing", "HistoryLine", "Inspection", "Interested", "Involvement", "Leg", "Matter", "Obligation", "Opinion",
    "Output", "Paper", "Pause", "Reconsideration", "Remark", "Reopening", "Reuse", "Routing", "Series", "Sighting",
    "Supervision", "Supplement", "Work",
]  # fmt: skip
