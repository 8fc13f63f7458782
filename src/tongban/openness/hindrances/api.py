"""The front door of hindrances.

hindrances.report(case=number, text="…", key=uuid, by=resident, at=at)          # or offer=key
hindrances.listed(side="supervision", by=official, at=at); hindrances.one(hindrance=1, by=subject, at=at)
hindrances.ask(hindrance=1, question="…", by=supervisor, at=at)
hindrances.answer(hindrance=1, text="…", by=clerk, at=at)
hindrances.close(hindrance=1, outcome="solved", reply="…", by=supervisor, at=at)
hindrances.counts(by=supervisor, at=at)

Refusals: HindranceError (with `field`), LookupError, cases.NotFound, authority.Denied.
"""

from tongban.openness.hindrances.acting import OUTCOMES, answer, ask, close, one, report
from tongban.openness.hindrances.errors import HindranceError
from tongban.openness.hindrances.reading import Hindrances, HindranceView, UnitCount, counts, listed, mine

__all__ = [
    "OUTCOMES", "HindranceError", "HindranceView", "Hindrances", "UnitCount", "answer", "ask", "close", "counts",
    "listed", "mine", "one", "report",
]  # fmt: skip
