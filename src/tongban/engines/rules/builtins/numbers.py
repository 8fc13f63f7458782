"""Built-ins over numbers. Each rounding names its rule; the scale is the number of places after the point."""

from __future__ import annotations

import decimal
from decimal import Decimal

from tongban.engines.rules.builtins.registry import Undefined, builtin
from tongban.engines.rules.run import Run
from tongban.engines.rules.saying import say
from tongban.engines.rules.values import NUMBERS

LONG = 3  # more steps than other functions: these take their time
LOWEST, HIGHEST = -6111, 6176


def rounded(number: Decimal, scale: Decimal, rule: str) -> Decimal:
    """The number at a scale. Places beyond 34 digits leave it as it is. Raises Undefined outside the scales."""
    if not LOWEST <= scale <= HIGHEST:
        raise Undefined(say("scale-must-lie-between-and", lowest=LOWEST, highest=HIGHEST))
    found = number.quantize(Decimal((0, (1,), -int(scale))), rounding=rule, context=NUMBERS)
    return found if found.is_finite() else number


@builtin("decimal(n: number, scale: number)")
def _decimal(_: Run, number: Decimal, scale: Decimal) -> Decimal:
    return rounded(number, scale, decimal.ROUND_HALF_EVEN)


@builtin("floor(n: number, scale?: number)")
def _floor(_: Run, number: Decimal, scale: Decimal | None = None) -> Decimal:
    return rounded(number, scale or Decimal(0), decimal.ROUND_FLOOR)


@builtin("ceiling(n: number, scale?: number)")
def _ceiling(_: Run, number: Decimal, scale: Decimal | None = None) -> Decimal:
    return rounded(number, scale or Decimal(0), decimal.ROUND_CEILING)


@builtin("round up(n: number, scale: number)")
def _up(_: Run, number: Decimal, scale: Decimal) -> Decimal:
    return rounded(number, scale, decimal.ROUND_UP)


@builtin("round down(n: number, scale: number)")
def _down(_: Run, number: Decimal, scale: Decimal) -> Decimal:
    return rounded(number, scale, decimal.ROUND_DOWN)


@builtin("round half up(n: number, scale: number)")
def _half_up(_: Run, number: Decimal, scale: Decimal) -> Decimal:
    return rounded(number, scale, decimal.ROUND_HALF_UP)


@builtin("round half down(n: number, scale: number)")
def _half_down(_: Run, number: Decimal, scale: Decimal) -> Decimal:
    return rounded(number, scale, decimal.ROUND_HALF_DOWN)


@builtin("modulo(dividend: number, divisor: number)")
def _modulo(_: Run, dividend: Decimal, divisor: Decimal) -> Decimal:
    if not divisor:
        raise Undefined(say("divisor-is-zero"))
    quotient = NUMBERS.divide(dividend, divisor).to_integral_value(rounding=decimal.ROUND_FLOOR)
    return finite(NUMBERS.subtract(dividend, NUMBERS.multiply(divisor, quotient)))


def finite(number: Decimal) -> Decimal:
    """The number. Raises Undefined when the operation had no result or one beyond the largest number."""
    if not number.is_finite():
        raise Undefined(say("there-is-no-such-number"))
    return number


@builtin("sqrt(number: number)")
def _sqrt(run: Run, number: Decimal) -> Decimal:
    run.charge(LONG)
    return finite(NUMBERS.sqrt(number))


@builtin("log(number: number)")
def _log(run: Run, number: Decimal) -> Decimal:
    run.charge(LONG)
    return finite(NUMBERS.ln(number))


@builtin("exp(number: number)")
def _exp(run: Run, number: Decimal) -> Decimal:
    run.charge(LONG)
    return finite(NUMBERS.exp(number))


@builtin("odd(number: number)")
def _odd(_: Run, number: Decimal) -> bool:
    return NUMBERS.remainder(number, Decimal(2)).copy_abs() == 1


@builtin("even(number: number)")
def _even(_: Run, number: Decimal) -> bool:
    return NUMBERS.remainder(number, Decimal(2)) == 0
