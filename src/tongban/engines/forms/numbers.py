"""Numbers as people write them, kept exact."""

from __future__ import annotations

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from tongban.engines.forms.tidying import compact

MAX_DIGITS = 30


def exact(raw: str) -> Decimal:
    """The number that a text says, in plain or full-width digits, with or without thousands separators. Raises
    ValueError with a message for the person.
    """
    text = compact(raw).removeprefix("+")
    if re.fullmatch(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", text):
        text = text.replace(",", "")
    if not re.fullmatch(r"-?[0-9]*\.?[0-9]+|-?[0-9]+\.", text) or not text.isascii():
        raise ValueError(_("Write a number in digits, such as 1250 or 1250.5."))
    if len(text) > MAX_DIGITS:
        raise ValueError(_("This number is too long. Write at most %(limit)s digits.") % {"limit": MAX_DIGITS})
    return Decimal(text) or Decimal(0)


def check_places(number: Decimal, places: int | None) -> None:
    """Raises ValueError when a number has more decimal places than allowed."""
    exponent = number.normalize().as_tuple().exponent
    if places is not None and isinstance(exponent, int) and -exponent > places:
        if places == 0:
            raise ValueError(_("Write a whole number."))
        raise ValueError(_("Write at most %(places)s decimal places.") % {"places": places})


def check_bounds(number: Decimal, low: int | Decimal | None, high: int | Decimal | None) -> None:
    """Raises ValueError when a number lies outside."""
    if low is not None and number < low:
        raise ValueError(_("The number must be %(bound)s or more.") % {"bound": low})
    if high is not None and number > high:
        raise ValueError(_("The number must be %(bound)s or less.") % {"bound": high})
