"""Days of a year from iCalendar (RFC 5545): all-day events. What would have to be guessed is refused with its line."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from itertools import islice

from django.utils.translation import gettext as _

from tongban.engines.deadlines.importing import KINDS, Fault, Row, told
from tongban.kernel.declarations.api import Text

LONGEST = 366  # days of one event
_LINE = re.compile(r'([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:])*)*):(.*)', re.DOTALL)
_DAY, _LENGTH = re.compile("[0-9]{8}"), re.compile("P([0-9]{1,3})([DW])")
_ESCAPE = re.compile(r"\\(.)")
REFUSED = ("RRULE", "RDATE", "EXDATE", "EXRULE")
Property = tuple[int, str, str]  # line, parameters, value


def is_ics(text: str) -> bool:
    """Whether a text begins like iCalendar."""
    return text.lstrip()[:15].upper() == "BEGIN:VCALENDAR"


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Content lines with the number of their first line."""
    held: list[str] = []
    begun = 0
    for number, line in enumerate(re.split("\r\n|\n|\r", text), 1):
        if held and line[:1] in (" ", "\t") and line:
            held.append(line[1:])
            continue
        if held:
            yield begun, "".join(held)
        held, begun = ([line] if line.strip() else []), number
    if held:
        yield begun, "".join(held)


def rows(text: str) -> Iterator[Row | Fault]:
    """The days of the events, and the faults. Components that are no events, such as tasks, are passed over."""
    inside: list[str] = []
    event: dict[str, Property] = {}
    first = last = 0
    for number, line in _unfolded(text):
        found, last = _LINE.fullmatch(line), number
        if found is None:
            yield Fault(number, _("this is no line of a calendar: %s") % told(line))
            return
        name, value = found[1].upper(), found[3]
        if name == "BEGIN":
            inside.append(value.strip().upper())
            first, event = (number, {}) if inside[-1] == "VEVENT" else (first, event)
        elif name == "END":
            if not inside or inside.pop() != value.strip().upper():
                yield Fault(number, _("this ends what was not begun: %s") % told(value))
                return
            if value.strip().upper() == "VEVENT":
                yield from _event(first, event)
        elif inside[-1:] == ["VEVENT"]:
            if name in event and name in ("DTSTART", "DTEND", "SUMMARY"):
                yield Fault(number, _("%s stands twice in one event") % name)
            event.setdefault(name, (number, found[2].upper(), value))
    if inside:
        yield Fault(last, _("the calendar breaks off: END is missing"))


def _event(line: int, event: dict[str, Property]) -> Iterator[Row | Fault]:
    try:
        yield from _days(line, event)
    except Fault as fault:
        yield fault


def _days(line: int, event: dict[str, Property]) -> Iterator[Row]:
    for repeat in REFUSED:
        if repeat in event:
            message = _("%s: repeated events are not taken over; write an event for each day")
            raise Fault(event[repeat][0], message % repeat)
    if "STATUS" in event and event["STATUS"][2].strip().upper() == "CANCELLED":
        raise Fault(event["STATUS"][0], _("this event is cancelled; take it out of the file"))
    if "DTSTART" not in event:
        raise Fault(line, _("the event has no DTSTART"))
    start = _date(event["DTSTART"], "DTSTART")
    count = _count(start, event)
    name = Text(_text(event, "SUMMARY"), _text(event, "COMMENT") if "LANGUAGE=EN" in _parameters(event) else "")
    kind, until = _kind(line, event, name.zh), _text(event, "X-TONGBAN-UNTIL")
    for day in islice(range(start.toordinal(), dt.date.max.toordinal() + 1), count):
        yield Row(event["DTSTART"][0], dt.date.fromordinal(day), kind, name, until)


def _parameters(event: dict[str, Property]) -> str:
    return event["COMMENT"][1] if "COMMENT" in event else ""


def _date(given: Property, name: str) -> dt.date:
    line, _parameters, value = given
    try:
        if _DAY.fullmatch(value.strip()):
            return dt.datetime.strptime(value.strip(), "%Y%m%d").date()  # noqa: DTZ007 (a day has no zone)
    except ValueError:
        pass
    raise Fault(
        line, _("%(key)s: expected a whole day such as 20270131, got %(got)s") % {"key": name, "got": told(value)}
    )


def _count(start: dt.date, event: dict[str, Property]) -> int:
    """How many days an event has; DTEND is the day after its last."""
    line, count = event["DTSTART"][0], 1
    if "DTEND" in event:
        line, count = event["DTEND"][0], (_date(event["DTEND"], "DTEND") - start).days
    elif "DURATION" in event:
        line, _parameters, value = event["DURATION"]
        found = _LENGTH.fullmatch(value.strip())
        count = int(found[1]) * (7 if found[2] == "W" else 1) if found else 0
    if 0 < count <= LONGEST:
        return count
    raise Fault(line, _("an event has 1 to %d whole days; DTEND is the day after its last") % LONGEST)


def _text(event: dict[str, Property], name: str) -> str:
    value = event[name][2] if name in event else ""
    plain = _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
    return " ".join(plain.split())


def _kind(line: int, event: dict[str, Property], name: str) -> str:
    """By the category, else by how the name ends, as published Chinese calendars mark days; never by a guess."""
    for word in _text(event, "CATEGORIES").split(","):
        if word.strip().lower() in KINDS:
            return word.strip()
    plain = name.rstrip("）)")
    if "CATEGORIES" not in event and plain.endswith(("休", "放假", "假期")):
        return "holiday"
    if "CATEGORIES" not in event and plain.endswith("班"):
        return "working"
    line = event["CATEGORIES"][0] if "CATEGORIES" in event else line
    raise Fault(line, _("CATEGORIES does not say what the day is: HOLIDAY, WORKING or HALF"))
