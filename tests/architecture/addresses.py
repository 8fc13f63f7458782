"""Every address of the product with the things of one resident in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.architecture.world import World
from tongban.trust.authority import api as authority

OWNER = "resident"
PARTS = {
    "code": "en", "path": "tongban.css", "key": "every", "page": "all", "cause": "hearing", "call": "1", "pk": "1",
    "rest": "nothing/here", "resource": "hall", "copy": "1", "migration": "1", "study": "1",
    "snippet": "1", "kind": "table", "name": "none",
    "way": "out", "part": "food", "turn": "1", "appeal": "1", "day": "2999-01-01", "partner": "neighbour",
}  # fmt: skip
REGULAR = {
    "account_confirm_email": "account/confirm-email/abc/",
    "account_reset_password_from_key": "account/password/reset/key/1-abc/",
}


@dataclass(frozen=True)
class Address:
    """One URL: `path` with the owner's things in it, `things` those things by name, empty for a page of everybody."""

    name: str
    path: str
    methods: tuple[str, ...]
    rule: str
    view: str
    things: tuple[str, ...]

    def __str__(self) -> str:
        return self.name or self.path


def thing_of(part: str, pattern: str, name: str) -> str:
    """Which of a resident's things a part of an address names; empty when it is nobody's."""
    if part == "number":
        for word, thing in (("receipt.pdf", "paid"), ("bills", "bill"), ("certificates", "certificate"),
                            ("verify", "certificate"), ("supplement", "lacking"), ("rating", "rated"), ("rate", "over"),
                            ("appointments", "booking"), ("decision.pdf", "over"),
                            ("plan", "planned"), ("parts/", "planned")):  # fmt: skip
            if word in pattern:
                return thing
        return "case"
    if part == "file":
        return "draft_file" if "apply" in pattern else "case_file"
    if part == "start":
        return "start"
    if part == "client":
        return "application"
    return (
        part
        if part in ("task", "opinion", "letter", "notice", "hindrance", "follow_up", "finding", "batch", "obligation")
        else ""
    )


def value_of(part: str, pattern: str, name: str) -> str:
    """A value for a part that names nobody's thing. Raises LookupError for a part that the sweep does not know."""
    if part == "act":
        return "examine" if "task" in pattern else "opinion"
    if part == "key" and "catalogue" in pattern:
        return "legal_entities.basic"
    if part == "key" and "rules/" in pattern:
        return "fees"
    if part == "key" and "desk/forms/" in pattern:
        return "shop"
    if part == "key" and "processes/" in pattern:
        return "market"
    if part not in PARTS:
        raise LookupError(f"{pattern}: say in PARTS or thing_of what {part!r} is, so that the sweep covers it")
    return PARTS[part]


def addresses(world: World) -> list[Address]:
    """All of them, in the order of resolution."""
    found = []
    for route in authority.access_rules():
        things: list[str] = []

        def fill(match: re.Match[str], route: authority.Route = route, things: list[str] = things) -> str:
            part = match[1].rpartition(":")[2]
            thing = thing_of(part, route.pattern, route.name)
            if thing:
                things.append(thing)
                return world.owned[OWNER][thing]
            return value_of(part, route.pattern, route.name)

        path = REGULAR.get(route.name) or re.sub(r"<([^>]+)>", fill, route.pattern)
        found.append(Address(route.name, "/" + path, route.methods, route.rule, route.view, tuple(things)))
    return found
