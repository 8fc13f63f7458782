"""Decimal money with currency and stated rounding."""
