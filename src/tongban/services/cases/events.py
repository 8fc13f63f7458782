"""What cases tell, in the transaction of the act. `number` is the receipt number; `person` the applicant's id;
`credit_code` the company applied for, or empty; `offer` the offer's key. Facts are never in an event. Texts are
`{"zh", "en"}`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class CaseEvent:
    """What every event of a case says."""

    number: str
    offer: str
    offer_version: str
    title: dict[str, str]
    person: str
    credit_code: str
    unit: str
    division: str


@dataclass(frozen=True)
class CaseOpened(CaseEvent):
    """An application was received: a receipt number exists, the clock of acceptance runs."""

    parts: tuple[str, ...]
    channel: str
    due: dt.date | None


@dataclass(frozen=True)
class CaseAccepted(CaseEvent):
    """Accepted; `deemed`: by law, because nobody answered in time (Administrative Licensing Law, art. 32)."""

    deemed: bool
    due: dt.date | None
    provisional: bool


@dataclass(frozen=True)
class AcceptanceDeclined(CaseEvent):
    """Not accepted, with reasons and article."""

    reasons: str
    basis: dict[str, object]


@dataclass(frozen=True)
class SupplementRequested(CaseEvent):
    """The applicant was told all that is missing."""

    sequence: int
    items: tuple[dict[str, object], ...]
    due: dt.date


@dataclass(frozen=True)
class SupplementAnswered(CaseEvent):
    """The applicant answered the notice."""

    sequence: int


@dataclass(frozen=True)
class SupplementLapsed(CaseEvent):
    """The applicant's time to answer ran out; the clerk decides on acceptance."""

    sequence: int


@dataclass(frozen=True)
class OpinionAsked(CaseEvent):
    """Another department was asked for its opinion."""

    asked_unit: str
    due: dt.date


@dataclass(frozen=True)
class OpinionGiven(CaseEvent):
    """Another department answered."""

    asked_unit: str
    verdict: str


@dataclass(frozen=True)
class OpinionSilent(CaseEvent):
    """Another department did not answer in time; `silence` says what that means by the offer (no_objection, escalate,
    wait), `post` before whom it is laid. `persons` are who asked and who holds that post. Told once an opinion.
    """

    opinion: int
    asked_unit: str
    due: dt.date
    silence: str
    post: str
    persons: tuple[str, ...]


@dataclass(frozen=True)
class OpinionDueSoon(CaseEvent):
    """The light of a question is yellow; `persons` are the staff of the asked department. Told once an opinion."""

    opinion: int
    asked_unit: str
    due: dt.date
    persons: tuple[str, ...]


@dataclass(frozen=True)
class OpinionVoid(CaseEvent):
    """The case came to its end before the asked department answered; `persons` as above."""

    opinion: int
    asked_unit: str
    persons: tuple[str, ...]


@dataclass(frozen=True)
class MatterDecided(CaseEvent):
    """One competent unit decided its part. `outcome`: granted, refused."""

    part: str
    part_title: dict[str, str]
    part_unit: str
    outcome: str
    in_time: bool


@dataclass(frozen=True)
class PartsFell(CaseEvent):
    """A part was refused or withdrawn (`cause`), and with it the parts in `fell` fell away, as the life event says."""

    part_title: dict[str, str]
    cause: str
    fell: tuple[dict[str, str], ...]


@dataclass(frozen=True)
class CaseDecided(CaseEvent):
    """Every matter is decided. `outcome`: granted, refused, partly. `days`: calendar days since the application;
    `round`: how often, more than once where the case was reopened; `contests`: it reconsiders another decision.
    """

    outcome: str
    parts: tuple[dict[str, str], ...]
    in_time: bool
    days: int
    round: int = 1
    contests: bool = False


@dataclass(frozen=True)
class CaseClosed(CaseEvent):
    """Nothing is left to do."""

    state: str
    outcome: str


@dataclass(frozen=True)
class CaseReconsidered(CaseEvent):
    """The decision of this case was reconsidered in the case `reconsideration`. `outcome`: upheld, varied, revoked,
    unlawful, rejected; `until`: the last day to sue, if known; `persons`: who had decided.
    """

    reconsideration: str
    outcome: str
    reasons: str
    until: dt.date | None
    persons: tuple[str, ...]


@dataclass(frozen=True)
class CaseReopened(CaseEvent):
    """A closed case is handled again: the decision is set aside. `due`: the new last day."""

    reason: str
    due: dt.date | None


@dataclass(frozen=True)
class CaseWithdrawn(CaseEvent):
    """The applicant took the application back."""


@dataclass(frozen=True)
class DueDateChanged(CaseEvent):
    """The due day moved; `cause` says why, `reason` with which words. `due` is none while the clock stands."""

    due: dt.date | None
    provisional: bool
    cause: str
    reason: str = ""


@dataclass(frozen=True)
class CaseDueSoon(CaseEvent):
    """The light turned yellow: told once a clock. `part` is the matter's offer, or empty for the whole case."""

    part: str
    part_unit: str
    due: dt.date


@dataclass(frozen=True)
class CaseOverdue(CaseEvent):
    """The light turned red: told once a clock."""

    part: str
    part_unit: str
    due: dt.date


@dataclass(frozen=True)
class CaseEscalated(CaseEvent):
    """A limit ran out and is laid before the post that the offer names; `persons` held it. Told once a clock."""

    post: str
    due: dt.date
    persons: tuple[str, ...]


@dataclass(frozen=True)
class TaskUrged(CaseEvent):
    """A task was urged; `persons` are those who could do it."""

    task: dict[str, str]
    persons: tuple[str, ...]


@dataclass(frozen=True)
class CopySent(CaseEvent):
    """Officials were sent a copy of a case: they are told, and need not act."""

    persons: tuple[str, ...]
    sender: str


@dataclass(frozen=True)
class CaseSupervised(CaseEvent):
    """A supervised item took a step: issued, answered, accepted, overdue. `persons` are those whom it concerns."""

    step: str
    sequence: int
    due: dt.date
    persons: tuple[str, ...]


@dataclass(frozen=True)
class HearingMoved(CaseEvent):
    """A hearing took a step: offered, asked, called, closed, waived, dropped. `until`: the last day to ask for it."""

    step: str
    sequence: int
    until: dt.date
    held_on: dt.datetime | None
    place: str
    chair: str


@dataclass(frozen=True)
class ObligationMoved(CaseEvent):
    """Evidence that follows by pledge or tolerated gap took a step: open, reminded, supplied, fulfilled, rejected,
    breached, revoked, kept. `due`: the last day; `persons`: officials whom it concerns.
    """

    step: str
    kind: str
    sequence: int
    evidence: dict[str, str]
    due: dt.date | None
    note: str
    persons: tuple[str, ...]


@dataclass(frozen=True)
class OperationRequested:
    """A process wants a service: taken by this block's own subscriber, which runs it and answers the process."""

    call: int
    number: str
    operation: str


@dataclass(frozen=True)
class ProcessMoved:
    """A timer of a process fired: taken by this block's own subscriber, which writes the desk's copies."""

    number: str
    ended: bool


@dataclass(frozen=True)
class ProcessMigrated:
    """A process goes on under another version: taken by this block's own subscriber, which pins it in the case."""

    number: str
    process: str
    version: str
