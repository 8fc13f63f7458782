"""One door for files of a year: what is CSV or ICS becomes the text that publishes the year; TOML is that text."""

from __future__ import annotations

from tongban.engines.deadlines import fromcsv, fromics
from tongban.engines.deadlines.importing import Fault, Row, refused, year_of
from tongban.engines.deadlines.shipped import Year
from tongban.engines.deadlines.written import as_toml


def year_text(text: str, like: Year, *, source: str) -> str:
    """The text that publishes the year which CSV or ICS holds, with region, year, source and weekend of `like`; any
    other text as it is. `source` names the file in faults. Raises DeclarationError naming line and reason.
    """
    found = _year(text, like, source)
    return text if found is None else as_toml(found)


def _year(text: str, like: Year, source: str) -> Year | None:
    read = fromics.rows if fromics.is_ics(text) else fromcsv.rows if fromcsv.is_csv(text) else None
    if read is None:
        return None
    days: list[Row] = []
    faults: list[Fault] = []
    for one in read(text):
        if isinstance(one, Row):
            days.append(one)
        else:
            faults.append(one)
    if faults:
        raise refused(faults, source)
    return year_of(days, like, source=source)
