"""What `{% field %}` needs to know of a FieldView of engines/forms, by attributes alone (the kernel knows no forms)."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tongban.kernel.web.dates import day

INPUTS = {"date": "date", "phone": "tel", "email": "email", "time": "time", "datetime": "datetime-local"}
INPUT_MODES = {"number": "decimal", "money": "decimal", "phone": "tel"}
CODED = (
    "number", "integer", "money", "percentage", "phone", "resident_number", "credit_code", "date", "time", "datetime",
    "bank_account", "url", "plate",
)  # fmt: skip
LONGEST_RADIO_LIST = 8
TRUE = (True, "yes", "true", "on", "1")


def provenance(thing: Any) -> str:
    """Where a value was read and when: From 人口库, 20 November 2026."""
    source, as_of = getattr(thing, "source", ""), getattr(thing, "as_of", None)
    if not source:
        return ""
    if as_of is None:
        return _("Verified: %(source)s") % {"source": source}
    return _("Verified: %(source)s, %(day)s") % {"source": source, "day": day(as_of)}


class Drawn:
    """A field as the template draws it."""

    def __init__(self, view: Any) -> None:
        self.view = view
        self.id, self.name, self.kind = str(view.id), view.name, view.kind
        self.label, self.error = view.label, getattr(view, "error", "")
        self.hint = getattr(view, "hint", "") or ""
        self.help = getattr(view, "help", "") or ""
        self.required = bool(getattr(view, "required", True))
        self.provenance = provenance(view)

    @property
    def form(self) -> str:
        """Which of the template's shapes the field takes."""
        if getattr(self.view, "readonly", False):
            return "known"
        if self.kind in ("choices", "yesno", "rating"):
            return "choices"
        if self.kind == "choice":
            return "choices" if len(self.view.options) <= LONGEST_RADIO_LIST else "select"
        if self.kind == "photo":
            return "upload"
        return self.kind if self.kind in ("longtext", "upload", "statement") else "text"

    @property
    def input(self) -> str:
        if self.form == "choices":
            return "checkbox" if self.kind == "choices" else "radio"
        return INPUTS.get(self.kind, "text")

    @property
    def text(self) -> str:
        value = self.view.value
        return "" if value is None else str(value)

    @property
    def shown(self) -> str:
        return str(getattr(self.view, "display", "") or "")

    @property
    def on(self) -> bool:
        return self.view.value in TRUE

    @property
    def choices(self) -> list[dict[str, Any]]:
        """The options, the first under the field's own id: the error summary leads there."""
        options = [_option(option) for option in getattr(self.view, "options", ()) or ()]
        if not options and self.kind == "yesno":
            options = [("yes", _("Yes"), None), ("no", _("No"), None)]
        chosen = _chosen(self.view.value)
        return [
            {
                "id": f"{self.id}-{place}" if place else self.id,
                "value": value,
                "label": label,
                "checked": str(value) in chosen if selected is None else selected,
            }
            for place, (value, label, selected) in enumerate(options)
        ]

    @property
    def files(self) -> tuple[Any, ...]:
        return tuple(getattr(self.view, "files", ()))

    def _describing(self) -> str:
        ids = [f"{self.id}-hint"] if self.hint or self.provenance else []
        return " ".join([*ids, f"{self.id}-error"] if self.error else ids)

    @property
    def described(self) -> SafeString:
        return _attributes({"aria-describedby": self._describing()})

    @property
    def attributes(self) -> SafeString:
        """Everything an input says beyond id, name and value."""
        view = self.view
        return _attributes({
            "aria-describedby": self._describing(),
            "aria-invalid": "true" if self.error else "",
            "autocomplete": getattr(view, "autocomplete", "") or ("off" if self.kind in CODED else ""),
            "inputmode": getattr(view, "inputmode", "") or INPUT_MODES.get(self.kind, ""),
            "accept": _accept(getattr(view, "accept", "")) if self.form == "upload" else "",
            "multiple": "multiple" if self.form == "upload" and getattr(view, "multiple", False) else "",
            "spellcheck": "false" if self.kind in CODED else "",
        })  # fmt: skip


def _option(option: Any) -> tuple[Any, Any, bool | None]:
    if isinstance(option, tuple | list):
        return option[0], option[1], None
    return option.value, option.label, getattr(option, "selected", None)


def _chosen(value: Any) -> set[str]:
    if isinstance(value, bool):
        return {"yes" if value else "no"}
    return {str(one) for one in value} if isinstance(value, list | tuple | set | frozenset) else {str(value)}


def _accept(accept: Any) -> str:
    kinds = accept.split(",") if isinstance(accept, str) else list(accept or ())
    return ",".join(one if one.startswith(".") or "/" in one else f".{one.strip()}" for one in kinds if one.strip())


def _attributes(values: dict[str, str]) -> SafeString:
    return format_html_join("", ' {}="{}"', ((name, value) for name, value in values.items() if value))
