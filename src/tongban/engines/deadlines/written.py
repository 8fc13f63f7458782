"""A published year as text: TOML with all of it; CSV and ICS with its days, for spreadsheets and calendars.

CSV has the columns of COLUMNS. ICS (RFC 5545) has an all-day event for each day; CATEGORIES says what the day is.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator

from tongban.engines.deadlines.shipped import SpecialDay, Year

COLUMNS = ("date", "kind", "name", "name_en", "until")
WIDTH = 75  # octets of a line, RFC 5545 3.1
FORMULA = "=+-@'"  # a cell that begins so is preceded by an apostrophe: no spreadsheet takes it for a formula


def kind(day: SpecialDay) -> str:
    """What a special day is: holiday, working or half."""
    return "half" if day.until else "working" if day.working else "holiday"


def as_toml(year: Year) -> str:
    """The text of the file that publishes this year."""
    return "\n".join(_toml(year)) + "\n"


def _toml(year: Year) -> Iterator[str]:
    yield f"region = {_quoted(year.region)}"
    yield f"year = {year.year}"
    yield f"source = {_quoted(year.source)}"
    yield f"weekend = {list(year.weekend)}"
    if not year.days:
        yield "days = []"
    for day in year.days:
        yield ""
        yield "[[days]]"
        yield f"date = {day.date}"
        yield f"working = {str(day.working).lower()}"
        if day.name.zh or day.name.en:
            yield f"name = {{ zh = {_quoted(day.name.zh)}, en = {_quoted(day.name.en)} }}"
        if day.until:
            yield f"until = {_quoted(day.until)}"


def _quoted(text: str) -> str:
    """A basic string of TOML: those of JSON are the same but for one control character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def as_csv(year: Year) -> str:
    """The days of a year as CSV (RFC 4180)."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for day in year.days:
        names = (f"'{name}" if name[:1] in FORMULA and name else name for name in (day.name.zh, day.name.en))
        writer.writerow((day.date.isoformat(), kind(day), *names, day.until))
    return text.getvalue()


def as_ics(year: Year, *, at: dt.datetime) -> str:
    """The days of a year as all-day events, stamped `at` (aware)."""
    stamp = at.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tongban//Working days//EN", "CALSCALE:GREGORIAN"]
    for day in year.days:
        after = day.date + dt.timedelta(days=1)
        lines += ["BEGIN:VEVENT", f"UID:{day.date}.{_escaped(year.region)}@tongban", f"DTSTAMP:{stamp}"]
        lines += [f"DTSTART;VALUE=DATE:{day.date:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"]
        lines += [f"CATEGORIES:{kind(day).upper()}", f"SUMMARY:{_escaped(day.name.zh)}"]
        lines += [f"COMMENT;LANGUAGE=en:{_escaped(day.name.en)}"] if day.name.en else []
        lines += [f"X-TONGBAN-UNTIL:{day.until}"] if day.until else []
        lines += ["TRANSP:TRANSPARENT", "END:VEVENT"]
    return "".join(f"{_folded(line)}\r\n" for line in (*lines, "END:VCALENDAR"))


def _escaped(text: str) -> str:
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, written)
    return text


def _folded(line: str) -> str:
    """Folded between characters, each part at most WIDTH octets."""
    parts, used = [""], 0
    for sign in line:
        size = len(sign.encode())
        if used + size > WIDTH:
            parts.append(" ")
            used = 1
        parts[-1] += sign
        used += size
    return "\r\n".join(parts)
