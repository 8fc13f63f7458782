"""The rules of the ledger in words, for pages and letters."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.engines.deadlines.ledger import Line
from tongban.engines.deadlines.shipped import NOTICE, THROUGH

RULES = {
    "start": gettext_lazy("The day on which the period begins is not counted."),
    "working_day": gettext_lazy("Working days count."),
    "make_up_day": gettext_lazy("Make-up working days count."),
    "half_day": gettext_lazy("Half working days count as days; offices close early."),
    "calendar_day": gettext_lazy("Every day counts."),
    "hours": gettext_lazy("The hours run."),
    "weekend": gettext_lazy("Days of the weekend do not count."),
    "holiday": gettext_lazy("Public holidays do not count."),
    "rolled_on": gettext_lazy("The last day is no working day: the period ends on the next one."),
    "rolled_back": gettext_lazy("The last day is no working day: the period ends on the one before."),
    "at_once": gettext_lazy("The act is due at once, when the clock runs again."),
}
CAUSES = {
    "supplement": gettext_lazy("waiting for a supplement to the application"),
    "hearing": gettext_lazy("hearing"),
    "inspection": gettext_lazy("inspection on site"),
    "test": gettext_lazy("testing, quarantine or appraisal"),
    "expert_review": gettext_lazy("expert review"),
    "third_party": gettext_lazy("asking a third party"),
    "payment": gettext_lazy("waiting for the payment"),
    "force_majeure": gettext_lazy("force majeure"),
    "pause": gettext_lazy("the clock was stopped"),
}


REGIONS = {"cn": gettext_lazy("Mainland of China")}


def region(code: str) -> str:
    """A region of calendars in words; one that came with a file is shown by its code."""
    return str(REGIONS.get(code, code))


def source(text: str) -> str:
    """The source of a year: that of the product in the language of the page, that of a file as it was written."""
    notice, sign, version = text.partition(THROUGH)
    if not sign or notice != NOTICE:
        return text
    said = _("Annual notices of the General Office of the State Council on holidays; data of the package %(package)s")
    return said % {"package": f"holidays {version}"}


def cause(code: str) -> str:
    """A cause of a pause in words; an unknown code is shown as it is."""
    return str(CAUSES.get(code, code))


def explain(line: Line) -> str:
    """The rule of a ledger line in the language of the page."""
    rule, number = line.rule, ""
    if rule.startswith("extension "):
        number, _colon, rule = rule.removeprefix("extension ").partition(": ")
    kind, _colon, detail = rule.partition(": ")
    if kind == "paused":
        text = _("The clock stands: %(cause)s.") % {"cause": cause(detail)}
    elif kind == "restarted":
        text = _("The clock was started again from zero after: %(cause)s.") % {"cause": cause(detail)}
    else:
        text = str(RULES.get(kind, kind))
    if line.note.zh:
        text = f"{text} ({line.note})"
    return _("Extension %(number)s: %(text)s") % {"number": number, "text": text} if number else text
