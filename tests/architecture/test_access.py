"""Every address × every role × every method, on the things of a resident: who is not allowed gets nothing."""

from __future__ import annotations

import logging
import sys
import types
import urllib.parse
from collections.abc import Iterator
from http.cookies import SimpleCookie

import pytest
from django.core.checks import run_checks
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from tests.architecture.addresses import OWNER, Address, addresses
from tests.architecture.world import SHOPS, World
from tongban.engines.forms import api as forms
from tongban.services.cases import api as cases
from tongban.services.certificates import api as certificates
from tongban.services.notices import api as notices
from tongban.services.payments import api as payments
from tongban.trust.authority import api as authority

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("sweep")]

METHODS = ("GET", "POST")
RARE = {"HEAD": ("anonymous", "resident"), "OPTIONS": ("anonymous", "resident"), "PATCH": ("anonymous", "resident"),
        "PUT": ("neighbour", "clerk"), "DELETE": ("neighbour", "clerk")}  # fmt: skip
ROLES = (
    "anonymous", "resident", "neighbour", "clerk", "leader", "health", "foreign", "manager", "system", "security", "audit",
    "program", "program-of-resident", "program-of-neighbour",
)  # fmt: skip
INSIDERS = {
    OWNER,
    "program-of-resident",
    "clerk",
    "leader",
    "health",
    "decider",
    "manager",
}  # the owner, and the units that handle the case
SECRETS = (SHOPS[OWNER].partition("<")[0].encode(), f"N-{OWNER}".encode())
DESK = {"clerk", "leader", "health"}
MAY: dict[str, set[str]] = {  # whose business a thing is, where it is not its owner's or the handling units'
    "desk:opinion": {"health"},
    "desk:act": {"clerk", "leader", "health"},
    "desk:redrive": {"system"},
    "desk:repair": {"leader"},
    "desk:visit": {"manager"},
    "desk:hindrance": {"manager"},
    "desk:follow-up": {"manager"},
    "desk:appeal": {"manager"},
    "desk:finding": {"manager"},
    **{f"desk:batch{one}": {"clerk"} for one in ("", "-export", "-go-on", "-retry", "-cancel")},
    "portal:certificate-pdf": {"resident", "manager"},
    "portal:book": {"resident", "neighbour"},  # a free seat is anybody's
    "portal:verify-number": set(ROLES),  # anybody; the holder is shown only for the code on the certificate
}
NO_TOKEN = {
    "payments:callback": "signed by the channel",
    "oauth2_provider:token": "the program sends its secret",
    "oauth2_provider:revoke-token": "the program sends its secret",
}
FORM = {
    "outcome": "granted", "article": "0", "reasons": "x", "recommendation": "grant", "note": "x", "text": "x",
    "verdict": "agree", "unit": "c.health", "question": "x", "stars": "1", "line": "changed", "revision": "1",
    "amount": "3", "reason": "x", "item-0": "x", "item-1": "x", "credit_code": "91430700MA4L1ABC2X", "notice": "",
}  # fmt: skip
FOREIGN = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "javascript:alert(1)",
    "\thttps://evil.example",
)
NEXT = ("next", "return", "return_to", "url", "back", "to", "redirect", "redirect_uri", "redirect_to", "after", "from")


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def every(world: World) -> list[Address]:
    return addresses(world)


def may(world: World, address: Address, role: str) -> bool:
    """Whether a role may see what an address names; of pages that name nothing, whether the rule admits it."""
    if address.name in MAY:
        return role in MAY[address.name]
    if address.path.endswith("/verification"):
        return True
    if address.things and address.name.startswith("desk:"):
        return role in DESK
    if address.things and "officer(" not in address.rule and address.things != ("application",):
        return role == "program-of-resident" if address.path.startswith("/api/") else role == OWNER
    return any(admits(world, rule, role) for rule in address.rule.split(" | "))


def admits(world: World, rule: str, role: str) -> bool:
    if rule.startswith("permission("):
        by = world.subjects.get(role, authority.ANONYMOUS)
        return bool(authority.can(subject=by, permission=rule[11:-1], at=world.at))
    person = role in ("resident", "neighbour")
    if rule.startswith("officer("):
        return rule == f"officer({role})"
    kinds = {"public": True, "signed_in": role != "anonymous" and not role.startswith("program"), "resident": person}
    return kinds.get(rule, not person and role != "anonymous" and not role.startswith("program"))


def send(client: Client, address: Address, method: str) -> HttpResponse:
    """One request whose changes are undone, signing out among them."""
    client.cookies = SimpleCookie(client.kept)
    with transaction.atomic():
        answer = client.generic(method, address.path) if method != "POST" else client.post(address.path, FORM)
        answer.body = b"".join(answer)
        transaction.set_rollback(True)
    return answer


def test_every_address_gives_each_role_what_its_rule_says_and_nothing_else(world: World, every) -> None:
    faults = []
    for role in ROLES:
        client = world.client(role)
        for address in every:
            for method in (*METHODS, *(one for one, roles in RARE.items() if role in roles)):
                answer = send(client, address, method)
                faults += [
                    f"{role} {method} {address}: {fault}" for fault in wrong(world, address, role, method, answer)
                ]
    assert not faults, "\n".join(faults)


