"""What `scenarios/*.toml` may say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Text
from tongban.services.cases.scenarios.asking import Asked, Try

ActName = Literal[
    "accept", "decline", "supplement", "examine", "inspect", "decide", "do", "suspend", "resume", "extend",
    "answer", "withdraw", "pay", "wait", "supervise", "report", "settle", "offer-hearing", "ask-hearing",
    "call-hearing", "close-hearing", "withdraw-part",
]  # fmt: skip
Certainty = Literal["official", "worked", "assumed"]  # published; reckoned by hand from the law; nobody has checked
OF_TASKS = ("accept", "decline", "supplement", "examine", "inspect", "decide", "do")
OFFICE = (
    "suspend",
    "resume",
    "extend",
    "supervise",
    "report",
    "settle",
    "offer-hearing",
    "call-hearing",
    "close-hearing",
)  # on the whole case
OF_OFFICIALS = (*OF_TASKS, *OFFICE)


@dataclass(frozen=True)
class Applicant:
    """Who applies: an invented resident, or a company that the resident acts for. `resident` and `company` replace
    values of their records; an empty text leaves one out.
    """

    kind: Literal["person", "company"] = "person"
    resident: dict[str, Any] = field(default_factory=dict)
    company: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Wanted:
    """One missing thing of a supplement notice."""

    id: str
    text: Text
    wanted: Literal["text", "file"] = "file"


@dataclass(frozen=True)
class Then:
    """What is expected. What is not named is not looked at, but a service call that failed always is.

    `due` is the last day of the running clock, `parts` the state or outcome by offer, `tasks` the open ones as
    "unit:act", `fee` the sum of all bills, `certificates` their documents, `printed` what stands on them by
    "document.row" in Chinese, `history` codes of lines that must be there, `failed` operations.
    """

    state: str = ""
    outcome: str | None = None
    due: dt.date | None = None
    provisional: bool | None = None
    deemed: bool | None = None
    light: str = ""
    fee: Decimal | None = None
    parts: dict[str, str] = field(default_factory=dict)
    tasks: tuple[str, ...] | None = None
    certificates: tuple[str, ...] | None = None
    printed: dict[str, str] = field(default_factory=dict)
    history: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """One act. `post` is the post of an official; the applicant needs none. The same `who` at two posts is one person.
    `part` names the offer of the matter where several are open. `article` is found in the part's legal basis.
    `refused`: the act must be refused with these words of the English message.
    """

    act: ActName
    post: str = ""
    who: str = ""
    on: dt.date | None = None
    part: str = ""
    outcome: Literal["granted", "refused"] = "granted"
    article: str = ""
    reasons: str = ""
    recommendation: Literal["grant", "refuse"] = "grant"
    note: str = ""
    findings: str = ""
    passed: bool = True
    answers: dict[str, Any] = field(default_factory=dict)
    items: tuple[Wanted, ...] = ()
    cause: str = ""
    amount: int = 0
    refused: str = ""
    then: Then | None = None


@dataclass(frozen=True)
class RuleCase:
    """A worked case of a rule: inputs, the result, and the article applied. `source` and `certainty` are those of the
    file unless the case has its own. `margin`: how far a number may lie from the one expected.
    """

    rule: str
    decision: str
    expect: Any
    inputs: dict[str, Any] = field(default_factory=dict)
    article: str = ""
    name: str = ""
    at: dt.datetime | None = None
    source: str = ""
    certainty: Certainty | None = None
    margin: Decimal = Decimal(0)


@dataclass(frozen=True)
class Scenario:
    """One file. `at` is the frozen clock at the beginning: a date-time of the node's zone, or one with an offset."""

    title: Text
    source: str
    at: dt.datetime
    offer: str = ""
    form: str = ""  # without an offer: the trip ends with the form
    applicant: Applicant = field(default_factory=Applicant)
    registers: dict[str, Any] = field(default_factory=dict)  # what registers answer, by binding; "": nothing
    answers: dict[str, Any] = field(default_factory=dict)
    later: tuple[str, ...] = ()  # evidence that is to follow: its statement is accepted
    tries: tuple[Try, ...] = ()
    asked: Asked | None = None
    refused: str = ""  # the application itself must be refused with these words
    steps: tuple[Step, ...] = ()
    then: Then | None = None
    rules: tuple[RuleCase, ...] = ()
    certainty: Certainty = "worked"

    def __post_init__(self) -> None:
        if not self.source.strip():
            raise ValueError("source: empty; a worked case names the law or the decision that it follows")
        if not self.offer and not self.form and not self.rules:
            raise ValueError("expected a trip (offer, steps, then) or worked cases of rules ([[rules]])")
        if self.offer and self.then is None and not self.refused:
            raise ValueError("then: missing; a trip that expects nothing proves nothing")
        if not self.offer and (self.steps or self.then is not None):
            raise ValueError("steps and then take an offer: a form alone starts no process")
        if self.form and not self.offer and self.asked is None and not self.tries and not self.refused:
            raise ValueError("asked: missing; a trip that expects nothing proves nothing")


def read(text: str, source: str) -> Scenario:
    """Reads one scenario. Raises DeclarationError."""
    return declarations.parse(text, Scenario, source=source)


def written(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers as a person writes them into a form: numbers and dates as text."""
    return {name: _written(value) for name, value in answers.items()}


def _written(value: Any) -> Any:
    if isinstance(value, list):
        return [_written(one) for one in value]
    if isinstance(value, dict):
        return written(value)
    return value if isinstance(value, bool | str) else str(value)
