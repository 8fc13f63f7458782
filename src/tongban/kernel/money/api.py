"""Decimal money with currency. Each sum that a rule yields states how it was rounded; nothing rounds silently."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, InvalidOperation

ROUNDING = {
    "half_up": ROUND_HALF_UP,
    "half_even": ROUND_HALF_EVEN,
    "down": ROUND_DOWN,
    "floor": ROUND_FLOOR,
    "ceiling": ROUND_CEILING,
}
EXPONENT = {"CNY": 2, "EUR": 2, "USD": 2, "JPY": 0}


class MoneyError(ValueError):
    """Two currencies were mixed, an amount is not a finite decimal, or a rounding rule is unknown."""


@dataclass(frozen=True, order=False)
class Money:
    """An exact amount in a currency (ISO 4217). `amount` may have more places than the currency until `round`ed."""

    amount: Decimal
    currency: str = "CNY"

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal) or not self.amount.is_finite():
            raise MoneyError(f"an amount of money is a finite decimal, got {self.amount!r}")
        if self.currency not in EXPONENT:
            raise MoneyError(f"unknown currency {self.currency!r}; known: {', '.join(EXPONENT)}")

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise MoneyError(f"cannot combine {self.currency} with {other.currency}")

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount - other.amount, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __mul__(self, factor: Decimal | int) -> Money:
        return Money(self.amount * factor, self.currency)

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.amount < other.amount

    def __bool__(self) -> bool:
        return self.amount != 0

    def round(self, rule: str = "half_up") -> Money:
        """Rounds to the currency's smallest unit by a named rule. Raises MoneyError for an unknown rule."""
        if rule not in ROUNDING:
            raise MoneyError(f"unknown rounding rule {rule!r}; known: {', '.join(ROUNDING)}")
        unit = Decimal(1).scaleb(-EXPONENT[self.currency])
        return Money(self.amount.quantize(unit, rounding=ROUNDING[rule]), self.currency)

    def __str__(self) -> str:
        shown = f"{self.round('half_up').amount:,}"
        return f"¥{shown}" if self.currency == "CNY" else f"{self.currency} {shown}"


def money(text: str | int | Decimal, currency: str = "CNY") -> Money:
    """Reads an amount from text. Raises MoneyError when it is not a number; never accepts a float."""
    try:
        return Money(Decimal(text), currency)
    except InvalidOperation:
        raise MoneyError(f"not an amount of money: {text!r}") from None