def wrong(world: World, address: Address, role: str, method: str, answer: HttpResponse) -> Iterator[str]:
    """What an answer should not be."""
    allowed = may(world, address, role)
    if answer.status_code >= 500:
        yield str(answer.status_code)
    if role not in INSIDERS and any(secret in answer.body for secret in SECRETS):
        yield "shows what is another's"
    if not allowed and method != "OPTIONS" and answer.status_code < 300:
        yield f"{answer.status_code} although not allowed"
    own = address.view.startswith("tongban.")
    if own and method not in (*address.methods, "HEAD", "OPTIONS") and answer.status_code < 300:
        yield f"{answer.status_code} for a method that the view does not have"


def test_the_sweep_reaches_what_it_protects(world: World, every) -> None:
    """Each thing of the resident is shown to somebody: addresses that nobody can open would prove nothing."""
    unseen = []
    for address in every:
        if not address.things or "GET" not in address.methods:
            continue
        roles = [role for role in ROLES if may(world, address, role)]
        found = {role: send(world.client(role), address, "GET").status_code for role in roles}
        if 200 not in found.values():
            unseen.append(f"{address}: {found}")
    assert not unseen, "\n".join(unseen)


def owned(world: World) -> list[object]:
    """Everything of the resident that a request could change."""
    by, at = world.subjects[OWNER], world.at
    mine = world.owned[OWNER]
    numbers = [mine[name] for name in ("case", "lacking", "over")]
    with transaction.atomic():
        found = [cases.case(number=number, by=by, at=at) for number in numbers]
        more = [
            forms.drafts(cases.draft_owner(by)),
            [payments.bill_of(number=mine[name], by=by, at=at) for name in ("bill", "paid")],
            certificates.wallet(by=by, at=at),
            notices.inbox(by=by),
        ]
        transaction.set_rollback(True)
    return [*found, *more]


def test_nobody_else_can_change_what_is_ones_own(world: World, every) -> None:
    before = owned(world)
    for role in ("anonymous", "neighbour", "foreign", "system", "security", "audit", "program-of-neighbour"):
        client = world.client(role)
        for address in every:
            if address.things and address.name != "desk:redrive":
                for method in ("POST", "DELETE"):
                    client.cookies = SimpleCookie(client.kept)
                    client.generic(
                        method, address.path, urllib.parse.urlencode(FORM), "application/x-www-form-urlencoded"
                    )
    assert owned(world) == before


def test_no_form_is_taken_without_its_token(world: World, every) -> None:
    taken = []
    clients = {
        role: world.client(role, enforce_csrf_checks=True) for role in ("anonymous", "resident", "clerk", "system")
    }
    for address in every:
        for method in set(address.methods) & {"POST", "PUT", "PATCH", "DELETE"}:
            if address.name in NO_TOKEN or address.view.startswith("tongban.channels.rest"):
                continue
            answers = {role: client.generic(method, address.path).status_code for role, client in clients.items()}
            taken += [f"{role} {method} {address}: {status}" for role, status in answers.items() if status != 403]
    assert not taken, "\n".join(taken)


def inside(location: str) -> bool:
    """Whether a redirect stays here, or goes to the payment channel."""
    target = urllib.parse.urlsplit(urllib.parse.urljoin("http://testserver/a/b", location.replace("\\", "/").strip()))
    return target.scheme in ("http", "https") and target.netloc in ("testserver", "127.0.0.1:9")


@pytest.mark.parametrize("foreign", FOREIGN)
def test_no_parameter_leads_away(world: World, every, foreign: str) -> None:
    away = []
    asked = dict.fromkeys(NEXT, foreign)
    query = urllib.parse.urlencode(asked)
    for role in ("anonymous", "resident", "clerk"):
        client = world.client(role, headers={"referer": f"http://testserver/{foreign}"})
        for address in every:
            if foreign != FOREIGN[0] and not address.path.startswith(
                ("/account/", "/demo/", "/language/", "/api/oauth/")
            ):
                continue
            for method in {"GET", "POST"} & set(address.methods):
                client.cookies = SimpleCookie(client.kept)
                with transaction.atomic():
                    target = f"{address.path}?{query}"
                    answer = client.get(target) if method == "GET" else client.post(target, FORM | asked)
                    transaction.set_rollback(True)
                location = answer.get("Location", "")
                if location and not inside(location):
                    away.append(f"{role} {method} {address}: {location}")
                elif not getattr(answer, "streaming", False) and leads_to(answer.content, foreign):
                    away.append(f"{role} {method} {address}: a link on the page")
    assert not away, "\n".join(away)


def leads_to(body: bytes, foreign: str) -> bool:
    return any(f'{name}="{foreign}'.encode() in body for name in ("href", "action"))


def test_a_view_without_a_rule_does_not_start_and_is_not_served(monkeypatch, settings) -> None:
    assert [str(one) for one in run_checks() if one.id == "authority.E001"] == []
    bare = types.ModuleType("bare_urls")
    bare.urlpatterns = [path("bare", lambda _request: HttpResponse("open"))]
    monkeypatch.setitem(sys.modules, "bare_urls", bare)
    assert [route.rule for route in authority.access_rules(urlconf="bare_urls")] == [""]
    settings.ROOT_URLCONF = "bare_urls"
    assert [one.id for one in run_checks() if one.id == "authority.E001"] == ["authority.E001"]
    assert Client().get("/bare").status_code == 404
