"""When a session ends by itself, and what becomes of a form that was sent too late."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from tongban.trust.authority.api import SignInFirst
from tongban.trust.identity.assurance import came_from
from tongban.trust.identity.models import Account
from tongban.trust.privacy import api as privacy

BEGAN, SEEN, KEPT = "identity_began", "identity_seen", "identity_kept"
NOTICED_EVERY = 60  # seconds: a request does not write its session each time
KEPT_FOR = dt.timedelta(hours=1)
LONGEST = 200_000
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
NOT_KEPT = ("csrfmiddlewaretoken", "password", "oldpassword", "password1", "password2", "code", "autosave")


@dataclass(frozen=True)
class Kept:
    """A form that came when its session was over: where to, its fields, whether files were with it."""

    path: str
    fields: tuple[tuple[str, str], ...]
    files: bool


def end_if_over(request: HttpRequest, at: dt.datetime) -> int | None:
    """Signs out whose session was idle too long or lasted too long; returns the number of the account that was."""
    user = request.user
    if not isinstance(user, Account):
        return None
    now, session = int(at.timestamp()), request.session
    began, seen = session.setdefault(BEGAN, now), session.setdefault(SEEN, now)
    over = now - began >= settings.CONFIG.session_hours * 3600
    if over or now - seen >= settings.CONFIG.session_idle_minutes * 60:
        account = user.pk
        logout(request)
        return account
    if now - seen >= NOTICED_EVERY:
        session[SEEN] = now
    return None


def keep(request: HttpRequest, answer: SignInFirst, account: int | None, at: dt.datetime) -> HttpResponse:
    """The answer to somebody who must sign in first: a form they were sending is kept for them, encrypted."""
    if request.method != "POST":
        return answer
    if account is None:  # what was kept a moment ago, by autosave say, makes way for what is sent now
        account = request.session.get(KEPT, {}).get("account")
    if account is None or request.content_type not in FORMS:
        return SignInFirst.to(came_from(request))
    fields = [
        (name, value) for name, values in request.POST.lists() if name not in NOT_KEPT for value in values
    ]  # fmt: skip
    text = json.dumps({"path": request.get_full_path(), "fields": fields, "files": bool(request.FILES)})
    if len(text) > LONGEST:
        return SignInFirst.to(came_from(request))
    request.session[KEPT] = {
        "account": account, "at": int(at.timestamp()),
        "form": privacy.encrypt(f"account:{account}", text, field="identity.kept"),
    }  # fmt: skip
    return SignInFirst.to(reverse("identity_resume"))


def kept(request: HttpRequest, at: dt.datetime) -> Kept | None:
    """The form kept for who is signed in now, if any; one kept for somebody else is thrown away."""
    found = request.session.get(KEPT)
    if not found:
        return None
    old = dt.datetime.fromtimestamp(found["at"], dt.UTC) + KEPT_FOR <= at
    if old or found["account"] != request.user.pk:
        del request.session[KEPT]
        return None
    text = privacy.decrypt(f"account:{found['account']}", found["form"], field="identity.kept")
    form = json.loads(text)
    return Kept(form["path"], tuple((name, value) for name, value in form["fields"]), form["files"])
