"""Bookable resources, slots and bookings."""
