"""The front door of appointments.

for day in appointments.slots(resource="hall-1", since=today, days=14, at=at): day.date, day.slots
booking = appointments.book(resource="hall-1", start=slot.start, by=subject, at=at)     # or SlotFull, BookingError
appointments.cancel(number=booking.number, by=subject, at=at)
"""

from tongban.services.appointments.bookings import Booking, book, booking, cancel, my_bookings
from tongban.services.appointments.desk import Bookings, day_list, settle
from tongban.services.appointments.errors import BookingError, SlotFull
from tongban.services.appointments.openings import Opening
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
    "Booking", "BookingError", "Bookings", "Day", "Opening", "Resource", "Slot", "SlotFull", "book", "booking",
    "cancel", "close_day", "day_list", "my_bookings", "resource", "resources", "save_resource", "settle", "slots",
]  # fmt: skip
