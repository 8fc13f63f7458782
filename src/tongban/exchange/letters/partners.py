"""The directory of partner nodes; the system officer keeps it."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from tongban.exchange.letters.errors import LetterError, LetterRefused, said
from tongban.exchange.letters.models import Partner as Row
from tongban.exchange.letters.wire import CODE, own_code
from tongban.kernel.declarations.api import Text
from tongban.kernel.fetch import api as fetching
from tongban.trust.audit import api as audit
from tongban.trust.authority.api import Subject

_PRINT = re.compile(r"[0-9a-f]{64}")
MOST = 50


@dataclass(frozen=True)
class Partner:
    """A node that letters go to and come from. `pinned`: SHA-256 fingerprints of its certificates, in hexadecimal;
    `sends` and `takes`: names of messages; the term is in days of this node, both included.
    """

    code: str
    name: Text
    address: str
    pinned: tuple[str, ...]
    sends: tuple[str, ...]
    takes: tuple[str, ...]
    valid_from: dt.date
    valid_to: dt.date | None = None
    refusal: str = ""
    refused_at: dt.datetime | None = None

    @property
    def refused(self) -> str:
        """Why the last letter under its name was refused, in words."""
        return said(self.refusal)

    def holds(self, day: dt.date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def day_of(at: dt.datetime) -> dt.date:
    """The day of this node."""
    return at.astimezone(zoneinfo.ZoneInfo(settings.CONFIG.time_zone)).date()


def _fact(row: Row) -> Partner:
    return Partner(
        row.code, Text(row.name_zh, row.name_en), row.address, tuple(row.pinned), tuple(row.sends), tuple(row.takes),
        row.valid_from, row.valid_to, row.refusal, row.refused_at,
    )  # fmt: skip


def partners() -> tuple[Partner, ...]:
    """All, by code: one query."""
    return tuple(_fact(row) for row in Row.objects.order_by("code"))


def partner(code: str) -> Partner:
    """One of them. Raises LookupError."""
    row = Row.objects.filter(code=code).first()
    if row is None:
        raise LookupError(f"no partner {code}")
    return _fact(row)


def sender(code: str, at: dt.datetime) -> Partner:
    """A partner in its term. Raises LetterRefused."""
    row = Row.objects.filter(code=code).first()
    if row is None or not _fact(row).holds(day_of(at)):
        raise LetterRefused("unknown")
    return _fact(row)


def taking(name: str, at: dt.datetime) -> list[Partner]:
    """The partners in term that take a message."""
    return [one for one in partners() if name in one.takes and one.holds(day_of(at))]


def addressee(wanted: str, name: str, at: dt.datetime) -> Partner:
    """To whom a letter goes: the partner named, else the only one that takes the message. Raises LetterRefused."""
    if not wanted:
        found = taking(name, at)
        if len(found) > 1:
            raise LetterRefused("several", ", ".join(one.code for one in found)[:200])
        if not found:
            raise LetterRefused("no-message", name)
        return found[0]
    row = Row.objects.filter(code=wanted).first()
    if row is None or not _fact(row).holds(day_of(at)):
        raise LetterRefused("no-partner", wanted)
    if name not in row.takes:
        raise LetterRefused("no-message", name)
    return _fact(row)


def save(found: Partner, *, by: Subject, at: dt.datetime, new: bool) -> None:
    """Writes a partner, with a ledger entry. Raises LetterError naming the field."""
    _check(found)
    values = {
        "name_zh": found.name.zh, "name_en": found.name.en, "address": found.address, "pinned": list(found.pinned),
        "sends": list(found.sends), "takes": list(found.takes), "valid_from": found.valid_from,
        "valid_to": found.valid_to,
    }  # fmt: skip
    with transaction.atomic():
        if new:
            made = Row.objects.get_or_create(code=found.code, defaults=values)[1]
            if not made:
                raise LetterError(_("There is a partner with this code already."), "code")
        elif not Row.objects.filter(code=found.code).update(**values):
            raise LookupError(f"no partner {found.code}")
        audit.record(
            at=at, by=by, action="letters.partner", object=f"partner:{found.code}",
            detail={"new": new, "sends": len(found.sends), "takes": len(found.takes), "from": str(found.valid_from),
                    "to": str(found.valid_to or ""), "pinned": (found.pinned or ("",))[0]},
        )  # fmt: skip


def _check(found: Partner) -> None:
    if not CODE.fullmatch(found.code) or found.code == own_code():
        raise LetterError(
            _("A code is 1 to 40 lower-case letters, digits, dots and dashes, and not this node's."), "code"
        )
    try:
        fetching.checked(found.address)
    except fetching.NotAllowed:
        raise LetterError(_("Write the address of the other site, beginning with https://."), "address") from None
    if not found.pinned or not all(_PRINT.fullmatch(one) for one in found.pinned) or len(found.pinned) > MOST:
        raise LetterError(_("A fingerprint is 64 characters of 0 to 9 and a to f; at least one is needed."), "pinned")
    for field, names in (("sends", found.sends), ("takes", found.takes)):
        if len(names) > MOST or any(not name.isprintable() or len(name) > 120 for name in names):  # noqa: PLR2004 (as in models)
            raise LetterError(_("One name of a message a line, each at most 120 characters."), field)
    if found.valid_to is not None and found.valid_to < found.valid_from:
        raise LetterError(_("The last day lies before the first."), "valid_to")


def lines(text: str) -> tuple[str, ...]:
    """The lines of a text area, each once."""
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def prints(text: str) -> tuple[str, ...]:
    """Fingerprints as people copy them: with colons, spaces, capitals."""
    return tuple(re.sub(r"[^0-9a-z]", "", line.lower()) for line in lines(text))


def note_refusal(code: str, why: str, at: dt.datetime) -> None:
    """Remembers why a letter under a partner's name was refused last."""
    Row.objects.filter(code=code).update(refusal=why[:300], refused_at=at)
