"""Numbers of certificates: prefix, division, year, running number, check character (ISO 7064, MOD 37,36)."""

from __future__ import annotations

import datetime as dt
import secrets

from django.conf import settings
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_37_36

from tongban.services.certificates.models import Counter
from tongban.services.certificates.values import day_of

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no letter that is taken for a digit
CODE_LENGTH = 8
_ALIKE = str.maketrans("OIL", "011", "- ")


def counter(prefix: str, at: dt.datetime) -> Counter:
    """The counter of a prefix in the year of `at`, locked until the caller's transaction ends."""
    year = day_of(at).year
    Counter.objects.get_or_create(prefix=prefix, year=year)
    return Counter.objects.select_for_update().get(prefix=prefix, year=year)


def take(locked: Counter) -> str:
    """The next number of a locked counter."""
    locked.last += 1
    locked.save(update_fields=["last"])
    body = f"{locked.prefix}{settings.CONFIG.division}{locked.year}{locked.last:06d}"
    return body + str(mod_37_36.calc_check_digit(body))


def well_formed(number: str) -> bool:
    """Whether the check character fits."""
    try:
        mod_37_36.validate(number)
    except ValidationError:
        return False
    return True


def new_code() -> str:
    """A verification code: 40 bits that nobody can guess from the number."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def read_code(text: str) -> str:
    """A verification code as typed by people: case, hyphens, blanks, O for 0 and I or L for 1 do not matter."""
    return text.upper().translate(_ALIKE)
