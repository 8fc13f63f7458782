"""Numbers that name a person or a company, each with its check character."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tongban.engines.forms import identifiers
from tongban.engines.forms.kinds.contact import Compacted
from tongban.engines.forms.tidying import compact
from tongban.kernel.declarations.api import Text

if TYPE_CHECKING:
    from tongban.engines.forms.declarations import Field

Check = Callable[[str], str]
CHECKS: dict[str, Check] = {
    "resident_number": identifiers.resident_number,
    "credit_code": identifiers.credit_code,
}


def declare_validator(kind: str, check: Check) -> None:
    """Hands in a stricter check of "resident_number" or "credit_code": takes the compacted text, returns the canonical
    form, raises ValueError with a message for the person. For the `apps.py` of a register.
    """
    if kind not in CHECKS:
        raise ValueError(f"no validator can be declared for {kind!r}; known: {', '.join(CHECKS)}")
    CHECKS[kind] = check


@dataclass(frozen=True)
class Identifier(Compacted):
    """`form` is the pattern of JSON Schema; the check character is beyond it."""

    form: str = ""

    def read_text(self, field: Field, raw: str, at: dt.datetime) -> str:
        return CHECKS[self.name](compact(raw).upper().replace("-", ""))

    def schema(self, field: Field, at: dt.datetime | None) -> dict[str, Any]:
        return {"type": "string", "pattern": self.form}


RESIDENT_NUMBER = Identifier(
    "resident_number", Text("公民身份号码", "Resident number"),
    Text("18 位，按 GB 11643 核对校验码和出生日期。",
         "18 characters; date of birth and check character by GB 11643."),
    "", ("11010519491231002x",), ("110105194912310021", "1101051949123100"), "^[0-9]{17}[0-9X]$",
)  # fmt: skip
CREDIT_CODE = Identifier(
    "credit_code", Text("统一社会信用代码", "Unified social credit code"),
    Text("18 位，按 GB 32100 核对校验码。", "18 characters; check character by GB 32100."),
    "", ("91350100M000100Y43",), ("91350100M000100Y44", "91350100M000100I43"), "^[0-9A-HJ-NP-RTUWXY]{18}$",
)  # fmt: skip
KINDS = (RESIDENT_NUMBER, CREDIT_CODE)
