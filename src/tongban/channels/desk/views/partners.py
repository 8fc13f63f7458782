"""The directory of partner nodes, kept by the system officer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.exchange.letters import api as letters
from tongban.kernel.declarations.api import Text
from tongban.trust.authority.api import access, acting, officer

LONGEST = 7_000
AREA = forms.Textarea(attrs={"rows": 3})


def dated(**more: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


class PartnerForm(forms.Form):
    """A partner as the officer enters it: lists are one thing a line."""

    code = forms.CharField(
        label=gettext_lazy("Code of the node"), max_length=40,
        help_text=gettext_lazy("The other side reads it on its own page of partners."),
    )  # fmt: skip
    name_zh = forms.CharField(label=gettext_lazy("Name in Chinese"), max_length=120)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=120)
    address = forms.CharField(label=gettext_lazy("Address of its site"), max_length=300)
    pinned = forms.CharField(
        label=gettext_lazy("Fingerprints of its certificate"), max_length=LONGEST, widget=AREA,
        help_text=gettext_lazy("SHA-256, one a line. Compare it by telephone, not over the network alone."),
    )  # fmt: skip
    sends = forms.CharField(
        label=gettext_lazy("Messages that it may send here"), max_length=LONGEST, widget=AREA, required=False,
        help_text=gettext_lazy("Names of messages as the processes call them, one a line."),
    )  # fmt: skip
    takes = forms.CharField(
        label=gettext_lazy("Messages that may be sent there"), max_length=LONGEST, widget=AREA, required=False,
        help_text=gettext_lazy("A message that no process here waits for goes to the only partner that takes it."),
    )  # fmt: skip
    valid_from = dated(label=gettext_lazy("First day of the exchange"))
    valid_to = dated(label=gettext_lazy("Last day of the exchange"), required=False)

    def __init__(self, *args: Any, new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not new:
            del self.fields["code"]

    def partner(self, code: str = "") -> letters.Partner:
        """What was entered."""
        said = self.cleaned_data
        return letters.Partner(
            said.get("code", code), Text(said["name_zh"], said["name_en"]), said["address"].rstrip("/"),
            letters.prints(said["pinned"]), letters.lines(said["sends"]), letters.lines(said["takes"]),
            said["valid_from"], said["valid_to"],
        )  # fmt: skip


@access(officer("system"), methods=("GET",))
def partners(request: HttpRequest) -> HttpResponse:
    """Every partner, and what this node tells the others of itself."""
    today = timezone.localdate()
    facts = {
        "rows": [(one, one.holds(today)) for one in letters.partners()],
        "own": letters.own_code(),
        "fingerprint": letters.own_fingerprint(),
        "site": settings.CONFIG.site_url,
    }
    return render(request, "desk/partners.html", facts)


@access(officer("system"), methods=("GET", "POST"))
def register(request: HttpRequest) -> HttpResponse:
    """A new partner."""
    form = PartnerForm(request.POST or None, new=True, initial={"valid_from": timezone.localdate()})
    return saved(request, form, None)


@access(officer("system"), methods=("GET", "POST"))
def change(request: HttpRequest, partner: str) -> HttpResponse:
    """A partner's facts; its code stays, letters name it. It is ended by its last day."""
    try:
        found = letters.partner(partner.replace("\0", "")[:41])
    except LookupError:
        raise Http404(partner) from None
    lists = {name: "\n".join(getattr(found, name)) for name in ("pinned", "sends", "takes")}
    now = {
        "name_zh": found.name.zh, "name_en": found.name.en, "address": found.address, "valid_from": found.valid_from,
        "valid_to": found.valid_to, **lists,
    }  # fmt: skip
    return saved(request, PartnerForm(request.POST or None, new=False, initial=now), found)


def saved(request: HttpRequest, form: PartnerForm, found: letters.Partner | None) -> HttpResponse:
    """The form, or the list after it was saved."""
    if request.method == "POST" and form.is_valid():
        made = form.partner(found.code if found else "")
        try:
            letters.save(made, by=acting(request), at=timezone.now(), new=found is None)
        except letters.LetterError as error:
            form.add_error(error.field if error.field in form.fields else NON_FIELD_ERRORS, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("desk:partners")
    facts = {"form": form, "partner": found}
    return render(request, "desk/partner.html", facts, status=422 if form.errors else 200)
