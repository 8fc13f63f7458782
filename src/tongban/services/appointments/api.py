"""The front door of appointments.

for day in appointments.slots(resource="hall-1", since=today, days=14, at=at): day.date, day.slots
booking = appointments.book(resource="hall-1", start=slot.start, by=subject, at=at)     # or SlotFull, BookingError
appointments.cancel(number=booking.number, by=subject, at=at)
turn = appointments.take_turn(resource="hall-1", by=clerk, at=at); appointments.call_next(resource=…, counter="3", …)
"""

from tongban.services.appointments.bookings import Booking, book, booking, cancel, forget, my_bookings
from tongban.services.appointments.desk import Bookings, day_list, settle
from tongban.services.appointments.errors import BookingError, SlotFull
from tongban.services.appointments.exceptions import Settled, displaced, settle_displaced
from tongban.services.appointments.openings import Opening
from tongban.services.appointments.queue import Screen, Turn, call_next, queue, screen, settle_turn, take_turn
from tongban.services.appointments.resources import (
    Day,
    Resource,
    Slot,
    close_day,
    resource,
    resources,
    save_resource,
    slots,
)

__all__ = [
    "Booking", "BookingError", "Bookings", "Day", "Opening", "Resource", "Screen", "Settled", "Slot", "SlotFull",
    "Turn", "book", "booking", "call_next", "cancel", "close_day", "day_list", "displaced", "forget", "my_bookings",
    "queue", "resource", "resources", "save_resource", "screen", "settle", "settle_displaced", "settle_turn", "slots",
    "take_turn",
]  # fmt: skip
