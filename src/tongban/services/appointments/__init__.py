"""Appointments (预约): what can be booked, when it is open on the working calendar, and who holds which seat.

Slots are computed from opening rules and never stored; a booking is a seat in a slot, and that a seat is taken once is
a constraint of the database. Residents book for themselves or their company; a desk sees the day of its own unit.
Visitors without an appointment take numbers (排队叫号) and are called to the seats that are left: nobody without one.
"""
