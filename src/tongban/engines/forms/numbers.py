"""Numbers and sums of money as people write them, kept exact."""

from __future__ import annotations

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from tongban.engines.forms.declarations import Field
from tongban.engines.forms.tidying import compact

MAX_DIGITS = 30


def _number(raw: str) -> Decimal:
    text = compact(raw).removeprefix("+")
    if re.fullmatch(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", text):
        text = text.replace(",", "")
    if not re.fullmatch(r"-?[0-9]*\.?[0-9]+|-?[0-9]+\.", text) or not text.isascii():
        raise ValueError(_("Write a number in digits, such as 1250 or 1250.5."))
    if len(text) > MAX_DIGITS:
        raise ValueError(_("This number is too long. Write at most %(limit)s digits.") % {"limit": MAX_DIGITS})
    return Decimal(text)


def read_number(field: Field, raw: str) -> str:
    text = compact(raw)
    if field.kind == "money":
        text = re.sub(r"^(¥|RMB|CNY)|(元|CNY|RMB)$", "", text, flags=re.IGNORECASE)
    number = _number(text)
    places = field.places if field.places is not None else (2 if field.kind == "money" else None)
    exponent = number.normalize().as_tuple().exponent
    if places is not None and isinstance(exponent, int) and -exponent > places:
        if places == 0:
            raise ValueError(_("Write a whole number."))
        raise ValueError(_("Write at most %(places)s decimal places.") % {"places": places})
    lowest = field.min if field.min is not None else (0 if field.kind == "money" else None)
    if lowest is not None and number < lowest:
        raise ValueError(_("The number must be %(bound)s or more.") % {"bound": lowest})
    if field.max is not None and number > field.max:
        raise ValueError(_("The number must be %(bound)s or less.") % {"bound": field.max})
    number = number or Decimal(0)
    return f"{number:.{places}f}" if field.kind == "money" else f"{number:f}"
