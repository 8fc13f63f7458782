"""What payments tell. `number` is the bill's, `case` the receipt number of the case; `amount` is exact and positive,
`currency` ISO 4217; `person` and `credit_code` name the payer.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class BillEvent:
    """What every event of a bill says."""

    number: str
    case: str
    person: str
    credit_code: str
    amount: Decimal
    currency: str


@dataclass(frozen=True)
class BillIssued(BillEvent):
    """A bill was issued and can be paid."""


@dataclass(frozen=True)
class BillPaid(BillEvent):
    """The channel confirmed the payment; `receipt` is the receipt number."""

    receipt: str


@dataclass(frozen=True)
class BillVoided(BillEvent):
    """The bill need not be paid any more."""

    reason: str


@dataclass(frozen=True)
class BillRefunded(BillEvent):
    """A refund was decided; the channel carries it out."""

    refund: str
    reason: str
