"""Programs that may ask people for access; the system officer registers them."""

from __future__ import annotations

import urllib.parse
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from oauth2_provider.generators import generate_client_secret
from oauth2_provider.models import Application

from tongban.channels.rest.consent import note
from tongban.trust.authority.api import access, officer

MOST, LONGEST = 10, 500
KINDS = (
    ("confidential", gettext_lazy("Runs on a server: it can keep a secret")),
    ("public", gettext_lazy("Runs on people's devices: it gets no secret")),
)


def fault(address: str) -> str:
    """What is wrong with a redirect address, or an empty text."""
    schemes = settings.OAUTH2_PROVIDER["ALLOWED_REDIRECT_URI_SCHEMES"]
    try:
        parts = urllib.parse.urlsplit(address)
        sound = bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound or "*" in address or "\\" in address or parts.username is not None or not address.isascii():
        return _("Write a whole address, such as https://program.example/back: %(address)s")
    if parts.scheme not in schemes:
        return _("The address must begin with https://: %(address)s")
    if "#" in address:
        return _("The address must have no part after #: %(address)s")
    return ""


class ProgramForm(forms.Form):
    """Name, where the person is sent back to, and what kind of program it is."""

    name = forms.CharField(label=gettext_lazy("Name that people see"), max_length=100)
    addresses = forms.CharField(
        label=gettext_lazy("Addresses to return to"), max_length=MOST * LONGEST, widget=forms.Textarea,
        help_text=gettext_lazy("One address a line, exactly as the program sends it."),
    )  # fmt: skip
    kind = forms.ChoiceField(label=gettext_lazy("Kind of program"), choices=KINDS, widget=forms.RadioSelect)

    def __init__(self, *args: Any, program: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.program = program
        if program is not None:
            del self.fields["kind"]  # a secret is given once, at the beginning

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        others = Application.objects.filter(name=name)
        if (others.exclude(pk=self.program.pk) if self.program else others).exists():
            raise ValidationError(_("A program with this name is registered already."))
        return name

    def clean_addresses(self) -> str:
        found = list(dict.fromkeys(self.cleaned_data["addresses"].split()))
        if len(found) > MOST or any(len(one) > LONGEST for one in found):
            raise ValidationError(_("At most %(most)s addresses."), params={"most": MOST})
        wrong = [ValidationError(text, params={"address": one}) for one in found if (text := fault(one))]
        if wrong:
            raise ValidationError(wrong)
        return "\n".join(found)


def the(client: str) -> Any:
    """The program with this client id. Raises Http404."""
    found = Application.objects.filter(client_id=client).first()
    if found is None:
        raise Http404(client)
    return found


@access(officer("system"), methods=("GET",))
def listed(request: HttpRequest) -> HttpResponse:
    """Every program."""
    return render(request, "rest/programs.html", {"programs": Application.objects.order_by("name", "pk")})


@access(officer("system"), methods=("GET",))
def detail(request: HttpRequest, client: str) -> HttpResponse:
    """One program; its secret was shown when it was registered and is not known any more."""
    return render(request, "rest/program.html", {"program": the(client)})


@access(officer("system"), methods=("GET", "POST"))
def register(request: HttpRequest) -> HttpResponse:
    """Registers a program; the page that answers is the only one that ever shows its secret."""
    form = ProgramForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return page(request, form)
    said = form.cleaned_data
    secret = generate_client_secret() if said["kind"] == "confidential" else ""
    program = Application(
        name=said["name"], redirect_uris=said["addresses"], client_type=said["kind"], client_secret=secret,
        authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
    )  # fmt: skip
    program.full_clean(exclude=["client_secret"])
    with transaction.atomic():
        program.save()
        note(request, "program-registered", program.client_id, kind=said["kind"])
    return render(request, "rest/program.html", {"program": program, "secret": secret, "fresh": True})


@access(officer("system"), methods=("GET", "POST"))
def change(request: HttpRequest, client: str) -> HttpResponse:
    """Another name, or other addresses."""
    program = the(client)
    now = {"name": program.name, "addresses": program.redirect_uris}
    form = ProgramForm(request.POST if request.method == "POST" else None, initial=now, program=program)
    if request.method == "GET" or not form.is_valid():
        return page(request, form, program)
    with transaction.atomic():
        said = form.cleaned_data
        Application.objects.filter(pk=program.pk).update(name=said["name"], redirect_uris=said["addresses"])
        note(request, "program-changed", client)
    messages.success(request, _("Saved."))
    return redirect("oauth2_provider:detail", client)


def page(request: HttpRequest, form: ProgramForm, program: Any = None) -> HttpResponse:
    """The form."""
    facts = {"form": form, "program": program}
    return render(request, "rest/program-form.html", facts, status=422 if form.errors else 200)


@access(officer("system"), methods=("GET", "POST"))
def remove(request: HttpRequest, client: str) -> HttpResponse:
    """Removes a program with every token that people gave it."""
    program = the(client)
    if request.method == "GET":
        return render(request, "rest/program-remove.html", {"program": program})
    with transaction.atomic():
        program.delete()
        note(request, "program-removed", client)
    messages.success(request, _("The program is removed. Nobody's data are open to it any more."))
    return redirect("oauth2_provider:list")
