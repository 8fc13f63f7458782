"""Trips (worked cases of a service) for those who own its texts: played with a text in place of the one in force,
recorded step by step, written as the file of a package.
"""

from tongban.services.cases.scenarios.asking import Asked, Filled, Try, computed_text, messages
from tongban.services.cases.scenarios.checks import check
from tongban.services.cases.scenarios.covering import Coverage, Seen, of_form, of_process, outcome
from tongban.services.cases.scenarios.declarations import (
    OF_OFFICIALS,
    Applicant,
    Scenario,
    Step,
    Then,
    Wanted,
    read,
)
from tongban.services.cases.scenarios.people import COMPANY, RESIDENT
from tongban.services.cases.scenarios.publishing import Rehearsal
from tongban.services.cases.scenarios.recording import Look, Task, look
from tongban.services.cases.scenarios.trying import Instead, red_without, rehearse_with, trips_of
from tongban.services.cases.scenarios.writing import text_of

__all__ = [
    "COMPANY", "OF_OFFICIALS", "RESIDENT", "Applicant", "Asked", "Coverage", "Filled", "Instead", "Look", "Rehearsal",
    "Scenario", "Seen", "Step", "Task", "Then", "Try", "Wanted", "check", "computed_text", "look", "messages",
    "of_form", "of_process", "outcome", "read", "red_without", "rehearse_with", "text_of", "trips_of",
]  # fmt: skip
