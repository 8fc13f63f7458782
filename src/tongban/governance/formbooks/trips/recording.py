"""A trip recorded: begun, its form filled in page by page, its steps done one by one, what came of it expected.

The trip is its text. Whatever is looked at, the whole trip is played up to there in a transaction that is taken back:
nothing real is written, and what registers answer is what the trip says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from django.utils import translation

from tongban.engines.forms import api as forms
from tongban.governance.drafts.api import DraftError, DraftView
from tongban.governance.formbooks.checking import KIND
from tongban.governance.formbooks.trips.keeping import item_of
from tongban.kernel.declarations import api as declarations
from tongban.services.cases.api import trips
from tongban.services.cases.api.trips import Asked, Filled, Look, Scenario, Step, Then, Try

T = TypeVar("T")


def begun(scenario: Scenario) -> Scenario:
    """A trip that expects nothing yet, which can be read all the same."""
    asked = None if scenario.offer else Asked()
    return replace(scenario, then=Then() if scenario.offer else None, asked=asked, tries=())


def look(draft: DraftView, name: str, scenario: Scenario, at: dt.datetime, then: Callable[[Filled], T] | None = None,
         *, bare: bool = True) -> Look:  # fmt: skip
    """Where a trip stands with the draft; `bare` without what it expects of its end. What `then` makes of the filled
    form, in the language of the page, is `extra`. Raises DraftError for a draft or a trip that cannot be played.
    """
    language = translation.get_language()

    def within(trip: Any) -> T | None:
        if then is None or trip.filled is None:
            return None
        with translation.override(language):
            return then(trip.filled)

    played = begun(scenario) if bare and not scenario.refused else scenario
    try:
        item = item_of(name, trips.text_of(played))
        return trips.look(item, instead=trips.Instead(KIND, draft.key, draft.text), at=at, then=within)
    except declarations.DeclarationError as error:
        raise DraftError("; ".join(str(one) for one in error.problems), field="text") from None


@dataclass(frozen=True)
class PageDone:
    """A page of the form: as it is shown, and after a post what it made of the answers. `english`: what is wrong, as a
    trip writes it.
    """

    view: forms.PageView
    pages: tuple[str, ...]
    answers: Mapping[str, Any]
    errors: tuple[forms.FieldError, ...] = ()
    english: Mapping[str, str] = field(default_factory=dict)


def shown(filled: Filled, page: str, at: dt.datetime) -> PageDone:
    """A page as it stands; the first one for an unknown name."""
    pages = filled.course.pages
    page = page if page in pages else pages[0]
    return PageDone(_view(filled, page, filled.values, (), at), pages, {})


def posted(filled: Filled, page: str, given: Mapping[str, Any], at: dt.datetime) -> PageDone:
    """A page that was filled in; files are names, separated by commas."""
    values = dict(filled.values)
    for asked in filled.form.fields():
        if asked.of.widget == "upload" and asked.name in given:
            values[asked.name] = [one.strip() for one in str(given[asked.name]).split(",") if one.strip()][:20]
    terms: dict[str, Any] = {"form": filled.form, "page": page, "prefilled": filled.prefilled, "at": at}
    result = forms.validate_page(posted=given, values=values, **terms)
    answers = dict(result.values)
    now = replace(filled, values=_full({**values, **answers}))
    with translation.override("en"):
        said = trips.messages(filled, answers, at)
    english = {one.field: said.get(one.field, one.message) for one in result.errors}
    return PageDone(_view(now, page, now.values, result.errors, at), now.course.pages, answers, result.errors, english)


def _view(filled: Filled, page: str, values: Mapping[str, Any], errors: Any, at: dt.datetime) -> forms.PageView:
    return forms.page_view(form=filled.form, page=page, values=values, prefilled=filled.prefilled, errors=errors, at=at)


def _full(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers without those that were left open: a file has no word for nothing."""
    return {name: bare(value) for name, value in answers.items() if value not in (None, "", [], {})}


def bare(value: Any) -> Any:
    """A value without what is open inside it."""
    if isinstance(value, dict):
        return _full(value)
    return [bare(one) for one in value] if isinstance(value, list) else value


def answered(scenario: Scenario, answers: Mapping[str, Any]) -> Scenario:
    """The trip with the answers of a page."""
    return replace(scenario, answers=_full({**scenario.answers, **answers}))


def tried(scenario: Scenario, done: PageDone) -> Scenario:
    """The trip with a page that the form must find wrong; its answers stay as they were."""
    changed = {name: value for name, value in done.answers.items() if value != scenario.answers.get(name)}
    return replace(scenario, tries=(*scenario.tries, Try(_full(changed), dict(done.english))))


def stepped(scenario: Scenario, step: Step) -> Scenario:
    """The trip with one step more."""
    return replace(scenario, steps=(*scenario.steps, step))


def refused(scenario: Scenario, words: str) -> Scenario:
    """The trip whose last step must be refused so, or its application where there is no step."""
    if not scenario.steps:
        return replace(scenario, refused=words, then=None)
    return replace(scenario, steps=(*scenario.steps[:-1], replace(scenario.steps[-1], refused=words)))


def stands(scenario: Scenario, found: Then) -> Scenario:
    """The trip that expects after its last step the state and the last day that came of it."""
    last = replace(scenario.steps[-1], then=Then(state=found.state, due=found.due))
    return replace(scenario, steps=(*scenario.steps[:-1], last))


def unplayed(scenario: Scenario) -> Scenario:
    """The trip up to its form."""
    return replace(begun(scenario), steps=(), refused="")
