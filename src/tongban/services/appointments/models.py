"""Resources, their exceptions, and the seats that are taken."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Resource(models.Model):
    """Something that can be booked: a window of a service hall, an inspector's hours, a ceremony room."""

    code = models.CharField(max_length=60, unique=True)
    unit = models.CharField(max_length=64)
    unit_path = models.CharField(max_length=200)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    place_zh = models.CharField(max_length=300)
    place_en = models.CharField(max_length=300)
    openings = models.JSONField()  # [{first, last, minutes, seats, weekdays}]
    offers = models.JSONField(default=list)  # keys of the offers it serves; empty: all
    open = models.BooleanField(default=True)
    walk_in = models.BooleanField(default=False)  # visitors take numbers at the hall

    def __str__(self) -> str:
        return self.code


class Closure(models.Model):
    """A working day on which the resource is not open, or opens otherwise."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="closures")
    day = models.DateField()
    openings = models.JSONField(default=list)
    reason_zh = models.CharField(max_length=200)
    reason_en = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resource", "day"], name="appointments_one_closure_a_day")]

    def __str__(self) -> str:
        return f"{self.resource_id} {self.day}"


class Booking(models.Model):
    """A seat of a slot. `seat` counts from 1 to the slot's seats; nobody's `person` is a visitor with a number. Who
    does not come gives the seat back.
    """

    number = models.CharField(max_length=12, unique=True)
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="bookings")
    start = models.DateTimeField()
    end = models.DateTimeField()
    seat = models.PositiveSmallIntegerField()
    person = models.CharField(max_length=64, blank=True)
    credit_code = models.CharField(max_length=18, blank=True, default="")
    name = models.CharField(max_length=200)
    offer = models.CharField(max_length=200, blank=True, default="")
    case = models.CharField(max_length=60, blank=True, default="")
    state = models.CharField(max_length=10, default="booked")  # booked, came, missed, cancelled
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "start", "seat"],
                condition=Q(state__in=["booked", "came"]),
                name="appointments_seat_once",
            ),
            models.UniqueConstraint(
                fields=["person", "start"],
                condition=Q(state="booked") & ~Q(person=""),
                name="appointments_person_in_one_place",
            ),
            models.CheckConstraint(condition=Q(seat__gte=1), name="appointments_seat_from_one"),
            models.CheckConstraint(
                condition=Q(state__in=["booked", "came", "missed", "cancelled"]), name="appointments_known_state"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-start", "-id"], name="appointments_of_person"),
            models.Index(fields=["resource", "start", "seat"], name="appointments_of_day"),
        ]

    def __str__(self) -> str:
        return self.number


class Ticket(models.Model):
    """A number taken at the hall; `number` is that of its booking, as soon as it has one. Nobody is called without a
    seat (a constraint).
    """

    number = models.CharField(max_length=12, blank=True, default="")

    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="tickets")
    day = models.DateField()
    turn = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, default="waiting")  # waiting, called, came, missed
    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, null=True, related_name="ticket")
    counter = models.CharField(max_length=20, blank=True, default="")
    issued_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["resource", "day", "turn"], name="appointments_turn_once"),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="appointments_ticket_number_once"),
            models.CheckConstraint(
                condition=Q(state="waiting", called_at=None)
                | Q(state__in=["called", "came", "missed"], called_at__isnull=False, booking__isnull=False),
                name="appointments_called_with_a_seat",
            ),
        ]
        indexes = [models.Index(fields=["resource", "day", "state", "turn"], name="appointments_queue")]

    def __str__(self) -> str:
        return f"{self.resource_id} {self.day} {self.turn}"
