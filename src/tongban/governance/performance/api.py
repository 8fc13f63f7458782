"""The front door of performance: the report on a process, its log in exchange formats, simulations.

    found = report(key="food-licence", graphs=graphs, query=Query(), by=leader, at=at); marks(found.steps)
    for part in export(key="food-licence", graphs=graphs, query=Query(), kind="xes", by=leader, at=at): …
    number = start(process="food-licence", version=version, text="", title="…", plan=first_plan(…), by=leader, at=at)
    while not run(number=number, process="food-licence", graph=graph, called={}, by=leader, at=at): …

Groups of fewer than LEAST cases are not shown one by one; persons appear as posts and units only. Raises Denied for
whoever lacks the permission, PerformanceError with a message for the person at the screen.
"""

from tongban.governance.performance.errors import PerformanceError
from tongban.governance.performance.evidence import Again, Duplicates, Shared, duplicates
from tongban.governance.performance.exports import FORMATS, export
from tongban.governance.performance.heat import marks
from tongban.governance.performance.plans import calendar, plan_of
from tongban.governance.performance.prefilling import first_plan
from tongban.governance.performance.report import (
    FollowLine,
    Matrix,
    Query,
    Report,
    StepLine,
    VariantLine,
    report,
)
from tongban.governance.performance.rights import EXPORT, READ, SIMULATE, may
from tongban.governance.performance.studies import StudyView, keep, run, start, studies, study, text_of
from tongban.governance.performance.units import LEAST, Body, Directory
from tongban.governance.performance.whose import called_of, limit_of, posts_of
from tongban.governance.performance.words import span

__all__ = [
    "EXPORT", "FORMATS", "LEAST", "READ", "SIMULATE", "Again", "Body", "Directory", "Duplicates", "FollowLine",
    "Matrix", "PerformanceError", "Query", "Report", "Shared", "StepLine", "StudyView", "VariantLine", "calendar",
    "called_of", "duplicates", "export", "first_plan", "keep", "limit_of", "marks", "may", "plan_of", "posts_of",
    "report", "run", "span", "start", "studies", "study", "text_of",
]  # fmt: skip
