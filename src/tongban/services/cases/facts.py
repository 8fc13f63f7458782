"""What is known in a case: each value with its provenance, and the context in which FEEL reads them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tongban.engines.forms import api as forms
from tongban.exchange.catalogue import api as catalogue
from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Text
from tongban.registers.records import api as records
from tongban.services.cases.clocks import day_of
from tongban.services.cases.graphs import graph_of
from tongban.services.cases.models import Case, Fact
from tongban.services.offers import api as offers
from tongban.trust.authority.api import Subject

NOWHERE = Text("", "")
Words = Callable[[Any], Any]
Named = dict[str, tuple[Text | str, Words]]


@dataclass(frozen=True)
class Source:
    """Where values come from: `origin` is applicant, register, desk or rule."""

    origin: str
    source: Text = NOWHERE
    as_of: dt.date | None = None
    reference: str = ""
    evidence: str = ""


def form_of(case: Case) -> forms.Form:
    """The form with which the case began."""
    found: forms.Form = declarations.pinned("forms", case.form, case.form_version).value
    return found


def row(case: Case, name: str, value: Any, source: Source, *, by: Subject, at: dt.datetime) -> Fact:
    """A fact, not yet saved. `attachments` are the ids of files when the value is a list of them."""
    return Fact(
        case=case,
        name=name,
        value=value,
        origin=source.origin,
        source_zh=source.source.zh,
        source_en=source.source.en,
        as_of=source.as_of,
        reference=source.reference,
        evidence=source.evidence,
        by=by.person,
        at=at,
    )


def put(case: Case, values: Mapping[str, Any], source: Source, *, by: Subject, at: dt.datetime) -> None:
    """Writes values; what was known under the same names stays, no longer current. Two statements."""
    Fact.objects.filter(case=case, name__in=list(values), current=True).update(current=False)
    Fact.objects.bulk_create([row(case, name, value, source, by=by, at=at) for name, value in values.items()])


def first(
    case: Case, form: forms.Form, values: Mapping[str, Any], prefilled: Mapping[str, forms.Prefilled], *,
    by: Subject, at: dt.datetime,
) -> None:  # fmt: skip
    """The facts with which a case begins: answers of the applicant, and what registers answered."""
    said = Source("applicant", as_of=day_of(at))
    uploads = {field.name for field in form.fields() if field.of.widget == "upload"}
    rows = []
    for name, value in values.items():
        known = prefilled.get(name)
        source = Source("register", known.source, known.as_of, known.reference) if known else said
        fact = row(case, name, value, source, by=by, at=at)
        fact.attachments = list(value or []) if name in uploads else []
        rows.append(fact)
    Fact.objects.bulk_create(rows)


def current(case: Case) -> list[Fact]:
    """The values in force: one query."""
    return list(Fact.objects.filter(case=case, current=True).order_by("id"))


def prefilled_of(facts: Iterable[Fact]) -> dict[str, forms.Prefilled]:
    """The registers' answers among the facts, as a form takes them."""
    return {
        fact.name: forms.Prefilled(fact.value, fact.source, fact.as_of, fact.reference)
        for fact in facts
        if fact.origin == "register" and fact.as_of is not None
    }


def context(case: Case, facts: Iterable[Fact], *, private: bool = True) -> dict[str, Any]:
    """What FEEL sees of a case: the form's values by name; other facts by name, those fetched for a piece of evidence
    as a table under its id (`-` becomes `_`); `applicant` and `case`. Without `private`, no identifying values.
    """
    facts = list(facts)
    form = form_of(case)
    kinds = {field.name: field.kind for field in form.fields()}
    known = forms.context(
        {fact.name: fact.value for fact in facts if fact.name in kinds}, form=form, prefilled=prefilled_of(facts)
    )
    found = {name: value for name, value in known.items() if private or kinds[name] not in offers.PRIVATE}
    for fact in facts:
        if fact.name not in kinds and private:
            _nest(found, fact)
    applicant = {"kind": "company" if case.credit_code else "person", "credit_code": case.credit_code}
    if private:
        applicant |= {"name": case.name}
    found["applicant"] = applicant
    found["case"] = {"number": case.number, "offer": case.offer, "opened": day_of(case.opened_at)}
    if case.accepted_at:
        found["case"]["accepted"] = day_of(case.accepted_at)
    return found


