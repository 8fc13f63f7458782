"""Who acts: the subject of a request, the posts it holds, and what was decided about it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from tongban.kernel.declarations.api import Text

SubjectKind = Literal["anonymous", "resident", "official", "system", "program"]
OfficerKind = Literal["", "system", "security", "audit"]


@dataclass(frozen=True)
class Post:
    """A post that the subject holds now. `officer` names one of the three officers' duties, or is empty."""

    code: str
    unit: str
    unit_path: str
    title: Text
    unit_name: Text
    officer: OfficerKind = ""
    division: str = ""  # of the unit


@dataclass(frozen=True)
class Subject:
    """Who acts. `assurance`: 0 none, 1 password, 2 with a one-time code, 3 passkey or certificate;
    `assured_at` is when that level was shown. `acting_for` is the credit code of the company represented,
    `acting_name` its name. `resident_tag` is the privacy tag of the person's resident number.
    """

    kind: SubjectKind
    person: str = ""
    name: str = ""
    account: str = ""
    assurance: int = 0
    assured_at: dt.datetime | None = None
    posts: tuple[Post, ...] = ()
    acting_for: str = ""
    resident_tag: str = ""
    acting_name: str = ""

    @property
    def anonymous(self) -> bool:
        return self.kind == "anonymous"

    @property
    def official(self) -> bool:
        return self.kind == "official"

    @property
    def officer(self) -> OfficerKind:
        """The one officer's duty of this person; holding two of them is a breach, and then none counts."""
        duties = {post.officer for post in self.posts if post.officer}
        return duties.pop() if len(duties) == 1 else ""


SYSTEM = Subject(kind="system", person="system", name="system")
ANONYMOUS = Subject(kind="anonymous")


def acting(request: HttpRequest) -> Subject:
    """Who acts in a request, as identity's middleware has put it there; nobody where it did not run."""
    found: Subject = getattr(request, "subject", ANONYMOUS)
    return found


@dataclass(frozen=True)
class Decision:
    """May it? `reason` says why in the page's language; `grant` is the grant that allows it."""

    allowed: bool
    reason: str
    grant: int | None = None

    def __bool__(self) -> bool:
        return self.allowed


class Denied(PermissionDenied):
    """The subject may not do this; the message says why, for the person at the screen."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def refs_of(subject: Subject) -> frozenset[str]:
    """The opaque references under which grants and tasks know a subject: `person:…`, `post:…`, `unit:…`."""
    refs = {f"post:{post.code}" for post in subject.posts} | {f"unit:{post.unit}" for post in subject.posts}
    if subject.person:
        refs.add(f"person:{subject.person}")
    if subject.kind == "program" and subject.account:
        refs.add(f"program:{subject.account}")
    return frozenset(refs)


def post_ref(code: str) -> str:
    """The reference of a post, as candidate for a task or holder of a grant."""
    return f"post:{code}"


def unit_ref(code: str) -> str:
    """The reference of everybody in a unit, as candidate for a task."""
    return f"unit:{code}"
