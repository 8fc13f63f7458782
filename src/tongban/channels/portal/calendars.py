"""An appointment as a calendar file (RFC 5545)."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.urls import reverse

from tongban.services.appointments.api import Booking

MOMENT = "%Y%m%dT%H%M%SZ"
WIDTH = 73  # octets of a line beside its break; a longer one goes on after a blank


def _escaped(text: str) -> str:
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r", ""), ("\n", "\\n")):
        text = text.replace(plain, written)
    return text


def _folded(line: str) -> str:
    parts, current = [], ""
    for character in line:
        if len((current + character).encode()) > WIDTH:
            parts.append(current)
            current = ""
        current += character
    return "\r\n ".join([*parts, current])


def event(booking: Booking, *, at: dt.datetime) -> bytes:
    """One event, cancelled if the appointment is; the same number replaces an earlier file of it."""
    site = settings.CONFIG.site_url
    cancelled = booking.state == "cancelled"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Tongban//Appointments//EN",
        f"METHOD:{'CANCEL' if cancelled else 'PUBLISH'}",
        "BEGIN:VEVENT",
        f"UID:{booking.number}@{site.partition('://')[2]}",
        f"SEQUENCE:{int(cancelled)}",
        f"DTSTAMP:{at.astimezone(dt.UTC):{MOMENT}}",
        f"DTSTART:{booking.start.astimezone(dt.UTC):{MOMENT}}",
        f"DTEND:{booking.end.astimezone(dt.UTC):{MOMENT}}",
        f"SUMMARY:{_escaped(str(booking.title))}",
        f"LOCATION:{_escaped(str(booking.place))}",
        f"DESCRIPTION:{_escaped(booking.number)}",
        f"URL:{site}{reverse('portal:booking', args=[booking.number])}",
        f"STATUS:{'CANCELLED' if cancelled else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()
