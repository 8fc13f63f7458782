"""What nobody should send: scripts, depth, size, odd addresses, files that are not what they say. Never a 500."""

from __future__ import annotations

import io
import json
import logging
import re
import urllib.parse
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from tests.architecture.addresses import OWNER, Address, addresses
from tests.architecture.world import SCRIPT, World, document, picture
from tongban.engines.forms import api as forms
from tongban.services.cases import api as cases

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("sweep")]

ROLES = ("anonymous", "resident", "clerk", "health", "system", "audit")
LIVE = (b"<script>alert", b"<img src=x", b"49{% now", b"onerror=alert(2)>")
NASTY = ("a\0b", "x" * 5000, "../../etc/passwd", "-1", "9" * 30, "\u202e'\"--", "\udcff\udcfe")
ASKED = ("q", "after", "before", "code", "number", "audience", "authority", "event", "who", "state", "light", "offer",
         "unit", "text", "verify", "all", "actor", "case", "object", "next", "lang", "client_id", "page", "day")  # fmt: skip
DEEP = b"[" * 100_000
LARGE = 3_000_000


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def every(world: World) -> list[Address]:
    return addresses(world)


def send(client: Client, method: str, path: str, *args: Any, **more: Any) -> HttpResponse:
    """One request whose changes are undone."""
    client.cookies = SimpleCookie(client.kept)
    with transaction.atomic():
        answer = getattr(client, method.lower())(path, *args, **more)
        answer.body = b"".join(answer)
        transaction.set_rollback(True)
    return answer


def quoted(value: str) -> str:
    return urllib.parse.quote(value, safe="", errors="surrogateescape")


class Fields(HTMLParser):
    """The forms of a page: where each leads, what a person can write into it, what it carries along."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[tuple[str, str, dict[str, str], set[str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append((facts.get("action", ""), facts.get("method", "get").lower(), {}, set()))
        if not self.forms or not facts.get("name"):
            return
        _action, _method, carried, written = self.forms[-1]
        if tag == "textarea" or (
            tag == "input" and facts.get("type", "text") in ("text", "search", "tel", "email", "number", "date")
        ):
            written.add(facts["name"])
        elif tag == "input" and facts.get("type") == "hidden":
            carried[facts["name"]] = facts.get("value", "")
        elif tag == "select" or facts.get("type") in ("radio", "checkbox"):
            carried.setdefault(facts["name"], "x")


def test_scripts_that_were_stored_are_shown_as_text(world: World, every) -> None:
    live, escaped = [], set()
    for role in ROLES:
        client = world.client(role)
        for address in every:
            if "GET" in address.methods:
                answer = send(client, "GET", address.path)
                live += [f"{role} {address}: {mark!r}" for mark in LIVE if html(answer) and mark in answer.body]
                escaped |= {address.name} if b"&lt;script&gt;alert(1)" in answer.body else set()
    assert not live, "\n".join(live)
    assert {
        "portal:case",
        "portal:apply-page",
        "portal:notices",
        "portal:rating",
        "desk:case",
        "desk:opinion",
    } <= escaped


def insider(address: Address) -> str:
    """Somebody whom the rule of an address admits, so that the input reaches the view."""
    if address.name == "desk:opinion":
        return "health"
    for word in ("officer(system)", "officer(audit)", "officer(security)"):
        if word in address.rule:
            return word[8:-1]
    if "permission(" in address.rule:
        return "manager"
    return "clerk" if "official" in address.rule else "resident"


def html(answer: HttpResponse) -> bool:
    return answer.get("Content-Type", "").startswith("text/html")


def test_scripts_in_every_field_come_back_as_text(world: World, every) -> None:
    """Each form on each page is filled in with a script and sent."""
    live, filled = [], set()
    for role in {insider(address) for address in every} | {"anonymous"}:
        client = world.client(role)
        for address in every:
            page = send(client, "GET", address.path) if "GET" in address.methods else None
            if page is None or page.status_code != 200 or not html(page):
                continue
            for action, method, carried, written in Fields(page.body.decode()).forms:
                target = urllib.parse.urljoin(address.path, action)
                values = carried | dict.fromkeys(written, SCRIPT)
                if written and urllib.parse.urlsplit(target).netloc == "":
                    answer = send(client, method, target, values)
                    filled.add((address.name, method))
                    live += [f"{role} {address}: {mark!r}" for mark in LIVE if html(answer) and mark in answer.body]
                    live += [f"{role} {address}: {answer.status_code}"] if answer.status_code >= 500 else []
    assert not live, "\n".join(live)
    wanted = {
        "portal:apply-page",
        "portal:supplement",
        "portal:rate",
        "portal:verify",
        "desk:act",
        "desk:act-whole",
        "desk:opinion",
    }
    assert {(name, "post") for name in wanted} <= filled


@pytest.mark.parametrize("value", NASTY, ids=lambda value: ascii(value)[:40])
def test_odd_parts_of_addresses_and_queries_are_refused(world: World, every, value: str) -> None:
    faults = []
    query = "&".join(f"{name}={quoted(value)}" for name in ASKED)
    clients = {role: world.client(role) for role in {insider(address) for address in every}}
    for address in every:
        role = insider(address)
        paths = {
            f"{address.path}?{query}",
            re.sub(r"/(every|all|en|hearing|hall)(?=/|$)", "/" + quoted(value), address.path),
        }
        paths |= {address.path.replace(world.owned[OWNER][thing], quoted(value)) for thing in address.things}
        for path in paths:
            for method in {"GET", "POST"} & set(address.methods):
                status = send(clients[role], method, path).status_code
                faults += [f"{role} {method} {path[:120]}: {status}"] if status >= 500 else []
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("value", ["\0", "9" * 40, "x" * 20_000, "\u202e", "-1"], ids=lambda value: ascii(value)[:40])
def test_odd_values_in_forms_are_refused(world: World, every, value: str) -> None:
    faults = []
    clients = {role: world.client(role) for role in {insider(address) for address in every}}
    for address in every:
        role = insider(address)
        if "POST" in address.methods:
            values = dict.fromkeys(("stars", "article", "revision", "notice", "credit_code", "item-0", "amount"), value)
            page = send(clients[role], "GET", address.path) if "GET" in address.methods else None
            if page is not None and page.status_code == 200 and html(page):
                for _action, method, carried, written in Fields(page.body.decode()).forms:
                    values |= dict.fromkeys((*carried, *written), value) if method == "post" else {}
            status = send(clients[role], "POST", address.path, values).status_code
            faults += [f"{role} {address}: {status}"] if status >= 500 else []
    assert not faults, "\n".join(faults)


def test_deep_and_oversized_bodies_are_refused(world: World, every) -> None:
    faults, answered = [], {}
    clients = {role: world.client(role) for role in {insider(address) for address in every}}
    large = json.dumps({"x": "y" * LARGE}).encode()
    for address in every:
        for kind, body in (("deep", DEEP), ("large", large), ("latin", b'{"a": "\xff"}')):
            if "POST" in address.methods:
                client = clients[insider(address)]
                status = send(client, "POST", address.path, body, content_type="application/json").status_code
                faults += [f"{kind} {address}: {status}"] if status >= 500 else []
                answered.setdefault(address.path, set()).add(status)
    assert not faults, "\n".join(faults)
    assert answered["/payments/callback"] <= {400, 401, 403, 413}
    assert answered["/api/v1/certificates/verification"] <= {400, 413, 415}


def test_a_form_that_is_too_large_or_has_too_many_fields_is_refused_and_saves_nothing(world: World) -> None:
    client, owner = world.client(OWNER), cases.draft_owner(world.subjects[OWNER])
    path = "/services/every/apply/all"
    before = forms.open_draft(owner, "every")
    for values in ({"line": "y" * LARGE}, {f"f{i}": "" for i in range(3000)}):
        answer = send(
            client, "POST", path, urllib.parse.urlencode(values), content_type="application/x-www-form-urlencoded"
        )
        assert answer.status_code in (400, 413)
    assert forms.open_draft(owner, "every") == before


def test_unknown_keys_of_a_form_are_ignored(world: World) -> None:
    client, owner = world.client(OWNER), cases.draft_owner(world.subjects[OWNER])
    with transaction.atomic():
        values = {"line": "known", "surprise": "unknown", "owner": "person:other", "__class__": "x", "revision": ""}
        client.post("/services/every/apply/all", values)
        saved = forms.open_draft(owner, "every")
        transaction.set_rollback(True)
    assert saved.values["line"] == "known"
    assert not {"surprise", "owner", "__class__"} & set(saved.values)


def bomb() -> bytes:
    """An archive of a hundred kilobytes that would unpack to a hundred megabytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"\0" * 100_000_000)
    return stream.getvalue()


