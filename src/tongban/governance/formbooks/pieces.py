"""A draft changed piece by piece: two people at different pieces lose nothing, at the same one the second is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from tongban.engines.forms import api as forms
from tongban.engines.forms.api import shaping
from tongban.governance.drafts import api as drafts
from tongban.governance.drafts.api import Clash, DraftError, DraftView, Made
from tongban.governance.formbooks.checking import KIND
from tongban.governance.formbooks.outline import Spot, mark_of, place_of
from tongban.kernel.declarations.api import DeclarationError
from tongban.trust.authority.api import Subject

COLUMNS = 3
Work = Callable[[str, shaping.Place], str]


class PieceClash(Clash):
    """Somebody else changed the same piece; `now` is its text, empty when it is gone."""

    def __init__(self, message: str, *, draft: DraftView, now: str) -> None:
        super().__init__(message, revision=draft.revision, name=draft.revisions[0].name)
        self.now = now


def _change(*, form: str, spot: Spot, how: str, seen: str, work: Work, by: Subject, at: dt.datetime) -> DraftView:
    def made(draft: DraftView) -> Made:
        try:
            place = place_of(draft.text, spot)
            if seen and mark_of(draft.text, place) != seen:
                words = _("%(name)s changed this in the meantime.") % {"name": draft.revisions[0].name}
                raise PieceClash(words, draft=draft, now=shaping.piece(draft.text, place[:2]))
            text = work(draft.text, place)
        except LookupError:
            raise PieceClash(_("This was removed or renamed in the meantime."), draft=draft, now="") from None
        except shaping.Unshapely:
            words = _("This text is written in a way that can only be changed as a whole.")
            raise DraftError(words, field="text") from None
        return Made(text, " / ".join(filter(None, (spot.page, spot.field, spot.column)))[:100])

    return drafts.change(kind=KIND, key=form, how=how, work=made, by=by, at=at)


def set_keys(*, form: str, spot: Spot, keys: Mapping[str, Any], seen: str, by: Subject, at: dt.datetime) -> DraftView:
    """Writes keys of a piece anew, None takes one out; a new name goes into every expression. `seen` is the mark of the
    piece that it was made from. Raises PieceClash, DraftError, Denied.
    """

    def work(text: str, place: shaping.Place) -> str:
        rest, name = dict(keys), keys.get("name")
        if name and len(place) == 2 and name != spot.field:  # noqa: PLR2004 (a question)
            text = shaping.rename(text, place, str(rest.pop("name")))
        return shaping.set_keys(text, place, rest)

    return _change(form=form, spot=spot, how="set", seen=seen, work=work, by=by, at=at)


def add_page(*, form: str, spot: Spot, by: Subject, at: dt.datetime) -> Spot:
    """Adds a page with one question behind that of `spot`, or as the first; returns where it is."""
    names: list[str] = []

    def work(text: str, place: shaping.Place) -> str:
        taken = {one.get("id") for one in shaping.means(text).get("pages", ())}
        names.append(_free(taken, "page-"))
        said = {"id": names[-1], "title": {"zh": "新的一页", "en": "New page"}}
        return shaping.add_page(text, place[0] + 1 if place else 0, said, _question(text, "text"))

    _change(form=form, spot=spot, how="added", seen="", work=work, by=by, at=at)
    return Spot(names[-1])


def add_question(*, form: str, spot: Spot, kind: str, by: Subject, at: dt.datetime) -> Spot:
    """Adds a question of a kind behind that of `spot` (a page: as its first; a question with the column "+": a column
    behind its last); returns where it is. Raises DraftError for a kind that is none.
    """
    if kind not in {one.name for one in forms.kinds()}:
        raise DraftError(_("Choose the kind of the question."), field="kind")
    names: list[str] = []

    def work(text: str, place: shaping.Place) -> str:
        said = _question(text, kind)
        names.append(said["name"])
        if not place:
            raise LookupError(spot)
        if spot.column:
            taken = {one.get("name") for one in shaping.thing(shaping.means(text), place).get("columns", ())}
            names[-1] = said["name"] = _free(taken, "column_")
            return shaping.add_column(text, place, said)
        return shaping.add_field(text, (place[0], place[1] + 1 if len(place) > 1 else 0), said)

    where = Spot(spot.page, spot.field)
    _change(form=form, spot=where, how="added", seen="", work=work, by=by, at=at)
    return Spot(spot.page, spot.field, names[-1]) if spot.column else Spot(spot.page, names[-1])


def _question(text: str, kind: str) -> dict[str, Any]:
    """A question to begin with: what its kind cannot be without is there."""
    taken = {one.get("name") for page in shaping.means(text).get("pages", ()) for one in page.get("fields", ())}
    label = {"zh": "新问题", "en": "New question"}
    return {"name": _free(taken, "question_"), "kind": kind, "label": label, **shaping.example(kind)}


def _free(taken: set[Any], stem: str) -> str:
    """A name that nothing has."""
    return next(name for n in range(1, len(taken) + 2) if (name := f"{stem}{n}") not in taken)


def remove(*, form: str, spot: Spot, seen: str, by: Subject, at: dt.datetime) -> DraftView:
    """Takes a page with its questions, or a question, out."""
    return _change(form=form, spot=spot, how="removed", seen=seen, work=shaping.remove, by=by, at=at)


def move(*, form: str, spot: Spot, to: str, by: Subject, at: dt.datetime) -> DraftView:
    """Moves a piece `up` or `down` by one place, or a question to the end of the page that `to` names."""

    def work(text: str, place: shaping.Place) -> str:
        said = shaping.means(text)
        around = said["pages"] if len(place) == 1 else said["pages"][place[0]]["fields"]
        around = around if len(place) < COLUMNS else around[place[1]]["columns"]
        if to in ("up", "down"):
            new = place[-1] + (1 if to == "down" else -1)
            return shaping.move(text, place, (*place[:-1], new)) if 0 <= new < len(around) else text
        page = place_of(text, Spot(to))[0]
        count = len(said["pages"][page].get("fields", ()))
        return shaping.move(text, place, (page, count - (page == place[0]))) if len(around) > 1 else text

    return _change(form=form, spot=spot, how="moved", seen="", work=work, by=by, at=at)


def tidy(*, form: str, seen: int, by: Subject, at: dt.datetime) -> DraftView:
    """Writes the text in the usual order, so that it can be changed piece by piece; its comments are lost."""

    def work(draft: DraftView) -> Made:
        try:
            return Made(forms.written(forms.read(draft.text, form)))
        except DeclarationError:
            raise DraftError(_("The text has errors. Correct them first."), field="text") from None

    return drafts.change(kind=KIND, key=form, how="tidied", work=work, by=by, at=at, seen=seen)
