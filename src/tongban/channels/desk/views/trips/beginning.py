"""A trip is begun: for which service, on which day, for whom, and what registers answer: samples, or typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms as pages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongban.channels.desk.views.drafting import gone, who
from tongban.channels.desk.views.forms.common import draft_of, name_of
from tongban.channels.desk.views.forms.publishing import EITHER, PAGES
from tongban.channels.desk.views.trips.common import wrong
from tongban.engines.forms import api as forms
from tongban.governance.drafts import api as drafts
from tongban.governance.drafts.api import DraftView
from tongban.governance.formbooks import api as formbooks
from tongban.governance.formbooks.api import keeping, recording
from tongban.kernel.declarations.api import Text
from tongban.services.cases.api import trips
from tongban.trust.authority.api import access

WHOM = (("person", _("A person")), ("company", _("A company, by its representative")))
LINES = _("One a line, as name = value. An empty value: the register has none.")
BOUND = _("Instead of asking a register, as population.name = value. An empty value: the register has nothing.")


def lines_of(values: Mapping[str, Any]) -> str:
    """Values as they are typed."""
    return "\n".join(f"{name} = {value}" for name, value in values.items())


class Lines(pages.CharField):
    """Names and values, one a line."""

    widget = pages.Textarea(attrs={"rows": 5, "spellcheck": "false"})

    def clean(self, value: Any) -> dict[str, str]:
        found = {}
        for line in str(super().clean(value)).splitlines():
            name, sign, said = (one.strip() for one in line.partition("="))
            if line.strip() and not (name and sign):
                raise pages.ValidationError(_("Write name = value: %(line)s"), params={"line": line[:60]})
            if line.strip():
                found[name] = said
        return found


class Begin(pages.Form):
    """What a trip begins with."""

    name = pages.SlugField(label=_("Short name"), max_length=59, help_text=_("Of its file, for example shop-large."))
    zh = pages.CharField(label=_("Name in Chinese"), max_length=200)
    en = pages.CharField(label=_("Name in English"), max_length=200)
    source = pages.CharField(label=_("Law or decision that it follows"), max_length=300)
    offer = pages.ChoiceField(label=_("Service"), required=False)
    at = pages.DateTimeField(
        label=_("The clock stands at"), help_text=_("Such as 2026-11-23 09:00; it moves only as the trip says.")
    )
    kind = pages.ChoiceField(label=_("Who applies"), choices=WHOM)
    resident = Lines(label=_("What the population register holds of the applicant"), required=False, help_text=LINES)
    company = Lines(label=_("What the register of companies holds"), required=False, help_text=LINES)
    registers = Lines(label=_("What registers answer to this form"), required=False, help_text=BOUND)

    def __init__(self, draft: DraftView, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        every = [(one.key, str(one.title)) for one in formbooks.uses().get(draft.key, ()) if one.form == draft.key]
        self.fields["offer"].choices = [*every, ("", _("The form alone"))]  # type: ignore[attr-defined]
        self.form_key = draft.key

    def scenario(self) -> trips.Scenario:
        """The trip that begins so."""
        said = self.cleaned_data
        whom = trips.Applicant(
            said["kind"], _other(said["resident"], trips.RESIDENT), _other(said["company"], trips.COMPANY)
        )
        one = trips.Scenario(
            Text(said["zh"], said["en"]), said["source"], said["at"].replace(tzinfo=None), offer=said["offer"],
            form="" if said["offer"] else self.form_key, applicant=whom, registers=said["registers"],
            then=trips.Then() if said["offer"] else None, asked=None if said["offer"] else trips.Asked(),
        )  # fmt: skip
        return replace(recording.begun(one))


def _other(said: Mapping[str, str], sample: Mapping[str, Any]) -> dict[str, Any]:
    """What differs from the sample; what was taken out of it is empty."""
    gone_ = dict.fromkeys(set(sample) - set(said), "")
    return {name: value for name, value in said.items() if str(sample.get(name, "")) != value} | gone_


@access(*EITHER, methods=("GET", "POST"))
def begin(request: HttpRequest, key: str) -> HttpResponse:
    """Asks what a trip begins with; a POST keeps it and goes on to the form."""
    draft = draft_of(request, key)
    if draft is None or not draft.open:
        return gone(request, PAGES, key) if draft is None else redirect("desk:form-trips", key)
    now = timezone.localtime().replace(hour=9, minute=0)
    fresh = {"at": f"{now:%Y-%m-%d %H:%M}", "resident": lines_of(trips.RESIDENT), "company": lines_of(trips.COMPANY)}
    form = Begin(draft, request.POST) if request.method == "POST" else Begin(draft, initial=fresh)
    if request.method == "POST" and form.is_valid():
        by, at = who(request)
        try:
            name, text = form.cleaned_data["name"], trips.text_of(form.scenario())
            keeping.keep(form=key, name=name, text=text, seen=0, how="begun", by=by, at=at)
            return redirect("desk:form-trip-fill", key, name)
        except drafts.DraftError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
    asked = formbooks.review(draft.text, key).form
    facts = {"key": key, "title": name_of(draft), "draft": draft, "form": form, "errors": wrong(form),
             "bound": sorted(set(forms.bindings(asked).values())) if asked else ()}  # fmt: skip
    return render(request, "desk/trips/begin.html", facts, status=422 if form.errors else 200)