FILES = {
    "zip bomb": lambda: ("plan.pdf", bomb(), "application/pdf"),
    "program as PDF": lambda: ("plan.pdf", b"MZ\x90\0" * 40, "application/pdf"),
    "page as PDF": lambda: ("plan.pdf", b"<html><script>alert(1)</script></html>", "application/pdf"),
    "picture of many pixels": lambda: ("plan.png", picture(60_000), "image/png"),
    "PDF as picture": lambda: ("plan.png", document("x"), "image/png"),
    "nothing": lambda: ("plan.pdf", b"", "application/pdf"),
}


@pytest.mark.parametrize("name", FILES)
def test_files_that_are_not_what_they_say_are_refused(world: World, name: str) -> None:
    name, data, kind = FILES[name]()
    client, mine = world.client(OWNER), world.owned[OWNER]
    owner = cases.draft_owner(world.subjects[OWNER])
    draft = forms.open_draft(owner, "every")
    for path, field, more in (
        ("/services/every/apply/all", "plan", {"line": "x"}),
        (f"/my/cases/{mine['lacking']}/supplement", "item-0", {"item-1": "text"}),
        ("/verify", "file", {}),
    ):
        client.cookies = SimpleCookie(client.kept)
        with transaction.atomic():
            answer = client.post(path, {field: SimpleUploadedFile(name, data, kind), **more})
            kept = len(forms.attachments(draft=draft.id)) if path.startswith("/services") else 1
            open_still = cases.case(number=mine["lacking"], by=world.subjects[OWNER], at=world.at).summary.state
            transaction.set_rollback(True)
        refused = answer.status_code in (200, 400, 413, 422) or (path == "/verify" and answer.status_code < 500)
        assert refused, (path, answer.status_code)
        assert (kept, open_still) == (1, "supplement"), path
