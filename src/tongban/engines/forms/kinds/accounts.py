"""Numbers of things: a bank card or account, the plate of a motor vehicle."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _

from tongban.engines.forms.kinds.contact import Compacted
from tongban.engines.forms.sayings import say
from tongban.engines.forms.tidying import compact
from tongban.kernel.declarations.api import Text

if TYPE_CHECKING:
    from tongban.engines.forms.declarations import Field

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
SIGNS = "A-HJ-NP-Z0-9"
PLATE_FORM = f"[{PROVINCES}][A-HJ-NP-Z]([{SIGNS}]{{4}}[{SIGNS}挂学警港澳]|[A-HJK][{SIGNS}][0-9]{{4}}|[0-9]{{5}}[A-HJK])"


def luhn(digits: str) -> bool:
    """Whether the last digit fits the others: the Luhn formula of ISO/IEC 7812-1, annex B."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit) * (1 + place % 2)
        total += number - 9 if number > 9 else number  # noqa: PLR2004 (the sum of two digits)
    return total % 10 == 0


@dataclass(frozen=True)
class BankAccount(Compacted):
    """A card (16 to 19 digits, last digit checked) or, with `shape = "account"`, an account: 8 to 32 digits, as banks
    have no common check digit for accounts.
    """

    takes: ClassVar[frozenset[str]] = frozenset({"shape"})
    inputmode: ClassVar[str] = "numeric"

    def fault(self, field: Field) -> str:
        if field.shape not in ("", "card", "account"):
            return say("account-shape", names="card, account")
        return super().fault(field)

    def read_text(self, field: Field, raw: str, at: dt.datetime) -> str:
        digits = compact(raw).replace("-", "")
        if field.shape == "account":
            if not re.fullmatch(r"[0-9]{8,32}", digits):
                raise ValueError(_("Write the account number in 8 to 32 digits."))
            return digits
        if not re.fullmatch(r"[0-9]{16,19}", digits):
            raise ValueError(_("Write the card number in 16 to 19 digits."))
        if not luhn(digits):
            raise ValueError(_("The last digit of the card number does not fit the others. Check each digit."))
        return digits

    def shown(self, field: Field, known: Any) -> str:
        return " ".join(re.findall(".{1,4}", str(known)))

    def export(self, field: Field, value: Any, at: dt.datetime) -> str:
        return str(value or "")

    def schema(self, field: Field, at: dt.datetime | None) -> dict[str, Any]:
        digits = "8,32" if field.shape == "account" else "16,19"
        return {"type": "string", "pattern": f"^[0-9]{{{digits}}}$"}


@dataclass(frozen=True)
class Plate(Compacted):
    """The shape only: the letters given out change, and only the traffic police know who holds a plate."""

    def read_text(self, field: Field, raw: str, at: dt.datetime) -> str:
        text = re.sub(r"[·•.-]", "", compact(raw)).upper()
        if not re.fullmatch(PLATE_FORM, text):
            raise ValueError(_("Write the plate with the character of its province, such as 湘J12345 or 湘JD12345."))
        return text

    def schema(self, field: Field, at: dt.datetime | None) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{PLATE_FORM}$"}


BANK_ACCOUNT = BankAccount(
    "bank_account", Text("银行账号", "Bank account"),
    Text(
        "银行卡按 ISO/IEC 7812-1 附录 B 核对末位；对公账号没有统一校验位。",
        "A card's last digit is checked by ISO/IEC 7812-1, annex B; accounts have no common check digit.",
    ),
    'shape = "card"', ("6222 0000 0000 0000 004",), ("6222 0000 0000 0000 001", "12345"),
)  # fmt: skip
PLATE = Plate(
    "plate", Text("机动车号牌", "Vehicle plate"), Text("只核对写法。", "Only the shape is checked."),
    "", ("湘J·12345", "湘jd12345"), ("J12345", "湘I12345"),
)  # fmt: skip
KINDS = (BANK_ACCOUNT, PLATE)
