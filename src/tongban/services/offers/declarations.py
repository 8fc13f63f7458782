"""What `offers/*.toml` may say. The file's stem is the offer's key, its content hash the version."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Literal

from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import LegalBasis, Text
from tongban.services.offers.places import Place
from tongban.services.offers.times import NONE, ExtensionRule, Limit, Opinions, PauseRule, Tacit

Channel = Literal["online", "window", "phone", "mail"]


@dataclass(frozen=True)
class Condition:
    """One condition that the law sets, in plain words, with its article."""

    text: Text
    article: str = ""


@dataclass(frozen=True)
class Later:
    """Evidence that may follow by a typed obligation: by pledge (告知承诺) it is decided without it, with a tolerated
    gap (容缺受理) nothing is granted before it is here.

    The applicant accepts `statement` word for word; `limit` runs from acceptance. When it is over without proof the
    application is refused, or what was granted is examined for revocation; for `bar_months` the applicant is not
    trusted with another. `remind`: working days before the last day. The evidence's upload may then stay empty; without
    one the choice is always open.
    """

    kind: Literal["pledge", "gap"]
    limit: Limit
    statement: Text
    legal_basis: LegalBasis
    bar_months: int = 0
    remind: int = 3


@dataclass(frozen=True)
class Reuse:
    """That a paper of an earlier case may be taken again: one of the same `kind`, inspected (level B), at most `months`
    old and still valid; or the applicant's own valid certificate made from documents/`certificate`.typ (level A).
    """

    kind: str
    months: int
    certificate: str = ""


@dataclass(frozen=True)
class Evidence:
    """One piece of evidence (材料).

    `level` is the trust level: A issued by its authority, B verified at a window, C uploaded and still to be checked,
    D written by the applicant under a pledge. With `source = "register"` nobody is asked for it: the desk fetches
    `fields` of the catalogue resource `resource`; `key` is a FEEL expression over the case's values for the key.
    `field` is the form's upload in which the applicant hands it in.
    """

    id: str
    title: Text
    source: Literal["register", "applicant", "issued"]
    level: Literal["A", "B", "C", "D"]
    required: bool = True
    note: Text = NONE
    issuer: Text = NONE
    resource: str = ""
    fields: tuple[str, ...] = ()
    key: str = ""
    field: str = ""
    later: Later | None = None
    reuse: Reuse | None = None


@dataclass(frozen=True)
class Fee:
    """A fee. Without `rule` nothing is charged. `rule` names a rules/*.dmn, `decision` a decision in it; `item` is what
    the bill calls it (`text` unless given).
    """

    text: Text
    item: Text | None = None
    rule: str = ""
    decision: str = ""
    legal_basis: LegalBasis | None = None


@dataclass(frozen=True)
class Result:
    """What comes out; `document` names the documents/*.typ from which a certificate is made, if any."""

    id: str
    title: Text
    document: str = ""


@dataclass(frozen=True)
class Routing:
    """The table that picks the post for a new task: `rule` names a rules/*.dmn, `decision` a decision in it whose
    result is a post of the competent unit, or a list of such; it is asked for tasks of these acts.
    """

    rule: str
    decision: str
    acts: tuple[Literal["accept", "examine", "inspect", "decide", "do"], ...] = ("examine",)


@dataclass(frozen=True)
class Elsewhere:
    """A unit whose decisions somebody else reviews: where, by which article."""

    unit: str
    where: Text
    article: str


@dataclass(frozen=True)
class Contests:
    """What makes a service the reconsideration of decisions (行政复议) of the departments beside its authority.

    `decision` and `excuse` name fields of the form: the receipt number of the case whose decision is contested, and
    why the application comes late, if it does.
    """

    decision: str
    excuse: str
    elsewhere: tuple[Elsewhere, ...] = ()


@dataclass(frozen=True)
class Retention:
    """How long closed cases are kept (保管期限): so many full years after they were closed, or for good."""

    years: int = 0
    permanent: bool = False
    legal_basis: LegalBasis | None = None


@dataclass(frozen=True)
class Keywords:
    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()


@dataclass(frozen=True)
class Offer:
    """One public service. `key` and `version` come from the file, not from its text."""

    title: Text
    summary: Text
    kind: Literal["licence", "registration", "filing", "confirmation", "pledge", "life_event"]
    authority: str  # unit code of the one competent authority (of a life event: of the one that leads)
    area: str  # division code in which the authority is competent
    audience: tuple[Literal["person", "company"], ...]
    function: str = ""  # code in the list of powers and duties (权责清单); a life event has none
    legal_basis: tuple[LegalBasis, ...] = ()
    conditions: tuple[Condition, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    fee: Fee | None = None
    statutory: Limit | None = None
    promised: Limit | None = None
    acceptance: Limit | None = None
    routing: Routing | None = None
    form: str = ""
    process: str = ""
    results: tuple[Result, ...] = ()
    parts: tuple[str, ...] = ()  # the offers that a life event composes
    order: tuple[Place, ...] = ()  # which parts wait for which: then the whole has one promised day
    longer: tuple[str, ...] = ()  # parts whose own limit may be longer than the joint one
    four_eyes: bool = False  # whoever examined does not decide
    yellow: int = 3  # working days before the due day from which the light is yellow
    pauses: tuple[PauseRule, ...] = ()
    extension: ExtensionRule | None = None
    contests: Contests | None = None
    tacit: Tacit | None = None  # what the law makes of silence beyond the statutory limit
    escalate: str = ""  # the post that is told when the time of handling runs out
    opinions: Opinions = field(default_factory=Opinions)  # asked of other departments
    supplement: Limit = field(default_factory=lambda: Limit(30, "calendar_days"))  # the applicant's time to answer
    retention: Retention | None = None  # none: the node's, the dated parameter archives.retention
    keywords: Keywords = field(default_factory=Keywords)
    channels: tuple[Channel, ...] = ("online",)
    visits: int = 0
    key: str = field(default="", init=False)
    version: str = field(default="", init=False)

    @property
    def life_event(self) -> bool:
        return self.kind == "life_event"

    @property
    def online(self) -> bool:
        return "online" in self.channels and bool(self.form and self.process)

    def evidence_of(self, evidence: str) -> Evidence | None:
        return next((one for one in self.evidence if one.id == evidence), None)

    def result_of(self, result: str) -> Result | None:
        return next((one for one in self.results if one.id == result), None)


def read_offer(text: str, source: str) -> Offer:
    """Reads one offer. Raises DeclarationError."""
    offer = declarations.parse(text, Offer, source=source)
    object.__setattr__(offer, "key", PurePosixPath(source).stem)
    object.__setattr__(offer, "version", declarations.version_of(text))
    return offer
