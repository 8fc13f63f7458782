"""Where the city's people can make an appointment: windows and rooms of its service halls."""

from __future__ import annotations

import datetime as dt

from tongban.kernel.declarations.api import Text
from tongban.services.appointments import api as appointments
from tongban.services.appointments.api import Opening, Resource
from tongban.trust.authority.api import SYSTEM

MORNING, AFTERNOON = (dt.time(9), dt.time(12)), (dt.time(13, 30), dt.time(17))
HALL = Text("武陵区演示路 8 号政务服务中心", "Government Service Centre, 8 Yanshi Road, Wuling")
HALLS = (
    ("xzsp-window", "xzsp", Text("综合受理窗口", "General window"), Text("一楼 A 区", "ground floor, A"), 20, 4, ()),
    ("xzsp-help", "xzsp", Text("帮办代办室", "Helped filing"), Text("一楼 C 区", "ground floor, C"), 60, 1, ()),
    ("scjgj-registration", "scjgj", Text("企业开办窗口", "Company registration"), Text("二楼 B 区", "first floor, B"),
     30, 3, ("company-registration", "open-restaurant")),
    ("gaj-seals", "gaj", Text("印章备案窗口", "Seal records"), Text("二楼 D 区", "first floor, D"), 30, 2,
     ("seal-record", "open-restaurant")),
    ("rsj-insurance", "rsj", Text("社会保险窗口", "Social insurance"), Text("三楼", "second floor"), 30, 3,
     ("employer-registration", "open-restaurant")),
)  # fmt: skip


def open_halls(*, at: dt.datetime) -> int:
    """Opens the windows that are not there yet; returns how many."""
    known = {one.code for one in appointments.resources()}
    new = [row for row in HALLS if row[0] not in known]
    for code, desk, title, room, minutes, seats, offers in new:
        openings = tuple(Opening(first, last, minutes, seats) for first, last in (MORNING, AFTERNOON))
        place = Text(f"{HALL.zh}{room.zh}", f"{HALL.en}, {room.en}")
        window = Resource(code, f"430700.{desk}", title, place, openings, offers, walk_in=seats > 1)
        appointments.save_resource(resource=window, by=SYSTEM, at=at)
    return len(new)
