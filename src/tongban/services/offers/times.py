"""What an offer says of time: limits, what stops the clock, how much more time there may be, what silence means."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from tongban.engines.deadlines.api import Choice, Policy
from tongban.kernel.declarations.api import LegalBasis, Text

Unit = Literal["working_days", "calendar_days", "weeks", "months", "years", "hours"]
Cause = Literal[
    "supplement", "hearing", "inspection", "test", "expert_review", "third_party", "payment", "force_majeure"
]
OF_LAW = ("hearing", "test", "expert_review")  # Administrative Licensing Law, art. 45: needs no word of the offer
NONE = Text("", "")


@dataclass(frozen=True)
class Limit:
    """A time limit. A statutory limit must cite its article; a promised one need not."""

    amount: int
    unit: Unit = "working_days"
    legal_basis: LegalBasis | None = None
    rule: str = ""  # FEEL over the facts of the case: `amount` holds where it gives none, and in the guide
    note: Text = NONE  # what the rule says, in plain words
    choice: Choice | None = field(default=None, init=False)  # what the rule gave in a case

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise ValueError(f"a time limit is at least 0 (the same day), got {self.amount}")


@dataclass(frozen=True)
class PauseRule:
    """How the clock stands still for a cause: on which condition (FEEL over the facts of the case; none: always),
    whether it goes on afterwards or begins again, and for how long at most, all pauses for this cause together.
    """

    cause: Cause
    when: str = ""
    note: Text = NONE  # the condition in plain words
    policy: Policy = "continue"
    most: Limit | None = None
    legal_basis: LegalBasis | None = None


@dataclass(frozen=True)
class ExtensionRule:
    """How much more time may be granted, in days of `unit`: `most` together, or what `rule` gives, in at most `times`
    extensions, and only when the condition holds, if there is one. `again`: who approves the second and later ones,
    whoever approves the first (same) or another person of the level above (higher).
    """

    most: int
    rule: str = ""
    when: str = ""
    note: Text = NONE
    times: int = 1
    again: Literal["same", "higher"] = "same"
    unit: Literal["working_days", "calendar_days"] = "working_days"  # calendar days only by a law of its own
    legal_basis: LegalBasis | None = None  # a law that allows more than the Administrative Licensing Law, art. 42


@dataclass(frozen=True)
class Tacit:
    """What the law makes of silence beyond the statutory limit, a grant (默示许可) or a refusal (视为不予许可), by
    which article; and the documents/*.typ of the certificate of it, which a refusal does not need.
    """

    legal_basis: LegalBasis
    document: str = ""
    outcome: Literal["granted", "refused"] = "granted"


@dataclass(frozen=True)
class Opinions:
    """The time of another department to give its opinion (征求意见), and what its silence means: no objection
    (逾期视为无意见), laid before `post`, or nothing; the first two by an article. `yellow` as in the offer.
    """

    limit: Limit = field(default_factory=lambda: Limit(5))
    silence: Literal["no_objection", "escalate", "wait"] = "wait"
    post: str = ""
    legal_basis: LegalBasis | None = None
    yellow: int = 1
