"""The tags that every template has: fields, errors, tags, facts, steps, pagers, dates and money."""

from __future__ import annotations

import datetime as dt
import urllib.parse
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.forms import BoundField
from django.http import QueryDict
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tongban.kernel.money.api import Money
from tongban.kernel.web import dates, writing
from tongban.kernel.web.fields import Drawn, provenance
from tongban.kernel.web.menu import Place, entries, parts

register = template.Library()
LIGHTS = {"green": ("good", "●"), "yellow": ("wait", "◆"), "red": ("late", "▲"), "grey": ("", "○")}
TONES = ("good", "wait", "late", "")


@register.simple_tag
def asset(name: str) -> str:
    """The address of a static file."""
    return static(name)


@register.simple_tag(takes_context=True)
def menu(context: Context, place: Place) -> list[tuple[str, str]]:
    """The entries of the masthead that the subject sees, as (address, text) pairs."""
    return entries(place=place, subject=context.get("subject"))


@register.simple_tag(takes_context=True)
def here(context: Context, url: str) -> SafeString:
    """Marks the link to this page, or to the part of the site that it belongs to: the closest of the masthead's."""
    path = str(context.get("current_path", ""))
    if path == url:
        return mark_safe(' aria-current="page"')
    known = {url: url} | parts(subject=context.get("subject"))
    closest = max((start for start in known if _inside(path, start)), key=len, default="")
    return mark_safe(' aria-current="true"' if known.get(closest) == url else "")  # noqa: S308 (constant)


def _inside(path: str, url: str) -> bool:
    return url != "/" and (path == url or path.startswith(url if url.endswith("/") else url + "/"))


@register.simple_tag
def field(view: Any) -> SafeString:
    """A form field of any kind (a FieldView of engines/forms, or a Django field), with label, hint and error. A view
    may name a template of its own.
    """
    if isinstance(view, BoundField):
        return view.as_field_group()
    return mark_safe(render_to_string(getattr(view, "template", "") or "ui/field.html", {"field": Drawn(view)}))  # noqa: S308 (a template escaped it)


@register.inclusion_tag("ui/error_summary.html")
def error_summary(errors: Any) -> dict[str, Any]:
    """What has to be corrected, each with a link to its field. Takes FieldErrors, tables with `id` and `message`, or a
    Django form's errors.
    """
    if isinstance(errors, Mapping):
        pairs = [("" if name == "__all__" else f"id_{name}", one) for name, many in errors.items() for one in many]
    else:
        pairs = [_error(one) for one in errors or ()]
    return {"errors": [{"id": place, "message": message} for place, message in pairs]}


def _error(one: Any) -> tuple[Any, Any]:
    if isinstance(one, Mapping):
        return one["id"], one["message"]
    return getattr(one, "id", getattr(one, "field", "")), getattr(one, "message", one)


@register.simple_tag
def tag(text: object, tone: str = "") -> SafeString:
    """A short word in a frame; `tone` is good, wait, late or empty. The word itself carries the meaning."""
    return format_html('<span class="tag {}">{}</span>', tone if tone in TONES else "", text)


@register.simple_tag
def light(colour: str, text: object) -> SafeString:
    """A light of supervision (电子监察): green, yellow, red or grey, told apart by shape and word as well."""
    tone, mark = LIGHTS.get(colour, LIGHTS["grey"])
    return format_html('<span class="light {}"><span aria-hidden="true">{}</span> {}</span>', tone, mark, text)


@register.inclusion_tag("ui/facts.html")
def facts(pairs: Iterable[Any] | Mapping[str, Any]) -> dict[str, Any]:
    """A list of facts: pairs of label and value, or answers with `label`, `display`, `source` and `as_of`."""
    many: Iterable[Any] = pairs.items() if isinstance(pairs, Mapping) else pairs
    return {"rows": [_fact(pair) for pair in many]}


def _fact(pair: Any) -> dict[str, Any]:
    if isinstance(pair, tuple | list):
        return {"label": pair[0], "value": shown(pair[1]), "provenance": ""}
    return {"label": pair.label, "value": shown(pair.display), "provenance": provenance(pair)}


def shown(value: Any) -> Any:
    """A value as a page shows it."""
    if isinstance(value, dt.datetime):
        return dates.when(value)
    if isinstance(value, dt.date):
        return dates.day(value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return value


@register.inclusion_tag("ui/steps.html")
def steps(labels: Iterable[Any], current: Any = "") -> dict[str, Any]:
    """Steps of a trip. `labels` are texts, (label, address) pairs or objects with `label` or `title`, `url`, `id`;
    `current` is the current one's place (from 1), text or id. Steps before it count as done.
    """
    rows = []
    for step in labels:
        label, url = step if isinstance(step, tuple | list) else (step, getattr(step, "url", ""))
        plain = isinstance(label, str | Promise)
        name = label if plain else getattr(label, "label", getattr(label, "title", label))
        rows.append({"label": str(name), "url": url, "key": None if plain else getattr(label, "id", None)})
    places = [i for i, row in enumerate(rows, 1) if current in (i, row["label"], row["key"])]
    at = places[0] if places else 0
    return {"steps": [{**row, "current": i == at, "done": i < at} for i, row in enumerate(rows, 1)]}


@register.inclusion_tag("ui/pager.html", takes_context=True)
def pager(context: Context, page: Any) -> dict[str, str]:
    """Links to the pages before and after: `page.previous` and `page.next` are keys for `before` and `after` in the
    query, or None. A page that only knows `next` offers the first page as the one before.
    """
    query: QueryDict = context["request"].GET.copy() if "request" in context else QueryDict(mutable=True)
    came_after = query.pop("after", None)
    query.pop("before", None)
    rest = query.urlencode()

    def link(name: str, key: Any) -> str:
        return "?" + "&".join(part for part in (rest, urllib.parse.urlencode({name: key}) if name else "") if part)

    after, before = getattr(page, "next", None), getattr(page, "previous", None)
    first = link("", "") if came_after and not hasattr(page, "previous") else ""
    return {"next": link("after", after) if after else "", "previous": link("before", before) if before else first}


for mark in (writing.comma, writing.pause, writing.colon):
    register.simple_tag(mark)
register.filter(writing.listed)
register.filter(writing.aside)
register.simple_tag(dates.day)
register.simple_tag(dates.when)


@register.simple_tag
def money(value: Money | None) -> str:
    """An amount of money, such as ¥1,200.00."""
    return "" if value is None else str(value)
