"""The trips that are kept of a form: read, saved, taken away. A text is never lost: each saving is the next one."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from tongban.engines.forms import api as forms
from tongban.governance.drafts import api as drafts
from tongban.governance.formbooks.checking import KIND
from tongban.governance.formbooks.models import TripText
from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import DeclarationError, Item, Package, System, Text
from tongban.services.cases.api import trips
from tongban.trust.authority.api import Subject

MOST, LARGEST = 200, 200_000
NAME = re.compile(r"[a-z][a-z0-9-]{1,58}")
FOLDER = "scenarios"


@dataclass(frozen=True)
class Kept:
    """A trip by its newest text. `faults` say why it cannot be played; `ready`: it expects something, and is played
    before anything is published; `fresh`: made with the draft under way.
    """

    name: str
    number: int
    text: str
    item: Item | None
    faults: tuple[str, ...]
    by: str
    at: dt.datetime
    draft: int

    @property
    def scenario(self) -> trips.Scenario | None:
        found: trips.Scenario | None = self.item.value if self.item else None
        return found

    @property
    def title(self) -> Text:
        return self.scenario.title if self.scenario else Text(self.name)

    @property
    def ready(self) -> bool:
        return self.scenario is None or expects(self.scenario)


def expects(one: trips.Scenario) -> bool:
    """Whether a trip expects anything: one that expects nothing proves nothing."""
    inside = any(step.refused or step.then not in (None, trips.Then()) for step in one.steps)
    plain = one.then not in (None, trips.Then()) or one.asked not in (None, trips.Asked())
    return bool(inside or plain or one.refused or one.tries)


def kept(form: str) -> tuple[Kept, ...]:
    """The trips of a form by name. Two queries."""
    gone = drafts.given_up(kind=KIND, key=form)
    newest: dict[str, TripText] = {}
    for row in TripText.objects.filter(form=form).order_by("trip", "number"):
        if row.draft not in gone:
            newest[row.trip] = row
    return tuple(_kept(row) for row in newest.values() if row.text)


def one_of(form: str, name: str) -> Kept:
    """One trip. Raises LookupError."""
    found = next((one for one in kept(form) if one.name == name), None)
    if found is None:
        raise LookupError(name)
    return found


def changed_with(draft: int) -> frozenset[str]:
    """The names of trips that were recorded, changed or taken away with a draft. One query."""
    return frozenset(TripText.objects.filter(draft=draft).values_list("trip", flat=True))


def _kept(row: TripText) -> Kept:
    item: Item | None = None
    faults: tuple[str, ...] = ()
    try:
        item = item_of(row.trip, row.text)
    except DeclarationError as error:
        faults = tuple(str(one) for one in error.problems)
    return Kept(row.trip, row.number, row.text, item, faults, row.name, row.at, row.draft)


def item_of(name: str, text: str) -> Item:
    """A text of a trip as a package would have it. Raises DeclarationError."""
    source = f"{FOLDER}/{name}.toml"
    return Item(FOLDER, name, declarations.version_of(text), source, text, trips.read(text, source))


def unknown(item: Item, form: str, text: str) -> tuple[str, ...]:
    """What of a trip names nothing that there is, once a text of the form is in force."""
    mine = Item(KIND, form, declarations.version_of(text), f"{KIND}/{form}.toml", text, forms.read(text, form))
    package = Package(System(form, "draft", Text("", "")), Path(), (item, mine))
    return tuple(str(one) for one in trips.check(package, item) if one.severity == "error")


def keep(*, form: str, name: str, text: str, seen: int, how: str, by: Subject, at: dt.datetime) -> None:
    """Keeps a text of a trip beside the open draft; `seen` is the number of the text that it was made from, 0 for a new
    trip. An empty text takes it away. Raises DraftError (field name or text), Clash, Denied.
    """
    if not NAME.fullmatch(name):
        words = _("Use 2 to 60 lower-case letters, digits and hyphens; the first one is a letter.")
        raise drafts.DraftError(words, field="name")
    if len(text) > LARGEST or "\0" in text or any("\ud800" <= one <= "\udfff" for one in text):
        raise drafts.DraftError(_("This text of a trip cannot be kept."), field="text")
    try:
        with transaction.atomic():
            draft = drafts.hold_open(kind=KIND, key=form, by=by, at=at)
            _fits(form, name, seen)
            last = TripText.objects.filter(form=form, trip=name).aggregate(most=Max("number"))["most"] or 0
            TripText.objects.create(
                form=form, trip=name, number=last + 1, draft=draft.id, revision=draft.revision, text=text, how=how,
                by=by.person, name=by.name, at=at,
            )  # fmt: skip
            drafts.note(draft, "trip", by=by, at=at, trip=name, number=last + 1, kind=how)
    except IntegrityError:
        raise drafts.Clash(_("Somebody else changed this trip in the meantime.")) from None


def _fits(form: str, name: str, seen: int) -> None:
    there = {one.name: one.number for one in kept(form)}
    if not seen and name in there:
        raise drafts.DraftError(_("This short name is taken already."), field="name")
    if not seen and len(there) >= MOST:
        raise drafts.DraftError(_("A form keeps at most 200 trips."))
    if seen and there.get(name) != seen:
        raise drafts.Clash(_("Somebody else changed this trip in the meantime."))


def undo(*, form: str, name: str, seen: int, by: Subject, at: dt.datetime) -> None:
    """Makes the text before the newest the newest again. Raises DraftError, Clash, Denied."""
    gone = drafts.given_up(kind=KIND, key=form)
    rows = TripText.objects.filter(form=form, trip=name, number__lt=seen).exclude(draft__in=gone)
    before = next((one for one in rows.order_by("-number") if one.how != "undone"), None)
    if before is None or not before.text:
        raise drafts.DraftError(_("There is nothing to undo."))
    keep(form=form, name=name, text=before.text, seen=seen, how="undone", by=by, at=at)


def written(*, form: str, name: str, text: str, seen: int, by: Subject, at: dt.datetime) -> None:
    """Keeps a text that somebody wrote, also with faults. Raises DraftError for none at all, Clash, Denied."""
    if not text.strip():
        raise drafts.DraftError(_("A trip is not empty. Take it away instead."), field="text")
    keep(form=form, name=name, text=text, seen=seen, how="written", by=by, at=at)
