"""Decimal money with currency. Each sum that a rule yields states how it was rounded; nothing rounds silently."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    Context,
    Decimal,
    Inexact,
    InvalidOperation,
)

ROUNDING = {
    "half_up": ROUND_HALF_UP,
    "half_even": ROUND_HALF_EVEN,
    "down": ROUND_DOWN,
    "floor": ROUND_FLOOR,
    "ceiling": ROUND_CEILING,
}
EXPONENT = {"CNY": 2, "EUR": 2, "USD": 2, "JPY": 0}


MAX_DIGITS = 24
_PLAIN = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?", re.ASCII)
_EXACT = Context(prec=60, traps=[Inexact, InvalidOperation])


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
        if max(self.amount.adjusted(), 0) - min(int(self.amount.as_tuple().exponent), 0) >= MAX_DIGITS:
            raise MoneyError(f"an amount of money has at most {MAX_DIGITS} digits")
        if self.currency not in EXPONENT:
            raise MoneyError(f"unknown currency {self.currency!r}; known: {', '.join(EXPONENT)}")

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise MoneyError(f"cannot combine {self.currency} with {other.currency}")

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(_EXACT.add(self.amount, other.amount), self.currency)

    def __sub__(self, other: Money) -> Money:
        return self + -other

    def __neg__(self) -> Money:
        return Money(_EXACT.minus(self.amount), self.currency)

    def __mul__(self, factor: Decimal | int) -> Money:
        if isinstance(factor, bool) or not isinstance(factor, Decimal | int):
            raise MoneyError(f"money is multiplied by an exact number, got {factor!r}")
        try:
            return Money(_EXACT.multiply(self.amount, factor), self.currency)
        except (Inexact, InvalidOperation):
            raise MoneyError(f"{self.amount} times {factor} has too many digits") from None

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
        rounded = self.round("half_up").amount
        shown = f"{abs(rounded if rounded == self.amount else self.amount):,}"  # never shows what it is not
        sign = "-" if self.amount < 0 else ""
        return f"{sign}¥{shown}" if self.currency == "CNY" else f"{self.currency} {sign}{shown}"


def money(text: str | int | Decimal, currency: str = "CNY") -> Money:
    """Reads an amount from text such as `1200.50`. Raises MoneyError for anything else; never accepts a float."""
    if isinstance(text, Decimal):
        return Money(text, currency)
    if isinstance(text, bool) or not isinstance(text, str | int) or not _PLAIN.fullmatch(str(text)):
        raise MoneyError(f"not an amount of money: {text!r}")
    return Money(Decimal(text), currency)