def _nest(found: dict[str, Any], fact: Fact) -> None:
    evidence, dot, name = fact.name.partition(".")
    if dot:
        found.setdefault(evidence.replace("-", "_"), {})[name] = fact.value
    else:
        found[fact.name.replace("-", "_")] = fact.value


@dataclass(frozen=True)
class Known:
    """A fact as a page shows it."""

    name: str
    group: str
    label: str
    display: str
    origin: str
    source: str
    as_of: dt.date | None
    reference: str
    evidence: str
    files: tuple[forms.Attachment, ...]


def listed(case: Case, known: list[Fact], *, at: dt.datetime) -> tuple[Known, ...]:
    """Facts in reading order: the form's pages, then what the desk and registers added."""
    by_name = {fact.name: fact for fact in known}
    form = form_of(case)
    values = {fact.name: fact.value for fact in known}
    shown = [
        _known(by_name[one.name], one.page_title, one.label, one.display, one.files)
        for one in forms.answers(form, values, prefilled_of(known), at=at)
        if one.name in by_name
    ]
    done = {one.name for one in shown}
    labels = Labels(case)
    others = [_known(fact, *labels.of(fact), ()) for fact in known if fact.name not in done]
    return (*shown, *others)


def _known(fact: Fact, group: str, label: str, display: str, files: tuple[forms.Attachment, ...]) -> Known:
    return Known(
        name=fact.name,
        group=group,
        label=label,
        display=display,
        origin=fact.origin,
        source=str(fact.source),
        as_of=fact.as_of,
        reference=fact.reference,
        evidence=fact.evidence,
        files=files,
    )


def plain(value: Any) -> str:
    """A value without a form field, in words."""
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if isinstance(value, dict):
        return str(_("; ")).join(f"{name}: {plain(one)}" for name, one in value.items())
    if isinstance(value, list):
        return str(_(", ")).join(plain(one) for one in value)
    return "" if value is None else str(value)


class Labels:
    """Titles for facts that no form asked for: of evidence and catalogue items, of desk forms, of results."""

    def __init__(self, case: Case) -> None:
        parts = offers.parts(case.offer, case.offer_version)
        self.evidence = {one.id: one for offer in parts for one in offer.evidence}
        self.nodes = graph_of(case.process, case.process_version).nodes
        self.known: dict[tuple[str, str], Named] = {}

    def of(self, fact: Fact) -> tuple[str, str, str]:
        """Group, label, and the value in words: a register says what its codes mean."""
        first, _dot, rest = fact.name.partition(".")
        if first in self.evidence and rest:
            found = self.evidence[first]
            title, words = self._item("catalogue", found.resource, rest)
            return str(found.title), title, plain(words(fact.value))
        node = self.nodes.get(first)
        if node is not None and rest:
            title, words = self._item("forms", node.properties.get("form", ""), rest.rpartition(".")[2])
            return str(node.name), title, plain(words(fact.value))
        return "", fact.name, plain(fact.value)

    def _item(self, kind: str, key: str, name: str) -> tuple[str, Words]:
        """The title of a field of a form or of an item of a resource, and what says its codes; looked up once."""
        if (kind, key) not in self.known:
            try:
                self.known[kind, key] = _named(kind, key)
            except LookupError:
                self.known[kind, key] = {}
        title, words = self.known[kind, key].get(name, (name, _as_it_is))
        return str(title), words


def _named(kind: str, key: str) -> Named:
    """By name, the title and what says codes in words."""
    if kind == "forms":
        return {field.name: (field.label, _as_it_is) for field in declarations.current("forms", key).value.fields()}
    found = catalogue.resource(key)
    fields = records.register_type(found.register).fields if found.register else ()
    words = {field.name: field.said for field in fields}
    return {item.name: (item.title, words.get(item.name, _as_it_is)) for item in found.fields}


def _as_it_is(value: Any) -> Any:
    return value
