"""The log as XES (IEEE 1849-2016), written as it is read: a trace for each instance, extensions concept, time,
lifecycle and organizational. `org:role` is the post and `org:group` the unit; `org:resource` would be a person and is
not written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import quoteattr

from tongban.governance.performance.logs import Course, Happening

NAMESPACE = "http://www.xes-standard.org/"
HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849-2016" xes.features="" xmlns="{NAMESPACE}">
<extension name="Concept" prefix="concept" uri="{NAMESPACE}concept.xesext"/>
<extension name="Lifecycle" prefix="lifecycle" uri="{NAMESPACE}lifecycle.xesext"/>
<extension name="Organizational" prefix="org" uri="{NAMESPACE}org.xesext"/>
<extension name="Time" prefix="time" uri="{NAMESPACE}time.xesext"/>
<global scope="trace">
<string key="concept:name" value=""/>
</global>
<global scope="event">
<string key="concept:name" value=""/>
<string key="lifecycle:transition" value="complete"/>
<date key="time:timestamp" value="1970-01-01T00:00:00+00:00"/>
</global>
<classifier name="Activity" scope="event" keys="concept:name"/>
<classifier name="Activity and transition" scope="event" keys="concept:name lifecycle:transition"/>
"""


def attribute(kind: str, key: str, value: object) -> str:
    """One attribute; what XML 1.0 cannot hold was never let into the log."""
    return f"<{kind} key={quoteattr(key)} value={quoteattr(str(value))}/>\n"


def xes(name: str, courses: Iterable[Course]) -> Iterator[str]:
    """The parts of the file, in order."""
    yield HEAD
    yield attribute("string", "concept:name", name)
    yield attribute("string", "lifecycle:model", "standard")
    for course in courses:
        yield "<trace>\n"
        yield attribute("string", "concept:name", course.case)
        yield attribute("int", "instance", course.instance)
        yield attribute("string", "version", course.version)
        yield attribute("string", "status", course.status)
        for event in course.events:
            yield _event(event)
        yield "</trace>\n"
    yield "</log>\n"


def _event(event: Happening) -> str:
    parts = [
        attribute("string", "concept:name", event.activity),
        attribute("string", "lifecycle:transition", event.transition),
        attribute("date", "time:timestamp", event.at),
        attribute("string", "element", event.element),
        attribute("string", "kind", event.kind),
    ]
    if event.task:
        parts.append(attribute("string", "concept:instance", event.task))
    if event.post:
        parts.append(attribute("string", "org:role", event.post))
    if event.unit:
        parts.append(attribute("string", "org:group", event.unit))
    return f"<event>\n{''.join(parts)}</event>\n"
